"""Clusters of a table of incidents: who is in one, how surely, and what each consists of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np

import geo
from geo.clusters.consensus import agreed, labels_of_worlds
from geo.clusters.dbscan import NOISE, require_sizes
from geo.clusters.hdbscan import hdbscan
from geo.clusters.study import study_area
from geo.clusters.summary import table_of
from geo.clusters.worlds import read_places, with_prior
from geo.errors import NumberError

if TYPE_CHECKING:
    from collections.abc import Hashable

    import geopandas as gpd
    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    from geo.clusters.mesh import IntArray
    from geo.clusters.worlds import Prior
    from geo.geodesy import FloatArray

Method: TypeAlias = Literal["dbscan", "hdbscan"]


@dataclass(frozen=True)
class Clusters:
    """
    The clusters of a table.

    Attributes
    ----------
    members
        One row an incident, with the index of the table: cluster (number, from 1, missing for
        none), p_cluster (probability that it is in a cluster at all; missing where nothing says
        where it is, and for a row that repeats another), p_together (how often it shares a
        cluster with another of its own, on average).
    table
        One row a cluster, the largest first: cluster, count, expected, low, high, places, lon,
        lat, radius_m, first, last, event_types, killed, wounded, geometry. `summary.table_of`
        says what they mean.
    """

    members: pd.DataFrame
    table: gpd.GeoDataFrame


def find_clusters(
    incidents: gpd.GeoDataFrame,
    *,
    eps_m: float = 5_000.0,
    min_samples: int = 5,
    eps_days: float | None = None,
    method: Method = "dbscan",
    prior: Prior = "em",
    uncertain: bool = True,
    shared: bool = True,
    bandwidth_m: float | None = None,
    region: BaseGeometry | None = None,
    worlds: int = 200,
    seed: int = 0,
) -> Clusters:
    """
    Find clusters of incidents, and how sure they are.

    Parameters
    ----------
    incidents
        Any GeoDataFrame of points on EPSG:4326, with or without uncertainty.
    eps_m
        Incidents this far apart or less are neighbours, metres.
    min_samples
        An incident with so many neighbours, itself among them, makes a cluster. For "hdbscan" the
        smallest cluster.
    eps_days
        Neighbours are no more days apart than this, by the columns date and date_end; an incident
        without a date is then in no cluster. Without it time does not matter.
    method
        "dbscan", or "hdbscan" (scikit-learn; without `eps_m` and `eps_days`).
    prior
        "flat": all that a text allows is as likely as the text makes it. "em": uncertain
        incidents lean to where others are (`geo.clusters.prior`).
    uncertain
        Draw worlds from the densities, footprints or radii; else every point is taken for the
        place itself.
    shared
        Rows of one `draw_group` lie at one place in each world; else each is drawn by itself.
    bandwidth_m
        Kernel of "em", metres: half of `eps_m` if left out.
    region
        Polygon in degrees that the incidents could have been in, for "em"; their hull if left out.
    worlds
        How many are drawn.
    seed
        Of the draws.

    Returns
    -------
    Clusters

    Raises
    ------
    CRSError
        If the points are not longitudes and latitudes.
    TableError
        If a geometry is no point.
    NumberError
        If a number or an option cannot be.
    MissingExtraError
        If "hdbscan" is asked for without scikit-learn.

    Notes
    -----
    Possible worlds: Züfle et al. (2014), doi:10.1145/2623330.2623725. docs/clusters.md says what
    "em" gains and what a cluster of one phrase means.

    Examples
    --------
    >>> import geopandas as gpd
    >>> points = gpd.points_from_xy([40.0, 40.01, 40.02, 44.0], [35.0] * 4)
    >>> found = find_clusters(gpd.GeoDataFrame(geometry=points, crs=4326), min_samples=3)
    >>> found.members["cluster"].tolist()
    [1, 1, 1, <NA>]
    >>> found.table[["count", "places"]].values.tolist()
    [[3, 3]]
    """
    if method not in get_args(Method) or (method == "hdbscan" and eps_days is not None):
        message = (
            f"method is {method!r}, eps_days {eps_days}; expected dbscan, or hdbscan without days"
        )
        raise NumberError(message)
    if worlds < 1:
        message = f"worlds is {worlds}; expected 1 or more"
        raise NumberError(message)
    require_sizes(eps_m, min_samples, eps_days)
    kernel_m = eps_m / 2 if bandwidth_m is None else bandwidth_m
    rng = np.random.default_rng(seed)
    places = read_places(incidents, uncertain=uncertain, shared=shared)
    share = float("nan")
    if len(places.row):
        area = study_area(places, least_m=eps_m, region=region)
        places, share = with_prior(places, prior, bandwidth_m=kernel_m, area_m2=area.area_m2)
    # what is certain is the same in every world
    days_differ = eps_days is not None and bool((places.last_day > places.first_day).any())
    many = 1 if places.exact and not days_differ else worlds
    lon, lat = places.drawn(many, rng)
    day = places.days(many, rng) if eps_days is not None else None
    label = _labels(
        lon, lat, day, method=method, eps_m=eps_m, min_samples=min_samples, eps_days=eps_days
    )
    consensus = agreed(label)
    table, number = table_of(
        incidents, places, consensus.cluster, label=label, lon=lon, lat=lat, reach_m=eps_m / 2
    )
    members = _members(incidents, places.row, number, consensus.probability, consensus.together)
    attrs: dict[Hashable | None, object] = {
        "method": {"dbscan": "DBSCAN", "hdbscan": "HDBSCAN"}[method]
        + (" over possible worlds" if many > 1 else ""),
        "parameters": {
            "eps_m": eps_m, "min_samples": min_samples, "eps_days": eps_days, "prior": prior,
            "uncertain": uncertain, "shared": shared, "bandwidth_m": kernel_m, "worlds": many,
            "share_leaning": None if np.isnan(share) else share,
        },
        "version": geo.__version__,
        "seed": seed,
    }  # fmt: skip
    members.attrs = dict(attrs)
    table.attrs = dict(attrs)
    return Clusters(members, table)


def _labels(
    lon: FloatArray,
    lat: FloatArray,
    day: FloatArray | None,
    *,
    method: Method,
    eps_m: float,
    min_samples: int,
    eps_days: float | None,
) -> IntArray:
    """Cluster every world by itself."""
    if method == "dbscan":
        return labels_of_worlds(
            lon, lat, eps_m=eps_m, min_samples=min_samples, day=day, eps_days=eps_days
        )
    label = np.full(lon.shape, NOISE, dtype=np.int64)
    last = 0
    for world in range(len(lon)):
        found, _ = hdbscan(lon[world], lat[world], min_cluster_size=min_samples)
        label[world] = np.where(found >= 0, found + last, NOISE)
        last += int(found.max(initial=-1)) + 1
    return label


def _members(
    incidents: gpd.GeoDataFrame,
    row: IntArray,
    number: IntArray,
    probability: FloatArray,
    together: FloatArray,
) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - heavy, and a table needs it anyway

    rows = len(incidents)
    cluster = np.zeros(rows, dtype=np.int64)
    cluster[row] = number
    p_cluster, p_together = np.full(rows, np.nan), np.full(rows, np.nan)
    p_cluster[row] = probability
    p_together[row] = np.where(number > 0, together, np.nan)
    return pd.DataFrame(
        {
            "cluster": pd.array(cluster, dtype="Int64"),
            "p_cluster": pd.array(p_cluster, dtype="Float64"),
            "p_together": pd.array(p_together, dtype="Float64"),
        },
        index=incidents.index,
    ).assign(cluster=lambda table: table["cluster"].mask(table["cluster"] == 0))
