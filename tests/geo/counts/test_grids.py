"""Grids: cells of equal areas that lose nothing, and H3 where it is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Geod

from geo.counts.grids import HexagonZones, SquareZones, by_grid
from geo.equal_area import EqualArea
from geo.errors import MissingExtraError, NumberError

if TYPE_CHECKING:
    from geo.counts.grids import Cell

CELLS = ("square", "hexagon", "h3")
RNG = np.random.default_rng(0)


def table(lon: list[float], lat: list[float], **columns: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=gpd.points_from_xy(lon, lat), crs=4326)


@pytest.fixture(params=CELLS)
def cell(request: pytest.FixtureRequest) -> Cell:
    if request.param == "h3":
        pytest.importorskip("h3", reason="an extra")
    return request.param


@pytest.mark.parametrize(
    ("lon", "lat", "columns"),
    [
        ([], [], {}),
        ([40.4], [35.0], {}),
        ([None], [None], {}),
        ([179.99, -179.99, None], [-17, -17.1, None], {"radius_m": [3e4, 2e4, 1e3]}),
        ([40.4, 44.4], [35.0, 33.3], {"radius_m": [5e4, np.nan]}),
    ],
)
def test_the_cells_add_up_to_the_incidents(
    cell: Cell, lon: list[float], lat: list[float], columns: dict[str, object]
) -> None:
    cells = by_grid(table(lon, lat, **columns), cell=cell, cell_km=20, resolution=4)
    assert cells["count"].sum() == len(lon)
    assert cells["expected"].sum() == pytest.approx(len(lon))
    there = cells["code"] != "not_located"
    assert cells.geometry[there].is_valid.all()
    assert cells["code"].is_unique
    assert (cells["low"] <= cells["high"]).all()


def test_every_point_lies_in_the_cell_it_counts_in(cell: Cell) -> None:
    lon, lat = RNG.uniform(35, 45, 60), RNG.uniform(28, 40, 60)
    for x, y in zip(lon, lat, strict=True):
        cells = by_grid(table([x], [y]), cell=cell, cell_km=30, plane=EqualArea(40.0, 35.0))
        assert shapely.contains_xy(cells.geometry[0], x, y)


@pytest.mark.parametrize("cell", ["square", "hexagon"])
def test_all_cells_are_equally_large(cell: Cell) -> None:
    cells = by_grid(
        table(list(RNG.uniform(35, 45, 40)), list(RNG.uniform(28, 40, 40))), cell=cell, cell_km=30
    )
    ground = Geod(ellps="WGS84")
    areas = [abs(ground.geometry_area_perimeter(shape)[0]) / 1e6 for shape in cells.geometry]
    assert areas == pytest.approx([900] * len(areas), rel=2e-4)  # edges are straight in degrees


@pytest.mark.parametrize("kind", [SquareZones, HexagonZones])
def test_neighbours_leave_no_gap(kind: type[SquareZones | HexagonZones]) -> None:
    zones = kind(EqualArea(40.0, 35.0), 10_000.0)
    numbers = np.unique(zones.numbers(RNG.uniform(39.9, 40.1, 500), RNG.uniform(34.9, 35.1, 500)))
    shapes = zones.shapes(numbers)
    union = shapely.union_all(shapely.buffer(shapes, 1e-9))
    assert union.geom_type == "Polygon"
    assert not union.interiors
    assert shapely.area(shapes).sum() == pytest.approx(union.area, rel=1e-4)


def test_a_disc_is_shared_among_cells_as_its_area_says() -> None:
    """A round normal density about a corner of four squares lies a quarter in each."""
    cells = by_grid(table([40.0], [35.0], radius_m=[5e3]), cell_km=50)
    assert cells["expected"].tolist() == pytest.approx([0.25] * 4, abs=0.01)
    assert cells["high"].tolist() == [1] * 4


def test_h3_cells_are_those_of_h3() -> None:
    h3 = pytest.importorskip("h3", reason="an extra")
    cells = by_grid(table([40.4], [35.0]), cell="h3", resolution=6)
    assert cells["code"].tolist() == [h3.latlng_to_cell(35.0, 40.4, 6)]


def test_what_is_no_cell_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NumberError, match=r"0\.02"):
        by_grid(table([40.4], [35.0]), cell_km=0)
    with pytest.raises(NumberError, match="0 to 15"):
        by_grid(table([40.4], [35.0]), cell="h3", resolution=16)
    for name in ("h3", "h3.api", "h3.api.basic_int"):
        monkeypatch.setitem(__import__("sys").modules, name, None)
    with pytest.raises(MissingExtraError, match=r"farsakh\[h3\]"):
        by_grid(table([40.4], [35.0]), cell="h3")
