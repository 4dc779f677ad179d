"""Counts of incidents by province and period, with nothing lost: what lies outside is a row too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.errors import TableError
from geo.regions import province_of, provinces
from geo.tables import repeats, require_wgs84, validate_regions

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

OUTSIDE = "outside"
NOT_LOCATED = "not_located"
NAMES_OF_REST = {OUTSIDE: "outside every province", NOT_LOCATED: "not located"}
# pandas' words for the periods that have a plain one; a week starts on Monday
PERIODS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}
_NUMBERS = ["count", "expected", "low", "high", "certain", "killed", "wounded"]


def by_province(
    incidents: gpd.GeoDataFrame,
    *,
    boundaries: gpd.GeoDataFrame | None = None,
    period: str | None = None,
    by: str | None = None,
) -> pd.DataFrame:
    """
    Count incidents, killed and wounded by province, and by period if one is given.

    Parameters
    ----------
    incidents
        A table of points on EPSG:4326; the columns status, province, date, killed and wounded
        are used where there are some.
    boundaries
        A regions table of your own (`read_boundaries`) in the place of the provinces.
    period
        "day", "week" (from Monday), "month", "quarter", "year", or a pandas period alias such as
        "W-SAT"; the column date is needed.
    by
        A column to split the counts by, such as event_type.

    Returns
    -------
    One row a province (and period, and value of `by`), sorted by code: code, name, country,
    period (its first day), the column `by` if given, count, expected, low, high, certain,
    killed, wounded and casualties_missing (incidents without one of the two numbers). Two more
    codes, "outside" and "not_located", take the rest, so that the counts add up to the number
    of incidents, each counted once: a row whose `duplicate_of` names another is left out.
    Without period and `by`, the provinces of all countries that occur are listed, also those
    with a count of 0.

    Raises
    ------
    CRSError
        If the points are not longitudes and latitudes.
    TableError
        If a column that was asked for is missing.

    Notes
    -----
    For now every incident counts where its point lies; expected, low, high and certain are
    missing until the uncertainty of locations is counted too. An incident without a point
    counts in its column `province` if that holds one known code, else as not located. A sum of
    killed is missing where no incident gives a number, and a lower bound where some give none.

    Examples
    --------
    >>> import geopandas as gpd
    >>> points = gpd.points_from_xy([40.14, 40.45, None], [35.33, 35.02, None])
    >>> counts = by_province(gpd.GeoDataFrame(geometry=points, crs=4326))
    >>> counts.loc[counts["count"] > 0, ["code", "name", "count"]].values.tolist()
    [['SY.07', 'Deir ez-Zor', 2], ['not_located', 'not located', 1]]
    """
    import pandas as pd  # noqa: PLC0415 - heavy, and needed only here

    require_wgs84(incidents, "the incidents")
    if by:
        _require_column(incidents, by, f"by={by!r}")
    incidents = incidents[~repeats(incidents)]
    regions = provinces() if boundaries is None else validate_regions(boundaries)
    rows = pd.DataFrame(
        {
            "code": _codes(
                incidents, None if boundaries is None else regions, set(regions["code"])
            ),
            "period": _periods(incidents, period),
        }
    )
    if by:
        rows[by] = incidents[by].to_numpy()
    for name in ("killed", "wounded"):
        numbers = incidents[name].to_numpy() if name in incidents else None
        rows[name] = pd.array([pd.NA] * len(rows) if numbers is None else numbers, dtype="Int64")
    rows["casualties_missing"] = (rows["killed"].isna() | rows["wounded"].isna()).astype("int64")
    keys = ["code", "period", *([by] if by else [])]
    groups = rows.groupby(keys, dropna=False, sort=False)
    counts = groups["casualties_missing"].agg(["size", "sum"])
    counts.columns = pd.Index(["count", "casualties_missing"])
    counts = counts.join(groups[["killed", "wounded"]].sum(min_count=1)).reset_index()
    if period is None and by is None:
        counts = _with_zeros(counts, regions)
    return _finished(counts, regions, keys)


def _codes(
    incidents: gpd.GeoDataFrame, boundaries: gpd.GeoDataFrame | None, known: set[str]
) -> list[str]:
    """Give the province of each incident, or the word for none."""
    points = np.array(incidents.geometry.to_numpy(), dtype=object)
    points[shapely.is_empty(points)] = None  # GEOS has no x of an empty point
    wrong = shapely.get_type_id(points) > 0  # -1 where there is none
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        message = (
            f"row {incidents.index[row]!r} is a {points[row].geom_type}; incidents are points: "
            "use .representative_point() if an area is to count where it lies"
        )
        raise TableError(message)
    lon, lat = shapely.get_x(points), shapely.get_y(points)
    there = np.isfinite(lon) & np.isfinite(lat)
    codes = np.full(len(incidents), NOT_LOCATED, dtype=object)
    found = province_of(lon[there], lat[there], boundaries=boundaries)
    codes[there] = [OUTSIDE if code is None else code for code in found]
    if "province" in incidents:
        named = incidents["province"].to_numpy()
        stated = [
            bool(not located and isinstance(code, str) and code in known)
            for located, code in zip(there, named, strict=True)
        ]
        codes[stated] = named[stated]
    return list(codes)


def _periods(incidents: gpd.GeoDataFrame, period: str | None) -> pd.Series:
    """Give the first day of the period of each incident; missing without a date or a period."""
    import pandas as pd  # noqa: PLC0415

    if period is None:
        return pd.Series(pd.NaT, index=range(len(incidents)), dtype="datetime64[ns]")
    _require_column(incidents, "date", f"period={period!r}")
    dates = pd.Series(pd.to_datetime(incidents["date"].to_numpy()))
    try:
        starts = dates.dt.to_period(PERIODS.get(period, period)).dt.start_time
    except ValueError as error:
        message = (
            f"period is {period!r}; expected one of {', '.join(PERIODS)}, or an alias of pandas "
            "such as W-SAT"
        )
        raise TableError(message) from error
    return starts.astype("datetime64[ns]")


def _require_column(incidents: gpd.GeoDataFrame, name: str, asked: str) -> None:
    """Refuse a table without a column that was asked for."""
    if name not in incidents:
        there = ", ".join(map(str, incidents.columns))
        message = f"{asked} needs the column {name!r}; the table has {there}"
        raise TableError(message)


def _with_zeros(counts: pd.DataFrame, regions: gpd.GeoDataFrame) -> pd.DataFrame:
    """Add the provinces where nothing happened, of all countries where something did."""
    import pandas as pd  # noqa: PLC0415

    seen = regions.loc[regions["code"].isin(counts["code"]), "country"]
    listed = regions.loc[regions["country"].isin(seen.dropna()) | regions["country"].isna(), "code"]
    empty = [code for code in listed if code not in set(counts["code"])]
    numbers = dict.fromkeys(("count", "casualties_missing", "killed", "wounded"), 0)
    zeros = pd.DataFrame({"code": empty, "period": pd.NaT, **numbers})
    zeros = zeros.astype({name: counts[name].dtype for name in ("period", *numbers)})
    return pd.concat([counts, zeros], ignore_index=True) if empty else counts


def _finished(counts: pd.DataFrame, regions: gpd.GeoDataFrame, keys: list[str]) -> pd.DataFrame:
    """Put names to the codes, and columns and rows in order."""
    import pandas as pd  # noqa: PLC0415

    labels = regions.set_index("code")
    rest = counts["code"].map(NAMES_OF_REST)
    counts["name"] = rest.fillna(counts["code"].map(labels["name"])).astype("string")
    counts["country"] = counts["code"].map(labels["country"]).astype("string")
    counts["code"] = counts["code"].astype("string")
    for name in ("expected", "low", "high", "certain"):
        counts[name] = pd.array([pd.NA] * len(counts), dtype="Float64")
    counts["rest"] = counts["code"].map({OUTSIDE: 1, NOT_LOCATED: 2}).fillna(0)
    counts = counts.sort_values(["rest", *keys], ignore_index=True, kind="stable")
    return counts[["code", "name", "country", *keys[1:], *_NUMBERS, "casualties_missing"]]
