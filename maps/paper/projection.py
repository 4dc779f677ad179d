"""
Which projection a sheet is drawn in: of equal areas, and with little distortion where the data are.

Equal areas, because what is shaded are numbers of areas. Degrees, longitude before latitude;
metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely
from pyproj import CRS, Transformer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

WORLD = 150.0  # degrees of longitude from which on a map is one of the world
TROPICS = 15.0  # degrees: wide maps about the equator are laid on a cylinder
WIDE = 1.6  # times as wide as high, from where on two standard parallels distort less than a plane
EDGE = 0.5  # degrees: longest straight edge before it is bent by the projection


@dataclass(frozen=True)
class Projection:
    """
    A projection of equal areas.

    Attributes
    ----------
    crs
        The coordinate reference system, metres.
    name
        What the sheet says of it.
    middle
        Longitude of its middle, degrees.
    """

    crs: CRS
    name: str
    middle: float

    @cached_property
    def _there(self) -> Transformer:
        # on the ellipsoid itself, so that longitudes may go on beyond 180 degrees
        return Transformer.from_crs(self.crs.geodetic_crs, self.crs, always_xy=True)

    def forward(
        self, lon: ArrayLike, lat: ArrayLike
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """
        Lay points flat.

        Parameters
        ----------
        lon, lat
            Degrees; NaN passes.

        Returns
        -------
        x, y
            Metres; NaN where the projection has no place for a point.
        """
        x, y = self._there.transform(np.asarray(lon, float), np.asarray(lat, float))
        good = np.isfinite(x) & np.isfinite(y)
        return np.where(good, x, np.nan), np.where(good, y, np.nan)

    def inverse(
        self, x: ArrayLike, y: ArrayLike
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """
        Give the places of points on the sheet.

        Parameters
        ----------
        x, y
            Metres.

        Returns
        -------
        lon, lat
            Degrees; NaN beyond the world.
        """
        lon, lat = self._there.transform(
            np.asarray(x, float), np.asarray(y, float), direction="INVERSE"
        )
        good = np.isfinite(lon) & np.isfinite(lat)
        return np.where(good, lon, np.nan), np.where(good, lat, np.nan)

    def around(self, lon: ArrayLike) -> NDArray[np.float64]:
        """
        Write longitudes as the projection takes them, whatever turn they are on.

        Parameters
        ----------
        lon
            Degrees.

        Returns
        -------
        array of float
            Within 180 degrees of the middle.
        """
        turned = np.mod(np.asarray(lon, float) - self.middle + 180.0, 360.0)
        return np.asarray(self.middle + turned - 180.0)

    def shapes(self, geometries: NDArray[np.object_]) -> NDArray[np.object_]:
        """
        Lay shapes flat, their long edges bent.

        Parameters
        ----------
        geometries
            Any geometries in degrees; missing ones stay.

        Returns
        -------
        array of object
            Metres; what has no place in the projection is empty.
        """
        dense = shapely.segmentize(geometries, EDGE)
        flat = np.array(
            shapely.transform(dense, lambda lonlat: np.column_stack(self.forward(*lonlat.T))),
            dtype=object,
        )
        lost = np.isnan(shapely.bounds(flat)).any(axis=1)
        flat[lost & ~shapely.is_missing(flat)] = shapely.Polygon()
        return np.asarray(flat, dtype=object)


def projection_for(extent: Sequence[float]) -> Projection:
    """
    Choose the projection of a map.

    Parameters
    ----------
    extent
        West, south, east, north, degrees; east may go on beyond 180.

    Returns
    -------
    Projection
        Of equal areas, with its middle in the middle of the map.

    Notes
    -----
    After Snyder (1987, Map projections: a working manual, USGS Professional Paper 1395, pages
    33-35), of his equal-area ones: the Equal Earth projection (Šavrič, Patterson & Jenny 2018,
    doi:10.1080/13658816.2018.1504949) for the world, a cylinder for wide maps about the equator,
    Albers' cone with its standard parallels a sixth from the edges for other wide maps, Lambert's
    plane for the rest.

    Examples
    --------
    >>> projection_for((35, 32, 42, 37)).name
    "Lambert's azimuthal equal-area projection"
    >>> projection_for((-125, 25, -66, 49)).name
    "Albers' equal-area projection"
    """
    west, south, east, north = extent
    lon, lat = (west + east) / 2, (south + north) / 2
    high = max(north - south, 1e-9)
    wide = (east - west) * float(np.cos(np.radians(lat)))
    base = f"+lon_0={lon:.6f} +datum=WGS84 +units=m +over"
    if east - west >= WORLD:
        return Projection(CRS.from_proj4(f"+proj=eqearth {base}"), "Equal Earth projection", lon)
    if wide > WIDE * high and south < TROPICS and north > -TROPICS and abs(lat) < TROPICS:
        crs = CRS.from_proj4(f"+proj=cea +lat_ts={abs(lat) + high / 4:.6f} {base}")
        return Projection(crs, "Cylindrical equal-area projection", lon)
    if wide > WIDE * high:
        sides = f"+lat_1={south + high / 6:.6f} +lat_2={north - high / 6:.6f} +lat_0={lat:.6f}"
        return Projection(
            CRS.from_proj4(f"+proj=aea {sides} {base}"), "Albers' equal-area projection", lon
        )
    crs = CRS.from_proj4(f"+proj=laea +lat_0={lat:.6f} {base}")
    return Projection(crs, "Lambert's azimuthal equal-area projection", lon)
