"""Distances and directions, read from their tokens."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from gazetteer.clauses import Bound, Direction, Distance
from gazetteer.lexicon import quadrant
from geo.compass import find_wind
from geo.units import unit_of

if TYPE_CHECKING:
    from gazetteer.scan import Scan

FRACTIONS: Final = {
    "½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3,
    "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8,
}  # fmt: skip
BEARING_HALF_ANGLE: Final = 1.0  # degrees; Georeferencing Best Practices: a bearing in degrees
ARABIC_POINT: Final = "\N{ARABIC DECIMAL SEPARATOR}"
ARABIC_DIGITS: Final = {
    **{zero + digit: str(digit) for zero in (0x0660, 0x06F0) for digit in range(10)},
    ord(ARABIC_POINT): ".",
}
HUNDRED: Final = 100  # number words from here on multiply: two hundred
COUNTED: Final = frozenset({"number", "numeral", "one", "fraction"})
LETTERED: Final = str.maketrans("OoIl", "0011")  # letters that are mistaken for digits
LETTER_IN_NUMBER: Final = re.compile(r"\d[\dOoIl]{1,8}$")
_NUMBER: Final = re.compile(r"(?:(?P<whole>\d+) )?(?P<top>\d+)/(?P<bottom>\d+)")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


def value_of(number: str) -> float:
    """
    Read a number in digits.

    Parameters
    ----------
    number
        As 10, 10.5, 10,5, 1,500, 10 1/4 or 10½.

    Returns
    -------
    value
        As it stands for; a fraction of nothing is no number for the scan, and never comes here.

    Examples
    --------
    >>> value_of("10 1/4"), value_of("10½"), value_of("1,500"), value_of("10,5")
    (10.25, 10.5, 1500.0, 10.5)
    """
    if LETTER_IN_NUMBER.match(number):
        number = number.translate(LETTERED)
    if found := _NUMBER.fullmatch(number):
        return float(found["whole"] or 0) + float(found["top"]) / float(found["bottom"])
    if number[-1] in FRACTIONS:
        return float(number[:-1].strip() or 0) + FRACTIONS[number[-1]]
    if _THOUSANDS.fullmatch(number):
        number = number.replace(",", "")
    return float(number.replace(",", ".").replace(ARABIC_POINT, "."))


def distance(tokens: Scan, first: int, last: int) -> Distance:
    """
    Read a distance from its tokens.

    Parameters
    ----------
    tokens
        The scan.
    first, last
        First token, and the one after the last.

    Returns
    -------
    distance
        With the bound, the hedge and the ends of a range.

    Examples
    --------
    >>> from gazetteer.scan import scan
    >>> distance(scan("less than 10-15 km"), 0, 5).low_m
    10000.0
    """
    start, end = tokens.starts[first], tokens.ends[last - 1]
    key = tokens.text[start:end], tokens.letters[first:last]
    measure = _MEASURES.get(key)
    if measure is None:
        measure = _measure(tokens, first, last)
        if len(_MEASURES) >= MAX_KNOWN:
            _MEASURES.clear()
        _MEASURES[key] = measure
    distance_m, number, unit, hedged, bound, low_m, high_m, repaired = measure
    return Distance(
        distance_m=distance_m,
        number=number,
        unit=unit,
        start=start,
        end=end,
        hedged=hedged,
        bound=bound,
        low_m=low_m,
        high_m=high_m,
        repaired=repaired,
    )


# What a distance says, without its place in the text, by its words and their letters.
_Measure = tuple[float, str, str, bool, Bound, "float | None", "float | None", bool]
_MEASURES: Final[dict[tuple[str, str], _Measure]] = {}
MAX_KNOWN: Final = 65_536  # distances and winds remembered; bounds the memory


def _measure(tokens: Scan, first: int, last: int) -> _Measure:
    entries = tokens.entries
    stop = next(index for index in range(first, last) if "unit" in entries[index].roles)
    prefixed = stop > first and "unit_prefix" in entries[stop - 1].roles
    unit = unit_of(tokens.word(stop - 1, stop + 1)) if prefixed else None
    unit = unit or unit_of(tokens.word(stop, stop + 1))
    metres = unit.metres if unit else math.nan
    counted = [index for index in range(first, last) if _is_counted(tokens, index, stop)]
    low, high, vague = _count(tokens, counted)
    ranged = low != high
    number = tokens.word(counted[0], max(index for index in counted if index < stop) + 1)
    if counted[-1] > stop:  # one mile and a half
        number = f"{(low + high) / 2:g}"
    number = number.translate(ARABIC_DIGITS)
    plain = number.translate(LETTERED) if LETTER_IN_NUMBER.match(number) else number
    less = {entries[index].values.get("less") for index in range(first, stop)} - {None}
    bound: Bound = "range" if ranged else "stated"
    if less:
        bound = "within" if "within" in less else "less"
    return (
        (low + high) / 2 * metres,
        plain,
        unit.name if unit else "",
        vague or any("about" in entries[index].roles for index in range(first, stop)),
        bound,
        low * metres if ranged else None,
        high * metres if ranged else None,
        plain != number,
    )


def _is_counted(tokens: Scan, index: int, stop: int) -> bool:
    roles = tokens.entries[index].roles
    return "fraction" in roles or (index < stop and not roles.isdisjoint(COUNTED))


def _count(tokens: Scan, counted: list[int]) -> tuple[float, float, bool]:
    """Read the ends of a number or range, and whether it is a vague word ("several")."""
    numbers: list[tuple[float, float]] = []
    vague = False
    for index in counted:
        values = tokens.entries[index].values
        if "numeral" in values or "fraction" in values:
            low, _, high = values.get("numeral", values.get("fraction", "")).partition("-")
            ends = float(low), float(high or low)
            vague = vague or bool(high)
        else:
            word = tokens.word(index, index + 1)
            value = 1.0 if "one" in values else value_of(word)
            ends = value, value
        _append(numbers, ends, joined=_is_compound(tokens, index, ends[0], numbers))
    return min(low for low, _ in numbers), max(high for _, high in numbers), vague


def _is_compound(
    tokens: Scan, index: int, value: float, numbers: list[tuple[float, float]]
) -> bool:
    """Say whether a number continues the one before: twenty-five, two hundred, 2 and 1/2."""
    entries = tokens.entries
    if not numbers or "fraction" in entries[index].roles:
        return bool(numbers)
    before = index - 1
    if "and" in entries[before].roles:  # two hundred and fifty, 2 and 1/2; else two numbers
        whole = numbers[-1][1]
        return value < 1 or (whole >= HUNDRED > value and "numeral" in entries[index].roles)
    if "hyphen" in entries[before].roles:
        before -= 1
    if "numeral" not in entries[index].roles or "-" in entries[index].values["numeral"]:
        return False
    return "numeral" in entries[before].roles or value >= HUNDRED  # 2 hundred


def _append(numbers: list[tuple[float, float]], ends: tuple[float, float], *, joined: bool) -> None:
    if not joined:
        numbers.append(ends)
        return
    low, high = numbers.pop()
    value = ends[0]
    times = value >= HUNDRED
    numbers.append((low * value, high * value) if times else (low + value, high + value))


def direction(tokens: Scan, first: int, last: int) -> Direction:
    """
    Read a direction from its tokens.

    Parameters
    ----------
    tokens
        The scan.
    first, last
        First token, and the one after the last.

    Returns
    -------
    direction
        A wind, or a bearing in degrees under its own number.

    Examples
    --------
    >>> from gazetteer.scan import scan
    >>> direction(scan("due north-east"), 0, 4).name
    'NE'
    """
    start, end = tokens.starts[first], tokens.ends[last - 1]
    key = tokens.text[start:end], tokens.letters[first:last]
    pointing = _POINTING.get(key)
    if pointing is None:
        pointing = _pointing(tokens, first, last)
        if len(_POINTING) >= MAX_KNOWN:
            _POINTING.clear()
        _POINTING[key] = pointing
    name, bearing, half_angle = pointing
    return Direction(name=name, bearing=bearing, half_angle=half_angle, start=start, end=end)


_POINTING: Final[dict[tuple[str, str], tuple[str, float, float]]] = {}


def _pointing(tokens: Scan, first: int, last: int) -> tuple[str, float, float]:
    for index in range(first, last):
        entry = tokens.entries[index]
        if "heading" in entry.values:  # "au nord de"
            wind = find_wind(entry.values["heading"])
            if wind is not None:
                return wind.name, wind.bearing, wind.half_angle
        if "number" in entry.roles:
            return _bearing(value_of(tokens.word(index, index + 1)) % 360)
        angle = quadrant(tokens.word(index, index + 1)) if "quadrant" in entry.roles else None
        if angle is not None:
            return _bearing(angle)
    pointing = [
        index
        for index in range(first, last)
        if tokens.entries[index].roles & {"direction", "adjective", "proper"}
    ]
    for begin in pointing:
        for stop in reversed(pointing):
            words = tokens.word(begin, stop + 1).replace(".", "") if begin <= stop else ""
            values = tokens.entries[begin].values
            found = find_wind(words) or find_wind(
                values.get("adjective", "") if begin == stop else words.replace(" ", "")
            )
            if found is not None:
                return found.name, found.bearing, found.half_angle
    return _bearing(math.nan)


def _bearing(bearing: float) -> tuple[str, float, float]:
    return f"{bearing:g}", bearing, BEARING_HALF_ANGLE
