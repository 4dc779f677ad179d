"""Odd and hostile tables: each ends in a table with all its rows, or in a sentence that teaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer.tables import read_table
from gazetteer.tables.cells import dates, degrees, number
from geo.errors import FarsakhError, TableError
from geo.files import read_incidents, write_incidents

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "location_text,country,lat,lon"

TABLES = {
    "byte order mark": (f"\ufeff{HEAD}\nHoms,SY,34.73,36.72\n", ["located"]),
    "UTF-16": (f"{HEAD}\nHoms,SY,34.73,36.72\n".encode("utf-16"), ["located"]),
    "Latin-1": ("location_text,country\nÉpinal,FR\nCafé de Colmar,FR\n".encode("latin-1"), None),
    "semicolons and decimal commas": (
        "location_text;country;lat;lon\nHoms;SY;34,73;36,72\n", ["located"],
    ),
    "tabs": ("location_text\tcountry\nHoms\tSY\n", ["located"]),
    "bars": ("location_text|country\nHoms|SY\n", ["located"]),
    "a header twice": ("location_text,country,note,note\nHoms,SY,a,b\n", ["located"]),
    "a header that is empty": ("location_text,country,,\nHoms,SY,a,b\n", ["located"]),
    "line breaks in cells": ('location_text,country,note\nHoms,SY,"a\nb"\n', ["located"]),
    "Windows line ends": (f"{HEAD}\r\nHoms,SY,34.73,36.72\r\n", ["located"]),
    "no rows": (f"{HEAD}\n", []),
    "empty cells": (f"{HEAD}\n,,,\nHoms,SY,,\n", ["unresolved", "located"]),
    "NA is Namibia": ("location_text,country\nWindhoek,NA\n", ["located"]),
    "no such country": ("location_text,country\nHoms,Atlantis\n", None),
    "zero-width and bidi": ("location_text,country\nAl\u200b-May\u200badeen\u202e,\u200fSY\n",
                            ["located"]),
    "degrees with sides": (f"{HEAD}\nHoms,SY,34.73° N,36.72 E\n", ["located"]),
    "no numbers": (f"{HEAD}\nHoms,SY,about 34,east\n", ["located"]),
    "null island": (f"{HEAD}\nHoms,SY,0,0\n", ["located"]),
    "beyond the globe": (f"{HEAD}\nHoms,SY,134.73,236.72\n", ["located"]),
    "half a point": (f"{HEAD}\nHoms,SY,34.73,\n", ["located"]),
    "a formula": (f"{HEAD}\n=1+1,SY,34.73,36.72\n", ["located"]),
    "nulls": ("location_text,country\nHoms\0,SY\n", ["located"]),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_an_odd_table_keeps_its_rows(name: str, tmp_path: Path) -> None:
    content, statuses = TABLES[name]
    path = tmp_path / "odd.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    made = read_table(path)
    if statuses is not None:
        assert made["status"].tolist() == statuses
    assert made["why"].notna().all()
    for ending in ("csv", "parquet", "geojson"):
        write_incidents(made, tmp_path / f"out.{ending}")
        assert len(read_incidents(tmp_path / f"out.{ending}")) == len(made)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "nothing in it|no text"),
        ("place,country\nHoms,SY\n", "--text"),
        ("location_text,country\nHoms,SY,Syria\n", "quotation marks"),
        ('location_text,country\n"Homs,SY\n', "quotation marks"),
        ("location_text,country\nHoms,SY\na,b,c,d\n", "quotation marks"),
    ],
)
def test_a_table_that_cannot_be_read_says_what_to_do(
    content: str, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FarsakhError, match=said):
        read_table(path)


@pytest.mark.parametrize("ending", [".xlsx", ".parquet", ".gpkg", ".geojson", ".shp"])
def test_a_file_that_is_not_what_its_name_says_is_refused(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"odd{ending}"
    path.write_bytes(b"this is no table\0\xff")
    with pytest.raises(TableError, match="cannot be read"):
        read_table(path)


SWAPS = [
    # lat, lon, country, what is taken, what is said
    ("36.72", "34.73", "SY", (34.73, 36.72), None),  # as it should be: Hama? no: sea and land
    ("40.45", "35.02", "SY", (40.45, 35.02), "each other's column"),
    ("36.82", "-1.29", "KE", (36.82, -1.29), "each other's column"),
    ("-1.29", "36.82", "KE", (36.82, -1.29), None),
    ("116.4", "39.9", "", (116.4, 39.9), "each other's column"),
    ("51.5", "-0.1", "SY", (-0.1, 51.5), "outside the country"),  # swapped is not in Syria either
    ("35.02", "40.45", "", (40.45, 35.02), None),
]


@pytest.mark.parametrize(("lat", "lon", "country", "point", "said"), SWAPS[1:])
def test_swapped_coordinates_are_turned_and_told(
    lat: str, lon: str, country: str, point: tuple[float, float], said: str | None
) -> None:
    told: list[str] = []
    table = pd.DataFrame({"location_text": ["a place"], "country": [country], "lat": [lat],
                          "lon": [lon]})  # fmt: skip
    made = read_table(table, tell=told.append)
    assert (made.geometry.x.iloc[0], made.geometry.y.iloc[0]) == point
    if said is None:
        assert not told
    else:
        assert said in made["why"].iloc[0]
        assert said in " ".join(told)


def test_a_spreadsheet_with_mixed_types_and_times_keeps_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["location_text", "country", "date", "code", "mixed", "sum"])
    book.active.append(["Homs", "SY", pd.Timestamp("2020-05-21").to_pydatetime(), "007", 3, 1.5])
    book.active.append(["Hama", "SY", None, "008", "three", None])
    book.save(tmp_path / "book.xlsx")
    made = read_table(tmp_path / "book.xlsx")
    assert made["date"].dt.strftime("%F").fillna("").tolist() == ["2020-05-21", ""]
    assert made["code"].tolist() == ["007", "008"]
    assert made["mixed"].tolist() == ["3", "three"]
    assert made["sum"].iloc[0] == 1.5
    write_incidents(made, tmp_path / "out.parquet")


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "parquet"])
def test_points_of_a_vector_file_are_coordinates_in_any_crs(ending: str, tmp_path: Path) -> None:
    points = gpd.GeoDataFrame(
        {"location_text": ["Homs", "x"], "country": ["SY", "SY"]},
        geometry=gpd.points_from_xy([36.72, 40.45], [34.73, 35.02]),
        crs=4326,
    )
    path = tmp_path / f"points.{ending}"
    if ending == "parquet":
        points.to_crs(3857).to_parquet(path)
    else:
        (points.to_crs(3857) if ending == "gpkg" else points).to_file(path)
    made = read_table(path)
    assert made["method"].tolist() == ["given", "given"]
    assert np.allclose(made.geometry.x, [36.72, 40.45], atol=1e-6)


def test_columns_of_a_frame_that_are_there_twice_are_told_apart() -> None:
    table = pd.DataFrame([["Homs", "SY", 1, 2]], columns=["location_text", "country", "n", "n"])
    told: list[str] = []
    made = read_table(table, tell=told.append)
    assert made[["n", "n_2"]].iloc[0].tolist() == [1, 2]
    assert "twice" in told[0]


def test_names_of_ours_are_kept_beside(tmp_path: Path) -> None:
    table = pd.DataFrame({"location_text": ["Homs"], "country": ["Syria"], "lat": ["34,73"],
                          "lon": ["36,72"], "status": ["confirmed"], "status_given": ["x"],
                          "why": ["y"], "id": ["7"]})  # fmt: skip
    made = read_table(table)
    assert made["country"].tolist() == ["SY"]
    assert made["country_given"].tolist() == ["Syria"]
    assert made["status_given_given"].tolist() == ["confirmed"]
    assert made["status_given"].tolist() == ["x"]
    write_incidents(made, tmp_path / "out.csv")
    assert read_incidents(tmp_path / "out.csv")["lat_given"].iloc[0] == "34,73"


def test_ids_follow_the_content_of_a_row_and_not_the_rows_around_it() -> None:
    rows = pd.DataFrame({"location_text": ["Homs", "Hama", "Homs"], "note": ["a", "b", "c"]})
    before = dict(zip(rows["note"], read_table(rows)["id"], strict=True))
    edited = pd.concat([pd.DataFrame({"location_text": ["Idlib"], "note": ["z"]}), rows[1:]])
    after = dict(zip(edited["note"], read_table(edited[["note", "location_text"]])["id"],
                     strict=True))  # fmt: skip
    assert after["b"] == before["b"]
    assert after["c"] == before["c"]


def test_ids_that_are_no_ids_are_told() -> None:
    told: list[str] = []
    table = pd.DataFrame({"id": ["1", "1", None], "location_text": ["Homs", "Homs", "Homs"]})
    made = read_table(table, tell=told.append)
    assert made["id"].is_unique
    assert made["id_given"].tolist()[:2] == ["1", "1"]
    assert "repeated" in told[0]


@pytest.mark.parametrize(
    ("cell", "value"),
    [("12,5", 12.5), ("1.5", 1.5), ("-3", -3.0), ("1,234,567", None), ("", None), ("1e5", None)],
)
def test_numbers_are_read_or_missing(cell: str, value: float | None) -> None:
    read = number(cell)
    assert read == value if value is not None else np.isnan(read)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2020-05-21", "2020-05-21"), ("21 May 2020", "2020-05-21"), ("May 21, 2020", "2020-05-21"),
        ("2020-05-21T23:30:00+03:00", "2020-05-21"), ("05/06/2020", "NaT"), ("2020", "NaT"),
        ("soon", "NaT"), ("0M", "NaT"), ("", "NaT"), ("9999-99-99", "NaT"),
    ],
)  # fmt: skip
def test_dates_that_can_be_two_days_are_missing(cell: str, day: str) -> None:
    assert str(dates([cell]).iloc[0])[:10] == day


HEADED = st.binary(max_size=60).map(lambda rest: b"location_text,lat,lon\nHoms," + rest)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(st.binary(max_size=80), HEADED))
def test_no_bytes_raise_anything_but_a_refusal(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bytes.csv"
    path.write_bytes(content)
    try:
        made = read_table(path)
    except FarsakhError as error:
        assert str(error)  # noqa: PT017 - either way is right
    else:
        assert made["status"].notna().all()


@given(st.text(max_size=20))
def test_no_cell_raises(text: str) -> None:
    number(text), degrees(text), dates([text])


CELLS = st.one_of(
    st.none(), st.text(max_size=12), st.floats(allow_nan=True), st.booleans(),
    st.integers(-200, 200), st.sampled_from(["34,5", "N 35", pd.NaT]),
)  # fmt: skip


@settings(max_examples=25)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), max_size=4))
def test_nothing_is_lost_whatever_the_cells_hold(rows: list[tuple[object, ...]]) -> None:
    table = pd.DataFrame(rows, columns=["location_text", "country", "lat", "lon"], dtype=object)
    made = read_table(table)
    assert len(made) == len(table)
    assert made.index.equals(table.index)
    assert made["status"].isin(["located", "region", "ambiguous", "unresolved"]).all()
