"""
What a sheet shows, laid flat: outlines, names, towns, incidents.

Metres of the sheet's projection; missing points are NaN, missing shapes None.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from maps.ground import Ground, country_names, ground, label_points, towns
from maps.meridian import EASTWARD, TURN, coordinates, footprints, turned_table
from maps.paper.projection import Projection, projection_for
from maps.view import view

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import pandas as pd
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

PAD = 0.07  # of the extent, left free around the outermost incident
LEAST_M = 150_000.0  # of a side: one incident is shown with its surroundings
EDGE_STEPS = 40  # points along an edge of the frame, to find what of the world it shows
LABEL_UNIT_M = 100_000.0  # about a degree, in which `label_points` measures
MOST_TOWNS = 150  # are tried; far fewer find room


@dataclass(frozen=True, slots=True)
class Names:
    """
    Names of places of one kind, the most important first.

    Attributes
    ----------
    text
        Names.
    x, y
        Points, or middles of areas.
    room_m
        Width that an area has for its name; NaN for points.
    """

    text: list[str]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    room_m: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Content:
    """
    What a sheet shows.

    Attributes
    ----------
    projection
        Of everything else.
    frame
        Left, bottom, right, top of the map.
    far, near, provinces
        Outlines of the other countries, of those that have incidents, and of their provinces.
    codes
        Code of each of `provinces`.
    countries, regions, settlements
        Names.
    x, y
        Incidents.
    areas
        Footprints of the incidents.
    """

    projection: Projection
    frame: tuple[float, float, float, float]
    far: NDArray[np.object_]
    near: NDArray[np.object_]
    provinces: NDArray[np.object_]
    codes: list[str]
    countries: Names
    regions: Names
    settlements: Names
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    areas: NDArray[np.object_]

    @property
    def inside(self) -> NDArray[np.bool_]:
        """Which incidents have a point within the frame."""
        left, bottom, right, top = self.frame
        across = (self.x >= left) & (self.x <= right)
        return np.asarray(across & (self.y >= bottom) & (self.y <= top))


def content(
    incidents: GeoDataFrame,
    *,
    countries: Collection[str],
    boundaries: GeoDataFrame | None,
    extent: Sequence[float] | None,
    flattest: float,
    highest: float,
) -> Content:
    """
    Lay a map flat.

    Parameters
    ----------
    incidents
        Incidents table.
    countries
        Alpha-2 codes of the countries whose provinces are drawn.
    boundaries
        Regions to draw instead of the provinces.
    extent
        West, south, east, north to show, degrees; all incidents and footprints if None.
    flattest, highest
        Bounds of the height of the frame by its width; what is shown grows to keep them.

    Returns
    -------
    Content
        Everything in metres of one projection.
    """
    seen = view(incidents)
    shown = turned_table(incidents, seen.west)
    edges = tuple(extent) if extent is not None else seen.whole or (-170.0, -58.0, 190.0, 84.0)
    if edges[2] < edges[0]:  # across the antimeridian
        edges = (edges[0], edges[1], edges[2] + TURN, edges[3])
    projection = projection_for(edges)
    frame = _frame(projection, edges, flattest, highest, padded=extent is None)
    window = _window(projection, frame)
    under = ground(countries, window, boundaries, seen.west)
    far, near, regions = (
        projection.shapes(_clipped(shapes, window))
        for shapes in (
            under.outlines[~under.drawn],
            under.outlines[under.drawn],
            under.provinces.geometry.to_numpy(),
        )
    )
    x, y = projection.forward(*coordinates(shown.geometry))
    areas = footprints(shown)
    known = ~shapely.is_missing(areas)
    areas[known] = projection.shapes(areas[known])
    return Content(
        projection=projection,
        frame=frame,
        far=far,
        near=near,
        provinces=regions,
        codes=under.provinces["code"].astype(str).tolist(),
        countries=_countries(under, near, far, frame),
        regions=_areas(under.provinces["name"].astype(str).tolist(), regions, frame),
        settlements=_towns(towns(window, MOST_TOWNS), projection),
        x=x,
        y=y,
        areas=areas,
    )


def _frame(
    projection: Projection,
    edges: Sequence[float],
    flattest: float,
    highest: float,
    *,
    padded: bool,
) -> tuple[float, float, float, float]:
    """Give the box of the map that holds an extent, in the proportions that a sheet has."""
    west, south, east, north = edges
    along = np.linspace(0, 1, EDGE_STEPS)
    lon = np.concatenate([west + (east - west) * along] * 2 + [np.repeat([west, east], EDGE_STEPS)])
    lat = np.concatenate(
        [np.repeat([south, north], EDGE_STEPS), *[south + (north - south) * along] * 2]
    )
    x, y = projection.forward(lon, lat)
    low, high = np.array([np.nanmin(x), np.nanmin(y)]), np.array([np.nanmax(x), np.nanmax(y)])
    middle = (low + high) / 2
    side = np.maximum((high - low) * (1 + 2 * PAD * padded), LEAST_M)
    side[0] = max(side[0], side[1] / highest)
    side[1] = max(side[1], side[0] * flattest)
    left, bottom = middle - side / 2
    right, top = middle + side / 2
    return float(left), float(bottom), float(right), float(top)


def _window(
    projection: Projection, frame: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """Give what of the world a frame shows: west, south, east, north."""
    left, bottom, right, top = frame
    x, y = np.meshgrid(np.linspace(left, right, EDGE_STEPS), np.linspace(bottom, top, EDGE_STEPS))
    lon, lat = projection.inverse(x, y)
    lon = projection.around(lon)
    west, east = float(np.nanmin(lon)), float(np.nanmax(lon))
    return west, float(np.nanmin(lat)), east, float(np.nanmax(lat))


def _clipped(
    shapes: NDArray[np.object_], window: tuple[float, float, float, float]
) -> NDArray[np.object_]:
    """Cut shapes to a window with room around it, so that none is bent round the world."""
    west, south, east, north = window
    room = 0.1 * max(east - west, north - south) + 1.0
    box = (west - room, max(south - room, -90.0), east + room, min(north + room, 90.0))
    whole = shapely.make_valid(shapes)
    once_round = (shapely.transform(whole, lambda lonlat: lonlat + EASTWARD), whole,
                  shapely.transform(whole, lambda lonlat: lonlat - EASTWARD))  # fmt: skip
    pieces = [shapely.clip_by_rect(turned, *box) for turned in once_round]  # it may begin anywhere
    return np.asarray(shapely.union_all(np.stack(pieces), axis=0), dtype=object)


def _countries(
    under: Ground,
    near: NDArray[np.object_],
    far: NDArray[np.object_],
    frame: tuple[float, float, float, float],
) -> Names:
    """Name the countries, those with incidents first."""
    known = country_names()
    codes = [*under.countries[under.drawn], *under.countries[~under.drawn]]
    names = [known.get(code, str(code)) for code in codes]
    return _areas(names, np.concatenate([near, far]), frame)


def _areas(
    names: list[str], shapes: NDArray[np.object_], frame: tuple[float, float, float, float]
) -> Names:
    """Name areas in the middle of what of them is on the sheet, the largest first."""
    visible = shapely.clip_by_rect(shapely.make_valid(shapes), *frame)
    area = shapely.area(visible)
    order = [row for row in np.argsort(-area, kind="stable") if area[row] > 0]
    if not order:
        return Names([], np.array([]), np.array([]), np.array([]))
    # in units of which the search for the middle needs a twentieth
    scaled = shapely.transform(visible[order], lambda xy: xy / LABEL_UNIT_M)
    x, y, room = (LABEL_UNIT_M * side for side in label_points(scaled))
    wide = np.diff(shapely.bounds(visible[order])[:, ::2], axis=1)[:, 0]
    return Names([names[row] for row in order], x, y, np.maximum(room, 0.8 * wide))


def _towns(table: pd.DataFrame, projection: Projection) -> Names:
    x, y = projection.forward(table["lon"].to_numpy(np.float64), table["lat"].to_numpy(np.float64))
    return Names(table["name"].astype(str).tolist(), x, y, np.full(len(table), np.nan))
