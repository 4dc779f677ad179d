"""
From incidents to one row a zone, period and kind: how many lie there, and how sure that is.

The rows of all zones, of "outside" and of "not located" add up to the incidents, counted by
points and by expectation alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.counts.distribution import EXACT, distribution_of
from geo.counts.periods import Periods, periods_of, require_column
from geo.counts.shares import draws_of, located
from geo.errors import TableError
from geo.tables import repeats, require_wgs84

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from geo.counts.periods import PeriodLike
    from geo.counts.shares import Shares
    from geo.counts.zones import Zones
    from geo.laws import FloatArray

CERTAIN: Final = 0.95
"""An incident is certain to lie in a zone that holds at least this share of it: ours, the widest
of the radii that a location states."""

MOST_CELLS: Final = 2_000_000
"""Rows of a table of counts: ours; more come of a date that is no date of these incidents."""

NUMBERS: Final = ("count", "expected", "low", "high", "certain", "killed", "wounded")
CHANGES: Final = ("change", "change_low", "change_high")


@dataclass(frozen=True)
class _Keys:
    """Cells of a table as whole numbers: zone, value of the splitting column, period."""

    zones: NDArray[np.int64]
    kinds: pd.Index
    periods: Periods

    @property
    def spans(self) -> int:
        return len(self.periods.starts) + 1  # the first is for rows of no period

    def cell(
        self, zone: NDArray[np.int64], value: NDArray[np.int64], period: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        place = np.searchsorted(self.zones, zone)
        return np.asarray((place * len(self.kinds) + value) * self.spans + period + 1)


def tabulate(
    incidents: gpd.GeoDataFrame,
    zones: Zones,
    *,
    known: NDArray[np.object_] | None = None,
    land: bool = False,
    period: PeriodLike | None = None,
    by: str | None = None,
    level: float = 0.9,
) -> pd.DataFrame:
    """
    Count incidents by zone, by points and by expectation.

    Parameters
    ----------
    incidents
        A table of points on EPSG:4326.
    zones
        What they are counted in.
    known
        Codes by number of zone, by which the column province names one.
    land
        Outside all zones is the sea, and what happens happens on land.
    period
        As `geo.counts.periods.periods_of` takes it.
    by
        A column to split the counts by.
    level
        Probability held by the interval.

    Returns
    -------
    One row a cell: zone (number), period, `by`, count, expected, low, high, certain, killed,
    wounded, casualties_missing, and with a period change, change_low and change_high.

    Raises
    ------
    CRSError
        If the points are not longitudes and latitudes.
    TableError
        If a column that was asked for is missing, or the periods are too many.
    """
    require_wgs84(incidents, "the incidents")
    if by:
        require_column(incidents, by, f"by={by!r}")
    if not 0 < level < 1:
        message = f"an interval of level {level}: expected one between 0 and 1, as 0.9"
        raise TableError(message)
    incidents = incidents[~repeats(incidents)]
    keys, value, parts, point_zone = _read(incidents, zones, known, period, by, land=land)
    number = keys.periods.number
    draw = draws_of(incidents)[parts.row]
    cell = keys.cell(parts.zone, value[parts.row], number[parts.row])
    order = np.argsort(cell, kind="stable")
    cell, share, draw = cell[order], parts.share[order], draw[order]
    by_point = keys.cell(point_zone, value, number)
    cells = _cells(np.union1d(cell, by_point), keys, complete=period is not None)
    table = _framed(cells, keys, by)
    expected = _summed(cells, cell, share)
    sure = _summed(cells, cell, np.where(share >= CERTAIN, share, 0.0))
    low, high = _intervals(cells, cell, share, draw, level)
    table["count"] = _summed(cells, by_point, np.ones(len(by_point))).astype(np.int64)
    table["expected"] = expected
    table["low"], table["high"] = low, high
    table["certain"] = _ratio(sure, expected)
    table = _with_casualties(table, incidents, cells, by_point)
    if period is not None:
        table = _with_changes(table, cells, keys.spans, (cell, share, draw), level)
    return table


def _read(
    incidents: gpd.GeoDataFrame,
    zones: Zones,
    known: NDArray[np.object_] | None,
    period: PeriodLike | None,
    by: str | None,
    *,
    land: bool,
) -> tuple[_Keys, NDArray[np.int64], Shares, NDArray[np.int64]]:
    """Give the keys of cells, the value of each row, its parts, and the zone of its point."""
    import pandas as pd  # noqa: PLC0415 - heavy, and a table needs it anyway

    rows = len(incidents)
    periods = (
        Periods(np.full(rows, -1, dtype=np.int64), pd.DatetimeIndex([]))
        if period is None
        else periods_of(incidents, period)
    )
    value, values = (
        pd.factorize(incidents[by], sort=True, use_na_sentinel=False)
        if by
        else (np.zeros(rows, dtype=np.int64), pd.Index([None]))
    )
    parts, point_zone = located(incidents, zones, known=known, land=land)
    found = np.unique(np.concatenate([parts.zone, point_zone]))
    return _Keys(found, pd.Index(values), periods), np.asarray(value, np.int64), parts, point_zone


def _cells(cells: NDArray[np.int64], keys: _Keys, *, complete: bool) -> NDArray[np.int64]:
    """Give the cells of the table; with periods all from first to last, so that a fall is told."""
    if not complete or not cells.size:
        return cells
    series = np.unique(cells // keys.spans)
    if len(series) * keys.spans > MOST_CELLS:
        message = (
            f"{keys.spans - 1} periods from {keys.periods.starts[0]:%Y-%m-%d} to "
            f"{keys.periods.starts[-1]:%Y-%m-%d} for {len(series)} zones are too many; is a date "
            "wrong? Otherwise take longer periods, or a list of days"
        )
        raise TableError(message)
    every = (series[:, None] * keys.spans + np.arange(1, keys.spans)).ravel()
    return np.union1d(cells, every)


def _framed(cells: NDArray[np.int64], keys: _Keys, by: str | None) -> pd.DataFrame:
    """Give zone, period and value of each cell."""
    import pandas as pd  # noqa: PLC0415

    place, span = np.divmod(cells, keys.spans)
    place, value = np.divmod(place, len(keys.kinds))
    starts = np.concatenate(
        [np.array(["NaT"], dtype="datetime64[ns]"), keys.periods.starts.to_numpy("datetime64[ns]")]
    )
    table = pd.DataFrame({"zone": keys.zones[place], "period": starts[span]})
    if by:
        table[by] = keys.kinds.take(value)
    return table


def _summed(cells: NDArray[np.int64], cell: NDArray[np.int64], weight: FloatArray) -> FloatArray:
    place = np.searchsorted(cells, cell)
    return np.bincount(place, weights=weight, minlength=len(cells)).astype(np.float64)


def _ratio(part: FloatArray, whole: FloatArray) -> pd.Series:
    import pandas as pd  # noqa: PLC0415

    with np.errstate(invalid="ignore"):
        share = np.minimum(part / whole, 1.0)
    return pd.Series(pd.array(share, dtype="Float64"))


def _intervals(
    cells: NDArray[np.int64],
    cell: NDArray[np.int64],
    share: FloatArray,
    draw: NDArray[np.int64],
    level: float,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the interval of each cell; most hold nothing that is open."""
    low = np.rint(_summed(cells, cell, np.where(share > 1 - EXACT, share, 0.0))).astype(np.int64)
    high = low.copy()
    for index, rows in _open_cells(cells, cell, share):
        low[index], high[index] = distribution_of(share[rows], draw[rows]).interval(level)
    return low, high


