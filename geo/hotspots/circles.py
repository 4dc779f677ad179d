"""
Circles round places, and which of them holds most more cases than expected.

Degrees, longitude before latitude; distances on the sphere, metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.clusters.mesh import EARTH_M, on_sphere
from geo.errors import NumberError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    from geo.clusters.mesh import IntArray
    from geo.geodesy import FloatArray

SAME: Final = 1e-9  # chords that differ by less are equal: places on one spot come together

MOST_WORK: Final = 5e11
"""Comparisons of a scan and its random tables: ours, some hours."""


@dataclass(frozen=True)
class Circles:
    """
    Circles round places, given by the order in which they take in the others.

    Attributes
    ----------
    lon, lat
        The places, degrees, shape (n,).
    order
        The places as each centre takes them in, shape (n, most).
    radius_m
        How far that is, metres, shape (n, most).
    whole
        Which of these are circles: not too much inside, and nobody left on the rim.
    """

    lon: FloatArray
    lat: FloatArray
    order: IntArray
    radius_m: FloatArray
    whole: NDArray[np.bool_]


def likelihood_ratio(cases: FloatArray, expected: FloatArray, total: float) -> FloatArray:
    """
    Give the logarithm of the likelihood ratio of more cases inside than outside.

    Parameters
    ----------
    cases, expected
        Inside, broadcast together.
    total
        All cases; the expected ones of all places are as many.

    Returns
    -------
    array
        0 where there are no more than expected.

    Examples
    --------
    >>> round(float(likelihood_ratio(np.array(20.0), np.array(6.0), 24.0)), 4)
    18.0631
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = cases * np.log(cases / expected)
        outside = (total - cases) * np.log((total - cases) / (total - expected))
    outside = np.where(cases >= total, 0.0, outside)
    return np.asarray(np.where((cases > expected) & (expected > 0), inside + outside, 0.0))


def circles_round(lon: ArrayLike, lat: ArrayLike, weight: FloatArray, most: float) -> Circles:
    """
    Draw all circles round places that reach to another one.

    Parameters
    ----------
    lon, lat
        Places, degrees, shape (n,).
    weight
        Population or cases of each, shape (n,).
    most
        Largest share of it that a circle may hold.

    Returns
    -------
    Circles

    Raises
    ------
    NumberError
        If the lengths differ, a place is missing, or the share is none.
    """
    x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    if x.shape != y.shape or x.shape != weight.shape:
        message = f"{x.shape} and {y.shape} places for {weight.shape} numbers; expected as many"
        raise NumberError(message)
    if not (np.isfinite(x) & np.isfinite(y)).all():
        message = "a place has no longitude or latitude; leave it out, or put it somewhere"
        raise NumberError(message)
    if not 0 < most <= 1:
        message = f"most is {most}; expected a share above 0, and 1 at most"
        raise NumberError(message)
    points = on_sphere(x, y)
    apart = np.sqrt(np.maximum(2 - 2 * points @ points.T, 0.0))
    order = np.argsort(apart, axis=1, kind="stable")
    sorted_apart = np.take_along_axis(apart, order, axis=1)
    held = np.cumsum(weight[order], axis=1)
    rim = np.ones_like(order, dtype=bool)
    rim[:, :-1] = np.diff(sorted_apart, axis=1) > SAME
    # a place that alone holds more is a circle nevertheless, as in SaTScan it is none
    whole = (held <= most * weight.sum() * (1 + 1e-12)) & rim
    widest = int(whole.any(axis=0).nonzero()[0].max(initial=0)) + 1
    radius_m = 2 * np.arcsin(np.minimum(sorted_apart / 2, 1)) * EARTH_M
    return Circles(x, y, order[:, :widest], radius_m[:, :widest], whole[:, :widest])


