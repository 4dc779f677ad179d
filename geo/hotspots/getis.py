"""
Getis and Ord's Gi*: whether the values round a place are higher than everywhere.

The textbook's z-score with binary weights, the place itself among its neighbours; analytic, so
that many can be corrected for at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from geo.errors import NumberError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from scipy.sparse import csr_array

    from geo.geodesy import FloatArray

LEAST: Final = 2  # values; one alone is no more than itself


def getis_ord(values: ArrayLike, near: csr_array) -> FloatArray:
    """
    Score places by what is near them.

    Parameters
    ----------
    values
        Numbers of the places, shape (n,); NaN where there is none, which takes no part.
    near
        1 where the place of the column is a neighbour of that of the row, shape (n, n). Whether
        the diagonal is 1 does not matter: a place is always near itself.

    Returns
    -------
    array
        z-scores, shape (n,); NaN where the value is, where all values are the same, and where
        all places are neighbours.

    Raises
    ------
    NumberError
        If weights and values do not fit, or weights are not 0 and 1.

    Notes
    -----
    Ord & Getis (1995), doi:10.1111/j.1538-4632.1995.tb00912.x, equation for Gi*. With weights
    that are divided by their number, as esda has them by default, the score is another one.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> near = csr_array([[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]])
    >>> getis_ord([5, 5, 1, 1], near).round(3).tolist()
    [1.732, 1.0, -1.0, -1.732]
    """
    x = np.asarray(values, dtype=np.float64)
    if x.ndim != 1 or near.shape != (len(x), len(x)) or not np.isin(near.data, (0, 1)).all():
        message = (
            f"{len(x)} values and weights of shape {near.shape}; expected weights 0 or 1 between "
            "all values"
        )
        raise NumberError(message)
    from scipy.sparse import eye_array  # noqa: PLC0415 - heavy, and needed only here

    known = np.isfinite(x)
    weights = ((near + eye_array(len(x))) > 0).astype(np.float64)
    held = weights @ np.where(known, x, 0.0)
    return _scored(x, held, weights @ known.astype(np.float64), known)


def getis_ord_grid(
    values: ArrayLike, reach: float, *, inside: NDArray[np.bool_] | None = None, back: int = 0
) -> FloatArray:
    """
    Score the cells of a grid by what is within a reach of them.

    Parameters
    ----------
    values
        Numbers, shape (rows, columns), or (steps, rows, columns) for steps of time, which are
        then scored against all steps.
    reach
        How far the neighbours' middles may lie, in cells.
    inside
        Which cells are studied, shape (rows, columns); all if left out.
    back
        So many steps before are near too.

    Returns
    -------
    array
        z-scores of the shape of the values, NaN outside.

    Raises
    ------
    NumberError
        If the values are no grid, or the reach is below 0.

    Notes
    -----
    The sums are running sums along the rows of a disc of cells: the same as `getis_ord`, without
    its weights.

    Examples
    --------
    >>> grid = np.zeros((5, 5))
    >>> grid[:2, :2] = 9
    >>> round(float(getis_ord_grid(grid, 1.5)[0, 0]), 3)
    4.899
    """
    x = np.asarray(values, dtype=np.float64)
    held, count, known = neighbourhoods(x, reach, inside=inside, back=back)
    return _scored(x.ravel(), held.ravel(), count.ravel(), known.ravel()).reshape(x.shape)


def neighbourhoods(
    values: FloatArray, reach: float, *, inside: NDArray[np.bool_] | None = None, back: int = 0
) -> tuple[FloatArray, FloatArray, NDArray[np.bool_]]:
    """
    Sum up what is within a reach of each cell.

    Parameters
    ----------
    values, reach, inside, back
        As of `getis_ord_grid`.

    Returns
    -------
    held, count, known
        The sum, of how many cells, and which cells take part, each of the shape of the values.

    Raises
    ------
    NumberError
        If the values are no grid, or the reach is below 0.
    """
    cube = values[None] if values.ndim == 2 else values  # noqa: PLR2004 - rows and columns
    if cube.ndim != 3 or not reach >= 0:  # noqa: PLR2004
        message = (
            f"values of shape {values.shape}, reach {reach}; expected a grid, and 0 cells or more"
        )
        raise NumberError(message)
    known = np.isfinite(cube) & (True if inside is None else inside)
    held = _in_time(_within(np.where(known, cube, 0.0), reach), back)
    count = _in_time(_within(known.astype(np.float64), reach), back)
    shape = values.shape
    return held.reshape(shape), count.reshape(shape), known.reshape(shape)


def _scored(
    x: FloatArray, held: FloatArray, count: FloatArray, known: NDArray[np.bool_]
) -> FloatArray:
    """Turn sums over neighbours into scores: equation for Gi* with binary weights."""
    n = int(known.sum())
    score = np.full(len(x), np.nan)
    if n < LEAST:
        return score
    mean, spread = x[known].mean(), x[known].std()
    if spread == 0:
        return score
    room = np.maximum(n * count - count**2, 0.0) / (n - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = (held - mean * count) / (spread * np.sqrt(room))
    score[known & (room > 0)] = found[known & (room > 0)]
    return score


def _within(cube: FloatArray, reach: float) -> FloatArray:
    """Sum up what lies in a disc of cells round each cell."""
    steps, rows, columns = cube.shape
    sums = np.zeros((steps, rows, columns + 1))
    np.cumsum(cube, axis=2, out=sums[:, :, 1:])
    held = np.zeros_like(cube)
    column = np.arange(columns)
    high = min(int(reach), rows - 1) if rows else 0
    for up in range(-high, high + 1):
        wide = int(np.sqrt(reach**2 - up**2) + 1e-9)
        right = np.minimum(column + wide + 1, columns)
        left = np.maximum(column - wide, 0)
        line = sums[:, :, right] - sums[:, :, left]
        held[:, max(-up, 0) : rows - max(up, 0)] += line[:, max(up, 0) : rows - max(-up, 0)]
    return held


def _in_time(cube: FloatArray, back: int) -> FloatArray:
    """Add what was there in the steps before."""
    held = cube.copy()
    for earlier in range(1, min(back, len(cube) - 1) + 1):
        held[earlier:] += cube[:-earlier]
    return held
