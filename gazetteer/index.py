"""One file of places, read: SQL in, rows out. Opened at the first question, once per thread."""

from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from gazetteer.errors import IndexFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


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
        self.name = name

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
            held = local.held = _Held(connection)
        return held.connection


class _Held:
    """A connection that is closed with the thread that it belongs to."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def __del__(self) -> None:
        self.connection.close()
