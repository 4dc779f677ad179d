"""Clusters of incidents whose places are uncertain."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import geo
from geo.clusters import chance_of_clusters, dbscan, find_clusters
from geo.clusters.chance import thinned
from geo.clusters.consensus import agreed, labels_of_worlds
from geo.clusters.prior import leaning
from geo.clusters.study import study_area
from geo.clusters.worlds import read_places
from geo.errors import CRSError, NumberError, TableError
from geo.factors import Factor
from geo.geodesy import destination, inverse
from geo.uncertainty import Density

ERRORS_M = (2_000.0, 8_000.0, 15_000.0, 25_000.0)
ROUND_90 = np.sqrt(2 * np.log(10))  # radius that holds 90 %, in standard deviations
SIDE_M = 400_000.0


def table(
    lon: list[float] | np.ndarray, lat: list[float] | np.ndarray, **columns: object
) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=gpd.points_from_xy(lon, lat), crs=4326)


def simulated(seed: int, *, towns: float = 0.6) -> tuple[gpd.GeoDataFrame, np.ndarray]:
    """Draw 400 incidents, a share of them round 12 towns, reported with errors of known size."""
    rng = np.random.default_rng(seed)
    count = round(400 * towns)
    middles = rng.uniform(-SIDE_M / 2, SIDE_M / 2, (12, 2))
    near = middles[rng.integers(0, 12, count)] + rng.normal(0, 2_000, (count, 2))
    truth = np.concatenate([near, rng.uniform(-SIDE_M / 2, SIDE_M / 2, (400 - count, 2))])
    radius_m = rng.choice(ERRORS_M, 400)
    told = truth + rng.normal(0, 1, (400, 2)) * (radius_m / ROUND_90)[:, None]
    places = [
        destination(44.0, 33.0, np.degrees(np.arctan2(x, y)), np.hypot(x, y))
        for x, y in (truth.T, told.T)
    ]
    clustered = dbscan(*places[0], eps_m=5_000, min_samples=5).label >= 0
    return table(*places[1], radius_m=radius_m), clustered


def phrase(**more: object) -> str:
    """Write the density of "10 km north of" a town."""
    said = Factor(
        family="offset", lon=40.45, lat=35.02, radius_m=2_000.0, distance_m=10_000.0,
        half_angle=45.0, **more,  # type: ignore[arg-type]
    )  # fmt: skip
    return Density((said,)).to_json()


@pytest.mark.parametrize(
    ("incidents", "clusters", "known"),
    [
        (table([], []), 0, 0),
        (table([40.0], [35.0]), 0, 1),
        (gpd.GeoDataFrame({"radius_m": [5e3, None]}, geometry=[None, None], crs=4326), 0, 0),
        (table([40.0] * 5, [35.0] * 5), 1, 5),
        (table([40.0] * 5, [35.0] * 5, radius_m=[np.nan] * 5), 1, 5),
        (table([179.99, -179.99, 179.98, -179.98, 180.0], [0.0] * 5), 1, 5),
        (table([179.99, -179.99, 179.98, -179.98, 180.0], [0.0] * 5, radius_m=[1e3] * 5), 1, 5),
        (table([0.0, 90.0, 180.0, -90.0, 45.0], [89.99] * 5, radius_m=[500.0] * 5), 1, 5),
    ],
)
def test_every_table_has_its_clusters(
    incidents: gpd.GeoDataFrame, clusters: int, known: int
) -> None:
    found = find_clusters(incidents, worlds=30)
    assert len(found.table) == clusters
    assert found.members["p_cluster"].notna().sum() == known
    assert len(found.members) == len(incidents)
    assert found.table.geometry.is_valid.all()
    tested = chance_of_clusters(incidents, runs=3, worlds=3)
    assert tested["p"].notna().all() == (known > 0)


def test_a_table_of_clusters_says_what_is_in_them() -> None:
    rows = table(
        [40.0, 40.01, 40.02, 40.0, 42.0],
        [35.0] * 5,
        date=pd.to_datetime(["2020-05-03", "2020-05-01", None, "2020-05-09", "2020-05-09"]),
        event_type=["ied", "assault", "ied", None, "ied"],
        killed=pd.array([1, None, 2, None, 9], dtype="Int64"),
        wounded=pd.array([None] * 5, dtype="Int64"),
    )
    rows.index = pd.Index([7, 7, 8, 9, 9])
    found = find_clusters(rows, min_samples=3)
    row = found.table.iloc[0]
    assert found.members.index.tolist() == [7, 7, 8, 9, 9]
    assert found.members["cluster"].fillna(0).tolist() == [1, 1, 1, 1, 0]
    assert found.members["p_cluster"].tolist() == [1, 1, 1, 1, 0]
    assert (row["count"], row["places"], row["killed"]) == (4, 4, 3)
    assert pd.isna(row["wounded"])
    assert row["event_types"] == "ied 2, assault 1, not said 1"
    assert [row["first"], row["last"]] == [pd.Timestamp("2020-05-01"), pd.Timestamp("2020-05-09")]
    assert row["radius_m"] == 0  # nothing is uncertain
    # 1,825 m from end to end, each place a disc of 2,500 m: an area 6.8 km long
    west, south, east, north = row["geometry"].bounds
    _, long_m = inverse(west, 35.0, east, 35.0)
    _, high_m = inverse(40.0, south, 40.0, north)
    assert (round(float(long_m), -2), round(float(high_m), -2)) == (6_800, 5_000)


def test_attrs_tell_how_it_was_done() -> None:
    found = find_clusters(table([40.0], [35.0], radius_m=[1e3]), seed=5, worlds=20)
    for kept in (found.members, found.table):
        assert kept.attrs["method"] == "DBSCAN over possible worlds"
        assert kept.attrs["parameters"]["eps_m"] == 5_000
        assert (kept.attrs["version"], kept.attrs["seed"]) == (geo.__version__, 5)


def test_days_and_repeats_count() -> None:
    days = pd.to_datetime(["2020-05-01"] * 4 + ["2020-06-01"])
    rows = table([40.0] * 5, [35.0] * 5, date=days, id=list("abcde"))
    assert find_clusters(rows).table["count"].tolist() == [5]
    assert find_clusters(rows, eps_days=3).table["count"].tolist() == []
    assert find_clusters(rows, eps_days=3, min_samples=4).table["count"].tolist() == [4]
    rows["duplicate_of"] = ["b", None, None, None, None]
    members = find_clusters(rows, min_samples=4).members
    assert members["p_cluster"].isna().tolist() == [True, False, False, False, False]


def test_an_event_of_several_days_is_on_one_of_them_in_each_world() -> None:
    begin, end = pd.to_datetime(["2020-05-01"] * 5), pd.to_datetime(["2020-05-01"] * 4 + [None])
    rows = table([40.0] * 5, [35.0] * 5, date=begin, date_end=end)
    rows.loc[4, "date_end"] = pd.Timestamp("2020-05-10")
    found = find_clusters(rows, eps_days=4, worlds=400)
    # the fifth makes the cluster if it fell on one of the first five of its ten days
    assert found.members["p_cluster"].tolist() == pytest.approx([0.5] * 5, abs=0.08)


def test_hdbscan_takes_worlds_too() -> None:
    pytest.importorskip("sklearn.cluster")
    rng = np.random.default_rng(0)
    lon = np.concatenate([40 + rng.normal(0, 0.01, 15), 41 + rng.normal(0, 0.01, 15)])
    rows = table(lon, 35 + rng.normal(0, 0.01, 30), radius_m=np.full(30, 500.0))
    found = find_clusters(rows, method="hdbscan", worlds=10)
    assert found.table["count"].sum() >= 28
    assert len(found.table) == 2


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"method": "optics"}, "method is 'optics'"),
        ({"method": "hdbscan", "eps_days": 3}, "hdbscan without days"),
        ({"prior": "flatly"}, "prior is 'flatly'"),
        ({"worlds": 0}, "worlds is 0"),
        ({"eps_m": -5}, "eps_m is -5"),
        ({"bandwidth_m": 0}, "bandwidth_m is 0"),
        ({"region": shapely.LineString([(0, 0), (1, 1)])}, "no area"),
    ],
)
def test_what_cannot_be_is_refused(options: dict[str, object], words: str) -> None:
    with pytest.raises(NumberError, match=words):
        find_clusters(table([40.0] * 5, [35.0] * 5, radius_m=[1e3] * 5), **options)  # type: ignore[arg-type]


def test_other_tables_are_refused() -> None:
    with pytest.raises(CRSError, match="EPSG:3857"):
        find_clusters(gpd.GeoDataFrame(geometry=[], crs=3857))
    with pytest.raises(TableError, match="Polygon"):
        find_clusters(gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 1, 1)], crs=4326))
    with pytest.raises(NumberError, match="chance is 'days'"):
        chance_of_clusters(table([], []), chance="days")


def test_shuffled_rows_have_the_same_clusters() -> None:
    rows, _ = simulated(3)
    rows["id"] = [f"i{number:03d}" for number in range(len(rows))]
    order = np.random.default_rng(0).permutation(len(rows))
    first = find_clusters(rows, worlds=20)
    other = find_clusters(rows.iloc[order], worlds=20)
    pd.testing.assert_frame_equal(first.members.iloc[order], other.members)
    pd.testing.assert_frame_equal(pd.DataFrame(first.table), pd.DataFrame(other.table))


def test_points_of_one_phrase_lie_at_one_place_in_each_world() -> None:
    rows = table([40.45] * 3, [35.11] * 3, density=[phrase()] * 3, draw_group=["a", "a", "b"])
    lon, _ = read_places(rows).drawn(50, np.random.default_rng(0))
    assert np.array_equal(lon[:, 0], lon[:, 1])
    assert not np.array_equal(lon[:, 0], lon[:, 2])
    alone, _ = read_places(rows, shared=False).drawn(50, np.random.default_rng(0))
    assert not np.array_equal(alone[:, 0], alone[:, 1])


def test_a_phrase_that_five_reports_share_is_no_cluster_of_one_pixel() -> None:
    """Five times "10 km north of" one town: together for sure, but nobody knows where."""
    rows = table([40.45] * 5, [35.11] * 5, density=[phrase()] * 5, draw_group=["a"] * 5)
    pins = find_clusters(rows, uncertain=False).table.iloc[0]
    told = find_clusters(rows).table.iloc[0]
    assert (pins["count"], told["count"], pins["places"], told["places"]) == (5, 5, 5, 1)
    assert pins["radius_m"] == 0
    assert told["radius_m"] > 3_000
    assert told["geometry"].area > 3 * pins["geometry"].area
    # by themselves they are a cluster in hardly any world
    alone = find_clusters(rows, shared=False, prior="flat", eps_m=1_000)
    assert alone.members["p_cluster"].max() < 0.2
    # and chance shows the same: one phrase makes no hot spot
    assert chance_of_clusters(rows, runs=19, worlds=5)["p"].iloc[0] == 1


def test_what_is_uncertain_leans_to_where_others_are() -> None:
    # two points of one draw, one of them where ten others are for certain
    lon = np.array([40.0, 41.0, *[40.001] * 10])
    start = np.array([0, 2, *range(3, 13)])
    weight, share = leaning(
        start, lon, np.full(12, 35.0), np.ones(11, dtype=np.int64),
        bandwidth_m=2_000, area_m2=1e10,
    )  # fmt: skip
    assert weight[0] > 0.99
    assert weight[:2].sum() == pytest.approx(1)
    assert share > 0.8


def test_nobody_leans_to_himself() -> None:
    # one incident, three fifths of it in one place: nothing of others there, so nothing changes
    lon = np.array([40.0, 40.0, 40.0, 41.0, 41.0, 60.0])
    start = np.array([0, 5, 6])
    weight, _ = leaning(
        start, lon, np.full(6, 35.0), np.ones(2, dtype=np.int64), bandwidth_m=2_000, area_m2=1e10
    )
    assert weight[:5] == pytest.approx(np.full(5, 0.2))


def test_membership_is_the_share_of_worlds() -> None:
    lon = np.array([[40.0, 40.01, 41.0], [40.0, 40.01, 40.02], [40.0, 40.5, 41.0]])
    label = labels_of_worlds(lon, np.full((3, 3), 35.0), eps_m=2_000, min_samples=2)
    found = agreed(label)
    assert found.probability == pytest.approx([2 / 3, 2 / 3, 1 / 3])
    assert found.cluster.tolist() == [0, 0, -1]
    assert found.together == pytest.approx([2 / 3, 2 / 3, 0])


def test_clusters_that_take_turns_are_none() -> None:
    # one is always with somebody, but never mostly with the same
    found = agreed(np.array([[0, 0, -1, -1], [1, -1, 1, -1], [2, -1, -1, 2]]))
    assert found.cluster.tolist() == [-1, -1, -1, -1]
    assert found.probability[0] == 1


def test_the_study_area_is_true_to_area() -> None:
    places = read_places(table([40.0], [35.0]))
    region = shapely.box(179, -1, 180, 1).union(shapely.box(-180, -1, -179, 1))
    area = study_area(places, least_m=1_000, region=region)
    # 2 by 2 degrees at the equator: 222,640 m by 221,149 m (WGS 84)
    assert area.area_m2 == pytest.approx(222_640 * 221_149, rel=1e-3)
    assert study_area(places, least_m=1_000).area_m2 == pytest.approx(np.pi * 1e6, rel=0.01)


def test_a_thinned_cloud_still_spreads_as_it_did() -> None:
    places = read_places(table([40.0], [35.0], radius_m=[10_000.0]))
    few = thinned(places, 100)
    _, apart_m = inverse(40.0, 35.0, few.lon, few.lat)
    assert len(few.lon) == 100
    assert (apart_m < 10_000).mean() == pytest.approx(0.9, abs=0.02)


@pytest.mark.parametrize("seed", [1, 2])
def test_membership_knows_the_errors(seed: int) -> None:
    """The story of docs/clusters.md: what pins say, and what is known when errors are."""
    rows, truth = simulated(seed)

    def brier(**options: object) -> float:
        found = find_clusters(rows, worlds=60, **options).members["p_cluster"]  # type: ignore[arg-type]
        return float(((found.to_numpy(dtype=float) - truth) ** 2).mean())

    assert brier(uncertain=False) >= 0.15
    assert brier(prior="em") <= 0.06
    assert brier(prior="flat") > 0.15  # a second blur on top of the error


def test_chance_is_told_from_towns() -> None:
    towns, _ = simulated(4)
    noise, _ = simulated(4, towns=0)
    options = {"runs": 19, "worlds": 4, "prior": "flat"}
    assert chance_of_clusters(towns, **options)["p"].iloc[0] == 0.05  # type: ignore[arg-type]
    assert chance_of_clusters(noise, **options)["p"].iloc[0] > 0.05  # type: ignore[arg-type]


def test_smooth_chance_asks_for_more_than_a_wide_pattern() -> None:
    rng = np.random.default_rng(6)
    rows = table(44 + rng.normal(0, 0.4, 300), 33 + rng.normal(0, 0.4, 300))
    region = shapely.box(38, 28, 50, 38)
    uniform = chance_of_clusters(rows, region=region, runs=19, worlds=1)
    smooth = chance_of_clusters(rows, chance="smooth", background_m=20_000, runs=19, worlds=1)
    assert uniform["p"].iloc[0] == 0.05
    assert smooth["p"].iloc[0] > 0.05


def test_days_dealt_out_anew_show_whether_time_matters() -> None:
    rng = np.random.default_rng(8)
    spots = rng.integers(0, 10, 200)
    together = pd.Timestamp("2020-01-01") + pd.to_timedelta(spots * 30, unit="D")
    anyhow = pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 300, 200), unit="D")
    options = {"eps_days": 3, "chance": "days", "runs": 19, "worlds": 1}
    for days, significant in ((together, True), (anyhow, False)):
        rows = table(40 + spots * 0.5, np.full(200, 35.0), date=days)
        tested = chance_of_clusters(rows, **options)  # type: ignore[arg-type]
        assert (tested["p"].iloc[0] == 0.05) == significant
