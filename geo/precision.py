"""
How precise a stated number is: coordinates in degrees, distances as they were written.

Chapman & Wieczorek (2020), doi:10.15468/doc-gg7h-s853 (the rule "2020"), and Wieczorek, Guo &
Hijmans (2004), doi:10.1080/13658810412331280211 (the rule "2004"). The Georeferencing
Calculator's published examples use half of the older rule's fractions; what a distance precision
is worth stays an explicit argument of `geo.pointradius` for that reason.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

import numpy as np

from geo.ellipsoid import metres_per_degree
from geo.errors import NumberError
from geo.geodesy import Degrees, Metres, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

Rule: TypeAlias = Literal["2020", "2004"]

FRACTIONS = frozenset({2, 3, 4, 8})
"""Denominators in which people speak even when they write decimals: 10.25 is ten and a quarter
(Chapman & Wieczorek 2020)."""

VULGAR = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4",
          "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8"}  # fmt: skip

NUMBER = re.compile(
    r"(?P<whole>\d{1,3}(?:,\d{3})+|\d+)?(?:[.,](?P<decimals>\d+))?"
    r"(?:(?:^|(?<=\d)[\s-]+|(?<=\d)\s*and\s*)(?P<part>\d{1,4})/(?P<of>\d{1,4}))?"
)


class _Number(NamedTuple):
    value: Fraction
    denominator: int
    """Of the fraction as spoken, or 10, 100 ... for decimals; 1 for an integer."""


def coordinate_precision(lat: Degrees, precision_deg: Degrees, *, datum: str = "WGS 84") -> Metres:
    """
    Turn the precision of coordinates in degrees into metres: the diagonal of one such cell.

    Parameters
    ----------
    lat
        Degrees.
    precision_deg
        The last digit in which both coordinates are given: 0.01, or 1 / 3600 for seconds.
    datum
        As for `metres_per_degree`.

    Returns
    -------
    float or array
        Metres.

    Raises
    ------
    CoordinateError
        If a latitude is outside [-90, 90].
    CRSError
        If the datum is unknown to pyproj.

    Examples
    --------
    >>> print(f"{coordinate_precision(10.27, 0.01):.1f}")
    1556.8
    """
    lon_m, lat_m = metres_per_degree(lat, datum=datum)
    return plain(np.asarray(precision_deg) * np.hypot(lon_m, lat_m))


def distance_precision(number: str, *, rule: Rule = "2020") -> float:
    """
    Judge how precise a distance is by the number as it was written.

    Parameters
    ----------
    number
        Digits as in the text: 10, 1,000, 10.25, 10 1/4, ½; words are turned into digits before.
    rule
        "2020" takes half of the fraction or of the last place that is not zero, at most one
        place below the first digit; "2004" takes the whole fraction, 1 for an integer, and half
        of 10, 100 ... for multiples of them.

    Returns
    -------
    float
        In the unit of the number.

    Raises
    ------
    NumberError
        If the text is no such number.

    Examples
    --------
    >>> [distance_precision(number) for number in ("10", "10.25", "10 1/4", "140", "2000")]
    [0.5, 0.125, 0.125, 5.0, 50.0]
    >>> [distance_precision(number, rule="2004") for number in ("9", "9.75", "140", "2000")]
    [1.0, 0.25, 5.0, 500.0]
    """
    value, denominator = _read(number)
    share = 0.5 if rule == "2020" else 1.0
    if denominator > 1:
        return share / denominator
    digits = str(int(value))
    place = len(digits) - len(digits.rstrip("0")) if value else 0
    if rule == "2004":
        return 0.5 * float(10**place) if place else 1.0
    return 0.5 * float(10 ** max(0, min(place, len(digits) - 2)))


def finest_precision(numbers: Iterable[str], *, rule: Rule = "2020") -> float:
    """
    Judge several distances of one text together: they share the finest precision among them.

    Parameters
    ----------
    numbers
        As for `distance_precision`, all in one unit.
    rule
        As for `distance_precision`.

    Returns
    -------
    float
        In the unit of the numbers.

    Raises
    ------
    NumberError
        If there is no number, or one of the texts is none.

    Examples
    --------
    >>> finest_precision(["30", "2.5"])
    0.25
    """
    found = [distance_precision(number, rule=rule) for number in numbers]
    if not found:
        message = "There is no distance to judge; give at least one number as it was written."
        raise NumberError(message)
    return min(found)


def _read(text: str) -> _Number:
    plain = text.strip()
    for sign, written in VULGAR.items():
        plain = plain.replace(sign, f" {written}").strip()
    match = NUMBER.fullmatch(plain)
    whole, decimals, part, of = (
        match.group("whole", "decimals", "part", "of") if match else [""] * 4
    )
    if not (whole or decimals or part) or (decimals and part) or (of and not int(of)):
        message = (
            f"{text!r} is no distance as digits: expected such as 10, 1,000, 10.25 or 10 1/4. "
            "Turn words into digits first, and give the ends of a range one by one."
        )
        raise NumberError(message)
    base = Fraction((whole or "0").replace(",", ""))
    if part:
        fraction = Fraction(int(part), int(of))
        return _Number(base + fraction, fraction.denominator)
    if decimals:
        fraction = Fraction(int(decimals), 10 ** len(decimals))
        spoken = fraction.denominator in FRACTIONS
        return _Number(base + fraction, fraction.denominator if spoken else 10 ** len(decimals))
    return _Number(base, 1)
