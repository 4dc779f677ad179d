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

from .casualties import read_number
from .dates import Period, find_dates
from .document import read_document
from .events import report_period, title_section
from .headings import Section, enter, force_names, place_codes
from .sentences import Source, blank, find_sources, split_sentences

if TYPE_CHECKING:
    import datetime as dt
    from os import PathLike

    from gazetteer.store import Gazetteer

    from .blocks import Block
    from .document import Document

WORLDWIDE: Final = "worldwide"
_NUM = (
    r"(?:\d{1,3}(?:,\d{3})+|\d{1,6}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|two|three|four|five|six|seven|eight"
    r"|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    r"|(?:one |a )?hundred)"
)
_HEDGE = (
    r"(?P<hedge>(?:a total of|more than|at least|over|no fewer than|about|around|approximately|some"
    r"|nearly|almost|roughly|up to)\s+)?"
)
_WORD = r"(?:[A-Za-z][\w'\u2019-]*\s+)"
_UNIT = (
    r"(?:attacks|operations|incidents|events|violations|strikes|airstrikes|air strikes|bombings|clashes"
    r"|explosions|ambushes|assassinations|kidnappings|abductions|arrests|raids|cases)"
)
_PEOPLE = (
    r"(?:people|persons|civilians|soldiers|policemen|fighters|operatives|militants|terrorists"
    r"|insurgents|members|individuals|children|women|men|refugees|residents|families|prisoners"
    r"|detainees|casualties|troops|personnel)"
)
_NOT_A_PLACE = r"(?<![\w.,%-])"
_COUNT = re.compile(
    rf"{_NOT_A_PLACE}{_HEDGE}(?P<count>{_NUM})\s+{_WORD}{{0,3}}?(?P<unit>{_UNIT})\b",
    re.IGNORECASE,
)
_FATE = r"(?:killed|wounded|injured|dead)"
_HARM = re.compile(
    rf"\b(?P<verb>kill(?:ing|ed)(?P<or>\s+(?:or|and/or)\s+(?:wound|injur)(?:ing|ed))?|wounding|injuring"
    rf"|wounded|injured)\s+{_HEDGE}(?P<count>{_NUM})\s+{_WORD}{{0,2}}?{_PEOPLE}\b"
    rf"|{_NOT_A_PLACE}(?P<hedge2>(?:more than|at least|over|about|around|some|nearly)\s+)?"
    rf"(?P<count2>{_NUM})\s+{_WORD}{{0,2}}?(?P<people>{_PEOPLE}\s+)?(?:were\s+|have been\s+)?"
    rf"(?P<fate>{_FATE})(?P<or2>\s+(?:or|and/or)\s+(?:wounded|injured))?\b"
    rf"|{_NOT_A_PLACE}(?P<count3>{_NUM})\s+(?:civilian\s+|reported\s+)?(?P<noun>casualties|deaths"
    r"|fatalities|injuries)\b",
    re.IGNORECASE,
)
_MOVED = re.compile(
    rf"{_NOT_A_PLACE}{_HEDGE}(?P<count>{_NUM})\s+{_WORD}{{0,2}}?(?P<people>{_PEOPLE})\b"
    rf"(?:\s+(?:who|that)\s[^.;]{{1,120}}?)?\s+(?:had\s+|have\s+|were\s+|has\s+|are\s+)?(?:been\s+)?"
    r"(?P<verb>returned|left|joined|fled|displaced|surrendered|remain(?:ed)?|repatriated|released"
    r"|recruited|travell?ed|crossed|evacuated)\b",
    re.IGNORECASE,
)
_NAME = (
    r"(?:[A-Z\u00c0-\u017f][\w'\u2019-]*(?:[ -](?:al|ad|el|an|as|ar|az|of|the|and the"
    r"|(?:al|ad|el|an|as|ar|az)-?[A-Z\u00c0-\u017f][\w'\u2019-]*|[A-Z\u00c0-\u017f][\w'\u2019-]*))*)"
)
_SHARE = r"(?:\s*(?:attacks|operations|incidents|events)?\s*(?:of them|of these|of which)?\s*(?:\([^()]{1,20}%\))?)"
# "84 of them (about 53%) in Iraq", "39 in Syria", "11 attacks in the Kirkuk Province"
_IN_AREA = re.compile(
    rf"{_NOT_A_PLACE}(?P<hedge>(?:about|around|some|nearly|more than|at least|over)\s+)?(?P<count>{_NUM})"
    rf"{_SHARE}\s+(?:were\s+)?(?:carried out\s+)?(?:in|throughout|across)\s+(?:the\s+|its\s+)?(?P<area>{_NAME})"
)
# "Iraq (about 40)", "Al-Janub (Babel Province) (15)", "Nigeria (8 attacks)"
_AREA_COUNT = re.compile(
    rf"(?P<area>{_NAME}(?:\s\([A-Z][^()\d]{{2,40}}\))?)\s*\((?P<hedge>(?:about|around|some|nearly"
    rf"|approximately|more than|at least|over)\s+)?(?P<count>{_NUM})(?:\s+{_UNIT})?\)"
)
# "Iraq: 33 attacks", "Iraq - 33"
_AREA_LIST = re.compile(
    rf"(?:^|(?<=[;,:]\s)|(?<=\band\s))(?P<area>{_NAME})\s*(?::|\s[-\u2013—])\s*(?P<hedge>(?:about|around)\s+)?"
    rf"(?P<count>{_NUM})\b(?!\s*(?:km|kilomet|%|[A-Z][a-z]+ \d{{4}}))"
)
_FRAME = re.compile(
    r"\b(?:total|carried out|recorded|documented|registered|claimed|conducted|reported|counted"
    r"|perpetrated|took place|occurred|launched|throughout|overall|in all|compared (?:with|to)|summ(?:ing|ed"
    r"|ary)|monitored|tallied|verified|logged|committed|noted|there (?:were|had been|have been))\b",
    re.IGNORECASE,
)
_TOTALS = re.compile(
    r"\b(?:total|overall|in (?:the|this) (?:period|month|week|quarter|year)|during (?:the|this|that)"
    r" (?:period|month|week|time|year)|since|altogether|in all|throughout|so far|in them|in these)\b",
    re.IGNORECASE,
)
_COUNTING = re.compile(
    r"\b(?:recorded|documented|registered|counted|tallied|logged|verified|monitored|claimed)\b", re.IGNORECASE
)
_WAVES = re.compile(r"\b(?:waves?|series|types?|kinds?) of\b", re.IGNORECASE)
FEW: Final = 10  # fewer "attacks" are a total only where the sentence says that it counts
_AFTER_UNIT = re.compile(
    r"\s*(?:(?:were|was|have been|had been)\s+)?(?:carried out|recorded|documented|registered|reported"
    r"|conducted|perpetrated|took place|occurred|launched|committed)?\s*"
    rf"(?:in|throughout|across|around|inside)\s+(?:the\s+|its\s+)?(?P<area>{_NAME}|world\b)"
)
_BY = re.compile(
    rf"\b(?:[Aa]ccording to (?:the )?(?P<who>{_NAME})|(?P<subject>{_NAME}(?:['\u2019]s [\w ]{{3,40}})?)\s+"
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


@dataclass(frozen=True, slots=True)
class _Found:
    """A number in a sentence before it is known what it is a part of."""

    start: int
    end: int
    count: int
    unit: str
    area: str | None
    hedge: str


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
    for block in document.blocks:
        if block.kind == "heading":
            section = enter(section, block.text, block.level, places=places, forces=forces)
        elif block.kind in ("bullet", "paragraph"):
            above = section if section.country else titled
            claims += _block_claims(block, above, period, places)
    return _with_ids(claims, document)


def _block_claims(
    block: Block, section: Section, period: Period | None, places: Gazetteer
) -> list[Claim]:
    """Read one block: a total, and what the same block says of its parts."""
    text = block.text
    sources = find_sources(text, period)
    spoken = blank(text, [(source.start, source.end) for source in sources])
    claims: list[Claim] = []
    span: Period | None = None
    said: Period | None = None
    country = section.country
    open_total = False
    for start, end in split_sentences(spoken):
        sentence = spoken[start:end]
        own = _span(sentence, period)
        span = own or span
        named = _BY.search(sentence)
        found = _counts(sentence, open_total=open_total)
        if not found:
            found = [f for f in _movements(sentence) if f.count >= 2]  # noqa: PLR2004 - "people" are
        if not found:
            continue
        open_total = open_total or any(f.unit in _EVENT_UNITS for f in found)
        source = next((s for s in sources if s.start >= start), None)
        for piece in found:
            area, home, codes = _area(piece.area, country, section, places)
            if piece is found[0]:
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
    return claims


_EVENT_UNITS: Final = frozenset(
    (
        "attacks", "operations", "incidents", "events", "violations", "strikes", "bombings", "clashes",
        "explosions", "ambushes", "assassinations", "kidnappings", "abductions", "arrests", "raids",
        "cases", "airstrikes", "air strikes",
    )
)  # fmt: skip


def _counts(sentence: str, *, open_total: bool) -> list[_Found]:
    """Find the totals of events in a sentence, their parts, and the people harmed by them."""
    found: list[_Found] = []
    taken: list[tuple[int, int]] = []

    def add(match: re.Match[str], count: str, unit: str, area: str | None, hedge: str | None) -> None:
        number = read_number(re.sub(r"^(?:one |a )(?=hundred)", "", count))
        inside = any(match.start() < last and first < match.end() for first, last in taken)
        if number is None or inside:
            return
        taken.append(match.span())
        word = re.sub(r"^a total of\s*", "", (hedge or "").strip().lower())
        found.append(_Found(match.start(), match.end(), number, unit, area, word))

    framed = bool(_FRAME.search(sentence))
    total = bool(_TOTALS.search(sentence) or _COUNTING.search(sentence))
    unit = "attacks"
    for match in _COUNT.finditer(sentence):
        listed = _AREA_COUNT.search(sentence, max(0, match.start() - 60))
        if listed is not None and listed.start() < match.start() < listed.end():
            continue  # "Nigeria (8 attacks)"
        few = (read_number(match["count"]) or 0) < FEW
        if (framed or open_total) and (total or not few) and not _WAVES.search(match[0]):
            unit = match["unit"].lower()
            after = _AFTER_UNIT.match(sentence, match.end())
            area = after["area"] if after else None
            add(match, match["count"], unit, area, match["hedge"])
    listing = open_total or bool(found)
    for form in (_AREA_COUNT, _IN_AREA, _AREA_LIST) if listing else ():
        for match in form.finditer(sentence):
            add(match, match["count"], unit, match["area"], match["hedge"])
    for match in _HARM.finditer(sentence):
        if found or _COUNTING.search(sentence):
            count = match["count"] or match["count2"] or match["count3"]
            add(match, count, _harm_unit(match), None, match["hedge"] or match["hedge2"])
    return sorted(found, key=lambda piece: piece.start)


def _harm_unit(match: re.Match[str]) -> str:
    if match["or"] or match["or2"] or (match["noun"] or "").lower() == "casualties":
        return "killed_or_wounded"
    word = (match["verb"] or match["fate"] or match["noun"] or "").lower()
    return "killed" if word.startswith(("kill", "dea", "fatal")) else "wounded"


def _movements(sentence: str) -> list[_Found]:
    """Find statements about numbers of people who went or were somewhere."""
    found = []
    for match in _MOVED.finditer(sentence):
        number = read_number(match["count"])
        if number is None:
            continue
        where = re.search(
            rf"\b(?:to|from|left|into|in)\s+(?:the\s+)?(?P<area>{_NAME})", sentence[match.start("verb") :]
        )
        unit = f"{match['people'].lower()} {match['verb'].lower()}"
        hedge = (match["hedge"] or "").strip().lower()
        area = where["area"] if where else None
        found.append(_Found(match.start(), match.end(), number, unit, area, hedge))
    return found


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
