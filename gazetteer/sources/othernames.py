"""Names that come in a file of their own, joined to the places in a database on disk."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

from gazetteer.sources.lines import encoding_fault, lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gazetteer.records import Record
    from gazetteer.sources.lines import TextFile
    from gazetteer.sources.tally import Tally


class OtherNames:
    """Alternate names and names of divisions, on disk, for as long as they are joined."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None)  # a file that dies with it
        for pragma in ("journal_mode=OFF", "synchronous=OFF"):
            self._base.execute(f"PRAGMA {pragma}")
        self._base.execute("CREATE TABLE name (key, name TEXT)")
        self._base.execute("BEGIN")
        self._indexed = False

    def close(self) -> None:
        """Give the disk space back."""
        self._base.close()

    def add(
        self,
        text: TextFile,
        read: Callable[[list[str]], tuple[int | str, str] | None],
        tally: Tally,
        *,
        advance: Callable[[int], None] = lambda _: None,
    ) -> None:
        """
        Read a file of names.

        Parameters
        ----------
        text
            The file.
        read
            Cells to a key and a name; None for what is no name; `alternate_name` or `code_name`.
        tally
            Counts what is left out and what is malformed.
        advance
            Called with the bytes read.
        """
        self._base.executemany("INSERT INTO name VALUES (?, ?)", _names(text, read, tally, advance))

    def of(self, key: int | str) -> list[str]:
        """
        Give the names of a place.

        Parameters
        ----------
        key
            GeoNames' number, or the code of a division.

        Returns
        -------
        list of str
            In the order of their files.
        """
        if not self._indexed:
            self._base.execute("CREATE INDEX name_key ON name (key)")
            self._indexed = True
        rows = self._base.execute("SELECT name FROM name WHERE key = ? ORDER BY rowid", (key,))
        return [row[0] for row in rows]

    def keys(self) -> Iterator[int | str]:
        """
        List all that have a name.

        Yields
        ------
        int or str
            Keys, each once, in order.
        """
        for row in self._base.execute("SELECT DISTINCT key FROM name ORDER BY key"):
            yield row[0]


def with_names(records: Iterable[Record], others: OtherNames) -> Iterator[Record]:
    """
    Add alternate names to places.

    Parameters
    ----------
    records
        Places of GeoNames.
    others
        The names.

    Yields
    ------
    Record
        Each place, with its names.
    """
    for record in records:
        names = others.of(int(record.id.partition(":")[2]))
        yield replace(record, alt_names=(*record.alt_names, *names)) if names else record


def _names(
    text: TextFile,
    read: Callable[[list[str]], tuple[int | str, str] | None],
    tally: Tally,
    advance: Callable[[int], None],
) -> Iterator[tuple[int | str, str]]:
    for number, line in lines_of(text, advance=advance):
        if not line:
            continue
        tally.read += 1
        try:
            row = read(line.decode("utf-8").split("\t"))
        except UnicodeDecodeError as error:
            tally.refuse(f"{text.name}, line {number}", encoding_fault(line, error))
        except ValueError as error:
            tally.refuse(f"{text.name}, line {number}", str(error))
        else:
            if row is None:
                tally.left_out += 1
            else:
                yield row
