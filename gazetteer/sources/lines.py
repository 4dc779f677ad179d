"""
Lines of text files, plain or inside a zip, one at a time.

Nothing is ever extracted: the members of a zip are read where they are, so their names lead
nowhere.
"""

from __future__ import annotations

import codecs
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from gazetteer.errors import SourceError
from geo.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONGEST_LINE = 4_000_000  # bytes; ours: twenty times the longest row of GeoNames
MOST_UNPACKED = 20_000_000_000  # bytes: ten times all places of the world
HEAD_BYTES = 200_000  # what a file is recognised by
TEXT_ENDINGS = (".txt", ".csv", ".tsv")
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class TextFile:
    """
    A text file, or a text inside a zip.

    Attributes
    ----------
    path
        The file.
    member
        Name inside the zip; None for a plain file.
    size
        Bytes of the text.
    """

    path: Path
    member: str | None
    size: int

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.path.name if self.member is None else f"{self.path.name}:{self.member}"

    @property
    def stem(self) -> str:
        """Its name without folders and ending."""
        return Path(self.member or self.path.name).stem


def text_files(path: Path) -> list[TextFile]:
    """
    List the texts that a file is or holds.

    Parameters
    ----------
    path
        A text file, or a zip.

    Returns
    -------
    list of TextFile
        Largest first; of a zip those that end like a table, but no readme.

    Raises
    ------
    SourceError
        If the file cannot be read, or is a damaged or locked zip, or one that would fill the disk.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "SY.zip"
    ...     with zipfile.ZipFile(path, "w") as made:
    ...         made.writestr("readme.txt", "about")
    ...         made.writestr("SY.txt", "rows")
    ...     [text.name for text in text_files(path)]
    ['SY.zip:SY.txt']
    """
    from geo.files.archives import require_bounded  # noqa: PLC0415 - with its siblings

    try:
        if not zipfile.is_zipfile(path):
            return [TextFile(path, None, path.stat().st_size)]
        require_bounded(path, most_bytes=MOST_UNPACKED)
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except TableError as error:
        raise SourceError(str(error)) from error
    except (OSError, zipfile.BadZipFile) as error:
        raise unreadable(path, error) from error
    if any(entry.flag_bits & 1 for entry in entries):
        msg = f"{path} is locked with a password; unpack it yourself and name the file inside"
        raise SourceError(msg)
    texts = [
        TextFile(path, entry.filename, entry.file_size)
        for entry in entries
        if entry.filename.lower().endswith(TEXT_ENDINGS)
        and not Path(entry.filename).stem.lower().startswith("readme")
    ]
    return sorted(texts, key=lambda text: (-text.size, text.name))


def lines_of(
    text: TextFile, *, advance: Callable[[int], None] = lambda _: None
) -> Iterator[tuple[int, bytes]]:
    """
    Read a text line by line.

    Parameters
    ----------
    text
        The text.
    advance
        Called with the bytes read since the last call.

    Yields
    ------
    number, line
        From 1, without the line end and the mark of UTF-8.

    Raises
    ------
    SourceError
        If the file cannot be read to its end, or is no lines of UTF-8.
    """
    try:
        with _opened(text) as stream:
            number, unsaid = 0, 0
            while line := stream.readline(LONGEST_LINE):
                number += 1
                unsaid += len(line)
                if unsaid > HEAD_BYTES:
                    advance(unsaid)
                    unsaid = 0
                if number == 1:
                    if line.startswith(UTF_16):
                        raise _not_utf8(text, 1, "it is UTF-16")
                    line = line.removeprefix(codecs.BOM_UTF8)
                if len(line) == LONGEST_LINE:
                    msg = f"{text.name}, line {number} has no end; expected a table, a row a line"
                    raise SourceError(msg)
                yield number, line.rstrip(b"\r\n")
            advance(unsaid)
    except (OSError, EOFError, zipfile.BadZipFile, NotImplementedError) as error:
        if isinstance(error, SourceError):
            raise
        raise unreadable(text.path, error) from error


def head_of(text: TextFile) -> list[str]:
    """
    Read the first lines, to recognise a text by.

    Parameters
    ----------
    text
        The text.

    Returns
    -------
    list of str
        At most 200 lines of the first 200,000 bytes; none of a file that is no text.
    """
    head: list[str] = []
    size = 0
    for _, line in lines_of(text):
        size += len(line)
        if b"\0" in line or size > 2 * HEAD_BYTES:
            return head
        head.append(line.decode("utf-8", errors="replace"))
        if len(head) == 200 or size > HEAD_BYTES:  # noqa: PLR2004 - lines, see above
            return head
    return head


def decoded(text: TextFile, number: int, line: bytes) -> str:
    """
    Decode a line of a text that must be UTF-8 throughout.

    Parameters
    ----------
    text
        The text, for messages.
    number
        Number of the line.
    line
        Its bytes.

    Returns
    -------
    str
        The line.

    Raises
    ------
    SourceError
        If it is in another encoding; says what to do.
    """
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf8(text, number, encoding_fault(line, error)) from error


def encoding_fault(line: bytes, error: UnicodeDecodeError) -> str:
    """
    Say which byte is no UTF-8, and what it would be in the most common other encoding.

    Parameters
    ----------
    line
        The bytes.
    error
        What decoding them raised.

    Returns
    -------
    str
        A sentence without its end.

    Examples
    --------
    >>> line = "Médine".encode("cp1252")
    >>> try:
    ...     _ = line.decode()
    ... except UnicodeDecodeError as error:
    ...     encoding_fault(line, error)
    "byte 2 is 0xe9, no UTF-8; in Windows-1252 it would be 'é'"
    """
    byte = line[error.start : error.start + 1]
    other = byte.decode("cp1252", errors="replace")
    return (
        f"byte {error.start + 1} is 0x{byte.hex()}, no UTF-8; in Windows-1252 it would be {other!r}"
    )


def unreadable(path: Path, error: Exception) -> SourceError:
    """
    Say why a file cannot be read.

    Parameters
    ----------
    path
        The file.
    error
        What reading it raised.

    Returns
    -------
    SourceError
        To be raised.
    """
    why = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return SourceError(f"{path} cannot be read: {why}")


def _opened(text: TextFile) -> IO[bytes]:
    if text.member is None:
        return text.path.open("rb")
    # the stream keeps the archive's file open until it is closed itself
    return zipfile.ZipFile(text.path).open(text.member)


def _not_utf8(text: TextFile, number: int, fault: str) -> SourceError:
    return SourceError(
        f"{text.name}, line {number}: {fault}. Save the file as UTF-8 (in a spreadsheet: "
        "'CSV UTF-8'), or convert it: iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW"
    )
