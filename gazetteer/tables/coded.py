"""
Locations from coordinates that others coded: a precision code becomes a radius or an area.

Codes that mean a town keep their point; those that mean a division or a country become areas
without a point, since there the coordinates are no more than a label. All radii are assumed: no
true places were there to fit them on, and `calibrated` is false.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from gazetteer import codes, defaults
from gazetteer.location import Location
from geo import geodesy, regions, shapes
from geo.factors import Factor
from geo.uncertainty import Density

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from gazetteer.clauses import Relation
    from gazetteer.place import Match, Place
    from gazetteer.store import Gazetteer
    from gazetteer.tables.columnmaps import Code, ColumnMap

GIVEN_M: Final = 4_000.0
"""Radius of coordinates that nothing is said of: ours, the extent of a town, which is what
coordinates in tables of incidents mostly stand for."""

MOST_NAMESAKES: Final = 50  # of a name, of which the nearest is taken

NAMED_ELSEWHERE: Final = "km from these coordinates"


class Coded(NamedTuple):
    """
    What a row says of its coordinates; rows that say the same share a location.

    `radius_m` is one that the row states itself, NaN where it states none; `district` is the name
    of its second-order division.
    """

    lon: float
    lat: float
    code: str
    radius_m: float
    name: str
    country: str | None
    provinces: tuple[str, ...]
    note: str
    district: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """The place that a row names, if one of that name lies at its coordinates."""

    place: Place | None
    note: str


def locate_coded(row: Coded, layout: ColumnMap, *, gazetteer: Gazetteer) -> Location:
    """
    Turn coded coordinates into a location.

    Parameters
    ----------
    row
        Coordinates, code and name.
    layout
        Whose code it is.
    gazetteer
        Where the name is looked up, for the extent of the place.

    Returns
    -------
    Location
        `located`, or `region` where the code means an area.

    Examples
    --------
    >>> from gazetteer.opening import load
    >>> from gazetteer.tables.columnmaps import map_for
    >>> row = Coded(40.45, 35.02, "2", float("nan"), "Al Mayadin", "SY", ("SY.07",), "")
    >>> spot = locate_coded(row, map_for("ucdp", []), gazetteer=load())
    >>> spot.status, round(spot.radius_m), spot.where_prec
    ('located', 25000, 2)
    """
    code = layout.codes.get(row.code) or layout.codes.get(row.code.partition("/")[0])
    said = f"the coordinates of the {layout.title}" + ("" if layout.name == "plain" else " table")
    if code is not None:
        said += f", coded {row.code} ({code.meaning})"
    elif row.code:
        said += f", whose code {row.code!r} is not in the code book"
    if code is not None and code.reach not in {"point", "near"}:
        return _area(row, code, said, gazetteer)
    near_m = code.radius_m if code is not None and code.reach == "near" else 0.0
    found = _place_at(row, max(defaults.SAME_PLACE_M, near_m), gazetteer)
    radius_m = _radius_m(row, code, found.place)
    density = Density((Factor(family="round", lon=row.lon, lat=row.lat, radius_m=radius_m),))
    radii = density.radii(row.lon, row.lat)
    relation: Relation = "near" if code is not None and code.reach == "near" else "at"
    province = regions.province_of(np.array([row.lon]), np.array([row.lat]))[0]
    home = regions.country_of_province(province) if province else None
    kind = found.place.kind if found.place else "town"
    return Location(
        status="located",
        relation=relation,
        expression=None,
        lon=row.lon,
        lat=row.lat,
        radius_m=radii[0.9],
        r50_m=radii[0.5],
        r80_m=radii[0.8],
        r95_m=radii[0.95],
        anchors=(found.place,) if found.place else (),
        country=home or row.country,
        province=province,
        why="; ".join(part for part in (said, row.note, found.note) if part),
        where_prec=codes.where_prec(relation, kind, radii[0.9]),
        geo_precision=codes.geo_precision(relation, kind),
        density=density,
        draw=lambda: density.footprint(0.9),
    )


def _radius_m(row: Coded, code: Code | None, place: Place | None) -> float:
    """Take the radius that the row states, else what the code says, else the town's own."""
    if np.isfinite(row.radius_m) and row.radius_m > 0:
        return row.radius_m
    if code is not None and code.reach == "near":
        return code.radius_m
    if place is not None:
        return place.radius_m
    return code.radius_m if code is not None else GIVEN_M


