"""
How much clustering chance alone would show, errors of location and shared phrases included.

Every draw is moved, with its own uncertainty, to a place of chance; then all that was done with
the incidents is done again. What chance shows so is what the method invents as well as what there
is by accident.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

import numpy as np

import geo
from geo.clusters.consensus import labels_of_worlds
from geo.clusters.dbscan import require_sizes
from geo.clusters.mesh import on_sphere, spread
from geo.clusters.study import middles, study_area
from geo.clusters.worlds import Places, read_places, with_prior
from geo.errors import NumberError

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    from geo.clusters.mesh import IntArray
    from geo.clusters.study import StudyArea
    from geo.clusters.worlds import Prior
    from geo.geodesy import FloatArray

Chance: TypeAlias = Literal["uniform", "smooth", "days"]

STATISTICS: Final = ("share_clustered", "clusters", "largest")

POINTS: Final = 128
"""Most points of one draw in the test: ours; as many for the incidents as for chance, so that the
test stays exact, and a quarter of the work."""

BACKGROUND: Final = 10.0  # eps_m in a background_m: wider than the clusters, ours


def chance_of_clusters(
    incidents: gpd.GeoDataFrame,
    *,
    eps_m: float = 5_000.0,
    min_samples: int = 5,
    eps_days: float | None = None,
    prior: Prior = "em",
    uncertain: bool = True,
    shared: bool = True,
    chance: Chance = "uniform",
    background_m: float | None = None,
    bandwidth_m: float | None = None,
    region: BaseGeometry | None = None,
    worlds: int = 20,
    runs: int = 99,
    seed: int = 0,
) -> pd.DataFrame:
    """
    Test whether incidents are clustered more than chance alone would show.

    Parameters
    ----------
    incidents, eps_m, min_samples, eps_days, prior, uncertain, shared, bandwidth_m, region
        As of `find_clusters`.
    chance
        "uniform": anywhere in the region; "smooth": anywhere near where incidents are, so that
        only what is denser than its wider surroundings counts; "days" (with `eps_days`): the
        places stay, and the days are dealt out anew.
    background_m
        How wide the surroundings are, for "smooth": standard deviation, metres; ten times `eps_m`
        if left out.
    worlds
        Worlds that each number is a mean of, for the incidents as for chance.
    runs
        Tables of chance; the smallest p is 1 / (runs + 1).
    seed
        Of all draws.

    Returns
    -------
    One row a statistic: share_clustered (share of the incidents that are in a cluster), clusters
    (how many there are), largest (incidents in the largest); observed, chance (the mean), low
    and high (5 and 95 % of the runs), p (share of runs with as much or more, the table itself
    among them). Without incidents all are missing.

    Raises
    ------
    NumberError
        If `chance` is none of the three, or "days" without `eps_days`.

    Notes
    -----
    A Monte Carlo test (Barnard 1963; Besag & Diggle 1977, doi:10.2307/2346974): exact at level
    k / (runs + 1), whatever the statistic, if chance is as `chance` says.

    Examples
    --------
    >>> import geopandas as gpd
    >>> lon = [40 + 0.002 * i for i in range(6)] + [42.0, 43.0, 40.0, 43.0]
    >>> lat = [35.0] * 6 + [33.0, 36.0, 33.5, 33.2]
    >>> table = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs=4326)
    >>> tested = chance_of_clusters(table, min_samples=3, runs=19)
    >>> tested.set_index("statistic").loc["share_clustered", ["observed", "p"]].tolist()
    [0.6, 0.05]
    """
    import pandas as pd  # noqa: PLC0415 - heavy, and a table needs it anyway

    if chance not in get_args(Chance) or (chance == "days" and eps_days is None):
        message = (
            f"chance is {chance!r} and eps_days {eps_days}; expected one of "
            f"{', '.join(get_args(Chance))}, and days only with eps_days"
        )
        raise NumberError(message)
    require_sizes(eps_m, min_samples, eps_days)
    places = thinned(read_places(incidents, uncertain=uncertain, shared=shared))
    wide_m = BACKGROUND * eps_m if background_m is None else background_m
    kernel_m = eps_m / 2 if bandwidth_m is None else bandwidth_m
    rng = np.random.default_rng(seed)
    shown = np.full((runs + 1, len(STATISTICS)), np.nan)
    if len(places.row):
        area = study_area(places, least_m=eps_m, region=region)
        for run in range(runs + 1):
            moved = places if run == 0 else _by_chance(places, area, chance, wide_m, rng)
            leant, _ = with_prior(moved, prior, bandwidth_m=kernel_m, area_m2=area.area_m2)
            lon, lat = leant.drawn(worlds, rng)
            labels = labels_of_worlds(
                lon, lat, eps_m=eps_m, min_samples=min_samples,
                day=leant.days(worlds, rng) if eps_days is not None else None, eps_days=eps_days,
            )  # fmt: skip
            shown[run] = _statistics(labels)
    observed, others = shown[0], shown[1:]
    low, high = np.quantile(others, [0.05, 0.95], axis=0) if runs else shown[[0, 0]] * np.nan
    p = (1 + (others >= observed).sum(axis=0)) / (runs + 1)
    table = pd.DataFrame(
        {
            "statistic": STATISTICS,
            "observed": observed,
            "chance": others.mean(axis=0) if runs else np.nan,
            "low": low,
            "high": high,
            "p": np.where(np.isnan(observed), np.nan, p),
        }
    )
    table.attrs = {
        "method": "Monte Carlo test of clustering",
        "parameters": {
            "eps_m": eps_m, "min_samples": min_samples, "eps_days": eps_days, "prior": prior,
            "uncertain": uncertain, "shared": shared, "chance": chance, "background_m": wide_m,
            "bandwidth_m": kernel_m, "worlds": worlds, "runs": runs,
        },
        "version": geo.__version__,
        "seed": seed,
    }  # fmt: skip
    return table


def thinned(places: Places, most: int = POINTS) -> Places:
    """
    Keep some points of each draw, evenly.

    Parameters
    ----------
    places
        Where the incidents may lie.
    most
        How many points a draw keeps at most.

    Returns
    -------
    Places
    """
    size = np.diff(places.start)
    kept = np.minimum(size, most)
    step = spread(np.zeros_like(kept), kept)
    at = np.repeat(places.start[:-1], kept) + (step * np.repeat(size, kept)) // np.repeat(
        np.maximum(kept, 1), kept
    )
    weight = np.repeat(1 / np.maximum(kept, 1), kept)
    start = np.concatenate([[0], np.cumsum(kept)])
    return Places(
        **{
            **vars(places), "start": start, "lon": places.lon[at], "lat": places.lat[at],
            "weight": weight,
        }
    )  # fmt: skip


def _by_chance(
    places: Places, area: StudyArea, chance: Chance, wide_m: float, rng: np.random.Generator
) -> Places:
    """Put every draw, with its uncertainty, where chance puts it; or deal out the days anew."""
    if chance == "days":
        deal = rng.permutation(len(places.row))
        days = {"first_day": places.first_day[deal], "last_day": places.last_day[deal]}
        return Places(**{**vars(places), **days})
    draws = len(places.start) - 1
    if chance == "uniform":
        x, y = area.drawn(draws, rng)
    else:
        x, y = (side[rng.integers(0, draws, draws)] for side in (area.to_plane(*middles(places))))
        x, y = x + rng.normal(0, wide_m, draws), y + rng.normal(0, wide_m, draws)
    truth = places.chosen(1, rng)[0]
    lon, lat = _moved(places, truth, *area.to_degrees(x, y))
    return Places(**{**vars(places), "lon": lon, "lat": lat})


def _moved(
    places: Places, truth: IntArray, lon: FloatArray, lat: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Turn the sphere under each draw, so that one of its points comes to a place, north kept."""
    owner = np.repeat(np.arange(len(truth)), np.diff(places.start))
    here, there = _frames(places.lon[truth], places.lat[truth]), _frames(lon, lat)
    points = on_sphere(places.lon, places.lat)
    points = np.einsum("nij,nj->ni", here[owner], points)
    x, y, z = np.einsum("nji,nj->in", there[owner], points)
    return np.degrees(np.arctan2(y, x)), np.degrees(np.arctan2(z, np.hypot(x, y)))


def _frames(lon: FloatArray, lat: FloatArray) -> FloatArray:
    """East, north and up at points of the sphere, as rows, shape (n, 3, 3)."""
    east, north = np.radians(lon), np.radians(lat)
    zero = np.zeros_like(east)
    up = on_sphere(lon, lat)
    right = np.stack([-np.sin(east), np.cos(east), zero], axis=-1)
    ahead = np.stack(
        [-np.sin(north) * np.cos(east), -np.sin(north) * np.sin(east), np.cos(north)], axis=-1
    )
    return np.stack([right, ahead, up], axis=1)


def _statistics(label: IntArray) -> tuple[float, float, float]:
    """Share in a cluster, clusters and incidents in the largest, means over worlds."""
    worlds = len(label)
    in_one = label >= 0
    if not in_one.any():
        return 0.0, 0.0, 0.0
    world = np.nonzero(in_one)[0]
    name, size = np.unique(label[in_one], return_counts=True)
    home = np.zeros(int(name.max()) + 1, dtype=np.int64)
    home[label[in_one]] = world
    largest = np.zeros(worlds)
    np.maximum.at(largest, home[name], size)
    return float(in_one.mean()), len(name) / worlds, float(largest.mean())
