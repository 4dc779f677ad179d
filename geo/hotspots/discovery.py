"""False discoveries: which of many places stand out, when every one of them was tested."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from geo.geodesy import FloatArray

LEVEL: Final = 0.05  # the usual share of false discoveries


def two_sided(score: ArrayLike) -> FloatArray:
    """
    Give the probability of a score as far from 0, by the normal law.

    Parameters
    ----------
    score
        z-scores; NaN gives NaN.

    Returns
    -------
    array
        p-values.

    Examples
    --------
    >>> two_sided([1.959964, -1.959964, 0]).round(4).tolist()
    [0.05, 0.05, 1.0]
    """
    from scipy.special import erfc  # noqa: PLC0415 - heavy, and needed only here

    return np.asarray(erfc(np.abs(np.asarray(score, dtype=np.float64)) / np.sqrt(2)))


def adjusted(p: ArrayLike) -> FloatArray:
    """
    Adjust p-values for the number of tests: the share of false discoveries up to each.

    Parameters
    ----------
    p
        p-values of any shape; NaN was not tested.

    Returns
    -------
    array
        q-values of the same shape. Those of at most .05 hold at most 5 % false ones on average.

    Notes
    -----
    Benjamini & Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x; for local statistics of
    places, whose tests overlap, Caldas de Castro & Singer (2006),
    doi:10.1111/j.0016-7363.2006.00682.x.

    Examples
    --------
    >>> adjusted([0.01, 0.04, 0.03, np.nan]).tolist()
    [0.03, 0.04, 0.04, nan]
    """
    values = np.asarray(p, dtype=np.float64)
    tested = np.isfinite(values)
    some = values[tested]
    order = np.argsort(some)
    scaled = some[order] * len(some) / np.arange(1, len(some) + 1)
    found = np.empty(len(some))
    found[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    q = np.full(values.shape, np.nan)
    q[tested] = found
    return q


def of_counts(held: FloatArray, share: FloatArray, total: int) -> FloatArray:
    """
    Give the probability of a count at least as far off, if incidents fell anywhere alike.

    Parameters
    ----------
    held
        Incidents counted in a neighbourhood.
    share
        Of the study area that it is.
    total
        All incidents.

    Returns
    -------
    array
        p-values of both sides: twice the smaller tail of the binomial law.

    Notes
    -----
    Where incidents are few, the score of Gi* is far from normal: one incident in a country of
    empty squares has a z of twenty, and means nothing.

    Examples
    --------
    >>> of_counts(np.array([1.0, 5.0]), np.array([0.001, 0.001]), 70).round(9).tolist()
    [0.13527767, 2.3e-08]
    """
    from scipy.special import bdtr, bdtrc  # noqa: PLC0415 - heavy, and needed only here

    odds = np.clip(share, 0.0, 1.0)
    many = np.where(held > 0, bdtrc(held - 1, total, odds), 1.0)
    few = np.where(held < total, bdtr(held, total, odds), 1.0)
    return np.asarray(np.minimum(2 * np.minimum(many, few), 1.0))


def signs(score: FloatArray, p: FloatArray, level: float = LEVEL) -> NDArray[np.int8]:
    """
    Say which places are hot and which cold, false discoveries controlled.

    Parameters
    ----------
    score
        z-scores, whose sign tells hot from cold.
    p
        p-values of the same shape, one family of tests.
    level
        Share of false discoveries.

    Returns
    -------
    array
        1 hot, -1 cold, 0 neither, of the shape of the scores.

    Examples
    --------
    >>> score = np.array([4.0, 0.5, -4.0, np.nan])
    >>> signs(score, two_sided(score)).tolist()
    [1, 0, -1, 0]
    """
    stands_out = np.nan_to_num(adjusted(p), nan=1.0) <= level
    return np.asarray(np.where(stands_out, np.sign(np.nan_to_num(score)), 0), dtype=np.int8)
