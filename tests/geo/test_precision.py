"""What a number as written is worth, and a degree in metres."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.ellipsoid import flat_destination, metres_per_degree
from geo.errors import CoordinateError, CRSError, NumberError
from geo.precision import Rule, coordinate_precision, distance_precision, finest_precision


@pytest.mark.parametrize(
    ("number", "rule", "precision"),
    [
        # Chapman & Wieczorek 2020, doi:10.15468/doc-gg7h-s853, table of uncertainties
        ("10.1", "2020", 0.05), ("10.25", "2020", 0.125), ("10.5", "2020", 0.25),
        ("10.6", "2020", 0.05), ("10.75", "2020", 0.125), ("10", "2020", 0.5),
        ("15", "2020", 0.5), ("30", "2020", 0.5), ("33", "2020", 0.5), ("100", "2020", 5),
        ("140", "2020", 5), ("200", "2020", 5), ("1000", "2020", 50), ("2000", "2020", 50),
        # Wieczorek, Guo & Hijmans 2004, doi:10.1080/13658810412331280211, section 2
        ("9", "2004", 1), ("9.5", "2004", 0.5), ("9.75", "2004", 0.25), ("9.6", "2004", 0.1),
        ("140", "2004", 5), ("100", "2004", 50), ("2000", "2004", 500),
        # the same numbers in other spellings
        ("1,000", "2020", 50), ("10 1/4", "2020", 0.125), ("10¼", "2020", 0.125),
        ("½", "2020", 0.25), ("10-1/2", "2020", 0.25), ("10 2/4", "2020", 0.25),
        ("10,5", "2020", 0.25), (".25", "2004", 0.25), (" 9 ", "2004", 1),
        ("10.50", "2020", 0.25), ("10.0", "2020", 0.05), ("10.33", "2020", 0.005),
        ("3 and 1/3", "2004", 1 / 3), ("10.125", "2020", 0.0625), ("0", "2020", 0.5),
        ("5/16", "2020", 0.03125), ("\u0661\u0660", "2020", 0.5),
    ],
)  # fmt: skip
def test_a_number_is_as_precise_as_it_was_written(
    number: str, rule: Rule, precision: float
) -> None:
    assert distance_precision(number, rule=rule) == pytest.approx(precision, rel=1e-15)


@pytest.mark.parametrize(
    "text", ["", "ten", "10-15", "-5", "1/0", "10.5 1/4", "10 km", "1e3", "عشرة", "1,00,0", "1/4/2"]
)
def test_a_text_that_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(NumberError, match="is no distance as digits"):
        distance_precision(text)


def test_several_distances_share_the_finest() -> None:
    assert finest_precision(["100", "30", "2.5"]) == 0.25
    assert finest_precision(["100"]) == 5
    with pytest.raises(NumberError, match="no distance to judge"):
        finest_precision([])


@given(st.integers(1, 10**9))
def test_an_integer_is_never_more_precise_than_half_of_one(number: int) -> None:
    precision = distance_precision(str(number))
    assert 0.5 <= precision <= max(0.5, number / 20)


@given(st.text(max_size=40))
def test_any_text_is_judged_or_refused(text: str) -> None:
    try:
        assert distance_precision(text) > 0
    except NumberError as error:
        assert "digits" in str(error)  # noqa: PT017 - both ends are right


@pytest.mark.parametrize(
    ("lat", "lon_m", "lat_m"),
    [
        # WGS 84, NIMA TR8350.2: a = 6378137, 1/f = 298.257223563; the radii of curvature
        (0, 111_319.4908, 110_574.2758),
        (45, 78_846.8351, 111_131.7775),
        (90, 0.0, 111_693.9792),
    ],
)
def test_a_degree_is_as_long_as_the_radii_of_curvature_say(
    lat: float, lon_m: float, lat_m: float
) -> None:
    assert metres_per_degree(lat) == pytest.approx((lon_m, lat_m), abs=1e-3)


def test_the_ellipsoid_is_that_of_the_datum() -> None:
    # Clarke 1866: a = 6378206.4 m; NAD27, EPSG:4267
    lon_m, _ = metres_per_degree(0, datum="NAD27")
    assert lon_m == pytest.approx(np.pi / 180 * 6_378_206.4, rel=1e-12)
    assert metres_per_degree(0, datum="EPSG:4326") == metres_per_degree(0)


def test_a_datum_that_nobody_knows_is_refused() -> None:
    with pytest.raises(CRSError, match="knows no datum 'Atlantis 1900'"):
        metres_per_degree(0, datum="Atlantis 1900")


def test_arrays_broadcast_and_what_is_missing_stays_missing() -> None:
    found = coordinate_precision(np.array([[0.0], [np.nan]]), np.array([0.01, 1e-5]))
    assert np.shape(found) == (2, 2)
    np.testing.assert_array_equal(np.isnan(found), [[False, False], [True, True]])
    assert isinstance(coordinate_precision(0, 1), float)


def test_a_latitude_beyond_a_pole_is_refused() -> None:
    with pytest.raises(CoordinateError, match="is no latitude"):
        coordinate_precision(91, 1)
    with pytest.raises(CoordinateError, match="is no latitude"):
        flat_destination(0, 89.99, east_m=0, north_m=5000)


def test_a_flat_way_across_the_antimeridian_stays_in_the_map() -> None:
    lon, lat = flat_destination(179.99, 0, east_m=10_000, north_m=-1000)
    assert lon == pytest.approx(-179.92017, abs=1e-5)
    assert lat < 0
