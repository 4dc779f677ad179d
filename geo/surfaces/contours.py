"""
Contours of a surface: the smallest areas that hold a share of all incidents.

The field calls them highest-density regions: everywhere inside is denser than anywhere outside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

import geo
from geo.errors import NumberError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    from numpy.typing import NDArray
    from shapely import LinearRing
    from shapely.geometry.base import BaseGeometry

    from geo.laws import FloatArray
    from geo.surfaces.surface import Surface

LEVELS: Final = (0.5, 0.8, 0.95)

# Sides of a square between four middles: north 0, east 1, south 2, west 3. The key has a bit for
# each corner that is high: north-west 8, north-east 4, south-east 2, south-west 1. Lines run with
# what is high on their left, seen with north up. The two saddles are joined through the middle.
_NORTH, _EAST, _SOUTH, _WEST = range(4)
_LINES: Final[dict[int, tuple[tuple[int, int], ...]]] = {
    1: ((_SOUTH, _WEST),),
    2: ((_EAST, _SOUTH),),
    3: ((_EAST, _WEST),),
    4: ((_NORTH, _EAST),),
    5: ((_NORTH, _WEST), (_SOUTH, _EAST)),
    6: ((_NORTH, _SOUTH),),
    7: ((_NORTH, _WEST),),
    8: ((_WEST, _NORTH),),
    9: ((_SOUTH, _NORTH),),
    10: ((_WEST, _SOUTH), (_EAST, _NORTH)),
    11: ((_EAST, _NORTH),),
    12: ((_WEST, _EAST),),
    13: ((_SOUTH, _EAST),),
    14: ((_WEST, _SOUTH),),
}


def contours(surface: Surface, levels: Sequence[float] = LEVELS) -> gpd.GeoDataFrame:
    """
    Draw the smallest areas that hold shares of the incidents.

    Parameters
    ----------
    surface
        Any surface.
    levels
        Shares, above 0 and below 1.

    Returns
    -------
    geopandas.GeoDataFrame
        One row a level, in the order given, EPSG:4326: level, per_100_km2 (the density along the
        line), incidents (how many are expected inside), area_km2 and geometry. A surface without
        incidents gives no row.

    Raises
    ------
    NumberError
        If a level is no share of some and not of all.

    Notes
    -----
    Hyndman (1996), doi:10.1080/00031305.1996.10474359; lines by marching squares (Lorensen &
    Cline 1987, doi:10.1145/37402.37422) between the middles of the cells.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from geo.surfaces.kernel import density
    >>> table = gpd.GeoDataFrame(geometry=gpd.points_from_xy([40.4], [35.0]), crs=4326)
    >>> areas = contours(density(table, bandwidth_km=10))
    >>> [round(area) for area in np.sqrt(areas["area_km2"] / np.pi)]  # 10 km sqrt(-2 ln(1 - level))
    [12, 18, 24]
    """
    import geopandas as gpd  # noqa: PLC0415 - heavy, and needed only here

    for level in levels:
        if not 0 < level < 1:
            message = f"a contour that holds {level}: expected a share between 0 and 1, as 0.8"
            raise NumberError(message)
    fallen = np.sort(surface.values, axis=None)[::-1]
    held = np.cumsum(fallen)
    rows: dict[str, list[object]] = {
        name: [] for name in ("level", "per_100_km2", "incidents", "area_km2")
    }
    shapes = []
    for level in levels if held[-1] > 0 else ():
        height = _height(fallen, held, level * held[-1])
        area = area_above(surface, height)
        shapes.append(surface.plane.area(area))
        rows["level"].append(float(level))
        rows["per_100_km2"].append(height)
        rows["incidents"].append(level * surface.incidents)
        rows["area_km2"].append(area.area / 1e6)
    table = gpd.GeoDataFrame(rows, geometry=shapes, crs="EPSG:4326")
    table.attrs = {**surface.attrs, "method": "highest-density regions", "version": geo.__version__}
    return table


def _height(fallen: FloatArray, held: FloatArray, wanted: float) -> float:
    """Give the height whose cells hold a mass: between the last one inside and the next."""
    last = int(np.searchsorted(held, wanted))
    share = (wanted - (held[last] - fallen[last])) / fallen[last]
    next_ = fallen[min(last + 1, len(fallen) - 1)]
    return float(fallen[last] + share * (next_ - fallen[last]))


def area_above(surface: Surface, height: float) -> BaseGeometry:
    """
    Give the area where a surface is higher.

    Parameters
    ----------
    surface
        Any surface; beyond its grid it is nothing, which closes lines at the edge.
    height
        Above 0.

    Returns
    -------
    Polygon or MultiPolygon
        Metres in the plane.
    """
    rings = lines_at(np.pad(surface.values, 1), height)
    west, north = surface.west_m - surface.cell_m / 2, surface.north_m + surface.cell_m / 2
    placed: list[LinearRing] = [
        shapely.LinearRing(
            np.stack(
                [west + ring[:, 1] * surface.cell_m, north - ring[:, 0] * surface.cell_m], axis=-1
            )
        )
        for ring in rings
    ]
    area = shapely.build_area(shapely.multilinestrings(placed)) if placed else shapely.Polygon()
    return area if shapely.is_valid(area) else shapely.buffer(area, 0)


def lines_at(values: FloatArray, height: float) -> list[FloatArray]:
    """
    Draw the closed lines along which an array has a height.

    Parameters
    ----------
    values
        Shape (rows, columns), lower than the height along the rim.
    height
        The height.

    Returns
    -------
    list of arrays
        Corners (row, column) of each line, shape (n, 2), without the first again at the end; what
        is higher lies on the left, seen with the first row at the top.

    Examples
    --------
    >>> peak = np.zeros((3, 3))
    >>> peak[1, 1] = 1.0
    >>> [line.tolist() for line in lines_at(peak, 0.5)]
    [[[1.0, 1.5], [0.5, 1.0], [1.0, 0.5], [1.5, 1.0]]]
    """
    high = values > height
    key = 8 * high[:-1, :-1] + 4 * high[:-1, 1:] + 2 * high[1:, 1:] + 1 * high[1:, :-1]
    middle = (values[:-1, :-1] + values[:-1, 1:] + values[1:, 1:] + values[1:, :-1]) / 4
    # a saddle whose middle is high has its two low corners cut off, as the other kind has its high
    # ones: it is drawn as the other key with the lines turned round
    joined = (middle > height) & ((key == 5) | (key == 10))  # noqa: PLR2004 - the saddles
    row, column = np.nonzero((key > 0) & (key < 15))  # noqa: PLR2004 - all four corners
    follow: dict[int, int] = {}
    for kind, lines in _LINES.items():
        for turned in (False, True):
            at = (key[row, column] == (15 - kind if turned else kind)) & (
                joined[row, column] == turned
            )
            if turned and kind not in (5, 10):
                continue
            for begin, end in lines:
                first = _crossing(begin, row[at], column[at], values.shape[1])
                second = _crossing(end, row[at], column[at], values.shape[1])
                pairs = (second, first) if turned else (first, second)
                follow.update(zip(*(numbers.tolist() for numbers in pairs), strict=True))
    return [_places(np.array(line), values, height) for line in _closed(follow)]


def _crossing(
    side: int, row: NDArray[np.intp], column: NDArray[np.intp], columns: int
) -> NDArray[np.intp]:
    """Give numbers to the edges that a line crosses: even ones lie east-west."""
    down, right = int(side == _SOUTH), int(side == _EAST)
    return np.asarray(2 * ((row + down) * columns + column + right) + (side in {_EAST, _WEST}))


def _closed(follow: dict[int, int]) -> list[list[int]]:
    """Follow each line round until it is closed."""
    lines = []
    while follow:
        start = next(iter(follow))
        line, now = [start], follow.pop(start)
        while now != start:
            line.append(now)
            now = follow.pop(now)
        lines.append(line)
    return lines


def _places(line: NDArray[np.intp], values: FloatArray, height: float) -> FloatArray:
    """Give where the height is crossed on each edge, straight between two middles."""
    upright = line % 2
    row, column = np.divmod(line // 2, values.shape[1])
    one = values[row, column]
    other = values[row + upright, column + 1 - upright]
    share = (height - one) / (other - one)
    return np.stack([row + share * upright, column + share * (1 - upright)], axis=-1)
