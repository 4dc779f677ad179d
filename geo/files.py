"""
Incidents in files: GeoParquet, GeoJSON and CSV, each read back as it was written.

In CSV and GeoJSON the second geometry, `footprint`, is text (WKT); in CSV the point is the two
columns lon and lat. An empty text and a missing one are the same in CSV.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from geo.errors import MissingDataError, TableError
from geo.tables import CRS, columns, validate_incidents

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

ENDINGS: dict[str, Literal["parquet", "geojson", "csv"]] = {
    ".parquet": "parquet",
    ".geoparquet": "parquet",
    ".geojson": "geojson",
    ".json": "geojson",
    ".csv": "csv",
}
# A spreadsheet runs a cell that starts so; numbers do too, and stay as they are.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\Z")


def write_incidents(incidents: gpd.GeoDataFrame, path: str | Path) -> None:
    """
    Write a table of incidents; the ending of the file decides the format.

    Parameters
    ----------
    incidents
        As `validate_incidents` takes it; columns of your own are written too, the index is not.
    path
        A file that ends in .parquet, .geojson, .json or .csv.

    Raises
    ------
    TableError
        If the ending is another, or the table is none of incidents.

    Examples
    --------
    >>> import geopandas as gpd, tempfile, pathlib
    >>> table = gpd.GeoDataFrame(geometry=gpd.points_from_xy([40.4], [35.0]), crs=4326)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_incidents(table, pathlib.Path(folder) / "a.csv")
    ...     read_incidents(pathlib.Path(folder) / "a.csv").geometry.x.tolist()
    [40.4]
    """
    path = Path(path)
    kind = _kind(path)
    if kind == "parquet":
        table = validate_incidents(incidents).reset_index(drop=True)
        table.to_parquet(path, index=False, compression="zstd")
    else:
        path.write_text(incidents_text(incidents, form=kind), encoding="utf-8", newline="")


def incidents_text(incidents: gpd.GeoDataFrame, *, form: Literal["geojson", "csv"]) -> str:
    """
    Write a table of incidents as text.

    Parameters
    ----------
    incidents
        As `validate_incidents` takes it.
    form
        The format.

    Returns
    -------
    The whole file.

    Raises
    ------
    TableError
        If the table is none of incidents.

    Examples
    --------
    >>> import geopandas as gpd
    >>> table = gpd.GeoDataFrame(geometry=gpd.points_from_xy([40.4], [35.0]), crs=4326)
    >>> incidents_text(table, form="csv").splitlines()[1][:7]
    '1,40.4,'
    """
    table = validate_incidents(incidents).reset_index(drop=True)
    if form == "geojson":
        return _geojson(table)
    text: str = _flat(table).to_csv(index=False, lineterminator="\n")
    return text


def read_incidents(path: str | Path) -> gpd.GeoDataFrame:
    """
    Read a table of incidents that `write_incidents` wrote.

    Parameters
    ----------
    path
        A file that ends in .parquet, .geojson, .json or .csv.

    Returns
    -------
    The table, with all columns and types of incidents.

    Raises
    ------
    MissingDataError
        If there is no such file.
    TableError
        If the ending is another, or the file holds no table of incidents.

    Examples
    --------
    >>> read_incidents("nowhere.csv")
    Traceback (most recent call last):
        ...
    geo.errors.MissingDataError: there is no file nowhere.csv
    """
    import geopandas as gpd  # noqa: PLC0415 - heavy, and needed only here

    path = Path(path)
    kind = _kind(path)
    if not path.exists():
        message = f"there is no file {path}"
        raise MissingDataError(message)
    try:
        if kind == "parquet":
            return validate_incidents(gpd.read_parquet(path))
        return validate_incidents(_from_geojson(path) if kind == "geojson" else _from_csv(path))
    except (KeyError, OSError, TypeError, ValueError) as error:
        message = f"{path} holds no table of incidents: {error}"
        raise TableError(message) from error


def guard_cell(text: str) -> str:
    """
    Put an apostrophe before a text that a spreadsheet would run as a formula.

    Parameters
    ----------
    text
        A cell.

    Returns
    -------
    The text; numbers, also negative ones, are left alone. `unguard_cell` takes it back.

    Examples
    --------
    >>> guard_cell("=HYPERLINK(1)"), guard_cell("-12.5")
    ("'=HYPERLINK(1)", '-12.5')
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.match(text) else text


