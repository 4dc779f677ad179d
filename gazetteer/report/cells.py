"""
Rows of a table and "Key: value" lines in a report: what each cell says of its event.

The words of headers and keys are data/report_columns.csv.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from .counts import read_number
from .dates import find_dates
from .headings import LABEL_LEVEL, enter
from .labels import Label, read_place

if TYPE_CHECKING:
    import datetime as dt

    from .blocks import Block
    from .dates import Period
    from .divisions import Places
    from .headings import Section

MIN_HEADERS: Final = 2  # words of a row that make it the header of a table
_LAST = re.compile(r"\s*(?:[,/&]|\band\b)\s*")  # "District, State": that of the larger one
LAST_DAY: Final = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """
    What the cells of one row say.

    Attributes
    ----------
    label
        Its day, place and section, as those of a label before a block.
    killed, wounded
        Numbers in cells of their own.
    perpetrator, target, source
        As written.
    """

    label: Label
    killed: int | None = None
    wounded: int | None = None
    perpetrator: str | None = None
    target: str | None = None
    source: str | None = None


def header_roles(block: Block) -> tuple[str | None, ...] | None:
    """
    Read a row as the header of a table.

    Parameters
    ----------
    block
        A row.

    Returns
    -------
    roles
        "date", "place", "text", ... for each cell, None for a word that is not known; None if
        the row is no header.

    Examples
    --------
    >>> from gazetteer.report.blocks import split_blocks
    >>> header_roles(split_blocks("| Date | Dead | Details |")[0])
    ('date', 'killed', 'text')
    """
    words = [block.text[start:end].strip(" .:").casefold() for start, end in block.cells]
    roles = tuple(_roles().get(word) or _roles().get(_LAST.split(word)[-1]) for word in words)
    return roles if sum(role is not None for role in roles) >= MIN_HEADERS else None


def key_role(line: str) -> tuple[str, int] | None:
    """
    Read the key of a "Key: value" line.

    Parameters
    ----------
    line
        One line.

    Returns
    -------
    role, length
        What the key is, and where its value begins; None if there is no known key.

    Examples
    --------
    >>> key_role("Location: Koure"), key_role("Kano: A bomb exploded.")
    (('place', 10), None)
    """
    match = re.match(r"[\s*_]*([A-Za-z][A-Za-z .]{2,24}?)[*_]*\s*:[*_]*\s*(?=\S)", line)
    role = _roles().get(match[1].strip().casefold()) if match else None
    return (role, match.end()) if match and role else None


def read_record(
    block: Block,
    roles: tuple[str | None, ...],
    section: Section,
    *,
    places: Places,
    period: Period | None,
) -> Record | None:
    """
    Read the cells of a row.

    Parameters
    ----------
    block
        The row.
    roles
        What each cell is.
    section
        What the headings above it say.
    places
        The gazetteer.
    period
        Days of the report.

    Returns
    -------
    record
        None if it has no cell in words.
    """
    cells: dict[str, str] = {}
    told: list[tuple[int, int]] = []
    for role, (start, end) in zip(roles, block.cells, strict=False):
        words = block.text[start:end].strip(" .")
        if role in ("text", "type"):
            told.append((start, end))
        elif role is not None and words and role not in cells:
            cells[role] = words
    if not told:  # a header of words that nobody knows: they tell what happened
        told = [
            (start, end)
            for role, (start, end) in zip(roles, block.cells, strict=False)
            if role is None and re.search(r"[A-Za-z]{3}", block.text[start:end])
        ]
    if not told:
        return None
    inside = section
    for role in ("country", "province", "place"):
        for piece in reversed(re.split(r",\s*", cells.get(role, ""))):
            if piece:
                entered = enter(inside, piece, LABEL_LEVEL, places=places)
                # "Auno, on the Damaturu road" in a cell takes no province of another cell away.
                if entered.provinces or entered.country != inside.country:
                    inside = entered
    kept = replace(inside, path=section.path, levels=section.levels)
    place = read_place(cells["place"], kept, places, sure=True) if "place" in cells else None
    label = Label(
        end=0, section=kept, place=place, day=_day(cells.get("date", ""), period), told=tuple(told)
    )
    return Record(
        label=label,
        killed=read_number(cells.get("killed", "")),
        wounded=read_number(cells.get("wounded", "")),
        perpetrator=cells.get("perpetrator"),
        target=cells.get("target"),
        source=cells.get("source"),
    )


def _day(words: str, period: Period | None) -> dt.date | None:
    """Read the cell of a date; "1" alone is a day of the month that the report is about."""
    dates = find_dates(words, period=period)
    if dates:
        return dates[0].first
    day = re.match(r"\d{1,2}(?!\d)", words)
    if day is None or period is None or not 1 <= int(day[0]) <= LAST_DAY:
        return None
    same = (period.first.year, period.first.month) == (period.last.year, period.last.month)
    return period.first.replace(day=min(int(day[0]), period.last.day)) if same else None


@cache
def _roles() -> dict[str, str]:
    text = (files("gazetteer") / "data" / "report_columns.csv").read_text(encoding="utf-8")
    return {row["word"]: row["role"] for row in csv.DictReader(text.splitlines())}
