"""Highlights that repeat a later event of the same report, linked and never merged."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gazetteer.names import fold

if TYPE_CHECKING:
    from gazetteer.clauses import Expression

    from .events import Event

VAGUE: Final = frozenset({"assault", "other"})  # what a highlight calls an "attack" may be any


def link_repeats(events: list[Event]) -> list[Event]:
    """
    Mark highlights with the id of the event that they repeat.

    Parameters
    ----------
    events
        Of one report.

    Returns
    -------
    events
        The same, `duplicate_of` filled where an event without a source tells what a later one
        with the same anchor, a fitting type, date and number of casualties tells again.

    Examples
    --------
    >>> link_repeats([])
    []
    """
    linked = list(events)
    taken: set[str] = set()
    for number, event in enumerate(events):
        if event.source is not None or event.expression is None:
            continue
        scores = [
            (_likeness(event, later), -later_number, later.id)
            for later_number, later in enumerate(events[number + 1 :])
            if later.id not in taken
            and later.section_path != event.section_path
            and _fits(event, later)
        ]
        if scores:
            best = max(scores)[2]
            taken.add(best)
            linked[number] = replace(event, duplicate_of=best)
    return linked


def _fits(event: Event, later: Event) -> bool:
    types = {event.event_type, later.event_type}
    return (
        bool(anchor_names(event.expression) & anchor_names(later.expression))
        and (event.date is None or later.date is None or event.date == later.date)
        and (event.country is None or later.country is None or event.country == later.country)
        and event.event_class == later.event_class
        and (len(types) == 1 or bool(types & VAGUE))
        and all(
            a is None or b is None or a == b
            for a, b in ((event.killed, later.killed), (event.wounded, later.wounded))
        )
    )


def _likeness(event: Event, later: Event) -> int:
    score = 2 * (event.event_type == later.event_type)
    score += 2 * (event.killed is not None and event.killed == later.killed)
    score += event.wounded is not None and event.wounded == later.wounded
    if event.expression is not None and later.expression is not None:
        score += event.expression.relation == later.expression.relation
        score += 2 * (
            event.expression.direction is not None
            and event.expression.direction == later.expression.direction
        )
    return score


def anchor_names(expression: Expression | None) -> frozenset[str]:
    """
    Give the folded names of the anchors of a description.

    Parameters
    ----------
    expression
        A description, or None.

    Returns
    -------
    names
        Of all its clauses.

    Examples
    --------
    >>> anchor_names(None)
    frozenset()
    """
    if expression is None:
        return frozenset()
    return frozenset(
        fold(anchor.name) for clause in expression.clauses for anchor in clause.anchors
    )
