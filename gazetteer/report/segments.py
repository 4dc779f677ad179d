"""
A block cut into the events that it tells: which sentences go together, and what places them.

A sentence begins a new event if it has a word that tells one and a place or a day of its own that
the event before it has not; what follows up the same event stays with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from .casualties import count_casualties
from .dates import find_dates
from .event_types import GENERIC, EventType, Trigger
from .labels import label_mention
from .places import find_mentions, rank
from .sentences import Source, blank, find_sources, main_clauses, without_dateline
from .units import Unit, anchors_of, find_units

if TYPE_CHECKING:
    from datetime import date

    from gazetteer.clauses import Mention

    from .dates import DateMention, Period
    from .headings import Places
    from .labels import Label

_ADDED = re.compile(
    r"^\W*(?:(?:in|at) an?other\b|in addition\b|additionally\b|also\b|elsewhere\b"
    r"|meanwhile\b|separately\b|"
    r"the (?:next|following|previous) (?:day|morning|evening|night)\b|(?:a|one"
    r"|\w+) (?:hours?|days?) (?:later|earlier|after)\b|hours later\b|"
    r"a (?:second|third|further)\b|another\b|furthermore\b|moreover\b|on the same day\b"
    r"|the same day\b|later\b|"
    r"in a (?:separate|similar|second|third|further|related|different)\b|similarly\b)",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"^\W*(?:in |at |a |an )*(?:another|second|third|separate|further"
    r"|similar)\s+(?:\w+\s+)?(?:attack|operation|incident|event|action|strike|raid"
    r"|explosion|blast|case|ambush|clash|shooting|assault)\b",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(
    r"^\W*(?:the|they|he|she|it|its|their|his|this|these|those|during|after|when|as|while"
    r"|both|one|two of|however|"
    r"according|some|all|several|no|at least|in response|following|a total|in total"
    r"|following this)\b",
    re.IGNORECASE,
)
_OWNED = re.compile(r"^\W*(?:his|her|their|its)\b", re.IGNORECASE)
_PLACING = re.compile(
    r"\b(?:took place|occurred|happened|the (?:incident|attack|explosion|blast|event|scene"
    r"|clash(?:es)?|ambush|raid|prayer|operation))\b",
    re.IGNORECASE,
)
# "The rebels also torched a truck in B"
_ALSO = re.compile(r"^\W*(?:[\w'\u2019-]+\s+){1,4}also\b", re.IGNORECASE)
# "The residents had returned on May 2": what was before the event, and no other event.
_BEFORE_IT = re.compile(
    r"^\W*(?:the|they|he|she|it|its|their|his|this|these|those|both|all)\b[^,.;]{0,60}?\bhad\s+(?!(?:not|no)\b)\w",
    re.IGNORECASE,
)
_SAME_PLACE = re.compile(
    r"\bthe same (?:place|area|village|town|city|district|location|road|region|neighbou?rhood)\b|\bthere\b"
)
_LOCATED = re.compile(r"\b(?:is|are|was|were)\s+(?:situated|located)\b|\blies\b")
_AND: Final = re.compile(
    r"^[\s”\"]*(?:city|town|village)?\s*(?:\([^()]{1,60}\)\s*)?(?:,|,?\s*(?:and|as well as))"
    r"\s*(?:near|in|at)?\s*$"
)
_COARSE = 3  # rank of parts of regions; such a place may be told more exactly by the next sentence


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


@dataclass(slots=True, kw_only=True)
class _Draft:
    """An event while its sentences are read."""

    units: list[Unit]
    places: list[tuple[int, int, Mention]] = field(default_factory=list)
    day: DateMention | None = None
    inherited: EventType | None = None
    lead: str = ""
    called: bool = False


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

    Returns
    -------
    segments
        In the order of the text; none if it tells no event.
    """
    sources = find_sources(text, period)
    spoken = blank(without_dateline(text), [(source.start, source.end) for source in sources])
    labelled = None
    if label is not None:
        dates = find_dates(text[: label.end], period=period)
        edges = [0, *(edge for d in dates for edge in (d.start, d.end)), label.end]
        spoken = blank(spoken, list(zip(edges[::2], edges[1::2], strict=True)))
        labelled = label_mention(label, text)
        day = label.day or day
    main = main_clauses(spoken)
    mentions = find_mentions(spoken, main, places, country)
    units = find_units(spoken, main, mentions=mentions, table=table, period=period)
    drafts: list[_Draft] = []
    described = _described(spoken, mentions)
    waiting: list[Unit] = []
    for unit in units:
        own = _own_mentions(unit, described)
        starts = _starts(unit, own, day, bullet=bullet or labelled is not None)
        current = drafts[-1] if drafts else None
        if current is None:
            if starts:
                drafts.append(_Draft(units=[*waiting, unit], called=unit.called))
                _add(drafts[-1], unit, own)
            elif unit.silent or not [t for t in unit.triggers if not t.again]:
                waiting = []
            else:
                waiting.append(unit)
        elif current.called and not unit.called and _realises(current, unit):
            current.called = False
            current.units.append(unit)
            current.day = None
            _add(current, unit, own)
        elif starts and not _BEFORE_IT.match(unit.main) and _is_new(current, unit, own):
            draft = _Draft(units=[unit], called=unit.called, day=current.day)
            if not own and _SAME_PLACE.search(unit.main):
                draft.places = list(current.places)
            if unit.split_off:
                draft.inherited = _leading(current)
                draft.lead = current.lead or _lead(current)
            _add(draft, unit, own)
            drafts.append(draft)
        else:
            current.units.append(unit)
            placing = _LOCATED if not current.places else _PLACING
            if unit.triggers or _PLACING.search(unit.main) or placing.search(unit.main):
                _add(current, unit, own if not unit.silent else [])
    for draft in drafts:
        if labelled is not None and not draft.places:
            draft.places.append((rank(labelled), 0, labelled))
    finished = [_finish(draft, text, sources, day) for draft in drafts if not draft.called]
    return [piece for segment, others in finished for piece in _each_place(segment, others)]


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


