"""
Vector files of places: whatever GDAL reads, and GeoParquet, a few thousand features at a time.

Points are taken as they are; lines and areas by their enclosing circle. Coordinates come back in
WGS 84.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj
import shapely

from gazetteer.errors import SourceError
from gazetteer.sources.lines import unreadable
from gazetteer.sources.table import read_rows, recognised
from geo.shapes import enclosing_circle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray

    from gazetteer.records import Record
    from gazetteer.sources.table import Options
    from gazetteer.sources.tally import Tally

BATCH = 10_000  # features at a time
PARQUET_MARK = b"PAR1"
WGS_84 = "OGC:CRS84"
LON, LAT, RADIUS_KM = "farsakh lon", "farsakh lat", "farsakh radius"  # columns that we add


def headers_of(path: Path) -> list[str]:
    """
    List the columns of a vector file.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    list of str
        Without the geometry.

    Raises
    ------
    SourceError
        If it cannot be read as one.
    """
    if _is_parquet(path):
        schema, geometry, _, _ = _parquet(path)
        return [name for name in schema.names if name != geometry]
    import pyogrio  # noqa: PLC0415 - GDAL, and needed only here
    from pyogrio.errors import DataLayerError, DataSourceError  # noqa: PLC0415

    try:
        info = pyogrio.read_info(path)
    except (DataSourceError, DataLayerError, RuntimeError, ValueError, IndexError) as error:
        raise unreadable(path, error) from error
    if info.get("geometry_type") is None:
        msg = f"{path} has no geometry; save it as CSV with a longitude and a latitude"
        raise SourceError(msg)
    return [str(name) for name in info["fields"]]


def read_vector(
    path: Path,
    tally: Tally,
    options: Options,
    *,
    advance: Callable[[int], None] = lambda _: None,
) -> Iterator[Record]:
    """
    Read a vector file of places.

    Parameters
    ----------
    path
        The file.
    tally
        Counts what is left out and what is malformed.
    options
        How to read it.
    advance
        Called with the bytes read, as far as they can be told.

    Yields
    ------
    Record
        A place; its country and province are still to be found where the file does not say them.

    Raises
    ------
    SourceError
        If the file cannot be read, the columns are not recognised, or it does not say its
        coordinate reference system.
    """
    columns = dict(recognised(headers_of(path), options.columns, what=str(path), geometry=True))
    columns |= {"lon": (LON,), "lat": (LAT,)}
    columns.setdefault("radius_km", (RADIUS_KM,))
    rows = _rows(path)
    yield from read_rows(rows, columns, tally, options, source=path.name.partition(".")[0])
    advance(path.stat().st_size)


def _rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    number = 0
    for batch, geometry, crs in _batches(path):
        turn = _to_wgs_84(crs, path)
        shapes = shapely.from_wkb(batch.column(geometry).to_pylist(), on_invalid="ignore")
        rows = batch.drop_columns([geometry]).to_pylist()
        for row, shape in zip(rows, shapes, strict=True):
            number += 1
            cells = {key: "" if value is None else str(value) for key, value in row.items()}
            if shape is not None and not shape.is_empty:
                cells |= _place_of(shape if turn is None else _turned(shape, turn))
            yield f"{path.name}, feature {number}", {LON: "", LAT: "", RADIUS_KM: "", **cells}


def _place_of(shape: Any) -> dict[str, str]:  # noqa: ANN401 - any geometry
    """Longitude, latitude and radial of a geometry, as texts like those of a table."""
    if shape.geom_type == "Point":
        return {LON: repr(shape.x), LAT: repr(shape.y)}
    lon, lat, radius_m = (float(part) for part in enclosing_circle(shape))
    return {LON: repr(lon), LAT: repr(lat), RADIUS_KM: repr(radius_m / 1000)}


def _batches(path: Path) -> Iterator[tuple[pa.RecordBatch, str, str | None]]:
    """Batches of features, the name of their geometry, and their reference system."""
    if _is_parquet(path):
        import pyarrow.parquet as pq  # noqa: PLC0415 - heavy, and needed only here

        _, geometry, crs, encoding = _parquet(path)
        if encoding != "WKB":  # coordinates as lists, which GeoPandas reads whole
            yield from _converted(path, geometry, crs)
            return
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(BATCH):
                yield batch, geometry, crs
        return
    import pyogrio.raw  # noqa: PLC0415 - GDAL, and needed only here

    with pyogrio.raw.open_arrow(path, batch_size=BATCH, use_pyarrow=True) as (meta, reader):
        for batch in reader:
            yield batch, meta["geometry_name"] or "wkb_geometry", meta["crs"]


def _converted(
    path: Path, geometry: str, crs: str | None
) -> Iterator[tuple[pa.RecordBatch, str, str | None]]:
    import geopandas as gpd  # noqa: PLC0415 - heavy, and needed only here
    import pandas as pd  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415

    plain = pd.DataFrame(gpd.read_parquet(path).to_wkb())
    for batch in pa.Table.from_pandas(plain, preserve_index=False).to_batches(BATCH):
        yield batch, geometry, crs


def _parquet(path: Path) -> tuple[pa.Schema, str, str | None, str]:
    """Read schema, geometry column, reference system and encoding of a GeoParquet file."""
    import pyarrow as pa  # noqa: PLC0415 - heavy, and needed only here
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        schema = pq.read_schema(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise unreadable(path, error) from error
    try:
        about = json.loads((schema.metadata or {})[b"geo"])
        geometry = about["primary_column"]
        crs = about["columns"][geometry].get("crs", WGS_84)
        encoding = about["columns"][geometry]["encoding"]
    except (KeyError, ValueError) as error:
        msg = f"{path} is Parquet without a geometry; save it as CSV"
        raise SourceError(msg) from error
    return schema, geometry, json.dumps(crs) if isinstance(crs, dict) else crs, encoding


def _is_parquet(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) == PARQUET_MARK
    except OSError as error:
        raise unreadable(path, error) from error


def _to_wgs_84(crs: str | None, path: Path) -> pyproj.Transformer | None:
    """Make what turns coordinates into longitudes and latitudes; None if they are."""
    if crs is None:
        msg = (
            f"{path} does not say its coordinate reference system (a Shapefile needs its .prj "
            "file); set it with GeoPandas: .set_crs(4326)"
        )
        raise SourceError(msg)
    system = pyproj.CRS.from_user_input(crs)
    if system.is_geographic and system.equals(pyproj.CRS(WGS_84), ignore_axis_order=True):
        return None
    return pyproj.Transformer.from_crs(system, WGS_84, always_xy=True)


def _turned(shape: Any, turn: pyproj.Transformer) -> Any:  # noqa: ANN401 - any geometry
    def moved(points: NDArray[np.float64]) -> NDArray[np.float64]:
        # as lists: pyproj takes an array of one for a number
        return np.column_stack(turn.transform(*points.T.tolist()))

    return shapely.transform(shape, moved)
