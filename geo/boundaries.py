"""
Boundaries of your own: any file that GeoPandas reads, turned into a regions table.

Publishers change the case and the marks in their headers from year to year, so columns are
recognised by their letters and digits alone. The known layouts are data,
`geo/data/boundary_columns.csv`, where # is the level of the division.
"""

from __future__ import annotations

import csv
import re
import warnings
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.errors import CRSError, MissingDataError, RegionError
from geo.tables import CRS, columns, validate_regions

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

PARQUET = frozenset({".parquet", ".geoparquet"})
FEATHER = frozenset({".feather", ".arrow"})
TURN = 360.0  # degrees
_POLYGON, _MULTIPOLYGON, _COLLECTION = 3, 6, 7  # shapely's numbers of geometry types
_ALPHA_3 = 3


def read_boundaries(
    source: str | Path | gpd.GeoDataFrame,
    *,
    code: str | None = None,
    name: str | None = None,
    country: str | None = None,
) -> gpd.GeoDataFrame:
    """
    Read boundaries of your own as a regions table.

    Parameters
    ----------
    source
        A file that GeoPandas reads (Shapefile, also zipped, GeoPackage, GeoJSON, GeoParquet,
        Feather, KML ...), or a GeoDataFrame. COD-AB in its three layouts, geoBoundaries, GADM
        and tables of our own form are recognised.
    code, name
        Columns of other layouts, or of another level than the finest one.
    country
        Alpha-2 code of all regions, where the file does not say it.

    Returns
    -------
    A regions table on EPSG:4326 (code, name, name_local, country ...), its own columns after
    ours; those that bear one of our names end in `_given`. Where the file does not say the
    country, it is that of the province under the middle of each region.

    Raises
    ------
    MissingDataError
        If there is no such file.
    RegionError
        If no columns of code and name are recognised, a code is missing or there twice, there is
        no row, a geometry is no polygon, or coordinates are no degrees.
    CRSError
        If the file does not say its coordinate reference system.

    Warns
    -----
    UserWarning
        If polygons were invalid and have been mended, with their number.

    Examples
    --------
    >>> import geopandas as gpd, shapely
    >>> squares = gpd.GeoDataFrame(
    ...     {"ADM1_EN": ["Homs"], "ADM1_PCODE": ["SY04"], "ADM0_PCODE": ["SY"]},
    ...     geometry=[shapely.box(36, 34, 38, 35)], crs=4326
    ... )
    >>> read_boundaries(squares)[["code", "name", "country"]].values.tolist()
    [['SY04', 'Homs', 'SY']]
    """
    import geopandas as gpd  # noqa: PLC0415 - heavy, and needed only here

    what = "the table" if isinstance(source, gpd.GeoDataFrame) else str(source)
    table = source if isinstance(source, gpd.GeoDataFrame) else _read(Path(source))
    if table.crs is None:
        message = (
            f"{what} does not say its coordinate reference system (a Shapefile needs its .prj "
            "file); read it with geopandas.read_file and use .set_crs(), for example "
            ".set_crs(4326) for longitudes and latitudes"
        )
        raise CRSError(message)
    roles = {**_recognised(table.columns), **({"code": code} if code else {})}
    roles |= {"name": name} if name else {}
    for role, column in roles.items():
        if column not in table:
            message = f"{what} has no column {column!r}; {role}= takes one of {_list(table)}"
            raise RegionError(message)
    if not {"code", "name"} <= set(roles):
        message = (
            f"no columns of code and name are recognised in {what}; name them with code= and "
            f"name=, from {_list(table)}"
        )
        raise RegionError(message)
    shapes = _polygons(table.to_crs(CRS).geometry, what)
    data = {role: _texts(table[column]) for role, column in roles.items()}
    _require_codes(data["code"], roles["code"], what)
    regions = gpd.GeoDataFrame(data, index=table.index, geometry=shapes, crs=CRS)
    regions["country"] = _countries(regions, country)
    taken = {*roles.values(), table.geometry.name}
    own = table[[column for column in table.columns if column not in taken]]
    ours = {column.name for column in columns("regions")}
    regions = regions.join(own.rename(columns=lambda x: f"{x}_given" if x in ours else x))
    return validate_regions(regions.reset_index(drop=True))


def _read(path: Path) -> gpd.GeoDataFrame:
    """Read a file by its ending."""
    import geopandas as gpd  # noqa: PLC0415 - heavy, and needed only here

    if not path.exists():
        message = f"there is no file {path}"
        raise MissingDataError(message)
    try:
        if path.suffix.lower() in PARQUET:
            return gpd.read_parquet(path)
        if path.suffix.lower() in FEATHER:
            return gpd.read_feather(path)
        table = gpd.read_file(path)
    except (
        ValueError,
        RuntimeError,
        OSError,
        IndexError,
        shapely.errors.ShapelyError,
    ) as error:  # IndexError: pyogrio of a file without a layer
        message = f"{path} cannot be read as boundaries: {error}"
        raise RegionError(message) from error
    if not isinstance(table, gpd.GeoDataFrame):
        message = f"{path} has no geometry; expected polygons"
        raise RegionError(message)
    return table


