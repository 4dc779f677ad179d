"""Exports: read back by other programs with the same rows, and nothing in them runs."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely

from geo.counts.provinces import by_province
from geo.errors import TableError
from geo.files import incidents_text, read_incidents, write_incidents
from geo.tables import validate_incidents
from tests.geo.test_files import HOSTILE, table

if TYPE_CHECKING:
    from pathlib import Path

KML = {"k": "http://www.opengis.net/kml/2.2"}
FORMS = ["parquet", "geojson", "gpkg", "kml", "csv", "xlsx"]
ATTACKS = [
    "<script>alert(1)</script>", "]]></description><script/>", "$[text] $[geDirections]",
    "&lt;b&gt; &amp;", "a\x00b\x0bc\ufffe", "\u2028\u202e", "</Placemark>", "'\"`${1}",
    "<img src=x onerror=alert(1)>", "x" * 40_000,
]  # fmt: skip


def example() -> gpd.GeoDataFrame:
    """Make incidents of two provinces, one that is an area, one that is nowhere."""
    square = shapely.box(40, 34, 41, 35.5)
    ring = shapely.difference(shapely.box(38, 34, 39, 35), shapely.box(38.4, 34.4, 38.6, 34.6))
    return gpd.GeoDataFrame(
        {
            "id": ["a", "b", "c", "d"],
            "date": pd.to_datetime(["2020-05-21", "2020-05-22", None, "2020-05-28"]),
            "date_end": pd.to_datetime([None, "2020-05-24", None, None]),
            "event_type": ["ied", "ied", "ambush", None],
            "country": ["SY", "SY", "SY", "IQ"],
            "province_name": ["Deir ez-Zor", "Homs", "Deir ez-Zor", None],
            "province": ["SY.07", "SY.11", "SY.07", None],
            "status": ["located", "located", "region", "unresolved"],
            "why": ["laid off", "at the town", "an area", "no such place"],
            "radius_m": [6_123.5, 900.25, None, None],
            "source": ["Agency", "Agency", "Paper", None],
            "killed": pd.array([1, 0, None, 3], dtype="Int64"),
            "where_prec": pd.array([2, 1, 4, None], dtype="Int64"),
            "footprint": gpd.GeoSeries([square, ring, square, None], crs=4326),
            "text": ["An IED.", "Another.", "An ambush.", "Somewhere."],
        },
        geometry=gpd.points_from_xy([40.4504, 38.28, None, None], [35.1098, 34.55, None, None]),
        crs=4326,
    )


def placemarks(text: str, folder: str = "Incidents") -> dict[str, ET.Element]:
    """Give the placemarks of a folder of the document, by the id in their data or their order."""
    document = ET.fromstring(text).find("k:Document", KML)  # noqa: S314 - written here
    assert document is not None
    for one in document.findall("k:Folder", KML):
        if one.findtext("k:name", namespaces=KML) == folder:
            marks = one.findall(".//k:Placemark", KML)
            return {data(mark).get("id", str(number)): mark for number, mark in enumerate(marks)}
    raise AssertionError(folder)


def data(mark: ET.Element) -> dict[str, str]:
    return {
        one.get("name", ""): one.findtext("k:value", "", KML)
        for one in mark.iterfind(".//k:Data", KML)
    }


@pytest.mark.parametrize("ending", ["parquet", "geojson", "gpkg", "csv", "xlsx"])
def test_rows_points_radii_and_codes_come_back(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"incidents.{ending}"
    write_incidents(example(), path)
    read, given = read_incidents(path), validate_incidents(example())
    assert read["id"].tolist() == given["id"].tolist()
    # points_from_xy made (NaN, NaN) of what is missing
    there = read.geometry.notna()
    assert there.tolist() == [True, True, False, False]
    for side in (shapely.get_x, shapely.get_y):
        error = side(read.geometry[there].to_numpy()) - side(given.geometry[there].to_numpy())
        assert abs(error).max() < 1e-9
    for name in ("radius_m", "where_prec", "killed", "date", "province", "status"):
        pd.testing.assert_series_equal(
            pd.Series(read[name]), pd.Series(given[name]), check_dtype=False
        )


@pytest.mark.parametrize("ending", ["geojson", "gpkg", "kml"])
def test_other_programs_read_the_points(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"incidents.{ending}"
    write_incidents(example(), path)
    layers = [name for name, _ in pyogrio.list_layers(path)]
    read = pd.concat([gpd.read_file(path, layer=name) for name in layers if "A" not in name])
    points = read.geometry[read.geometry.geom_type == "Point"]
    assert sorted(zip(points.x.round(6), points.y.round(6), strict=True)) == [
        (38.28, 34.55), (40.4504, 35.1098),
    ]  # fmt: skip


def test_geojson_keeps_rfc_7946() -> None:
    import json  # noqa: PLC0415

    collection = json.loads(incidents_text(example(), form="geojson", notes=["CC BY"]))
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection  # section 4: WGS 84, and no other
    assert collection["notes"] == ["CC BY"]
    assert collection["features"][0]["geometry"] == {
        "type": "Point", "coordinates": [40.4504, 35.1098],
    }  # fmt: skip
    assert collection["features"][2]["geometry"] is None  # section 3.2: unlocated


def test_a_geopackage_has_the_footprints_as_a_layer_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "incidents.gpkg"
    write_incidents(example(), path, notes=["Places: GeoNames, CC BY 4.0"])
    write_incidents(example(), path)  # replaced, not appended to
    shapes = gpd.read_file(path, layer="footprints")
    assert shapes["id"].tolist() == ["a", "b", "c"]
    assert shapes.to_crs(6933).area.gt(0).all()
    assert len(gpd.read_file(path, layer="incidents")) == 4


def test_a_geopackage_refuses_columns_that_differ_by_case(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"'Text'.*rename"):
        write_incidents(example().assign(Text="x"), tmp_path / "a.gpkg")


def test_kml_has_a_folder_a_province_and_the_lost_at_the_end() -> None:
    root = ET.fromstring(incidents_text(example(), form="kml"))  # noqa: S314 - written here
    folders = root.findall("k:Document/k:Folder/k:Folder/k:name", KML)
    assert [folder.text for folder in folders] == ["Deir ez-Zor, SY", "Homs, SY", "Not located"]


def test_kml_keeps_every_row_its_time_its_radius_and_its_style() -> None:
    marks = placemarks(incidents_text(example(), form="kml"))
    assert sorted(marks) == ["a", "b", "c", "d"]
    assert marks["a"].findtext("k:Point/k:coordinates", namespaces=KML) == "40.4504000,35.1098000"
    assert marks["c"].find("k:Point", KML) is None
    assert marks["a"].findtext("k:TimeStamp/k:when", namespaces=KML) == "2020-05-21"
    assert marks["b"].findtext("k:TimeSpan/k:end", namespaces=KML) == "2020-05-24"
    assert data(marks["a"])["radius_m"] == "6123.5"
    assert data(marks["c"])["where_prec"] == "4"
    styles = [marks[key].findtext("k:styleUrl", namespaces=KML) for key in "abcd"]
    assert styles[0] == styles[1] != styles[2]
    assert styles[3] == "#kind-other"


def test_kml_draws_footprints_with_their_holes_and_hides_those_of_points() -> None:
    areas = list(placemarks(incidents_text(example(), form="kml"), "Areas").values())
    assert [area.findtext("k:visibility", "1", KML) for area in areas] == ["0", "0", "1"]
    assert len(areas[1].findall(".//k:innerBoundaryIs", KML)) == 1


def test_kml_asks_for_no_file() -> None:
    text = incidents_text(example(), form="kml")
    assert text.count("http") == 1  # the name space
    assert "href" not in text


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack[:12] for attack in ATTACKS])
def test_hostile_text_in_kml_is_text(attack: str) -> None:
    hostile = example()
    for name in ("text", "why", "source", "location_text", "event_type", "province_name"):
        hostile[name] = attack
    hostile["<own>"] = attack
    hostile.attrs["title"] = attack
    text = incidents_text(hostile, form="kml", notes=[attack])
    marks = placemarks(text)
    assert len(marks) == 4
    legal = "".join(c if c.isprintable() or c in "\u2028\u202e" else "\ufffd" for c in attack)
    assert data(marks["a"])["text"] == data(marks["a"])["<own>"] == legal
    told = marks["a"].findtext("k:description", "", KML)
    assert "$[" not in told  # Google Earth would put another field there, unescaped
    for danger in ("<script", "<img", "</description"):
        assert danger not in told
    names = [one.text or "" for one in ET.fromstring(text).iter(f"{{{KML['k']}}}name")]  # noqa: S314
    assert any(legal in name for name in names)


def test_a_workbook_has_its_four_sheets(tmp_path: Path) -> None:
    path = tmp_path / "incidents.xlsx"
    write_incidents(example(), path, notes=["Places: GeoNames, CC BY 4.0"])
    sheets = pd.read_excel(path, sheet_name=None, keep_default_na=False)
    assert list(sheets) == ["incidents", "by province", "unlocated", "sources"]
    counts = by_province(example())
    assert sheets["by province"]["count"].sum() == counts["count"].sum() == 4
    assert sheets["unlocated"]["id"].tolist() == ["d"]
    assert sheets["unlocated"]["why"].tolist() == ["no such place"]
    sources = sheets["sources"]
    assert sources.loc[sources["source"] == "Agency", "incidents"].tolist() == [2]
    assert "Places: GeoNames, CC BY 4.0" in sources["source"].tolist()


def test_days_are_days_in_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "incidents.xlsx"
    write_incidents(example(), path)
    sheet = openpyxl.load_workbook(path)["incidents"]
    day = sheet.cell(2, [cell.value for cell in sheet[1]].index("date") + 1)
    assert day.is_date
    assert day.number_format == "yyyy-mm-dd"


def test_no_cell_of_a_workbook_is_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "incidents.xlsx"
    hostile = table()
    hostile["province_name"] = hostile["source"] = hostile["why"] = HOSTILE
    hostile["status"] = "unresolved"
    write_incidents(hostile, path, notes=["=1+1"])
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            assert b"<f>" not in parts.read(name), name
    for sheet in openpyxl.load_workbook(path):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type in {"s", "n", "b", "d"}, cell
            if isinstance(cell.value, str) and cell.value[:1] in "=+-@\t\r":
                assert float(cell.value) is not None
    assert read_incidents(path)["text"].tolist() == HOSTILE


def test_a_text_that_no_cell_can_hold_is_cut_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "incidents.xlsx"
    write_incidents(example().assign(text="a\x00" + "b" * 40_000), path)
    text = read_incidents(path)["text"].iloc[0]
    assert text.startswith("a\ufffdb")
    assert text.endswith("[cut]")
    assert len(text) == 32_767


@pytest.mark.parametrize("ending", FORMS)
def test_a_table_without_rows_is_written(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"incidents.{ending}"
    write_incidents(example().iloc[:0], path)
    if ending == "kml":
        assert placemarks(path.read_text("utf-8")) == {}
    else:
        assert len(read_incidents(path)) == 0


def test_kml_is_not_read_back(tmp_path: Path) -> None:
    path = tmp_path / "incidents.kml"
    write_incidents(example(), path)
    with pytest.raises(TableError, match=r"not read back; keep .* \.geojson"):
        read_incidents(path)


def test_the_same_table_is_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from geo.files import read_incidents, write_incidents;"
        "table = read_incidents(sys.argv[1]);"
        "[write_incidents(table, pathlib.Path(sys.argv[2]) / f'a.{form}', notes=['n'])"
        " for form in sys.argv[3:]]"
    )
    given = tmp_path / "given.parquet"
    write_incidents(example(), given)
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        subprocess.run(
            [sys.executable, "-c", code, str(given), str(tmp_path / seed), *FORMS],
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path))},
        )
    for form in FORMS:
        first, second = ((tmp_path / seed / f"a.{form}").read_bytes() for seed in "12")
        assert first == second, form


def test_a_workbook_that_unpacks_to_more_than_a_table_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "incidents.xlsx"
    write_incidents(example(), path)
    monkeypatch.setattr("geo.files.archives.SMALL_BYTES", 1_000_000)
    assert len(read_incidents(path)) == 4
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/bomb.xml", b"0" * 20_000_000)
    with pytest.raises(TableError, match=r"unpacks to 20 MB, .* save a table .* as \.csv"):
        read_incidents(path)
