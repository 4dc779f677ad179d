"""The number of incidents as a distribution: a table, laws against other libraries, a story."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.counts.distribution import distribution_of

SHARES = st.lists(st.sampled_from([0.0, 0.03, 0.3, 0.5, 0.8, 1.0]), max_size=7)


def alone(share: list[float]) -> np.ndarray:
    return np.arange(len(share))


@pytest.mark.parametrize(
    ("share", "group", "least", "mass"),
    [
        ([], [], 0, [1.0]),
        ([0.0, 0.0], [0, 1], 0, [1.0]),
        ([1.0, 1.0, 0.25], [0, 1, 2], 2, [0.75, 0.25]),
        ([0.5, 0.5], [0, 1], 0, [0.25, 0.5, 0.25]),
        ([0.5, 0.5], [0, 0], 0, [0.5, 0.0, 0.5]),
        ([0.6, 0.2], [0, 0], 0, [0.4, 0.4, 0.2]),  # under one uniform number: .6 and .2 above it
        ([0.6, 0.2, 0.5], [0, 0, 1], 0, [0.2, 0.4, 0.3, 0.1]),
    ],
)
def test_a_number_has_its_distribution(
    share: list[float], group: list[int], least: int, mass: list[float]
) -> None:
    found = distribution_of(np.array(share), np.array(group, dtype=np.intp))
    assert found.least == least
    assert found.mass == pytest.approx(mass)


def test_equal_shares_are_binomial_as_scipy_has_it() -> None:
    stats = pytest.importorskip("scipy.stats", reason="the expected numbers are SciPy's")
    for n, p in ((1, 0.2), (63, 0.5), (64, 0.01), (1_000, 0.37)):
        found = distribution_of(np.full(n, p), np.arange(n))
        expected = stats.binom.pmf(np.arange(len(found.mass)), n, p)
        assert found.mass == pytest.approx(expected, abs=1e-13)
        low, high = found.interval(0.9)
        assert (low, high) == tuple(stats.binom.ppf([0.05, 0.95], n, p))


@given(SHARES)
def test_all_worlds_counted_one_by_one_give_the_same(share: list[float]) -> None:
    worlds = np.array(list(product([0, 1], repeat=len(share))), dtype=np.intp).reshape(
        2 ** len(share), len(share)
    )
    chance = np.prod(np.where(worlds == 1, share, 1 - np.array(share)), axis=1)
    expected = np.bincount(worlds.sum(axis=1), weights=chance, minlength=len(share) + 1)
    found = distribution_of(np.array(share), alone(share))
    given_ = np.zeros(len(share) + 1)
    given_[found.least : found.least + len(found.mass)] = found.mass
    assert given_ == pytest.approx(expected)
    assert found.mean == pytest.approx(sum(share))


@settings(max_examples=30)
@given(SHARES, SHARES)
def test_a_difference_is_that_of_two_numbers(now: list[float], then: list[float]) -> None:
    share = np.array(now + then)
    step = np.array([1] * len(now) + [-1] * len(then), dtype=np.intp)
    found = distribution_of(share, np.arange(len(share)), step)
    one = distribution_of(np.array(now), alone(now))
    other = distribution_of(np.array(then), alone(then))
    assert found.mean == pytest.approx(one.mean - other.mean)
    chance = np.convolve(one.mass, other.mass[::-1])
    least = one.least - (other.least + len(other.mass) - 1)
    for number, mass in enumerate(chance, least):
        less, no_more = found.below(number)
        assert no_more - less == pytest.approx(mass, abs=1e-12)


def test_a_draw_of_both_periods_changes_nothing_between_them() -> None:
    found = distribution_of(
        np.array([0.4, 0.4]), np.array([7, 7]), np.array([1, -1], dtype=np.intp)
    )
    assert found.interval(0.99) == (0, 0)


def test_ten_thousand_are_as_exact_as_ten() -> None:
    share = np.random.default_rng(0).random(10_000)
    found = distribution_of(share, np.arange(10_000))
    assert found.mass.sum() == pytest.approx(1, abs=1e-9)
    assert found.mean == pytest.approx(share.sum(), abs=1e-6)
    spread = np.arange(found.least, found.least + len(found.mass)) - found.mean
    assert spread**2 @ found.mass == pytest.approx((share * (1 - share)).sum(), rel=1e-6)