def _open_cells(
    cells: NDArray[np.int64], cell: NDArray[np.int64], share: FloatArray
) -> list[tuple[int, slice]]:
    """List the cells with incidents that may or may not lie there, and their rows."""
    begin, end = np.searchsorted(cell, cells), np.searchsorted(cell, cells, side="right")
    open_ = np.unique(np.searchsorted(cells, cell[share < 1 - EXACT]))
    return [(int(index), slice(int(begin[index]), int(end[index]))) for index in open_]


def _with_casualties(
    table: pd.DataFrame,
    incidents: gpd.GeoDataFrame,
    cells: NDArray[np.int64],
    by_point: NDArray[np.int64],
) -> pd.DataFrame:
    """Sum killed and wounded by points; a sum to which no incident gives a number is missing."""
    import pandas as pd  # noqa: PLC0415

    lacking = np.zeros(len(by_point), dtype=bool)
    for name in ("killed", "wounded"):
        numbers = (
            pd.to_numeric(incidents[name]).to_numpy(np.float64, na_value=np.nan)
            if name in incidents
            else np.full(len(by_point), np.nan)
        )
        there = np.isfinite(numbers)
        lacking |= ~there
        total = _summed(cells, by_point[there], numbers[there])
        given = _summed(cells, by_point[there], np.ones(int(there.sum())))
        total[(given == 0) & (table["count"].to_numpy() > 0)] = np.nan
        table[name] = pd.array(np.rint(total), dtype="Int64")
    table["casualties_missing"] = _summed(cells, by_point, lacking.astype(float)).astype(np.int64)
    return table


def _with_changes(
    table: pd.DataFrame,
    cells: NDArray[np.int64],
    spans: int,
    parts: tuple[NDArray[np.int64], FloatArray, NDArray[np.int64]],
    level: float,
) -> pd.DataFrame:
    """Compare each period with the one before; one draw of both periods is one draw."""
    import pandas as pd  # noqa: PLC0415

    cell, share, draw = parts
    before = np.searchsorted(cells, cells - 1)
    dated = np.flatnonzero(cells % spans > 1)  # not the first, and not of no period
    rows = before[dated]
    expected = table["expected"].to_numpy()
    change = np.full((3, len(cells)), np.nan)
    change[0, dated] = expected[dated] - expected[rows]
    sure = table["low"].to_numpy()
    change[1:, dated] = sure[dated] - sure[rows]
    open_ = dict(_open_cells(cells, cell, share))
    begin, end = np.searchsorted(cell, cells), np.searchsorted(cell, cells, side="right")
    for now, then in zip(dated.tolist(), rows.tolist(), strict=True):
        if now in open_ or then in open_:
            both = np.concatenate([np.arange(begin[k], end[k]) for k in (now, then)])
            step = np.where(np.arange(len(both)) < end[now] - begin[now], 1, -1)
            change[1:, now] = distribution_of(share[both], draw[both], step).interval(level)
    table["change"] = pd.array(change[0], dtype="Float64")
    for name, values in zip(CHANGES[1:], change[1:], strict=True):
        table[name] = pd.array(values, dtype="Int64")
    return table
