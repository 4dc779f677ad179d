"""
Kinds of places by the feature codes of others: a table, `data/features.csv`.

Codes that it does not hold (streams, shops, schools, provinces) are no anchors, and their rows
are left out of an import.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gazetteer.place import SETTLEMENTS, settlement_kind

TABLE = Path(__file__).parent.parent / "data" / "features.csv"


@dataclass(frozen=True, slots=True)
class Feature:
    """
    What a code of a source means here.

    Attributes
    ----------
    kind
        Kind of place.
    radius_m
        Radial where the kind's own does not fit.
    """

    kind: str
    radius_m: float | None


@cache
def features(scheme: str) -> dict[str, Feature]:
    """
    Read the codes of a scheme.

    Parameters
    ----------
    scheme
        "geonames" (which NGA's designations share) or "osm" (key=value).

    Returns
    -------
    dict
        Code -> what it means.

    Examples
    --------
    >>> features("geonames")["WAD"].kind, features("osm")["natural=peak"].kind
    ('valley', 'mountain')
    """
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Feature(row["kind"], float(row["radius_m"]) if row["radius_m"] else None)
            for row in csv.DictReader(file)
            if row["scheme"] == scheme
        }


def kind_of(feature: Feature, population: int) -> str:
    """
    Name the kind of a place from its code and its people.

    Parameters
    ----------
    feature
        What its code means.
    population
        People; 0 where unknown, which in a complete list is most villages.

    Returns
    -------
    str
        A kind; that of a populated place follows its population where one is given.

    Examples
    --------
    >>> kind_of(features("geonames")["PPL"], 0), kind_of(features("geonames")["PPL"], 120_000)
    ('village', 'city')
    """
    if feature.kind in SETTLEMENTS and population > 0:
        return settlement_kind(population)
    return feature.kind
