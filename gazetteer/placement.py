"""
From a clause and the places it names to a point, a radius and a shape.

The point-radius method (Chapman & Wieczorek 2020, doi:10.15468/doc-gg7h-s853) where it has a
rule; the lengths that it leaves open are in `gazetteer.defaults`. Degrees, longitude before
latitude, metres.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import shapely

from gazetteer import defaults
from gazetteer.clauses import (
    Border,
    Clause,
    Direction,
    DirectionOnly,
    Distance,
    DistanceOnly,
    Near,
    Offset,
    Orthogonal,
    PartOfRegion,
    Toward,
)
from gazetteer.location import nothing_drawn
from gazetteer.place import AREAS
from geo import geodesy, pointradius, precision, regions, shapes, units

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shapely.geometry.base import BaseGeometry

    from gazetteer.place import Place

AREA_KINDS = frozenset({*AREAS, "lake", "sea", "island", "desert", "valley"})
"""Kinds of places that are areas: named alone they give a footprint and no point."""

SMALL_KINDS = frozenset({"village", "hamlet", "checkpoint", "camp", "landmark"})
"""Kinds near which "near" reaches half as far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where one clause leads: a point with its radius, or a shape alone; both made when asked."""

    lon: float | None = None
    lat: float | None = None
    measure: Callable[[], float | None] = field(default=nothing_drawn, repr=False)
    draw: Callable[[], BaseGeometry | None] = field(default=nothing_drawn, repr=False)

    @property
    def radius_m(self) -> float | None:
        """Radius round the point, or of the shape without one; a density never asks for it."""
        return self.measure()


def place_clause(  # noqa: C901 - one case a family
    clause: Clause,
    places: Sequence[Place],
    *,
    country: str | None = None,
    reach_m: float,
    at: tuple[float, float] | None = None,
) -> Placement:
    """
    Place one clause.

    Parameters
    ----------
    clause
        What the text says.
    places
        One place for each of `clause.anchors`, in their order.
    country
        Alpha-2 code of the country of the event, for borders named by one side and to keep
        "near the border" on its own side.
    reach_m
        How far a direction without a distance reaches.
    at
        Where a distance and a direction lead, if `destinations` has worked that out.

    Returns
    -------
    Placement
        Without a point where the clause states a direction or an area only.

    Examples
    --------
    >>> from gazetteer.clauses import Anchor, At
    >>> from gazetteer.place import Place
    >>> town = Place(id="x:1", name="Idlib", lon=36.63, lat=35.93, country="SY", admin1="SY.12",
    ...              kind="town", population=99_000, radius_m=4_000, source="x")
    >>> clause = At(anchor=Anchor(name="Idlib", start=0, end=5), start=0, end=5)
    >>> placed = place_clause(clause, [town], country="SY", reach_m=30_000)
    >>> placed.lon, placed.lat, round(placed.radius_m, -2)
    (36.63, 35.93, 4000.0)
    """
    first = places[0]
    match clause:
        case Offset(distance=distance, direction=direction):
            placed = _offset(first, distance, direction, at)
        case Orthogonal(legs=legs):
            placed = _orthogonal(first, legs)
        case DistanceOnly(distance=distance):
            placed = _distance_only(first, distance)
        case DirectionOnly(direction=direction):
            placed = _cone(first, direction, reach_m)
        case Toward(distance=distance):
            placed = _toward(first, places[1], distance)
        case Border(distance=distance):
            placed = _border(places, distance, country)
        case PartOfRegion(direction=direction):
            placed = _part(first, direction)
        case _ if len(places) > 1:
            placed = _between(first, places[1])
        case _ if first.kind in AREA_KINDS and not isinstance(clause, Near):
            placed = _area(first)
        case _ if clause.relation in {"at", "region_only", "coordinates"}:
            placed = _feature(first, 0.0)
        case _:
            placed = _feature(first, near_m(first))
    return placed


def destinations(
    clauses: Sequence[Clause], places: Sequence[Place]
) -> list[tuple[float, float] | None]:
    """
    Work out at once where many distances and directions lead.

    Parameters
    ----------
    clauses
        Statements of any family.
    places
        The first place of each.

    Returns
    -------
    list of (lon, lat) or None
        Degrees; None for every other family.
    """
    stated = [(row, clause) for row, clause in enumerate(clauses) if isinstance(clause, Offset)]
    found: list[tuple[float, float] | None] = [None] * len(clauses)
    if len(stated) < 2:  # noqa: PLR2004 - one is worked out where it is needed
        return found
    lon, lat = geodesy.destination(
        np.array([places[row].lon for row, _ in stated]),
        np.array([places[row].lat for row, _ in stated]),
        np.array([clause.direction.bearing for _, clause in stated]),
        np.array([clause.distance.distance_m for _, clause in stated]),
    )
    for (row, _), east, north in zip(stated, lon.tolist(), lat.tolist(), strict=True):
        found[row] = east, north
    return found


def loosened(placed: Placement, unplaced: Clause) -> Placement:
    """
    Turn a point into an area, for a target that was measured from somewhere unknown near it.

    Parameters
    ----------
    placed
        A place that the phrase names beside ("3 km southeast of Nowhere, near Idlib").
    unplaced
        The clause that would place the target, if its anchor were known.

    Returns
    -------
    Placement
        Without a point: the extent of the place, extended as for "near" and by what is stated.
    """
    match unplaced:
        case Offset(distance=distance) | DistanceOnly(distance=distance):
            stated_m = distance.distance_m
        case Orthogonal(legs=legs):
            stated_m = sum(distance.distance_m for distance, _ in legs)
        case _:
            stated_m = defaults.DIRECTION_REACH_M
    if placed.lon is None or placed.lat is None:
        return placed
    radius_m = (placed.radius_m or 0.0) + defaults.NEAR_M + stated_m
    draw = partial(shapes.disc, placed.lon, placed.lat, radius_m)
    return Placement(measure=lambda: radius_m, draw=draw)


def near_m(place: Place) -> float:
    """Tell how far "near" reaches beyond the extent of a place, metres."""
    return defaults.NEAR_SMALL_M if place.kind in SMALL_KINDS else defaults.NEAR_M


def area_of(place: Place) -> BaseGeometry:
    """Draw a place: the polygons of an area, the disc of its extent for anything else."""
    if place.codes:
        return regions.shape_of(place.codes)
    if place.kind == "country" and place.country:
        return regions.shape_of((place.country,))
    return shapes.disc(place.lon, place.lat, place.radius_m)


def _disc_at(lon: float, lat: float, measure: Callable[[], float]) -> Placement:
    return Placement(
        lon=lon, lat=lat, measure=measure, draw=lambda: shapes.disc(lon, lat, measure())
    )


def _feature(place: Place, beyond_m: float) -> Placement:
    """Extend the extent of a place on all sides ("near")."""

    def measure() -> float:
        radius_m = pointradius.feature_radius(
            radial_m=place.radius_m + beyond_m, coordinate_precision_m=_coordinate_m(place)
        )
        return float(radius_m)

    return _disc_at(place.lon, place.lat, measure)


def _offset(
    place: Place, distance: Distance, direction: Direction, at: tuple[float, float] | None = None
) -> Placement:
    lon, lat = at or geodesy.destination(
        place.lon, place.lat, direction.bearing, distance.distance_m
    )

    def measure() -> float:
        radius_m = pointradius.heading_radius(
            offset_m=distance.distance_m,
            half_angle=direction.half_angle,
            radial_m=place.radius_m,
            distance_precision_m=stated_precision_m(distance),
            coordinate_precision_m=_coordinate_m(place),
        )
        return float(radius_m)

    def draw() -> BaseGeometry:
        # The sector is the very shape whose farthest corner the published radius measures.
        slack_m = place.radius_m + stated_precision_m(distance)
        nearest_m = max(0.0, distance.distance_m - slack_m)
        wind = direction.bearing, direction.half_angle
        return shapes.sector(place.lon, place.lat, *wind, nearest_m, distance.distance_m + slack_m)

    return Placement(lon=float(lon), lat=float(lat), measure=measure, draw=draw)


def _toward(place: Place, other: Place, distance: Distance) -> Placement:
    """Go from one place in the direction of another, which leaves open what a wind does not."""
    bearing, _ = geodesy.inverse(place.lon, place.lat, other.lon, other.lat)
    ahead = Direction(
        name=f"{bearing:.0f}",
        bearing=float(bearing),
        half_angle=defaults.TOWARD_HALF_ANGLE,
        start=distance.start,
        end=distance.end,
    )
    return _offset(place, distance, ahead)


def _orthogonal(
    place: Place, legs: tuple[tuple[Distance, Direction], tuple[Distance, Direction]]
) -> Placement:
    lon, lat = place.lon, place.lat
    for distance, direction in legs:
        east, north = geodesy.destination(lon, lat, direction.bearing, distance.distance_m)
        lon, lat = float(east), float(north)

    def measure() -> float:
        radius_m = pointradius.orthogonal_radius(
            radial_m=place.radius_m,
            distance_precision_m=max(stated_precision_m(distance) for distance, _ in legs),
            coordinate_precision_m=_coordinate_m(place),
        )
        return float(radius_m)

    return _disc_at(lon, lat, measure)


def _distance_only(place: Place, distance: Distance) -> Placement:
    def measure() -> float:
        radius_m = pointradius.distance_only_radius(
            offset_m=distance.distance_m,
            radial_m=place.radius_m,
            distance_precision_m=stated_precision_m(distance),
            coordinate_precision_m=_coordinate_m(place),
        )
        return float(radius_m)

    def draw() -> BaseGeometry:
        inner_m = 0.0
        if distance.bound in {"stated", "range"}:
            nearest_m = distance.low_m if distance.low_m is not None else distance.distance_m
            inner_m = max(0.0, nearest_m - place.radius_m - stated_precision_m(distance))
        return shapes.sector(place.lon, place.lat, 0.0, 180.0, inner_m, measure())

    if place.kind in AREA_KINDS:  # "8 km into Iraq" is no point in the middle of Iraq
        return Placement(measure=measure, draw=draw)
    return Placement(lon=place.lon, lat=place.lat, measure=measure, draw=draw)


def _cone(place: Place, direction: Direction, reach_m: float) -> Placement:
    outer_m = place.radius_m + reach_m
    draw = partial(
        shapes.sector, place.lon, place.lat, direction.bearing, direction.half_angle, 0.0, outer_m
    )
    return Placement(measure=lambda: _radial_m(draw()), draw=draw)


def _between(one: Place, other: Place) -> Placement:
    """Take the middle; the radius is half the distance."""
    lon, lat = geodesy.midpoint(one.lon, one.lat, other.lon, other.lat)

    def measure() -> float:
        _, distance_m = geodesy.inverse(one.lon, one.lat, other.lon, other.lat)
        return float(pointradius.between_radius(separation_m=float(distance_m)))

    draw = partial(
        shapes.corridor,
        shapely.LineString([(one.lon, one.lat), (other.lon, other.lat)]),
        defaults.CORRIDOR_HALF_WIDTH_M,
    )
    return Placement(lon=float(lon), lat=float(lat), measure=measure, draw=draw)


def _border(places: Sequence[Place], distance: Distance | None, country: str | None) -> Placement:
    """Draw a strip along a border, on the side of the event's country where that is known."""
    codes = [place.country for place in places if place.country]
    sides = (*codes, country) if len(codes) == 1 and country and country not in codes else codes
    if not sides:
        return Placement()
    line = regions.shared_border(*sides[:2])
    if line.is_empty:
        return Placement()
    far_m = near_m = defaults.BORDER_HALF_WIDTH_M
    if distance is not None:
        precision_m = stated_precision_m(distance) + distance.distance_m * 0.1
        near_m, far_m = distance.distance_m - precision_m, distance.distance_m + precision_m
    home = country if country in sides else None

    def draw() -> BaseGeometry:
        strip: BaseGeometry = shapes.corridor(line, far_m)
        if distance is not None and near_m > 0:
            strip = strip.difference(shapes.corridor(line, near_m))
        return strip.intersection(regions.shape_of((home,))) if home else strip

    return Placement(draw=draw)


