"""
How well events are read from reports, measured on annotated ones.

    python benchmarks/incidents.py FOLDER [--show]

Each `incidents_REPORT.jsonl` of the folder is compared with `FOLDER/../../reports/REPORT.txt`.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from gazetteer import Gazetteer, load
from gazetteer.frame import locate_expressions
from gazetteer.report import Event, read_events
from geo import geodesy, regions

Gold = dict[str, Any]

# A border is annotated as `near`, with the border as anchor; `border` is as good.
SAME_RELATION = {"border": "near"}
SHORT_NAMES = {"DR Congo": "CD"}
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
    name = gold.stem.removeprefix("incidents_")
    report = gold.parent.parent.parent / "reports" / f"{name}.txt"
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    events = read_events(report, gazetteer=places)
    pairs, missed, extra = match_events(rows, events, report.read_bytes().decode("utf-8-sig"))
    locations = locate_expressions(
        [event.expression for _, event in pairs],
        countries=[event.country for _, event in pairs],
        provinces=[event.provinces for _, event in pairs],
        gazetteer=places,
    )
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    figures: dict[str, float] = {"events": len(rows), "found": len(pairs), "extra": len(extra)}
    own_ids = {event.id: wanted["id"] for wanted, event in pairs}
    repeats = [
        (wanted, own_ids.get(event.duplicate_of or ""))
        for wanted, event in pairs
        if wanted.get("duplicate_of")
    ]
    figures["repeats"] = len(repeats)
    figures["repeats linked"] = sum(linked is not None for _, linked in repeats)
    figures["false repeats"] = sum(
        event.duplicate_of is not None and not wanted.get("duplicate_of") for wanted, event in pairs
    )
    distances: list[float] = []
    for (wanted, event), spot in zip(pairs, locations, strict=True):
        fields = compare(wanted, event, spot.relation, places)
        code = gold_province(wanted, event, places)
        if code is not None:
            fields["province"] = (code, spot.province)
        for field, (want, got) in fields.items():
            asked[field] += 1
            right[field] += want == got
            if show and want != got:
                print(f"  {field}: {wanted['id']} is {want!r}, read {got!r} in {event.text[:90]!r}")
        if wanted["point"]:
            km = float("inf")
            if spot.lon is not None and spot.lat is not None:
                point = wanted["point"]
                km = (
                    float(geodesy.inverse(point["lon"], point["lat"], spot.lon, spot.lat)[1]) / 1000
                )
            distances.append(km)
            if show and km > 1:
                print(
                    f"  point: {wanted['id']} off by {km:.1f} km at {event.location_text!r}: {spot.why}"
                )
    figures |= {field: right[field] / asked[field] for field in FIELDS if asked[field]}
    for limit in (1, 2):
        within = sum(km <= limit for km in distances)
        figures[f"points within {limit} km"] = within / max(1, len(distances))
    if show:
        for wanted, linked in repeats:
            print(f"  {wanted['id']} repeats {wanted['duplicate_of']!r}; linked to {linked}")
        for wanted in missed:
            print(f"  missed: {wanted['id']} {wanted['quote']!r}")
        for event in extra:
            print(f"  extra: {event.event_type} at {event.location_text!r} in {event.text[:120]!r}")
    return figures


def match_events(
    gold: list[Gold], events: list[Event], text: str
) -> tuple[list[tuple[Gold, Event]], list[Gold], list[Event]]:
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
    for row, wanted in enumerate(gold):
        for column, event in enumerate(events):
            first = text.count("\n", 0, event.source_start) + 1
            last = text.count("\n", 0, event.source_end) + 1
            if first <= wanted["line"] <= last:
                scored.append((-_likeness(wanted, event), row, column))
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
    wanted: Gold, event: Event, relation: str, places: Gazetteer
) -> dict[str, tuple[object, object]]:
    """
    Put what is annotated beside what was read.

    Parameters
    ----------
    wanted
        One annotated event.
    event
        The event read.
    relation
        Of its location.
    places
        The gazetteer.

    Returns
    -------
    dict of str to tuple
        Field to (annotated, read).
    """
    country = places.country(SHORT_NAMES.get(wanted["country"], wanted["country"]) or "")
    fields: dict[str, tuple[object, object]] = {
        "date": (wanted["date"], _iso(event.date)),
        "relation": (wanted["relation"], SAME_RELATION.get(relation, relation)),
        "event_type": (wanted["event_type"], event.event_type),
        "event_class": (wanted["event_class"], event.event_class),
        "killed": (wanted["killed"], event.killed),
        "wounded": (wanted["wounded"], event.wounded),
        "country": (country.country if country else wanted["country"], event.country),
        "source date": (wanted["source_date"], _iso(event.source_date)),
    }
    if wanted["province_from_heading"]:
        heading = _code(wanted["province_from_heading"], event, places)
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
        + (wanted["event_type"] == event.event_type)
        + (wanted["killed"] == event.killed)
    )


def _code(name: str, event: Event, places: Gazetteer) -> str | None:
    matches = places.search(name, country=event.country, kinds=("province",))
    return matches[0].place.codes[0] if matches and matches[0].place.codes else None


def _iso(day: object) -> str | None:
    return None if day is None else str(day)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true", help="print what differs")
    chosen = parser.parse_args()
    for file in sorted(chosen.folder.glob("incidents_*.jsonl")):
        print(file.stem)
        for key, value in measure_incidents(file, show=chosen.show).items():
            print(f"  {key:24} {value:.3f}" if isinstance(value, float) else f"  {key:24} {value}")
