"""Other people's lists of places: recognised by content, read in the form they are published in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from gazetteer.errors import SourceError
from gazetteer.sources.facilities import village_of
from gazetteer.sources.features import TABLE as FEATURES
from gazetteer.sources.features import features
from gazetteer.sources.lines import TextFile, lines_of
from gazetteer.sources.registry import read, recognise
from gazetteer.sources.table import KINDS, Options, parse_columns
from gazetteer.sources.tally import Tally
from tests.gazetteer import published

if TYPE_CHECKING:
    from pathlib import Path

    from gazetteer.records import Record

PLAIN = Options()


def records(path: Path, options: Options = PLAIN) -> tuple[list[Record], Tally]:
    tally = Tally()
    return list(read(recognise(path, options), tally, options)), tally


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (published.DUMP, "GeoNames"),
        (published.NAMES, "GeoNames names"),
        (published.CODES, "GeoNames codes"),
        ("SY.08.172\tMade\tMade\t1\n", "GeoNames codes"),
        (published.OLD_GNS, "NGA GNS"),
        (published.NEW_GNS, "NGA GNS"),
        ("name,lat,lon\nTell Made,35,36\n", "table"),
        ("\ufeffName;Latitude;Longitude\r\nTell Made;35;36\r\n", "table"),
    ],
)
def test_a_text_is_recognised_by_its_content_whatever_it_is_called(
    text: str, form: str, tmp_path: Path
) -> None:
    assert recognise(written(tmp_path / "unnamed.dat", text), PLAIN).form == form


def test_a_dump_gives_places_of_the_kinds_that_are_looked_for(tmp_path: Path) -> None:
    found, tally = records(published.zipped(tmp_path / "SY.zip", SY__txt=published.DUMP))
    assert [(r.id, r.name, r.kind, r.country, r.admin1) for r in found] == [
        ("geonames:9100001", "Tell Made", "village", "SY", "SY.10"),
        ("geonames:9100002", 'Madeville "the lesser"', "city", "SY", "SY.10"),
        ("geonames:9100003", "Wādī Made", "valley", "SY", "SY.10"),
        ("geonames:9100006", "Made Nahiyah", "district", "SY", "SY.10"),
        ("geonames:9100007", "Madehoek", "village", "NA", "NA.21"),
        ("geonames:172955", "Al Mayādīn", "village", "SY", "SY.07"),
    ]
    assert found[0].alt_names == ("Tall Madah", "تل مادة")
    assert (tally.read, tally.left_out, tally.malformed) == (8, 2, 0)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("9100009\tMade\tMade", "3 columns instead of 19"),
        (published.dump_row(1, "Made", "north", "38"), "the latitude is 'north'"),
        (published.dump_row(1, "Made", "138.1", "34.9"), "the latitude is '138.1'"),
        (published.dump_row(1, "Made", "nan", "34.9"), "the latitude is 'nan'"),
        (published.dump_row(1, "Made", "34", "188"), "the longitude is '188'"),
        (published.dump_row(1, "—", "34", "38"), "the name is '—'"),
        (published.dump_row(1, "Made", "34", "38", country="SYR"), "instead of two letters"),
        (published.dump_row(1, "Made", "34", "38", people="many"), "many"),
    ],
)
def test_a_malformed_row_is_told_and_skipped(row: str, why: str, tmp_path: Path) -> None:
    text = published.DUMP.replace("\n", f"\n{row}\n", 1)
    found, tally = records(written(tmp_path / "SY.txt", text))
    assert len(found) == 6
    assert tally.malformed == 1
    where, told = tally.shown[0]
    assert where == "SY.txt, line 2"
    assert why in told


def test_a_row_in_another_encoding_says_which_byte(tmp_path: Path) -> None:
    path = tmp_path / "SY.txt"
    row = published.dump_row(1, "Médine", "34", "38").encode("cp1252")
    path.write_bytes(published.DUMP.encode() + b"\n" + row + b"\n")
    _, tally = records(path)
    assert tally.shown == [
        ("SY.txt, line 9", "byte 4 is 0xe9, no UTF-8; in Windows-1252 it would be 'é'")
    ]


def test_only_the_first_five_malformed_rows_are_shown(tmp_path: Path) -> None:
    _, tally = records(written(tmp_path / "SY.txt", published.DUMP + "\nbad\trow" * 7))
    assert (tally.malformed, len(tally.shown)) == (7, 5)


def test_old_gns_joins_the_names_of_a_place_and_reads_fips(tmp_path: Path) -> None:
    (found,), tally = records(written(tmp_path / "iz.txt", published.OLD_GNS))
    assert (found.id, found.name, found.country) == ("gns:-3100001", "Tall Mādah", "IQ")
    assert found.alt_names == ("Tall Madah", "Tell Made", "تل مادة")
    assert (tally.read, tally.left_out) == (4, 1)


def test_new_gns_leaves_out_what_has_ended_and_prefers_the_english_name(tmp_path: Path) -> None:
    (found,), tally = records(written(tmp_path / "Iraq.txt", published.NEW_GNS))
    assert (found.id, found.name) == ("gns:1310001", "Made Conventional")
    assert (found.country, found.alt_names) == ("IQ", ("Tall Mādah",))
    assert tally.left_out == 2


def test_namibia_is_no_missing_value_in_any_scheme(tmp_path: Path) -> None:
    row = published.old_gns_row(7, 8, "Madehoek", "Madehoek", "N", country="WA")
    old = f"{published.OLD_GNS_HEADER}\n{row}\n"
    new = published.NEW_GNS.replace("\tIQ\t", "\tNA\t")
    assert records(written(tmp_path / "wa.txt", old))[0][0].country == "NA"
    assert records(written(tmp_path / "na.txt", new))[0][0].country == "NA"
    table = "name,lat,lon,country\nMadehoek,-22,17,NA\n"
    assert records(written(tmp_path / "t.csv", table))[0][0].country == "NA"


def test_an_extract_of_openstreetmap_is_read_with_all_its_names(tmp_path: Path) -> None:
    found, _ = records(published.osm_pbf(tmp_path / "made.osm.pbf"))
    assert [(r.id, r.name, r.kind) for r in found] == [
        ("osm:n1", "Tell Made", "village"),
        ("osm:n2", "Jabal Made", "mountain"),
        ("osm:n4", "Made Crossing", "border_crossing"),
    ]
    assert (found[0].lon, found[0].lat, found[0].population) == (40.5, 35.5, 1200)
    assert found[0].alt_names == ("تل مادة", "Tall Madah", 'Tal "Mada"')


def test_an_area_of_openstreetmap_stands_at_its_middle(tmp_path: Path) -> None:
    text = """<?xml version="1.0"?><osm version="0.6">
    <node id="4" lat="35.60" lon="40.60"/><node id="5" lat="35.62" lon="40.60"/>
    <node id="6" lat="35.62" lon="40.63"/>
    <way id="9"><nd ref="4"/><nd ref="5"/><nd ref="6"/><nd ref="4"/>
    <tag k="military" v="airfield"/><tag k="name" v="Made Air Base"/></way></osm>"""
    ((found),), _ = records(written(tmp_path / "made.osm", text))
    assert (found.id, found.kind, round(found.lon, 3)) == ("osm:w9", "airbase", 40.615)
    assert 1700 < (found.radius_m or 0) < 1800  # half of 2.22 km by 2.71 km


def test_a_damaged_extract_is_refused(tmp_path: Path) -> None:
    path = published.osm_pbf(tmp_path / "made.osm.pbf")
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(SourceError, match="cut off or damaged"):
        records(path)


def test_columns_are_mapped_by_their_letters_and_tags_of_hxl_are_no_place(tmp_path: Path) -> None:
    options = Options(columns=parse_columns(published.COLUMNS.replace("Place ID", "Place_ID")))
    found, tally = records(written(tmp_path / "list.csv", published.TABLE), options)
    assert [(r.id, r.name, r.kind, r.admin1) for r in found] == [
        ("list:1", "Tell Made village", "village", "Ninewa"),
        ("list:2", "Hay Al Made, East", "village", "Ninewa"),
        ("list:3", "Made Al Ubaydi-3", "village", "Anbar"),
    ]
    assert found[0].alt_names == ("تل مادة", "tell made")
    assert found[2].alt_names == ("Made Al Ubaydi",)
    assert tally.malformed == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Location,Lat,Long\nA,1,2\n", None),
        ("Settlement,Lat,Long\nA,1,2\n", "--columns name=HEADER"),
        ("name,lat,lon\nMédine,1,2\n", "in Windows-1252 it would be 'é'"),
        ("just a report about Tell Made\n", "is no list of places"),
        ("", "is no list of places"),
        ('{"a": 1, "b": 2}', "is no list of places"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_what_to_do(
    text: str, message: str | None, tmp_path: Path
) -> None:
    path = written(tmp_path / "any.csv", text, "cp1252")
    if message is None:
        assert len(records(path)[0]) == 1
        return
    with pytest.raises(SourceError, match=message):
        recognise(path, PLAIN)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name", "'name' is no column"),
        ("nom=Location", "a role is one of name, lat"),
        ("name=Nowhere,lat=lat,lon=lon", "has no column 'Nowhere'; it has name, lat, lon"),
    ],
)
def test_a_wrong_mapping_is_refused(text: str, message: str, tmp_path: Path) -> None:
    path = written(tmp_path / "any.csv", "name,lat,lon\nA,1,2\n")
    with pytest.raises(SourceError, match=message):
        recognise(path, Options(columns=parse_columns(text)))


def test_utf_16_and_a_line_without_end_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "wide.csv", "name,lat,lon\n", "utf-16")
    with pytest.raises(SourceError, match="UTF-16"):
        recognise(path, PLAIN)
    monkeypatch.setattr("gazetteer.sources.lines.LONGEST_LINE", 1000)
    long = written(tmp_path / "long.csv", "name,lat,lon\n" + "x" * 2000)
    with pytest.raises(SourceError, match="line 2 has no end"):
        list(lines_of(TextFile(long, None, 2013)))


def test_an_open_quotation_mark_costs_rows_and_not_the_import(tmp_path: Path) -> None:
    text = 'name,lat,lon\nA,1,2\n"B,3,4\n' + "C,5,6\n" * 40_000 + "D,7,8\n"
    found, tally = records(written(tmp_path / "any.csv", text))
    assert found[0].name == "A"
    assert tally.malformed >= 1


@pytest.mark.parametrize("ending", ["geojson", "gpkg", "parquet", "shp"])
def test_any_vector_file_gives_its_points_in_wgs_84(ending: str, tmp_path: Path) -> None:
    table = gpd.GeoDataFrame(
        {"label": ["Tell Made", "Lake Made", None]},
        geometry=[shapely.Point(36.5, 35.5), shapely.box(37, 35, 37.2, 35.2), shapely.Point(1, 1)],
        crs=4326,
    ).to_crs(32637 if ending != "geojson" else 4326)
    path = tmp_path / f"made.{ending}"
    if ending == "shp":
        table = table.iloc[[0, 2]]
    if ending == "parquet":
        table.to_parquet(path)
    else:
        table.to_file(path)
    found, tally = records(path, Options(columns=parse_columns("name=label")))
    assert (found[0].name, round(found[0].lon, 6), round(found[0].lat, 6)) == (
        "Tell Made", 36.5, 35.5,
    )  # fmt: skip
    if ending != "shp":
        assert round(found[1].lon, 2) == 37.1
        assert 14_000 < (found[1].radius_m or 0) < 15_000  # half of 18.2 km by 22.2 km
    assert tally.malformed == 1


def test_districts_come_from_boundaries_and_provinces_do_not(tmp_path: Path) -> None:
    table = gpd.GeoDataFrame(
        {"ADM2_EN": ["Made"], "ADM2_PCODE": ["SY0801"], "ADM0_PCODE": ["SY"]},
        geometry=[shapely.box(36, 35, 36.2, 35.2)], crs=4326,
    )  # fmt: skip
    table.to_file(tmp_path / "adm2.geojson")
    (found,), _ = records(tmp_path / "adm2.geojson")
    assert (found.id, found.kind, found.country) == ("adm2:SY0801", "district", "SY")
    table.rename(columns=lambda name: name.replace("ADM2", "ADM1")).to_file(
        tmp_path / "adm1.geojson"
    )
    with pytest.raises(SourceError, match="--boundaries"):
        recognise(tmp_path / "adm1.geojson", PLAIN)


def test_every_feature_code_has_a_kind_of_ours_and_a_meaning() -> None:
    for scheme in ("geonames", "osm"):
        assert {feature.kind for feature in features(scheme).values()} <= KINDS
    rows = FEATURES.read_text(encoding="utf-8").splitlines()
    assert all(row.split(",")[4] for row in rows)
    assert len(rows) - 1 == sum(len(features(scheme)) for scheme in ("geonames", "osm"))


@pytest.mark.parametrize(
    ("name", "village"),
    [
        ("Kumshe Dispensary", "Kumshe"),
        ("Centre de Santé Am-Silep", "Am-Silep"),
        ("Hospital", "Hospital"),
        ("Hospitalet", "Hospitalet"),
    ],
)
def test_a_village_is_named_by_what_stands_in_it(name: str, village: str) -> None:
    assert village_of(name) == village


def test_parquet_with_its_coordinates_as_lists_is_read_too(tmp_path: Path) -> None:
    # GeoParquet 1.1 allows both encodings; COD-AB is published in this one.
    table = gpd.GeoDataFrame(
        {"label": ["Lake Made"]}, geometry=[shapely.box(37, 35, 37.2, 35.2)], crs=4326
    )
    path = tmp_path / "made.parquet"
    table.to_parquet(path, geometry_encoding="geoarrow", schema_version="1.1.0")
    found, _ = records(path, Options(columns=parse_columns("name=label")))
    assert (found[0].name, round(found[0].lon, 2)) == ("Lake Made", 37.1)
