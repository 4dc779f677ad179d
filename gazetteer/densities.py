"""
From clauses and the places they name to a density: which law speaks for which words.

Only offsets have laws that were fitted on true places; the others are assumed (their lengths are
in `gazetteer.defaults`) and say so in `calibrated`. Degrees, longitude before latitude; metres.
"""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING, Final

from gazetteer import defaults
from gazetteer.clauses import (
    At,
    Between,
    Coordinates,
    DistanceOnly,
    InArea,
    Near,
    Offset,
    OnRoad,
    Orthogonal,
    RegionOnly,
    Toward,
)
from gazetteer.placement import AREA_KINDS, near_m, place_clause
from geo import geodesy
from geo.factors import Factor
from geo.outlines import remember_stated
from geo.uncertainty import Density

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.clauses import Clause
    from gazetteer.place import Place
    from geo.laws import Style

ASSUMED: Final = 1.0
"""Half-angle that tells `Factor.calibrated` that no wind was stated, degrees: the law of the finest
winds is assumed for "from A towards B", as it is for a bearing in degrees."""

MEASURES: Final = frozenset({"offset", "ring"})
"""Families that lead away from their anchor by a stated distance."""


def factor_of(  # noqa: PLR0911 - one return a family
    clause: Clause,
    places: Sequence[Place],
    *,
    style: Style = "human",
    country: str | None = None,
    reach_m: float = defaults.DIRECTION_REACH_M,
) -> Factor | None:
    """
    Say in numbers what one clause says.

    Parameters
    ----------
    clause
        What the text says.
    places
        One place for each of its anchors.
    style
        Whose law an offset follows.
    country
        Alpha-2 code of the country of the event, for borders.
    reach_m
        How far a direction without a distance reaches.

    Returns
    -------
    Factor or None
        None where no such line or area is known.

    Examples
    --------
    >>> from gazetteer.expression import parse
    >>> from gazetteer.opening import load
    >>> town = load().search("Al-Mayadeen", country="SY")[0].place
    >>> factor = factor_of(parse("about 10 km north of Al-Mayadeen").primary, [town])
    >>> factor.family, factor.distance_m, factor.calibrated
    ('offset', 10000.0, True)
    """
    first = places[0]
    if len(places) > 1 and isinstance(clause, Between | OnRoad | InArea):
        return _line(first, places[1], middle=isinstance(clause, Between) and clause.midway)
    match clause:
        case Offset(distance=distance, direction=direction):
            wind = direction.bearing, direction.half_angle
            return _offset(first, distance.distance_m, *wind, style)
        case Toward(distance=distance):
            bearing, _ = geodesy.inverse(first.lon, first.lat, places[1].lon, places[1].lat)
            return _offset(first, distance.distance_m, float(bearing), ASSUMED, style)
        case Orthogonal(legs=legs):
            placed = place_clause(clause, places, country=country, reach_m=reach_m)
            legs_m = hypot(*(distance.distance_m for distance, _ in legs))
            return _round(placed.lon, placed.lat, first.radius_m + defaults.LEGS_SHARE * legs_m)
        case DistanceOnly(distance=distance) if first.kind not in AREA_KINDS:
            return Factor(
                family="ring",
                lon=first.lon,
                lat=first.lat,
                radius_m=first.radius_m,
                distance_m=distance.distance_m,
                half_angle=180.0,
                style=style,
                least=distance.bound in {"less", "within"},
            )
        case At() | RegionOnly() | Coordinates() if first.kind not in AREA_KINDS:
            return _round(first.lon, first.lat, first.radius_m)
        case Near() | InArea() | OnRoad() if first.kind not in AREA_KINDS or isinstance(
            clause, Near
        ):
            return _round(first.lon, first.lat, first.radius_m + near_m(first))
        case _:
            area = place_clause(clause, places, country=country, reach_m=reach_m).draw()
            if area is None or area.is_empty:
                return None
            return Factor(family="shape", area=area)


def density_of(
    factors: Sequence[Factor], provinces: Sequence[str]
) -> tuple[Density, tuple[str, ...]]:
    """
    Multiply what the clauses say, and leave out what contradicts the first.

    Parameters
    ----------
    factors
        The first places the target.
    provinces
        Codes of the provinces of the event.

    Returns
    -------
    Density
        Of all that agrees.
    tuple of str
        What was left out, in words for a reason.
    """
    whole = Density(tuple(factors), tuple(provinces))
    if (len(factors) == 1 and not provinces) or whole.agrees:
        return whole, ()
    first, *rest = factors
    kept, left_out = [first], []
    for factor in rest:
        if Density((*kept, factor)).agrees:
            kept.append(factor)
        else:
            left_out.append("a second statement contradicts the first and was left out")
    density = Density(tuple(kept), tuple(provinces))
    if provinces and not density.agrees:
        density = Density(tuple(kept))
        left_out.append("the province that the context names contradicts it and was left out")
    return density, tuple(dict.fromkeys(left_out))


def points_of(densities: Sequence[Density], *, calibrated: bool) -> list[tuple[float, float]]:
    """
    Give the points of densities.

    Parameters
    ----------
    densities
        Of located phrases.
    calibrated
        Take the middle of each density. If not, the point follows the text, unless two measures
        meet, since then no one of them says where.

    Returns
    -------
    list of (lon, lat)
        Degrees.
    """
    remember_stated(densities)
    return [
        density.centre
        if calibrated or sum(factor.family in MEASURES for factor in density.factors) > 1
        else density.stated
        for density in densities
    ]


def _offset(
    place: Place, distance_m: float, bearing: float, half_angle: float, style: Style
) -> Factor:
    return Factor(
        family="offset",
        lon=place.lon,
        lat=place.lat,
        radius_m=place.radius_m,
        distance_m=distance_m,
        bearing=bearing,
        half_angle=half_angle,
        style=style,
    )


def _line(one: Place, other: Place, *, middle: bool) -> Factor:
    return Factor(
        family="line",
        lon=one.lon,
        lat=one.lat,
        lon2=other.lon,
        lat2=other.lat,
        radius_m=defaults.CORRIDOR_HALF_WIDTH_M,
        middle=middle,
    )


def _round(lon: float | None, lat: float | None, radius_m: float) -> Factor | None:
    if lon is None or lat is None:
        return None
    return Factor(family="round", lon=lon, lat=lat, radius_m=max(radius_m, 1.0))
