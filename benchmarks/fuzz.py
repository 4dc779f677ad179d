"""
Throw damaged texts at everything that reads texts, for as long as is wished.

    python benchmarks/fuzz.py [TARGET ...] [--minutes 10] [--seed 0] [--keep FOLDER]

Targets: parse, find, coordinates, places, report, column, file. Each begins with texts that
the package ships (the examples of the grammar, the sample report) and damages them: cuts, doubles,
shuffles, splices, foreign letters, controls, marks of direction, brackets, long repeats. What is
raised beside the documented errors is a fault; so is a text that takes longer than its length
allows. Faults are kept as files in FOLDER, shortened while they stay faults, and the exit code
tells whether there were any.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import warnings
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gazetteer import find, find_places, locate_frame, parse, read_report, read_table
from gazetteer.coordinates import fix_of
from gazetteer.embedded import DATA
from gazetteer.forms import forms
from geo.errors import FarsakhError

if TYPE_CHECKING:
    from collections.abc import Callable

STRANGE = (
    "\x00", "\u200b", "\u202e", "\u2028", "\ufeff", "\U0001f4cd", "\u0627", "\u0436", "\u4eac",
    "\u00e9", "\u0301", "\u00bd", "\u00b0", "\u2032", "\u2033", "\u00ba", "(", ")", "[", '"', "'",
    "`", "<", "&", ";", "|", "\\", "\t", "\r\n", "\n\n", "0", "999999999999", "-", "\u2013", ".",
    ",", "1e309", "NaN", "None", "%s", "{0}", "../", "=1+1",
)  # fmt: skip
"""Pieces that have broken readers of text before."""

SLOW_S = 2.0
SLOW_S_PER_KB = 0.1
"""A text may take two seconds and a tenth for each kilobyte: far above what any takes here, far
below what a pattern that backtracks takes."""

REPEATS = 200  # of a piece, at most
SHORTENINGS = 300  # tries to shorten a fault


def main() -> int:
    """
    Fuzz each target for its share of the time.

    Returns
    -------
    int
        1 if there was a fault.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("targets", nargs="*", default=[*TARGETS], help=", ".join(TARGETS))
    parser.add_argument("--minutes", type=float, default=10.0, help="for each target")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path("faults"))
    options = parser.parse_args()
    unknown = {*options.targets} - {*TARGETS}
    if unknown:
        parser.error(f"no target {', '.join(sorted(unknown))}; expected {', '.join(TARGETS)}")
    seeds = corpus()
    found = 0
    for name in options.targets:
        rng = np.random.default_rng(options.seed)
        end = time.monotonic() + options.minutes * 60
        texts = faults = 0
        while time.monotonic() < end:
            text = damaged(seeds, rng)
            fault = fault_of(TARGETS[name], text)
            texts += 1
            if fault:
                faults += 1
                keep(options.keep, name, shortened(TARGETS[name], text), fault)
        print(f"{name:12} {texts:9,} texts, {faults} faults", flush=True)
        found += faults
    return int(found > 0)


def corpus() -> list[str]:
    """
    Give the texts to begin with.

    Returns
    -------
    list of str
        Examples of the forms, paragraphs of the sample report, and the report.
    """
    report = (DATA / "sample_report.txt").read_text(encoding="utf-8")
    return [*(form.example for form in forms()), *report.split("\n\n"), report]


def damaged(seeds: list[str], rng: np.random.Generator) -> str:
    """
    Damage a text in one to six ways.

    Parameters
    ----------
    seeds
        Texts to choose from.
    rng
        Where chance comes from.
    """
    text = seeds[rng.integers(len(seeds))]
    for _ in range(rng.integers(1, 7)):
        low, high = np.sort(rng.integers(0, len(text) + 1, 2))
        piece = STRANGE[rng.integers(len(STRANGE))]
        match rng.integers(7):
            case 0:
                text = text[:low] + text[high:]
            case 1:
                text = text[:high] + text[low:]
            case 2:
                text = text[:low] + piece + text[low:]
            case 3:
                text = text[:low] + piece * int(rng.integers(1, REPEATS)) + text[high:]
            case 4:
                text = text[:low] + seeds[rng.integers(len(seeds))] + text[low:]
            case 5:
                words = text.split(" ")
                rng.shuffle(words)
                text = " ".join(words)
            case _:
                text = text[:low] + text[low:high].swapcase()[::-1] + text[high:]
    return text


def fault_of(target: Callable[[str], object], text: str) -> str:
    """
    Run a target and tell what is wrong.

    Parameters
    ----------
    target
        Reader of a text.
    text
        The text.

    Returns
    -------
    str
        Empty if nothing is.
    """
    begun = time.process_time()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            target(text)
    except FarsakhError:
        pass
    except Exception as error:  # noqa: BLE001 - whatever else comes is the fault looked for
        return f"{type(error).__name__}: {error}"
    took_s = time.process_time() - begun
    if took_s > SLOW_S + SLOW_S_PER_KB * len(text) / 1000:
        return f"took {took_s:.1f} s for {len(text):,} characters"
    return ""


def shortened(target: Callable[[str], object], text: str) -> str:
    """
    Cut pieces out of a fault while it stays one.

    Parameters
    ----------
    target
        Reader of a text.
    text
        A text that is a fault.
    """
    rng = np.random.default_rng(0)
    for _ in range(SHORTENINGS):
        low, high = np.sort(rng.integers(0, len(text) + 1, 2))
        shorter = text[:low] + text[high:]
        if low < high and fault_of(target, shorter):
            text = shorter
    return text


def keep(folder: Path, name: str, text: str, fault: str) -> None:
    """
    Write a fault to a file.

    Parameters
    ----------
    folder
        Where to.
    name
        The target.
    text, fault
        What was read, and what came of it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    number = len([*folder.glob(f"{name}-*.txt")])
    (folder / f"{name}-{number:03}.txt").write_text(text, encoding="utf-8", errors="surrogatepass")
    print(f"{name}: {fault}\n  {text[:200]!r}", flush=True)


def _column(text: str) -> object:
    """Locate the lines of a text as a column of descriptions."""
    table = pd.DataFrame({"text": text.splitlines()[:50], "country": "SY"})
    return locate_frame(table, text="text", country="country")


def _file(text: str) -> object:
    """Read a text as a file of a table, whatever that makes of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_text(f"place,country,lat,lon\n{text}", encoding="utf-8", errors="replace")
        return read_table(path)


TARGETS: dict[str, Callable[[str], object]] = {
    "parse": parse,
    "find": lambda text: [*find(text)],
    "coordinates": fix_of,
    "places": partial(find_places, country="SY"),
    "report": lambda text: read_report(text + "\n"),
    "column": _column,
    "file": _file,
}


if __name__ == "__main__":
    sys.exit(main())
