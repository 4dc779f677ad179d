"""Ways on the ellipsoid."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geo.errors import CoordinateError
from geo.geodesy import destination, inverse, midpoint, point_along, wrapped

longitudes = st.floats(-180, 180)
latitudes = st.floats(-89.9, 89.9)


@pytest.mark.parametrize(
    ("lon", "lat", "bearing", "distance_m", "end"),
    [
        # geographiclib 2.1, test/test_geodesic.py, GeodSolve1
        (-73.77888889, 40.63972222, 53.5, 5_850_000, (2.56106, 49.01467)),
        # a degree of the equator: 2 pi 6378137 / 360
        (0, 0, 90, 111_319.49079, (1, 0)),
        (179.5, 0, 90, 111_319.49079, (-179.5, 0)),  # across the antimeridian
        (0, 0, 0, 10_001_965.72931, (0, 90)),  # the quarter meridian of WGS 84
        (0, 90, 180, 10_001_965.72931, (0, 0)),  # from a pole
        (10, 20, 77, 0, (10, 20)),
    ],
)
def test_a_way_leads_where_it_should(
    lon: float, lat: float, bearing: float, distance_m: float, end: tuple[float, float]
) -> None:
    found_lon, found_lat = destination(lon, lat, bearing, distance_m)
    assert found_lat == pytest.approx(end[1], abs=1e-5)
    if abs(found_lat) < 89:
        assert found_lon == pytest.approx(end[0], abs=1e-5)


def test_numbers_give_numbers_and_arrays_broadcast() -> None:
    assert all(isinstance(value, float) for value in destination(1, 2, 3, 4))
    lon, lat = destination(np.zeros((2, 1)), 0, [0.0, 90.0, 180.0], 1000)
    assert lon.shape == lat.shape == (2, 3)
    assert destination([[1.0]], 2, 3, 4)[0].shape == inverse([[1.0]], 2, 3, 4)[0].shape == (1, 1)
    bearing, distance_m = inverse([], [], 0, 0)
    assert bearing.shape == distance_m.shape == (0,)


def test_what_is_given_is_not_written_into() -> None:
    lon, lat = np.array([1.0, 2.0]), np.array([3.0, 4.0])
    destination(lon, lat, 45, 1000)
    inverse(lon, lat, lat, lon)
    np.testing.assert_array_equal(lon, [1, 2])
    np.testing.assert_array_equal(lat, [3, 4])


def test_what_is_missing_stays_missing() -> None:
    lon, lat = destination(
        np.array([0, None, 1, 1]), [0, 0, float("nan"), 0], [0, 0, 0, float("nan")], 10
    )
    np.testing.assert_array_equal(np.isnan(lat), [False, True, True, True])
    np.testing.assert_array_equal(np.isnan(lon), [False, True, True, True])
    bearing, distance_m = inverse([0, float("nan"), 1], [0, 0, float("nan")], 1, 1)
    np.testing.assert_array_equal(np.isnan(distance_m), [False, True, True])
    np.testing.assert_array_equal(np.isnan(bearing), [False, True, True])


@pytest.mark.parametrize(
    ("lon", "lat", "message"),
    [
        (35.0, 140.0, "140 is no latitude.*axes swapped"),
        (412_345.0, 35.0, "412345 is no longitude.*projected metres"),
        (0.0, float("inf"), "inf is no latitude"),
    ],
)
def test_axes_that_are_swapped_are_named(lon: float, lat: float, message: str) -> None:
    with pytest.raises(CoordinateError, match=message):
        destination(lon, lat, 0, 1)
    with pytest.raises(CoordinateError, match=message):
        inverse(0, 0, lon, lat)


@given(longitudes, latitudes, st.floats(0, 360), st.floats(1, 5e6))
def test_the_way_there_is_measured_as_it_was_gone(
    lon: float, lat: float, bearing: float, distance_m: float
) -> None:
    end = destination(lon, lat, bearing, distance_m)
    found_bearing, found_m = inverse(lon, lat, *end)
    assert found_m == pytest.approx(distance_m, abs=1e-6)
    assert destination(lon, lat, found_bearing, found_m)[1] == pytest.approx(end[1], abs=1e-9)
    assert -180 <= end[0] < 180
    assert 0 <= found_bearing < 360


@given(longitudes, latitudes, longitudes, latitudes)
def test_the_middle_is_as_far_from_both_ends(
    lon1: float, lat1: float, lon2: float, lat2: float
) -> None:
    _, whole_m = inverse(lon1, lat1, lon2, lat2)
    middle = midpoint(lon1, lat1, lon2, lat2)
    for lon, lat in ((lon1, lat1), (lon2, lat2)):
        assert inverse(lon, lat, *middle)[1] == pytest.approx(whole_m / 2, abs=1e-6)


def test_a_point_along_a_way_is_on_it() -> None:
    _, whole_m = inverse(39.01, 35.95, 40.14, 35.34)
    lon, lat = point_along(39.01, 35.95, 40.14, 35.34, [0.0, 20_000.0, whole_m])
    _, from_start_m = inverse(39.01, 35.95, lon, lat)
    _, to_end_m = inverse(lon, lat, 40.14, 35.34)
    np.testing.assert_allclose(from_start_m + to_end_m, whole_m, atol=1e-6)


def test_a_hair_below_zero_is_zero_and_not_a_whole_turn() -> None:
    assert wrapped(-180.00000000000003).item() == -180
    north = destination(1.6042599410263136, 55.0, 0.0, 3_904_736.0)
    assert inverse(1.6042599410263136, 55.0, *north)[0] < 360


@given(st.floats(-1000, 1000))
def test_a_wrapped_longitude_is_the_same_meridian(lon: float) -> None:
    found = wrapped(lon).item()
    assert -180 <= found < 180
    turns = (found - lon) / 360
    assert turns == pytest.approx(round(turns), abs=1e-9)


def test_numbers_give_to_the_last_digit_what_arrays_of_them_give() -> None:
    rng = np.random.default_rng(1)
    lon, lat = rng.uniform(-360, 360, 300), rng.uniform(-90, 90, 300)
    bearing, distance_m = rng.uniform(-400, 400, 300), rng.uniform(-1e6, 2e7, 300)
    together = np.stack(destination(lon, lat, bearing, distance_m), axis=1).tolist()
    rows = zip(lon.tolist(), lat.tolist(), bearing.tolist(), distance_m.tolist(), strict=True)
    assert [list(destination(*row)) for row in rows] == together
    ends = np.stack(inverse(lon, lat, lon[::-1], lat[::-1]), axis=1).tolist()
    rows = zip(lon.tolist(), lat.tolist(), lon[::-1].tolist(), lat[::-1].tolist(), strict=True)
    assert [list(inverse(*row)) for row in rows] == ends


def test_long_arrays_which_several_threads_share_are_as_pyproj_has_them() -> None:
    rng = np.random.default_rng(0)
    lon, lat, bearing = rng.uniform(-170, 170, 200_001), rng.uniform(-80, 80, 200_001), 77.0
    found_lon, found_lat = destination(lon, lat, bearing, 12_345.0)
    bearings, away_m = np.full(200_001, bearing), np.full(200_001, 12_345.0)
    true_lon, true_lat, _ = Geod(ellps="WGS84").fwd(lon, lat, bearings, away_m)
    np.testing.assert_array_equal(found_lon, true_lon)
    np.testing.assert_array_equal(found_lat, true_lat)
    _, apart_m = inverse(lon, lat, found_lon, found_lat)
    np.testing.assert_allclose(apart_m, 12_345.0, rtol=1e-9)


def test_a_table_of_pairs_is_the_pairs_one_by_one() -> None:
    starts, ends = np.array([[0.1, 52.2], [-80.3, 43.4]]), np.array([[-0.1, 51.5], [-81.2, 43.0]])
    lon, lat = starts[:, :1], starts[:, 1:]  # broadcast along rows and along columns
    table = inverse(lon, lat, ends[:, 0], ends[:, 1])
    for row, start in enumerate(starts):
        for column, end in enumerate(ends):
            pair = inverse(*start, *end)
            assert [part[row, column] for part in table] == pytest.approx(list(pair))
