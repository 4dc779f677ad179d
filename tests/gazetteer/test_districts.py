"""Districts and airports: generated tables, whose names never take the place of a town's."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from gazetteer.embedded import DATA, TABLES
from gazetteer.expression import parse
from gazetteer.generics import split_generic
from gazetteer.names import fold
from gazetteer.opening import load
from gazetteer.place import SETTLEMENTS
from gazetteer.records import Record, read_table
from gazetteer.resolve import resolve
from geo.regions import province_of

DISTRICTS = list(read_table(DATA / "districts.csv"))
AIRPORTS = list(read_table(DATA / "airports.csv"))
TABLES_MADE = pytest.mark.parametrize("table", [DISTRICTS, AIRPORTS], ids=["districts", "airports"])


def test_no_two_rows_of_the_package_have_one_id() -> None:
    ids = [
        row["id"]
        for name in TABLES
        for row in csv.DictReader((DATA / name).read_text(encoding="utf-8").splitlines())
    ]
    assert len(ids) == len(set(ids))


@TABLES_MADE
def test_a_row_names_its_source_and_its_kind(table: list[Record]) -> None:
    kinds = {record.kind for record in table}
    assert kinds in ({"district"}, {"airbase", "landmark"})
    assert all(record.source.startswith(("GeoNames", "airportsdata")) for record in table)
    assert all(record.radius_m and 1_000 < record.radius_m < 400_000 for record in table)


@TABLES_MADE
def test_a_row_lies_in_the_province_that_it_says(table: list[Record]) -> None:
    lons, lats = np.array([(record.lon, record.lat) for record in table]).T
    codes = province_of(lons, lats, coast_m=20_000)
    wrong = [record.id for record, code in zip(table, codes, strict=True) if code != record.admin1]
    assert not wrong


@TABLES_MADE
def test_every_name_says_what_the_place_is(table: list[Record]) -> None:
    # otherwise "Bahārak" would be the district and no more the town
    said = {"local", "lga", "cercle", "departement", "department", "zone", "locality", "qada"}
    for record in table:
        for name in (record.name, *record.alt_names):
            words = fold(name)
            assert split_generic(words) or said & set(words.split()), name


@TABLES_MADE
def test_a_row_is_found_by_each_of_its_names(table: list[Record]) -> None:
    gazetteer = load()
    for record in table:
        for name in (record.name, *record.alt_names):
            found = gazetteer.search(name, country=record.country, limit=50)
            assert record.id in [m.place.id for m in found if m.kind == "exact"], name


def test_the_bare_name_of_a_district_stays_the_name_of_its_town() -> None:
    gazetteer = load()
    for record in DISTRICTS:
        parts = split_generic(fold(record.name))
        name = parts[0] if parts else fold(record.name)
        towns = gazetteer.search(name, country=record.country, kinds=SETTLEMENTS)
        if towns and towns[0].kind == "exact":
            assert gazetteer.search(name, country=record.country)[0].place.kind != "district", name


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Afrin District", "Afrin"),
        ("Département de Tessaoua", "Tessaoua"),
        ("Département d' Illéla", "Illéla"),
        ("Markaz al Bājūr", "Al Bājūr"),
        ("Qaḑā Sāmarrā", "Sāmarrā"),
        ("Mohmand Agency", "Mohmand"),
        ("District", "District"),
        ("Gēlān", "Gēlān"),
    ],
)
def test_the_word_for_a_division_is_taken_from_a_name(source: str, expected: str) -> None:
    made_by = pytest.importorskip("gazetteer.data.rebuild_districts", reason="not in the wheel")
    assert made_by.bare(source) == expected


@pytest.mark.parametrize(
    ("text", "country", "anchor"),
    [
        ("in Afrin District", "SY", "district:SY.09.174184"),
        ("in the Al-Bab district", "SY", "district:SY.09.174019"),
        ("in Mosul district", "IQ", "district:IQ.15.9166649"),
        ("in Swat District", "PK", "district:PK.03.1164211"),
        ("in Gwoza LGA", "NG", "district:NG.27.111"),
        ("in Ansongo Cercle", "ML", "district:ML.09.8631538"),
        ("in Tera department", "NE", "district:NE.09.8334577"),
        ("in Idlib Province", "SY", "province:SY.12"),
        ("in West Africa", "NG", "region:west-africa"),
    ],
)
def test_a_division_is_an_area_and_never_the_town_of_its_name(
    text: str, country: str, anchor: str
) -> None:
    spot = resolve(parse(text), country=country)
    assert [place.id for place in spot.anchors] == [anchor]
    assert spot.status == "region"
    assert spot.lon is None


@pytest.mark.parametrize(
    ("text", "country"),
    [("in Kot district", "AF"), ("in Zhob Wuluswali", "AF"), ("in Ariha LGA", "SY")],
)
def test_a_district_that_nobody_lists_is_not_its_town(text: str, country: str) -> None:
    spot = resolve(parse(text), country=country)
    assert spot.status == "unresolved"
    assert "is not in the gazetteer" in spot.why


@pytest.mark.parametrize(
    ("text", "country", "anchor"),
    [
        ("near Goundam airport", "ML", "airport:GAGM"),
        ("at Taftanaz military airport", "SY", "landmark:taftanaz-air-base"),
        ("near Mashhad International Airport", "IR", "airport:OIMM"),
        ("near the Al-Qaim border crossing", "IQ", "landmark:al-qaim-border-crossing"),
        ("near the Chaman border crossing", "PK", "landmark:wesh-chaman-border-crossing"),
        ("in the Nuba Mountains", "SD", "landmark:nuba-mountains"),
        ("in the Gulf of Aden", "YE", "landmark:gulf-of-aden"),
    ],
)
def test_a_landmark_is_the_anchor_and_not_the_town_of_its_name(
    text: str, country: str, anchor: str
) -> None:
    spot = resolve(parse(text), country=country)
    assert [place.id for place in spot.anchors] == [anchor]


def test_a_road_with_a_number_is_where_it_runs_and_says_so() -> None:
    spot = resolve(parse("on the M-4 highway"), country="SY")
    assert [place.id for place in spot.anchors] == ["landmark:m4-motorway-syria"]
    assert spot.why.startswith("on M4 motorway (road")
    assert spot.radius_m is not None
    assert spot.radius_m > 300_000  # all of its course, nothing nearer is said
