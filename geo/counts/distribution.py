"""
The number of incidents that truly lie in a place, as an exact distribution.

Each incident lies there with its own probability, so that their number follows the
Poisson-binomial distribution. Incidents that share a draw (one anchor and one phrase, whose error
is one error) come and go together: of them, as many lie there as have a share above one common
uniform number, so that equal shares count all or none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.laws import FloatArray

EXACT: Final = 1e-9
"""A share this near to 0 or 1 is 0 or 1: rounding of sums of equal weights."""

LONG: Final = 64
"""From so many terms on, products of polynomials are taken by Fourier transforms: ours, where
these begin to be quicker."""


@dataclass(frozen=True)
class Distribution:
    """
    Probabilities of consecutive whole numbers.

    Attributes
    ----------
    least
        The first of them.
    mass
        Their probabilities, shape (n,), sum 1.
    """

    least: int
    mass: FloatArray

    @property
    def mean(self) -> float:
        """Expected value."""
        return self.least + float(np.arange(len(self.mass)) @ self.mass)

    def interval(self, level: float = 0.9) -> tuple[int, int]:
        """
        Give the numbers between which the true one lies.

        Parameters
        ----------
        level
            Probability at least held; as little is left out below as above.

        Returns
        -------
        low, high
            Both belong to the interval.

        Examples
        --------
        >>> distribution_of(np.array([0.5, 0.5, 1.0]), np.arange(3)).interval(0.9)
        (1, 3)
        """
        held = np.cumsum(self.mass)
        tail = (1 - level) / 2
        low = int(np.argmax(held >= tail + EXACT))
        high = int(np.argmax(held >= held[-1] - tail - EXACT))
        return self.least + low, self.least + high

    def below(self, number: int) -> tuple[float, float]:
        """
        Give the probabilities of less than a number, and of no more than it.

        Parameters
        ----------
        number
            Any whole number.

        Returns
        -------
        less, no_more
            Their mean is the mid-p value of the number.
        """
        place = int(np.clip(number - self.least, 0, len(self.mass)))
        upto = min(max(number - self.least + 1, 0), len(self.mass))
        return float(self.mass[:place].sum()), float(self.mass[:upto].sum())


def distribution_of(
    share: FloatArray, group: NDArray[np.intp], step: NDArray[np.intp] | None = None
) -> Distribution:
    """
    Work out the distribution of a number of incidents, or of a difference of two.

    Parameters
    ----------
    share
        Probability of each incident to lie in the place, shape (n,).
    group
        Which incidents share a draw, shape (n,).
    step
        What each adds to the number where it does: 1 if left out, -1 for those of the period
        that is subtracted.

    Returns
    -------
    Distribution

    Notes
    -----
    The generating polynomials are multiplied pairwise, long ones by Fourier transforms: exact but
    for rounding, in n log² n steps (Biscarri, Zhao & Brunner 2018, doi:10.1016/j.csda.2018.01.007).

    Examples
    --------
    Two that share a draw lie in the place together or not at all:

    >>> share = np.array([0.3, 0.3])
    >>> distribution_of(share, np.array([0, 0])).mass.round(2).tolist()
    [0.7, 0.0, 0.3]
    >>> distribution_of(share, np.array([0, 1])).mass.round(2).tolist()
    [0.49, 0.42, 0.09]
    """
    step = np.ones(len(share), dtype=np.intp) if step is None else step
    sure = share > 1 - EXACT
    least = int(step[sure].sum())
    open_ = ~sure & (share > EXACT)
    share, group, step = share[open_], group[open_], step[open_]
    _, inverse, members = np.unique(group, return_inverse=True, return_counts=True)
    alone = members[inverse] == 1
    # what is taken away with p is there with 1 - p, counted from one less
    p = np.where(step[alone] > 0, share[alone], 1 - share[alone])
    least -= int((step[alone] < 0).sum())
    mass = _product(np.stack([1 - p, p], axis=1))
    order = np.argsort(inverse[~alone], kind="stable")
    edges = np.cumsum(members[members > 1])[:-1]
    for rows in np.split(np.flatnonzero(~alone)[order], edges):
        if rows.size:
            first, together = _together(share[rows], step[rows])
            least += first
            mass = _times(mass[None], together[None])[0]
    return Distribution(least, mass)


def _together(share: FloatArray, step: NDArray[np.intp]) -> tuple[int, FloatArray]:
    """Give the least number and the probabilities of incidents under one draw."""
    order = np.argsort(-share, kind="stable")
    numbers = np.concatenate([[0], np.cumsum(step[order])])
    edges = np.concatenate([[1.0], share[order], [0.0]])
    least = int(numbers.min())
    mass = np.bincount(numbers - least, weights=-np.diff(edges))
    return least, np.asarray(mass, dtype=np.float64)


def _product(factors: FloatArray) -> FloatArray:
    """Multiply polynomials, one a row, pair by pair."""
    if not len(factors):
        return np.ones(1)
    while len(factors) > 1:
        if len(factors) % 2:
            one = np.zeros((1, factors.shape[1]))
            one[0, 0] = 1.0
            factors = np.concatenate([factors, one])
        factors = _times(factors[::2], factors[1::2])
    return np.trim_zeros(factors[0], "b")


def _times(one: FloatArray, other: FloatArray) -> FloatArray:
    """Multiply polynomials row by row."""
    if one.shape[1] < other.shape[1]:
        one, other = other, one
    terms = one.shape[1] + other.shape[1] - 1
    if other.shape[1] < LONG:
        out = np.zeros((len(one), terms))
        for power in range(other.shape[1]):
            out[:, power : power + one.shape[1]] += one * other[:, power : power + 1]
        return out
    size = 1 << (terms - 1).bit_length()
    product = np.fft.irfft(np.fft.rfft(one, size) * np.fft.rfft(other, size), size)
    return np.maximum(product[:, :terms], 0.0)
