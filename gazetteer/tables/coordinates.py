"""
Coordinates that others have written: which can be trusted, and what is wrong with the rest.

Degrees on WGS 84, longitude before latitude. A row whose coordinates cannot be trusted is located
by its words, and its `why` says what was wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geo import geodesy, regions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

SLACK_M: Final = 50_000.0
"""How far outside its country a point may lie before that is doubtful: ours; borders differ by
some kilometres, and an attack on a ship is coded in the country whose coast it is off."""

SWAPPED: Final = "latitude and longitude stood in each other's column"
ABROAD: Final = "km outside the country that the row names"


@dataclass(frozen=True, slots=True)
class Points:
    """
    The coordinates of a table, judged.

    Attributes
    ----------
    lon, lat
        Degrees, shape (n,); NaN where there are none to trust.
    notes
        What was wrong or doubtful with each, empty where nothing.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    notes: list[str]


def judged(
    lon: NDArray[np.float64], lat: NDArray[np.float64], countries: Sequence[str | None]
) -> Points:
    """
    Judge the coordinates of a table.

    Parameters
    ----------
    lon, lat
        As given, degrees, shape (n,); NaN where the cell holds none.
    countries
        Alpha-2 codes that the rows name, or None.

    Returns
    -------
    Points
        Rows whose two numbers are a place of their country only the other way round are turned,
        and say so. 0, 0 and numbers that are no degrees are not trusted.

    Examples
    --------
    >>> points = judged(np.array([35.02, 0.0]), np.array([40.45, 0.0]), ["SY", "SY"])
    >>> points.lon.tolist(), points.notes[0]
    ([40.45, nan], "latitude and longitude stood in each other's column")
    """
    lon, lat = lon.astype(np.float64, copy=True), lat.astype(np.float64, copy=True)
    notes = [""] * len(lon)
    given = np.isfinite(lon) & np.isfinite(lat)
    for row in np.flatnonzero(np.isfinite(lon) != np.isfinite(lat)):
        notes[row] = "only one of latitude and longitude is given"
    nowhere = given & (lon == 0) & (lat == 0)
    for row in np.flatnonzero(nowhere):
        notes[row] = "the coordinates are 0, 0, which stands for nothing"
    given &= ~nowhere
    possible = given & (np.abs(lat) <= 90) & (np.abs(lon) <= 180)  # noqa: PLR2004 - the globe
    turned = given & (np.abs(lon) <= 90) & (np.abs(lat) <= 180)  # noqa: PLR2004 - the globe
    away_m = _outside_m(lon, lat, countries, possible)
    far = away_m > SLACK_M
    swapped_m = _outside_m(lat, lon, countries, turned & (far | ~possible))
    swap = (far & (swapped_m <= SLACK_M)) | (~possible & turned & ~(swapped_m > SLACK_M))
    lon[swap], lat[swap] = lat[swap], lon[swap]
    for row in np.flatnonzero(swap):
        notes[row] = SWAPPED
    for row in np.flatnonzero(far & ~swap):
        notes[row] = f"the coordinates lie {away_m[row] / 1000:.0f} {ABROAD}"
    for row in np.flatnonzero(given & ~possible & ~swap):
        notes[row] = f"latitude {lat[row]:g} and longitude {lon[row]:g} are no degrees"
    lost = ~possible & ~swap
    lon[lost], lat[lost] = np.nan, np.nan
    return Points(lon, lat, notes)


def _outside_m(
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    countries: Sequence[str | None],
    asked: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Measure how far points lie outside their countries; NaN where that is not known."""
    away_m = np.full(len(lon), np.nan)
    named = np.array([country or "" for country in countries], dtype=object)
    known = set(regions.default_regions().countries) - {""}
    for country in sorted({str(code) for code in named[asked]} & known):
        rows = np.flatnonzero(asked & (named == country))
        away_m[rows] = 0.0
        shape = regions.shape_of(country)
        shapely.prepare(shape)
        rows = rows[~shapely.contains_xy(shape, lon[rows], lat[rows])]
        spots = shapely.points(lon[rows], lat[rows])
        nearest = shapely.get_point(shapely.shortest_line(spots, shape), 1)
        if len(rows):
            _, away_m[rows] = geodesy.inverse(
                lon[rows], lat[rows], shapely.get_x(nearest), shapely.get_y(nearest)
            )
    return away_m
