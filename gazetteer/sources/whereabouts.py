"""
What a source leaves open about its places: their country, their province, and which we have.

A place of a source is one that the embedded gazetteer has if it has the same GeoNames number, or
the same name within 2 km and a kind that agrees. It keeps our row and gains the source's names,
so that it comes once, and the same from whichever file a spelling is found in.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import shapely

from gazetteer.names import fold
from gazetteer.place import AREAS, SETTLEMENTS
from geo import geodesy, regions
from geo.errors import RegionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gazetteer.place import Place
    from gazetteer.records import Record
    from gazetteer.sources.tally import Tally
    from gazetteer.store import Gazetteer

BATCH = 10_000  # places whose provinces are looked up at once
SAME_M = 2_000.0  # ours: one name twice within the extent of a village is one place
ASTRAY_DEGREES = 1.0  # ours: farther from a border than any disputed strip, or a territorial sea
DIVISION = re.compile(r"[A-Z]{2}\.\w+")


def with_whereabouts(
    records: Iterable[Record], *, country: str | None, known: Gazetteer, tally: Tally
) -> Iterator[Record]:
    """
    Fill in the country and the province of places that lack them.

    Parameters
    ----------
    records
        Places; their countries and provinces as codes or names.
    country
        Alpha-2 code of those whose source does not say it; None for that of their point.
    known
        Knows the names of countries and provinces.
    tally
        Counts as malformed what lies far from its country; looked at only where the point is
        needed, not where a source gives the province's key.

    Yields
    ------
    Record
        Each place, its country as alpha-2 code, its province as GeoNames key.
    """
    nations: dict[str, str | None] = {}
    divisions: dict[tuple[str, str | None], str | None] = {}
    pending = iter(records)
    while batch := list(itertools.islice(pending, BATCH)):
        placed = []
        for record in batch:
            word, division = record.country, record.admin1
            if word and word not in nations:
                place = known.country(word)
                nations[word] = place.country if place else None
            nation = (nations[word] if word else None) or country
            if division and (division, nation) not in divisions:
                divisions[division, nation] = _division(division, nation, known)
            placed.append((record, nation, divisions[division, nation] if division else None))
        # a source that gives the keys of both, as GeoNames does, is believed
        sure = [
            bool(nation and admin1 and admin1 == record.admin1) for record, nation, admin1 in placed
        ]
        unsure = [record for (record, _, _), stated in zip(placed, sure, strict=True) if not stated]
        found = _provinces(unsure)
        for (record, nation, admin1), stated in zip(placed, sure, strict=True):
            code = None if stated else next(found)
            why = None if stated or nation is None else _astray(record, nation, code)
            if why is not None:
                tally.refuse(record.id, why)
                continue
            home = nation or (regions.country_of_province(code) if code else None) or None
            division = admin1 or (regions.admin1_of_province(code) if code else None)
            if (home, division) == (record.country, record.admin1):
                yield record
            else:
                yield replace(record, country=home, admin1=division)


def _provinces(records: list[Record]) -> Iterator[str | None]:
    """Province of each point; without any, the shapes are not read."""
    if records:
        yield from regions.province_of(
            [record.lon for record in records], [record.lat for record in records]
        ).tolist()


def _astray(record: Record, nation: str, code: str | None) -> str | None:
    """Say that a place lies far outside its country, and whether its axes are swapped."""
    if code and regions.country_of_province(code) == nation:
        return None
    try:
        shape = regions.shape_of(nation)
    except RegionError:  # a territory without a polygon of its own
        return None
    if shape.distance(shapely.Point(record.lon, record.lat)) <= ASTRAY_DEGREES:
        return None
    swapped = shape.distance(shapely.Point(record.lat, record.lon)) <= ASTRAY_DEGREES
    return (
        f"{record.name} at latitude {record.lat}, longitude {record.lon} lies far outside {nation}"
        f"{'; were they swapped?' if swapped else ''}"
    )


def _division(word: str, country: str | None, known: Gazetteer) -> str | None:
    """Turn a province's key or name into its key; None if it is none that we know."""
    if DIVISION.fullmatch(word):
        return word
    for match in known.search(word, country=country, kinds=("province",), limit=1):
        if match.kind != "suggestion" and len(match.place.codes) == 1:
            return match.place.admin1 or match.place.codes[0]
    return None


def joined(records: Iterable[Record], known: Gazetteer) -> Iterator[Record]:
    """
    Give places that the embedded gazetteer has their row there, with all their names.

    Parameters
    ----------
    records
        Places with their countries.
    known
        The embedded gazetteer.

    Yields
    ------
    Record
        Each place, as it is or as ours.
    """
    for record in records:
        same = _same(record, known)
        yield record if same is None else as_known(record, same)


def as_known(record: Record, same: Place) -> Record:
    """
    Give a place the row of one that we have.

    Parameters
    ----------
    record
        A place of a source.
    same
        Ours.

    Returns
    -------
    Record
        Ours, with the names of both.
    """
    return replace(
        record,
        id=same.id,
        name=same.name,
        lon=same.lon,
        lat=same.lat,
        kind=same.kind,
        source=same.source,
        country=same.country,
        admin1=same.admin1,
        population=same.population,
        radius_m=same.radius_m,
        alt_names=(record.name, *record.alt_names),
        codes=same.codes,
    )


def _same(record: Record, known: Gazetteer) -> Place | None:
    """Find our row of a place."""
    if record.id.startswith("geonames:"):
        place = known.get(record.id)
        # our towns are GeoNames' own, so that two numbers are two places
        if place is not None or record.kind in SETTLEMENTS:
            return place
    for match in known.named(fold(record.name), record.country):
        alike = match.kind == record.kind or {match.kind, record.kind} <= {*SETTLEMENTS}
        if alike and match.kind not in AREAS:
            _, apart_m = geodesy.inverse(record.lon, record.lat, match.lon, match.lat)
            if float(apart_m) <= SAME_M:
                return match
    return None
