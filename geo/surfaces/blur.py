"""
Bells on a grid: many, each as wide as it is, laid by width and blurred by Fourier transforms.

Lengths are in cells; places are from the outer corner of the first cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.laws import FloatArray

REACH: Final = 5.5
"""Standard deviations that a bell is given room for: ours; 4 in 100 million lie beyond."""

RATIO: Final = 1.08
"""Two neighbouring widths: ours; a bell between them is a mixture of both with its own variance,
and off by .6 % of its peak at most."""

LAID: Final = 1 / 6
"""Variance that laying a point on its four nearest cells adds on average, cells squared."""


def blurred(
    x: FloatArray, y: FloatArray, sd: FloatArray, weight: FloatArray, shape: tuple[int, int]
) -> FloatArray:
    """
    Lay bells on a grid.

    Parameters
    ----------
    x, y
        Middles, cells from the west and from the north, shape (n,).
    sd
        Standard deviations, cells, shape (n,).
    weight
        Their masses, shape (n,).
    shape
        Rows and columns.

    Returns
    -------
    array
        Mass in each cell. What falls off the grid is lost, all else is kept.

    Examples
    --------
    >>> mass = blurred(np.array([20.5]), np.array([20.5]), np.array([3.0]), np.ones(1), (41, 41))
    >>> round(float(mass.sum()), 6), round(float(mass[20, 20] * 2 * np.pi * 3**2), 1)
    (1.0, 1.0)
    """
    rows, columns = shape
    reach = REACH * sd + 1
    near = (x > -reach) & (x < columns + reach) & (y > -reach) & (y < rows + reach)
    if not near.any():
        return np.zeros(shape)
    x, y, sd, weight, reach = x[near], y[near], sd[near], weight[near], reach[near]
    # room for every bell that reaches in; the transform joins opposite edges, so that room on one
    # side is enough
    left = max(int(np.ceil((reach - x).max())), 0)
    top = max(int(np.ceil((reach - y).max())), 0)
    right = max(int(np.ceil((x + reach).max())) - columns, 0)
    bottom = max(int(np.ceil((y + reach).max())) - rows, 0)
    wide, high = _quick(left + columns + right), _quick(top + rows + bottom)
    spectrum = np.zeros((high, wide // 2 + 1), dtype=np.complex128)
    for width, chosen, part in _by_width(sd):
        laid = _laid(
            x[chosen] + left - 0.5, y[chosen] + top - 0.5, weight[chosen] * part, (high, wide)
        )
        down, across = _bell(width, high), _bell(width, wide)[: wide // 2 + 1]
        spectrum += np.fft.rfft2(laid) * down[:, None] * across
    mass = np.fft.irfft2(spectrum, (high, wide))
    return np.maximum(mass[top : top + rows, left : left + columns], 0.0)


def _by_width(sd: FloatArray) -> list[tuple[float, NDArray[np.intp], FloatArray]]:
    """Share every bell between two widths of one scale, so that its variance stays its own."""
    variance = np.maximum(sd**2 - LAID, 0.0)
    place = np.log(np.maximum(variance, 1e-12)) / (2 * np.log(RATIO))
    if np.ptp(variance) <= 1e-9 * variance.max():
        return [(float(np.sqrt(variance.mean())), np.arange(len(sd)), np.ones(len(sd)))]
    step = np.floor(place).astype(np.int64)
    lower, upper = RATIO ** (2.0 * step), RATIO ** (2.0 * (step + 1))
    part = np.clip((variance - lower) / (upper - lower), 0.0, 1.0)
    shares = []
    for number in np.unique(np.concatenate([step, step + 1])):
        own, next_ = np.flatnonzero(step == number), np.flatnonzero(step + 1 == number)
        chosen = np.concatenate([own, next_])
        share = np.concatenate([1 - part[own], part[next_]])
        shares.append((float(RATIO**number), chosen[share > 0], share[share > 0]))
    return shares


def _laid(x: FloatArray, y: FloatArray, weight: FloatArray, shape: tuple[int, int]) -> FloatArray:
    """Share points among the four cells whose middles are nearest."""
    high, wide = shape
    column, row = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    east, south = x - column, y - row
    mass = np.zeros(high * wide)
    for down, across in ((0, 0), (0, 1), (1, 0), (1, 1)):
        cell = (row + down) % high * wide + (column + across) % wide
        part = np.where(down, south, 1 - south) * np.where(across, east, 1 - east)
        mass += np.bincount(cell, weights=weight * part, minlength=high * wide)
    return mass.reshape(shape)


def _bell(sd: float, size: int) -> FloatArray:
    """Give the spectrum of a bell of mass 1 on a ring of cells, all of it real."""
    steps = np.minimum(np.arange(size), size - np.arange(size))
    bell = np.exp(-0.5 * np.square(steps / sd)) if sd > 0 else (steps == 0).astype(np.float64)
    return np.asarray(np.fft.fft(bell / bell.sum()).real)


def _quick(size: int) -> int:
    """Give the next even size whose only factors are 2, 3 and 5, which transforms are quick at."""
    size += size % 2
    while True:
        rest = size
        for factor in (2, 3, 5):
            while rest % factor == 0:
                rest //= factor
        if rest == 1:
            return size
        size += 2
