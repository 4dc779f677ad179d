"""The user's own places: a CSV in the overlay form as an index in memory."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING

from gazetteer.build import fill
from gazetteer.index import Index
from gazetteer.records import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gazetteer.records import Record


def overlay_index(path: Path) -> Index:
    r"""
    Index a table of the user's own places.

    Parameters
    ----------
    path
        CSV in the overlay form.

    Returns
    -------
    Index
        Held in memory; nothing is written.

    Raises
    ------
    OverlayError
        If the file is no such table or a row is wrong; names the row.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder) / "mine.csv"
    ...     _ = path.write_text("name,lat,lon\nAl-Tanf,33.49,38.66\n", encoding="utf-8")
    ...     overlay_index(path).rows("SELECT name FROM place")
    [('Al-Tanf',)]
    """
    return memory_index(read_table(path), source=path.name, name=str(path))


def memory_index(records: Iterable[Record], *, source: str, name: str) -> Index:
    """
    Index places in memory.

    Parameters
    ----------
    records
        The places.
    source
        What `Gazetteer.version` calls them.
    name
        What messages call the index.

    Returns
    -------
    Index
        Nothing is written.

    Examples
    --------
    >>> memory_index([], source="none", name="none").rows("SELECT count(*) FROM place")
    [(0,)]
    """
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        fill(connection, records, meta={"source": source}, progress=lambda _: None)
        return Index(connection.serialize(), name=name)
