"""
UTM and MGRS: positions in a metric grid, turned into degrees.

Eastings and northings in metres, longitude before latitude, WGS 84. DMA Technical Manual 8358.1
(1990), "Datums, Ellipsoids, Grids, and Grid Reference Systems", gives the zones, the bands and
the lettering of the squares; the polar caps (UPS) are not read.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from geo.errors import GridError

if TYPE_CHECKING:
    from pyproj import Transformer

ZONES: Final = 60
BANDS: Final = "CDEFGHJKLMNPQRSTUVWX"  # 8 degrees each from 80 south; X has 12
BAND_DEGREES: Final = 8
SOUTH_END: Final = -80.0
NORTH_END: Final = 84.0
ROWS: Final = "ABCDEFGHJKLMNPQRSTUV"  # of squares, which repeat every 2,000 km
SETS: Final = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")  # columns of squares, by zone modulo 3
SQUARE_M: Final = 100_000
CYCLE_M: Final = SQUARE_M * len(ROWS)
FALSE_NORTHING_M: Final = 10_000_000  # of the southern hemisphere
LEAST_EASTING_M: Final = 100_000  # a zone ends before either; the grid is not defined beyond
MOST_EASTING_M: Final = 900_000
SLACK_DEGREES: Final = 1.0  # a square is named by the band of its corner, so it may reach out
MOST_DIGITS: Final = 5  # of an easting or northing in a square: one metre


@dataclass(frozen=True, slots=True, kw_only=True)
class GridPoint:
    """A position in degrees; `radius_m` is half the diagonal of the cell that was given."""

    lon: float
    lat: float
    radius_m: float


def utm_point(
    zone: int, band: str, easting_m: float, northing_m: float, *, unit_m: float = 1.0
) -> GridPoint:
    """
    Turn UTM coordinates into degrees.

    Parameters
    ----------
    zone
        1 to 60.
    band
        Letter of the latitude band, or "north" or "south" for the hemisphere. "S" is the band,
        32 to 40 degrees north, if the northing lies in it, and else means south.
    easting_m, northing_m
        As written, metres.
    unit_m
        Worth of the last digit written; the point is known to the diagonal of such a cell.

    Returns
    -------
    point
        Degrees, and what the precision leaves open.

    Raises
    ------
    GridError
        If there is no such zone or band, or the point is in another band than stated.

    Examples
    --------
    >>> point = utm_point(31, "U", 448252, 5411933)
    >>> print(f"{point.lon:.4f} {point.lat:.4f}")
    2.2945 48.8582
    """
    _check_zone(zone)
    if not LEAST_EASTING_M <= easting_m < MOST_EASTING_M:
        msg = f"easting {easting_m:g} m is outside UTM, which runs from 100,000 to 900,000 m"
        raise GridError(msg)
    if not 0 <= northing_m <= FALSE_NORTHING_M:
        msg = f"northing {northing_m:g} m is outside UTM, which runs from 0 to 10,000,000 m"
        raise GridError(msg)
    radius_m = unit_m * math.sqrt(2)
    if band in {"north", "south"}:
        lon, lat = _degrees(zone, easting_m, northing_m, south=band == "south")
        return GridPoint(lon=lon, lat=lat, radius_m=radius_m)
    low, high = band_limits(band)
    lon, lat = _degrees(zone, easting_m, northing_m, south=high <= 0)
    if not low - SLACK_DEGREES <= lat <= high + SLACK_DEGREES:
        if band in {"S", "N"}:  # also short for south and north
            lon, lat = _degrees(zone, easting_m, northing_m, south=band == "S")
            return GridPoint(lon=lon, lat=lat, radius_m=radius_m)
        msg = (
            f"northing {northing_m:g} m is at latitude {lat:.1f}, but band {band} runs from "
            f"{low:g} to {high:g}; check the zone, the band and the northing"
        )
        raise GridError(msg)
    return GridPoint(lon=lon, lat=lat, radius_m=radius_m)


def mgrs_point(zone: int, band: str, square: str, digits: str) -> GridPoint:
    """
    Turn an MGRS reference into degrees.

    Parameters
    ----------
    zone
        1 to 60.
    band
        Letter of the latitude band.
    square
        Two letters of the square of 100 km.
    digits
        Easting and northing in the square, joined; 0 to 10 digits, an even number.

    Returns
    -------
    point
        Centre of the cell, and half its diagonal.

    Raises
    ------
    GridError
        If there is no such zone, band or square, or the digits are not even.

    Examples
    --------
    >>> point = mgrs_point(31, "U", "DQ", "4825111932")
    >>> print(f"{point.lon:.4f} {point.lat:.4f} {point.radius_m:.2f}")
    2.2945 48.8582 0.71
    """
    _check_zone(zone)
    low, high = band_limits(band)
    if len(digits) % 2 or len(digits) > 2 * MOST_DIGITS:
        msg = f"{digits!r} has {len(digits)} digits; an MGRS reference has 2, 4, 6, 8 or 10"
        raise GridError(msg)
    columns = SETS[zone % len(SETS)]
    rows = ROWS if zone % 2 else ROWS[5:] + ROWS[:5]
    if square[0] not in columns or square[1] not in rows:
        msg = (
            f"there is no square {square} in zone {zone}: its columns are {columns}, its rows "
            f"{ROWS}"
        )
        raise GridError(msg)
    half = len(digits) // 2
    cell_m = SQUARE_M / 10**half
    easting_m = (columns.index(square[0]) + 1) * SQUARE_M + int(digits[:half] or 0) * cell_m
    row_m = rows.index(square[1]) * SQUARE_M + int(digits[half:] or 0) * cell_m
    south = high <= 0
    centre_m = cell_m / 2
    for cycle in range(FALSE_NORTHING_M // CYCLE_M):
        lon, lat = _degrees(
            zone, easting_m + centre_m, cycle * CYCLE_M + row_m + centre_m, south=south
        )
        if low - SLACK_DEGREES <= lat <= high + SLACK_DEGREES:
            return GridPoint(lon=lon, lat=lat, radius_m=cell_m / math.sqrt(2))
    msg = f"square {square} of zone {zone} does not lie in band {band} ({low:g} to {high:g})"
    raise GridError(msg)


def band_limits(band: str) -> tuple[float, float]:
    """
    Give the latitudes between which a band lies.

    Parameters
    ----------
    band
        One letter.

    Returns
    -------
    south, north
        Degrees.

    Raises
    ------
    GridError
        If there is no such band.

    Examples
    --------
    >>> band_limits("S"), band_limits("X")
    ((32.0, 40.0), (72.0, 84.0))
    """
    if band not in BANDS:
        msg = (
            f"there is no latitude band {band!r}: they run from C to X without I and O; "
            "A, B, Y and Z are the polar caps, which are not read"
        )
        raise GridError(msg)
    low = SOUTH_END + BAND_DEGREES * BANDS.index(band)
    return low, NORTH_END if band == BANDS[-1] else low + BAND_DEGREES


def _check_zone(zone: int) -> None:
    if not 1 <= zone <= ZONES:
        msg = f"there is no zone {zone}: the zones of UTM and MGRS run from 1 to {ZONES}"
        raise GridError(msg)


def _degrees(zone: int, easting_m: float, northing_m: float, *, south: bool) -> tuple[float, float]:
    lon, lat = _transformer(zone, south).transform(easting_m, northing_m)
    return float(lon), float(lat)


@cache
def _transformer(zone: int, south: bool) -> Transformer:  # noqa: FBT001 - a key of the cache
    from pyproj import Transformer  # noqa: PLC0415 - slow, and few texts need it

    return Transformer.from_crs(
        f"EPSG:{(32700 if south else 32600) + zone}", "EPSG:4326", always_xy=True
    )
