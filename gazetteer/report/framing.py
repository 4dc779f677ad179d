"""What the whole of a report says of its events: the days and the country that it is about."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from .dates import Period, find_dates, find_period
from .headings import Section, enter, named_province

if TYPE_CHECKING:
    import datetime as dt

    from gazetteer.store import Gazetteer

    from .blocks import Block
    from .document import Document

MAX_TITLE: Final = 200  # characters; longer lines are text
MAX_TITLE_BLOCKS: Final = 12  # the period stands in the title or just below it


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
    for block in document.blocks[:2]:
        if block.kind == "heading":
            section = enter(Section(), block.text, 1, places=places, forces=forces)
            if section.country is None:
                section = named_province(block.text, places) or section
            if section.country is not None:
                return Section(country=section.country, provinces=section.provinces)
    return Section()


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
