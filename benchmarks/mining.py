"""
What the notes of coded rows are worth: how far rows are from the truth as coded, and once mined.

    python benchmarks/mining.py FOLDER

`villages.csv`: each sentence is the note of a row that is coded, as conflict data sets code it, at
the town that the sentence measures from; the truth is the place that the sentence is about. Rows
whose town is not in the gazetteer under its own name are left out. `conflict_*.csv`: rows that
people coded exactly (where_prec 1), with their texts as notes: there a move is an error, unless
the row was coded at the town that its text leads away from.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from gazetteer.opening import load
from gazetteer.tables import read_table
from geo import geodesy


def coded_at_anchor(rows: pd.DataFrame) -> pd.DataFrame:
    """Make an ACLED table of sentences, each coded at the town that it measures from."""
    places = load()
    found = []
    for row in rows.itertuples():
        matches = places.search(str(row.anchor), country=row.country, limit=1)
        found.append(matches[0].place if matches and matches[0].kind == "exact" else None)
    kept = np.array([place is not None for place in found])
    return pd.DataFrame({
        "event_id_cnty": rows["id"][kept], "event_date": "2020-01-01", "geo_precision": 1,
        "location": rows["anchor"][kept], "country": rows["country"][kept],
        "latitude": [place.lat for place in found if place],
        "longitude": [place.lon for place in found if place],
        "notes": rows["text"][kept], "true_lat": rows["latitude"][kept].astype(float),
        "true_lon": rows["longitude"][kept].astype(float),
    })  # fmt: skip


def errors_km(table: pd.DataFrame, lon: pd.Series, lat: pd.Series) -> np.ndarray:
    """Measure how far points are from the truth, kilometres."""
    _, away_m = geodesy.inverse(
        table["true_lon"].to_numpy(), table["true_lat"].to_numpy(), lon.to_numpy(), lat.to_numpy()
    )
    return np.asarray(away_m) / 1000


def told(errors: np.ndarray) -> str:
    """Give the median and the 90th percentile in words."""
    return f"{np.median(errors):.1f} km, 90 % {np.percentile(errors, 90):.0f} km"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    options = {"keep_default_na": False, "na_values": [""]}
    villages = pd.read_csv(folder / "villages.csv", **options)
    villages = villages[villages["truth_check"] == "consistent"]
    table = coded_at_anchor(villages)
    mined = read_table(table, mine=True)
    moved = mined["moved_km"].notna().to_numpy()
    before = errors_km(table, table["longitude"], table["latitude"])[moved]
    after = errors_km(table, mined.geometry.x, mined.geometry.y)[moved]
    inside = np.mean(1000 * after <= mined["radius_m"].to_numpy()[moved])
    print(f"villages, consistent, anchor known: {len(table)} rows, {moved.mean():.2f} moved")
    print(f"  as coded {told(before)}; as mined {told(after)}")
    print(f"  nearer to the truth: {np.mean(after < before):.3f}; inside its radius: {inside:.3f}")
    for path in sorted(folder.glob("conflict_*.csv")):
        rows = pd.read_csv(path, **options)
        rows = rows[rows["where_prec"].astype(str) == "1"]
        events = pd.DataFrame({
            "id": rows["id"], "date_start": "2020-01-01", "where_prec": 1,
            "where_coordinates": rows["place_coded"], "where_description": rows["text"],
            "country": rows["country"], "adm_1": rows["admin1"], "latitude": rows["latitude"],
            "longitude": rows["longitude"],
        })  # fmt: skip
        made = read_table(events, mine=True)
        shifted = made["moved_km"].notna()
        print(f"{path.stem}, coded exactly: {len(made)} rows, {shifted.sum()} moved")
        for line in made.loc[shifted, ["location_text", "moved_by"]].drop_duplicates().to_numpy():
            print(f"  coded at {line[0]}: {line[1]!r}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
