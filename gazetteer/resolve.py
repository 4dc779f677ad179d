"""From a description and its context to a location: readings, anchors, placement, reasons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from gazetteer import codes, defaults
from gazetteer.clauses import Clause, DirectionOnly, DistanceOnly, Expression, Offset
from gazetteer.disambiguate import Context, Found, candidates, province_codes, rivals, weigh
from gazetteer.errors import UnresolvedPlaceError
from gazetteer.expression import parse
from gazetteer.location import Location, nothing_drawn
from gazetteer.placement import AREA_KINDS, Placement, place_clause
from gazetteer.store import Gazetteer, load
from geo import geodesy, regions
from geo.errors import RegionError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from gazetteer.clauses import Relation
    from gazetteer.place import Match, Place


def locate(
    text: str,
    *,
    country: str | None = None,
    province: str | None = None,
    method: Literal["point-radius"] = "point-radius",
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
    method
        The published point-radius method, whose `radius_m` is a maximum.
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
    >>> print(f"{spot.lon:.3f} {spot.lat:.3f} {spot.province}")
    40.451 35.110 SY.07
    """
    places = load() if gazetteer is None else gazetteer
    code = country_code(country, gazetteer=places)
    provinces: tuple[str, ...] = ()
    if province is not None:
        provinces = province_codes(province, country=code, gazetteer=places)
        if not provinces:
            msg = f"no province is called {province!r}" + (f" in {code}" if code else "")
            raise RegionError(msg + "; give its English name or its code, such as 'SY.08'")
    spot = resolve(parse(text), country=code, provinces=provinces, method=method, gazetteer=places)
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
    method: Literal["point-radius"] = "point-radius",
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
    method
        The published point-radius method.
    gazetteer
        Where to look; the embedded one if left out.

    Returns
    -------
    Location
        Its `status` and `why` tell how far it went.
    """
    places = load() if gazetteer is None else gazetteer
    context = Context(country=country, provinces=tuple(provinces))
    attempts = [
        _attempt(clauses, expression, context, places)
        for clauses in (expression.clauses, *expression.others)
    ]
    # Readings come best first, so the first of the best status stays.
    rank = ("located", "region", "ambiguous", "unresolved")
    best = min(attempts, key=lambda spot: (rank.index(spot.status) // 2, _misspelt(spot)))
    return replace(best, method=method)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Understood:
    """A clause with the candidates of each of its anchors."""

    clause: Clause
    found: tuple[Found, ...]

    @property
    def complete(self) -> bool:
        return bool(self.found) and all(found.accepted for found in self.found)

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(found.accepted[0].place for found in self.found)


def _attempt(
    clauses: Sequence[Clause], expression: Expression, context: Context, gazetteer: Gazetteer
) -> Location:
    """Resolve one reading."""
    # "Damboa, 90 km from Maiduguri" is at Damboa, if anybody knows it.
    clauses = sorted(clauses, key=lambda clause: isinstance(clause, DistanceOnly))
    understood = [_look_up(clause, context, gazetteer) for clause in clauses]
    understood = [item for item in understood if not _people(item, gazetteer)] or understood
    glosses = [_look_up(clause, context, gazetteer) for clause in expression.glosses]
    hints = [_reach(gloss) for gloss in glosses]
    weighed = [_weigh(item, [*understood, *glosses], hints, context) for item in understood]
    usable = [item for item in weighed if item.complete]
    stood_in = not usable
    if stood_in:  # the gloss stands in for an anchor that nobody knows
        usable = [item for item in glosses if item.complete]
    relation: Relation = clauses[0].relation
    if not usable:
        return _unresolved(relation, expression, weighed)
    first, *rest = usable
    close = tuple(match for found in first.found for match in rivals(found))
    matches = tuple(match for found in first.found for match in found.accepted)
    if close:
        names = ", ".join(_label(match.place) for match in (matches[0], *close[:3]))
        why = (
            f"several places fit equally well: {names}; a country or province would tell them apart"
        )
        return Location(
            status="ambiguous",
            relation=relation,
            expression=expression,
            candidates=matches,
            why=why,
        )
    missing = [found for item in weighed for found in item.found if not found.accepted]
    placed = place_clause(
        first.clause, first.places, country=context.country, reach_m=_reach_m(first, gazetteer)
    )
    why = _why(first, missing, stood_in=stood_in)
    spot = _location(
        relation=_relation(relation, first),
        expression=expression,
        placed=placed,
        draw=_drawing(placed, first, rest, context, gazetteer),
        anchors=first.places,
        candidates=matches,
        context=context,
        why=why,
    )
    return replace(spot, unknown=tuple(found.anchor.name for found in missing))


def _look_up(clause: Clause, context: Context, gazetteer: Gazetteer) -> _Understood:
    found = tuple(
        candidates(anchor, clause, context=context, gazetteer=gazetteer)
        for anchor in clause.anchors
    )
    return _Understood(clause=clause, found=found)


def _people(item: _Understood, gazetteer: Gazetteer) -> bool:
    """Whether a clause names people, not a place ("at Nigerian soldiers")."""
    return any(
        not found.accepted and gazetteer.demonym(found.anchor.name) is not None
        for found in item.found
    )


def _weigh(
    item: _Understood,
    everything: Sequence[_Understood],
    hints: Sequence[NDArray[np.float64]],
    context: Context,
) -> _Understood:
    """Let the other anchors of the phrase, and what its glosses point to, support each name."""
    others = [
        np.array([(place.lon, place.lat) for place in found.places])
        for other in everything
        for found in other.found
    ]
    mine = [np.array([(place.lon, place.lat) for place in found.places]) for found in item.found]
    weighed = []
    for found, own in zip(item.found, mine, strict=True):
        foreign = [points for points in others if not np.array_equal(points, own)]
        weighed.append(weigh(found, item.clause, [*foreign, *hints], context=context))
    return replace(item, found=tuple(weighed))


def _reach(gloss: _Understood) -> NDArray[np.float64]:
    """Points that a gloss leads to, one for each place that its anchor may be."""
    if not gloss.complete or not isinstance(gloss.clause, Offset):
        return np.empty((0, 2))
    start = np.array([(place.lon, place.lat) for place in gloss.found[0].places])
    lon, lat = geodesy.destination(
        start[:, 0],
        start[:, 1],
        gloss.clause.direction.bearing,
        gloss.clause.distance.distance_m,
    )
    return np.column_stack([lon, lat])


def _reach_m(item: _Understood, gazetteer: Gazetteer) -> float:
    """How far a direction without a distance goes: halfway to the next place like its anchor."""
    if not isinstance(item.clause, DirectionOnly):
        return defaults.DIRECTION_REACH_M
    place, direction = item.places[0], item.clause.direction
    peers = gazetteer.near(place.lon, place.lat, radius_m=2 * defaults.DIRECTION_REACH_M)
    peers = [peer for peer in peers if peer.population >= max(place.population, 1)]
    if not peers:
        return defaults.DIRECTION_REACH_M
    bearing, apart_m = geodesy.inverse(
        place.lon,
        place.lat,
        np.array([peer.lon for peer in peers]),
        np.array([peer.lat for peer in peers]),
    )
    turn = np.abs((bearing - direction.bearing + 180) % 360 - 180)
    ahead = apart_m[(turn <= direction.half_angle) & (apart_m > place.radius_m)]
    if not len(ahead):
        return defaults.DIRECTION_REACH_M
    return max(defaults.DIRECTION_LEAST_M, min(defaults.DIRECTION_REACH_M, float(ahead.min()) / 2))


def _drawing(
    placed: Placement,
    first: _Understood,
    rest: Sequence[_Understood],
    context: Context,
    gazetteer: Gazetteer,
) -> Callable[[], BaseGeometry | None]:
    """Draw what all clauses and the context's provinces allow together."""

    def draw() -> BaseGeometry | None:
        shape = placed.draw()
        if shape is None:
            return None
        for item in rest:
            other = place_clause(
                item.clause,
                item.places,
                country=context.country,
                reach_m=_reach_m(item, gazetteer),
            ).draw()
            shape = _narrowed(shape, other)
        # An area that the text names is drawn whole: only what was reckoned is clipped.
        reckoned = not (first.places[0].kind in AREA_KINDS and len(first.places) == 1)
        if context.provinces and reckoned:
            shape = _narrowed(shape, regions.shape_of(context.provinces))
        elif context.country and reckoned and placed.lon is None:
            shape = _narrowed(shape, regions.shape_of(context.country))
        return shape

    return draw


