"""
What becomes of damaged reports: 200 copies of the sample, cut, doubled, shuffled, wrongly encoded.

    python benchmarks/damage.py [REPORT] [--copies 20]

Prints for each kind of damage how many copies gave rows, how many were refused, and the longest
time that one took beside that of the whole report in the same run. Any other end is a defect.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path

import gazetteer
from gazetteer.errors import ReportError
from gazetteer.report import read_claims, read_events
from gazetteer.report.document import report_text

LOST = 0.03  # share of letters
SAMPLE = Path(gazetteer.__file__).parent / "data" / "sample_report.txt"


def _cut(raw: bytes, rng: random.Random) -> bytes:
    return raw[: rng.randrange(len(raw))]


def _doubled(raw: bytes, rng: random.Random) -> bytes:
    first = rng.randrange(len(raw))
    last = min(len(raw), first + rng.randrange(3000))
    return raw[:last] + raw[first:last] + raw[last:]


def _shuffled(raw: bytes, rng: random.Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    rng.shuffle(lines)
    return b"".join(lines)


def _without_letters(raw: bytes, rng: random.Random) -> bytes:
    return "".join(c for c in raw.decode() if rng.random() > LOST).encode()


def _in_another_encoding(raw: bytes, rng: random.Random) -> bytes:
    encoding = rng.choice(["utf-16", "utf-16-be", "cp1252", "cp1256", "koi8-r", "shift-jis"])
    return raw.decode().encode(encoding, errors="replace")


def _read_wrongly(raw: bytes, rng: random.Random) -> bytes:
    return raw.decode(rng.choice(["cp1252", "latin-1", "cp437"]), errors="replace").encode()


def _with_nulls(raw: bytes, rng: random.Random) -> bytes:
    spots = sorted(rng.sample(range(len(raw)), 40), reverse=True)
    for spot in spots:
        raw = raw[:spot] + b"\0" * rng.randrange(1, 4) + raw[spot:]
    return raw


def _with_noise(raw: bytes, rng: random.Random) -> bytes:
    changed = bytearray(raw)
    for spot in rng.sample(range(len(raw)), len(raw) // 50):
        changed[spot] = rng.randrange(256)
    return bytes(changed)


def _on_one_line(raw: bytes, rng: random.Random) -> bytes:
    return raw.replace(b"\n", rng.choice([b" ", b"", b"\r", b"\t"]))


def _without_spaces(raw: bytes, rng: random.Random) -> bytes:
    return raw.replace(rng.choice([b" ", b". ", b" - ", b"(", b")", b"*"]), b"")


DAMAGES = [
    _cut, _doubled, _shuffled, _without_letters, _in_another_encoding, _read_wrongly, _with_nulls,
    _with_noise, _on_one_line, _without_spaces,
]  # fmt: skip


def read_damaged(raw: bytes, path: Path) -> int | None:
    """
    Read a damaged report.

    Parameters
    ----------
    raw
        Its bytes.
    path
        Where to write them first.

    Returns
    -------
    int or None
        How many events it tells; None if it is refused with its name.

    Raises
    ------
    AssertionError
        If an event lies outside its text, or a refusal does not name the file.
    """
    path.write_bytes(raw)
    try:
        text = report_text(raw, name=path.name)
        events = read_events(path)
        claims = read_claims(path)
    except ReportError as error:
        if path.name not in str(error):
            raise AssertionError(str(error)) from error
        return None
    for told in [*events, *claims]:
        if not 0 <= told.source_start < told.source_end <= len(text):
            msg = f"{told.id} lies at {told.source_start}, outside the text"
            raise AssertionError(msg)
    return len(events)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("report", type=Path, nargs="?", default=SAMPLE)
    parser.add_argument("--copies", type=int, default=20, help="of each kind of damage (20)")
    chosen = parser.parse_args()
    whole = chosen.report.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "report.txt"
        read_damaged(whole, copy)
        start = time.perf_counter()
        events = read_damaged(whole, copy)
        usual = time.perf_counter() - start
        print(f"{'whole':24} {events} events")
        for damage in DAMAGES:
            slowest, refused = 0.0, 0
            for seed in range(chosen.copies):
                raw = damage(whole, random.Random(seed))  # noqa: S311 - damage
                start = time.perf_counter()
                refused += read_damaged(raw, copy) is None
                slowest = max(slowest, time.perf_counter() - start)
            read = chosen.copies - refused
            print(
                f"{damage.__name__:24} {read} read, {refused} refused, {slowest / usual:.1f} x time"
            )
