"""Shapes on the ellipsoid: where their outline lies, and what they hold."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st
from pyproj import Geod

from geo.errors import CoordinateError, NumberError
from geo.geodesy import FloatArray, destination, inverse
from geo.shapes import FARTHEST_M, VERTICES, corridor, disc, enclosing_circle, sector

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

GEOD = Geod(ellps="WGS84")
SAGITTA = 1 - math.cos(math.pi / VERTICES)
"""By how much of the radius a straight edge may lie inside the circle: what the module states."""

PLACES = [
    (40.45, 35.02), (0.0, 0.0), (-70.0, -52.0), (179.99, -16.5), (-180.0, 66.0), (180.0, 10.0),
    (25.0, 89.99), (25.0, 90.0), (-120.0, -90.0), (60.0, -89.7),
]  # fmt: skip
RADII_M = [3.0, 1_100.0, 50_000.0, 800_000.0]

longitudes = st.floats(-180, 180)
latitudes = st.floats(-90, 90)


def in_map(shape: BaseGeometry) -> bool:
    west, south, east, north = shape.bounds
    return west >= -180 and east <= 180 and south >= -90 and north <= 90


def own_vertices(shape: BaseGeometry) -> FloatArray:
    """Vertices that the edge of the map did not make."""
    points = shapely.get_coordinates(shape)
    return points[(np.abs(points[:, 0]) < 180) & (np.abs(points[:, 1]) < 90)]


def scattered(lon: float, lat: float, reach_m: float) -> tuple[FloatArray, ...]:
    """Give 2,000 points round another: their coordinates, bearings and distances."""
    rng = np.random.default_rng(7)
    bearing = rng.uniform(0, 360, 2000)
    distance_m = reach_m * np.sqrt(rng.uniform(0, 1, 2000))
    return *destination(lon, lat, bearing, distance_m), bearing, distance_m


@pytest.mark.parametrize("radius_m", RADII_M)
@pytest.mark.parametrize(("lon", "lat"), PLACES)
def test_a_disc_holds_what_is_nearer_than_its_radius(
    lon: float, lat: float, radius_m: float
) -> None:
    area = disc(lon, lat, radius_m)
    assert area.is_valid
    assert in_map(area)
    point_lon, point_lat, _, distance_m = scattered(lon, lat, radius_m * 1.2)
    inside = shapely.contains_xy(area, point_lon, point_lat)
    assert inside[distance_m < radius_m * (1 - 1.5 * SAGITTA)].all()
    assert not inside[distance_m > radius_m * (1 + 0.5 * SAGITTA)].any()


@pytest.mark.parametrize("radius_m", [1_100.0, 50_000.0])
@pytest.mark.parametrize(("lon", "lat"), PLACES)
def test_a_disc_has_the_area_of_its_circle(lon: float, lat: float, radius_m: float) -> None:
    # pi r^2 of the plane, and of a polygon with as many corners; an ellipsoid's disc of 50 km
    # differs from both by 5 parts in a million
    area_m2, _ = GEOD.geometry_area_perimeter(shapely.segmentize(disc(lon, lat, radius_m), 0.05))
    polygon = VERTICES / 2 * math.sin(2 * math.pi / VERTICES) * radius_m**2
    assert abs(area_m2) == pytest.approx(polygon, rel=5e-4)
    assert abs(area_m2) == pytest.approx(math.pi * radius_m**2, rel=2e-3)


@given(longitudes, st.floats(-74, 74), st.floats(1, 1e6))
def test_every_vertex_of_a_disc_is_at_its_radius(lon: float, lat: float, radius_m: float) -> None:
    area = disc(lon, lat, radius_m)
    points = shapely.get_coordinates(area)
    _, distance_m = inverse(lon, lat, points[:, 0], points[:, 1])
    assert (distance_m <= radius_m * (1 + SAGITTA)).all()
    if area.geom_type == "Polygon" and area.bounds[3] < 75 and area.bounds[1] > -75:
        np.testing.assert_allclose(distance_m, radius_m, rtol=1e-6, atol=1e-6)


@given(longitudes, latitudes, st.floats(0.1, FARTHEST_M))
def test_any_disc_is_valid_and_in_the_map(lon: float, lat: float, radius_m: float) -> None:
    area = disc(lon, lat, radius_m)
    assert area.is_valid
    assert not area.is_empty
    assert in_map(area)


@given(
    st.tuples(longitudes, latitudes, st.floats(0, 360), st.floats(0, 180)),
    st.floats(0, 1),
    st.floats(0, 1e6),
)
@example((1.0, 0.0, 0.0, 179.9999999999), 0.0, 1.0)  # all but a hair of a disc
def test_any_sector_is_valid_and_in_the_map(
    place: tuple[float, float, float, float], share: float, outer_m: float
) -> None:
    area = sector(*place, outer_m * share, outer_m)
    assert area.is_valid
    assert area.is_empty or in_map(area)


@pytest.mark.parametrize(
    "given_sector",
    [
        (40.45, 35.02, 0, 45, 9_000, 11_000),
        (40.45, 35.02, 45, 22.5, 0, 20_000),
        (40.45, 35.02, 350, 170, 1_000, 9_000),
        (40.45, 35.02, 90, 1, 9_000, 11_000),
        (40.45, 35.02, 0, 180, 9_000, 11_000),
        (40.45, 35.02, 270, 90, 0, 1_000_000),
        (179.9, 0.0, 90, 45, 5_000, 50_000),
        (10.0, 89.9, 0, 45, 5_000, 60_000),  # the pole inside
        (10.0, 89.9, 0, 180, 5_000, 60_000),  # the pole inside, not in the hole
        (10.0, 89.9, 0, 180, 20_000, 60_000),  # the pole in the hole
        (10.0, -89.9, 180, 45, 0, 60_000),
        (10.0, 89.9, 90, 90, 0, 60_000),  # the pole on the outline
    ],
)
def test_a_sector_holds_its_directions_and_distances(
    given_sector: tuple[float, float, float, float, float, float],
) -> None:
    lon, lat, bearing, half_angle, inner_m, outer_m = given_sector
    area = sector(lon, lat, bearing, half_angle, inner_m, outer_m)
    assert area.is_valid
    assert in_map(area)
    point_lon, point_lat, bearings, distance_m = scattered(lon, lat, outer_m * 1.2)
    apart = np.abs((bearings - bearing + 180) % 360 - 180)
    aside_m = distance_m * np.sin(np.radians(np.minimum(np.abs(apart - half_angle), 90)))
    whole = half_angle >= 180
    to_outline_m = np.minimum.reduce([
        np.abs(distance_m - outer_m),
        np.abs(distance_m - inner_m) if inner_m else distance_m,
        np.full(2000, np.inf) if whole else aside_m,
    ])  # fmt: skip
    within = (distance_m > inner_m) & (distance_m < outer_m) & (whole | (apart < half_angle))
    sure = to_outline_m > 2 * SAGITTA * outer_m
    inside = shapely.contains_xy(area, point_lon, point_lat)
    np.testing.assert_array_equal(inside[sure], within[sure])


@pytest.mark.parametrize(
    ("points", "half_width_m"),
    [
        ([(43.49, 34.93), (44.39, 35.47)], 5_000),  # Baiji to Kirkuk
        ([(30, 50), (60, 60)], 20_000),  # 2,100 km: not straight in degrees
        ([(178, -16), (-178, -18)], 20_000),  # across the antimeridian
        ([(0, 89), (180, 89)], 5_000),  # over the pole
        ([(0, 0), (0, 1), (1, 1), (1, 0), (0, 0)], 5_000),  # a loop keeps its hole
        ([(10, 10), (10, 10)], 5_000),  # no length
    ],
)
def test_a_corridor_holds_what_is_near_its_line(
    points: list[tuple[float, float]], half_width_m: float
) -> None:
    line = shapely.LineString(points)
    area = corridor(line, half_width_m)
    assert area.is_valid
    assert in_map(area)
    dense = []
    for start, end in itertools.pairwise(points):
        bearing, length_m = inverse(*start, *end)
        steps = np.linspace(0, length_m, int(length_m // 200) + 2)
        dense.append(np.stack(destination(*start, bearing, steps), axis=-1))
    on_line = np.concatenate(dense)
    rng = np.random.default_rng(8)
    chosen = on_line[rng.integers(0, len(on_line), 200)]
    turn, away_m = rng.uniform(0, 360, 200), half_width_m * 1.3 * rng.uniform(0, 1, 200)
    lon, lat = destination(chosen[:, 0], chosen[:, 1], turn, away_m)
    near_m = np.array([
        inverse(x, y, on_line[:, 0], on_line[:, 1])[1].min() for x, y in zip(lon, lat, strict=True)
    ])  # fmt: skip
    sure = np.abs(near_m - half_width_m) > 0.002 * half_width_m
    inside = shapely.contains_xy(area, lon, lat)
    np.testing.assert_array_equal(inside[sure], (near_m < half_width_m)[sure])


def test_a_corridor_is_drawn_along_several_lines_and_round_points() -> None:
    lines = shapely.MultiLineString([[(0, 0), (1, 1)], [(5, 5), (6, 5)]])
    assert corridor(lines, 1000).geom_type == "MultiPolygon"
    assert corridor(shapely.Point(0, 0), 1000).equals_exact(
        corridor(shapely.LineString([(0, 0), (0, 0)]), 1000), 1e-9
    )
    assert corridor(shapely.LineString(), 1000).is_empty


def test_a_corridor_along_an_area_is_refused() -> None:
    with pytest.raises(CoordinateError, match=r"along a line, not a Polygon.*boundary"):
        corridor(shapely.box(0, 0, 1, 1), 1000)


def test_arrays_give_arrays_row_by_row() -> None:
    lon, lat = np.array([[40.45], [179.99], [np.nan]]), np.array([[35.02], [-16.5], [0.0]])
    areas = sector(lon, lat, 45, np.array([22.5, 45, 180]), 500, 5000)
    assert areas.shape == (3, 3)
    assert [area is None for area in areas[2]] == [True] * 3
    for row in range(2):
        for column, half_angle in enumerate((22.5, 45, 180)):
            alone = sector(lon[row, 0], lat[row, 0], 45, half_angle, 500, 5000)
            assert areas[row, column].equals_exact(alone, 1e-12)
    assert disc([], [], 5).shape == (0,)


def test_a_shape_without_size_is_empty() -> None:
    assert disc(0, 0, 0).is_empty
    assert sector(0, 0, 0, 45, 5, 5).is_empty
    assert sector(0, 0, 0, 0, 0, 5).is_empty


def test_a_shape_that_cannot_be_is_refused() -> None:
    with pytest.raises(NumberError, match="lengths are metres from 0 to 10,000,000"):
        disc(0, 0, -1)
    with pytest.raises(NumberError, match="lengths are metres"):
        disc(0, 0, 2e7)
    with pytest.raises(CoordinateError, match="one of them is missing"):
        disc(float("nan"), 0, 1)
    with pytest.raises(CoordinateError, match="axes swapped"):
        disc(35, 140, 1)


@given(longitudes, latitudes, st.floats(1, 2e6))
def test_the_circle_round_a_disc_is_its_own(lon: float, lat: float, radius_m: float) -> None:
    found_lon, found_lat, found_m = enclosing_circle(disc(lon, lat, radius_m))
    _, apart_m = inverse(lon, lat, found_lon, found_lat)
    assert found_m == pytest.approx(radius_m, rel=2e-3, abs=0.05)
    assert apart_m <= 0.05 + 2e-3 * radius_m


@pytest.mark.parametrize(
    ("shape", "lon", "lat", "radius_m"),
    [
        (shapely.Point(40, 35), 40, 35, 0),
        # two corners of the equator: half of a degree, 2 pi 6378137 / 720
        (shapely.LineString([(0, 0), (1, 0)]), 0.5, 0, 55_659.745),
        # the same across the antimeridian
        (shapely.MultiPoint([(179.5, 0), (-179.5, 0)]), 179.5, 0, 111_319.491),
    ],
)
def test_the_corrected_centre_lies_on_the_shape(
    shape: BaseGeometry, lon: float, lat: float, radius_m: float
) -> None:
    found_lon, found_lat, found_m = enclosing_circle(shape)
    assert (abs(found_lon), found_lat) == pytest.approx((lon, lat), abs=1e-6)
    assert found_m == pytest.approx(radius_m, abs=0.05)


def test_a_horseshoe_has_its_centre_on_its_own_ground() -> None:
    horseshoe = sector(40, 35, 90, 150, 40_000, 50_000)
    lon, lat, radius_m = enclosing_circle(horseshoe)
    _, off_m = inverse(lon, lat, 40, 35)
    assert horseshoe.distance(shapely.Point(lon, lat)) < 1e-5  # a metre
    assert off_m == pytest.approx(40_000, rel=0.01)
    assert radius_m > 50_000


def test_an_empty_shape_has_no_circle() -> None:
    with pytest.raises(CoordinateError, match="empty Polygon has no centre"):
        enclosing_circle(shapely.Polygon())