def _narrowed(shape: BaseGeometry, other: BaseGeometry | None) -> BaseGeometry:
    """Intersect two shapes; one that contradicts the other narrows nothing."""
    if other is None:
        return shape
    both = shape.intersection(other)
    return shape if both.area == 0 else both


def _location(
    *,
    relation: Relation,
    expression: Expression,
    placed: Placement,
    draw: Callable[[], BaseGeometry | None],
    anchors: tuple[Place, ...],
    candidates: tuple[Match, ...],
    context: Context,
    why: str,
) -> Location:
    located = placed.lon is not None and placed.lat is not None
    if not located and placed.draw is nothing_drawn:
        return Location(
            status="unresolved",
            relation=relation,
            expression=expression,
            candidates=candidates,
            why=f"{why}; but no such line or area is known",
        )
    province: str | None = None
    if located:
        province = regions.province_of(np.array([placed.lon]), np.array([placed.lat]))[0]
    elif anchors[0].kind == "province":
        province = anchors[0].codes[0]
    elif len(context.provinces) == 1:
        province = context.provinces[0]
    elif relation == "direction_only":
        province = _province_of_area(draw())
    outside = located and context.provinces and province not in context.provinces
    if outside:
        why += "; the point lies outside the province that the context names"
    home = regions.country_of_province(province) if province else None
    return Location(
        status="located" if located else "region",
        relation=relation,
        expression=expression,
        lon=placed.lon,
        lat=placed.lat,
        radius_m=placed.radius_m,
        country=home or context.country or anchors[0].country,
        province=province,
        anchors=anchors,
        candidates=candidates,
        why=why,
        where_prec=codes.where_prec(relation, anchors[0].kind, placed.radius_m),
        geo_precision=codes.geo_precision(relation, anchors[0].kind),
        draw=draw,
    )


