"""Saying what was understood of a description, or what was expected where."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from gazetteer.clauses import (
    At,
    Between,
    Border,
    DirectionOnly,
    DistanceOnly,
    InArea,
    Offset,
    OnRoad,
    Orthogonal,
    PartOfRegion,
    Toward,
)
from gazetteer.errors import ExpressionError
from gazetteer.forms import CHUNKS, SLOTS, clause_forms, prefixes
from gazetteer.lexicon import words
from gazetteer.reading import WINDOW
from geo.compass import WINDS
from geo.units import UNITS

if TYPE_CHECKING:
    from gazetteer.clauses import Anchor, Clause, Distance, Expression
    from gazetteer.reading import Chunked
    from gazetteer.scan import Scan

SIMILAR: Final = (
    0.75  # ratio of common letters from which a word is worth suggesting; "nroth" has .80
)
EXPECTED: Final = {
    "PLACE": "the name of a place", "BARE": "the name of a place", "DISTANCE": "a distance",
    "DIRECTION": "a direction", "ADJECTIVE": "a direction such as northern",
    "BYROAD": "by road", "ROADNAME": "the name of a road", "CONTEXT": "a place",
    "ANY": "the name of a place",
}  # fmt: skip
EXAMPLE: Final = "about 10 km north of Al-Mayadeen"


def refusal(
    text: str, tokens: Scan, chunks: Chunked, *, broken: int | None = None
) -> ExpressionError:
    """
    Make the error for a text that no form takes.

    Parameters
    ----------
    text
        What was given.
    tokens
        Its scan.
    chunks
        Its chunks.
    broken
        Token at which a direction was expected, where that is known.

    Returns
    -------
    error
        To be raised.

    Examples
    --------
    >>> from gazetteer.reading import chunked
    >>> from gazetteer.scan import scan
    >>> text = "10 km north of"
    >>> tokens = scan(text)
    >>> refusal(text, tokens, chunked(tokens.letters, prose=False)).expected
    ('the name of a place',)
    """
    if not tokens.letters:
        return ExpressionError(
            f"an empty text describes no location; write one such as {EXAMPLE!r}",
            text=text,
            position=0,
            expected=("a description of a location",),
        )
    if broken is None:
        letter, expected = _farthest(chunks.letters[: 2 * WINDOW])
        token = chunks.bounds[letter]
    else:
        token, expected = broken, ("a direction",)
    at_end = token >= len(tokens.starts)
    position = len(text) if at_end else tokens.starts[token]
    what = "the text ends" if at_end else f"{tokens.word(token, token + 1)!r} stands"
    message = (
        f"{_short(text)} is no description of a location: {what} where "
        f"{' or '.join(expected)} was expected (character {position})"
        f"{_left_out(tokens, chunks)}; write it as in {EXAMPLE!r}{_hint(tokens)}"
    )
    return ExpressionError(message, text=text, position=position, expected=expected)


def doubt_refusal(text: str, tokens: Scan, token: int) -> ExpressionError:
    """
    Make the error for a text that doubts all that it says.

    Parameters
    ----------
    text
        What was given.
    tokens
        Its scan.
    token
        The word or mark of doubt.

    Returns
    -------
    error
        To be raised.

    Examples
    --------
    >>> from gazetteer.scan import scan
    >>> print(doubt_refusal("possibly near Idlib", scan("possibly near Idlib"), 0).expected[0])
    a statement without doubt
    """
    message = (
        f"{_short(text)} is no description of a location that can be relied on: "
        f"{tokens.word(token, token + 1)!r} doubts all that it says; leave it out to have the "
        "rest located"
    )
    return ExpressionError(
        message,
        text=text,
        position=tokens.starts[token],
        expected=("a statement without doubt",),
    )


def _left_out(tokens: Scan, chunks: Chunked) -> str:
    words = _elided(tokens, chunks)
    if words is None:
        return ""
    return f". The place that {words!r} is measured from is left out: name it"


def _elided(tokens: Scan, chunks: Chunked) -> str | None:
    """Give the words of a direction that is measured from a place which is left out."""
    if any(letter in chunks.letters for letter in SLOTS["ANY"]):
        return None
    for index, letter in enumerate(chunks.letters):
        if letter == CHUNKS["DIRECTION"]:
            before = index and chunks.letters[index - 1] == CHUNKS["DISTANCE"]
            first = chunks.bounds[index - 1 if before else index]
            return tokens.word(first, chunks.bounds[index + 1])
    return None


@lru_cache(maxsize=4_096)
def _farthest(letters: str) -> tuple[int, tuple[str, ...]]:
    """Find the letter that some form could not go beyond, and what the forms wanted there."""
    best, wanted = 0, {"a description of a location"}
    for index in range(min(len(letters), WINDOW)):
        for compiled in clause_forms(prose=False):
            for pattern, following in prefixes(compiled.form):
                found = pattern.match(letters, index)
                if found is None or found.end() == index or not following:
                    continue
                if found.end() > best:
                    best, wanted = found.end(), set()
                if found.end() == best:
                    wanted.add(EXPECTED.get(following, f"'{following}'"))
    places = {want for want in wanted if not want.startswith("'")}
    return best, tuple(sorted(places or wanted))


def _hint(tokens: Scan) -> str:
    for index, entry in enumerate(tokens.entries):
        if entry.roles & {"noun", "name"}:
            word = tokens.word(index, index + 1)
            meant = suggestion(word) if word == word.lower() else None
            if meant is not None:
                return f"; did you mean {meant!r} for {word!r}?"
    return ""


@cache
def vocabulary() -> tuple[str, ...]:
    """
    List the words that the grammar knows, with those of units and winds.

    Returns
    -------
    words
        Sorted, without those too short to be told apart.

    Examples
    --------
    >>> "north" in vocabulary()
    True
    """
    known = {word for word, roles in words().items() if "never" not in roles}
    known |= {spelling for unit in UNITS.values() for spelling in unit.spellings}
    known |= {word for wind in WINDS for word in (wind.name.lower(), *wind.words.split())}
    return tuple(sorted(word for word in known if len(word) > 3 and " " not in word))  # noqa: PLR2004


@lru_cache(maxsize=4_096)
def suggestion(word: str) -> str | None:
    """
    Find the word of the grammar that a misspelt one may stand for.

    Parameters
    ----------
    word
        In lower case.

    Returns
    -------
    meant
        None if nothing is near.

    Examples
    --------
    >>> suggestion("nroth")
    'north'
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only for what was not understood

    near = process.extractOne(word, vocabulary(), scorer=fuzz.ratio, score_cutoff=100 * SIMILAR)
    return near[0] if near and near[0] != word else None


