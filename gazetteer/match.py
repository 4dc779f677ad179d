"""
Stages of matching: the same name, then the same spelling, and how much either is believed.

Measured on spellings of reports with their country: keys below four letters, and keys without
vowels, take one name for another unless a single place of the country has them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gazetteer.build import BARE
from gazetteer.index import KIND, ROLE
from gazetteer.names import MIN_SKELETON, consonants, skeleton
from gazetteer.place import SETTLEMENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from gazetteer.index import Index
    from gazetteer.place import MatchKind

MIN_WORLDWIDE = 6  # measured on report spellings: 40 right, 0 wrong; from 5 on 47 and 2


def lookups(
    index: Index,
    name: str,
    folded: str,
    country: str | None,
    admitted: Callable[[tuple[Any, ...]], bool],
    *,
    bare: bool,
) -> Iterator[tuple[MatchKind, list[tuple[Any, ...]]]]:
    """
    Look a name up, key by key, from the one that forgets least.

    Parameters
    ----------
    index
        Where to look.
    name, folded
        The name as written, and its key.
    country
        Alpha-2 code; without one a spelling is believed if one place in the world has it.
    admitted
        Tells rows that may be found.
    bare
        Whether the name was written with a generic word, and names without theirs count.

    Yields
    ------
    kind, rows
        Kind of match and the rows that have it.
    """
    rows = list(filter(admitted, index.named(folded, country)))
    full = [row for row in rows if bare or row[ROLE] != BARE]
    yield "exact", full
    if country is None:
        key = skeleton(name)
        if not full and len(key) >= MIN_WORLDWIDE:
            rows = [row for row in index.spelt(key, None) if admitted(row) and row[ROLE] != BARE]
            if _one_place(rows):
                yield "variant", rows
        return
    if not full:  # "Qandil", where only the Qandil Mountains have that name
        yield "variant", rows
    key = skeleton(name, country)
    if key:
        rows = [
            row
            for row in index.spelt(key, country)
            if admitted(row) and (bare or row[ROLE] != BARE)
        ]
        if len(key) >= MIN_SKELETON or _one_place(rows):
            yield "variant", rows
            if rows:
                return
    bones = "" if full else consonants(name, country)  # the weaker key, where all else fails
    if bones:
        rows = [
            row
            for row in index.spelt(bones, country)
            if admitted(row) and (bare or row[ROLE] != BARE)
        ]
        if _one_place(rows):
            yield "variant", rows


def _one_place(rows: Sequence[tuple[Any, ...]]) -> bool:
    """Whether a weak key leaves no choice: at most one settlement, and one place of other kinds."""
    settled = {row[0] for row in rows if row[KIND] in SETTLEMENTS}
    others = {row[0] for row in rows if row[KIND] not in SETTLEMENTS}
    return len(settled) <= 1 and len(others) <= 1
