"""A study area in squares of equal area, and how many incidents each holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geo.errors import NumberError
from geo.rings import areas_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.clusters.mesh import IntArray
    from geo.clusters.study import StudyArea
    from geo.geodesy import FloatArray
    from geo.rings import Areas

MOST: Final = 2_000_000
"""Squares of an area, times steps of time: ours; more take minutes in every world."""

_SIDE = np.array([-1.0, -0.5, 0.0, 0.5])
OUTLINE: Final = np.array(
    [
        np.concatenate([_SIDE, np.ones(4), -_SIDE, -np.ones(4)]),
        np.concatenate([-np.ones(4), _SIDE, np.ones(4), -_SIDE]),
    ]
)
"""Vertices of a square of side 2, four a side, which are not quite straight in degrees."""


@dataclass(frozen=True)
class Squares:
    """
    Squares over a study area, row by row from the south.

    Attributes
    ----------
    area
        In whose plane they lie.
    cell_m
        Their side.
    west, south
        Corner of the first, metres.
    rows, columns
        How many.
    """

    area: StudyArea
    cell_m: float
    west: float
    south: float
    rows: int
    columns: int

    @cached_property
    def middles(self) -> tuple[FloatArray, FloatArray]:
        """Middles in metres, each of shape (rows, columns)."""
        x = self.west + (np.arange(self.columns) + 0.5) * self.cell_m
        y = self.south + (np.arange(self.rows) + 0.5) * self.cell_m
        east, north = np.meshgrid(x, y)
        return east, north

    @cached_property
    def inside(self) -> NDArray[np.bool_]:
        """Which middles lie in the area, shape (rows, columns)."""
        shapely.prepare(self.area.shape)
        return np.asarray(shapely.contains_xy(self.area.shape, *self.middles))

    def counts(
        self, lon: FloatArray, lat: FloatArray, step: IntArray | None = None, steps: int = 1
    ) -> IntArray:
        """
        Count points by square and step of time.

        Parameters
        ----------
        lon, lat
            Degrees, shape (n,).
        step
            Step of each, below 0 for none, shape (n,).
        steps
            How many there are.

        Returns
        -------
        array
            Shape (steps, rows, columns); points beyond the squares are in none.
        """
        x, y = self.area.to_plane(lon, lat)
        column = np.floor((x - self.west) / self.cell_m).astype(np.int64)
        row = np.floor((y - self.south) / self.cell_m).astype(np.int64)
        layer = np.zeros(len(x), dtype=np.int64) if step is None else step
        there = (column >= 0) & (column < self.columns) & (row >= 0) & (row < self.rows)
        there &= (layer >= 0) & (layer < steps)
        at = (layer * self.rows + row) * self.columns + column
        size = steps * self.rows * self.columns
        return np.bincount(at[there], minlength=size).reshape(steps, self.rows, self.columns)

    def shapes(self, chosen: NDArray[np.bool_]) -> Areas:
        """Draw some of the squares, degrees, cut at the antimeridian."""
        east, north = (side[chosen] for side in self.middles)
        x, y = (side * self.cell_m / 2 for side in OUTLINE)
        lon, lat = self.area.to_degrees(east[:, None] + x, north[:, None] + y)
        return areas_of(lon, lat, lat.mean(axis=1))


def squares_over(area: StudyArea, cell_m: float, steps: int = 1) -> Squares:
    """
    Cut a study area into squares.

    Parameters
    ----------
    area
        What is studied.
    cell_m
        Side, metres.
    steps
        Steps of time that they are counted in.

    Returns
    -------
    Squares

    Raises
    ------
    NumberError
        If the side is not above 0, or so small that there would be millions.
    """
    if not cell_m > 0:
        message = f"cell_m is {cell_m}; expected metres, more than 0"
        raise NumberError(message)
    west, south, east, north = area.shape.bounds
    columns = max(int(np.ceil((east - west) / cell_m)), 1)
    rows = max(int(np.ceil((north - south) / cell_m)), 1)
    if rows * columns * steps > MOST:
        least = cell_m * np.sqrt(rows * columns * steps / MOST)
        message = (
            f"squares of {cell_m:g} m would be {rows * columns * steps:,} over this area and its "
            f"{steps} steps; take {least:.0f} m or more, or give a smaller region"
        )
        raise NumberError(message)
    west -= (columns * cell_m - (east - west)) / 2
    south -= (rows * cell_m - (north - south)) / 2
    return Squares(area, float(cell_m), float(west), float(south), rows, columns)
