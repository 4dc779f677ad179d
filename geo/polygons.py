"""
Polygons with codes, as arrays that are quick to ask which one covers or is near a point.

Rows of points are longitude and latitude in degrees; a row of -1 means no polygon.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

METRES_PER_DEGREE = 111_320.0  # of latitude, and of longitude at the equator
WORLD_DEGREES = 360.0
BAND = 0.2  # degrees of latitude that share a plane: lengths in it are right to a percent at 75
NARROWEST = 0.01  # cosine of a latitude beyond 89 degrees, where longitude means little


@dataclass(frozen=True)
class Regions:
    """
    Polygons with their codes, as arrays that are quick to ask.

    Attributes
    ----------
    codes
        One code a polygon, sorted.
    countries
        Alpha-2 code of the country of each, empty where it is disputed.
    shapes
        The polygons.
    """

    codes: NDArray[np.object_]
    countries: NDArray[np.object_]
    shapes: NDArray[np.object_]

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Row of each code."""
        return {code: row for row, code in enumerate(self.codes)}

    @cached_property
    def codes_or_none(self) -> NDArray[np.object_]:
        """Code of each row, and None for row -1, where there is no region."""
        return np.array([*self.codes, None], dtype=object)

    @cached_property
    def rows_of_country(self) -> dict[str, list[int]]:
        """Rows of the polygons of each country."""
        rows: dict[str, list[int]] = {}
        for row, country in enumerate(self.countries):
            rows.setdefault(country, []).append(row)
        return rows

    @cached_property
    def parts(self) -> tuple[NDArray[np.object_], NDArray[np.intp]]:
        """The single polygons, each with its row: small boxes make the search quick."""
        parts, rows = shapely.get_parts(self.shapes, return_index=True)
        return parts, rows

    @cached_property
    def part_boxes(self) -> NDArray[np.float64]:
        """Bounding boxes of the single polygons."""
        boxes: NDArray[np.float64] = shapely.bounds(self.parts[0])
        return boxes

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Search tree of the single polygons."""
        return shapely.STRtree(self.parts[0])


def regions_of(table: gpd.GeoDataFrame) -> Regions:
    """
    Turn a regions table into arrays that are quick to ask.

    Parameters
    ----------
    table
        A regions table: columns code and geometry, country if there is one.

    Returns
    -------
    The regions, sorted by code.

    Examples
    --------
    >>> import geopandas as gpd
    >>> table = gpd.GeoDataFrame({"code": ["B", "A"]}, geometry=[None, None], crs=4326)
    >>> regions_of(table).codes.tolist()
    ['A', 'B']
    """
    order = np.argsort(table["code"].to_numpy(dtype=str), kind="stable")
    codes = table["code"].to_numpy(dtype=object)[order]
    countries = (
        table["country"].fillna("").to_numpy(dtype=object)[order]
        if "country" in table
        else np.full(len(codes), "", dtype=object)
    )
    shapes = np.asarray(table.geometry.to_numpy(), dtype=object)[order]
    return Regions(codes, countries, shapes)


def rows_at(
    regions: Regions, lon: NDArray[np.float64], lat: NDArray[np.float64], *, coast_m: float
) -> NDArray[np.intp]:
    """
    Find the region that each point lies in, or that it lies off the coast of.

    Parameters
    ----------
    regions
        The regions.
    lon, lat
        Points, degrees, shape (n,); longitudes beyond 180 are turned back, NaN is nowhere.
    coast_m
        A point outside every region belongs to the nearest one within so many metres.

    Returns
    -------
    Rows of the regions, -1 where there is none.

    Examples
    --------
    >>> square = np.array([shapely.box(0, 0, 1, 1)], dtype=object)
    >>> one = Regions(np.array(["A"], dtype=object), np.array([""], dtype=object), square)
    >>> rows_at(one, np.array([360.5, 1.01]), np.array([0.5, 0.5]), coast_m=5_000.0).tolist()
    [0, 0]
    """
    known = np.isfinite(lon) & np.isfinite(lat)
    beyond = known & (np.abs(lon) > WORLD_DEGREES / 2)
    if beyond.any():
        lon = lon.copy()
        lon[beyond] = (lon[beyond] + WORLD_DEGREES / 2) % WORLD_DEGREES - WORLD_DEGREES / 2
    if known.all():
        rows = rows_inside(regions, lon, lat)
    else:
        rows = np.full(lon.size, -1, dtype=np.intp)
        rows[known] = rows_inside(regions, lon[known], lat[known])
    outside = np.flatnonzero(known & (rows < 0))
    if coast_m > 0 and outside.size:
        rows[outside] = rows_near(regions, lon[outside], lat[outside], coast_m)
    return rows


def rows_inside(
    regions: Regions, x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.intp]:
    """
    Find the region that covers each point; on a border, the first of them.

    Parameters
    ----------
    regions
        The regions.
    x, y
        Longitudes and latitudes, finite.

    Returns
    -------
    Rows of the regions, -1 where there is none.

    Notes
    -----
    Sorted by longitude, the points of a polygon's box are one slice, so that each polygon looks
    at few points and all polygons at each point once or twice.

    Examples
    --------
    >>> square = np.array([shapely.box(0, 0, 1, 1)], dtype=object)
    >>> one = Regions(np.array(["A"], dtype=object), np.array([""], dtype=object), square)
    >>> rows_inside(one, np.array([0.5, 3.0]), np.array([0.5, 0.5])).tolist()
    [0, -1]
    """
    parts, row_of_part = regions.parts
    order = np.argsort(x, kind="stable")
    xs, ys = x[order], y[order]
    rows = np.full(x.size, len(regions.codes), dtype=np.intp)
    if x.size < len(parts):
        point, part = regions.tree.query(shapely.points(xs, ys), predicate="intersects")
        np.minimum.at(rows, point, row_of_part[part])
    else:
        boxes = regions.part_boxes
        first, last = np.searchsorted(xs, boxes[:, 0]), np.searchsorted(xs, boxes[:, 2], "right")
        for part in np.flatnonzero(last > first):
            span = slice(first[part], last[part])
            near = np.flatnonzero((ys[span] >= boxes[part, 1]) & (ys[span] <= boxes[part, 3]))
            if not near.size:
                continue
            near += first[part]
            shapely.prepare(parts[part])
            hit = near[shapely.intersects_xy(parts[part], xs[near], ys[near])]
            rows[hit] = np.minimum(rows[hit], row_of_part[part])
    out = np.empty_like(rows)
    out[order] = np.where(rows == len(regions.codes), -1, rows)
    return out


def rows_near(
    regions: Regions, x: NDArray[np.float64], y: NDArray[np.float64], coast_m: float
) -> NDArray[np.intp]:
    """
    Find the nearest region of each point, if one is near enough.

    Parameters
    ----------
    regions
        The regions.
    x, y
        Longitudes and latitudes, finite.
    coast_m
        How near, metres, on a local plane.

    Returns
    -------
    Rows of the regions, -1 where there is none.

    Examples
    --------
    >>> square = np.array([shapely.box(0, 0, 1, 1)], dtype=object)
    >>> one = Regions(np.array(["A"], dtype=object), np.array([""], dtype=object), square)
    >>> rows_near(one, np.array([1.01, 1.1]), np.array([0.5, 0.5]), 5_000.0).tolist()
    [0, -1]
    """
    parts, row_of_part = regions.parts
    band = np.floor(y / BAND)
    squeeze = np.maximum(np.cos(np.radians((band + 0.5) * BAND)), NARROWEST)
    reach = coast_m / METRES_PER_DEGREE
    boxes = shapely.box(x - reach / squeeze, y - reach, x + reach / squeeze, y + reach)
    point, part = regions.tree.query(boxes, predicate="intersects")
    rows = np.full(x.size, -1, dtype=np.intp)
    best = np.full(x.size, np.inf)
    order = np.lexsort((band[point], part))
    point, part = point[order], part[order]
    edges = np.flatnonzero((np.diff(part) != 0) | (np.diff(band[point]) != 0)) + 1
    for near, candidates in zip(np.split(point, edges), np.split(part, edges), strict=True):
        if not near.size:
            continue
        # all points of one band of latitude share a plane, in which the coast near them is cut out
        piece = shapely.clip_by_rect(parts[candidates[0]], *shapely.total_bounds(boxes[near]))
        scale = np.array([squeeze[near[0]], 1.0]) * METRES_PER_DEGREE
        flat = shapely.set_coordinates(piece, shapely.get_coordinates(piece) * scale)
        shapely.prepare(flat)
        distance_m = shapely.distance(
            flat, shapely.points(np.stack([x[near], y[near]], axis=-1) * scale)
        )
        row = row_of_part[candidates[0]]
        nearer = (distance_m <= coast_m) & (
            (distance_m < best[near]) | ((distance_m == best[near]) & (row < rows[near]))
        )
        best[near[nearer]], rows[near[nearer]] = distance_m[nearer], row
    return rows
