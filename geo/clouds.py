"""
The incidents of a table as clouds of points: where each may lie, in points of equal probability.

Sums over the points of a cloud are integrals over the density of an incident. Rows of one and the
same density share a cloud. Degrees, longitude before latitude; metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geo.errors import TableError
from geo.lattices import area_lattice, lattice, round_lattices
from geo.uncertainty import read_density

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from geo.laws import FloatArray

MOST: Final = 512
"""Points of a cloud: ours; a share of an incident is then right to about .01, half of what the
laws themselves are right to."""

LEAST: Final = 32
"""Points of a cloud in a table of very many: ours; the errors of so many shares cancel."""

BUDGET: Final = 2_000_000
"""Points of all clouds together, which decides between the two: ours, some seconds of work."""


@dataclass(frozen=True)
class Clouds:
    """
    Where the incidents of a table may lie.

    Attributes
    ----------
    cloud
        Which cloud each row of the table has, shape (rows,); -1 where nothing says where it is.
    start
        First point of each cloud, and one past the last of all, shape (clouds + 1,).
    lon, lat
        The points, shape (points,); those of one cloud are equally probable.
    """

    cloud: NDArray[np.intp]
    start: NDArray[np.intp]
    lon: FloatArray
    lat: FloatArray

    @property
    def sizes(self) -> NDArray[np.intp]:
        """Number of points of each cloud, shape (clouds,)."""
        return np.diff(self.start)

    @property
    def owner(self) -> NDArray[np.intp]:
        """Cloud of each point, shape (points,)."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)


