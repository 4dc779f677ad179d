"""
Which town a person would name to say where a point is: near, and well known.

The cost of a town is `log((d + 5 km) / sqrt(people)) + d / 100 km`: gravity near by, nearness far
out. Longitude before latitude, WGS 84 degrees; distances here are on a sphere, in metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
import shapely

from gazetteer.place import radius_of, settlement_kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gazetteer.store import Gazetteer

GRAVITY = 0.5
"""Power of the population: of .3 to .7 among the best on encyclopedia sentences that say where a
village is (1,266 of all kinds, 711 that people wrote): with the constants below the town that they
name comes first in 42 and 29 %, among the first three in 68 and 58 %; the nearest in 6 %."""

SOFTENING_M = 5_000.0
"""Distances below it hardly differ: the extent of a town; from the same sentences."""

FADING_M = 100_000.0
"""Beyond it nearness counts more than fame: "182 km from Saumlaki", not 440 km from Ambon. Ours;
the same sentences, which are about villages, would have it longer and lose 2 % by it."""

UNKNOWN_POPULATION = 500  # the least that a list of towns of 500 people and more can mean

TIERS = (1_000_000, 300_000, 100_000, 30_000, 10_000, 3_000, 1_000, 0)
"""Populations at which the search goes on to lesser towns; they bound the work, not the answer."""

EARTH_M = 6_371_008.8  # mean radius
WHOLE_TURN = 360.0
SLACK = 1.01  # the sphere is right to half a percent
INSIDE = 100.0  # above any difference of costs, so that a town that holds the point wins
HALVINGS = 16  # of half the Earth's girth, to 300 m
PART = 4_000  # points at a time: bounds the memory


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Anchors:
    """
    Towns in parallel arrays, the largest first, and a tree of the positions of each tier.

    Attributes
    ----------
    ids
        Their ids in the gazetteer.
    lon, lat
        Degrees.
    fame
        `GRAVITY * log(population)`.
    radius_m
        Radials of their extents.
    shut
        Those that cannot be named, since their name leads elsewhere; filled as they are tried.
    tiers
        Rows of each tier, as slices.
    trees
        Positions of each tier.
    """

    ids: list[str]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    fame: NDArray[np.float64]
    radius_m: NDArray[np.float64]
    shut: NDArray[np.bool_]
    tiers: list[slice]
    trees: list[shapely.STRtree]


_ANCHORS: WeakKeyDictionary[Gazetteer, Anchors] = WeakKeyDictionary()


def anchors_of(gazetteer: Gazetteer) -> Anchors:
    """
    Read the towns of a gazetteer, once.

    Parameters
    ----------
    gazetteer
        Where the towns are.

    Returns
    -------
    Anchors
        All of them.

    Examples
    --------
    >>> from gazetteer.opening import load
    >>> anchors_of(load()) is anchors_of(load())
    True
    """
    known = _ANCHORS.get(gazetteer)
    if known is None:
        known = _ANCHORS[gazetteer] = _read(gazetteer)
    return known


def nearest_famous(
    anchors: Anchors, lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> NDArray[np.intp]:
    """
    Choose the town to name for each point; one whose extent holds the point comes before others.

    Parameters
    ----------
    anchors
        Towns.
    lon, lat
        Points, degrees, none of them missing, longitudes in [-180, 180).

    Returns
    -------
    rows
        Indices into the towns, -1 where there is none to name.

    Examples
    --------
    >>> from gazetteer.opening import load
    >>> towns = anchors_of(load())
    >>> row = nearest_famous(towns, np.array([40.45]), np.array([35.11]))[0]
    >>> load().get(towns.ids[row]).name
    'Al Mayādīn'
    """
    rows = np.full(len(lon), -1, dtype=np.intp)
    for first in range(0, len(lon), PART):
        part = slice(first, first + PART)
        rows[part] = _cheapest(anchors, lon[part], lat[part])
    return rows


def _cheapest(
    anchors: Anchors, lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> NDArray[np.intp]:
    """Look where a town of each tier could cost less than the cheapest that is known so far."""
    rows = np.full(len(lon), -1, dtype=np.intp)
    costs = np.full(len(lon), np.inf)
    every, spots = np.arange(len(lon)), shapely.points(lon, lat)
    for tier, tree in zip(anchors.tiers, anchors.trees, strict=True):
        towns = tree.nearest(spots) + tier.start  # in degrees, which is good enough for a bound
        _take(rows, costs, every, towns, _costs(anchors, lon, lat, towns))
    for tier, tree in zip(anchors.tiers, anchors.trees, strict=True):
        reach_m = _reach_m(costs + anchors.fame[tier.start])
        reach_m = np.maximum(reach_m, anchors.radius_m[tier].max())
        points, towns = _pairs(tree, lon, lat, SLACK * reach_m)
        towns += tier.start
        _take(rows, costs, points, towns, _costs(anchors, lon[points], lat[points], towns))
    return rows


def _costs(
    anchors: Anchors,
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    towns: NDArray[np.intp],
) -> NDArray[np.float64]:
    """Cost of one town for each point."""
    apart_m = _apart_m(lon, lat, anchors.lon[towns], anchors.lat[towns])
    cost = np.log(apart_m + SOFTENING_M) + apart_m / FADING_M - anchors.fame[towns]
    cost[apart_m <= anchors.radius_m[towns]] -= INSIDE
    cost[anchors.shut[towns]] = np.inf
    return cost


def _take(
    rows: NDArray[np.intp],
    costs: NDArray[np.float64],
    points: NDArray[np.intp],
    towns: NDArray[np.intp],
    cost: NDArray[np.float64],
) -> None:
    """Note the cheapest town of each point; of equal ones the greater, which comes first."""
    before = costs.copy()
    np.minimum.at(costs, points, cost)
    best = np.flatnonzero((cost == costs[points]) & (cost < before[points]))
    best = best[np.argsort(-towns[best], kind="stable")]
    rows[points[best]] = towns[best]  # of several for one point, the last is kept


def _reach_m(budget: NDArray[np.float64]) -> NDArray[np.float64]:
    """Solve for the distance at which a town costs its budget, from above."""
    low, high = np.zeros(len(budget)), np.full(len(budget), np.pi * EARTH_M)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        over = np.log(middle + SOFTENING_M) + middle / FADING_M > budget
        low, high = np.where(over, low, middle), np.where(over, middle, high)
    return high


def _pairs(
    tree: shapely.STRtree,
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    reach_m: NDArray[np.float64],
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pair points with towns in the boxes round them, across the antimeridian and the poles."""
    angle = np.minimum(reach_m / EARTH_M, np.pi)
    high = np.degrees(angle)
    with np.errstate(divide="ignore", invalid="ignore"):
        widest = np.degrees(np.arcsin(np.sin(angle) / np.cos(np.radians(lat))))
    round_pole = (np.abs(lat) + high >= 90) | ~np.isfinite(widest)  # noqa: PLR2004 - the poles
    wide = np.where(round_pole, WHOLE_TURN / 2, widest)
    found = []
    for turn in (-WHOLE_TURN, 0.0, WHOLE_TURN):
        west, east = lon + turn - wide, lon + turn + wide
        meets = np.flatnonzero((west <= WHOLE_TURN / 2) & (east >= -WHOLE_TURN / 2))
        if turn and len(meets):
            meets = meets[~round_pole[meets]]  # these have the whole turn already
        west, east = (
            np.where(round_pole, -WHOLE_TURN, west)[meets],
            np.where(round_pole, WHOLE_TURN, east)[meets],
        )
        boxes = shapely.box(west, (lat - high)[meets], east, (lat + high)[meets])
        boxed, towns = tree.query(boxes)
        found.append((meets[boxed], towns))
    points, towns = (np.concatenate(part) for part in zip(*found, strict=True))
    return points, towns


