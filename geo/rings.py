"""
Rings of vertices on the ellipsoid made into areas on the map, in [-180, 180] by [-90, 90].

What crosses the antimeridian is cut there into a MultiPolygon, what holds a pole is closed along
it. Degrees, longitude before latitude.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon, affinity

from geo.geodesy import HALF_TURN, FloatArray

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Area: TypeAlias = Polygon | MultiPolygon
Areas: TypeAlias = NDArray[np.object_]

WORLD = shapely.box(-180, -90, 180, 90)
POLE_LAT = 90.0

BENT_LAT = 75.0
"""Beyond this latitude edges are drawn straight in the plane of the pole: there a straight line
in degrees strays far from a geodesic, and one in that plane does not."""

BENT_DEG = 2.0
"""Such edges get a vertex at least so often, degrees of longitude."""


def areas_of(lon: FloatArray, lat: FloatArray, middle_lat: FloatArray) -> Areas:
    """
    Make areas of rings of vertices on the ellipsoid.

    Parameters
    ----------
    lon, lat
        One open ring a row, shape (n, k), degrees; neighbours are joined the shorter way round.
    middle_lat
        Latitude of the middle of each ring, shape (n,): its sign tells which pole a ring that
        runs round the Earth holds.

    Returns
    -------
    object array
        Polygons and MultiPolygons, shape (n,).

    Examples
    --------
    A ring across the antimeridian:

    >>> lon, lat = np.array([[179.0, -179.0, -179.0, 179.0]]), np.array([[0.0, 0.0, 1.0, 1.0]])
    >>> areas_of(lon, lat, np.array([0.5]))[0].geom_type
    'MultiPolygon'
    """
    areas = np.full(len(lon), None, dtype=np.object_)
    lon, lat = (np.concatenate([degrees, degrees[:, :1]], axis=1) for degrees in (lon, lat))
    turned = np.unwrap(lon, period=360, axis=1)
    polar = np.abs(turned[:, -1] - turned[:, 0]) > HALF_TURN
    across = (turned.min(axis=1) < -HALF_TURN) | (turned.max(axis=1) > HALF_TURN)
    bent = np.asarray(_bends(turned, lat).any(axis=1))
    rings = np.stack([turned, lat], axis=-1)
    easy = ~(polar | across | bent)
    areas[easy] = shapely.polygons(rings[easy])
    for row in np.flatnonzero(~easy):
        ring = _bent(rings[row]) if bent[row] else rings[row]
        pole = np.copysign(POLE_LAT, middle_lat[row])
        areas[row] = _capped(ring, pole) if polar[row] else _cut(Polygon(ring))
    return areas


def area_in(geometry: BaseGeometry) -> Area:
    """
    Leave the polygons of what GEOS returned, which may hold touching lines and points.

    Parameters
    ----------
    geometry
        Any geometry.

    Returns
    -------
    Polygon or MultiPolygon
        Empty if there is no polygon.

    Examples
    --------
    >>> area_in(shapely.Point(0, 0)).is_empty
    True
    """
    if isinstance(geometry, Polygon | MultiPolygon):
        return geometry
    parts = shapely.get_parts(shapely.get_parts(geometry))
    polygons = [part for part in parts if isinstance(part, Polygon)]
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)


def _bends(lon: FloatArray, lat: FloatArray) -> NDArray[np.bool_]:
    """Tell which edges run so near to a pole that they are not straight in degrees."""
    near = np.minimum(np.abs(lat[..., :-1]), np.abs(lat[..., 1:])) > BENT_LAT
    return near & (np.abs(np.diff(lon)) > BENT_DEG)


def _bent(ring: FloatArray) -> FloatArray:
    """Put vertices on the edges of a ring that are straight in the plane of a pole near by."""
    lon, lat = ring.T
    parts = np.where(_bends(lon, lat), np.ceil(np.abs(np.diff(lon)) / BENT_DEG), 1).astype(int)
    start = np.repeat(np.arange(len(parts)), parts)
    share = (np.arange(len(start)) - np.repeat(np.cumsum(parts) - parts, parts)) / parts[start]
    pole = np.copysign(POLE_LAT, lat[start])
    one, other = np.abs(pole - lat[start]), np.abs(pole - lat[start + 1])
    wide = np.diff(lon)[start]
    angle, past, left = np.radians([wide, wide * share, wide * (1 - share)])
    with np.errstate(invalid="ignore", divide="ignore"):
        # the straight line through (one, 0) and (other, angle) in polar coordinates
        away = one * other * np.sin(angle) / (one * np.sin(past) + other * np.sin(left))
    lat = np.where(share > 0, pole - np.copysign(away, pole), lat[start])
    return np.concatenate([np.stack([lon[start] + wide * share, lat], axis=-1), ring[-1:]])


def _capped(ring: FloatArray, pole: float) -> Area:
    """Close a ring that runs round the Earth along the pole; three turns leave no seam."""
    turn = ring[-1] - ring[0]
    turns = np.concatenate([ring[:-1] - turn, ring[:-1], ring + turn])
    ends = np.array([(turns[-1, 0], pole), (turns[0, 0], pole)])
    return area_in(shapely.intersection(_valid(Polygon(np.concatenate([turns, ends]))), WORLD))


def _cut(area: BaseGeometry) -> Area:
    """Cut an area at the antimeridian and bring its parts into the map."""
    area = _valid(area)
    west, _, east, _ = area.bounds
    turns = range(int((west + HALF_TURN) // 360), int((east + HALF_TURN) // 360) + 1)
    parts = [shapely.intersection(affinity.translate(area, -360 * t), WORLD) for t in turns]
    return area_in(shapely.union_all(parts))


def _valid(area: BaseGeometry) -> BaseGeometry:
    return area if area.is_valid else shapely.make_valid(area)
