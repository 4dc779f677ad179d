"""
Parsing on a folder of evaluation sets: which forms are recognised, how fast, and hostile texts.

    python benchmarks/parsing.py FOLDER [--show]

Reads specimens.csv (`form`) and california_localities.csv (`type`, `relation`), counts how often
the grammar agrees, and sorts the disagreements by what is visibly wrong with a label. Nothing is
looked up in a gazetteer.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from gazetteer.clauses import (
    Clause,
    DistanceOnly,
    Expression,
    Offset,
    OnRoad,
    Orthogonal,
    Toward,
)
from gazetteer.errors import ExpressionError
from gazetteer.expression import find, parse

if TYPE_CHECKING:
    from collections.abc import Callable

PHRASES = {"villages": "phrase", "usgs": "text", "specimens": "text",
           "california_localities": "text", "syriac_places": "phrase"}  # fmt: skip
"""Sets and their column of descriptions."""

FORMS = {"single_feature": "single", "by_road_feature": "by_road"}
"""Forms of specimens.csv that differ in the kind of the anchor only."""

REPEATS = 5  # the fastest run counts: others use the machine

WIND = (
    r"\b(?:N|S|E|W|NE|NW|SE|SW|[NS]N[EW]|[NS]S[EW]|E[NS]E|W[NS]W|No|So"
    r"|(?:north|south|east|west)(?:erly)?)\b"
)
DISTANCE = r"\d\S*\s?(?:mi|mis|miles?|km|kms|m|ft|yds?|kilomet\w+)\b"
FAULTS: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "fo": (
        ("an elevation", re.compile(r"(?:\bel(?:ev)?\b|\balt\b|\)\s*(?:CA\s)?\d+ (?:FT|M)$"
                                    r"|^[^,]*[a-z)] \d{3,5} ft$)", re.IGNORECASE)),
        ("names a direction", re.compile(rf"{DISTANCE}.*{WIND}", re.IGNORECASE)),
        ("names no anchor", re.compile(r"(?:\bfrom|\brd|\bmi)$|from \d+\.$|\(by Hwy \d+$"
                                       r"|mi In California$", re.IGNORECASE)),
        ("names two places", re.compile(r"\btowards? .* from\b", re.IGNORECASE)),
    ),
    "foo": (
        ("two anchors or two statements", re.compile(
            r"\bor\b|\bfrom\b|\bof\b.*\bof\b|\bon\b.*\d|=|\b[NSEW]\b \S+ and \.?\d|1-5|\bw\b Cal",
            re.IGNORECASE)),
        ("names no anchor", re.compile(r"\(", re.IGNORECASE)),
    ),
    "nf": (
        ("an area, or a part of one", re.compile(r"\barea\b|\b(?:side|end|corner)\b",
                                                re.IGNORECASE)),
        ("names no anchor", re.compile(r"^near (?:above|by)$", re.IGNORECASE)),
    ),
    "foh": (
        ("names no anchor", re.compile(rf"^(?:\w+ )?(?:{DISTANCE})? ?{WIND}(?: of)?$"
                                       rf"|{WIND}(?: of)? (?:\(|S-?\s?\d|\d)", re.IGNORECASE)),
    ),
    "bf": (("names no anchor", re.compile(r"\d AND \d|\band (?:the )?[a-z]+$", re.IGNORECASE)),),
    "single": (
        ("names no anchor", re.compile(rf"^{DISTANCE} \w+$", re.IGNORECASE)),
        ("two legs", re.compile(rf"{DISTANCE}.*{DISTANCE}|{WIND} & {WIND}", re.IGNORECASE)),
    ),
    "distance_without_direction": (
        ("a number in a name", re.compile(r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten"
                                          r"|twelve|fifteen) ?miles?\b", re.IGNORECASE)),
        ("names a direction", re.compile(rf"{DISTANCE}.*{WIND}|{WIND}.*{DISTANCE}"
                                         r"|\bal (?:no|sur|norte|este|oeste)\b", re.IGNORECASE)),
    ),
    "no_distance": (
        ("states a distance", re.compile(
            r"\d ?(?:M|mls|meters|metres|nm|nautical miles|m)\b.*(?:of|east|south|north|west)",
            re.IGNORECASE)),
    ),
}  # fmt: skip
"""By label, what shows that it is wrong: rules of ours, made after looking at the disagreements."""

HOSTILE: dict[str, str] = {
    "10 km north of": "10 km north of " * 670,
    "unbalanced brackets": "(([)" * 2_500,
    "commas": "," * 10_000,
    "random Unicode": "".join(chr(33 + index * 7_919 % 0x2FDF) for index in range(10_000)),
    "near (": "near (" * 1_670,
    "numbers": "1 " * 5_000,
    "coordinates": "1.1, " * 2_000,
    "degrees": "1°1'1\"N " * 1_250,
}


def form_of(text: str) -> str:
    """Name the form of a description in the words of specimens.csv."""
    expression = read(text)
    clauses: tuple[Clause, ...] = () if expression is None else (
        *expression.clauses, *expression.glosses)  # fmt: skip
    if any(isinstance(clause, Orthogonal) for clause in clauses):
        return "two_legs"
    offsets = [clause for clause in clauses if isinstance(clause, Offset)]
    if offsets:
        road = any(clause.by_road for clause in offsets)
        return "by_road" if road or any(isinstance(c, OnRoad) for c in clauses) else "single"
    if any(isinstance(clause, DistanceOnly | Toward) for clause in clauses):
        return "distance_without_direction"
    return "no_distance"


def relation_of(text: str) -> str:
    """Name the relation of a description; "refused" where there is none."""
    expression = read(text)
    return "refused" if expression is None else expression.relation


def read(text: str) -> Expression | None:
    """Parse, or give None."""
    try:
        return parse(text)
    except ExpressionError:
        return None


def measure(rows: pd.DataFrame, label: str, *, show: bool) -> None:
    """
    Print how often forms agree, by label, and what is wrong with the labels.

    Parameters
    ----------
    rows
        With `text`, the label, and what is `wanted` and `got`.
    label
        Column that the table is by.
    show
        Print every disagreement.
    """
    right, count = Counter[str](), Counter[str]()
    faults: dict[str, Counter[str]] = defaultdict(Counter)
    shown: list[str] = []
    for row in rows.to_dict("records"):
        kind = str(row[label])
        count[kind] += 1
        if row["wanted"] == row["got"] or {row["wanted"], row["got"]} == {"single", "by_road"}:
            right[kind] += 1
            continue
        fault = fault_of(kind, str(row["text"]))
        if fault is not None:
            faults[kind][fault] += 1
        shown.append(f"    {kind}: {row['text']!r} read as {row['got']} ({fault or 'ours'})")
    print(f"{label:28} {'rows':>5} {'agree':>6} {'faults':>6} {'agree without them':>18}")
    for kind, total in count.most_common():
        wrong = sum(faults[kind].values())
        print(f"{kind:28} {total:5} {right[kind] / total:6.3f} {wrong:6} "
              f"{right[kind] / (total - wrong):18.3f}"
              f"   {', '.join(f'{name} {n}' for name, n in faults[kind].items())}")  # fmt: skip
    print("\n".join(shown) if show else "")


def fault_of(kind: str, text: str) -> str | None:
    """Say what is visibly wrong with a label, if anything."""
    return next((name for name, rule in FAULTS.get(kind, ()) if rule.search(text)), None)


def fastest(call: Callable[[], object]) -> float:
    """Time a call in seconds, the fastest of several."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def measure_speed(folder: Path) -> None:
    """Print phrases a second: distinct phrases, once new and again; and as the columns are."""
    print(f"{'set':24} {'phrases':>8} {'distinct':>8} {'first/s':>9} {'again/s':>9}")
    total, seconds = 0, 0.0
    for name, column in PHRASES.items():
        path = folder / f"{name}.csv"
        if not path.exists():
            continue
        column_of = pd.read_csv(path)[column].dropna().astype(str).tolist()
        texts = list(dict.fromkeys(column_of))
        start = time.perf_counter()
        for text in texts:
            read(text)
        first = time.perf_counter() - start
        again = fastest(lambda texts=texts: [read(text) for text in texts])  # type: ignore[misc]
        total, seconds = total + len(texts), seconds + again
        print(f"{name:24} {len(column_of):8} {len(texts):8} {len(texts) / first:9.0f} "
              f"{len(texts) / again:9.0f}")  # fmt: skip
    print(f"{'all':24} {'':8} {total:8} {'':9} {total / seconds:9.0f}\n")


def measure_hostile() -> None:
    """Print the times that texts of 10 kB take which are made to be slow."""
    print(f"{'10 kB of':24} {'parse ms':>9} {'find ms':>9}")
    for name, text in HOSTILE.items():
        parsed, found = fastest(lambda text=text: read(text)), fastest(lambda text=text: find(text))  # type: ignore[misc]
        print(f"{name:24} {1000 * parsed:9.1f} {1000 * found:9.1f}")


def main() -> None:
    """Measure everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true", help="print every disagreement")
    options = parser.parse_args()
    measure_speed(options.folder)
    measure_hostile()
    print()
    specimens = pd.read_csv(options.folder / "specimens.csv").dropna(subset=["text", "form"])
    specimens["wanted"] = specimens["form"].replace(FORMS)
    specimens["got"] = specimens["text"].map(form_of)
    measure(specimens, "form", show=options.show)
    localities = pd.read_csv(options.folder / "california_localities.csv").dropna()
    localities["wanted"] = localities["relation"]
    localities["got"] = localities["text"].map(relation_of)
    measure(localities, "type", show=options.show)


if __name__ == "__main__":
    main()
