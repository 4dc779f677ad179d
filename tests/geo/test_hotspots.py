"""Hot spots: the textbook, other libraries, and chance."""

from __future__ import annotations

from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from scipy import stats
from scipy.sparse import csr_array

import geo
from geo.clusters.study import StudyArea
from geo.errors import CRSError, NumberError, TableError
from geo.geodesy import WGS84, inverse
from geo.hotspots import (
    adjusted,
    emerging_hot_spots,
    getis_ord,
    getis_ord_grid,
    hot_provinces,
    hot_spots,
    local_moran,
    mann_kendall,
    scan,
    scan_incidents,
    scan_permutation,
    touching,
    within,
)
from geo.hotspots.discovery import of_counts, signs, two_sided
from geo.hotspots.emerging import Trend, classes
from geo.hotspots.squares import squares_over

NAN = float("nan")


def table(lon: object, lat: object, **columns: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=gpd.points_from_xy(lon, lat), crs=4326)


def textbook(values: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Score by the equation of Ord & Getis (1995), place by place."""
    n, mean = len(values), values.mean()
    spread = np.sqrt((values**2).mean() - mean**2)
    scores = []
    for weights in near:
        total, squares = weights.sum(), (weights**2).sum()
        below = spread * np.sqrt((n * squares - total**2) / (n - 1))
        scores.append((weights @ values - mean * total) / below)
    return np.array(scores)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("reach", [0, 1, 1.5, 2.3, 4])
def test_a_filtered_grid_is_the_textbook(seed: int, reach: float) -> None:
    rng = np.random.default_rng(seed)
    values = rng.poisson(1.5, (9, 7)).astype(float)
    row, column = (side.ravel() for side in np.indices(values.shape))
    near = np.hypot(row[:, None] - row, column[:, None] - column) <= reach
    expected = textbook(values.ravel(), near.astype(float))
    found = getis_ord_grid(values, reach)
    assert found.ravel() == pytest.approx(expected, abs=1e-9)
    by_weights = getis_ord(values.ravel(), csr_array(near.astype(float)))
    assert by_weights == pytest.approx(expected, abs=1e-9)


def test_steps_of_time_are_scored_against_all_steps() -> None:
    rng = np.random.default_rng(9)
    cube = rng.poisson(2, (4, 5, 6)).astype(float)
    step, row, column = (side.ravel() for side in np.indices(cube.shape))
    earlier = step[:, None] - step
    near = (np.hypot(row[:, None] - row, column[:, None] - column) <= 1) & (earlier >= 0)
    expected = textbook(cube.ravel(), (near & (earlier <= 1)).astype(float))
    assert getis_ord_grid(cube, 1, back=1).ravel() == pytest.approx(expected, abs=1e-9)


def test_only_what_is_inside_takes_part() -> None:
    rng = np.random.default_rng(3)
    values = rng.poisson(2, (6, 6)).astype(float)
    inside = np.ones((6, 6), dtype=bool)
    inside[:, 4:] = False
    found = getis_ord_grid(values, 1.5, inside=inside)
    assert np.isnan(found[:, 4:]).all()
    assert found[:, :4] == pytest.approx(getis_ord_grid(values[:, :4], 1.5), abs=1e-9)


def test_gi_star_is_that_of_esda_with_binary_weights() -> None:
    esda = pytest.importorskip("esda")
    weights = pytest.importorskip("libpysal.weights")
    rng = np.random.default_rng(2)
    values = rng.normal(5, 2, 30)
    grid = weights.lat2W(5, 6, rook=False)
    peer = esda.getisord.G_Local(values, grid, transform="B", star=True, permutations=0)
    near = csr_array(grid.sparse)
    assert getis_ord(values, near) == pytest.approx(peer.Zs, abs=1e-9)


@pytest.mark.parametrize(
    ("values", "scores"),
    [
        ([], []),
        ([3.0], [NAN]),
        ([2.0, 2.0, 2.0], [NAN] * 3),
        ([1.0, NAN, 3.0], [-1.0, NAN, 1.0]),  # of the two that are left, none next to the other
    ],
)
def test_what_has_no_score_is_nan(values: list[float], scores: list[float]) -> None:
    count = len(values)
    line = csr_array((np.eye(count, k=1) + np.eye(count, k=-1)).reshape(count, count))
    assert getis_ord(values, line) == pytest.approx(scores, nan_ok=True)


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda: getis_ord([1.0, 2.0], csr_array(np.eye(3))), "2 values"),
        (lambda: getis_ord([1.0, 2.0], csr_array(np.full((2, 2), 0.5))), "weights 0 or 1"),
        (lambda: getis_ord_grid([1.0, 2.0], 1), "expected a grid"),
        (lambda: getis_ord_grid([[1.0]], -1), "reach -1"),
        (lambda: within([0.0], [0.0], 0), "distance_m is 0"),
        (lambda: scan([0.0], [0.0], [1.5], [10]), "whole numbers"),
        (lambda: scan([0.0], [0.0], [1], [0]), "no cases where"),
        (lambda: scan([0.0, NAN], [0.0, 1.0], [1, 1], [1, 1]), "no longitude"),
        (lambda: scan([0.0], [0.0], [1], [1], most=0), "most is 0"),
        (lambda: scan([0.0], [0.0], [[1, 1]], [1], most_time=2), "most_time is 2"),
        (lambda: scan_permutation([0.0], [0.0, 1.0], [1]), "one length"),
        (lambda: hot_spots(table([0.0], [0.0]), reach_m=0), "reach_m is 0"),
        (lambda: hot_spots(table([0.0], [0.0]), cell_m=-1), "cell_m is -1"),
        (
            lambda: hot_spots(table([0.0, 90.0, 0.0], [0.0, 0.0, 60.0]), cell_m=100),
            "smaller region",
        ),
        (
            lambda: emerging_hot_spots(table([0.0], [0.0], date=[None]), step_days=0),
            "step_days is 0",
        ),
    ],
)
def test_what_cannot_be_is_refused(act: object, words: str) -> None:
    with pytest.raises(NumberError, match=words):
        act()  # type: ignore[operator]


def test_tables_that_lack_something_are_refused() -> None:
    with pytest.raises(TableError, match="need the column 'date'"):
        emerging_hot_spots(table([0.0], [0.0]))
    with pytest.raises(TableError, match="needs the column 'date'"):
        scan_incidents(table([0.0], [0.0]))
    with pytest.raises(TableError, match="no column 'expected'"):
        hot_provinces(pd.DataFrame({"code": ["SY.01"]}))
    with pytest.raises(TableError, match=r"'SY\.01' is there twice"):
        hot_provinces(pd.DataFrame({"code": ["SY.01"] * 2, "expected": [1, 2]}))
    with pytest.raises(CRSError):
        hot_spots(gpd.GeoDataFrame(geometry=[], crs=3857))


@pytest.mark.parametrize("count", [1, 7, 100])
def test_false_discoveries_are_those_of_scipy(count: int) -> None:
    p = np.random.default_rng(count).random(count) ** 3
    assert adjusted(p) == pytest.approx(stats.false_discovery_control(p), abs=1e-12)


def test_what_was_not_tested_does_not_count() -> None:
    assert adjusted([0.04, NAN, NAN, NAN]).tolist()[0] == 0.04
    assert adjusted([]).tolist() == []


def test_probabilities_of_scores_are_normal() -> None:
    score = np.linspace(-6, 6, 25)
    assert two_sided(score) == pytest.approx(2 * stats.norm.sf(np.abs(score)), rel=1e-12)


def test_probabilities_of_counts_are_binomial() -> None:
    held = np.arange(11.0)
    upper = stats.binom.sf(held - 1, 10, 0.2)
    lower = stats.binom.cdf(held, 10, 0.2)
    expected = np.minimum(2 * np.minimum(upper, lower), 1)
    assert of_counts(held, np.full(11, 0.2), 10) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("ties", [False, True])
def test_trends_are_those_of_kendall(ties: bool) -> None:  # noqa: FBT001 - a row of a table
    rng = np.random.default_rng(5)
    series = rng.normal(0, 1, (12, 20)) + np.linspace(0, 2, 12)[:, None]
    series = np.round(series) if ties else series
    trend = mann_kendall(series)
    for column in range(20):
        x = series[:, column]
        peer = stats.kendalltau(np.arange(12), x, method="asymptotic")
        total = sum(np.sign(b - a) for i, a in enumerate(x) for b in x[i + 1 :])
        # scipy has no correction for continuity: its z is S / s, ours (S - sign S) / s
        z = stats.norm.isf(peer.pvalue / 2) * np.sign(total)
        assert trend.score[column] == pytest.approx(z * (total - np.sign(total)) / total)


def test_a_level_series_has_no_trend() -> None:
    assert mann_kendall([4.0] * 8).score == 0
    assert mann_kendall([1.0]).score == 0
    assert np.isnan(mann_kendall([1.0, NAN, 2.0]).score)


@pytest.mark.parametrize(
    ("steps", "score", "name"),
    [
        ("0000000001", 0, "new hot"),
        ("0-00000001", 0, "new hot"),
        ("0000000111", 0, "consecutive hot"),
        ("0111111111", 3, "intensifying hot"),
        ("1111111111", 3, "intensifying hot"),
        ("1111111111", 0, "persistent hot"),
        ("1111111111", -3, "diminishing hot"),
        ("0100110011", 0, "sporadic hot"),
        ("1-00110011", 0, "oscillating hot"),
        ("1111111110", 0, "historical hot"),
        ("1111111110", 3, "historical hot"),
        ("0000000000", 3, ""),
        ("1100110000", 0, ""),
        ("---------0", 0, "historical cold"),
        ("----------", -3, "intensifying cold"),
        ("----------", 3, "diminishing cold"),
        ("000000000-", 0, "new cold"),
        ("1-00--000-", 0, "oscillating cold"),
    ],
)
def test_every_history_has_the_name_that_arcgis_gives_it(
    steps: str, score: float, name: str
) -> None:
    """Definitions: "How Emerging Hot Spot Analysis works", ArcGIS Pro."""
    sign = np.array([[{"0": 0, "1": 1, "-": -1}[step]] for step in steps], dtype=np.int8)
    trend = Trend(np.array([float(score)]), two_sided([float(score)]))
    assert classes(sign, trend).tolist() == [name]


def test_provinces_touch_across_the_antimeridian() -> None:
    boxes = [shapely.box(178, 0, 180, 1), shapely.box(-180, 0, -178, 1), shapely.box(0, 0, 1, 1)]
    near = touching(gpd.GeoDataFrame(geometry=boxes, crs=4326)).toarray()
    assert near.tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 0]]


def test_local_moran_knows_like_from_unlike() -> None:
    pytest.importorskip("esda")
    values = np.zeros((8, 8))
    values[:3, :3], values[6, 6] = 10, 10
    row, column = (side.ravel() for side in np.indices(values.shape))
    near = csr_array(
        (np.maximum(abs(row[:, None] - row), abs(column[:, None] - column)) == 1).astype(float)
    )
    kinds = local_moran(values.ravel(), near)["kind"].to_numpy().reshape(8, 8)
    assert kinds[1, 1] == "high-high"
    assert pd.isna(kinds[3, 7])
    few = local_moran(values.ravel(), near, runs=99)  # the smallest p is .02
    assert few["q"].min() > 0.05
    assert few.attrs["parameters"]["runs"] == 99


def test_local_moran_of_places_alone_says_nothing() -> None:
    pytest.importorskip("esda")
    found = local_moran([1.0, 2.0, 3.0], csr_array((3, 3)))
    assert found[["moran", "p", "q"]].isna().all(axis=None)
    with pytest.raises(NumberError, match="one finite value"):
        local_moran([1.0, NAN], csr_array((2, 2)))


def test_squares_are_of_equal_area_and_hold_every_point() -> None:
    area = StudyArea(179.9, 60.0, shapely.Point(0, 0).buffer(100_000))
    squares = squares_over(area, 20_000)
    shapes = squares.shapes(squares.inside)
    for shape in shapes:
        area_m2 = abs(WGS84.geometry_area_perimeter(shape)[0])
        assert area_m2 == pytest.approx(4e8, rel=0.002)
    assert all(a.distance(b) < 1e-9 for a, b in pairwise(shapes[:3]))
    rng = np.random.default_rng(0)
    lon, lat = area.to_degrees(*rng.uniform(-50_000, 50_000, (2, 500)))
    counts = squares.counts(lon, lat)[0]
    assert counts.sum() == 500
    inside = shapely.contains_xy(shapes[30], lon, lat).sum()
    assert counts[squares.inside][30] == inside


@pytest.mark.parametrize(
    ("incidents", "squares"),
    [
        (table([], []), False),
        (gpd.GeoDataFrame(geometry=[None, None], crs=4326), False),
        (table([40.0], [35.0]), True),
        (table([179.9, -179.9], [0.0, 0.0], radius_m=[5e3, None]), True),
    ],
)
def test_every_table_has_its_squares(incidents: gpd.GeoDataFrame, squares: bool) -> None:  # noqa: FBT001
    incidents["date"] = pd.Timestamp("2020-01-01")
    for found in (
        hot_spots(incidents, worlds=5),
        emerging_hot_spots(incidents, worlds=5, step_days=5),
    ):
        assert (len(found) > 0) == squares
        assert found.geometry.is_valid.all()
        assert {"lon", "lat", "expected", "kind"} <= {*found.columns}
        assert found.attrs["version"] == geo.__version__
        if squares:
            assert found["expected"].sum() == pytest.approx(len(incidents))


def test_one_incident_in_an_empty_country_is_no_hot_spot() -> None:
    rng = np.random.default_rng(1)
    rows = table(rng.uniform(38, 46, 15), rng.uniform(30, 36, 15))
    found = hot_spots(rows, region=shapely.box(38, 30, 46, 36))
    assert found["z"].max() > 8  # far from normal
    assert (found["kind"] == "").all()


def test_chance_makes_no_hot_spots() -> None:
    rng = np.random.default_rng(2)
    region = shapely.box(40, 30, 44, 34)
    told = 0
    for seed in range(20):
        rows = table(rng.uniform(40, 44, 400), rng.uniform(30, 34, 400))
        told += bool((hot_spots(rows, region=region, seed=seed)["kind"] != "").any())
    assert told <= 4


def test_what_is_known_to_twenty_kilometres_makes_no_hot_spot_of_one() -> None:
    rng = np.random.default_rng(7)
    lon, lat = rng.uniform(38, 46, 60), rng.uniform(30, 36, 60)
    rows = table(np.append(lon, [42.0] * 6), np.append(lat, [33.0] * 6), radius_m=[20_000.0] * 66)
    rows["draw_group"] = pd.array([None] * 60 + ["a phrase"] * 6, dtype="string")
    options = {"cell_m": 4_000.0, "reach_m": 4_000.0, "region": shapely.box(38, 30, 46, 36)}
    pins = hot_spots(rows, uncertain=False, **options)  # type: ignore[arg-type]
    known = hot_spots(rows, **options)  # type: ignore[arg-type]
    assert (pins["kind"] == "hot").sum() > 3
    assert (known["kind"] == "hot").sum() == 0
    coarse = hot_spots(rows, **(options | {"reach_m": 40_000.0, "cell_m": 10_000.0}))  # type: ignore[arg-type]
    hot = coarse[coarse["kind"] == "hot"]
    _, apart_m = inverse(42.0, 33.0, hot["lon"].to_numpy(), hot["lat"].to_numpy())
    assert len(hot) > 0
    assert float(np.min(apart_m)) < 10_000


def test_an_emerging_hot_spot_is_named() -> None:
    rng = np.random.default_rng(3)
    lon, lat, day = rng.uniform(38, 46, 300), rng.uniform(30, 36, 300), rng.integers(0, 300, 300)
    late = rng.integers(270, 300, 20)
    dates = pd.Timestamp("2020-01-01") + pd.to_timedelta(np.append(day, late), unit="D")
    rows = table(np.append(lon, [42.0] * 20), np.append(lat, [33.0] * 20), date=dates)
    found = emerging_hot_spots(rows, region=shapely.box(38, 30, 46, 36), step_days=30, back=0)
    _, apart_m = inverse(42.0, 33.0, found["lon"].to_numpy(), found["lat"].to_numpy())
    assert found["kind"].iloc[int(np.argmin(apart_m))] == "new hot"
    assert found.attrs["parameters"]["steps"] == 10


def test_hot_provinces_lie_together() -> None:
    boxes = [shapely.box(x, y, x + 1, y + 1) for y in range(8) for x in range(8)]
    codes = [f"X.{number:02d}" for number in range(64)]
    regions = gpd.GeoDataFrame({"code": codes, "name": codes}, geometry=boxes, crs=4326)
    rng = np.random.default_rng(0)
    counts = pd.DataFrame({"code": [*codes, "outside"], "expected": [*rng.poisson(3, 64), 900]})
    counts.loc[[0, 1, 8, 9], "expected"] = 30
    found = hot_provinces(counts, boundaries=regions)
    assert found.loc[found["kind"] == "hot", "code"].tolist()[:2] == ["X.00", "X.01"]
    assert len(found) == 64
    assert hot_provinces(counts.iloc[64:], boundaries=regions).empty


def test_signs_take_the_side_from_the_score() -> None:
    score = np.array([3.0, -3.0, 3.0, NAN])
    assert signs(score, np.array([0.01, 0.01, 0.9, NAN])).tolist() == [1, -1, 0, 0]
