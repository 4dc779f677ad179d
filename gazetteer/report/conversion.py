"""
Word, HTML and PDF files as the plain text that a report is read from.

Headings become lines with #, items lines with -, rows of tables lines with |; paragraphs are set
apart by empty lines. The libraries that open them come with the extra `farsakh[documents]`.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

from gazetteer.errors import ReportError

from .pdf import pdf_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import Tag
    from docx.document import Document as WordDocument
    from docx.table import Table
    from docx.text.paragraph import Paragraph

MAX_BYTES: Final = 200_000_000  # of a file: larger ones are no report
MAX_UNPACKED: Final = 300_000_000  # bytes that a Word file may unpack to; bombs are larger
MAX_RATIO: Final = 200  # of unpacked to packed bytes of one part; text stays below 20
MAX_DEPTH: Final = 400  # of nested elements of a page; people write a few dozen
_HEADING: Final = re.compile(r"(?:heading|title|subtitle)\s*(\d)?", re.IGNORECASE)
_PAGE: Final = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_SKIPPED: Final = frozenset(
    (
        "aside", "button", "footer", "form", "iframe", "nav", "noscript", "object", "script",
        "style", "svg", "template",
    )
)  # fmt: skip
_BREAKS: Final = frozenset(
    (
        "article", "blockquote", "dd", "div", "dl", "dt", "figcaption", "figure", "header", "main",
        "ol", "p", "pre", "section", "table", "ul",
    )
)  # fmt: skip
LEVELS: Final = 6  # of Markdown's headings


def looks_like_html(text: str) -> bool:
    """
    Say whether a text is a page.

    Parameters
    ----------
    text
        A decoded file.

    Returns
    -------
    answer
        Whether it begins as a page does.

    Examples
    --------
    >>> looks_like_html("<!DOCTYPE html><p>A bomb exploded.</p>"), looks_like_html("a < b")
    (True, False)
    """
    return _PAGE.match(text[:4000]) is not None


def file_text(raw: bytes, *, name: str) -> str | None:
    """
    Turn a PDF or Word file into text.

    Parameters
    ----------
    raw
        The whole file.
    name
        How messages call it.

    Returns
    -------
    text
        None if it is neither.

    Raises
    ------
    ReportError
        If it is damaged, locked, too large, holds no text, or the library is not installed.
    """
    if len(raw) > MAX_BYTES:
        msg = (
            f"{name} has {len(raw) / 1e6:.0f} MB; reports of up to {MAX_BYTES / 1e6:.0f} MB "
            f"are read."
        )
        raise ReportError(msg)
    if raw[:1024].lstrip().startswith(b"%PDF"):
        return pdf_text(raw, name=name)
    if raw.startswith(b"PK\x03\x04"):
        return _word_text(raw, name=name)
    return None


def html_text(text: str) -> str:
    """
    Turn a page into text.

    Parameters
    ----------
    text
        HTML.

    Returns
    -------
    text
        Without scripts, styles, menus and footers.

    Raises
    ------
    ReportError
        If the library is not installed, or elements are nested too deep.

    Examples
    --------
    >>> print(html_text("<html><h2>Kano</h2><ul><li>A <b>bomb</b> exploded.</li></ul></html>"))
    ## Kano
    <BLANKLINE>
    - A bomb exploded.
    """
    try:
        from bs4 import BeautifulSoup  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ReportError(_needs("an HTML page", "beautifulsoup4")) from error
    try:
        soup = BeautifulSoup(text, "html.parser")
        for element in soup.find_all(list(_SKIPPED)):
            element.decompose()
        body = soup.body or soup
        lines = "".join(_html_pieces(body, 0))
    except (RecursionError, AssertionError, ValueError) as error:
        msg = f"The page cannot be read: {error or 'its elements are nested too deep'}"
        raise ReportError(msg) from error
    lines = re.sub(r"[ \t\r\f\v\xa0]+", " ", lines)
    return re.sub(r" ?\n ?(?:\n ?)+", "\n\n", lines).strip()


def _html_pieces(element: Tag, depth: int) -> Iterator[str]:
    from bs4.element import NavigableString, PreformattedString, Tag  # noqa: PLC0415 - as above

    if depth > MAX_DEPTH:
        msg = "its elements are nested too deep"
        raise ValueError(msg)
    for child in element.children:
        if isinstance(child, PreformattedString):
            continue  # comments, declarations
        if isinstance(child, NavigableString):
            yield re.sub(r"\s+", " ", str(child))
        elif isinstance(child, Tag):
            yield from _html_element(child, depth)


def _html_element(tag: Tag, depth: int) -> Iterator[str]:
    inside = _html_pieces(tag, depth + 1)
    name = tag.name
    if re.fullmatch(r"h[1-6]", name):
        words = " ".join("".join(inside).split())
        yield f"\n\n{'#' * int(name[1])} {words}\n\n" if words else ""
    elif name == "br":
        yield "\n"
    elif name == "li":
        yield "\n- "
        yield re.sub(r"^\s+|\s*\n\s*\n\s*(?!-)", "", "".join(inside))
        yield "\n"
    elif name == "tr":
        cells = [" ".join("".join(_html_pieces(cell, depth + 2)).split())
                 for cell in tag.find_all(["td", "th"], recursive=False)]  # fmt: skip
        yield f"\n| {' | '.join(cells)} |\n"
    elif name == "sup" and re.fullmatch(r"\W*\d{1,3}\W*", tag.get_text()):
        yield ""  # the number of a note
    elif name in _BREAKS:
        yield "\n\n"
        yield from inside
        yield "\n\n"
    else:
        yield from inside


def _word_text(raw: bytes, *, name: str) -> str:
    _check_archive(raw, name)
    try:
        import docx  # noqa: PLC0415 - an extra
        from docx.opc.exceptions import OpcError  # noqa: PLC0415
        from docx.table import Table  # noqa: PLC0415
        from lxml.etree import LxmlError  # noqa: PLC0415
    except ImportError as error:
        raise ReportError(_needs(f"{name}, a Word file", "python-docx")) from error
    try:
        # python-docx parses without resolving entities, and reads no other file
        document: WordDocument = docx.Document(io.BytesIO(raw))
        lines = [
            _table(item) if isinstance(item, Table) else _paragraph(item)
            for item in document.iter_inner_content()
        ]
    except (
        OpcError,
        LxmlError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        AttributeError,
        OSError,
        RecursionError,
    ) as error:
        msg = f"{name} cannot be read as a Word file ({error}): save it again, or as plain text."
        raise ReportError(msg) from error
    return "\n\n".join(line for line in lines if line)


def _check_archive(raw: bytes, name: str) -> None:
    """Refuse what is no Word file, and archives that unpack to more than any report."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        msg = f"{name} is a damaged ZIP or Word file ({error})."
        raise ReportError(msg) from error
    names = {part.filename for part in parts}
    if "word/document.xml" not in names:
        kind = "an Excel file: read it as a table" if "xl/workbook.xml" in names else "a ZIP file"
        msg = f"{name} is {kind}, not a report: save it as plain text, Word or PDF first."
        raise ReportError(msg)
    worst = max(part.file_size / max(1, part.compress_size) for part in parts)
    if sum(part.file_size for part in parts) > MAX_UNPACKED or worst > MAX_RATIO:
        msg = f"{name} unpacks to more than a report can be and was not opened."
        raise ReportError(msg)


def _paragraph(paragraph: Paragraph) -> str:
    words = " ".join(paragraph.text.split())
    if not words:
        return ""
    style = (paragraph.style.name if paragraph.style is not None else "") or ""
    heading = _HEADING.match(style)
    if heading is not None:
        return f"{'#' * min(LEVELS, int(heading[1] or 1))} {words}"
    properties = paragraph._p.pPr  # noqa: SLF001 - python-docx has no public name for lists
    numbered = properties is not None and properties.numPr is not None
    return f"- {words}" if numbered or style.startswith("List") else words


def _table(table: Table) -> str:
    rows = [[" ".join(cell.text.split()) for cell in row.cells] for row in table.rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows if any(cells))


def _needs(what: str, package: str) -> str:
    return (
        f"To read {what}, install {package}: pip install 'farsakh[documents]'; "
        "or save it as plain text."
    )
