"""
Tables of places that anyone may have: CSV with a header, or any vector file, with their columns.

Columns are recognised by letters and figures alone, since publishers change the rest from year
to year ("Place ID", "Place_ID"). Without a mapping they must have the overlay's headers or their
plain synonyms.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from gazetteer.errors import SourceError
from gazetteer.generics import split_generic
from gazetteer.names import fold
from gazetteer.place import RADIUS_M, SETTLEMENTS
from gazetteer.records import Record
from gazetteer.sources.facilities import village_of
from gazetteer.sources.geonames import degrees, named
from gazetteer.sources.lines import decoded, lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from gazetteer.sources.lines import TextFile
    from gazetteer.sources.tally import Tally

Columns: TypeAlias = "Mapping[str, tuple[str, ...]]"
"""Role -> headers of the columns that play it."""

ROLES = {  # headers that are recognised without a mapping, by their letters
    "name": ("name", "placename", "location", "locationname"),
    "lat": ("lat", "latitude", "latdd", "y"),
    "lon": ("lon", "long", "lng", "longitude", "longdd", "x"),
    "id": ("id",),
    "alt_names": ("altnames", "alternatenames", "namear", "nameen", "namefr"),
    "country": ("country", "countrycode", "iso2", "iso3"),
    "admin1": ("admin1", "adm1name", "governorate", "province", "state"),
    "feature": ("feature",),
    "population": ("population",),
    "radius_km": ("radiuskm",),
    "codes": ("codes",),
    "source": ("source",),
}
NUMBERED = re.compile(r"(\S.*?[^\s\d-])[\s-]+\d{1,4}")  # "Al Ubaydi-3", a part of Al Ubaydi
GIVEN = ("name", "lat", "lon")  # what a table must have; a vector file has geometry
KINDS = frozenset({*RADIUS_M, "landmark"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """
    How a table is read.

    Attributes
    ----------
    columns
        Role -> headers; roles that are not named are recognised.
    kind
        Kind of places whose row names none.
    facilities
        Whether the names are of health sites or schools that are named after their villages.
    """

    columns: Columns = field(default_factory=dict)
    kind: str = "village"
    facilities: bool = False


def parse_columns(text: str) -> dict[str, tuple[str, ...]]:
    """
    Read a mapping of columns as the command line gives it.

    Parameters
    ----------
    text
        `role=header` pairs with commas; several headers of a role with `|`.

    Returns
    -------
    dict
        Role -> headers.

    Raises
    ------
    SourceError
        If a pair is none, or a role is unknown; names the roles.

    Examples
    --------
    >>> parse_columns("name=Location,alt_names=name_ar|name_ku")
    {'name': ('Location',), 'alt_names': ('name_ar', 'name_ku')}
    """
    columns = {}
    for pair in text.split(","):
        role, equals, headers = pair.partition("=")
        role = role.strip()
        if not equals or role not in ROLES or not headers.strip():
            msg = (
                f"{pair!r} is no column; expected role=header pairs such as "
                f"name=Location,lat=Lat,lon=Long, where a role is one of {', '.join(ROLES)}"
            )
            raise SourceError(msg)
        columns[role] = tuple(header.strip() for header in headers.split("|"))
    return columns


def delimiter_of(header: str) -> str:
    r"""
    Tell what parts the cells of a header.

    Parameters
    ----------
    header
        First line of a table.

    Returns
    -------
    str
        The most frequent of comma, semicolon, tab.

    Examples
    --------
    >>> delimiter_of("name;lat;lon")
    ';'
    """
    return max(",;\t", key=header.count)


def recognised(headers: Sequence[str], columns: Columns, *, what: str, geometry: bool) -> Columns:
    """
    Find the columns of a table.

    Parameters
    ----------
    headers
        Its headers.
    columns
        Those that the user has named.
    what
        The file, for messages.
    geometry
        Whether the coordinates are not among them.

    Returns
    -------
    mapping
        Role -> headers as the table has them.

    Raises
    ------
    SourceError
        If a named column is not there, or a needed one is not recognised; says what to do.

    Examples
    --------
    >>> recognised(["Place Name", "Latitude", "LONG"], {}, what="a table", geometry=False)
    {'name': ('Place Name',), 'lat': ('Latitude',), 'lon': ('LONG',)}
    """
    by_letters = {_letters(header): header for header in reversed(headers)}
    found: dict[str, tuple[str, ...]] = {}
    for role, synonyms in ROLES.items():
        if role in columns:
            unknown = [header for header in columns[role] if _letters(header) not in by_letters]
            if unknown:
                msg = f"{what} has no column {unknown[0]!r}; it has {', '.join(headers)}"
                raise SourceError(msg)
            found[role] = tuple(by_letters[_letters(header)] for header in columns[role])
        else:
            known = [by_letters[synonym] for synonym in synonyms if synonym in by_letters]
            if known:
                found[role] = tuple(known) if role == "alt_names" else (known[0],)
    missing = [role for role in (GIVEN[:1] if geometry else GIVEN) if role not in found]
    if missing:
        msg = (
            f"no column of {what} is recognised as {', '.join(missing)}; name them, for example "
            f"--columns {','.join(f'{role}=HEADER' for role in missing)}. It has "
            f"{', '.join(header for header in headers if header) or 'no headers'}"
        )
        raise SourceError(msg)
    return found


def read_text(
    text: TextFile,
    tally: Tally,
    options: Options,
    *,
    advance: Callable[[int], None] = lambda _: None,
) -> Iterator[Record]:
    """
    Read a CSV of places.

    Parameters
    ----------
    text
        The file.
    tally
        Counts what is left out and what is malformed.
    options
        How to read it.
    advance
        Called with the bytes read.

    Yields
    ------
    Record
        A place; its province is still to be found where the table does not say it.

    Raises
    ------
    SourceError
        If the header cannot be read, the columns are not recognised, or the file is not UTF-8.
    """
    lines = (f"{decoded(text, n, line)}\n" for n, line in lines_of(text, advance=advance))
    header = next(lines, "")
    delimiter = delimiter_of(header)
    try:
        headers = next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error as error:
        msg = f"the header of {text.name} cannot be read: {error}; it begins with {header[:60]!r}"
        raise SourceError(msg) from error
    columns = recognised(headers, options.columns, what=text.name, geometry=False)
    reader = csv.reader(lines, delimiter=delimiter)

    def rows() -> Iterator[tuple[str, dict[str, str] | None]]:
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:  # a quote that is never closed
                cells = []
                yield f"{text.name}, line {reader.line_num + 1}", None
            if not any(cells) or cells[0].startswith("#"):  # the #tags of HXL, or nothing
                continue
            where = f"{text.name}, line {reader.line_num + 1}"
            yield where, dict(zip(headers, cells, strict=False))

    yield from read_rows(rows(), columns, tally, options, source=text.stem)


def read_rows(
    rows: Iterable[tuple[str, Mapping[str, str] | None]],
    columns: Columns,
    tally: Tally,
    options: Options,
    *,
    source: str,
) -> Iterator[Record]:
    """
    Turn rows into places.

    Parameters
    ----------
    rows
        Where a row stands, and its cells; None for one that could not be read.
    columns
        Role -> headers.
    tally
        Counts what is left out and what is malformed.
    options
        How to read them.
    source
        What the ids begin with, and what rows without a source are from.

    Yields
    ------
    Record
        A place.
    """
    prefix = re.sub(r"\W+", "_", source).strip("_").lower() or "table"
    seen: set[str] = set()
    for number, (where, cells) in enumerate(rows):
        tally.read += 1
        if cells is None:
            tally.refuse(where, "a quotation mark is never closed")
            continue
        try:
            values = {
                role: [cells.get(header, "").strip() for header in headers]
                for role, headers in columns.items()
            }
            if not (values["lat"][0] or values["lon"][0]):  # a place that is still to be found
                tally.left_out += 1
                continue
            record = _record(values, prefix, number, options, source)
        except ValueError as error:
            tally.refuse(where, str(error))
            continue
        if record.id in seen and "id" in columns:
            tally.refuse(where, f"the id {values['id'][0]!r} is there twice")
            continue
        if "id" in columns:
            seen.add(record.id)
        yield record


def _record(
    values: Mapping[str, list[str]], prefix: str, number: int, options: Options, source: str
) -> Record:
    """Read one row; a ValueError says what is wrong with it."""
    given = named(values["name"][0])
    own = village_of(given) if options.facilities else given
    kind = values.get("feature", [""])[0].lower().replace(" ", "_").replace("-", "_")
    kind = kind if kind in KINDS else options.kind
    names = [given, *(part for cell in values.get("alt_names", ()) for part in cell.split("|"))]
    if kind in SETTLEMENTS:  # "Tell Made village" is called Tell Made
        parts = split_generic(fold(own))
        names += [parts[0]] if parts and kind in parts[1] else []
        names += [numbered.group(1)] if (numbered := NUMBERED.fullmatch(own)) else []
    key = values.get("id", [""])[0]
    radius_km = values.get("radius_km", [""])[0]
    return Record(
        id=(key if ":" in key else f"{prefix}:{key}") if key else f"{prefix}:{number + 1}",
        name=own,
        lon=degrees(values["lon"][0], "longitude"),
        lat=degrees(values["lat"][0], "latitude"),
        kind=kind,
        source=values.get("source", [""])[0] or source,
        country=values.get("country", [""])[0] or None,
        admin1=values.get("admin1", [""])[0] or None,
        population=_count(values.get("population", [""])[0]),
        radius_m=_length_m(radius_km) if radius_km else None,
        alt_names=tuple(
            dict.fromkeys(name.strip() for name in names if name.strip() and name.strip() != own)
        ),
        codes=tuple(part for part in values.get("codes", [""])[0].split("|") if part),
    )


def _count(cell: str) -> int:
    digits = cell.replace(",", "").replace(" ", "").removesuffix(".0")
    if digits and not digits.isdecimal():
        msg = f"the population is {cell!r}"
        raise ValueError(msg)
    return int(digits or 0)


def _length_m(cell: str) -> float:
    try:
        length_m = float(cell) * 1000
    except ValueError:
        length_m = -1.0
    if not 0 <= length_m < 1e8:  # noqa: PLR2004 - no longer than the earth's girth
        msg = f"the radius_km is {cell!r}"
        raise ValueError(msg)
    return length_m


def _letters(header: str) -> str:
    return re.sub(r"[\W_]+", "", header).casefold()
