"""Which numbers by region follow the filters of a page, and what they are added up from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import geo
import maps
from maps.columns import unpack
from tests.maps import made

if TYPE_CHECKING:
    from maps.columns import Json


@pytest.fixture(scope="module")
def table() -> gpd.GeoDataFrame:
    return made.incidents(60)


def provinces_of(drawn: maps.IncidentMap) -> dict[str, Json]:
    """Read back the layer of provinces."""
    layer = next(
        part for part in drawn._children.values() if getattr(part, "kind", "") == "provinces"
    )
    value = unpack(layer.packed)
    assert isinstance(value, dict)
    return value


def bases(value: dict[str, Json]) -> dict[str, str | None]:
    """Say what each measure is added up from."""
    return {
        measure["key"]: measure["follows"]["of"] if measure.get("follows") else None
        for measure in value["measures"]  # type: ignore[union-attr]
        if "values" in measure
    }


@pytest.mark.parametrize(
    ("of", "period", "expected"),
    [
        ("expected", None, {"expected": "expected", "per_1000_km2": "expected"}),
        ("count", None, {"expected": "expected", "per_1000_km2": "count"}),
        ("killed", None, {"expected": "expected", "per_1000_km2": "killed"}),
        ("expected", "week", {"expected": "expected", "per_1000_km2": "expected"}),
    ],
)
def test_what_was_counted_from_the_incidents_follows(
    table: gpd.GeoDataFrame, of: str, period: str | None, expected: dict[str, str]
) -> None:
    rates = geo.with_rates(geo.by_province(table, period=period), of=of)
    assert bases(provinces_of(maps.incident_map(table, provinces=rates))) == expected


def test_what_a_file_has_kept_of_a_table_follows(table: gpd.GeoDataFrame) -> None:
    rates = geo.with_rates(geo.by_province(table)).drop(columns="period").round(2)
    rates.attrs = {}  # as in a table that was written and read
    found = bases(provinces_of(maps.incident_map(table, provinces=rates)))
    assert found == {"expected": "expected", "per_1000_km2": "expected"}


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(lambda table: geo.with_rates(geo.by_province(table[::2])), id="others"),
        pytest.param(
            lambda table: geo.by_province(table)[["code"]].assign(rate=1.5, expected=2.0),
            id="made up",
        ),
    ],
)
def test_what_was_counted_from_other_incidents_does_not(table: gpd.GeoDataFrame, other) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    value = provinces_of(maps.incident_map(table, provinces=other(table)))
    assert set(bases(value).values()) == {None}
    assert value["parts"] is None


def test_the_parts_of_incidents_add_up_to_the_expected_counts(table: gpd.GeoDataFrame) -> None:
    counts = geo.by_province(table)
    value = provinces_of(maps.incident_map(table, provinces=counts))
    parts = value["parts"]
    assert sum(parts["many"]) == len(parts["share"])  # type: ignore[index,call-overload,arg-type]
    inside = counts[counts["country"].notna()]["expected"].sum()
    assert sum(parts["share"]) == pytest.approx(inside, abs=0.1)  # type: ignore[index,call-overload,arg-type]


def test_regions_of_ones_own_follow(table: gpd.GeoDataFrame) -> None:
    halves = gpd.GeoDataFrame(
        {"code": ["west", "east"], "name": ["West", "East"], "country": ["XX", "XX"]},
        geometry=[shapely.box(30, 28, 41, 40), shapely.box(41, 28, 50, 40)],
        crs=4326,
    )
    counts = geo.with_rates(geo.by_province(table, boundaries=halves), boundaries=halves)
    value = provinces_of(maps.incident_map(table, boundaries=halves, provinces=counts))
    assert bases(value) == {"expected": "expected", "per_1000_km2": "expected"}


@pytest.mark.parametrize("rows", [0, 1])
def test_few_incidents_and_a_table_of_many_make_a_page(table: gpd.GeoDataFrame, rows: int) -> None:
    counts = geo.with_rates(geo.by_province(table))
    doubled = pd.concat([table.iloc[:rows]] * 2)  # an index that repeats
    value = provinces_of(maps.incident_map(doubled, provinces=counts))
    assert set(bases(value).values()) <= {None}
    assert np.isfinite(value["size"])  # type: ignore[arg-type]
