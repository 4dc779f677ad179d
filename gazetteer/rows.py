"""Rows of an index as values: degrees on WGS 84, radii in metres."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetteer.build import DEGREE
from gazetteer.index import ADMIN1, CODES, ID, NUMBER, ROLE
from gazetteer.place import Place, radius_of

if TYPE_CHECKING:
    from gazetteer.index import Row


def id_of(row: Row) -> str:
    """
    Give the id of a row's place.

    Parameters
    ----------
    row
        Columns of a place.
    """
    return row[ID] or f"geonames:{row[NUMBER]}"


def lies_in(row: Row, province: str) -> bool:
    """
    Tell whether a row's place is in a province, or is it.

    Parameters
    ----------
    row
        Columns of a place.
    province
        Its code.
    """
    return row[ADMIN1] == province or province in (row[CODES] or "").split("|")


def place_of(row: Row) -> Place:
    """
    Turn a row into a value.

    Parameters
    ----------
    row
        Columns of a place.
    """
    number, own_id, name, lon, lat, country, admin1, kind, population, radius_m, source, codes = (
        row[:ROLE]
    )
    return Place(
        id=own_id or f"geonames:{number}",
        name=name,
        lon=lon / DEGREE,
        lat=lat / DEGREE,
        country=country,
        admin1=admin1,
        kind=kind,
        population=population,
        radius_m=radius_of(kind, population) if radius_m is None else radius_m,
        source=source or "GeoNames",
        codes=tuple(codes.split("|")) if codes else (),
    )
