"""What many worlds agree on: how surely an incident is in a cluster, and with whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.clusters.dbscan import NOISE, dbscan

if TYPE_CHECKING:
    from geo.clusters.mesh import IntArray
    from geo.geodesy import FloatArray

POINTS: Final = 1_000_000
"""Points of all worlds that are clustered at once: bounds the memory, some 200 MB."""

BLOCK: Final = 4_000_000  # pairs of incidents that are counted at once

TOGETHER: Final = 0.5
"""Two incidents keep together if they share a cluster in at least so many of the worlds: the
majority, as in consensus trees."""


@dataclass(frozen=True)
class Consensus:
    """
    What the worlds agree on.

    Attributes
    ----------
    cluster
        Group of each incident that keeps together in most worlds, from 0; -1 for none.
    probability
        Share of the worlds in which it is in a cluster.
    together
        Share of the worlds in which it shares a cluster with another of its group, on average
        over these; 0 without a group.
    """

    cluster: IntArray
    probability: FloatArray
    together: FloatArray


def labels_of_worlds(
    lon: FloatArray,
    lat: FloatArray,
    *,
    eps_m: float,
    min_samples: int,
    day: FloatArray | None = None,
    eps_days: float | None = None,
) -> IntArray:
    """
    Cluster every world by itself.

    Parameters
    ----------
    lon, lat
        Degrees, shape (worlds, n).
    eps_m, min_samples, eps_days
        As of `dbscan`.
    day
        Days, shape (worlds, n).

    Returns
    -------
    array
        Number of the cluster, unlike in each world, or -1, shape (worlds, n).

    Examples
    --------
    >>> lon = np.array([[40.0, 40.01], [40.0, 40.5]])
    >>> labels_of_worlds(lon, np.full((2, 2), 35.0), eps_m=2_000, min_samples=2).tolist()
    [[0, 0], [-1, -1]]
    """
    worlds, n = lon.shape
    label = np.full((worlds, n), NOISE, dtype=np.int64)
    step = max(POINTS // max(n, 1), 1)
    last = 0
    for begin in range(0, worlds, step):
        part = slice(begin, begin + step)
        found = dbscan(
            lon[part].ravel(),
            lat[part].ravel(),
            eps_m=eps_m,
            min_samples=min_samples,
            day=None if day is None else day[part].ravel(),
            eps_days=eps_days,
            world=np.repeat(np.arange(len(lon[part])), n),
        ).label.reshape(lon[part].shape)
        label[part] = np.where(found >= 0, found + last, NOISE)
        last = max(last, int(label[part].max(initial=-1)) + 1)
    return label


def agreed(label: IntArray) -> Consensus:
    """
    Find what keeps together in most worlds.

    Parameters
    ----------
    label
        Clusters, unlike in each world, -1 for none, shape (worlds, n).

    Returns
    -------
    Consensus
        Groups have two members or more, and are numbered as their first members come.

    Notes
    -----
    Co-assignment (evidence accumulation) with single linkage, which can follow the chains that
    DBSCAN finds: Fred & Jain (2005), doi:10.1109/TPAMI.2005.113.

    Examples
    --------
    >>> agreed(np.array([[0, 0, -1], [1, 1, 1], [2, 2, -1]])).cluster.tolist()
    [0, 0, -1]
    """
    worlds, n = label.shape
    probability = (label >= 0).mean(axis=0) if worlds else np.zeros(n)
    cluster = np.full(n, NOISE, dtype=np.int64)
    together = np.zeros(n)
    some = np.flatnonzero(probability >= TOGETHER)  # who keeps with one other is in a cluster
    if len(some) == 0:
        return Consensus(cluster, probability, together)
    group, mean = _grouped(label[:, some])
    cluster[some], together[some] = group, mean
    return Consensus(cluster, probability, together)


def _grouped(label: IntArray) -> tuple[IntArray, FloatArray]:
    from scipy.sparse import coo_array, csr_array  # noqa: PLC0415 - heavy, needed only here
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    worlds, n = label.shape
    world, member = np.nonzero(label >= 0)
    _, name = np.unique(label[world, member], return_inverse=True)
    seen = csr_array(
        (np.ones(len(member), dtype=np.float32), (member, name.ravel())),
        shape=(n, int(name.max()) + 1),
    )
    step = max(BLOCK // n, 1)
    edges = []
    for begin in range(0, n, step):
        shared = (seen[begin : begin + step] @ seen.T).tocoo()
        kept = shared.data >= TOGETHER * worlds
        edges.append((shared.row[kept] + begin, shared.col[kept]))
    left, right = (np.concatenate(side) for side in zip(*edges, strict=True))
    _, group = connected_components(
        coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(n, n)), directed=False
    )
    size = np.bincount(group)
    # how often, on average, an incident shares a cluster with the others of its group
    shares = csr_array((np.ones(n, dtype=np.float32), (group, np.arange(n))), shape=(len(size), n))
    met = ((shares @ seen).tocsr()[group]).multiply(seen).sum(axis=1) - seen.sum(axis=1)
    mean = np.asarray(met, dtype=np.float64) / worlds / np.maximum(size[group] - 1, 1)
    alone = size[group] < 2  # noqa: PLR2004 - a group is two or more
    _, first, same = np.unique(group, return_index=True, return_inverse=True)
    group = np.argsort(np.argsort(np.where(size < 2, n + first, first)))[same.ravel()]  # noqa: PLR2004
    return np.where(alone, NOISE, group), np.where(alone, 0.0, mean)
