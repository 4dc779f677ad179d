"""
Measure look-ups: names a second, by thread and process, memory, and the first answer.

    python benchmarks/lookups.py [--names N] [--parallel N]

Names are the places' own, drawn from the embedded index with a fixed seed, each asked once with
its country. A respelt name has one vowel written otherwise (i as ee, u as oo); an absent one has
its letters reversed, and is answered with suggestions. Rates are of processor time in one
thread, since other work on the machine is no part of a look-up, and of the clock elsewhere; the
best of ten parts is the machine undisturbed, the median what was had.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING

from gazetteer.embedded import usable_index
from gazetteer.index import Index
from gazetteer.opening import load

if TYPE_CHECKING:
    from collections.abc import Sequence

PARTS = 10

_FIRST = """
import json, sys, time
{libraries}
from gazetteer.opening import load
def resident_mb():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096 / 1e6
before_mb = resident_mb()
began = time.perf_counter()
load().search("Al-Mayadeen", country="SY")
first_ms = (time.perf_counter() - began) * 1000
for name, country in json.load(sys.stdin):
    load().search(name, country=country)
print(json.dumps([first_ms, resident_mb() - before_mb]))
"""


def sample(names: int) -> list[tuple[str, str]]:
    """
    Draw names and their countries from the embedded index.

    Parameters
    ----------
    names
        How many.

    Returns
    -------
    list of (name, country)
        Each once.
    """
    index = Index(usable_index(), name="places")
    rows = index.rows("SELECT DISTINCT name, country FROM place WHERE country IS NOT NULL")
    return random.Random(0).sample(rows, min(names, len(rows)))  # noqa: S311 - a sample


def respelt(names: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """
    Write a vowel of each name otherwise, and keep what is found as a variant.

    Parameters
    ----------
    names
        Names and countries.

    Returns
    -------
    list of (name, country)
        Those that are found by their spelling only.
    """
    places = load()
    found = []
    for name, country in names:
        written = name.replace("i", "ee", 1) if "i" in name else name.replace("u", "oo", 1)
        matches = places.search(written, country=country)
        if written != name and matches and matches[0].kind == "variant":
            found.append((written, country))
    return found


def look_up(names: Sequence[tuple[str, str]]) -> None:
    """
    Look names up, one after the other.

    Parameters
    ----------
    names
        Names and countries.
    """
    places = load()
    for name, country in names:
        places.search(name, country=country)


def rates(names: Sequence[tuple[str, str]]) -> tuple[float, float]:
    """
    Measure one thread.

    Parameters
    ----------
    names
        Names and countries.

    Returns
    -------
    median, best
        Names a second of processor time, over the parts of the list.
    """
    load().search("Al-Mayadeen", country="SY")
    size = max(len(names) // PARTS, 1)
    parts = []
    for start in range(0, size * PARTS, size):
        began = time.process_time()
        look_up(names[start : start + size])
        parts.append(size / max(time.process_time() - began, 1e-9))
    return statistics.median(parts), max(parts)


def parallel_rate(
    pool: ThreadPoolExecutor | ProcessPoolExecutor, names: Sequence[tuple[str, str]], workers: int
) -> float:
    """
    Measure several threads or processes.

    Parameters
    ----------
    pool
        The workers.
    names
        Names and countries.
    workers
        Their number.

    Returns
    -------
    float
        Names a second by the clock, all workers together.
    """
    list(pool.map(look_up, [names[:100]] * workers))  # each opens its file
    shares = [names[start::workers] for start in range(workers)]
    began = time.perf_counter()
    list(pool.map(look_up, shares))
    return len(names) / (time.perf_counter() - began)


def first_answer(names: Sequence[tuple[str, str]], libraries: str) -> tuple[float, float]:
    """
    Measure a fresh process.

    Parameters
    ----------
    names
        What it looks up after the first name.
    libraries
        What it has imported before.

    Returns
    -------
    first_ms, added_mb
        Time to open and answer once; resident memory that the gazetteer adds.
    """
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", _FIRST.format(libraries=libraries)],
        input=json.dumps(names),
        capture_output=True,
        text=True,
        check=True,
    )
    first_ms, added_mb = json.loads(done.stdout)
    return first_ms, added_mb


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[1])
    parser.add_argument("--names", type=int, default=20_000)
    parser.add_argument("--parallel", type=int, default=4)
    arguments = parser.parse_args()
    names = sample(arguments.names)
    kinds = {
        "as written": names,
        "respelt": respelt(names[: len(names) // 2]),
        "absent": [(name[::-1].title(), country) for name, country in names[:500]],
    }
    print(f"{'one thread':24}{'names':>8}{'median/s':>10}{'best/s':>10}")
    for kind, asked in kinds.items():
        median, best = rates(asked)
        print(f"{kind:24}{len(asked):8,}{median:10,.0f}{best:10,.0f}")
    workers = arguments.parallel
    with ThreadPoolExecutor(workers) as threads:
        print(f"{workers} threads, by the clock {parallel_rate(threads, names, workers):12,.0f}/s")
    with ProcessPoolExecutor(workers) as processes:
        print(
            f"{workers} processes, by the clock {parallel_rate(processes, names, workers):10,.0f}/s"
        )
    loaded = "import numpy, shapely, pyproj"
    first = [first_answer([], loaded)[0] for _ in range(PARTS)]
    print(f"opened and answered in {statistics.median(first):.1f} ms, best {min(first):.1f} ms")
    _, added_mb = first_answer(names, loaded)
    print(f"{added_mb:.0f} MB more than numpy, shapely and pyproj after {len(names):,} names")


if __name__ == "__main__":
    main()
