"""Tables of publishers, read by the maps that come along and by one's own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from gazetteer.opening import load
from gazetteer.tables import read_table
from gazetteer.tables.coded import Coded, locate_coded
from gazetteer.tables.columnmaps import known_maps, map_for, read_map
from gazetteer.tables.reading import read_raw
from geo.errors import TableError
from tests.gazetteer.tables.published import ACLED, FORMATS, GTD, HXL, UCDP

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_published_table_is_recognised_by_its_headers(name: str, tmp_path: Path) -> None:
    raw = read_raw(written(tmp_path, FORMATS[name]))
    assert map_for(None, [*raw.table.columns, *raw.tags]).name == name


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_rows_in_are_rows_out_and_every_column_is_kept(name: str, tmp_path: Path) -> None:
    path = written(tmp_path, FORMATS[name])
    raw, made = read_raw(path), read_table(path, mine=True)
    assert len(made) == len(raw.table)
    for header in raw.table.columns:
        kept = made[header] if header not in _ours() else made[f"{header}_given"]
        assert kept.astype(object).where(kept.notna(), None).tolist() == (
            raw.table[header].astype(object).where(raw.table[header].notna(), None).tolist()
        )


def _ours() -> set[str]:
    from geo.tables import columns  # noqa: PLC0415 - a list of names

    return {column.name for column in columns("incidents")} | {"lon", "lat"}


CODES = [
    (layout.name, code, example["status"])
    for layout in known_maps()
    for example in json.loads(
        (__import__("importlib.resources").resources.files("gazetteer") / "data/tables"
         / f"{layout.name}.json").read_text(encoding="utf-8")
    ).get("examples", [])
    for code in [example["code"]]
]  # fmt: skip


@pytest.mark.parametrize(("name", "code", "status"), CODES)
def test_each_code_is_a_point_or_an_area_as_its_example_says(
    name: str, code: str, status: str
) -> None:
    row = Coded(40.4504, 35.0197, code, float("nan"), "Al Mayadin", "SY", ("SY.07",), "")
    spot = locate_coded(row, map_for(name, []), gazetteer=load())
    assert spot.status == status
    assert (spot.lon is not None) == (status == "located")
    assert spot.footprint is not None
    assert not spot.calibrated


def test_every_code_of_every_format_has_an_example() -> None:
    examples = {(name, code) for name, code, _ in CODES}
    assert examples == {(each.name, code) for each in known_maps() for code in each.codes}


def test_acled_is_read_with_its_words_in_ours(tmp_path: Path) -> None:
    made = read_table(written(tmp_path, ACLED))
    assert made["id"].tolist() == ["SYR1", "SYR2", "SYR3"]
    assert made["event_type"].tolist() == ["ied", "assault", "other"]
    assert made["event_class"].tolist() == ["attack", "clash", "civil_event"]
    assert made["killed"].tolist() == [3, 0, 0]
    assert made["date"].dt.day.tolist() == [21, 22, 23]
    assert made["status"].tolist() == ["located", "located", "region"]
    assert made["radius_m"].iloc[1] == pytest.approx(25_000, rel=1e-3)  # of code 2
    assert made["province"].tolist() == ["SY.07", "SY.11", "SY.12"]
    assert made["anchor"].iloc[0] == "Al Mayādīn"
    # kept where they can be trusted, to the digit
    assert (made.geometry.x.iloc[0], made.geometry.y.iloc[0]) == (40.4504, 35.0197)


def test_ucdp_where_prec_decides_between_point_and_area(tmp_path: Path) -> None:
    made = read_table(written(tmp_path, UCDP))
    assert made["where_prec"].tolist() == [1, 2, 3, 6]
    assert made["status"].tolist() == ["located", "located", "region", "region"]
    assert made["country"].tolist() == ["SY", "SY", "SY", "YE"]
    assert made["event_class"].tolist() == ["clash", "clash", "attack", "clash"]
    yemen = made["footprint"].iloc[3]
    assert yemen.contains(__import__("shapely").Point(44.2, 15.35))  # Sana'a


def test_gtd_dates_may_lack_their_day_and_minus_99_is_nothing(tmp_path: Path) -> None:
    made = read_table(written(tmp_path, GTD))
    assert made["date"].dt.strftime("%F").tolist() == ["2020-05-21", "2020-05-01"]
    assert made["date_end"].dt.strftime("%F").fillna("").tolist() == ["", "2020-05-31"]
    assert made["killed"].fillna(-1).tolist() == [2, -1]
    assert made["wounded"].fillna(-1).tolist() == [-1, 0]
    assert made["status"].tolist() == ["located", "region"]
    assert made["radius_m"].iloc[0] == pytest.approx(10_000, rel=1e-3)  # of 1 with vicinity 1
    assert made["id"].iloc[0] == "202005210001"


def test_a_row_of_hxl_tags_is_no_incident_and_says_what_the_columns_are(tmp_path: Path) -> None:
    made = read_table(written(tmp_path, HXL), country="NG")
    assert made["location_text"].tolist() == ["Damboa", "Maiduguri"]
    assert made["method"].tolist() == ["given", "density"]
    assert made["killed"].fillna(-1).tolist() == [4, -1]
    assert made["Dead"].dtype == "Int64"
    assert made["province"].tolist() == ["NG.27", "NG.27"]


@pytest.mark.parametrize("rows_above", [0, 1, 3])
def test_titles_above_the_headers_of_an_hxl_sheet_are_passed_over(
    rows_above: int, tmp_path: Path
) -> None:
    lines = HXL.splitlines()
    title = "Situation report" + "," * (lines[0].count(","))
    text = "\n".join([title] * rows_above + lines) + "\n"
    made = read_table(written(tmp_path, text), country="NG")
    assert made["location_text"].tolist() == ["Damboa", "Maiduguri"]
    assert "Place" in made.columns


MINED = [
    # text of the row, where it moves to (hand: 10 km is .0901 degrees of latitude at 35 N)
    ("An IED hit a car about 10 km north of Al-Mayadeen.", 35.0197 + 0.0901),
    ("An IED hit a car 10 km north of the town of Al Mayadin.", 35.0197 + 0.0901),
    ("10km N of Al-Mayadeen (10 km north of Al-Mayadeen)", 35.0197 + 0.0901),
    ("An IED hit a car in Al-Mayadeen.", None),
    ("An IED hit a car 10 km north of Al-Raqqah.", None),  # another place
    ("10 km north of Al-Mayadeen, or 12 km south of Al-Mayadeen", None),  # contradicts itself
    ("An IED hit a car 900 km north of Al-Mayadeen.", None),  # no distance of an incident
    ("northeast of Al-Mayadeen", None),  # no distance
    ("Al-Mayadeen, about 14 km north of the region's main town of Q", None),  # from Q
    ("", None),
]


@pytest.mark.parametrize(("note", "lat"), MINED)
def test_notes_move_a_row_only_away_from_the_place_that_it_is_coded_at(
    note: str, lat: float | None
) -> None:
    table = pd.DataFrame({
        "event_id_cnty": ["S1"], "geo_precision": [1], "event_date": ["2020-05-21"],
        "location": ["Al Mayadin"], "country": ["Syria"], "latitude": [35.0197],
        "longitude": [40.4504], "notes": [note],
    })  # fmt: skip
    kept, mined = read_table(table), read_table(table, mine=True)
    assert kept.geometry.y.iloc[0] == 35.0197
    if lat is None:
        assert mined.geometry.y.iloc[0] == 35.0197
        assert pd.isna(mined["moved_by"].iloc[0])
        return
    assert mined.geometry.y.iloc[0] == pytest.approx(lat, abs=2e-4)
    assert mined["coded_lat"].iloc[0] == 35.0197
    assert mined["moved_km"].iloc[0] == pytest.approx(10, rel=1e-3)
    assert "km" in mined["moved_by"].iloc[0]
    assert mined["moved_by"].iloc[0] in mined["why"].iloc[0]


def test_a_place_that_no_gazetteer_holds_is_moved_too() -> None:
    table = pd.DataFrame({
        "event_id_cnty": ["S1"], "geo_precision": [1], "event_date": ["2020-05-21"],
        "location": ["Qwxzville"], "country": ["Syria"], "latitude": [35.0], "longitude": [40.0],
        "notes": ["a car 20 km east of Qwxzville"],
    })  # fmt: skip
    made = read_table(table, mine=True)
    assert made["moved_km"].iloc[0] == pytest.approx(20, rel=1e-3)
    assert made.geometry.x.iloc[0] > 40.2


BROKEN = [
    ("{", "no JSON"),
    ("[]", "location_text"),
    ('{"columns": []}', "location_text"),
    ('{"columns": {"place": "X"}}', "no role 'place'"),
    ('{"columns": {"text": 3}}', "name of a header"),
    ('{"columns": {}, "colour": 1}', "no part 'colour'"),
    ('{"columns": {}, "codes": {"1": {"reach": "town"}}}', "expected point, near"),
    ('{"columns": {}, "codes": {"1": {"reach": "point", "radius_km": "4"}}}', "kilometres"),
    ('{"columns": {}, "codes": 4}', "no object"),
    ('{"columns": {}, "recognise": "x"}', "list of headers"),
]


@pytest.mark.parametrize(("text", "said"), BROKEN)
def test_a_broken_map_is_refused_with_what_could_stand_there(
    text: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(TableError, match=said):
        read_map(written(tmp_path, text, "mine.json"))


@pytest.mark.parametrize("wanted", ["akled", "nowhere.json"])
def test_a_map_that_is_not_there_is_named(wanted: str) -> None:
    with pytest.raises(TableError, match=wanted):
        map_for(wanted, [])


def test_a_map_of_ones_own_reads_a_table_in_another_language(tmp_path: Path) -> None:
    layout = {
        "title": "Observatoire",
        "columns": {"location_text": "Lieu", "country": "Pays", "killed": "Morts",
                    "precision": "Qualité", "lat": "Y", "lon": "X"},
        "codes": {"B": {"reach": "near", "radius_km": 12, "meaning": "environs"}},
    }  # fmt: skip
    path = written(tmp_path, json.dumps(layout), "observatoire.json")
    table = pd.DataFrame({
        "Lieu": ["Mopti", "Gao"], "Pays": "Mali", "Morts": ["3", "-"], "Qualité": ["B", "B"],
        "X": ["-4,1948", ""], "Y": ["14,4843", ""],
    })  # fmt: skip
    made = read_table(table, columns=path)
    assert made["radius_m"].iloc[0] == pytest.approx(12_000, rel=1e-3)
    assert "environs" in made["why"].iloc[0]
    assert made["status"].tolist() == ["located", "located"]
    assert made["killed"].fillna(-1).tolist() == [3, -1]
    assert np.isclose(made.geometry.x.iloc[0], -4.1948)
