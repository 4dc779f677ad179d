"""
Orientation without tiles: outlines of countries and provinces, as fine as the map needs them.

Degrees, longitude before latitude. Provinces are drawn for the countries that have incidents;
every other country is one outline, finer near the incidents and coarse far away, so that the
ground never ends inside the window.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

import geo
from geo.errors import MissingDataError
from maps.meridian import TURN, USUAL, turned_shapes

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

VERTICES = 40_000  # about 120 kB in the page, and zooming stays smooth
TOLERANCES = (0.0, 0.01, 0.02, 0.04, 0.08)  # degrees; the first that keeps to VERTICES is used
COARSE = 0.25  # degrees: countries outside the window are seen from far away only
STEPS = 1_200  # of simplification across the window: about one pixel of a screen
ISLET = 1.5  # tolerances: smaller islands of the other countries are left out
SEAM = 0.1  # degrees around the drawn countries in which their neighbours keep every vertex
WINDOW = 0.6  # of the extent, added on each side: what a wide screen shows around it
TOWNS = 300  # 9 kB in the page: a window shows some thirty at a time
NEARBY = 0.1  # of the extent, added on each side: towns beyond are of no help
LEAST_EXTENT = 4.0  # degrees: one incident is shown with the country around it


@dataclass(frozen=True, slots=True)
class Ground:
    """
    What is drawn under the data.

    Attributes
    ----------
    provinces
        Regions table of the drawn countries, simplified as one coverage.
    countries
        Codes of `outlines`.
    outlines
        Every country of the world; those in `drawn` fit the provinces.
    drawn
        Which of `outlines` have their provinces drawn.
    """

    provinces: GeoDataFrame
    countries: NDArray[np.object_]
    outlines: NDArray[np.object_]
    drawn: NDArray[np.bool_]


def ground(
    countries: Collection[str],
    extent: Sequence[float] | None = None,
    boundaries: GeoDataFrame | None = None,
    west: float = USUAL,
    *,
    surroundings: bool = True,
) -> Ground:
    """
    Choose and simplify the outlines for a map of some countries.

    Parameters
    ----------
    countries
        Alpha-2 codes of the countries whose provinces are drawn.
    extent
        West, south, east, north of the data, degrees.
    boundaries
        Regions to draw instead of the provinces.
    west
        Western edge of the map, degrees, as `maps.meridian.cut` gives it.
    surroundings
        Whether the other countries of the world are drawn too.

    Returns
    -------
    Ground
        Outlines for the page.

    Examples
    --------
    >>> under = ground(["LB"])
    >>> len(under.provinces) > 4, under.countries[under.drawn].tolist()
    (True, ['LB'])
    """
    world = geo.provinces()
    country = world["country"].astype("str").to_numpy()
    focus = np.isin(country, list(countries))
    fine = _simplified(turned_shapes(world.geometry.to_numpy()[focus], west))
    codes, whole = _countries()
    drawn = np.isin(codes, country[focus])
    if not surroundings:
        codes, whole, drawn = codes[drawn], whole[drawn], drawn[drawn]
    outlines = whole.copy()
    for index in np.flatnonzero(drawn):
        outline = shapely.coverage_union_all(fine[country[focus] == codes[index]])
        outlines[index] = outline if shapely.is_valid(outline) else shapely.make_valid(outline)
    if surroundings:
        around = turned_shapes(whole[~drawn], west)
        far = turned_shapes(_coarse_countries()[~drawn], west)
        window = _window(extent, west)
        outlines[~drawn] = _around(around, far, shapely.union_all(outlines[drawn]), window)
    provinces = world[focus].set_geometry(fine, crs=world.crs)
    if boundaries is not None:
        own = _simplified(turned_shapes(boundaries.geometry.to_numpy(), west))
        provinces = boundaries.set_geometry(own, crs=boundaries.crs)
    return Ground(provinces, codes, outlines, drawn)


def label_points(geometries: NDArray[np.object_]) -> tuple[NDArray[np.float64], ...]:
    """
    Find where the name of a region is written: the middle of its widest room.

    Parameters
    ----------
    geometries
        Polygons and multipolygons.

    Returns
    -------
    lon, lat, width
        Middle of the largest inscribed circle and its diameter, degrees.

    Examples
    --------
    >>> lon, lat, width = label_points(shapely.box([0], [0], [4], [2]))
    >>> bool(abs(lat[0] - 1) < 0.1 and abs(width[0] - 2) < 0.1)
    True
    """
    largest = np.array([_largest(geometry) for geometry in geometries], dtype=object)
    radius = shapely.maximum_inscribed_circle(largest, tolerance=0.05)
    middle = shapely.get_point(radius, 0)
    return shapely.get_x(middle), shapely.get_y(middle), 2 * shapely.length(radius)


def towns(extent: Sequence[float] | None, most: int = TOWNS) -> pd.DataFrame:
    """
    List the larger towns of a map, to be named on it.

    Parameters
    ----------
    extent
        West, south, east, north of the map, degrees; longitudes may go on beyond 180.
    most
        How many.

    Returns
    -------
    DataFrame
        name, lon, lat and population, the largest first; empty where the index of places is not
        installed.

    Examples
    --------
    >>> towns((35.5, 32.5, 36.6, 34.0))["name"].tolist()[:2]
    ['Beirut', 'Damascus']
    """
    columns = ["name", "lon", "lat", "population"]
    if extent is None:
        return pd.DataFrame(columns=columns)
    from gazetteer.opening import embedded_gazetteer  # noqa: PLC0415 - opens the index

    west, south, east, north = extent
    room = max(east - west, north - south, LEAST_EXTENT) * NEARBY
    box = (west - room, south - room, east + room, north + room)
    boxes = [box] if box[2] <= TURN / 2 else [box, (box[0] - TURN, box[1], box[2] - TURN, box[3])]
    try:
        gazetteer = embedded_gazetteer()
        found = [place for box in boxes for place in gazetteer.largest(*box, limit=most)]
    except MissingDataError:
        return pd.DataFrame(columns=columns)
    rows = sorted(
        (-p.population, p.name, p.lon + TURN * (p.lon < boxes[0][0]), p.lat) for p in found
    )[:most]
    table = pd.DataFrame(rows, columns=["population", "name", "lon", "lat"])
    return table.assign(population=-table["population"])[columns]


def clipped(
    geometries: NDArray[np.object_], window: tuple[float, float, float, float]
) -> NDArray[np.object_]:
    """
    Cut shapes to a window.

    Parameters
    ----------
    geometries
        Valid polygons and multipolygons.
    window
        West, south, east, north.

    Returns
    -------
    array of object
        What lies inside of each.

    Examples
    --------
    >>> clipped(shapely.box([0], [0], [4], [2]), (1, 1, 9, 9))[0].bounds
    (1.0, 1.0, 4.0, 2.0)
    """
    try:
        return shapely.clip_by_rect(geometries, *window)
    except shapely.GEOSException:  # it fails on rings that touch the window in a point
        return shapely.intersection(geometries, shapely.box(*window))


@cache
def country_names() -> dict[str, str]:
    """
    Name the countries in English.

    Returns
    -------
    dict of str to str
        Names by alpha-2 code.

    Examples
    --------
    >>> country_names()["IQ"]
    'Iraq'
    """
    table = files("gazetteer").joinpath("data", "countries.csv").read_text(encoding="utf-8")
    return {
        row["id"].removeprefix("country:"): row["name"]
        for row in csv.DictReader(io.StringIO(table))
    }


def _simplified(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """Simplify as a coverage, so that neighbours keep their shared border."""
    simplified = geometries
    for tolerance in TOLERANCES:
        simplified = (
            geometries if tolerance == 0 else shapely.coverage_simplify(geometries, tolerance)
        )
        if shapely.get_num_coordinates(simplified).sum() <= VERTICES:
            break
    return simplified


def _window(extent: Sequence[float] | None, edge: float) -> tuple[float, float, float, float]:
    """Give what the page shows at first and around it, on a map that begins at `edge`."""
    if extent is None:
        return (edge, -90.0, edge + TURN, 90.0)
    west, south, east, north = extent
    margin = WINDOW * max(east - west, north - south, LEAST_EXTENT)
    return (west - margin, south - margin, east + margin, north + margin)


def _around(
    outlines: NDArray[np.object_],
    far: NDArray[np.object_],
    drawn: shapely.Geometry,
    window: tuple[float, float, float, float],
) -> NDArray[np.object_]:
    """Simplify countries: by the window inside it, coarsely outside, not at all at the seam."""
    west, south, east, north = window
    tolerance = min(COARSE, max(east - west, north - south) / STEPS)
    box = shapely.box(*window)
    seam = shapely.buffer(shapely.simplify(drawn, 0.05), SEAM, quad_segs=2)
    shapely.prepare(seam)
    result = far.copy()
    shown = np.flatnonzero(shapely.intersects(shapely.envelope(outlines), box))
    if tolerance < COARSE:
        inside = clipped(outlines[shown], window)
        near = shapely.coverage_simplify(_without_islets(inside, tolerance), tolerance)
        result[shown] = shapely.union(shapely.difference(result[shown], box), near)
    touching = np.flatnonzero(shapely.intersects(seam, outlines))
    result[touching] = shapely.union(
        shapely.difference(result[touching], seam),
        shapely.intersection(outlines[touching], seam),
    )
    return result


@cache
def _countries() -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Give the codes and the outlines of all countries, as fine as the provinces."""
    world = geo.provinces()
    country = world["country"].astype("str").to_numpy()
    order = np.argsort(country, kind="stable")
    codes, first = np.unique(country[order], return_index=True)
    parts = np.split(world.geometry.to_numpy()[order], first[1:])
    outlines = np.empty(len(codes), dtype=object)
    outlines[:] = [shapely.coverage_union_all(part) for part in parts]
    return codes.astype(object), outlines


