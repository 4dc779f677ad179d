"""
The point-radius method: one point and the radius that holds every place a text may mean.

Chapman & Wieczorek (2020), Georeferencing Best Practices, doi:10.15468/doc-gg7h-s853, and
Wieczorek, Guo & Hijmans (2004), doi:10.1080/13658810412331280211. All lengths are metres and
keyword arguments; numbers and arrays broadcast together, numbers give numbers, NaN in gives NaN
out. Errors are added up, never squared. Two of them every function takes:

- `coordinate_precision_m`: from `coordinate_precision`, the rounding of the coordinates;
- `source_error_m`: the error of the measurement, of the map, and of a datum that is not stated,
  added up.

"Near" a feature is `feature_radius` with the radial of the extended feature; "between A and B"
is the same with half the distance of their centres, at the midpoint; a direction alone is the
enclosing circle of a sector (`geo.shapes`). Townships and sections are not covered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np

from geo.errors import NumberError
from geo.geodesy import Degrees, Metres, plain
from geo.precision import Rule, coordinate_precision, distance_precision, finest_precision

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = [
    "coordinate_precision", "coordinates_radius", "distance_only_radius", "distance_precision",
    "feature_radius", "finest_precision", "heading_radius", "orthogonal_radius", "path_radius",
    "point_radius",
]  # fmt: skip

LocalityType: TypeAlias = Literal[
    "coordinates", "feature", "between", "distance_only", "path", "orthogonal", "heading"
]


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


def point_radius(
    kind: LocalityType,
    *,
    lat: Degrees,
    offset_m: Metres = 0.0,
    half_angle: Degrees | None = None,
    radial_m: Metres = 0.0,
    separation_m: Metres = 0.0,
    distance_precision_m: Metres = 0.0,
    coordinate_precision_deg: Degrees = 0.0,
    measurement_error_m: Metres = 0.0,
    map_error_m: Metres = 0.0,
    datum_error_m: Metres = 0.0,
    datum: str = "WGS 84",
    rule: Rule = "2020",
) -> Metres:
    """
    Give the radius of a place of any locality type, from all that the method asks for.

    Each type has its own function above; what a type has no use for is left out of its sum.

    Parameters
    ----------
    kind
        Type of the locality.
    lat
        Latitude of the anchor, degrees; the coordinate precision depends on it.
    offset_m
        Stated distance ("distance_only", "heading").
    half_angle
        Half of the angle that the direction may mean, degrees ("heading", which needs it).
    radial_m
        From the corrected centre of the anchor to the farthest point of its boundary.
    separation_m
        Distance between the two places ("between").
    distance_precision_m
        What the rounding of the stated distance is worth.
    coordinate_precision_deg
        The last digit in which the anchor's coordinates are given, degrees.
    measurement_error_m, map_error_m, datum_error_m
        Of reading the coordinates, of the map itself, and of a datum that is not stated.
    datum
        Name of the stated datum; its ellipsoid is used.
    rule
        As for `orthogonal_radius`.

    Returns
    -------
    float or array
        Metres.

    Raises
    ------
    NumberError
        If a length is below zero, a heading has no `half_angle`, or `kind` is none.
    CoordinateError
        If a latitude is outside [-90, 90].
    CRSError
        If the datum is unknown to pyproj.

    Examples
    --------
    10 miles east of Bakersfield, an example of the Georeferencing Calculator (12.254 miles):

    >>> mile_m = 1609.344
    >>> radius_m = point_radius(
    ...     "heading", lat=35.3733, offset_m=10 * mile_m, half_angle=45, radial_m=2 * mile_m,
    ...     distance_precision_m=5 * mile_m, coordinate_precision_deg=1 / 3600, datum_error_m=79,
    ... )
    >>> print(f"{radius_m / mile_m:.3f}")
    12.254
    """
    coordinate_m = coordinate_precision(lat, coordinate_precision_deg, datum=datum)
    source_m = _sum(measurement_error_m, map_error_m, datum_error_m)
    if kind == "orthogonal":
        return orthogonal_radius(
            radial_m=radial_m,
            distance_precision_m=distance_precision_m,
            coordinate_precision_m=coordinate_m,
            source_error_m=source_m,
            rule=rule,
        )
    if kind == "heading":
        if half_angle is None:
            message = (
                "A heading needs half_angle, in degrees: 45 for north, 22.5 for northeast "
                "(geo.wind tells), 1 for a bearing in degrees."
            )
            raise NumberError(message)
        return heading_radius(
            offset_m=offset_m,
            half_angle=half_angle,
            radial_m=radial_m,
            distance_precision_m=distance_precision_m,
            coordinate_precision_m=coordinate_m,
            source_error_m=source_m,
        )
    spread: dict[LocalityType, tuple[ArrayLike, ...]] = {
        "coordinates": (),
        "feature": (radial_m,),
        "between": (np.asarray(separation_m) / 2,),
        "distance_only": (offset_m, radial_m, distance_precision_m),
        "path": (radial_m, distance_precision_m),
    }
    if kind not in spread:
        message = f"{kind!r} is no locality type; choose from {', '.join(get_args(LocalityType))}."
        raise NumberError(message)
    return _sum(*spread[kind], coordinate_m, source_m)


def _sum(*lengths_m: ArrayLike) -> Metres:
    total = np.asarray(0.0)
    for length_m in lengths_m:
        metres = np.asarray(length_m, dtype=np.float64)
        if (metres < 0).any():
            message = f"A length of the point-radius method is below zero: {metres.min():g} m."
            raise NumberError(message)
        total = total + metres
    return plain(total)
