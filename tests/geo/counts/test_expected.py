"""Expected counts: what is added up, what moves together, and how often the interval is right."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.counts.provinces import by_province
from geo.errors import TableError
from geo.factors import Factor
from geo.regions import province_of
from geo.uncertainty import Density

HALVES = gpd.GeoDataFrame(
    {"code": ["A", "B"], "name": ["Ay", "Bee"], "country": ["XA", "XA"]},
    geometry=[shapely.box(30, 30, 31, 31), shapely.box(31, 30, 32, 31)],
    crs=4326,
)
COLUMNS = ["code", "count", "expected", "low", "high"]


def offset(lon: float, lat: float, **said: float) -> Density:
    usual = {"distance_m": 10_000.0, "bearing": 0.0, "half_angle": 45.0, "radius_m": 2_000.0}
    return Density((Factor(family="offset", lon=lon, lat=lat, **{**usual, **said}),))


def table(points: list[tuple[float, float] | None], **columns: object) -> gpd.GeoDataFrame:
    shapes = [None if point is None else shapely.Point(point) for point in points]
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=4326)


@pytest.mark.parametrize(
    ("points", "columns", "expected"),
    [
        ([(30.5, 30.5)], {}, [["A", 1, 1.0, 1, 1]]),
        ([(30.5, 30.5)], {"radius_m": [1e4]}, [["A", 1, 1.0, 1, 1]]),
        ([(31.0, 30.5)], {"radius_m": [1e4]}, [["A", 1, 0.5, 0, 1], ["B", 0, 0.5, 0, 1]]),
        # a round normal density of which 10 km hold 90 % has a standard deviation of 4.66 km:
        # .15 of it lies beyond a border 4.79 km away (0.05 degrees at 30.5 N), Phi(-1.03)
        ([(30.95, 30.5)], {"radius_m": [1e4]}, [["A", 1, 0.85, 0, 1], ["B", 0, 0.15, 0, 1]]),
        ([None], {"footprint": [shapely.box(30.5, 30.4, 31.5, 30.6)]},
         [["A", 0, 0.5, 0, 1], ["B", 0, 0.5, 0, 1], ["not_located", 1, 0.0, 0, 0]]),
        ([None], {"province": ["B"]}, [["B", 1, 1.0, 1, 1]]),
        ([None], {}, [["not_located", 1, 1.0, 1, 1]]),
        ([(50.0, 30.5)], {"radius_m": [np.nan]}, [["outside", 1, 1.0, 1, 1]]),
    ],
)  # fmt: skip
def test_what_says_most_about_a_row_is_used(
    points: list[tuple[float, float] | None], columns: dict[str, object], expected: list[object]
) -> None:
    counts = by_province(table(points, **columns), boundaries=HALVES)
    seen = counts[(counts["count"] > 0) | (counts["expected"] > 0.001)]
    assert seen[COLUMNS].round({"expected": 2}).to_numpy().tolist() == expected


def test_a_density_is_believed_before_the_point_and_its_radius() -> None:
    spot = offset(31.0, 30.5, bearing=90.0)
    rows = table([(30.5, 30.5)], density=[spot.to_json()], radius_m=[1e3])
    counts = by_province(rows, boundaries=HALVES).set_index("code")
    assert counts.loc["A", "count"] == 1
    expected = spot.probability(HALVES.geometry[1])  # taken cell by cell of the density
    assert counts.loc["B", "expected"] == pytest.approx(expected, abs=0.01)


def test_what_shares_a_draw_lies_together_or_not() -> None:
    text = offset(31.0, 30.5).to_json()
    rows = table([(31.0, 30.59)] * 5, density=[text] * 5)
    together = by_province(rows, boundaries=HALVES).set_index("code")
    assert together.loc["A", ["low", "high"]].tolist() == [0, 5]
    apart = by_province(rows.assign(draw_group=list("abcde")), boundaries=HALVES)
    assert apart.set_index("code").loc["A", ["low", "high"]].tolist() == [1, 4]  # of B(5, 1/2)


def test_certain_is_the_share_that_lies_there_without_doubt() -> None:
    rows = table([(30.5, 30.5), (30.5, 30.6), (31.0, 30.5)], radius_m=[1e3, 1e3, 1e4])
    counts = by_province(rows, boundaries=HALVES).set_index("code")
    assert counts.loc["A", "certain"] == pytest.approx(2 / 2.5, abs=0.01)
    assert counts.loc["B", "certain"] == 0


def test_a_change_has_an_interval_and_a_period_without_incidents_a_row() -> None:
    days = pd.to_datetime(["2020-01-05", "2020-01-06", "2020-03-05"])
    rows = table([(30.5, 30.5), (31.0, 30.5), (30.5, 30.5)], radius_m=[1e3, 1e4, 1e3], date=days)
    counts = by_province(rows, boundaries=HALVES, period="month")
    seen = counts.loc[counts["code"] == "A"].round({"expected": 1, "change": 1})
    assert seen["expected"].tolist() == [1.5, 0.0, 1.0]
    assert seen["change"].fillna(-9).tolist() == [-9, -1.5, 1.0]
    assert seen["change_low"].fillna(-9).tolist() == [-9, -2, 1]
    assert seen["change_high"].fillna(-9).tolist() == [-9, -1, 1]


def test_one_wrong_century_is_told_rather_than_drawn_out() -> None:
    days = pd.to_datetime(["1700-01-05", "2020-01-06"])
    rows = table([(30.0 + x / 100, 30.5) for x in range(2)], date=days, by=["a", "b"])
    many = rows.loc[np.repeat([0, 1], 20)].assign(by=[str(x) for x in range(40)])
    with pytest.raises(TableError, match="is a date wrong"):
        by_province(many, boundaries=HALVES, period="day", by="by")


@pytest.mark.parametrize("days", [["2020-01-01"], ["2020-02-01", "2020-01-01"]])
def test_days_that_are_no_periods_are_refused(days: list[str]) -> None:
    with pytest.raises(TableError, match="two or more"):
        by_province(table([None], date=[None]), boundaries=HALVES, period=days)


def test_across_the_antimeridian_nothing_is_lost() -> None:
    fiji = gpd.GeoDataFrame(
        {"code": ["E", "W"], "name": ["East", "West"]},
        geometry=[shapely.box(-180, -20, -178, -15), shapely.box(178, -20, 180, -15)],
        crs=4326,
    )
    counts = by_province(table([(180.0, -17.0)], radius_m=[2e4]), boundaries=fiji)
    assert counts[["code", "expected"]].round(1).to_numpy().tolist() == [["E", 0.5], ["W", 0.5]]


def test_the_interval_holds_the_true_number_as_often_as_it_says() -> None:
    """Places are drawn from the densities; benchmarks/counting.py does it more often."""
    rng = np.random.default_rng(5)
    held, below = [], []
    for _ in range(40):
        middle = 30 + rng.random((60, 2)) * [2, 1]
        spots = [
            offset(x, y, bearing=45.0 * int(rng.integers(8)), distance_m=3e4) for x, y in middle
        ]
        rows = table([(0.0, 0.0)] * 60, density=[spot.to_json() for spot in spots])
        counts = by_province(rows, boundaries=HALVES).set_index("code")
        true = [spot.sample(1, rng) for spot in spots]
        codes = province_of(*np.array(true)[:, :, 0].T, boundaries=HALVES)
        for code in ("A", "B"):
            number = int((codes == code).sum())
            held.append(counts.loc[code, "low"] <= number <= counts.loc[code, "high"])
            below.append(number - counts.loc[code, "expected"])
    # 80 intervals of 90 %, which whole numbers make wider: 3.3 % is a standard error
    assert 0.84 <= np.mean(held) <= 0.99
    assert abs(np.mean(below)) < 1.0


def test_an_index_that_is_there_twice_counts_every_row() -> None:
    rows = table([(30.5, 30.5), (31.0, 30.5), None], radius_m=[1e3, 1e4, np.nan])
    counts = by_province(rows.set_index(np.array([7, 7, 7])), boundaries=HALVES)
    assert counts["count"].sum() == 3
    assert counts["expected"].sum() == pytest.approx(3)
    assert counts.attrs["parameters"]["level"] == 0.9


@pytest.mark.parametrize("level", [0.0, 1.0, -1.0])
def test_an_interval_of_no_level_is_refused(level: float) -> None:
    with pytest.raises(TableError, match="between 0 and 1"):
        by_province(table([(30.5, 30.5)]), boundaries=HALVES, level=level)
