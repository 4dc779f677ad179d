"""
Incidents as a GeoPackage: the layer `incidents` of points and the layer `footprints` of polygons.

QGIS shows both; `incidents` also keeps the footprint as text, so that it is whole by itself.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from geo.errors import TableError
from geo.files.flat import is_text, plain_columns, with_footprint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import geopandas as gpd

POINTS: Final = "incidents"
SHAPES: Final = "footprints"
CARRIED: Final = ("id", "status", "radius_m", "date", "event_type", "province_name")
"""What a footprint says of its incident, so that the layer can be styled without a join."""

CLOCK: Final = "1970-01-01T00:00:00.000Z"
"""Written as the day of the last change, so that the same table gives the same bytes."""


def write_geopackage(table: gpd.GeoDataFrame, path: Path, notes: Sequence[str]) -> None:
    """
    Write incidents as a GeoPackage.

    Parameters
    ----------
    table
        As `validate_incidents` gives it.
    path
        The file; an existing one is replaced.
    notes
        Written as the description of the layers.

    Raises
    ------
    TableError
        If two columns differ by case only, which SQLite takes for one.
    """
    import geopandas as gpd  # noqa: PLC0415 - heavy, and needed only here

    plain = plain_columns(table)
    plain.columns = plain.columns.map(str)
    folded = plain.columns.str.lower()
    if folded.duplicated().any():
        first = plain.columns[folded.duplicated()][0]
        message = (
            f"a GeoPackage takes {first!r} and another column of the same letters for one; "
            "rename one of them"
        )
        raise TableError(message)
    for name in plain.columns:
        if is_text(plain[name]):
            plain[name] = plain[name].map(str, na_action="ignore").astype("string")
    points = gpd.GeoDataFrame(plain, geometry=table.geometry.to_numpy(), crs=table.crs)
    shapes = plain[list(CARRIED)].set_index(table.index)
    drawn = table["footprint"].notna()
    polygons = gpd.GeoDataFrame(
        shapes[drawn], geometry=table.loc[drawn, "footprint"].to_numpy(), crs=table.crs
    )
    path.unlink(missing_ok=True)
    with _stopped_clock():
        _write(points, path, POINTS, "Point", notes)
        _write(polygons, path, SHAPES, "MultiPolygon", notes)


def read_geopackage(path: Path) -> gpd.GeoDataFrame:
    """
    Read the incidents of a GeoPackage.

    Parameters
    ----------
    path
        A file that `write_geopackage` wrote, or another with a layer of points.

    Returns
    -------
    The layer `incidents`, or the first one; its types are not yet those of incidents.
    """
    import geopandas as gpd  # noqa: PLC0415 - heavy, and needed only here
    import pyogrio  # noqa: PLC0415

    layers = [str(name) for name, _ in pyogrio.list_layers(path)]
    table = gpd.read_file(path, layer=POINTS if POINTS in layers else layers[0])
    return with_footprint(table)


def _write(
    table: gpd.GeoDataFrame, path: Path, layer: str, kind: str, notes: Sequence[str]
) -> None:
    import pyogrio  # noqa: PLC0415 - heavy, and needed only here

    pyogrio.write_dataframe(
        table,
        path,
        layer=layer,
        driver="GPKG",
        geometry_type=kind,
        promote_to_multi=kind == "MultiPolygon",
        use_arrow=True,  # the only way by which missing whole numbers stay missing
        append=path.exists(),
        # names that a table of incidents is not likely to have for its own
        layer_options={
            "FID": "farsakh_fid",
            "GEOMETRY_NAME": "geometry",
            "DESCRIPTION": "; ".join(notes),
        },
    )


@contextmanager
def _stopped_clock() -> Iterator[None]:
    """Let GDAL write a fixed day of the last change."""
    import pyogrio  # noqa: PLC0415 - heavy, and needed only here

    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": CLOCK})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
