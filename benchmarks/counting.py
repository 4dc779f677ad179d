"""
Measure counts and densities: speed and memory beside peers, and how often intervals hold.

    python benchmarks/counting.py [points] [density] [coverage] [real FOLDER] [--runs N]

`points` looks up a million points in the provinces of the world, beside `geopandas.sjoin`, each in
an interpreter of its own: time, memory beyond the start, and whether the answers are the same.
`density` spreads 100,000 uncertain points over a 2 km grid of Iraq and Syria, beside SciPy's
`gaussian_kde` on 64 x 64 cells, which knows no uncertainty. `coverage` draws true places from
densities and asks how often the intervals of counts by province hold the true number: plainly;
by mid-p, where a number counts as held if half of its own probability and all below it lie between
.05 and .95, beside what is due so if every distribution is right; and by probability, the exact
answer to whole numbers. `real` asks the same of
descriptions whose true place is known, FOLDER/relations.csv of the evaluation sets. Timings are
ratios within one run; the machine may be shared.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.counts.distribution import distribution_of
from geo.counts.shares import draws_of, located
from geo.counts.zones import RegionZones
from geo.factors import Factor
from geo.geodesy import destination, inverse
from geo.regions import default_regions
from geo.surfaces.kernel import density
from geo.uncertainty import Density

if TYPE_CHECKING:
    from numpy.typing import NDArray

Held: TypeAlias = tuple[bool, float, float, float, float]
"""Held plainly, the mid-p value, what is held by probability, the width, and what mid-p is due."""

LEVEL = 0.9
NEAR = 0.25  # share of made phrases that say "near", and no distance
WIDE = 4  # numbers between low and high, from which on a single number is no large part of chance
MILLION = 1_000_000

_LOOKED_UP = """
import json, resource, sys, time
import numpy as np, geopandas as gpd, shapely
from geo.regions import default_regions, province_of
regions = default_regions()
parts, _ = regions.parts
rng = np.random.default_rng(0)
chosen = rng.choice(len(parts), {points}, p=shapely.area(parts) / shapely.area(parts).sum())
west, south, east, north = regions.part_boxes[chosen].T
lon, lat = rng.uniform(west, east), rng.uniform(south, north)
del chosen, west, south, east, north
shapes = regions.shapes.copy()
def peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
before = peak_mb()
began = time.perf_counter()
if {ours}:
    code = province_of(lon, lat, coast_m=0)
else:
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs=4326)
    provinces = gpd.GeoDataFrame({{"code": regions.codes}}, geometry=shapes, crs=4326)
    joined = points.sjoin(provinces, how="left", predicate="intersects")
    if len(joined) > len(points):  # a point on a border is in both
        joined = joined.sort_values("code").groupby(level=0)["code"].first().to_frame()
    code = joined["code"].to_numpy(dtype=object)
