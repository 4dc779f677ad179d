# ruff: noqa: RUF001 - letters of other scripts are the subject
"""
Where a name may stand: runs of capitalised words, and the slices of them that the gazetteer knows.

Words are numbered as `tokens.Words` has them; a slice is from its first word to before its last.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gazetteer.names import fold
from gazetteer.place import SETTLEMENTS
from gazetteer.prose.vocabulary import own_places, shortened, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazetteer.place import Place
    from gazetteer.prose.tokens import Words
    from gazetteer.store import Gazetteer

MOST_WORDS: Final = 7  # of a name: "Democratic Republic of the Congo" has five
HYPHENS: Final = frozenset({"-", "\u2010", "\u2011"})
MOST_CONNECTORS: Final = 3  # "of the" between two capitals, "sur la"
_JOIN: Final = re.compile(r"[ \u00a0]|[ \u00a0]?\n|[-\u2010\u2011\u2013\u2014]|['\u2019]")
_CYRILLIC_ENDINGS: Final = (
    ("ом", ""), ("ем", ""), ("е", "а"), ("е", ""), ("ы", "а"), ("у", "а"), ("у", ""), ("а", ""),
    ("ой", "а"), ("и", "ь"), ("и", "я"), ("ии", "ия"), ("ию", "ия"), ("ией", "ия"), ("ю", "ь"),
)  # fmt: skip
"""Endings of a Russian name in another case and of its first: Москве is Москва."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words `first` to before `last` that may be one name."""

    first: int
    last: int


