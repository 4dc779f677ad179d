"""
A report as it was given: a file in any encoding or a text, decoded and cut into blocks.

A byte order mark is left out; line ends stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path

from gazetteer.errors import ReportError

from .blocks import Block, split_blocks
from .conversion import file_text, html_text, looks_like_html

MAX_NAME_LENGTH = 1024  # longer than any file name: such a text is the report itself
_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP, Word or Excel file",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "a compressed file",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A report: its file's name (empty for a bare text), its text and its blocks."""

    name: str
    text: str
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """The first heading, else the first line."""
        for block in self.blocks:
            if block.kind == "heading":
                return block.text
        return self.blocks[0].text if self.blocks else ""


def read_document(path_or_text: str | PathLike[str]) -> Document:
    r"""
    Read a report from a file (plain text, Markdown, HTML, Word, PDF), or take a text as it is.

    Parameters
    ----------
    path_or_text
        A path; or a string, which is a path if a file of that name exists, and else the report.

    Returns
    -------
    document
        The decoded text and its blocks.

    Raises
    ------
    ReportError
        If there is no such file, or it holds no text.

    Examples
    --------
    >>> document = read_document("# Libya\n\n- On **March 3, 2021**, a bomb exploded.")
    >>> [(block.kind, block.text) for block in document.blocks]
    [('heading', 'Libya'), ('bullet', 'On March 3, 2021, a bomb exploded.')]
    """
    path = _as_path(path_or_text)
    if path is None:
        name, text = "", str(path_or_text)
    else:
        name = path.name
        try:
            raw = path.read_bytes()
        except OSError as error:
            msg = f"{path} cannot be read: {error.strerror or error}"
            raise ReportError(msg) from error
        text = report_text(raw, name=name)
    if not text.strip():
        msg = f"{name or 'The report'} holds no text."
        raise ReportError(msg)
    return Document(name=name, text=text, blocks=split_blocks(text))


def report_text(raw: bytes, *, name: str = "the report") -> str:
    r"""
    Turn a file of any kind into the text that is read: plain text, Markdown, HTML, Word or PDF.

    Parameters
    ----------
    raw
        The whole file.
    name
        How messages call it.

    Returns
    -------
    text
        Positions of events are characters of it.

    Raises
    ------
    ReportError
        If it holds no text, or needs a library that is not installed.

    Examples
    --------
    >>> report_text(b"<html><h1>Kano</h1><p>A bomb exploded.</p></html>")
    '# Kano\n\nA bomb exploded.'
    """
    converted = file_text(raw, name=name)
    if converted is not None:
        return converted
    text = decode(raw, name=name)
    return html_text(text) if looks_like_html(text) else text


def decode(raw: bytes, *, name: str = "the report") -> str:
    """
    Turn the bytes of a file into text, whatever its encoding.

    Parameters
    ----------
    raw
        The whole file.
    name
        How messages call it.

    Returns
    -------
    text
        Without a byte order mark, line ends as they are.

    Raises
    ------
    ReportError
        If the bytes are no text.

    Notes
    -----
    A byte order mark decides, then UTF-8, then UTF-16 by its many zero bytes, then the guess of
    charset-normalizer.

    Examples
    --------
    >>> decode("Dayr az-Zawr - دير الزور".encode("utf-16"))
    'Dayr az-Zawr - دير الزور'
    """
    for magic, what in _MAGIC.items():
        if raw.startswith(magic):
            msg = f"{name} is {what}, not a text: save it as plain text or Markdown first."
            raise ReportError(msg)
    encodings = ["utf-8-sig"]
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16", *encodings]
    elif raw[:400].count(0) > len(raw[:400]) // 4:
        encodings = ["utf-16-le" if raw[1:2] == b"\0" else "utf-16-be"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text.replace("\0", " ")
    import charset_normalizer  # noqa: PLC0415 - slow to import and seldom needed

    best = charset_normalizer.from_bytes(raw).best()
    if best is None or b"\0" in raw[:4000]:
        msg = f"{name} is no text in any known encoding."
        raise ReportError(msg)
    return str(best)


def _as_path(path_or_text: str | PathLike[str]) -> Path | None:
    if not isinstance(path_or_text, str):
        return Path(fspath(path_or_text))
    one_line = path_or_text.strip()
    if "\n" in path_or_text or len(one_line) > MAX_NAME_LENGTH or "\0" in one_line:
        return None
    try:
        if Path(path_or_text).is_file():
            return Path(path_or_text)
    except OSError:
        return None
    if re.fullmatch(r"\S+\.[A-Za-z]{2,5}", one_line):
        msg = f"There is no file {one_line!r} here."
        raise ReportError(msg)
    return None
