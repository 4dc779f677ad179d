# ruff: noqa: SIM905 - words read best in a row
"""
What words tell about the names beside them: tables that anyone may extend.

`data/prose_words.csv` has the words by role, `common_words.csv` the English words that are towns
somewhere ("Of", "Police", "Reading"), `person_names.csv` given names and family names,
`physical.csv` continents, seas, rivers and mountains, `counties.csv` those of the United States.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from math import nan
from pathlib import Path
from typing import Final

from gazetteer.names import fold
from gazetteer.place import Match, Place
from gazetteer.ranking import OWN_NAME, PROMINENCE

DATA: Final = Path(__file__).parents[1] / "data"
MACRO_SCORE: Final = 0.9  # ours: above a province of the name (.85), below a country (1.1)
COUNTY_SCORE: Final = PROMINENCE["district"] + OWN_NAME
DIRECTIONS: Final = frozenset(
    "north|south|east|west|northeast|northwest|southeast|southwest|north-east|north-west"
    "|south-east|south-west|northern|southern|eastern|western|northeastern|northwestern"
    "|southeastern|southwestern|north-eastern|north-western|south-eastern|south-western"
    "|central|upper|lower|rural|mainland|downtown".split("|")
)
"""Words before a name that make it a part of what it names."""


@cache
def words_of(role: str) -> frozenset[str]:
    """
    Give the words of a role.

    Parameters
    ----------
    role
        As in the table: title, office, speech, organisation, family, force, locative ...

    Returns
    -------
    frozenset of str
        Case-folded; several words have a space.

    Examples
    --------
    >>> "university" in words_of("organisation"), "mr" in words_of("title")
    (True, True)
    """
    return frozenset(
        word.casefold() for row in rows() if row["role"] == role for word in row["words"].split("|")
    )


def rows() -> list[dict[str, str]]:
    """
    Read the table of roles as it is.

    Returns
    -------
    list of dict
        Columns role, words (parted by `|`), example.
    """
    return _read("prose_words.csv")


@cache
def shortened() -> dict[str, str]:
    """
    Give the countries that prose shortens.

    Returns
    -------
    dict
        Folded word -> alpha-2 code.

    Examples
    --------
    >>> shortened()["us"]
    'US'
    """
    return dict(word.split("=") for row in rows() if row["role"] == "shortened"
                for word in row["words"].replace(".", "").split("|"))  # fmt: skip


@cache
def common_words() -> dict[str, int]:
    """
    Give the common words that are names of towns too.

    Returns
    -------
    dict
        Word -> level of SCOWL, 10 the most common, 40 the least.

    Examples
    --------
    >>> common_words()["of"]
    10
    """
    return {row["word"]: int(row["level"]) for row in _read("common_words.csv")}


@cache
def person_names() -> dict[str, str]:
    """
    Give the names of people.

    Returns
    -------
    dict
        Folded name -> "given", "family" or "both".

    Examples
    --------
    >>> person_names()["khan"]
    'family'
    """
    return {row["name"]: row["role"] for row in _read("person_names.csv")}


@cache
def own_places() -> dict[str, tuple[Match, ...]]:
    """
    Give the places that prose names and the index does not hold, by name.

    Returns
    -------
    dict
        Folded name -> matches: continents, seas, rivers and mountains, which have no point (NaN),
        and counties of the United States.

    Examples
    --------
    >>> own_places()["middle east"][0].place.kind, len(own_places()["lamar county"])
    ('region', 4)
    """
    found: dict[str, dict[str, Match]] = {}
    for row in _read("physical.csv"):
        for name in (row["name"], *filter(None, row["alt_names"].split("|"))):
            match = Match(_without_point(row), "exact", MACRO_SCORE, row["name"])
            found.setdefault(fold(name).removeprefix("the "), {}).setdefault(match.place.id, match)
    for row in _read("counties.csv"):
        place = Place(
            id=row["id"],
            name=row["name"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            country=row["country"],
            admin1=row["admin1"],
            kind=row["feature"],
            population=0,
            radius_m=float(row["radius_km"]) * 1000,
            source="GeoNames",
        )
        match = Match(place, "exact", COUNTY_SCORE, place.name)
        key = fold(place.name)
        for name in {key, re.sub(r"^saint ", "st ", key), re.sub(r"^st ", "saint ", key)}:
            found.setdefault(name, {}).setdefault(place.id, match)
    return {name: tuple(matches.values()) for name, matches in found.items()}


def _without_point(row: dict[str, str]) -> Place:
    countries = row["countries"].split("|") if row["countries"] else []
    return Place(
        id=f"physical:{fold(row['name']).replace(' ', '-')}",
        name=row["name"],
        lon=nan,
        lat=nan,
        country=countries[0] if len(countries) == 1 else None,
        admin1=None,
        kind=row["kind"],
        population=0,
        radius_m=nan,
        source="physical.csv",
    )


def _read(file: str) -> list[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
