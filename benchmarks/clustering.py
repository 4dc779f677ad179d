"""
Measure clusters: DBSCAN against scikit-learn, membership against the truth, alarms in noise.

    python benchmarks/clustering.py [dbscan] [membership] [chance] [--points N] [--tables N]

`dbscan` clusters a million points twice, in a process each so that memory is that of one alone:
"towns" (seven tenths round 300 towns of Iraq and Syria, whose sizes fall off by a power law, spread
by 3 km; the rest anywhere; eps 500 m, min_samples 10) and "even" (anywhere alike; eps 1,500 m,
min_samples 10). Seconds are of the processor. How much is gained depends on the data: the more
neighbours a point has, the more scikit-learn keeps, and the less is looked at here; on points that
lie anywhere alike little memory is saved. `membership` draws tables of 400 incidents, six
tenths round 12 towns in 400 km by 400, reported with errors whose radius of 90 % is 2, 8, 15 or
25 km, and scores the probability of being in a cluster (eps 5 km, min_samples 5) by the truth:
whether DBSCAN of the true places puts it in one. `chance` tests tables of noise, with the same
errors, at the level .05 (eps 10 km, min_samples 4, where a tenth is clustered by accident).
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import geopandas as gpd
import numpy as np

from geo.clusters import chance_of_clusters, dbscan, find_clusters
from geo.clusters.mesh import EARTH_M
from geo.geodesy import destination

BOX = (38.0, 30.0, 48.0, 37.0)  # west, south, east, north
SETS = {"towns": (500.0, 10), "even": (1_500.0, 10)}  # eps_m, min_samples
ERRORS_M = (2_000.0, 8_000.0, 15_000.0, 25_000.0)
ROUND_90 = np.sqrt(2 * np.log(10))  # radius that holds 90 %, in standard deviations
SIDE_M = 400_000.0
INCIDENTS, TOWNS = 400, 12
LEVEL = 0.05


def points(name: str, count: int) -> tuple[np.ndarray, np.ndarray]:
    """
    Draw points.

    Parameters
    ----------
    name
        "towns" or "even".
    count
        How many.

    Returns
    -------
    lon, lat
        Degrees.
    """
    rng = np.random.default_rng(0)
    west, south, east, north = BOX
    lon, lat = rng.uniform(west, east, count), rng.uniform(south, north, count)
    if name == "towns":
        town_lon, town_lat = rng.uniform(west, east, 300), rng.uniform(south, north, 300)
        size = rng.pareto(1.0, 300) + 0.1
        near = int(0.7 * count)
        town = rng.choice(300, near, p=size / size.sum())
        north_deg = rng.normal(0, 3_000 / 111_195, (2, near))
        lat[:near] = town_lat[town] + north_deg[0]
        lon[:near] = town_lon[town] + north_deg[1] / np.cos(np.radians(town_lat[town]))
    return lon, lat


def worker(name: str, count: int, peer: bool, out: Path) -> None:  # noqa: FBT001 - of a process
    """
    Cluster in a process of its own, and print the seconds and megabytes.

    Parameters
    ----------
    name, count
        Of `points`.
    peer
        By scikit-learn.
    out
        Where the labels go.
    """
    lon, lat = points(name, count)
    eps_m, min_samples = SETS[name]
    if peer:
        from sklearn.cluster import DBSCAN  # noqa: PLC0415 - only this process needs it

        radians = np.radians(np.stack([lat, lon], axis=1))
        before, began = _peak_mb(), time.process_time()
        found = DBSCAN(
            eps=eps_m / EARTH_M, min_samples=min_samples, algorithm="ball_tree", metric="haversine"
        ).fit(radians)
        core = np.zeros(count, dtype=bool)
        core[found.core_sample_indices_] = True
        label = found.labels_
    else:
        dbscan(lon[:100], lat[:100], eps_m=eps_m, min_samples=min_samples)  # SciPy is loaded
        before, began = _peak_mb(), time.process_time()
        ours = dbscan(lon, lat, eps_m=eps_m, min_samples=min_samples)
        core, label = ours.core, ours.label
    taken_s = time.process_time() - began
    np.savez(out, core=core, label=label)
    print(json.dumps({"s": taken_s, "mb": _peak_mb() - before, "peak_mb": _peak_mb()}))


def against_scikit_learn(count: int) -> None:
    """
    Print time, memory and agreement.

    Parameters
    ----------
    count
        Points.
    """
    for name, (eps_m, min_samples) in SETS.items():
        print(f"DBSCAN, {count:,} points, {name}: eps {eps_m:g} m, min_samples {min_samples}")
        with tempfile.TemporaryDirectory() as folder:
            taken, found = [], []
            for peer in (False, True):
                out = Path(folder) / f"{peer}.npz"
                command = [
                    sys.executable, __file__, "--worker", name, str(int(peer)), str(out),
                    "--points", str(count),
                ]  # fmt: skip
                run = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
                taken.append(json.loads(run.stdout))
                found.append(dict(np.load(out)))
                who = "scikit-learn, haversine ball tree" if peer else "geo.clusters.dbscan"
                print(
                    f"  {who:34} {taken[-1]['s']:7.1f} s {taken[-1]['mb']:7.0f} MB "
                    f"({taken[-1]['peak_mb']:.0f} MB with libraries and data)"
                )
        ours, peers = found
        print(
            f"  ratio: time {taken[0]['s'] / taken[1]['s']:.3f}, memory "
            f"{taken[0]['mb'] / taken[1]['mb']:.3f} "
            f"({taken[0]['peak_mb'] / taken[1]['peak_mb']:.3f} with libraries and data); "
            f"core points that differ {(ours['core'] != peers['core']).sum()}, labels "
            f"{(ours['label'] != peers['label']).sum()}; {ours['label'].max() + 1:,} clusters, "
            f"{ours['core'].mean():.2f} core, {(ours['label'] < 0).mean():.2f} noise"
        )


def simulated(seed: int, towns: float) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """
    Draw incidents, and what is reported of them.

    Parameters
    ----------
    seed
        Of the draws.
    towns
        Share that lies round a town.

    Returns
    -------
    truth, told
        Tables of points; the second with `radius_m`.
    """
    rng = np.random.default_rng(seed)
    count = round(INCIDENTS * towns)
    middles = rng.uniform(-SIDE_M / 2, SIDE_M / 2, (TOWNS, 2))
    near = middles[rng.integers(0, TOWNS, count)] + rng.normal(0, 2_000, (count, 2))
    far = rng.uniform(-SIDE_M / 2, SIDE_M / 2, (INCIDENTS - count, 2))
    truth = np.concatenate([near, far])
    radius_m = rng.choice(ERRORS_M, INCIDENTS)
    told = truth + rng.normal(0, 1, truth.shape) * (radius_m / ROUND_90)[:, None]
    places = [
        gpd.points_from_xy(*destination(44.0, 33.0, np.degrees(np.arctan2(x, y)), np.hypot(x, y)))
        for x, y in (truth.T, told.T)
    ]
    return (
        gpd.GeoDataFrame(geometry=places[0], crs=4326),
        gpd.GeoDataFrame({"radius_m": radius_m}, geometry=places[1], crs=4326),
    )


def membership(tables: int) -> None:
    """
    Print Brier scores of membership.

    Parameters
    ----------
    tables
        How many are drawn.
    """
    ways: dict[str, dict[str, object]] = {
        "points as they are": {"uncertain": False},
        "worlds, flat prior": {"prior": "flat"},
        "worlds, em prior": {"prior": "em"},
    }
    for towns in (0.6, 0.0):
        scores: dict[str, list[float]] = {name: [] for name in ways}
        means: dict[str, list[float]] = {name: [] for name in ways}
        clustered = []
        for seed in range(tables):
            truth, told = simulated(seed, towns)
            true = find_clusters(truth).members["p_cluster"].to_numpy(dtype=float)
            clustered.append(true.mean())
            for name, options in ways.items():
                found = find_clusters(told, **options).members["p_cluster"]  # type: ignore[arg-type]
                scores[name].append(float(((found.to_numpy(dtype=float) - true) ** 2).mean()))
                means[name].append(float(found.mean()))
        print(
            f"membership, {tables} tables of {INCIDENTS}, {towns:.0%} round {TOWNS} towns: "
            f"{np.mean(clustered):.3f} are in a cluster"
        )
        for name in ways:
            print(
                f"  {name:20} Brier {np.mean(scores[name]):.3f} (worst table "
                f"{np.max(scores[name]):.3f}), says {np.mean(means[name]):.3f}"
            )


def alarms(tables: int) -> None:
    """
    Print how often noise is called clustered.

    Parameters
    ----------
    tables
        How many are drawn.
    """
    for prior in ("flat", "em"):
        raised, shown, chance = 0, [], []
        began = time.perf_counter()
        for seed in range(tables):
            _, told = simulated(1_000 + seed, 0.0)
            tested = chance_of_clusters(
                told, eps_m=10_000, min_samples=4, prior=prior, runs=19, worlds=4, seed=seed
            ).iloc[0]
            raised += bool(tested["p"] <= LEVEL)
            shown.append(tested["observed"])
            chance.append(tested["chance"])
        print(
            f"chance, {tables} tables of noise, prior {prior}: {raised} alarms at {LEVEL}; "
            f"{np.mean(shown):.3f} called clustered, by chance {np.mean(chance):.3f} "
            f"({time.perf_counter() - began:.0f} s)",
            flush=True,
        )


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print all, or what was named."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help="dbscan, membership, chance")
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--tables", type=int, default=100, help="of noise; a fifth for membership")
    parser.add_argument("--worker", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.worker:
        name, peer, out = given.worker
        worker(name, given.points, peer == "1", Path(out))
        return
    parts = given.parts or ["dbscan", "membership", "chance"]
    if "dbscan" in parts:
        against_scikit_learn(given.points)
    if "membership" in parts:
        membership(max(given.tables // 5, 1))
    if "chance" in parts:
        alarms(given.tables)


if __name__ == "__main__":
    main()
