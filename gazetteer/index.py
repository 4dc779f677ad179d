"""One file of places, read: SQL in, rows out. Opened at the first question, once per thread."""

from __future__ import annotations

import os
import sqlite3
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

from gazetteer.build import DEGREE, FIRST_OTHER
from gazetteer.errors import IndexFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


_PLACE = """
SELECT number, id, name, lon, lat, p.country, admin1, kind, population, radius_m, source, codes
FROM place p """
_POSITIONS = f"""
SELECT coalesce(id, 'geonames:' || number), lon * 1.0 / {DEGREE}, lat * 1.0 / {DEGREE}, population,
    radius_m, country
FROM place"""  # noqa: S608 - constants
_NAMED = """
SELECT number, id, name, lon, lat, p.country, admin1, kind, population, radius_m, source, codes,
    role """
_FOLD = _NAMED + "FROM fold k JOIN place p ON p.number = k.place WHERE k.key = ?"
_FOLD_IN = _FOLD + " AND k.country = ?"
_SKELETON = _NAMED + "FROM skeleton k JOIN place p ON p.number = k.place WHERE k.key = ?"
# the country comes first in this table, so that one country's keys can be read; without one,
# each country is looked at
_SKELETON_ANY = _SKELETON + " AND k.country IN (SELECT code FROM country)"  # noqa: S608 - constants
_SKELETON_IN = _SKELETON + " AND k.country = ?"
# both in one question: a question costs as much as its answer
_EITHER = """
SELECT number, id, name, lon, lat, p.country, admin1, kind, population, radius_m, source, codes,
    role, spelt
FROM (
    SELECT place, role, 0 AS spelt FROM fold WHERE key = ?1 AND country {of}
    UNION ALL SELECT place, role, 1 FROM skeleton WHERE key = ?3 AND country {of}
) k JOIN place p ON p.number = k.place"""
_EITHER_IN = _EITHER.format(of="= ?2")
_EITHER_OR_NOWHERE = _EITHER.format(of="IN (?2, '')")
CACHE_KIB = 8_000  # a thread; with SQLite's own 2,000 a quarter slower
_FITTING = "SELECT DISTINCT key FROM fold WHERE key GLOB ? AND country IN (?, '')"
# of the places of a key, those of GeoNames are counted: a town and its district are no rivals
_KEYS_IN = f"""
SELECT key, sum(place < {FIRST_OTHER}) FROM skeleton
WHERE country IN (?, '') AND key > '/' GROUP BY key"""  # noqa: S608 - constants
_KEYS_LIKE = """
SELECT DISTINCT key FROM skeleton
WHERE country IN (SELECT code FROM country) AND key BETWEEN ? AND ?"""

# columns of a row; the role is that of the name that matched
NUMBER, ID, NAME, COUNTRY, ADMIN1 = 0, 1, 2, 5, 6
KIND, POPULATION, CODES, ROLE, SPELT = 7, 8, 11, 12, 13
Row: TypeAlias = tuple[Any, ...]


