"""
Geodesics on the WGS 84 ellipsoid, over arrays.

Degrees, longitude before latitude; bearings clockwise from true north in [0, 360); metres.
Arguments broadcast together, numbers give numbers, NaN in gives NaN out. The method is
Karney (2013), doi:10.1007/s00190-012-0578-z, through pyproj.
"""

from __future__ import annotations

import math
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

from geo.errors import CoordinateError
from geo.threads import in_threads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import ArrayLike

FloatArray: TypeAlias = NDArray[np.float64]
Degrees: TypeAlias = float | FloatArray
Metres: TypeAlias = float | FloatArray

WGS84 = Geod(ellps="WGS84")
MEAN_RADIUS_M = 6_371_008.8  # of the GRS 80 ellipsoid (Moritz 2000)
HALF_TURN = 180.0
WHOLE_TURN = 360.0
POLE = 90.0


@overload
def destination(
    lon: float, lat: float, bearing: float, distance_m: float
) -> tuple[float, float]: ...
@overload
def destination(
    lon: ArrayLike, lat: ArrayLike, bearing: ArrayLike, distance_m: ArrayLike
) -> tuple[FloatArray, FloatArray]: ...
def destination(
    lon: ArrayLike, lat: ArrayLike, bearing: ArrayLike, distance_m: ArrayLike
) -> tuple[Degrees, Degrees]:
    """
    Find where `distance_m` along `bearing` from a point leads.

    Parameters
    ----------
    lon, lat
        Start, degrees.
    bearing
        Degrees clockwise from true north.
    distance_m
        Metres along the geodesic; below zero leads backwards.

    Returns
    -------
    lon, lat
        End, degrees, longitude in [-180, 180).

    Raises
    ------
    CoordinateError
        If a latitude is outside [-90, 90]; the message asks whether the axes are swapped.

    Examples
    --------
    About 10 km north of Al-Mayadeen:

    >>> lon, lat = destination(40.4504, 35.0197, 0, 10_000)
    >>> print(f"{lon:.4f} {lat:.4f}")
    40.4504 35.1098
    """
    if _plain_numbers(lon, lat, bearing, distance_m):
        east, north, _ = WGS84.fwd(lon, lat, bearing, distance_m)
        inside = -HALF_TURN <= east < HALF_TURN
        return (east, north) if inside else (float(wrapped(east)), north)
    lon, lat = checked(lon, lat)
    end_lon, end_lat, _ = _solved(WGS84.fwd, lon, lat, bearing, distance_m)
    return _both(wrapped(end_lon), end_lat)


@overload
def inverse(lon1: float, lat1: float, lon2: float, lat2: float) -> tuple[float, float]: ...
@overload
def inverse(
    lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike
) -> tuple[FloatArray, FloatArray]: ...
def inverse(
    lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike
) -> tuple[Degrees, Metres]:
    """
    Measure the bearing and the distance from one point to another.

    Parameters
    ----------
    lon1, lat1
        Start, degrees.
    lon2, lat2
        End, degrees.

    Returns
    -------
    bearing
        Degrees clockwise from true north at the start, in [0, 360).
    distance_m
        Metres along the shortest geodesic.

    Raises
    ------
    CoordinateError
        If a latitude is outside [-90, 90].

    Examples
    --------
    From Baghdad to Mosul:

    >>> bearing, distance_m = inverse(44.40, 33.34, 43.13, 36.34)
    >>> print(f"{bearing:.0f} {distance_m / 1000:.1f}")
    341 352.5
    """
    if _plain_numbers(lon1, lat1, lon2, lat2) and abs(lat2) <= POLE:  # type: ignore[arg-type]
        ahead, _, apart_m = WGS84.inv(lon1, lat1, lon2, lat2)
        return float(_whole_turn(ahead)), apart_m
    lon1, lat1 = checked(lon1, lat1)
    lon2, lat2 = checked(lon2, lat2)
    forth, _, length = _solved(WGS84.inv, lon1, lat1, lon2, lat2)
    return _both(_whole_turn(forth), length)


