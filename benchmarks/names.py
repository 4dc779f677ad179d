"""
Measure how well spellings of reports find their places: recall, and names taken falsely.

    python benchmarks/names.py FOLDER      (a folder with names.csv)

Reads any names.csv of the form variant, country, geonameid, in_cities500,
not_in_alternates_after_fold; fits nothing.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import gazetteer
from gazetteer.place import SETTLEMENTS

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer


def measure_names(folder: Path, places: Gazetteer) -> dict[str, float]:
    """
    Look up the spellings of a folder's names.csv.

    Parameters
    ----------
    folder
        Folder of an evaluation set.
    places
        The gazetteer.

    Returns
    -------
    dict
        recall and hard_recall: share of present names whose first accepted match is right.
        shown and hard_shown: those whose place is among the five shown, suggestions included;
        shown_first and hard_shown_first: the first of these. offered: suggestions for an absent
        name. false: absent names that were matched to a populated place. present, hard, absent:
        numbers of rows.
    """
    tally = dict.fromkeys(
        (
            *("present", "hard", "absent", "right", "hard_right", "false", "shown", "hard_shown"),
            *("first", "hard_first", "offered"),
        ),
        0,
    )
    for row in _rows(folder):
        matches = places.search(row["variant"], country=row["country"], kinds=SETTLEMENTS, limit=5)
        first = matches[0] if matches else None
        accepted = first is not None and first.kind != "suggestion"
        if row["in_cities500"] == "no":
            tally["absent"] += 1
            tally["false"] += accepted
            tally["offered"] += len(matches)
            continue
        hard = row["not_in_alternates_after_fold"] == "1"
        right = first is not None and first.place.id == f"geonames:{row['geonameid']}"
        tally["present"] += 1
        tally["hard"] += hard
        tally["right"] += right and accepted
        tally["hard_right"] += hard and right and accepted
        shown = any(match.place.id == f"geonames:{row['geonameid']}" for match in matches)
        tally["shown"] += shown
        tally["hard_shown"] += hard and shown
        tally["first"] += right
        tally["hard_first"] += hard and right
    present, hard_rows = max(tally["present"], 1), max(tally["hard"], 1)
    return {
        "recall": tally["right"] / present,
        "hard_recall": tally["hard_right"] / hard_rows,
        "shown": tally["shown"] / present,
        "hard_shown": tally["hard_shown"] / hard_rows,
        "shown_first": tally["first"] / present,
        "hard_shown_first": tally["hard_first"] / hard_rows,
        "offered": tally["offered"] / max(tally["absent"], 1),
        "false": tally["false"],
        "present": tally["present"],
        "hard": tally["hard"],
        "absent": tally["absent"],
    }


def _rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "names.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main() -> None:
    """Print the figures, and the rows that were missed or taken falsely."""
    folder = Path(sys.argv[1])
    places = gazetteer.load()
    for figure, value in measure_names(folder, places).items():
        print(f"{figure:16} {value:.3f}" if isinstance(value, float) else f"{figure:16} {value}")


if __name__ == "__main__":
    main()
