"""
Find the places that prose mentions, and which ones they are.

Names of the gazetteer are looked for among capitalised words; what stands around them decides
whether they are places ("in Kano") or not ("the Kano Pillars", "Mr Kano said"), and all names of
the text together decide which of the places of a name is meant. No model is needed. Offsets are
characters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gazetteer.expression import find
from gazetteer.opening import load
from gazetteer.prose.borders import borders
from gazetteer.prose.evidence import AGAIN, LISTED, OTHER_SPELLING, prior, probability, weigh_alone
from gazetteer.prose.people import surnames
from gazetteer.prose.resolution import resolve
from gazetteer.prose.sighting import sight
from gazetteer.prose.spots import add_containers, add_features, list_spots
from gazetteer.prose.tokens import words_in
from gazetteer.prose.toponym import Toponym

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gazetteer.prose.spots import Spot
    from gazetteer.prose.tokens import Words
    from gazetteer.store import Gazetteer

THRESHOLD: Final = 0.5
"""Score from which a mention is given: the even odds of the terms; see the benchmark's curve."""

SURE: Final = 1.0  # total from which a member of a list vouches for the others
HOPELESS: Final = -2.0  # total below which a name is no company for others


def find_places(
    text: str,
    *,
    gazetteer: Gazetteer | None = None,
    country: str | None = None,
    threshold: float = THRESHOLD,
    spans: Iterable[tuple[int, int]] | None = None,
) -> tuple[Toponym, ...]:
    """
    Find every mention of a place in prose.

    Parameters
    ----------
    text
        Prose in English, or names in Latin, Cyrillic or Arabic letters among it.
    gazetteer
        Where to look; the embedded one if left out.
    country
        Alpha-2 code of the country that the text is about, if that is known.
    threshold
        Least score of a mention, 0 to 1: higher finds fewer that are right more often.
    spans
        Offsets of names that are places for certain (annotated, or found by another program:
        `gazetteer.prose.entities`); they alone are resolved then.

    Returns
    -------
    tuple of Toponym
        In the order of the text, not overlapping.

    Notes
    -----
    Time is linear in the length of the text. Names of organisations ("Kabul University",
    "Islamic State in Khorasan"), persons ("Gen. Houston") and words for people ("Afghan") are no
    places; a government called by its capital ("talks with Kabul") is one, since the text names
    it.

    Examples
    --------
    >>> text = "The Islamic State in Khorasan lost Achin district, Nangarhar, said Ali Kabuli."
    >>> [(found.text, found.kind) for found in find_places(text)]
    [('Achin district', 'district'), ('Nangarhar', 'province')]
    """
    places = load() if gazetteer is None else gazetteer
    words = words_in(text)
    sighted = sight(words, places, spans=spans)
    spots = sighted.spots
    add_features(words, spots)
    add_containers(words, spots)
    list_spots(words, spots)
    called = surnames(words, sighted.persons)
    small = {
        words.folded[at]
        for at in range(len(words))
        if words.text[words.starts[at]].islower() and not words.masked[at]
    }
    for spot in spots:
        weigh_alone(words, spot, surnames=called, small=small)
    if spans is not None:
        for spot in spots:
            spot.terms = {"given": 30.0}
    _weigh_lists(spots)
    live = [spot for spot in spots if spot.total > HOPELESS]
    resolve(live, gazetteer=places, country=country, people=sighted.people)
    for spot in live:
        _weigh_found(spot)
    _weigh_again(live)
    phrases = _phrases(text)
    kept = [_toponym(words, spot, phrases) for spot in live if probability(spot.total) >= threshold]
    if spans is None:
        kept += borders(words, places, kept)
    return tuple(sorted(kept, key=lambda found: (found.start, -found.end)))


def _weigh_found(spot: Spot) -> None:
    """Judge a name that the gazetteer has in another spelling by what was found."""
    if spot.places or not spot.matches:
        return
    found = prior([spot.matches[0].place], spot.last - spot.first)
    spot.terms["what it may be"] = min(found, 0.6) + OTHER_SPELLING


def _weigh_lists(spots: Sequence[Spot]) -> None:
    """Let a member of a list that is a place for certain vouch for the others."""
    best: dict[int, float] = {}
    for spot in spots:
        if spot.group is not None:
            best[spot.group] = max(best.get(spot.group, 0.0), spot.total)
    for spot in spots:
        if spot.group is not None and SURE < best[spot.group] > spot.total:
            spot.terms["in a list of places"] = LISTED


def _weigh_again(spots: Sequence[Spot]) -> None:
    """Believe a mention for another of the same name: one sense a text."""
    most: dict[str, float] = {}
    for spot in spots:
        key = spot.key[0]
        most[key] = max(most.get(key, spot.total), spot.total)
    for spot in spots:
        more = most[spot.key[0]] - spot.total
        if more > 0 and not _is_other(spot):
            spot.terms["the same name elsewhere"] = min(2.0, AGAIN * more)


def _is_other(spot: Spot) -> bool:
    """Whether a mention's own surroundings say that it is no place, whatever others are."""
    return any(
        term in spot.terms
        for term in ("a person of this text", "name of a force", "in quotation marks",
                     "part of a longer name", "after an acronym",
                     "an abbreviation that may be an adjective")
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Phrase:
    start: int
    end: int
    relation: str


def _phrases(text: str) -> dict[int, _Phrase]:
    """Find the descriptions of the text, by the offset of each of their anchors."""
    found = {}
    for mention in find(text):
        for anchor in mention.expression.anchors:
            found[anchor.start] = _Phrase(mention.start, mention.end, mention.kind)
    return found


def _toponym(words: Words, spot: Spot, phrases: dict[int, _Phrase]) -> Toponym:
    start, end = words.starts[spot.before], words.ends[spot.after - 1]
    start, end = min(start, words.starts[spot.first]), max(end, words.ends[spot.last - 1])
    phrase = phrases.get(words.starts[spot.first]) or phrases.get(start)
    part = words.starts[spot.part] if spot.part is not None else start
    relation = "part_of_region" if spot.part is not None else "at"
    if phrase is not None and phrase.relation not in {"at", "region_only"}:
        part, relation = min(phrase.start, part), phrase.relation
        end_of_phrase = max(phrase.end, end)
    else:
        end_of_phrase = end
    place = spot.matches[0].place if spot.matches else None
    container = spot.container
    within = container.matches[0].place if container is not None and container.matches else None
    return Toponym(
        start=start,
        end=end,
        text=words.text[start:end],
        name=spot.name,
        kind=place.kind if place is not None else spot.feature or spot.kind or "unknown",
        place=place,
        within=within,
        score=probability(spot.total),
        candidates=spot.matches,
        ambiguous=spot.ambiguous,
        phrase_start=part,
        phrase_end=end_of_phrase,
        relation=relation,
        terms=tuple(spot.terms.items()),
    )
