"""
Sentences of a block, and its sources in brackets.

Everything here keeps the length of the text, so that positions stay those of the block: words that
are to be passed over become blanks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from .dates import Period, find_dates

if TYPE_CHECKING:
    from datetime import date

_DATELINE: Final = re.compile(
    r"[A-Z][A-Z'\u2019./ -]{2,40}(?:,[^\u2013—]{0,60}?)?(?:\([^()]{1,40}\)\s*)?\s[\u2013—-]{1,2}\s"
)
MAX_OUTLET_WORDS: Final = 5  # "Facebook page of the Ministry"; longer brackets explain
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Capt|Sgt|Brig|St|Mt|Ft|No|Nos|Prof|Gov|Sen|Rep|approx|ca|"
    r"vs|etc|Jr|Sr|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[A-Z])|\b(?:i\.e|e\.g|U\.S"
    r"|U\.N|U\.K|a\.m|p\.m))\.$"
)
_END = re.compile(r"[.!?][\"”\u2019')\]]*\s+(?=[\"“\u2018'(\[]*[A-Z0-9])|[؟。]\s*")
_BRACKET = re.compile(r"[(\[](?P<inside>(?:[^()\[\]]|\([^()]*\)){1,400})[)\]]")
_OUTLET = re.compile(
    r"\b(?:telegram|twitter|facebook|whatsapp|youtube|reuters|afp|ap|dpa|bbc|cnn|dw|news"
    r"|agency|tv|channel|"
    r"website|radio|press|daily|weekly|times|post|network|observatory|media|newspaper"
    r"|journal|source|sources|"
    r"wire|anadolu|anatolia|xinhua|tass|sana|ina|rudaw|al-?jazeera|al-?arabiya|guardian"
    r"|tweet|blog)\b",
    re.IGNORECASE,
)
_SOURCE_LINE = re.compile(
    r"(?:^|(?<=[.!?]\s)|(?<=[\u2013—-]\s))Sources?:\s*(?P<inside>[^.]+)\.?\s*$"
)
_NO_SOURCE = re.compile(
    r"^\s*(?:about|around|some|approximately|near|in|on|at|(?:south|north|east|west)\w*\s+(?:of|from|side|part|and)|apparently"
    r"|possibly|probably|i\.e|see|between|from|of|after|before|since|until)\b",
    re.IGNORECASE,
)
# A relative clause speaks of another time: "who was born in Mosul", "where troops are stationed".
_RELATIVE_CLAUSE = re.compile(
    r"(?<!\bin)(?<!\bafter)(?<!\bduring)(?<!\bof)(?<!\bupon)\s(?:who|whom|whose"
    r"|which(?!\s+(?:exploded|detonated|went off|blew|hit|struck|killed|targeted|wounded"
    r"|injured)\b)"
    r"|where)\s(?:"
    # "A man who had joined the army was shot": the clause ends before the verb of the sentence.
    r"[^,.;()\[\]]*?\b(?:had|has|have|was|were|is|are|\w{3,}ed)\b[^,.;()\[\]]*?"
    r"(?<!\band)(?<!\bor)(?<!\bthen)(?<!\bbut)(?=\s(?:was|were)\s(?:\w+ly\s)?"
    r"(?:shot|killed|found|wounded|injured|abducted|kidnapped|arrested|executed|assassinated"
    r"|ambushed|attacked|targeted|hit|stabbed|beheaded|detained|captured|murdered|taken)\b)"
    r"|[^,.;()\[\]]*)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source in brackets: where it stands, what it says, and its own date."""

    start: int
    end: int
    text: str
    day: date | None


