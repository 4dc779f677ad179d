"""
The point-radius method: one point and the radius that holds every place a text may mean.

Chapman & Wieczorek (2020), Georeferencing Best Practices, doi:10.15468/doc-gg7h-s853, and
Wieczorek, Guo & Hijmans (2004), doi:10.1080/13658810412331280211. All lengths are metres and
keyword arguments; numbers and arrays broadcast together, numbers give numbers, NaN in gives NaN
out. Errors are added up, never squared. Two of them every function takes:

- `coordinate_precision_m`: the rounding of the coordinates, from `geo.precision`;
- `source_error_m`: the error of the measurement, of the map, and of a datum that is not stated,
  added up.

"Near" a feature is `feature_radius` with the radial of the extended feature; a direction alone
is the enclosing circle of a sector (`geo.shapes`). Townships and sections are not covered.
`geo.locality` chooses among these functions by the name of the type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.errors import NumberError
from geo.geodesy import Degrees, Metres, plain

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from geo.precision import Rule


def coordinates_radius(
    *, coordinate_precision_m: Metres = 0.0, source_error_m: Metres = 0.0
) -> Metres:
    """
    Give the radius of a place stated as coordinates.

    Parameters
    ----------
    coordinate_precision_m, source_error_m
        As at the head of this module.

    Returns
    -------
    float or array
        Metres.

    Raises
    ------
    NumberError
        If a length is below zero.

    Examples
    --------
    Degrees, minutes and whole seconds near Bakersfield, on a datum that is not stated:

    >>> from geo.precision import coordinate_precision
    >>> precision_m = coordinate_precision(35.3733, 1 / 3600)
    >>> print(f"{coordinates_radius(coordinate_precision_m=precision_m, source_error_m=79):.1f}")
    118.8
    """
    return _sum(coordinate_precision_m, source_error_m)


def feature_radius(
    *, radial_m: Metres, coordinate_precision_m: Metres = 0.0, source_error_m: Metres = 0.0
) -> Metres:
    """
    Give the radius of a place stated as a named feature, and no more.

    Parameters
    ----------
    radial_m
        From the corrected centre of the anchor to the farthest point of its boundary.
    coordinate_precision_m, source_error_m
        As at the head of this module.

    Returns
    -------
    float or array
        Metres.

    Raises
    ------
    NumberError
        If a length is below zero.

    Examples
    --------
    >>> feature_radius(radial_m=3000, source_error_m=79)
    3079.0
    """
    return _sum(radial_m, coordinate_precision_m, source_error_m)


def between_radius(
    *, separation_m: Metres, coordinate_precision_m: Metres = 0.0, source_error_m: Metres = 0.0
) -> Metres:
    """
    Give the radius of a place between two others; the point is their midpoint.

    Parameters
    ----------
    separation_m
        Distance between the corrected centres of the two places.
    coordinate_precision_m, source_error_m
        As at the head of this module.

    Returns
    -------
    float or array
        Metres.

    Raises
    ------
    NumberError
        If a length is below zero.

    Examples
    --------
    >>> between_radius(separation_m=18_000)
    9000.0
    """
    return _sum(np.asarray(separation_m) / 2, coordinate_precision_m, source_error_m)


def distance_only_radius(
    *,
    offset_m: Metres,
    radial_m: Metres,
    distance_precision_m: Metres,
    coordinate_precision_m: Metres = 0.0,
    source_error_m: Metres = 0.0,
) -> Metres:
    """
    Give the radius of a place at a distance in no stated direction; the anchor is the point.

    Parameters
    ----------
    offset_m
        Stated distance.
    radial_m
        From the corrected centre of the anchor to the farthest point of its boundary.
    distance_precision_m
        What the rounding of the stated distance is worth.
    coordinate_precision_m, source_error_m
        As at the head of this module.

    Returns
    -------
    float or array
        Metres.

    Raises
    ------
    NumberError
        If a length is below zero.

    Examples
    --------
    >>> distance_only_radius(offset_m=5000, radial_m=2000, distance_precision_m=500)
    7500.0
    """
    return _sum(offset_m, radial_m, distance_precision_m, coordinate_precision_m, source_error_m)


def path_radius(
    *,
    radial_m: Metres,
    distance_precision_m: Metres,
    coordinate_precision_m: Metres = 0.0,
    source_error_m: Metres = 0.0,
) -> Metres:
    """
    Give the radius of a place at a distance along a road or a river.

    Parameters
    ----------
    radial_m
        From the corrected centre of the anchor to the farthest point of its boundary.
    distance_precision_m
        What the rounding of the stated distance is worth.
    coordinate_precision_m, source_error_m
        As at the head of this module.

    Returns
    -------
    float or array
        Metres.

    Raises
    ------
    NumberError
        If a length is below zero.

    Examples
    --------
    >>> path_radius(radial_m=3000, distance_precision_m=1000, source_error_m=51)
    4051.0
    """
    return _sum(radial_m, distance_precision_m, coordinate_precision_m, source_error_m)


def orthogonal_radius(
    *,
    radial_m: Metres,
    distance_precision_m: Metres,
    coordinate_precision_m: Metres = 0.0,
    source_error_m: Metres = 0.0,
    rule: Rule = "2020",
) -> Metres:
    """
    Give the radius of a place at two stated distances at right angles.

    Parameters
    ----------
    radial_m
        From the corrected centre of the anchor to the farthest point of its boundary.
    distance_precision_m
        What the rounding of the stated distance is worth.
    coordinate_precision_m, source_error_m
        As at the head of this module.
    rule
        "2020" multiplies the distance precision by the square root of 2; "2004", as the paper
        did, everything but the coordinate precision.

    Returns
    -------
    float or array
        Metres.

    Raises
    ------
    NumberError
        If a length is below zero.

    Examples
    --------
    6 km east and 8 km north of a town:

    >>> print(f"{orthogonal_radius(radial_m=3000, distance_precision_m=1000):.0f}")
    4414
    >>> print(f"{orthogonal_radius(radial_m=3000, distance_precision_m=1000, rule='2004'):.0f}")
    5657
    """
    root = np.sqrt(2)
    if rule == "2004":
        leg_m = np.asarray(_sum(radial_m, distance_precision_m, source_error_m))
        return _sum(root * leg_m, coordinate_precision_m)
    turned_m = root * np.asarray(distance_precision_m)
    return _sum(turned_m, radial_m, coordinate_precision_m, source_error_m)


def heading_radius(
    *,
    offset_m: Metres,
    half_angle: Degrees,
    radial_m: Metres,
    distance_precision_m: Metres,
    coordinate_precision_m: Metres = 0.0,
    source_error_m: Metres = 0.0,
) -> Metres:
    """
    Give the radius of a place at a distance in a direction.

    Parameters
    ----------
    offset_m
        Stated distance.
    half_angle
        Half of the angle that the direction may mean, degrees: that of `geo.compass`, or 1 for
        a bearing in degrees.
    radial_m
        From the corrected centre of the anchor to the farthest point of its boundary.
    distance_precision_m
        What the rounding of the stated distance is worth.
    coordinate_precision_m, source_error_m
        As at the head of this module.

    Returns
    -------
    float or array
        Metres.

    Raises
    ------
    NumberError
        If a length is below zero.

    Notes
    -----
    The coordinate precision is added outside the root, as the Calculator does; only so the
    2004 paper's 5.918 km comes out.

    Examples
    --------
    9 km northeast of a town:

    >>> radius_m = heading_radius(
    ...     offset_m=9000, half_angle=22.5, radial_m=3000, distance_precision_m=1000
    ... )
    >>> print(f"{radius_m:.0f}")
    5815
    """
    length_m = np.asarray(_sum(offset_m))
    slack_m = _sum(radial_m, distance_precision_m, source_error_m)
    angle = np.radians(half_angle)
    along_m = length_m + slack_m - length_m * np.cos(angle)
    return _sum(np.hypot(along_m, length_m * np.sin(angle)), coordinate_precision_m)


def _sum(*lengths_m: ArrayLike) -> Metres:
    total = np.asarray(0.0)
    for length_m in lengths_m:
        metres = np.asarray(length_m, dtype=np.float64)
        if (metres < 0).any():
            message = f"A length of the point-radius method is below zero: {metres.min():g} m."
            raise NumberError(message)
        total = total + metres
    return plain(total)
