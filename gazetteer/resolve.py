"""From a description and its context to a location: readings, anchors, placement, reasons."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from gazetteer import codes, defaults, reasons
from gazetteer.clauses import DistanceOnly
from gazetteer.densities import density_of, factor_of, point_of
from gazetteer.disambiguate import MEASURED, Context, province_codes, rivals
from gazetteer.errors import UnresolvedPlaceError
from gazetteer.expression import parse
from gazetteer.extent import joint_footprint, outside_m, province_of_area, reach_m
from gazetteer.location import Location, nothing_drawn
from gazetteer.manner import USUAL, Manner
from gazetteer.opening import load
from gazetteer.placement import AREA_KINDS, Placement, loosened, place_clause
from gazetteer.understanding import Understood, understand
from geo import regions
from geo.errors import RegionError
from geo.uncertainty import Density

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.clauses import Clause, Expression, Relation
    from gazetteer.company import Company
    from gazetteer.manner import Method, Reckoning
    from gazetteer.place import Place
    from gazetteer.store import Gazetteer
    from geo.laws import Style


def locate(
    text: str,
    *,
    country: str | None = None,
    province: str | None = None,
    style: Style = "human",
    method: Method = "density",
    distance: Reckoning = "stated",
    gazetteer: Gazetteer | None = None,
) -> Location:
    """
    Turn one description of a location into a point with its uncertainty.

    Parameters
    ----------
    text
        The description, such as "about 10 km north of Al-Mayadeen".
    country
        Country of the event: alpha-2, alpha-3 or English name.
    province
        Province of the event: its code or its name.
    style
        Whose words they are: "human", "machine" (catalogues that round to 16 points) or
        "encyclopedia" (articles that machines wrote from coordinates).
    method
        "density", whose `radius_m` holds the place with 90 %, or the published "point-radius",
        whose `radius_m` is a maximum.
    distance
        Put the point as far away as the text states, or "calibrated" in the middle of the
        density: people state distances by road.
    gazetteer
        Where to look; the embedded one if left out.

    Returns
    -------
    Location
        With status `located`, `region` (a footprint and no point) or `ambiguous`.

    Raises
    ------
    ExpressionError
        If the text is no description of a location.
    UnresolvedPlaceError
        If the place that it names is not known; the message gives the nearest names.
    RegionError
        If the country or the province is not known.

    Examples
    --------
    >>> spot = locate("about 10 km north of Al-Mayadeen", country="SY")
    >>> print(f"{spot.lon:.2f} {spot.lat:.2f} {spot.province}")
    40.45 35.11 SY.07
    """
    places = load() if gazetteer is None else gazetteer
    code = country_code(country, gazetteer=places)
    provinces: tuple[str, ...] = ()
    if province is not None:
        provinces = province_codes(province, country=code, gazetteer=places)
        if not provinces:
            msg = f"no province is called {province!r}" + (f" in {code}" if code else "")
            raise RegionError(msg + "; give its English name or its code, such as 'SY.08'")
    spot = resolve(
        parse(text),
        country=code,
        provinces=provinces,
        manner=Manner(style=style, method=method, distance=distance),
        gazetteer=places,
    )
    if spot.status == "unresolved":
        message = f"cannot locate {text!r}: {spot.why}"
        names = tuple(match.name for match in spot.candidates)
        raise UnresolvedPlaceError(message, text=text, why=spot.why, candidates=names)
    return spot


def country_code(word: str | None, *, gazetteer: Gazetteer) -> str | None:
    """
    Give the alpha-2 code of a country.

    Raises
    ------
    RegionError
        If the word is no country's code or name.
    """
    if word is None:
        return None
    place = gazetteer.country(word)
    if place is None:
        msg = f"no country is called {word!r}; give its English name or code, such as 'SY' or 'SYR'"
        raise RegionError(msg)
    return place.country


def resolve(
    expression: Expression,
    *,
    country: str | None = None,
    provinces: Sequence[str] = (),
    company: Company | None = None,
    manner: Manner = USUAL,
    gazetteer: Gazetteer | None = None,
) -> Location:
    """
    Locate a parsed description; an unknown place is an answer, never an error.

    Parameters
    ----------
    expression
        What was said.
    country
        Alpha-2 code of the country of the event.
    provinces
        Codes of the province or provinces of the event.
    company
        The other places of the same document (`gazetteer.understanding.company_of`).
    manner
        Whose law, by which method, and where the point is put.
    gazetteer
        Where to look; the embedded one if left out.

    Returns
    -------
    Location
        Its `status` and `why` tell how far it went.
    """
    places = load() if gazetteer is None else gazetteer
    context = Context(country=country, provinces=tuple(provinces), company=company)
    readings = [expression.clauses, *expression.others]
    attempts = [_attempt(clauses, expression, context, manner, places) for clauses in readings]
    # Readings come best first, so that of equals the first stays.
    doubts = [_doubt(spot, clauses) for spot, clauses in zip(attempts, readings, strict=True)]
    return replace(attempts[doubts.index(min(doubts))], method=manner.method)


def _attempt(
    clauses: Sequence[Clause],
    expression: Expression,
    context: Context,
    manner: Manner,
    gazetteer: Gazetteer,
) -> Location:
    """Resolve one reading."""
    # "Damboa, 90 km from Maiduguri" is at Damboa, if anybody knows it.
    clauses = sorted(clauses, key=lambda clause: isinstance(clause, DistanceOnly))
    items, glosses = understand(clauses, expression.glosses, context=context, gazetteer=gazetteer)
    missing = [found for item in items for found in item.found if not found.accepted]
    usable = [item for item in items if item.complete]
    stood_in = not usable  # the gloss stands in for an anchor that nobody knows
    if stood_in:
        usable = [item for item in glosses if item.complete]
    relation: Relation = clauses[0].relation
    unplaced = Location(
        status="unresolved",
        relation=relation,
        expression=expression,
        country=context.country,
        unknown=tuple(found.anchor.name for found in missing),
    )
    if not usable:
        return replace(
            unplaced,
            candidates=tuple(match for found in missing for match in found.nearest),
            why=reasons.unknown(missing) if missing else "the text names no place",
        )
    first, *rest = usable
    matches = tuple(match for found in first.found for match in found.accepted)
    close = [match for found in first.found for match in rivals(found)]
    if close:
        why = reasons.several([matches[0], *close], gazetteer=gazetteer)
        return replace(unplaced, status="ambiguous", candidates=matches, why=why)
    placed = place_clause(
        first.clause, first.places, country=context.country, reach_m=reach_m(first, gazetteer)
    )
    # Without the anchor that it leads away from, another place is no point for a measure.
    if not stood_in and first.clause is not clauses[0] and clauses[0].relation in MEASURED:
        placed = loosened(placed, clauses[0])
    draw = joint_footprint(placed, first, rest, context=context, gazetteer=gazetteer)
    why = reasons.reason(first, missing, gazetteer=gazetteer)
    spot = replace(
        unplaced,
        relation=_relation(relation, first),
        anchors=first.places,
        candidates=matches,
        why=f"{why}; reckoned from the text in brackets" if stood_in else why,
    )
    if placed.draw is nothing_drawn:
        return replace(spot, why=f"{spot.why}; but no such line or area is known")
    spot = _placed(replace(spot, draw=draw), placed, context)
    if manner.method == "density" and spot.status in {"located", "region"}:
        spot = _spread(spot, [first, *rest], context, manner, gazetteer)
    return spot


def _spread(
    spot: Location,
    items: Sequence[Understood],
    context: Context,
    manner: Manner,
    gazetteer: Gazetteer,
) -> Location:
    """Give a location its density, and the point and radii that follow from it."""
    first, *rest = (
        factor_of(
            item.clause,
            item.places,
            style=manner.style,
            country=context.country,
            reach_m=reach_m(item, gazetteer),
        )
        for item in items
    )
    if first is None:
        return spot
    if spot.status == "region":  # its footprint is what the text names, and it has no point
        return replace(spot, density=Density((first,)))
    factors = [first, *(factor for factor in rest if factor is not None)]
    density, left_out = density_of(factors, context.provinces)
    lon, lat = point_of(density, calibrated=manner.distance == "calibrated")
    radii = density.radii(lon, lat)
    if (lon, lat) != (spot.lon, spot.lat):
        spot = _pinned(replace(spot, radius_m=radii[0.9]), lon, lat, context)
    if spot.status != "located":
        return spot
    return replace(
        spot,
        density=density,
        r50_m=radii[0.5],
        r80_m=radii[0.8],
        radius_m=radii[0.9],
        r95_m=radii[0.95],
        where_prec=codes.where_prec(spot.relation, spot.anchors[0].kind, radii[0.9]),
        why="; ".join([spot.why, *left_out]),
        draw=partial(density.footprint, 0.9),
    )


def _placed(spot: Location, placed: Placement, context: Context) -> Location:
    """Fill in the point or area, its province, and the codes that follow from them."""
    anchor = spot.anchors[0]
    spot = replace(
        spot,
        radius_m=placed.radius_m,
        where_prec=codes.where_prec(spot.relation, anchor.kind, placed.radius_m),
        geo_precision=codes.geo_precision(spot.relation, anchor.kind),
    )
    if placed.lon is not None and placed.lat is not None:
        return _pinned(spot, placed.lon, placed.lat, context)
    province: str | None = None
    if anchor.kind == "province":
        province = anchor.codes[0]
    elif len(context.provinces) == 1:
        province = context.provinces[0]
    elif anchor.kind not in AREA_KINDS:
        province = province_of_area(spot.footprint)
    home = regions.country_of_province(province) if province else None
    country = home or context.country or anchor.country
    return replace(spot, status="region", country=country, province=province)


def _pinned(spot: Location, lon: float, lat: float, context: Context) -> Location:
    """Put the point where it is, unless that contradicts the province of its context."""
    anchor, why = spot.anchors[0], spot.why
    province: str | None = regions.province_of(np.array([lon]), np.array([lat]))[0]
    if (lon, lat) == (anchor.lon, anchor.lat) and _abroad(province, anchor):
        province = anchor.admin1  # a town on the border: its own country, not the polygon's
    if context.provinces and province not in context.provinces:
        away_m = outside_m(lon, lat, context.provinces)
        why += f"; {away_m / 1000:.0f} km outside the province that the context names"
        near_m = (spot.radius_m or 0.0) + defaults.PROVINCE_SLACK_M
        if away_m > near_m and anchor.admin1 not in context.provinces:
            return replace(
                spot, status="ambiguous", anchors=(), radius_m=None, why=why, draw=nothing_drawn
            )
    home = regions.country_of_province(province) if province else None
    return replace(
        spot,
        status="located",
        lon=lon,
        lat=lat,
        country=home or context.country or anchor.country,
        province=province,
        why=why,
    )


def _abroad(province: str | None, place: Place) -> bool:
    """Tell whether a province lies in another country than a place, whose own province we have."""
    return (
        province is not None
        and regions.country_of_province(province) != place.country
        and place.admin1 in regions.default_regions().row_of
    )


def _relation(stated: Relation, item: Understood) -> Relation:
    """Name a plain "in X" by what X turned out to be."""
    area = item.places[0].kind in AREA_KINDS and len(item.places) == 1
    plain = stated in {"at", "in_area"} and item.clause.relation == stated
    return "region_only" if area and plain else stated


def _doubt(spot: Location, clauses: Sequence[Clause]) -> tuple[bool, int, int, bool]:
    """Rank readings: placed before not, names as written, "West Point" before the west of Point."""
    exact = {match.place.id for match in spot.candidates if match.kind == "exact"}
    misspelt = sum(place.id not in exact for place in spot.anchors)
    longest = max((len(anchor.name) for clause in clauses for anchor in clause.anchors), default=0)
    return spot.status == "unresolved", misspelt, -longest, spot.status == "ambiguous"
