"""
What an import is worth: places that people coded exactly, found with it and without it.

    python benchmarks/coverage.py conflict_more.csv IQ FILE [--columns id=place_id]

Of each distinct place with where_prec 1 and a province, located inside that province: the share
found within 5 km of the coded point, and the share right of those that are answered.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from accuracy import locate

from gazetteer.naming import province_codes
from gazetteer.opening import load
from gazetteer.sources.library import install
from gazetteer.sources.table import Options, parse_columns
from geo import geodesy

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer

NEAR_M = 5_000


def measure(table: pd.DataFrame, gazetteer: Gazetteer) -> tuple[float, float, float]:
    """
    Locate the places of one country.

    Parameters
    ----------
    table
        With place_coded, country, admin1, latitude, longitude.
    gazetteer
        Where to look.

    Returns
    -------
    tuple of float
        Shares answered, found within 5 km, and right of those answered.
    """
    spots = []
    for row in table.itertuples():
        provinces = province_codes(row.admin1, country=row.country, gazetteer=gazetteer)
        spots.append(locate(row.place_coded, row.country, gazetteer, provinces))
    lon = np.array([spot.lon if spot and spot.lon is not None else np.nan for spot in spots])
    lat = np.array([spot.lat if spot and spot.lat is not None else np.nan for spot in spots])
    _, error_m = geodesy.inverse(
        table["longitude"].to_numpy(float), table["latitude"].to_numpy(float), lon, lat
    )
    answered, near = np.isfinite(error_m), error_m <= NEAR_M
    return float(answered.mean()), float(near.mean()), float(near.sum() / max(answered.sum(), 1))


def main() -> int:
    """
    Print both rows.

    Returns
    -------
    int
        Exit code.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("coded", type=Path)
    parser.add_argument("country", help="alpha-2 code")
    parser.add_argument("files", type=Path, nargs="+", help="files to import")
    parser.add_argument("--columns", help="as for farsakh places import")
    parser.add_argument("--facilities", action="store_true")
    arguments = parser.parse_args()
    table = pd.read_csv(arguments.coded, keep_default_na=False, na_values=[""])
    exact = (table["where_prec"] == 1) & table["admin1"].notna()
    table = table[exact & (table["country"] == arguments.country)]
    table = table.drop_duplicates(["place_coded", "country", "admin1"])
    if table.empty:
        print(f"{arguments.coded} has no exactly coded place in {arguments.country}")
        return 1
    options = Options(
        columns=parse_columns(arguments.columns) if arguments.columns else {},
        facilities=arguments.facilities,
    )
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FARSAKH_DATA"] = folder
        before = measure(table, load())
        outcomes = install(
            arguments.files, country=arguments.country, options=options,
            bar=lambda _title, _total: contextlib.nullcontext(lambda _: None),
        )  # fmt: skip
        after = measure(table, load())
    brought = sum(outcome.source.places for outcome in outcomes)
    print(f"{len(table)} places of {arguments.country}, {brought:,} imported")
    print(f"{'':10}{'answered':>10}{'< 5 km':>8}{'right':>8}")
    for name, row in (("without", before), ("with", after)):
        print(f"{name:10}{row[0]:10.3f}{row[1]:8.3f}{row[2]:8.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
