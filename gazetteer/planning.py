"""
What the letters of a description alone decide: its forms, its doubts, and what nobody reads.

Most descriptions of a column share a few hundred patterns of letters, so plans are remembered;
what is left to do for each text is to read names, numbers and winds (`gazetteer.assembly`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from gazetteer.assembly import DOUBT, Run, whole
from gazetteer.lexicon import roles_of
from gazetteer.reading import Chunked, chunked

if TYPE_CHECKING:
    from gazetteer.reading import Step

# Tokens of these roles mean nothing by themselves when no form took them.
SILENT: Final = frozenset({
    "comma", "open", "close", "stop", "hyphen", "dash", "slash", "the", "a", "of", "and", "in",
    "on", "to", "with", "doubt", "about", "by", "feature", "from", "due", "particle", "away",
    "area", "side", "road", "centre", "context", "one", "near", "way", "manner", "uncertain",
    "query", "lead",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """
    What to make of a text with these letters.

    Attributes
    ----------
    chunks
        Its chunks.
    run
        Forms that place the target.
    unread
        First token and the one after the last, of the words that no form took.
    doubted
        Forms that the text itself doubts ("possibly near Idlib") beside others that it states.
    doubtful
        The text says "apparently", or nothing is left that it does not doubt.
    baseless
        Token of the word or mark that doubts all there is.
    first, last
        First token of the description, and the one after its last.
    """

    chunks: Chunked
    run: Run
    unread: tuple[tuple[int, int], ...] = ()
    doubted: tuple[Step, ...] = ()
    doubtful: bool = False
    baseless: int | None = None
    first: int = field(init=False)
    last: int = field(init=False)

    def __post_init__(self) -> None:
        """Say which tokens the description spans."""
        object.__setattr__(self, "first", self.run.first if self.run.steps else 0)
        object.__setattr__(self, "last", self.run.last if self.run.steps else 0)


@lru_cache(maxsize=16_384)
def plan_of(letters: str) -> Plan:
    """
    Plan the reading of one description.

    Parameters
    ----------
    letters
        One for each token.

    Returns
    -------
    plan
        The same for all texts of these letters.

    Examples
    --------
    >>> from gazetteer.scan import scan
    >>> plan = plan_of(scan("a hillside south of Barstow").letters)
    >>> len(plan.run.steps), plan.unread
    (1, ((1, 2),))
    """
    chunks = chunked(letters, prose=False)
    run = whole(letters, chunks)
    if not run.steps or run.broken is not None:
        return Plan(chunks, run)
    roles = [roles_of(letter) for letter in letters]
    unread = _unread(roles, run)
    first, last = max(0, run.first - 1), run.last
    doubtful = any(not each.isdisjoint(DOUBT) for each in roles[first:last])
    marks = [index for index, each in enumerate(roles) if each & {"uncertain", "query"}]
    if not marks:
        return Plan(chunks, run, unread, doubtful=doubtful)
    steps = [*run.steps, *run.glosses]
    doubted = [step for step in steps if any(step is _meant(mark, roles, steps) for mark in marks)]
    kept = [step for step in run.steps if step not in doubted]
    if not kept:
        return Plan(chunks, run, unread, doubtful=True, baseless=marks[0])
    glosses = [step for step in run.glosses if step not in doubted]
    firm = Run(steps=kept, glosses=glosses, closed=run.closed if glosses else 0)
    stated = any("doubt" in each for each in roles[first:last])
    return Plan(chunks, firm, unread, tuple(doubted), doubtful=stated)


def _meant(mark: int, roles: list[frozenset[str]], steps: list[Step]) -> Step | None:
    """Find what a doubt is about: a mark the form before it, a word the form after it."""
    before = [step for step in steps if step.last <= mark]
    after = [step for step in steps if step.first > mark]
    within = [step for step in steps if step.first <= mark < step.last]
    nearest = max(before, key=lambda step: step.last, default=None)
    following = min(after, key=lambda step: step.first, default=None)
    if within:
        return within[0]
    if "query" in roles[mark] and nearest is not None:
        between = roles[nearest.last : mark]
        if all("open" in each for each in between):
            return nearest
    return following or nearest


def _unread(roles: list[frozenset[str]], run: Run) -> tuple[tuple[int, int], ...]:
    """Collect the tokens that no form took, neighbours together, in the order of the text."""
    taken = {index for step in (*run.steps, *run.glosses) for index in range(step.first, step.last)}
    spans: list[tuple[int, int]] = []
    begin: int | None = None
    for index in range(len(roles) + 1):
        loud = index < len(roles) and index not in taken and not roles[index] & SILENT
        if loud and begin is None:
            begin = index
        elif not loud and begin is not None:
            spans.append((begin, index))
            begin = None
    return tuple(spans)
