"""
Provinces of the world: which one a point lies in, their shapes, and the borders of countries.

Longitude before latitude, degrees, WGS 84. The shipped polygons are Natural Earth's admin-1,
simplified (`NOTICE` says how), so a border is right to about a kilometre; a code is GeoNames'
admin-1 key (as `SY.07`) where the polygon is that unit, else an ISO 3166-2 or Natural Earth
code, with `admin1` naming the GeoNames unit that contains it. Files are read once, when first
needed, and only `provinces` and `read_boundaries` (from `geo.boundaries`) import geopandas.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.boundaries import read_boundaries
from geo.errors import CoordinateError, MissingDataError, RegionError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd
    import pyarrow as pa
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "COAST_M",
    "Regions",
    "country_of_province",
    "default_regions",
    "province_of",
    "provinces",
    "read_boundaries",
    "regions_of",
    "shape_of",
    "shared_border",
]

# A town on a beach lies outside a simplified coast, and harbours are built into the sea: 94 % of
# the GeoNames towns that fall outside every polygon are this near to one.
COAST_M = 5_000.0
METRES_PER_DEGREE = 111_320.0  # of latitude, and of longitude at the equator
WORLD_DEGREES = 360.0
ALPHA_2 = 2  # letters of a country code


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


def provinces() -> gpd.GeoDataFrame:
    """
    Read the provinces of the world that come with the package.

    Returns
    -------
    A regions table, EPSG:4326, one row a province, sorted by code, with the columns code, name,
    name_local, country, iso_3166_2, hasc, adm1_code, admin1 and geometry. It is a copy: change
    it as you like.

    Raises
    ------
    MissingDataError
        If the file is not where the package was installed.

    Examples
    --------
    >>> table = provinces()
    >>> table.loc[table["code"] == "SY.07", ["name", "country", "iso_3166_2"]].values.tolist()
    [['Deir ez-Zor', 'SY', 'SY-DY']]
    """
    import geopandas as gpd  # noqa: PLC0415 - heavy, and needed only here

    table = _read_table()
    frame = table.drop_columns(["geometry"]).to_pandas()
    return gpd.GeoDataFrame(frame, geometry=default_regions().shapes.copy(), crs="EPSG:4326")


def province_of(
    lon: ArrayLike,
    lat: ArrayLike,
    *,
    coast_m: float = COAST_M,
    boundaries: gpd.GeoDataFrame | None = None,
) -> NDArray[np.object_]:
    """
    Find the province that each point lies in.

    Parameters
    ----------
    lon, lat
        Points, degrees, WGS 84; longitudes beyond 180 are turned back.
    coast_m
        A point outside every province belongs to the nearest one within so many metres.
    boundaries
        A regions table of your own (`read_boundaries`) in the place of the provinces.

    Returns
    -------
    An array of codes, with the shape of the points (one point gives an array of one); None
    where there is no province, or no point (NaN).

    Raises
    ------
    CoordinateError
        If a latitude is outside [-90, 90]; the message asks whether the axes are swapped.

    Notes
    -----
    A point on a border belongs to the code that sorts first. Distances to a coast are measured
    on a local plane, right to a percent at the distances that make sense here.

    Examples
    --------
    Deir ez-Zor, and a place in the middle of the Mediterranean:

    >>> province_of([40.14, 18.0], [35.33, 34.5]).tolist()
    ['SY.07', None]
    """
    x, y = np.broadcast_arrays(np.atleast_1d(np.asarray(lon, float)), np.asarray(lat, float))
    shape, x, y = x.shape, x.ravel().copy(), y.ravel()
    known = np.isfinite(x) & np.isfinite(y)
    if (np.abs(y[known]) > 90).any():  # noqa: PLR2004 - the poles
        wrong = y[known][np.abs(y[known]) > 90][0]  # noqa: PLR2004 - the poles
        message = f"latitude {wrong} is outside [-90, 90]; were longitude and latitude swapped?"
        raise CoordinateError(message)
    beyond = known & (np.abs(x) > WORLD_DEGREES / 2)
    x[beyond] = (x[beyond] + WORLD_DEGREES / 2) % WORLD_DEGREES - WORLD_DEGREES / 2
    regions = default_regions() if boundaries is None else regions_of(boundaries)
    rows = np.full(x.size, -1, dtype=np.intp)
    rows[known] = _rows_inside(regions, x[known], y[known])
    outside = np.flatnonzero(known & (rows < 0))
    if coast_m > 0 and outside.size:
        rows[outside] = _rows_near(regions, x[outside], y[outside], coast_m)
    codes = np.array([*regions.codes, None], dtype=object)  # row -1 is the last: no province
    found: NDArray[np.object_] = codes[rows].reshape(shape)
    return found


def shape_of(codes: str | Iterable[str]) -> shapely.Geometry:
    """
    Join provinces or countries into one shape.

    Parameters
    ----------
    codes
        Province codes, or alpha-2 codes of countries, one or several.

    Returns
    -------
    Their union, a polygon or multipolygon, degrees.

    Raises
    ------
    RegionError
        If a code is unknown, or none is given; the message names codes of that country.

    Examples
    --------
    >>> bool(shape_of(["EG.26", "EG.27"]).contains(shapely.Point(33.8, 29.5)))
    True
    """
    wanted = (codes,) if isinstance(codes, str) else tuple(codes)
    if not wanted:
        message = "no codes were given; expected province codes such as SY.07, or countries as SY"
        raise RegionError(message)
    return _union(tuple(dict.fromkeys(wanted)))


def country_of_province(code: str) -> str:
    """
    Give the alpha-2 code of the country that a province belongs to.

    Parameters
    ----------
    code
        A province code.

    Returns
    -------
    Two letters; empty for the two disputed polygons that have no country.

    Raises
    ------
    RegionError
        If the code is unknown.

    Examples
    --------
    >>> country_of_province("IQ.13")
    'IQ'
    """
    regions = default_regions()
    return str(regions.countries[_rows_of(regions, code)[0]])


def shared_border(country: str, other: str | None = None) -> shapely.Geometry:
    """
    Draw the land border of a country, or the part that it shares with another.

    Parameters
    ----------
    country, other
        Alpha-2 codes.

    Returns
    -------
    Lines, degrees; empty where the two do not touch. Coasts are no borders.

    Raises
    ------
    RegionError
        If a country is unknown.

    Examples
    --------
    >>> shared_border("IQ", "SY").is_empty, shared_border("IQ", "EG").is_empty
    (False, True)
    """
    if other is not None and other < country:
        country, other = other, country
    return _border(country, other)


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


@cache
def default_regions() -> Regions:
    """Read the shipped provinces, once."""
    table = _read_table()
    # to_pylist, because pyarrow's to_numpy imports pandas
    code, country = (
        np.array(table[name].to_pylist(), dtype=object) for name in ("code", "country")
    )
    return Regions(code, country, shapely.from_wkb(table["geometry"].to_pylist()))


def _read_table() -> pa.Table:
    import pyarrow.parquet as pq  # noqa: PLC0415 - heavy, and needed only here

    file = resources.files("geo") / "data/provinces.parquet"
    if not file.is_file():
        message = f"{file} is missing; reinstall farsakh, or run geo/data/rebuild_provinces.py"
        raise MissingDataError(message)
    with resources.as_file(file) as path:
        # not read_table, which imports pandas
        return pq.ParquetFile(path).read()


def _rows_inside(
    regions: Regions, x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.intp]:
    """
    Give the row of the region that covers each point, or -1.

    Sorted by longitude, the points of a polygon's box are one slice, so that each polygon looks
    at few points and all polygons at each point once or twice.
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


