"""How numbers become classes: natural groups, round numbers."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.style import class_of, count_breaks, number_breaks


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


@pytest.mark.parametrize("seed", range(12))
def test_natural_breaks_are_those_of_mapclassify(seed: int) -> None:
    mapclassify = pytest.importorskip("mapclassify")
    counts = np.random.default_rng(seed).lognormal(3, 1, 200).astype(int)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # mapclassify regrets the absence of numba
        expected = mapclassify.FisherJenks(counts[counts > 0], k=5).bins
    assert count_breaks(counts) == [int(end) for end in expected]


@pytest.mark.parametrize(
    ("values", "breaks"),
    [
        ([], []),
        ([0.0, np.nan], []),
        ([3.0], [3.0]),
        ([0.0012, 0.5, 4321.0], [0.0012, 0.5, 4400.0]),
        ([0.1, 0.1, 0.1 + 1e-12], [0.1]),
    ],
)
def test_numbers_are_cut_at_two_digits(values: list[float], breaks: list[float]) -> None:
    assert number_breaks(values) == breaks


@given(st.lists(st.floats(1e-6, 1e9), min_size=1, max_size=300))
@settings(max_examples=25)
def test_every_number_has_a_class_whose_end_is_not_below_it(values: list[float]) -> None:
    breaks = np.array(number_breaks(values))
    found = class_of(values, breaks)
    assert len(breaks) <= 5
    assert (breaks[found] >= np.array(values) * (1 - 1e-8)).all()
