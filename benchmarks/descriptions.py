"""
How points are put into words: points a second, the way back, and the towns that people choose.

    python benchmarks/descriptions.py [FOLDER OF EVALUATION SETS]

Rates are of processor time, since other work on the machine is no part of them. The first time a
town is named, its name is tried; later descriptions know the outcome.
"""

from __future__ import annotations

import csv
import sys
import time
from pathlib import Path

import numpy as np
import shapely

from gazetteer.anchors import FADING_M, SOFTENING_M, anchors_of
from gazetteer.description import descriptions
from gazetteer.expression import parse
from gazetteer.names import fold
from gazetteer.opening import load
from gazetteer.resolve import resolve
from geo import geodesy

POINTS = 5_000
ROUND_TRIPS = 400
CHORD_DEGREES = 1e-4  # the sides of a footprint are chords
SENTENCES, BOX_DEGREES, ITSELF_M, FARTHEST_M = 400, 1.5, 500.0, 150_000.0
SPREAD_DEGREES = 0.4  # how far from towns the settled points are


def main() -> None:
    """Print one figure a line."""
    rng = np.random.default_rng(0)
    began = time.process_time()
    towns = anchors_of(load())
    print(f"towns {len(towns.ids)}, read in {time.process_time() - began:.1f} s")
    sphere = rng.uniform(-180, 180, POINTS), np.degrees(np.arcsin(rng.uniform(-1, 1, POINTS)))
    speed("anywhere on Earth", *sphere)
    speed("Syria and Iraq", rng.uniform(36, 46, POINTS), rng.uniform(32, 37, POINTS))
    lon, lat = near_towns(rng, POINTS)
    speed("near towns of the world", lon, lat)
    round_trips(lon[:ROUND_TRIPS], lat[:ROUND_TRIPS])
    for folder in sys.argv[1:]:
        for name in ("relations.csv", "villages.csv"):
            choices(Path(folder) / name)


def near_towns(
    rng: np.random.Generator, count: int
) -> tuple[
    np.ndarray[tuple[int], np.dtype[np.float64]], np.ndarray[tuple[int], np.dtype[np.float64]]
]:
    """Draw points round towns drawn at random."""
    towns = anchors_of(load())
    rows = rng.choice(len(towns.ids), count)
    lon = (towns.lon[rows] + rng.normal(0, SPREAD_DEGREES, count) + 180) % 360 - 180
    return lon, np.clip(towns.lat[rows] + rng.normal(0, SPREAD_DEGREES, count), -90, 90)


def speed(label: str, lon: object, lat: object) -> None:
    """Time the first and the second description of the same points."""
    seconds = []
    for _ in range(2):
        began = time.process_time()
        for found in descriptions(lon, lat):  # type: ignore[arg-type]
            found.text()
        seconds.append(time.process_time() - began)
    first, again = (POINTS / each for each in seconds)
    print(f"{label}: {first:,.0f} points a second at first, {again:,.0f} again")


def round_trips(lon: object, lat: object) -> None:
    """Count the points that lie in the footprint of their own description."""
    for points in (8, 16, 32):
        back = 0
        for found in descriptions(lon, lat, points=points):  # type: ignore[arg-type, call-overload]
            spot = resolve(parse(found.text()), country=found.place.country)
            shape = spot.footprint if spot.status == "located" else None
            back += (
                shape is not None
                and shape.distance(shapely.Point(found.lon, found.lat)) < CHORD_DEGREES
            )
        print(f"{points} winds: {back} of {ROUND_TRIPS} points in their own footprint")


def choices(path: Path) -> None:
    """Count the sentences in which we would name the town that the writer named."""
    towns, names = anchors_of(load()), {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row.get("likely_machine") != "True"]
    asked = first = 0
    for row in rows[:SENTENCES]:
        lon, lat = float(row["longitude"]), float(row["latitude"])
        around = np.flatnonzero(np.abs(towns.lat - lat) < BOX_DEGREES)
        _, apart_m = geodesy.inverse(lon, lat, towns.lon[around], towns.lat[around])
        # the place itself is what the sentence is about, and no anchor of it
        fit = (apart_m > ITSELF_M) & (apart_m < FARTHEST_M)
        around, apart_m = around[fit], apart_m[fit]
        for town in around:
            if town not in names:
                names[town] = fold(load().get(towns.ids[town]).name)  # type: ignore[union-attr]
        cost = np.log(apart_m + SOFTENING_M) + apart_m / FADING_M - towns.fame[around]
        named = np.array([names[town] == fold(row["anchor"]) for town in around])
        if named.any():  # the writer's town is known here
            asked += 1
            first += bool(named[cost.argmin()])
    print(f"{path.name}: the writer's town comes first in {first} of {asked} sentences")


if __name__ == "__main__":
    main()
