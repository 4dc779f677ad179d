"""
Provinces of the world: which one a point lies in, their shapes, and the borders of countries.

Longitude before latitude, degrees, WGS 84. The shipped polygons are Natural Earth's admin-1,
simplified (`NOTICE` says how), so a border is right to about a kilometre; a code is GeoNames'
admin-1 key (as `SY.07`) where the polygon is that unit, else an ISO 3166-2 or Natural Earth
code, with `admin1` naming the GeoNames unit that contains it. Files are read once, when first
needed, and only `provinces` and `read_boundaries` (from `geo.boundaries`) import geopandas.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.boundaries import read_boundaries
from geo.errors import CoordinateError, MissingDataError, RegionError
from geo.polygons import Regions, regions_of, rows_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd
    import pyarrow as pa
    from numpy.typing import ArrayLike, NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = [
    "COAST_M",
    "admin1_of_province",
    "country_of_province",
    "default_regions",
    "province_of",
    "provinces",
    "read_boundaries",
    "shape_of",
    "shared_border",
]

# A town on a beach lies outside a simplified coast, and harbours are built into the sea: 94 % of
# the GeoNames towns that fall outside every polygon are this near to one.
COAST_M = 5_000.0
ALPHA_2 = 2  # letters of a country code


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

    frame = _read_table().to_pandas()
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
    shape, x, y = x.shape, x.ravel(), y.ravel()
    wrong = np.flatnonzero(np.abs(y) > 90)  # noqa: PLR2004 - the poles; NaN is nowhere
    if wrong.size:
        message = (
            f"latitude {y[wrong[0]]} is outside [-90, 90]; were longitude and latitude swapped?"
        )
        raise CoordinateError(message)
    regions = default_regions() if boundaries is None else regions_of(boundaries)
    rows = rows_at(regions, x, y, coast_m=coast_m)
    found: NDArray[np.object_] = regions.codes_or_none[rows].reshape(shape)
    return found


def shape_of(codes: str | Iterable[str]) -> BaseGeometry:
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


def admin1_of_province(code: str) -> str | None:
    """
    Give the GeoNames key of the first-level division that a province is or lies in.

    Parameters
    ----------
    code
        A province code.

    Returns
    -------
    As "SY.07"; None where GeoNames has none, or the code is unknown.

    Examples
    --------
    >>> admin1_of_province("SY.07")
    'SY.07'
    """
    return _admin1_keys().get(code)


def shared_border(country: str, other: str | None = None) -> BaseGeometry:
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


@cache
def default_regions() -> Regions:
    """Read the shipped provinces, once."""
    table = _read_table("code", "country", "geometry")
    # to_pylist, because pyarrow's to_numpy imports pandas
    code, country = (
        np.array(table[name].to_pylist(), dtype=object) for name in ("code", "country")
    )
    return Regions(code, country, shapely.from_wkb(table["geometry"].to_pylist()))


def _read_table(*columns: str) -> pa.Table:
    """Read columns of the shipped file, all but the shapes if none is named."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - heavy, and needed only here

    file = resources.files("geo") / "data/provinces.parquet"
    if not file.is_file():
        message = f"{file} is missing; reinstall farsakh, or run geo/data/rebuild_provinces.py"
        raise MissingDataError(message)
    with resources.as_file(file) as path:
        # not read_table, which imports pandas
        table = pq.ParquetFile(path)
        names = columns or [name for name in table.schema_arrow.names if name != "geometry"]
        return table.read([*names], use_threads=False)  # starting threads takes five times as long


@cache
def _admin1_keys() -> dict[str, str | None]:
    table = _read_table("code", "admin1")
    return dict(zip(table["code"].to_pylist(), table["admin1"].to_pylist(), strict=True))


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
def _union(codes: tuple[str, ...]) -> BaseGeometry:
    regions = default_regions()
    rows = sorted({row for code in codes for row in _rows_of(regions, code)})
    union: BaseGeometry = regions.shapes[rows[0]]
    return shapely.union_all(regions.shapes[rows]) if len(rows) > 1 else union


@cache
def _border(country: str, other: str | None) -> BaseGeometry:
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
