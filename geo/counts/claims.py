"""Totals that a report claims, beside the incidents that were counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

import geo
from geo.counts.distribution import distribution_of
from geo.counts.periods import require_column
from geo.counts.shares import draws_of, located
from geo.counts.zones import RegionZones
from geo.polygons import regions_of
from geo.regions import default_regions
from geo.tables import repeats, require_wgs84, validate_regions

if TYPE_CHECKING:
    from collections.abc import Hashable

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from geo.laws import FloatArray
    from geo.polygons import Regions

COLUMNS: Final = ("counted", "expected", "low", "high", "undated", "difference", "verdict")


def compare_with_claimed(
    incidents: gpd.GeoDataFrame,
    claimed: pd.DataFrame,
    *,
    boundaries: gpd.GeoDataFrame | None = None,
    level: float = 0.9,
) -> pd.DataFrame:
    """
    Set the totals that somebody claims beside the incidents of a table.

    Parameters
    ----------
    incidents
        As `by_province` takes them; the column date is needed where a claim has a period.
    claimed
        One row a claim: count, and if there are such columns period_start and period_end (its
        last day; or period_from and period_to), region (a code, an alpha-2 code of a country, or
        several joined by `|`; or provinces, a list of codes, and country) and event_class. An empty
        cell sets no limit.
    boundaries
        Regions that the codes are of; the provinces that come along if left out.
    level
        Probability that the interval from low to high holds at least.

    Returns
    -------
    pandas.DataFrame
        The claims with counted (incidents by their points), expected, low and high (by their
        densities), undated (incidents that would count if their date were known), difference
        (expected less claimed) and verdict: "agrees" if the claim lies between low and high,
        "agrees if undated count" if it does with these, "more claimed", "fewer claimed", or
        "no such region".

    Raises
    ------
    TableError
        If a column that a claim needs is missing.

    Examples
    --------
    >>> import geopandas as gpd, pandas as pd
    >>> points = gpd.points_from_xy([40.14, 40.45], [35.33, 35.02])
    >>> claims = pd.DataFrame({"region": ["SY", "SY.07", "IQ"], "count": [2, 5, 0]})
    >>> told = compare_with_claimed(gpd.GeoDataFrame(geometry=points, crs=4326), claims)
    >>> told[["region", "count", "counted", "verdict"]].values.tolist()
    [['SY', 2, 2, 'agrees'], ['SY.07', 5, 2, 'more claimed'], ['IQ', 0, 0, 'agrees']]
    """
    import pandas as pd  # noqa: PLC0415 - heavy, and a table needs it anyway

    require_wgs84(incidents, "the incidents")
    require_column(claimed, "count", "a table of claims")
    incidents = incidents[~repeats(incidents)]
    regions = default_regions() if boundaries is None else regions_of(validate_regions(boundaries))
    zones = RegionZones(regions)
    parts, own = located(incidents, zones, known=regions.codes, land=boundaries is None)
    draw = draws_of(incidents)
    rows: list[tuple[object, ...]] = []
    for claim in claimed.to_dict("records"):
        inside = _region_rows(_region(claim), regions)
        if inside is None:
            rows.append((pd.NA, pd.NA, pd.NA, pd.NA, pd.NA, pd.NA, "no such region"))
            continue
        dated, undated = _within(incidents, claim)
        in_region = np.isin(parts.zone, inside) if inside.size else np.ones(len(parts.zone), bool)
        held = np.bincount(parts.row[in_region], parts.share[in_region], len(incidents))
        share: FloatArray = np.minimum(held, 1.0).astype(np.float64)
        spread = distribution_of(share[dated], draw[dated])
        low, high = spread.interval(level)
        more = int(np.ceil(share[undated].sum() - 1e-9))
        counted = int(
            (np.isin(own, inside) if inside.size else np.ones(len(own), bool))[dated].sum()
        )
        number = claim["count"]
        rows.append(
            (counted, spread.mean, low, high, more, spread.mean - number,
             _verdict(number, low, high, more))
        )  # fmt: skip
    told = pd.DataFrame(rows, columns=list(COLUMNS), index=claimed.index)
    whole = ["counted", "low", "high", "undated"]
    told = told.astype({**dict.fromkeys(whole, "Int64"), "expected": "Float64"})
    told = told.astype({"difference": "Float64", "verdict": "string"})
    table = claimed.drop(columns=[name for name in COLUMNS if name in claimed]).join(told)
    table.attrs = {
        "method": "comparison with claimed totals",
        "parameters": {"level": level},
        "version": geo.__version__,
    }
    return table


def _region(claim: dict[Hashable, Any]) -> object:
    """Give the codes of a claim's region, joined by |."""
    if "region" in claim:
        return claim["region"]
    provinces = claim.get("provinces")
    if isinstance(provinces, tuple | list) and provinces:
        return "|".join(provinces)
    return provinces if isinstance(provinces, str) and provinces else claim.get("country")


def _day(claim: dict[Hashable, Any], *names: str) -> pd.Timestamp | None:
    """Give the first day that one of the columns names."""
    import pandas as pd  # noqa: PLC0415

    for name in names:
        value = claim.get(name)
        if value is not None and not pd.isna(value):
            return pd.Timestamp(value).normalize()
    return None


def _region_rows(region: object, regions: Regions) -> NDArray[np.int64] | None:
    """Give the rows of a claim's region: none of them for everywhere, None if there is no such."""
    if not isinstance(region, str) or not region.strip():
        return np.empty(0, dtype=np.int64)
    rows: list[int] = []
    for code in (part.strip() for part in region.split("|")):
        found = regions.rows_of_country.get(code) or (
            [regions.row_of[code]] if code in regions.row_of else []
        )
        if not found:
            return None
        rows += found
    return np.array(rows, dtype=np.int64)


def _within(
    incidents: gpd.GeoDataFrame, claim: dict[Hashable, Any]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give the rows of a claim's class in its period, and those of its class without a date."""
    import pandas as pd  # noqa: PLC0415

    chosen = np.ones(len(incidents), dtype=bool)
    kind = claim.get("event_class")
    if isinstance(kind, str) and kind:
        require_column(incidents, "event_class", f"the claim of {kind!r}")
        chosen &= (incidents["event_class"] == kind).fillna(value=False).to_numpy(dtype=bool)
    first = _day(claim, "period_start", "period_from")
    last = _day(claim, "period_end", "period_to")
    if first is None and last is None:
        return np.flatnonzero(chosen), np.empty(0, dtype=np.intp)
    require_column(incidents, "date", "a claim with a period")
    dates = pd.to_datetime(incidents["date"]).dt.normalize()
    inside = dates.notna()
    if first is not None:
        inside &= dates >= first
    if last is not None:
        inside &= dates <= last
    undated = dates.isna().to_numpy()
    return np.flatnonzero(chosen & inside.to_numpy()), np.flatnonzero(chosen & undated)


def _verdict(number: float, low: int, high: int, undated: int) -> str:
    if low <= number <= high:
        return "agrees"
    if high < number <= high + undated:
        return "agrees if undated count"
    return "more claimed" if number > high else "fewer claimed"
