"""Writing an expression in words, with the forms and the words of the two tables."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from gazetteer.clauses import (
    At,
    Border,
    DirectionOnly,
    DistanceOnly,
    InArea,
    Offset,
    OnRoad,
    Orthogonal,
    PartOfRegion,
)
from gazetteer.forms import forms
from gazetteer.lexicon import rows
from gazetteer.parts import place
from gazetteer.scan import scan
from geo.compass import find_wind
from geo.units import UNITS

if TYPE_CHECKING:
    from gazetteer.clauses import Anchor, Clause, Direction, Distance, Expression

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
    relation = clause.relation
    match clause:
        case Offset(distance=length, direction=wind, by_road=by_road):
            key = "offset by_road" if by_road else relation
            return _fill(key, places, [length], [wind])
        case Orthogonal(legs=legs):
            return _fill(relation, places, [leg[0] for leg in legs], [leg[1] for leg in legs])
        case DistanceOnly(distance=length):
            return _fill(relation, places, [length])
        case DirectionOnly(direction=wind, distance_lost=lost):
            return _fill(f"{relation} lost" if lost else relation, places, [], [wind])
        case PartOfRegion(direction=wind):
            return _fill(relation, places, [], [wind])
        case At(part=str() as part):
            return _fill("at part", places).replace(_word("central"), part, 1)
        case At(anchor=anchor):
            return _fill("at road" if anchor.feature == "road" else relation, places)
        case InArea(part=part):
            text = _fill(relation, ["-".join(places)])
            return f"{_word('in')} {text.removesuffix(_word('area'))}{part or _word('area')}"
        case OnRoad(ends=ends):
            return _fill({0: relation, 1: f"{relation} to"}.get(len(ends), f"{relation} two"), places)
        case Border(distance=length, sides=sides):
            key = relation if length is None else f"{relation} at"
            key = f"{key} between" if len(sides) > 1 else key
            text = _fill(key, places, [] if length is None else [length])
            return text if length is not None else f"{_word('near')} {text}"
        case _:
            return _fill(relation, places)


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
def _word(role: str) -> str:
    """First word of a role in the lexicon."""
    return next(row.word for row in rows() if row.role == role)


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
