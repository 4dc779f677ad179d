"""
The 32 winds of the compass: bearings in degrees clockwise from true north, and half-angles.

The half-angle is the "alpha" of the point-radius method (Wieczorek, Guo & Hijmans 2004,
doi:10.1080/13658810412331280211): half of what lies between a wind and the next ones of its own
kind, so 45 degrees for the cardinal points. The table is `geo/data/winds.csv`.
"""

from __future__ import annotations

import csv
import difflib
import math
import re
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, TypeAlias

from geo.errors import DirectionError

if TYPE_CHECKING:
    from collections.abc import Mapping

Points: TypeAlias = Literal[8, 16, 32]

ENDINGS = ("ern", "ernmost", "most", "erly", "ward", "wards", "bound")
"""What English hangs on a wind without turning it: northern, northwards, northbound."""

LETTERS: Mapping[str, str] = {"N": "north", "E": "east", "S": "south", "W": "west"}


@dataclass(frozen=True, slots=True)
class Wind:
    """
    A named direction.

    Attributes
    ----------
    name
        Abbreviation: N, NNE, NbE.
    bearing
        Degrees clockwise from true north.
    half_angle
        Degrees to each side that the word may mean.
    words
        The name in full, as "north-northeast".
    """

    name: str
    bearing: float
    half_angle: float
    words: str


def find_wind(word: str) -> Wind | None:
    """
    Find the wind that a word or an abbreviation names.

    Parameters
    ----------
    word
        In any case, joined, spaced, hyphened or with full stops, with "due", as an adjective or
        an adverb: north, N.N.E., north by east, due South, south-eastern, westwards.

    Returns
    -------
    Wind or None
        None for anything that is no wind.

    Examples
    --------
    >>> find_wind("due north-eastern").name
    'NE'
    >>> find_wind("Easter") is None
    True
    """
    return _SPELLINGS.get(_folded(word))


def wind(word: str) -> Wind:
    """
    Give the wind that a word names, or say that there is none.

    Parameters
    ----------
    word
        As for `find_wind`.

    Returns
    -------
    Wind
        Its abbreviation, bearing and half-angle.

    Raises
    ------
    DirectionError
        If the word is no wind; the message names the nearest ones.

    Examples
    --------
    >>> found = wind("north-northeast")
    >>> found.name, found.bearing, found.half_angle
    ('NNE', 22.5, 11.25)
    """
    found = find_wind(word)
    if found is not None:
        return found
    near = difflib.get_close_matches(_folded(word), _SPELLINGS, n=3)
    meant = f"Did you mean {' or '.join(near)}? " if near else ""
    message = (
        f"{word!r} is no compass direction. {meant}"
        "The 32 winds are written as north, NE, north-northeast or north by east."
    )
    raise DirectionError(message)


def wind_at(bearing: float, points: Points = 16) -> Wind:
    """
    Name a bearing by the nearest wind.

    Parameters
    ----------
    bearing
        Degrees clockwise from true north; any finite number, so -90 is west.
    points
        How many winds to choose from.

    Returns
    -------
    Wind
        The nearest; between two, the one clockwise.

    Raises
    ------
    DirectionError
        If the bearing is not finite.

    Examples
    --------
    >>> wind_at(350).name, wind_at(350, points=32).name
    ('N', 'NbW')
    """
    step = 360 / points
    if not math.isfinite(bearing):
        message = f"A bearing is a number of degrees clockwise from north; got {bearing!r}."
        raise DirectionError(message)
    turn = bearing % 360 / step
    return WINDS[int(turn + 0.5) % points * (len(WINDS) // points)]


def _folded(word: str) -> str:
    letters = re.sub(r"[\s.\-\u2010-\u2015]+", "", word.casefold())
    return letters.removeprefix("due")


def _read() -> tuple[Wind, ...]:
    table = files("geo").joinpath("data/winds.csv").read_text("utf-8").splitlines()
    return tuple(
        Wind(row["wind"], float(row["bearing"]), float(row["half_angle"]), row["words"])
        for row in csv.DictReader(table)
    )


def _spellings(winds: tuple[Wind, ...]) -> Mapping[str, Wind]:
    """Every folded spelling; `NbE` is also written with the one word and the other letter."""
    found: dict[str, Wind] = {}
    for each in winds:
        head, by, tail = each.name.partition("b")
        heads = {head, _in_words(head)}
        tails = {tail, _in_words(tail)}
        links = {"b", "by"} if by else {""}
        found |= {_folded(h + link + t): each for h in heads for link in links for t in tails}
        found |= {_folded(each.words) + ending: each for ending in ENDINGS if not by}
    return found


def _in_words(letters: str) -> str:
    return "".join(LETTERS[letter] for letter in letters)


WINDS: tuple[Wind, ...] = _read()
"""The 32 winds clockwise from north."""

_SPELLINGS = _spellings(WINDS)
