"""
Sentences and clauses of a block with all that was found in each: triggers, places, dates.

Positions are characters of the block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from gazetteer.names import fold

from .dates import DateMention, Period, find_dates
from .event_types import EventType, Trigger, find_triggers
from .modality import is_called_for, is_hypothetical, tells_no_event
from .sentences import split_sentences

if TYPE_CHECKING:
    from datetime import date

    from gazetteer.clauses import Mention

_CONJUNCTION = re.compile(r"(?:,\s*|\s)(?:and|while|whereas|but)\s|;\s*")
WINDOW: Final = 160  # characters before a trigger that may make it no fact


@dataclass(slots=True, kw_only=True)
class Unit:
    """A sentence or a clause with all that was found in it."""

    start: int
    end: int
    sentence: int
    spoken: str
    main: str
    triggers: list[Trigger]
    mentions: list[Mention]
    dates: list[DateMention]
    silent: bool
    called: bool = False
    split_off: bool = False
    item: bool = False


def find_units(
    spoken: str,
    main: str,
    *,
    mentions: list[Mention],
    table: tuple[EventType, ...],
    period: Period | None,
    previous: date | None = None,
) -> list[Unit]:
    """
    Cut a block into sentences and clauses, and find out what each says.

    Parameters
    ----------
    spoken
        Text of the block, its sources blanked.
    main
        The same with its relative clauses blanked too; triggers count only there.
    mentions
        Places of the block.
    table
        Event types.
    period
        Days of the report.
    previous
        The day last spoken of before the block.

    Returns
    -------
    units
        In the order of the text.
    """
    units: list[Unit] = []
    for start, end in split_sentences(spoken):
        sentence = spoken[start:end]
        dates = find_dates(sentence, period=period, previous=previous)
        for mention in dates:
            if not mention.relative:
                previous = mention.last or mention.first
        silent = tells_no_event(sentence, dates)
        inside = [m for m in mentions if start <= m.start < end]
        found = find_triggers(main[start:end], table)
        cuts = _clause_cuts(main, start, end, inside, found)
        edges = [start, *cuts, end]
        for number, (first, last) in enumerate(pairwise(edges)):
            triggers = [t for t in found if first <= t.start + start < last]
            before = [
                main[max(first, start + t.start - WINDOW) : start + t.start] for t in triggers
            ]
            called = [is_called_for(words) for words in before]
            kept = [
                t
                for t, words, call in zip(triggers, before, called, strict=True)
                if call or not is_hypothetical(words)
            ]
            units.append(
                Unit(
                    start=first,
                    end=last,
                    sentence=start,
                    spoken=spoken[first:last],
                    main=main[first:last],
                    triggers=kept,
                    mentions=[m for m in inside if first <= m.start < last],
                    dates=[d for d in dates if first <= d.start + start < last],
                    silent=silent,
                    called=bool(called) and called[0],
                    split_off=number > 0,
                    item=number == 0 and spoken[:start].rstrip()[-1:] in (";", ":"),
                )
            )
    return units


def _clause_cuts(
    main: str, start: int, end: int, mentions: list[Mention], triggers: list[Trigger]
) -> list[int]:
    """Find where a sentence goes from one event to another at another place."""
    cuts: list[int] = []
    if any(t.kind.event_class == "military_movement" for t in triggers[:1]):
        return cuts
    for match in _CONJUNCTION.finditer(main, start, end):
        left = [t for t in triggers if t.start + start < match.start()]
        right = [t for t in triggers if t.start + start >= match.end()]
        after = [m for m in mentions if m.start >= match.end()]
        inside = any(m.start < match.end() and match.start() < m.end for m in mentions)
        if not left or not right or not after or inside:
            continue
        verb = re.match(
            r"(?:[\w'\u2019“”\"-]+\s+){0,8}?(?:was|were|killed|wounded|attacked|activated"
            r"|detonated|fired|captured|arrested|found|blew|shot|exploded)\b",
            main[match.end() : end],
        )
        subject = re.match(
            r"\s*(?:an?|the|one|two|three|four|five|six|seven|eight|nine|ten|\d+|another"
            r"|several|[A-Z])",
            main[match.end() : end],
        )
        earlier = [m for m in mentions if m.end <= match.start()]
        placed = earlier or re.search(r"\b(?:at|in|on) the \w+\s*,?$", main[start : match.start()])
        if (
            verb
            and subject
            and placed
            and not (earlier and anchors_of(after[0]) & anchors_of(earlier[-1]))
        ):
            cuts.append(match.end())
    return cuts


def anchors_of(mention: Mention) -> frozenset[str]:
    """
    Give the folded names of the anchors that place a description.

    Parameters
    ----------
    mention
        A description.

    Returns
    -------
    names
        Of its first clause.
    """
    return frozenset(fold(anchor.name) for anchor in mention.expression.anchors)
