"""
How numbers become colours, and codes become words, on every map.

One sequential ramp that colour-blind readers can follow, few classes with natural
breaks; the ramp itself stands in `assets/page.css`, as `--ramp-0` to `--ramp-4`, twice: for
light and for dark pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

CLASSES = 5  # steps of one hue that readers still tell apart (Brewer 1994)
SAMPLE = 300  # natural breaks take the square of this in time

STATUS = {
    "located": "located",
    "region": "area only",
    "ambiguous": "ambiguous",
    "unresolved": "not located",
}


EVENT_TYPES = {  # as a title; other types are shown with their own words
    "ied": "Explosive device",
    "small_arms": "Small-arms fire",
    "kidnap_execution": "Kidnapping or execution",
    "suicide": "Suicide attack",
    "arrest_or_capture": "Arrest or capture",
    "raid_or_strike": "Raid or strike",
    "counterterrorism": "Counter-terrorism",
}


def count_breaks(counts: ArrayLike, classes: int = CLASSES) -> list[int]:
    """
    Divide counts into classes by natural breaks.

    Parameters
    ----------
    counts
        Whole numbers; zeros are no class of their own and are left out.
    classes
        The most classes that may come back.

    Returns
    -------
    list of int
        Upper end of each class, inclusive, ascending; empty if every count is zero.

    Notes
    -----
    Fisher's exact natural breaks (Fisher 1958, doi:10.1080/01621459.1958.10501479), on evenly
    spaced order statistics where there are many values.

    Examples
    --------
    >>> count_breaks([0, 1, 1, 2, 9])
    [1, 2, 9]
    """
    array = np.asarray(counts, dtype=np.float64)
    array = np.sort(array[np.isfinite(array) & (array > 0)])
    distinct = np.unique(array)
    if len(distinct) > classes:
        distinct = _natural_breaks(_thinned(array), classes)
    return [int(value) for value in np.unique(np.ceil(distinct))]


def class_of(values: ArrayLike, breaks: ArrayLike) -> NDArray[np.int64]:
    """
    Find each value's class.

    Parameters
    ----------
    values
        Numbers.
    breaks
        Upper ends, inclusive, ascending.

    Returns
    -------
    array of int
        Index of the class; -1 for zero and missing values.

    Examples
    --------
    >>> class_of([0, 1, 2, 9], [1, 2, 9]).tolist()
    [-1, 0, 1, 2]
    """
    array = np.asarray(values, dtype=np.float64)
    ends = np.asarray(breaks, dtype=np.float64)
    found = np.minimum(np.searchsorted(ends, array), len(ends) - 1)
    return np.where(np.isfinite(array) & (array > 0), found, -1).astype(np.int64)


def number_breaks(values: ArrayLike, classes: int = CLASSES) -> list[float]:
    """
    Divide numbers into classes by natural breaks at readable numbers.

    Parameters
    ----------
    values
        Numbers; zeros are no class of their own and are left out.
    classes
        The most classes that may come back.

    Returns
    -------
    list of float
        Upper end of each class, inclusive, ascending, with two significant digits; empty if
        nothing is above zero.

    Examples
    --------
    >>> number_breaks([0.0, 0.123, 1.26, 1.3, 8.71])
    [0.13, 1.3, 8.8]
    """
    array = np.asarray(values, dtype=np.float64)
    array = np.sort(array[np.isfinite(array) & (array > 0)])
    if not len(array):
        return []
    distinct = np.unique(_readable_above(array))
    if len(distinct) > classes:
        distinct = _readable_above(_natural_breaks(_thinned(array), classes))
    return [float(value) for value in np.unique(distinct)]


def _thinned(ordered: NDArray[np.float64]) -> NDArray[np.float64]:
    if len(ordered) <= SAMPLE:
        return ordered
    return ordered[np.linspace(0, len(ordered) - 1, SAMPLE).astype(np.int64)]


def _natural_breaks(values: NDArray[np.float64], classes: int) -> NDArray[np.float64]:
    """Give the upper ends of the classes within which sorted values differ least (Fisher 1958)."""
    count = len(values)
    sums = np.concatenate([[0.0], np.cumsum(values)])
    squares = np.concatenate([[0.0], np.cumsum(values**2)])
    first, last = np.arange(count)[:, None], np.arange(count)[None, :]
    size = np.maximum(last - first + 1, 1)
    # squared differences from the mean of the values from first to last
    spread = squares[last + 1] - squares[first] - (sums[last + 1] - sums[first]) ** 2 / size
    spread = np.where(last >= first, spread, np.inf)
    best = spread[0]  # of the values up to each, in one class
    begins: list[NDArray[np.int64]] = []
    for _ in range(1, classes):
        split = np.concatenate([[np.inf], best[:-1]])[:, None] + spread
        begins.append(split.argmin(axis=0))
        best = split.min(axis=0)
    ends = [count - 1]
    for begin in reversed(begins):
        ends.append(int(begin[ends[-1]]) - 1)
    return np.asarray(values[ends[::-1]])


def _readable_above(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round up to two significant digits."""
    power = np.floor(np.log10(values)) - 1
    scale = np.power(10.0, np.abs(power))  # exact, so that 0.13 is no 0.13000000000000003
    whole = np.where(power < 0, values * scale, values / scale)
    up = np.ceil(np.round(whole, 9))
    return np.asarray(np.where(power < 0, up / scale, up * scale))
