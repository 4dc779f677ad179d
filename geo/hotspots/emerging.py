"""
Emerging hot spots: what has become of each place over time.

Every step of time is scored (Gi*), the trend of the scores tested (Mann and Kendall), and both
together named by the usual classes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from geo.hotspots.discovery import LEVEL, two_sided

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from geo.geodesy import FloatArray

MOSTLY: Final = 0.9
"""Share of the steps that makes a place hot for good: of ArcGIS's Emerging Hot Spot Analysis, whose
classes these are."""


class Trend(NamedTuple):
    """
    A trend by Mann and Kendall.

    Attributes
    ----------
    score
        z-scores: above 0 rising.
    p
        Of both sides.
    """

    score: FloatArray
    p: FloatArray


def mann_kendall(values: ArrayLike) -> Trend:
    """
    Test whether series rise or fall.

    Parameters
    ----------
    values
        Series along the first axis, shape (steps, ...); one with a NaN has none.

    Returns
    -------
    Trend
        Of the shape of one step; a score of 0 where all values are alike.

    Notes
    -----
    Mann (1945), doi:10.2307/1907187; Kendall (1975), with the variance of tied values and the
    correction for continuity.

    Examples
    --------
    >>> trend = mann_kendall([2.0, 3, 5, 4, 8, 9])
    >>> round(float(trend.score), 3), round(float(trend.p), 3)
    (2.254, 0.024)
    """
    series = np.asarray(values, dtype=np.float64)
    steps = len(series)
    total = np.zeros(series.shape[1:])
    ties = np.zeros(series.shape[1:])
    for step in range(steps):
        total += np.sign(series[step + 1 :] - series[step]).sum(axis=0)
        alike = (series == series[step]).sum(axis=0)
        # each of t tied values adds (t - 1)(2t + 5): t(t - 1)(2t + 5) for the group
        ties += (alike - 1) * (2 * alike + 5)
    spread = (steps * (steps - 1) * (2 * steps + 5) - ties) / 18
    with np.errstate(divide="ignore", invalid="ignore"):
        score = (total - np.sign(total)) / np.sqrt(spread)
    score = np.where(spread > 0, score, 0.0)
    score = np.where(np.isnan(series).any(axis=0), np.nan, score)
    return Trend(score, two_sided(score))


def classes(sign: NDArray[np.int8], trend: Trend, *, level: float = LEVEL) -> NDArray[np.str_]:
    """
    Name what has become of each place.

    Parameters
    ----------
    sign
        1 where a place is hot in a step, -1 where cold, 0 otherwise, shape (steps, ...).
    trend
        Of the scores of the same steps.
    level
        p of a trend that counts.

    Returns
    -------
    array
        "new hot", "consecutive hot", "intensifying hot", "persistent hot", "diminishing hot",
        "sporadic hot", "oscillating hot", "historical hot", the same of "cold", or nothing, of the
        shape of one step.

    Notes
    -----
    As ArcGIS Pro documents its Emerging Hot Spot Analysis: *new*, hot in the last step only;
    *consecutive*, hot in the last steps in a row, two or more, and never before; *intensifying*,
    *persistent* and *diminishing*, hot in nine tenths of the steps and the last, with a rising, no,
    or a falling trend; *historical*, hot in nine tenths, not in the last; *sporadic*, hot in the
    last, on and off before, never cold; *oscillating*, the same, and cold once. The first that fits
    is taken; a place that is mostly hot is told by its trend.

    Examples
    --------
    >>> sign = np.array([[0, 0, 1], [0, 1, 0], [1, 1, 1]], dtype=np.int8)
    >>> classes(sign, mann_kendall(sign)).tolist()
    ['new hot', 'consecutive hot', 'sporadic hot']
    """
    named = np.full(sign.shape[1:], "", dtype="<U16")
    if len(sign) == 0:
        return named
    for kind, hot, cold in (("hot", sign > 0, sign < 0), ("cold", sign < 0, sign > 0)):
        share = hot.mean(axis=0)
        last = hot[-1]
        mostly = share >= MOSTLY
        run = np.cumprod(hot[::-1], axis=0).sum(axis=0)  # steps in a row, to the last
        unbroken = run == hot.sum(axis=0)
        rising = (trend.p <= level) & ((trend.score > 0) == (kind == "hot")) & (trend.score != 0)
        falling = (trend.p <= level) & ((trend.score < 0) == (kind == "hot")) & (trend.score != 0)
        ever_cold = cold.any(axis=0)
        chosen = np.select(
            [
                mostly & ~last,
                mostly & rising,
                mostly & falling,
                mostly,
                last & (run == 1) & unbroken,
                last & unbroken,
                last & ever_cold,
                last,
            ],
            [
                "historical", "intensifying", "diminishing", "persistent", "new", "consecutive",
                "oscillating", "sporadic",
            ],
            "",
        )  # fmt: skip
        named = np.where(chosen == "", named, np.char.add(chosen, f" {kind}"))
    return named
