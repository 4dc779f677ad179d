"""Two periods by province: exact chances, what is beyond noise, and claims beside counts."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.counts.claims import compare_with_claimed
from geo.counts.comparison import compare_periods
from geo.counts.provinces import by_province
from geo.counts.unions import countries, join_regions
from geo.counts.windows import chance_of, q_values
from geo.errors import RegionError, TableError

SQUARES = gpd.GeoDataFrame(
    {"code": ["A", "B"], "name": ["Ay", "Bee"], "country": ["XA", "XB"]},
    geometry=[shapely.box(30, 30, 31, 31), shapely.box(31, 30, 32, 31)],
    crs=4326,
)
WEEKS = (("2020-05-01", "2020-05-07"), ("2020-05-08", "2020-05-14"))


def table(
    points: list[tuple[float, float] | None], days: list[str | None], **columns: object
) -> gpd.GeoDataFrame:
    shapes = [None if point is None else shapely.Point(point) for point in points]
    data = {"date": pd.to_datetime(days), **columns}
    return gpd.GeoDataFrame(data, geometry=shapes, crs=4326)


@pytest.mark.parametrize(("n", "later", "share"), [(10, 9, 0.5), (25, 5, 0.4), (3, 3, 0.9)])
def test_whole_incidents_have_the_binomial_chance_of_scipy(
    n: int, later: int, share: float
) -> None:
    stats = pytest.importorskip("scipy.stats", reason="the outside answer")
    tails = [
        stats.binomtest(later, n, share, alternative=side).pvalue for side in ("less", "greater")
    ]
    found = chance_of(np.ones(n), np.arange(n) < later, share)
    assert found == pytest.approx(min(2 * min(tails), 1.0))


def test_parts_of_incidents_say_less() -> None:
    later = np.arange(12) < 10
    chances = [chance_of(np.full(12, share), later, 0.5) for share in (1.0, 0.5, 0.1)]
    assert chances == pytest.approx([chances[0]] * 3, rel=0.2)  # equal parts: the same test
    mixed = np.where(np.arange(12) < 6, 1.0, 0.05)
    six, all_ = (chance_of(np.ones(n), np.ones(n, dtype=bool), 0.5) for n in (6, 12))
    found = chance_of(mixed, np.ones(12, dtype=bool), 0.5)
    assert found == pytest.approx(all_)  # nothing is as uneven as all of them
    one_less = chance_of(mixed, np.arange(12) < 11, 0.5)
    assert one_less < six / 8  # a part on the other side takes little away


def test_very_many_parts_are_normal_as_the_exact_sum_nearly_is() -> None:
    rng = np.random.default_rng(0)
    share = rng.choice([0.2, 0.5, 0.7], 20_000)
    later = rng.random(20_000) < 0.507
    spread = np.sqrt(0.25 * (share**2).sum())
    z = abs(share[later].sum() - share.sum() / 2) / spread
    stats = pytest.importorskip("scipy.stats", reason="the outside answer")
    assert chance_of(share, later, 0.5) == pytest.approx(2 * stats.norm.sf(z), rel=0.02)


@settings(max_examples=30)
@given(st.lists(st.floats(1e-9, 1.0), min_size=1, max_size=30))
def test_false_discovery_rates_are_those_of_scipy(p: list[float]) -> None:
    stats = pytest.importorskip("scipy.stats", reason="the outside answer")
    assert q_values(np.array(p)) == pytest.approx(stats.false_discovery_control(p))


def test_a_rise_is_beyond_noise_and_the_rest_is_not() -> None:
    points: list[tuple[float, float] | None] = [(30.5, 30.5)] * 24 + [(31.5, 30.5)] * 8 + [None]
    days = ["2020-05-02"] * 4 + ["2020-05-09"] * 20 + ["2020-05-02", "2020-05-09"] * 4
    told = compare_periods(
        table(points, [*days, "2020-05-02"]), *WEEKS, boundaries=SQUARES
    ).set_index("code")
    assert told["beyond_noise"].tolist() == [True, False, False]
    assert told.loc["A", ["earlier", "later", "change", "ratio"]].tolist() == [4, 20, 16, 5]
    # 20 or more of 24 by halves, twice: 2 * 12,951 / 2^24
    assert told.loc["A", "p_value"] == pytest.approx(0.001544, abs=1e-6)
    assert told.index.tolist() == ["A", "B", "not_located"]
    by_total = compare_periods(
        table(points, [*days, "2020-05-02"]), *WEEKS, boundaries=SQUARES, against="total"
    )
    assert by_total.loc[0, "ratio"] < 5  # all have risen


def test_unsure_places_widen_the_change_and_rows_of_no_period_are_told() -> None:
    rows = table(
        [(31.0, 30.5)] * 4, ["2020-05-02", "2020-05-09", None, "1999-01-01"], radius_m=[1e4] * 4
    )
    told = compare_periods(rows, *WEEKS, boundaries=SQUARES)
    assert told[["change_low", "change_high"]].to_numpy().tolist() == [[-1, 1]] * 2
    assert (told.attrs["undated"], told.attrs["neither"]) == (1, 1)


@pytest.mark.parametrize(
    ("windows", "message"),
    [
        ((WEEKS[1], WEEKS[0]), "do not overlap"),
        ((("2020-05-07", "2020-05-01"), WEEKS[1]), "first and its last"),
    ],
)
def test_windows_that_are_none_are_refused(
    windows: tuple[tuple[str, str], ...], message: str
) -> None:
    with pytest.raises(TableError, match=message):
        compare_periods(table([], []), windows[0], windows[1], boundaries=SQUARES)


def test_an_empty_table_compares_to_nothing() -> None:
    told = compare_periods(table([], []), *WEEKS, boundaries=SQUARES)
    assert told.empty
    assert "beyond_noise" in told


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ({"count": 4}, [4, 4, 4, 0, "agrees"]),
        ({"count": 9}, [4, 4, 4, 0, "more claimed"]),
        ({"count": 2, "region": "A"}, [2, 1, 2, 0, "agrees"]),
        ({"count": 0, "region": "A|XB"}, [3, 3, 3, 0, "fewer claimed"]),
        ({"count": 5, "region": "nowhere"}, [pd.NA] * 4 + ["no such region"]),
        ({"count": 1, "event_class": "attack"}, [1, 1, 1, 0, "agrees"]),
        ({"count": 3, "period_start": "2020-05-01", "period_end": "2020-05-02"},
         [2, 2, 2, 1, "agrees if undated count"]),
        ({"count": 2, "period_from": "2020-05-01", "period_to": "2020-05-02", "provinces": ("A",)},
         [2, 1, 2, 0, "agrees"]),
    ],
)  # fmt: skip
def test_a_claim_is_set_beside_what_was_counted(
    claim: dict[str, object], told: list[object]
) -> None:
    rows = table(
        [(30.5, 30.5), (31.0, 30.5), (31.5, 30.5), (50.0, 50.0)],
        ["2020-05-01", "2020-05-02", None, "2020-06-01"],
        radius_m=[1e3, 1e4, 1e3, 1e3],
        event_class=["attack", "clash", None, None],
    )
    found = compare_with_claimed(rows, pd.DataFrame([claim]), boundaries=SQUARES)
    columns = ["counted", "low", "high", "undated", "verdict"]
    seen = [-1 if value is pd.NA else value for value in found.loc[0, columns]]
    assert seen == [-1 if value is pd.NA else value for value in told]


def test_unions_add_up_and_what_is_shared_counts_once() -> None:
    joined = join_regions(
        {"both": ["A", "B"], "one": ["A"]}, boundaries=SQUARES, names={"both": "Both"}
    )
    assert joined["name"].tolist() == ["Both", "one"]
    assert joined["country"].isna().tolist() == [True, False]
    counts = by_province(table([(30.5, 30.5)], ["2020-05-01"]), boundaries=joined)
    assert counts.set_index("code")["count"].to_dict() == {"both": 1}
    assert countries(["SY"]).geometry[0].area > 10


@pytest.mark.parametrize("groups", [{"x": ["nowhere"]}, {"x": []}])
def test_groups_of_nothing_are_refused(groups: dict[str, list[str]]) -> None:
    with pytest.raises(RegionError, match="group 'x'"):
        join_regions(groups, boundaries=SQUARES)
