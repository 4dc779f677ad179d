"""
A block cut into the events that it tells: which sentences go together, and what places them.

A sentence begins a new event if it has a word that tells one and a place or a day of its own that
the event before it has not; what follows up the same event stays with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from .dates import LATEST_AFTER_PERIOD, find_dates
from .drafts import Draft, lead, read_on, starts_event, take
from .event_types import EventType, Trigger
from .labels import beside, label_mention
from .places import RANKS, find_mentions, rank
from .sentences import Source, blank, find_sources, main_clauses, without_dateline
from .settling import is_known, settle
from .units import Unit, anchors_of, find_units

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from gazetteer.clauses import Mention

    from .dates import Period
    from .divisions import Places
    from .labels import Label

_AND: Final = re.compile(
    r"^[\s”\"]*(?:city|town|village)?\s*(?:\([^()]{1,60}\)\s*)?(?:,|,?\s*(?:and|as well as))"
    r"\s*(?:near|in|at)?\s*$"
)

FIRST: Final = -1  # rank before all others


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """
    The part of a block that tells one event.

    Attributes
    ----------
    start, end
        Characters of the block.
    told
        Its sentences, without sources.
    triggers
        Words of each sentence that tell events.
    place
        The description that places it.
    day, day_end
        Its date.
    source
        Where it is from.
    counted
        Whether the casualties are told of this place (of two places in one sentence, the first).
    lead
        The sentence that says who did it to whom.
    shared
        Whether the event before it in the same sentence has the same.
    """

    start: int
    end: int
    told: tuple[str, ...]
    triggers: tuple[tuple[Trigger, ...], ...]
    place: Mention | None = None
    day: date | None = None
    day_end: date | None = None
    source: Source | None = None
    counted: bool = True
    lead: str = ""
    shared: bool = False


def cut_segments(
    text: str,
    table: tuple[EventType, ...],
    *,
    period: Period | None,
    day: date | None,
    places: Places,
    country: str | None,
    bullet: bool,
    label: Label | None = None,
    previous: date | None = None,
) -> list[Segment]:
    """
    Cut a block into events.

    Parameters
    ----------
    text
        Text of the block.
    table
        Event types.
    period
        Days of the report.
    day
        Day that the heading gives.
    places
        The gazetteer.
    country
        Alpha-2 code of the section.
    bullet
        Whether the block is an item of a list, where a sentence with casualties alone is an event.
    label
        What stands before the text of the block.
    previous
        The day last spoken of before it, to which "the same day" points back.

    Returns
    -------
    segments
        In the order of the text; none if it tells no event.
    """
    sources = find_sources(text, period)
    spoken = blank(without_dateline(text), [(source.start, source.end) for source in sources])
    labelled = None
    if label is not None:
        spoken = blank(spoken, beside(label, text, period))
        day = label.day or day
        named = label_mention(label, text)
        labelled = named and settle(named, "", places=places, country=country)
    main = main_clauses(spoken)
    mentions = find_mentions(spoken, main, places, country)
    units = find_units(
        spoken, main, mentions=mentions, table=table, period=period, previous=previous
    )
    drafts: list[Draft] = []
    described = _described(spoken, mentions)
    waiting: list[Unit] = []
    for unit in units:
        own = _own_mentions(unit, described)
        starts = starts_event(unit, own, day, bullet=bullet or labelled is not None)
        if drafts:
            read_on(drafts, unit, own, starts=starts)
        elif starts:
            drafts.append(Draft(units=[*waiting, unit], called=unit.called))
            take(drafts[-1], unit, own)
        elif unit.silent or not [t for t in unit.triggers if not t.again]:
            waiting = []
        else:
            waiting.append(unit)
    if day is None:
        _date_by_opening(drafts, units, period)
    if labelled is not None:
        name = labelled.expression.anchors[0].name
        coarse = labelled.kind in ("region_only", "part_of_region")
        cell = bool(label and label.told) and not coarse and is_known(name, places, country)
        for draft in drafts:
            if cell or not draft.places:  # a cell of its own says where before the words do
                draft.places.insert(0, (FIRST if cell else rank(labelled), 0, labelled))
    ask = partial(_known_place, places=places, country=country)
    finished = [
        _finish(draft, text, sources, day, labelled=labelled, known=ask)
        for draft in drafts
        if not draft.called
    ]
    return [piece for segment, others in finished for piece in _each_place(segment, others)]


def _date_by_opening(drafts: list[Draft], units: list[Unit], period: Period | None) -> None:
    """Give events without a day the one with which their paragraph began to speak."""
    if not drafts or drafts[0].day is not None or period is None:
        return
    opening = [unit for unit in units if unit.end <= drafts[0].units[0].start]
    days = [d for unit in opening for d in unit.dates if not (d.reported or d.relative or d.last)]
    if len(days) == 1 and period.first <= days[0].first <= period.last + LATEST_AFTER_PERIOD:
        for draft in drafts:
            draft.day = draft.day or days[0]


def last_day(segments: list[Segment], text: str, period: Period | None) -> date | None:
    """
    Find the day that a block spoke of last, to which the next may point back.

    Parameters
    ----------
    segments
        Its events.
    text
        The block.
    period
        Days of the report.

    Returns
    -------
    day
        That of the last event, or without events the last that it names; None if there is none.

    Examples
    --------
    >>> last_day([], "Houses were rebuilt on 3 May 2021.", None).isoformat()
    '2021-05-03'
    """
    if segments:
        return next((s.day for s in reversed(segments) if s.day is not None), None)
    days = [mention.first for mention in find_dates(text, period=period) if not mention.relative]
    return days[-1] if days else None


def _described(spoken: str, mentions: list[Mention]) -> dict[str, Mention]:
    """Map "farm" to the place of "a farm in northern Sinai"."""
    found: dict[str, Mention] = {}
    for mention in mentions:
        match = re.search(
            r"\b(?:an?|one|two|three)\s+(?:\w+\s+){0,2}?(?P<noun>[a-z]{3,})\s*$",
            spoken[max(0, mention.start - 50) : mention.start],
        )
        if match is not None:
            found.setdefault(match["noun"], mention)
    return found


def _own_mentions(unit: Unit, described: dict[str, Mention]) -> list[Mention]:
    """Places that a sentence names, or points back to ("at the farm")."""
    if unit.mentions or not unit.triggers:
        return unit.mentions
    for match in re.finditer(
        r"\b(?:at|in|on|inside|near|against) (?:the|that|this) (?P<noun>[a-z]{3,})\b", unit.spoken
    ):
        mention = described.get(match["noun"])
        if mention is not None and mention.start < unit.start:
            return [mention]
    return unit.mentions


def _known_place(mention: Mention, *, places: Places, country: str | None) -> bool:
    """Say whether the gazetteer knows a place of a description, to which it can go back."""
    names = [a.name for clause in mention.expression.clauses for a in clause.anchors]
    return any(is_known(name, places, country) for name in names)


def _with_fallback(
    place: Mention, draft: Draft, labelled: Mention | None, known: Callable[[Mention], bool]
) -> Mention:
    """Let the next place of the event stand in for one that the gazetteer does not know."""
    if known(place) or place.expression.glosses:
        return place
    rest = [mention for _, _, mention in sorted(draft.places, key=lambda entry: entry[:2])]
    if labelled is not None:
        rest.append(labelled)
    for other in rest:
        if other is not place and known(other):
            expression = place.expression
            clauses = (*expression.clauses, *other.expression.clauses)
            return replace(place, expression=replace(expression, clauses=clauses, others=()))
    return place


def _finish(
    draft: Draft,
    text: str,
    sources: list[Source],
    day: date | None,
    *,
    labelled: Mention | None,
    known: Callable[[Mention], bool],
) -> tuple[Segment, list[Mention]]:
    start = draft.units[0].start
    end = draft.units[-1].end
    triggers = [tuple(unit.triggers) for unit in draft.units]
    if draft.inherited is not None:
        # "and seven were killed in B" is told by the verb of the sentence before.
        inherited = Trigger(start=0, end=0, kind=draft.inherited, again=False)
        if all(t.kind.rank > draft.inherited.rank for t in triggers[0]):
            triggers[0] = (*triggers[0], inherited)
    moving = any(t.kind.event_class == "military_movement" for t in triggers[0])
    place, others = _choose(draft, text, last=moving)
    place = place and _with_fallback(place, draft, labelled, known)
    source = next((s for s in sources if s.start >= start), None)
    own_day = draft.day
    return (
        Segment(
            start=start,
            end=end,
            told=tuple(unit.spoken.strip() for unit in draft.units if not unit.silent),
            triggers=tuple(triggers),
            place=place,
            day=own_day.first if own_day else day,
            day_end=own_day.last if own_day else None,
            source=source,
            lead=draft.lead or lead(draft),
            shared=bool(draft.lead),
        ),
        others,
    )


def _choose(draft: Draft, text: str, *, last: bool) -> tuple[Mention | None, list[Mention]]:
    """Choose the description that says most, and those that a list puts beside it."""
    if not draft.places:
        return None, []
    order = sorted(
        draft.places,
        key=lambda entry: (entry[1], entry[0], -entry[2].start if last else entry[2].start),
    )
    best = order[0]
    finest = min(
        draft.places, key=lambda entry: (entry[0], entry[1], -entry[2].start if last else 0)
    )
    if best[1] == finest[1] and finest[0] < best[0]:
        best = finest
    if best[0] >= RANKS["part_of_region"] and finest[0] <= RANKS["direction_only"]:
        best = finest  # "In River Nile State, a dam broke about 15 km north of Berber"
    listed = [best[2]]
    closed = 1  # places up to the last "and": "in Kano, Kano State" lists no two
    for entry in sorted(order, key=lambda entry: entry[2].start):
        other = entry[2]
        before = listed[-1]
        joined = text[min(before.end, other.end) : max(before.start, other.start)]
        if (
            entry[0] == best[0]
            and _AND.match(joined)
            and not anchors_of(other) & frozenset().union(*map(anchors_of, listed))
        ):
            listed.append(other)
            if "," not in joined or re.search(r"\b(?:and|as)\b", joined):
                closed = len(listed)
    first, *others = sorted(listed[:closed], key=lambda mention: mention.start)
    return first, others


def _each_place(segment: Segment, others: list[Mention]) -> list[Segment]:
    """Give each place of one event its own row; its casualties are told of the first."""
    return [segment, *(replace(segment, place=other, counted=False) for other in others)]
