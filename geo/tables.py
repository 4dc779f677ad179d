"""
The tables that everything agrees on: the columns of incidents and of regions, and their checks.

The columns are data, `geo/data/tables.csv`: table, column, dtype and meaning. Geometry is
longitude, latitude on WGS 84 (EPSG:4326), nothing else.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from geo.errors import CRSError, TableError

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

CRS = "EPSG:4326"
STATUSES = ("located", "region", "ambiguous", "unresolved")
_POINTS = frozenset({"Point"})
_POLYGONS = frozenset({"Polygon", "MultiPolygon"})


@dataclass(frozen=True)
class Column:
    """
    One column of a table.

    Attributes
    ----------
    name
        Its name.
    dtype
        pandas' name of its type, or "geometry".
    meaning
        What stands in it.
    """

    name: str
    dtype: str
    meaning: str


@cache
def columns(table: Literal["incidents", "regions"]) -> tuple[Column, ...]:
    """
    List the columns of a table, in their order.

    Parameters
    ----------
    table
        Which one.

    Returns
    -------
    Its columns.

    Examples
    --------
    >>> [column.name for column in columns("regions")][:3]
    ['code', 'name', 'name_local']
    """
    text = (resources.files("geo") / "data/tables.csv").read_text(encoding="utf-8")
    return tuple(
        Column(row["column"], row["dtype"], row["meaning"])
        for row in csv.DictReader(text.splitlines())
        if row["table"] == table
    )


def validate_incidents(incidents: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """
    Give back a table of incidents with all columns, in order, of the right types.

    Parameters
    ----------
    incidents
        Any GeoDataFrame of points on EPSG:4326. Missing columns are added empty, a missing `id`
        is the number of the row; columns of your own stay, at the end; the index stays.

    Returns
    -------
    A new table.

    Raises
    ------
    TableError
        If a column cannot be of its type, ids are not unique, a status is unknown, or a
        geometry is no point; the message names the first row.
    CRSError
        If the coordinates are not longitude and latitude on WGS 84.

    Examples
    --------
    >>> import geopandas as gpd
    >>> table = gpd.GeoDataFrame(
    ...     {"killed": [3, None]}, geometry=gpd.points_from_xy([40.4, 44.4], [35.0, 33.3]), crs=4326
    ... )
    >>> validate_incidents(table)["killed"].dtype
    Int64Dtype()
    """
    table = _checked_frame(incidents, "incidents")
    if "id" not in table:
        table["id"] = [str(row) for row in range(1, len(table) + 1)]
    table = _typed(table, "incidents")
    _require_unique(table, "id")
    known = table["status"].isin(STATUSES) | table["status"].isna()
    if not known.all():
        message = (
            f"row {table.index[~known][0]!r}: status is {table['status'][~known].iloc[0]!r}; "
            f"expected one of {', '.join(STATUSES)}, or nothing"
        )
        raise TableError(message)
    _require_kind(table, _POINTS, "a point or nothing (an area belongs in the column footprint)")
    return table


def validate_regions(regions: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """
    Give back a table of regions with all columns, in order, of the right types.

    Parameters
    ----------
    regions
        A GeoDataFrame of polygons on EPSG:4326 with the columns code and name.

    Returns
    -------
    A new table; columns of your own stay, at the end.

    Raises
    ------
    TableError
        If code or name is missing, codes are not unique, or a geometry is no polygon.
    CRSError
        If the coordinates are not longitude and latitude on WGS 84.

    Examples
    --------
    >>> import geopandas as gpd, shapely
    >>> table = gpd.GeoDataFrame(
    ...     {"code": ["A"], "name": ["Here"]}, geometry=[shapely.box(0, 0, 1, 1)], crs=4326
    ... )
    >>> validate_regions(table)["country"].isna().tolist()
    [True]
    """
    table = _checked_frame(regions, "regions")
    for name in ("code", "name"):
        if name not in table:
            message = (
                f"a table of regions needs the column {name!r}; this one has "
                f"{', '.join(map(str, regions.columns))}. geo.read_boundaries finds the columns "
                "of most files, and takes code= and name= for the others"
            )
            raise TableError(message)
    table = _typed(table, "regions")
    _require_unique(table, "code")
    _require_kind(table, _POLYGONS, "a polygon", missing=False)
    return table


def require_wgs84(table: gpd.GeoDataFrame, what: str) -> None:
    """
    Refuse a table that is not on longitude and latitude of WGS 84.

    Parameters
    ----------
    table
        Any GeoDataFrame.
    what
        What to call it in the message.

    Raises
    ------
    CRSError
        If it has another coordinate reference system, or none.

    Examples
    --------
    >>> import geopandas as gpd
    >>> require_wgs84(gpd.GeoDataFrame(geometry=[], crs=3857), "the incidents")
    Traceback (most recent call last):
        ...
    geo.errors.CRSError: the incidents are on EPSG:3857; expected EPSG:4326: use .to_crs(4326)
    """
    crs = table.crs
    if crs is None:
        message = (
            f"{what} have no coordinate reference system; expected {CRS}: use .set_crs(4326) if "
            "they are longitudes and latitudes, the right number otherwise"
        )
        raise CRSError(message)
    if not crs.equals(CRS, ignore_axis_order=True):
        name = ":".join(crs.to_authority() or (str(crs.name),))
        message = f"{what} are on {name}; expected {CRS}: use .to_crs(4326)"
        raise CRSError(message)


def repeats(incidents: pd.DataFrame) -> NDArray[np.bool_]:
    """
    Tell which rows repeat another row of the same table.

    Parameters
    ----------
    incidents
        Any table; without the columns id and duplicate_of no row repeats another.

    Returns
    -------
    True where `duplicate_of` is the id of another row: that incident is counted there.

    Examples
    --------
    >>> import geopandas as gpd
    >>> table = gpd.GeoDataFrame(
    ...     {"id": ["a", "b", "c"], "duplicate_of": ["b", None, "elsewhere"]},
    ...     geometry=[None] * 3, crs=4326
    ... )
    >>> repeats(table).tolist()
    [True, False, False]
    """
    if not {"id", "duplicate_of"} <= set(incidents.columns):
        return np.zeros(len(incidents), dtype=bool)
    of, own = incidents["duplicate_of"].astype("object"), incidents["id"].astype("object")
    found = of.notna() & of.isin(own.dropna()) & (of != own)
    return np.asarray(found.to_numpy(dtype=bool))


def _checked_frame(table: gpd.GeoDataFrame, kind: str) -> gpd.GeoDataFrame:
    """Copy a GeoDataFrame whose active geometry is `geometry`, on WGS 84."""
    import geopandas as gpd  # noqa: PLC0415 - heavy, and needed only here

    if not isinstance(table, gpd.GeoDataFrame) or table._geometry_column_name not in table:  # noqa: SLF001 - no public question answers without raising
        message = (
            f"expected a GeoDataFrame of {kind}, got {type(table).__name__} without a geometry; "
            "make one with geopandas.GeoDataFrame(df, geometry=geopandas.points_from_xy("
            "df.lon, df.lat), crs=4326)"
        )
        raise TableError(message)
    twice = table.columns[table.columns.duplicated()]
    if len(twice):
        message = f"the column {twice[0]!r} is there twice; rename one of them"
        raise TableError(message)
    require_wgs84(table, f"the {kind}")
    active = table.geometry.name
    if active != "geometry" and "geometry" in table:
        message = (
            f"the active geometry is {active!r}, and there is a column 'geometry' too; drop it or "
            "make it active with .set_geometry('geometry')"
        )
        raise TableError(message)
    return table.copy() if active == "geometry" else table.rename_geometry("geometry")


def _typed(table: gpd.GeoDataFrame, kind: Literal["incidents", "regions"]) -> gpd.GeoDataFrame:
    """Add what is missing, in order, with the dtypes of the table."""
    import geopandas as gpd  # noqa: PLC0415 - heavy, and needed only here
    import pandas as pd  # noqa: PLC0415 - heavy, and needed only here

    listed = columns(kind)
    data: dict[str, object] = {}
    for column in listed:
        if column.dtype == "geometry":
            shapes = np.array(table.get(column.name, [None] * len(table)), dtype=object)
            # empty, or NaN as geopandas.points_from_xy makes points of missing numbers
            shapes[np.isnan(shapely.bounds(shapes)).any(axis=1)] = None
            data[column.name] = gpd.GeoSeries(shapes, index=table.index, crs=CRS)
        elif column.name in table:
            data[column.name] = _as_type(table[column.name], column)
        else:
            data[column.name] = pd.Series(index=table.index, dtype=column.dtype)
    names = {column.name for column in listed}
    own = {name: table[name] for name in table.columns if name not in names}
    typed = gpd.GeoDataFrame({**data, **own}, index=table.index, geometry="geometry", crs=CRS)
    typed.attrs = dict(table.attrs)  # such as the title of the report
    return typed


def _as_type(values: pd.Series, column: Column) -> pd.Series:
    """Convert one column; a value that cannot be converted is named."""
    import pandas as pd  # noqa: PLC0415 - heavy, and needed only here

    dtype = pd.api.types.pandas_dtype(column.dtype)
    try:
        if column.dtype.startswith("datetime"):
            dates = pd.Series(pd.to_datetime(values))
            if dates.dt.tz is not None:
                dates = dates.dt.tz_convert("UTC").dt.tz_localize(None)
            return dates.astype(dtype)
        if column.dtype in ("Int64", "float64"):
            return pd.Series(pd.to_numeric(values)).astype(dtype)
        return values.astype(dtype)
    except (TypeError, ValueError) as error:
        message = (
            f"the column {column.name!r} cannot be read as {column.dtype} ({column.meaning}): "
            f"{error}"
        )
        raise TableError(message) from error


def _require_unique(table: pd.DataFrame, name: str) -> None:
    """Refuse missing and repeated keys."""
    if table[name].isna().any():
        message = f"row {table.index[table[name].isna()][0]!r} has no {name}; every row needs one"
        raise TableError(message)
    repeated = table[name][table[name].duplicated()]
    if len(repeated):
        message = f"the {name} {repeated.iloc[0]!r} is there twice; {name}s must be unique"
        raise TableError(message)


def _require_kind(
    table: gpd.GeoDataFrame, kinds: frozenset[str], expected: str, *, missing: bool = True
) -> None:
    """Refuse geometries of another kind."""
    absent = table.geometry.isna() | table.geometry.is_empty
    wrong = ~table.geometry.geom_type.isin(kinds) & ~(absent & missing)
    if wrong.any():
        found = table.geometry[wrong].iloc[0]
        kind = "nothing" if found is None else found.geom_type
        message = f"row {table.index[wrong][0]!r}: the geometry is {kind}; expected {expected}"
        raise TableError(message)
