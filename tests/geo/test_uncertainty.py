"""A location as a distribution: a table of families, laws, and stories of statements that meet."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import geodesy, regions
from geo.cells import Cells
from geo.errors import NumberError
from geo.factors import Factor
from geo.laws import law
from geo.polar import LEVELS, make_shape
from geo.steps import shape_for
from geo.uncertainty import Density, read_density

TEN_NORTH = Factor(
    family="offset", lon=40.45, lat=35.02, radius_m=3_000, distance_m=10_000, half_angle=45
)
FAMILIES = {
    "offset": TEN_NORTH,
    "offset by a machine": replace(TEN_NORTH, style="machine", half_angle=11.25, bearing=67.5),
    "offset across the antimeridian": replace(TEN_NORTH, lon=179.95, bearing=90),
    "offset beside a pole": replace(TEN_NORTH, lat=89.9),
    "ring": Factor(family="ring", lon=36.6, lat=35.9, distance_m=20_000, radius_m=2e3),
    "within": Factor(family="ring", lon=36.6, lat=35.9, distance_m=2e4, radius_m=2e3, least=True),
    "round": Factor(family="round", lon=36.6, lat=35.9, radius_m=4_000),
    "between": Factor(family="line", lon=36.6, lat=35.9, lon2=37.2, lat2=36.2, radius_m=5_000),
    "a line of no length": Factor(
        family="line", lon=57.5, lat=-20.3, lon2=57.5, lat2=-20.3, radius_m=5e3
    ),
    "midway": Factor(
        family="line", lon=36.6, lat=35.9, lon2=37.2, lat2=36.2, radius_m=5e3, middle=True
    ),
    "area": Factor(family="shape", area=shapely.box(36, 35, 37, 36)),
}
every_family = pytest.mark.parametrize("factor", FAMILIES.values(), ids=list(FAMILIES))


@every_family
@pytest.mark.parametrize("level", LEVELS)
def test_a_footprint_holds_what_it_states(factor: Factor, level: float) -> None:
    spot = Density((factor,))
    lon, lat = spot.sample(20_000, np.random.default_rng(0))
    inside = shapely.contains_xy(spot.footprint(level), lon, lat).mean()
    # 20,000 draws: three standard errors are .011; an area's mesh rounds its rim
    assert inside == pytest.approx(level, abs=0.015)


@every_family
def test_a_radius_holds_what_it_states(factor: Factor) -> None:
    spot = Density((factor,))
    lon, lat = spot.sample(20_000, np.random.default_rng(1))
    centre = spot.stated if factor.area is None else spot.centre
    _, apart_m = geodesy.inverse(*centre, lon, lat)
    for level, radius_m in spot.radii(*centre).items():
        assert np.mean(apart_m <= radius_m) == pytest.approx(level, abs=0.015)


@every_family
def test_footprints_are_nested_and_valid(factor: Factor) -> None:
    areas = [Density((factor,)).footprint(level) for level in LEVELS]
    assert all(area.is_valid and not area.is_empty for area in areas)
    assert sorted(area.area for area in areas) == [area.area for area in areas]


@every_family
def test_a_density_survives_its_json(factor: Factor) -> None:
    spot = Density((factor, TEN_NORTH), clip=("SY.07",))
    assert read_density(spot.to_json()) == spot
    assert len(spot.to_json()) < 600


@given(
    km=st.floats(0.2, 800),
    bearing=st.floats(0, 360),
    half_angle=st.sampled_from([45.0, 22.5, 11.25, 1.0]),
    radius_m=st.floats(100, 15_000),
)
@settings(max_examples=30, deadline=None)
def test_the_stated_point_is_as_far_as_stated(
    km: float, bearing: float, half_angle: float, radius_m: float
) -> None:
    spot = Density((
        replace(TEN_NORTH, distance_m=km * 1000, bearing=bearing, half_angle=half_angle,
                radius_m=radius_m),
    ))  # fmt: skip
    lon, lat = spot.stated
    assert geodesic((35.02, 40.45), (lat, lon)).km == pytest.approx(km, rel=1e-6)
    radii = spot.radii(lon, lat)
    assert list(radii.values()) == sorted(radii.values())


@pytest.mark.parametrize("km", [1.3, 7.0, 33.0, 250.0])
def test_remembered_shapes_are_near_the_exact_ones(km: float) -> None:
    exact = make_shape(law("human", "N"), km * 1000, 2_600.0)
    remembered = shape_for("human", "N", km * 1000, 2_600.0)
    for level in LEVELS:
        assert remembered.radii[level] == pytest.approx(exact.radii[level], rel=0.05)


def test_two_statements_narrow_each_other() -> None:
    # Saffron Walden lies 14 miles southeast of Cambridge and about 43 miles north of London
    cambridge = Factor(family="offset", lon=0.1167, lat=52.2, radius_m=5e3, distance_m=22_531,
                       bearing=135, half_angle=22.5)  # fmt: skip
    london = Factor(family="offset", lon=-0.1257, lat=51.5085, radius_m=15e3, distance_m=69_200,
                    bearing=0, half_angle=45)  # fmt: skip
    alone, both = Density((cambridge,)), Density((cambridge, london))
    assert both.agrees
    assert both.footprint(0.9).area < alone.footprint(0.9).area
    assert both.probability(both.footprint(0.9)) == pytest.approx(0.9, abs=0.01)


def test_statements_that_contradict_each_other_are_told() -> None:
    assert not Density((TEN_NORTH, replace(TEN_NORTH, lat=45.0))).agrees


def test_a_province_cuts_a_density_and_keeps_it_whole() -> None:
    # 100 km north of Deir ez-Zor begins another province
    spot = Density((replace(TEN_NORTH, lon=40.14, lat=35.33, distance_m=100_000),), clip=("SY.07",))
    area = regions.shape_of(("SY.07",))
    assert spot.agrees
    assert not spot.simple
    assert spot.probability(area) == pytest.approx(1)
    lon, lat = spot.sample(2_000, np.random.default_rng(0))
    assert shapely.contains_xy(area.buffer(0.02), lon, lat).all()


def test_samples_are_the_same_for_the_same_seed() -> None:
    spot = Density((TEN_NORTH,))
    one, other = (spot.sample(50, np.random.default_rng(7)) for _ in range(2))
    assert np.array_equal(one[0], other[0])


@pytest.mark.parametrize("level", [0, 1, -0.5, 90])
def test_a_footprint_of_no_probability_is_refused(level: float) -> None:
    with pytest.raises(NumberError, match="between 0 and 1"):
        Density((TEN_NORTH,)).footprint(level)


@pytest.mark.parametrize("text", ["", "{}", "null", "[1]", '{"factors":[{"family":"x","y":1}]}'])
def test_what_is_no_density_is_refused(text: str) -> None:
    with pytest.raises(NumberError, match="no density"):
        read_density(text)


@pytest.mark.parametrize("style", ["human", "machine", "encyclopedia"])
@pytest.mark.parametrize("distance_m", [1e3, 6e4, 2e5, 1e6])
def test_no_cell_of_a_shape_holds_less_than_nothing(style: str, distance_m: float) -> None:
    for winds in ("N", "NE", "NNE"):
        assert make_shape(law(style, winds), distance_m, 2_000.0).mass.min() >= 0  # type: ignore[arg-type]


@given(
    lat=st.floats(-85, 85),
    away_m=st.floats(0, 290_000),
    turn=st.floats(0, 360),
    half_m=st.floats(1_000, 200_000),
)
@settings(max_examples=50, deadline=None)
def test_a_grid_is_seen_as_over_the_ellipsoid(
    lat: float, away_m: float, turn: float, half_m: float
) -> None:
    grid = Cells(36.6, lat, (2 * half_m / 8, 2 * half_m / 8), None, side=8)
    point = geodesy.destination(36.6, lat, turn, away_m)
    bearing, apart_m = grid.seen_from(*point)
    true_bearing, true_m, *_ = map(np.asarray, geodesy.inverse(*point, grid.lon, grid.lat))
    np.testing.assert_allclose(apart_m, true_m, rtol=4e-4, atol=1e-3)
    off = np.abs((bearing - true_bearing + 180) % 360 - 180)
    assert (off[true_m > 1] < 0.04).all()


@every_family
def test_no_cell_is_denser_than_the_peak(factor: Factor) -> None:
    lon, lat, reach_m = factor.window
    densest = factor.density(Cells(lon, lat, (2 * reach_m / 480,) * 2, None, side=480)).max()
    assert densest <= factor.peak * 1.001
    assert densest >= factor.peak * 0.8
