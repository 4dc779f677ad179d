"""Two periods side by side, province by province, with what is more than chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np

import geo
from geo.counts.distribution import distribution_of
from geo.counts.provinces import NAMES_OF_REST, REST
from geo.counts.shares import draws_of, located
from geo.counts.windows import Windows, chance_of, q_values, windows_of
from geo.counts.zones import RegionZones
from geo.polygons import regions_of
from geo.regions import default_regions, provinces
from geo.tables import repeats, require_wgs84, validate_regions

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from geo.counts.windows import Window
    from geo.laws import FloatArray

FALSE: Final = 0.05
"""Share of the changes told as beyond noise that may be noise: the usual one."""

COLUMNS: Final = (
    "earlier", "earlier_low", "earlier_high", "later", "later_low", "later_high", "change",
    "change_low", "change_high", "ratio", "p_value", "q_value", "beyond_noise",
)  # fmt: skip


def compare_periods(
    incidents: gpd.GeoDataFrame,
    earlier: Window,
    later: Window,
    *,
    boundaries: gpd.GeoDataFrame | None = None,
    against: Literal["time", "total"] = "time",
    level: float = 0.9,
) -> pd.DataFrame:
    """
    Compare two periods by province.

    Parameters
    ----------
    incidents
        As `by_province` takes them, with the column date.
    earlier, later
        First and last day of each; they may differ in length.
    boundaries
        A regions table in the place of the provinces.
    against
        What no change would be: as many incidents a day as before ("time"), or as large a part of
        all incidents as before ("total"), which tells a shift between provinces from a rise of all.
    level
        Probability that the intervals hold at least.

    Returns
    -------
    pandas.DataFrame
        One row a province where an incident of either period may lie, and the rest: earlier and
        later, the expected counts, and change, each with low and high by how well the places are
        known; ratio, later against earlier per day, or per part of all incidents; p_value, how
        often chance alone makes as much of a difference; q_value, the same with the number of
        provinces allowed for; and beyond_noise, whether that is at most .05. The row of all
        incidents together is in `attrs`, as are the numbers of rows without a date and of neither
        period.

    Raises
    ------
    TableError
        If the column date is missing, or the windows are none or overlap.

    Examples
    --------
    >>> import geopandas as gpd, pandas as pd
    >>> points = gpd.points_from_xy([40.14] * 14, [35.33] * 14)
    >>> days = pd.to_datetime(["2020-05-03"] * 2 + ["2020-05-10"] * 12)
    >>> table = gpd.GeoDataFrame({"date": days}, geometry=points, crs=4326)
    >>> told = compare_periods(table, ("2020-05-01", "2020-05-07"), ("2020-05-08", "2020-05-14"))
    >>> told[["code", "earlier", "later", "ratio", "beyond_noise"]].values.tolist()
    [['SY.07', 2.0, 12.0, 6.0, True]]
    """
    import pandas as pd  # noqa: PLC0415 - heavy, and a table needs it anyway

    require_wgs84(incidents, "the incidents")
    incidents = incidents[~repeats(incidents)]
    windows = windows_of(incidents, earlier, later)
    chosen = windows.earlier | windows.later
    neither = int((~chosen).sum()) - windows.undated
    incidents, in_later = incidents[chosen], windows.later[chosen]
    table = None if boundaries is None else validate_regions(boundaries)
    regions = default_regions() if table is None else regions_of(table)
    zones = RegionZones(regions)
    parts, _ = located(incidents, zones, known=regions.codes, land=boundaries is None)
    expected_share = _null(windows, in_later, against)
    draw = draws_of(incidents)[parts.row]
    order = np.argsort(parts.zone, kind="stable")
    zone, begin = np.unique(parts.zone[order], return_index=True)
    rows = [
        _told(parts.share[of], draw[of], in_later[parts.row[of]], expected_share, level)
        for of in (np.split(order, begin[1:]) if zone.size else [])
    ]
    told = pd.DataFrame(rows, columns=list(COLUMNS[:-2]))
    told["q_value"] = q_values(told["p_value"].to_numpy(dtype=np.float64))
    told["beyond_noise"] = told["q_value"] <= FALSE
    codes = np.array([REST.get(int(z), "") if z < 0 else regions.codes[z] for z in zone], dtype=str)
    labels = (provinces() if table is None else table).set_index("code")
    told.insert(0, "code", codes)
    told.insert(1, "name", told["code"].map(NAMES_OF_REST).fillna(told["code"].map(labels["name"])))
    told.insert(2, "country", told["code"].map(labels["country"]))
    rest = told["code"].map({code: n for n, code in enumerate(NAMES_OF_REST, 1)}).fillna(0)
    told = told.iloc[np.lexsort((told["code"], rest))].reset_index(drop=True)
    told = told.astype({"code": "string", "name": "string", "country": "string"})
    overall = _told(
        np.ones(len(incidents)), np.arange(len(incidents)), in_later, windows.later_share, level
    )
    told.attrs = {
        "method": "comparison of two periods",
        "parameters": {
            "earlier": [str(day) for day in earlier],
            "later": [str(day) for day in later],
            "against": against,
            "level": level,
        },
        "all": dict(zip(COLUMNS[:-2], overall, strict=True)),
        "undated": windows.undated,
        "neither": neither,
        "version": geo.__version__,
    }
    return told


def _null(windows: Windows, in_later: NDArray[np.bool_], against: str) -> float:
    """Give the chance of the later window if nothing has changed."""
    if against == "time" or not in_later.size:
        return windows.later_share
    return float(in_later.mean())


def _told(
    share: FloatArray,
    draw: NDArray[np.int64],
    in_later: NDArray[np.bool_],
    later_share: float,
    level: float,
) -> tuple[float | int, ...]:
    """Give the columns of one place."""
    numbers: list[float | int] = []
    for chosen in (~in_later, in_later):
        numbers += [
            float(share[chosen].sum()),
            *distribution_of(share[chosen], draw[chosen]).interval(level),
        ]
    step = np.where(in_later, 1, -1)
    change = distribution_of(share, draw, step).interval(level)
    before, after = float(numbers[0]), float(numbers[3])
    odds = later_share / (1 - later_share) if later_share < 1 else np.inf
    ratio = after / before / odds if before > 0 and odds > 0 else np.nan
    p = chance_of(share, in_later, later_share)
    return (*numbers, after - before, *change, ratio, p)
