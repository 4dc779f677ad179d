"""Kulldorff's scan: as published, against every cylinder tried by hand, and chance."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.hotspots import scan, scan_incidents, scan_permutation


def dated(lon: object, lat: object, dates: object) -> gpd.GeoDataFrame:
    days = {"date": pd.to_datetime(dates)}
    return gpd.GeoDataFrame(days, geometry=gpd.points_from_xy(lon, lat), crs=4326)


def north_carolina() -> gpd.GeoDataFrame:
    examples = pytest.importorskip("libpysal.examples")
    return gpd.read_file(examples.get_path("sids2.shp"))


def centroids(counties: gpd.GeoDataFrame) -> tuple[np.ndarray, np.ndarray]:
    points = shapely.centroid(counties.geometry.to_numpy())
    return shapely.get_x(points), shapely.get_y(points)


def test_sudden_infant_deaths_in_north_carolina_as_published() -> None:
    """
    Deaths and births of 1974-78, 100 counties (Cressie), in libpysal's examples.

    Published: "most likely disease cluster in the northeast (4 counties) with combined incidence of
    5.12", "secondary disease cluster in the south (6 counties) with combined incidence of 3.76"
    per thousand births: table 1 of doi:10.1186/s12942-021-00298-6.
    """
    counties = north_carolina()
    found = scan(
        *centroids(counties), counties["SID74"], counties["BIR74"], most=0.25, runs=99
    ).head(2)
    births = [counties["BIR74"].iloc[[*members]].sum() for members in found["members"]]
    assert found["places"].tolist() == [4, 6]
    assert (1000 * found["cases"] / births).round(2).tolist() == [5.12, 3.76]
    assert found["p"].tolist() == [0.01, 0.01]
    names = counties["NAME"].iloc[[*found["members"].iloc[0]]]
    assert sorted(names) == ["Bertie", "Halifax", "Hertford", "Northampton"]
    # by hand: 40 of 667 deaths where 7,805 of 329,962 births were
    expected = 667 * 7_805 / 329_962
    llr = 40 * np.log(40 / expected) + 627 * np.log(627 / (667 - expected))
    assert found["llr"].iloc[0] == pytest.approx(llr)


def best_cylinder(
    x: np.ndarray, counts: np.ndarray, expected: np.ndarray, weight: np.ndarray
) -> float:
    """Try every circle of places on a line, and every interval, one by one."""
    total, periods = counts.sum(), counts.shape[1]
    best = 0.0
    for centre in x:
        for radius in sorted(set(np.abs(x - centre))):
            inside = np.abs(x - centre) <= radius + 1e-9
            if weight[inside].sum() > 0.5 * weight.sum() * (1 + 1e-9):
                continue
            for a in range(periods):
                for b in range(a + 1, periods + 1):
                    if b - a > max(periods // 2, 1):
                        continue
                    c, e = counts[inside, a:b].sum(), expected[inside, a:b].sum()
                    if c > e > 0:
                        llr = c * np.log(c / e)
                        if c < total:
                            llr += (total - c) * np.log((total - c) / (total - e))
                        best = max(best, llr)
    return best


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("periods", [1, 5])
def test_the_scan_finds_the_best_of_all_cylinders(seed: int, periods: int) -> None:
    rng = np.random.default_rng(seed)
    x = np.round(rng.uniform(0, 4, 12), 1)  # some on one spot, some equally far
    population = rng.integers(0, 50, (12, periods)).astype(float)
    counts = rng.poisson(population / 10)
    expected = population * counts.sum() / population.sum()
    found = scan(x, np.zeros(12), counts, population, runs=9)
    best = best_cylinder(x, counts, expected, population.sum(axis=1))
    assert found["llr"].max() == pytest.approx(best)
    places = [place for members in found["members"] for place in members]
    assert len(places) == len(set(places))


@pytest.mark.parametrize("seed", range(4))
def test_the_permutation_scan_finds_the_best_of_all_cylinders(seed: int) -> None:
    rng = np.random.default_rng(seed)
    spots, when = rng.integers(0, 6, 60), rng.integers(0, 6, 60)
    counts = np.zeros((6, 6))
    np.add.at(counts, (spots, when), 1)
    expected = counts.sum(axis=1, keepdims=True) * counts.sum(axis=0) / 60
    found = scan_permutation(spots.astype(float), np.zeros(60), when, runs=9)
    best = best_cylinder(np.arange(6.0), counts, expected, counts.sum(axis=1))
    assert found["llr"].max() == pytest.approx(best)


def test_a_scan_of_chance_raises_few_alarms() -> None:
    rng = np.random.default_rng(0)
    alarms = 0
    for seed in range(40):
        cases = rng.multinomial(100, np.full(25, 0.04))
        found = scan(
            rng.uniform(0, 5, 25), rng.uniform(0, 5, 25), cases, np.ones(25), runs=19, seed=seed
        )
        alarms += bool(found["p"].iloc[0] <= 0.05)
    assert alarms <= 7  # 40 times .05 are 2; 7 or more come by chance in .3 % of all cases


def test_a_scan_of_nothing_finds_nothing() -> None:
    assert len(scan([], [], [], [])) == 0
    assert len(scan([0.0, 1.0], [0.0, 0.0], [0, 0], [5, 5], runs=9)) == 0
    assert len(scan_permutation([], [], [])) == 0
    assert len(scan_incidents(dated([], [], []), runs=9)) == 0
    assert len(scan_incidents(dated([None], [None], [None]), runs=9)) == 0


def test_incidents_that_came_together_are_circled_with_their_days() -> None:
    rng = np.random.default_rng(4)
    lon = np.concatenate([rng.uniform(38, 46, 60), np.full(12, 40.0)])
    day = np.concatenate([rng.integers(0, 140, 60), np.full(12, 71)])
    dates = pd.Timestamp("2020-01-01") + pd.to_timedelta(day, unit="D")
    found = scan_incidents(dated(lon, np.full(72, 35.0), dates), runs=99)
    first = found.iloc[0]
    assert first["p"] == 0.01
    assert first["first"] <= pd.Timestamp("2020-03-12") <= first["last"]
    assert first["held"] == first["cases"]  # no radius: every point is the place itself
    assert first["geometry"].buffer(1e-6).contains(shapely.Point(40, 35))


def test_a_circle_finer_than_its_places_are_known_holds_few_of_them() -> None:
    rng = np.random.default_rng(4)
    lon = np.concatenate([rng.uniform(38, 46, 60), np.full(12, 40.0)])
    day = np.concatenate([rng.integers(0, 140, 60), np.full(12, 71)])
    table = dated(lon, np.full(72, 35.0), pd.Timestamp("2020-01-01") + pd.to_timedelta(day, "D"))
    exact = scan_incidents(table, runs=9).iloc[0]
    rough = scan_incidents(table.assign(radius_m=100_000.0), runs=9).iloc[0]
    assert (rough["cases"], rough["radius_m"]) == (exact["cases"], exact["radius_m"])
    assert rough["held"] < 1 < exact["held"]
