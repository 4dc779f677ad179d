"""Two windows of time to be compared, and when a difference between them is more than chance."""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, sqrt
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from geo.counts.distribution import EXACT
from geo.counts.periods import require_column
from geo.errors import TableError

if TYPE_CHECKING:
    import datetime as dt

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from geo.laws import FloatArray

    Day: TypeAlias = str | dt.date | pd.Timestamp
    Window: TypeAlias = tuple[Day, Day]

FINEST: Final = 200
"""Parts of an incident that are told apart: ours, what a share is right to."""

LONGEST: Final = 1 << 18
"""Steps of a sum that is worked out exactly; a longer one, of thousands of incidents, is normal."""


@dataclass(frozen=True)
class Windows:
    """
    Two windows of time.

    Attributes
    ----------
    earlier, later
        Which rows fall into each, shape (rows,).
    days
        How many days each has.
    undated
        Rows without a date.
    """

    earlier: NDArray[np.bool_]
    later: NDArray[np.bool_]
    days: tuple[int, int]
    undated: int

    @property
    def later_share(self) -> float:
        """Share of the days that are later: the chance of an incident if nothing has changed."""
        return self.days[1] / sum(self.days)


def windows_of(incidents: gpd.GeoDataFrame, earlier: Window, later: Window) -> Windows:
    """
    Sort the rows of a table into two windows.

    Parameters
    ----------
    incidents
        A table with the column date.
    earlier, later
        First and last day of each; both belong to it.

    Returns
    -------
    Windows

    Raises
    ------
    TableError
        If the column is missing, a window ends before it begins, or the two overlap.

    Examples
    --------
    >>> import geopandas as gpd
    >>> table = gpd.GeoDataFrame({"date": ["2020-05-07", "2020-05-08"]}, geometry=[None] * 2)
    >>> found = windows_of(table, ("2020-05-01", "2020-05-07"), ("2020-05-08", "2020-05-21"))
    >>> found.days, found.later.tolist()
    ((7, 14), [False, True])
    """
    import pandas as pd  # noqa: PLC0415 - heavy, and a table needs it anyway

    require_column(incidents, "date", "a comparison")
    dates = pd.Series(pd.to_datetime(incidents["date"].to_numpy())).dt.normalize()
    spans = []
    for name, (begin, finish) in (("earlier", earlier), ("later", later)):
        first, last = pd.Timestamp(begin).normalize(), pd.Timestamp(finish).normalize()
        if not first <= last:
            message = f"{name} is {begin} to {finish}; expected its first and its last day"
            raise TableError(message)
        spans.append((first, last))
    if spans[0][1] >= spans[1][0]:
        message = (
            f"earlier ends on {spans[0][1]:%Y-%m-%d} and later begins on {spans[1][0]:%Y-%m-%d}"
        )
        message += "; expected windows that do not overlap, the earlier one first"
        raise TableError(message)
    inside = [((dates >= first) & (dates <= last)).to_numpy() for first, last in spans]
    days = [(last - first).days + 1 for first, last in spans]
    return Windows(inside[0], inside[1], (days[0], days[1]), int(dates.isna().sum()))


def chance_of(share: FloatArray, later: NDArray[np.bool_], later_share: float) -> float:
    """
    Say how often chance alone parts incidents between two windows as unevenly.

    Parameters
    ----------
    share
        Part of each incident that lies in the place, shape (n,).
    later
        Whether it was in the later window, shape (n,).
    later_share
        Chance of the later window if nothing has changed.

    Returns
    -------
    float
        Two-sided p value: twice the smaller tail, the observed value included, at most 1.

    Notes
    -----
    Of whole incidents this is the exact binomial test of two Poisson rates (Przyborowski &
    Wilenski 1940, doi:10.1093/biomet/31.3-4.313); an incident that lies there only in part adds
    its part, so that an unsure one says less.

    Examples
    --------
    Nine of ten in the second of two weeks, 2 (1 + 10) / 2^10:

    >>> round(chance_of(np.ones(10), np.arange(10) > 0, 0.5), 4)
    0.0215
    """
    there = share > EXACT
    share, later = share[there], later[there]
    if not share.size or later_share in (0.0, 1.0):
        return 1.0
    whole = (share > 1 - EXACT).all()
    parts = 1 if whole else int(min(FINEST, LONGEST // share.size))
    if parts < FINEST // 10 and not whole:
        spread = np.sqrt(later_share * (1 - later_share) * np.square(share).sum())
        return _two_sided_normal(float(share[later].sum() - later_share * share.sum()) / spread)
    weight, many = np.unique(np.rint(share * parts).astype(np.int64), return_counts=True)
    total = int(weight @ many)
    size = 1 << total.bit_length()
    angle = -2j * np.pi / size * np.arange(size // 2 + 1)
    spectrum = np.ones(size // 2 + 1, dtype=np.complex128)
    for step, times in zip(weight.tolist(), many.tolist(), strict=True):
        spectrum *= (1 - later_share + later_share * np.exp(angle * step)) ** times
    mass = np.maximum(np.fft.irfft(spectrum, size)[: total + 1], 0.0)
    seen = int(np.rint(share[later] * parts).sum())
    tail = min(float(mass[: seen + 1].sum()), float(mass[seen:].sum()))
    return float(np.clip(2 * tail, 1e-15, 1.0))  # transforms know nothing smaller


def _two_sided_normal(deviation: float) -> float:
    return float(np.clip(erfc(abs(deviation) / sqrt(2)), 1e-15, 1.0))


def q_values(p: FloatArray) -> FloatArray:
    """
    Turn p values into the false-discovery rates at which each would be believed.

    Parameters
    ----------
    p
        Shape (n,).

    Returns
    -------
    array
        Benjamini & Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x.

    Examples
    --------
    >>> q_values(np.array([0.01, 0.04, 0.03])).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    order = np.argsort(p)[::-1]
    rank = np.arange(len(p), 0, -1)
    falling = np.minimum.accumulate(p[order] * len(p) / rank)
    out = np.empty(len(p))
    out[order] = np.minimum(falling, 1.0)
    return out
