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

from geo.clusters.mesh import LEAST_M, Mesh, chord, mesh, on_sphere, spread
from geo.errors import NumberError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray

    from geo.clusters.mesh import IntArray
    from geo.geodesy import FloatArray

NOISE: Final = -1
PAIRS: Final = 2_000_000
"""Pairs of points that are looked at together: bounds the memory, some 100 MB."""


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
    _check(eps_m, min_samples, day, eps_days)
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
    space = Space.of(
        lon[kept], lat[kept], eps_m, worlds[kept], None if days is None else days[kept], eps_days
    )
    core[kept] = _cores(space, min_samples)
    label[kept] = _labels(space, core[kept])
    return Labels(label, core)


@dataclass(frozen=True)
class Space:
    """
    Points, who are neighbours among them, and their mesh.

    Attributes
    ----------
    points
        On the unit sphere, and a fourth axis that keeps worlds apart, shape (n, 3 or 4).
    reach
        Chord within which two are neighbours.
    mesh
        Its cells hold neighbours only.
    day, eps_days
        The same in time; None where time does not matter.
    """

    points: FloatArray
    reach: float
    mesh: Mesh
    day: FloatArray | None
    eps_days: float

    @classmethod
    def of(
        cls,
        lon: FloatArray,
        lat: FloatArray,
        eps_m: float,
        world: IntArray,
        day: FloatArray | None,
        eps_days: float | None,
    ) -> Space:
        """Lay the mesh."""
        points, reach = on_sphere(lon, lat), chord(eps_m)
        _, layer = np.unique(world, return_inverse=True)
        layer = layer.astype(np.int64)
        if layer.any():
            points = np.column_stack([points, layer * 3.0])
        if day is not None:
            bins = _bins(day, float(eps_days or 0))
            layer = layer * (int(bins.max()) + 2) + bins  # a gap, so that worlds do not meet
        else:
            layer = layer * 2
        return cls(points, reach, mesh(lon, lat, eps_m, layer), day, float(eps_days or 0))

    def near(self, one: IntArray, other: IntArray) -> NDArray[np.bool_]:
        """Tell which of some pairs are neighbours."""
        apart = self.points[one]
        apart -= self.points[other]
        close = np.einsum("ij,ij->i", apart, apart) <= self.reach**2
        if self.day is not None:
            close &= np.abs(self.day[one] - self.day[other]) <= self.eps_days
        return np.asarray(close)

    def pairs(self, some: IntArray, others: IntArray) -> Iterator[tuple[IntArray, IntArray]]:
        """Give all neighbours among `others` of some points, in portions."""
        for mine, theirs in self._windows(some, others):
            yield from self._portions(mine, theirs)

    def _windows(self, some: IntArray, others: IntArray) -> Iterator[tuple[IntArray, IntArray]]:
        """Cut both sides by time, so that what is far apart in time is not compared."""
        if self.day is None or len(some) == 0:
            yield some, others
            return
        some = some[np.argsort(self.day[some], kind="stable")]
        others = others[np.argsort(self.day[others], kind="stable")]
        mine, theirs = self.day[some], self.day[others]
        begin = 0
        while begin < len(some):
            end = int(np.searchsorted(mine, mine[begin] + self.eps_days, side="right"))
            low = int(np.searchsorted(theirs, mine[begin] - self.eps_days))
            high = int(np.searchsorted(theirs, mine[end - 1] + self.eps_days, side="right"))
            yield some[begin:end], others[low:high]
            begin = end

    def _portions(self, some: IntArray, others: IntArray) -> Iterator[tuple[IntArray, IntArray]]:
        from scipy.spatial import cKDTree  # noqa: PLC0415 - heavy, and needed only here

        if len(some) == 0 or len(others) == 0:
            return
        tree = cKDTree(self.points[others])
        count = tree.query_ball_point(self.points[some], self.reach, return_length=True)
        some, count = some[count > 0], count[count > 0]
        portion = np.cumsum(count) // PAIRS
        for part in np.split(some, np.flatnonzero(np.diff(portion)) + 1):
            if len(part) == 0:
                continue
            found = cKDTree(self.points[part]).sparse_distance_matrix(
                tree, self.reach, output_type="ndarray"
            )
            one, other = part[found["i"]], others[found["j"]]
            if self.day is not None:
                close = np.abs(self.day[one] - self.day[other]) <= self.eps_days
                one, other = one[close], other[close]
            yield one, other


def _cores(space: Space, min_samples: int) -> NDArray[np.bool_]:
    """Tell which points have enough neighbours."""
    from scipy.spatial import cKDTree  # noqa: PLC0415 - heavy, and needed only here

    net = space.mesh
    full = np.diff(net.start) >= min_samples
    core = np.zeros(len(net.order), dtype=bool)
    core[net.order] = np.repeat(full, np.diff(net.start))
    rest = np.flatnonzero(~core)
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
    group = _joined(space, members, start, *space.mesh.only(cells))
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


