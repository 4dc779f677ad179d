"""The data in the page, read back, and tables that are refused."""

from __future__ import annotations

from typing import Any

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import geo
import maps
from geo.errors import CRSError, TableError
from maps.columns import unpack
from maps.ground import ground
from maps.layers import Layer, footprints_layer, incidents_layer
from tests.maps import made


@pytest.fixture(scope="module")
def table() -> gpd.GeoDataFrame:
    return made.incidents(60)


@pytest.fixture(scope="module")
def drawn(table: gpd.GeoDataFrame) -> maps.IncidentMap:
    return maps.incident_map(table, sources=["Made agency"])


def layer(drawn: maps.IncidentMap, kind: str) -> dict[str, Any]:
    """Read a layer's columns back."""
    return next(
        unpack(child.packed)
        for child in drawn._children.values()
        if isinstance(child, Layer) and child.kind == kind
    )


def test_the_map_is_a_folium_map(drawn: maps.IncidentMap) -> None:
    assert isinstance(drawn, folium.Map)


def test_points_in_the_page_are_those_of_the_table(
    drawn: maps.IncidentMap, table: gpd.GeoDataFrame
) -> None:
    packed = layer(drawn, "incidents")
    lon = [None if value is None else value / packed["steps"] for value in packed["lon"]]
    expected = table.geometry.x
    assert np.allclose(np.array(lon, dtype=float), expected, atol=1e-5, equal_nan=True)


def test_provinces_carry_their_counts_and_the_sum_is_kept(
    drawn: maps.IncidentMap, table: gpd.GeoDataFrame
) -> None:
    packed = layer(drawn, "provinces")
    counts = geo.by_province(table).set_index("code")["count"]
    assert sum(packed["count"]) == len(table) - counts[["outside", "not_located"]].sum()
    assert max(packed["breaks"]) == max(packed["count"])


def test_the_extent_holds_every_point_and_footprint(
    drawn: maps.IncidentMap, table: gpd.GeoDataFrame
) -> None:
    west, south, east, north = layer(drawn, "page")["bounds"]
    for box in (table.total_bounds, table["footprint"].total_bounds):
        assert west <= box[0] <= box[2] <= east
        assert south <= box[1] <= box[3] <= north


def test_sources_and_range_of_dates_are_named(drawn: maps.IncidentMap) -> None:
    page = layer(drawn, "page")
    assert page["subtitle"] == "1 March 2021 to 14 March 2021"
    assert page["sources"][-1] == "Made agency"
    assert any("Natural Earth" in source for source in page["sources"])
    assert any("GeoNames" in source for source in page["sources"])


def test_only_sources_that_were_used_are_named(table: gpd.GeoDataFrame) -> None:
    own = table.head(2).assign(anchor_id=["overlay:a | landmark:b", None])
    page = layer(maps.incident_map(own), "page")
    assert any("own table" in source for source in page["sources"])
    assert any("Wikipedia" in source for source in page["sources"])
    assert not any("GeoNames" in source for source in [*page["corner"], *page["sources"]])


@pytest.mark.parametrize(
    ("attrs", "title", "expected"),
    [
        ({}, None, "Incidents"),
        ({"title": "Weekly report"}, None, "Weekly report"),
        ({"title": "Weekly report"}, "Mine", "Mine"),
        ({"title": " "}, None, "Incidents"),
        ({"title": 7}, None, "Incidents"),
    ],
)
def test_the_title_is_that_of_the_caller_or_of_the_report(
    table: gpd.GeoDataFrame, attrs: dict[str, Any], title: str | None, expected: str
) -> None:
    titled = table.head(1).copy()
    titled.attrs = attrs
    drawn = maps.incident_map(titled, title=title)
    assert layer(drawn, "page")["title"] == expected
    assert f"<title>{expected}</title>" in drawn.document(online=True)


def test_an_incident_told_twice_is_counted_and_spread_once(table: gpd.GeoDataFrame) -> None:
    twice = table.head(4).assign(duplicate_of=[None, None, "made:0", "elsewhere"])
    drawn = maps.incident_map(twice)
    assert sum(layer(drawn, "provinces")["count"]) == 3
    assert layer(drawn, "density")["incidents"] == 3
    assert layer(drawn, "incidents")["repeat"] == [-1, -1, 0, -1]


def test_counts_that_are_split_by_period_are_shaded_by_their_sum(table: gpd.GeoDataFrame) -> None:
    split = geo.by_province(table, period="day")
    whole = layer(maps.incident_map(table), "provinces")
    summed = layer(maps.incident_map(table, regions=split), "provinces")
    assert summed["count"] == whole["count"]
    killed = [[number or 0 for number in drawn["killed"]] for drawn in (whole, summed)]
    assert killed[0] == killed[1]


