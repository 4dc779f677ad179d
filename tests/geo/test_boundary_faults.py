"""Boundaries that are not as they should be: each ends in a stated result or a teaching message."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box

import geo
from geo.errors import CRSError, RegionError

if TYPE_CHECKING:
    from pathlib import Path

SQUARE = box(40, 34, 42, 36)
HOLE = box(40.5, 34.5, 41.5, 35.5)
CAP = Polygon([(lon, 80) for lon in range(-180, 181, 10)] + [(180, 90), (-180, 90)])
PACIFIC = ["west of the date line", "east of the date line"]
POINTS = {  # one incident each
    "in the square": (40.2, 34.2),
    "in its middle": (41.0, 35.0),
    "west of the date line": (179.0, -17.0),
    "east of the date line": (-179.0, -17.0),
    "at the pole": (10.0, 89.0),
}


def table(*shapes: shapely.Geometry | None, crs: object = 4326, **own: object) -> gpd.GeoDataFrame:
    rows = {"code": [f"C{i}" for i in range(len(shapes))], "name": "N", **own}
    return gpd.GeoDataFrame(rows, geometry=list(shapes), crs=crs)


@pytest.mark.parametrize(
    ("given", "held"),
    [
        (table(SQUARE), {"C0": ["in the square", "in its middle"]}),
        (table(SQUARE).to_crs(3857), {"C0": ["in the square", "in its middle"]}),
        (table(SQUARE).to_crs(32637), {"C0": ["in the square", "in its middle"]}),
        (table(shapely.force_3d(SQUARE, 5.0)), {"C0": ["in the square", "in its middle"]}),
        (table(SQUARE - HOLE), {"C0": ["in the square"]}),
        (table(SQUARE - HOLE, HOLE), {"C0": ["in the square"], "C1": ["in its middle"]}),
        (
            table(MultiPolygon([box(178, -19, 180, -16), box(-180, -19, -178, -16)])),
            {"C0": PACIFIC},
        ),
        (table(box(178, -19, 182, -16)), {"C0": PACIFIC}),
        (table(box(-182, -19, -178, -16)), {"C0": PACIFIC}),
        (table(box(180.5, -19, 182, -16)), {"C0": ["east of the date line"]}),
        (table(CAP), {"C0": ["at the pole"]}),
    ],
    ids=[
        "as it should be", "web mercator", "UTM", "heights", "hole", "enclave", "cut at the line",
        "beyond it to the east", "beyond it to the west", "0 to 360 degrees", "round the pole",
    ],
)  # fmt: skip
def test_what_is_unusual_is_read_and_counted_in(
    given: gpd.GeoDataFrame, held: dict[str, list[str]]
) -> None:
    regions = geo.read_boundaries(given)
    lon, lat = np.array(list(POINTS.values())).T
    found = geo.province_of(lon, lat, boundaries=regions)
    for code in given["code"]:
        inside = [name for name, at in zip(POINTS, found, strict=True) if at == code]
        assert inside == held.get(code, [])
    west, _, east, _ = regions.total_bounds
    assert -180 <= west <= east <= 180


@pytest.mark.parametrize(
    "shape",
    [
        Polygon([(40, 34), (42, 36), (42, 34), (40, 36)]),
        Polygon([(40, 34), (42, 34), (42, 36), (45, 40), (42, 36), (40, 36)]),
        MultiPolygon([SQUARE, SQUARE]),
    ],
    ids=["bow tie", "spike", "one part twice"],
)
def test_what_is_invalid_is_mended_and_told(shape: shapely.Geometry) -> None:
    with pytest.warns(UserWarning, match="1 of 1 polygons of the table were invalid"):
        regions = geo.read_boundaries(table(shape))
    assert regions.geometry.is_valid.all()
    assert regions.geometry.geom_type.isin(["Polygon", "MultiPolygon"]).all()


@pytest.mark.parametrize(
    ("given", "error", "says"),
    [
        (table(), RegionError, "no rows; expected at least one polygon"),
        (table(SQUARE, None), RegionError, "row 1 of the table is nothing; expected a polygon"),
        (table(SQUARE, Polygon()), RegionError, "row 1 of the table is nothing"),
        (table(Point(40, 34)), RegionError, "row 0 of the table is a Point"),
        (
            table(GeometryCollection([SQUARE, LineString([(40, 34), (41, 35)])])),
            RegionError,
            "is a GeometryCollection",
        ),
        (table(SQUARE, crs=None), CRSError, "does not say its coordinate reference system"),
        (table(box(4e5, 3.4e6, 4.2e5, 3.6e6)), RegionError, "row 0 .* are they metres"),
        (table(SQUARE, box(34, 95, 36, 120)), RegionError, "row 1 .* latitude before longitude"),
        (table(SQUARE, SQUARE, code=["A", "A"]), RegionError, "'A' is there twice .* dissolve"),
        (table(SQUARE, SQUARE, code=["A", None]), RegionError, "row 1 of the table has no code"),
        (table(SQUARE).drop(columns="code"), RegionError, "no columns of code and name"),
    ],
    ids=[
        "no rows", "missing", "empty", "points", "collection", "no CRS", "metres as degrees",
        "axes swapped", "code twice", "code missing", "no code",
    ],
)  # fmt: skip
def test_what_cannot_be_used_says_why_and_what_to_do(
    given: gpd.GeoDataFrame, error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        geo.read_boundaries(given)


@pytest.mark.filterwarnings("ignore:invalid value encountered")
@pytest.mark.parametrize("number", [np.nan, np.inf])
def test_a_corner_that_is_no_number_is_named_by_its_row(number: float) -> None:
    broken = Polygon([(40, 34), (42, 34), (number, 36), (40, 36)])
    with pytest.raises(RegionError, match=re.escape("row 1 of the table has a coordinate that is")):
        geo.read_boundaries(table(SQUARE, broken))


@pytest.mark.filterwarnings("ignore")  # GDAL has its own about what it cannot read
@pytest.mark.parametrize("content", ["<kml><Document></Document></kml>", "no boundaries", ""])
def test_a_file_without_a_layer_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "own.kml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RegionError, match=r"own\.kml"):
        geo.read_boundaries(path)
