"""
Which place each name of a text means, all names together.

The candidates of each name are those of `gazetteer.disambiguate`, and the names vote for them
(`gazetteer.prose.voting`). The company of the winners (`gazetteer.company`) tells which countries
the text is about; there, other spellings of a name are believed too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from gazetteer.clauses import Anchor, At
from gazetteer.company import MOST_COMPANY, keep_company
from gazetteer.disambiguate import Context, Found, candidates, rivals
from gazetteer.names import fold
from gazetteer.naming import province_codes
from gazetteer.place import AREAS, SETTLEMENTS, Match
from gazetteer.prose.evidence import probability
from gazetteer.prose.vocabulary import own_places, shortened
from gazetteer.prose.voting import has_point, support
from gazetteer.ranking import prominence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from gazetteer.company import Company
    from gazetteer.place import Place
    from gazetteer.prose.spots import Spot
    from gazetteer.prose.voting import Key
    from gazetteer.store import Gazetteer


MOST_ROUNDS: Final = 3  # the countries of a text settle in two; a third for chains
WIDER: Final = frozenset({"country", "province"})
"""Kinds that are no district."""
CERTAIN: Final = 0.5  # from here on a name is company
SHARED_KIND: Final = 0.5  # ours: of a list, what all of its names can be, provinces say
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
    kind: str | None
    within: tuple[str, ...]
    places: tuple[Place, ...] = ()

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
        if item.accepted and trust[key] >= CERTAIN and has_point(item.accepted[0].place)
    ]
    return keep_company(pairs) if len(pairs) <= MOST_COMPANY else None


def _name_of(members: Sequence[Spot]) -> Name:
    """Take the name as first written, with the larger places of whichever mention has them."""
    within = next((spot.within for spot in members if spot.within), ())
    first = members[0]
    word = first.feature_word if first.feature else ""
    generic = _singular(word or (first.feature or ""))
    return Name(first.name, generic, first.feature, within, first.places)


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _clause(anchor: Anchor) -> At:
    return At(start=0, end=anchor.end, anchor=anchor)


def _nowhere() -> Anchor:
    return Anchor(name="", start=0, end=0)


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
    elif name.kind == "district":
        smaller = tuple(m for m in found.accepted if m.place.kind not in WIDER)
        found = replace(found, accepted=smaller or found.accepted)
    if not found.accepted and not name.name.isascii() and not gazetteer.named(fold(name.name)):
        # in another case of its language
        found = replace(found, accepted=tuple(_match(place) for place in name.places))
    for key in (anchor.name, name.name):
        own = own_places().get(fold(key).removeprefix("the "), ())
        own = tuple(match for match in own if _is_within(match.place, anchor, gazetteer))
        if own:  # and no place that only has this name as a part of its own
            wide = not all(has_point(match.place) for match in own)
            named = (
                match
                for match in found.accepted
                if match.kind != "variant" and not (wide and _is_small(match.place))
            )
            return replace(found, accepted=(*own, *named))
    return found


def _match(place: Place) -> Match:
    """Make a match of a place that the gazetteer was not asked for by this name."""
    score = prominence(
        place.kind, place.population, in_country=False, in_province=False, own_name=False
    )
    return Match(place, "variant", score, place.name)


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
    found = _candidates(anchor, context, gazetteer)
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


def _candidates(anchor: Anchor, context: Context, gazetteer: Gazetteer) -> Found:
    """Ask for a name; where several areas may be meant by the larger one, in each of them."""
    larger = gazetteer.named(fold(anchor.within[0])) if len(anchor.within) == 1 else []
    areas = [place for place in larger if place.kind in WIDER]
    if len(areas) < 2:  # noqa: PLR2004 - no choice
        return candidates(
            anchor, _clause(anchor), context=context, gazetteer=gazetteer, suggest=False
        )
    bare = replace(anchor, within=())
    accepted: dict[str, Match] = {}
    for area in areas:  # Georgia and Georgia, Maryland and Maryland
        provinces = area.codes if area.kind == "province" else ()
        inside = replace(context, country=area.country, provinces=provinces)
        found = candidates(bare, _clause(bare), context=inside, gazetteer=gazetteer, suggest=False)
        for match in found.accepted:
            if not provinces or match.place.admin1 in provinces:
                accepted.setdefault(match.place.id, match)
    return Found(anchor=anchor, accepted=tuple(accepted.values()))


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


def _is_small(place: Place) -> bool:
    """Whether a place is a settlement that few know: "Middle East", Maryland."""
    return place.kind in SETTLEMENTS and place.population < FAMOUS


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
                if not spot.feature:
                    spot.matches = _preferring(spot.matches, kind, countries)


def _preferring(
    matches: Sequence[Match], kind: str, countries: Collection[str | None]
) -> tuple[Match, ...]:
    """Give the places of a kind in some countries their bonus, and the order anew."""
    scored = (
        replace(match, score=match.score + SHARED_KIND)
        if match.place.kind == kind and match.place.country in countries
        else match
        for match in matches
    )
    return tuple(sorted(scored, key=lambda match: (-match.score, match.place.id)))
