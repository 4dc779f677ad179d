"""What a map is called where nobody says it: the title of its table, and the days it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


def title_of(incidents: GeoDataFrame) -> str | None:
    """
    Give the title that a table itself carries, such as that of the report it was read from.

    Parameters
    ----------
    incidents
        Any table.

    Returns
    -------
    str or None
        None if it has none.
    """
    given = incidents.attrs.get("title")
    return given.strip() if isinstance(given, str) else None


def date_range(incidents: GeoDataFrame) -> str | None:
    """
    Say the first and the last day on which something happened.

    Parameters
    ----------
    incidents
        Any table; date and date_end are looked at.

    Returns
    -------
    str or None
        None without a day.

    Examples
    --------
    >>> import geopandas as gpd
    >>> days = pd.to_datetime(["2021-03-01", "2021-03-16"])
    >>> date_range(gpd.GeoDataFrame({"date": days}, geometry=[None, None]))
    '1 March 2021 to 16 March 2021'
    """
    columns = [incidents[name] for name in ("date", "date_end") if name in incidents]
    if not columns:
        return None
    days = pd.concat([pd.to_datetime(column, errors="coerce") for column in columns]).dropna()
    if days.empty:
        return None
    first, last = (f"{day.day} {day:%B %Y}" for day in (days.min(), days.max()))
    return first if first == last else f"{first} to {last}"