def _apart_m(
    lon1: NDArray[np.float64],
    lat1: NDArray[np.float64],
    lon2: NDArray[np.float64],
    lat2: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Distances on a sphere (haversines)."""
    north, east = np.radians(lat2 - lat1) / 2, np.radians(lon2 - lon1) / 2
    across = np.cos(np.radians(lat1)) * np.cos(np.radians(lat2)) * np.sin(east) ** 2
    chord = np.sqrt(np.minimum(np.sin(north) ** 2 + across, 1.0))
    return np.asarray(2 * EARTH_M * np.arcsin(chord))


def _read(gazetteer: Gazetteer) -> Anchors:
    rows = gazetteer.settlements()
    stated = np.array([row[3] for row in rows], dtype=np.int64)
    # Unknown populations are taken for the least; of equal ones the order of the gazetteer stays.
    population = np.where(stated > 0, stated, UNKNOWN_POPULATION)
    order = np.argsort(-population, kind="stable")
    peoples, which = np.unique(stated, return_inverse=True)
    usual_m = np.array([radius_of(settlement_kind(n), n) for n in peoples.tolist()])
    own_m = np.array([np.nan if row[4] is None else row[4] for row in rows], dtype=np.float64)
    radius_m = np.where(np.isnan(own_m), usual_m[which] if len(rows) else own_m, own_m)[order]
    lon = np.array([row[1] for row in rows], dtype=np.float64)[order]
    lat = np.array([row[2] for row in rows], dtype=np.float64)[order]
    ends = np.searchsorted(-population[order], [-least for least in TIERS], side="right").tolist()
    tiers = [slice(a, b) for a, b in zip([0, *ends], ends, strict=False) if b > a]
    return Anchors(
        ids=[rows[row][0] for row in order],
        lon=lon,
        lat=lat,
        fame=GRAVITY * np.log(population[order]),
        radius_m=radius_m,
        shut=np.zeros(len(rows), dtype=np.bool_),
        tiers=tiers,
        trees=[
            shapely.STRtree(np.asarray(shapely.points(lon[tier], lat[tier]), dtype=object))
            for tier in tiers
        ],
    )
