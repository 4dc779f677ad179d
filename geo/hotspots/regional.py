"""Hot spots by province, and circles of incidents in space and time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

import geo
from geo.clouds import points_of
from geo.clusters.mesh import chord, on_sphere
from geo.clusters.worlds import read_places
from geo.errors import NumberError, TableError
from geo.hotspots.discovery import LEVEL, adjusted, two_sided
from geo.hotspots.getis import getis_ord
from geo.hotspots.scan import scan_permutation
from geo.hotspots.weights import touching
from geo.shapes import disc

if TYPE_CHECKING:
    from collections.abc import Hashable

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

LEAST_M = 100.0  # radius that a circle of one place is drawn with


def hot_provinces(
    counts: pd.DataFrame,
    *,
    value: str = "expected",
    boundaries: gpd.GeoDataFrame | None = None,
    level: float = LEVEL,
) -> gpd.GeoDataFrame:
    """
    Find provinces that have, with those that touch them, more than the others.

    Parameters
    ----------
    counts
        One row a province: code, and `value`, as `geo.counts.by_province` gives them without a
        period; rows of other codes ("outside") are left out.
    value
        Column to score: better a rate than a number, since large provinces have more of
        everything.
    boundaries
        Regions with code and name; the provinces that come along if left out.
    level
        Share of false discoveries.

    Returns
    -------
    One row a province, in the order of `counts`: code, name, value, z, p, q, kind ("hot", "cold"
    or nothing), geometry.

    Raises
    ------
    TableError
        If a column is missing, or a code is there twice.

    Notes
    -----
    Gi* with binary queen weights (`getis.getis_ord`), false discoveries by Benjamini & Hochberg.
    """
    from geo.regions import provinces  # noqa: PLC0415 - reads the provinces of the world
    from geo.tables import validate_regions  # noqa: PLC0415

    for name in ("code", value):
        if name not in counts:
            message = f"there is no column {name!r}; the table has {[*counts.columns]}"
            raise TableError(message)
    regions = provinces() if boundaries is None else validate_regions(boundaries)
    rows = counts[counts["code"].isin(set(regions["code"]))]
    if rows["code"].duplicated().any():
        twice = rows["code"][rows["code"].duplicated()].iloc[0]
        message = f"the code {twice!r} is there twice; expected one row a province, no periods"
        raise TableError(message)
    table = regions.set_index("code").loc[rows["code"].tolist(), ["name", "geometry"]].reset_index()
    numbers = rows[value].to_numpy(dtype=np.float64, na_value=np.nan)
    score = getis_ord(numbers, touching(table)) if len(table) else np.array([])
    q = adjusted(two_sided(score))
    found = table[["code", "name"]].assign(
        value=numbers,
        z=score,
        p=two_sided(score),
        q=q,
        kind=np.where(
            np.nan_to_num(q, nan=1.0) <= level,
            np.where(np.nan_to_num(score) > 0, "hot", "cold"),
            "",
        ),
        geometry=table.geometry,
    )
    found["kind"] = found["kind"].astype("string")
    result = table[["geometry"]].join(found.drop(columns="geometry"))
    result = result[["code", "name", "value", "z", "p", "q", "kind", "geometry"]]
    attrs: dict[Hashable | None, object] = {
        "method": "Getis-Ord Gi*, provinces that touch",
        "parameters": {"value": value, "level": level},
        "version": geo.__version__,
        "seed": None,
    }
    result.attrs = attrs
    return result


def scan_incidents(
    incidents: gpd.GeoDataFrame,
    *,
    step_days: float = 7.0,
    most: float = 0.5,
    most_time: float = 0.5,
    runs: int = 999,
    worlds: int = 50,
    seed: int = 0,
) -> gpd.GeoDataFrame:
    """
    Find circles and spans of time in which incidents came together (permutation model).

    Parameters
    ----------
    incidents
        Any GeoDataFrame of points on EPSG:4326 with a column `date`. Circles are drawn round the
        points as they are; `held` tells how many incidents are truly in them.
    step_days
        Length of a step of time, days, from the first incident.
    most, most_time, runs, seed
        As of `scan_permutation`.
    worlds
        Drawn from the densities of the incidents, for `held`.

    Returns
    -------
    One row a cluster, the most likely first: the columns of `scan_permutation`, with first and
    last as days, `held` (mean number of incidents that lie in the circle in its days, each where
    its density allows; far below `cases` where the circle is finer than the places are known),
    and geometry (the circle).

    Raises
    ------
    TableError
        If there is no column of dates.
    NumberError
        If `step_days` is not above 0.
    """
    import geopandas as gpd  # noqa: PLC0415 - heavy, and a table needs it anyway
    import pandas as pd  # noqa: PLC0415

    if "date" not in incidents:
        message = f"a scan of incidents needs the column 'date'; there are {[*incidents.columns]}"
        raise TableError(message)
    if not step_days > 0:
        message = f"step_days is {step_days}; expected days, more than 0"
        raise NumberError(message)
    places = read_places(incidents, uncertain=False)
    dated = np.isfinite(places.first_day)
    lon, lat = (side[places.row[dated]] for side in points_of(incidents))
    day = places.first_day[dated]
    begin = day.min(initial=np.inf)
    step = np.floor((day - begin) / step_days).astype(np.int64)
    found = scan_permutation(lon, lat, step, most=most, most_time=most_time, runs=runs, seed=seed)
    epoch = pd.Timestamp("1970-01-01")
    attrs = found.attrs
    for name, later in (("first", 0), ("last", 1)):
        days = (found[name].to_numpy(dtype=np.float64) + later) * step_days - later + begin
        found[name] = epoch + pd.to_timedelta(days, unit="D") if len(found) else pd.NaT
    numbers = found[["lon", "lat", "radius_m"]].to_numpy(dtype=np.float64).T
    shapes = disc(numbers[0], numbers[1], np.maximum(numbers[2], LEAST_M))
    found["held"] = _held(incidents, found, worlds, seed)
    table = gpd.GeoDataFrame(found, geometry=shapes, crs=4326)
    table.attrs = attrs | {
        "parameters": attrs["parameters"] | {"step_days": step_days, "worlds": worlds}
    }
    return table


def _held(
    incidents: gpd.GeoDataFrame, circles: pd.DataFrame, worlds: int, seed: int
) -> NDArray[np.float64]:
    """Count the incidents of many worlds in circles and their days: the mean of each."""
    import pandas as pd  # noqa: PLC0415

    places = read_places(incidents)
    rng = np.random.default_rng(seed)
    points = on_sphere(*places.drawn(worlds, rng))
    day = places.days(worlds, rng)
    middles = on_sphere(circles["lon"].to_numpy(dtype=float), circles["lat"].to_numpy(dtype=float))
    reach = [chord(max(radius_m, LEAST_M)) for radius_m in circles["radius_m"]]
    epoch = pd.Timestamp("1970-01-01")
    first, last = ((circles[name] - epoch) // pd.Timedelta(days=1) for name in ("first", "last"))
    held = [
        ((np.linalg.norm(points - middle, axis=-1) <= far) & (day >= begin) & (day <= end)).sum()
        for middle, far, begin, end in zip(middles, reach, first, last, strict=True)
    ]
    return np.array(held, dtype=np.float64) / worlds
