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

from gazetteer.names import fold
from gazetteer.place import AREAS, SETTLEMENTS
from geo import geodesy, regions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gazetteer.place import Place
    from gazetteer.records import Record
    from gazetteer.store import Gazetteer

BATCH = 10_000  # places whose provinces are looked up at once
SAME_M = 2_000.0  # ours: one name twice within the extent of a village is one place
DIVISION = re.compile(r"[A-Z]{2}\.\w+")


def with_whereabouts(
    records: Iterable[Record], *, country: str | None, known: Gazetteer
) -> Iterator[Record]:
    """
    Fill in the country and the province of places that lack them.

    Parameters
    ----------
    records
        Places; their countries as codes or English names.
    country
        Alpha-2 code of those whose source does not say it; None for that of their point.
    known
        Knows the names of countries.

    Yields
    ------
    Record
        Each place, its country as alpha-2 code, its province as GeoNames key.
    """
    codes: dict[str, str | None] = {}
    pending = iter(records)
    while batch := list(itertools.islice(pending, BATCH)):
        for word in {record.country for record in batch} - codes.keys() - {None}:
            place = known.country(str(word))
            codes[str(word)] = place.country if place else None
        countries = [codes.get(record.country or "") or country for record in batch]
        stated = [bool(record.admin1 and DIVISION.fullmatch(record.admin1)) for record in batch]
        places = zip(batch, countries, stated, strict=True)
        open_ones = [record for record, nation, sure in places if not (nation and sure)]
        found: Iterator[str | None] = iter(
            regions.province_of([r.lon for r in open_ones], [r.lat for r in open_ones]).tolist()
        )
        for record, nation, sure in zip(batch, countries, stated, strict=True):
            if nation and sure:
                yield record if nation == record.country else replace(record, country=nation)
                continue
            province = next(found)
            home = regions.country_of_province(province) if province else None
            admin1 = regions.admin1_of_province(province) if province else None
            yield replace(
                record,
                country=nation or home or None,
                admin1=record.admin1 if sure else admin1,
            )


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
        if place is not None:
            return place
    for match in known.named(fold(record.name), record.country):
        alike = match.kind == record.kind or {match.kind, record.kind} <= {*SETTLEMENTS}
        if alike and match.kind not in AREAS:
            _, apart_m = geodesy.inverse(record.lon, record.lat, match.lon, match.lat)
            if float(apart_m) <= SAME_M:
                return match
    return None
