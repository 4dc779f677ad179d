"""
Who is near whom: points on the sphere and in time, and all neighbours of some of them.

A world is a copy of the Earth of its own: points of two worlds are never neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.clusters.mesh import Mesh, chord, mesh, on_sphere

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from geo.clusters.mesh import IntArray
    from geo.geodesy import FloatArray

PAIRS: Final = 500_000
"""Pairs of points that are looked at together: bounds the memory, some 30 MB."""

ASUNDER: Final = 3.0  # between worlds, along a fourth axis: longer than any chord


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


def space_of(
    lon: FloatArray,
    lat: FloatArray,
    eps_m: float,
    *,
    world: IntArray,
    day: FloatArray | None,
    eps_days: float | None,
) -> Space:
    """
    Lay the mesh over points.

    Parameters
    ----------
    lon, lat
        Degrees, finite, shape (n,).
    eps_m
        How far apart neighbours may be, metres.
    world
        World of each point, shape (n,).
    day, eps_days
        Days of the points, finite, and how far apart neighbours may be; None for any time.

    Returns
    -------
    Space
    """
    points = on_sphere(lon, lat)
    _, layer = np.unique(world, return_inverse=True)
    layer = layer.astype(np.int64)
    if layer.any():
        points = np.column_stack([points, layer * ASUNDER])
    if day is None:
        layer = layer * 2
    else:
        bins = _bins(day, float(eps_days or 0))
        layer = layer * (int(bins.max()) + 2) + bins  # a gap, so that worlds do not meet
    return Space(points, chord(eps_m), mesh(lon, lat, eps_m, layer), day, float(eps_days or 0))


def _bins(day: FloatArray, eps_days: float) -> IntArray:
    """Cut time into bins so short that all days of one are neighbours."""
    if eps_days == 0:
        _, same = np.unique(day, return_inverse=True)
        return np.asarray(2 * same, dtype=np.int64)  # two of a kind, never two in a row
    short = eps_days * (1 - 1e-12)
    return np.asarray(np.floor((day - day.min()) / short), dtype=np.int64)