def unguard_cell(text: str) -> str:
    """
    Take back what `guard_cell` did.

    Parameters
    ----------
    text
        A cell.

    Returns
    -------
    The text as it was.

    Examples
    --------
    >>> unguard_cell("'=HYPERLINK(1)"), unguard_cell("'Adan")
    ('=HYPERLINK(1)', "'Adan")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _kind(path: Path) -> Literal["parquet", "geojson", "csv"]:
    """Give the format of a file name."""
    kind = ENDINGS.get(path.suffix.lower())
    if kind is None:
        message = f"{path} ends in {path.suffix!r}; expected one of {', '.join(ENDINGS)}"
        raise TableError(message)
    return kind


def _texts(table: gpd.GeoDataFrame) -> pd.DataFrame:
    """Give the columns without the point; dates and the footprint as text."""
    import pandas as pd  # noqa: PLC0415 - heavy, and needed only here

    flat = pd.DataFrame(table.drop(columns="geometry"))
    for name in flat.columns:
        if table[name].dtype == "geometry":
            # all digits: the default keeps six
            flat[name] = shapely.to_wkt(table[name].to_numpy(), rounding_precision=-1)
        elif pd.api.types.is_datetime64_any_dtype(flat[name]):
            flat[name] = flat[name].map(pd.Timestamp.isoformat, na_action="ignore")
    return flat


def _flat(table: gpd.GeoDataFrame) -> pd.DataFrame:
    """Give a table for CSV: lon, lat, and cells that no spreadsheet runs."""
    flat = _texts(table)
    for name in flat.columns:
        if flat[name].dtype == object or str(flat[name].dtype) in ("string", "str"):
            flat[name] = flat[name].map(
                lambda cell: guard_cell(cell) if isinstance(cell, str) else cell
            )
    points = table.geometry.to_numpy()
    flat.insert(1, "lon", shapely.get_x(points))
    flat.insert(2, "lat", shapely.get_y(points))
    return flat.rename(columns=lambda name: guard_cell(str(name)))


def _geojson(table: gpd.GeoDataFrame) -> str:
    """Write features by hand, so that types and missing values stay what they are."""
    import pandas as pd  # noqa: PLC0415 - heavy, and needed only here

    rows = _texts(table).astype(object)
    rows = rows.where(rows.notna(), None)
    points = zip(
        shapely.get_x(table.geometry.to_numpy()).tolist(),
        shapely.get_y(table.geometry.to_numpy()).tolist(),
        strict=True,
    )
    features = [
        {
            "type": "Feature",
            "geometry": None if pd.isna(lon) else {"type": "Point", "coordinates": [lon, lat]},
            "properties": properties,
        }
        for properties, (lon, lat) in zip(rows.to_dict("records"), points, strict=True)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, allow_nan=False, default=str)


def _from_geojson(path: Path) -> gpd.GeoDataFrame:
    """Read the features, and the footprint from its text."""
    import geopandas as gpd  # noqa: PLC0415 - heavy, and needed only here
    import pandas as pd  # noqa: PLC0415

    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    table = pd.DataFrame([feature["properties"] for feature in features])
    points = [
        shapely.geometry.shape(feature["geometry"]) if feature["geometry"] else None
        for feature in features
    ]
    shapes = np.array(points, dtype=object)
    return _with_footprint(gpd.GeoDataFrame(table, geometry=shapes, crs=CRS))


def _from_csv(path: Path) -> gpd.GeoDataFrame:
    """Read the cells, known columns as text first, so that a code such as 01 stays itself."""
    import geopandas as gpd  # noqa: PLC0415 - heavy, and needed only here
    import pandas as pd  # noqa: PLC0415

    floats = ["lon", "lat", *(c.name for c in columns("incidents") if c.dtype == "float64")]
    strings = [column.name for column in columns("incidents") if column.dtype == "string"]
    table = pd.read_csv(
        path,
        dtype=dict.fromkeys([*floats, *strings], "string"),
        keep_default_na=False,
        na_values=[""],
    )
    for name in table.columns:
        if table[name].dtype == object or str(table[name].dtype) in ("string", "str"):
            table[name] = table[name].map(
                lambda cell: unguard_cell(cell) if isinstance(cell, str) else cell
            )
    for name in set(floats) & set(table.columns):  # older pandas lose the last digit of a float
        cells = (float(cell) if isinstance(cell, str) else np.nan for cell in table[name])
        table[name] = np.fromiter(cells, dtype=np.float64, count=len(table))
    points = [
        None if pd.isna(lon) or pd.isna(lat) else shapely.Point(lon, lat)
        for lon, lat in zip(table.pop("lon"), table.pop("lat"), strict=True)
    ]
    table = table.rename(columns=unguard_cell)
    shapes = np.array(points, dtype=object)
    return _with_footprint(gpd.GeoDataFrame(table, geometry=shapes, crs=CRS))


def _with_footprint(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Turn the text of the footprint into polygons."""
    import geopandas as gpd  # noqa: PLC0415 - heavy, and needed only here

    if "footprint" in table:
        texts = [text if isinstance(text, str) else None for text in table["footprint"]]
        table["footprint"] = gpd.GeoSeries(list(shapely.from_wkt(texts)), crs=CRS)
    return table
