"""
Kernel density of incidents that are where they are said to be only so well.

Each incident is spread by its own density and by a bandwidth, so that an uncertain one is wide and
faint and the sum over all cells is the number of incidents. Degrees, longitude before latitude.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

import geo
from geo.clouds import clouds_of, kinds_of
from geo.equal_area import EqualArea, plane_of
from geo.errors import NumberError
from geo.factors import NORMAL_90
from geo.surfaces.blur import REACH, blurred
from geo.surfaces.surface import PER_KM2, Surface
from geo.tables import repeats, require_wgs84

if TYPE_CHECKING:
    import geopandas as gpd

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


@dataclass(frozen=True)
class Spots:
    """
    Incidents as bells in a plane.

    Attributes
    ----------
    x, y
        Middles, metres.
    sd_m
        Standard deviations, metres.
    weight
        Incidents, or parts of them.
    """

    x: FloatArray
    y: FloatArray
    sd_m: FloatArray
    weight: FloatArray


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
        lon, lat = kinds_of(incidents).points if extent is None else _corners(extent)
        plane = plane_of(lon, lat)
    spots, nowhere = _spots(incidents, plane, bandwidth_km * 1_000)
    west, south, east, north = _bounds(spots, plane, extent)
    cell_m = _cell_m(cell_km, bandwidth_km, (east - west) * (north - south))
    columns = max(int(np.ceil((east - west) / cell_m - 1e-9)), 1)
    rows = max(int(np.ceil((north - south) / cell_m - 1e-9)), 1)
    if rows * columns > MOST_CELLS:
        message = (
            f"a grid of {rows:,} x {columns:,} cells of {cell_m / 1000:g} km is more than "
            f"{MOST_CELLS:,}; take a larger cell_km, or an extent"
        )
        raise NumberError(message)
    mass = blurred(
        (spots.x - west) / cell_m, (north - spots.y) / cell_m, spots.sd_m / cell_m, spots.weight,
        (rows, columns),
    )  # fmt: skip
    total = float(spots.weight.sum())
    parameters = {"bandwidth_km": bandwidth_km, "cell_km": cell_m / 1_000, "extent": extent}
    return Surface(
        mass / (cell_m**2 / 1e6) * PER_KM2, west, north, cell_m, plane,
        {
            "method": "kernel density",
            "parameters": parameters,
            "version": geo.__version__,
            "spread": total,
            "outside": max(total - float(mass.sum()), 0.0) if extent else 0.0,
            "not_located": nowhere,
        },
    )  # fmt: skip


def _corners(extent: tuple[float, float, float, float]) -> tuple[FloatArray, FloatArray]:
    """Give points along the rim of an extent, and inside."""
    west, south, east, north = extent
    if not (-90 <= south < north <= 90):  # noqa: PLR2004 - the poles
        message = f"an extent from {south} to {north} degrees of latitude: expected south < north"
        raise NumberError(message)
    east += 360 if east <= west else 0
    lon, lat = np.meshgrid(np.linspace(west, east, 33), np.linspace(south, north, 33))
    return lon.ravel(), lat.ravel()


def _spots(incidents: gpd.GeoDataFrame, plane: EqualArea, bandwidth_m: float) -> tuple[Spots, int]:
    """Give bells for all incidents: one for each disc and point, and points for each density."""
    kinds = kinds_of(incidents)
    lon, lat = kinds.points
    plain = np.isin(kinds.kind, ("round", "point"))
    own_m = np.where(kinds.kind == "round", kinds.radius_m, 0.0)[plain] / NORMAL_90
    clouds = clouds_of(incidents[~plain])
    placed = clouds.cloud[clouds.cloud >= 0]
    times = np.bincount(placed, minlength=len(clouds.sizes))  # rows of each cloud
    weight = (times / np.maximum(clouds.sizes, 1))[clouds.owner]
    x, y = plane.forward(
        np.concatenate([lon[plain], clouds.lon]), np.concatenate([lat[plain], clouds.lat])
    )
    sd_m = np.concatenate([np.hypot(own_m, bandwidth_m), np.full(len(weight), bandwidth_m)])
    weight = np.concatenate([np.ones(int(plain.sum())), weight])
    return Spots(x, y, sd_m, weight), int((clouds.cloud < 0).sum())


def _bounds(
    spots: Spots, plane: EqualArea, extent: tuple[float, float, float, float] | None
) -> tuple[float, float, float, float]:
    if extent is not None:
        x, y = plane.forward(*_corners(extent))
        reach_m = np.zeros(1)
    elif spots.x.size:
        x, y, reach_m = spots.x, spots.y, REACH * spots.sd_m
    else:
        x, y, reach_m = np.zeros(1), np.zeros(1), np.full(1, 1.0)
    return (
        float((x - reach_m).min()), float((y - reach_m).min()),
        float((x + reach_m).max()), float((y + reach_m).max()),
    )  # fmt: skip


def _cell_m(cell_km: float | None, bandwidth_km: float, area_m2: float) -> float:
    if cell_km is not None:
        return cell_km * 1_000
    return max(bandwidth_km * 1_000 / CELLS_PER_BANDWIDTH, float(np.sqrt(area_m2 / USUAL_CELLS)))
