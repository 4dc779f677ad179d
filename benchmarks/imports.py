"""
Time and memory of importing GeoNames rows, and what they say of 13 million.

    python benchmarks/imports.py [--rows 250000] [--points 3]

Makes dumps of n, 2n, 4n ... rows from cities500 (every copy of a place moved by up to half a
degree, its number new, its names with two letters changed, so that no key is computed twice for
free), imports each in a process of its own, and fits time and size with a power of n.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from gazetteer.embedded import find_cities
from gazetteer.sources.library import install

ALL_COUNTRIES = 13_000_000
LETTERS = "abcdefghijklmnoprstuvz"


def make_dump(path: Path, rows: int) -> None:
    """
    Write a dump in GeoNames' form.

    Parameters
    ----------
    path
        File to write.
    rows
        Number of its rows.
    """
    cities = list(json.loads(find_cities().read_bytes()).values())
    rng = np.random.default_rng(0)
    with path.open("w", encoding="utf-8") as file:
        for start in range(0, rows, len(cities)):
            part = cities[: rows - start]
            shift = rng.uniform(-0.5, 0.5, (len(part), 2))
            letters = rng.integers(0, len(LETTERS), (len(part), 2))
            for row, (east, north), (one, two) in zip(part, shift, letters, strict=True):
                ending = f"{LETTERS[one]}{LETTERS[two]}" if start else ""
                names = ",".join(f"{name}{ending}" for name in row["alternatenames"])
                cells = (
                    start * 40 + int(row["geonameid"]) + (50_000_000 if start else 0),
                    row["name"] + ending, row["name"] + ending, names,
                    f"{np.clip(row['latitude'] + north * bool(start), -90, 90):.5f}",
                    f"{np.clip(row['longitude'] + east * bool(start), -180, 180):.5f}",
                    "P", "PPL", row["countrycode"], "", row["admin1code"], "", "", "",
                    row["population"] if not start else 0, "", "", "", "2024-01-01",
                )  # fmt: skip
                file.write("\t".join(map(str, cells)) + "\n")


def measure(path: Path) -> dict[str, float]:
    """
    Import a file in a process of its own.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    dict of str to float
        Seconds by the clock and of the processor, peak memory and size of the index in MB.
    """
    code = f"import imports; imports.run({str(path)!r})"
    with tempfile.TemporaryDirectory() as folder:
        out = subprocess.run(  # noqa: S603 - this very file
            [sys.executable, "-c", code], capture_output=True, text=True, check=True,
            cwd=Path(__file__).parent, env={**os.environ, "FARSAKH_DATA": folder,
            "PYTHONPATH": str(Path(__file__).parent.parent)},
        )  # fmt: skip
    figures: dict[str, float] = json.loads(out.stdout)
    return figures


def run(path: str) -> None:
    """
    Import one file and print the figures as JSON.

    Parameters
    ----------
    path
        The file.
    """
    began, cpu = time.perf_counter(), time.process_time()

    @contextlib.contextmanager
    def silent(_title, _total):  # noqa: ANN001, ANN202 - as `install` wants it
        yield lambda _: None

    (outcome,) = install([Path(path)], bar=silent)
    print(
        json.dumps(
            {
                "places": outcome.source.places,
                "seconds": time.perf_counter() - began,
                "cpu_seconds": time.process_time() - cpu,
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "index_mb": outcome.source.size / 1e6,
            }
        )
    )


def main() -> int:
    """
    Print the curve.

    Returns
    -------
    int
        Exit code.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--rows", type=int, default=250_000, help="rows of the first point")
    parser.add_argument("--points", type=int, default=3, help="n, 2n, 4n ...")
    arguments = parser.parse_args()
    counts = [arguments.rows * 2**power for power in range(arguments.points)]
    lines = []
    print(f"{'rows':>10}{'places':>10}{'seconds':>9}{'cpu s':>8}{'peak MB':>9}{'index MB':>10}")
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "made.txt"
            make_dump(path, count)
            line = measure(path)
        lines.append(line)
        print(
            f"{count:10,}{line['places']:10,}{line['seconds']:9.1f}{line['cpu_seconds']:8.1f}"
            f"{line['peak_mb']:9.0f}{line['index_mb']:10.1f}",
            flush=True,
        )
    for figure, unit in (("cpu_seconds", "s"), ("index_mb", "MB"), ("peak_mb", "MB")):
        slope, level = np.polyfit(np.log(counts), np.log([line[figure] for line in lines]), 1)
        total = np.exp(level + slope * np.log(ALL_COUNTRIES))
        print(f"{figure} grows with n^{slope:.2f}: {total:,.0f} {unit} for {ALL_COUNTRIES:,} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main())
