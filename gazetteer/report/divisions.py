"""Names of provinces and regions, and names of armed groups that sound like them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol

from gazetteer.names import fold

if TYPE_CHECKING:
    from collections.abc import Collection

    from gazetteer.place import Match, Place

PART: Final = re.compile(
    r"^(?:(?:north|south|east|west|central|upper|lower|mid|middle)(?:[- ]?(?:east|west))?(?:ern)?|"
    r"rural|greater|eastern|western|rest of|all of|across|parts of)\s+(?:part of\s+"
    r"|and\s+\w+ern\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
# "Eastern region" is somebody's own division, unless a province has exactly that name.
_DIRECTION_ONLY: Final = re.compile(
    r"(?:north|south|east|west|central)(?:[- ]?(?:east|west))?(?:ern)?$", re.IGNORECASE
)
_POINT: Final = re.compile(r"(?:north|south|east|west)$", re.IGNORECASE)
DIVISION = re.compile(
    r"^(?:the\s+)?(?P<name>.+?)\s+(?:province|governorate|governate|state|region|county"
    r"|oblast|department|"
    r"prefecture|wilaya(?:h|t)?|muhafazah?|division|territory|district|directorate)s?$",
    re.IGNORECASE,
)
OF_DIVISION = re.compile(
    r"^(?:the\s+)?(?:province|governorate|state|region|department|wilaya(?:h"
    r"|t)?)\s+of\s+(?P<name>.+)$",
    re.IGNORECASE,
)
FORCE_WORDS: Final = re.compile(
    r"\b(?:[A-Z][\w-]*|organi[sz]ation|group|Islamic State"
    r"|State)['\u2019]s?\s+(?P<name>(?:[A-Z][\w-]*\s+){1,3})(?:Province|Branch|Wilayat"
    r"|Affiliate)\b"
    r"|\b(?:Islamic State|ISIS|IS|ISIL|Daesh|Al-Qaeda|Al-Qaida|AQ"
    r"|Taliban)[-\s](?:in(?: the)?|of|[-\u2013])\s*(?P<of>(?:[A-Z][\w-]*\s?){1,3})"
)
MAX_WORDS: Final = 5  # longest name of a country, province or region that a heading is asked for


class Places(Protocol):
    """What is asked of a gazetteer here."""

    def search(
        self,
        name: str,
        *,
        country: str | None = None,
        province: str | None = None,
        kinds: Collection[str] | None = None,
        limit: int = 5,
        suggest: bool = True,
    ) -> list[Match]:
        """Find places by name, best first."""

    def country(self, word: str) -> Place | None:
        """Find a country by its name or code."""

    def demonym(self, word: str) -> Place | None:
        """Find the country of "Egyptian"."""


def force_names(text: str) -> frozenset[str]:
    """
    Find names that look like provinces and are names of armed groups.

    Parameters
    ----------
    text
        The whole report.

    Returns
    -------
    names
        Folded.

    Examples
    --------
    >>> sorted(force_names("operatives of ISIS's Khorasan Province; Islamic State in Sinai"))
    ['khorasan', 'sinai']
    """
    found: set[str] = set()
    for match in FORCE_WORDS.finditer(text):
        words = (match["name"] or match["of"] or "").split()
        found.add(fold(" ".join(words)))
    found.discard("")
    return frozenset(found)


def place_codes(name: str, country: str | None, places: Places) -> tuple[str, ...]:
    """
    Give the codes of the province or region that a name or "X Province" means.

    Parameters
    ----------
    name
        As written.
    country
        Alpha-2 code in which to look.
    places
        The gazetteer.

    Returns
    -------
    codes
        Empty if it means none.

    Examples
    --------
    >>> from gazetteer.opening import load
    >>> place_codes("Diyala Province", "IQ", load())
    ('IQ.10',)
    """
    match = DIVISION.match(name) or OF_DIVISION.match(name)
    place = find_division(match["name"] if match else name, country, places, sure=match is not None)
    return place.codes if place is not None else ()


def find_division(name: str, country: str | None, places: Places, *, sure: bool) -> Place | None:
    """
    Find a province or region by its name.

    Parameters
    ----------
    name
        As written, without a word such as "Province".
    country
        Alpha-2 code in which to look.
    places
        The gazetteer.
    sure
        Such a word stands beside it; without one only the exact name will do.

    Returns
    -------
    place
        None if there is none, or several.

    Examples
    --------
    >>> from gazetteer.opening import load
    >>> find_division("Diyala", "IQ", load(), sure=True).codes
    ('IQ.10',)
    """
    if len(fold(name)) < 3 or len(name.split()) > MAX_WORDS or not name[:1].isupper():  # noqa: PLR2004
        return None
    if _DIRECTION_ONLY.match(name):
        sure = False
    matches = [
        match
        for match in places.search(
            name, country=country, kinds=("province", "region"), limit=5, suggest=False
        )
        if match.kind in ("exact", "alias")
        or (match.kind == "variant" and (sure or country) and not _DIRECTION_ONLY.match(name))
    ]
    if not matches and country is not None and _POINT.match(name):
        matches = _by_direction(name, country, places)
    if not matches:
        return None
    if country is None:
        if not sure and matches[0].kind != "exact":
            return None
        if len({match.place.country for match in matches if match.kind == matches[0].kind}) > 1:
            return None
    return matches[0].place


def _by_direction(name: str, country: str, places: Places) -> list[Match]:
    """Find "Eastern Region (Burkina Faso)" for "East", which is so called in one country only."""
    nation = places.country(country)
    if nation is None:
        return []
    full = f"{_POINT.sub(lambda match: match[0] + 'ern', name)} Region ({nation.name})"
    return [
        match
        for match in places.search(full, country=country, kinds=("province", "region"), limit=1)
        if match.kind in ("exact", "alias")
    ]


def find_divisions(name: str, places: Places) -> list[Place]:
    """
    Find the provinces of all countries that bear a name, and the region of one country.

    Parameters
    ----------
    name
        As written, without a word such as "Province".
    places
        The gazetteer.

    Returns
    -------
    places
        Empty if no province is called exactly so.

    Examples
    --------
    >>> from gazetteer.opening import load
    >>> [place.country for place in find_divisions("Sinai", load())]
    ['EG']
    """
    if len(fold(name)) < 4 or _DIRECTION_ONLY.match(name):  # noqa: PLR2004
        return []
    if places.country(name) is not None:
        return []  # Niger is a state of Nigeria too
    found = [
        match.place
        for match in places.search(name, kinds=("province", "region"), limit=5)
        if match.kind == "exact"
    ]
    # A region of several countries, such as Kashmir, tells of none.
    return found if all(place.country for place in found) else []