def _joined(
    space: Space, members: IntArray, start: IntArray, left: IntArray, right: IntArray
) -> IntArray:
    """Give the component of each cell: cells are joined where two of their points are near."""
    near = space.near(members[start[left]], members[start[right]])
    count = len(start) - 1
    group = _components(count, left[near], right[near])
    apart = group[left] != group[right]
    left, right = left[apart], right[apart]
    # the point of each cell nearest to the middle of the other: mostly two neighbours
    for one, other in _nearest(space, members, start, left, right):
        joined = space.near(members[one], members[other])
        cells = np.searchsorted(start, np.stack([one[joined], other[joined]]), side="right") - 1
        group = _merged(group, *cells)
    apart = group[left] != group[right]
    return _proven(space, members, start, left[apart], right[apart], group)


def _components(count: int, left: IntArray, right: IntArray) -> IntArray:
    from scipy.sparse import coo_array  # noqa: PLC0415 - heavy, and needed only here
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    edges = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(count, count))
    _, group = connected_components(edges, directed=False)
    return np.asarray(group, dtype=np.int64)


def _merged(group: IntArray, left: IntArray, right: IntArray) -> IntArray:
    """Join components over further edges between cells."""
    return _components(int(group.max()) + 1, group[left], group[right])[group]


def _nearest(
    space: Space, members: IntArray, start: IntArray, left: IntArray, right: IntArray
) -> Iterator[tuple[IntArray, IntArray]]:
    """Guess the nearest two points of two cells, for many pairs of cells, in portions."""
    size = np.diff(start)
    middle = np.add.reduceat(space.points[members], start[:-1], axis=0) / size[:, None]
    for part in _parts(size[left] + size[right]):
        one, other = left[part], right[part]
        here = _closest(space, members, start, one, middle[other])
        there = _closest(space, members, start, other, space.points[members[here]])
        here = _closest(space, members, start, one, space.points[members[there]])
        yield here, there


def _closest(
    space: Space, members: IntArray, start: IntArray, cells: IntArray, to: FloatArray
) -> IntArray:
    """Position of the point of each cell that is closest to a place."""
    size = np.diff(start)[cells]
    at = spread(start[cells], size)
    apart = space.points[members[at]] - np.repeat(to, size, axis=0)
    apart_2 = np.einsum("ij,ij->i", apart, apart)
    begin = np.cumsum(size) - size
    least = np.repeat(np.minimum.reduceat(apart_2, begin), size)
    hit = np.flatnonzero(apart_2 <= least)
    _, first = np.unique(np.repeat(np.arange(len(cells)), size)[hit], return_index=True)
    return at[hit[first]]


def _proven(
    space: Space,
    members: IntArray,
    start: IntArray,
    left: IntArray,
    right: IntArray,
    group: IntArray,
) -> IntArray:
    """Look at all points of the pairs of cells that a guess has not joined."""
    size = np.diff(start)
    work = size[left] * size[right]
    small = work <= PAIRS
    for part in _parts(work[small]):
        one, other = left[small][part], right[small][part]
        count = size[one] * size[other]
        pair = np.repeat(np.arange(len(one)), count)
        step = spread(np.zeros_like(count), count)
        here = members[start[one][pair] + step // size[other][pair]]
        there = members[start[other][pair] + step % size[other][pair]]
        hit = np.unique(pair[space.near(here, there)])
        group = _merged(group, one[hit], other[hit])
    for one, other in zip(left[~small], right[~small], strict=True):
        if group[one] == group[other]:
            continue
        here, there = (members[start[cell] : start[cell + 1]] for cell in (one, other))
        if any(len(found) for found, _ in space.pairs(here, there)):
            group = _merged(group, np.array([one]), np.array([other]))
    return group


def _parts(work: IntArray) -> Iterator[slice]:
    """Cut a list of tasks into portions of at most about `PAIRS`."""
    if len(work) == 0:
        return
    edges = np.flatnonzero(np.diff(np.cumsum(work) // PAIRS)) + 1
    for begin, end in zip([0, *edges], [*edges, len(work)], strict=True):
        yield slice(int(begin), int(end))


def _bins(day: FloatArray, eps_days: float) -> IntArray:
    """Number the bins of time that are so short that all of one are neighbours."""
    if eps_days == 0:
        _, same = np.unique(day, return_inverse=True)
        return np.asarray(2 * same, dtype=np.int64)  # two of a kind, never two in a row
    return np.floor((day - day.min()) / (eps_days * (1 - 1e-12))).astype(np.int64)


def _check(eps_m: float, min_samples: int, day: object, eps_days: float | None) -> None:
    if not eps_m >= LEAST_M:
        message = f"eps_m is {eps_m}; expected metres, {LEAST_M:g} or more"
        raise NumberError(message)
    if not min_samples >= 1:
        message = f"min_samples is {min_samples}; expected 1 or more"
        raise NumberError(message)
    if (day is None) != (eps_days is None):
        message = "day and eps_days belong together: give both for space and time, none for space"
        raise NumberError(message)
    if eps_days is not None and not eps_days >= 0:
        message = f"eps_days is {eps_days}; expected days, 0 or more"
        raise NumberError(message)
