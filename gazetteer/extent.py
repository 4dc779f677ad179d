"""
How far a description reaches: the footprint that all its clauses and its context allow together.

Shapes are polygons in degrees on WGS 84; lengths are metres.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
import shapely.ops

from gazetteer import defaults
from gazetteer.clauses import DirectionOnly
from gazetteer.placement import AREA_KINDS, Placement, place_clause
from geo import geodesy, regions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shapely.geometry.base import BaseGeometry

    from gazetteer.disambiguate import Context
    from gazetteer.store import Gazetteer
    from gazetteer.understanding import Understood


def reach_m(item: Understood, gazetteer: Gazetteer) -> float:
    """
    Tell how far a direction without a distance goes: halfway to the next place like its anchor.

    Parameters
    ----------
    item
        A clause whose anchors are known.
    gazetteer
        Where the other places are.

    Returns
    -------
    float
        Metres, between `DIRECTION_LEAST_M` and `DIRECTION_REACH_M`.
    """
    if not isinstance(item.clause, DirectionOnly):
        return defaults.DIRECTION_REACH_M
    place, direction = item.places[0], item.clause.direction
    around = gazetteer.near(place.lon, place.lat, radius_m=2 * defaults.DIRECTION_REACH_M)
    peers = [peer for peer in around if peer.population >= max(place.population, 1)]
    if not peers:
        return defaults.DIRECTION_REACH_M
    bearing, apart_m = geodesy.inverse(
        place.lon,
        place.lat,
        np.array([peer.lon for peer in peers]),
        np.array([peer.lat for peer in peers]),
    )
    turn = np.abs((bearing - direction.bearing + 180) % 360 - 180)
    ahead_m = apart_m[(turn <= direction.half_angle) & (apart_m > place.radius_m)]
    halfway_m = float(ahead_m.min()) / 2 if len(ahead_m) else np.inf
    return float(np.clip(halfway_m, defaults.DIRECTION_LEAST_M, defaults.DIRECTION_REACH_M))


def joint_footprint(
    placed: Placement,
    first: Understood,
    rest: Sequence[Understood],
    *,
    context: Context,
    gazetteer: Gazetteer,
) -> Callable[[], BaseGeometry | None]:
    """
    Say how to draw what all clauses of a phrase and its context allow together.

    Parameters
    ----------
    placed
        The placement of the first clause.
    first, rest
        The clause that places the target, and the others about it.
    context
        Country and provinces of the event: an area that was reckoned is clipped by them, one
        that the text names is drawn whole.
    gazetteer
        Where the other places are.

    Returns
    -------
    callable
        Draws the polygon when asked; None where the first clause has no shape.
    """
    if not rest and not context.provinces and placed.lon is not None:
        return placed.draw

    def draw() -> BaseGeometry | None:
        shape = placed.draw()
        if shape is None:
            return None
        for item in rest:
            other = place_clause(
                item.clause,
                item.places,
                country=context.country,
                reach_m=reach_m(item, gazetteer),
            )
            shape = _narrowed(shape, other.draw())
        named_area = len(first.places) == 1 and first.places[0].kind in AREA_KINDS
        if context.provinces and not named_area:
            shape = _narrowed(shape, regions.shape_of(context.provinces))
        elif context.country and not named_area and placed.lon is None:
            shape = _narrowed(shape, regions.shape_of(context.country))
        return shape

    return draw


def province_of_area(shape: BaseGeometry | None) -> str | None:
    """
    Name the one province that holds most of a shape.

    Parameters
    ----------
    shape
        Polygon in degrees.

    Returns
    -------
    str or None
        Its code; None if none holds `PROVINCE_SHARE` of it.

    Examples
    --------
    >>> from geo.shapes import disc
    >>> province_of_area(disc(44.4, 33.3, 5_000))
    'IQ.07'
    """
    if shape is None or shape.is_empty:
        return None
    lon, lat = shapely.get_coordinates(shape).T
    for code in sorted({code for code in regions.province_of(lon, lat) if code}):
        share = shape.intersection(regions.shape_of(code)).area / shape.area
        if share >= defaults.PROVINCE_SHARE:
            return str(code)
    return None


def outside_m(lon: float, lat: float, codes: Sequence[str]) -> float:
    """
    Measure how far a point lies outside provinces.

    Parameters
    ----------
    lon, lat
        Degrees.
    codes
        Codes of the provinces.

    Returns
    -------
    float
        Metres; 0 inside.

    Examples
    --------
    >>> outside_m(44.4, 33.3, ["IQ.07"])
    0.0
    """
    point = shapely.Point(lon, lat)
    _, border = shapely.ops.nearest_points(point, regions.shape_of(codes))
    return float(geodesy.inverse(lon, lat, border.x, border.y)[1])


def _narrowed(shape: BaseGeometry, other: BaseGeometry | None) -> BaseGeometry:
    """Intersect two shapes; one that contradicts the other narrows nothing."""
    if other is None:
        return shape
    both = shape.intersection(other)
    return both if both.area > 0 else shape
