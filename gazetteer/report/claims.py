"""
Totals that a report claims: "A total of 158 attacks ... 84 of them in Iraq".

They are no events. They stand in a table of their own, so that what was counted can be held
against what was claimed. Positions are characters of the decoded report.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from gazetteer.names import fold
from gazetteer.opening import load

from .dates import Period, find_dates
from .divisions import force_names, place_codes
from .document import read_document
from .framing import report_period, title_section
from .headings import Section, enter
from .sentences import Source, blank, find_sources, split_sentences
from .totals import NAME, Total, find_movements, find_totals

if TYPE_CHECKING:
    import datetime as dt
    from os import PathLike

    from gazetteer.store import Gazetteer

    from .blocks import Block
    from .document import Document

WORLDWIDE: Final = "worldwide"
_BY = re.compile(
    rf"\b(?:[Aa]ccording to (?:the )?(?P<who>{NAME})|(?P<subject>{NAME}(?:['\u2019]s "
    rf"[\w ]{{3,40}})?)\s+"
    r"(?:announced|said|released|published|claimed|documented|recorded|reported|counted|registered"
    r"|estimate[sd]?|stated|verified|monitored))"
)
_AT_LEAST = ("more than", "at least", "over", "no fewer than")
_APPROXIMATE = ("about", "around", "approximately", "some", "nearly", "almost", "roughly", "up to")
MAX_SPAN_DAYS: Final = 400  # a yearly report; a longer range is two dates and no period


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """
    One total as a report claims it; None where it does not say.

    Attributes
    ----------
    id
        Stable under edits elsewhere in the report.
    period_from, period_to
        The days that it is about, inclusive.
    area
        As written; "worldwide" if the text says so or names none.
    country
        Alpha-2 code of the area.
    provinces
        Province codes of the area.
    count
        The number.
    unit
        "attacks", "killed_or_wounded", "operatives returned", ...
    claimed_by
        Who says so, and the source in brackets.
    kind
        "summary" of events, or a "statement" about people.
    at_least, approximate
        How the number is hedged.
    source_start, source_end
        Characters of the report.
    text
        Those characters, without marks.
    """

    id: str
    period_from: dt.date | None
    period_to: dt.date | None
    area: str
    country: str | None
    provinces: tuple[str, ...]
    count: int
    unit: str
    claimed_by: str | None
    kind: str
    at_least: bool
    approximate: bool
    source_start: int
    source_end: int
    text: str


def read_claims(
    path_or_text: str | PathLike[str], *, gazetteer: Gazetteer | None = None
) -> list[Claim]:
    """
    Read the totals that a report claims.

    Parameters
    ----------
    path_or_text
        A file, or the report itself.
    gazetteer
        Names of provinces and countries; the default one by default.

    Returns
    -------
    claims
        In the order of the report.

    Raises
    ------
    ReportError
        If there is no such file, or it holds no text.

    Examples
    --------
    >>> text = "A total of 158 attacks were carried out around the world: 84 of them in Iraq."
    >>> [(claim.count, claim.area, claim.country) for claim in read_claims(text)]
    [(158, 'worldwide', None), (84, 'Iraq', 'IQ')]
    """
    document = read_document(path_or_text)
    places = load() if gazetteer is None else gazetteer
    period = report_period(document)
    forces = force_names(" ".join(block.text for block in document.blocks))
    titled = title_section(document, places=places, forces=forces)
    section = Section()
    claims: list[Claim] = []
    span: Period | None = None
    for block in document.blocks:
        if block.kind == "heading":
            section = enter(section, block.text, block.level, places=places, forces=forces)
            span = None
        elif block.kind in ("bullet", "paragraph"):
            above = section if section.country else titled
            found, span = _block_claims(block, above, period, places, span)
            claims += found
    return _with_ids(claims, document)


def _block_claims(
    block: Block,
    section: Section,
    period: Period | None,
    places: Gazetteer,
    span: Period | None,
) -> tuple[list[Claim], Period | None]:
    """Read one block: a total, what it says of its parts, and the days that both are about."""
    text = block.text
    sources = find_sources(text, period)
    spoken = blank(text, [(source.start, source.end) for source in sources])
    claims: list[Claim] = []
    said: Period | None = None
    country = section.country
    unit: str | None = None
    for start, end in split_sentences(spoken):
        sentence = spoken[start:end]
        own = _span(sentence, period)
        span = own or span
        named = _BY.search(sentence)
        found = find_totals(sentence, unit=unit)
        if not found:
            found = [f for f in find_movements(sentence) if f.count >= 2]  # noqa: PLR2004 - "people" are
        if not found:
            continue
        unit = next((f.unit for f in found if f.whole), unit)
        source = next((s for s in sources if s.start >= start), None)
        here = Section() if _reaches_beyond(found, section, places) else section
        for piece in found:
            area, home, codes = _area(piece.area, country, here, places)
            if piece is found[0] and piece.whole:
                country = home  # the parts are parts of it
            first, last = block.span(start + piece.start, start + piece.end)
            statement = piece.unit.count(" ") > 0
            days = span or (None if statement else period)
            if statement:
                dates = [date.first for date in find_dates(sentence, period=period)]
                said = Period(dates[0], dates[0]) if dates else said
                days = said
            claims.append(
                Claim(
                    id="",
                    period_from=days.first if days and not statement else None,
                    period_to=days.last if days else None,
                    area=area,
                    country=home,
                    provinces=codes,
                    count=piece.count,
                    unit=piece.unit,
                    claimed_by=_claimant(named, source),
                    kind="statement" if statement else "summary",
                    at_least=piece.hedge in _AT_LEAST,
                    approximate=piece.hedge in _APPROXIMATE,
                    source_start=first,
                    source_end=last,
                    text=sentence[piece.start : piece.end],
                )
            )
    return claims, span


def _reaches_beyond(found: list[Total], section: Section, places: Gazetteer) -> bool:
    """Say whether a total has parts in countries that its section is not about."""
    named = [places.country(piece.area) for piece in found if piece.area]
    return any(place is not None and place.country != section.country for place in named)


def _span(sentence: str, period: Period | None) -> Period | None:
    """Read the days that a summary is about: a range, or the first and the last day named."""
    dates = find_dates(sentence, period=period)
    for mention in dates:
        if mention.last is not None:
            return Period(mention.first, mention.last)
    days = sorted({mention.first for mention in dates if not mention.relative})
    if len(days) < 2 or (days[-1] - days[0]).days > MAX_SPAN_DAYS:  # noqa: PLR2004 - from, to
        return None
    return Period(days[0], days[-1])


def _area(
    name: str | None, country: str | None, section: Section, places: Gazetteer
) -> tuple[str, str | None, tuple[str, ...]]:
    """Find out what an area's name means: as written, its country and its provinces."""
    if name is None and section.country is None:
        return WORLDWIDE, None, ()
    if name is None:
        home = places.country(section.country or "")
        own = section.province_text or (home.name if home else section.country) or WORLDWIDE
        return own, section.country, section.provinces
    words = re.sub(r"\s+(?:and|of|the|an|as|al)$", "", name.strip())
    if fold(words) == "world":
        return WORLDWIDE, None, ()
    home = places.country(words)
    if home is not None:
        return words, home.country, ()
    inner = re.search(r"\(([^()]+)\)", words)
    codes = place_codes(inner[1] if inner else words, country, places)
    if codes:
        homes = {re.split(r"[.-]", code)[0] for code in codes}
        return words, homes.pop() if len(homes) == 1 else None, codes
    return words, country, ()


def _claimant(named: re.Match[str] | None, source: Source | None) -> str | None:
    who = (named["who"] or named["subject"]) if named else None
    told = None
    if source is not None:
        told = source.text if source.day is None else f"{source.text}, {source.day.isoformat()}"
    parts = [part for part in (who, told) if part]
    return " (".join(parts) + (")" if len(parts) > 1 else "") if parts else None


def _with_ids(claims: list[Claim], document: Document) -> list[Claim]:
    """Give each claim the digest of its file's name, its words and its number among equals."""
    seen: dict[str, int] = {}
    named = []
    for claim in claims:
        words = f"{claim.text}|{claim.area}|{claim.unit}"
        ordinal = seen[words] = seen.get(words, -1) + 1
        digest = hashlib.sha256(f"{document.name}\n{words}\n{ordinal}".encode()).hexdigest()
        named.append(replace(claim, id=digest[:12]))
    return named
