"""
Incidents as plain columns: what every format without a second geometry writes, and CSV.

The footprint is text (WKT); in CSV and in spreadsheets the point is the two columns lon and lat,
degrees. An empty text and a missing one are the same in CSV.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.files.guarding import guard_cell, unguard_cell
from geo.tables import CRS, columns

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd


def plain_columns(table: gpd.GeoDataFrame) -> pd.DataFrame:
    """
    Give the columns without the point; dates and the footprint as text.

    Parameters
    ----------
    table
        As `validate_incidents` gives it.

    Returns
    -------
    The same rows; numbers stay numbers.
    """
    import pandas as pd  # noqa: PLC0415 - heavy, and needed only here

    plain = pd.DataFrame(table.drop(columns="geometry"))
    for name in plain.columns:
        if table[name].dtype == "geometry":
            # all digits: the default keeps six
            plain[name] = shapely.to_wkt(table[name].to_numpy(), rounding_precision=-1)
        elif pd.api.types.is_datetime64_any_dtype(plain[name]):
            plain[name] = plain[name].map(pd.Timestamp.isoformat, na_action="ignore")
    return plain


def guarded_columns(table: gpd.GeoDataFrame) -> pd.DataFrame:
    """
    Give the columns of a spreadsheet: lon, lat, and cells that it does not run.

    Parameters
    ----------
    table
        As `validate_incidents` gives it.

    Returns
    -------
    The same rows; `lon` and `lat` stand after the first column.
    """
    flat = plain_columns(table)
    for name in flat.columns:
        if is_text(flat[name]):
            flat[name] = flat[name].map(
                lambda cell: guard_cell(cell) if isinstance(cell, str) else cell
            )
    points = table.geometry.to_numpy()
    flat.insert(1, "lon", shapely.get_x(points))
    flat.insert(2, "lat", shapely.get_y(points))
    return flat.rename(columns=lambda name: guard_cell(str(name)))


def csv_text(table: gpd.GeoDataFrame) -> str:
    """
    Write incidents as CSV.

    Parameters
    ----------
    table
        As `validate_incidents` gives it.

    Returns
    -------
    The whole file.
    """
    text: str = guarded_columns(table).to_csv(index=False, lineterminator="\n")
    return text


def read_csv(path: Path) -> gpd.GeoDataFrame:
    """
    Read incidents from CSV, known columns as text first, so that a code such as 01 stays itself.

    Parameters
    ----------
    path
        A file that `csv_text` wrote, or another with the columns lon and lat.

    Returns
    -------
    The table, its types not yet those of incidents.
    """
    import pandas as pd  # noqa: PLC0415 - heavy, and needed only here

    strings = [column.name for column in columns("incidents") if column.dtype == "string"]
    table = pd.read_csv(
        path,
        dtype=dict.fromkeys([*floats(), *strings], "string"),
        keep_default_na=False,
        na_values=[""],
    )
    return from_guarded(table)


def from_guarded(table: pd.DataFrame) -> gpd.GeoDataFrame:
    """
    Undo `guarded_columns`.

    Parameters
    ----------
    table
        Cells as they were read, missing ones as NA.

    Returns
    -------
    Points, and the footprint as polygons.
    """
    import geopandas as gpd  # noqa: PLC0415 - heavy, and needed only here
    import pandas as pd  # noqa: PLC0415

    for name in table.columns:
        if is_text(table[name]):
            table[name] = table[name].map(
                lambda cell: unguard_cell(cell) if isinstance(cell, str) else cell
            )
    for name in set(floats()) & set(table.columns):
        # not through pandas: older ones lose the last digit of a float
        cells = (np.nan if pd.isna(cell) else float(cell) for cell in table[name])
        table[name] = np.fromiter(cells, dtype=np.float64, count=len(table))
    lon, lat = table.pop("lon").to_numpy(), table.pop("lat").to_numpy()
    shapes = np.array(shapely.points(lon, lat), dtype=object)
    shapes[np.isnan(lon) | np.isnan(lat)] = None
    table = table.rename(columns=lambda name: unguard_cell(str(name)))
    return with_footprint(gpd.GeoDataFrame(table, geometry=shapes, crs=CRS))


def with_footprint(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """
    Turn the text of the footprint into polygons.

    Parameters
    ----------
    table
        Incidents whose footprint is WKT, or missing.

    Returns
    -------
    The same table.
    """
    import geopandas as gpd  # noqa: PLC0415 - heavy, and needed only here

    if "footprint" in table:
        texts = [text if isinstance(text, str) else None for text in table["footprint"]]
        table["footprint"] = gpd.GeoSeries(list(shapely.from_wkt(texts)), crs=CRS)
    return table


def is_text(values: pd.Series) -> bool:
    """
    Tell whether a column may hold texts.

    Parameters
    ----------
    values
        Any column.

    Returns
    -------
    True also for columns of mixed types.
    """
    return values.dtype == object or str(values.dtype) in ("string", "str")


def floats() -> list[str]:
    """List the columns of real numbers, as files without geometry have them."""
    return ["lon", "lat", *(c.name for c in columns("incidents") if c.dtype == "float64")]
