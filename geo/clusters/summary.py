"""What each cluster consists of: where, how large, when, and of which kinds of events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from geo.clusters.worlds import middle_of
from geo.geodesy import inverse
from geo.planes import area_in_plane, to_plane

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo.clusters.mesh import IntArray
    from geo.clusters.worlds import Places
    from geo.geodesy import FloatArray
    from geo.rings import Area

HELD: Final = 0.9
"""Share of the drawn places that a hull holds, and of the worlds that a radius does: the level of
all radii of the incidents table."""

KINDS: Final = 3  # kinds of events that are named


def table_of(
    incidents: gpd.GeoDataFrame,
    places: Places,
    cluster: IntArray,
    *,
    label: IntArray,
    lon: FloatArray,
    lat: FloatArray,
    reach_m: float,
) -> tuple[gpd.GeoDataFrame, IntArray]:
    """
    Describe clusters.

    Parameters
    ----------
    incidents
        The table.
    places
        Where its incidents may lie.
    cluster
        Group of each incident, -1 for none, shape (n,).
    label
        Cluster of each incident in each world, shape (worlds, n).
    lon, lat
        Where they lie in each world, degrees, shape (worlds, n).
    reach_m
        Every place is drawn as a disc of this radius in the hull, metres.

    Returns
    -------
    table
        One row a cluster, the largest first: cluster (number from 1), count (incidents that keep
        together in most worlds), expected, low and high (mean, 5 and 95 % of the incidents of the
        cluster over the worlds), places (how many of its incidents have a place of their own: one
        phrase that five reports share is one), lon, lat (the middle), radius_m (round the middle,
        holds the middle of the cluster in 90 % of the worlds; 0 where all is certain), first, last
        (days), event_types (the three most frequent, with numbers), killed, wounded (sums, missing
        where nobody gives a number), geometry (hull of the nine tenths of the drawn places that
        are nearest to the middle).
    number
        That of the cluster of each incident, 0 for none, shape (n,).
    """
    import geopandas as gpd  # noqa: PLC0415 - heavy, and a table needs it anyway
    import pandas as pd  # noqa: PLC0415

    groups = [np.flatnonzero(cluster == name) for name in range(int(cluster.max(initial=-1)) + 1)]
    rows: list[dict[str, Any]] = [
        {**_told(incidents, places, group), **_placed(label, lon, lat, group, reach_m)}
        for group in groups
    ]
    order = sorted(
        range(len(rows)),
        key=lambda at: (
            -rows[at]["count"],
            -rows[at]["expected"],
            rows[at]["lat"],
            rows[at]["lon"],
        ),
    )
    number = np.zeros(len(cluster), dtype=np.int64)
    for rank, at in enumerate(order, 1):
        number[groups[at]] = rank
        rows[at]["cluster"] = rank
    table = pd.DataFrame([rows[at] for at in order], columns=list(_DTYPES)).astype(_DTYPES)
    hulls = gpd.GeoSeries([rows[at]["geometry"] for at in order], crs=4326)
    return gpd.GeoDataFrame(table, geometry=hulls, crs=4326), number


_DTYPES: Final = {
    "cluster": "int64", "count": "int64", "expected": "float64", "low": "float64",
    "high": "float64", "places": "int64", "lon": "float64", "lat": "float64",
    "radius_m": "float64", "first": "datetime64[ns]", "last": "datetime64[ns]",
    "event_types": "string", "killed": "Int64", "wounded": "Int64",
}  # fmt: skip


def _told(incidents: gpd.GeoDataFrame, places: Places, group: IntArray) -> dict[str, Any]:
    """Sum up what the rows of a cluster say."""
    import pandas as pd  # noqa: PLC0415

    said = incidents.iloc[places.row[group]]
    first, last = places.first_day[group], places.last_day[group]
    dated = np.isfinite(first)
    told: dict[str, Any] = {
        "count": len(group),
        "places": len(np.unique(places.draw[group])),
        "first": _date(first[dated].min()) if dated.any() else pd.NaT,
        "last": _date(last[dated].max()) if dated.any() else pd.NaT,
        "event_types": _kinds(said["event_type"]) if "event_type" in said else pd.NA,
    }
    for name in ("killed", "wounded"):
        numbers = pd.to_numeric(said[name]).dropna() if name in said else pd.Series([])
        told[name] = int(numbers.sum()) if len(numbers) else pd.NA
    return told


def _placed(
    label: IntArray, lon: FloatArray, lat: FloatArray, group: IntArray, reach_m: float
) -> dict[str, Any]:
    """Say where a cluster is, and how large, over the worlds in which there is one."""
    mine = label[:, group]
    home = np.array([_most(world) for world in mine])
    size = ((label == home[:, None]) & (home >= 0)[:, None]).sum(axis=1)
    inside = (mine == home[:, None]) & (mine >= 0)
    some = np.flatnonzero(inside.any(axis=1))
    middles = np.array(
        [middle_of(lon[w, group[inside[w]]], lat[w, group[inside[w]]]) for w in some]
    )
    middle = middle_of(middles[:, 0], middles[:, 1])
    _, apart_m = inverse(*middle, middles[:, 0], middles[:, 1])
    world, member = np.nonzero(inside)
    drawn = np.stack([lon[world, group[member]], lat[world, group[member]]], axis=1)
    return {
        "expected": float(size.mean()),
        "low": float(np.quantile(size, 0.05)),
        "high": float(np.quantile(size, 0.95)),
        "lon": middle[0],
        "lat": middle[1],
        "radius_m": round(float(np.quantile(apart_m, HELD)), 3),
        "geometry": _hull(np.unique(drawn, axis=0), middle, reach_m, certain=len(label) == 1),
    }


def _hull(drawn: FloatArray, middle: tuple[float, float], reach_m: float, *, certain: bool) -> Area:
    """Draw the hull of the places nearest to the middle, each a disc."""
    plane = to_plane(drawn, *middle)
    if not certain:
        apart_m = np.hypot(plane[:, 0], plane[:, 1])
        plane = plane[apart_m <= np.quantile(apart_m, HELD)]
    return area_in_plane(shapely.MultiPoint(plane).convex_hull.buffer(reach_m), *middle)


def _most(labels: IntArray) -> int:
    """Give the cluster that most members of a group share in a world; -1 if they are in none."""
    names, counts = np.unique(labels[labels >= 0], return_counts=True)
    return int(names[counts.argmax()]) if len(names) else -1


def _date(day: float) -> pd.Timestamp:
    import pandas as pd  # noqa: PLC0415

    return pd.Timestamp("1970-01-01") + pd.Timedelta(days=float(day))


def _kinds(kinds: pd.Series) -> str | None:
    """Name the most frequent kinds of events, as "ied 5, assault 3"."""
    counts = kinds.astype("string").fillna("not said").value_counts()
    named = sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))[:KINDS]
    return ", ".join(f"{kind} {count}" for kind, count in named)
