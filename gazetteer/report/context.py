"""Country and provinces of an event: what its own words say, else what its headings say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazetteer.clauses import Clause, PartOfRegion, RegionOnly
from gazetteer.names import fold

from .divisions import find_division, find_divisions
from .settling import is_known

if TYPE_CHECKING:
    from .divisions import Places
    from .headings import Section
    from .segments import Segment

_NAMED_DIVISION = re.compile(
    r"\b(?P<name>(?:(?:[A-Z][\w'\u2019-]*|al-[A-Z][\w'\u2019-]*|ad|al|el|du"
    r"|de)\s+){1,4})(?i:Province|Governorate|State|Region|Oblast|County|Department)\b"
)

_LEAD = re.compile(r"\W*In\s+(?:the\s+)?(?P<name>[A-Z][\w' -]{2,40}?),\s")
AROUND = 100  # characters after a place in which its province is named


@dataclass(frozen=True, slots=True)
class Context:
    """Alpha-2 code, province codes, and the words that the provinces are from."""

    country: str | None
    provinces: tuple[str, ...]
    province_text: str | None


def text_context(
    segment: Segment,
    *,
    block: str,
    section: Section,
    default: Section,
    homes: tuple[str, ...] = (),
    places: Places,
    forces: frozenset[str],
) -> Context:
    """
    Find out in which country and provinces an event is.

    Parameters
    ----------
    segment
        The event's part of its block.
    block
        Text of the block.
    section
        What the headings say.
    default
        What the caller says, where neither says anything.
    homes
        Alpha-2 codes of the country of the event before it in its section, and of that which the
        report is about, where no title says so: the likeliest first.
    places
        The gazetteer.
    forces
        Folded names of armed groups that sound like provinces.

    Returns
    -------
    context
        Country and provinces.
    """
    country = _named_country(segment, section.country, places)
    if country is None:
        country = section.country
    told = " ".join(segment.told)
    if country is None:
        guessed = _demonym(told, places) or _demonym(block, places) or default.country
        home = (code for code in homes if _is_home(code, guessed, segment, places))
        country = next(home, guessed) or _of_division(told, forces, places)
    provinces, words = _named_provinces(segment, told, country, places, forces)
    lead = _LEAD.match(segment.told[0]) if segment.told and not provinces else None
    if lead is not None:  # "In Kassala, the river burst its banks"
        led = find_division(lead["name"], country, places, sure=False)
        if led is not None and led.codes and led.country:
            return Context(led.country, led.codes, lead["name"])
    if provinces:
        return Context(country or provinces[0].partition(".")[0], provinces, words)
    if section.provinces and country in (section.country, None):
        return Context(country, section.provinces, section.province_text)
    if not section.country and not section.provinces:
        return Context(
            country,
            default.provinces if country == default.country or not default.country else (),
            None,
        )
    return Context(country, (), None)


def _named_country(segment: Segment, known: str | None, places: Places) -> str | None:
    """Find a country that the place itself names ("in northern Syria", "Kobani, Syria")."""
    lead = _LEAD.match(segment.told[0]) if segment.told else None
    home = places.country(lead["name"]) if lead else None
    if home is not None and home.country is not None:
        return home.country
    if segment.place is None:
        return None
    expression = segment.place.expression
    for clause in expression.clauses:
        names = [word for anchor in clause.anchors for word in anchor.within]
        if clause.relation in ("part_of_region", "region_only", "at", "in_area"):
            names += [anchor.name for anchor in clause.anchors]
        for name in names:
            place = places.country(re.sub(r"^the\s+", "", name, flags=re.IGNORECASE))
            if place is None or place.country is None:
                continue
            if known is not None and _part_of_name(name, known, places):
                return known
            return place.country
    return None


def _part_of_name(name: str, known: str, places: Places) -> bool:
    """Say whether "Congo" may be short for the country of the heading."""
    own = places.country(known)
    return own is not None and set(fold(name).split()) <= set(fold(own.name).split())


def _is_home(home: str, guessed: str | None, segment: Segment, places: Places) -> bool:
    """
    Say whether an event is in the country that the report, or what stands before, is about.

    It is not if a people is named and the place is not known there, or is known elsewhere only.
    """
    if guessed == home:
        return True
    if segment.place is None:
        return guessed is None
    names = [anchor.name for anchor in segment.place.expression.anchors]
    if any(is_known(name, places, home) for name in names):
        return guessed is None or not any(is_known(name, places, guessed) for name in names)
    return guessed is None and not any(is_known(name, places, None) for name in names)


def _of_division(told: str, forces: frozenset[str], places: Places) -> str | None:
    """Find the country of "in southern Borno State", if only one has such a province."""
    for match in _NAMED_DIVISION.finditer(told):
        name = match["name"].strip()
        homes = {place.country for place in find_divisions(name, places)}
        if fold(name) not in forces and len(homes) == 1:
            return homes.pop()
    return None


def _demonym(text: str, places: Places) -> str | None:
    for word in re.findall(r"\b[A-Z][a-z]+\b", text):
        place = places.demonym(word)
        if place is not None:
            return place.country
    return None


def _named_provinces(
    segment: Segment, told: str, country: str | None, places: Places, forces: frozenset[str]
) -> tuple[tuple[str, ...], str | None]:
    if country is None:
        return (), None
    names: list[str] = []
    if segment.place is not None:
        clauses: tuple[Clause, ...] = segment.place.expression.clauses
        for clause in clauses:
            if isinstance(clause, PartOfRegion | RegionOnly) or clause.relation == "at":
                names += [anchor.name for anchor in clause.anchors]
            names += [word for anchor in clause.anchors for word in anchor.within]
        around = told[: told.find(segment.place.text) + len(segment.place.text) + AROUND]
        start = max(0, told.find(segment.place.text))
        names += [match[0] for match in _NAMED_DIVISION.finditer(around, start)]
    for name in names:
        bare = re.sub(r"^the\s+", "", name, flags=re.IGNORECASE)
        if fold(re.sub(r"\s+(?:Province|State|Region)$", "", bare)) in forces or places.country(
            bare
        ):
            continue
        divisions = re.search(
            r"\b(?:Province|Governorate|State|Region|Oblast|County|Department)$", bare
        )
        for match in places.search(
            bare, country=country, kinds=("province", "region"), limit=3, suggest=False
        ):
            if not match.place.codes:
                continue
            if divisions is None and _is_town(bare, country, places):
                break
            return match.place.codes, name
    return (), None


def _is_town(name: str, country: str, places: Places) -> bool:
    """Say whether a bare name is more likely that of a town."""
    kinds = ("city", "town", "village")
    return bool(places.search(name, country=country, kinds=kinds, limit=1, suggest=False))
