"""UTM and MGRS against published conversions."""

import pytest

from geo.errors import CoordinateError, GridError
from geo.grids import band_limits, mgrs_point, utm_point

VENESS = "Veness, Geodesy functions 2.4, test/utm-mgrs-tests.js"
BETTER = "BetterLocation, tests/MGRSServiceTest.php"
WIKIPEDIA = "Wikipedia, Military Grid Reference System, 2020"

# zone, band, easting, northing, longitude, latitude, source
UTM = [
    (31, "N", 166021.443081, 0.0, 0.0, 0.0, VENESS),
    (31, "N", 277438.263521, 110597.972524, 1.0, 1.0, VENESS),
    (31, "north", 448251.795, 5411932.678, 2.2945, 48.8582, VENESS),
    (31, "U", 448251.795, 5411932.678, 2.2945, 48.8582, VENESS),
]


@pytest.mark.parametrize(("zone", "band", "easting_m", "northing_m", "lon", "lat", "source"), UTM)
def test_utm_is_where_it_was_published_to_be(  # noqa: PLR0917 - a row of the table
    zone: int, band: str, easting_m: float, northing_m: float, lon: float, lat: float, source: str
) -> None:
    point = utm_point(zone, band, easting_m, northing_m)
    assert (point.lon, point.lat) == pytest.approx((lon, lat), abs=1e-6), source


# reference, longitude, latitude of the corner or of the centre of its cell, source
MGRS = [
    (31, "U", "DQ", "4825111932", 2.2945, 48.8582, VENESS),
    (33, "U", "VR", "577484", 14.408709, 50.086359, BETTER),
    (4, "Q", "FJ", "12345678", -157.916867, 21.309433, WIKIPEDIA),
    (15, "S", "UD", "0370514711", -95.265482, 38.959391, BETTER),
    (18, "S", "UJ", "2337106519", -77.036543, 38.889801, BETTER),
    (31, "V", "EH", "92233902", 4.693467, 60.775935, BETTER),
    (34, "H", "BH", "65742924", 18.462069, -34.051387, BETTER),
    (59, "G", "MK", "61451773", 170.503103, -45.892917, BETTER),
]


@pytest.mark.parametrize(("zone", "band", "square", "digits", "lon", "lat", "source"), MGRS)
def test_mgrs_is_in_the_cell_that_was_published(  # noqa: PLR0917 - a row of the table
    zone: int, band: str, square: str, digits: str, lon: float, lat: float, source: str
) -> None:
    point = mgrs_point(zone, band, square, digits)
    tolerance = 1.1 * point.radius_m / 60_000  # degrees; published points are corners or centres
    assert (point.lon, point.lat) == pytest.approx((lon, lat), abs=tolerance + 1e-5), source


@pytest.mark.parametrize(
    ("digits", "radius_m"),
    [("4825111932", 0.7071), ("48251193", 7.071), ("4811", 707.1), ("", 70_710.7)],
)
def test_a_coarser_reference_is_the_middle_of_a_larger_square(digits: str, radius_m: float) -> None:
    point = mgrs_point(31, "U", "DQ", digits)
    assert point.radius_m == pytest.approx(radius_m, rel=1e-3)


def test_the_letter_s_is_the_band_where_the_northing_lies_in_it_and_else_the_south() -> None:
    assert utm_point(11, "S", 382000, 3950000).lat == pytest.approx(35.69, abs=0.01)
    assert utm_point(36, "S", 500000, 9900000).lat == pytest.approx(-0.9, abs=0.01)


@pytest.mark.parametrize("zone", [0, 61, 99])
def test_a_zone_that_is_not_there_is_refused(zone: int) -> None:
    with pytest.raises(GridError, match="run from 1 to 60"):
        utm_point(zone, "N", 500000, 0)
    with pytest.raises(CoordinateError, match="run from 1 to 60"):
        mgrs_point(zone, "N", "AA", "1111")


@pytest.mark.parametrize("band", ["I", "O", "A", "B", "Y", "Z"])
def test_a_band_that_is_not_there_is_refused(band: str) -> None:
    with pytest.raises(GridError, match="without I and O"):
        band_limits(band)


def test_a_square_of_another_zone_is_refused() -> None:
    with pytest.raises(GridError, match="its columns are STUVWXYZ"):
        mgrs_point(12, "S", "KU", "1234")


def test_a_reference_of_uneven_digits_is_refused() -> None:
    with pytest.raises(GridError, match="2, 4, 6, 8 or 10"):
        mgrs_point(31, "U", "DQ", "123")


def test_a_northing_of_another_band_is_refused() -> None:
    with pytest.raises(GridError, match="but band U runs from 48 to 56"):
        utm_point(31, "U", 448252, 2411933)


@pytest.mark.parametrize(("easting_m", "northing_m"), [(99_000, 1), (900_000, 1), (500_000, 1e8)])
def test_a_position_outside_the_grid_is_refused(easting_m: float, northing_m: float) -> None:
    with pytest.raises(GridError, match="outside UTM"):
        utm_point(31, "N", easting_m, northing_m)