def _rows_near(
    regions: Regions, x: NDArray[np.float64], y: NDArray[np.float64], coast_m: float
) -> NDArray[np.intp]:
    """Give the row of the nearest region within `coast_m` of each point, or -1."""
    parts, row_of_part = regions.parts
    squeeze = np.maximum(np.cos(np.radians(y)), 0.01)
    reach = coast_m / METRES_PER_DEGREE
    boxes = shapely.box(x - reach / squeeze, y - reach, x + reach / squeeze, y + reach)
    point, part = regions.tree.query(boxes, predicate="intersects")
    rows = np.full(x.size, -1, dtype=np.intp)
    best = np.full(x.size, np.inf)
    for index, candidate in zip(point, part, strict=True):
        piece = shapely.clip_by_rect(parts[candidate], *shapely.bounds(boxes[index]))
        scale = np.array([squeeze[index], 1.0]) * METRES_PER_DEGREE
        corners = shapely.get_coordinates(piece)
        flat = shapely.set_coordinates(piece, corners * scale)
        distance_m = shapely.distance(
            flat, shapely.Point(*(np.array([x[index], y[index]]) * scale))
        )
        row = row_of_part[candidate]
        if distance_m <= coast_m and (distance_m, row) < (best[index], rows[index]):
            best[index], rows[index] = distance_m, row
    return rows


def _rows_of(regions: Regions, code: str) -> list[int]:
    """Rows of a province, or of all provinces of a country."""
    if code in regions.row_of:
        return [regions.row_of[code]]
    if len(code) == ALPHA_2 and code in regions.rows_of_country:
        return regions.rows_of_country[code]
    own = [regions.codes[row] for row in regions.rows_of_country.get(code[:ALPHA_2], [])]
    hint = f"those of {code[:ALPHA_2]} are {', '.join(own[:40])}" if own else "as SY.07, or SY"
    message = f"no province has the code {code!r}; expected a code of geo.provinces(): {hint}"
    raise RegionError(message)


@cache
def _union(codes: tuple[str, ...]) -> shapely.Geometry:
    regions = default_regions()
    rows = sorted({row for code in codes for row in _rows_of(regions, code)})
    return shapely.union_all(regions.shapes[rows]) if len(rows) > 1 else regions.shapes[rows[0]]


@cache
def _border(country: str, other: str | None) -> shapely.Geometry:
    regions = default_regions()
    own = _union((country,))
    if other is not None:
        neighbours = _union((other,))
    else:
        _rows_of(regions, country)
        touching = regions.tree.query(own, predicate="intersects")
        near = {int(regions.parts[1][part]) for part in touching}
        rows = [row for row in near if regions.countries[row] != country]
        neighbours = shapely.union_all(regions.shapes[rows])
    lines = shapely.intersection(shapely.boundary(own), shapely.boundary(neighbours))
    parts = shapely.get_parts(lines)
    return shapely.line_merge(shapely.union_all(parts[shapely.get_dimensions(parts) == 1]))
