"""
A mesh over the sphere whose cells are so small that all points of one are neighbours.

Rows of equal height in latitude, each cut into columns as wide as the row is high, so that poles
and antimeridian need no case of their own. A third index, the layer, keeps apart what must not
meet (worlds) or meets the next one only (time bins). Radians inside; metres along great circles
of the mean sphere outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from geo.geodesy import FloatArray

IntArray: TypeAlias = NDArray[np.int64]

EARTH_M: Final = 6_371_008.8
"""Mean radius of the Earth, (2a + b) / 3 of WGS 84: Moritz (2000), doi:10.1007/s001900050278."""

SHRINK: Final = 1 - 1e-9  # of a cell, so that rounding makes no two of its points strangers
LEAST_M: Final = 1.0
"""Smallest reach of a mesh, metres: ours; the number of a column must fit into 32 bits, and no
report says where to a metre."""

HALF_TURN: Final = np.pi
WHOLE_TURN: Final = 2 * np.pi


def on_sphere(lon: FloatArray, lat: FloatArray) -> FloatArray:
    """
    Give points of the unit sphere, whose chords are ordered as great-circle distances are.

    Parameters
    ----------
    lon, lat
        Degrees, shape (n,).

    Returns
    -------
    array
        x, y, z, shape (n, 3).
    """
    east, north = np.radians(lon), np.radians(lat)
    points = np.empty((*np.shape(east), 3))
    points[..., 0], points[..., 1], points[..., 2] = np.cos(east), np.sin(east), np.sin(north)
    points[..., :2] *= np.cos(north)[..., None]
    return points


def chord(distance_m: float) -> float:
    """
    Give the chord of the unit sphere that spans a great-circle distance.

    Parameters
    ----------
    distance_m
        Metres.

    Returns
    -------
    float
        0 to 2; more than 2 where the distance is half way round the Earth or more.
    """
    angle = distance_m / EARTH_M
    return 2 * float(np.sin(angle / 2)) if angle < HALF_TURN else 2.0 + 1e-9


@dataclass(frozen=True)
class Mesh:
    """
    Points sorted into the cells that hold some.

    Attributes
    ----------
    order
        Numbers of the points, cell by cell, shape (n,).
    start
        Where each cell begins in `order`, and the end of the last, shape (cells + 1,).
    layer, row, column
        Where each cell is, shape (cells,).
    height
        Of a row, radians.
    reach
        Chord within which points are neighbours.
    """

    order: IntArray
    start: IntArray
    layer: IntArray
    row: IntArray
    column: IntArray
    height: float
    reach: float

    @property
    def cell_of(self) -> IntArray:
        """Cell of each point, shape (n,)."""
        cells = np.empty(len(self.order), dtype=np.int64)
        cells[self.order] = np.repeat(np.arange(len(self.row)), np.diff(self.start))
        return cells

    def only(self, cells: IntArray) -> tuple[IntArray, IntArray]:
        """
        Pair the cells, of some, that neighbours may lie in: of one layer or of one and the next.

        Parameters
        ----------
        cells
            Numbers of cells, ascending.

        Returns
        -------
        first, second
            Positions in `cells`, each pair once.
        """
        layer, row, column = self.layer[cells], self.row[cells], self.column[cells]
        lines, line = np.unique(np.stack([layer, row]), axis=1, return_inverse=True)
        keys = (line.ravel() << 32) | column
        found = []
        for later in (0, 1):
            for up in (0, 1, 2) if later == 0 else (-2, -1, 0, 1, 2):
                target = _position(lines, layer + later, row + up)
                some = np.flatnonzero(target >= 0)
                low, high = self._columns(row[some], column[some], up)
                for begin, end in _unwrapped(low, high, self._count(row[some] + up)):
                    first = np.searchsorted(keys, (target[some] << 32) | begin)
                    last = np.searchsorted(keys, (target[some] << 32) | end, side="right")
                    size = np.where(end >= begin, last - first, 0)
                    left = np.repeat(some, size)
                    right = spread(first, size)
                    if later == 0 and up == 0:
                        left, right = left[right > left], right[right > left]
                    found.append((left, right))
        left, right = (np.concatenate(side) for side in zip(*found, strict=True))
        return left, right

    def _count(self, row: IntArray) -> IntArray:
        """Columns of rows."""
        return _columns_of(row, self.height)

    def _columns(self, row: IntArray, column: IntArray, up: int) -> tuple[IntArray, IntArray]:
        """First and last column, `up` rows on, that a neighbour of a cell can lie in."""
        gap = max(abs(up) - 1, 0) * self.height
        room = (self.reach / 2) ** 2 - np.sin(gap / 2) ** 2
        least = _least_level(row, self.height) * _least_level(row + up, self.height)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(least > 0, max(room, 0.0) / least, 1.0)
        turn = 2 * np.arcsin(np.sqrt(np.minimum(share, 1.0)))
        turn = np.where(share >= 1, WHOLE_TURN, turn * (1 + 1e-9) + 1e-12)
        width = WHOLE_TURN / self._count(row)
        there = WHOLE_TURN / self._count(row + up)
        low = np.floor((column * width - turn) / there).astype(np.int64)
        high = np.floor(((column + 1) * width + turn) / there).astype(np.int64)
        return low, high


def mesh(lon: FloatArray, lat: FloatArray, reach_m: float, layer: IntArray) -> Mesh:
    """
    Sort points into cells whose points all lie within a reach of each other.

    Parameters
    ----------
    lon, lat
        Degrees, shape (n,), finite.
    reach_m
        Metres, at least 1.
    layer
        Whole number of each point, shape (n,).

    Returns
    -------
    Mesh
    """
    reach = chord(reach_m)
    # 2 sin²(height / 2) <= height² / 2 = (reach / 2)²: the diagonal is no longer than the reach
    height = min(reach / np.sqrt(2), HALF_TURN) * SHRINK
    # 32 bits hold the rows and columns of a mesh of a metre, in half the memory
    row = np.floor((np.radians(lat) + HALF_TURN / 2) / height).astype(np.int32)
    count = _columns_of(row, height)
    column = np.floor(np.radians(np.mod(lon, 360.0)) / WHOLE_TURN * count).astype(np.int32)
    np.minimum(column, count - 1, out=column, casting="unsafe")
    del count
    order = np.lexsort((column, row, layer))
    layer, row, column = layer[order], row[order], column[order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (np.diff(layer) != 0) | (np.diff(row) != 0) | (np.diff(column) != 0)
    begin = np.flatnonzero(new)
    start = np.append(begin, len(order))
    return Mesh(
        order, start, layer[begin].astype(np.int64), row[begin].astype(np.int64),
        column[begin].astype(np.int64), float(height), reach,
    )  # fmt: skip


def spread(first: IntArray, size: IntArray) -> IntArray:
    """
    Join the ranges that begin at `first` and are `size` long.

    Parameters
    ----------
    first, size
        Shape (n,).

    Returns
    -------
    array
        Shape (sum of sizes,).

    Examples
    --------
    >>> spread(np.array([5, 1]), np.array([2, 3])).tolist()
    [5, 6, 1, 2, 3]
    """
    ends = np.cumsum(size)
    steps = np.arange(ends[-1] if len(ends) else 0)
    return np.asarray(steps + np.repeat(first - (ends - size), size), dtype=np.int64)


def _columns_of(row: IntArray, height: float) -> IntArray:
    """Count the columns of rows: each no wider than high, where the row is longest."""
    south = row * height - HALF_TURN / 2
    north = south + height
    nearest = np.where((south <= 0) & (north >= 0), 0.0, np.minimum(np.abs(south), np.abs(north)))
    around = np.ceil(WHOLE_TURN * np.maximum(np.cos(nearest), 0.0) / height)
    return np.asarray(np.maximum(around, 1), dtype=np.int64)


def _least_level(row: IntArray, height: float) -> FloatArray:
    """Radius of the shortest parallel of rows; 0 at the poles."""
    south = row * height - HALF_TURN / 2
    farthest = np.maximum(np.abs(south), np.abs(south + height))
    return np.asarray(np.where(farthest >= HALF_TURN / 2, 0.0, np.cos(farthest)))


def _position(lines: IntArray, layer: IntArray, row: IntArray) -> IntArray:
    """Where a layer and row stand among sorted ones; -1 where they do not."""
    most = int(lines[1].max(initial=0)) + 3
    keys, asked = lines[0] * most + lines[1], layer * most + row
    at = np.searchsorted(keys, asked)
    there = (at < len(keys)) & (keys[np.minimum(at, len(keys) - 1)] == asked) & (row >= 0)
    return np.where(there & (row < most), at, -1)


def _unwrapped(
    low: IntArray, high: IntArray, count: IntArray
) -> tuple[tuple[IntArray, IntArray], tuple[IntArray, IntArray]]:
    """Cut ranges of columns at the first meridian; an empty one ends before it begins."""
    whole = high - low + 1 >= count
    west, east = low < 0, high >= count
    begin = np.where(whole, 0, np.maximum(low, 0))
    end = np.where(whole, count - 1, np.minimum(high, count - 1))
    begin2 = np.where(west, low + count, 0)
    end2 = np.where(west, count - 1, high - count)
    none = whole | ~(west | east)
    return (begin, end), (np.where(none, 1, begin2), np.where(none, 0, end2))
