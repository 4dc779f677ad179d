"""Repeats across reports: proposed with a score, nothing merged."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from gazetteer.report import propose_repeats

ROW = {
    "id": "a", "source_file": "a.txt", "date": "2021-05-02", "country": "IQ", "province": "IQ.10",
    "event_type": "ied", "killed": 2, "wounded": None, "radius_m": 4000.0,
    "text": "A bomb exploded near Baqubah; two policemen were killed.",
    "geometry": shapely.Point(44.6, 33.75),
}  # fmt: skip


def table(*rows: dict[str, object]) -> gpd.GeoDataFrame:
    frame = pd.DataFrame([ROW | row for row in rows])
    frame["killed"] = frame["killed"].astype("Int64")
    frame["wounded"] = frame["wounded"].astype("Int64")
    frame["date"] = pd.to_datetime(frame["date"])
    return gpd.GeoDataFrame(frame, geometry="geometry", crs="EPSG:4326")


OTHER = {"id": "b", "source_file": "b.txt", "text": "Two policemen were killed by a bomb."}


@pytest.mark.parametrize(
    ("change", "proposed"),
    [
        ({}, True),
        ({"date": "2021-05-03"}, True),
        ({"date": "2021-05-09"}, False),
        ({"date": None}, False),
        ({"country": "SY"}, False),
        ({"source_file": "a.txt"}, False),
        ({"geometry": shapely.Point(44.63, 33.78)}, True),
        ({"geometry": shapely.Point(42.0, 36.0), "province": "IQ.15"}, False),
        ({"geometry": None}, True),
        ({"killed": 40, "event_type": "sniper"}, False),
        ({"event_type": "assault", "killed": None}, True),
    ],
)
def test_what_may_be_one_event_is_proposed(change: dict[str, object], *, proposed: bool) -> None:
    pairs = propose_repeats(table({}, OTHER | change))
    assert (len(pairs) == 1) is proposed


def test_an_empty_table_and_one_row_have_no_pairs() -> None:
    assert propose_repeats(table({})).empty
    assert propose_repeats(table({}).iloc[:0]).empty


def test_the_order_of_rows_changes_nothing_and_the_incidents_stay() -> None:
    rows = table({}, OTHER, OTHER | {"id": "c", "source_file": "c.txt", "killed": 3})
    before = rows.copy()
    pairs = propose_repeats(rows)
    turned = propose_repeats(rows.iloc[::-1])
    pd.testing.assert_frame_equal(pairs, turned)
    pd.testing.assert_frame_equal(pd.DataFrame(rows), pd.DataFrame(before))
    assert pairs["score"].is_monotonic_decreasing
    assert pairs["score"].between(0, 1).all()