def split_sentences(text: str) -> list[tuple[int, int]]:
    """
    Cut a block into sentences, and a list after a colon into its items.

    Parameters
    ----------
    text
        A block.

    Returns
    -------
    spans
        Half-open ranges without the blanks around them.

    Examples
    --------
    >>> text = "Gen. Ali was shot. Two attacks: one in Kano; one in Jos."
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['Gen. Ali was shot.', 'Two attacks:', 'one in Kano;', 'one in Jos.']
    """
    depth = _depths(text)
    cuts = [0]
    for match in _END.finditer(text):
        inside = depth[match.start()] > 0 and depth[min(match.end(), len(text) - 1)] > 0
        if not inside and not _ABBREVIATION.search(
            text, max(0, match.start() - 12), match.start() + 1
        ):
            cuts.append(match.end())
    cuts.append(len(text))
    spans: list[tuple[int, int]] = []
    for first, last in pairwise(cuts):
        inner = [first]
        semicolons = [i for i in range(first, last) if text[i] == ";" and depth[i] == 0]
        if semicolons:
            colon = text.find(":", first, semicolons[0])
            inner += [colon + 1] if colon > 0 and depth[colon] == 0 else []
            inner += [i + 1 for i in semicolons]
        inner.append(last)
        for start, end in pairwise(inner):
            piece = text[start:end]
            if piece.strip():
                spans.append(
                    (start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))
                )
    return spans


def find_sources(text: str, period: Period | None = None) -> list[Source]:
    """
    Find the sources that stand in brackets.

    Parameters
    ----------
    text
        A block.
    period
        Days of the report.

    Returns
    -------
    sources
        In the order of the text.

    Examples
    --------
    >>> find_sources("A bomb exploded (near Kano) (Reuters, May 2, 2021).")[0].text
    'Reuters'
    """
    found: list[Source] = []
    for match in [*_BRACKET.finditer(text), *_SOURCE_LINE.finditer(text)]:
        inside = match["inside"]
        if _NO_SOURCE.match(inside):
            continue
        dates = find_dates(inside, period=period)
        words = inside
        if dates:
            words = (inside[: dates[-1].start] + inside[dates[-1].end :]).strip(" ,;:")
            dated = bool(words) and bool(
                re.search(r"\d{4}", inside[dates[-1].start : dates[-1].end])
            )
            if not dated and not (words and _OUTLET.search(words)):
                continue
        elif match.re is _BRACKET and not (
            _OUTLET.search(inside)
            and len(inside.split()) <= MAX_OUTLET_WORDS
            and re.match(r"\W*(?:$|[A-Z(\[])", text[match.end() :])
        ):
            continue
        words = re.sub(r"^Sources?:\s*", "", words, flags=re.IGNORECASE)
        day = dates[-1].first if dates else None
        found.append(Source(start=match.start(), end=match.end(), text=words, day=day))
    return sorted(found, key=lambda source: source.start)


def blank(text: str, spans: list[tuple[int, int]]) -> str:
    """
    Replace ranges of a text by blanks of the same length.

    Parameters
    ----------
    text
        Any text.
    spans
        Half-open ranges.

    Returns
    -------
    text
        As long as before.

    Examples
    --------
    >>> blank("abcdef", [(1, 3)])
    'a  def'
    """
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def without_dateline(text: str) -> str:
    """
    Blank the dateline of a news story, whose day is that of the story.

    Parameters
    ----------
    text
        A block.

    Returns
    -------
    text
        As long as before.

    Examples
    --------
    >>> without_dateline("KANO, March 3 (Agency) - Men fired.").strip()
    'Men fired.'
    """
    match = _DATELINE.match(text)
    return blank(text, [match.span()]) if match else text


def main_clauses(text: str) -> str:
    """
    Blank the relative clauses of a text.

    Parameters
    ----------
    text
        A block.

    Returns
    -------
    text
        As long as before.

    Examples
    --------
    >>> main_clauses("Qadir, who was born in Mosul, was shot.").split()
    ['Qadir,', ',', 'was', 'shot.']
    """
    return blank(text, [match.span() for match in _RELATIVE_CLAUSE.finditer(text)])


def _depths(text: str) -> list[int]:
    depth = 0
    depths = []
    for character in text:
        if character in ")]" and depth:
            depth -= 1
        depths.append(depth)
        if character in "([":
            depth += 1
    # A bracket that is never closed must not swallow the rest.
    return [0] * len(text) if depth else depths
