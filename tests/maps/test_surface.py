"""The heat layer keeps its mass and its unit, wherever on the globe."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.style import class_of, count_breaks, round_breaks
from maps.surface import DECADES, LEVELS, PER_AREA, Surface, cell_areas, levels, surface

PLACES = st.lists(
    st.tuples(st.floats(-60, 60), st.floats(-55, 65), st.floats(0, 60_000)), min_size=1, max_size=8
)


def total(heat: Surface) -> float:
    return (heat.density * cell_areas(heat)[:, None] / PER_AREA).sum()


@given(PLACES)
@settings(max_examples=20, deadline=None)
def test_the_sum_over_the_ground_is_the_number_of_incidents(
    places: list[tuple[float, float, float]],
) -> None:
    lon, lat, radius_m = np.array(places).T
    assert total(surface(lon, lat, radius_m)) == pytest.approx(len(places), rel=1e-6)


def test_the_order_of_rows_changes_nothing() -> None:
    lon, lat = np.array([40, 41, 44.0]), np.array([35, 36, 33.0])
    radius_m = np.array([5e3, 9e3, 3e4])
    first = surface(lon, lat, radius_m).density
    second = surface(lon[::-1], lat[::-1], radius_m[::-1]).density
    assert np.allclose(first, second, rtol=1e-12, atol=0)


def test_the_peak_of_one_incident_is_that_of_a_round_normal_distribution() -> None:
    # 1 / (2 pi sd²) for sd = 90 % radius / sqrt(-2 ln 0.1), any table of the Rayleigh law
    heat = surface([40.0], [35.0], [60_000])
    sd_m = 60_000 / np.sqrt(-2 * np.log(0.1))
    assert heat.density.max() == pytest.approx(PER_AREA / (2 * np.pi * sd_m**2), rel=0.03)


def test_an_uncertain_incident_is_wide_and_faint() -> None:
    sure, unsure = surface([40], [35], [5_000]), surface([40], [35], [90_000])
    assert unsure.density.max() < sure.density.max() / 5


@pytest.mark.parametrize(
    ("lon", "lat"), [([], []), ([np.nan], [35.0]), ([np.nan, np.nan], [np.nan, np.nan])]
)
def test_without_a_point_there_is_no_surface(lon: list[float], lat: list[float]) -> None:
    assert surface(lon, lat, np.full(len(lon), np.nan)) is None


def test_a_missing_radius_counts_as_exact() -> None:
    assert total(surface([40, np.nan], [35, 35], [np.nan, np.nan])) == pytest.approx(1)


def test_the_poles_are_cut_off_where_web_mercator_ends() -> None:
    assert total(surface([0], [90], [1_000])) == pytest.approx(1)


def test_levels_give_the_density_back_within_two_percent() -> None:
    heat = surface([40, 41], [35, 35], [20_000, 40_000])
    index, level, peak = levels(heat)
    back = peak * 10 ** (DECADES * (level / LEVELS - 1))
    assert np.allclose(back, heat.density.ravel()[index], rtol=0.02)
    assert level.min() >= 1


@pytest.mark.parametrize(
    ("counts", "breaks"),
    [
        ([], []),
        ([0, 0], []),
        ([np.nan, 3], [3]),
        ([1, 1, 1], [1]),
        ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]),
        # three groups that no one would cut elsewhere
        ([1, 2, 1, 2, 1, 30, 31, 32, 90, 91, 92], [2, 32, 92]),
    ],
)
def test_breaks_stand_at_the_ends_of_natural_groups(
    counts: list[float], breaks: list[float]
) -> None:
    assert count_breaks(counts, 3 if len(counts) > 5 else 5) == breaks


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=400))
@settings(max_examples=25, deadline=None)
def test_every_count_has_a_class_and_none_has_zero(counts: list[float]) -> None:
    breaks = count_breaks(counts)
    found = class_of(counts, breaks)
    assert ((found >= 0) == (np.array(counts) > 0)).all()
    assert len(breaks) <= 5
    assert breaks == sorted(set(breaks))


@pytest.mark.parametrize(
    ("peak", "breaks"),
    [
        (0.7, [0.02, 0.05, 0.1, 0.2, 0.5]),
        (100.0, [2.0, 5.0, 10.0, 20.0, 50.0]),
        (3e-9, [1e-10, 2e-10, 5e-10, 1e-9, 2e-9]),
    ],
)
def test_steps_of_a_legend_are_round_numbers_below_the_peak(
    peak: float, breaks: list[float]
) -> None:
    assert round_breaks(peak) == breaks
