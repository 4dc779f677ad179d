"""Files that are written whole or not at all, and what is said where they cannot be."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import FarsakhError, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

FULL = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT})
FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


@contextmanager
def whole(path: str | Path) -> Iterator[Path]:
    """
    Give a file to write to, which takes the place of another once all of it is there.

    Parameters
    ----------
    path
        The file that is wanted. What is no regular file, such as a pipe or /dev/stdout, is
        written to as it is.

    Yields
    ------
    Path
        A file beside it with the same ending. It is gone afterwards: it has become `path`, or
        after a fault was removed, and `path` is what it was before.

    Raises
    ------
    OutputError
        If it cannot be written; says why and what to do.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with whole(Path(folder) / "a.txt") as part:
    ...         _ = part.write_text("all of it")
    ...     [file.name for file in Path(folder).iterdir()]
    ['a.txt']
    """
    wanted = Path(path)
    target = wanted.resolve()  # of a link the file that it names is replaced, and not the link
    if target.exists() and not target.is_file():
        part = target
    else:
        part = target.with_name(f".{target.stem}.{os.getpid()}.part{target.suffix}")
    try:
        yield part
        if part != target:
            if target.exists():
                shutil.copymode(target, part)
            part.replace(target)
    except Exception as error:
        # of an output within this one, whose name says nothing to anybody
        cause = error.__cause__ if isinstance(error, OutputError) else _system_error(error)
        if not isinstance(cause, OSError) or isinstance(cause, FarsakhError):
            raise
        raise OutputError(unwritten(wanted, cause)) from cause
    finally:
        if part != target:
            part.unlink(missing_ok=True)


def unwritten(path: str | Path, error: OSError) -> str:
    """
    Say why a file could not be written, and what to do.

    Parameters
    ----------
    path
        The file that was wanted.
    error
        What the system said.

    Returns
    -------
    str
        A sentence.

    Examples
    --------
    >>> unwritten("a.csv", OSError(errno.ENOSPC, "No space left on device"))
    'a.csv could not be written: the disk is full; free some room, or write to another disk'
    """
    if error.errno in FULL:
        why = "the disk is full; free some room, or write to another disk"
    elif error.errno in FORBIDDEN:
        why = (
            f"{(error.strerror or str(error)).lower()}; close the program that has it open, or "
            "name a file in a folder of your own"
        )
    elif not Path(path).parent.is_dir():
        why = f"there is no folder {Path(path).parent}; make it first, or name another one"
    elif error.errno == errno.EISDIR:
        why = "it is a folder; name a file in it"
    else:
        why = str(error)
    return f"{path} could not be written: {why}"


def _system_error(error: Exception) -> OSError | None:
    """Find what the system said, also where lxml or GDAL (in the words of SQLite) tell it."""
    if isinstance(error, OSError):
        return error
    said = str(error)
    number = getattr(errno, said.removeprefix("IO_"), None)  # lxml: IO_ENOSPC
    if "disk is full" in said:
        number = errno.ENOSPC
    elif "disk I/O error" in said:
        number = errno.EIO
    if isinstance(number, int):
        return OSError(number, os.strerror(number))
    return OSError(said) if type(error).__module__.startswith("pyogrio") else None
