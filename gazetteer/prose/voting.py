"""
The vote: each name of a text supports the places of the others, and they support its own.

Untrained, and equal for all countries. A name shares its vote among the places that it may mean,
by their scores; a place is supported by the votes of the other names for its country, its province
and its neighbourhood.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from gazetteer.names import fold
from gazetteer.place import AREAS, CITY_POPULATION, SETTLEMENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gazetteer.disambiguate import Found
    from gazetteer.place import Match, Place

Key: TypeAlias = tuple[str, str | None]
Ballot: TypeAlias = tuple[str, object]

ROUNDS: Final = 4  # of the vote; its outcome hardly changes after three
CELL_DEG: Final = 0.75  # ours: with the cells around, up to 120 km at the equator
SUPPORT: Final = {"country": 0.6, "province": 0.8, "near": 1.0}
"""What the whole support of the other names adds: as `disambiguate.WEIGHTS`."""
DECISIVE: Final = {"country": 0.5, "province": 0.25, "near": 0.25}
LEAST: Final = {"country": 1.0, "province": 2.0, "near": 2.0}
"""Shares of the names, and their least number, from which that support is whole: ours."""
ALONE: Final = {"country": 1.2, "region": 0.6}
"""What areas are given instead of nearness, which they cannot have: ours."""
PROVINCES: Final = ((100_000.0, 1.1), (50_000.0, 0.7), (0.0, 0.3))
"""The same of provinces by their radius, metres: a parish of Barbados is not a state."""
SEAT: Final = 20_000  # people of a town that its province may be named after
OTHER_NAME: Final = 0.6  # of a name that is not the town's own: ours; twice if a city's it is
PEOPLED: Final = 1.0  # more weight to population than a description gives it
BEFORE_PROVINCE: Final = 0.1
SHARPNESS: Final = 4.0  # a lead of .25, as of a town twenty times as large, is e to 1
PEOPLE: Final = 0.5  # the vote of a word such as "Afghan"


def support(
    found: Mapping[Key, Found], trust: Mapping[Key, float], nations: Mapping[str, int]
) -> dict[Key, Found]:
    """
    Let the names of a text support each other's places.

    Every name has one vote, shared among its candidates by their scores so far, for the country,
    the province and the neighbourhood of each; a candidate gains by the votes of the other names
    for its own. Repeated, since the shares change with the scores.

    Parameters
    ----------
    found
        Candidates of each name.
    trust
        How sure it is that each name is a place, 0 to 1.
    nations
        Countries of the words for people in the text, which vote for them.

    Returns
    -------
    dict
        The candidates of each name in their new order.
    """
    scores = {key: _priors(item) for key, item in found.items()}
    gains = {key: [0.0] * len(item.accepted) for key, item in found.items()}
    voters = sum(trust[key] for key, item in found.items() if item.accepted) + sum(
        PEOPLE for _ in nations
    )
    enough = {kind: max(LEAST[kind], share * voters) for kind, share in DECISIVE.items()}
    for _ in range(ROUNDS):
        votes, totals = _count(found, scores, gains, trust)
        for code in nations:
            totals["country", code] += PEOPLE
        for key, item in found.items():
            gains[key] = [
                sum(
                    SUPPORT[ballot[0]]
                    * min(1.0, (totals[ballot] - votes[ballot].get(key, 0.0)) / enough[ballot[0]])
                    for ballot in _claims(match.place)
                    if ballot in totals
                )
                for match in item.accepted
            ]
    ordered = {}
    for key, item in found.items():
        matches = [
            replace(match, score=prior + gain, terms=(*match.terms, ("with the other names", gain)))
            for match, prior, gain in zip(item.accepted, scores[key], gains[key], strict=True)
        ]
        matches.sort(key=lambda match: (-match.score, match.place.id))
        ordered[key] = replace(item, accepted=tuple(matches))
    return ordered


def _priors(item: Found) -> list[float]:
    """
    Score places before the text is asked.

    Areas are given what places with a point can gain by being near each other. The seat of a
    province of the same name ("Kabul") stands before it.
    """
    name = fold(item.anchor.name).removeprefix("the ")
    owned = any(
        match.place.population >= CITY_POPULATION and fold(match.place.name) == name
        for match in item.accepted
    )
    scores = [_alone(match, name, OTHER_NAME * (1 + owned)) for match in item.accepted]
    provinces = {
        match.place.admin1: score
        for match, score in zip(item.accepted, scores, strict=True)
        if match.place.kind == "province"
    }
    return [
        max(score, provinces.get(match.place.admin1, score) + BEFORE_PROVINCE)
        if match.place.kind in SETTLEMENTS and match.place.population >= SEAT
        else score
        for match, score in zip(item.accepted, scores, strict=True)
    ]


def _alone(match: Match, name: str, other_name: float) -> float:
    place = match.place
    score = match.score + (_instead_of_nearness(place) if match.kind == "exact" else 0.0)
    if place.kind in SETTLEMENTS:
        score += PEOPLED * math.log10(place.population + 1) / 7
        if name and fold(place.name) != name:
            score -= other_name
    return score


def _instead_of_nearness(place: Place) -> float:
    if not has_point(place):
        return ALONE["country"]
    if place.kind == "province":
        return next(gain for radius_m, gain in PROVINCES if place.radius_m >= radius_m)
    return ALONE.get(place.kind, 0.0)


def _count(
    found: Mapping[Key, Found],
    scores: Mapping[Key, Sequence[float]],
    gains: Mapping[Key, Sequence[float]],
    trust: Mapping[Key, float],
) -> tuple[dict[Ballot, dict[Key, float]], dict[Ballot, float]]:
    """Count the votes for each country, province and neighbourhood, by name and together."""
    votes: dict[Ballot, dict[Key, float]] = defaultdict(dict)
    totals: dict[Ballot, float] = defaultdict(float)
    for key, item in found.items():
        shares = _shares([a + b for a, b in zip(scores[key], gains[key], strict=True)])
        mine: dict[Ballot, float] = defaultdict(float)
        for match, share in zip(item.accepted, shares, strict=True):
            for ballot in _ballots(match.place):
                mine[ballot] += share * trust[key]
        for ballot, weight in mine.items():
            votes[ballot][key] = weight
            totals[ballot] += weight
    return votes, totals


def _shares(scores: Sequence[float]) -> list[float]:
    """Share one vote among places by their scores."""
    top = max(scores, default=0.0)
    raw = [math.exp(SHARPNESS * (score - top)) for score in scores]
    total = sum(raw)
    return [weight / total for weight in raw]


def _ballots(place: Place) -> Iterable[Ballot]:
    """Say what a place speaks for: its country, its province, its neighbourhood."""
    if place.country:
        yield "country", place.country
    for code in {place.admin1, *place.codes} - {None} if place.kind != "country" else ():
        yield "province", code
    if place.kind not in AREAS and has_point(place):
        column, row = _cell(place)
        for east in (-1, 0, 1):
            for north in (-1, 0, 1):
                yield "near", (column + east, row + north)


def _claims(place: Place) -> Iterable[Ballot]:
    """Say by whom a place is supported."""
    if place.country:
        yield "country", place.country
    if place.admin1 and place.kind != "country":
        yield "province", place.admin1
    if place.kind not in AREAS and has_point(place):
        yield "near", _cell(place)


def _cell(place: Place) -> tuple[int, int]:
    return math.floor(place.lon / CELL_DEG), math.floor(place.lat / CELL_DEG)


def has_point(place: Place) -> bool:
    """
    Say whether a place has coordinates; continents and rivers have none.

    Parameters
    ----------
    place
        A place.

    Returns
    -------
    bool
        False if they are NaN.
    """
    return not math.isnan(place.lon)
