"""
Rates: counts by area and by people, and what is left of them when small numbers are reined in.

A province of few people has a high or low rate by a handful of incidents. Empirical Bayes pulls
each rate towards the common one, the more the fewer people it rests on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geo.counts.periods import require_column
from geo.errors import TableError
from geo.geodesy import WGS84
from geo.regions import default_regions

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo.laws import FloatArray

PER_KM2: Final = 1_000.0
PER_PEOPLE: Final = 100_000.0
"""Rates are told per 1,000 km² and per 100,000 people, as health and crime statistics do."""


def with_rates(
    counts: pd.DataFrame,
    *,
    boundaries: gpd.GeoDataFrame | None = None,
    population: str | None = None,
    of: str = "expected",
) -> pd.DataFrame:
    """
    Add rates to a table of counts.

    Parameters
    ----------
    counts
        A table of `by_province`, with or without periods.
    boundaries
        The regions table that it was counted in, if not the provinces that come along.
    population
        A column of `boundaries`, or else of `counts`, that holds the people of each region.
    of
        The column that is divided, such as expected, count or killed.

    Returns
    -------
    The table with area_km2 (on the ellipsoid), per_1000_km2 with its low and high where `of` is
    count or expected, and with a population: population, per_100000 and smoothed_per_100000, the
    empirical Bayes estimate. Rows of the rest, and regions without a number, have none.

    Raises
    ------
    TableError
        If a column is missing, or the population of a region is not above 0.

    Notes
    -----
    Marshall (1991), doi:10.2307/2347593, the global estimator, within each period (and value of
    the splitting column) by itself; where rates vary less than chance alone would have them vary,
    every estimate is the common rate.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from geo.counts.provinces import by_province
    >>> points = gpd.points_from_xy([40.14, 40.45], [35.33, 35.02])
    >>> counts = by_province(gpd.GeoDataFrame(geometry=points, crs=4326))
    >>> rates = with_rates(counts).set_index("code")
    >>> print(f"{rates.loc['SY.07', 'per_1000_km2']:.2f}")
    0.07
    """
    import pandas as pd  # noqa: PLC0415 - heavy, and a table needs it anyway

    require_column(counts, of, f"of={of!r}")
    table = counts.copy()
    area = table["code"].map(_areas(set(table["code"]), boundaries)).astype("float64")
    table["area_km2"] = area
    table["per_1000_km2"] = pd.to_numeric(table[of]) / area * PER_KM2
    if of in ("count", "expected"):
        table["low_per_1000_km2"] = table["low"] / area * PER_KM2
        table["high_per_1000_km2"] = table["high"] / area * PER_KM2
    if population is not None:
        table["population"] = _people(table, boundaries, population)
        table["per_100000"] = pd.to_numeric(table[of]) / table["population"] * PER_PEOPLE
        groups = [name for name in ("period",) if name in table] + _splitting(table)
        smoothed = pd.Series(np.nan, index=table.index)
        known = table["population"].notna() & table[of].notna()
        for _, part in table[known].groupby(groups, dropna=False):
            estimate = empirical_bayes(
                part[of].to_numpy(dtype=np.float64), part["population"].to_numpy(np.float64)
            )
            smoothed[part.index] = estimate * PER_PEOPLE
        table["smoothed_per_100000"] = smoothed
    table.attrs = {**counts.attrs, "rates": {"of": of, "population": population}}
    return table


def empirical_bayes(events: FloatArray, population: FloatArray) -> FloatArray:
    """
    Estimate the rates of places of which some have few people.

    Parameters
    ----------
    events
        Number of events in each, shape (n,).
    population
        People in each, above 0, shape (n,).

    Returns
    -------
    array
        Events per person, each between its own rate and the common one.

    Raises
    ------
    TableError
        If a population is not above 0.

    Notes
    -----
    Marshall (1991), doi:10.2307/2347593: with the common rate m and the weighted variance s² of
    the rates, the weight of a place's own rate is A / (A + m / n), A = s² - m / mean(n), and not
    less than 0.

    Examples
    --------
    >>> empirical_bayes(np.array([2.0, 30.0, 55.0]), np.array([100.0, 1_000.0, 3_000.0])).round(4)
    array([0.0212, 0.0239, 0.0196])
    """
    if not len(events):
        return np.zeros(0)
    if not (population > 0).all():
        message = f"a population is {population[~(population > 0)][0]}; expected people above 0"
        raise TableError(message)
    rate = events / population
    common = events.sum() / population.sum()
    variance = (population * np.square(rate - common)).sum() / population.sum()
    between = max(float(variance - common / population.mean()), 0.0)
    if between == 0:
        return np.full(len(events), common)
    own = between / (between + common / population)
    return np.asarray(own * rate + (1 - own) * common)


def _areas(codes: set[str], boundaries: gpd.GeoDataFrame | None) -> dict[str, float]:
    """Give the area of regions on the ellipsoid, square kilometres."""
    if boundaries is None:
        regions = default_regions()
        shapes = dict(zip(regions.codes, regions.shapes, strict=True))
    else:
        shapes = dict(zip(boundaries["code"], boundaries.geometry, strict=True))
    return {
        code: abs(WGS84.geometry_area_perimeter(shapely.force_2d(shapes[code]))[0]) / 1e6
        for code in codes & set(shapes)
    }


def _people(table: pd.DataFrame, boundaries: gpd.GeoDataFrame | None, population: str) -> pd.Series:
    import pandas as pd  # noqa: PLC0415

    if boundaries is not None and population in boundaries:
        people = table["code"].map(
            dict(zip(boundaries["code"], boundaries[population], strict=True))
        )
    else:
        require_column(table, population, f"population={population!r}")
        people = table[population]
    numbers = (
        pd.Series(pd.to_numeric(people), index=table.index).astype("Float64").astype("float64")
    )
    if (numbers <= 0).any():
        row = table.loc[(numbers <= 0).to_numpy(), "code"].iloc[0]
        message = (
            f"the population of {row!r} is {numbers[numbers <= 0].iloc[0]:g}; expected above 0"
        )
        raise TableError(message)
    return numbers


def _splitting(table: pd.DataFrame) -> list[str]:
    """Name the column that the counts were split by, which stands between period and count."""
    by = table.attrs.get("parameters", {}).get("by")
    return [by] if by and by in table else []
