"""Rates: published estimates of another library, hand calculation, and what is refused."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.counts.provinces import by_province
from geo.counts.rates import empirical_bayes, with_rates
from geo.errors import TableError

SQUARES = gpd.GeoDataFrame(
    {"code": ["A", "B"], "name": ["Ay", "Bee"], "people": [50_000, 2_000_000]},
    geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)],
    crs=4326,
)


def table(points: list[tuple[float, float]], **columns: object) -> gpd.GeoDataFrame:
    shapes = [shapely.Point(point) for point in points]
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=4326)


@pytest.mark.parametrize(
    ("events", "population", "expected"),
    [
        ([], [], []),
        ([5.0], [100.0], [0.05]),  # alone it is the common rate
        ([5.0, 10.0], [100.0, 200.0], [0.05, 0.05]),  # no variance to speak of
        # m = 87/4100; s2 = 2.493e-5; A = s2 - m/1366.7 = 9.40e-6; by hand
        ([2.0, 30.0, 55.0], [100.0, 1_000.0, 3_000.0], [0.021168, 0.023917, 0.019572]),
    ],
)
def test_small_numbers_are_reined_in(
    events: list[float], population: list[float], expected: list[float]
) -> None:
    found = empirical_bayes(np.array(events), np.array(population))
    assert found == pytest.approx(expected, abs=1e-6)


def test_the_estimates_that_esda_publishes_come_out() -> None:
    """Homicides of 78 counties round St. Louis, the example of esda's documentation."""
    smoothing = pytest.importorskip("esda.smoothing", reason="the outside answer")
    examples = pytest.importorskip("libpysal.examples", reason="its data")
    rows = pd.read_csv(examples.get_path("stl_hom.csv"))
    events, people = (rows.iloc[:, column].to_numpy(dtype=np.float64) for column in (10, 13))
    ours = empirical_bayes(events, people)
    assert ours == pytest.approx(smoothing.Empirical_Bayes(events, people).r.ravel())
    # as printed there
    assert ours[:3] == pytest.approx([2.36718950e-05, 4.54539167e-05, 4.78114019e-05])


def test_rates_by_area_and_people() -> None:
    counts = by_province(table([(0.5, 0.5)] * 3 + [(1.5, 0.5)]), boundaries=SQUARES)
    rates = with_rates(counts, boundaries=SQUARES, population="people").set_index("code")
    # a square degree at the equator has 12,308.8 km² (Karney's geodesic area)
    assert rates.loc["A", "area_km2"] == pytest.approx(12_308.8, abs=0.1)
    assert rates.loc["A", "per_1000_km2"] == pytest.approx(3 / 12.3088, rel=1e-4)
    assert rates.loc["A", "low_per_1000_km2"] == rates.loc["A", "per_1000_km2"]
    assert rates.loc[["A", "B"], "per_100000"].tolist() == pytest.approx([6.0, 0.05])
    low, high = rates.loc[["B", "A"], "smoothed_per_100000"]
    common = 4 / 2_050_000 * 1e5
    assert 0.05 < low < common < high < 6.0


def test_the_rest_has_no_rate_and_periods_are_smoothed_by_themselves() -> None:
    days = pd.to_datetime(["2020-01-01"] * 3 + ["2020-02-01"])
    rows = table([(0.5, 0.5), (0.5, 0.5), (9.0, 9.0), (1.5, 0.5)], date=days)
    counts = by_province(rows, boundaries=SQUARES, period="month")
    rates = with_rates(counts, boundaries=SQUARES, population="people")
    rest = rates[rates["code"] == "outside"]
    assert rest[["area_km2", "per_100000", "smoothed_per_100000"]].isna().all(axis=None)
    january = rates[(rates["period"] == "2020-01-01") & (rates["code"] != "outside")]
    again = empirical_bayes(january["expected"].to_numpy(), january["population"].to_numpy())
    assert january["smoothed_per_100000"].tolist() == pytest.approx(list(again * 1e5))


@pytest.mark.parametrize(
    ("boundaries", "options", "message"),
    [
        (SQUARES, {"population": "inhabitants"}, "inhabitants"),
        (SQUARES, {"of": "murders"}, "murders"),
        (SQUARES.assign(people=[0, 5]), {"population": "people"}, "'A' is 0"),
    ],
)
def test_what_gives_no_rate_is_refused(
    boundaries: gpd.GeoDataFrame, options: dict[str, str], message: str
) -> None:
    counts = by_province(table([(0.5, 0.5)]), boundaries=SQUARES)
    with pytest.raises(TableError, match=message):
        with_rates(counts, boundaries=boundaries, **options)  # type: ignore[arg-type]
