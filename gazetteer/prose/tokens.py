"""
The words of a text and what stands between them. Offsets are characters; one pass, linear.

A word is a run of letters with apostrophes inside ("N'Djamena"), or initials ("U.S."). Hyphens
part words: "Afghanistan-Pakistan" is two, "Deir ez-Zor" three.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gazetteer.prose.vocabulary import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKS: Final = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0e31-\u0e4e"
_RAISED: Final = "\u00b2\u00b3\u00b9\u2070-\u209c"  # numbers of notes, which are no letters
_LETTERS: Final = rf"(?:[^\W\d_{_RAISED}][{MARKS}]*)+"
_WORD: Final = re.compile(
    rf"(?:[A-Z]\.){{2,}}|{_LETTERS}(?:['\u2019\u02bc\u02bb\u02bf\u2018]{_LETTERS})*"
)
_POSSESSIVE: Final = ("'s", "\u2019s", "'S", "\u2019S")
_ADDRESS: Final = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w.-]{1,255}|@\w+"
    r"|\b[\w-]{1,63}\.(?:com|org|net|gov|edu|html?)\b\S*"
)
_END: Final = re.compile(r"[.!?\u061f\u06d4\u0964:;\u2022*|](?:\s|$|[\"'\u201d\u2019)\]])|\n\s*\n")
_OPENING: Final = frozenset('"\u201c\u201e\u00ab\u2018[(')
_QUOTED: Final = frozenset("\"'\u201c\u2018\u00ab")
_DATELINE: Final = re.compile(
    r"^[A-Z][A-Z.'\u2019 -]{2,40}(?=(?:, ?[^\n,\u2013\u2014-]{2,30})?\s?(?:--|\u2013|\u2014|\())",
    re.MULTILINE,
)
SHORT: Final = 4  # letters up to which two capitals make an abbreviation: "VoH"
_SHOUT: Final = 0.8  # ours: share of capitals from which a line is set in capitals
_TITLED: Final = 4  # a heading of fewer words is judged as prose


@dataclass(frozen=True, slots=True)
class Words:
    """
    The words of a text, in parallel tuples.

    Attributes
    ----------
    text
        The text.
    starts, ends
        Offsets of each word, without a possessive "'s".
    folded
        Case-folded words, without the dots of initials.
    initial
        Whether a word begins a sentence, so that its capital tells nothing.
    shouted
        Whether its line is set in capitals.
    masked
        Whether it is part of an address, a mail or a tag.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    folded: tuple[str, ...]
    initial: tuple[bool, ...]
    shouted: tuple[bool, ...]
    masked: tuple[bool, ...]

    def __len__(self) -> int:
        """Count the words."""
        return len(self.starts)

    def word(self, index: int) -> str:
        """
        Give a word as written.

        Parameters
        ----------
        index
            Its number.
        """
        return self.text[self.starts[index] : self.ends[index]]

    def gap(self, index: int) -> str:
        """
        Give what stands between a word and the next.

        Parameters
        ----------
        index
            Number of the word before; -1 for what stands before the first.
        """
        start = self.ends[index] if index >= 0 else 0
        end = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
        return self.text[start:end]

    def is_capital(self, index: int) -> bool:
        """
        Say whether a word begins with a capital.

        Parameters
        ----------
        index
            Its number.
        """
        return self.text[self.starts[index]].isupper()

    def is_acronym(self, index: int) -> bool:
        """
        Say whether a word is written in capitals among words that are not.

        Parameters
        ----------
        index
            Its number.
        """
        word = self.word(index)
        stem = word.removesuffix("s")
        mixed = len(stem) <= SHORT and sum(map(str.isupper, stem)) > 1
        return len(stem) > 1 and (stem.isupper() or mixed) and not self.shouted[index]


def words_in(text: str) -> Words:
    """
    Part a text into words.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    Words
        In the order of the text.

    Examples
    --------
    >>> words = words_in("Kabul's mayor left the U.S. today.")
    >>> [words.word(index) for index in range(len(words))]
    ['Kabul', 'mayor', 'left', 'the', 'U.S.', 'today']
    >>> words.initial[:2]
    (True, False)
    """
    spans = list(_spans(text))
    masks = [match.span() for match in _ADDRESS.finditer(text)]
    capitals = _shouting_lines(text)
    starts, ends = zip(*spans, strict=True) if spans else ((), ())
    folded = tuple(text[start:end].casefold().rstrip(".") for start, end in spans)
    abbreviations = words_of("abbreviation")
    initial = []
    for index, start in enumerate(starts):
        before = text[ends[index - 1] if index else 0 : start]
        stop = index == 0 or bool(_END.search(before))
        if stop and index and "\n\n" not in before and before.startswith("."):
            last = folded[index - 1]
            stop = last not in abbreviations and len(last) > 1 and "." not in last
        initial.append(stop or before[-1:] in _OPENING)
    return Words(
        text,
        starts,
        ends,
        folded,
        tuple(initial),
        tuple(_inside(starts, capitals)),
        tuple(_inside(starts, masks)),
    )


def is_quoted(words: Words, first: int, last: int) -> bool:
    """
    Say whether quotation marks stand right around some words: 'a so-called "X Province"'.

    Parameters
    ----------
    words
        The words of a text.
    first, last
        Numbers of the first word and the one after the last.

    Returns
    -------
    bool
        True if they do.

    Examples
    --------
    >>> is_quoted(words_in('the "Hind Province" branch'), 1, 3)
    True
    """
    return words.gap(first - 1)[-1:] in _QUOTED and words.gap(last - 1)[:1] in {
        '"', "'", "\u201d", "\u2019", "\u00bb", "\u201c",
    }  # fmt: skip


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for match in _WORD.finditer(text):
        start, end = match.span()
        if end - start > 2 and text[end - 2 : end] in _POSSESSIVE:  # noqa: PLR2004 - "'s"
            end -= 2
        yield start, end


def _shouting_lines(text: str) -> list[tuple[int, int]]:
    """Find the lines of several words, and the datelines, that are set in capitals."""
    found = [match.span() for match in _DATELINE.finditer(text)]
    start = 0
    for line in text.splitlines(keepends=True):
        letters = sum(map(str.isalpha, line))
        capitals = sum(map(str.isupper, line))
        if letters and capitals >= _SHOUT * letters and len(line.split()) >= _TITLED:
            found.append((start, start + len(line)))
        start += len(line)
    return sorted(found)


def _inside(starts: tuple[int, ...], spans: list[tuple[int, int]]) -> Iterator[bool]:
    firsts = [first for first, _ in spans]
    for start in starts:
        index = bisect_right(firsts, start) - 1
        yield index >= 0 and start < spans[index][1]