@cache
def _coarse_countries() -> NDArray[np.object_]:
    """Give the outlines of all countries, as they are seen from far away."""
    return _coarser(_countries()[1], COARSE)


def _coarser(outlines: NDArray[np.object_], tolerance: float) -> NDArray[np.object_]:
    """Simplify each on its own; as one coverage it takes seconds, and what is far may gape."""
    simple: NDArray[np.object_] = shapely.make_valid(
        shapely.simplify(_without_islets(outlines, tolerance), tolerance)
    )
    return simple


def _without_islets(outlines: NDArray[np.object_], tolerance: float) -> NDArray[np.object_]:
    """Leave out the islands that would be dots; no country is left out."""
    parts, row = shapely.get_parts(outlines, return_index=True)
    area = shapely.area(parts)
    largest = np.zeros(len(outlines))
    np.maximum.at(largest, row, area)
    kept = area >= np.minimum((ISLET * tolerance) ** 2, largest[row])
    whole = np.full(len(outlines), shapely.MultiPolygon(), dtype=object)
    shapely.multipolygons(parts[kept], indices=row[kept], out=whole)
    return whole


def _largest(geometry: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(geometry)
    largest: shapely.Geometry = parts[np.argmax(shapely.area(parts))] if len(parts) else geometry
    return largest
