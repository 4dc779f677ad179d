"""
PDF files as plain text: lines put together again, headings and paragraphs told by size and space.

Coordinates are points of the page, y upwards.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from gazetteer.errors import ReportError

if TYPE_CHECKING:
    from pypdf import PageObject

MAX_PAGES: Final = 2000  # of a yearly report; bounds the time that a hostile file can take
GAP: Final = 1.45  # times the usual distance of lines: a paragraph ends there
LARGER: Final = 1.12  # times the usual size of letters: a heading
LARGEST: Final = 1.4  # the same, of a heading of the first level
HEADING_GAP: Final = 1.8  # times its size from one line of a heading to the next
SAME_SIZE: Final = 0.1  # points
SHORT: Final = 0.8  # of a full line's letters: with the end of a sentence, of a paragraph
EDGE_LINES: Final = 2  # lines at head and foot of a page that may be the same on each
MIN_REPEATS: Final = 3  # pages that have the same line before it is taken for a running head
MAX_HEADING: Final = 120  # characters
SAME_LINE: Final = 3.0  # points that letters of one line may differ in height (raised notes)
_ITEM = re.compile(r"\s*(?:[-*+•◦◆◇▶►▪▫●○■□‣\u2043➢➤\uf0b7\uf0a7]|\(?\d{1,3}[.)])\s")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page: its height above the foot, the size of its letters, whether bold."""

    y: float
    size: float
    bold: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Usual size of letters and distance of lines, in points; letters of a full line."""

    size: float
    leading: float
    width: int


def pdf_text(raw: bytes, *, name: str) -> str:
    """
    Turn a PDF file into text.

    Parameters
    ----------
    raw
        The whole file.
    name
        How messages call it.

    Returns
    -------
    text
        Headings with #, paragraphs set apart by empty lines, running heads left out.

    Raises
    ------
    ReportError
        If it is damaged, locked, or a scan without text, or pypdf is not installed.
    """
    try:
        from pypdf import PdfReader  # noqa: PLC0415 - an extra
        from pypdf.errors import PyPdfError  # noqa: PLC0415
    except ImportError as error:
        msg = (
            f"To read {name}, a PDF, install pypdf: pip install 'farsakh[documents]'; "
            "or save it as plain text."
        )
        raise ReportError(msg) from error
    try:
        reader = PdfReader(io.BytesIO(raw))
        locked = reader.is_encrypted and not reader.decrypt("")
        pages = [] if locked else [_lines(page) for page in reader.pages[:MAX_PAGES]]
    except PyPdfError as error:
        msg = f"{name} cannot be read as a PDF ({error}): save it again, or as plain text."
        raise ReportError(msg) from error
    except Exception as error:  # a damaged file can raise anything inside pypdf
        msg = f"{name} is a damaged PDF ({type(error).__name__}): save it again, or as plain text."
        raise ReportError(msg) from error
    if locked:
        msg = f"{name} is locked with a password: save it without one."
        raise ReportError(msg)
    text = _join(_without_running_heads(pages))
    if not text.strip():
        msg = f"{name} holds no text, as a scan does: run it through character recognition first."
        raise ReportError(msg)
    return text


def _lines(page: PageObject) -> list[Line]:
    """Read a page line by line, in the order of the file."""
    pieces: list[tuple[float, float, bool, str]] = []

    def visit(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:  # noqa: ANN401
        if text:
            height = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            scale = abs(tm[3] * cm[3]) or abs(tm[0] * cm[0]) or 1.0
            bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
            pieces.append((height, size * scale, bold, text))

    page.extract_text(visitor_text=visit)
    lines: list[Line] = []
    for height, size, bold, text in pieces:
        for number, part in enumerate(text.split("\n")):
            if number == 0 and lines and abs(lines[-1].y - height) <= SAME_LINE:
                last = lines[-1]
                merged = last.text + part
                grown = size > last.size and bool(part.strip())
                lines[-1] = Line(
                    last.y,
                    size if grown else last.size,
                    last.bold and (bold or not part.strip()),
                    merged,
                )
            elif part.strip() or number == 0:
                lines.append(Line(height, size, bold, part))
    return [line for line in lines if line.text.strip()]


def _without_running_heads(pages: list[list[Line]]) -> list[list[Line]]:
    """Leave out what stands at head or foot of several pages, and the numbers of pages."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_bare(line) for line in page[:EDGE_LINES] + page[-EDGE_LINES:]})
    kept = []
    for page in pages:
        last = len(page) - EDGE_LINES
        kept.append(
            [
                line
                for number, line in enumerate(page)
                if not (
                    (number < EDGE_LINES or number >= last)
                    and (seen[_bare(line)] >= MIN_REPEATS or not _bare(line).strip("# -|/"))
                )
            ]
        )
    return kept


def _bare(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.strip().casefold())


def _join(pages: list[list[Line]]) -> str:
    """Put lines together to paragraphs."""
    every = [line for page in pages for line in page]
    if not every:
        return ""
    sizes = [line.size for line in every for _ in range(1 + len(line.text) // 20)]
    gaps = [a.y - b.y for page in pages for a, b in pairwise(page) if a.y > b.y]
    layout = Layout(
        size=median(sizes),
        leading=median(gaps) if gaps else 0.0,
        width=sorted(len(line.text) for line in every)[9 * len(every) // 10],
    )
    text: list[str] = []
    for page in pages:
        previous: Line | None = None
        for line in page:
            text.append(_between(text, previous, line, layout) + line.text.strip())
            previous = line
    # A word broken at the end of a line; a hyphen that stands before a capital belongs to a name.
    joined = re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", "".join(text))
    return re.sub(r"(?<=\w)-\n(?=[A-Z\u00c0-\u024f])", "-", joined).strip() + "\n"


def _between(text: list[str], previous: Line | None, line: Line, layout: Layout) -> str:
    """Give what stands between a line and the one before it: a space, a line end, a paragraph."""
    words = line.text.strip()
    if _is_heading(line, layout):
        broken = (
            previous is not None
            and abs(previous.size - line.size) < SAME_SIZE
            and 0 < previous.y - line.y <= HEADING_GAP * line.size
        )
        level = 1 if line.size > LARGEST * layout.size else 2
        return " " if broken else f"\n\n{'#' * level} "
    ended = not text or re.search(r"[.!?:;)\]”\"]\s*$", text[-1]) is not None
    if previous is None:  # a sentence may go on from the page before
        return "\n" if text and (words[0].islower() or not ended) else "\n\n"
    short = len(previous.text) < SHORT * layout.width and not words[0].islower()
    apart = not 0 < previous.y - line.y <= GAP * layout.leading
    new = (
        apart
        or _ITEM.match(words) is not None
        or _is_heading(previous, layout)
        or (ended and (short or line.bold != previous.bold))
    )
    return "\n\n" if new else "\n"


def _is_heading(line: Line, layout: Layout) -> bool:
    return line.size > LARGER * layout.size and len(line.text.strip()) <= MAX_HEADING