@cache
def _layouts() -> tuple[tuple[str, str, str], ...]:
    """List layout, role and letters of the known columns, best first."""
    text = (resources.files("geo") / "data/boundary_columns.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple((row["layout"], row["role"], row["letters"]) for row in rows)


def _recognised(headers: pd.Index) -> dict[str, str]:
    """
    Find which column plays which role, at the finest level that has a code and a name.

    The layouts are tried in their order, and all levels of one before the next.
    """
    by_letters = {re.sub("[^a-z0-9]", "", str(column).lower()): column for column in headers}
    for layout in dict.fromkeys(layout for layout, _, _ in _layouts()):
        for level in "543210":
            roles: dict[str, str] = {}
            for known, role, letters in _layouts():
                column = by_letters.get(letters.replace("#", level))
                if known == layout and column is not None and role not in roles:
                    roles[role] = column
            if {"code", "name"} <= set(roles):
                return roles
    return {}


def _polygons(shapes: gpd.GeoSeries, what: str) -> list[shapely.Geometry]:
    """Mend what is invalid, say how many, and refuse what is no polygon."""
    polygons = np.array(shapes.force_2d().to_numpy(), dtype=object)
    if not len(polygons):
        message = f"{what} has no rows; expected at least one polygon"
        raise RegionError(message)
    _require_degrees(polygons, shapes.index, what)
    invalid = ~shapely.is_valid(polygons) & ~shapely.is_missing(polygons)
    if invalid.any():
        polygons[invalid] = [_area_of(shape) for shape in shapely.make_valid(polygons[invalid])]
        warnings.warn(
            f"{invalid.sum()} of {len(polygons)} polygons of {what} were invalid and are mended",
            stacklevel=3,
        )
    wrong = ~np.isin(shapely.get_type_id(polygons), (_POLYGON, _MULTIPOLYGON))
    wrong |= shapely.is_empty(polygons)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        shape = polygons[row]
        found = "nothing" if shape is None or shape.is_empty else f"a {shape.geom_type}"
        message = f"row {shapes.index[row]!r} of {what} is {found}; expected a polygon"
        raise RegionError(message)
    return list(_within_world(polygons))


def _require_degrees(polygons: NDArray[np.object_], index: pd.Index, what: str) -> None:
    """Refuse coordinates that are no numbers, or no degrees."""
    corners, of = shapely.get_coordinates(polygons, return_index=True)
    lost = ~np.isfinite(corners).all(axis=1)
    beyond = (np.abs(corners) > (TURN, 90.0)).any(axis=1)
    if lost.any():
        row = index[of[np.flatnonzero(lost)[0]]]
        message = f"row {row!r} of {what} has a coordinate that is no number; mend the file"
        raise RegionError(message)
    if beyond.any():
        row = index[of[np.flatnonzero(beyond)[0]]]
        message = (
            f"row {row!r} of {what} has coordinates that are no degrees; are they metres (then "
            ".set_crs() has to name their projection), or latitude before longitude?"
        )
        raise RegionError(message)


def _within_world(polygons: NDArray[np.object_]) -> NDArray[np.object_]:
    """Cut at the antimeridian what a file draws beyond it, as from 0 to 360 degrees."""
    from geo.rings import area_in  # noqa: PLC0415 - loads pyproj, which provinces do without

    bounds = shapely.bounds(polygons)
    for row in np.flatnonzero((bounds[:, 0] < -TURN / 2) | (bounds[:, 2] > TURN / 2)):
        turned = [_moved(polygons[row], by) for by in (-TURN, 0.0, TURN)]
        parts = shapely.clip_by_rect(turned, -TURN / 2, -90.0, TURN / 2, 90.0)
        polygons[row] = area_in(shapely.union_all(parts))
    return polygons


def _moved(shape: shapely.Geometry, by: float) -> shapely.Geometry:
    """Lay a shape further east."""
    return shapely.transform(shape, lambda lonlat: lonlat + np.array([by, 0.0]))


def _area_of(shape: shapely.Geometry) -> shapely.Geometry:
    """Keep the polygons of a mended shape; its lines and points have no area."""
    if shapely.get_type_id(shape) != _COLLECTION:
        return shape
    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])  # noqa: PLR2004 - areas


def _texts(values: pd.Series) -> pd.Series:
    """Make texts of a column; numbers keep no decimal point."""
    return values.convert_dtypes().astype("string").str.strip()


def _require_codes(codes: pd.Series, column: str, what: str) -> None:
    """Refuse codes that are missing or there twice."""
    if codes.isna().any():
        message = f"row {codes.index[codes.isna()][0]!r} of {what} has no code in {column!r}"
        raise RegionError(message)
    twice = codes[codes.duplicated()]
    if len(twice):
        message = (
            f"the code {twice.iloc[0]!r} is there twice in the column {column!r} of {what}; "
            "dissolve the parts (geopandas: .dissolve) or name another column with code="
        )
        raise RegionError(message)


def _countries(regions: gpd.GeoDataFrame, country: str | None) -> pd.Series:
    """Give alpha-2 codes: as told, as in the file, or of the province under the middle."""
    import pandas as pd  # noqa: PLC0415 - heavy, and needed only here

    from geo.regions import country_of_province, province_of, provinces  # noqa: PLC0415 - a circle

    index = regions.index
    if country:
        return pd.Series(country, index=index, dtype="string")
    if "country" in regions and regions["country"].notna().all():
        given = regions["country"].str.upper()
        if (given.str.len() == _ALPHA_3).any():
            own = provinces()
            alpha_2 = dict(zip(own["adm1_code"].str[:_ALPHA_3], own["country"], strict=True))
            given = given.map(alpha_2).fillna(given)
        return given
    middle = regions.geometry.representative_point()
    found = province_of(middle.x.to_numpy(), middle.y.to_numpy())
    codes = [country_of_province(code) if code else None for code in found]
    return pd.Series(codes, index=index, dtype="string")


def _list(table: gpd.GeoDataFrame) -> str:
    """Name the columns of a table."""
    return ", ".join(str(column) for column in table.columns if column != table.geometry.name)
