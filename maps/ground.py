"""
Orientation without tiles: outlines of countries and provinces, as fine as the map needs them.

Degrees, longitude before latitude. Provinces are drawn for the countries that have incidents;
every other country is one coarse outline, so that the ground never ends inside the window.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

import geo

if TYPE_CHECKING:
    from collections.abc import Collection

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

VERTICES = 40_000  # about 120 kB in the page, and zooming stays smooth
TOLERANCES = (0.0, 0.01, 0.02, 0.04, 0.08)  # degrees; the first that keeps to VERTICES is used
COARSE = 0.15  # degrees: a few pixels when a continent fills the window
SMALLEST = 0.2  # square degrees: smaller islands of countries without incidents are left out
SEAM = 0.3  # degrees around the drawn countries in which their neighbours keep every vertex


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


def ground(countries: Collection[str], boundaries: GeoDataFrame | None = None) -> Ground:
    """
    Choose and simplify the outlines for a map of some countries.

    Parameters
    ----------
    countries
        Alpha-2 codes of the countries whose provinces are drawn.
    boundaries
        Regions to draw instead of the provinces.

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
    geometry = world.geometry.to_numpy()
    country = world["country"].astype("str").to_numpy()
    focus = np.isin(country, list(countries))
    fine = _simplified(geometry[focus])
    codes = np.unique(country)
    drawn = np.isin(codes, country[focus])
    outlines = np.empty(len(codes), dtype=object)
    for index, code in enumerate(codes):
        parts = fine[country[focus] == code] if drawn[index] else geometry[country == code]
        outlines[index] = shapely.coverage_union_all(parts)
    outlines[~drawn] = _coarse(outlines[~drawn], shapely.union_all(outlines[drawn]))
    provinces = world[focus].set_geometry(fine, crs=world.crs)
    if boundaries is not None:
        provinces = boundaries.set_geometry(
            _simplified(boundaries.geometry.to_numpy()), crs=boundaries.crs
        )
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


def _simplified(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """Simplify as a coverage, so that neighbours keep their shared border."""
    simplified = geometries
    for tolerance in TOLERANCES:
        simplified = geometries if tolerance == 0 else shapely.coverage_simplify(geometries, tolerance)
        if shapely.get_num_coordinates(simplified).sum() <= VERTICES:
            break
    return simplified


def _coarse(outlines: NDArray[np.object_], drawn: shapely.Geometry) -> NDArray[np.object_]:
    """Simplify whole countries, except along the countries that are drawn finely."""
    parts, row = shapely.get_parts(outlines, return_index=True)
    large = (shapely.area(parts) >= SMALLEST) | ~np.isin(row, row[shapely.area(parts) >= SMALLEST])
    coarse = shapely.simplify(shapely.multipolygons(parts[large], indices=row[large]), COARSE)
    if drawn.is_empty:
        return np.asarray(coarse)
    seam = shapely.buffer(shapely.simplify(drawn, COARSE), SEAM, quad_segs=2)
    shapely.prepare(seam)
    for index in np.flatnonzero(shapely.intersects(seam, outlines)):
        near = shapely.intersection(outlines[index], seam)
        far = shapely.difference(shapely.make_valid(coarse[index]), seam)
        coarse[index] = shapely.union(far, near)
    return np.asarray(coarse)


def _largest(geometry: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(geometry)
    return parts[np.argmax(shapely.area(parts))] if len(parts) else geometry
