"""From a description and its context to a location."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from gazetteer.disambiguate import Context
from gazetteer.errors import UnresolvedPlaceError
from gazetteer.expression import parse
from gazetteer.location import Location
from gazetteer.manner import USUAL, Manner
from gazetteer.naming import province_codes
from gazetteer.opening import load
from gazetteer.reckoning import begin, reckon
from geo import regions
from geo.errors import RegionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.clauses import Expression
    from gazetteer.company import Company
    from gazetteer.manner import Method, Reckoning
    from gazetteer.reckoning import Begun
    from gazetteer.store import Gazetteer
    from geo.laws import Style

HEADING_AREA: Final = "its heading gives the area"
"""In `why` of what names no place of its own."""


def locate(
    text: str,
    *,
    country: str | None = None,
    province: str | None = None,
    style: Style = "human",
    method: Method = "density",
    distance: Reckoning = "stated",
    gazetteer: Gazetteer | None = None,
) -> Location:
    """
    Turn one description of a location into a point with its uncertainty.

    Parameters
    ----------
    text
        The description, such as "about 10 km north of Al-Mayadeen".
    country
        Country of the event: alpha-2, alpha-3 or English name.
    province
        Province of the event: its code or its name.
    style
        Whose words they are: "human", "machine" (catalogues that round to 16 points) or
        "encyclopedia" (articles that machines wrote from coordinates).
    method
        "density", whose `radius_m` holds the place with 90 %, or the published "point-radius",
        whose `radius_m` is a maximum.
    distance
        Put the point as far away as the text states, or "calibrated" in the middle of the
        density: people state distances by road.
    gazetteer
        Where to look; the embedded one if left out.

    Returns
    -------
    Location
        With status `located`, `region` (a footprint and no point) or `ambiguous`.

    Raises
    ------
    ExpressionError
        If the text is no description of a location.
    UnresolvedPlaceError
        If the place that it names is not known; the message gives the nearest names.
    RegionError
        If the country or the province is not known.

    Examples
    --------
    >>> spot = locate("about 10 km north of Al-Mayadeen", country="SY")
    >>> print(f"{spot.lon:.2f} {spot.lat:.2f} {spot.province}")
    40.45 35.11 SY.07
    """
    places = load() if gazetteer is None else gazetteer
    code = country_code(country, gazetteer=places)
    provinces: tuple[str, ...] = ()
    if province is not None:
        provinces = province_codes(province, country=code, gazetteer=places)
        if not provinces:
            msg = f"no province is called {province!r}" + (f" in {code}" if code else "")
            raise RegionError(msg + "; give its English name or its code, such as 'SY.08'")
    spot = resolve(
        parse(text),
        country=code,
        provinces=provinces,
        manner=Manner(style=style, method=method, distance=distance),
        gazetteer=places,
    )
    if spot.status == "unresolved":
        message = f"cannot locate {text!r}: {spot.why}"
        names = tuple(match.name for match in spot.candidates)
        raise UnresolvedPlaceError(message, text=text, why=spot.why, candidates=names)
    return spot


def country_code(word: str | None, *, gazetteer: Gazetteer) -> str | None:
    """
    Give the alpha-2 code of a country.

    Raises
    ------
    RegionError
        If the word is no country's code or name.
    """
    if word is None:
        return None
    place = gazetteer.country(word)
    if place is None:
        msg = f"no country is called {word!r}; give its English name or code, such as 'SY' or 'SYR'"
        raise RegionError(msg)
    return place.country


def resolve(
    expression: Expression,
    *,
    country: str | None = None,
    provinces: Sequence[str] = (),
    company: Company | None = None,
    manner: Manner = USUAL,
    gazetteer: Gazetteer | None = None,
) -> Location:
    """
    Locate a parsed description; an unknown place is an answer, never an error.

    Parameters
    ----------
    expression
        What was said.
    country
        Alpha-2 code of the country of the event.
    provinces
        Codes of the province or provinces of the event.
    company
        The other places of the same document (`gazetteer.understanding.company_of`).
    manner
        Whose law, by which method, and where the point is put.
    gazetteer
        Where to look; the embedded one if left out.

    Returns
    -------
    Location
        Its `status` and `why` tell how far it went.
    """
    context = Context(country=country, provinces=tuple(provinces), company=company)
    return resolve_all([(expression, context)], manner=manner, gazetteer=gazetteer)[0]


def resolve_all(
    asked: Sequence[tuple[Expression, Context]],
    *,
    manner: Manner = USUAL,
    gazetteer: Gazetteer | None = None,
    suggest: bool = True,
) -> list[Location]:
    """
    Locate many parsed descriptions, each as `resolve` does, the arithmetic for all at once.

    Parameters
    ----------
    asked
        What was said, and what is known of it.
    manner
        Whose law, by which method, and where the points are put.
    gazetteer
        Where to look; the embedded one if left out.
    suggest
        Look for similar names of places that are not known; they cost more than all else.

    Returns
    -------
    list of Location
        In the order given.

    Examples
    --------
    >>> asked = [(parse(text), Context(country="SY")) for text in ("near Idlib", "in Nowhereville")]
    >>> [spot.status for spot in resolve_all(asked)]
    ['located', 'unresolved']
    """
    places = load() if gazetteer is None else gazetteer
    readings = [
        begin(
            clauses,
            expression,
            context,
            method=manner.method,
            gazetteer=places,
            suggest=suggest,
        )
        for expression, context in asked
        for clauses in (expression.clauses, *expression.others)
    ]
    attempts = iter(zip(reckon(readings, manner=manner, gazetteer=places), readings, strict=True))
    located = []
    for expression, _ in asked:
        own = list(islice(attempts, 1 + len(expression.others)))
        # Readings come best first, so that of equals the first stays.
        best, _ = own[0] if len(own) == 1 else min(own, key=lambda each: _doubt(*each))
        located.append(best)
    return located


def _doubt(spot: Location, reading: Begun) -> tuple[bool, int, int, bool]:
    """Rank readings: placed before not, names as written, "West Point" before the west of Point."""
    exact = {match.place.id for match in spot.candidates if match.kind == "exact"}
    misspelt = sum(place.id not in exact for place in spot.anchors)
    names = (anchor.name for clause in reading.clauses for anchor in clause.anchors)
    longest = max(map(len, names), default=0)
    return spot.status == "unresolved", misspelt, -longest, spot.status == "ambiguous"


def placeless(
    country: str | None, codes: Sequence[str], why: str = "the text names no place"
) -> Location:
    """
    Give the location of a text without a place: its heading's region, where there is one.

    Parameters
    ----------
    country
        Alpha-2 code, or None.
    codes
        Codes of the provinces that the heading names.
    why
        The reason, as a sentence.
    """
    area = tuple(codes) or ((country,) if country else ())
    if not area:
        return Location(status="unresolved", relation="none", expression=None, why=why)
    return Location(
        status="region",
        relation="none",
        expression=None,
        country=country,
        province=codes[0] if len(codes) == 1 else None,
        why=f"{why}; {HEADING_AREA}",
        where_prec=4 if len(codes) == 1 else 5 if codes else 6,
        geo_precision=3,
        draw=lambda: regions.shape_of(area),
    )
