"""
How many coded places could be answered at all: what the list of places holds near the truth.

    python benchmarks/answerable.py FOLDER

Of each distinct place with where_prec 1 and a province, by country: the share found, the share
answered, the share of these within 10 km, and the ceiling: the share for which the list holds,
within 10 km of the coded point, a settlement or landmark of a like name (Levenshtein likeness of
the folded main names .75 or more). What the list does not hold, no matching can answer rightly.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from accuracy import CODED_SETS, NEAR_KM, codes_of, locate, read_set
from rapidfuzz import fuzz, process

from gazetteer.names import fold
from gazetteer.opening import load
from gazetteer.place import AREAS
from geo import geodesy

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer

LIKE = 75  # of 100

KIND = re.compile(r"\s+(town|village|city|community|camp|area)$", re.IGNORECASE)


def measure(table: pd.DataFrame, gazetteer: Gazetteer) -> dict[str, float]:
    """
    Locate the places of one country and look for what the list holds near them.

    Parameters
    ----------
    table
        With place_coded, country, admin1, latitude, longitude; one row a place.
    gazetteer
        Where to look.

    Returns
    -------
    dict
        Figures by name.
    """
    spots = [
        locate(
            row.place_coded, row.country, gazetteer, codes_of(row.admin1, row.country, gazetteer)
        )
        for row in table.itertuples()
    ]
    lon = np.array([spot.lon if spot and spot.lon is not None else np.nan for spot in spots])
    lat = np.array([spot.lat if spot and spot.lat is not None else np.nan for spot in spots])
    true_lon, true_lat = table["longitude"].to_numpy(float), table["latitude"].to_numpy(float)
    _, error_m = geodesy.inverse(true_lon, true_lat, lon, lat)
    found = np.array([spot is not None and spot.status != "unresolved" for spot in spots])
    answered, right = np.isfinite(error_m), error_m <= NEAR_KM * 1000
    held = [_held(row, gazetteer) for row in table.itertuples()]
    return {
        "places": len(table),
        "found": float(found.mean()),
        "answered": float(answered.mean()),
        "right": float(right.sum() / max(answered.sum(), 1)),
        "ceiling": float(np.mean(held | right)),
    }


def _held(row: object, gazetteer: Gazetteer) -> bool:
    """Whether a place of a like name is listed within 10 km of the coded point."""
    wanted = fold(KIND.sub("", row.place_coded.split("/")[0].split(",")[0]))
    near = gazetteer.near(row.longitude, row.latitude, radius_m=NEAR_KM * 1000)
    names = [fold(place.name) for place in near if place.kind not in AREAS]
    return bool(process.extractOne(wanted, names, scorer=fuzz.ratio, score_cutoff=LIKE))


def main() -> int:
    """
    Print a row for each country.

    Returns
    -------
    int
        Exit code.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    sets = [table for name in CODED_SETS if (table := read_set(folder, name, None)) is not None]
    if not sets:
        print(f"{folder} holds none of {', '.join(CODED_SETS)}")
        return 1
    coded = pd.concat(sets)
    coded = coded[(coded["where_prec"] == 1) & coded["admin1"].notna()]
    coded = coded.drop_duplicates(["place_coded", "country", "admin1"])
    gazetteer = load()
    rows = {country: measure(part, gazetteer) for country, part in coded.groupby("country")}
    print(pd.DataFrame(rows).T.to_string(float_format="{:.3f}".format))
    return 0


if __name__ == "__main__":
    sys.exit(main())
