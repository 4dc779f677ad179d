"""The characters of a block that a reader sees, each with its place in the document."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TypeAlias

Line: TypeAlias = tuple[int, str]  # where it begins, and its characters

# Emphasis, superscript notes, links and escapes: what a reader does not see. Every alternative
# begins with another character and repeats only a class, so that the time stays linear.
_UNSEEN = re.compile(
    r"<sup>[^<>]{0,8}</sup>|</?[A-Za-z][^<>]{0,80}>|!?\[(?=[^\[\]]{1,200}\]\()|\]\([^()\s]{1,400}\)"
    r"|\[\^?\d{1,3}\]|\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|\\(?=[-*_#.()\[\]])"
    r"|`+|\u200b|\ufeff",
    re.IGNORECASE,
)


def cells_of(text: str, origins: list[int], line: Line) -> tuple[tuple[int, int], ...]:
    """
    Find the cells of a row in its text, empty ones too.

    Parameters
    ----------
    text
        The row's text, its bars made into stops.
    origins
        Where each of its characters stands in the document.
    line
        The line as it stands there.

    Returns
    -------
    tuple of (int, int)
        First character of each cell in the text, and the one after its last.
    """
    start, raw = line
    cells: list[tuple[int, int]] = []
    first = 0
    for end in [start + i for i, character in enumerate(raw) if character == "|"]:
        last = bisect_left(origins, end)
        while last < len(origins) and origins[last] == end and text[last] == ".":
            last += 1
        cells.append((first, last))
        first = last + (text[last : last + 1] == " ")
    return tuple(cells)


def seen(lines: list[Line]) -> tuple[list[str], list[int]]:
    """
    Give the characters that a reader sees, and where each stands in the document.

    Parameters
    ----------
    lines
        Lines of one block.

    Returns
    -------
    list of str, list of int
        Both of one length.

    Examples
    --------
    >>> "".join(seen([(0, "a **bold** [link](page)")])[0])
    'a bold link'
    """
    characters: list[str] = []
    origins: list[int] = []
    for start, line in lines:
        if characters:
            characters.append(" ")
            origins.append(start - 1)
        last = 0
        for unseen in _UNSEEN.finditer(line):
            characters.extend(line[last : unseen.start()])
            origins.extend(range(start + last, start + unseen.start()))
            last = unseen.end()
        characters.extend(line[last:])
        origins.extend(range(start + last, start + len(line)))
    return characters, origins


def as_sentences(characters: list[str], origins: list[int]) -> tuple[list[str], list[int]]:
    """
    End each cell of a table's row as a sentence ends.

    Parameters
    ----------
    characters, origins
        As `seen` gives them.

    Returns
    -------
    list of str, list of int
        Both of one length.

    Examples
    --------
    >>> "".join(as_sentences([*"a | b"], [0, 1, 2, 3, 4])[0])
    'a.  b'
    """
    ended: list[str] = []
    places: list[int] = []
    for character, origin in zip(characters, origins, strict=True):
        if character != "|":
            ended.append(character)
            places.append(origin)
            continue
        while ended and ended[-1].isspace():
            ended.pop()
            places.pop()
        stop = bool(ended) and ended[-1] not in ".!?:;"
        ended += [".", " "] if stop else [" "]
        places += [origin] * (1 + stop)
    return ended, places
