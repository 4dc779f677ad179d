"""DBSCAN in metres and days: scikit-learn's answer on the distances of the sphere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from geo.clusters import dbscan, hdbscan, joining, neighbours
from geo.clusters.mesh import EARTH_M
from geo.errors import NumberError

if TYPE_CHECKING:
    from geo.clusters import Labels

cluster = pytest.importorskip("sklearn.cluster")

NAN = float("nan")


def by_scikit_learn(
    lon: np.ndarray,
    lat: np.ndarray,
    *,
    eps_m: float,
    min_samples: int,
    day: np.ndarray | None = None,
    eps_days: float | None = None,
    world: np.ndarray | None = None,
) -> tuple[list[int], list[int]]:
    """Label by scikit-learn, from the chords between all points."""
    east, north = np.radians(lon), np.radians(lat)
    xyz = np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], 1)
    chords = np.linalg.norm(xyz[:, None] - xyz, axis=2)
    near = (chords <= 2 * np.sin(eps_m / EARTH_M / 2)) | (eps_m >= np.pi * EARTH_M)
    if day is not None:
        near &= np.abs(day[:, None] - day) <= eps_days
    if world is not None:
        near &= world[:, None] == world
    found = cluster.DBSCAN(eps=0.5, min_samples=min_samples, metric="precomputed").fit(1.0 - near)
    return found.labels_.tolist(), found.core_sample_indices_.tolist()


def same(found: Labels, expected: tuple[list[int], list[int]]) -> bool:
    return (found.label.tolist(), np.flatnonzero(found.core).tolist()) == expected


@pytest.mark.parametrize(
    ("lon", "lat", "min_samples", "label"),
    [
        ([], [], 2, []),
        ([40.0], [35.0], 1, [0]),
        ([40.0], [35.0], 2, [-1]),
        ([40.0, NAN, 40.001], [35.0, 35.0, 35.0], 2, [0, -1, 0]),
        ([NAN, NAN], [NAN, 1.0], 1, [-1, -1]),
        ([40.0] * 4, [35.0] * 4, 4, [0, 0, 0, 0]),
        ([179.999, -179.999, 0.0], [0.0, 0.0, 0.0], 2, [0, 0, -1]),  # across the antimeridian
        ([0.0, 90.0, 180.0, -90.0], [89.999] * 4, 4, [0, 0, 0, 0]),  # round the pole
        ([360.0 + 40.0, 40.0], [35.0, 35.0], 2, [0, 0]),
        # a degree of the equator is 111,195 m: 0.00899 degrees are 999.6 m, 0.009 are 1,000.8
        ([0.0, 0.00899], [0.0, 0.0], 2, [0, 0]),
        ([0.0, 0.009], [0.0, 0.0], 2, [-1, -1]),
    ],
)
def test_points_are_clustered_within_a_kilometre(
    lon: list[float], lat: list[float], min_samples: int, label: list[int]
) -> None:
    assert dbscan(lon, lat, eps_m=1_000, min_samples=min_samples).label.tolist() == label


@pytest.mark.parametrize(
    ("day", "eps_days", "label"),
    [
        ([0, 1, 2, 9], 1, [0, 0, 0, -1]),
        ([0, 0, 5, 5], 0, [0, 0, 1, 1]),
        ([0, NAN, 0, 0], 0, [0, -1, 0, 0]),
        ([0, 2, 4, 6], 1.9, [-1, -1, -1, -1]),
    ],
)
def test_neighbours_in_time_are_within_days(
    day: list[float], eps_days: float, label: list[int]
) -> None:
    found = dbscan([40.0] * 4, [35.0] * 4, eps_m=1_000, min_samples=2, day=day, eps_days=eps_days)
    assert found.label.tolist() == label


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"eps_m": 0, "min_samples": 3}, "eps_m is 0"),
        ({"eps_m": NAN, "min_samples": 3}, "eps_m is nan"),
        ({"eps_m": 10, "min_samples": 0}, "min_samples is 0"),
        ({"eps_m": 10, "min_samples": 3, "eps_days": 2}, "belong together"),
        ({"eps_m": 10, "min_samples": 3, "day": [0], "eps_days": -1}, "eps_days is -1"),
    ],
)
def test_what_cannot_be_is_refused(options: dict[str, object], words: str) -> None:
    with pytest.raises(NumberError, match=words):
        dbscan([40.0], [35.0], **options)  # type: ignore[arg-type]


def made(seed: int) -> tuple[np.ndarray, np.ndarray, dict[str, object]]:
    """Draw points of a scale of its own: anywhere, at the antimeridian, a pole or the origin."""
    rng = np.random.default_rng(seed)
    n, eps_m = int(rng.choice([2, 5, 30, 200, 400])), float(10 ** rng.uniform(0.3, 7.4))
    lon0 = (rng.uniform(-180, 180), 180.0, rng.uniform(-180, 180), 0.0)[seed % 4]
    lat0 = (rng.uniform(-80, 80), rng.uniform(-60, 60), 90.0, 0.0)[seed % 4]
    spread = min(eps_m * rng.uniform(0.5, 20) / 111_000, 60)
    lat = np.clip(lat0 + rng.normal(0, spread, n), -90, 90)
    wide = spread / max(np.cos(np.radians(lat0)), 0.02)
    lon = (lon0 + rng.normal(0, min(wide, 180), n) + 180) % 360 - 180
    if rng.random() < 0.3:  # many at the same spot
        again = rng.integers(0, n // 3 + 1, n)
        lon, lat = lon[again], lat[again]
    options: dict[str, object] = {"eps_m": eps_m, "min_samples": int(rng.choice([1, 2, 3, 5, 10]))}
    if rng.random() < 0.5:
        options["day"] = np.floor(rng.uniform(0, 30, n)) if rng.random() < 0.5 else rng.random(n)
        options["eps_days"] = float(rng.choice([0, 0.2, 1, 7.5]))
    if rng.random() < 0.4:
        options["world"] = rng.integers(0, 3, n)
    return lon, lat, options


@pytest.mark.parametrize("seed", range(60))
def test_labels_and_core_points_are_those_of_scikit_learn(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if seed % 2:  # every way of proving two cells apart is taken
        monkeypatch.setattr(joining, "PAIRS", 20)
        monkeypatch.setattr(neighbours, "PAIRS", 20)
    lon, lat, options = made(seed)
    assert same(dbscan(lon, lat, **options), by_scikit_learn(lon, lat, **options))  # type: ignore[arg-type]


def test_a_full_town_and_its_surroundings_are_those_of_scikit_learn() -> None:
    rng = np.random.default_rng(1)
    lon = np.concatenate([44 + rng.normal(0, 0.01, 1_500), rng.uniform(43.5, 44.5, 500)])
    lat = np.concatenate([33 + rng.normal(0, 0.01, 1_500), rng.uniform(32.5, 33.5, 500)])
    radians = np.radians(np.stack([lat, lon], axis=1))
    peer = cluster.DBSCAN(
        eps=700 / EARTH_M, min_samples=8, algorithm="ball_tree", metric="haversine"
    ).fit(radians)
    found = dbscan(lon, lat, eps_m=700, min_samples=8)
    assert same(found, (peer.labels_.tolist(), peer.core_sample_indices_.tolist()))


def test_hdbscan_is_that_of_scikit_learn_and_leaves_out_what_has_no_place() -> None:
    rng = np.random.default_rng(2)
    lon = np.concatenate([44 + rng.normal(0, 0.01, 30), 45 + rng.normal(0, 0.1, 30), [NAN]])
    lat = np.concatenate([33 + rng.normal(0, 0.01, 30), 34 + rng.normal(0, 0.1, 30), [33.0]])
    label, strength = hdbscan(lon, lat, min_cluster_size=5)
    peer = cluster.HDBSCAN(min_cluster_size=5, metric="haversine", copy=True)
    assert label[:-1].tolist() == peer.fit_predict(np.radians(np.c_[lat, lon][:-1])).tolist()
    assert (label[-1], strength[-1]) == (-1, 0)


def test_hdbscan_of_too_few_points_is_noise() -> None:
    assert hdbscan([], [])[0].tolist() == []
    assert hdbscan([40.0, 40.0], [35.0, 35.0], min_cluster_size=3)[0].tolist() == [-1, -1]
    with pytest.raises(NumberError, match="min_cluster_size is 1"):
        hdbscan([40.0], [35.0], min_cluster_size=1)
