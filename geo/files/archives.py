"""Archives that unpack to more than anybody wrote: refused before they are opened."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Final

from geo.errors import TableError

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES: Final = 2_000_000_000
"""Unpacked: ours; a sheet of a million rows and forty columns, as many as Excel has, is half."""

SMALL_BYTES: Final = 100_000_000
"""Unpacked, up to which any ratio is borne: it does no harm."""

MOST_RATIO: Final = 200.0
"""Of unpacked to packed: sheets of equal cells reach some 50, bombs a thousand."""


def require_bounded(path: Path, *, most_bytes: float = MOST_BYTES) -> None:
    """
    Refuse a zip file, such as a workbook, that would fill the memory or the disk.

    Parameters
    ----------
    path
        The file; one that is no zip file passes, for its reader to refuse.
    most_bytes
        Unpacked, that can be borne.

    Raises
    ------
    TableError
        If it says that it unpacks to more than a table can be.

    Notes
    -----
    The sizes are those that the archive states; Python's zipfile reads no more of a part than
    that.
    """
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = max(sum(part.compress_size for part in parts), 1)
    if unpacked > most_bytes or (unpacked > SMALL_BYTES and unpacked / packed > MOST_RATIO):
        message = (
            f"{path} unpacks to {unpacked / 1e6:,.0f} MB, {unpacked / packed:,.0f} times its size, "
            "and was not opened; unpack it, or save a table of this size as .csv or .parquet"
        )
        raise TableError(message)
