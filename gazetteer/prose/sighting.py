"""Sight the names of a text: runs of capitals without the names of organisations and persons."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from gazetteer.prose.evidence import ACRONYM, INSIDE
from gazetteer.prose.organisations import organisations
from gazetteer.prose.people import CERTAIN_COMMON, is_title, people
from gazetteer.prose.runs import Names, Run, is_begun, longest, runs, slices, step_over, text_of
from gazetteer.prose.scripts import unicased
from gazetteer.prose.spots import Spot, feature_words
from gazetteer.prose.vocabulary import DIRECTIONS, common_words, own_places, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gazetteer.place import Place
    from gazetteer.prose.tokens import Words
    from gazetteer.store import Gazetteer

    Slice = tuple[int, int, tuple[Place, ...]]

DIVISIONS: Final = frozenset({"country", "province"})
AREAS: Final = DIVISIONS | {"continent"}
LARGE: Final = 500_000  # people: a city whose name is seldom a person's
MOST_UNKNOWN: Final = 3  # words of a name that the gazetteer has not
PARK: Final = (
    frozenset({"national", "state", "game", "nature", "wildlife", "marine", "forest"}),
    frozenset({"park", "forest", "reserve", "refuge", "monument", "preserve", "sanctuary"}),
)
"""Two words that make a name one of a protected area."""


@dataclass(slots=True)
class Sighted:
    """
    What was sighted in a text so far.

    Attributes
    ----------
    spots
        Where it may mention places.
    persons
        Names of persons.
    people
        Words for people ("afghan") and the countries that they are of.
    registry
        "khorasan province" and others that were part of an organisation's name.
    organised
        The word that the last organisation's name ends before.
    reserved
        Words of names that were found before the runs were read: "Cox's Bazar".
    """

    spots: list[Spot] = field(default_factory=list)
    persons: list[Run] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)
    registry: set[str] = field(default_factory=set)
    organised: int = 0
    reserved: set[int] = field(default_factory=set)


def sight(
    words: Words, gazetteer: Gazetteer, *, spans: Iterable[tuple[int, int]] | None = None
) -> Sighted:
    """
    Sight the names of a text.

    Parameters
    ----------
    words
        The words of a text.
    gazetteer
        Where to look.
    spans
        Offsets of names that are places for certain; they alone are spots then.

    Returns
    -------
    Sighted
        Spots in the order of the text, not overlapping.
    """
    names = Names(gazetteer)
    sighted = Sighted()
    sighted.spots += _owned(words, names)
    sighted.reserved = {at for spot in sighted.spots for at in range(spot.first, spot.last)}
    for run in runs(words):
        _sight_run(words, run, names, sighted)
    sighted.spots += unicased(words, names)
    registry = sighted.registry
    sighted.spots = [s for s in sighted.spots if not _is_of_organisation(words, s, registry)]
    if spans is not None:
        sighted.spots = list(_given(words, spans, names))
    sighted.spots.sort(key=lambda spot: spot.first)
    return sighted


def _sight_run(words: Words, run: Run, names: Names, sighted: Sighted) -> None:
    for at in range(run.first, run.last):
        code = names.demonym(words.word(at)) if words.is_capital(at) else None
        if code:
            sighted.people[words.folded[at]] = code
    if run.last <= sighted.organised:  # an organisation's name went on into this run
        return
    first = max(run.first, sighted.organised)
    found = [
        piece
        for piece in slices(words, run, names)
        if piece[0] >= first and sighted.reserved.isdisjoint(range(piece[0], piece[1]))
    ]
    covered = [(start, end) for start, end, _ in found]
    taken = set(range(run.first, first)) | sighted.reserved.intersection(range(run.first, run.last))

    def is_division(at: int) -> bool:
        piece = longest(words, at, min(at + MOST_UNKNOWN, len(words)), names)
        return piece is not None and any(place.kind in DIVISIONS for place in piece[2])

    for body in organisations(words, run, covered, is_division=is_division):
        taken |= set(range(body.first, body.last))
        sighted.organised = max(sighted.organised, body.last)
        sighted.registry |= _tails(words, body, run.last)
    areas, cities = _areas(words, run, found)
    for person in people(words, run, covered, areas=areas, cities=cities):
        if taken.isdisjoint(range(person.first, person.last)):
            sighted.persons.append(person)
            titled = person.first > run.first and is_title(words, person.first - 1)
            taken |= set(range(person.first - titled, person.last))
    sighted.spots += _spots(words, run, found, taken, names)


def _owned(words: Words, names: Names) -> Iterator[Spot]:
    """Find names with an "'s" inside, where others end: "Cox's Bazar", "King's Lynn"."""
    for at in range(len(words) - 1):
        if words.gap(at) not in {"'s ", "\u2019s "} or not words.is_capital(at + 1):
            continue
        for last in (at + 3, at + 2):
            if last > len(words) or not words.is_capital(at):
                continue
            if any(words.gap(step) != " " for step in range(at + 1, last - 1)):
                continue
            name = text_of(words, at, last)
            if places := names.named(name):
                yield Spot(first=at, last=last, name=name, places=places)
                break


def _given(words: Words, spans: Iterable[tuple[int, int]], names: Names) -> Iterator[Spot]:
    """Make a spot of each span, from the word that it begins in to the one that it ends in."""
    for start, end in sorted(spans):
        first = bisect_left(words.ends, start + 1)
        last = bisect_left(words.starts, end)
        if first < last:
            name = " ".join(words.text[start:end].split())
            yield Spot(first=first, last=last, name=name, places=names.named(name))


def _tails(words: Words, body: Run, run_last: int) -> set[str]:
    """Collect "Khorasan Province" of "Islamic State Khorasan Province": of two words and more."""
    found = set()
    run_end = min(body.last, run_last)
    for first in range(body.first + 1, run_end - 1):
        tail = words.folded[first:run_end]
        if tail[-1] in feature_words() and words.is_capital(first):
            found.add(" ".join(tail))
    return found


def _is_of_organisation(words: Words, spot: Spot, registry: set[str]) -> bool:
    """Whether a name with its feature word has been part of an organisation's name."""
    longer = " ".join(words.folded[spot.first : spot.last + 1])
    return longer in registry or " ".join(words.folded[spot.first : spot.last]) in registry


