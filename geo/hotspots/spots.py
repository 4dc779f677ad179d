"""
Hot spots of a table of incidents, by squares of equal area, over possible worlds.

In each world every incident lies somewhere that its description allows; a square is hot if it is
so in most worlds. So what is known to 20 km makes no hot spot of 1 km.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

import geo
from geo.clusters.study import StudyArea, study_area
from geo.clusters.worlds import Places, read_places, with_prior
from geo.errors import NumberError, TableError
from geo.hotspots.discovery import LEVEL, adjusted, of_counts, signs
from geo.hotspots.emerging import classes, mann_kendall
from geo.hotspots.getis import getis_ord_grid, neighbourhoods
from geo.hotspots.squares import Squares, squares_over

if TYPE_CHECKING:
    from collections.abc import Hashable

    import geopandas as gpd
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geo.clusters.mesh import IntArray
    from geo.clusters.worlds import Prior
    from geo.geodesy import FloatArray

MAJORITY: Final = 0.5  # of the worlds, as of clusters


def hot_spots(
    incidents: gpd.GeoDataFrame,
    *,
    cell_m: float = 10_000.0,
    reach_m: float = 20_000.0,
    prior: Prior = "flat",
    uncertain: bool = True,
    shared: bool = True,
    region: BaseGeometry | None = None,
    worlds: int = 100,
    level: float = LEVEL,
    seed: int = 0,
) -> gpd.GeoDataFrame:
    """
    Find where incidents are denser than over the whole study area (Getis and Ord's Gi*).

    Parameters
    ----------
    incidents
        Any GeoDataFrame of points on EPSG:4326, with or without uncertainty.
    cell_m
        Side of the squares, metres.
    reach_m
        Squares whose middles are this near are neighbours, metres.
    prior, uncertain, shared, worlds, seed
        As of `geo.clusters.find_clusters`; the kernel of "em" is half of `reach_m`.
    region
        Polygon in degrees that incidents could have been in: what is hot depends on what it is
        compared with. The hull of the incidents, and `reach_m` round it, if left out.
    level
        Share of false discoveries.

    Returns
    -------
    One row a square of the study area, from south to north and west to east: lon, lat, expected
    (mean number of incidents in it), z (mean score), q (middle false discovery rate), p_hot and
    p_cold (share of the worlds in which it stands out), kind ("hot" or "cold" where that is so in
    at least half of them), geometry.

    Raises
    ------
    CRSError, TableError
        If the table is none of points in degrees.
    NumberError
        If a number cannot be, or there would be millions of squares.

    Notes
    -----
    Ord & Getis (1995) with binary weights. Whether a square stands out is not decided by z, which
    is far from normal where incidents are few, but by the exact probability of as many incidents
    within the reach (`discovery.of_counts`); false discoveries by Benjamini & Hochberg.

    Examples
    --------
    >>> import geopandas as gpd
    >>> lon, lat = [40.0] * 9 + [39.0, 41.0, 39.0, 41.0], [35.0] * 9 + [34.0, 34.0, 36.0, 36.0]
    >>> table = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs=4326)
    >>> found = hot_spots(table)
    >>> hot = found[found["kind"] == "hot"]
    >>> bool((abs(hot["lon"] - 40) < 0.35).all()), len(hot) > 0
    (True, True)
    """
    drawn = _drawn(
        incidents, reach_m, region, worlds, seed,
        prior=prior, uncertain=uncertain, shared=shared,
    )  # fmt: skip
    parameters: dict[str, object] = {
        "cell_m": cell_m, "reach_m": reach_m, "prior": prior, "uncertain": uncertain,
        "shared": shared, "worlds": worlds, "level": level,
    }  # fmt: skip
    if drawn is None:
        return _table(None, {}, "Getis-Ord Gi*", parameters, seed)
    area, _, lon, lat, _ = drawn
    squares = squares_over(area, cell_m)
    inside = squares.inside
    count, hot, cold, score = (np.zeros(inside.shape) for _ in range(4))
    rates = np.full((len(lon), int(inside.sum())), np.nan)
    for world in range(len(lon)):
        counts = squares.counts(lon[world], lat[world])[0]
        z, p = _scored(counts, squares, reach_m / cell_m)
        sign = signs(z, p, level)
        count, score = count + counts, score + z
        hot, cold = hot + (sign > 0), cold + (sign < 0)
        rates[world] = adjusted(p[inside])
    many = len(lon)
    columns = {
        "expected": count[inside] / many,
        "z": score[inside] / many,
        "q": np.median(rates, axis=0),
        "p_hot": hot[inside] / many,
        "p_cold": cold[inside] / many,
    }
    columns["kind"] = np.select(
        [columns["p_hot"] >= MAJORITY, columns["p_cold"] >= MAJORITY], ["hot", "cold"], ""
    )
    parameters["worlds"] = many
    return _table(squares, columns, "Getis-Ord Gi*", parameters, seed)


def emerging_hot_spots(
    incidents: gpd.GeoDataFrame,
    *,
    step_days: float = 30.0,
    cell_m: float = 10_000.0,
    reach_m: float = 20_000.0,
    back: int = 1,
    prior: Prior = "flat",
    uncertain: bool = True,
    shared: bool = True,
    region: BaseGeometry | None = None,
    worlds: int = 50,
    level: float = LEVEL,
    seed: int = 0,
) -> gpd.GeoDataFrame:
    """
    Say which hot spots are new, lasting, growing or gone.

    Parameters
    ----------
    incidents
        As of `hot_spots`; rows without a date are left out, and counted in `attrs`.
    step_days
        Length of a step of time, days; the last ends with the last incident. Ten steps or more
        are wanted: of three, "persistent" says no more than that all are hot.
    cell_m, reach_m, prior, uncertain, shared, region, worlds, level, seed
        As of `hot_spots`.
    back
        So many steps before are neighbours too.

    Returns
    -------
    One row a square: lon, lat, expected (mean number of incidents over all steps), hot_steps and
    cold_steps (mean number of steps in which it stands out), trend (mean z of Mann and Kendall),
    kind (the class of `emerging.classes` that most worlds give it), p_kind (their share),
    geometry.

    Raises
    ------
    TableError
        If there is no column of dates.
    NumberError
        If a number cannot be, or there would be millions of squares.

    Notes
    -----
    Every square of every step is scored against all squares of all steps, and all are one family
    of tests.

    Examples
    --------
    >>> import geopandas as gpd, pandas as pd
    >>> spots = [(40.0, 35.0, day) for day in range(200) for _ in range(3)]
    >>> spots += [(38.0 + day % 7, 33.0 + day % 5, day) for day in range(0, 200, 5)]
    >>> lon, lat, day = zip(*spots)
    >>> dates = pd.Timestamp("2020-01-01") + pd.to_timedelta(day, unit="D")
    >>> table = gpd.GeoDataFrame({"date": dates}, geometry=gpd.points_from_xy(lon, lat), crs=4326)
    >>> found = emerging_hot_spots(table, step_days=20)
    >>> sorted(set(found["kind"]))
    ['', 'persistent hot']
    """
    if "date" not in incidents:
        message = f"emerging hot spots need the column 'date'; the table has {[*incidents.columns]}"
        raise TableError(message)
    if not step_days > 0:
        message = f"step_days is {step_days}; expected days, more than 0"
        raise NumberError(message)
    drawn = _drawn(
        incidents, reach_m, region, worlds, seed,
        prior=prior, uncertain=uncertain, shared=shared,
    )  # fmt: skip
    parameters: dict[str, object] = {
        "step_days": step_days, "cell_m": cell_m, "reach_m": reach_m, "back": back,
        "prior": prior, "uncertain": uncertain, "shared": shared, "worlds": worlds, "level": level,
    }  # fmt: skip
    name = "emerging hot spots (Gi*, Mann-Kendall)"
    if drawn is None or not np.isfinite(drawn[4]).any():
        return _table(None, {}, name, parameters, seed, emerging=True)
    area, _, lon, lat, day = drawn
    step, steps = _steps(day, step_days)
    squares = squares_over(area, cell_m, steps)
    inside = squares.inside
    names: list[NDArray[np.str_]] = []
    count, hot, cold, rise = (np.zeros(int(inside.sum())) for _ in range(4))
    for world in range(len(lon)):
        cube = squares.counts(lon[world], lat[world], step[world], steps)
        z, p = (side[:, inside] for side in _scored(cube, squares, reach_m / cell_m, back))
        sign = signs(z, p, level)
        trend = mann_kendall(z)
        names.append(classes(sign, trend, level=level))
        count, rise = count + cube[:, inside].sum(axis=0), rise + np.nan_to_num(trend.score)
        hot, cold = hot + (sign > 0).sum(axis=0), cold + (sign < 0).sum(axis=0)
    many = len(lon)
    kind, share = _mostly(np.array(names))
    columns = {
        "expected": count / many, "hot_steps": hot / many, "cold_steps": cold / many,
        "trend": rise / many, "kind": kind, "p_kind": share,
    }  # fmt: skip
    parameters |= {"worlds": many, "steps": steps, "undated": int((~np.isfinite(day[0])).sum())}
    return _table(squares, columns, name, parameters, seed, emerging=True)


def _drawn(
    incidents: gpd.GeoDataFrame,
    reach_m: float,
    region: BaseGeometry | None,
    worlds: int,
    seed: int,
    *,
    prior: Prior,
    uncertain: bool,
    shared: bool,
) -> tuple[StudyArea, Places, FloatArray, FloatArray, FloatArray] | None:
    """Draw the worlds, and the area round them; None without incidents."""
    if not reach_m > 0 or worlds < 1:
        message = f"reach_m is {reach_m}, worlds {worlds}; expected more than 0, and 1 or more"
        raise NumberError(message)
    places = read_places(incidents, uncertain=uncertain, shared=shared)
    if len(places.row) == 0:
        return None
    rng = np.random.default_rng(seed)
    area = study_area(places, least_m=reach_m, region=region)
    places, _ = with_prior(places, prior, bandwidth_m=reach_m / 2, area_m2=area.area_m2)
    span = bool((places.last_day > places.first_day).any())
    many = 1 if places.exact and not span else worlds
    lon, lat = places.drawn(many, rng)
    if region is None:
        area = StudyArea(area.middle_lon, area.middle_lat, area.shape.buffer(reach_m))
    return area, places, lon, lat, places.days(many, rng)


def _scored(
    counts: IntArray, squares: Squares, reach: float, back: int = 0
) -> tuple[FloatArray, FloatArray]:
    """Give z of Gi*, and the exact p of as many incidents near each square."""
    values = counts.astype(np.float64)
    z = getis_ord_grid(values, reach, inside=squares.inside, back=back)
    held, near, known = neighbourhoods(values, reach, inside=squares.inside, back=back)
    p = of_counts(held, near / max(int(known.sum()), 1), int(values[known].sum()))
    return z, np.where(known, p, np.nan)


def _steps(day: FloatArray, step_days: float) -> tuple[IntArray, int]:
    """Cut time into steps of which the last ends with the last day; -1 where there is none."""
    end = np.floor(np.nanmax(day)) + 1
    steps = max(int(np.ceil((end - np.floor(np.nanmin(day))) / step_days)), 1)
    before = np.floor((end - np.nan_to_num(day, nan=end) - 1e-9) / step_days)
    step = steps - 1 - before.astype(np.int64)
    return np.where(np.isfinite(day), step, -1), steps


def _mostly(names: NDArray[np.str_]) -> tuple[NDArray[np.str_], FloatArray]:
    """Give the name that most worlds give each square, and their share."""
    kinds, number = np.unique(names, return_inverse=True)
    number = number.reshape(names.shape)
    votes = np.stack([(number == kind).sum(axis=0) for kind in range(len(kinds))])
    best = votes.argmax(axis=0)
    return kinds[best], votes.max(axis=0) / len(names)


_COLUMNS: Final = {
    False: ("expected", "z", "q", "p_hot", "p_cold", "kind"),
    True: ("expected", "hot_steps", "cold_steps", "trend", "kind", "p_kind"),
}


def _table(
    squares: Squares | None,
    columns: dict[str, NDArray[np.generic]],
    method: str,
    parameters: dict[str, object],
    seed: int,
    *,
    emerging: bool = False,
) -> gpd.GeoDataFrame:
    import geopandas as gpd  # noqa: PLC0415 - heavy, and a table needs it anyway

    data: dict[str, object] = {}
    if squares is None:
        none: dict[str, object] = {
            name: np.array([], dtype=object if name == "kind" else np.float64)
            for name in ("lon", "lat", *_COLUMNS[emerging])
        }
        table = gpd.GeoDataFrame(none, geometry=[], crs=4326)
    else:
        inside = squares.inside
        east, north = (side[inside] for side in squares.middles)
        data["lon"], data["lat"] = squares.area.to_degrees(east, north)
        data |= {name: columns[name] for name in _COLUMNS[emerging]}
        table = gpd.GeoDataFrame(data, geometry=squares.shapes(inside), crs=4326)
    table["kind"] = table["kind"].astype("string")
    attrs: dict[Hashable | None, object] = {
        "method": method, "parameters": parameters, "version": geo.__version__, "seed": seed,
    }  # fmt: skip
    table.attrs = attrs
    return table
