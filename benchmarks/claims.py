"""The totals that a report claims, compared with their annotation; `incidents.py` prints them."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING

from gazetteer import Gazetteer, load
from gazetteer.report import read_claims

if TYPE_CHECKING:
    from pathlib import Path

SHORT_NAMES = {"DR Congo": "CD"}


def measure_claims(
    gold: Path, *, gazetteer: Gazetteer | None = None, show: bool = False
) -> dict[str, float]:
    """
    Read the totals that a report claims and compare them with their annotation.

    Parameters
    ----------
    gold
        `claimed_totals_REPORT.jsonl`.
    gazetteer
        Where to look; the embedded one if left out.
    show
        Print what differs.

    Returns
    -------
    dict of str to float
        Totals annotated, found (the number, where it stands) and extra; shares of the found whose
        country, unit and period are right.
    """
    places = load() if gazetteer is None else gazetteer
    report = find_report(gold)
    text = report.read_bytes().decode("utf-8-sig")
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    claims = read_claims(report, gazetteer=places)
    right: Counter[str] = Counter()
    taken: set[str] = set()
    for wanted in rows:
        at = text.find(wanted["quote"], starts[wanted["line"] - 1])
        found = next(
            (
                claim
                for claim in claims
                if claim.id not in taken
                and claim.count == wanted["count"]
                and claim.source_start < at + len(wanted["quote"])
                and at < claim.source_end
            ),
            None,
        )
        if found is None:
            if show:
                print(f"  missed: {wanted['id']} {wanted['quote']!r}")
            continue
        taken.add(found.id)
        right["found"] += 1
        country = places.country(SHORT_NAMES.get(wanted["country"] or "", wanted["country"] or ""))
        period = (wanted["period_from"], wanted["period_to"])
        agrees = {
            "country": found.country == (country.country if country else None),
            "unit": found.unit.split()[-1] == wanted["unit"].split()[-1],
            "period": (iso(found.period_from), iso(found.period_to)) == period,
        }
        for field, same in agrees.items():
            right[field] += same
            if show and not same:
                print(f"  {field}: {wanted['id']} is not as in {found}")
    if show:
        for claim in claims:
            if claim.id not in taken:
                print(f"  extra: {claim.count} {claim.unit} in {claim.text!r}")
    figures: dict[str, float] = {
        "claimed totals": len(rows),
        "totals found": right["found"],
        "totals extra": len(claims) - right["found"],
    }
    return figures | {
        f"{field} of totals": right[field] / max(1, right["found"])
        for field in ("country", "unit", "period")
    }


def find_report(gold: Path) -> Path:
    """
    Find the report that an annotation is about.

    Parameters
    ----------
    gold
        `incidents_REPORT.jsonl` or `claimed_totals_REPORT.jsonl`.

    Returns
    -------
    pathlib.Path
        `REPORT.txt` beside it, else in the folder `reports` two folders up.
    """
    name = re.sub(r"^(?:incidents|claimed_totals)_", "", gold.stem) + ".txt"
    beside = gold.with_name(name)
    return beside if beside.exists() else gold.parent.parent.parent / "reports" / name


def iso(day: object) -> str | None:
    """
    Write a day as annotations do.

    Parameters
    ----------
    day
        A date, or None.
    """
    return None if day is None else str(day)
