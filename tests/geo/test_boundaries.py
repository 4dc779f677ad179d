"""Boundaries of the user's own: every layout that publishers use, and what is refused."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.boundaries import read_boundaries
from geo.errors import CRSError, MissingDataError, RegionError
from geo.regions import province_of
from geo.tables import columns

SHARED = Path(__file__).parents[3] / "shared" / "gazetteers"
SQUARES = [shapely.box(36, 34, 37, 35), shapely.box(37, 34, 38, 35)]

# Headers as the publishers write them (HDX COD-AB 2016, 2018 and now; geoBoundaries 6; GADM 4.1;
# Natural Earth 5).
LAYOUTS = [
    ({"NAME_EN": "Homs", "NAME_AR": "حمص", "PCODE": "SY04", "ADM0_PCODE": "SY"}, "SY04", "حمص"),
    (
        {"ADM1_EN": "Homs", "ADM1_AR": "حمص", "ADM1_PCODE": "SY04", "ADM0_PCODE": "SY"},
        "SY04",
        "حمص",
    ),
    ({"adm1_name": "Homs", "adm1_name1": "حمص", "adm1_pcode": "SY04", "iso2": "SY"}, "SY04", "حمص"),
    ({"admin1Name": "Homs", "admin1Pcod": "SY04", "admin0Pcod": "SY"}, "SY04", None),
    ({"shapeName": "Homs", "shapeISO": "SY-HI", "shapeGroup": "SYR"}, "SY-HI", None),
    ({"shapeName": "Homs", "shapeID": "5B1", "shapeGroup": "SYR"}, "5B1", None),
    ({"GID_0": "SYR", "GID_1": "SYR.9_1", "NAME_1": "Homs", "NL_NAME_1": "حمص"}, "SYR.9_1", "حمص"),
    ({"adm1_code": "SYR-139", "name": "Homs", "iso_a2": "SY"}, "SYR-139", None),
    ({"code": "SY.11", "name": "Homs", "name_local": "حمص"}, "SY.11", "حمص"),
]


def squares(**data: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(data, geometry=SQUARES, crs=4326)


@pytest.mark.parametrize(("row", "code", "local"), LAYOUTS)
@pytest.mark.parametrize("case", [str, str.upper, str.lower])
def test_a_layout_is_recognised_by_the_letters_of_its_headers(
    row: dict[str, str], code: str, local: str | None, case: type[str]
) -> None:
    table = gpd.GeoDataFrame(
        [{case(key): value for key, value in row.items()}], geometry=SQUARES[:1], crs=4326
    )
    regions = read_boundaries(table)
    assert regions.loc[0, ["code", "name", "country"]].tolist() == [code, "Homs", "SY"]
    assert regions["name_local"].tolist() == [local or pd.NA]
    ours = [column.name for column in columns("regions")]
    assert regions.columns[: len(ours)].tolist() == ours


def test_the_finest_level_is_taken_and_another_by_its_name() -> None:
    table = squares(
        ADM1_PCODE=["SY04", "SY04"],
        ADM1_EN=["Homs", "Homs"],
        ADM2_PCODE=["SY0401", "SY0402"],
        ADM2_EN=["Homs", "Tadmor"],
        ADM0_PCODE=["SY", "SY"],
    )
    assert read_boundaries(table)["code"].tolist() == ["SY0401", "SY0402"]
    with pytest.raises(RegionError, match=r"'SY04' is there twice.*dissolve"):
        read_boundaries(table, code="ADM1_PCODE", name="ADM1_EN")


def test_other_headers_are_named_and_numbers_are_codes_too() -> None:
    regions = read_boundaries(squares(zone=[1, 2], label=["a", "b"]), code="zone", name="label")
    assert regions["code"].tolist() == ["1", "2"]
    assert province_of([36.5, 37.5], 34.5, boundaries=regions).tolist() == ["1", "2"]


def test_the_country_is_that_of_the_ground_where_the_file_does_not_say_it() -> None:
    regions = read_boundaries(squares(code=["a", "b"], name=["a", "b"]))
    assert regions["country"].tolist() == ["SY", "SY"]
    told = read_boundaries(squares(code=["a", "b"], name=["a", "b"]), country="LB")
    assert told["country"].tolist() == ["LB", "LB"]


def test_another_projection_is_turned_into_degrees() -> None:
    regions = read_boundaries(squares(code=["a", "b"], name=["a", "b"]).to_crs(3857))
    assert regions.crs.to_epsg() == 4326
    assert regions.geometry.iloc[0].bounds == pytest.approx((36, 34, 37, 35))


def test_invalid_polygons_are_mended_and_counted() -> None:
    bow = shapely.Polygon([(36, 34), (37, 35), (37, 34), (36, 35)])
    table = squares(code=["a", "b"], name=["a", "b"]).set_geometry([bow, SQUARES[1]], crs=4326)
    with pytest.warns(UserWarning, match="1 of 2 polygons"):
        regions = read_boundaries(table)
    assert regions.geometry.is_valid.all()
    assert regions.geometry.iloc[0].area == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("table", "error", "message"),
    [
        (squares(zone=["a", "b"]), RegionError, "code=.*zone"),
        (squares(code=["a", "a"], name=["x", "y"]), RegionError, "'a' is there twice"),
        (squares(code=["a", None], name=["x", "y"]), RegionError, "no code in 'code'"),
        (
            squares(code=["a", "b"], name=["x", "y"]).set_crs(None, allow_override=True),
            CRSError,
            "prj",
        ),
        (
            gpd.GeoDataFrame(
                {"code": ["a"], "name": ["x"]}, geometry=[shapely.Point(1, 1)], crs=4326
            ),
            RegionError,
            "Point; expected a polygon",
        ),
        (Path("nowhere.geojson"), MissingDataError, "there is no file"),
    ],
)
def test_what_cannot_be_boundaries_is_refused_with_advice(
    table: gpd.GeoDataFrame, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        read_boundaries(table)


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "parquet", "shp", "fgb"])
def test_files_are_read_by_their_ending(tmp_path: Path, ending: str) -> None:
    table = squares(PCODE=["SY04", "SY05"], NAME_EN=["حمص", "Hama"])
    path = tmp_path / f"regions.{ending}"
    if ending == "parquet":
        table.to_parquet(path)
    else:
        table.to_file(path, encoding="utf-8")
    assert sorted(read_boundaries(path)["name"]) == ["Hama", "حمص"]


# Numbers of first-level units from the notes beside the files.
@pytest.mark.parametrize(
    ("file", "count", "code", "country"),
    [
        ("afg_cod_ab/afg_admbnda_adm1_agcho_20180522.zip", 34, "AF17", "AF"),
        ("syr_cod_ab/syr_admin1.shp", 14, "SY01", "SY"),
        ("syr_cod_ab/syr_admin1_2026.geojson", 14, "SY08", "SY"),
        ("cod_ab_caf/caf_admin1.parquet", 17, "CF62", "CF"),
        ("cod_ab_caf/caf_admin2.parquet", 72, "CF616", "CF"),
    ],
)
def test_a_published_file_is_read(file: str, count: int, code: str, country: str) -> None:
    if not (SHARED / file).exists():
        pytest.skip("the published boundary files are not here")
    regions = read_boundaries(SHARED / file)
    assert len(regions) == count
    assert code in set(regions["code"])
    assert set(regions["country"]) == {country}
