"""
The index of places, written: one SQLite file from any iterable of records; standard library only.

A file appears whole or not at all: it is written under a temporary name beside its target,
flushed, and moved over. One process builds at a time, under a lock that the operating system
releases when its owner dies; the next one finds the file done. Coordinates are stored as
integers of 1e-7 degrees.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import sqlite3
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gazetteer.errors import IndexFileError
from gazetteer.folders import VARIABLE
from gazetteer.generics import bare_name
from gazetteer.names import (
    KEYS_VERSION,
    MIN_STORED,
    UNWRITTEN_VOWELS,
    bones,
    fold,
    skeleton,
    skeleton_of_fold,
)
from gazetteer.place import AREAS, SETTLEMENTS
from gazetteer.spellings import respellings
from geo.outputs import FULL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from gazetteer.records import Record

APPLICATION_ID = 0x46415253  # "FARS", in the header of the file
FORMAT_VERSION = 200 + KEYS_VERSION  # of tables and keys together

DEGREE = 10_000_000  # stored units a degree: about a centimetre
# roles of a name; bare is one without its generic word, "Arar" of the Arar border crossing,
# and found only by a query that names the kind; an abbreviation, "Calif.", only by one that
# asks for divisions
OWN, ALTERNATE, ALIAS, BARE, ABBREVIATION = 0, 1, 2, 3, 4
FIRST_OTHER = 1 << 40  # row numbers from here are not GeoNames ids

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE place (
    number INTEGER PRIMARY KEY, id TEXT, name TEXT NOT NULL, lon INTEGER NOT NULL,
    lat INTEGER NOT NULL, country TEXT, admin1 TEXT, kind TEXT NOT NULL,
    population INTEGER NOT NULL, radius_m REAL, source TEXT, codes TEXT
);
CREATE TABLE fold (
    key TEXT, country TEXT, place INTEGER, role INTEGER NOT NULL,
    PRIMARY KEY (key, country, place)
) WITHOUT ROWID;
CREATE TABLE skeleton (
    country TEXT, key TEXT, place INTEGER, role INTEGER NOT NULL,
    PRIMARY KEY (country, key, place)
) WITHOUT ROWID;
CREATE TABLE country (code TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE word (word TEXT, role TEXT, country TEXT, PRIMARY KEY (word, role)) WITHOUT ROWID;
CREATE TEMP TABLE folds (key TEXT, country TEXT, place INTEGER, role INTEGER);
CREATE TEMP TABLE skeletons (country TEXT, key TEXT, place INTEGER, role INTEGER);
"""
# Keys are sorted at the end, outside of memory: sorted rows fill pages, and of several roles of
# one name the first is kept.
_KEYS = """
INSERT OR IGNORE INTO fold SELECT * FROM folds ORDER BY 1, 2, 3, 4;
DROP TABLE folds;
INSERT OR IGNORE INTO skeleton SELECT * FROM skeletons ORDER BY 1, 2, 3, 4;
DROP TABLE skeletons;
INSERT INTO country SELECT DISTINCT country FROM fold ORDER BY 1;
CREATE INDEX place_id ON place (id) WHERE id IS NOT NULL;
CREATE INDEX place_box ON place (lat, lon);
"""
BATCH = 10_000  # records held at once, about 30 MB, however long their source is
SORTING_KIB = 65_536  # memory for the sorting of keys


@dataclass(slots=True)
class _Rows:
    """Rows of the tables place, fold, skeleton and word."""

    places: list[tuple[object, ...]] = field(default_factory=list)
    folds: list[tuple[str, str, int, int]] = field(default_factory=list)
    skeletons: list[tuple[str, str, int, int]] = field(default_factory=list)
    words: list[tuple[str, str, str]] = field(default_factory=list)


