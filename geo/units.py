"""
Units of length and their spellings, as reports write them; everything ends in metres.

The table is `geo/data/units.csv`: one unit a row, its length in metres, its spellings.
"""

from __future__ import annotations

import csv
import difflib
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, overload

import numpy as np

from geo.errors import UnitError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class Unit:
    """
    A unit of length.

    Attributes
    ----------
    name
        Its symbol ("km"), which is a spelling too.
    metres
        How long it is.
    spellings
        All ways to write it, folded as `unit_of` folds a word.
    """

    name: str
    metres: float
    spellings: tuple[str, ...]


def unit_of(word: str) -> Unit | None:
    """
    Find the unit that a word names.

    Case, full stops, hyphens and repeated spaces do not matter.

    Parameters
    ----------
    word
        A symbol or a name, singular or plural: kilometres, Mi., nautical mile.

    Returns
    -------
    Unit or None
        None for a word that is no unit of length.

    Examples
    --------
    >>> unit_of("Kilometers").name
    'km'
    >>> unit_of("parsec") is None
    True
    """
    return UNITS.get(_folded(word))


@overload
def to_metres(value: float, unit: str) -> float: ...
@overload
def to_metres(value: ArrayLike, unit: str) -> NDArray[np.float64]: ...
def to_metres(value: ArrayLike, unit: str) -> float | NDArray[np.float64]:
    """
    Turn lengths in any unit into metres.

    Parameters
    ----------
    value
        A number or an array of numbers; NaN and None stay missing.
    unit
        A word that `unit_of` knows.

    Returns
    -------
    float or array
        Metres, of the shape of `value`.

    Raises
    ------
    UnitError
        If the word is no unit; the message names the nearest spellings.

    Examples
    --------
    >>> to_metres(5, "mi")
    8046.72
    >>> to_metres([1, 2.5], "kms").tolist()
    [1000.0, 2500.0]
    """
    found = unit_of(unit)
    if found is None:
        raise UnitError(_refusal(unit))
    metres = np.asarray(value, dtype=np.float64) * found.metres
    return float(metres) if metres.ndim == 0 else metres


def _refusal(word: str) -> str:
    near = difflib.get_close_matches(_folded(word), UNITS, n=3)
    meant = f" Did you mean {' or '.join(near)}?" if near else ""
    known = ", ".join(dict.fromkeys(unit.name for unit in UNITS.values()))
    return f"{word!r} is no unit of length.{meant} The units are {known}, in their usual spellings."


def _folded(word: str) -> str:
    return " ".join(word.casefold().replace(".", " ").replace("-", " ").split())


def _read() -> Mapping[str, Unit]:
    table = files("geo").joinpath("data/units.csv").read_text("utf-8").splitlines()
    by_spelling: dict[str, Unit] = {}
    for row in csv.DictReader(table):
        spellings = tuple(_folded(spelling) for spelling in row["spellings"].split("|"))
        unit = Unit(row["unit"], float(row["metres"]), spellings)
        by_spelling |= dict.fromkeys(spellings, unit)
    return MappingProxyType(by_spelling)


UNITS: Mapping[str, Unit] = _read()
"""Every spelling, folded, with its unit."""
