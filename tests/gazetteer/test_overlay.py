"""The user's own places: what a table may look like, and how a wrong one is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gazetteer.errors import OverlayError
from gazetteer.opening import load
from gazetteer.records import Record, read_table

if TYPE_CHECKING:
    from pathlib import Path

FULL = (
    "id,name,alt_names,lat,lon,country,admin1,feature,radius_km,codes,source,note\n"
    "mine:1,Tell Made,Tall Madah|تل مادة,35.5,36.5,sy,SY.12,village,1.5,,my notes,seen\n"
)


def table(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "mine.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_full_row_keeps_everything(tmp_path: Path) -> None:
    assert list(read_table(table(tmp_path, FULL))) == [
        Record(
            id="mine:1", name="Tell Made", lon=36.5, lat=35.5, kind="village", source="my notes",
            country="SY", admin1="SY.12", radius_m=1500.0, alt_names=("Tall Madah", "تل مادة"),
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "name,lat,lon\nTell Made,35.5,36.5\n",
        "\ufeffName;Lat;Lon\r\nTell Made;35.5;36.5\r\n",
        "lon,lat,name,colour\n36.5,35.5,Tell Made,red\n,,\n",
    ],
    ids=["three columns", "a spreadsheet's", "other order and an empty row"],
)
def test_three_columns_are_enough_in_any_order(text: str, tmp_path: Path) -> None:
    (record,) = read_table(table(tmp_path, text))
    assert (record.id, record.lon, record.lat) == ("overlay:tell made", 36.5, 35.5)
    assert (record.kind, record.source) == ("landmark", "mine.csv")


@pytest.mark.parametrize(
    "text", ["name,lat,lon\n", "name,lat,lon\nTell Made,,\n"], ids=["empty", "still to be found"]
)
def test_a_table_without_coordinates_gives_no_place(text: str, tmp_path: Path) -> None:
    assert list(read_table(table(tmp_path, text))) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no column name, lat, lon"),
        ("name,latitude,lon\n", "no column lat;"),
        ("name,lat,lon\nA,35,\n", "line 2: lon is ''"),
        ("name,lat,lon\nA,1,2\nB,north,36\n", "line 3: lat is 'north'"),
        ("name,lat,lon\nA,136.5,35.5\n", "are lat and lon swapped"),
        ("name,lat,lon\nA,NaN,35.5\n", "line 2: lat is 'NaN'"),
        ("name,lat,lon\n—,35,36\n", "line 2: the name is"),
        ("name,lat,lon,country\nA,35,36,Syria\n", "country is 'Syria'"),
        ("name,lat,lon,radius_km\nA,35,36,-1\n", "radius_km is '-1'"),
    ],
)
def test_a_wrong_table_is_refused_by_row(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(OverlayError, match=message):
        list(read_table(table(tmp_path, text)))


def test_another_encoding_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(OverlayError, match="save it as CSV UTF-8"):
        list(read_table(table(tmp_path, "name,lat,lon\nMédine,1,2\n", "latin-1")))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(OverlayError, match=r"nowhere\.csv"):
        load(overlays=[tmp_path / "nowhere.csv"])


def test_two_rows_of_one_name_are_two_places(tmp_path: Path) -> None:
    path = table(tmp_path, "name,lat,lon\nTell Made,35,36\nTell Made,34,37\n")
    assert [record.id for record in read_table(path)] == [
        "overlay:tell made",
        "overlay:tell made#2",
    ]


def test_own_places_are_found_first_and_by_any_spelling(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "name,lat,lon,country,feature\nAl-Mayadin,35.9,40.9,SY,village\nNew Madetown,1,2,SY,town\n",
    )
    places = load(overlays=[path])
    first, second = places.search("Al-Mayadin", country="SY")[:2]
    assert (first.place.id, first.place.lat) == ("overlay:al mayadin", 35.9)
    assert second.place.id == "geonames:173480"
    assert places.search("New Madetoun", country="SY")[0].kind == "variant"
    assert places.get("overlay:al mayadin") == first.place
    assert "mine.csv" in places.version


def test_a_changed_overlay_is_read_again(tmp_path: Path) -> None:
    path = table(tmp_path, "name,lat,lon,country\nMadetown,1,2,SY\n")
    assert load(overlays=[path]) is load(overlays=[path])
    assert load(overlays=[path]).search("Madetown", country="SY")[0].place.lat == 1
    table(tmp_path, "name,lat,lon,country\nMadetown,11,2,SY\n")
    assert load(overlays=[path]).search("Madetown", country="SY")[0].place.lat == 11
