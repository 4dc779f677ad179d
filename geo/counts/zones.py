"""
Zones: what incidents are counted in. Each gives points whole numbers, and the numbers codes.

Degrees, longitude before latitude; a point in no zone has the number -1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import shapely

from geo.polygons import rows_at
from geo.regions import COAST_M

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.clouds import Clouds
    from geo.laws import FloatArray
    from geo.polygons import Regions

NOWHERE = -1


class Zones(Protocol):
    """What incidents are counted in."""

    def numbers(self, lon: FloatArray, lat: FloatArray) -> NDArray[np.int64]:
        """Give the zone of each point, -1 where there is none."""

    def numbers_of(self, clouds: Clouds) -> NDArray[np.int64]:
        """Give the zone of each point of clouds."""

    def codes(self, numbers: NDArray[np.int64]) -> NDArray[np.object_]:
        """Give the codes of zones."""

    def shapes(self, numbers: NDArray[np.int64]) -> NDArray[np.object_]:
        """Give the polygons of zones, degrees."""


@dataclass(frozen=True)
class RegionZones:
    """
    Provinces, districts, countries: polygons with codes.

    Attributes
    ----------
    regions
        The polygons. A point on a border belongs to the code that sorts first, and one off a
        coast, by no more than `geo.regions.COAST_M`, to the nearest.
    """

    regions: Regions

    def numbers(self, lon: FloatArray, lat: FloatArray) -> NDArray[np.int64]:
        """
        Give the row of the region of each point.

        Parameters
        ----------
        lon, lat
            Degrees, shape (n,).

        Returns
        -------
        array
            -1 where there is none.
        """
        return rows_at(self.regions, lon, lat, coast_m=COAST_M).astype(np.int64)

    def numbers_of(self, clouds: Clouds) -> NDArray[np.int64]:
        """
        Give the row of the region of each point of clouds.

        Parameters
        ----------
        clouds
            Most lie whole in one region, which their box tells without a look at their points.

        Returns
        -------
        array
            -1 where there is none.
        """
        row = self._of_boxes(clouds)[clouds.owner]
        rest = np.flatnonzero(row < 0)
        row[rest] = self.numbers(clouds.lon[rest], clouds.lat[rest])
        return row

    def codes(self, numbers: NDArray[np.int64]) -> NDArray[np.object_]:
        """
        Give the codes of rows.

        Parameters
        ----------
        numbers
            Rows.
        """
        return np.asarray(self.regions.codes[numbers])

    def shapes(self, numbers: NDArray[np.int64]) -> NDArray[np.object_]:
        """
        Give the polygons of rows.

        Parameters
        ----------
        numbers
            Rows.
        """
        return np.asarray(self.regions.shapes[numbers])

    def _of_boxes(self, clouds: Clouds) -> NDArray[np.int64]:
        """Give the region that holds the box of each cloud and that no other meets there."""
        row = np.full(len(clouds.sizes), NOWHERE, dtype=np.int64)
        large = np.flatnonzero(clouds.sizes > 1)
        if not large.size:
            return row
        starts = clouds.start[:-1]
        west, south = (np.minimum.reduceat(x, starts)[large] for x in (clouds.lon, clouds.lat))
        east, north = (np.maximum.reduceat(x, starts)[large] for x in (clouds.lon, clouds.lat))
        boxes = shapely.box(west, south, east, north)
        box, part = self.regions.tree.query(boxes, predicate="intersects")
        single = np.bincount(box, minlength=len(boxes))[box] == 1
        box, part = box[single], part[single]
        parts, row_of_part = self.regions.parts
        shapely.prepare(parts[part])
        held = shapely.covers(parts[part], boxes[box])
        row[large[box[held]]] = row_of_part[part[held]]
        return row
