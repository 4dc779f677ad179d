"""
Sentences with several relations: what their product is worth beside one relation alone.

    python benchmarks/sentences.py FOLDER [--rows N]

Reads `villages.csv`. A sentence counts if its description holds two measured clauses and all
its anchors are known; the same rows are located by everything, by the first clause, and by the
clause with the nearest anchor.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from tqdm import tqdm

from gazetteer.disambiguate import MEASURED
from gazetteer.expression import find
from gazetteer.manner import Manner
from gazetteer.opening import load
from gazetteer.resolve import resolve
from geo import geodesy

if TYPE_CHECKING:
    from gazetteer.clauses import Clause, Expression

MANNER = Manner(style="encyclopedia")  # most of these sentences look written by machine


def errors_of(row: object) -> tuple[float, float, float] | None:
    """
    Locate one sentence in three ways.

    Parameters
    ----------
    row
        With `text`, `country`, `longitude`, `latitude`.

    Returns
    -------
    tuple of float
        Errors in km by all clauses, the first, and that with the nearest anchor; None if the
        sentence does not count.
    """
    country = row.country if isinstance(row.country, str) else None
    for mention in find(row.text):
        said = mention.expression
        measured = [clause for clause in said.clauses if clause.relation in MEASURED]
        if len(measured) < 2 or any(clause.relation == "direction_only" for clause in measured):  # noqa: PLR2004 - two
            continue
        first = min(measured, key=lambda clause: clause.start)
        nearest = min(measured, key=_length_m)
        found = [
            _error_km(replace(said, clauses=clauses, others=()), country, row)
            for clauses in (tuple(measured), (first,), (nearest,))
        ]
        return None if None in found else tuple(found)
    return None


def _length_m(clause: Clause) -> float:
    legs = getattr(clause, "legs", None)
    return legs[0][0].distance_m if legs else clause.distance.distance_m


def _error_km(said: Expression, country: str | None, row: object) -> float | None:
    spot = resolve(said, country=country, manner=MANNER)
    if spot.lon is None or len(spot.unknown):
        return None
    return float(geodesy.inverse(spot.lon, spot.lat, row.longitude, row.latitude)[1]) / 1000


def main() -> int:
    """
    Print the table.

    Returns
    -------
    int
        Exit code.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, help="a sample of the sentences")
    arguments = parser.parse_args()
    load()
    path = arguments.folder / "villages.csv"
    table = pd.read_csv(path, keep_default_na=False, na_values=[""])
    table = table[table["n_relations"] > 1]
    if arguments.rows and arguments.rows < len(table):
        table = table.sample(arguments.rows, random_state=0)
    for check in ("all", "consistent"):
        rows = table if check == "all" else table[table["truth_check"] == check]
        found = [errors_of(row) for row in tqdm(rows.itertuples(), total=len(rows), disable=None)]
        errors = np.array([error for error in found if error is not None])
        both, first, nearest = np.median(errors, axis=0)
        print(
            f"{check}: {len(errors)} of {len(rows)} sentences; median error {both:.2f} km by all, "
            f"{first:.2f} by the first ({both / first:.2f}), {nearest:.2f} by the nearest "
            f"({both / nearest:.2f}); 90 % {np.percentile(errors[:, 0], 90):.1f} km"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
