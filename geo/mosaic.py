"""
A mosaic of the world: cells of equal area, near to squares, in rows between circles of latitude.

Degrees, longitude before latitude; kilometres. The cells of one size are the same for everybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from pyproj import Proj

from geo.errors import NumberError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

EARTH_KM2: Final = 510_065_621.724
"""Area of the WGS 84 ellipsoid (NGA.STND.0036, table 3.5: authalic radius 6371.0072 km)."""

LEAST_KM, MOST_KM = 0.1, 5_000.0
STEPS: Final = 8  # of an edge along a circle of latitude, which is no straight line on a map
CORNERS: Final = 2 * (STEPS + 1) + 1
"""Vertices of an outline, the first one again at its end."""

_CYLINDER: Final = "+proj=cea +lat_ts=0 +ellps=WGS84"


@dataclass(frozen=True, slots=True, eq=False)
class Mosaic:
    """
    Cells of one size.

    Attributes
    ----------
    km
        Side of a square of the area of a cell, kilometres.
    first
        Number of cells north of each row, and of all at the end, shape (rows + 1,).
    """

    km: float
    first: NDArray[np.int64]

    def cell_of(self, lon: ArrayLike, lat: ArrayLike) -> tuple[NDArray[np.int64], ...]:
        """
        Find the cells in which points lie.

        Parameters
        ----------
        lon, lat
            Degrees, shape (n,).

        Returns
        -------
        row, column
            Rows from the north, columns from 180 degrees west.
        """
        turn = np.mod(np.asarray(lon, dtype=np.float64) + 180.0, 360.0) / 360.0
        north = (1.0 - _height(lat)) / 2.0 * self.first[-1]  # in cells from the north pole
        row = np.clip(np.searchsorted(self.first, north, side="right") - 1, 0, len(self.first) - 2)
        column = np.floor(turn * np.diff(self.first)[row]).astype(np.int64)
        return row, np.minimum(column, np.diff(self.first)[row] - 1)

    def middle(
        self, row: NDArray[np.int64], column: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """
        Give the middles of cells.

        Parameters
        ----------
        row, column
            As `cell_of` gives them.

        Returns
        -------
        lon, lat
            Degrees: half of a cell lies to each side.
        """
        west, east, south, north = self._edges(row, column)
        return (west + east) / 2, _latitude((south + north) / 2)

    def outline(self, row: NDArray[np.int64], column: NDArray[np.int64]) -> NDArray[np.object_]:
        """
        Draw cells.

        Parameters
        ----------
        row, column
            As `cell_of` gives them.

        Returns
        -------
        Polygons with the same number of vertices each; none crosses the antimeridian.
        """
        west, east, south, north = self._edges(row, column)
        along = np.linspace(0, 1, STEPS + 1)
        lons = west[:, None] + (east - west)[:, None] * along
        low = np.broadcast_to(_latitude(south)[:, None], lons.shape)
        high = np.broadcast_to(_latitude(north)[:, None], lons.shape)
        ring = np.concatenate(
            [np.stack([lons, low], axis=-1), np.stack([lons[:, ::-1], high], axis=-1)], axis=1
        )
        drawn = shapely.polygons(np.concatenate([ring, ring[:, :1]], axis=1))
        return np.asarray(drawn, dtype=object)

    def _edges(
        self, row: NDArray[np.int64], column: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], ...]:
        """Give west and east in degrees, south and north as heights of the cylinder."""
        width = 360.0 / np.diff(self.first)[row]
        north, south = (1.0 - 2.0 * self.first[row + step] / self.first[-1] for step in (0, 1))
        return column * width - 180.0, (column + 1) * width - 180.0, south, north


def mosaic(km: float) -> Mosaic:
    """
    Divide the world into cells of one area.

    Parameters
    ----------
    km
        Side of a square of that area, kilometres, from 0.1 to 5,000; it is fitted to a whole
        number of cells.

    Returns
    -------
    The cells.

    Raises
    ------
    NumberError
        If the side is outside these bounds.

    Notes
    -----
    Circles of latitude at equal steps are moved so that every row between two of them has the
    area of a whole number of cells, as the zones of Leopardi (2006, A partition of the unit
    sphere into regions of equal area and small diameter, ETNA 25, 309-327), here on the
    ellipsoid through the cylindrical equal-area projection of pyproj.

    Examples
    --------
    >>> import numpy as np
    >>> grid = mosaic(50)
    >>> row, column = grid.cell_of(np.array([40.4504]), np.array([35.1098]))
    >>> lon, lat = grid.middle(row, column)
    >>> print(f"{lon[0]:.3f} {lat[0]:.3f}")
    40.548 34.995
    """
    if not LEAST_KM <= km <= MOST_KM:
        message = f"a cell cannot be {km} km wide; expected {LEAST_KM} to {MOST_KM:,.0f}"
        raise NumberError(message)
    total = round(EARTH_KM2 / km**2)
    rows = max(round(np.pi * np.sqrt(total / (4 * np.pi))), 1)
    ideal = (1.0 - np.cos(np.linspace(0, np.pi, rows + 1))) / 2.0
    return Mosaic(km, np.round(ideal * total).astype(np.int64))


def _height(lat: ArrayLike) -> NDArray[np.float64]:
    """Give the sine of the authalic latitude: 1 at the north pole, and equal areas in between."""
    lat = np.asarray(lat, dtype=np.float64)
    cylinder = Proj(_CYLINDER)
    pole = cylinder(0.0, 90.0)[1]
    return np.asarray(cylinder(np.zeros_like(lat), lat)[1] / pole, dtype=np.float64)


def _latitude(height: NDArray[np.float64]) -> NDArray[np.float64]:
    """Undo `_height`."""
    cylinder = Proj(_CYLINDER)
    pole = cylinder(0.0, 90.0)[1]
    return np.asarray(cylinder(np.zeros_like(height), height * pole, inverse=True)[1])
