"""
What a description found in a report says of the event, once the gazetteer has been asked.

"In Hawija, 55 km southwest of Kirkuk" is at Hawija, if anybody knows Hawija: the measure explains
the place, as one in brackets does. "In Nigeria" is a region, "in western Kabul" a town.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gazetteer.clauses import (
    Anchor,
    At,
    Between,
    Clause,
    DirectionOnly,
    DistanceOnly,
    Expression,
    InArea,
    Mention,
    Near,
    Offset,
    PartOfRegion,
    RegionOnly,
)

if TYPE_CHECKING:
    from gazetteer.place import Place

    from .divisions import Places

MEASURES: Final = (Offset, DirectionOnly, DistanceOnly)
SPOTS: Final = (At, Near, InArea)
AREAS: Final = ("country", "province", "region")
TOWNS: Final = ("city", "town", "village")
_BOTH_SIDES: Final = re.compile(
    r"\b(?:clash\w*|fight\w*|fought|engagements?|battles?|skirmish\w*|confrontations?|exchanges?"
    r"|truce|ceasefire|war|dispute|conflict|agreement|negotiations|talks|swap|deal)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_WITHIN: Final = re.compile(
    r"(?P<name>.+\b(?:[Dd]istrict|[Cc]ounty|[Mm]unicipality|[Rr]aion|[Cc]ommune|[Ss]ub-?district"
    r"|Local Government Area|LGA|[Nn]eighbou?rhood|[Qq]uarter|[Ss]uburb|[Bb]orough|[Ww]ard))"
    r"\s+(?:of|in)\s+(?:the\s+)?(?P<within>[A-Z].+)$"
)
_OUTSKIRTS: Final = re.compile(r"\b(?:outskirts|suburbs?|edge)\b", re.IGNORECASE)
_QUARTER: Final = re.compile(r"\s+(?:neighbou?rhood|quarter|suburb|borough|ward)$", re.IGNORECASE)
_COUNTRYSIDE: Final = re.compile(r"\b(?:countryside|rural|province|governorate)\b", re.IGNORECASE)
FILLED: Final = 4  # a province this much wider than its city is meant by "western Kabul", not more
_FACILITY: Final = re.compile(
    r"\b(?:checkpoint|post|bridge|crossing|junction|intersection|camp|base|farm|road|highway|field"
    r"|headquarters|barracks|station|dam|gate)s?\b",
    re.IGNORECASE,
)
_SITE: Final = re.compile(
    r"\s+(?:(?:international|military|central|general|civil|main)\s+)?(?:airport|air ?base|airfield"
    r"|hospital|prison|jail|university|market|bazaar|barracks|garrison|junction|stadium|port|harbou?r)$",
    re.IGNORECASE,
)
_AROUND: Final = re.compile(
    r"\s+(?:desert|badia|countryside|hinterland|outskirts|suburbs)$", re.IGNORECASE
)
_IN_A_REGION: Final = re.compile(r",\s+(?P<region>[A-Z][^,]+?)\s+(?:region|area)$")
_CITY: Final = re.compile(r"\s+(?:city|town|village)$", re.IGNORECASE)


def settle(mention: Mention, before: str, *, places: Places, country: str | None) -> Mention:
    """
    Order the statements of a description by what is known of the places that it names.

    Parameters
    ----------
    mention
        A description as it was found.
    before
        The words before it.
    places
        The gazetteer.
    country
        Alpha-2 code of the section.

    Returns
    -------
    mention
        The same place in the text; its `kind` is "region_only" for a country or a province.

    Examples
    --------
    >>> from gazetteer.expression import find
    >>> from gazetteer.opening import load
    >>> (found,) = find("A man was shot in Hawija, 55 km southwest of Kirkuk.")
    >>> found.kind, settle(found, "A man was shot ", places=load(), country="IQ").kind
    ('offset', 'at')
    """
    expression = _without_sides(mention.expression, before)
    clauses = tuple(
        _of_a_town(clause, expression.text, places, country)
        for clause in (_bare_site(_split_within(c), places, country) for c in expression.clauses)
    )
    expression = _explained(replace(expression, clauses=clauses), places, country)
    kind = expression.relation
    if kind in ("at", "in_area") and _is_area(expression.anchors[0], places, country):
        kind = "region_only"
    return replace(mention, kind=kind, expression=expression)


def is_known(name: str, places: Places, country: str | None) -> bool:
    """
    Say whether a gazetteer knows a place by a name, in a country if that is known.

    Parameters
    ----------
    name
        As written.
    places
        The gazetteer.
    country
        Alpha-2 code.

    Returns
    -------
    answer
        Whether it does; without a country only by its exact name.

    Examples
    --------
    >>> from gazetteer.opening import load
    >>> is_known("Kano", load(), "NG"), is_known("Kanomarzu", load(), "NG")
    (True, False)
    """
    matches = places.search(name, country=country, limit=1, suggest=False)
    kinds = ("exact", "alias", "variant") if country else ("exact",)
    return bool(matches) and matches[0].kind in kinds


def is_division(name: str, places: Places, country: str | None) -> bool:
    """
    Say whether a name is that of a country, a province or a region and of no town.

    Parameters
    ----------
    name
        As written.
    places
        The gazetteer.
    country
        Alpha-2 code.

    Returns
    -------
    answer
        Whether it is.

    Examples
    --------
    >>> from gazetteer.opening import load
    >>> is_division("Balochistan", load(), "PK"), is_division("Quetta", load(), "PK")
    (True, False)
    """
    return _is_area(Anchor(name=name, start=0, end=len(name)), places, country)


def _without_sides(expression: Expression, before: str) -> Expression:
    """Drop "between the army and the rebels", which are two sides and no two places."""
    rest = tuple(c for c in expression.clauses if not isinstance(c, Between))
    if not rest or len(rest) == len(expression.clauses) or not _BOTH_SIDES.search(before):
        return expression
    return replace(expression, clauses=rest, others=())


def _explained(expression: Expression, places: Places, country: str | None) -> Expression:
    """Take a measure for an explanation where the place before it is known by its name."""
    # "In eastern Mosul, 390 km north of Baghdad": a distance is told of a town, not of a region.
    clauses = tuple(
        At(start=clause.start, end=clause.end, anchor=clause.anchor)
        if isinstance(clause, PartOfRegion) and _best(TOWNS, clause.anchor, places, country)
        else clause
        for clause in expression.clauses
    )
    spots = [clause for clause in clauses if isinstance(clause, SPOTS)]
    measures = [clause for clause in expression.clauses if isinstance(clause, MEASURES)]
    if not spots or not measures or spots[0].start > measures[0].start:
        return expression
    anchor = spots[0].anchors[0]
    known = is_known(anchor.name, places, country)
    # Where nobody knows a checkpoint, the bare direction from a town is all that there is.
    named = anchor.name[:1].isupper() or "-" in anchor.name[:3]
    bare = isinstance(measures[0], DirectionOnly) and _FACILITY.search(
        f"{anchor.name} {anchor.feature or ''}"
    )
    explains = known or (named and not bare)
    if not explains or _is_area(anchor, places, country):
        return expression
    between = expression.text[spots[0].end : measures[0].start]
    if not re.match(r"\s*[,(\u2013-]|\s+(?:which|that) (?:is|lies)\b", between):
        return expression
    rest = tuple(c for c in clauses if c is not spots[0] and c not in measures)
    glosses = (*expression.glosses, *measures)
    return replace(expression, clauses=(spots[0], *rest), glosses=glosses, others=())


def _split_within(clause: Clause) -> Clause:
    """Read "Surkh Rod District of Nangarhar Province" as a district within a province."""
    if not isinstance(clause, RegionOnly | At):
        return clause
    match = _WITHIN.match(clause.anchor.name)
    if match is None:
        return clause
    name = _QUARTER.sub("", match["name"])
    anchor = replace(
        clause.anchor,
        name=name,
        end=clause.anchor.start + match.end("name"),
        within=(match["within"], *clause.anchor.within),
    )
    if name != match["name"]:
        return At(start=clause.start, end=clause.end, anchor=anchor)
    return replace(clause, anchor=anchor)


def _bare_site(clause: Clause, places: Places, country: str | None) -> Clause:
    """Take "Aden airport" for Aden, "the Sirte desert" for its area, where nobody knows them."""
    if not isinstance(clause, At | Near):
        return clause
    around = _AROUND.sub("", clause.anchor.name)
    town = _SITE.sub("", around)
    if town == clause.anchor.name or is_known(clause.anchor.name, places, country):
        return clause
    bare = replace(clause.anchor, name=town, feature=None)
    if not _best(TOWNS, bare, places, country):
        return clause
    if town == around:  # "the Al-Mayadin desert"
        return InArea(start=clause.start, end=clause.end, places=(bare,))
    return replace(clause, anchor=bare)


def _of_a_town(clause: Clause, text: str, places: Places, country: str | None) -> Clause:
    """Take "western Kabul" and "the eastern outskirts of Ramadi" for the town."""
    words = text[clause.start : clause.end]
    listed = _IN_A_REGION.search(words) if isinstance(clause, InArea) else None
    if listed:  # "in Bilohorivka, Luhansk region": the region is around the village
        anchor = replace(clause.anchors[0], within=(listed["region"],))
        return At(start=clause.start, end=clause.end, anchor=anchor)
    if isinstance(clause, InArea) and _is_province(clause, words, places, country):
        anchor = replace(clause.anchors[0], name=f"{clause.anchors[0].name} Region")
        return RegionOnly(start=clause.start, end=clause.end, anchor=anchor)
    if not isinstance(clause, PartOfRegion):
        return clause
    city = _CITY.search(clause.anchor.name) or clause.anchor.feature in TOWNS
    bare = replace(clause.anchor, name=_CITY.sub("", clause.anchor.name))
    if _OUTSKIRTS.search(words):
        return InArea(start=clause.start, end=clause.end, places=(bare,))
    town = _best(TOWNS, bare, places, country)
    area = _best(AREAS, bare, places, country)
    filled = (
        town is not None
        and area is not None
        and (area.radius_m or 0) <= FILLED * (town.radius_m or 0)
        and not _COUNTRYSIDE.search(words)
    )
    if city or (town is not None and (area is None or filled)):
        return At(start=clause.start, end=clause.end, anchor=bare)
    return clause


def _is_province(clause: InArea, words: str, places: Places, country: str | None) -> bool:
    """Say whether "the Kidal region" is a province of the country, and no area around a town."""
    if country is None or len(clause.places) > 1 or not re.search(r"\b[Rr]egion$", words):
        return False
    found = places.search(clause.places[0].name, country=country, kinds=("province",), limit=1)
    return bool(found) and found[0].kind in ("exact", "alias")


def _is_area(anchor: Anchor, places: Places, country: str | None) -> bool:
    if places.country(re.sub(r"^the\s+", "", anchor.name, flags=re.IGNORECASE)) is not None:
        return True
    return (
        _best(AREAS, anchor, places, country) is not None
        and _best(TOWNS, anchor, places, country) is None
    )


def _best(
    kinds: tuple[str, ...], anchor: Anchor, places: Places, country: str | None
) -> Place | None:
    for match in places.search(anchor.name, country=country, kinds=kinds, limit=1, suggest=False):
        return match.place
    return None
