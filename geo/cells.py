"""
A density on a grid: cells in the azimuthal equidistant plane of their middle, on the ellipsoid.

Degrees, longitude before latitude; metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geo import geodesy
from geo.planes import area_in_plane

if TYPE_CHECKING:
    from geo.laws import FloatArray
    from geo.rings import Area

SIDE: Final = 96
"""Cells of a grid along each side: ours; the tests hold what footprints of so many cells cover."""

FLAT_M: Final = 300_000.0
"""How far from the middle of a grid its plane serves for distances and bearings: ours; up to here
distances are out by less than .04 % and bearings by less than .04 degrees, far below what the laws
know, and a grid is seen in a twentieth of the time."""

STEPS: Final = 0.5
"""How much of a cell the rim of a footprint may move to be smooth: ours, as thin rings bear."""


@dataclass(frozen=True)
class Cells:
    """A grid in the azimuthal equidistant plane of its middle; `mass` is None where empty."""

    middle_lon: float
    middle_lat: float
    cell_m: tuple[float, float]
    mass: FloatArray | None
    side: int = SIDE

    @cached_property
    def _metres(self) -> tuple[FloatArray, FloatArray]:
        """Middles of the cells in the plane, to the east and to the north of its own middle."""
        steps = np.arange(self.side) - (self.side - 1) / 2
        x, y = np.meshgrid(steps * self.cell_m[0], steps * self.cell_m[1], indexing="ij")
        return x.ravel(), y.ravel()

    @cached_property
    def _degrees(self) -> tuple[FloatArray, FloatArray]:
        return self._placed(*self._metres)

    @property
    def lon(self) -> FloatArray:
        """Longitudes of the middles of the cells, shape (self.side ** 2,)."""
        return self._degrees[0]

    @property
    def lat(self) -> FloatArray:
        """Their latitudes."""
        return self._degrees[1]

    @property
    def held(self) -> FloatArray:
        """Their probabilities."""
        return np.zeros(self.side**2) if self.mass is None else self.mass.ravel()

    def seen_from(self, lon: float, lat: float) -> tuple[FloatArray, FloatArray]:
        """
        Give the bearings and distances of the middles of the cells from a point.

        Parameters
        ----------
        lon, lat
            The point, degrees.

        Returns
        -------
        bearing, distance_m
            Degrees from true north at the point, and metres, each of shape (self.side ** 2,).

        Examples
        --------
        >>> grid = Cells(36.6, 35.9, (1_000.0, 1_000.0), None, side=2)
        >>> [values.round(1).tolist() for values in grid.seen_from(36.6, 35.9)]
        [[-135.0, -45.0, 135.0, 45.0], [707.1, 707.1, 707.1, 707.1]]
        """
        there, apart_m = geodesy.inverse(self.middle_lon, self.middle_lat, lon, lat)
        x, y = self._metres
        if max(float(apart_m), np.hypot(x[-1], y[-1])) > FLAT_M:
            bearing, distance_m = geodesy.inverse(lon, lat, self.lon, self.lat)
            return np.asarray(bearing), np.asarray(distance_m)
        back, _ = geodesy.inverse(lon, lat, self.middle_lon, self.middle_lat)
        turned = float(back) - (float(there) + 180) if apart_m else 0.0  # meridians converge
        east = x - apart_m * np.sin(np.radians(there))
        north = y - apart_m * np.cos(np.radians(there))
        return np.degrees(np.arctan2(east, north)) + turned, np.hypot(east, north)

    def _placed(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        return geodesy.destination(
            self.middle_lon, self.middle_lat, np.degrees(np.arctan2(x, y)), np.hypot(x, y)
        )

    def footprint(self, level: float) -> Area:
        """Join the fullest cells that hold a probability."""
        mass = np.zeros((self.side, self.side)) if self.mass is None else self.mass
        order = np.argsort(-mass, axis=None)
        kept = order[: int(np.searchsorted(np.cumsum(mass.ravel()[order]), level)) + 1]
        column, row = np.divmod(kept, self.side)
        # joined as whole numbers, which leave no seams, and only then scaled
        cells = shapely.coverage_union_all(shapely.box(column, row, column + 1, row + 1))
        wide, high = self.cell_m
        # steps of the mesh are no shape of the world
        joined = shapely.transform(
            shapely.simplify(cells, STEPS), lambda xy: (xy - self.side / 2) * (wide, high)
        )
        return area_in_plane(joined, self.middle_lon, self.middle_lat)

    def sample(self, n: int, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
        """Draw cells, and places in them."""
        drawn = rng.choice(self.side**2, n, p=self.held / self.held.sum())
        column, row = np.divmod(drawn, self.side)
        x = (column + rng.random(n) - self.side / 2) * self.cell_m[0]
        y = (row + rng.random(n) - self.side / 2) * self.cell_m[1]
        return self._placed(x, y)
