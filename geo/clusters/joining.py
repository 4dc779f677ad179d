"""
Which cells of a mesh belong to one cluster: those of which two core points are near.

Two guesses settle nearly all pairs of cells, and only what they have not joined is looked at point
by point, so that the answer is exact without all distances.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.clusters.mesh import spread
from geo.clusters.neighbours import PAIRS, Space

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.clusters.mesh import IntArray
    from geo.geodesy import FloatArray


@dataclass(frozen=True)
class Cells:
    """
    The core points of a space, cell by cell.

    Attributes
    ----------
    space
        Who is near whom.
    members
        Numbers of the core points, shape (n,).
    start
        Where each cell begins in `members`, and the end of the last, shape (cells + 1,).
    """

    space: Space
    members: IntArray
    start: IntArray

    @property
    def size(self) -> IntArray:
        """How many core points each cell holds."""
        return np.diff(self.start)


def joined(cells: Cells, left: IntArray, right: IntArray) -> IntArray:
    """
    Join the cells of which two points are near.

    Parameters
    ----------
    cells
        The core points.
    left, right
        Pairs of cells that may hold neighbours, shape (pairs,).

    Returns
    -------
    array
        Component of each cell, shape (cells,).
    """
    space, members, start = cells.space, cells.members, cells.start
    near = space.near(members[start[left]], members[start[right]])
    count = len(start) - 1
    group = _components(count, left[near], right[near])
    apart = group[left] != group[right]
    left, right = left[apart], right[apart]
    # the point of each cell nearest to the middle of the other: mostly two neighbours
    for one, other in _nearest(cells, left, right):
        hit = space.near(members[one], members[other])
        pairs = np.searchsorted(start, np.stack([one[hit], other[hit]]), side="right") - 1
        group = _merged(group, *pairs)
    apart = group[left] != group[right]
    return _proven(cells, left[apart], right[apart], group)


def _components(count: int, left: IntArray, right: IntArray) -> IntArray:
    from scipy.sparse import coo_array  # noqa: PLC0415 - heavy, and needed only here
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    edges = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(count, count))
    _, group = connected_components(edges, directed=False)
    return np.asarray(group, dtype=np.int64)


def _merged(group: IntArray, left: IntArray, right: IntArray) -> IntArray:
    """Join components over further edges between cells."""
    return _components(int(group.max()) + 1, group[left], group[right])[group]


def _nearest(cells: Cells, left: IntArray, right: IntArray) -> Iterator[tuple[IntArray, IntArray]]:
    """Guess the nearest two points of two cells, for many pairs of cells, in portions."""
    size = cells.size
    points = cells.space.points[cells.members]
    middle = np.add.reduceat(points, cells.start[:-1], axis=0) / size[:, None]
    for part in _parts(size[left] + size[right]):
        one, other = left[part], right[part]
        here = _closest(cells, one, middle[other])
        there = _closest(cells, other, points[here])
        here = _closest(cells, one, points[there])
        yield here, there


def _closest(cells: Cells, some: IntArray, to: FloatArray) -> IntArray:
    """Find the point of each of some cells that is closest to a place."""
    size = cells.size[some]
    at = spread(cells.start[some], size)
    apart = cells.space.points[cells.members[at]] - np.repeat(to, size, axis=0)
    apart_2 = np.einsum("ij,ij->i", apart, apart)
    begin = np.cumsum(size) - size
    least = np.repeat(np.minimum.reduceat(apart_2, begin), size)
    hit = np.flatnonzero(apart_2 <= least)
    _, first = np.unique(np.repeat(np.arange(len(some)), size)[hit], return_index=True)
    return at[hit[first]]


def _proven(cells: Cells, left: IntArray, right: IntArray, group: IntArray) -> IntArray:
    """Look at all points of the pairs of cells that a guess has not joined."""
    space, members, start, size = cells.space, cells.members, cells.start, cells.size
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
