"""
Stages of matching: the same name, then the same spelling, and how much either is believed.

Measured on spellings of reports with their country: keys below four letters, and keys without
vowels, take one name for another unless a single place of the country has them. The same holds
for the spelling of another language and for names with letters missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gazetteer.build import BARE
from gazetteer.generics import split_generic
from gazetteer.index import KIND, ROLE, SPELT
from gazetteer.names import MIN_SKELETON, bones, skeleton
from gazetteer.patterns import fitting, initials, is_damaged, lost_letters
from gazetteer.place import SETTLEMENTS
from gazetteer.spellings import respellings

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeAlias

    from gazetteer.index import Index
    from gazetteer.place import MatchKind

    Rows: TypeAlias = list[tuple[Any, ...]]

MOST_FITTING = 8  # names that fit a pattern; one place seldom has more
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
    if country is None:
        yield from _worldwide(index, name, folded, admitted, bare=bare)
        return
    if is_damaged(name):
        yield "variant", _fitting(index, lost_letters(name), country, admitted)
        return
    latin = folded.isascii()  # another script is romanised only if nobody writes it so
    key = skeleton(name, country) if latin else ""
    rows = [row for row in index.either(folded, key, country) if admitted(row)]
    named = [row for row in rows if not row[SPELT]]
    full = named if bare else [row for row in named if row[ROLE] != BARE]
    yield "exact", full
    if named and not full:  # "Qandil", where only the Qandil Mountains have that name
        yield "variant", named
    similar = [row for row in rows if row[SPELT] and (bare or row[ROLE] != BARE)]
    if len(key) < MIN_SKELETON and not _one_place(similar):
        similar = []
    yield "variant", similar
    if full or similar:
        return

    def spelt(key: str) -> Rows:
        rows = index.spelt(key, country) if key else []
        rows = [row for row in rows if admitted(row) and (bare or row[ROLE] != BARE)]
        return rows if _one_place(rows) else []

    def fit(patterns: tuple[str, re.Pattern[str]] | None) -> Rows:
        return _fitting(index, patterns, country, admitted)

    weaker = _weaker(name, key, country, spelt, fit)
    yield "variant", next(filter(None, weaker), [])


def _weaker(
    name: str,
    key: str,
    country: str,
    spelt: Callable[[str], Rows],
    fit: Callable[[tuple[str, re.Pattern[str]] | None], Rows],
) -> Iterator[Rows]:
    """Try, where all else fails, what is believed only of a single place."""
    if not key:
        key = skeleton(name, country)
        yield spelt(key)
    yield spelt(bones(key, country))
    for spelling in respellings(name, country):
        yield spelt(skeleton(spelling, country))
    yield fit(initials(name) or lost_letters(name))


def _fitting(
    index: Index,
    patterns: tuple[str, re.Pattern[str]] | None,
    country: str,
    admitted: Callable[[tuple[Any, ...]], bool],
) -> Rows:
    """Give the rows of the one place whose name fits a pattern."""
    if patterns is None:
        return []
    glob, pattern = patterns
    keys = fitting(index.fitting(glob, country), pattern)[:MOST_FITTING]
    rows = [row for key in keys for row in index.named(key, country) if admitted(row)]
    return rows if _one_place(rows) else []


def _worldwide(
    index: Index,
    name: str,
    folded: str,
    admitted: Callable[[tuple[Any, ...]], bool],
    *,
    bare: bool,
) -> Iterator[tuple[MatchKind, Rows]]:
    """Look for the name itself, or a spelling that one place in the world has."""
    if is_damaged(name):
        return
    rows = [row for row in index.named(folded, None) if admitted(row)]
    full = rows if bare else [row for row in rows if row[ROLE] != BARE]
    yield "exact", full
    generic = split_generic(folded)  # its letters tell nothing
    key = skeleton(name)
    told = skeleton(generic[0]) if generic else key
    if not full and len(told) >= MIN_WORLDWIDE:
        rows = [row for row in index.spelt(key, None) if admitted(row) and row[ROLE] != BARE]
        if _one_place(rows):
            yield "variant", rows


def _one_place(rows: Sequence[tuple[Any, ...]]) -> bool:
    """Whether a weak key leaves no choice: at most one settlement, and one place of other kinds."""
    settled = {row[0] for row in rows if row[KIND] in SETTLEMENTS}
    others = {row[0] for row in rows if row[KIND] not in SETTLEMENTS}
    return len(settled) <= 1 and len(others) <= 1
