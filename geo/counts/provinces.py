"""Counts of incidents by province, or by any boundaries, with nothing lost: the rest is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

import geo
from geo.counts.shares import NOT_LOCATED, OUTSIDE, located
from geo.counts.tabulation import CHANGES, NUMBERS, tabulate
from geo.counts.zones import RegionZones
from geo.polygons import regions_of
from geo.regions import default_regions, provinces
from geo.tables import require_wgs84, validate_regions

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo.counts.periods import PeriodLike

REST: Final = {OUTSIDE: "outside", NOT_LOCATED: "not_located"}
NAMES_OF_REST: Final = {"outside": "outside every province", "not_located": "not located"}

LISTED: Final = 0.5
"""A country is listed whole where an incident lies there by its point, or so many by expectation:
ours, so that a sliver across a border does not bring all provinces beyond it."""


def by_province(
    incidents: gpd.GeoDataFrame,
    *,
    boundaries: gpd.GeoDataFrame | None = None,
    period: PeriodLike | None = None,
    by: str | None = None,
    level: float = 0.9,
    land: bool | None = None,
) -> pd.DataFrame:
    """
    Count incidents, killed and wounded by province, and say how sure the counts are.

    Parameters
    ----------
    incidents
        A table of points on EPSG:4326. Of the columns density, footprint and radius_m what says
        most about where a row lies is used, and status, province, date, draw_group, duplicate_of,
        killed and wounded where there are some.
    boundaries
        A regions table of your own (`read_boundaries`, `countries`, `join_regions`) in the place
        of the provinces.
    period
        "day", "week" (from Monday), "month", "quarter", "year", a pandas period alias such as
        "W-SAT", or a list of days that periods begin on; the column date is needed.
    by
        A column to split the counts by, such as event_type.
    level
        Probability that the interval from low to high holds at least.
    land
        Whether outside all regions is the sea and places told in words lie on land, so that what a
        density leaves to the sea belongs to its land; so it is with the provinces that come along,
        and not with boundaries of your own, if left out.

    Returns
    -------
    One row a province (and period, and value of `by`), sorted by code: code, name, country,
    period (its first day), the column `by` if given; count, the incidents whose point lies there;
    expected, the sum of the probabilities that incidents lie there; low and high, between which
    their true number lies; certain, the share of expected that comes of incidents which lie there
    with 95 % or more; killed, wounded (by point) and casualties_missing, the incidents that lack
    one of the two numbers. With a period also change, expected against the period before, and
    change_low and change_high. Two more codes, "outside" and "not_located", take the rest: count
    and expected add up to the number of incidents, each counted once, since a row whose
    `duplicate_of` names another is left out. Without period and `by`, the provinces of all
    countries that occur are listed, also those with a count of 0; with a period, each period from
    the first to the last.

    Raises
    ------
    CRSError
        If the points are not longitudes and latitudes.
    TableError
        If a column that was asked for is missing.

    Notes
    -----
    The true number follows the Poisson-binomial distribution, taken exactly; rows of one
    `draw_group` (the same phrase about the same anchor) lie there together or not at all. A point
    on a border belongs to the code that sorts first. An incident without a point and a density
    counts in its column `province` if that holds one known code, else as not located. A sum of
    killed is missing where no incident gives a number, and a lower bound where some give none.
    docs/counting.md explains all this.

    Examples
    --------
    Between two provinces an incident counts in one and is expected in both:

    >>> import geopandas as gpd
    >>> points = gpd.points_from_xy([40.14, 40.45, 40.97], [35.33, 35.02, 34.38])
    >>> table = gpd.GeoDataFrame({"radius_m": [20_000] * 3}, geometry=points, crs=4326)
    >>> counts = by_province(table)
    >>> seen = counts.loc[counts["expected"] > 0.2, ["code", "count", "expected", "low", "high"]]
    >>> seen.round(1).values.tolist()
    [['IQ.01', 1, 0.7, 0, 1], ['SY.07', 2, 2.3, 2, 3]]
    """
    table = None if boundaries is None else validate_regions(boundaries)
    regions = default_regions() if table is None else regions_of(table)
    land = boundaries is None if land is None else land
    counts = tabulate(
        incidents, RegionZones(regions), known=regions.codes, land=land, period=period, by=by,
        level=level,
    )  # fmt: skip

    codes = {**REST, **dict(enumerate(regions.codes))}
    counts["code"] = counts.pop("zone").map(codes).astype(object)
    labels = (provinces() if table is None else table).set_index("code")[["name", "country"]]
    if period is None and by is None:
        counts = _with_zeros(counts, labels)
    counts = _finished(counts, labels, ["code", "period", *([by] if by else [])])
    said = period if period is None or isinstance(period, str) else [str(day) for day in period]
    counts.attrs = {
        "method": "expected counts",
        "parameters": {"period": said, "by": by, "level": level, "land": land},
        "version": geo.__version__,
    }
    return counts


def province_shares(
    incidents: gpd.GeoDataFrame,
    *,
    boundaries: gpd.GeoDataFrame | None = None,
    land: bool | None = None,
) -> pd.DataFrame:
    """
    Say in which provinces each incident may lie, and how probably.

    Parameters
    ----------
    incidents, boundaries, land
        As `by_province` takes them; rows that repeat another are told too.

    Returns
    -------
    pandas.DataFrame
        One row an incident and province, in the order of the incidents and of the codes: row (the
        incident's label in its index), code ("outside" and "not_located" among them) and
        probability, which add up to 1 for each incident.

    Raises
    ------
    CRSError
        If the points are not longitudes and latitudes.

    Examples
    --------
    >>> import geopandas as gpd
    >>> points = gpd.points_from_xy([40.97], [34.38])
    >>> shares = province_shares(gpd.GeoDataFrame({"radius_m": [2e4]}, geometry=points, crs=4326))
    >>> shares.round(1).values.tolist()
    [[0, 'IQ.01', 0.7], [0, 'SY.07', 0.3]]
    """
    import pandas as pd  # noqa: PLC0415 - heavy, and needed only here

    require_wgs84(incidents, "the incidents")
    regions = default_regions() if boundaries is None else regions_of(validate_regions(boundaries))
    land = boundaries is None if land is None else land
    parts, _ = located(incidents, RegionZones(regions), known=regions.codes, land=land)
    codes = [REST[zone] if zone in REST else regions.codes[zone] for zone in parts.zone.tolist()]
    table = pd.DataFrame(
        {"row": incidents.index.take(parts.row), "code": codes, "probability": parts.share}
    )
    table = table.iloc[np.lexsort((table["code"].to_numpy(dtype=str), parts.row))]
    table.attrs = {
        "method": "shares",
        "parameters": {"land": land},
        "version": geo.__version__,
    }
    return table.reset_index(drop=True).astype({"code": "string"})


def _with_zeros(counts: pd.DataFrame, labels: pd.DataFrame) -> pd.DataFrame:
    """Add the provinces where nothing happened, of all countries where something did."""
    import pandas as pd  # noqa: PLC0415

    there = counts.loc[(counts["count"] > 0) | (counts["expected"] >= LISTED), "code"]
    seen = labels.loc[labels.index.isin(there), "country"]
    listed = labels.index[labels["country"].isin(seen.dropna()) | labels["country"].isna()]
    empty = [code for code in listed if code not in set(counts["code"])]
    if not empty:
        return counts
    numbers = dict.fromkeys([*NUMBERS, "casualties_missing"], 0)
    zeros = pd.DataFrame({"code": empty, "period": pd.NaT, **numbers, "certain": pd.NA})
    zeros = zeros.astype({name: counts[name].dtype for name in ("period", "certain", *numbers)})
    return pd.concat([counts, zeros], ignore_index=True)


def _finished(counts: pd.DataFrame, labels: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Put names to the codes, and columns and rows in order."""
    rest = counts["code"].map(NAMES_OF_REST)
    counts["name"] = rest.fillna(counts["code"].map(labels["name"])).astype("string")
    counts["country"] = counts["code"].map(labels["country"]).astype("string")
    counts["code"] = counts["code"].astype("string")
    counts["rest"] = counts["code"].map({code: n for n, code in enumerate(NAMES_OF_REST, 1)})
    counts["rest"] = counts["rest"].fillna(0)
    counts = counts.sort_values(["rest", *keys], ignore_index=True, kind="stable")
    changes = [name for name in CHANGES if name in counts]
    ordered = ["code", "name", "country", *keys[1:], *NUMBERS, "casualties_missing", *changes]
    return counts[ordered]
