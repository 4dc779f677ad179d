"""
The area that is studied: where incidents could have been, if chance alone had placed them.

Inside it is an equal-area plane (Lambert azimuthal, centred on the data), so that poles and
antimeridian need no case of their own. Degrees, longitude before latitude; metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from pyproj import Transformer

from geo.clusters.mesh import on_sphere
from geo.clusters.worlds import middle_of
from geo.errors import NumberError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geo.clusters.worlds import Places
    from geo.geodesy import FloatArray

EDGE_DEG: Final = 0.1  # longest edge of a region that is still drawn straight in the plane
MOST_TRIES: Final = 200
"""Rounds of drawing in the box round an area: enough for one that fills a fiftieth of it."""


@dataclass(frozen=True)
class StudyArea:
    """
    An area in the equal-area plane of its middle.

    Attributes
    ----------
    middle_lon, middle_lat
        Where the plane touches, degrees.
    shape
        Polygon or MultiPolygon, metres.
    """

    middle_lon: float
    middle_lat: float
    shape: BaseGeometry

    @property
    def area_m2(self) -> float:
        """Square metres."""
        return float(self.shape.area)

    @cached_property
    def _plane(self) -> Transformer:
        return Transformer.from_crs(
            "EPSG:4326",
            f"+proj=laea +lat_0={self.middle_lat} +lon_0={self.middle_lon} +ellps=WGS84",
            always_xy=True,
        )

    def to_plane(self, lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Give metres east and north of the middle."""
        x, y = self._plane.transform(lon, lat)
        return np.asarray(x), np.asarray(y)

    def to_degrees(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Give degrees of points of the plane."""
        lon, lat = self._plane.transform(x, y, direction="INVERSE")
        return np.asarray(lon), np.asarray(lat)

    def drawn(self, n: int, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
        """Draw points, anywhere alike: metres, each of shape (n,)."""
        west, south, east, north = self.shape.bounds
        shapely.prepare(self.shape)
        kept = np.empty((0, 2))
        for _ in range(MOST_TRIES):
            tried = rng.uniform((west, south), (east, north), (2 * n, 2))
            kept = np.concatenate([kept, tried[shapely.contains_xy(self.shape, tried)]])
            if len(kept) >= n:
                break
        if len(kept) < n:
            message = "the region is too thin to draw places in; give one with more area"
            raise NumberError(message)
        return kept[:n, 0], kept[:n, 1]


def study_area(places: Places, *, least_m: float, region: BaseGeometry | None = None) -> StudyArea:
    """
    Take a region for the area that is studied, or else the hull of the incidents.

    Parameters
    ----------
    places
        Where the incidents may lie; one or more.
    least_m
        A hull of less area than a disc of this radius is widened by it, metres.
    region
        Polygon in degrees.

    Returns
    -------
    StudyArea

    Raises
    ------
    NumberError
        If the region has no area.
    """
    lon, lat = middles(places)
    if region is not None:
        if not region.area > 0:
            message = f"the region is a {region.geom_type} of no area; expected a polygon"
            raise NumberError(message)
        corners = shapely.get_coordinates(region)
        lon, lat = corners[:, 0], corners[:, 1]
    plane = StudyArea(*middle_of(lon, lat), shapely.Point(0, 0))
    shape: BaseGeometry
    if region is None:
        shape = shapely.MultiPoint(np.stack(plane.to_plane(lon, lat), axis=1)).convex_hull
        if shape.area < np.pi * least_m**2:
            shape = shape.buffer(least_m)
    else:
        shape = shapely.transform(
            region.segmentize(EDGE_DEG),
            lambda points: np.stack(plane.to_plane(points[:, 0], points[:, 1]), axis=1),
        )
        shape = shape if shape.is_valid else shape.buffer(0)
    return StudyArea(plane.middle_lon, plane.middle_lat, shape)


def middles(places: Places) -> tuple[FloatArray, FloatArray]:
    """
    Give the middle of where each draw may lie.

    Parameters
    ----------
    places
        Where the incidents may lie.

    Returns
    -------
    lon, lat
        Degrees, each of shape (draws,).
    """
    points = on_sphere(places.lon, places.lat) * places.weight[:, None]
    x, y, z = np.add.reduceat(points, places.start[:-1], axis=0).T
    return np.degrees(np.arctan2(y, x)), np.degrees(np.arctan2(z, np.hypot(x, y)))
