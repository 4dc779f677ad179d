"""Two periods as surfaces: a change is found where it is, and chance is not taken for one."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.errors import NumberError, TableError
from geo.surfaces.difference import density_change

MAY = (("2020-05-01", "2020-05-14"), ("2020-05-15", "2020-05-28"))


def table(towns: list[tuple[float, float, int, int]], seed: int = 0) -> gpd.GeoDataFrame:
    """Lay so many incidents round towns in each of two fortnights."""
    rng = np.random.default_rng(seed)
    rows = []
    for lon, lat, *many in towns:
        for fortnight, number in enumerate(many):
            for _ in range(number):
                day = pd.Timestamp("2020-05-01") + pd.Timedelta(days=14 * fortnight)
                day += pd.Timedelta(days=int(rng.integers(14)))
                rows.append((lon + rng.normal(0, 0.1), lat + rng.normal(0, 0.1), day))
    lon_, lat_, days = zip(*rows, strict=True) if rows else ((), (), ())
    points = gpd.points_from_xy(lon_, lat_)
    radius_m = np.full(len(rows), 8e3)
    return gpd.GeoDataFrame({"date": list(days), "radius_m": radius_m}, geometry=points, crs=4326)


def test_a_rise_and_a_fall_are_found_where_they_are() -> None:
    rows = table([(40.0, 35.0, 2, 30), (44.0, 33.3, 30, 2), (36.5, 35.9, 20, 20)])
    told = density_change(rows, *MAY)
    assert set(told.areas["direction"]) == {"more", "fewer"}
    more = told.areas[told.areas["direction"] == "more"].geometry.union_all()
    fewer = told.areas[told.areas["direction"] == "fewer"].geometry.union_all()
    assert more.contains(shapely.Point(40, 35))
    assert fewer.contains(shapely.Point(44, 33.3))
    assert not more.union(fewer).intersects(shapely.Point(36.5, 35.9).buffer(0.2))
    assert told.earlier.incidents + told.later.incidents == pytest.approx(104, rel=1e-6)
    assert told.change.incidents == pytest.approx(0, abs=1e-6)  # 52 and 52 of equal days


def test_days_that_are_drawn_by_chance_are_no_change() -> None:
    alarms = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        rows = table([(38 + town, 34.0, 8, 8) for town in range(6)], seed)
        rows["date"] = pd.Timestamp("2020-05-01") + pd.to_timedelta(
            rng.integers(0, 28, len(rows)), "D"
        )
        alarms += len(density_change(rows, *MAY, worlds=39, cell_km=15, seed=seed).areas) > 0
    assert alarms <= 4  # of 20 at .05: more than 4 come in .3 % of cases


def test_windows_of_other_lengths_are_compared_by_the_day() -> None:
    rows = table([(40.0, 35.0, 40, 10)])
    rows["date"] = [*[pd.Timestamp("2020-05-03")] * 40, *[pd.Timestamp("2020-05-15")] * 10]
    told = density_change(rows, MAY[0], ("2020-05-15", "2020-05-16"))
    assert told.change.incidents == pytest.approx(10 - 40 * 2 / 14, rel=1e-6)


@pytest.mark.parametrize("towns", [[], [(40.0, 35.0, 1, 0)]])
def test_nothing_and_one_row_are_no_change(towns: list[tuple[float, float, int, int]]) -> None:
    assert density_change(table(towns), *MAY).areas.empty


def test_too_few_worlds_and_no_dates_are_refused() -> None:
    rows = table([(40.0, 35.0, 2, 2)])
    with pytest.raises(NumberError, match="19 or more"):
        density_change(rows, *MAY, worlds=10)
    with pytest.raises(TableError, match="date"):
        density_change(rows.drop(columns="date"), *MAY)
