"""
Which place each name of a text means, all names together.

Each place that a name may mean is supported by the other names: those that may lie in its
country, in its province, and near it. This first choice, made without any training and equally
for all countries, is the company (`gazetteer.company`) by which `gazetteer.disambiguate` weighs the
candidates, until nothing changes.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from gazetteer.clauses import Anchor, At
from gazetteer.company import MOST_COMPANY, keep_company
from gazetteer.disambiguate import Context, Found, candidates, province_codes, rivals
from gazetteer.names import fold
from gazetteer.place import AREAS, SETTLEMENTS, Match
from gazetteer.prose.evidence import probability
from gazetteer.prose.vocabulary import own_places, shortened

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from gazetteer.company import Company
    from gazetteer.place import Place
    from gazetteer.prose.spots import Spot
    from gazetteer.store import Gazetteer

Key: TypeAlias = tuple[str, str | None]
Ballot: TypeAlias = tuple[str, object]

MOST_ROUNDS: Final = 3  # the countries of a text settle in two; a third for chains
ROUNDS: Final = 4  # of the vote; its outcome hardly changes after three
CELL_DEG: Final = 0.75  # ours: with the cells around, up to 120 km at the equator
SUPPORT: Final = {"country": 0.6, "province": 0.8, "near": 1.0}
"""What the whole support of the other names adds: as `disambiguate.WEIGHTS`."""
DECISIVE: Final = {"country": 0.5, "province": 0.25, "near": 0.25}
LEAST: Final = {"country": 1.0, "province": 2.0, "near": 2.0}
"""Shares of the names, and their least number, from which that support is whole: ours."""
ALONE: Final = {"country": 1.2, "province": 0.7, "region": 0.6}
"""What areas are given instead of nearness, which they cannot have: ours."""
SEAT: Final = 20_000  # people of a town that its province may be named after
OTHER_NAME: Final = 0.4  # of a name that is not the town's own: ours
PEOPLED: Final = 1.0  # more weight to population than a description gives it
BEFORE_PROVINCE: Final = 0.1
SHARPNESS: Final = 4.0  # a lead of .25, as of a town twenty times as large, is e to 1
PEOPLE: Final = 0.5  # the vote of a word such as "Afghan"
CERTAIN: Final = 0.5  # from here on a name is company
SHARED_KIND: Final = 0.3  # ours: of a list, what all of its names can be, provinces say
OWN_COUNTRY: Final = 1.4  # as the name of a country as written
NOTABLE: Final = 5_000  # people: from a town on, a name is taken as written
FAMOUS: Final = 100_000  # people of a town that is known by other names everywhere
MIN_MISSPELT: Final = 6  # letters of a name that may be misspelt
ALIKE: Final = 0.9  # likeness from which it is
ALIKE_MARGIN: Final = 0.05  # by which the next name must be less like


@dataclass(frozen=True, slots=True)
class Name:
    """A name that a text uses in one sense: its key, and the larger places named for it."""

    name: str
    feature_word: str
    within: tuple[str, ...]

    @property
    def anchor(self) -> Anchor:
        """The name as the grammar of descriptions has it."""
        text = f"{self.name} {self.feature_word}".strip()
        return Anchor(name=text, start=0, end=len(text), within=self.within)


def resolve(
    spots: Sequence[Spot],
    *,
    gazetteer: Gazetteer,
    country: str | None = None,
    people: Mapping[str, str] | None = None,
) -> None:
    """
    Choose the place of every spot; changed in place.

    Parameters
    ----------
    spots
        Mentions of one text.
    gazetteer
        Where to look.
    country
        Alpha-2 code of the country that the text is about, if that is known.
    people
        Words for people ("Afghan") that the text has, and their countries.
    """
    groups: dict[Key, list[Spot]] = defaultdict(list)
    for spot in spots:
        groups[spot.key].append(spot)
    names = {key: _name_of(members) for key, members in groups.items()}
    trust = {key: probability(max(s.total for s in members)) for key, members in groups.items()}
    nations = Counter((people or {}).values())
    context = Context(country=country)
    asked: dict[tuple[Key, tuple[str, ...]], Found] = {}
    settled: dict[Key, Found] = {}
    for _ in range(MOST_ROUNDS):
        homes = _homes(context)
        for key, name in names.items():
            if (key, homes) not in asked:
                asked[key, homes] = _look_up(name, context, gazetteer)
        before = _picks(settled)
        settled = support({key: asked[key, homes] for key in names}, trust, nations)
        if _picks(settled) == before:
            break
        context = Context(country=country, company=_company(settled, trust))
    for key, members in groups.items():
        for spot in members:
            spot.matches = settled[key].accepted
    _agree(spots)
    for spot in spots:
        if spot.matches:
            spot.ambiguous = bool(rivals(Found(anchor=_nowhere(), accepted=spot.matches)))


def _company(settled: Mapping[Key, Found], trust: Mapping[Key, float]) -> Company | None:
    """Gather the likeliest places of the names that are places for certain."""
    pairs = [
        (" ".join(filter(None, key)), item.accepted[0].place)
        for key, item in settled.items()
        if item.accepted and trust[key] >= CERTAIN and _has_point(item.accepted[0].place)
    ]
    return keep_company(pairs) if len(pairs) <= MOST_COMPANY else None


def _name_of(members: Sequence[Spot]) -> Name:
    """Take the name as first written, with the larger places of whichever mention has them."""
    within = next((spot.within for spot in members if spot.within), ())
    first = members[0]
    word = first.feature_word if first.feature else ""
    return Name(first.name, _singular(word or (first.feature or "")), within)


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _clause(anchor: Anchor) -> At:
    return At(start=0, end=anchor.end, anchor=anchor)


def _nowhere() -> Anchor:
    return Anchor(name="", start=0, end=0)


def _has_point(place: Place) -> bool:
    return not math.isnan(place.lon)


def _look_up(name: Name, context: Context, gazetteer: Gazetteer) -> Found:
    """Ask for a name with its feature word, then without."""
    anchor = name.anchor
    code = shortened().get(fold(name.name).removeprefix("the "))
    nation = gazetteer.country(code) if code else None
    if nation is not None and not name.feature_word:
        return Found(anchor=anchor, accepted=(Match(nation, "exact", OWN_COUNTRY, nation.name),))
    found = _asked(anchor, context, gazetteer)
    if not found.accepted and name.feature_word:
        bare = replace(anchor, name=name.name, end=len(name.name))
        found = _asked(bare, context, gazetteer)
    if not name.feature_word:
        found = replace(found, accepted=_of_any_kind(found.accepted))
    for key in (anchor.name, name.name):
        own = own_places().get(fold(key).removeprefix("the "), ())
        own = tuple(match for match in own if _is_within(match.place, anchor, gazetteer))
        if own:
            return replace(found, accepted=(*own, *found.accepted))
    return found


def _is_within(place: Place, anchor: Anchor, gazetteer: Gazetteer) -> bool:
    """Whether a place lies in the larger ones named with it."""
    if not anchor.within:
        return True
    larger = anchor.within[0]
    nation = gazetteer.country(larger)
    return (nation is not None and nation.country == place.country) or place.admin1 in (
        province_codes(larger, country=place.country, gazetteer=gazetteer)
    )


def _asked(anchor: Anchor, context: Context, gazetteer: Gazetteer) -> Found:
    """
    Ask the gazetteer; believe another spelling only where the text is about its country.

    A name that a place has as written is no other place's misspelling, and a name that none has
    is the one that is all but its like in a country of the text.
    """
    clause = _clause(anchor)
    found = candidates(anchor, clause, context=context, gazetteer=gazetteer, suggest=False)
    homes = _homes(context)
    named = [
        match
        for match in found.accepted
        if match.kind != "variant" and not _is_stray(match.place, anchor, homes)
    ]
    if any(_is_notable(match.place) for match in named) or anchor.within:
        return replace(found, accepted=tuple(named or found.accepted))
    variants = [m for m in found.accepted if m.kind == "variant" and m.place.country in homes]
    accepted = (*named, *variants) or tuple(_likeliest(anchor.name, homes, gazetteer))
    return replace(found, accepted=accepted)


def _homes(context: Context) -> tuple[str, ...]:
    """Give the countries that a text is about."""
    main = context.company.main_countries if context.company is not None else ()
    return tuple(filter(None, (context.country, *main)))


def _is_stray(place: Place, anchor: Anchor, homes: Collection[str]) -> bool:
    """Whether a town far from all countries of the text only bears the name beside its own."""
    return (
        bool(homes)
        and not anchor.within
        and place.kind in SETTLEMENTS
        and place.country not in homes
        and place.population < FAMOUS
        and fold(place.name) != fold(anchor.name)
    )


def _is_notable(place: Place) -> bool:
    return place.kind in AREAS or place.population >= NOTABLE


def _likeliest(name: str, countries: Sequence[str], gazetteer: Gazetteer) -> Iterable[Match]:
    """Find the one name of a country of the text that is all but the one asked for."""
    if len(fold(name)) < MIN_MISSPELT:
        return
    for country in countries:
        best, *rest = gazetteer.search(name, country=country, limit=2) or (None,)
        if best is None or best.kind != "suggestion" or best.score < ALIKE:
            continue
        if not rest or best.score - rest[0].score >= ALIKE_MARGIN:
            yield replace(best, score=0.5)


def _of_any_kind(matches: Sequence[Match]) -> tuple[Match, ...]:
    """Undo the preference of a description for a town to go from: prose names what it likes."""
    plain = (
        replace(match, score=match.score - dict(match.terms).get("of the kind", 0.0))
        for match in matches
    )
    return tuple(sorted(plain, key=lambda match: (-match.score, match.place.id)))


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
    scores = [_alone(match, name) for match in item.accepted]
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


def _alone(match: Match, name: str) -> float:
    place = match.place
    score = match.score + (ALONE.get(place.kind, 0.0) if match.kind == "exact" else 0.0)
    if place.kind in SETTLEMENTS:
        score += PEOPLED * math.log10(place.population + 1) / 7
        if name and fold(place.name) != name:
            score -= OTHER_NAME
    return score


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
    if place.kind not in AREAS and _has_point(place):
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
    if place.kind not in AREAS and _has_point(place):
        yield "near", _cell(place)


def _cell(place: Place) -> tuple[int, int]:
    return math.floor(place.lon / CELL_DEG), math.floor(place.lat / CELL_DEG)


def _picks(found: Mapping[Key, Found]) -> list[str]:
    return [item.accepted[0].place.id if item.accepted else "" for item in found.values()]


def _agree(spots: Sequence[Spot]) -> None:
    """Let the bare names of a list be of one kind: "Takhar, Kunduz and Baghlan" are provinces."""
    lists: dict[int, list[Spot]] = defaultdict(list)
    for spot in spots:
        if spot.group is not None:
            lists[spot.group].append(spot)
    for members in lists.values():
        for kind in ("province", "country"):
            sure = [spot for spot in members if spot.matches and spot.matches[0].place.kind == kind]
            if not sure or len(sure) * 2 < len(members):
                continue
            countries = {spot.matches[0].place.country for spot in sure}
            for spot in members:
                if spot.feature:
                    continue
                spot.matches = tuple(
                    sorted(
                        (
                            replace(match, score=match.score + SHARED_KIND + 0.2)
                            if match.place.kind == kind
                            and (kind == "country" or match.place.country in countries)
                            else match
                            for match in spot.matches
                        ),
                        key=lambda match: (-match.score, match.place.id),
                    )
                )
