"""
A heat layer with a unit: expected incidents per 100 square kilometres, on a grid.

Every incident is spread over the ground by its own error, so that an uncertain one is wide and
faint, and the sum over all cells is the number of incidents that were spread. The grid is
regular in Web Mercator, where the page draws it; areas are taken on the ground.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_M = 6_378_137.0  # of Web Mercator (EPSG:3857)
R90_PER_SD = 2.1460  # sqrt(-2 ln 0.1): radius that holds 90 % of a round normal distribution
LEAST_SD_M = 8_000.0  # ours: about the median error of a located description (6 to 8 km)
MOST_SD_M = 40_000.0  # ours: wider, and neighbouring provinces could not be told apart
SMOOTHINGS = 60  # across the extent, so that a heat can be seen when all of it is in view
CELLS_PER_SD = 3.0  # of the least spread: between them a line is as good as the bell
MOST_CELLS = 500_000  # cells grow until the grid has no more: 4 MB while it is computed
REACH_SD = 3.5  # kernels are cut here; they keep their mass
SHARE = 1.25  # incidents whose spreads differ by less than this factor are filtered together
PER_AREA = 1e8  # square metres in 100 square kilometres
LEVELS = 255  # cells travel as bytes, on a logarithmic scale
DECADES = 3.0  # of density below the peak that the bytes can express


@dataclass(frozen=True, slots=True)
class Surface:
    """
    Expected incidents per 100 km² on a grid that is regular in Web Mercator.

    Attributes
    ----------
    west_m, north_m
        Outer corner of the first cell, Web Mercator metres.
    cell_m
        Side of a cell, Web Mercator metres.
    density
        Rows from north to south, columns from west to east.
    incidents
        How many were spread.
    least_sd_m
        Least standard deviation of a spread, metres; the legend says it.
    """

    west_m: float
    north_m: float
    cell_m: float
    density: NDArray[np.float64]
    incidents: int
    least_sd_m: float


def surface(lon: ArrayLike, lat: ArrayLike, radius_m: ArrayLike) -> Surface | None:
    """
    Spread incidents by their own error.

    Parameters
    ----------
    lon, lat
        Points, degrees; rows with NaN are left out.
    radius_m
        Radii that hold the truth with 90 %; NaN counts as exact.

    Returns
    -------
    Surface or None
        None if no row has a point.

    Examples
    --------
    The sum over the cells, each with its area on the ground, is the number of incidents:

    >>> heat = surface([40.0, 40.2], [35.0, 35.1], [10_000, 30_000])
    >>> area = cell_areas(heat) / PER_AREA
    >>> round(float((heat.density * area[:, None]).sum()), 6)
    2.0
    """
    lon, lat = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    known = np.isfinite(lon) & np.isfinite(lat)
    if not known.any():
        return None
    lon, lat = lon[known], np.clip(lat[known], -85, 85)
    x = np.radians(lon) * EARTH_RADIUS_M
    y = np.arctanh(np.sin(np.radians(lat))) * EARTH_RADIUS_M
    sd_m = np.nan_to_num(np.asarray(radius_m, dtype=np.float64)[known]) / R90_PER_SD
    least = float(np.clip(max(np.ptp(x), np.ptp(y)) / SMOOTHINGS, LEAST_SD_M, MOST_SD_M))
    spread = np.maximum(sd_m, least) / np.cos(np.radians(lat))  # in map metres
    reach = REACH_SD * spread * SHARE
    west, east = float((x - reach).min()), float((x + reach).max())
    south, north = float((y - reach).min()), float((y + reach).max())
    cell = max(least / CELLS_PER_SD, float(np.sqrt((east - west) * (north - south) / MOST_CELLS)))
    shape = (int(np.ceil((north - south) / cell)) + 1, int(np.ceil((east - west) / cell)) + 1)
    mass = np.zeros(shape)
    row, column = ((north - y) / cell).astype(np.int64), ((x - west) / cell).astype(np.int64)
    band = np.floor(np.log(spread) / np.log(SHARE)).astype(np.int64)
    for width in np.unique(band):
        chosen = band == width
        _spread(mass, row[chosen], column[chosen], float(spread[chosen].mean()) / cell)
    heat = Surface(west, north, cell, mass, len(x), least)
    return replace(heat, density=mass / cell_areas(heat)[:, None] * PER_AREA)


def cell_areas(heat: Surface) -> NDArray[np.float64]:
    """
    Give the area of a cell in each row, on the ground.

    Parameters
    ----------
    heat
        Any surface.

    Returns
    -------
    array of float
        Square metres, one value a row.
    """
    y = heat.north_m - (np.arange(heat.density.shape[0]) + 0.5) * heat.cell_m
    return np.asarray((heat.cell_m / np.cosh(y / EARTH_RADIUS_M)) ** 2)


def levels(heat: Surface) -> tuple[NDArray[np.int64], NDArray[np.int64], float]:
    """
    Reduce a surface to its filled cells and one byte each.

    Parameters
    ----------
    heat
        Any surface.

    Returns
    -------
    index, level, peak
        Flat indices of the cells that are not empty, their levels 1 to 255 (the density is
        `peak * 10 ** (DECADES * (level / 255 - 1))`), the largest density.
    """
    flat = heat.density.ravel()
    peak = float(flat.max())
    index = np.flatnonzero(flat > peak * 10**-DECADES)
    level = np.round((np.log10(flat[index] / peak) / DECADES + 1) * LEVELS).astype(np.int64)
    return index[level > 0], level[level > 0], peak


def _spread(
    mass: NDArray[np.float64], row: NDArray[np.int64], column: NDArray[np.int64], sd_cells: float
) -> None:
    """Add the incidents of one width, as round normal distributions, one axis after the other."""
    reach = int(np.ceil(REACH_SD * sd_cells))
    top, left = max(int(row.min()) - reach, 0), max(int(column.min()) - reach, 0)
    bottom = min(int(row.max()) + reach + 1, mass.shape[0])
    right = min(int(column.max()) + reach + 1, mass.shape[1])
    window = np.zeros((bottom - top, right - left))
    np.add.at(window, (row - top, column - left), 1.0)
    steps = np.arange(-reach, reach + 1)
    kernel = np.exp(-0.5 * (steps / sd_cells) ** 2)
    kernel /= kernel.sum()
    for axis in (0, 1):
        window = _filtered(window, kernel, reach, axis)
    mass[top:bottom, left:right] += window


def _filtered(
    values: NDArray[np.float64], kernel: NDArray[np.float64], reach: int, axis: int
) -> NDArray[np.float64]:
    lines = np.moveaxis(values, axis, 0)
    out = np.zeros_like(lines)
    length = len(lines)
    for step, weight in zip(range(-reach, reach + 1), kernel, strict=True):
        start, stop = max(0, step), min(length, length + step)
        out[start:stop] += weight * lines[start - step : stop - step]
    return np.moveaxis(out, 0, axis)