def _starts(unit: Unit, own: list[Mention], day: date | None, *, bullet: bool) -> bool:
    strong = [t for t in unit.triggers if not t.again]
    if unit.silent or not strong:
        return False
    if own or unit.dates or day is not None:
        return True
    if not bullet:
        return False
    casualties = count_casualties(unit.spoken)
    return casualties.killed is not None or casualties.wounded is not None


def _realises(draft: _Draft, unit: Unit) -> bool:
    """Say whether a sentence tells that what was called for took place."""
    if unit.silent or not (unit.dates or any(not t.again for t in unit.triggers)):
        return False
    ours = {t.kind.event_class for u in draft.units for t in u.triggers}
    return bool(ours & {t.kind.event_class for t in unit.triggers})


def _is_new(draft: _Draft, unit: Unit, own: list[Mention]) -> bool:
    """Say whether a sentence begins another event than the one before it."""
    days = [d for d in unit.dates if not d.relative and not d.reported]
    told = draft.day is not None and not draft.day.reported
    other = [
        d
        for d in unit.dates
        if told and draft.day is not None and d.first != draft.day.first and not d.reported
    ]
    if other and (own or not other[0].relative or _tells_another(draft, unit)):
        return True
    follows = bool(_FOLLOWING.match(unit.main)) and not _OWNED.match(unit.main)
    if not told and unit.dates and follows and _tells_the_same(draft, unit):
        return False  # "Two men were arrested. The suspects were caught on May 3 in Kano."
    if _ANOTHER.match(unit.main) or (unit.item and own):
        return True
    known = {name for _, _, mention in draft.places for name in anchors_of(mention)}
    same = any(anchors_of(mention) & known for mention in own)
    if not own or not known or same or (not days and _points_back(draft, unit)):
        return False
    if unit.split_off or _ADDED.match(unit.main):
        return True
    if _ALSO.match(unit.main):
        return True
    if _FOLLOWING.match(unit.main) and not days:
        # "His successor was arrested in B" is another arrest, "his body was found in B" is not.
        return bool(_OWNED.match(unit.main)) and _leading_of(unit) is _leading(draft)
    coarse = min(r for r, _, _ in draft.places) >= _COARSE
    finer = coarse and min(rank(mention) for mention in own) < _COARSE
    return bool(unit.dates) or not finer


