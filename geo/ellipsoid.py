"""
Metres per degree on the ellipsoid of a datum, and the flat arithmetic that they allow.

Degrees, longitude before latitude. The Georeferencing Calculator computes in this way; geodesics
are in `geo.geodesy`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from pyproj import CRS
from pyproj.exceptions import CRSError as UnknownCRSError

from geo.errors import CRSError
from geo.geodesy import WGS84, Degrees, Metres, checked, plain, wrapped

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def metres_per_degree(lat: ArrayLike, *, datum: str = "WGS 84") -> tuple[Metres, Metres]:
    """
    Measure a degree of longitude and of latitude at a latitude.

    Parameters
    ----------
    lat
        Degrees.
    datum
        Name of the datum, or anything else by which pyproj knows a coordinate reference system;
        its ellipsoid is used (NAD27: Clarke 1866).

    Returns
    -------
    lon_m, lat_m
        Metres per degree, from the radii of curvature in the prime vertical and the meridian.

    Raises
    ------
    CoordinateError
        If a latitude is outside [-90, 90].
    CRSError
        If the datum is unknown to pyproj.

    Examples
    --------
    >>> lon_m, lat_m = metres_per_degree(10.27)
    >>> print(f"{lon_m:.1f} {lat_m:.1f}")
    109547.6 110609.6
    """
    _, degrees = checked(0.0, lat)
    phi = np.radians(degrees)
    a, f = _ellipsoid(datum)
    e2 = 2 * f - f * f
    flattened = 1 - e2 * np.sin(phi) ** 2
    lon_m = np.pi / 180 * a / np.sqrt(flattened) * np.cos(phi)
    lat_m = np.pi / 180 * a * (1 - e2) / flattened**1.5
    return plain(lon_m), plain(lat_m)


def flat_destination(
    lon: Degrees, lat: Degrees, *, east_m: Metres, north_m: Metres, datum: str = "WGS 84"
) -> tuple[Degrees, Degrees]:
    """
    Find the point of two legs as the Georeferencing Calculator does, without a geodesic.

    Parameters
    ----------
    lon, lat
        Start, degrees.
    east_m, north_m
        Legs; below zero they lead west and south.
    datum
        Name of the datum of the coordinates.

    Returns
    -------
    lon, lat
        End, degrees, longitude in [-180, 180).

    Raises
    ------
    CoordinateError
        If the start is no coordinate, or the way leads beyond a pole.
    CRSError
        If the datum is unknown to pyproj.

    Notes
    -----
    Both legs are divided by the metres per degree at the start. That is what gives the
    coordinates that the Calculator printed; `geo.destination` is exact.

    Examples
    --------
    2 miles east and 3 miles north of Bakersfield (the Calculator: 35.4612939, -118.946227):

    >>> lon, lat = flat_destination(
    ...     -118.9816667, 35.4177778, east_m=2 * 1609.344, north_m=3 * 1609.344
    ... )
    >>> print(f"{lat:.6f} {lon:.6f}")
    35.461294 -118.946227
    """
    start_lon, start_lat = checked(lon, lat)
    lon_m, lat_m = metres_per_degree(start_lat, datum=datum)
    end_lon = wrapped(start_lon + np.asarray(east_m) / lon_m)
    _, end_lat = checked(0.0, start_lat + np.asarray(north_m) / lat_m)
    return plain(end_lon), plain(end_lat)


@lru_cache(maxsize=64)
def _ellipsoid(datum: str) -> tuple[float, float]:
    """Semi-major axis in metres and flattening; the usual datum costs no look-up."""
    if datum in {"WGS 84", "WGS84"}:
        return WGS84.a, WGS84.f
    try:
        ellipsoid = CRS.from_user_input(datum).get_geod()
    except UnknownCRSError as error:
        message = (
            f"pyproj knows no datum {datum!r}: expected a name such as WGS 84, NAD27 or ED50. "
            "If the datum is not stated, leave it out and add its error as datum_error_m."
        )
        raise CRSError(message) from error
    if ellipsoid is None:
        message = f"The reference system {datum!r} has no ellipsoid; give a geodetic datum."
        raise CRSError(message)
    return ellipsoid.a, ellipsoid.f
