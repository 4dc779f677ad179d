"""Counts by province: nothing is lost, and what is not located is told."""

from datetime import date
from random import Random

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.counts.provinces import by_province
from geo.errors import CRSError, TableError

Point = tuple[float, float] | None
Points = list[Point]
Row = tuple[Point, int | None, date | None]

SQUARES = gpd.GeoDataFrame(
    {"code": ["A", "B", "C"], "name": ["Ay", "Bee", "Sea"], "country": ["XA", "XA", "XC"]},
    geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), shapely.box(5, 5, 6, 6)],
    crs=4326,
)
COLUMNS = (
    "code name country period count expected low high certain killed wounded casualties_missing"
)


def incidents(points: Points, **data: object) -> gpd.GeoDataFrame:
    shapes = [None if point is None else shapely.Point(point) for point in points]
    return gpd.GeoDataFrame(data, geometry=shapes, crs=4326)


def counted(table: gpd.GeoDataFrame, *columns: str) -> list[list[object]]:
    return table.loc[table["count"] > 0, [*columns]].to_numpy().tolist()


def test_incidents_count_where_they_are_and_the_rest_has_rows_of_its_own() -> None:
    table = incidents([(0.5, 0.5), (0.6, 0.5), (1.5, 0.5), (3.5, 3.5), None])
    counts = by_province(table, boundaries=SQUARES)
    assert counts.columns.tolist() == COLUMNS.split()
    assert counted(counts, "code", "name", "count") == [
        ["A", "Ay", 2],
        ["B", "Bee", 1],
        ["outside", "outside every province", 1],
        ["not_located", "not located", 1],
    ]


def test_a_row_that_repeats_another_counts_once() -> None:
    table = incidents(
        [(0.5, 0.5), (0.5, 0.5), (1.5, 0.5), None],
        id=["a", "b", "c", "d"],
        duplicate_of=[None, "a", "not in this table", "c"],
        killed=[2, 2, 1, 1],
    )
    counts = by_province(table, boundaries=SQUARES)
    assert counted(counts, "code", "count", "killed") == [["A", 1, 2], ["B", 1, 1]]


def test_provinces_without_incidents_are_listed_for_the_countries_that_occur() -> None:
    counts = by_province(incidents([(0.5, 0.5)]), boundaries=SQUARES)
    assert counts[["code", "count"]].to_numpy().tolist() == [["A", 1], ["B", 0]]
    shipped = by_province(incidents([(40.14, 35.33)]))
    assert set(shipped["country"]) == {"SY"}
    assert len(shipped) == 14


@pytest.mark.parametrize(
    ("period", "dates", "expected"),
    [
        ("day", ["2020-05-21", "2020-05-21T23:00"], [["2020-05-21", 2]]),
        ("week", ["2020-05-21", "2020-05-24"], [["2020-05-18", 2]]),  # Monday to Sunday
        ("week", ["2020-05-24", "2020-05-25"], [["2020-05-18", 1], ["2020-05-25", 1]]),
        ("month", ["2020-05-31", "2020-06-01"], [["2020-05-01", 1], ["2020-06-01", 1]]),
        ("W-SAT", ["2020-05-24", None], [["2020-05-24", 1], [None, 1]]),
    ],
)
def test_periods_begin_on_their_first_day(
    period: str | None, dates: list[str | None], expected: list[object]
) -> None:
    table = incidents([(0.5, 0.5)] * 2, date=pd.to_datetime(dates, format="ISO8601"))
    counts = by_province(table, boundaries=SQUARES, period=period)
    days = [None if pd.isna(day) else day.date().isoformat() for day in counts["period"]]
    assert list(map(list, zip(days, counts["count"], strict=True))) == expected


def test_killed_are_summed_and_a_missing_number_is_told_and_not_nought() -> None:
    table = incidents(
        [(0.5, 0.5), (0.5, 0.6), (1.5, 0.5)], killed=[3, None, None], wounded=[1, 2, None]
    )
    counts = by_province(table, boundaries=SQUARES).set_index("code")
    assert counts.loc["A", ["killed", "wounded", "casualties_missing"]].tolist() == [3, 3, 1]
    assert counts.loc["B", "killed"] is pd.NA
    assert counts.loc["B", "casualties_missing"] == 1


def test_an_incident_of_a_region_counts_in_its_province_and_a_wrong_code_is_not_located() -> None:
    table = incidents([None] * 4, status=["region"] * 4, province=["B", "A|B", "nowhere", None])
    counts = by_province(table, boundaries=SQUARES)
    assert counted(counts, "code", "count") == [["B", 1], ["not_located", 3]]


def test_the_point_is_believed_before_the_column() -> None:
    table = incidents([(0.5, 0.5)], province=["B"])
    assert counted(by_province(table, boundaries=SQUARES), "code", "count") == [["A", 1]]


def test_counts_are_split_by_a_column() -> None:
    table = incidents([(0.5, 0.5)] * 3, event_type=["ied", "sniper", "ied"])
    counts = by_province(table, boundaries=SQUARES, by="event_type")
    assert counted(counts, "code", "event_type", "count") == [["A", "ied", 2], ["A", "sniper", 1]]


@pytest.mark.parametrize("points", [[], [None], [(np.nan, np.nan)]])
def test_no_points_give_a_table_all_the_same(points: Points) -> None:
    counts = by_province(incidents(points), boundaries=SQUARES)
    assert counts.columns.tolist() == COLUMNS.split()
    assert counts["count"].sum() == len(points)


@pytest.mark.parametrize(
    ("table", "options", "error", "message"),
    [
        (incidents([(0, 0)]).set_crs(3857, allow_override=True), {}, CRSError, "EPSG:3857"),
        (incidents([(0, 0)]), {"period": "week"}, TableError, "'date'"),
        (incidents([(0, 0)], date=["2020-01-01"]), {"period": "fortnight"}, TableError, "W-SAT"),
        (incidents([(0, 0)]), {"by": "kind"}, TableError, "'kind'"),
        (SQUARES, {}, TableError, "representative_point"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_advice(
    table: gpd.GeoDataFrame, options: dict[str, str], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        by_province(table, boundaries=SQUARES, **options)


ROWS = st.lists(
    st.tuples(
        st.one_of(st.none(), st.tuples(st.floats(-1, 7), st.floats(-1, 7))),
        st.one_of(st.none(), st.integers(0, 9)),
        st.one_of(st.none(), st.dates(date(2019, 12, 1), date(2020, 2, 1))),
    ),
    max_size=20,
)


@settings(max_examples=40, deadline=None)
@given(ROWS, st.sampled_from([None, "day", "week", "month"]), st.randoms(use_true_random=False))
def test_the_counts_add_up_and_the_order_of_rows_changes_nothing(
    rows: list[Row], period: str | None, random: Random
) -> None:
    points, killed, dates = zip(*rows, strict=True) if rows else ((), (), ())
    table = incidents(points, killed=killed, date=pd.to_datetime(list(dates)))
    table["killed"] = table["killed"].astype("Int64")
    counts = by_province(table, boundaries=SQUARES, period=period)
    assert counts["count"].sum() == len(rows)
    assert counts["killed"].sum() == sum(number or 0 for number in killed)
    order = random.sample(range(len(rows)), len(rows))
    shuffled = by_province(table.iloc[order], boundaries=SQUARES, period=period)
    pd.testing.assert_frame_equal(shuffled, counts)
