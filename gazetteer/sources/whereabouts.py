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
        unplaced = [record for record, nation, _ in placed if not _is_placed(record, nation)]
        found = _provinces(unplaced)
        for record, nation, admin1 in placed:
            code = None if _is_placed(record, nation) else next(found)
            if nation and not _is_placed(record, nation) and _is_astray(record, nation, code):
                where = f"latitude {record.lat}, longitude {record.lon}"
                tally.refuse(record.id, f"{record.name} at {where} lies far outside {nation}")
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


def _is_placed(record: Record, nation: str | None) -> bool:
    """Whether a source gives the keys of country and province, as GeoNames does."""
    return bool(nation and record.admin1 and DIVISION.fullmatch(record.admin1))


def _is_astray(record: Record, nation: str, code: str | None) -> bool:
    if code and regions.country_of_province(code) == nation:
        return False
    try:
        shape = regions.shape_of(nation)
    except RegionError:  # a territory without a polygon of its own
        return False
    return bool(shape.distance(shapely.Point(record.lon, record.lat)) > ASTRAY_DEGREES)


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
