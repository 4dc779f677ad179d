"""
Reading the letters of a text: which forms match where. Words do not matter here.

The same letters always give the same reading, so readings are remembered: most descriptions of
a column share a few hundred patterns of letters.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from gazetteer.forms import CHUNKS, Compiled, chunk_patterns, clause_forms

if TYPE_CHECKING:
    from re import Match

WINDOW: Final = 24  # letters that a form may span once chunks are made; bounds a look ahead
PLACES: Final = frozenset({"PLACE", "ROADNAME", "NAMED", "CONTEXT", "FIX"})
DIRECTIONS: Final = frozenset({"DIRECTION", "HEADING", "ADJECTIVE", "PROPER"})
CHUNK_OF: Final = {letter: chunk for chunk, letter in CHUNKS.items()}


@dataclass(frozen=True, slots=True)
class Slot:
    """A chunk that a form asked for: its kind and its tokens."""

    chunk: str
    first: int
    last: int


@dataclass(slots=True, eq=False)
class Step:
    """A form that matched: its tokens and its slots, also by what they are read as."""

    compiled: Compiled
    first: int
    last: int
    slots: tuple[Slot, ...]
    places: list[Slot] = field(init=False)
    distances: list[Slot] = field(init=False)
    directions: list[Slot] = field(init=False)

    def __post_init__(self) -> None:
        """Sort the slots by what they are read as."""
        self.places = [slot for slot in self.slots if slot.chunk in PLACES]
        self.distances = [slot for slot in self.slots if slot.chunk == "DISTANCE"]
        self.directions = [slot for slot in self.slots if slot.chunk in DIRECTIONS]


@dataclass(frozen=True, slots=True)
class Chunked:
    """Letters after chunks were made; `bounds[i]` is the first token of letter i."""

    letters: str
    bounds: tuple[int, ...]


@lru_cache(maxsize=8_192)
def chunked(letters: str, *, prose: bool) -> Chunked:
    """
    Make chunks of the letters of a scan.

    Parameters
    ----------
    letters
        One for each token.
    prose
        The text is running prose.

    Returns
    -------
    chunked
        One letter for each chunk, the others as they were.

    Examples
    --------
    >>> from gazetteer.scan import scan
    >>> chunked(scan("10 km north of Idlib").letters, prose=False).letters[:2]
    'qd'
    """
    bounds = list(range(len(letters) + 1))
    for letter, pattern in chunk_patterns(prose=prose):
        if not pattern.search(letters):
            continue
        parts: list[str] = []
        kept: list[int] = []
        at = 0
        for found in pattern.finditer(letters):
            start, end = found.span()
            parts.extend((letters[at:start], letter))
            kept.extend(bounds[at:start])
            kept.append(bounds[start])
            at = end
        parts.append(letters[at:])
        kept.extend(bounds[at:])
        letters, bounds = "".join(parts), kept
    return Chunked(letters, tuple(bounds))


@lru_cache(maxsize=65_536)
def _best(window: str, offset: int, *, prose: bool) -> tuple[Compiled, Match[str]] | None:
    """Find the form that reaches farthest; `offset` is 1 if the window has one letter before."""
    best: tuple[Compiled, Match[str]] | None = None
    for compiled in clause_forms(prose=prose):
        found = compiled.pattern.match(window, offset)
        if (
            found is not None
            and found.end() > offset
            and (best is None or found.end() > best[1].end())
        ):
            best = compiled, found
    return best


@lru_cache(maxsize=4_096)
def first_start(letters: str, *, prose: bool) -> int:
    """
    Find the first letter at which a form matches.

    Parameters
    ----------
    letters
        Letters of the chunks.
    prose
        Only forms for running prose.

    Returns
    -------
    index
        The number of letters if none matches.

    Examples
    --------
    >>> first_start("", prose=True)
    0
    """
    for index in range(len(letters)):
        if _best(letters[index : index + WINDOW], 0, prose=prose) is not None:
            return index
    return len(letters)


def step_at(chunks: Chunked, index: int, *, prose: bool) -> tuple[Step, int] | None:
    """
    Match the best form at a letter.

    Parameters
    ----------
    chunks
        Letters with their tokens.
    index
        Letter to begin at.
    prose
        Only forms for running prose.

    Returns
    -------
    step, end
        The form and the letter after it; None if nothing matches.

    Examples
    --------
    >>> from gazetteer.scan import scan
    >>> chunks = chunked(scan("near Idlib").letters, prose=False)
    >>> step_at(chunks, 0, prose=False)[0].compiled.relation
    'near'
    """
    best = _best(chunks.letters[index : index + WINDOW], 0, prose=prose)
    if best is None:
        return None
    compiled, found = best
    bounds = chunks.bounds
    slots = tuple(
        Slot(CHUNK_OF[found[group]], bounds[index + start], bounds[index + start + 1])
        for group in range(1, compiled.pattern.groups + 1)
        if (start := found.start(group)) >= 0
    )
    end = index + found.end()
    return Step(compiled, bounds[index], bounds[end], slots), end
