"""
Which place each name of a text means, all names together.

Each place that a name may mean is supported by the other names: those that may lie in its
country, in its province, and near it. This first choice, made without any training and equally
for all countries, is the company (`gazetteer.company`) by which `gazetteer.disambiguate` weighs the
candidates, until nothing changes.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from gazetteer.clauses import Anchor, At
from gazetteer.company import MOST_COMPANY, keep_company
from gazetteer.disambiguate import Context, Found, candidates, rivals, weigh
from gazetteer.names import fold
from gazetteer.place import AREAS, Match
from gazetteer.prose.vocabulary import macro_places, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gazetteer.place import Place
    from gazetteer.prose.spots import Spot
    from gazetteer.store import Gazetteer

MOST_ROUNDS: Final = 3  # the choice settles in two; a third for chains
CELL_DEG: Final = 1.5  # ours: about the 161 km within which geoparsing is scored
SUPPORT: Final = {"country": 0.6, "province": 1.2, "near": 1.2}
"""The weights of `disambiguate.WEIGHTS` for the same three things."""
SHARED_KIND: Final = 0.3  # ours: of a list, what all of its names can be, provinces say
DECISIVE: Final = 0.15  # share of the names from which a place's country or province is full


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
    groups: dict[tuple[str, str | None], list[Spot]] = defaultdict(list)
    for spot in spots:
        groups[spot.key].append(spot)
    names = {key: _name_of(members) for key, members in groups.items()}
    context = Context(country=country)
    found = {key: _look_up(name, context, gazetteer) for key, name in names.items()}
    supported = _supported(found)
    nations = [
        (word, place)
        for word, code in sorted((people or {}).items())
        if (place := gazetteer.country(code)) is not None
    ]
    for _ in range(MOST_ROUNDS):
        best = {key: item.accepted[0].place for key, item in supported.items() if item.accepted}
        pairs = [(" ".join(filter(None, key)), place) for key, place in best.items() if _has_point(place)]
        if len(pairs) > MOST_COMPANY:
            break
        company = keep_company([*pairs, *nations])
        context = Context(country=country, company=company)
        again = {key: _look_up(name, context, gazetteer) for key, name in names.items()}
        weighed = _supported({key: weigh(item, _clause(item.anchor), (), context=context)
                              for key, item in again.items()}, share=0.5)  # fmt: skip
        settled = _picks(weighed) == _picks(supported)
        supported = weighed
        if settled:
            break
    for key, members in groups.items():
        for spot in members:
            spot.matches = supported[key].accepted
    _agree(spots)
    for spot in spots:
        if spot.matches:
            spot.ambiguous = bool(rivals(Found(anchor=_nowhere(), accepted=spot.matches)))


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
        return Found(anchor=anchor, accepted=(Match(nation, "exact", 1.1, nation.name),))
    macro = macro_places().get(fold(anchor.name).removeprefix("the "))
    found = candidates(anchor, _clause(anchor), context=context, gazetteer=gazetteer)
    if not found.accepted and name.feature_word:
        bare = replace(anchor, name=name.name, end=len(name.name))
        found = candidates(bare, _clause(bare), context=context, gazetteer=gazetteer)
    if not name.feature_word:
        found = replace(found, accepted=_of_any_kind(found.accepted))
    macro = macro or macro_places().get(fold(name.name).removeprefix("the "))
    if macro is not None and not any(match.score > macro.score + 0.5 for match in found.accepted):
        found = replace(found, accepted=(macro, *found.accepted))
    return found


def _of_any_kind(matches: Sequence[Match]) -> tuple[Match, ...]:
    """Undo the preference of a description for a town to go from: prose names what it likes."""
    plain = (
        replace(match, score=match.score - dict(match.terms).get("of the kind", 0.0))
        for match in matches
    )
    return tuple(sorted(plain, key=lambda match: (-match.score, match.place.id)))


def _supported(found: Mapping[tuple[str, str | None], Found], share: float = 1.0) -> dict[
    tuple[str, str | None], Found
]:
    """Order the candidates of each name by prominence and by the support of the other names."""
    votes: dict[tuple[str, object], dict[tuple[str, str | None], float]] = defaultdict(dict)
    for key, item in found.items():
        for place, weight in _weights(item.accepted):
            for ballot in _ballots(place):
                votes[ballot][key] = max(votes[ballot].get(key, 0.0), weight)
    totals = {ballot: sum(by.values()) for ballot, by in votes.items()}
    enough = max(1.0, DECISIVE * len(found))
    ordered = {}
    for key, item in found.items():
        scored = []
        for match in item.accepted:
            gain = 0.0
            for kind, value in _claims(match.place):
                ballot = (kind, value)
                others = totals.get(ballot, 0.0) - votes.get(ballot, {}).get(key, 0.0)
                gain += SUPPORT[kind] * min(1.0, others / enough)
            term = ("with the other names", share * gain)
            scored.append(replace(match, score=match.score + term[1], terms=(*match.terms, term)))
        scored.sort(key=lambda match: (-match.score, match.place.id))
        ordered[key] = replace(item, accepted=tuple(scored))
    return ordered


def _weights(matches: Sequence[Match]) -> Iterable[tuple[Place, float]]:
    """Share one vote of a name among the places that it may mean, by their scores."""
    if not matches:
        return
    top = max(match.score for match in matches)
    raw = [math.exp(4 * (match.score - top)) for match in matches]
    total = sum(raw)
    for match, weight in zip(matches, raw, strict=True):
        yield match.place, weight / total


def _ballots(place: Place) -> Iterable[tuple[str, object]]:
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


def _claims(place: Place) -> Iterable[tuple[str, object]]:
    """Say by whom a place is supported."""
    if place.country:
        yield "country", place.country
    if place.admin1 and place.kind != "country":
        yield "province", place.admin1
    if place.kind not in AREAS and _has_point(place):
        yield "near", _cell(place)


def _cell(place: Place) -> tuple[int, int]:
    return math.floor(place.lon / CELL_DEG), math.floor(place.lat / CELL_DEG)


def _picks(found: Mapping[tuple[str, str | None], Found]) -> list[str]:
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
                            if match.place.kind == kind and (kind == "country" or match.place.country in countries)
                            else match
                            for match in spot.matches
                        ),
                        key=lambda match: (-match.score, match.place.id),
                    )
                )


