"""
Where the world is cut to be laid flat: at 180 degrees, or elsewhere if the data lie across it.

Degrees, longitude before latitude. A map that is cut at `west` shows the longitudes from `west`
to `west + 360`, so that Fiji is one place and not the two edges of the world.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    from geopandas import GeoDataFrame, GeoSeries
    from numpy.typing import ArrayLike, NDArray

USUAL = -180.0  # degrees: the cut of every map whose data do not lie across it
TURN = 360.0  # degrees
EASTWARD = np.array([TURN, 0.0])
SEAM = 1e-9  # degrees: the halves of a split shape meet within the rounding of their coordinates


def cut(west: ArrayLike, east: ArrayLike) -> float:
    """
    Find where to cut the world, so that the data lie together.

    Parameters
    ----------
    west, east
        Edges of what is shown, one pair a point or part of a shape, degrees in [-180, 180];
        NaN is left out.

    Returns
    -------
    float
        The western edge of the map: -180, unless the data are less wide across the antimeridian.

    Examples
    --------
    Suva and Apia, and Lagos and Manila:

    >>> cut([178.4, -171.8], [178.4, -171.8])
    3.3
    >>> cut([3.4, 121.0], [3.4, 121.0])
    -180.0
    """
    edges = np.column_stack([np.asarray(west, float), np.asarray(east, float)])
    edges = edges[np.isfinite(edges).all(axis=1)]
    if not len(edges) or np.ptp(edges) <= TURN / 2:
        return USUAL
    turned = edges + np.where(edges.mean(axis=1) < 0, TURN, 0)[:, None]
    if np.ptp(turned) >= np.ptp(edges):
        return USUAL
    middle = float(turned.min() + turned.max()) / 2
    return round(middle - TURN / 2, 6)


def turned_longitudes(lon: NDArray[np.float64], west: float) -> NDArray[np.float64]:
    """
    Write longitudes as a map that is cut at `west` has them.

    Parameters
    ----------
    lon
        Degrees in [-180, 180]; NaN passes.
    west
        As `cut` gives it.

    Returns
    -------
    array of float
        Degrees in [west, west + 360).

    Examples
    --------
    >>> turned_longitudes(np.array([178.4, -171.8]), 3.3).tolist()
    [178.4, 188.2]
    """
    return np.where(lon < west, lon + TURN, lon)


def turned_shapes(geometries: NDArray[np.object_], west: float) -> NDArray[np.object_]:
    """
    Write shapes as a map that is cut at `west` has them, whole across the antimeridian.

    Parameters
    ----------
    geometries
        Polygons and multipolygons in [-180, 180]; missing ones stay.
    west
        As `cut` gives it.

    Returns
    -------
    array of object
        New shapes; a part lies where its middle does, so that no part is cut anew.

    Examples
    --------
    >>> halves = shapely.union(shapely.box(179, 0, 180, 1), shapely.box(-180, 0, -179, 1))
    >>> turned_shapes(np.array([halves], dtype=object), 0.0)[0].bounds
    (179.0, 0.0, 181.0, 1.0)
    """
    if west == USUAL:
        return geometries
    parts, row = shapely.get_parts(geometries, return_index=True)
    boxes = shapely.bounds(parts)
    moved = (boxes[:, 0] + boxes[:, 2]) / 2 < west
    east = np.isin(np.arange(len(geometries)), row[moved])
    split = east & np.isin(np.arange(len(geometries)), row[~moved])
    result = geometries.copy()
    result[east & ~split] = _moved(geometries[east & ~split])
    parts[moved] = _moved(parts[moved])
    for index in np.flatnonzero(split):
        result[index] = shapely.union_all(parts[row == index], grid_size=SEAM)
    return result


def turned_table(incidents: GeoDataFrame, west: float) -> GeoDataFrame:
    """
    Write a table of incidents as a map that is cut at `west` has it.

    Parameters
    ----------
    incidents
        Points, and the second geometry `footprint` if there is one; other geometries are dropped.
    west
        As `cut` gives it.

    Returns
    -------
    GeoDataFrame
        A copy with other longitudes, or the table itself where the cut is the usual one.

    Examples
    --------
    >>> import geopandas as gpd
    >>> apia = gpd.GeoDataFrame(geometry=gpd.points_from_xy([-171.8], [-13.8]), crs=4326)
    >>> turned_table(apia, 3.3).geometry.x.tolist()
    [188.2]
    """
    if west == USUAL:
        return incidents
    lon, lat = coordinates(incidents.geometry)
    there = np.isfinite(lon)
    points = np.full(len(incidents), None, dtype=object)
    points[there] = shapely.points(turned_longitudes(lon[there], west), lat[there])
    shown = incidents.set_geometry(points, crs=incidents.crs)
    if "footprint" in shown:
        shown["footprint"] = turned_shapes(footprints(incidents), west)
    return shown


def footprints(incidents: GeoDataFrame) -> NDArray[np.object_]:
    """
    Give the shapes in which incidents lie.

    Parameters
    ----------
    incidents
        Incidents table.

    Returns
    -------
    array of object
        A copy; None where there is no shape.
    """
    if "footprint" not in incidents:
        return np.full(len(incidents), None, dtype=object)
    shape = np.array(incidents["footprint"], dtype=object)
    shape[pd.isna(shape)] = None
    return shape


def coordinates(geometry: GeoSeries) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """
    Give the coordinates of a column of points.

    Parameters
    ----------
    geometry
        Points; empty, missing and other geometries count as none.

    Returns
    -------
    lon, lat
        Degrees, NaN where there is no point.
    """
    values = np.array(geometry.array, dtype=object)
    is_point = shapely.get_type_id(values) == shapely.GeometryType.POINT
    values[~is_point | shapely.is_empty(values)] = None
    return shapely.get_x(values), shapely.get_y(values)


def _moved(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """Lay shapes one turn further east."""
    east: NDArray[np.object_] = shapely.transform(geometries, lambda lonlat: lonlat + EASTWARD)
    return east