@overload
def midpoint(lon1: float, lat1: float, lon2: float, lat2: float) -> tuple[float, float]: ...
@overload
def midpoint(
    lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike
) -> tuple[FloatArray, FloatArray]: ...
def midpoint(
    lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike
) -> tuple[Degrees, Degrees]:
    """
    Find the middle of the shortest way between two points.

    Parameters
    ----------
    lon1, lat1
        One end, degrees.
    lon2, lat2
        The other end, degrees.

    Returns
    -------
    lon, lat
        Degrees, longitude in [-180, 180).

    Raises
    ------
    CoordinateError
        If a latitude is outside [-90, 90].

    Examples
    --------
    >>> lon, lat = midpoint(179, 0, -177, 0)
    >>> print(f"{lon:.4f} {lat:.4f}")
    -179.0000 0.0000
    """
    bearing, distance_m = inverse(lon1, lat1, lon2, lat2)
    return destination(lon1, lat1, bearing, distance_m / 2)


@overload
def point_along(
    lon1: float, lat1: float, lon2: float, lat2: float, distance_m: float
) -> tuple[float, float]: ...
@overload
def point_along(
    lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike, distance_m: ArrayLike
) -> tuple[FloatArray, FloatArray]: ...
def point_along(
    lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike, distance_m: ArrayLike
) -> tuple[Degrees, Degrees]:
    """
    Find the point at a distance from one point on the shortest way towards another.

    Parameters
    ----------
    lon1, lat1
        Start, degrees.
    lon2, lat2
        The point towards which the way leads, degrees.
    distance_m
        Metres from the start; the way goes on beyond the second point.

    Returns
    -------
    lon, lat
        Degrees, longitude in [-180, 180).

    Raises
    ------
    CoordinateError
        If a latitude is outside [-90, 90].

    Examples
    --------
    20 km from Raqqa towards Deir ez-Zor:

    >>> lon, lat = point_along(39.01, 35.95, 40.14, 35.34, 20_000)
    >>> print(f"{lon:.3f} {lat:.3f}")
    39.195 35.851
    """
    bearing, _ = inverse(lon1, lat1, lon2, lat2)
    return destination(lon1, lat1, bearing, distance_m)


def roughly_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """
    Measure a distance on a sphere: within .6 % of the geodesic, in a twentieth of its time.

    Parameters
    ----------
    lon1, lat1
        Start, degrees, numbers.
    lon2, lat2
        End, degrees.

    Returns
    -------
    float
        Metres.

    Examples
    --------
    >>> print(f"{roughly_m(44.40, 33.34, 43.13, 36.34) / 1000:.0f}")
    353
    """
    east, north = math.radians(lon2 - lon1), math.radians(lat2 - lat1)
    squeeze = math.cos(math.radians(lat1)) * math.cos(math.radians(lat2))
    chord = math.sin(north / 2) ** 2 + squeeze * math.sin(east / 2) ** 2
    return 2 * MEAN_RADIUS_M * math.asin(math.sqrt(min(chord, 1.0)))


def mean_point(lon: ArrayLike, lat: ArrayLike, weight: ArrayLike = 1.0) -> tuple[float, float]:
    """
    Find the point in the midst of others, wherever the antimeridian and the poles are.

    Parameters
    ----------
    lon, lat
        Degrees, shape (n,).
    weight
        How much each counts, shape (n,); alike if left out.

    Returns
    -------
    lon, lat
        Degrees: the direction of the sum of their unit vectors.

    Examples
    --------
    >>> [round(degrees) + 0 for degrees in mean_point([179, -179], [10, -10])]
    [180, 0]
    """
    east, north, weight = np.radians(lon), np.radians(lat), np.asarray(weight, dtype=np.float64)
    x = (weight * np.cos(north) * np.cos(east)).sum()
    y = (weight * np.cos(north) * np.sin(east)).sum()
    z = (weight * np.sin(north)).sum()
    return float(np.degrees(np.arctan2(y, x))), float(np.degrees(np.arctan2(z, np.hypot(x, y))))