class Index:
    """
    One file of places, or one built in memory, read by any number of threads.

    Parameters
    ----------
    source
        Path of an index file, or the bytes of one.
    name
        What messages call it.
    repair
        Called if the file turns out to be damaged; gives the path of a sound one.
    """

    def __init__(
        self,
        source: Path | bytes,
        *,
        name: str,
        repair: Callable[[str], Path] | None = None,
    ) -> None:
        self._source = source
        self._local = threading.local()
        self._repair = repair
        self._repairing = threading.Lock()
        self._nowhere: bool | None = None
        self.name = name

    def __reduce__(self) -> tuple[Any, ...]:
        """Open the same places in another process; who started it mends what is damaged."""
        return partial(Index, name=self.name), (self._source,)

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """
        Ask the file.

        Parameters
        ----------
        sql, values
            A query and its values.

        Returns
        -------
        list of tuple
            All rows.

        Raises
        ------
        IndexFileError
            If the file is damaged and cannot be repaired.
        """
        local = self._local
        try:
            return self._connection(local).execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            with self._repairing:
                if self._local is local:  # no other thread has repaired it meanwhile
                    self._mend(error)
            return self._connection(self._local).execute(sql, values).fetchall()

    def named(self, folded: str, country: str | None) -> list[tuple[Any, ...]]:
        """
        Find the places of a name.

        Parameters
        ----------
        folded
            Key of the name (`names.fold`).
        country
            Alpha-2 code; None for all.

        Returns
        -------
        list of tuple
            Columns of the place, then the role of the name.
        """
        if country is None:
            return self.rows(_FOLD, (folded,))
        return self.rows(self._in(_FOLD_IN), (folded, country))

    def spelt(self, skeleton: str, country: str | None) -> list[tuple[Any, ...]]:
        """
        Find the places of a spelling.

        Parameters
        ----------
        skeleton
            Key of the name (`names.skeleton` or `names.consonants`).
        country
            Alpha-2 code; None for all.

        Returns
        -------
        list of tuple
            Columns of the place, then the role of the name.
        """
        if country is None:
            return self.rows(_SKELETON_ANY, (skeleton,))
        return self.rows(self._in(_SKELETON_IN), (skeleton, country))

    def either(self, folded: str, skeleton: str, country: str) -> list[tuple[Any, ...]]:
        """
        Find the places of a name and those of its spelling at once.

        Parameters
        ----------
        folded, skeleton
            Keys of the name.
        country
            Alpha-2 code.

        Returns
        -------
        list of tuple
            Columns of the place, the role of the name, and 0 for the name, 1 for the spelling.
        """
        sql = _EITHER_OR_NOWHERE if self._anywhere() else _EITHER_IN
        return self.rows(sql, (folded, country, skeleton))

    def fitting(self, glob: str, country: str) -> list[str]:
        """
        List the folded names of a country that a pattern fits.

        Parameters
        ----------
        glob
            Pattern of SQLite's GLOB; what stands before its first star makes it fast.
        country
            Alpha-2 code.

        Returns
        -------
        list of str
            Keys (`names.fold`), each once.
        """
        return [str(row[0]) for row in self.rows(_FITTING, (glob, country))]

    def vocabulary(self, country: str) -> tuple[list[str], float]:
        """
        List the skeletons of a country's names.

        Parameters
        ----------
        country
            Alpha-2 code.

        Returns
        -------
        keys, shared
            Skeletons, each once, and the share of them that several towns have.
        """
        rows = self.rows(_KEYS_IN, (country,))
        shared = sum(row[1] > 1 for row in rows)
        return [str(row[0]) for row in rows], shared / max(len(rows), 1)

    def beginning(self, letters: str) -> list[str]:
        """
        List the skeletons of all countries that begin with some letters.

        Parameters
        ----------
        letters
            First letters.

        Returns
        -------
        list of str
            Skeletons, each once.
        """
        return [str(row[0]) for row in self.rows(_KEYS_LIKE, (letters, f"{letters}~"))]

    def place(self, place_id: str) -> tuple[Any, ...] | None:
        """
        Find a place by its id.

        Parameters
        ----------
        place_id
            As "geonames:172955".

        Returns
        -------
        tuple or None
            Columns of the place.
        """
        source, _, number = place_id.partition(":")
        if source == "geonames" and number.isdecimal() and int(number) < FIRST_OTHER:
            rows = self.rows(_PLACE + "WHERE number = ?", (int(number),))
        else:
            rows = self.rows(_PLACE + "WHERE id = ?", (place_id,))
        return rows[0] if rows else None

    def inside(self, west: float, south: float, east: float, north: float) -> list[tuple[Any, ...]]:
        """
        List the places in a box.

        Parameters
        ----------
        west, south, east, north
            Degrees.

        Returns
        -------
        list of tuple
            Columns of the places, in the order of their numbers.
        """
        box = [round(edge * DEGREE) for edge in (south, north, west, east)]
        where = "WHERE lat BETWEEN ? AND ? AND lon BETWEEN ? AND ? ORDER BY number"
        return self.rows(_PLACE + where, box)

    def largest(
        self, west: float, south: float, east: float, north: float, limit: int
    ) -> list[tuple[Any, ...]]:
        """
        List the most populous places in a box.

        Parameters
        ----------
        west, south, east, north
            Degrees.
        limit
            How many.

        Returns
        -------
        list of tuple
            Columns of the places, the largest first.
        """
        box = [round(edge * DEGREE) for edge in (south, north, west, east)]
        where = (
            "WHERE lat BETWEEN ? AND ? AND lon BETWEEN ? AND ? AND population > 0 "
            "ORDER BY population DESC, number LIMIT ?"
        )
        return self.rows(_PLACE + where, (*box, limit))

    def of_kinds(self, kinds: Sequence[str]) -> list[tuple[Any, ...]]:
        """
        List the places of some kinds, with what a search by position needs.

        Parameters
        ----------
        kinds
            Kinds of places.

        Returns
        -------
        list of tuple
            id, lon, lat, population, radius_m, country.
        """
        marks = ", ".join("?" * len(kinds))
        return self.rows(f"{_POSITIONS} WHERE kind IN ({marks}) ORDER BY number", tuple(kinds))

    def country_of(self, word: str, role: str) -> str | None:
        """
        Find the country that a word means.

        Parameters
        ----------
        word
            A code as it is, a name or demonym folded.
        role
            "code", "name" or "demonym".

        Returns
        -------
        str or None
            Alpha-2 code.
        """
        rows = self.rows("SELECT country FROM word WHERE word = ? AND role = ?", (word, role))
        return str(rows[0][0]) if rows else None

    def _in(self, sql: str) -> str:
        """Ask for what belongs to no country too, if this file has any such place."""
        return sql.removesuffix(" = ?") + " IN (?, '')" if self._anywhere() else sql

    def _anywhere(self) -> bool:
        """Whether a place of the file belongs to no country, and is found from each."""
        if self._nowhere is None:
            self._nowhere = bool(self.rows("SELECT 1 FROM country WHERE code = ''"))
        return self._nowhere

    def _mend(self, error: sqlite3.DatabaseError) -> None:
        """Put a sound file in place of a damaged one, once."""
        why = f"the index of places {self.name} is damaged ({error})"
        if self._repair is None:
            msg = f"{why}; delete it and make it again"
            raise IndexFileError(msg) from error
        repair, self._repair = self._repair, None
        self._source = repair(why)
        self._local = threading.local()

    def _connection(self, local: threading.local) -> sqlite3.Connection:
        """Open the file once for the calling thread."""
        held: _Held | None = getattr(local, "held", None)
        if held is None:
            if isinstance(self._source, Path):
                uri = f"file:{quote(os.fspath(self._source.resolve()))}?mode=ro&immutable=1"
                connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            else:
                connection = sqlite3.connect(":memory:", check_same_thread=False)
                connection.deserialize(self._source)
            connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
            held = local.held = _Held(connection)
        return held.connection


class _Held:
    """A connection that is closed with the thread that it belongs to."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def __del__(self) -> None:
        self.connection.close()
