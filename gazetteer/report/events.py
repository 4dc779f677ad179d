"""
Events of a report: one row each, with its words, its section and the span that tells it.

Positions are characters of the decoded report.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from gazetteer.naming import province_codes
from gazetteer.opening import load
from gazetteer.resolve import country_code

from .actors import find_actors
from .casualties import count_casualties
from .cells import Record, header_roles, read_record
from .context import Context, text_context
from .divisions import force_names
from .document import read_document
from .event_types import classify, load_event_types
from .framing import daily_day, heading_day_of, main_country, report_period, title_section
from .headings import Section, enter
from .kinds import RAID, kind_of, takes_place
from .labels import read_label
from .repeats import anchor_names, link_repeats
from .segments import Segment, cut_segments, last_day

if TYPE_CHECKING:
    import datetime as dt
    from os import PathLike

    from gazetteer.clauses import Expression
    from gazetteer.store import Gazetteer

    from .blocks import Block
    from .document import Document

HEADING_MARK: Final = " (heading)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """
    One event as a report tells it; None where it does not tell.

    Attributes
    ----------
    id
        Stable under edits elsewhere in the report.
    date, date_end
        Day of the event; `date_end` for a range only.
    event_type, event_class
        From the table of event types.
    perpetrator, target
        As written.
    killed, wounded
        Numbers of people.
    location_text
        Description of the place as written; the heading, marked so, where the text names none.
    expression
        The same, parsed; None where the text names no place.
    country
        Alpha-2 code from heading or text.
    provinces
        Province codes from heading or text, which the place is tested against.
    province_text
        The words that they are from.
    source, source_date
        What stands in brackets after it.
    source_start, source_end
        Characters of the report that tell the event.
    text
        The same without marks.
    section_path
        Headings above it.
    duplicate_of
        Id of the event that this one repeats.
    """

    id: str
    date: dt.date | None
    date_end: dt.date | None
    event_type: str
    event_class: str
    perpetrator: str | None
    target: str | None
    killed: int | None
    wounded: int | None
    location_text: str | None
    expression: Expression | None = field(repr=False)
    country: str | None
    provinces: tuple[str, ...]
    province_text: str | None
    source: str | None
    source_date: dt.date | None
    source_start: int
    source_end: int
    text: str
    section_path: tuple[str, ...]
    duplicate_of: str | None = None


def read_events(
    path_or_text: str | PathLike[str],
    *,
    country: str | None = None,
    province: str | tuple[str, ...] | None = None,
    gazetteer: Gazetteer | None = None,
    event_types: str | PathLike[str] | None = None,
) -> list[Event]:
    """
    Read the events that a report tells.

    Parameters
    ----------
    path_or_text
        A file, or the report itself.
    country, province
        Country (code or English name) and province (code or name) of what neither heading nor
        text places.
    gazetteer
        Names of provinces and countries; the default one by default.
    event_types
        A table of event types of the user's own.

    Returns
    -------
    events
        In the order of the report.

    Raises
    ------
    ReportError
        If there is no such file, or it holds no text.

    Examples
    --------
    >>> report = '''# Weekly review, May 21-26, 2020
    ...
    ... ## Syria
    ...
    ... - On May 22, an IED was activated against a bus about 20 km north of Al-Mayadeen.
    ...   Two men were wounded (Reuters, May 23, 2020).
    ... '''
    >>> event = read_events(report)[0]
    >>> event.date.isoformat(), event.event_type, event.wounded, event.country
    ('2020-05-22', 'ied', 2, 'SY')
    """
    return document_events(
        read_document(path_or_text),
        country=country,
        province=province,
        gazetteer=gazetteer,
        event_types=event_types,
    )


def document_events(
    document: Document,
    *,
    country: str | None = None,
    province: str | tuple[str, ...] | None = None,
    gazetteer: Gazetteer | None = None,
    event_types: str | PathLike[str] | None = None,
) -> list[Event]:
    """
    Read the events of a document that is open already.

    Parameters
    ----------
    document
        From `read_document`.
    country, province, gazetteer, event_types
        As for `read_events`.

    Returns
    -------
    events
        In the order of the report.
    """
    places = load() if gazetteer is None else gazetteer
    table = load_event_types(event_types)
    period = report_period(document)
    forces = force_names(" ".join(block.text for block in document.blocks))
    home = country_code(country, gazetteer=places)
    default = Section(country=home, provinces=_given_codes(province, home, places))
    titled = title_section(document, places=places, forces=forces) if home is None else Section()
    main = main_country(document, places=places) if home is titled.country is None else None
    section = Section()
    heading_day: tuple[dt.date, int] | None = None
    daily = daily_day(document, period)
    previous: dt.date | None = None
    near: str | None = None  # the country of the event before it in its section
    roles: tuple[str | None, ...] | None = None
    events: list[Event] = []
    for block in document.blocks:
        if block.kind == "heading":
            entered = enter(section, block.text, block.level, places=places, forces=forces)
            abroad = entered.provinces and entered.country != titled.country
            if abroad and titled.country and section.country is None:
                # "Beni territory" in a report on Kivu is no department of Bolivia.
                home_section = replace(section, country=titled.country)
                entered = enter(home_section, block.text, block.level, places=places, forces=forces)
            section = entered
            heading_day = heading_day_of(block, period, heading_day)
            near = None
        elif block.kind in ("bullet", "paragraph"):
            country_known = section if section.country else titled
            above = replace(
                section,
                country=country_known.country,
                provinces=country_known.provinces,
            )
            roles = header_roles(block) or (roles if block.cells else None)
            record = None
            if block.cells and (block.keys or roles):
                record = read_record(
                    block, block.keys or roles or (), above, places=places, period=period
                )
            label = (
                record.label
                if record
                else read_label(block.text, above, places=places, period=period, forces=forces)
            )
            segments = cut_segments(
                block.text,
                table,
                period=period,
                day=heading_day[0] if heading_day else daily,
                places=places,
                country=label.section.country or home,
                bullet=block.kind == "bullet",
                label=label,
                previous=previous,
            )
            previous = last_day(segments, block.text, period) or previous
            for number, segment in enumerate(segments):
                context = text_context(
                    segment,
                    block=block.text,
                    section=label.section,
                    default=default,
                    homes=tuple(code for code in (near, main) if code is not None),
                    places=places,
                    forces=forces,
                )
                near = context.country or near
                event = _event(segment, block, label.section, context)
                events.append(_with_cells(event, record, first=number == 0))
    return link_repeats(_with_ids(_share_countries(events), document.name))


def _with_cells(event: Event, record: Record | None, *, first: bool) -> Event:
    """Fill in what a row has in cells of its own; its numbers are those of its first event."""
    if record is None:
        return event
    return replace(
        event,
        killed=record.killed if first and record.killed is not None else event.killed,
        wounded=record.wounded if first and record.wounded is not None else event.wounded,
        perpetrator=event.perpetrator or record.perpetrator,
        target=event.target or record.target,
        source=event.source or record.source,
    )


def _given_codes(
    province: str | tuple[str, ...] | None, country: str | None, places: Gazetteer
) -> tuple[str, ...]:
    words = (province,) if isinstance(province, str) else province or ()
    return tuple(
        code for word in words for code in province_codes(word, country=country, gazetteer=places)
    )


def _event(segment: Segment, block: Block, section: Section, context: Context) -> Event:
    kind = classify([list(triggers) for triggers in segment.triggers])
    told = " ".join(segment.told)
    actors = find_actors(segment.lead)
    event_type, event_class = kind_of(kind, actors, section, block.text if segment.shared else told)
    casualties = count_casualties(told)
    if event_type == "arrest_or_capture":
        if segment.place is not None and takes_place(segment.place, told):
            event_type, event_class = "assault", "attack"
        elif casualties.killed and RAID.search(told):
            event_type = "raid_or_strike"
    expression = segment.place.expression if segment.place else None
    if segment.place is not None:
        location_text: str | None = segment.place.text
    elif section.place_text is not None:
        location_text = section.place_text + HEADING_MARK
    else:
        location_text = None
    # A record of keys is told by all of it, a sentence by itself.
    start, end = block.span(0 if block.keys else segment.start, segment.end)
    return Event(
        id="",
        date=segment.day,
        date_end=segment.day_end,
        event_type=event_type,
        event_class=event_class,
        perpetrator=actors.perpetrator,
        target=actors.target,
        killed=casualties.killed if segment.counted else None,
        wounded=casualties.wounded if segment.counted else None,
        location_text=location_text,
        expression=expression,
        country=context.country,
        provinces=context.provinces,
        province_text=context.province_text,
        source=segment.source.text if segment.source else None,
        source_date=segment.source.day if segment.source else None,
        source_start=start,
        source_end=end,
        text=block.text[segment.start : segment.end],
        section_path=section.path,
    )


def _share_countries(events: list[Event]) -> list[Event]:
    """Give an event of no known country that of the others with its anchor, if they agree."""
    known: dict[str, set[str]] = {}
    for event in events:
        if event.country is not None:
            for name in anchor_names(event.expression):
                known.setdefault(name, set()).add(event.country)
    shared = []
    for event in events:
        if event.country is None:
            found = set().union(*(known.get(n, set()) for n in anchor_names(event.expression)))
            if len(found) == 1:
                shared.append(replace(event, country=found.pop()))
                continue
        shared.append(event)
    return shared


def _with_ids(events: list[Event], name: str) -> list[Event]:
    """Give each event the digest of its file's name, its words and its number among equals."""
    seen: Counter[str] = Counter()
    named = []
    for event in events:
        words = re.sub(r"\W+", " ", event.text).casefold().strip()
        ordinal = seen[words]
        seen[words] += 1
        digest = hashlib.sha256(f"{name}\n{words}\n{ordinal}".encode()).hexdigest()
        named.append(replace(event, id=digest[:12]))
    return named
