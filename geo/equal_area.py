"""
A plane of equal areas about a middle: metres in which a cell is as large everywhere.

Lambert's azimuthal projection on WGS 84: areas are exact, and lengths within 1,000 km of the
middle right to .4 %, within 3,000 km to 3 %. Degrees, longitude before latitude; metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely
from pyproj import CRS, Transformer

from geo.geodesy import mean_point, wrapped
from geo.rings import area_in, areas_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from shapely.geometry.base import BaseGeometry

    from geo.laws import FloatArray
    from geo.rings import Area

EDGE_M = 10_000.0
"""Longest edge that is drawn straight in degrees: it strays by metres from the plane's own."""


@dataclass(frozen=True)
class EqualArea:
    """
    The plane.

    Attributes
    ----------
    lon, lat
        Its middle, degrees.
    """

    lon: float
    lat: float

    @cached_property
    def crs(self) -> CRS:
        """The plane as a coordinate reference system, metres."""
        return CRS.from_dict(
            {"proj": "laea", "lon_0": self.lon, "lat_0": self.lat, "datum": "WGS84", "units": "m"}
        )

    @cached_property
    def _there(self) -> Transformer:
        return Transformer.from_crs("EPSG:4326", self.crs, always_xy=True)

    def forward(self, lon: ArrayLike, lat: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """
        Give points in the plane.

        Parameters
        ----------
        lon, lat
            Degrees.

        Returns
        -------
        x, y
            Metres east and north of the middle; infinite at the point opposite of it.
        """
        return self._moved(lon, lat, "FORWARD")

    def inverse(self, x: ArrayLike, y: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """
        Give points of the plane in degrees.

        Parameters
        ----------
        x, y
            Metres.

        Returns
        -------
        lon, lat
            Degrees, longitude in [-180, 180).
        """
        lon, lat = self._moved(x, y, "INVERSE")
        return np.asarray(wrapped(lon)), lat

    def _moved(
        self, one: ArrayLike, other: ArrayLike, way: Literal["FORWARD", "INVERSE"]
    ) -> tuple[FloatArray, FloatArray]:
        """Move points; one is asked twice, since pyproj below 3.7 takes one for a number."""
        first, second = np.broadcast_arrays(np.asarray(one, float), np.asarray(other, float))
        shape, twice = first.shape, 2 if first.size == 1 else 1
        found = self._there.transform(
            np.tile(first.ravel(), twice), np.tile(second.ravel(), twice), direction=way
        )
        x, y = (np.asarray(axis)[: first.size].reshape(shape) for axis in found)
        return x, y

    def cells(self, x: FloatArray, y: FloatArray) -> NDArray[np.object_]:
        """
        Put cells of equally many corners on the map.

        Parameters
        ----------
        x, y
            Corners of each, metres, shape (n, corners), not closed.

        Returns
        -------
        object array
            Polygons in degrees, cut at the antimeridian, shape (n,).
        """
        lon, lat = self.inverse(x, y)
        return areas_of(lon, lat, lat.mean(axis=1))

    def area(self, shape: BaseGeometry) -> Area:
        """
        Put an area of the plane on the map.

        Parameters
        ----------
        shape
            Polygon or MultiPolygon, metres.

        Returns
        -------
        Polygon or MultiPolygon, degrees, cut at the antimeridian.

        Examples
        --------
        >>> plane = EqualArea(179.0, -17.0)
        >>> plane.area(shapely.box(0, 0, 2e5, 1e5)).geom_type
        'MultiPolygon'
        """
        placed = []
        for part in shapely.get_parts(shapely.segmentize(shape, EDGE_M)):
            exterior, *holes = (self._ring(ring) for ring in (part.exterior, *part.interiors))
            placed.append(shapely.difference(exterior, shapely.union_all(holes)))
        return area_in(shapely.union_all(placed))

    def _ring(self, ring: BaseGeometry) -> Area:
        corners = shapely.get_coordinates(ring)[:-1]
        area: Area = self.cells(corners[None, :, 0], corners[None, :, 1])[0]
        return area if area.is_valid else area_in(shapely.make_valid(area))


def plane_of(lon: ArrayLike, lat: ArrayLike) -> EqualArea:
    """
    Choose a plane for points.

    Parameters
    ----------
    lon, lat
        Degrees; not finite ones are left out.

    Returns
    -------
    EqualArea
        About the middle of the points, in whole degrees, so that a few points more or less do
        not move it; about 0, 0 if there are none.

    Examples
    --------
    On both sides of the antimeridian:

    >>> plane_of([179, -179], [-17, -18])
    EqualArea(lon=-180.0, lat=-18.0)
    """
    east, north = np.asarray(lon, float), np.asarray(lat, float)
    there = np.isfinite(east) & np.isfinite(north)
    if not there.any():
        return EqualArea(0.0, 0.0)
    whole_lon, whole_lat = np.round(mean_point(east[there], north[there])) + 0.0
    return EqualArea(float(wrapped(float(whole_lon))), float(whole_lat))