def _area(place: Place) -> Placement:
    return Placement(measure=lambda: place.radius_m, draw=partial(area_of, place))


def _part(place: Place, direction: Direction) -> Placement:
    """Cut an area through its middle and take one side."""

    def draw() -> BaseGeometry:
        area = area_of(place)
        middle = area.representative_point() if area.is_empty else area.centroid
        reach_m = 2 * max(place.radius_m, _radial_m(area) or 0.0)
        half = shapes.sector(
            middle.x, middle.y, direction.bearing, defaults.PART_HALF_ANGLE, 0.0, reach_m
        )
        return area.intersection(half)

    return Placement(measure=lambda: _radial_m(draw()), draw=draw)


def _radial_m(shape: BaseGeometry | None) -> float | None:
    """Radius of the smallest circle round a shape, metres."""
    if shape is None or shape.is_empty:
        return None
    _, _, radius_m = shapes.enclosing_circle(shape)
    return float(radius_m)


def stated_precision_m(distance: Distance) -> float:
    """Judge a distance by its digits; number words and ranges by the digits they stand for."""
    unit_m = float(units.to_metres(1.0, distance.unit))
    if distance.low_m is not None and distance.high_m is not None:
        numbers = [f"{end_m / unit_m:.10g}" for end_m in (distance.low_m, distance.high_m)]
    elif any(sign.isnumeric() for sign in distance.number):
        numbers = [distance.number]
    else:
        numbers = [f"{distance.distance_m / unit_m:.10g}"]
    return precision.finest_precision(numbers) * unit_m


def _coordinate_m(place: Place) -> float:
    return float(precision.coordinate_precision(place.lat, defaults.COORDINATE_PRECISION_DEG))