seconds, memory = time.perf_counter() - began, peak_mb() - before
import hashlib
words = "|".join("" if not isinstance(one, str) else one for one in code)
print(json.dumps([seconds, memory, peak_mb(), hashlib.sha256(words.encode()).hexdigest()]))
"""


def look_up(points: int) -> None:
    """
    Look points up in the provinces of the world, beside geopandas.

    Parameters
    ----------
    points
        How many; they lie in the boxes of provinces, the larger the more.
    """
    told = {}
    for ours in (True, False):
        code = _LOOKED_UP.format(points=points, ours=ours)
        run = subprocess.run(  # noqa: S603 - this very interpreter
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        told[ours] = json.loads(run.stdout)
    (seconds, memory, peak, answer), (peer_s, peer_mb, peer_peak, peer_answer) = (
        told[True],
        told[False],
    )
    print(f"{points:,} points to provinces: {seconds:.2f} s, geopandas.sjoin {peer_s:.2f} s")
    print(f"  {peer_s / seconds:.1f} times as fast")
    print(f"  {memory:.0f} MB beyond the start against {peer_mb:.0f} MB: {memory / peer_mb:.2f}")
    print(f"  peak of the process {peak:.0f} MB against {peer_peak:.0f} MB: {peak / peer_peak:.2f}")
    print(f"  the same answers: {answer == peer_answer}")


def spread(points: int) -> None:
    """
    Spread uncertain points over Iraq and Syria, beside SciPy.

    Parameters
    ----------
    points
        How many; radii are lognormal about 10 km.
    """
    from scipy.stats import gaussian_kde  # noqa: PLC0415 - the peer

    rng = np.random.default_rng(0)
    towns = rng.uniform([36, 30], [48, 37], (60, 2))
    lon, lat = (towns[rng.integers(60, size=points)] + rng.normal(0, 0.5, (points, 2))).T
    radius_m = rng.lognormal(np.log(10e3), 0.7, points)
    table = gpd.GeoDataFrame(
        {"radius_m": radius_m}, geometry=gpd.points_from_xy(lon, lat), crs=4326
    )
    extent = (35.5, 29.0, 49.0, 37.5)
    density(table.iloc[:10], cell_km=2, extent=extent)  # imports and projections
    ours, worked = [], []
    for _ in range(5):
        began, busy = time.perf_counter(), time.process_time()
        heat = density(table, cell_km=2, extent=extent)
        ours.append(time.perf_counter() - began)
        worked.append(time.process_time() - busy)
    began = time.perf_counter()
    grid = np.stack(np.meshgrid(np.linspace(35.5, 49, 64), np.linspace(29, 37.5, 64)))
    gaussian_kde(np.stack([lon, lat]))(grid.reshape(2, -1))
    peer = time.perf_counter() - began
    lost = heat.incidents + heat.attrs["outside"] - points
    rows, columns = (axis.size for axis in (heat.y, heat.x))
    print(f"{points:,} uncertain points on {rows} x {columns} cells of 2 km:")
    print(f"  {min(ours):.2f} s at best, {np.median(ours):.2f} s median,")
    print(f"  of which {min(worked):.2f} s at best were spent on it")
    print(f"  scipy.stats.gaussian_kde, 64 x 64 cells: {peer:.1f} s, {peer / min(ours):.0f} times")
    print(f"  mass lost: {abs(lost) / points:.1e}")


def coverage(runs: int) -> None:
    """
    Draw true places and ask how often intervals hold the number in a province.

    Parameters
    ----------
    runs
        Weeks that are made, each with 300 phrases about places in Syria and Iraq, of which one in
        three is told of several incidents, which then lie at one place.
    """
    rng = np.random.default_rng(0)
    regions = default_regions()
    land = shapely.union_all(regions.shapes[np.isin(regions.countries, ["SY", "IQ"])])
    shapely.prepare(land)
    held: list[Held] = []
    off: list[tuple[float, float]] = []
    for _ in range(runs):
        spots, truths, rows = [], [], 0
        for _ in range(300):
            spot, truth = _phrase(rng, land)
            for _ in range(1 if rng.random() < 2 / 3 else int(rng.integers(2, 6))):
                spots.append(spot)
                truths.append(truth)
                rows += 1
        table = gpd.GeoDataFrame(
            {"density": [spot.to_json() for spot in spots]},
            geometry=gpd.points_from_xy(*np.array([spot.stated for spot in spots]).T),
            crs=4326,
        )
        _judge(table, np.array(truths), held, off, land=False)
    _tell(held, off)


def _phrase(
    rng: np.random.Generator, land: shapely.Geometry
) -> tuple[Density, tuple[float, float]]:
    """Make a phrase about a place, and draw where it was."""
    while True:
        lon, lat = rng.uniform(35.5, 48.7), rng.uniform(29, 37.4)
        if shapely.contains_xy(land, lon, lat):
            break
    wind = int(rng.integers(8))
    if rng.random() < NEAR:
        factor = Factor(family="round", lon=lon, lat=lat, radius_m=float(rng.uniform(2e3, 2e4)))
    else:
        factor = Factor(
            family="offset", lon=lon, lat=lat, radius_m=2_000.0, bearing=45.0 * wind,
            distance_m=float(rng.choice([5, 10, 15, 20, 30, 40, 60])) * 1_000,
            half_angle=45.0 if wind % 2 == 0 else 22.5,
        )  # fmt: skip
    spot = Density((factor,))
    east, north = spot.sample(1, rng)
    return spot, (float(east[0]), float(north[0]))


def _judge(
    table: gpd.GeoDataFrame,
    truths: NDArray[np.float64],
    held: list[Held],
    off: list[tuple[float, float]],
    *,
    land: bool,
) -> None:
    """Compare the distribution of each province's number with the true number."""
    zones = RegionZones(default_regions())
    parts, pins = located(table, zones, land=land)
    draw = draws_of(table)
    true = zones.numbers(*truths.T)
    for zone in np.unique(np.concatenate([parts.zone, true])):
        inside = parts.zone == zone
        spread_ = distribution_of(parts.share[inside], draw[parts.row[inside]])
        number = int((true == zone).sum())
        low, high = spread_.interval(LEVEL)
        off.append((spread_.mean - number, float((pins == zone).sum() - number)))
        if low == high and len(spread_.mass) <= 1:
            continue  # nothing is open
        less, no_more = spread_.below(number)
        tail = (1 - LEVEL) / 2
        inside_ = np.clip([less, no_more], tail, 1 - tail) @ [-1, 1]
        share = inside_ / (no_more - less) if no_more > less else 0.0
        middles = np.cumsum(spread_.mass) - spread_.mass / 2
        due = spread_.mass[(middles >= tail) & (middles <= 1 - tail)].sum()
        held.append((low <= number <= high, (less + no_more) / 2, share, high - low, due))


