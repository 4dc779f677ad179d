"""
Names of organisations, which hold names of places and are none.

"Kabul University", "the Washington Post", "Islamic State in Khorasan Province", "the Centre for
Air Power Studies", by the words of `prose_words.csv`; nothing is looked up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gazetteer.prose.runs import Run
from gazetteer.prose.vocabulary import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from gazetteer.prose.tokens import Words

AFTER_HEAD: Final = frozenset({"for", "at"})
"""Words that carry the name of an organisation on: "Center at West Point", "Centre for Studies"."""

CAMPUSES: Final = frozenset(
    {"center", "centre", "university", "institute", "school", "college", "museum", "library"}
)
"""Heads of organisations that are named after where they are at."""

AFTER_FAMILY: Final = frozenset({"in", "of", "for"})
"""The same of armed groups: "Islamic State in Khorasan", "Ansar of the Sahel"."""

_DASHES: Final = frozenset("-\u2013\u2014")
MOST_AFTER: Final = 8  # words that carry a name on


def organisations(
    words: Words,
    run: Run,
    places: Collection[tuple[int, int]],
    *,
    is_division: Callable[[int], bool] = lambda _: False,
) -> Iterator[Run]:
    """
    Find the names of organisations that a run of capitalised words holds or begins.

    Parameters
    ----------
    words
        The words of a text.
    run
        A run of capitalised words.
    places
        Slices of the run that are names of places; one of several words with "College" in it
        ("College Station") is a place, not a college.
    is_division
        Tells of the number of a word whether it names a country or province: an armed group "in
        Khorasan" is called so, one "in Nangarhar" is there.

    Yields
    ------
    Run
        From the first word of the name to before its last, which may lie beyond the run.

    Examples
    --------
    >>> from gazetteer.prose.tokens import words_in
    >>> words = words_in("Kabul University and the Islamic State in Khorasan Province deny it.")
    >>> [(found.first, found.last) for found in organisations(words, Run(0, 6), ())]
    [(0, 2), (4, 9)]
    """
    for first, last in _parts(words, run):
        family = _family(words, first, last)
        if family is not None:
            there = words.folded[run.last : run.last + 1] == ("in",) and any(
                is_division(at) for at in range(run.last + 1, min(run.last + 3, len(words)))
            )
            yield Run(family, run.last if there else _carried(words, run.last, AFTER_FAMILY))
            return
        at = next((at for at in range(first, last) if _is_head(words, at, places)), None)
        if at is None or (last - first == 1 and not _goes_on(words, last, AFTER_HEAD)):
            continue
        after = AFTER_HEAD if words.folded[at] in CAMPUSES else AFTER_HEAD - {"at"}
        end = _carried(words, last, after) if last == run.last else last
        yield Run(first, end)


def _parts(words: Words, run: Run) -> Iterator[tuple[int, int]]:
    """Cut a run at "on", "at" and, but after "of" ("Ministry of Water and Energy"), at "and"."""
    first = run.first
    campus = of_head = False  # in this part, so far
    for at in range(run.first, run.last):
        word = words.folded[at]
        if at > first + 1 and words.folded[at - 1] in {"of", "for"}:
            of_head |= words.folded[at - 2] in words_of("organisation")
        cut = word in {"on", "upon"} or (word == "at" and not campus)
        if cut or (word == "and" and not of_head):
            yield first, at
            first, campus, of_head = at + 1, False, False
        else:
            campus |= word in CAMPUSES
    yield first, run.last


def _is_head(words: Words, at: int, places: Collection[tuple[int, int]]) -> bool:
    if not words.is_capital(at) or words.folded[at] not in words_of("organisation"):
        return False
    return not any(first <= at < last and last - first > 1 for first, last in places)


def _family(words: Words, first: int, last: int) -> int | None:
    """Find where the name of an armed group or of a body of states begins."""
    families = words_of("family")
    for at in range(first, last):
        pair = " ".join(words.folded[at : min(at + 2, last)])
        if words.folded[at] in families or pair in families:
            return at
    return None


def _goes_on(words: Words, at: int, after: frozenset[str]) -> bool:
    """Say whether a word such as "for" and a capital follow."""
    if at >= len(words) or words.folded[at] not in after or words.gap(at - 1) != " ":
        return False
    following = at + 1 + (words.folded[at + 1 : at + 2] == ("the",))
    return following < len(words) and words.is_capital(following)


def _carried(words: Words, last: int, after: frozenset[str]) -> int:
    """Follow the name of an organisation beyond its run."""
    end = last
    group = after is AFTER_FAMILY
    if not _goes_on(words, end, after) and not (group and _dashed(words, end)):
        return end
    for at in range(last, min(last + MOST_AFTER, len(words))):
        if not _close(words, at):
            break
        linking = words.folded[at] in after or words.folded[at] in {"and", "of", "the"}
        if not words.is_capital(at) and not linking:
            break
        if words.is_capital(at):
            end = at + 1
    return end


def _close(words: Words, at: int) -> bool:
    gap = words.gap(at - 1)
    return gap in {" ", "\n"} or gap.strip() in _DASHES


def _dashed(words: Words, at: int) -> bool:
    """Say whether a dash carries a name on: "and the Levant - Khorasan Province"."""
    return at < len(words) and words.gap(at - 1).strip() in _DASHES and words.is_capital(at)
