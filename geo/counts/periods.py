"""Periods: days, weeks, months, or between days of your own; each named by its first day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from geo.errors import TableError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    PeriodLike: TypeAlias = str | Sequence[str | dt.date | pd.Timestamp]

PERIODS: Final = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}
"""pandas' words for the periods that have a plain one; a week starts on Monday."""


@dataclass(frozen=True)
class Periods:
    """
    The periods of a table.

    Attributes
    ----------
    number
        Period of each row, shape (rows,); -1 without a date, or outside of all.
    starts
        First day of each period, one after the other, none left out.
    """

    number: NDArray[np.int64]
    starts: pd.DatetimeIndex


def periods_of(incidents: gpd.GeoDataFrame, period: PeriodLike) -> Periods:
    """
    Sort the rows of a table into periods.

    Parameters
    ----------
    incidents
        A table with the column date.
    period
        "day", "week" (from Monday), "month", "quarter", "year", a pandas period alias such as
        "W-SAT"; or a list of days: a period lasts from one to the day before the next.

    Returns
    -------
    Periods
        From the first that holds a date to the last, also those without any between.

    Raises
    ------
    TableError
        If the column is missing or the period is none.

    Examples
    --------
    >>> import geopandas as gpd
    >>> table = gpd.GeoDataFrame({"date": ["2020-05-03", "2020-05-20", None]}, geometry=[None] * 3)
    >>> periods = periods_of(table, ["2020-05-01", "2020-05-15", "2020-06-01"])
    >>> periods.number.tolist(), periods.starts.day.tolist()
    ([0, 1, -1], [1, 15])
    """
    import pandas as pd  # noqa: PLC0415 - heavy, and a table needs it anyway

    require_column(incidents, "date", f"period={period!r}")
    dates = pd.Series(pd.to_datetime(incidents["date"].to_numpy()))
    if not isinstance(period, str):
        return _between(dates, period)
    try:
        spans = dates.dt.to_period(PERIODS.get(period, period))
    except ValueError as error:
        message = (
            f"period is {period!r}; expected one of {', '.join(PERIODS)}, an alias of pandas "
            "such as W-SAT, or a list of days"
        )
        raise TableError(message) from error
    known = spans.dropna()
    number = np.full(len(dates), -1, dtype=np.int64)
    if known.empty:
        return Periods(number, pd.DatetimeIndex([]))
    first, last = known.min(), known.max()
    ordinals = pd.PeriodIndex(known).asi8
    number[spans.notna().to_numpy()] = ordinals - first.ordinal
    starts = pd.period_range(first, last, freq=first.freq).start_time
    return Periods(number, starts)


def _between(dates: pd.Series, days: Sequence[str | dt.date | pd.Timestamp]) -> Periods:
    """Sort dates between days."""
    import pandas as pd  # noqa: PLC0415

    edges = pd.DatetimeIndex([pd.Timestamp(day) for day in days])
    if len(edges) < 2 or not (edges.is_monotonic_increasing and edges.is_unique):  # noqa: PLR2004 - a first and a last
        message = (
            f"period is {list(map(str, days))}; a list of days needs two or more, each later than "
            "the one before: a period lasts from one to the day before the next"
        )
        raise TableError(message)
    number = np.searchsorted(edges.to_numpy(), dates.to_numpy(), side="right").astype(np.int64) - 1
    number[(number == len(edges) - 1) | dates.isna().to_numpy()] = -1
    return Periods(number, edges[:-1])


def require_column(incidents: pd.DataFrame, name: str, asked: str) -> None:
    """
    Refuse a table without a column that was asked for.

    Parameters
    ----------
    incidents
        Any table.
    name
        The column.
    asked
        The option that asked for it, as it was written.

    Raises
    ------
    TableError
        If it is missing; the message names those that are there.

    Examples
    --------
    >>> import geopandas as gpd
    >>> require_column(gpd.GeoDataFrame({"id": ["a"]}, geometry=[None]), "id", "by='id'")
    """
    if name not in incidents:
        there = ", ".join(map(str, incidents.columns))
        message = f"{asked} needs the column {name!r}; the table has {there}"
        raise TableError(message)
