"""
Counts by cell: squares and hexagons of equal areas, and the cells of H3.

A grid covers what the incidents reach, and nothing of an incident lies outside of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import numpy as np

import geo
from geo.clouds import points_of
from geo.counts.shares import NOT_LOCATED
from geo.counts.tabulation import CHANGES, NUMBERS, tabulate
from geo.equal_area import EqualArea, plane_of
from geo.errors import NumberError
from geo.tables import CRS, require_wgs84

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from geo.clouds import Clouds
    from geo.counts.periods import PeriodLike
    from geo.counts.zones import Zones
    from geo.laws import FloatArray

Cell: TypeAlias = Literal["square", "hexagon", "h3"]

HALF: Final = 1 << 20
"""A cell's column and row are one number, each offset by so much: cells of 20 m on all the Earth
have fewer."""


@dataclass(frozen=True)
class SquareZones:
    """
    Squares in a plane of equal areas; an edge belongs to the cell east or north of it.

    Attributes
    ----------
    plane
        The plane; its middle is a corner.
    cell_m
        Side of a cell, metres.
    """

    plane: EqualArea
    cell_m: float

    def numbers(self, lon: FloatArray, lat: FloatArray) -> NDArray[np.int64]:
        """
        Give the cell of each point.

        Parameters
        ----------
        lon, lat
            Degrees.
        """
        x, y = self.plane.forward(lon, lat)
        return _joined(np.floor(x / self.cell_m), np.floor(y / self.cell_m))

    def numbers_of(self, clouds: Clouds) -> NDArray[np.int64]:
        """
        Give the cell of each point of clouds.

        Parameters
        ----------
        clouds
            Any.
        """
        return self.numbers(clouds.lon, clouds.lat)

    def codes(self, numbers: NDArray[np.int64]) -> NDArray[np.object_]:
        """
        Give codes: columns and rows from the middle of the plane, as "W3N12".

        Parameters
        ----------
        numbers
            Cells.
        """
        return np.array(
            [
                f"{'W' if x < 0 else 'E'}{abs(x)}{'S' if y < 0 else 'N'}{abs(y)}"
                for x, y in zip(*_parted(numbers), strict=True)
            ],
            dtype=object,
        )

    def shapes(self, numbers: NDArray[np.int64]) -> NDArray[np.object_]:
        """
        Draw cells.

        Parameters
        ----------
        numbers
            Cells.

        Returns
        -------
        object array
            Polygons, degrees.
        """
        column, row = _parted(numbers)
        x = (column[:, None] + np.array([0, 1, 1, 0])) * self.cell_m
        y = (row[:, None] + np.array([0, 0, 1, 1])) * self.cell_m
        return self.plane.cells(x, y)


@dataclass(frozen=True)
class HexagonZones:
    """
    Hexagons with a corner in the north, in a plane of equal areas.

    Attributes
    ----------
    plane
        The plane; its middle is the middle of a cell.
    cell_m
        Side of a square as large as a cell, metres.
    """

    plane: EqualArea
    cell_m: float

    @property
    def _side_m(self) -> float:
        return self.cell_m * float(np.sqrt(2 / (3 * np.sqrt(3))))

    def numbers(self, lon: FloatArray, lat: FloatArray) -> NDArray[np.int64]:
        """
        Give the cell of each point.

        Parameters
        ----------
        lon, lat
            Degrees.
        """
        x, y = (values / self._side_m for values in self.plane.forward(lon, lat))
        # cube coordinates, each rounded, and the one that is farthest off from the other two
        q, r = x / np.sqrt(3) - y / 3, y * 2 / 3
        whole = np.stack([np.round(q), np.round(r), np.round(-q - r)])
        off = np.abs(whole - np.stack([q, r, -q - r]))
        first = (off[0] > off[1]) & (off[0] > off[2])
        second = ~first & (off[1] > off[2])
        q = np.where(first, -whole[1] - whole[2], whole[0])
        r = np.where(second, -whole[0] - whole[2], whole[1])
        return _joined(q, r)

    def numbers_of(self, clouds: Clouds) -> NDArray[np.int64]:
        """
        Give the cell of each point of clouds.

        Parameters
        ----------
        clouds
            Any.
        """
        return self.numbers(clouds.lon, clouds.lat)

    def codes(self, numbers: NDArray[np.int64]) -> NDArray[np.object_]:
        """
        Give codes: axial coordinates from the middle of the plane, as "q-3r12".

        Parameters
        ----------
        numbers
            Cells.
        """
        return np.array([f"q{q}r{r}" for q, r in zip(*_parted(numbers), strict=True)], dtype=object)

    def shapes(self, numbers: NDArray[np.int64]) -> NDArray[np.object_]:
        """
        Draw cells.

        Parameters
        ----------
        numbers
            Cells.

        Returns
        -------
        object array
            Polygons, degrees.
        """
        q, r = _parted(numbers)
        corner = np.radians(30 + 60 * np.arange(6))
        x = ((np.sqrt(3) * (q + r / 2))[:, None] + np.cos(corner)) * self._side_m
        y = ((1.5 * r)[:, None] + np.sin(corner)) * self._side_m
        return self.plane.cells(np.asarray(x), np.asarray(y))


def by_grid(
    incidents: gpd.GeoDataFrame,
    *,
    cell_km: float = 25.0,
    cell: Cell = "square",
    resolution: int = 5,
    plane: EqualArea | None = None,
    period: PeriodLike | None = None,
    by: str | None = None,
    level: float = 0.9,
) -> gpd.GeoDataFrame:
    """
    Count incidents by cell of a grid, with the columns of `by_province`.

    Parameters
    ----------
    incidents
        As `by_province` takes them.
    cell_km
        Side of a square, kilometres; a hexagon is as large as that square.
    cell
        "square" and "hexagon" have equal areas; "h3" are Uber's hexagons, whose areas differ.
    resolution
        Of H3, 0 (4,000,000 km²) to 15 (1 m²); 5 is about 250 km².
    plane
        Plane of the squares and hexagons, so that cells of two tables are the same; about the
        middle of the points, in whole degrees, if left out.
    period, by, level
        As `by_province` takes them.

    Returns
    -------
    geopandas.GeoDataFrame
        One row a cell that an incident may lie in (and period, and value of `by`), EPSG:4326; the
        geometry is the cell. Rows of the code "not_located", without a geometry, take the
        incidents that lie nowhere.

    Raises
    ------
    CRSError, TableError
        As `by_province`.
    NumberError
        If a cell has no size, or the resolution is none of H3.
    MissingExtraError
        If h3 was asked for and is not installed.

    Examples
    --------
    >>> import geopandas as gpd
    >>> points = gpd.points_from_xy([40.4, 40.4, 41.4], [35.01, 35.02, 35.0])
    >>> cells = by_grid(gpd.GeoDataFrame(geometry=points, crs=4326), cell_km=50)
    >>> cells[["code", "count"]].values.tolist()
    [['W2N0', 2], ['E0N0', 1]]
    """
    import geopandas as gpd  # noqa: PLC0415 - heavy, and needed only here

    require_wgs84(incidents, "the incidents")
    zones: Zones
    if cell == "h3":
        from geo.counts.h3_zones import H3Zones  # noqa: PLC0415 - needs an extra

        zones = H3Zones(resolution)
    else:
        if not 0.02 <= cell_km < np.inf:  # noqa: PLR2004 - see HALF
            message = f"cell_km is {cell_km}; expected 0.02 or more"
            raise NumberError(message)
        plane = plane_of(*points_of(incidents)) if plane is None else plane
        make = HexagonZones if cell == "hexagon" else SquareZones
        zones = make(plane, cell_km * 1_000)
    counts = tabulate(incidents, zones, period=period, by=by, level=level)
    number = counts.pop("zone").to_numpy(dtype=np.int64)
    lies = number != NOT_LOCATED
    code, shape = np.full((2, len(number)), None, dtype=object)
    code[~lies] = "not_located"
    code[lies], shape[lies] = zones.codes(number[lies]), zones.shapes(number[lies])
    counts["code"] = code.astype(str)
    order = np.lexsort((counts.index, number, ~lies))
    keys = ["code", "period", *([by] if by else [])]
    changes = [name for name in CHANGES if name in counts]
    ordered = counts[[*keys, *NUMBERS, "casualties_missing", *changes]]
    table = gpd.GeoDataFrame(ordered, geometry=shape, crs=CRS).iloc[order].reset_index(drop=True)
    said = {"cell": cell, "period": period, "by": by, "level": level}
    where = {"resolution": resolution} if cell == "h3" else {"cell_km": cell_km, "plane": plane}
    table.attrs = {
        "method": "expected counts",
        "parameters": {**said, **where},
        "version": geo.__version__,
    }
    return table


def _joined(column: FloatArray, row: FloatArray) -> NDArray[np.int64]:
    return np.asarray((column.astype(np.int64) + HALF) * 2 * HALF + row.astype(np.int64) + HALF)


def _parted(numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return numbers // (2 * HALF) - HALF, numbers % (2 * HALF) - HALF
