"""The periods of small multiples: from the first day to the last, none left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.errors import TableError

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

ALIASES: Final = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}
"""pandas' words for the periods; a week starts on Monday."""

MOST: Final = 24  # maps on a sheet


@dataclass(frozen=True, slots=True)
class Period:
    """
    One period.

    Attributes
    ----------
    label
        What stands over its map.
    start, end
        First moment, and the first one after it; None for a map of everything.
    """

    label: str
    start: pd.Timestamp | None
    end: pd.Timestamp | None

    def rows(self, incidents: GeoDataFrame) -> NDArray[np.bool_]:
        """Tell which incidents happened in it, by their first day."""
        if self.start is None or self.end is None:
            return np.ones(len(incidents), dtype=bool)
        days = pd.to_datetime(incidents["date"], errors="coerce")
        return np.asarray(((days >= self.start) & (days < self.end)).to_numpy(dtype=bool))


def periods_of(incidents: GeoDataFrame, by: str) -> list[Period]:
    """
    List the periods that incidents span.

    Parameters
    ----------
    incidents
        Incidents table with the column date.
    by
        One of day, week, month, quarter, year.

    Returns
    -------
    list of Period
        From the first to the last, also those in which nothing happened.

    Raises
    ------
    TableError
        If there is no such period, no date, or more periods than maps fit on a sheet.

    Examples
    --------
    >>> import geopandas as gpd
    >>> days = pd.to_datetime(["2021-03-01", "2021-03-16"])
    >>> table = gpd.GeoDataFrame({"date": days}, geometry=[None, None], crs=4326)
    >>> [period.label for period in periods_of(table, "week")]
    ['1–7 March 2021', '8–14 March 2021', '15–21 March 2021']
    """
    if by not in ALIASES:
        msg = f"by is {by!r}; expected one of {', '.join(ALIASES)}"
        raise TableError(msg)
    if "date" not in incidents:
        msg = f"by={by!r} needs the column 'date'; the table has {', '.join(map(str, incidents))}"
        raise TableError(msg)
    days = pd.to_datetime(incidents["date"], errors="coerce").dropna()
    if days.empty:
        msg = f"by={by!r} needs dates, and no incident has one"
        raise TableError(msg)
    spans = pd.period_range(days.min(), days.max(), freq=ALIASES[by])
    if len(spans) > MOST:
        wider = list(ALIASES)[list(ALIASES).index(by) + 1 :]
        msg = f"by={by!r} gives {len(spans)} maps, and a sheet holds {MOST}; " + (
            f"take by={wider[0]!r}, or fewer days" if wider else "take fewer years"
        )
        raise TableError(msg)
    return [Period(_label(span, by), span.start_time, (span + 1).start_time) for span in spans]


def _label(span: pd.Period, by: str) -> str:
    """Say when a period was."""
    first, last = span.start_time, span.end_time
    if by == "day":
        return f"{first.day} {first:%B %Y}"
    if by == "month":
        return f"{first:%B %Y}"
    if by == "quarter":
        return f"Quarter {span.quarter} of {first:%Y}"
    if by == "year":
        return f"{first:%Y}"
    if first.month == last.month:
        return f"{first.day}–{last.day} {last:%B %Y}"
    year = "" if first.year == last.year else f" {first:%Y}"
    return f"{first.day} {first:%B}{year} – {last.day} {last:%B %Y}"
