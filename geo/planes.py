"""
The plane of a point: metres east and north of it, azimuthal equidistant, on the ellipsoid.

Degrees, longitude before latitude; metres.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.geodesy import destination, inverse
from geo.rings import area_in, areas_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike
    from shapely import LinearRing, Point
    from shapely.geometry.base import BaseGeometry

    from geo.geodesy import FloatArray
    from geo.rings import Area

EDGE_M = 10_000.0
"""Longest edge of an area: drawn straight in degrees it strays by metres from a geodesic."""


def area_in_plane(area: BaseGeometry, lon: float, lat: float) -> Area:
    """
    Put an area that was drawn in the plane of a point on the ellipsoid.

    Parameters
    ----------
    area
        Polygon or MultiPolygon in metres east and north of the point (azimuthal equidistant).
    lon, lat
        The point, degrees.

    Returns
    -------
    Polygon or MultiPolygon, degrees, cut at the antimeridian.

    Examples
    --------
    >>> area = area_in_plane(shapely.box(-1000, -1000, 1000, 1000), 0.0, 0.0)
    >>> [round(bound, 3) for bound in area.bounds]
    [-0.009, -0.009, 0.009, 0.009]
    """
    placed = []
    for part in shapely.get_parts(shapely.segmentize(area, EDGE_M)):
        exterior, *holes = (
            _unprojected(ring, lon, lat) for ring in (part.exterior, *part.interiors)
        )
        placed.append(shapely.difference(exterior, shapely.union_all(holes)))
    return area_in(shapely.union_all(placed))


def to_plane(points: FloatArray, lon: float, lat: float) -> FloatArray:
    """
    Project to metres east and north of a point.

    Parameters
    ----------
    points
        Longitudes and latitudes, degrees, shape (n, 2).
    lon, lat
        The point, degrees.

    Returns
    -------
    array
        Metres, shape (n, 2).
    """
    bearing, distance_m = inverse(lon, lat, points[:, 0], points[:, 1])
    angle = np.radians(bearing)
    return np.stack([distance_m * np.sin(angle), distance_m * np.cos(angle)], axis=-1)


def moved(lon: float, lat: float, by: Point) -> tuple[float, float]:
    """
    Move a point to a place in its own plane.

    Parameters
    ----------
    lon, lat
        The point, degrees.
    by
        Metres east and north.

    Returns
    -------
    lon, lat
        Degrees.
    """
    bearing, distance_m = _polar(by.x, by.y)
    return destination(lon, lat, float(bearing), float(distance_m))


def _polar(east_m: ArrayLike, north_m: ArrayLike) -> tuple[FloatArray, FloatArray]:
    return np.degrees(np.arctan2(east_m, north_m)), np.hypot(east_m, north_m)


def _unprojected(ring: LinearRing, lon: float, lat: float) -> Area:
    """Undo `to_plane` for what lies in a ring."""
    east_m, north_m = shapely.get_coordinates(ring)[None, :-1].T
    vertices = destination(lon, lat, *_polar(east_m.T, north_m.T))
    area: Area = areas_of(*vertices, np.array([lat]))[0]
    return area
