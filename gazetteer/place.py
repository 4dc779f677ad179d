"""Places and matches as values. Longitudes and latitudes in WGS 84 degrees, radii in metres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

MatchKind: TypeAlias = Literal["exact", "variant", "alias", "suggestion"]

SETTLEMENTS = ("city", "town", "village", "hamlet")
"""Kinds of populated places, largest first."""

AREAS = ("country", "province", "district", "region")
"""Kinds of divisions."""

INHABITED = ("border_crossing", "airbase", "oil_field", "camp")
"""Kinds of points that people live round: the village of that name lies there too."""

CITY_POPULATION = 100_000  # ours: from here on a populated place is a city
TOWN_POPULATION = 5_000  # ours: from here on a town, below a village

MILLION_RADIUS_M = 15_000  # Nominatim's extent of a city of place rank 16
POPULATION_EXPONENT = 0.287  # through Nominatim's 4 km of a town (10,000) and 2 km of a village

RADIUS_M = {
    "city": 15_000.0, "town": 4_000.0, "village": 2_000.0, "hamlet": 1_000.0,
    "border_crossing": 1_000.0, "airbase": 2_500.0, "oil_field": 5_000.0, "camp": 1_000.0,
    "checkpoint": 200.0, "island": 5_000.0, "lake": 10_000.0, "sea": 200_000.0,
    "mountain": 5_000.0, "valley": 10_000.0, "desert": 50_000.0, "road": 1_000.0,
    "district": 20_000.0, "province": 75_000.0, "region": 100_000.0, "country": 400_000.0,
}  # fmt: skip
"""Radials by kind where neither the row nor the population says (settlements: Nominatim's)."""

OTHER_RADIUS_M = 2_000.0  # any other feature: as a village


@dataclass(frozen=True, slots=True)
class Place:
    """
    A place of the gazetteer.

    Attributes
    ----------
    id
        `source:id`, as "geonames:172955", "province:SY.08".
    name
        Its name in its source.
    lon, lat
        WGS 84 degrees; of an area its corrected centre.
    country
        Alpha-2 code; None at sea and for what spans several countries.
    admin1
        Code of its first-level division, as "SY.04".
    kind
        city, town, village, hamlet, province, district, region, country, border_crossing ...
    population
        People; 0 where unknown.
    radius_m
        Radial of its extent, metres.
    source
        Where the row is from.
    codes
        Codes of the provinces that an area consists of.
    """

    id: str
    name: str
    lon: float
    lat: float
    country: str | None
    admin1: str | None
    kind: str
    population: int
    radius_m: float
    source: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """
    A place that a name may mean.

    Attributes
    ----------
    place
        The place.
    kind
        "exact" (same name but for case, diacritics and punctuation), "alias" (another name from
        the table of aliases), "variant" (same skeleton), "suggestion" (similar only: an offer
        to a reader, never a find).
    score
        Within one kind, higher is likelier; see `gazetteer.ranking`. Of a suggestion, the
        similarity of the names, 0 to 1.
    name
        The name of the place in the gazetteer, for messages.
    terms
        What the score is the sum of, by name, where a phrase has been weighed.
    """

    place: Place
    kind: MatchKind
    score: float
    name: str
    terms: tuple[tuple[str, float], ...] = ()


def settlement_kind(population: int) -> str:
    """
    Name the kind of a populated place by the number of its people.

    Parameters
    ----------
    population
        People; 0 where unknown, which is a town, since lists of towns hold it for its rank.

    Returns
    -------
    str
        "city", "town" or "village".

    Examples
    --------
    >>> settlement_kind(242_000), settlement_kind(0), settlement_kind(800)
    ('city', 'town', 'village')
    """
    if population >= CITY_POPULATION:
        return "city"
    return "town" if population >= TOWN_POPULATION or population == 0 else "village"


def radius_of(kind: str, population: int) -> float:
    """
    Estimate the radial of a place from its kind and population.

    Parameters
    ----------
    kind
        A kind of place.
    population
        People; 0 where unknown.

    Returns
    -------
    float
        Metres: for populated places with a known population 15 km times the 0.287th power of
        the population in millions, between 1 and 15 km; else the value of the kind.

    Notes
    -----
    The exponent lays the curve through Nominatim's extents: 15 km for a million, 4 km for a town
    of 10,000, 2 km for a village of 1,000.

    Examples
    --------
    >>> [round(radius_of("city", n), -2) for n in (5_000_000, 1_000_000, 10_000, 1_000)]
    [15000.0, 15000.0, 4000.0, 2100.0]
    """
    if kind in SETTLEMENTS and population > 0:
        radius_m = MILLION_RADIUS_M * (population / 1_000_000) ** POPULATION_EXPONENT
        return float(min(max(radius_m, RADIUS_M["hamlet"]), MILLION_RADIUS_M))
    return RADIUS_M.get(kind, OTHER_RADIUS_M)