def _add(draft: _Draft, unit: Unit, own: list[Mention]) -> None:
    """Take the places and the day of a sentence into an event."""
    located = bool(_LOCATED.search(unit.main)) and bool(draft.places)
    if not located:
        told = min((t.start for t in unit.triggers), default=0) + unit.start
        for mention in own:
            # A place before the verb is often that of the force, one at the head is the event's.
            before = unit.spoken[: max(0, mention.start - unit.start)]
            shift = unit.sentence - unit.start
            words = blank(
                before,
                [
                    (d.start + shift, min(d.end + shift, len(before)))
                    for d in unit.dates
                    if 0 <= d.start + shift < len(before)
                ],
            )
            head = not re.sub(r"\b(?:on|in)\b", "", words, flags=re.IGNORECASE).strip(" ,:")
            subject = unit.start <= mention.start < told and not head
            draft.places.append((rank(mention), int(subject), mention))
    absolute = [d for d in unit.dates if not d.relative] or unit.dates
    best = next((d for d in absolute if not d.reported), absolute[0] if absolute else None)
    weak = draft.day is None or (draft.day.reported and best is not None and not best.reported)
    if best is not None and (weak or unit is draft.units[0]):
        draft.day = best


def _tells_another(draft: _Draft, unit: Unit) -> bool:
    """Say whether a sentence of another day without a place tells an event all the same."""
    strong = [t for t in unit.triggers if not t.again and t.kind.event_type not in GENERIC]
    return bool(strong) and not _FOLLOWING.match(unit.main) and not _points_back(draft, unit)


def _tells_the_same(draft: _Draft, unit: Unit) -> bool:
    ours, theirs = _leading(draft), _leading_of(unit)
    back = any(t.again for t in unit.triggers) or bool(_PLACING.search(unit.main))
    return back or (ours is not None and theirs is not None and ours.event_type == theirs.event_type)


def _points_back(draft: _Draft, unit: Unit) -> bool:
    """Say whether "the patrol" in a sentence is the patrol of the event."""
    told = {t.kind.rank for u in draft.units for t in u.triggers}
    return any(t.again and t.kind.rank in told for t in unit.triggers) and not _ADDED.match(
        unit.main
    )


def _leading(draft: _Draft) -> EventType | None:
    kinds = [kind for unit in draft.units if (kind := _leading_of(unit)) is not None]
    return min(kinds, key=lambda kind: kind.rank, default=None)


def _leading_of(unit: Unit) -> EventType | None:
    kinds = [t.kind for t in unit.triggers if not t.again]
    return min(kinds, key=lambda kind: kind.rank, default=None)


def _lead(draft: _Draft) -> str:
    """Give the sentence that says who did it to whom."""
    unit = next((unit for unit in draft.units if unit.triggers), draft.units[0])
    shift = unit.start - unit.sentence
    return blank(unit.spoken, [(d.start - shift, d.end - shift) for d in unit.dates]).strip()


def _finish(
    draft: _Draft, text: str, sources: list[Source], day: date | None
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
            lead=draft.lead or _lead(draft),
            shared=bool(draft.lead),
        ),
        others,
    )


def _choose(draft: _Draft, text: str, *, last: bool) -> tuple[Mention | None, list[Mention]]:
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
