"""
How well events are read from reports, measured on annotated ones.

    python benchmarks/incidents.py FOLDER [--show]

Each `incidents_REPORT.jsonl` and `claimed_totals_REPORT.jsonl` of the folder is compared with
`REPORT.txt` beside it or in `FOLDER/../../reports`. A field that is annotated with a list is right
if it is one of the list.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd
from claims import SHORT_NAMES, find_report, iso, measure_claims

from gazetteer import Gazetteer, load
from gazetteer.report import Event, read_events, read_report
from geo import geodesy, regions

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd

Gold: TypeAlias = dict[str, Any]
Pair: TypeAlias = tuple[Gold, Event]

# A border is annotated as `near`, with the border as anchor; `border` is as good.
SAME_RELATION = {"border": "near"}
FIELDS = (
    "date", "relation", "event_type", "event_class", "killed", "wounded", "country", "province",
    "heading province", "source date",
)  # fmt: skip


def measure_incidents(
    gold: Path, *, gazetteer: Gazetteer | None = None, show: bool = False
) -> dict[str, float]:
    """
    Read a report and compare its events with their annotation.

    Parameters
    ----------
    gold
        `incidents_REPORT.jsonl`.
    gazetteer
        Where to look; the embedded one if left out.
    show
        Print what differs.

    Returns
    -------
    dict of str to float
        Counts of events, found, extra and linked repeats; shares of right fields among the found,
        of points within 1 and 2 km among those with a gold point.
    """
    places = load() if gazetteer is None else gazetteer
    report = find_report(gold)
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    events = read_events(report, gazetteer=places)
    located = read_report(report, gazetteer=places).set_index("id")
    pairs, missed, extra = match_events(rows, events, report.read_bytes().decode("utf-8-sig"))
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for wanted, event in pairs:
        row = located.loc[event.id]
        for field, (want, got) in compare(wanted, event, row, places).items():
            asked[field] += 1
            agrees = got in want if isinstance(want, list) else want == got
            right[field] += agrees
            if show and not agrees:
                print(f"  {field}: {wanted['id']} is {want!r}, read {got!r} in {event.text[:90]!r}")
    distances = measure_points(pairs, located, show=show)
    figures: dict[str, float] = {"events": len(rows), "found": len(pairs), "extra": len(extra)}
    figures |= count_repeats(pairs, show=show)
    figures |= {field: right[field] / asked[field] for field in FIELDS if asked[field]}
    for limit in (1, 2):
        within = sum(km <= limit for km in distances)
        figures[f"points within {limit} km"] = within / max(1, len(distances))
    if show:
        for wanted in missed:
            print(f"  missed: {wanted['id']} {wanted['quote']!r}")
        for event in extra:
            print(f"  extra: {event.event_type} at {event.location_text!r} in {event.text[:90]!r}")
    return figures


def measure_points(pairs: list[Pair], located: gpd.GeoDataFrame, *, show: bool) -> list[float]:
    """
    Measure how far points are from where the annotation has them.

    Parameters
    ----------
    pairs
        Annotated and read events.
    located
        The incidents table by id.
    show
        Print those beyond a kilometre.

    Returns
    -------
    list of float
        Kilometres, infinite where there is no point, of the events with a gold point.
    """
    distances: list[float] = []
    for wanted, event in pairs:
        if not wanted["point"]:
            continue
        point, row = wanted["point"], located.loc[event.id]
        km = math.inf
        if row.geometry is not None:
            _, metres = geodesy.inverse(point["lon"], point["lat"], row.geometry.x, row.geometry.y)
            km = float(metres) / 1000
        distances.append(km)
        if show and km > 1:
            print(
                f"  point: {wanted['id']} off by {km:.1f} km at {event.location_text!r}: {row.why}"
            )
    return distances


def count_repeats(pairs: list[Pair], *, show: bool) -> dict[str, float]:
    """
    Count the highlights that are linked to what they repeat.

    Parameters
    ----------
    pairs
        Annotated and read events.
    show
        Print the links.

    Returns
    -------
    dict of str to float
        Annotated repeats, those linked to some event, links where none is annotated.
    """
    own_ids = {event.id: wanted["id"] for wanted, event in pairs}
    repeats = [(wanted, event) for wanted, event in pairs if wanted.get("duplicate_of")]
    if show:
        for wanted, event in repeats:
            linked = own_ids.get(event.duplicate_of or "")
            print(f"  {wanted['id']} repeats {wanted['duplicate_of']!r}; linked to {linked}")
    return {
        "repeats": len(repeats),
        "repeats linked": sum(event.duplicate_of in own_ids for _, event in repeats),
        "false repeats": sum(
            event.duplicate_of is not None and not wanted.get("duplicate_of")
            for wanted, event in pairs
        ),
    }


def match_events(
    gold: list[Gold], events: list[Event], text: str
) -> tuple[list[Pair], list[Gold], list[Event]]:
    """
    Pair each annotated event with one that tells its line, one to one.

    Parameters
    ----------
    gold
        Annotated events.
    events
        Events read.
    text
        The report.

    Returns
    -------
    pairs, missed, extra
        What belongs together, and what is left on either side.
    """
    scored = []
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for row, wanted in enumerate(gold):
        for column, event in enumerate(events):
            first = text.count("\n", 0, event.source_start) + 1
            last = text.count("\n", 0, event.source_end) + 1
            if first <= wanted["line"] <= last:
                quoted = text.find(wanted["quote"], starts[wanted["line"] - 1])
                inside = event.source_start <= quoted < event.source_end
                scored.append((-_likeness(wanted, event) - inside, row, column))
    pairs = []
    rows: set[int] = set()
    columns: set[int] = set()
    for _, row, column in sorted(scored):
        if row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            pairs.append((gold[row], events[column]))
    missed = [wanted for row, wanted in enumerate(gold) if row not in rows]
    extra = [event for column, event in enumerate(events) if column not in columns]
    return pairs, missed, extra


def compare(
    wanted: Gold, event: Event, row: pd.Series[Any], places: Gazetteer
) -> dict[str, tuple[object, object]]:
    """
    Put what is annotated beside what was read.

    Parameters
    ----------
    wanted
        One annotated event.
    event
        The event read.
    row
        Its row of the incidents table.
    places
        The gazetteer.

    Returns
    -------
    dict of str to tuple
        Field to (annotated, read).
    """
    country = places.country(SHORT_NAMES.get(wanted["country"], wanted["country"]) or "")
    fields: dict[str, tuple[object, object]] = {
        "date": (wanted["date"], iso(event.date)),
        "relation": (
            _each(wanted["relation"], lambda word: SAME_RELATION.get(word, word)),
            SAME_RELATION.get(row.relation, row.relation),
        ),
        "event_type": (wanted["event_type"], event.event_type),
        "event_class": (wanted["event_class"], event.event_class),
        "killed": (wanted["killed"], event.killed),
        "wounded": (wanted["wounded"], event.wounded),
        "country": (country.country if country else wanted["country"], event.country),
        "source date": (wanted["source_date"], iso(event.source_date)),
    }
    code = gold_province(wanted, event, places)
    if code is not None:
        fields["province"] = (code, row.province if pd.notna(row.province) else None)
    if wanted["province_from_heading"]:
        heading = _code(wanted["province_from_heading"], event, places)
        if heading is not None:
            fields["heading province"] = ((heading,), event.provinces)
    return fields


def gold_province(wanted: Gold, event: Event, places: Gazetteer) -> str | None:
    """
    Find the code of the province that the annotation gives an event.

    Parameters
    ----------
    wanted
        One annotated event.
    event
        The event read, for its country.
    places
        The gazetteer.

    Returns
    -------
    str or None
        By heading, text, or inference, else by the polygon of its point; None if there is none.
    """
    for field in ("province_from_heading", "province_from_text", "province_inferred"):
        if wanted.get(field):
            return _code(wanted[field], event, places)
    if wanted.get("admin1_check"):
        table = regions.provinces()
        codes = table.loc[table["adm1_code"] == wanted["admin1_check"]["code"], "code"]
        return str(codes.iloc[0]) if len(codes) else None
    return None


def sum_figures(tables: list[dict[str, float]]) -> dict[str, float]:
    """
    Put the figures of several reports together.

    Parameters
    ----------
    tables
        From `measure_incidents` or `measure_claims`.

    Returns
    -------
    dict of str to float
        Sums of counts; shares weighted with the events found.
    """
    found = [table.get("found", table.get("totals found", 0)) for table in tables]
    figures: dict[str, float] = {}
    for key in dict.fromkeys(key for table in tables for key in table):
        own = [(table[key], n) for table, n in zip(tables, found, strict=True) if key in table]
        if isinstance(own[0][0], float):
            figures[key] = sum(share * n for share, n in own) / max(1, sum(n for _, n in own))
        else:
            figures[key] = sum(count for count, _ in own)
    return figures


def print_figures(figures: dict[str, float]) -> None:
    """
    Print figures one a line.

    Parameters
    ----------
    figures
        Of one report or of several.
    """
    for key, value in figures.items():
        print(f"  {key:24} {value:.3f}" if isinstance(value, float) else f"  {key:24} {value}")


def _likeness(wanted: Gold, event: Event) -> float:
    anchors = (
        [anchor.name.lower() for anchor in event.expression.anchors] if event.expression else []
    )
    names = [name.lower() for name in wanted["anchors"]]
    same = any(a in b or b in a for a in anchors for b in names) if names else not anchors
    distance = event.expression.distance_km if event.expression else None
    return (
        4 * same
        + 2 * (wanted["distance_km"] == distance)
        + (event.event_type in _as_list(wanted["event_type"]))
        + (event.killed in _as_list(wanted["killed"]))
    )


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _each(value: object, change: Callable[[object], object]) -> object:
    return [change(word) for word in value] if isinstance(value, list) else change(value)


def _code(name: str, event: Event, places: Gazetteer) -> str | None:
    for match in places.search(name, country=event.country, kinds=("province", "region")):
        if match.kind != "suggestion" and len(match.place.codes) == 1:
            return match.place.codes[0]
    return None


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true", help="print what differs")
    chosen = parser.parse_args()
    for pattern, measure in (
        ("incidents_*.jsonl", measure_incidents),
        ("claimed_totals_*.jsonl", measure_claims),
    ):
        tables = []
        for file in sorted(chosen.folder.glob(pattern)):
            print(file.stem)
            tables.append(measure(file, show=chosen.show))
            print_figures(tables[-1])
        if len(tables) > 1:
            print(f"all {len(tables)} reports")
            print_figures(sum_figures(tables))
