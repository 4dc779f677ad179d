"""An event while its sentences are read: whether the next goes with it or begins another."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .casualties import count_casualties
from .event_types import GENERIC, EventType
from .places import rank
from .sentences import blank
from .units import Unit, anchors_of

if TYPE_CHECKING:
    from datetime import date

    from gazetteer.clauses import Mention

    from .dates import DateMention

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
    r"^\W*(?:the|they|he|she|it|its|their|his|this|these|those|both|all)\b[^,.;]{0,60}?\bhad\s+(?!(?:not|no)\b)\w"
    r"|^\W*(?:his|her|their|the|its)\s+(?:\w+\s){0,2}?(?:bod(?:y|ies)|remains|corpses?)\b",
    re.IGNORECASE,
)
_SAID = re.compile(r"\b(?:said|reported|announced|stated|claimed|confirmed|added)\b", re.IGNORECASE)
_HAD = re.compile(r"\bhad\s+(?:been\s+|also\s+|already\s+)?$", re.IGNORECASE)
_SAME_PLACE = re.compile(
    r"\bthe same (?:place|area|village|town|city|district|location|road|region|neighbou?rhood)\b"
    r"|\bthere\b"
)
_LOCATED = re.compile(r"\b(?:is|are|was|were)\s+(?:situated|located)\b|\blies\b")
_COARSE = 3  # rank of parts of regions; such a place may be told more exactly by the next sentence


@dataclass(slots=True, kw_only=True)
class Draft:
    """An event while its sentences are read."""

    units: list[Unit]
    places: list[tuple[int, int, Mention]] = field(default_factory=list)
    day: DateMention | None = None
    inherited: EventType | None = None
    lead: str = ""
    called: bool = False


def starts_event(unit: Unit, own: list[Mention], day: date | None, *, bullet: bool) -> bool:
    """
    Say whether a sentence can tell an event of its own.

    Parameters
    ----------
    unit
        The sentence or clause.
    own
        Places that it names or points back to.
    day
        Day that its heading or label gives.
    bullet
        Whether it stands in an item of a list, where casualties alone are an event.

    Returns
    -------
    answer
        Whether it has a word that tells an event, and a place, a day or casualties.
    """
    strong = [t for t in unit.triggers if not t.again]
    if unit.silent or not strong:
        return False
    before = (unit.main[: max(0, t.start - unit.start + unit.sentence)] for t in strong)
    said = _SAID.search(unit.spoken)  # "police said that they had arrested": the event itself
    if not said and not unit.dates and day is None and all(_HAD.search(words) for words in before):
        return False  # "six workers had been killed": what was before the report
    if own or unit.dates or day is not None:
        return True
    if not bullet:
        return False
    casualties = count_casualties(unit.spoken)
    return casualties.killed is not None or casualties.wounded is not None


def read_on(drafts: list[Draft], unit: Unit, own: list[Mention], *, starts: bool) -> None:
    """
    Add a sentence to the last event, or begin another with it.

    Parameters
    ----------
    drafts
        The events of the block so far; changed.
    unit
        The sentence or clause.
    own
        Places that it names or points back to.
    starts
        Whether it can tell an event of its own.
    """
    current = drafts[-1]
    if current.called and not unit.called and _realises(current, unit):
        current.called = False
        current.units.append(unit)
        current.day = None
        take(current, unit, own)
    elif starts and not _BEFORE_IT.match(unit.main) and _is_new(current, unit, own):
        draft = Draft(units=[unit], called=unit.called, day=current.day)
        if not own and _SAME_PLACE.search(unit.main):
            draft.places = list(current.places)
        if unit.split_off:
            draft.inherited = _leading(current)
            draft.lead = current.lead or lead(current)
        take(draft, unit, own)
        drafts.append(draft)
    else:
        current.units.append(unit)
        placed = bool(current.places) or not _LOCATED.search(unit.main)
        if unit.triggers or _PLACING.search(unit.main) or not placed:
            take(current, unit, own if not unit.silent else [])


def take(draft: Draft, unit: Unit, own: list[Mention]) -> None:
    """
    Take the places and the day of a sentence into an event.

    Parameters
    ----------
    draft
        The event; changed.
    unit
        The sentence or clause.
    own
        Places that it names or points back to.
    """
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


def lead(draft: Draft) -> str:
    """
    Give the sentence that says who did it to whom.

    Parameters
    ----------
    draft
        The event.

    Returns
    -------
    sentence
        The first with a word that tells an event, its dates blanked.
    """
    unit = next((unit for unit in draft.units if unit.triggers), draft.units[0])
    shift = unit.start - unit.sentence
    return blank(unit.spoken, [(d.start - shift, d.end - shift) for d in unit.dates]).strip()


def _realises(draft: Draft, unit: Unit) -> bool:
    """Say whether a sentence tells that what was called for took place."""
    if unit.silent or not (unit.dates or any(not t.again for t in unit.triggers)):
        return False
    ours = {t.kind.event_class for u in draft.units for t in u.triggers}
    return bool(ours & {t.kind.event_class for t in unit.triggers})


def _is_new(draft: Draft, unit: Unit, own: list[Mention]) -> bool:
    """Say whether a sentence begins another event than the one before it."""
    day = draft.day if draft.day is not None and not draft.day.reported else None
    if _of_another_day(draft, unit, own, day):
        return True
    follows = bool(_FOLLOWING.match(unit.main)) and not _OWNED.match(unit.main)
    if day is None and unit.dates and follows and _tells_the_same(draft, unit):
        return False  # "Two men were arrested. The suspects were caught on May 3 in Kano."
    if _ANOTHER.match(unit.main) or (unit.item and own):
        return True
    return _is_elsewhere(draft, unit, own)


def _is_elsewhere(draft: Draft, unit: Unit, own: list[Mention]) -> bool:
    """Say whether a sentence tells of another place, which the event before it has not."""
    days = [d for d in unit.dates if not d.relative and not d.reported]
    known = {name for _, _, mention in draft.places for name in anchors_of(mention)}
    same = any(anchors_of(mention) & known for mention in own)
    if not own or not known or same or (not days and _points_back(draft, unit)):
        return False
    if unit.split_off or _ADDED.match(unit.main) or _ALSO.match(unit.main):
        return True
    if _FOLLOWING.match(unit.main) and not days:
        # "His successor was arrested in B" is another arrest, "his body was found in B" is not.
        return bool(_OWNED.match(unit.main)) and _leading_of(unit) is _leading(draft)
    coarse = min(r for r, _, _ in draft.places) >= _COARSE
    finer = coarse and min(rank(mention) for mention in own) < _COARSE
    return bool(unit.dates) or not finer


def _of_another_day(draft: Draft, unit: Unit, own: list[Mention], day: DateMention | None) -> bool:
    other = [d for d in unit.dates if day is not None and d.first != day.first and not d.reported]
    return bool(other) and bool(
        own
        or not other[0].relative
        or _tells_another(draft, unit)
        or (unit.triggers and _SAME_PLACE.search(unit.main))
    )


def _tells_another(draft: Draft, unit: Unit) -> bool:
    """Say whether a sentence of another day without a place tells an event all the same."""
    strong = [t for t in unit.triggers if not t.again and t.kind.event_type not in GENERIC]
    return bool(strong) and not _FOLLOWING.match(unit.main) and not _points_back(draft, unit)


def _tells_the_same(draft: Draft, unit: Unit) -> bool:
    ours, theirs = _leading(draft), _leading_of(unit)
    back = any(t.again for t in unit.triggers) or bool(_PLACING.search(unit.main))
    return back or (
        ours is not None and theirs is not None and ours.event_type == theirs.event_type
    )


def _points_back(draft: Draft, unit: Unit) -> bool:
    """Say whether "the patrol" in a sentence is the patrol of the event."""
    told = {t.kind.rank for u in draft.units for t in u.triggers}
    return any(t.again and t.kind.rank in told for t in unit.triggers) and not _ADDED.match(
        unit.main
    )


def _leading(draft: Draft) -> EventType | None:
    kinds = [kind for unit in draft.units if (kind := _leading_of(unit)) is not None]
    return min(kinds, key=lambda kind: kind.rank, default=None)


def _leading_of(unit: Unit) -> EventType | None:
    kinds = [t.kind for t in unit.triggers if not t.again]
    return min(kinds, key=lambda kind: kind.rank, default=None)
