"""Why a description was located where it was, in sentences that an analyst can repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetteer.clauses import (
    Border,
    DirectionOnly,
    DistanceOnly,
    Offset,
    OnRoad,
    Orthogonal,
    PartOfRegion,
    Toward,
)
from gazetteer.placement import AREA_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.clauses import Distance
    from gazetteer.disambiguate import Found
    from gazetteer.place import Match, Place
    from gazetteer.store import Gazetteer
    from gazetteer.understanding import Understood

PREPOSITIONS = {
    "near": "near",
    "in_area": "in the area of",
    "between": "between",
    "on_road": "on the road between",
    "region_only": "somewhere in",
}

MOST_NAMED = 4
"""Places or names that one sentence lists: ours; more are in the candidates."""


def reason(item: Understood, missing: Sequence[Found], *, gazetteer: Gazetteer) -> str:
    """
    Say where a location was reckoned from, and what was not understood or not found.

    Parameters
    ----------
    item
        The clause that places the target, its anchors known.
    missing
        Anchors of the phrase that are not known.
    gazetteer
        Where provinces and countries have their names.

    Returns
    -------
    str
        Clauses joined by semicolons, without a full stop.
    """
    places = " and ".join(described(place, gazetteer=gazetteer) for place in item.places)
    said = [_told(item, places)]
    for found in item.found:
        match = found.accepted[0]
        if match.kind != "exact":
            said.append(f"{found.anchor.name!r} is taken for {match.place.name}")
    if isinstance(item.clause, DirectionOnly) and item.clause.distance_lost:
        said.append("the text has lost its distance")
    if missing:
        said.append(unknown(missing))
    return "; ".join(said)


def unknown(missing: Sequence[Found]) -> str:
    """
    Say which names are not known, and which are like them.

    Parameters
    ----------
    missing
        Anchors without a place.
    """
    said = []
    for found in missing:
        names = list(dict.fromkeys(match.name for match in found.nearest))[: MOST_NAMED - 1]
        hint = f" (nearest names: {', '.join(names)})" if names else ""
        said.append(f"{found.anchor.name!r} is not in the gazetteer{hint}")
    return "; ".join(said)


def several(matches: Sequence[Match], *, gazetteer: Gazetteer) -> str:
    """
    Say between which places a description cannot choose.

    Parameters
    ----------
    matches
        The places, best first.
    gazetteer
        Where provinces and countries have their names.
    """
    names = "; ".join(described(match.place, gazetteer=gazetteer) for match in matches[:MOST_NAMED])
    more = f"; and {len(matches) - MOST_NAMED} more" if len(matches) > MOST_NAMED else ""
    return f"several places fit equally well ({names}{more}); a province would tell them apart"


def described(place: Place, *, gazetteer: Gazetteer) -> str:
    """
    Name a place with its kind and where it is.

    Parameters
    ----------
    place
        Any place.
    gazetteer
        Where provinces and countries have their names.

    Examples
    --------
    >>> from gazetteer.opening import load
    >>> described(load().get("geonames:172955"), gazetteer=load())
    'Ar Raqqah (city in Al-Raqqah, Syria)'
    """
    around = []
    if place.admin1 and place.kind != "province":
        province = gazetteer.get(f"province:{place.admin1}")
        around += [province.name] if province else []
    if place.country and place.kind != "country":
        country = gazetteer.get(f"country:{place.country}")
        around += [country.name] if country else [place.country]
    kind = place.kind.replace("_", " ")
    return f"{place.name} ({kind}{' in ' if around else ''}{', '.join(around)})"


def _told(item: Understood, places: str) -> str:
    """Put a clause into words, the places already described."""
    match item.clause:
        case Toward(distance=distance):
            told = f"{_length(distance)} on the way between"
        case Offset(distance=distance, direction=direction):
            told = f"{_length(distance)} {direction.name} of"
        case Orthogonal(legs=legs):
            told = " and ".join(f"{_length(leg)} {wind.name}" for leg, wind in legs) + " of"
        case DistanceOnly(distance=distance):
            told = f"anywhere {_length(distance)} from"
        case DirectionOnly(direction=direction):
            told = f"in an area at no stated distance {direction.name} of"
        case Border(distance=distance):
            told = f"{_length(distance)} from the border of" if distance else "along the border of"
        case PartOfRegion(direction=direction):
            told = f"in the {direction.name} part of"
        case OnRoad() if len(item.places) == 1:
            told = "on" if item.places[0].kind == "road" else "on the road to"
        case clause:
            area = len(item.places) == 1 and item.places[0].kind in AREA_KINDS
            told = PREPOSITIONS.get(clause.relation, "somewhere in" if area else "at")
    return f"{told} {places}"


def _length(distance: Distance) -> str:
    return f"{distance.distance_km:.4g} km"