def _province_of_area(shape: BaseGeometry | None) -> str | None:
    """Name the one province that holds most of a shape, if there is one."""
    if shape is None or shape.is_empty:
        return None
    corners = shapely.get_coordinates(shape)
    for code in sorted({code for code in regions.province_of(*corners.T) if code}):
        if shape.intersection(regions.shape_of(code)).area >= defaults.PROVINCE_SHARE * shape.area:
            return str(code)
    return None


def _relation(stated: Relation, item: _Understood) -> Relation:
    """Name a plain "in X" by what X turned out to be."""
    area = item.places[0].kind in AREA_KINDS and len(item.places) == 1
    if stated in {"at", "in_area"} and item.clause.relation == stated:
        return "region_only" if area else stated
    return stated


def _unresolved(
    relation: Relation, expression: Expression, items: Sequence[_Understood]
) -> Location:
    missing = [found for item in items for found in item.found if not found.accepted]
    nearest = tuple(match for found in missing for match in found.nearest)
    return Location(
        status="unresolved",
        relation=relation,
        expression=expression,
        candidates=nearest,
        unknown=tuple(found.anchor.name for found in missing),
        why=_missing(missing) if missing else "the text names no place",
    )


def _missing(missing: Sequence[Found]) -> str:
    parts = []
    for found in missing:
        names = ", ".join(dict.fromkeys(match.name for match in found.nearest[:3]))
        hint = f" (nearest names: {names})" if names else ""
        parts.append(f"{found.anchor.name!r} is not in the gazetteer{hint}")
    return "; ".join(parts)


def _why(item: _Understood, missing: Sequence[Found], *, stood_in: bool) -> str:
    """Say in a sentence where the location was reckoned from."""
    said = []
    for found in item.found:
        match = found.accepted[0]
        spelt = "" if match.kind == "exact" else f", by another spelling of {found.anchor.name!r}"
        said.append(_label(match.place) + spelt)
    start = "from the text in brackets: " if stood_in else ""
    why = f"{start}{item.clause.relation.replace('_', ' ')}: {' and '.join(said)}"
    if getattr(item.clause, "distance_lost", False):
        why += "; the text has lost its distance"
    return f"{why}; {_missing(missing)}" if missing else why


def _label(place: Place) -> str:
    where = ", ".join(
        part for part in (place.admin1, None if place.admin1 else place.country) if part
    )
    return f"{place.name} ({place.kind}{', ' + where if where else ''})"


def _misspelt(spot: Location) -> int:
    """Count the anchors that were not found exactly as written, to rank readings."""
    exact = {match.place.id for match in spot.candidates if match.kind == "exact"}
    return sum(place.id not in exact for place in spot.anchors) if spot.anchors else 9
