"""The radii of the published method."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import CoordinateError, NumberError
from geo.locality import LocalityType, point_radius
from geo.pointradius import (
    between_radius,
    coordinates_radius,
    distance_only_radius,
    feature_radius,
    heading_radius,
    orthogonal_radius,
    path_radius,
)

MILE_M = 1609.344
metres = st.floats(0, 1e6)


@pytest.mark.parametrize(
    ("kind", "given_m", "radius_m"),
    [
        # the Georeferencing Calculator, test_data.js (2015), near Bakersfield, California
        ("coordinates", {"datum_error_m": 79}, 118.837),
        ("feature", {"radial_m": 3000, "datum_error_m": 79}, 3119),
        ("orthogonal", {"radial_m": 2 * MILE_M, "distance_precision_m": MILE_M / 2,
                        "datum_error_m": 79}, 2.781 * MILE_M),
        ("heading", {"offset_m": 10 * MILE_M, "half_angle": 45, "radial_m": 2 * MILE_M,
                     "distance_precision_m": 5 * MILE_M, "datum_error_m": 79}, 12.254 * MILE_M),
        # Wieczorek, Guo & Hijmans 2004: the sum for a path
        ("path", {"radial_m": 3000, "distance_precision_m": 1000, "map_error_m": 51},
         4051 + 39.837),
    ],
)  # fmt: skip
def test_every_type_gives_its_published_radius(
    kind: LocalityType, given_m: dict[str, Any], radius_m: float
) -> None:
    found = point_radius(kind, lat=35.3733333, coordinate_precision_deg=1 / 3600, **given_m)
    assert found == pytest.approx(radius_m, abs=1)


def test_each_type_is_the_sum_of_its_own_terms() -> None:
    errors: dict[str, Any] = {"coordinate_precision_m": 1.0, "source_error_m": 10.0}
    assert coordinates_radius(**errors) == 11
    assert feature_radius(radial_m=100, **errors) == 111
    assert between_radius(separation_m=2000, **errors) == 1011
    assert path_radius(radial_m=100, distance_precision_m=1000, **errors) == 1111
    distance_only = distance_only_radius(
        offset_m=10_000, radial_m=100, distance_precision_m=1000, **errors
    )
    assert distance_only == 11_111
    orthogonal = orthogonal_radius(radial_m=100, distance_precision_m=1000, **errors)
    assert orthogonal == pytest.approx(111 + 1000 * math.sqrt(2))


@pytest.mark.parametrize("kind", ["feature", "heading"])
def test_a_length_below_zero_is_refused(kind: LocalityType) -> None:
    with pytest.raises(NumberError, match="below zero: -5 m"):
        point_radius(kind, lat=0, radial_m=-5, half_angle=45)


def test_a_heading_without_its_half_angle_is_refused() -> None:
    with pytest.raises(NumberError, match="needs half_angle"):
        point_radius("heading", lat=0, offset_m=1)


def test_a_type_that_is_none_is_refused_with_those_that_are() -> None:
    with pytest.raises(NumberError, match=r"'township' is no type of locality.*heading"):
        point_radius("township", lat=0)  # type: ignore[arg-type]


def test_a_latitude_that_cannot_be_one_is_refused() -> None:
    with pytest.raises(CoordinateError, match="is no latitude"):
        point_radius("feature", lat=95)


def test_arrays_broadcast_and_what_is_missing_stays_missing() -> None:
    found = point_radius(
        "heading",
        lat=np.zeros((2, 1)),
        offset_m=np.array([1000.0, np.nan, 0.0]),
        half_angle=22.5,
        radial_m=np.array([[0.0], [500.0]]),
    )
    assert np.shape(found) == (2, 3)
    np.testing.assert_array_equal(np.isnan(found), [[False, True, False]] * 2)
    assert np.shape(feature_radius(radial_m=np.array([]))) == (0,)
    assert isinstance(feature_radius(radial_m=1), float)


@given(metres, metres, metres, st.floats(0, 90))
def test_a_heading_lies_between_its_slack_and_its_sector(
    offset_m: float, radial_m: float, precision_m: float, half_angle: float
) -> None:
    found = heading_radius(
        offset_m=offset_m,
        half_angle=half_angle,
        radial_m=radial_m,
        distance_precision_m=precision_m,
    )
    slack_m = radial_m + precision_m
    chord_m = 2 * offset_m * math.sin(math.radians(half_angle) / 2)
    assert slack_m - 1e-6 <= found <= slack_m + chord_m + 1e-6


@given(metres, metres)
def test_a_bearing_without_width_leaves_the_slack_alone(offset_m: float, radial_m: float) -> None:
    found = heading_radius(
        offset_m=offset_m, half_angle=0, radial_m=radial_m, distance_precision_m=0
    )
    assert found == pytest.approx(radial_m, abs=1e-6)
