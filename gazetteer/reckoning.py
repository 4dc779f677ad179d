"""
From readings to locations, many at once: anchors one by one, the arithmetic as arrays.

A reading is begun with the gazetteer, which chooses its anchors; points, their provinces, densities
and radii of all readings together are reckoned after that, so that a table costs little more a row
than its look-ups. One phrase is a table of one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from gazetteer import codes, defaults, reasons
from gazetteer.clauses import DistanceOnly
from gazetteer.densities import density_of, factor_of, points_of
from gazetteer.disambiguate import MEASURED, rivals
from gazetteer.extent import joint_footprint, outside_m, province_of_area, reach_m
from gazetteer.location import Location, nothing_drawn
from gazetteer.placement import AREA_KINDS, destinations, loosened, place_clause
from gazetteer.understanding import understand
from geo import regions
from geo.uncertainty import Density

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.clauses import Clause, Expression, Relation
    from gazetteer.disambiguate import Context
    from gazetteer.manner import Manner, Method
    from gazetteer.place import Place
    from gazetteer.placement import Placement
    from gazetteer.store import Gazetteer
    from gazetteer.understanding import Understood


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """
    One reading of a description once its anchors are chosen.

    Attributes
    ----------
    spot
        What is known so far; all there is to know where `items` is empty.
    clauses
        The reading.
    items
        Clauses whose anchors are known, the one that places the target first.
    context
        What was known before.
    stood_in
        The text in brackets stands in for an anchor that nobody knows.
    """

    spot: Location
    clauses: tuple[Clause, ...]
    context: Context
    items: tuple[Understood, ...] = ()
    stood_in: bool = False


def begin(
    clauses: Sequence[Clause],
    expression: Expression,
    context: Context,
    *,
    method: Method,
    gazetteer: Gazetteer,
    suggest: bool = True,
) -> Begun:
    """
    Choose the anchors of one reading.

    Parameters
    ----------
    clauses
        The reading.
    expression
        What it is a reading of.
    context
        Country and provinces of the event, and its company.
    method
        Of its uncertainty.
    gazetteer
        Where to look.
    suggest
        Whether similar names are wanted of a place that is not known.

    Returns
    -------
    Begun
        Without items if nothing is left to be reckoned.
    """
    if len(clauses) > 1:  # "Damboa, 90 km from Maiduguri" is at Damboa, if anybody knows it.
        clauses = sorted(clauses, key=lambda clause: isinstance(clause, DistanceOnly))
    items, glosses = understand(
        clauses, expression.glosses, context=context, gazetteer=gazetteer, suggest=suggest
    )
    missing = [found for item in items for found in item.found if not found.accepted]
    usable = [item for item in items if item.complete]
    stood_in = not usable
    if stood_in:
        usable = [item for item in glosses if item.complete]
    begun = partial(Begun, clauses=tuple(clauses), context=context)
    spot = partial(
        Location,
        expression=expression,
        country=context.country,
        method=method,
        unknown=tuple([found.anchor.name for found in missing]),
    )
    relation: Relation = clauses[0].relation
    if not usable:
        nearest = tuple(match for found in missing for match in found.nearest)
        why = reasons.unknown(missing) if missing else "the text names no place"
        return begun(spot=spot(status="unresolved", relation=relation, candidates=nearest, why=why))
    first = usable[0]
    matches = tuple([match for found in first.found for match in found.accepted])
    close = [match for found in first.found for match in rivals(found)]
    if close:
        why = reasons.several([matches[0], *close], gazetteer=gazetteer)
        return begun(spot=spot(status="ambiguous", relation=relation, candidates=matches, why=why))
    why = reasons.reason(first, missing, gazetteer=gazetteer)
    return begun(
        spot=spot(
            status="unresolved",
            # "In Qifah, Al-Bayda Province" is at Qifah, though only the province be known.
            relation=_relation(relation, first) if first.clause is clauses[0] else relation,
            anchors=first.places,
            candidates=matches,
            why=f"{why}; reckoned from the text in brackets" if stood_in else why,
        ),
        items=tuple(usable),
        stood_in=stood_in,
    )


def reckon(readings: Sequence[Begun], *, manner: Manner, gazetteer: Gazetteer) -> list[Location]:
    """
    Reckon points, provinces and radii.

    Parameters
    ----------
    readings
        As `begin` gives them.
    manner
        Whose law, by which method, and where the points are put.
    gazetteer
        Where other places are.

    Returns
    -------
    list of Location
        In the order given.
    """
    spots = [reading.spot for reading in readings]
    rows = [row for row, reading in enumerate(readings) if reading.items]
    begun = [readings[row] for row in rows]
    placed = _placements(begun, gazetteer)
    found = _located(begun, placed)
    if manner.method == "density":
        found = _spread(found, begun, placed, manner, gazetteer)
    else:
        found = [_measured(*each) for each in zip(found, placed, strict=True)]
    for row, spot in zip(rows, found, strict=True):
        spots[row] = spot
    return spots


def _placements(readings: Sequence[Begun], gazetteer: Gazetteer) -> list[Placement]:
    """Place the first clause of each reading."""
    firsts = [reading.items[0] for reading in readings]
    points = destinations([item.clause for item in firsts], [item.places[0] for item in firsts])
    placements = []
    for reading, first, point in zip(readings, firsts, points, strict=True):
        placed = place_clause(
            first.clause,
            first.places,
            country=reading.context.country,
            reach_m=reach_m(first, gazetteer),
            at=point,
        )
        # Without the anchor that it leads away from, another place is no point for a measure.
        stated = reading.clauses[0]
        if not reading.stood_in and first.clause is not stated and stated.relation in MEASURED:
            placed = loosened(placed, stated)
        draw = joint_footprint(
            placed, first, reading.items[1:], context=reading.context, gazetteer=gazetteer
        )
        same = draw is placed.draw or placed.draw is nothing_drawn
        placements.append(placed if same else replace(placed, draw=draw))
    return placements


def _located(readings: Sequence[Begun], placed: Sequence[Placement]) -> list[Location]:
    """Give each reading its point or its area, and the province of that."""
    provinces = _provinces([(each.lon, each.lat) for each in placed])
    located = []
    for reading, each, province in zip(readings, placed, provinces, strict=True):
        spot = reading.spot
        if each.draw is nothing_drawn:
            spot = replace(spot, why=f"{spot.why}; but no such line or area is known")
        elif each.lon is not None and each.lat is not None:
            spot = _pinned(spot, (each.lon, each.lat), province, reading.context, each)
        else:
            spot = _area(replace(spot, draw=each.draw), each, reading.context)
        located.append(spot)
    return located


def _provinces(
    points: Sequence[tuple[float | None, float | None]],
) -> list[str | None]:
    """Find the province of each point; None where there is no point."""
    lon, lat = np.array(points, dtype=np.float64).reshape(-1, 2).T
    codes_of: list[str | None] = regions.province_of(lon, lat).tolist()
    return codes_of


def _spread(
    spots: Sequence[Location],
    readings: Sequence[Begun],
    placed: Sequence[Placement],
    manner: Manner,
    gazetteer: Gazetteer,
) -> list[Location]:
    """Give locations their densities, and the points and radii that follow from them."""
    done = list(spots)
    spread: list[tuple[int, Density, tuple[str, ...]]] = []
    for row, (spot, reading) in enumerate(zip(spots, readings, strict=True)):
        if spot.status not in {"located", "region"}:
            continue
        first, *rest = [
            factor_of(
                item.clause,
                item.places,
                style=manner.style,
                country=reading.context.country,
                reach_m=reach_m(item, gazetteer),
            )
            for item in reading.items
        ]
        if first is None:
            done[row] = _measured(spot, placed[row])
        elif spot.status == "region":  # its footprint is what the text names, and it has no point
            done[row] = replace(spot, density=Density((first,)))
        else:
            factors = [first, *[factor for factor in rest if factor is not None]]
            spread.append((row, *density_of(factors, reading.context.provinces)))
    points = points_of(
        [density for _, density, _ in spread], calibrated=manner.distance == "calibrated"
    )
    moved = [
        (row, *point)
        for (row, *_), point in zip(spread, points, strict=True)
        if point != (spots[row].lon, spots[row].lat)
    ]
    provinces = dict(
        zip(
            [row for row, *_ in moved],
            _provinces([(lon, lat) for _, lon, lat in moved]) if moved else [],
            strict=True,
        )
    )
    for (row, density, left_out), (lon, lat) in zip(spread, points, strict=True):
        spot, radii = spots[row], density.radii(lon, lat)
        if row in provinces:
            here = replace(placed[row], measure=partial(radii.__getitem__, 0.9))
            spot = _pinned(spot, (lon, lat), provinces[row], readings[row].context, here)
        if spot.status == "located":
            spot = _with_radii(spot, density, radii, left_out)
        done[row] = spot
    return done


def _with_radii(
    spot: Location, density: Density, radii: dict[float, float], left_out: tuple[str, ...]
) -> Location:
    kind = spot.anchors[0].kind
    return replace(
        spot,
        density=density,
        r50_m=radii[0.5],
        r80_m=radii[0.8],
        radius_m=radii[0.9],
        r95_m=radii[0.95],
        where_prec=codes.where_prec(spot.relation, kind, radii[0.9]),
        geo_precision=codes.geo_precision(spot.relation, kind),
        why="; ".join([spot.why, *left_out]),
        draw=partial(density.footprint, 0.9),
    )


def _measured(spot: Location, placed: Placement) -> Location:
    """Give a point the radius of the published method, and the codes that follow from it."""
    if spot.status != "located":
        return spot
    kind = spot.anchors[0].kind
    radius_m = placed.radius_m
    return replace(
        spot,
        radius_m=radius_m,
        where_prec=codes.where_prec(spot.relation, kind, radius_m),
        geo_precision=codes.geo_precision(spot.relation, kind),
        draw=placed.draw,
    )


def _area(spot: Location, placed: Placement, context: Context) -> Location:
    """Fill in the province of an area, and the codes."""
    anchor, radius_m = spot.anchors[0], placed.radius_m
    province: str | None = None
    if anchor.kind == "province":
        province = anchor.codes[0]
    elif len(context.provinces) == 1:
        province = context.provinces[0]
    elif anchor.kind not in AREA_KINDS:
        province = province_of_area(spot.footprint)
    home = regions.country_of_province(province) if province else None
    return replace(
        spot,
        status="region",
        radius_m=radius_m,
        where_prec=codes.where_prec(spot.relation, anchor.kind, radius_m),
        geo_precision=codes.geo_precision(spot.relation, anchor.kind),
        country=home or context.country or anchor.country,
        province=province,
    )


def _pinned(
    spot: Location,
    point: tuple[float, float],
    province: str | None,
    context: Context,
    placed: Placement,
) -> Location:
    """Put the point where it is, unless that contradicts the province of its context."""
    anchor, why, (lon, lat) = spot.anchors[0], spot.why, point
    if point == (anchor.lon, anchor.lat) and _abroad(province, anchor):
        province = anchor.admin1  # a town on the border: its own country, not the polygon's
    if context.provinces and province not in context.provinces:
        away_m = outside_m(lon, lat, context.provinces)
        why += f"; {away_m / 1000:.0f} km outside the province that the context names"
        near_m = (placed.radius_m or 0.0) + defaults.PROVINCE_SLACK_M
        if away_m > near_m and anchor.admin1 not in context.provinces:
            return _contradicted(spot, placed, why)
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


def _contradicted(spot: Location, placed: Placement, why: str) -> Location:
    """Leave open what lies too far outside the province of its context."""
    kind = spot.anchors[0].kind
    return replace(
        spot,
        status="ambiguous",
        anchors=(),
        radius_m=None,
        why=why,
        where_prec=codes.where_prec(spot.relation, kind, placed.radius_m),
        geo_precision=codes.geo_precision(spot.relation, kind),
        draw=nothing_drawn,
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
