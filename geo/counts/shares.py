"""
Shares: which part of each incident lies in which zone.

The incident's density says so; without one, and without a point, the province that its row names.
Nothing is lost: what lies in no zone and what lies nowhere are shares too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.clouds import clouds_of, points_of

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from geo.clouds import Clouds
    from geo.counts.zones import Zones
    from geo.laws import FloatArray

OUTSIDE: Final = -1
NOT_LOCATED: Final = -2
"""Numbers of no zone: an incident that lies outside all of them, and one that lies nowhere."""


CHUNK: Final = 200_000
"""Rows that are parted at once: ours, some hundred megabytes of points."""

LEAST_LAND: Final = 0.05
"""A density of which less than this lies on land is about a place at sea: ours."""


@dataclass(frozen=True)
class Shares:
    """
    Parts of incidents.

    Attributes
    ----------
    row
        Row of the table, shape (n,), rising.
    zone
        Number of a zone, `OUTSIDE` or `NOT_LOCATED`, shape (n,).
    share
        Probability that the incident lies there, shape (n,); the sum over a row is 1.
    """

    row: NDArray[np.intp]
    zone: NDArray[np.int64]
    share: FloatArray


def located(
    incidents: gpd.GeoDataFrame,
    zones: Zones,
    *,
    known: NDArray[np.object_] | None = None,
    land: bool = False,
) -> tuple[Shares, NDArray[np.int64]]:
    """
    Part the incidents of a table among zones.

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

    Returns
    -------
    shares, zone
        Their parts, and the zone of each row's point (or of its column province), shape (rows,).

    Notes
    -----
    With `land`, what a density leaves to the sea goes to its land in proportion, unless the row
    has a point without a density, at sea, or less than a twentieth of the density is land.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from geo.counts.zones import RegionZones
    >>> from geo.regions import default_regions
    >>> beach = gpd.GeoDataFrame(  # in Beirut
    ...     {"radius_m": [9e3]}, geometry=gpd.points_from_xy([35.49], [33.88]), crs=4326
    ... )
    >>> zones = RegionZones(default_regions())
    >>> [OUTSIDE in located(beach, zones, land=land)[0].zone for land in (False, True)]
    [True, False]
    """
    if len(incidents) > CHUNK:
        return _in_chunks(incidents, zones, known, land=land)
    clouds = clouds_of(incidents)
    stated = stated_zones(incidents, known)
    parts = shares_of(clouds, zones, stated)
    lon, lat = points_of(incidents)
    there = np.isfinite(lon) & np.isfinite(lat)
    zone = stated.copy()
    exact = there & (np.append(clouds.sizes, 0)[clouds.cloud] == 1)  # already looked up
    zone[exact] = parts.zone[np.searchsorted(parts.row, np.flatnonzero(exact))]
    rest = there & ~exact
    zone[rest] = zones.numbers(lon[rest], lat[rest])
    if land:
        told = incidents["density"].notna().to_numpy() if "density" in incidents else False
        parts = _on_land(parts, told | ~there | (zone >= 0))
    return parts, zone


def _in_chunks(
    incidents: gpd.GeoDataFrame, zones: Zones, known: NDArray[np.object_] | None, *, land: bool
) -> tuple[Shares, NDArray[np.int64]]:
    """Part a large table bit by bit, so that the points of its clouds are never there at once."""
    starts = range(0, len(incidents), CHUNK)
    told = [
        located(incidents.iloc[start : start + CHUNK], zones, known=known, land=land)
        for start in starts
    ]
    return Shares(
        np.concatenate([parts.row + start for (parts, _), start in zip(told, starts, strict=True)]),
        np.concatenate([parts.zone for parts, _ in told]),
        np.concatenate([parts.share for parts, _ in told]),
    ), np.concatenate([zone for _, zone in told])


def _on_land(parts: Shares, dry: NDArray[np.bool_]) -> Shares:
    """Give the sea's part of the rows that are dry to their land."""
    sea = parts.zone == OUTSIDE
    ashore = np.bincount(parts.row[~sea], parts.share[~sea], len(dry))
    moved = (dry & (ashore >= LEAST_LAND))[parts.row]
    keep = ~(sea & moved)
    share = np.where(moved, parts.share / np.maximum(ashore[parts.row], LEAST_LAND), parts.share)
    return Shares(parts.row[keep], parts.zone[keep], share[keep])


