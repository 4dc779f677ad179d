"""
What stands before the text of a block and places or dates all of it.

"06/11/2019 - Est region: Gunmen ...", "Maguindanao. A bomb ...", "In Nigeria, gunmen ...", and the
cells of a table's row. Positions are characters of the block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from gazetteer.clauses import Anchor, At, Expression, Mention
from gazetteer.expression import parse
from geo.errors import FarsakhError

from .dates import find_dates
from .headings import LABEL_LEVEL, Section, enter

if TYPE_CHECKING:
    import datetime as dt

    from .dates import Period
    from .divisions import Places

MAX_WORDS: Final = 8  # "Near Tibú, Norte de Santander, Colombia" has six
MAX_CELLS: Final = 4  # before the text of a row: number, date, province, place
MAX_DATE: Final = 60  # characters of the longest range of days
_DATED = re.compile(r"[\s\u2013—:.,;()/-]*")
_LABEL = re.compile(
    r"(?:In\s+)?(?P<label>[A-Z\u00c0-\u024f\u02bb\u2018\u2019'\d][^:;()]{1,70}?)\s*"
    r"(?:(?P<mark>:)\s+|(?P<dash>\s[\u2013—-]{1,2})\s+|(?P<stop>\.)\s+)"
    r"(?=[A-Z\"“\u2018'\d(]|\w)"
)
_LEAD = re.compile(
    r"\W{0,3}(?:(?:Elsewhere|Meanwhile|Also|Further \w+),?\s+)?"
    r"(?:[Ii]n|[Aa]cross|[Tt]hroughout|[Ii]nside)\s+(?:the\s+)?"
    r"(?P<name>[A-Z\u00c0-\u024f][\w'\u2019-]*(?:\s+(?:of|the|and|[A-Z][\w'\u2019-]*)){0,4}"
    r"(?:\s(?:province|state|region|governorate|district|county|oblast|department))?),\s"
)
_CITY = re.compile(r"\s(?:[Cc]ity|[Tt]own)$")
_VERB = re.compile(r"\b(?:was|were|has|had|have|is|are|be|been|said|\w{3,}ed)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """
    What a block says of all its events before it begins.

    Attributes
    ----------
    end
        Where its text begins.
    section
        The section with what the label says of country and province.
    place
        The place that the label names, where it is more than a country or a province.
    day
        The date that the block begins with.
    told
        Of a row of cells: the spans that are to be read as sentences.
    """

    end: int
    section: Section
    place: Expression | None = None
    day: dt.date | None = None
    told: tuple[tuple[int, int], ...] = ()


def read_label(
    text: str,
    section: Section,
    *,
    places: Places,
    period: Period | None = None,
    forces: frozenset[str] = frozenset(),
) -> Label:
    """
    Read the label of a block.

    Parameters
    ----------
    text
        The block.
    section
        What the headings above it say.
    places
        The gazetteer.
    period
        Days of the report.
    forces
        Folded names of armed groups that sound like provinces.

    Returns
    -------
    label
        Ends at 0 and keeps the section if there is none.

    Examples
    --------
    >>> from gazetteer.opening import load
    >>> from gazetteer.report.headings import Section
    >>> label = read_label("Diyala: A bomb exploded.", Section(country="IQ"), places=load())
    >>> label.end, label.section.provinces
    (8, ('IQ.10',))
    """
    day, start = _dated(text, 0, period)
    dated = day is not None  # a date before it vouches for "4 km south of Jarabulus."
    label = Label(end=0, section=section, day=day)
    for _ in range(MAX_CELLS):
        match = _LABEL.match(text, start)
        if match is None:
            break
        words = match["label"]
        if len(words.split()) > MAX_WORDS or _VERB.search(words):
            break
        inside = label.section
        for piece in (words, *reversed(words.split(",")[1:])):  # "Patikul, Sulu"
            inside = _entered(inside, piece.strip(), places, forces)
        named = (inside.country, inside.provinces) != (
            label.section.country,
            label.section.provinces,
        )
        alone = named and "," not in words and not _CITY.search(words)
        place = None if alone else read_place(words, inside, places)
        if place is None and not named:
            break
        whole = dated and place is not None and not place.unread
        sure = named or whole or "," in words
        if match["stop"] and place is not None and not sure:
            break  # "Kano. Gunmen ...": too short for a label, too like a sentence
        kept = replace(inside, path=section.path, levels=section.levels)
        day, start = _dated(text, match.end(), period)
        label = Label(
            end=match.end(), section=kept, place=place or label.place, day=label.day or day
        )
    lead = _LEAD.match(text, start)
    if lead is not None:
        inside = enter(label.section, lead["name"], LABEL_LEVEL, places=places, forces=forces)
        kept = replace(
            inside, path=section.path, levels=section.levels, place_text=section.place_text
        )
        label = replace(label, section=kept)
    return label


def _entered(section: Section, words: str, places: Places, forces: frozenset[str]) -> Section:
    """Enter what a label names, unless it names no country and no province."""
    inside = enter(section, words, LABEL_LEVEL, places=places, forces=forces)
    return inside if inside.provinces or inside.country != section.country else section


def label_mention(label: Label, text: str) -> Mention | None:
    """
    Give the place of a label as a place that its block mentions.

    Parameters
    ----------
    label
        The label.
    text
        Its block.

    Returns
    -------
    mention
        None if the label names no place.

    Examples
    --------
    >>> from gazetteer.report.headings import Section
    >>> label_mention(Label(end=0, section=Section()), "A bomb exploded.") is None
    True
    """
    if label.place is None:
        return None
    start = text.find(label.place.text)
    if start < 0:
        return None
    return Mention(
        start=start,
        end=start + len(label.place.text),
        text=label.place.text,
        kind=label.place.relation,
        expression=label.place,
    )


def beside(label: Label, text: str, period: Period | None) -> list[tuple[int, int]]:
    """
    Find what of a block is to be passed over when it is read: its label, but for its dates.

    Parameters
    ----------
    label
        The label.
    text
        The block.
    period
        Days of the report.

    Returns
    -------
    spans
        Half-open ranges.

    Examples
    --------
    >>> label = Label(end=19, section=Section())
    >>> beside(label, "3 May 2021 - Kano: A bomb exploded.", None)
    [(0, 0), (10, 19)]
    """
    if label.told:
        edges = [0, *(edge for span in label.told for edge in span), len(text)]
        return list(zip(edges[::2], edges[1::2], strict=True))
    end = label.end
    dates = find_dates(text[:end], period=period)
    edges = [0, *(edge for date in dates for edge in (date.start, date.end)), end]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _dated(text: str, start: int, period: Period | None) -> tuple[dt.date | None, int]:
    """Read a date and pass over it and the dash or colon after it."""
    head = text[start : start + MAX_DATE]
    dates = [date for date in find_dates(head, period=period) if date.start == 0]
    if not dates or dates[0].relative:
        return None, start
    gap = _DATED.match(text, start + dates[0].end)
    return dates[0].first, gap.end() if gap else start + dates[0].end


def read_place(
    words: str, section: Section, places: Places, *, sure: bool = False
) -> Expression | None:
    """
    Read a label as a place: a description of one, or the name of a town that is known.

    Parameters
    ----------
    words
        The label.
    section
        What it says of the country.
    places
        The gazetteer.
    sure
        That it is a place: a name that nobody knows is then one too.

    Returns
    -------
    expression
        None if it is no place.

    Examples
    --------
    >>> from gazetteer.opening import load
    >>> read_place("Kano", Section(country="NG"), load()).anchors[0].name
    'Kano'
    """
    try:
        expression = parse(words)
    except FarsakhError:
        return None
    measured = expression.relation not in ("at", "in_area", "region_only", "part_of_region", "none")
    if sure and not measured and "," in words:
        name = words.partition(",")[0].strip()  # "Bouma, Lake region"
        anchor = Anchor(name=name, start=0, end=len(name), within=_rest(words))
        clause = At(start=0, end=len(words), anchor=anchor)
        return Expression(text=words, start=0, end=len(words), clauses=(clause,))
    if expression.relation != "at" or sure:
        return expression if expression.anchors else None
    known = [
        match
        for anchor in expression.anchors
        for match in places.search(anchor.name, country=section.country, limit=1, suggest=False)
        if match.kind in ("exact", "alias", "variant")
    ]
    return expression if known else None


def _rest(words: str) -> tuple[str, ...]:
    return tuple(piece.strip() for piece in words.split(",")[1:] if piece.strip())
