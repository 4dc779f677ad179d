"""
How long many reports take and how much memory: `farsakh incidents`, all its processes together.

    python benchmarks/many.py --reports 1000 --jobs 2

The reports are made of the one that comes along, by chance with a seed: bullets in another order,
another month, other distances and directions, so that hardly a phrase is there twice. Every report
has the size of `--like`, by default the sample. Memory is the proportional set size of all
processes (what they share counts once), looked at ten times a second; beside it stands the sum of
what each holds by itself.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from maps.inputs import sample_report

MONTHS = ("January", "March", "May", "July", "August", "October", "December")
ALL_MONTHS = (*MONTHS, "February", "April", "June", "September", "November")
WINDS = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")
LOOK_S = 0.1


def variant(text: str, chance: random.Random) -> str:
    """Give another report of the same size: its bullets shuffled, days and distances changed."""
    blocks = re.split(r"(?m)^(?=#)", text)
    made = []
    for block in blocks:
        head, *bullets = re.split(r"(?m)^(?=[-*•] )", block)
        chance.shuffle(bullets)
        made.append(head + "".join(bullets))
    month, year = chance.choice(MONTHS), chance.randint(1990, 2025)
    told = re.sub(rf"\b(?:{'|'.join(ALL_MONTHS)})\b(?= \d)", month, "".join(made))
    told = re.sub(r"\b20[0-2]\d\b", str(year), told)
    return re.sub(
        rf"(\d+) km ({'|'.join(WINDS)}) of",
        lambda _: f"{chance.randint(3, 90)} km {chance.choice(WINDS)} of",
        told,
    )


def family(root: int) -> list[int]:
    """List a process and its descendants."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text(encoding="utf-8")
            except OSError:  # it has just ended
                continue
            parent = int(stat.rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def held_mb(processes: list[int]) -> tuple[float, float]:
    """Give the proportional and the plain sum of what processes hold, megabytes."""
    shared = alone = 0
    for process in processes:
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8").splitlines()
        except OSError:  # it has just ended
            continue
        sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines if line.endswith("kB")}
        shared += sizes.get("Pss", 0)
        alone += sizes.get("Rss", 0)
    return shared / 1024, alone / 1024


def main() -> int:
    """Make the reports, read them, print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--like", type=Path, default=sample_report(), metavar="REPORT")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    text = arguments.like.read_text(encoding="utf-8")
    chance = random.Random(arguments.seed)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = []
        for number in range(arguments.reports):
            files.append(folder / f"report-{number:05d}.txt")
            files[-1].write_text(variant(text, chance), encoding="utf-8")
        out = folder / "incidents.parquet"
        command = "import sys; from maps.cli import main; sys.exit(main(sys.argv[1:]))"
        started = time.perf_counter()
        running = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", command, "incidents", *map(str, files), "--out", str(out),
             "--jobs", str(arguments.jobs)],
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        most = most_alone = 0.0
        while running.poll() is None:
            now, alone = held_mb(family(running.pid))
            most, most_alone = max(most, now), max(most_alone, alone)
            time.sleep(LOOK_S)
        took = time.perf_counter() - started
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        size_mb = out.stat().st_size / 1e6
    cpu = used.ru_utime + used.ru_stime
    print(f"{arguments.reports} reports of {len(text) / 1000:.0f} kB, {arguments.jobs} processes")
    print(f"{took:.0f} s, {cpu:.0f} s of processor, {cpu / arguments.reports:.2f} s a report")
    print(f"at most {most:.0f} MB together, {most_alone:.0f} MB one by one")
    print(f"{size_mb:.1f} MB written")
    return running.returncode


if __name__ == "__main__":
    sys.exit(main())
