"""Writing an expression in words, with the forms and the words of the two tables."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from gazetteer.clauses import (
    At,
    Between,
    Border,
    DirectionOnly,
    Distance,
    DistanceOnly,
    InArea,
    Offset,
    OnRoad,
    Orthogonal,
    PartOfRegion,
    Toward,
)
from gazetteer.forms import forms
from gazetteer.lexicon import rows
from gazetteer.parts import place
from gazetteer.scan import scan
from geo.compass import find_wind
from geo.units import UNITS

if TYPE_CHECKING:
    from gazetteer.clauses import Anchor, Clause, Direction, Expression

# What of a form is left when nothing optional is said: the first of each choice.
OPTIONAL: Final = re.compile(r"\{[^{}]*\}\?|[A-Za-z_]+\?|[!<>~][A-Za-z_]+")
CHOICE: Final = re.compile(r"\{([^{}|]*)[^{}]*\}")
SHORT_UNIT: Final = 3  # letters of the longest symbol, which "a" cannot stand before: "a mile"


def render(expression: Expression) -> str:
    """
    Write an expression in plain English.

    Parameters
    ----------
    expression
        What to write.

    Returns
    -------
    text
        Parsing it gives the same clauses and glosses, up to spans and to other readings.

    Examples
    --------
    >>> from gazetteer.expression import parse
    >>> render(parse("Al-Mayadeen, ca. 10 kms N of"))
    'about 10 km north of Al-Mayadeen'
    """
    text = ", ".join(_clause(clause) for clause in expression.clauses)
    if expression.glosses:
        text += f" ({', '.join(_clause(gloss) for gloss in expression.glosses)})"
    return f"{_word('doubt')} {text}" if expression.doubtful else text


def _clause(clause: Clause) -> str:
    places = [_anchor(anchor) for anchor in clause.anchors]
    match clause:
        case InArea(part=part):
            text = _fill(clause.relation, ["-".join(places)]).removesuffix(_word("area"))
            return f"{_word('in')} {text}{part or _word('area')}"
        case At(part=str() as part):
            return _fill("at part", places).replace(_word("central"), part, 1)
        case Between(midway=True):
            text = _fill(clause.relation, places)
            return f"{_word('between', 'midway')}{text.removeprefix(_word('between'))}"
        case Border(distance=None):
            return f"{_word('near')} {_fill(_key(clause), places)}"
        case _:
            return _fill(_key(clause), places, *_measures(clause))


def _key(clause: Clause) -> str:
    """Name the form that says a clause."""
    relation = clause.relation
    said = {
        f"{relation} by_road": isinstance(clause, Offset) and clause.by_road,
        f"{relation} lost": isinstance(clause, DirectionOnly) and clause.distance_lost,
        f"{relation} road": isinstance(clause, At) and clause.anchor.feature == "road",
    }
    match clause:
        case Toward():
            return "toward"
        case OnRoad(ends=ends) if ends:
            return f"{relation} two" if len(ends) > 1 else f"{relation} to"
        case Border(distance=length, sides=sides):
            key = relation if length is None else f"{relation} at"
            return f"{key} between" if len(sides) > 1 else key
        case _:
            return next((key for key, true in said.items() if true), relation)


def _measures(clause: Clause) -> tuple[list[Distance], list[Direction]]:
    match clause:
        case Offset(distance=length, direction=wind):
            return [length], [wind]
        case Orthogonal(legs=legs):
            return [length for length, _ in legs], [wind for _, wind in legs]
        case DistanceOnly(distance=length) | Toward(distance=length):
            return [length], []
        case Border(distance=Distance() as length):
            return [length], []
        case DirectionOnly(direction=wind) | PartOfRegion(direction=wind):
            return [], [wind]
        case _:
            return [], []


def _fill(
    key: str,
    places: list[str],
    distances: list[Distance] | None = None,
    directions: list[Direction] | None = None,
) -> str:
    """Write the form that renders `key`, its chunks from the values, its roles as words."""
    left = {
        "DISTANCE": [_distance(length) for length in distances or ()],
        "DIRECTION": [_direction(wind) for wind in directions or ()],
        "BYROAD": [_word("manner")],
    }
    said = [
        (left.get(atom, places).pop(0) if atom.isupper() else _word(atom)) for atom in _atoms(key)
    ]
    return " ".join(said)


@cache
def _atoms(key: str) -> tuple[str, ...]:
    form = next(form.form for form in forms() if form.renders == key)
    before = ""
    while before != form:
        before, form = form, OPTIONAL.sub("", form)
    return tuple(CHOICE.sub(r"\1", form).split())


@cache
def _word(role: str, value: str | None = None) -> str:
    """First English word of a role in the lexicon, and of a value where one is asked for."""
    return next(
        row.word
        for row in rows()
        if row.role == role and row.language == "en" and value in {None, row.value}
    )


def _distance(length: Distance) -> str:
    bound = {"less": "less than ", "within": "within "}.get(length.bound, "")
    hedge = f"{_word('about')} " if length.hedged else ""
    unit = length.unit
    if length.number in {"a", "an"}:
        unit = next(word for word in UNITS[unit].spellings if len(word) > SHORT_UNIT)
    return f"{bound}{hedge}{length.number} {unit}"


def _direction(wind: Direction) -> str:
    found = find_wind(wind.name)
    return found.words if found else f"{_word('bearing')} {wind.name} {_word('degrees')}"


def _anchor(anchor: Anchor) -> str:
    """Write an anchor so that it is read with the same name and feature."""
    name = anchor.name
    if anchor.fix is not None:
        return name
    candidates = [name, f"the {name.removeprefix('the ')}"]
    candidates += [
        f"the {row.word} of {name}"
        for row in rows()
        if row.role == "feature" and row.value == anchor.feature
    ]
    text = next((text for text in candidates if _reads(text, anchor)), name)
    return ", ".join((text, *anchor.within))


def _reads(text: str, anchor: Anchor) -> bool:
    tokens = scan(text, limit=None)
    read = place(tokens, 0, len(tokens.letters)) if tokens.letters else None
    return read is not None and (read.name, read.feature) == (anchor.name, anchor.feature)
