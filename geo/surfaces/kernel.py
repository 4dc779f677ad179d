"""
Kernel density of incidents that are where they are said to be only so well.

Each incident is spread by its own density and by a bandwidth, so that an uncertain one is wide and
faint and the sum over all cells is the number of incidents. Degrees, longitude before latitude.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

import geo
from geo.clouds import points_of
from geo.equal_area import plane_of
from geo.errors import NumberError
from geo.surfaces.blur import REACH, blurred
from geo.surfaces.spots import Spots, spots_of
from geo.surfaces.surface import PER_KM2, Surface
from geo.tables import repeats, require_wgs84

if TYPE_CHECKING:
    from collections.abc import Hashable

    import geopandas as gpd

    from geo.equal_area import EqualArea
    from geo.laws import FloatArray

BANDWIDTH_KM: Final = 10.0
"""Standard deviation by which every incident is spread beside its own density: ours, about how far
off a described place is, below which a surface would show the incidents one by one."""

CELLS_PER_BANDWIDTH: Final = 3.0
"""Cells in a bandwidth where no cell is asked for: ours; between them the bell is as good as
straight."""

USUAL_CELLS: Final = 1_000_000
"""Cells of a grid that was left to us: ours; it then grows no further, its cells do."""

MOST_CELLS: Final = 50_000_000
"""Cells of a grid that was asked for: ours, 400 MB."""


def density(
    incidents: gpd.GeoDataFrame,
    *,
    bandwidth_km: float = BANDWIDTH_KM,
    cell_km: float | None = None,
    extent: tuple[float, float, float, float] | None = None,
    plane: EqualArea | None = None,
) -> Surface:
    """
    Spread incidents over a grid of equal areas.

    Parameters
    ----------
    incidents
        A table of points on EPSG:4326. Each is spread by its density, its footprint or its
        radius_m, whichever says most; a point without any by the bandwidth alone.
    bandwidth_km
        Standard deviation of the bell that is added to every incident's own, kilometres.
    cell_km
        Side of a cell, kilometres; a third of the bandwidth if left out, or more where the grid
        would have more than a million cells.
    extent
        West, south, east and north that the grid covers, degrees; all that the incidents reach if
        left out. East may be beyond 180, or less than west, for an extent across the antimeridian.
    plane
        The plane of equal areas; about the middle of the incidents, or of the extent, if left
        out.

    Returns
    -------
    Surface
        Incidents per 100 km². `attrs` tells how many incidents were spread, how much of them lies
        outside the extent, and how many lie nowhere; these add up to the rows, but for rows whose
        `duplicate_of` names another.

    Raises
    ------
    CRSError
        If the points are not longitudes and latitudes.
    NumberError
        If a length is not above zero, or the grid would have too many cells.

    Notes
    -----
    Bells of similar widths are laid on the grid together and blurred by Fourier transforms, which
    keep the sum; each is shared between two widths so that its variance is its own.

    Examples
    --------
    >>> import geopandas as gpd
    >>> points = gpd.points_from_xy([40.4, 40.5], [35.0, 35.1])
    >>> table = gpd.GeoDataFrame({"radius_m": [5e3, 3e4]}, geometry=points, crs=4326)
    >>> heat = density(table, bandwidth_km=5, cell_km=2)
    >>> round(heat.incidents, 6)
    2.0
    """
    require_wgs84(incidents, "the incidents")
    for name, length in (("bandwidth_km", bandwidth_km), ("cell_km", cell_km)):
        if length is not None and not 0 < length < np.inf:
            message = f"{name} is {length}; expected kilometres above 0"
            raise NumberError(message)
    incidents = incidents[~repeats(incidents)]
    if plane is None:
        plane = plane_of(*(points_of(incidents) if extent is None else _corners(extent)))
    spots = spots_of(incidents, plane, bandwidth_km * 1_000)
    grid = _grid(spots, plane, bandwidth_km, cell_km, extent)
    weight = spots.weights()
    total = float(weight.sum())
    values = values_on(grid, spots, weight)
    inside = float(values.sum()) * grid.cell_km2 / PER_KM2
    said: dict[Hashable, Any] = {
        "method": "kernel density",
        "parameters": {
            "bandwidth_km": bandwidth_km,
            "cell_km": grid.cell_m / 1_000,
            "extent": extent,
        },
        "version": geo.__version__,
        "spread": total,
        "outside": max(total - inside, 0.0) if extent else 0.0,
        "not_located": int((spots.source_of < 0).sum()),
    }
    return replace(grid, values=values, attrs=said)


def values_on(grid: Surface, spots: Spots, weight: FloatArray) -> FloatArray:
    """
    Spread bells over the grid of a surface.

    Parameters
    ----------
    grid
        Any surface.
    spots
        Bells in its plane.
    weight
        Mass of each.

    Returns
    -------
    array
        Incidents per 100 km², shape of the grid.
    """
    rows, columns = grid.values.shape
    mass = blurred(
        (spots.x - grid.west_m) / grid.cell_m, (grid.north_m - spots.y) / grid.cell_m,
        spots.sd_m / grid.cell_m, weight, (rows, columns),
    )  # fmt: skip
    return np.asarray(mass / grid.cell_km2 * PER_KM2)


def _corners(extent: tuple[float, float, float, float]) -> tuple[FloatArray, FloatArray]:
    """Give points along the rim of an extent, and inside."""
    west, south, east, north = extent
    if not (-90 <= south < north <= 90):  # noqa: PLR2004 - the poles
        message = f"an extent from {south} to {north} degrees of latitude: expected south < north"
        raise NumberError(message)
    east += 360 if east <= west else 0
    lon, lat = np.meshgrid(np.linspace(west, east, 33), np.linspace(south, north, 33))
    return lon.ravel(), lat.ravel()


def _grid(
    spots: Spots,
    plane: EqualArea,
    bandwidth_km: float,
    cell_km: float | None,
    extent: tuple[float, float, float, float] | None,
) -> Surface:
    """Lay an empty grid over an extent, or over all that the bells reach."""
    if extent is not None:
        x, y = plane.forward(*_corners(extent))
        reach_m = np.zeros(1)
    elif spots.x.size:
        x, y, reach_m = spots.x, spots.y, REACH * spots.sd_m
    else:
        x, y, reach_m = np.zeros(1), np.zeros(1), np.ones(1)
    west, north = float((x - reach_m).min()), float((y + reach_m).max())
    wide_m, high_m = float((x + reach_m).max()) - west, north - float((y - reach_m).min())
    cell_m = max(
        bandwidth_km * 1_000 / CELLS_PER_BANDWIDTH, float(np.sqrt(wide_m * high_m / USUAL_CELLS))
    )
    if cell_km is not None:
        cell_m = cell_km * 1_000
    rows, columns = (max(int(np.ceil(side / cell_m - 1e-9)), 1) for side in (high_m, wide_m))
    if rows * columns > MOST_CELLS:
        message = (
            f"a grid of {rows:,} x {columns:,} cells of {cell_m / 1000:g} km is more than "
            f"{MOST_CELLS:,}; take a larger cell_km, or an extent"
        )
        raise NumberError(message)
    return Surface(np.zeros((rows, columns)), west, north, cell_m, plane)
