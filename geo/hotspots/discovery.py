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


def signs(score: FloatArray, level: float = LEVEL, *, axis: int | None = None) -> NDArray[np.int8]:
    """
    Say which places are hot and which cold, false discoveries controlled.

    Parameters
    ----------
    score
        z-scores.
    level
        Share of false discoveries.
    axis
        Tests along this axis are one family, each of the others another; all are one if left out.

    Returns
    -------
    array
        1 hot, -1 cold, 0 neither, of the shape of the scores.

    Examples
    --------
    >>> signs(np.array([4.0, 0.5, -4.0, np.nan])).tolist()
    [1, 0, -1, 0]
    """
    p = two_sided(score)
    q = adjusted(p) if axis is None else np.apply_along_axis(adjusted, axis, p)
    stands_out = np.nan_to_num(q, nan=1.0) <= level
    return np.asarray(np.where(stands_out, np.sign(np.nan_to_num(score)), 0), dtype=np.int8)
