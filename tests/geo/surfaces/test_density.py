"""Kernel density: mass is kept, bells are what the formula says, contours hold what they state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.equal_area import EqualArea, plane_of
from geo.errors import CRSError, MissingExtraError, NumberError
from geo.factors import NORMAL_90, Factor
from geo.surfaces import geotiff
from geo.surfaces.contours import contours, lines_at
from geo.surfaces.kernel import density
from geo.surfaces.surface import PER_KM2, Surface
from geo.uncertainty import Density

if TYPE_CHECKING:
    from pathlib import Path

Points = list[tuple[float, float] | None]


def table(points: Points, **columns: object) -> gpd.GeoDataFrame:
    shapes = [None if point is None else shapely.Point(point) for point in points]
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=4326)


OFFSET = Density(
    (Factor(family="offset", lon=40.45, lat=35.02, radius_m=3e3, distance_m=1e4, half_angle=45.0),)
)
TABLES = {
    "empty": table([]),
    "one": table([(40.4, 35.0)]),
    "none located": table([None, None]),
    "points and discs": table([(40.4, 35.0), (44.4, 33.3), None], radius_m=[None, 3e4, 5e3]),
    "not a number": table([(np.nan, np.nan), (44.4, 33.3)], radius_m=[1e3, np.nan]),
    "a density": table([(40.4, 35.1)] * 5, density=[OFFSET.to_json()] * 5),
    "a footprint": table([None], footprint=[shapely.box(36, 34, 38, 35)]),
    "across the antimeridian": table([(179.9, -17.0), (-179.8, -17.2)], radius_m=[4e4, 1e3]),
    "a pole": table([(0.0, 89.9), (170.0, 89.8)], radius_m=[4e4, 1e3]),
    "told twice": table([(40.4, 35.0)] * 2, id=["a", "b"], duplicate_of=[None, "a"]),
    "equal index": table([(40.4, 35.0), (41.4, 35.0)], radius_m=[1e3, 2e4]).set_index(
        np.array([7, 7])
    ),
}
SPREAD = [0, 1, 0, 2, 1, 5, 1, 2, 2, 1, 2]


@pytest.mark.parametrize(("name", "expected"), [*zip(TABLES, SPREAD, strict=True)])
def test_the_cells_add_up_to_the_incidents(name: str, expected: int) -> None:
    heat = density(TABLES[name], bandwidth_km=8)
    assert heat.incidents == pytest.approx(expected, rel=1e-6)
    assert heat.attrs["spread"] == pytest.approx(expected)
    assert (heat.values >= 0).all()


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.floats(30, 50), st.floats(25, 40), st.floats(100, 80_000)),
        min_size=1, max_size=12,
    ),
    st.sampled_from([3.0, 10.0, 25.0]),
    st.sampled_from([1.0, 2.0, 5.0]),
)  # fmt: skip
def test_mass_is_kept_whatever_the_widths(
    rows: list[tuple[float, float, float]], bandwidth_km: float, share: float
) -> None:
    given_ = table([row[:2] for row in rows], radius_m=[row[2] for row in rows])
    heat = density(given_, bandwidth_km=bandwidth_km, cell_km=max(bandwidth_km / share, 4.0))
    assert heat.incidents == pytest.approx(len(rows), rel=1e-6)
    shuffled = density(given_[::-1], bandwidth_km=bandwidth_km, cell_km=heat.cell_m / 1000)
    assert np.allclose(shuffled.values, heat.values, atol=1e-12)


def test_bells_of_all_widths_are_what_the_formula_says() -> None:
    points: Points = [(40.4, 35.0), (40.9, 35.2), (41.8, 34.7), (40.0, 36.0)]
    radius_m = np.array([1e3, 2e4, 3.3e4, 9e4])
    heat = density(table(points, radius_m=radius_m), bandwidth_km=10, cell_km=2)
    x, y = np.meshgrid(heat.x, heat.y)
    expected = np.zeros(x.shape)
    for (lon, lat), own_m in zip(points, radius_m / NORMAL_90, strict=True):  # type: ignore[misc]
        east, north = heat.plane.forward(lon, lat)
        variance = own_m**2 + 1e8
        apart = (x - east) ** 2 + (y - north) ** 2
        expected += np.exp(-apart / 2 / variance) / (2 * np.pi * variance)
    assert heat.values == pytest.approx(expected * 1e6 * PER_KM2, abs=0.01 * heat.values.max())


def test_a_density_is_spread_as_its_samples_are() -> None:
    heat = density(TABLES["a density"], bandwidth_km=3, cell_km=0.5)
    lon, lat = OFFSET.sample(40_000, np.random.default_rng(0))
    x, y = heat.plane.forward(lon, lat)
    noise = np.random.default_rng(1).normal(0, 3_000, (2, len(x)))
    cells = np.meshgrid(heat.x, heat.y)
    for axis, (drawn, blur) in enumerate(zip((x, y), noise, strict=True)):
        for share in (0.05, 0.25, 0.5, 0.75, 0.95):
            below = cells[axis] < np.quantile(drawn + blur, share)
            assert heat.values[below].sum() / heat.values.sum() == pytest.approx(share, abs=0.04)


def test_five_of_one_phrase_are_no_peak_of_one_cell() -> None:
    heat = density(TABLES["a density"], bandwidth_km=1, cell_km=1)
    half = float(contours(heat, [0.5])["area_km2"][0])
    assert half > 15  # cells of 1 km²
    pins = density(table([(40.45, 35.11)] * 5), bandwidth_km=1, cell_km=1)
    assert heat.values.max() < pins.values.max() / 4


@pytest.mark.parametrize(
    ("extent", "inside"), [((40.0, 34.5, 41.0, 35.5), 1.0), ((40.4, 34.0, 41.0, 36.0), 0.5)]
)
def test_what_an_extent_leaves_out_is_told(
    extent: tuple[float, float, float, float], inside: float
) -> None:
    heat = density(table([(40.4, 35.0)]), bandwidth_km=5, cell_km=1, extent=extent)
    assert heat.incidents == pytest.approx(inside, abs=0.08)  # meridians are no columns of cells
    assert heat.incidents + heat.attrs["outside"] == pytest.approx(1, abs=1e-6)


def test_an_extent_across_the_antimeridian_is_as_narrow_as_it_looks() -> None:
    heat = density(
        TABLES["across the antimeridian"], cell_km=5, extent=(178.0, -19.0, -178.0, -15.0)
    )
    assert heat.values.size < 10_000
    assert heat.incidents == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"bandwidth_km": 0}, "bandwidth_km is 0"),
        ({"cell_km": -1}, "cell_km is -1"),
        ({"cell_km": 0.001}, "larger cell_km"),
        ({"extent": (0, 10, 5, 5)}, "south < north"),
    ],
)
def test_what_is_no_grid_is_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(NumberError, match=message):
        density(table([(40.4, 35.0)]), **options)  # type: ignore[arg-type]


def test_metres_are_no_degrees() -> None:
    with pytest.raises(CRSError, match="EPSG:3857"):
        density(gpd.GeoDataFrame(geometry=[], crs=3857))


def test_contours_hold_what_they_state() -> None:
    rng = np.random.default_rng(3)
    points = list(zip(rng.normal(40, 1, 60), rng.normal(35, 0.7, 60), strict=True))
    heat = density(table(points, radius_m=rng.uniform(1e3, 4e4, 60)), cell_km=2)
    areas = contours(heat, (0.2, 0.5, 0.8, 0.95))
    lon, lat = heat.middles()
    for level, area in zip(areas["level"], areas.geometry, strict=True):
        held = heat.values[shapely.contains_xy(area, lon, lat)].sum() / heat.values.sum()
        assert held == pytest.approx(level, abs=0.003)
    assert areas.is_valid.all()
    for inner, outer in zip(areas.geometry, areas.geometry[1:], strict=False):
        assert shapely.difference(inner, outer).area < 1e-6


def test_contours_across_the_antimeridian_lie_on_both_sides() -> None:
    areas = contours(density(TABLES["across the antimeridian"], bandwidth_km=20))
    west, _, east, _ = areas.total_bounds
    assert (round(west), round(east)) == (-180, 180)
    assert (
        float(shapely.area(areas.geometry.to_numpy()).max()) < 40
    )  # square degrees: no band round the world


def test_no_incidents_have_no_contours() -> None:
    assert contours(density(TABLES["empty"])).empty
    with pytest.raises(NumberError, match="0 and 1"):
        contours(density(TABLES["one"]), [1.0])


def test_lines_part_high_from_low_at_saddles_too() -> None:
    values = np.pad(np.random.default_rng(0).random((40, 40)), 1)
    rings = [shapely.LinearRing(line) for line in lines_at(values, 0.5)]
    area = shapely.build_area(shapely.multilinestrings(rings))
    row, column = (index.ravel() for index in np.mgrid[0:42, 0:42])
    assert (shapely.contains_xy(area, row, column) == (values > 0.5).ravel()).all()


def test_a_surface_is_read_where_it_lies() -> None:
    heat = density(TABLES["one"], bandwidth_km=10, cell_km=1)
    peak, far = heat.at(np.array([40.4, 90.0]), np.array([35.0, 0.0]))
    assert peak == pytest.approx(100 / (2 * np.pi * 100), rel=0.01)  # per 100 km², 10 km
    assert far == 0
    cells = heat.to_table()
    assert cells["incidents"].sum() == pytest.approx(1, abs=1e-3)
    assert cells["lon"][0] == pytest.approx(40.4, abs=0.02)


def test_xarray_holds_the_same() -> None:
    pytest.importorskip("xarray", reason="an extra")
    heat = density(TABLES["points and discs"])
    array = heat.to_xarray()
    assert array.dims == ("y", "x")
    assert float(array.sum()) == pytest.approx(float(heat.values.sum()))
    assert array.attrs["units"] == "incidents per 100 km²"


def test_a_geotiff_is_read_back_where_it_was(tmp_path: Path) -> None:
    rasterio = pytest.importorskip("rasterio", reason="an extra")
    heat = density(TABLES["points and discs"])
    geotiff.write_geotiff(heat, tmp_path / "heat.tif")
    with rasterio.open(tmp_path / "heat.tif") as file:
        assert file.read(1) == pytest.approx(heat.values, rel=1e-6)
        assert tuple(file.transform)[:6] == pytest.approx(heat.affine)
        x, y = heat.plane.forward(44.4, 33.3)
        row, column = (int(index) for index in file.index(float(x), float(y)))
        assert file.read(1)[row, column] == pytest.approx(float(heat.at(44.4, 33.3)), rel=1e-6)
        assert file.tags()["units"] == "incidents per 100 km²"


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("rasterio", "xarray"):
        monkeypatch.setitem(__import__("sys").modules, name, None)
    heat = Surface(np.ones((1, 1)), 0.0, 0.0, 1_000.0, EqualArea(0.0, 0.0))
    with pytest.raises(MissingExtraError, match=r"farsakh\[raster\]"):
        geotiff.write_geotiff(heat, "nowhere.tif")
    with pytest.raises(MissingExtraError, match=r"farsakh\[raster\]"):
        heat.to_xarray()


@pytest.mark.parametrize(
    ("lon", "lat", "middle"),
    [([], [], (0, 0)), ([np.nan], [0.0], (0, 0)), ([40.4], [35.0], (40, 35)),
     ([179.0, -179.0], [10.0, 10.0], (-180, 10)), ([0.0, 90.0, 180.0, -90.0], [80.0] * 4, (0, 90))],
)  # fmt: skip
def test_a_plane_lies_about_the_middle(
    lon: list[float], lat: list[float], middle: tuple[int, int]
) -> None:
    plane = plane_of(lon, lat)
    assert plane.lat == middle[1]
    assert plane.lat == 90 or plane.lon == middle[0]


def test_a_plane_has_equal_areas() -> None:
    from pyproj import Geod  # noqa: PLC0415 - the outside answer

    plane = EqualArea(40.0, 35.0)
    for x, y in ((0, 0), (1e6, 0), (-8e5, 2e6)):
        area = plane.area(shapely.box(x, y, x + 5e4, y + 5e4))
        ground = abs(Geod(ellps="WGS84").geometry_area_perimeter(area)[0])
        assert ground == pytest.approx(25e8, rel=1e-5)


def test_a_large_area_is_even_whatever_the_bandwidth() -> None:
    box = shapely.box(38, 31, 44, 36)  # some 300,000 square kilometres
    table = gpd.GeoDataFrame({"footprint": [box], "status": "region"}, geometry=[None], crs=4326)
    heat = density(table, bandwidth_km=10)
    lon, lat = np.meshgrid(np.linspace(39, 43, 60), np.linspace(32, 35, 60))
    inside = heat.at(lon, lat)
    assert inside.std() < 0.05 * inside.mean()
    assert heat.incidents == pytest.approx(1, rel=1e-3)
