"""
Descriptions that differ from one that was read before in nothing but the names at their end.

Columns repeat themselves: "10 km north of" stands before a hundred towns. What is read depends on
the letters of the tokens alone, so two names whose words are nothing but names are read alike;
the beginning is read once, with made words in the place of the names, and kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Final

from gazetteer.clauses import Anchor, DirectionOnly, DistanceOnly, Expression, Near, Offset
from gazetteer.errors import ExpressionError
from gazetteer.lexicon import SHORT, entry_of, phrases, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from gazetteer.clauses import Clause

ENDING: Final = re.compile(r"[^\W\d_]{2,}(?:(?:, |[ -])[^\W\d_]{2,})*$")
WORD: Final = re.compile(r"[^\W\d_]+")
LONGEST: Final = 120  # characters; longer texts seldom differ in their names alone
MADE: Final = "Xqzab"  # unknown to every lexicon, as a name that nobody has heard of
NAMES_ONLY: Final = frozenset({"name"})
MAX_KEPT: Final = 65_536


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a text says before its names: the clause that lacks its anchor and its end."""

    clause: Callable[..., Clause]
    start: int
    doubtful: bool


def recurring(text: str, read: Callable[[str], Expression]) -> Expression | None:
    """
    Read a description by what is known of its beginning.

    Parameters
    ----------
    text
        Any text.
    read
        The reader of whole texts; it is asked once for each beginning.

    Returns
    -------
    Expression or None
        What `read` gives of the text; None where that cannot be told without it.

    Examples
    --------
    >>> from gazetteer.expression import read
    >>> recurring("10 km north of Saumlaki, Indonesia", read).anchors[0].within
    ('Indonesia',)
    >>> recurring("10 km north of the town of Idlib", read) is None
    True
    """
    found = ENDING.search(text) if len(text) <= LONGEST else None
    if found is None:
        return None
    at = _first_name(text, found.start())
    if at is None:
        return None
    names = text[at:]
    beginning = _beginning(text[:at], WORD.sub(MADE, names), read)
    if beginning is None:
        return None
    name, *within = names.split(", ")
    anchor = Anchor(name=name, start=at, end=at + len(name), within=tuple(within))
    clause = beginning.clause(end=len(text), anchor=anchor)
    return Expression(
        text=text,
        start=beginning.start,
        end=len(text),
        clauses=(clause,),
        doubtful=beginning.doubtful,
    )


def _first_name(text: str, begin: int) -> int | None:
    """Find where the names begin that end a text, from a character on."""
    at = None
    for word in reversed([*WORD.finditer(text, begin)]):
        if not _is_name(word[0]):
            break
        at = word.start()
    return at


@lru_cache(maxsize=MAX_KEPT)
def _is_name(word: str) -> bool:
    """Say whether a word is a name wherever it stands, shows its capital, and begins no phrase."""
    lower = word.lower()
    return (
        len(word) > SHORT  # "No" and "So" are winds after a number
        and word != lower
        and not word.isupper()
        and lower not in words()
        and lower not in _of_phrases()
        and entry_of(word).roles == NAMES_ONLY
    )


@cache
def _of_phrases() -> frozenset[str]:
    """Give the words that the lexicon's phrases consist of."""
    return frozenset(
        part
        for seconds in phrases().values()
        for whole in seconds.values()
        for parts in whole
        for part in parts
    )


@lru_cache(maxsize=MAX_KEPT)
def _beginning(head: str, names: str, read: Callable[[str], Expression]) -> Beginning | None:
    """Read a beginning with made names; None unless one plain statement is all that it says."""
    text = head + names
    try:
        said = read(text)
    except ExpressionError:
        return None
    clause = said.primary
    rest = (said.glosses, said.others, said.unread, said.doubted, said.clauses[1:])
    if any(rest) or said.end != len(text) or clause.end != len(text):
        return None
    name, *within = names.split(", ")
    plain = Anchor(name=name, start=len(head), end=len(head) + len(name), within=tuple(within))
    make = _maker(clause)
    if make is None or make(end=len(text), anchor=plain) != clause:
        return None
    return Beginning(make, said.start, said.doubtful)


def _maker(clause: Clause) -> Callable[..., Clause] | None:
    """Keep all of a clause but its anchor and its end."""
    match clause:
        case Offset():
            return partial(
                Offset,
                start=clause.start,
                distance=clause.distance,
                direction=clause.direction,
                by_road=clause.by_road,
            )
        case DistanceOnly():
            return partial(DistanceOnly, start=clause.start, distance=clause.distance)
        case DirectionOnly():
            return partial(DirectionOnly, start=clause.start, direction=clause.direction)
        case Near():
            return partial(Near, start=clause.start)
        case _:
            return None
