"""
The point-radius method by the name of the locality type, from all that it asks for.

Lengths are metres, angles degrees; numbers and arrays broadcast together.
"""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

import numpy as np

from geo import pointradius
from geo.errors import NumberError
from geo.geodesy import Degrees, Metres, plain
from geo.precision import Rule, coordinate_precision

LocalityType: TypeAlias = Literal[
    "coordinates", "feature", "between", "distance_only", "path", "orthogonal", "heading"
]


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

    What a type has no use for is left out; `geo.pointradius` has a function for each.

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
        If a length is below zero, `kind` is no type, or a heading has no `half_angle`.
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
    given_m = pointradius.coordinates_radius(
        coordinate_precision_m=coordinate_precision(lat, coordinate_precision_deg, datum=datum)
    )
    source_m = plain(np.asarray(measurement_error_m) + map_error_m + datum_error_m)
    match kind:
        case "coordinates":
            radius_m = pointradius.coordinates_radius(source_error_m=source_m)
        case "feature":
            radius_m = pointradius.feature_radius(radial_m=radial_m, source_error_m=source_m)
        case "between":
            radius_m = pointradius.between_radius(
                separation_m=separation_m, source_error_m=source_m
            )
        case "distance_only":
            radius_m = pointradius.distance_only_radius(
                offset_m=offset_m,
                radial_m=radial_m,
                distance_precision_m=distance_precision_m,
                source_error_m=source_m,
            )
        case "path":
            radius_m = pointradius.path_radius(
                radial_m=radial_m,
                distance_precision_m=distance_precision_m,
                source_error_m=source_m,
            )
        case "orthogonal":
            radius_m = pointradius.orthogonal_radius(
                radial_m=radial_m,
                distance_precision_m=distance_precision_m,
                source_error_m=source_m,
                rule=rule,
            )
        case "heading":
            radius_m = pointradius.heading_radius(
                offset_m=offset_m,
                half_angle=_stated(half_angle),
                radial_m=radial_m,
                distance_precision_m=distance_precision_m,
                source_error_m=source_m,
            )
        case _:
            kinds = ", ".join(get_args(LocalityType))
            message = f"{kind!r} is no type of locality; choose from {kinds}."
            raise NumberError(message)
    # in every type the coordinate precision is added outside, last
    return plain(np.asarray(radius_m) + given_m)


def _stated(half_angle: Degrees | None) -> Degrees:
    if half_angle is None:
        message = (
            "A heading needs half_angle, in degrees: 45 for north, 22.5 for northeast "
            "(geo.wind tells), 1 for a bearing in degrees."
        )
        raise NumberError(message)
    return half_angle
