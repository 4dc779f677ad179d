"""
What a map shows: the whole of its data, and first of all the part where most of it is.

Degrees in EPSG:4326. One report from Nigeria and thirty from Syria and Iraq are a map of Syria
and Iraq with something outside it, not a map of the world.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from maps.meridian import TURN, coordinates, cut, footprints

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

MARGIN = 0.02  # of the extent, left free around the outermost incident
SHARES = (0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5)  # of the incidents, tried
NARROWER = 0.4  # of the whole, the most that the side of a first view may be, or it gains nothing
NEAR = 0.25  # of the first view's size: what lies so near to it is taken in
SAMPLE = 600  # distances between all pairs are taken
LEAST = 0.5  # degrees: many incidents at one town are seen with what is around it


@dataclass(frozen=True, slots=True)
class View:
    """
    Edges of a map, each west, south, east and north in degrees.

    Attributes
    ----------
    west
        Where the world is cut to be laid flat, as `maps.meridian.cut` gives it.
    whole
        All points and footprints; None if there are none.
    first
        Where most incidents are; the whole where they are everywhere.
    """

    west: float
    whole: tuple[float, float, float, float] | None
    first: tuple[float, float, float, float] | None


def view(incidents: GeoDataFrame) -> View:
    """
    Choose what a map of some incidents shows.

    Parameters
    ----------
    incidents
        Points, and the second geometry `footprint` if there is one.

    Returns
    -------
    View
        The cut of the world and two extents.

    Examples
    --------
    Four incidents in Syria, one in Nigeria:

    >>> import geopandas as gpd
    >>> places = gpd.points_from_xy([36.7, 38.3, 40.1, 37.1, 13.2], [34.7, 34.5, 35.3, 36.2, 11.8])
    >>> seen = view(gpd.GeoDataFrame(geometry=places, crs=4326))
    >>> [[round(edge) for edge in edges] for edges in (seen.whole, seen.first)]
    [[13, 11, 41, 37], [37, 34, 40, 36]]
    """
    lon, lat = coordinates(incidents.geometry)
    shapes = footprints(incidents)
    parts, _ = shapely.get_parts(shapes, return_index=True)
    boxes = np.vstack([np.column_stack([lon, lat, lon, lat]), shapely.bounds(parts)])
    boxes = boxes[np.isfinite(boxes).all(axis=1)]
    west = cut(boxes[:, 0], boxes[:, 2])
    if not len(boxes):
        return View(west, None, None)
    boxes[(boxes[:, 0] + boxes[:, 2]) / 2 < west, ::2] += TURN
    whole = _around(boxes)
    middles = _middles(lon, lat, shapes, west)
    dense = _densest(middles, max(whole[2] - whole[0], whole[3] - whole[1]))
    if dense is None:
        return View(west, whole, whole)
    east_west, north_south = dense[2] - dense[0], dense[3] - dense[1]
    reach = NEAR * max(east_west, north_south, LEAST)
    inside = (
        (middles >= dense[:2] - reach) & (middles <= dense[2:] + reach)
    ).all(axis=1)  # fmt: skip
    return View(west, whole, _around(np.hstack([middles[inside]] * 2)))


def _middles(
    lon: NDArray[np.float64], lat: NDArray[np.float64], shapes: NDArray[np.object_], west: float
) -> NDArray[np.float64]:
    """Give a place for each incident: its point, or the middle of its area."""
    centre = shapely.centroid(shapes)
    pinned = np.isfinite(lon)
    x = np.where(pinned, lon, shapely.get_x(centre))
    y = np.where(pinned, lat, shapely.get_y(centre))
    middles: NDArray[np.float64] = np.column_stack([np.where(x < west, x + TURN, x), y])
    placed: NDArray[np.float64] = middles[np.isfinite(middles).all(axis=1)]
    return placed


def _densest(middles: NDArray[np.float64], whole: float) -> NDArray[np.float64] | None:
    """Find the square round an incident that shows most incidents largest; its edges."""
    if len(middles) < 4 or whole <= LEAST:  # noqa: PLR2004 - fewer have no midst
        return None
    step = -(-len(middles) // SAMPLE)
    some = middles[::step]
    apart = np.abs(some[:, None, :] - some[None, :, :]).max(axis=2)
    nearest = np.sort(apart, axis=1)
    best, found = 0.0, None
    for share in SHARES:
        reach = nearest[:, int(np.ceil(share * len(some))) - 1]
        centre = int(reach.argmin())
        held = some[apart[centre] <= reach[centre]]
        side = max(float(np.ptp(held, axis=0).max()), LEAST)
        # what is gained in zoom, weighed against what is left out
        gain = share**2 * np.log2(whole / side)
        if side <= NARROWER * whole and gain > best:
            best, found = gain, np.concatenate([held.min(axis=0), held.max(axis=0)])
    return found


def _around(boxes: NDArray[np.float64]) -> tuple[float, float, float, float]:
    (west, south), (east, north) = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    margin = MARGIN * max(east - west, north - south)
    return (
        float(west - margin), float(south - margin), float(east + margin), float(north + margin)
    )  # fmt: skip