def test_data_across_the_antimeridian_are_one_place() -> None:
    # Suva and Apia: GeoNames 2198148 and 4035413
    islands = gpd.GeoDataFrame(
        geometry=shapely.points([[178.44, -18.14], [-171.77, -13.83]]), crs=4326
    )
    drawn = maps.incident_map(islands)
    west, _, east, _ = layer(drawn, "page")["bounds"]
    assert 170 < west < 178.44
    assert 188.23 < east < 195
    incidents = layer(drawn, "incidents")
    assert [lon / incidents["steps"] for lon in incidents["lon"]] == [178.44, 188.23]
    assert sum(layer(drawn, "provinces")["count"]) == 2


def test_an_incident_of_a_region_has_a_shape_and_no_point(
    drawn: maps.IncidentMap, table: gpd.GeoDataFrame
) -> None:
    lon = layer(drawn, "incidents")["lon"]
    of = layer(drawn, "footprints")["of"]
    region = np.flatnonzero(table["status"] == "region")
    assert len(region) > 0
    assert all(lon[row] is None and of[row] >= 0 for row in region)


def test_equal_footprints_travel_once() -> None:
    shape = shapely.box(33, 30, 34, 31)
    same = gpd.GeoDataFrame(
        {"footprint": gpd.GeoSeries([shape, None, shape], crs=4326)},
        geometry=gpd.GeoSeries([None] * 3, crs=4326),
    )
    packed = unpack(footprints_layer(same).packed)
    assert packed["of"] == [0, -1, 0]
    assert packed["shape"]["row"] == [0]


@pytest.mark.parametrize(
    ("values", "days"),
    [
        (pd.to_datetime(["2020-05-21", None]), ["2020-05-21", None]),
        (pd.to_datetime(["2020-05-21 13:00", None], utc=True), ["2020-05-21", None]),
        (["2020-05-21", None], ["2020-05-21", None]),
        ([pd.Timestamp("2020-05-21").date(), None], ["2020-05-21", None]),
    ],
)
def test_dates_of_every_type_are_days(values: list[object], days: list[str | None]) -> None:
    place = gpd.GeoDataFrame({"date": values}, geometry=shapely.points([[1, 2], [3, 4]]), crs=4326)
    date = unpack(incidents_layer(place).packed)["date"]
    assert [date["words"][code] if code >= 0 else None for code in date["codes"]] == days


@pytest.mark.parametrize("name", ["number", "empty", "duplicate index"])
def test_odd_tables_are_drawn(name: str, table: gpd.GeoDataFrame) -> None:
    odd = table.head(3).copy()
    if name == "number":
        odd["text"] = [1, 2.5, None]
    elif name == "empty":
        odd["geometry"] = [shapely.Point(), None, shapely.Point(40, 35)]
    else:
        odd.index = [0, 0, 0]
    assert maps.incident_map(odd).rows == 3


def test_a_table_in_another_crs_is_refused_with_both_names(table: gpd.GeoDataFrame) -> None:
    with pytest.raises(CRSError, match=r"EPSG:32637.*EPSG:4326.*to_crs"):
        maps.incident_map(table.to_crs(32637))


def test_a_table_without_geometry_is_refused(table: gpd.GeoDataFrame) -> None:
    with pytest.raises(TableError, match="locate_frame"):
        maps.incident_map(pd.DataFrame(table.drop(columns=["geometry", "footprint"])))


def test_an_unknown_layer_is_refused_with_the_known_ones(table: gpd.GeoDataFrame) -> None:
    with pytest.raises(TableError, match=r"'heat'.*provinces, density"):
        maps.incident_map(table, layers=["heat"])


def test_a_notebook_stores_little_and_large_tables_say_how_to_save(drawn: maps.IncidentMap) -> None:
    assert len(drawn._repr_html_()) <= 400_000
    many = gpd.GeoDataFrame(geometry=shapely.points(np.full((2001, 2), 40.0)), crs=4326)
    shown = maps.incident_map(many)._repr_html_()
    assert ".save(" in shown
    assert len(shown) < 1_000


def test_neighbouring_outlines_meet_the_drawn_country() -> None:
    under = ground(["SY"], (36, 32, 42, 37))
    outlines = dict(zip(under.countries, under.outlines, strict=True))
    border = shapely.intersection(outlines["SY"], outlines["IQ"])
    assert shapely.length(border) > 4  # about 600 km; degrees
    assert shapely.area(border) < 1e-6
    assert set(under.provinces["country"]) == {"SY"}
