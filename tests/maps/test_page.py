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
from maps.basemap import BasemapError
from maps.columns import unpack
from maps.ground import ground
from maps.layers import Layer, footprints_layer
from tests.maps import made
from tests.maps.reading import texts_of


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
    lon = np.array(packed["lon"], dtype=float)
    assert np.allclose(lon, table.geometry.x, atol=1e-5, equal_nan=True)


def test_incidents_carry_their_province_as_it_is_counted(
    drawn: maps.IncidentMap, table: gpd.GeoDataFrame
) -> None:
    packed = layer(drawn, "provinces")
    counts = geo.by_province(table)
    counts = counts[~counts["code"].isin(["outside", "not_located"]) & (counts["count"] > 0)]
    of = [row for row in packed["of"] if row is not None]
    names = pd.Series([texts_of(packed["name"])[int(row)] for row in of]).value_counts()
    assert names.to_dict() == counts.set_index("name")["count"].to_dict()
    assert packed["measures"][0]["breaks"][-1] == counts["count"].max()


def test_the_extent_holds_every_point_and_footprint(
    drawn: maps.IncidentMap, table: gpd.GeoDataFrame
) -> None:
    west, south, east, north = layer(drawn, "page")["options"]["whole"]
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
    assert [row is None for row in layer(drawn, "provinces")["of"]] == [False, False, True, False]
    assert layer(drawn, "incidents")["repeat"] == [None, None, 0, None]


def test_expected_counts_that_are_split_by_period_are_shaded_by_their_sum(
    table: gpd.GeoDataFrame,
) -> None:
    split = geo.by_province(table, period="day")
    split["expected"] = split["count"] * 1.5
    whole = geo.by_province(table).set_index("name")["count"]
    packed = layer(maps.incident_map(table, provinces=split), "provinces")
    values = dict(zip(texts_of(packed["name"]), packed["measures"][1]["values"], strict=True))
    assert values["Al-Anbar"] == 1.5 * whole["Al-Anbar"]
    assert "low" not in packed["measures"][1]


def test_data_across_the_antimeridian_are_one_place() -> None:
    # Suva and Apia: GeoNames 2198148 and 4035413
    islands = gpd.GeoDataFrame(
        geometry=shapely.points([[178.44, -18.14], [-171.77, -13.83]]), crs=4326
    )
    drawn = maps.incident_map(islands)
    west, _, east, _ = layer(drawn, "page")["options"]["whole"]
    assert 170 < west < 178.44
    assert 188.23 < east < 195
    incidents = layer(drawn, "incidents")
    assert incidents["lon"] == [178.44, 188.23]
    assert None not in layer(drawn, "provinces")["of"]


def test_an_incident_of_a_region_has_a_shape_and_no_point(
    drawn: maps.IncidentMap, table: gpd.GeoDataFrame
) -> None:
    lon = layer(drawn, "incidents")["lon"]
    of = layer(drawn, "footprints")["of"]
    region = np.flatnonzero(table["status"] == "region")
    assert len(region) > 0
    assert all(lon[row] is None and of[row] is not None for row in region)


def test_equal_footprints_travel_once() -> None:
    shape = shapely.box(33, 30, 34, 31)
    same = gpd.GeoDataFrame(
        {"footprint": gpd.GeoSeries([shape, None, shape], crs=4326)},
        geometry=gpd.GeoSeries([None] * 3, crs=4326),
    )
    packed = unpack(footprints_layer(same).packed)
    assert packed["of"] == [0, None, 0]
    assert packed["shapes"]["rows"] == [0]


@pytest.mark.parametrize(
    ("values", "labels", "of"),
    [
        (["ied", "assault", "ied"], ["Explosive device", "Assault"], [0, 1, 0]),
        (["ied", None, "ied"], ["Explosive device", "Not stated"], [0, 1, 0]),
        ([1, 2, 2], ["2", "1"], [1, 0, 0]),
        (list("aabbccddeeffgghi"), ["A", "B", "C", "D", "E", "F", "Other"],
         [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 6, 6]),
        (["other", "x", "x"], ["X", "Other"], [1, 0, 0]),
        ([None, None, None], ["Not stated"], [0, 0, 0]),
    ],
)  # fmt: skip
def test_categories_are_at_most_seven_and_none_is_lost(
    values: list[object], labels: list[str], of: list[int]
) -> None:
    told = gpd.GeoDataFrame({"kind": values}, geometry=[None] * len(values), crs=4326)
    found = layer(maps.incident_map(told, category="kind"), "incidents")["category"]
    assert (found["title"], found["labels"]["words"], found["of"]) == ("Kind", labels, of)


def test_expected_counts_and_rates_are_measures_of_their_own(table: gpd.GeoDataFrame) -> None:
    counts = geo.by_province(table)
    counts["expected"] = counts["count"] + 0.5
    counts["low"], counts["high"] = counts["count"] * 1.0, counts["count"] + 1.0
    measures = layer(maps.incident_map(table, provinces=counts), "provinces")["measures"]
    assert [measure["key"] for measure in measures] == ["count", "expected"]
    anbar = texts_of(layer(maps.incident_map(table), "provinces")["name"]).index("Al-Anbar")
    row = counts.set_index("name").loc["Al-Anbar"]
    assert measures[1]["values"][anbar] == row["expected"]
    assert [measures[1][end][anbar] for end in ("low", "high")] == [row["low"], row["high"]]


