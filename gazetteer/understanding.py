"""
What a phrase means once the gazetteer has been asked: each clause with the places it may name.

The anchors of a phrase are chosen together: one near another, or where a gloss points to, is
likelier.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

from gazetteer.agreement import agreement
from gazetteer.clauses import Offset
from gazetteer.company import MOST_COMPANY, keep_company
from gazetteer.disambiguate import candidates, weigh
from geo import geodesy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from gazetteer.clauses import Anchor, Clause, Expression
    from gazetteer.company import Company
    from gazetteer.disambiguate import Context, Found
    from gazetteer.place import Place
    from gazetteer.store import Gazetteer


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A clause with the candidates of each of its anchors, best first."""

    clause: Clause
    found: tuple[Found, ...]

    @property
    def complete(self) -> bool:
        """Whether every anchor is known."""
        return bool(self.found) and all(found.accepted for found in self.found)

    @property
    def places(self) -> tuple[Place, ...]:
        """The best place of each anchor, in their order."""
        return tuple([found.accepted[0].place for found in self.found])


def understand(
    clauses: Sequence[Clause],
    glosses: Sequence[Clause],
    *,
    context: Context,
    gazetteer: Gazetteer,
    suggest: bool = True,
) -> tuple[list[Understood], list[Understood]]:
    """
    Look up every anchor of a phrase and let them support each other.

    Parameters
    ----------
    clauses
        Statements about the target; those that name people ("at Nigerian soldiers") are left
        out unless there is nothing else.
    glosses
        Statements in brackets about the anchor of the first clause.
    context
        Country and provinces of the event.
    gazetteer
        Where to look.
    suggest
        Whether similar names are wanted of a place that is not known.

    Returns
    -------
    list of Understood, list of Understood
        The clauses and the glosses, each in the order given.
    """
    look_up = partial(_look_up, gazetteer=gazetteer, suggest=suggest)
    asked = [look_up(clause, context) for clause in clauses]
    asked = [item for item in asked if not _people(item, gazetteer)] or asked
    narrower = _narrowed(context, asked[1:])
    if narrower is not context:
        asked = [look_up(item.clause, narrower) for item in asked]
        context = narrower
    aside = [look_up(clause, context) for clause in glosses]
    hints = [_points_of(gloss) for gloss in aside]
    return [_supported(item, [*asked, *aside], hints, context) for item in asked], aside


def company_of(
    phrases: Iterable[tuple[Expression, Context]], *, gazetteer: Gazetteer
) -> Company | None:
    """
    Take a first pass over a document: every name for its likeliest place.

    Parameters
    ----------
    phrases
        Its descriptions, each with what is known of it.
    gazetteer
        Where to look.

    Returns
    -------
    Company or None
        None if there are more names than can be company to each other.
    """
    named: dict[str, Place] = {}
    for expression, context in phrases:
        for clause in (*expression.clauses, *expression.glosses):
            asked = _look_up(clause, context, gazetteer=gazetteer, suggest=False)
            for found in asked.found:
                if found.accepted:
                    named.setdefault(found.anchor.name, found.accepted[0].place)
        if len(named) > MOST_COMPANY:
            return None
    return keep_company(named.items())


_KNOWN: WeakKeyDictionary[Gazetteer, dict[tuple[object, ...], Found]] = WeakKeyDictionary()
MOST_KNOWN = 8_192
"""Names remembered with their candidates: ours; bounds the memory. In a table the same towns come
again and again."""


def _look_up(
    clause: Clause, context: Context, *, gazetteer: Gazetteer, suggest: bool
) -> Understood:
    ask = partial(candidates, clause=clause, context=context, gazetteer=gazetteer, suggest=suggest)
    known = _KNOWN.setdefault(gazetteer, {})
    found = tuple([_asked(anchor, ask, known, (clause.relation, context, suggest))
                   for anchor in clause.anchors])  # fmt: skip
    return Understood(clause=clause, found=found)


def _asked(
    anchor: Anchor,
    ask: Callable[[Anchor], Found],
    known: dict[tuple[object, ...], Found],
    about: tuple[object, ...],
) -> Found:
    """Ask once for what two phrases say of the same name."""
    if anchor.fix is not None:
        return ask(anchor)
    key = anchor.name, anchor.feature, anchor.within, *about
    found = known.get(key)
    if found is None:
        if len(known) >= MOST_KNOWN:
            known.clear()
        known[key] = found = ask(anchor)
        return found
    return replace(found, anchor=replace(found.anchor, start=anchor.start, end=anchor.end))


def _narrowed(context: Context, rest: Sequence[Understood]) -> Context:
    """Let an area that the phrase names beside its anchor stand for the context that is missing."""
    for item in rest:
        if item.clause.relation not in {"at", "in_area", "region_only"} or not item.complete:
            continue
        best = item.found[0].accepted[0]
        area = best.place
        if best.kind != "exact" or area.kind not in {"country", "province"}:
            continue
        if context.country is None and area.country:
            context = replace(context, country=area.country)
        if not context.provinces and area.country == context.country:
            context = replace(context, provinces=area.codes if area.kind == "province" else ())
    return context


def _people(item: Understood, gazetteer: Gazetteer) -> bool:
    return any(
        not found.accepted and gazetteer.demonym(found.anchor.name) is not None
        for found in item.found
    )


def _supported(
    item: Understood,
    everything: Sequence[Understood],
    hints: Sequence[NDArray[np.float64]],
    context: Context,
) -> Understood:
    """Weigh each anchor by where all the others may be, and two offsets by their common end."""
    weighed = []
    for found in item.found:
        others = [
            _coordinates(other.places)
            for items in everything
            for other in items.found
            if other.anchor.name != found.anchor.name
        ]
        ends = [
            agreement(item.clause, found.places, other.clause, other.found[0].places)
            for other in everything
            if other is not item
            and isinstance(item.clause, Offset)
            and isinstance(other.clause, Offset)
        ]
        weighed.append(
            weigh(found, item.clause, [*others, *hints], context=context, agreements=ends)
        )
    return Understood(clause=item.clause, found=tuple(weighed))


def _points_of(gloss: Understood) -> NDArray[np.float64]:
    """Give the points that a gloss leads to, one for each place that its anchor may be."""
    if not gloss.complete or not isinstance(gloss.clause, Offset):
        return np.empty((0, 2))
    start = _coordinates(gloss.found[0].places)
    lon, lat = geodesy.destination(
        start[:, 0], start[:, 1], gloss.clause.direction.bearing, gloss.clause.distance.distance_m
    )
    return np.column_stack([lon, lat])


def _coordinates(places: Sequence[Place]) -> NDArray[np.float64]:
    """Give longitudes and latitudes of shape (n, 2)."""
    return np.array([(place.lon, place.lat) for place in places]).reshape(-1, 2)
