"""
What a heading says about the place of what follows: nested by sense, not by its marks.

A country ends the country before it, a province the province; a heading of a topic ("Additional
attacks") changes nothing, since the marks of real reports are wrong in places.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from gazetteer.names import fold

from .divisions import (
    DIVISION,
    FORCE_WORDS,
    MAX_WORDS,
    OF_DIVISION,
    PART,
    Places,
    find_division,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazetteer.place import Place

# Larger than a country: what is under it names its own country.
WORLD: Final = frozenset(
    (
        "africa", "asia", "europe", "america", "americas", "north america", "south america",
        "latin america", "oceania", "middle east", "the middle east", "sahel", "the sahel",
        "maghreb", "world", "west africa", "east africa", "central africa", "north africa",
        "southern africa", "southeast asia", "south asia", "central asia", "western countries",
        "west", "elsewhere", "horn of africa", "arabian peninsula", "caucasus", "balkans",
        "western europe",
    )
)  # fmt: skip
_AREA = re.compile(
    r"^(?:the\s+)?(?:(?P<name>.+?)\s+(?:areas?|arenas?|fronts?|theat(?:er|re)s?|sectors?"
    r"|zones?|peninsula|city|town)|areas? of (?P<of>.+))$",
    re.IGNORECASE,
)
_NATIONAL = re.compile(r"\b(?:arena|front|theat(?:er|re)|territory|soil)\b", re.IGNORECASE)
_PIECES = re.compile(r"\s*(?::|;|/|\||\s[-\u2013—]\s|\u2013|—|\()\s*")
_TAIL = re.compile(
    r"\b(?:in|at|across|inside|within|throughout|from|around)\s+(?:the\s+)?(?P<tail>.+)$",
    re.IGNORECASE,
)
_RESETTING = re.compile(
    r"\b(?:other|additional|remaining|various|rest of the)\s+(?:\S+\s+)?(?:provinces"
    r"|countries|arenas|regions|theat(?:er|re)s|parts of the world|states)\b"
    r"|\b(?:around|throughout|across|rest of|in) the world\b|\bworldwide\b"
    r"|\bglobal(?:ly)?\b|\binternational\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Z\u00c0-\u024f][\w\u2019'-]*(?:[\s-][A-Z\u00c0-\u024f][\w\u2019'-]*){0,2}$")
_TOPIC = re.compile(
    r"attack|activit|event|incident|overview|summary|other|additional|highlight|casualt|operation"
    r"|secur|counter|response|analys|outlook|background|update|protest|general|note|comment|trend"
    r"|assess|conclusion|introduction|development|violence|crime|terror|source|annex|table|figure"
    r"|\b(?:ied|isis|isil|is|un|vbied|idf)s?\b|claim|arrest|clash|explosion|strike|kidnap|shelling|raid",
    re.IGNORECASE,
)
LABEL_LEVEL: Final = 9  # of what stands before one block, below every heading


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """
    Where a piece of a report stands.

    Attributes
    ----------
    path
        Headings above it, outermost first.
    country
        Alpha-2 code that a heading gives.
    provinces
        Province codes that a heading gives.
    province_text
        The province as the heading writes it.
    place_text
        The heading that speaks of a place, for what names none itself.
    """

    path: tuple[str, ...] = ()
    country: str | None = None
    provinces: tuple[str, ...] = ()
    province_text: str | None = None
    place_text: str | None = None
    country_level: int = 0
    place_level: int = 0
    levels: tuple[int, ...] = ()


def enter(
    section: Section,
    heading: str,
    level: int,
    *,
    places: Places,
    forces: Iterable[str] = (),
) -> Section:
    """
    Go from one section to the next at a heading.

    Parameters
    ----------
    section
        Where the report is.
    heading
        Text of the heading.
    level
        Number of its marks, 1 the highest.
    places
        The gazetteer.
    forces
        Names from `force_names`: "the Khorasan Province" is no place in a report about it.

    Returns
    -------
    section
        What the heading makes of it.

    Examples
    --------
    >>> from gazetteer.opening import load
    >>> iraq = enter(Section(), "The Iraqi arena", 2, places=load())
    >>> diyala = enter(iraq, "Diyala Province", 3, places=load())
    >>> diyala.country, diyala.provinces
    ('IQ', ('IQ.10',))
    >>> enter(diyala, "Additional attacks", 3, places=load()).country
    'IQ'
    """
    kept = [
        (name, depth)
        for name, depth in zip(section.path, section.levels, strict=True)
        if depth < level
    ]
    path = (*(name for name, _ in kept), heading)
    levels = (*(depth for _, depth in kept), level)
    placed = replace(section, path=path, levels=levels)
    text = re.sub(r"^[\dIVX]+[.)]\s+", "", heading).strip(" :.*")
    reading = _read(text, section, level, places, frozenset(forces))
    if reading is None and DIVISION.match(text) and level < LABEL_LEVEL:
        # A division that nobody knows: no longer the one before it.
        return replace(
            placed, provinces=(), province_text=None, place_text=heading, place_level=level
        )
    if reading is None and level < section.country_level:
        return Section(path=path, levels=levels)  # a topic above the country: it ends
    if (
        reading is None
        and level == section.place_level
        and section.provinces
        and _NAME.match(text)
        and not _TOPIC.search(text)
    ):
        # Of the same rank as the province before it, and a name: another that nobody knows.
        return replace(placed, provinces=(), province_text=None, place_text=heading)
    if reading is None:
        below = level > section.place_level or not section.place_text
        if below or section.place_level == section.country_level:
            return placed
        # The province ends with its section, the country does not.
        return replace(
            placed,
            provinces=(),
            province_text=None,
            place_text=None,
            place_level=section.country_level,
        )
    return replace(reading, path=path, levels=levels)


def _read(
    text: str, section: Section, level: int, places: Places, forces: frozenset[str]
) -> Section | None:
    """Find out what a heading says of the place; None if nothing."""
    pieces = [piece for piece in _PIECES.split(text) if piece.strip(" )")]
    result: Section | None = None
    base = section
    for piece in pieces:
        found = _read_piece(
            piece.strip(" )"), base, level, places=places, forces=forces, heading=text
        )
        if found is not None:
            both = result is not None and result.country == found.country
            if both and result is not None and result.provinces and found.provinces:
                codes = dict.fromkeys((*result.provinces, *found.provinces))
                found = replace(found, provinces=tuple(codes), province_text=text)
            result = base = replace(found, place_text=text)
    if result is None:
        country = _mentioned_country(text, places)
        if country is not None and country != section.country:
            return Section(country=country, country_level=level, place_level=level, place_text=text)
    if result is None and _RESETTING.search(text):
        return Section(country_level=level, place_level=level)
    return result


def _read_piece(
    piece: str,
    section: Section,
    level: int,
    *,
    places: Places,
    forces: frozenset[str],
    heading: str,
) -> Section | None:
    bare = re.sub(r"^the\s+", "", piece, flags=re.IGNORECASE)
    if fold(bare) in WORLD or fold(piece) in WORLD:
        return Section(country_level=level, place_level=level)
    joined = _joined_countries(bare, level, places)
    if joined is not None:
        return joined
    own_country = section.country
    candidates = [bare]
    tail = _TAIL.search(piece)
    if tail is not None:
        candidates.append(tail["tail"])
    for candidate in candidates:
        if len(candidate.split()) > MAX_WORDS + 1 or "'s " in candidate or "\u2019s " in candidate:
            continue
        country = _country(candidate, places)
        if country is not None:
            return Section(country=country, country_level=level, place_level=level)
        if _force(candidate, forces):
            continue
        area = _division(candidate, own_country, places, section=section, level=level)
        if area is not None:
            return replace(
                area,
                country_level=section.country_level if area.country == own_country else level,
                place_level=level,
            )
        town = _AREA.match(candidate)
        if town is not None and not _NATIONAL.search(candidate):
            return replace(
                section, provinces=(), province_text=None, place_text=heading, place_level=level
            )
    return _by_demonym(piece, section, level, places)


def _joined_countries(text: str, level: int, places: Places) -> Section | None:
    """Read "Egypt and the Sinai Peninsula" as a country, "Iraq and Syria" as neither of the two."""
    names = re.split(r"\s*(?:,|/|\band\b|&)\s*", text)
    if len(names) < 2 or _country(text, places):  # noqa: PLR2004
        return None
    named = [country for name in names if (country := _country(name, places))]
    if not named:
        return None
    whole = len(named) == len(names) and len(set(named)) > 1
    if whole:
        return Section(country_level=level, place_level=level)
    rest = [name for name in names if not _country(name, places)]
    within = all(
        (place := find_division(re.sub(r"^the\s+|\s+peninsula$", "", name, flags=re.IGNORECASE),
                                named[0], places, sure=True)) and place.country in (named[0], None)
        for name in rest
    )  # fmt: skip
    if len(set(named)) == 1 and within:
        return Section(country=named[0], country_level=level, place_level=level)
    return None


def _country(text: str, places: Places) -> str | None:
    area = _AREA.match(text)
    names = [text, PART.sub("", text)]
    if area is not None:
        names.append(area["name"] or area["of"])
    for name in names:
        bare = re.sub(r"^the\s+", "", name, flags=re.IGNORECASE)
        # A code is an accident of capitals in a heading ("US", "UK" are names too).
        if len(bare) < 4 and bare not in {"US", "UK", "DRC", "CAR", "UAE", "USA"}:  # noqa: PLR2004
            continue
        place = places.country(bare)
        if place is not None:
            return place.country
    return None


def _mentioned_country(text: str, places: Places) -> str | None:
    """Find the one country that a title names ("Nigeria: security incidents of the week")."""
    words = re.findall(
        r"[A-Z][\w\u2019'-]*(?:\s+(?:of|the|and|[A-Z][\w\u2019'-]*))*", FORCE_WORDS.sub(" ", text)
    )
    found: set[str] = set()
    for run in words:
        parts = run.split()
        for size in range(min(MAX_WORDS, len(parts)), 0, -1):
            named = {
                country
                for start in range(len(parts) - size + 1)
                if (country := _country(" ".join(parts[start : start + size]), places)) is not None
            }
            if named:
                found |= named
                break
    return found.pop() if len(found) == 1 else None


def _force(candidate: str, forces: frozenset[str]) -> bool:
    match = DIVISION.match(candidate)
    return fold(match["name"] if match else candidate) in forces


def _division(
    text: str, country: str | None, places: Places, *, section: Section, level: int
) -> Section | None:
    """Read a heading that is the name of a province or a region."""
    names = re.split(r"\s*(?:,|\band\b|&)\s*", text)
    whole = DIVISION.match(text)
    if len(names) > 1 and find_division(
        whole["name"] if whole else text, country, places, sure=True
    ):
        names = [text]  # "Jammu and Kashmir" is one
    named = DIVISION.match(text) or OF_DIVISION.match(text)
    suffix = bool(named) and not text.lower().endswith(" area")
    found: list[Place] = []
    for name in names:
        match = DIVISION.match(name) or OF_DIVISION.match(name)
        full = match["name"] if match else name
        bare = (
            full if find_division(full, country, places, sure=False) else PART.sub("", full) or full
        )
        if re.search(r"\barea\b", bare, re.IGNORECASE):
            return None
        peninsula = re.sub(r"\s+peninsula$", "", bare, flags=re.IGNORECASE)
        place = find_division(
            peninsula if suffix or peninsula != bare else bare,
            country,
            places,
            sure=suffix or peninsula != bare,
        )
        if place is None and country is not None and level <= section.country_level:
            place = find_division(peninsula, None, places, sure=suffix or peninsula != bare)
        if place is None:
            return None
        found.append(place)
    countries = {place.country for place in found}
    codes = tuple(code for place in found for code in place.codes)
    home = countries.pop() if len(countries) == 1 else country
    return Section(country=home or country, provinces=codes, province_text=text)


def _by_demonym(piece: str, section: Section, level: int, places: Places) -> Section | None:
    """Read "The Iraqi arena", "activities by the Egyptian security forces"."""
    countries = {
        place.country
        for word in re.findall(r"\b[A-Z][A-Za-z]+\b", piece)
        if (place := places.demonym(word)) is not None
    }
    if len(countries) != 1:
        return None
    country = countries.pop()
    # Under a country, "Turkish reinforcements" are guests.
    if (
        section.country not in (None, country)
        and level > section.country_level
        and not _NATIONAL.search(piece)
    ):
        return None
    if section.country == country and level > section.place_level:
        return None
    return Section(country=country, country_level=level, place_level=level)