def clouds_of(incidents: gpd.GeoDataFrame, *, exact: bool = False) -> Clouds:
    """
    Lay clouds through the densities of a table's incidents.

    Parameters
    ----------
    incidents
        Any GeoDataFrame of points on EPSG:4326. In this order, what says most about a row is
        taken: its column `density`; where there is no point, its `footprint`, all of it alike;
        its point and `radius_m`, a round normal density of which the radius holds 90 %; its point
        alone.
    exact
        Take every point for the place itself.

    Returns
    -------
    Clouds

    Raises
    ------
    TableError
        If a geometry is no point.
    NumberError
        If a cell of `density` is none.

    Examples
    --------
    >>> import geopandas as gpd
    >>> table = gpd.GeoDataFrame(
    ...     {"radius_m": [5_000, None, 5_000]},
    ...     geometry=gpd.points_from_xy([40.4, 44.4, None], [35.0, 33.3, None]), crs=4326
    ... )
    >>> clouds = clouds_of(table)
    >>> clouds.sizes.tolist(), clouds.cloud.tolist()
    ([512, 1], [0, 1, -1])
    """
    said = kinds_of(incidents, exact=exact)
    kind, (lon, lat), radius_m = said.kind, said.points, said.radius_m
    texts, areas = said.texts, said.areas
    keys: dict[object, int] = {}
    cloud = np.full(len(incidents), -1, dtype=np.intp)
    for row in np.flatnonzero((kind != "") & (kind != "point")):
        match kind[row]:
            case "density":
                key: object = texts[row]
            case "area":
                key = areas[row].wkb
            case _:
                key = (lon[row], lat[row], radius_m[row])
        cloud[row] = keys.setdefault(key, len(keys))
    alone = np.flatnonzero(kind == "point")
    cloud[alone] = len(keys) + np.arange(len(alone))
    many = int(np.clip(BUDGET // max(len(keys), 1), LEAST, MOST))
    _, first = np.unique(cloud[cloud >= 0], return_index=True)
    rows = np.flatnonzero(cloud >= 0)[first][: len(keys)]  # one row of each cloud
    pieces: list[tuple[FloatArray, FloatArray]] = []
    discs = rows[kind[rows] == "round"]
    wide = iter(zip(*round_lattices(lon[discs], lat[discs], radius_m[discs], many), strict=True))
    for row in rows:
        match kind[row]:
            case "density":
                pieces.append(lattice(read_density(texts[row]), many))
            case "area":
                pieces.append(area_lattice(areas[row], many))
            case _:
                pieces.append(next(wide))
    sizes = np.array([len(x) for x, _ in pieces] + [1] * len(alone), dtype=np.intp)
    return Clouds(
        cloud,
        np.concatenate([np.zeros(1, dtype=np.intp), np.cumsum(sizes)]),
        np.concatenate([*(x for x, _ in pieces), lon[alone]]),
        np.concatenate([*(y for _, y in pieces), lat[alone]]),
    )


@dataclass(frozen=True)
class Kinds:
    """
    What each row of a table says about where it lies.

    Attributes
    ----------
    kind
        "density", "area", "round", "point" or "" for nothing, shape (rows,).
    points
        Longitudes and latitudes, degrees; NaN where there is none.
    radius_m
        Radii that hold 90 %, metres; NaN where there is none.
    texts, areas
        Cells of the columns density and footprint; None where there is none.
    """

    kind: NDArray[np.object_]
    points: tuple[FloatArray, FloatArray]
    radius_m: FloatArray
    texts: NDArray[np.object_]
    areas: NDArray[np.object_]


def kinds_of(incidents: gpd.GeoDataFrame, *, exact: bool = False) -> Kinds:
    """
    Tell what says most about where each row of a table lies.

    Parameters
    ----------
    incidents
        As `clouds_of` takes them.
    exact
        Take every point for the place itself.

    Returns
    -------
    Kinds

    Raises
    ------
    TableError
        If a geometry is no point.

    Examples
    --------
    >>> import geopandas as gpd
    >>> points = gpd.points_from_xy([40.4, None], [35.0, None])
    >>> kinds_of(gpd.GeoDataFrame({"radius_m": [5e3, 5e3]}, geometry=points)).kind.tolist()
    ['round', '']
    """
    lon, lat = points_of(incidents)
    there = np.isfinite(lon) & np.isfinite(lat)
    kind = np.where(there, "point", "").astype(object)
    nothing = np.full(len(incidents), None, dtype=object)
    if exact:
        return Kinds(kind, (lon, lat), np.full(len(incidents), np.nan), nothing, nothing)
    radius_m = _numbers(incidents, "radius_m")
    kind[there & (radius_m > 0)] = "round"
    areas, drawn = _areas(incidents)
    kind[~there & drawn] = "area"
    texts = _texts(incidents)
    kind[np.array([text is not None for text in texts], dtype=bool)] = "density"
    return Kinds(kind, (lon, lat), radius_m, texts, areas)


def points_of(incidents: gpd.GeoDataFrame) -> tuple[FloatArray, FloatArray]:
    """
    Give the coordinates of a table's points.

    Parameters
    ----------
    incidents
        Any GeoDataFrame.

    Returns
    -------
    lon, lat
        Degrees, each of shape (rows,); NaN where there is no point.

    Raises
    ------
    TableError
        If a geometry is no point; the message names the row.

    Examples
    --------
    >>> import geopandas as gpd
    >>> [float(x[0]) for x in points_of(gpd.GeoDataFrame(geometry=[shapely.Point(40.4, 35.0)]))]
    [40.4, 35.0]
    """
    points = np.array(incidents.geometry.to_numpy(), dtype=object)
    points[shapely.is_empty(points)] = None  # GEOS has no x of an empty point
    wrong = shapely.get_type_id(points) > 0  # -1 where there is none
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        message = (
            f"row {incidents.index[row]!r} is a {points[row].geom_type}; incidents are points: "
            "use .representative_point() if an area is to count where it lies"
        )
        raise TableError(message)
    return shapely.get_x(points), shapely.get_y(points)


def _numbers(incidents: gpd.GeoDataFrame, name: str) -> FloatArray:
    import pandas as pd  # noqa: PLC0415 - heavy, and a table needs it anyway

    if name not in incidents:
        return np.full(len(incidents), np.nan)
    return pd.to_numeric(incidents[name]).to_numpy(dtype=np.float64, na_value=np.nan)


def _texts(incidents: gpd.GeoDataFrame) -> NDArray[np.object_]:
    """Give the cells of `density`, None where there is none."""
    if "density" not in incidents:
        return np.array([None] * len(incidents), dtype=object)
    cells = incidents["density"]
    return np.asarray(cells.astype(object).where(cells.notna(), None).to_numpy(), dtype=object)


def _areas(incidents: gpd.GeoDataFrame) -> tuple[NDArray[np.object_], NDArray[np.bool_]]:
    """Give the footprints, and which of them are areas."""
    if "footprint" not in incidents:
        return np.full(len(incidents), None), np.zeros(len(incidents), dtype=bool)
    cells = np.array(
        [x if shapely.is_geometry(x) else None for x in incidents["footprint"]], dtype=object
    )
    return cells, np.asarray(shapely.area(cells) > 0)