def _place_at(row: Coded, near_m: float, gazetteer: Gazetteer) -> Named:
    """Find the place of the row's name that lies at its coordinates, or so near to them."""
    if not row.name:
        return Named(None, "")
    matches = [
        match
        for match in gazetteer.search(row.name, country=row.country, limit=MOST_NAMESAKES)
        if match.kind != "suggestion"
    ]
    if not matches:
        return Named(None, "")
    _, apart_m = geodesy.inverse(
        row.lon,
        row.lat,
        np.array([match.place.lon for match in matches]),
        np.array([match.place.lat for match in matches]),
    )
    away_m = np.atleast_1d(apart_m)
    nearest = int(np.argmin(away_m))
    place = matches[nearest].place
    if away_m[nearest] <= max(near_m, place.radius_m):
        return Named(place if _is_spot(matches[nearest]) else None, "")
    exact = matches[0].kind == "exact"
    note = f"{row.name!r} is known only {away_m[nearest] / 1000:.0f} {NAMED_ELSEWHERE}"
    return Named(None, note if exact else "")


def _is_spot(match: Match) -> bool:
    return match.place.kind not in {"country", "province", "region", "sea"}


def _area(row: Coded, code: Code, said: str, gazetteer: Gazetteer) -> Location:
    """Give the area that a code means: a polygon where it is known, else a disc."""
    named = _district(row, gazetteer) if code.reach == "district" else None
    area: BaseGeometry
    known = regions.default_regions()
    own = tuple(row.provinces) or _province_at(row)
    if code.reach == "province" and own:
        area, province = regions.shape_of(own), own[0] if len(own) == 1 else None
    elif code.reach == "country" and row.country and row.country in known.countries:
        area, province = regions.shape_of(row.country), None
    else:
        lon, lat, radius_m = row.lon, row.lat, code.radius_m
        if named is not None:
            lon, lat, radius_m = named.lon, named.lat, named.radius_m
        area, province = shapes.disc(lon, lat, radius_m), None
        if code.reach == "district":
            province = own[0] if len(own) == 1 else None
    home = regions.country_of_province(province) if province else None
    density = Density((Factor(family="shape", area=area),))
    prec = {"district": 3, "province": 4, "country": 6}.get(code.reach, 5)
    return Location(
        status="region",
        relation="region_only",
        expression=None,
        radius_m=shapes.enclosing_circle(area)[2],
        anchors=(named,) if named is not None else (),
        country=home or row.country,
        province=province,
        why="; ".join(part for part in (said, row.note) if part),
        where_prec=prec,
        geo_precision=3,
        density=density,
        draw=lambda: area,
    )


def _district(row: Coded, gazetteer: Gazetteer) -> Place | None:
    """Find the district that the row names, if its coordinates lie in or at it."""
    name = row.district or row.name
    matches = (
        gazetteer.search(name, country=row.country, kinds=("district",), limit=MOST_NAMESAKES)
        if name
        else []
    )
    for match in matches:
        place = match.place
        _, away_m = geodesy.inverse(row.lon, row.lat, place.lon, place.lat)
        if match.kind != "suggestion" and float(np.asarray(away_m)) <= place.radius_m:
            return place
    return None


def _province_at(row: Coded) -> tuple[str, ...]:
    found = regions.province_of(np.array([row.lon]), np.array([row.lat]))[0]
    return (found,) if found else ()
