"""The mosaic of the world: every point in one cell, every cell of one area."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from pyproj import Geod

from geo.errors import NumberError
from geo.mosaic import mosaic

EARTH_KM2 = 510_065_621.7  # of WGS 84, NGA.STND.0036 by the authalic radius 6,371,007.2 m


@pytest.mark.parametrize("km", [1, 25, 50, 100, 333, 1_000])
def test_cells_have_the_area_that_was_asked_for(km: float) -> None:
    grid = mosaic(km)
    assert EARTH_KM2 / grid.first[-1] == pytest.approx(km**2, rel=0.5 * km**2 / EARTH_KM2)


@pytest.mark.parametrize("lat", [-89.5, -60.0, -12.0, 0.1, 35.1, 52.0, 78.0, 89.9])
def test_another_library_measures_the_same_area_at_every_latitude(lat: float) -> None:
    grid = mosaic(50)
    row, column = grid.cell_of(np.array([40.45]), np.array([lat]))
    outline = grid.outline(row, column)[0]
    # edges along circles of latitude are cut into geodesics: that is what is left of the error
    area, _ = Geod(ellps="WGS84").geometry_area_perimeter(outline)
    assert abs(area) / 1e6 == pytest.approx(EARTH_KM2 / grid.first[-1], rel=0.02)


@pytest.mark.parametrize("lat", [-60.0, 0.1, 35.1, 52.0, 78.0])
def test_cells_are_near_to_squares(lat: float) -> None:
    grid = mosaic(50)
    west, south, east, north = shapely.bounds(
        grid.outline(*grid.cell_of(np.array([40.45]), np.array([lat])))
    )[0]
    geod = Geod(ellps="WGS84")
    _, _, wide = geod.inv(west, lat, east, lat)
    _, _, high = geod.inv(west, south, west, north)
    assert 0.9 < wide / high < 1.1


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(-180, 0), (180, 0), (179.999999, 89.99), (0, 90), (0, -90), (-180, -90), (40.45, 35.11)],
)
def test_poles_and_the_antimeridian_have_cells(lon: float, lat: float) -> None:
    grid = mosaic(100)
    row, column = grid.cell_of(np.array([lon]), np.array([lat]))
    assert 0 <= row[0] < len(grid.first) - 1
    assert 0 <= column[0] < np.diff(grid.first)[row[0]]


def test_points_lie_in_their_cells_and_middles_lead_back() -> None:
    rng = np.random.default_rng(3)
    grid = mosaic(80)
    lon, lat = rng.uniform(-180, 180, 500), np.degrees(np.arcsin(rng.uniform(-1, 1, 500)))
    row, column = grid.cell_of(lon, lat)
    outline = grid.outline(row, column)
    assert (shapely.distance(outline, shapely.points(lon, lat)) < 1e-9).all()
    again = grid.cell_of(*grid.middle(row, column))
    assert (again[0] == row).all()
    assert (again[1] == column).all()


def test_any_two_sizes_cover_the_world_without_rest() -> None:
    for km in (100, 777, 5_000):
        first = mosaic(km).first
        assert first[0] == 0
        assert (np.diff(first) > 0).all()


@pytest.mark.parametrize("km", [0, -1, 0.01, 10_000, float("nan")])
def test_a_size_that_no_cell_can_have_is_refused(km: float) -> None:
    with pytest.raises(NumberError, match=r"expected 0\.1 to 5,000"):
        mosaic(km)