def wrapped(lon: ArrayLike) -> FloatArray:
    """
    Bring longitudes into [-180, 180).

    Parameters
    ----------
    lon
        Degrees.

    Returns
    -------
    array
        The same meridians.

    Examples
    --------
    >>> wrapped([180, 190, -180]).tolist()
    [-180.0, -170.0, -180.0]
    """
    degrees = np.asarray(lon, dtype=np.float64)
    inside = (degrees >= -HALF_TURN) & (degrees < HALF_TURN)  # these keep their last digit
    if inside.all():
        return degrees
    return np.where(inside, degrees, _whole_turn(degrees + HALF_TURN) - HALF_TURN)


def checked(lon: ArrayLike, lat: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """
    Refuse what cannot be a longitude and a latitude; missing values pass as NaN.

    Parameters
    ----------
    lon, lat
        Degrees.

    Returns
    -------
    lon, lat
        The same, as arrays of floats.

    Raises
    ------
    CoordinateError
        If a latitude is outside [-90, 90] or a longitude outside [-360, 360].

    Examples
    --------
    >>> checked(39.01, 35.95)[1].item()
    35.95
    """
    lon, lat = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    for degrees, name, limit in ((lat, "latitude", 90), (lon, "longitude", 360)):
        wrong = np.abs(degrees) > limit
        if wrong.any():
            message = (
                f"{degrees[wrong].flat[0]:g} is no {name}: expected degrees in "
                f"[-{limit}, {limit}]. Longitude comes before latitude here; are the axes "
                "swapped, or the coordinates projected metres?"
            )
            raise CoordinateError(message)
    return lon, lat


def plain(values: ArrayLike) -> float | FloatArray:
    """
    Give an array of floats, or the number itself if there is no axis.

    Parameters
    ----------
    values
        A number or an array of any shape.

    Returns
    -------
    float or array
        The same values.

    Examples
    --------
    >>> plain(np.asarray(2))
    2.0
    """
    array = np.asarray(values, dtype=np.float64)
    return array if array.ndim else float(array)


def _plain_numbers(lon: ArrayLike, lat: ArrayLike, one: ArrayLike, other: ArrayLike) -> bool:
    """Tell four floats, none missing and the first two a place: no array is made of them."""
    for value in (lon, lat, one, other):
        if type(value) is not float or not isfinite(value):
            return False
    return abs(lat) <= POLE and abs(lon) <= WHOLE_TURN  # type: ignore[arg-type]


def _solved(solve: Callable[..., Iterable[ArrayLike]], *values: ArrayLike) -> list[FloatArray]:
    """Solve geodesics of any shape; pyproj takes an array of one for a number, and says so."""
    arrays = np.broadcast_arrays(*(np.asarray(value, dtype=np.float64) for value in values))
    shape = arrays[0].shape
    if arrays[0].size == 1:
        return [np.reshape(part, shape) for part in solve(*(array.item() for array in arrays))]
    own = [np.array(array, order="C") for array in arrays]  # it writes into them, flat
    in_threads(partial(solve, inplace=True), [array.reshape(-1) for array in own])
    return own[:3]


def _whole_turn(degrees: ArrayLike) -> FloatArray:
    """Bring angles into [0, 360): the remainder of a hair below 0 is rounded up to 360."""
    turned = np.asarray(degrees, dtype=np.float64) % WHOLE_TURN
    return np.where(turned == WHOLE_TURN, 0.0, turned)


def _both(one: ArrayLike, other: ArrayLike) -> tuple[float | FloatArray, float | FloatArray]:
    """Leave no half of an answer: PROJ gives a latitude though the longitude was missing."""
    missing = np.isnan(one) | np.isnan(other)
    if not missing.any():
        return plain(one), plain(other)
    return plain(np.where(missing, np.nan, one)), plain(np.where(missing, np.nan, other))
