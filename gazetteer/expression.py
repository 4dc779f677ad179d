"""Descriptions of locations: read one, find those of a text, say what was understood, write one."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from gazetteer.assembly import expression, runs
from gazetteer.clauses import Mention
from gazetteer.errors import ExpressionError
from gazetteer.explanation import doubt_refusal, explain_expression, refusal
from gazetteer.lexicon import letters_for
from gazetteer.planning import plan_of
from gazetteer.reading import Chunked, chunked
from gazetteer.recurring import recurring
from gazetteer.rendering import render
from gazetteer.scan import MAX_TOKENS, scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazetteer.clauses import Expression
    from gazetteer.scan import Scan

__all__ = ["explain", "find", "parse", "render"]

PUNCTUATION: Final = " \t\r\n.,;:!?*_\"'"
MAX_SENTENCE: Final = 256  # tokens; a longer run without a full stop is read in pieces


def parse(text: str) -> Expression:
    """
    Read one description of a location.

    Nothing is looked up: names are known by their shape, and every reading is kept.

    Parameters
    ----------
    text
        A description and, at most, a few words besides.

    Returns
    -------
    expression
        Clauses about the target, the one that places it first; words that were not understood
        are in `unread`.

    Raises
    ------
    ExpressionError
        If the text is no description of a location; says what was expected where.

    Examples
    --------
    >>> expression = parse("about 10 km north of Al-Mayadeen")
    >>> expression.relation, expression.distance_km, expression.direction
    ('offset', 10.0, 'N')
    >>> expression.anchors[0].name
    'Al-Mayadeen'
    """
    return recurring(text, read) or read(text)


def read(text: str) -> Expression:
    """
    Read one description from its first token to its last.

    Parameters
    ----------
    text
        As for `parse`.

    Returns
    -------
    expression
        As `parse` gives it, which remembers beginnings.

    Raises
    ------
    ExpressionError
        If the text is no description of a location.
    """
    tokens = scan(text)
    plan = plan_of(tokens.letters)
    run = plan.run
    if not run.steps or run.broken is not None:
        raise refusal(text, tokens, plan.chunks, broken=run.broken)
    if plan.baseless is not None and _doubts(tokens, plan.baseless):
        raise doubt_refusal(text, tokens, plan.baseless)
    found = expression(text, tokens, run, plan)
    if len(tokens.starts) >= MAX_TOKENS:
        rest = text[tokens.ends[-1] :].strip(PUNCTUATION)
        if rest:  # beyond what a scan takes
            return replace(found, unread=(*found.unread, rest))
    return found


def _doubts(tokens: Scan, index: int) -> bool:
    """Tell "Idlib (?)" and "possibly Idlib" from the end of a question or a broken letter."""
    start = tokens.starts[index]
    around = tokens.text[max(0, start - 1) : start] + tokens.text[start + 1 : start + 2]
    return tokens.word(index, index + 1) != "?" or not any(map(str.isalnum, around))


def find(text: str) -> list[Mention]:
    """
    Find the descriptions of locations in prose.

    Parameters
    ----------
    text
        Any prose; Markdown emphasis does not disturb.

    Returns
    -------
    mentions
        In the order of the text, not overlapping, never across the end of a sentence.

    Examples
    --------
    >>> [(found.text, found.kind) for found in find("Two policemen were wounded near Samarra.")]
    [('near Samarra', 'near')]
    """
    tokens = scan(text, prose=True, limit=None)
    return [
        Mention(
            start=found.start,
            end=found.end,
            text=text[found.start : found.end],
            kind=found.relation,
            expression=found,
        )
        for sentence in _sentences(tokens)
        for run in runs(tokens, sentence)
        for found in (expression(text, tokens, run),)
    ]


def _sentences(tokens: Scan) -> Iterator[Chunked]:
    """Cut a scan at the ends of sentences and make chunks of each piece."""
    letters = tokens.letters
    for found in _sentence_pattern().finditer(letters):
        first, last = found.span()
        while first < last:
            end = min(last, first + MAX_SENTENCE)
            chunks = chunked(letters[first:end], prose=True)
            yield Chunked(chunks.letters, tuple([first + bound for bound in chunks.bounds]))
            first = end


@cache
def _sentence_pattern() -> re.Pattern[str]:
    return re.compile(f"[^{letters_for('stop')}]+")


def explain(text: str) -> str:
    """
    Say what was understood of a description, clause by clause, or what was expected where.

    Parameters
    ----------
    text
        A description.

    Returns
    -------
    explanation
        One or more lines.

    Examples
    --------
    >>> print(explain("about 10 km north of Al-Mayadeen"))
    offset: 10 km (about) N of "Al-Mayadeen"
    """
    try:
        return explain_expression(parse(text))
    except ExpressionError as error:
        return str(error)