def _areas(words: Words, run: Run, found: Sequence[Slice]) -> tuple[set[int], set[int]]:
    """Find the words that alone are a country, a province or a kind of feature; large cities."""
    single = [(first, places) for first, last, places in found if last - first == 1]
    areas = {first for first, places in single if any(p.kind in AREAS for p in places)}
    cities = {first for first, places in single if any(p.population >= LARGE for p in places)}
    kinds = feature_words().keys() | words_of("facility") | DIRECTIONS
    areas |= {at for at in range(run.first, run.last) if words.folded[at] in kinds}
    return areas, cities


def _spots(
    words: Words, run: Run, found: Sequence[Slice], taken: set[int], names: Names
) -> Iterator[Spot]:
    """Make spots of the slices that are left, and of unknown names with a feature word."""
    sliced = {at: piece for piece in found for at in range(piece[0], piece[1])}
    for first, last, places in found:
        if taken.isdisjoint(range(first, last)):
            if last - first == 1 and names.demonym(words.word(first)) and not _is_own(places):
                continue
            if (
                last - first == 1
                and _is_no_name(words, first, places)
                and not _has_feature(words, last)
            ):
                continue
            spot = Spot(first=first, last=last, name=text_of(words, first, last), places=places)
            _judge_neighbours(words, run, spot, sliced=sliced, taken=taken, names=names)
            yield spot
    yield from _unknown(words, run, sliced.keys() | taken, names)


def _has_feature(words: Words, at: int) -> bool:
    """Whether "region", "state" ... follow: "Amhara region" is a place, "Amhara" a people."""
    return (
        at < len(words)
        and words.gap(at - 1) == " "
        and feature_words().get(words.folded[at]) in {"province", "region", "district"}
    )


def _is_no_name(words: Words, at: int, places: Sequence[Place]) -> bool:
    """Whether a word alone is a kind of place, a direction, a title, a language or a people."""
    word = words.folded[at]
    if word in own_places():
        return False
    if word in feature_words() and any(p.kind == "province" for p in places):
        return words.initial[at]  # "Lower Shabelle, Middle Juba and Bay"
    return (
        word in feature_words()
        or word in DIRECTIONS
        or any(word in words_of(role) for role in ("title", "connector", "people", "time"))
    )


def _is_own(places: Sequence[Place]) -> bool:
    return any(place.kind in {"country", "province"} for place in places)


