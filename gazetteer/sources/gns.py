"""
NGA's GEOnet Names Server, its files before and since 2021: a row a name, places told by their UFI.

Both have a header and tabs. The old files name countries by FIPS codes (`data/fips.csv`), the
new ones by GENC's, which are ISO's for all but a few.
"""

from __future__ import annotations

import contextlib
import csv
import itertools
import sqlite3
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gazetteer.names import fold
from gazetteer.records import Record
from gazetteer.sources.features import features, kind_of
from gazetteer.sources.geonames import degrees, named
from gazetteer.sources.lines import decoded, encoding_fault, lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from gazetteer.sources.lines import TextFile
    from gazetteer.sources.tally import Tally

LICENCE = "public domain, NGA GEOnet Names Server"
FIPS = Path(__file__).parent.parent / "data" / "fips.csv"

COLUMNS = {  # role: headers of the new files, then of the old
    "ufi": ("ufi",),
    "name": ("full_name", "full_name_ro"),
    "plain": ("full_nm_nd", "full_name_nd_ro", "full_name_nd"),
    "nt": ("nt",),
    "lat": ("lat_dd", "lat"),
    "lon": ("long_dd", "long"),
    "class": ("fc",),
    "code": ("desig_cd", "dsg"),
    "country": ("cc_ft", "cc1"),
    "population": ("pop", "pc"),
    "ended": ("term_dt_f",),
    "name_ended": ("term_dt_n",),
}
NEEDED = ("ufi", "name", "nt", "lat", "lon", "class", "code", "country")
# conventional English names first, then approved ones, provisional and unverified, variants,
# and what is not in Roman letters
RANKS = {"C": 0, "N": 1, "P": 2, "D": 3, "V": 4, "VA": 4, "NS": 5, "DS": 6, "VS": 6}
MOST_DIGITS = 18  # of a UFI; SQLite holds no more
LAST_RANK = 7
# areas that GENC knows and ISO does not: the West Bank, Gaza, and others whose points tell more
GENC_ONLY = frozenset({"XA", "XB", "XG", "XJ", "XR", "XW", "XZ"})


class _Name(NamedTuple):
    """A row, as far as it is used."""

    ufi: int
    rank: int
    name: str
    plain: str
    lon: float
    lat: float
    code: str
    country: str


def is_gns(head: Sequence[str]) -> bool:
    r"""
    Tell a file of GNS, old or new, by its header.

    Parameters
    ----------
    head
        First lines of a text.

    Returns
    -------
    bool
        Whether it is one.

    Examples
    --------
    >>> is_gns(["RC\tUFI\tUNI\tLAT\tLONG\tFC\tDSG\tCC1\tADM1\tNT\tFULL_NAME_RO"])
    True
    >>> is_gns(["ufi\tcity\tlat"])
    False
    """
    return bool(head) and set(NEEDED) <= set(_positions(head[0]))


def read_gns(
    text: TextFile, tally: Tally, *, advance: Callable[[int], None] = lambda _: None
) -> Iterator[Record]:
    """
    Read the places of a file of GNS.

    Parameters
    ----------
    text
        The file.
    tally
        Counts what is left out and what is malformed.
    advance
        Called with the bytes read.

    Yields
    ------
    Record
        A place with all its names, in the order of the UFIs; its province is still to be found.
    """
    with contextlib.closing(sqlite3.connect("", isolation_level=None)) as base:
        # names of one place need not stand together, and are gathered on disk
        for statement in ("PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF",
                          "CREATE TABLE name (ufi, rank, name, plain, lon, lat, code, country)",
                          "BEGIN"):  # fmt: skip
            base.execute(statement)
        base.executemany("INSERT INTO name VALUES (?,?,?,?,?,?,?,?)", _rows(text, tally, advance))
        rows = map(_Name._make, base.execute("SELECT * FROM name ORDER BY ufi, rank, rowid"))
        for ufi, group in itertools.groupby(rows, key=lambda row: row.ufi):
            yield _record(ufi, list(group))


def _rows(text: TextFile, tally: Tally, advance: Callable[[int], None]) -> Iterator[_Name]:
    """Rows of names that are in force, of places that are looked for."""
    known = features("geonames")
    positions: dict[str, int] = {}
    width = 0
    for number, line in lines_of(text, advance=advance):
        if not positions:
            header = decoded(text, number, line)
            positions, width = _positions(header), header.count("\t") + 1
            continue
        if not line:
            continue
        tally.read += 1
        try:
            cells = line.decode("utf-8").split("\t")
            if len(cells) != width:
                msg = f"{len(cells)} columns instead of {width}"
                raise ValueError(msg)  # noqa: TRY301 - one place counts all faults
            row = {role: cells[position].strip() for role, position in positions.items()}
            digits = row["ufi"].removeprefix("-")
            if not digits.isdecimal() or len(digits) > MOST_DIGITS:
                msg = f"the UFI is {row['ufi']!r}"
                raise ValueError(msg)  # noqa: TRY301
            code = row["code"] if row["code"] in known or row["class"] != "P" else "PPL"
            if code not in known or row.get("ended") or row.get("name_ended"):
                tally.left_out += 1
                continue
            yield _Name(
                int(row["ufi"]),
                RANKS.get(row["nt"].upper(), LAST_RANK),
                named(row["name"]),
                row.get("plain", ""),
                degrees(row["lon"], "longitude"),
                degrees(row["lat"], "latitude"),
                code,
                _country(row),
            )
        except UnicodeDecodeError as error:
            tally.refuse(f"{text.name}, line {number}", encoding_fault(line, error))
        except ValueError as error:
            tally.refuse(f"{text.name}, line {number}", str(error))


def _record(ufi: int, names: list[_Name]) -> Record:
    first = names[0]
    feature = features("geonames")[first.code]
    spellings = dict.fromkeys(
        name for row in names for name in (row.name, row.plain) if name and fold(name)
    )
    return Record(
        id=f"gns:{ufi}",
        name=first.name,
        lon=first.lon,
        lat=first.lat,
        kind=kind_of(feature, 0),
        source="NGA GNS",
        country=first.country or None,
        radius_m=feature.radius_m,
        alt_names=tuple(name for name in spellings if name != first.name),
    )


def _positions(header: str) -> dict[str, int]:
    """Roles of the columns, by their headers in any case; `fips` where the countries are FIPS."""
    found = [column.strip().lower() for column in header.split("\t")]
    positions = {}
    for role, columns in COLUMNS.items():
        for column in columns:
            if column in found:
                positions[role] = found.index(column)
                break
    if "cc_ft" not in found and "country" in positions:
        positions["fips"] = positions["country"]
    return positions


def _country(row: dict[str, str]) -> str:
    """Alpha-2 code of a row; empty for seas, and for what is better seen from the point."""
    first = row["country"].replace(";", ",").split(",")[0].strip().upper()
    code = fips_codes().get(first, "") if "fips" in row else first
    return code if len(code) == 2 and code not in GENC_ONLY else ""  # noqa: PLR2004 - alpha-2


@cache
def fips_codes() -> dict[str, str]:
    """
    Read the FIPS codes of countries.

    Returns
    -------
    dict
        FIPS code -> alpha-2.

    Examples
    --------
    >>> fips_codes()["IZ"], fips_codes()["WA"]
    ('IQ', 'NA')
    """
    with FIPS.open(encoding="utf-8", newline="") as file:
        return {row["fips"]: row["alpha2"] for row in csv.DictReader(file)}