def _tell(held: list[Held], off: list[tuple[float, float]]) -> None:
    plain, middle, share, width, due = np.array(held, dtype=np.float64).T
    error = np.abs(np.array(off)).mean(axis=0)
    tail = (1 - LEVEL) / 2
    by_mid_p = (middle >= tail) & (middle <= 1 - tail)
    wide = width >= WIDE
    kinds = {"all that are open": width >= 0, "low below high": width > 0, "wide ones": wide}
    for name, chosen in kinds.items():
        print(
            f"  {name}: {chosen.sum()} numbers; {LEVEL:.0%} interval holds plainly "
            f"{plain[chosen].mean():.1%}, by mid-p {by_mid_p[chosen].mean():.1%} "
            f"(due {due[chosen].mean():.1%}), "
            f"by probability {share[chosen].mean():.1%}"
        )
    print(f"  error of a number: expected {error[0]:.3f}, pins {error[1]:.3f}")


def real(folder: Path, runs: int) -> None:
    """
    Ask the same of descriptions whose true place is known.

    Parameters
    ----------
    folder
        With relations.csv: sentences whose place and anchor are known.
    runs
        How often 300 rows are drawn; each gives one number a province.
    """
    table = pd.read_csv(folder / "relations.csv")
    table = table[~table["likely_machine"].astype(bool) & table["distance_km"].gt(0)]
    from gazetteer.opening import load  # noqa: PLC0415 - only where real sets are read

    gazetteer = load()
    rows = []
    for row in table.dropna(subset=["anchor", "bearing"]).itertuples():
        found = [
            match.place
            for match in gazetteer.search(row.anchor, country=row.country, limit=8)
            if match.kind in {"exact", "variant"}
        ]
        if not found:
            continue
        ends = [destination(p.lon, p.lat, row.bearing, row.distance_km * 1000) for p in found]
        apart = [inverse(*end, row.longitude, row.latitude)[1] for end in ends]
        # the right one of the homonyms: which that is does not belong to this question
        place = found[int(np.argmin(apart))]
        if min(apart) > max(50e3, 2 * row.distance_km * 1000):
            continue  # none of them is meant
        half = {1: 45.0, 2: 22.5, 3: 11.25}[len(row.bearing_name)]
        spot = Density(
            (Factor(family="offset", lon=place.lon, lat=place.lat, radius_m=place.radius_m,
                    distance_m=row.distance_km * 1000.0, bearing=float(row.bearing),
                    half_angle=half),)
        )  # fmt: skip
        rows.append((spot, (row.longitude, row.latitude)))
    print(f"{len(rows)} written descriptions with a true place:")
    rng = np.random.default_rng(0)
    held: list[Held] = []
    off: list[tuple[float, float]] = []
    for _ in range(runs):
        chosen = [
            rows[index] for index in rng.choice(len(rows), min(300, len(rows)), replace=False)
        ]
        data = gpd.GeoDataFrame(
            {"density": [spot.to_json() for spot, _ in chosen]},
            geometry=gpd.points_from_xy(*np.array([spot.stated for spot, _ in chosen]).T),
            crs=4326,
        )
        _judge(data, np.array([truth for _, truth in chosen]), held, off, land=True)
    _tell(held, off)


def main() -> None:
    """Measure what is named on the command line, or all that needs no folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("what", nargs="*", default=["points", "density", "coverage"])
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--points", type=int, default=MILLION)
    arguments = parser.parse_args()
    what = list(arguments.what)
    if "points" in what:
        look_up(arguments.points)
    if "density" in what:
        spread(100_000)
    if "coverage" in what:
        print(f"{arguments.runs} made weeks of 300 phrases, places drawn from the densities:")
        coverage(arguments.runs)
    if "real" in what:
        real(Path(what[what.index("real") + 1]), arguments.runs)


if __name__ == "__main__":
    main()
