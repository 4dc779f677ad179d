"""
DBSCAN and space-time DBSCAN, exact, in metres on the sphere and days.

The labels are those of scikit-learn, numbers and all. Points in a cell of the mesh that is full
enough are core points without a look at their neighbours; only the others are counted, and two
cells are joined by the first two points that are found near, not by all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.clusters.joining import Cells, joined
from geo.clusters.mesh import LEAST_M
from geo.clusters.neighbours import Space, space_of
from geo.errors import NumberError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from geo.clusters.mesh import IntArray

NOISE: Final = -1


@dataclass(frozen=True)
class Labels:
    """
    What DBSCAN says of each point.

    Attributes
    ----------
    label
        Number of its cluster from 0, -1 for noise (and for a point without coordinates or day).
    core
        Whether enough others are near.
    """

    label: IntArray
    core: NDArray[np.bool_]


def dbscan(
    lon: ArrayLike,
    lat: ArrayLike,
    *,
    eps_m: float,
    min_samples: int,
    day: ArrayLike | None = None,
    eps_days: float | None = None,
    world: ArrayLike | None = None,
) -> Labels:
    """
    Find what lies close together: in space, or in space and time.

    Parameters
    ----------
    lon, lat
        Degrees, shape (n,); points that are NaN are noise.
    eps_m
        Points this far apart or less are neighbours, metres along the great circle; 1 or more.
    min_samples
        A point with so many neighbours, itself among them, is a core point.
    day, eps_days
        Days of the points, as numbers, and how many days apart neighbours may be: both or none.
    world
        Whole number of each point, shape (n,): points of two worlds are never neighbours.

    Returns
    -------
    Labels
        Clusters are numbered as their first core points come; a point near core points of
        several clusters is in the first of these.

    Raises
    ------
    NumberError
        If a distance, a number of points or of days is none, or only one of `day`, `eps_days` is
        given.

    Notes
    -----
    Ester, Kriegel, Sander & Xu (1996), KDD; in space and time Birant & Kut (2007),
    doi:10.1016/j.datak.2006.01.013, without its third, non-spatial distance. The mesh is that of
    Gunawan (2013), A faster algorithm for DBSCAN. Distances are on the sphere of the mean radius:
    up to .6 % from those on the ellipsoid.

    Examples
    --------
    >>> found = dbscan([40.0, 40.01, 40.02, 44.0], [35.0] * 4, eps_m=1_000, min_samples=2)
    >>> found.label.tolist()
    [0, 0, 0, -1]
    """
    require_sizes(eps_m, min_samples, eps_days)
    if (day is None) != (eps_days is None):
        message = "day and eps_days belong together: give both for space and time, none for space"
        raise NumberError(message)
    lon, lat = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    there = np.isfinite(lon) & np.isfinite(lat)
    days = None if day is None else np.asarray(day, dtype=np.float64)
    if days is not None:
        there &= np.isfinite(days)
    kept = np.flatnonzero(there)
    label = np.full(len(lon), NOISE, dtype=np.int64)
    core = np.zeros(len(lon), dtype=bool)
    if len(kept) == 0:
        return Labels(label, core)
    worlds = np.zeros(len(lon), dtype=np.int64) if world is None else np.asarray(world)
    days = None if days is None else days[kept]
    space = space_of(lon[kept], lat[kept], eps_m, world=worlds[kept], day=days, eps_days=eps_days)
    core[kept] = _cores(space, min_samples)
    label[kept] = _labels(space, core[kept])
    return Labels(label, core)


def _cores(space: Space, min_samples: int) -> NDArray[np.bool_]:
    """Tell which points have enough neighbours."""
    from scipy.spatial import cKDTree  # noqa: PLC0415 - heavy, and needed only here

    net = space.mesh
    full = np.diff(net.start) >= min_samples
    core = np.zeros(len(net.order), dtype=bool)
    core[net.order] = np.repeat(full, np.diff(net.start))
    rest = net.order[~core[net.order]]  # cell by cell, so that the tree stays in the cache
    if len(rest) == 0:
        return core
    if space.day is None:
        tree = cKDTree(space.points)
        count = tree.query_ball_point(space.points[rest], space.reach, return_length=True)
        core[rest] = count >= min_samples
        return core
    counts = np.zeros(len(core), dtype=np.int64)
    for one, _ in space.pairs(rest, np.arange(len(core))):
        counts += np.bincount(one, minlength=len(core))
    core[rest] = counts[rest] >= min_samples
    return core


def _labels(space: Space, core: NDArray[np.bool_]) -> IntArray:
    """Join the cells with core points that are near, then give the others to them."""
    label = np.full(len(core), NOISE, dtype=np.int64)
    if not core.any():
        return label
    members = space.mesh.order[core[space.mesh.order]]
    cell = space.mesh.cell_of[members]
    cells, begin = np.unique(cell, return_index=True)
    start = np.append(begin, len(members))
    group = joined(Cells(space, members, start), *space.mesh.only(cells))
    label[members] = np.repeat(group, np.diff(start))
    # numbered as the first core point of each comes
    some = np.flatnonzero(core)
    _, first, same = np.unique(label[some], return_index=True, return_inverse=True)
    label[some] = np.argsort(np.argsort(first))[same.ravel()]
    most = len(first)
    border = np.full(len(core), most, dtype=np.int64)
    for one, other in space.pairs(np.flatnonzero(~core), some):
        np.minimum.at(border, one, label[other])
    reached = border < most
    label[reached] = border[reached]
    return label


def require_sizes(eps_m: float, min_samples: int, eps_days: float | None) -> None:
    """
    Refuse distances and numbers that cannot be.

    Parameters
    ----------
    eps_m, min_samples, eps_days
        As of `dbscan`.

    Raises
    ------
    NumberError
        If one is too small, or no number.
    """
    if not eps_m >= LEAST_M:
        message = f"eps_m is {eps_m}; expected metres, {LEAST_M:g} or more"
        raise NumberError(message)
    if not min_samples >= 1:
        message = f"min_samples is {min_samples}; expected 1 or more"
        raise NumberError(message)
    if eps_days is not None and not eps_days >= 0:
        message = f"eps_days is {eps_days}; expected days, 0 or more"
        raise NumberError(message)