def shares_of(clouds: Clouds, zones: Zones, stated: NDArray[np.int64]) -> Shares:
    """
    Part incidents among zones.

    Parameters
    ----------
    clouds
        Where they may lie.
    zones
        What they are counted in.
    stated
        Zone that the row names, shape (rows,), used where a row has no cloud; `NOT_LOCATED` where
        it names none.

    Returns
    -------
    Shares

    Examples
    --------
    >>> import geopandas as gpd, shapely
    >>> from geo.clouds import clouds_of
    >>> from geo.counts.zones import RegionZones
    >>> from geo.polygons import Regions
    >>> halves = np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)], dtype=object)
    >>> zones = RegionZones(Regions(np.array(["A", "B"], dtype=object), np.array(["", ""]), halves))
    >>> table = gpd.GeoDataFrame({"radius_m": [5e3]}, geometry=[shapely.Point(1, 0.5)], crs=4326)
    >>> shares_of(clouds_of(table), zones, np.array([NOT_LOCATED])).share.round(1).tolist()
    [0.5, 0.5]
    """
    cloud, zone, share = _of_clouds(clouds, zones)
    first = np.searchsorted(cloud, np.arange(len(clouds.sizes) + 1))
    placed = np.flatnonzero(clouds.cloud >= 0)
    begin, end = first[clouds.cloud[placed]], first[clouds.cloud[placed] + 1]
    many = end - begin
    take = np.repeat(begin, many) + np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    rest = np.flatnonzero(clouds.cloud < 0)
    row = np.concatenate([np.repeat(placed, many), rest])
    order = np.argsort(row, kind="stable")
    return Shares(
        row[order],
        np.concatenate([zone[take], stated[rest]])[order],
        np.concatenate([share[take], np.ones(len(rest))])[order],
    )


def _of_clouds(
    clouds: Clouds, zones: Zones
) -> tuple[NDArray[np.intp], NDArray[np.int64], FloatArray]:
    """Give cloud, zone and share wherever the share is not nothing, sorted by cloud and zone."""
    zone, owner = zones.numbers_of(clouds), clouds.owner
    order = np.lexsort((zone, owner))
    zone, owner = zone[order], owner[order]
    new = np.ones(len(zone), dtype=bool)
    new[1:] = (zone[1:] != zone[:-1]) | (owner[1:] != owner[:-1])
    begin = np.flatnonzero(new)
    many = np.diff(np.append(begin, len(zone)))
    share = many / clouds.sizes[owner[begin]]
    return owner[begin], zone[begin], share


def stated_zones(
    incidents: gpd.GeoDataFrame, codes: NDArray[np.object_] | None
) -> NDArray[np.int64]:
    """
    Read the province that each row names.

    Parameters
    ----------
    incidents
        Any table; its column province is read.
    codes
        Codes by number of zone; None where zones have no names that a table could give.

    Returns
    -------
    array
        Numbers of zones; `NOT_LOCATED` where no single known code is named.
    """
    stated = np.full(len(incidents), NOT_LOCATED, dtype=np.int64)
    if codes is None or "province" not in incidents:
        return stated
    known = {code: number for number, code in enumerate(codes)}
    named = incidents["province"].to_numpy(dtype=object)
    for row, code in enumerate(named):
        if isinstance(code, str):
            stated[row] = known.get(code, NOT_LOCATED)
    return stated


def draws_of(incidents: gpd.GeoDataFrame) -> NDArray[np.int64]:
    """
    Tell which rows share a draw, that is, an error.

    Parameters
    ----------
    incidents
        Any table.

    Returns
    -------
    array
        A number per row. Rows of one `draw_group` share a draw; where that is missing, rows of
        one and the same `density` do, and all others are drawn by themselves.

    Examples
    --------
    >>> import geopandas as gpd
    >>> table = gpd.GeoDataFrame({"draw_group": ["a", None, "a"]}, geometry=[None] * 3, crs=4326)
    >>> draws = draws_of(table)
    >>> bool(draws[0] == draws[2]), bool(draws[0] == draws[1])
    (True, False)
    """
    import pandas as pd  # noqa: PLC0415 - heavy, and a table needs it anyway

    rows = len(incidents)
    draw = np.arange(rows, dtype=np.int64)
    for number, column in enumerate(("density", "draw_group"), 1):
        if column in incidents:
            code, _ = pd.factorize(incidents[column].astype(object))
            draw = np.where(code >= 0, number * rows + code, draw)
    return draw