@pytest.mark.parametrize(
    ("role", "columns", "classes"),
    [
        ("density", {"density": [0.0, 0.5, 2.0]}, [None, 0, 1]),
        ("density", {"level": [0.5, 0.8, 0.95], "per_100_km2": [3.0, 2.0, 1.0]}, [2, 1, 0]),
        ("hotspots", {"z": [3.0, -2.0, 0.1]}, [0, 4, None]),
        ("hotspots", {"kind": ["hot", None, "cold"]}, [0, None, 1]),
        ("hotspots", {"kind": ["low-low", "", "high-high"]}, [1, None, 0]),
        ("clusters", {"cluster": [1, 2, 3]}, [0, 0, 0]),
    ],
)
def test_shapes_that_were_computed_elsewhere_have_classes(
    role: str, columns: dict[str, list[object]], classes: list[int | None]
) -> None:
    shapes = gpd.GeoDataFrame(
        columns, geometry=shapely.box([0, 1, 2], [0, 0, 0], [1, 2, 3], [1, 1, 1]), crs=4326
    )
    place = gpd.GeoDataFrame(geometry=shapely.points([[1.5, 0.5]]), crs=4326)
    given = layer(maps.incident_map(place, **{role: shapes}), "given")
    assert given["class"] == classes
    assert given["said"][0]["label"].lower() == next(iter(columns))


@pytest.mark.parametrize("role", ["density", "hotspots"])
def test_shapes_without_a_number_to_shade_are_refused_with_the_columns_that_would_do(
    role: str,
) -> None:
    shapes = gpd.GeoDataFrame({"x": [1]}, geometry=shapely.box([0], [0], [1], [1]), crs=4326)
    place = gpd.GeoDataFrame(geometry=shapely.points([[1.5, 0.5]]), crs=4326)
    with pytest.raises(TableError, match=r"per_100_km2|kind"):
        maps.incident_map(place, **{role: shapes})
    with pytest.raises(TableError, match="geometry"):
        maps.incident_map(place, **{role: pd.DataFrame(shapes[["x"]])})


def test_a_world_wide_report_is_first_seen_where_most_of_it_is() -> None:
    lon = [36.6, 38.3, 40.1, 37.1, 39.0, 44.4, 43.1, 13.2, 45.3, 70.1]
    lat = [35.9, 34.5, 35.3, 36.2, 35.9, 33.3, 36.3, 11.8, 2.0, 34.4]
    world = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs=4326)
    world["footprint"] = gpd.GeoSeries([shapely.box(0, -30, 60, 50)] * 10, crs=4326)
    options = layer(maps.incident_map(world), "page")["options"]
    west, south, east, north = options["first"]
    assert (west > 34, south > 32, east < 47, north < 39) == (True,) * 4
    assert options["whole"][0] < 0


def test_a_base_map_names_its_host_in_policy_and_page() -> None:
    place = gpd.GeoDataFrame(geometry=shapely.points([[40.45, 35.11]]), crs=4326)
    drawn = maps.incident_map(place, basemap="OpenStreetMap.Mapnik")
    assert layer(drawn, "page")["options"]["tiles"]["host"] == "tile.openstreetmap.org"
    policy = drawn.document(online=True).split("Content-Security-Policy", 1)[1].split(">", 1)[0]
    assert "img-src data: blob: https://tile.openstreetmap.org" in policy


@pytest.mark.parametrize("name", ["no such map", "Thunderforest.Landscape"])
def test_a_base_map_that_is_unknown_or_wants_a_key_is_refused(name: str) -> None:
    place = gpd.GeoDataFrame(geometry=shapely.points([[40.45, 35.11]]), crs=4326)
    with pytest.raises(BasemapError, match="OpenStreetMap"):
        maps.incident_map(place, basemap=name)


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
    assert "data:image/svg+xml" in shown
    assert len(shown) <= 400_000


@pytest.mark.parametrize("seed", range(25))
def test_any_extent_has_a_ground(seed: int) -> None:
    rng = np.random.default_rng(seed)
    west, south = rng.uniform(-180, 150), rng.uniform(-70, 60)
    extent = (west, south, west + 10 ** rng.uniform(-1, 1.5), south + 10 ** rng.uniform(-1, 1.5))
    world = geo.provinces()["country"].dropna().unique()
    under = ground(rng.choice(world, 3), extent)
    assert shapely.is_valid(under.outlines[under.drawn]).all()
    assert not shapely.is_empty(under.outlines).any()


def test_neighbouring_outlines_meet_the_drawn_country() -> None:
    under = ground(["SY"], (36, 32, 42, 37))
    outlines = dict(zip(under.countries, under.outlines, strict=True))
    border = shapely.intersection(outlines["SY"], outlines["IQ"])
    assert shapely.length(border) > 4  # about 600 km; degrees
    assert shapely.area(border) < 1e-6
    assert set(under.provinces["country"]) == {"SY"}
