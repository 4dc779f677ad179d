"""
Names with letters missing: "K?ng Tung", which lost one to a wrong encoding, and "D.I. Khan".

A question mark or U+FFFD beside a letter stands for one letter or two; an initial for a word.
Either is asked of one country's names only, and believed if one place fits.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazetteer.names import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOST = re.compile(r"[?\ufffd]+")
_INSIDE = re.compile(r"\w[?\ufffd]+\w|\ufffd|^\?+\w")
_BESIDE = re.compile(r"\w[?\ufffd]")
MOST_LOST = 6  # gaps; bounds the time that a hostile name can take
LETTERS = 3  # known ones, below which a pattern fits too many names; ours


def is_damaged(name: str) -> bool:
    r"""
    Tell whether a name has lost letters, so that what is left of it is no name.

    Parameters
    ----------
    name
        A name as written.

    Returns
    -------
    bool
        True for a question mark between letters or at the beginning, and for U+FFFD; one at the
        end may be the writer's own.

    Examples
    --------
    >>> [is_damaged(name) for name in ("K?ng Tung", "Yaound\ufffd", "Yaound?", "Idlib")]
    [True, True, False, False]
    """
    return ("?" in name or "\ufffd" in name) and _INSIDE.search(name) is not None


def lost_letters(name: str) -> tuple[str, re.Pattern[str]] | None:
    """
    Turn a damaged name into a pattern of folded names.

    Parameters
    ----------
    name
        A name as written.

    Returns
    -------
    tuple or None
        A pattern of SQLite's GLOB, which lets more through, and the exact one; None if no
        letter was lost or too few are left for the gaps.

    Examples
    --------
    >>> glob, pattern = lost_letters("K?ng Tung")
    >>> glob, bool(pattern.fullmatch("keng tung")), bool(pattern.fullmatch("king of tung"))
    ('k*ng tung', True, False)
    """
    if not (is_damaged(name) or _BESIDE.search(name)):
        return None
    parts = [_folded_part(part) for part in _LOST.split(name)]
    gaps = [len(gap) for gap in _LOST.findall(name)]
    if sum(map(len, parts)) < LETTERS or len(gaps) > MOST_LOST:
        return None
    exact = re.escape(parts[0])
    for gap, part in zip(gaps, parts[1:], strict=True):
        exact += f".{{{0 if gap > 1 else 1},{2 * gap}}}" + re.escape(part)
    return "*".join(parts), re.compile(exact)


def initials(name: str) -> tuple[str, re.Pattern[str]] | None:
    """
    Turn a name with initials into a pattern of folded names.

    Parameters
    ----------
    name
        A name as written.

    Returns
    -------
    tuple or None
        As of `lost_letters`; None without an initial, which comes first, and a word in full.

    Examples
    --------
    >>> glob, pattern = initials("D.I. Khan")
    >>> glob, bool(pattern.fullmatch("dera ismail khan"))
    ('d* i* khan', True)
    """
    words = fold(name.replace(".", ". ")).split()
    if len(words) < 2 or len(words[0]) > 1 or sum(map(len, words)) < LETTERS:  # noqa: PLR2004
        return None
    if sum(len(word) == 1 for word in words) in {len(words), *range(MOST_LOST, len(words))}:
        return None
    glob = " ".join(f"{word}*" if len(word) == 1 else word for word in words)
    exact = " ".join(f"{word}[^ ]+" if len(word) == 1 else re.escape(word) for word in words)
    return glob, re.compile(exact)


def fitting(keys: Sequence[str], pattern: re.Pattern[str]) -> list[str]:
    """
    Choose the names that a pattern fits.

    Parameters
    ----------
    keys
        Folded names.
    pattern
        The exact one of the two.

    Returns
    -------
    list of str
        Those that fit from end to end.

    Examples
    --------
    >>> fitting(["keng tung", "king of tung"], re.compile("k.{1,2}ng tung"))
    ['keng tung']
    """
    return [key for key in keys if pattern.fullmatch(key)]


def _folded_part(part: str) -> str:
    """Fold a part of a name and keep the spaces at its ends."""
    inner = fold(part)
    if not inner:
        return " " if part.isspace() else ""
    return f"{' ' * part[0].isspace()}{inner}{' ' * part[-1].isspace()}"