def write_index(
    target: Path,
    records: Iterable[Record],
    *,
    meta: dict[str, str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> None:
    """
    Write an index file, whole or not at all.

    Parameters
    ----------
    target
        File to write; an older one is replaced at the end.
    records
        Places.
    meta
        What the file says of itself.
    progress
        Called with a line for each step.

    Raises
    ------
    IndexFileError
        If the disk is full or the folder cannot be written.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from gazetteer.records import Record
    >>> ariha = Record(id="overlay:ariha", name="Ariha", lon=36.6, lat=35.8, kind="town",
    ...                source="example", country="SY")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder) / "places.sqlite"
    ...     write_index(path, [ariha])
    ...     fault(path) is None
    True
    """
    temporary = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    for leftover in target.parent.glob(f"{target.name}.*.tmp"):  # of builds that were killed
        if leftover == temporary or not _alive(leftover):
            leftover.unlink(missing_ok=True)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(sqlite3.connect(temporary, isolation_level=None)) as connection:
            fill(connection, records, meta=meta or {}, progress=progress or (lambda _: None))
            connection.execute("VACUUM")  # fills the pages: a tenth less
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(target)
    except (sqlite3.Error, OSError) as error:
        if isinstance(error, IndexFileError):
            raise
        raise _refusal(target, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def fill(
    connection: sqlite3.Connection,
    records: Iterable[Record],
    *,
    meta: dict[str, str],
    progress: Callable[[str], None],
) -> None:
    """
    Fill an empty database with the tables of an index.

    Parameters
    ----------
    connection
        An empty database.
    records
        Places.
    meta
        What the file says of itself.
    progress
        Called with a line for each step.
    """
    execute = connection.execute
    for pragma in ("page_size=4096", "journal_mode=OFF", "synchronous=OFF", "temp_store=FILE"):
        execute(f"PRAGMA {pragma}")
    execute(f"PRAGMA cache_size=-{SORTING_KIB}")
    execute(f"PRAGMA application_id={APPLICATION_ID}")
    execute(f"PRAGMA user_version={FORMAT_VERSION}")
    connection.executescript(_SCHEMA)
    execute("BEGIN")
    insert = connection.executemany
    numbered = enumerate(records)
    while batch := list(itertools.islice(numbered, BATCH)):
        rows = _rows(batch)
        # a place that a source has twice is one place with the names of both
        insert(
            f"INSERT OR IGNORE INTO place VALUES ({','.join('?' * 12)})",  # noqa: S608 - constants
            sorted(rows.places),
        )
        insert("INSERT INTO folds VALUES (?,?,?,?)", rows.folds)
        insert("INSERT INTO skeletons VALUES (?,?,?,?)", rows.skeletons)
        insert("INSERT OR IGNORE INTO word VALUES (?,?,?)", rows.words)
        progress(f"{batch[-1][0] + 1:,} places read")
    progress("sorting the names")
    for statement in _KEYS.split(";"):
        execute(statement)
    ((places,),) = execute("SELECT count(*) FROM place")
    insert("INSERT INTO meta VALUES (?,?)", sorted({**meta, "places": str(places)}.items()))
    execute("COMMIT")


def fault(path: Path) -> str | None:  # noqa: PLR0911 - one for each fault
    """
    Say what is wrong with an index file, from its first hundred bytes and its size.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    str or None
        None for a usable file; else the fault as the end of a sentence.

    Examples
    --------
    >>> import pathlib
    >>> fault(pathlib.Path("nowhere.sqlite"))
    'is missing'
    """
    try:
        with path.open("rb") as file:
            header = file.read(100)
            size = os.fstat(file.fileno()).st_size
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    if not header.startswith(b"SQLite format 3\0") or len(header) < 100:  # noqa: PLR2004 - header
        return "is no SQLite file, or a damaged one"
    # offsets of the SQLite file format: page size 16, pages 28, user version 60, application 68
    page, pages = int.from_bytes(header[16:18]), int.from_bytes(header[28:32])
    if int.from_bytes(header[68:72]) != APPLICATION_ID:
        return "is no index of places"
    version = int.from_bytes(header[60:64])
    if version != FORMAT_VERSION:
        return f"has format {version}, and this release reads {FORMAT_VERSION}"
    if page * pages != size:
        return f"is damaged: {size:,} bytes instead of {page * pages:,}"
    return None


@contextlib.contextmanager
def locked(target: Path) -> Iterator[None]:
    """
    Hold the right to build a file; wait while another process has it.

    The lock belongs to the open file and dies with its owner, however that ends.

    Parameters
    ----------
    target
        The file to be built; the lock is a file beside it.

    Yields
    ------
    None
        While the lock is held.

    Raises
    ------
    IndexFileError
        If the folder cannot be written.
    """
    lock = target.with_name(f"{target.name}.lock")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        file = lock.open("ab")
    except OSError as error:
        raise _refusal(target, error) from error
    with file:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - of that platform only

            while True:
                try:
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                    break
                except OSError:  # it gives up after ten seconds
                    continue
        else:
            import fcntl  # noqa: PLC0415 - of the other platforms only

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _rows(records: Iterable[tuple[int, Record]]) -> _Rows:
    """Rows of the tables of an index, from records with their numbers."""
    rows = _Rows()
    for count, record in records:
        source, _, number = record.id.partition(":")
        from_geonames = source == "geonames" and number.isdigit()
        place = int(number) if from_geonames else FIRST_OTHER + count
        rows.places.append(
            (
                place,
                None if from_geonames else record.id,
                record.name,
                round(record.lon * DEGREE),
                round(record.lat * DEGREE),
                record.country,
                record.admin1,
                record.kind,
                record.population,
                record.radius_m,
                None if from_geonames else record.source,
                "|".join(record.codes) if record.kind in AREAS else None,
            )
        )
        _add_keys(rows, record, place)
        if record.kind == "country" and record.country:
            rows.words.extend(_country_words(record, record.country))
    return rows


def _add_keys(rows: _Rows, record: Record, place: int) -> None:
    """Add the keys of all names of a record."""
    # an area of several countries is found from each of them
    countries = {record.country or "", *(code[:2] for code in record.codes)}
    if len(countries) > 1:
        countries.discard("")
    names = [
        (record.name, OWN),
        *((name, ALTERNATE) for name in record.alt_names),
        *((name, ALIAS) for name in record.aliases),
    ]
    if record.kind not in SETTLEMENTS:
        names += [(bare, BARE) for name, _ in names if (bare := bare_name(name, record.kind))]
    keys: dict[str, tuple[str, int]] = {}
    for name, role in names:
        keys.setdefault(fold(name), (name, role))
    keys.pop("", None)
    for key, (name, role) in keys.items():
        for country in countries:
            rows.folds.append((key, country, place, role))
            if key.isascii():
                for form in _forms(name, key, country):
                    rows.skeletons.append((country, form, place, role))
    for name in record.abbreviations:
        rows.folds.extend((fold(name), country, place, ABBREVIATION) for country in countries)


def _forms(name: str, folded: str, country: str) -> set[str]:
    """Keys of the spellings of a name in Latin letters, which is folded already."""
    keys = [skeleton_of_fold(folded, country or None)]
    keys += [skeleton(spelling, country) for spelling in respellings(name, country)]
    if country in UNWRITTEN_VOWELS:
        keys += [bones(key, country) for key in keys]
    return {key for key in keys if len(key) >= MIN_STORED}


def _country_words(record: Record, country: str) -> Iterator[tuple[str, str, str]]:
    """Words that mean a country: its codes as written, names and demonyms folded."""
    for code in record.codes_of_country:
        yield code, "code", country
    for name in (record.name, *record.alt_names):
        yield fold(name), "name", country
    for demonym in record.demonyms:
        yield fold(demonym), "demonym", country


def _alive(leftover: Path) -> bool:
    """Whether the process that writes a temporary file still runs."""
    pid = leftover.name.split(".")[-2]
    if not pid.isdigit() or sys.platform == "win32":  # os.kill would end the process there
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _refusal(target: Path, error: Exception) -> IndexFileError:
    """Say why a file cannot be written."""
    full = getattr(error, "errno", None) in FULL or "disk is full" in str(error)
    if full:
        msg = (
            f"no room to write {target}: the disk is full; the unfinished file was removed. "
            "Free 150 MB there and try again"
        )
    else:
        msg = (
            f"{target} cannot be written: {error}. Make its folder writable; imported places go to "
            f"another one that {VARIABLE} names, and a wheel of farsakh brings its own index along"
        )
    return IndexFileError(msg)