def explain_expression(expression: Expression) -> str:
    """
    Say what an expression says.

    Parameters
    ----------
    expression
        What was read.

    Returns
    -------
    explanation
        A line for each clause, gloss, other reading, and for what was not understood.
    """
    lines = [_line(clause) for clause in expression.clauses]
    lines += [f"in brackets, about the anchor: {_line(gloss)}" for gloss in expression.glosses]
    lines += [
        "or else: " + "; ".join(_line(c) for c in other if c not in expression.clauses)
        for other in expression.others
    ]
    lines += [f"left out, since the text doubts it: {_line(c)}" for c in expression.doubted]
    if expression.doubtful:
        lines.append("the text itself is not certain")
    for left in expression.unread:
        meant = next(
            (found for word in re.findall(r"\w+", left) if (found := suggestion(word.lower()))),
            None,
        )
        hint = f" (did you mean {meant!r}?)" if meant else ""
        lines.append(f"not understood: {left!r}{hint}")
    return "\n".join(lines)


def _line(clause: Clause) -> str:
    return f"{clause.relation}: {_said(clause)}"


def _said(clause: Clause) -> str:  # noqa: C901, PLR0911 - one answer for each family
    names = [_anchor(anchor) for anchor in clause.anchors]
    match clause:
        case Offset(distance=length, direction=wind, by_road=by_road):
            road = " by road" if by_road else ""
            return f"{_distance(length)}{road} {wind.name} of {names[0]}"
        case Orthogonal(legs=legs):
            said = " and ".join(f"{_distance(length)} {wind.name}" for length, wind in legs)
            return f"{said} of {names[0]}"
        case DistanceOnly(distance=length):
            return f"{_distance(length)} from {names[0]}, in no stated direction"
        case DirectionOnly(direction=wind, distance_lost=lost):
            return f"{wind.name} of {names[0]}, {'the distance is missing' if lost else 'at no stated distance'}"  # noqa: E501
        case PartOfRegion(direction=wind):
            return f"the {wind.name} part of {names[0]}"
        case At(part=str() as part):
            return f"{part} {names[0]}"
        case InArea():
            return f"the area of {' and '.join(names)}"
        case OnRoad(road=None):
            return f"the road {'between' if len(names) > 1 else 'to'} {' and '.join(names)}"
        case Toward(distance=length):
            return f"{_distance(length)} from {names[0]} towards {names[1]}"
        case Between(midway=True):
            return f"midway between {' and '.join(names)}"
        case Border(distance=length):
            said = f"the border of {' and '.join(names)}"
            return said if length is None else f"{_distance(length)} from {said}"
        case _:
            return " and ".join(names)


def _distance(length: Distance) -> str:
    bound = {"stated": "", "range": "", "less": "less than ", "within": "within "}[length.bound]
    hedge = " (about)" if length.hedged else ""
    repaired = " (a letter read as a digit)" if length.repaired else ""
    return f"{bound}{length.number} {length.unit}{hedge}{repaired}"


def _anchor(anchor: Anchor) -> str:
    if anchor.fix is not None:
        return f"{anchor.fix.lat:.5f}, {anchor.fix.lon:.5f} (within {anchor.fix.radius_m:.0f} m)"
    kind = f" ({anchor.feature})" if anchor.feature else ""
    return ", ".join([f'"{anchor.name}"{kind}', *anchor.within])


def _short(text: str) -> str:
    limit = 80  # characters of a long text that a message shows
    return repr(text if len(text) <= limit else text[:limit] + "…")
