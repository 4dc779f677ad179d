"""The incidents and regions tables: what is added, what is converted, what is refused."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import CRSError, TableError
from geo.tables import columns, validate_incidents, validate_regions

NAMES = [column.name for column in columns("incidents")]


def incidents(n: int = 2, **data: object) -> gpd.GeoDataFrame:
    points = gpd.points_from_xy(np.full(n, 40.14), np.full(n, 35.33))
    return gpd.GeoDataFrame(data, geometry=points, crs=4326)


def test_every_column_has_a_meaning_and_the_design_has_them_all() -> None:
    assert all(column.meaning and column.dtype for column in columns("incidents"))
    assert {"id", "date", "killed", "status", "radius_m", "footprint", "density", "text"} < set(
        NAMES
    )
    assert [column.name for column in columns("regions")][:6] == [
        "code", "name", "name_local", "country", "iso_3166_2", "hasc",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("column", "given_values", "expected"),
    [
        ("killed", [3, None], [3, pd.NA]),
        ("killed", ["3", "0"], [3, 0]),
        ("wounded", [np.nan, 2.0], [pd.NA, 2]),
        ("distance_km", ["10", None], [10.0, np.nan]),
        ("country", ["NA", None], ["NA", pd.NA]),  # Namibia is no missing value
        ("location_text", ["شمال الميادين", "al-Mayadin"], ["شمال الميادين", "al-Mayadin"]),
        ("date", ["2020-05-21", None], [pd.Timestamp("2020-05-21"), pd.NaT]),
        (
            "date",
            pd.to_datetime(["2020-05-21T01:00+03:00"] * 2),
            [pd.Timestamp("2020-05-20 22:00")] * 2,
        ),
        ("calibrated", [True, None], [True, pd.NA]),
    ],
)
def test_a_column_gets_its_type(
    column: str, given_values: list[object], expected: list[object]
) -> None:
    table = validate_incidents(incidents(**{column: given_values}))
    dtype = {known.name: known.dtype for known in columns("incidents")}[column]
    assert str(table[column].dtype) == dtype
    pd.testing.assert_series_equal(
        table[column], pd.Series(expected, dtype=dtype, name=column), check_index=False
    )


def test_missing_columns_are_added_in_order_and_own_columns_stay_last() -> None:
    table = validate_incidents(incidents(mine=["a", "b"], killed=[1, 2]))
    assert table.columns.tolist() == [*NAMES, "mine"]
    assert table["id"].tolist() == ["1", "2"]
    assert table["wounded"].isna().all()
    assert table.crs.to_epsg() == 4326


def test_the_table_that_was_given_stays_as_it_was() -> None:
    table = incidents(killed=["1", "2"])
    validate_incidents(table)
    assert table.columns.tolist() == ["killed", "geometry"]


@pytest.mark.parametrize("index", [[7, 7], ["x", "x"], [0, 1]])
def test_the_index_stays_also_with_repetitions(index: list[object]) -> None:
    table = validate_incidents(incidents().set_axis(index))
    assert table.index.tolist() == index


def test_an_empty_table_is_a_table() -> None:
    table = validate_incidents(gpd.GeoDataFrame(geometry=[], crs=4326))
    assert table.columns.tolist() == NAMES
    assert len(table) == 0


def test_a_missing_point_is_no_fault_and_a_footprint_stays() -> None:
    square = shapely.box(40, 35, 41, 36)
    table = gpd.GeoDataFrame(
        {"status": ["region", None], "footprint": [square, None]}, geometry=[None, None], crs=4326
    )
    table = validate_incidents(table)
    assert table["footprint"].tolist() == [square, None]
    assert table["footprint"].dtype == "geometry"


def test_another_name_of_the_geometry_is_brought_to_ours() -> None:
    table = validate_incidents(incidents().rename_geometry("where"))
    assert table.geometry.name == "geometry"


@pytest.mark.parametrize(
    ("table", "error", "message"),
    [
        (pd.DataFrame({"lon": [1.0]}), TableError, "points_from_xy"),
        (gpd.GeoDataFrame({"a": [1]}), TableError, "without a geometry"),
        (incidents().set_crs(3857, allow_override=True), CRSError, "EPSG:3857.*EPSG:4326"),
        (gpd.GeoDataFrame(geometry=[shapely.Point(0, 0)]), CRSError, "set_crs"),
        (incidents(id=["a", "a"]), TableError, "'a' is there twice"),
        (incidents(id=["a", None]), TableError, "no id"),
        (incidents(killed=["many", "2"]), TableError, "killed.*Int64"),
        (incidents(killed=[1.5, 2]), TableError, "killed"),
        (incidents(date=["yesterday-ish", None]), TableError, "date"),
        (incidents(status=["located", "sure"]), TableError, "'sure'.*unresolved"),
        (gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 1, 1)], crs=4326), TableError, "Polygon"),
        (incidents(killed=[1, 2]).iloc[:, [0, 0, 1]], TableError, "twice"),
    ],
)
def test_what_is_no_table_of_incidents_is_refused_with_advice(
    table: gpd.GeoDataFrame, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        validate_incidents(table)


@settings(deadline=None)
@given(st.permutations(range(6)))
def test_validating_twice_changes_nothing_and_order_does_not_matter(order: list[int]) -> None:
    table = incidents(6, killed=range(6), id=list("abcdef"), note=list("ghijkl"))
    once = validate_incidents(table)
    pd.testing.assert_frame_equal(validate_incidents(once), once)
    shuffled = validate_incidents(table.iloc[list(order)])
    pd.testing.assert_frame_equal(shuffled.sort_index(), once)


def test_regions_need_codes_names_and_polygons() -> None:
    square = gpd.GeoDataFrame(
        {"code": ["A"], "name": ["Here"]}, geometry=[shapely.box(0, 0, 1, 1)], crs=4326
    )
    assert validate_regions(square).columns.tolist() == [c.name for c in columns("regions")]
    with pytest.raises(TableError, match="read_boundaries"):
        validate_regions(square.drop(columns="code"))
    with pytest.raises(TableError, match="expected a polygon"):
        validate_regions(square.set_geometry([shapely.Point(0, 0)], crs=4326))
    with pytest.raises(TableError, match="twice"):
        validate_regions(pd.concat([square, square]))