def _judge_neighbours(
    words: Words,
    run: Run,
    spot: Spot,
    *,
    sliced: Mapping[int, Slice],
    taken: set[int],
    names: Names,
) -> None:
    """Weigh a name down that is part of a longer one, unknown as a whole."""
    for at, gap in ((spot.first - 1, spot.first - 1), (spot.last, spot.last - 1)):
        if not run.first <= at < run.last or not words.is_capital(at):
            continue
        word = words.folded[at]
        if words.gap(gap)[:1] in "-\u2013\u2014\n" or word in DIRECTIONS:
            continue
        if names.demonym(words.word(at)) or word in feature_words():
            continue
        if at < spot.first and words.initial[at] and at == run.first and (
            at not in sliced or common_words().get(word, 99) <= CERTAIN_COMMON
        ):  # fmt: skip
            continue  # "Meanwhile Kabul", "In Macon"
        if at in sliced and _contain(sliced[at][2], spot.places):
            continue  # "Austin Texas"
        if word == "the" or is_title(words, at):
            continue  # "The Hague", "Borno Governor"
        if words.is_acronym(at):
            spot.terms["after an acronym"] = ACRONYM if at < spot.first else ACRONYM / 2
        elif at not in taken and word not in words_of("connector"):
            spot.terms["part of a longer name"] = INSIDE


def _contain(left: Sequence[Place], right: Sequence[Place]) -> bool:
    """Whether a place of the one name is a division that a place of the other lies in."""
    return any(
        area.kind in DIVISIONS and (place.admin1 in area.codes or place.country == area.country)
        for areas, places in ((left, right), (right, left))
        for area in areas
        for place in places
    )


def _unknown(words: Words, run: Run, known: set[int], names: Names) -> Iterator[Spot]:
    """Find names that no gazetteer has but that a feature word, or "in", makes places."""
    at = run.first
    while at < run.last:
        article = _is_article(words, at) and at + 1 < run.last and at + 1 not in known
        if at in known or not words.is_capital(at + article) or not _may_be_name(
            words, at + article, names
        ):  # fmt: skip
            at += 1
            continue
        last = at + 1 + article
        if not article and is_begun(words, at, run.last):  # "Ain al-Asad"
            last += step_over(words, last)
        while last < run.last and last not in known and words.is_capital(last) and (
            last - at < MOST_UNKNOWN and words.folded[last] not in feature_words()
            and words.gap(last - 1) in {" ", "-", "\n"}
        ):  # fmt: skip
            last += 1
        yield from _unknown_spot(words, run, at, last)
        at = last


def _may_be_name(words: Words, at: int, names: Names) -> bool:
    word = words.folded[at]
    return not (
        words.is_acronym(at)
        or len(word) < 3  # noqa: PLR2004
        or word in words_of("people")
        or words.shouted[at]
        or (word in common_words() and not _is_facility(words, at + 1))
        or word in feature_words()
        or word in words_of("connector") | words_of("title") | words_of("office") | DIRECTIONS
        or word in words_of("time") | words_of("organisation")
        or names.demonym(words.word(at))
    )


def _is_article(words: Words, at: int) -> bool:
    """Whether a word is the article of the name that follows: "Al-Shirqat"."""
    return words.gap(at)[:1] == "-" and words.folded[at] in words_of("connector")


def _is_facility(words: Words, at: int) -> bool:
    """Whether a word is "Road", "Hotel" ... in the same name."""
    return (
        at < len(words)
        and words.gap(at - 1) == " "
        and words.is_capital(at)
        and words.folded[at] in words_of("facility")
    )


def _park(words: Words, at: int, last: int) -> int:
    """Count the words of "National Park", "Game Reserve" ... that follow a name."""
    two = words.folded[at : min(at + 2, last)]
    return 2 if len(two) == 2 and two[0] in PARK[0] and two[1] in PARK[1] else 0  # noqa: PLR2004


def _unknown_spot(words: Words, run: Run, first: int, last: int) -> Iterator[Spot]:
    name = text_of(words, first, last)
    following = words.folded[last] if last < len(words) and words.gap(last - 1) == " " else ""
    facility = words_of("facility")
    if following in facility and words.is_capital(last) and last < run.last:
        end = last + 1
        spot = Spot(first=first, last=end, name=text_of(words, first, end))
        spot.kind = "facility"
        spot.terms["a facility by its name"] = 2.4
        yield spot
    elif last < run.last and _park(words, last, run.last):
        end = last + _park(words, last, run.last)
        spot = Spot(first=first, last=end, name=text_of(words, first, end))
        spot.kind = "park"
        spot.terms["a park by its name"] = 2.2
        yield spot
    elif words.folded[first] in facility and last - first > 1 and not words.initial[first]:
        spot = Spot(first=first, last=last, name=name)
        spot.kind = "facility"
        spot.terms["a facility by its name"] = 2.4
        yield spot
    else:
        yield Spot(first=first, last=last, name=name)
