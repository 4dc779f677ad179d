"""
Worlds: where all incidents of a table may have happened, drawn together.

In one world rows that share a `draw_group` (the same phrase about the same anchor) lie at one
place: what the writer meant by "about 10 km north" is not known, but it is one thing. Degrees,
longitude before latitude; metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

import numpy as np

from geo.clouds import clouds_of
from geo.clusters.mesh import on_sphere, spread
from geo.clusters.prior import leaning
from geo.counts.shares import draws_of
from geo.errors import NumberError
from geo.tables import repeats, require_wgs84

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.clouds import Clouds
    from geo.clusters.mesh import IntArray
    from geo.geodesy import FloatArray

Prior: TypeAlias = Literal["flat", "em"]

DAY: Final = np.timedelta64(1, "D")


@dataclass(frozen=True)
class Places:
    """
    Where each incident may lie, in points, and what is drawn together.

    Attributes
    ----------
    row
        Row of the table of each incident that can be placed and repeats no other, in an order
        that depends on what the rows say alone, shape (n,).
    draw
        Which draw places it, shape (n,): incidents of one draw share their error.
    start
        First point of each draw, and one past the last of all, shape (draws + 1,).
    lon, lat
        The points, degrees, shape (points,).
    weight
        Their probabilities, which sum to 1 for each draw, shape (points,).
    first_day, last_day
        When it happened, days since 1970, NaN where nobody says, shape (n,).
    """

    row: IntArray
    draw: IntArray
    start: IntArray
    lon: FloatArray
    lat: FloatArray
    weight: FloatArray
    first_day: FloatArray
    last_day: FloatArray

    @property
    def exact(self) -> bool:
        """Whether every incident lies at one point."""
        return len(self.lon) == len(self.start) - 1

    @property
    def incidents(self) -> IntArray:
        """How many incidents each draw places, shape (draws,)."""
        return np.bincount(self.draw, minlength=len(self.start) - 1)

    def drawn(self, n: int, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
        """
        Draw worlds.

        Parameters
        ----------
        n
            How many.
        rng
            Source of chance.

        Returns
        -------
        lon, lat
            Degrees, each of shape (n, incidents).
        """
        chosen = self.chosen(n, rng)
        return self.lon[chosen][:, self.draw], self.lat[chosen][:, self.draw]

    def chosen(self, n: int, rng: np.random.Generator) -> IntArray:
        """Draw a point of each draw, shape (n, draws)."""
        held = np.cumsum(self.weight)
        before = np.concatenate([[0.0], held])[self.start]
        target = before[:-1] + rng.random((n, len(self.start) - 1)) * np.diff(before)
        at = np.searchsorted(held, target, side="right")
        return np.clip(at, self.start[:-1], self.start[1:] - 1)

    def days(self, n: int, rng: np.random.Generator) -> FloatArray:
        """Draw the days, anywhere from the first to the last, shape (n, incidents)."""
        span = np.maximum(np.nan_to_num(self.last_day - self.first_day), 0) + 1
        drawn = np.floor(rng.random((n, len(span))) * span)
        return np.asarray(np.where(span > 1, self.first_day + drawn, self.first_day))


def read_places(
    incidents: gpd.GeoDataFrame, *, uncertain: bool = True, shared: bool = True
) -> Places:
    """
    Say where the incidents of a table may lie.

    Parameters
    ----------
    incidents
        Any GeoDataFrame of points on EPSG:4326; `geo.clouds.clouds_of` says which columns are
        read. A row that repeats another (`duplicate_of`) is left out.
    uncertain
        Use densities, footprints and radii; else every point is taken for the place itself.
    shared
        Draw rows that share their error together (`geo.counts.shares.draws_of`).

    Returns
    -------
    Places

    Raises
    ------
    CRSError
        If the points are not longitudes and latitudes.
    TableError
        If a geometry is no point.
    """
    require_wgs84(incidents, "the incidents")
    clouds = clouds_of(incidents, exact=not uncertain)
    row = np.flatnonzero((clouds.cloud >= 0) & ~repeats(incidents))
    row = row[_ranked(incidents, clouds, row)]
    cloud = clouds.cloud[row]
    draw = np.arange(len(row))
    if uncertain and shared:
        # one phrase that was read in two contexts has two clouds
        pairs = np.stack([draws_of(incidents)[row], cloud], axis=1)
        _, first, same = np.unique(pairs, axis=0, return_index=True, return_inverse=True)
        draw = np.argsort(np.argsort(first))[same.ravel()]  # numbered as they come
    _, first = np.unique(draw, return_index=True)
    of = cloud[first]
    size = clouds.sizes[of].astype(np.int64)
    at = spread(clouds.start[of].astype(np.int64), size)
    begin, end = (_days(incidents, name)[row] for name in ("date", "date_end"))
    return Places(
        row=row,
        draw=draw,
        start=np.concatenate([[0], np.cumsum(size)]),
        lon=clouds.lon[at],
        lat=clouds.lat[at],
        weight=np.repeat(1 / np.maximum(size, 1), size),
        first_day=begin,
        last_day=np.where(np.isfinite(end), end, begin),
    )


def with_prior(
    places: Places, prior: Prior, *, bandwidth_m: float, area_m2: float
) -> tuple[Places, float]:
    """
    Say what is likelier before a text is read: any place alike, or where the other incidents are.

    Parameters
    ----------
    places
        From `read_places`.
    prior
        "flat", or "em": uncertain incidents lean to where others are.
    bandwidth_m
        Standard deviation of the kernels of "em".
    area_m2
        Area that incidents which keep to no others are spread over.

    Returns
    -------
    places, share
        With new weights; and the share of incidents that keep to others (NaN if flat).

    Raises
    ------
    NumberError
        If the prior is neither.
    """
    if prior not in get_args(Prior):
        message = f"prior is {prior!r}; expected one of {', '.join(get_args(Prior))}"
        raise NumberError(message)
    if prior == "flat" or places.exact:
        return places, float("nan")
    weight, share = leaning(
        places.start, places.lon, places.lat, places.incidents,
        bandwidth_m=bandwidth_m, area_m2=area_m2,
    )  # fmt: skip
    return Places(**{**vars(places), "weight": weight}), share


def middle_of(lon: FloatArray, lat: FloatArray) -> tuple[float, float]:
    """
    Give the middle of points on the sphere.

    Parameters
    ----------
    lon, lat
        Degrees, shape (n,).

    Returns
    -------
    lon, lat
        Degrees.

    Examples
    --------
    >>> [round(abs(x), 6) for x in middle_of(np.array([179.0, -179.0]), np.array([0.0, 0.0]))]
    [180.0, 0.0]
    """
    x, y, z = on_sphere(lon, lat).sum(axis=0)
    return float(np.degrees(np.arctan2(y, x))), float(np.degrees(np.arctan2(z, np.hypot(x, y))))


def _ranked(incidents: gpd.GeoDataFrame, clouds: Clouds, row: IntArray) -> IntArray:
    """Order rows by what they say, so that a shuffled table is drawn alike."""
    import pandas as pd  # noqa: PLC0415 - heavy, and a table needs it anyway

    first = clouds.start[clouds.cloud[row]]
    keys = pd.DataFrame({"lat": clouds.lat[first], "lon": clouds.lon[first]})
    for name in ("id", "date", "draw_group"):
        if name in incidents:
            keys[name] = incidents[name].astype("string").to_numpy()[row]
    return np.asarray(keys.sort_values(list(keys.columns), kind="stable").index, dtype=np.int64)


def _days(incidents: gpd.GeoDataFrame, name: str) -> FloatArray:
    """Give a column of dates as days since 1970."""
    import pandas as pd  # noqa: PLC0415

    if name not in incidents:
        return np.full(len(incidents), np.nan)
    dates = pd.to_datetime(pd.Series(incidents[name].to_numpy()))
    days = (dates.to_numpy(dtype="datetime64[us]") - np.datetime64("1970-01-01", "us")) / DAY
    return np.asarray(days, dtype=np.float64)
