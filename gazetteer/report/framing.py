"""What the whole of a report says of its events: the days and the country that it is about."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from .dates import Period, find_dates, find_period
from .divisions import FORCE_WORDS, MAX_WORDS, find_divisions
from .headings import Section, enter

if TYPE_CHECKING:
    import datetime as dt

    from gazetteer.place import Place
    from gazetteer.store import Gazetteer

    from .blocks import Block
    from .divisions import Places
    from .document import Document

MAX_TITLE: Final = 200  # characters; longer lines are text
MAX_TITLE_LINES: Final = 4  # of a title and what stands under it
MIN_SUBTITLE: Final = 3  # words; a shorter line under a title is the heading of a section
MAIN_SHARE: Final = 0.7  # of the names of countries in a report that is about one: ours
MIN_NAMED: Final = 2  # times that a country is named by a report about it
MAX_TITLE_BLOCKS: Final = 12  # the period stands in the title or just below it

_RUN = re.compile(r"[A-Z][\w\u2019'-]*(?:\s+[A-Z][\w\u2019'-]*)*")
_DAILY = re.compile(
    r"\bdaily\b|\bsit(?:uation)?[- ]?rep(?:ort)?\b"
    r"|\b(?:last|past|previous) 24[- ]hours\b|\b24[- ]hour\b",
    re.IGNORECASE,
)
_NAMES = re.compile(r"\b[A-Z][\w'\u2019-]{3,}(?:\s[A-Z][\w'\u2019-]{3,}){0,2}")


def report_period(document: Document) -> Period | None:
    r"""
    Find the days that a report is about.

    Parameters
    ----------
    document
        The report.

    Returns
    -------
    period
        From the title or what stands just below it, else from the name of the file, else the year
        that its dates name most often; None if there is none.

    Examples
    --------
    >>> from gazetteer.report.document import read_document
    >>> report_period(read_document("# Review\n\n21-26 May 2020\n\nNothing happened."))
    Period(first=datetime.date(2020, 5, 21), last=datetime.date(2020, 5, 26))
    """
    single: Period | None = None
    for number, block in enumerate(document.blocks[:MAX_TITLE_BLOCKS]):
        is_title = block.kind == "heading" or number <= 1
        period = find_period(block.text) if is_title and len(block.text) <= MAX_TITLE else None
        if period is not None and period.first < period.last:
            return period
        if block.kind == "heading" or number == 0:
            single = single or period
    if single is not None:
        return single
    named = find_period(document.name)
    if named is not None:
        return named
    days = [day.first for block in document.blocks for day in find_dates(block.text)]
    if not days:
        return None
    year = Counter(day.year for day in days).most_common(1)[0][0]
    of_year = [day for day in days if day.year == year]
    return Period(min(of_year), max(of_year))


def title_section(
    document: Document, *, places: Gazetteer, forces: frozenset[str] = frozenset()
) -> Section:
    r"""
    Find the country or province that the title of a report names.

    Parameters
    ----------
    document
        The report.
    places
        The gazetteer.
    forces
        Folded names of armed groups that sound like provinces.

    Returns
    -------
    section
        Empty if the title names none, or several.

    Examples
    --------
    >>> from gazetteer.opening import load
    >>> from gazetteer.report.document import read_document
    >>> title_section(read_document("# Somalia: weekly digest\n\nText."), places=load()).country
    'SO'
    """
    for number, block in enumerate(takewhile(_is_heading, document.blocks[:MAX_TITLE_LINES])):
        if number == 0 or len(block.text.split()) >= MIN_SUBTITLE:
            section = enter(Section(), block.text, 1, places=places, forces=forces)
            if section.country is None:
                section = named_province(block.text, places) or section
            if section.country is not None:
                return Section(country=section.country, provinces=section.provinces)
    return Section()


def named_province(text: str, places: Places) -> Section | None:
    """
    Find the provinces of one country that a title names ("Cabo Delgado notes").

    Parameters
    ----------
    text
        A title.
    places
        The gazetteer.

    Returns
    -------
    section
        Their country, and the province if it is one; None if the title names none, or those of
        several countries, or one that shares its name with another country's.

    Examples
    --------
    >>> from gazetteer.opening import load
    >>> named_province("Cabo Delgado conflict notes", load()).country
    'MZ'
    """
    found = [place for run in _RUN.findall(text) for place in _divisions_of(run.split(), places)]
    countries = [frozenset(place.country for place in named) for named in found]
    shared = frozenset[str | None]().union(*countries).intersection(*countries)
    if len(shared) != 1:
        return None
    country = next(iter(shared))
    if country is None:
        return None
    if len(found) > 1:
        return Section(country=country)
    place = next(place for place in found[0] if place.country == country)
    return Section(country=country, provinces=place.codes, province_text=place.name)


def _divisions_of(words: list[str], places: Places) -> list[list[Place]]:
    """Find the provinces that words name, the longest names first; each with its namesakes."""
    for size in range(min(MAX_WORDS, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            namesakes = find_divisions(" ".join(words[start : start + size]), places)
            if namesakes:
                before = _divisions_of(words[:start], places)
                return [*before, namesakes, *_divisions_of(words[start + size :], places)]
    return []


def main_country(document: Document, *, places: Places) -> str | None:
    r"""
    Find the country that a report is about when no title says so.

    Parameters
    ----------
    document
        The report.
    places
        The gazetteer.

    Returns
    -------
    country
        Alpha-2 code of the country to which most of its names of countries, their adjectives and
        names of provinces belong; None if they are few or divided.

    Examples
    --------
    >>> from gazetteer.opening import load
    >>> from gazetteer.report.document import read_document
    >>> told = "# Digest\n\n- Police found a bomb in Garissa.\n- The Kenyan army fled Wajir, Kenya."
    >>> main_country(read_document(told), places=load())
    'KE'
    """

    @cache
    def country_of(word: str) -> str | None:
        place = places.country(word) or places.demonym(word)
        if place is not None:
            return place.country
        homes = {division.country for division in find_divisions(word, places)}
        return homes.pop() if len(homes) == 1 else None

    named: Counter[str] = Counter()
    for block in document.blocks:
        if block.kind not in ("footnote", "caption"):
            for run in _NAMES.findall(
                re.sub(r"['\u2019]s?\b", " ", FORCE_WORDS.sub(" ", block.text))
            ):
                words = [run] if country_of(run) else run.split()
                named.update(country for word in words if (country := country_of(word)))
    if not named:
        return None
    country, times = named.most_common(1)[0]
    return country if times >= max(MIN_NAMED, MAIN_SHARE * named.total()) else None


def daily_day(document: Document, period: Period | None) -> dt.date | None:
    r"""
    Find the day of all that a daily report tells.

    Parameters
    ----------
    document
        The report.
    period
        Its days.

    Returns
    -------
    day
        None if its title calls it neither daily nor a report of the situation of one day.

    Examples
    --------
    >>> from gazetteer.report.document import read_document
    >>> report = read_document("# Daily log, 14 February 2016\n\nMen fired at a bus in Hit.")
    >>> daily_day(report, report_period(report)).isoformat()
    '2016-02-14'
    """
    if period is None or period.first != period.last:
        return None
    head = takewhile(_is_heading, document.blocks[:MAX_TITLE_LINES])
    return period.first if any(_DAILY.search(block.text) for block in head) else None


def _is_heading(block: Block) -> bool:
    return block.kind == "heading"


def heading_day_of(
    block: Block, period: Period | None, known: tuple[dt.date, int] | None
) -> tuple[dt.date, int] | None:
    """Take the day of a heading of a chronicle ("12 March"), up to the next of its level."""
    dates = find_dates(block.text, period=period)
    if len(dates) == 1 and dates[0].last is None:
        rest = block.text[: dates[0].start] + block.text[dates[0].end :]
        whole_period = period is not None and period.first == period.last == dates[0].first
        if len(re.findall(r"[A-Za-z]{3,}", rest)) <= 1 and not whole_period:
            return dates[0].first, block.level
    if known is not None and block.level <= known[1]:
        return None
    return known
