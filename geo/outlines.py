"""
Many densities at once: the points of their texts and their footprints, as arrays.

Degrees, longitude before latitude; metres.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo import geodesy
from geo.rings import areas_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from geo.laws import FloatArray
    from geo.rings import Area, Areas
    from geo.uncertainty import Density


def outlines(
    rings: FloatArray, lon: ArrayLike, lat: ArrayLike, bearing: ArrayLike, scale_m: ArrayLike
) -> Areas:
    """
    Draw outlines at many anchors.

    Parameters
    ----------
    rings
        As `Shape.outline` gives them, each of k vertices, shape (n, k, 2); one for all, (k, 2).
    lon, lat
        Anchors, degrees, shape (n,).
    bearing
        Stated bearings, degrees, shape (n,).
    scale_m
        Lengths that the outlines are drawn in units of, metres, shape (n,).

    Returns
    -------
    object array
        Polygons and MultiPolygons, shape (n,).

    Examples
    --------
    >>> from geo.steps import shape_for
    >>> ring = shape_for("human", "N", 10_000.0, 2_000.0).outline(0.9)
    >>> len(outlines(ring, [40.45, 36.63], [35.02, 35.93], [0.0, 90.0], [1e4, 1e4]))
    2
    """
    east, north = (np.asarray(degrees, dtype=np.float64)[:, None] for degrees in (lon, lat))
    around = np.asarray(bearing, dtype=np.float64)[:, None] + np.degrees(rings[..., 1])
    away_m = rings[..., 0] * np.asarray(scale_m, dtype=np.float64)[:, None]
    x, y = geodesy.destination(east, north, around, away_m)
    drawn = areas_of(x, y, north[:, 0])
    broken = ~shapely.is_valid(drawn)
    drawn[broken] = shapely.buffer(drawn[broken], 0)
    return drawn


def footprints_of(densities: Sequence[Density], level: float = 0.9) -> list[Area]:
    """
    Draw the smallest areas that hold a probability, those of as many vertices together.

    Parameters
    ----------
    densities
        Any.
    level
        Above 0 and below 1.

    Returns
    -------
    list of Polygon or MultiPolygon
        As `Density.footprint` draws each.

    Examples
    --------
    >>> from geo.factors import Factor
    >>> from geo.uncertainty import Density
    >>> spots = [Density((Factor(family="round", lon=36.6, lat=35.9, radius_m=4_000.0),))]
    >>> footprints_of(spots)[0].equals(spots[0].footprint(0.9))
    True
    """
    alike: dict[int, list[tuple[int, FloatArray]]] = {}
    areas: list[Area | None] = [None] * len(densities)
    for row, spot in enumerate(densities):
        if spot.simple:
            ring = spot.ring(level)
            alike.setdefault(len(ring), []).append((row, ring))
        else:
            areas[row] = spot.footprint(level)
    for rows in alike.values():
        firsts = [densities[row].factors[0] for row, _ in rows]
        lon, lat, bearing = np.array([(f.lon, f.lat, f.bearing) for f in firsts]).T
        scale_m = np.array([densities[row].scale_m for row, _ in rows])
        drawn = outlines(np.stack([ring for _, ring in rows]), lon, lat, bearing, scale_m)
        for (row, _), area in zip(rows, drawn, strict=True):
            areas[row] = area
    return [area for area in areas if area is not None]


def remember_stated(densities: Sequence[Density]) -> None:
    """
    Work out the points of the text of many densities at once; each remembers its own.

    Parameters
    ----------
    densities
        Any; only those of one distance and bearing gain by it.

    Examples
    --------
    >>> from geo.factors import Factor
    >>> from geo.uncertainty import Density
    >>> spots = [Density((Factor(family="offset", lon=40.45, lat=lat, distance_m=10_000.0,
    ...                          half_angle=45.0),)) for lat in (35.0, 36.0)]
    >>> remember_stated(spots)
    >>> [round(spot.stated[1], 2) for spot in spots]
    [35.09, 36.09]
    """
    spots = [spot for spot in densities if spot.factors[0].family == "offset"]
    if len(spots) < 2:  # noqa: PLR2004 - one works out its own
        return
    firsts = [spot.factors[0] for spot in spots]
    lon, lat = geodesy.destination(
        np.array([first.lon for first in firsts]),
        np.array([first.lat for first in firsts]),
        np.array([first.bearing for first in firsts]),
        np.array([first.centre_m for first in firsts]),
    )
    for spot, *point in zip(spots, lon.tolist(), lat.tolist(), strict=True):
        vars(spot)["stated"] = tuple(point)  # where the cached property keeps it