class Names:
    """
    The names that a gazetteer has, each asked for once.

    Parameters
    ----------
    gazetteer
        Where to look.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._known: dict[str, tuple[Place, ...]] = {}
        self._people: dict[str, str | None] = {}

    def named(self, name: str) -> tuple[Place, ...]:
        """
        List the places that have a name as written, without judging them.

        Parameters
        ----------
        name
            A name in any script.
        """
        key = fold(name)
        if key not in self._known:
            self._known[key] = self._ask(name, key)
            if not self._known[key] and key.startswith("the "):
                self._known[key] = self._ask(name[4:], key[4:])
        return self._known[key]

    def demonym(self, word: str) -> str | None:
        """
        Give the country of a word for its people, as an alpha-2 code.

        Parameters
        ----------
        word
            As "Afghan".
        """
        key = word.casefold()
        if key not in self._people:
            place = self.gazetteer.demonym(word)
            self._people[key] = place.country if place is not None else None
        return self._people[key]

    def _ask(self, name: str, key: str) -> tuple[Place, ...]:
        if not key:
            return ()
        code = shortened().get(key)
        nation = self.gazetteer.country(code if code and name[0].isupper() else key)
        if code is not None or len(key) < 2:  # noqa: PLR2004 - no name is one letter
            return (nation,) if nation is not None and code is not None else ()
        # a code ("IS", "DE") is no name of a country here
        first = (nation,) if nation is not None and len(key) > 3 else ()  # noqa: PLR2004
        own = (match.place for match in own_places().get(key, ()))
        found = (*first, *own, *self.gazetteer.named(key))
        return tuple({place.id: place for place in found}.values())


def runs(words: Words) -> Iterator[Run]:
    """
    Find the runs of capitalised words, joined by spaces, hyphens and words such as "of", "de".

    Parameters
    ----------
    words
        The words of a text.

    Yields
    ------
    Run
        In the order of the text, not overlapping; never across the name of a month or a day.

    Examples
    --------
    >>> from gazetteer.prose.tokens import words_in
    >>> words = words_in("The Isle of Wight and Rio de Janeiro on Friday.")
    >>> [words.text[words.starts[run.first] : words.ends[run.last - 1]] for run in runs(words)]
    ['The Isle of Wight and Rio de Janeiro']
    """
    index, count = 0, len(words)
    while index < count:
        if not _may_start(words, index):
            index += 1
            continue
        last = index + 1
        while (step := step_over(words, last)) > 0:
            last += step
        yield Run(index, last)
        index = last


def _may_start(words: Words, index: int) -> bool:
    return (
        words.is_capital(index)
        and not words.masked[index]
        and not (words.folded[index] in words_of("time") and words.folded[index] != "mar")
    )


def step_over(words: Words, index: int) -> int:
    """
    Count the words by which a run goes on at a word: connectors and the capital after them.

    Parameters
    ----------
    words
        The words of a text.
    index
        Number of the word.

    Returns
    -------
    int
        0 where the run ends.
    """
    connectors = words_of("connector")
    for ahead in range(MOST_CONNECTORS + 1):
        at = index + ahead
        if at >= len(words) or not _joined(words, at - 1):
            return 0
        if _may_start(words, at):
            return ahead + 1
        if words.folded[at] not in connectors:
            return 0
    return 0


def _joined(words: Words, index: int) -> bool:
    """Say whether what stands after a word may stand inside a name."""
    gap = words.gap(index)
    if gap in {". ", "."}:  # "St. Louis", "J. Paris"
        return words.folded[index] in words_of("abbreviation") or len(words.folded[index]) == 1
    return bool(_JOIN.fullmatch(gap))


def text_of(words: Words, first: int, last: int) -> str:
    """
    Give the text of a slice, on one line.

    Parameters
    ----------
    words
        The words of a text.
    first, last
        Numbers of the first word and the one after the last.

    Returns
    -------
    str
        As written, in capitals only at the beginnings of words if the line was set in capitals.
    """
    text = words.text[words.starts[first] : words.ends[last - 1]].replace("\n", " ")
    return text.title() if words.shouted[first] else text


def slices(words: Words, run: Run, names: Names) -> list[tuple[int, int, tuple[Place, ...]]]:
    """
    Cut a run into the longest names that the gazetteer has, from the left.

    Parameters
    ----------
    words
        The words of a text.
    run
        One of its runs.
    names
        The gazetteer's names.

    Returns
    -------
    list of (first, last, places)
        Not overlapping, in order.

    Examples
    --------
    >>> from gazetteer.opening import load
    >>> from gazetteer.prose.tokens import words_in
    >>> words = words_in("New York City and Rio de Janeiro")
    >>> found = slices(words, Run(0, len(words)), Names(load()))
    >>> [text_of(words, first, last) for first, last, _ in found]
    ['New York City', 'Rio de Janeiro']
    """
    found = []
    first = run.first
    while first < run.last:
        piece = longest(words, first, run.last, names) if words.is_capital(first) else None
        if piece is not None:
            found.append(piece)
        if piece is None and is_begun(words, first, run.last):
            first += step_over(words, first + 1)  # nor is a part of it meant
        first = piece[1] if piece is not None else first + 1
    return found


def longest(
    words: Words, first: int, end: int, names: Names
) -> tuple[int, int, tuple[Place, ...]] | None:
    """
    Find the longest name that begins at a word.

    Parameters
    ----------
    words
        The words of a text.
    first, end
        Numbers of its first word and of the one that it must end before.
    names
        The gazetteer's names.

    Returns
    -------
    tuple or None
        First word, the one after the last, and the places of the name.
    """
    for last in range(min(end, first + MOST_WORDS), first, -1):
        if words.is_capital(last - 1) and (places := _places(words, first, last, names)):
            if (
                words.folded[first] == "the"
                and last > first + 1
                and _places(words, first + 1, last, names)
            ):
                return None  # "The United States", but "The Hague"
            if _is_half(words, (first, last, places), end, names):
                continue
            if last - first == 1 and is_begun(words, first, end):
                continue  # "Tal" of an unknown "Tal Rifaat"
            return first, last, places
    return None


def _halves(words: Words, first: int, last: int, end: int) -> list[int]:
    """Find the words that a hyphen joins to a slice."""
    after = last < end and words.gap(last - 1) in HYPHENS and words.is_capital(last)
    before = first > 0 and words.gap(first - 1) in HYPHENS and words.is_capital(first - 1)
    return [last] * after + [first - 1] * before


def _is_half(
    words: Words, piece: tuple[int, int, tuple[Place, ...]], end: int, names: Names
) -> bool:
    """Tell half of a name ("Pont-Sondé", "ISIL-Somalia") from "Afghanistan-Pakistan"."""
    first, last, places = piece
    halves = _halves(words, first, last, end)
    if not halves:
        return False
    wide = any(place.kind not in SETTLEMENTS for place in places)
    return not wide or not all(
        names.named(words.word(at)) or names.demonym(words.word(at)) for at in halves
    )


def is_begun(words: Words, at: int, end: int) -> bool:
    """
    Say whether a word alone only begins a name: "Tal", "Al", "San" before a capital.

    Parameters
    ----------
    words
        The words of a text.
    at, end
        Number of the word, and of the one that the name must end before.

    Returns
    -------
    bool
        True if it does.
    """
    word = words.folded[at]
    return (
        at + 1 < end
        and step_over(words, at + 1) > 0
        and (
            (word in words_of("toponymic") and words.gap(at) in HYPHENS | {" "})
            or (word in words_of("connector") and words.gap(at) in HYPHENS)
        )
    )


def _places(words: Words, first: int, last: int, names: Names) -> tuple[Place, ...]:
    text = text_of(words, first, last)
    only = last - 1 if words.folded[first] == "the" else first
    if last - only == 1 and words.is_acronym(only) and len(words.word(only)) <= 5:  # noqa: PLR2004
        return names.named(text) if fold(text) in shortened() else ()
    places = names.named(text)
    if not places and last - first == 1 and "\u0400" <= text[0] <= "\u04ff":
        for ending, base in _CYRILLIC_ENDINGS:
            if text.endswith(ending) and (
                places := names.named(text[: len(text) - len(ending)] + base)
            ):
                return places
    return places
