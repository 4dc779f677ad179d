"""The tables of landmarks and aliases: every row has a source, and lies where it says."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from gazetteer import locate
from gazetteer.embedded import ALIASES, DATA
from gazetteer.errors import UnresolvedPlaceError
from gazetteer.opening import load
from gazetteer.place import RADIUS_M
from gazetteer.records import read_table
from geo.geodesy import inverse
from geo.regions import province_of

LANDMARKS = list(read_table(DATA / "landmarks.csv"))
with (DATA / ALIASES).open(encoding="utf-8", newline="") as file:
    ALIAS_ROWS = list(csv.DictReader(file))


@pytest.mark.parametrize("record", LANDMARKS, ids=lambda record: record.id)
def test_a_landmark_names_its_source_and_kind(record: object) -> None:
    assert record.source != "landmarks.csv"  # type: ignore[attr-defined]
    assert record.kind in {*RADIUS_M, "landmark"}  # type: ignore[attr-defined]


def test_a_landmark_lies_in_the_province_that_its_row_says() -> None:
    codes = province_of(
        np.array([record.lon for record in LANDMARKS]),
        np.array([record.lat for record in LANDMARKS]),
    )
    for record, code in zip(LANDMARKS, codes, strict=True):
        said = {record.admin1, *record.codes}
        assert code in said or (code and code[:2] in said), record.id


@pytest.mark.parametrize("record", LANDMARKS, ids=lambda record: record.id)
def test_a_landmark_is_found_by_each_of_its_names(record: object) -> None:
    country = record.country or record.codes[0][:2]  # type: ignore[attr-defined]
    for name in (record.name, *record.alt_names):  # type: ignore[attr-defined]
        found = [m.place.id for m in load().search(name, country=country) if m.kind == "exact"]
        assert record.id in found, name  # type: ignore[attr-defined]


@pytest.mark.parametrize("row", ALIAS_ROWS, ids=lambda row: row["alias"])
def test_an_alias_names_its_source_and_finds_its_place(row: dict[str, str]) -> None:
    place = load().get(row["place_id"])
    assert row["source"]
    assert place is not None
    matches = load().search(row["alias"], country=place.country)
    assert place.id in [match.place.id for match in matches if match.kind in {"alias", "exact"}]


# distances that the sources give in words; within 10 km, or half of what they say
@pytest.mark.parametrize(
    ("landmark", "other", "km", "source"),
    [
        ("landmark:al-omar-oil-field", "geonames:173480", 10, "Wikipedia: Al-Omar field"),
        ("landmark:sambisa-forest", "geonames:2331447", 60, "Wikipedia: Sambisa Forest"),
        ("landmark:taftanaz-air-base", "geonames:163799", 2.7, "Wikipedia: Taftanaz"),
        ("landmark:al-tanf-base", "landmark:al-waleed-border-crossing", 24, "Wikipedia: Al-Tanf"),
    ],
)
def test_a_landmark_is_as_far_from_others_as_is_written(
    landmark: str, other: str, km: float, source: str
) -> None:
    one, two = load().get(landmark), load().get(other)
    assert one is not None
    assert two is not None
    distance_km = float(inverse(one.lon, one.lat, two.lon, two.lat)[1]) / 1000
    assert abs(distance_km - km) <= max(10, km / 2), f"{distance_km:.1f} km; {source}"


@pytest.mark.parametrize(
    ("phrase", "landmark"),
    [
        ("Bab al Hawa village", "landmark:bab-al-hawa-border-crossing"),
        ("At Tanf village", "landmark:al-tanf-base"),
    ],
)
def test_a_village_at_a_crossing_or_base_is_found_by_it(phrase: str, landmark: str) -> None:
    spot = locate(phrase, country="SY")
    assert [match.place.id for match in spot.candidates] == [landmark]


def test_a_village_is_never_a_mountain() -> None:
    with pytest.raises(UnresolvedPlaceError):
        locate("Qandil village", country="IQ")
