"""
Incidents in files: the ending of the name decides the format.

GeoParquet, GeoJSON, GeoPackage, CSV and Excel are read back as they were written; KML is for
Google Earth and is only written. The same table gives the same bytes: no file holds a clock.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from geo.errors import MissingDataError, TableError
from geo.files.flat import csv_text, read_csv
from geo.files.geojson import geojson_text, read_geojson
from geo.files.guarding import guard_cell, unguard_cell
from geo.outputs import whole
from geo.tables import validate_incidents

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

__all__ = [
    "ENDINGS", "guard_cell", "incidents_text", "read_incidents", "unguard_cell", "write_incidents",
]  # fmt: skip

Form: TypeAlias = Literal["parquet", "geojson", "csv", "gpkg", "kml", "xlsx"]

ENDINGS: dict[str, Form] = {
    ".parquet": "parquet",
    ".geoparquet": "parquet",
    ".geojson": "geojson",
    ".json": "geojson",
    ".csv": "csv",
    ".gpkg": "gpkg",
    ".kml": "kml",
    ".xlsx": "xlsx",
}


def write_incidents(
    incidents: gpd.GeoDataFrame,
    path: str | Path,
    *,
    boundaries: gpd.GeoDataFrame | None = None,
    notes: Sequence[str] = (),
) -> None:
    """
    Write a table of incidents; the ending of the file decides the format.

    Parameters
    ----------
    incidents
        As `validate_incidents` takes it; columns of your own are written too, the index is not.
    path
        A file that ends in .parquet, .geoparquet, .geojson, .json, .gpkg, .kml, .csv or .xlsx;
        an existing one is replaced once the new one is whole.
    boundaries
        A regions table of your own, by which the Excel sheet "by province" counts.
    notes
        Sentences about the whole file, such as the licences of its data; written where the
        format has room for them: GeoJSON, GeoPackage, KML and Excel.

    Raises
    ------
    TableError
        If the ending is another, or the table is none of incidents.
    OutputError
        If the file cannot be written, as on a full disk; an existing one is then as it was.

    Examples
    --------
    >>> import geopandas as gpd, tempfile, pathlib
    >>> table = gpd.GeoDataFrame(geometry=gpd.points_from_xy([40.4], [35.0]), crs=4326)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_incidents(table, pathlib.Path(folder) / "a.csv")
    ...     read_incidents(pathlib.Path(folder) / "a.csv").geometry.x.tolist()
    [40.4]
    """
    kind = _kind(Path(path))
    table = validate_incidents(incidents).reset_index(drop=True)
    with whole(path) as part:
        if kind == "parquet":
            table.to_parquet(part, index=False, compression="zstd")
        elif kind == "gpkg":
            from geo.files.geopackage import write_geopackage  # noqa: PLC0415 - loads GDAL

            write_geopackage(table, part, notes)
        elif kind == "xlsx":
            from geo.files.workbook import write_workbook  # noqa: PLC0415 - loads openpyxl

            write_workbook(table, part, boundaries=boundaries, notes=notes)
        else:
            text = incidents_text(table, form=kind, notes=notes)
            part.write_text(text, encoding="utf-8", newline="")


def incidents_text(
    incidents: gpd.GeoDataFrame,
    *,
    form: Literal["geojson", "csv", "kml"],
    notes: Sequence[str] = (),
) -> str:
    """
    Write a table of incidents as text.

    Parameters
    ----------
    incidents
        As `validate_incidents` takes it.
    form
        The format.
    notes
        Sentences about the whole file; CSV has no room for them.

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
        return geojson_text(table, notes)
    if form == "kml":
        from geo.files.kml import kml_text  # noqa: PLC0415 - only where it is asked for

        return kml_text(table, notes)
    return csv_text(table)


def read_incidents(path: str | Path) -> gpd.GeoDataFrame:
    """
    Read a table of incidents that `write_incidents` wrote.

    Parameters
    ----------
    path
        A file that ends in .parquet, .geoparquet, .geojson, .json, .gpkg, .csv or .xlsx.

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
    path = Path(path)
    kind = _kind(path)
    if not path.exists():
        message = f"there is no file {path}"
        raise MissingDataError(message)
    if kind == "kml":
        message = (
            f"{path}: KML is written for Google Earth and not read back; keep the incidents as "
            ".geojson, .gpkg or .parquet as well"
        )
        raise TableError(message)
    try:
        return validate_incidents(_read(path, kind))
    except (KeyError, OSError, RuntimeError, TypeError, ValueError) as error:
        message = f"{path} holds no table of incidents: {error}"
        raise TableError(message) from error


def _read(path: Path, kind: Form) -> gpd.GeoDataFrame:
    """Read a file of a kind that can be read."""
    if kind == "csv":
        return read_csv(path)
    if kind == "geojson":
        return read_geojson(path)
    if kind == "gpkg":
        from geo.files.geopackage import read_geopackage  # noqa: PLC0415 - loads GDAL

        return read_geopackage(path)
    if kind == "xlsx":
        from geo.files.workbook import read_workbook  # noqa: PLC0415 - loads openpyxl

        return read_workbook(path)
    import geopandas as gpd  # noqa: PLC0415 - heavy, and needed only here

    return gpd.read_parquet(path)


def _kind(path: Path) -> Form:
    """Give the format of a file name."""
    kind = ENDINGS.get(path.suffix.lower())
    if kind is None:
        message = f"{path} ends in {path.suffix!r}; expected one of {', '.join(ENDINGS)}"
        raise TableError(message)
    return kind