@dataclass(frozen=True)
class Found:
    """
    What a scan has found, place by place.

    Attributes
    ----------
    circles
        What was scanned.
    counts, expected
        Cases, shape (n, periods).
    llr
        Best of each centre, shape (n,).
    size, first, last
        Places in it, and its periods, shape (n,).
    chance
        The best anywhere of each run.
    """

    circles: Circles
    counts: IntArray
    expected: FloatArray
    llr: FloatArray
    size: IntArray
    first: IntArray
    last: IntArray
    chance: FloatArray


def scanned(
    circles: Circles,
    counts: IntArray,
    expected: FloatArray,
    *,
    longest: int,
    drawn: Callable[[], IntArray],
    runs: int,
) -> Found:
    """
    Find the best circle of each place, and the best anywhere of each random table.

    Parameters
    ----------
    circles
        What is scanned.
    counts, expected
        Cases, shape (n, periods).
    longest
        Periods that an interval may last.
    drawn
        Gives a random table.
    runs
        How many of these.

    Returns
    -------
    Found

    Raises
    ------
    NumberError
        If that would take hours.
    """
    n, periods = counts.shape
    total = float(counts.sum())
    windows = _windows(periods, longest)
    work = circles.order.size * len(windows) * (runs + 1)
    if work > MOST_WORK:
        message = (
            f"{n} places, {len(windows)} intervals and {runs} runs are {work:.1e} comparisons, "
            "which take hours; take fewer places, longer steps of time, a smaller most_time or "
            "fewer runs"
        )
        raise NumberError(message)
    hoped = [_inside(circles, expected[:, a:b].sum(axis=1)) for a, b in windows]
    llr, size = np.zeros(n), np.ones(n, dtype=np.int64)
    first, last = np.zeros(n, dtype=np.int64), np.full(n, periods - 1)
    if n == 0 or total == 0:
        return Found(circles, counts, expected, llr, size, first, last, np.zeros(runs))
    for (a, b), less in zip(windows, hoped, strict=True):
        ratio = _ratios(circles, counts[:, a:b].sum(axis=1), less, total)
        best = ratio.argmax(axis=1)
        value = ratio[np.arange(n), best]
        better = value > llr
        llr[better], size[better] = value[better], best[better] + 1
        first[better], last[better] = a, b - 1
    chance = np.zeros(runs)
    for run in range(runs):
        table = np.concatenate([np.zeros((n, 1), dtype=np.int64), drawn().cumsum(axis=1)], axis=1)
        chance[run] = max(
            float(_ratios(circles, table[:, b] - table[:, a], less, total).max())
            for (a, b), less in zip(windows, hoped, strict=True)
        )
    return Found(circles, counts, expected, llr, size, first, last, chance)


def _inside(circles: Circles, numbers: FloatArray | IntArray) -> FloatArray:
    """Sum up what lies in each circle, shape (n, most)."""
    return np.cumsum(numbers[circles.order], axis=1, dtype=np.float64)


def _ratios(circles: Circles, counts: IntArray, expected: FloatArray, total: float) -> FloatArray:
    ratio = likelihood_ratio(_inside(circles, counts), expected, total)
    return np.asarray(ratio * circles.whole)


def _windows(periods: int, longest: int) -> list[tuple[int, int]]:
    """List the intervals, as a first period and one past the last."""
    return [(a, a + n) for n in range(1, longest + 1) for a in range(periods - n + 1)]


def longest_of(counts: IntArray, most_time: float) -> int:
    """
    Give the longest interval; one period alone is all the time there is.

    Parameters
    ----------
    counts
        Cases, shape (n, periods).
    most_time
        Largest share of the periods.

    Returns
    -------
    int
        Periods, 1 or more.

    Raises
    ------
    NumberError
        If the share is none.
    """
    if not 0 < most_time <= 1:
        message = f"most_time is {most_time}; expected a share above 0, and 1 at most"
        raise NumberError(message)
    return max(int(counts.shape[1] * most_time + 1e-9), 1)
