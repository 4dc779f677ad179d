"""
A text as blocks: headings, bullets, paragraphs, captions and footnotes, with their places.

Positions are characters of the text, line ends untouched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from .cells import key_role
from .characters import Line, as_sentences, cells_of, seen
from .dates import starts_with_date

Kind: TypeAlias = Literal["heading", "bullet", "paragraph", "caption", "footnote"]
UNMARKED = 7  # level of a heading without marks, below the six of Markdown
MAX_HEADING_WORDS = 14  # the longest headings of weekly reports have about a dozen
MAX_BLOCK_LENGTH = 4000  # longer than any paragraph; bounds the time a hostile text can take
MAX_HEADING_LENGTH = 300  # a longer line that begins with # is a report without line ends
MIN_KEYS = 2  # "Date: ...", "Location: ..." are a record, one line alone is a sentence
MIN_PIPES = 2  # a row of a table has two cells at least
MAX_TITLE_LENGTH = 80  # of a line of a title that fills several
SHORT_LINE = 0.6  # of the next line's length: shorter than any wrapped line of prose is
MAX_NAME_WORDS = 6  # of a heading in capitals that is numbered like a bullet
_MARK = r"[-*+•◦◆◇▶►▷▸▪▫●○■□‣\u2043➢➤\u2013—]"
_NUMBER = r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}[.)]|\d{1,3}(?:\.\d{1,3}){1,3}|[a-h]\)|\([a-h]\))"
_BULLET = re.compile(rf"[ \t\xa0]*(?:(?:{_MARK}|{_NUMBER})[ \t\xa0]+)+(?=\S)")
_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*$")
_ATX = re.compile(r"[ \t]{0,3}(#{1,6})[ \t]*(?=\S)")
_RULE = re.compile(r"[ \t]*(?:[-*_=~][ \t]*){3,}$")
_FOOTNOTE = re.compile(
    r"[ \t]*(?:<sup>\s*\w{1,3}\s*</sup>|\[\^?\d{1,3}\]:?|[¹²³⁴-⁹]+)[ \t]*(?=\S)", re.IGNORECASE
)
_UNDERLINE = re.compile(r"[ \t]*(=|-)\1{2,}[ \t]*$")
_TABLE_LINE = re.compile(r"[ \t]*\|[-:| \t]+\|?[ \t]*$")
_SENTENCE_END = re.compile(r"[.!?:;,)\]”\"*_]\s*$")
# Short lines of verse or of a narrow column may end as sentences do by chance.
MIN_WHOLE_LINE = 50
_WHOLE_LINE = re.compile(
    r"[*_\"\u201c\u2018'(\[]{0,4}[A-Z0-9\u00c0-\u024f].*[.!?][\"\u201d\u2019')\]*_]*$", re.DOTALL
)
_GOES_ON = re.compile(
    r"\W*(?:the|they|he|she|it|its|their|his|her|this|these|those|both|no|according|however|there"
    r"|some|several)\b",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"[.!?:;][\"”\u2019')\]]*$")
_STRONG_ONLY = re.compile(
    r"\s*(?:\*\*|__)(?P<inside>(?:(?!\*\*|__).)+)(?:\*\*|__)[.\s]*$", re.DOTALL
)
_CAPTION = re.compile(
    r"\s*(?:(?:top|bottom|upper|lower)?[ -]?(?:right|left|cent(?:er|re))|above|below|top|bottom|"
    r"photos?|pictures?|figure|fig\.|map|image|video|source|credit)\s*(?:\d+\s*)?[:.]",
    re.IGNORECASE,
)
_NAME_WORDS = frozenset(
    (
        "and", "area", "areas", "city", "de", "del", "department", "district", "division", "du",
        "el", "al", "governorate", "la", "of", "oblast", "province", "provinces", "region",
        "regions", "state", "states", "the", "town", "county", "arena", "front",
    )
)  # fmt: skip
_FINITE = re.compile(r"\b(?:was|were|had|has|have|is|are)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """
    One heading, bullet or paragraph.

    Attributes
    ----------
    kind
        What it is.
    text
        As a reader sees it: one line, no marks.
    level
        Of a heading: the number of its marks, 7 for a line that only looks like one; else 0.
    origins
        For each character of `text` its position in the document.
    cells
        Of a table's row or of "Key: value" lines: half-open ranges of `text`.
    keys
        What each such line is, by its key.
    """

    kind: Kind
    text: str
    level: int
    origins: tuple[int, ...]
    cells: tuple[tuple[int, int], ...] = ()
    keys: tuple[str, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """
        Find where characters of the clean text stand in the document.

        Parameters
        ----------
        start, end
            Half-open range in `text`.

        Returns
        -------
        start, end
            Half-open range in the document.

        Examples
        --------
        >>> block = Block(kind="bullet", text="ab", level=0, origins=(4, 9))
        >>> block.span(0, 2)
        (4, 10)
        """
        return self.origins[start], self.origins[end - 1] + 1


def split_blocks(text: str) -> tuple[Block, ...]:
    r"""
    Cut a report into headings, bullets, paragraphs, captions and footnotes.

    Parameters
    ----------
    text
        The report; Markdown or plain, any line ends.

    Returns
    -------
    blocks
        In the order of the text.

    Examples
    --------
    >>> [b.kind for b in split_blocks("SYRIA\n\n1. A mine exploded.\n2. A man was shot.")]
    ['heading', 'bullet', 'bullet']
    """
    blocks: list[Block] = []
    pending: list[Line] = []
    kind: Kind = "paragraph"
    position = 0
    for raw_line in text.splitlines(keepends=True):
        start, position = position, position + len(raw_line)
        line = raw_line.rstrip()
        if pending and kind == "paragraph" and len(pending) == 1 and _UNDERLINE.match(line):
            _append(blocks, _clean("heading", pending, level=1 if "=" in line else 2))
            pending = []
            continue
        opening = _opening(line)
        if opening is None and not (pending and _begins_an_item(line, pending, kind)):
            pending.append((start, line))
            continue
        _close(blocks, kind, pending)
        found, level, shift = opening or ("paragraph", 0, 0)
        pending = [(start + shift, line[shift:])] if found else []
        kind = found or "paragraph"
        if kind == "heading":
            _append(
                blocks, _clean("heading", [(start + shift, line[shift:].rstrip("# "))], level=level)
            )
            pending, kind = [], "paragraph"
    _close(blocks, kind, pending)
    return tuple(piece for block in blocks for piece in _pieces(block))


def _opening(line: str) -> tuple[Kind | None, int, int] | None:
    """
    Tell what a line opens, by its marks: kind, level and length of the marks.

    A kind of None only closes what is open; None for a line that goes on.
    """
    if not line.strip() or _TABLE_LINE.match(line) or _RULE.match(line):
        return None, 0, 0
    if len(line) <= MAX_HEADING_LENGTH and (atx := _ATX.match(line)):
        return "heading", len(atx.group(1)), atx.end()
    if note := _FOOTNOTE.match(line):
        return "footnote", 0, note.end()
    if _ROW.match(line) and line.count("|") > MIN_PIPES:
        return "bullet", 0, line.index("|") + 1
    if bullet := _BULLET.match(line):
        return "bullet", 0, bullet.end()
    return None


def _close(blocks: list[Block], kind: Kind, lines: list[Line]) -> None:
    """Take what is pending as one block, after the lines at its head that are headings."""
    keys = [key_role(line) for _, line in lines] if kind == "paragraph" else []
    if sum(key is not None for key in keys) >= MIN_KEYS:
        while keys[0] is None and _is_title(lines[0][1].strip()):  # "PATTANI" above a record
            _append(blocks, _clean("heading", lines[:1], level=UNMARKED))
            lines, keys = lines[1:], keys[1:]
        _append(blocks, _record(lines, keys))
        return
    if kind == "paragraph" and len(lines) > 1:
        at_the_top = all(block.kind == "heading" for block in blocks)
        if at_the_top and all(_is_title(line.strip()) for _, line in lines):
            for line in lines:
                _append(blocks, _clean("heading", [line], level=UNMARKED))
            return
        # A line much shorter than the next one was not wrapped: it is a heading of its own.
        first, second = lines[0][1].strip(), lines[1][1].strip()
        if _is_title(first) and len(first) < SHORT_LINE * len(second) and second[:1].isupper():
            _append(blocks, _clean("heading", lines[:1], level=UNMARKED))
            lines = lines[1:]
    if kind == "paragraph" and len(lines) > 1 and all(_whole(line) for _, line in lines):
        # No line was wrapped: each is a paragraph, but for what goes on with the one before it.
        start = 0
        for number in range(1, len(lines)):
            if not _GOES_ON.match(lines[number][1]):
                _append(blocks, _build(kind, lines[start:number]))
                start = number
        lines = lines[start:]
    _append(blocks, _build(kind, lines))


def _whole(line: str) -> bool:
    """Say whether a line is a paragraph by itself: it begins and ends as a sentence does."""
    words = line.strip()
    return bool(_WHOLE_LINE.match(words)) and len(words) >= MIN_WHOLE_LINE


def _record(lines: list[Line], keys: list[tuple[str, int] | None]) -> Block | None:
    """Take lines of keys and values as one block; a line without a key goes on."""
    parts: list[tuple[str, Block]] = []
    for (start, line), key in zip(lines, keys, strict=True):
        shift = key[1] if key else 0
        block = _clean("bullet", [(start + shift, line[shift:])], level=0)
        if block is not None:
            role = key[0] if key else parts[-1][0] if parts else "text"
            parts.append((role, block))
    text = ""
    cells: list[tuple[int, int]] = []
    origins: list[int] = []
    for _, block in parts:
        if text:
            text += " "
            origins.append(origins[-1] + 1)
        cells.append((len(text), len(text) + len(block.text)))
        text += block.text
        origins += block.origins
    if not text:
        return None
    roles = tuple(role for role, _ in parts)
    return Block(
        kind="bullet", text=text, level=0, origins=tuple(origins), cells=tuple(cells), keys=roles
    )


def _is_title(line: str) -> bool:
    return len(line) <= MAX_TITLE_LENGTH and _looks_like_heading(re.sub(r"[*_#]+", "", line))


def _append(blocks: list[Block], block: Block | None) -> None:
    if block is not None and not _continues(blocks, block):
        blocks.append(block)


def _begins_an_item(line: str, pending: list[Line], kind: Kind) -> bool:
    """Say whether a line begins with a date as the next entry of a chronicle does."""
    if kind == "bullet" and len(pending) == 1 and starts_with_date(line):
        return _heads(pending[0][1])
    return (
        kind == "paragraph"
        and starts_with_date(line)
        and (
            starts_with_date(pending[0][1])
            or bool(_SENTENCE_END.search(pending[-1][1]))
            or len(pending) == 1
        )
    )


def _pieces(block: Block) -> list[Block]:
    """Cut a block that is too long to be one, at the end of a sentence if there is one."""
    pieces: list[Block] = []
    start = 0
    while len(block.text) - start > MAX_BLOCK_LENGTH:
        limit = start + MAX_BLOCK_LENGTH
        cut = max(block.text.rfind(end, start + 1, limit) + 1 for end in (". ", ") "))
        cut = cut if cut > start else max(block.text.rfind(" ", start + 1, limit), start) or limit
        cut = cut if cut > start else limit
        piece = replace(block, cells=(), keys=())
        pieces.append(replace(piece, text=block.text[start:cut], origins=block.origins[start:cut]))
        start = cut + (block.text[cut : cut + 1] == " ")
    if start == 0:
        return [block]
    if start < len(block.text):
        block = replace(block, cells=(), keys=())
        pieces.append(replace(block, text=block.text[start:], origins=block.origins[start:]))
    return pieces


def _continues(blocks: list[Block], block: Block) -> bool:
    """Join a paragraph to the one that a note or a picture has broken off, if it is one."""
    if block.kind != "paragraph" or not block.text[0].islower():
        return False
    for index in range(len(blocks) - 1, -1, -1):
        before = blocks[index]
        if before.kind in ("footnote", "caption"):
            continue
        if before.kind == "heading" or _CLOSED.search(before.text):
            return False
        blocks[index] = replace(
            before,
            text=f"{before.text} {block.text}",
            origins=(*before.origins, before.origins[-1] + 1, *block.origins),
        )
        return True
    return False


def _build(kind: Kind, lines: list[Line]) -> Block | None:
    if not lines:
        return None
    block = _clean(kind, lines, level=0)
    if block is None or kind not in ("paragraph", "bullet"):
        return block
    strong = _STRONG_ONLY.match("\n".join(line for _, line in lines)) is not None
    if kind == "bullet":
        # A numbered item that is nothing but a name heads what follows ("2. PAKISTAN").
        if len(lines) == 1 and _heads(block.text):
            return replace(block, kind="heading", level=UNMARKED)
    elif len(lines) == 1 and _looks_like_heading(block.text):
        return replace(block, kind="heading", level=UNMARKED)
    elif _looks_like_caption(block.text, strong=strong):
        return replace(block, kind="caption")
    return block


def _heads(text: str) -> bool:
    """Say whether an item is nothing but a name, which heads what follows."""
    words = text.strip()
    return len(words.split()) <= MAX_NAME_WORDS and (
        words.isupper() or words.endswith(":") or _is_name(words)
    )


def _is_name(text: str) -> bool:
    """Say whether an item is nothing but a name ("Banadir region"): it heads what follows."""
    words = text.split()
    return (
        bool(words)
        and not _CLOSED.search(text)
        and all(word[0].isupper() for word in words[:1])
        and all(word[0].isupper() or word.lower() in _NAME_WORDS for word in words)
        and not starts_with_date(text)
    )


def _looks_like_heading(text: str) -> bool:
    words = text.split()
    if (
        not words
        or _CAPTION.match(text)
        or len(words) > MAX_HEADING_WORDS
        or not (words[0][0].isupper() or words[0][0].isdigit())
    ):
        return False
    if re.search(r"[.!?;,]$", text) or re.search(r"\((?=[^()]*\d{4})[^()]*\)$", text):
        return False
    return not starts_with_date(text, item=True)


def _looks_like_caption(text: str, *, strong: bool) -> bool:
    """Say whether a paragraph tells of a picture: by its words, or a source and no sentence."""
    if _CAPTION.match(text) or (strong and text.rstrip(".").endswith(")")):
        return True
    match = re.search(r"\s*\([^()]*\)$", text)
    if match is None or starts_with_date(text):
        return False
    before = text[: match.start()]
    return not re.search(r"[.!?]", before) and not _FINITE.search(before)


def _clean(kind: Kind, lines: list[Line], *, level: int) -> Block | None:
    characters, origins = seen(lines)
    row = kind == "bullet" and lines[0][1].endswith("|")
    if row:
        characters, origins = as_sentences(characters, origins)
    kept_characters: list[str] = []
    kept_origins: list[int] = []
    for character, origin in zip(characters, origins, strict=True):
        blank = character.isspace() or character == "|"
        if blank and (not kept_characters or kept_characters[-1] == " "):
            continue
        kept_characters.append(" " if blank else character)
        kept_origins.append(origin)
    if kept_characters and kept_characters[-1] == " ":
        kept_characters.pop()
        kept_origins.pop()
    if not kept_characters:
        return None
    text = "".join(kept_characters)
    cells = cells_of(text, kept_origins, lines[0]) if row else ()
    return Block(kind=kind, text=text, level=level, origins=tuple(kept_origins), cells=cells)
