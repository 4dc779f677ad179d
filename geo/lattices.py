"""
Lattices: a density as points of equal probability, the same at every run.

The points are laid with low discrepancy, so that a sum over them is an integral over the density,
nearer to the truth than as many draws. Degrees, longitude before latitude; metres.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geo import geodesy, regions
from geo.factors import NORMAL_90
from geo.laws import class_of, law
from geo.steps import metres_of, shape_for, steps_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geo.factors import Factor
    from geo.laws import FloatArray, Style, WindClass
    from geo.uncertainty import Density

GOLDEN: Final = (np.sqrt(5) - 1) / 2
"""Step of the lattice: the golden section leaves the smallest gaps (Niederreiter 1992, ch. 5)."""

FULL: Final = 0.5
"""A cloud is laid once more, denser, if less than this share of it lies where it must: ours."""


def lattice(density: Density, many: int) -> tuple[FloatArray, FloatArray]:
    """
    Lay a lattice through a density.

    Parameters
    ----------
    density
        Any density.
    many
        About how many points.

    Returns
    -------
    lon, lat
        Points of equal probability, degrees.

    Notes
    -----
    A product of statements is given by cells: of these, taken in their order, every one that a
    step of equal probability falls into (systematic sampling).

    Examples
    --------
    >>> from geo.factors import Factor
    >>> from geo.uncertainty import Density
    >>> spot = Density((Factor(family="round", lon=36.6, lat=35.9, radius_m=4_000.0),))
    >>> lon, lat = lattice(spot, 100)
    >>> _, apart_m = geodesy.inverse(36.6, 35.9, lon, lat)
    >>> round(float((apart_m < 4_000).mean()), 2)
    0.9
    """
    factor = density.factors[0]
    if len(density.factors) == 1 and factor.family in ("offset", "round", "shape"):
        lon, lat = _single(factor, many)
        if not density.clip:
            return lon, lat
        area = regions.shape_of(density.clip)
        shapely.prepare(area)
        kept = shapely.contains_xy(area, lon, lat)
        if 0 < kept.mean() < FULL:
            lon, lat = _single(factor, min(int(many / kept.mean()), 50 * many))
            kept = shapely.contains_xy(area, lon, lat)
        if kept.any():
            return lon[kept], lat[kept]
    lon, lat, mass = density.points
    held = np.cumsum(mass)
    chosen = np.searchsorted(held, (np.arange(many) + 0.5) / many * held[-1])
    chosen = np.minimum(chosen, len(lon) - 1)
    return lon[chosen], lat[chosen]


def _single(factor: Factor, many: int) -> tuple[FloatArray, FloatArray]:
    """Lay a lattice through one statement."""
    if factor.area is not None:
        return area_lattice(factor.area, many)
    lon, lat = np.array([factor.lon]), np.array([factor.lat])
    if factor.family == "round":
        east, north = round_lattices(lon, lat, np.array([factor.radius_m]), many)
        return east[0], north[0]
    winds = class_of(factor.half_angle)
    reach, turn = _polar(factor.style, winds, steps_of(factor.distance_m, factor.radius_m), many)
    scale_m = law(factor.style, winds).scale_m(factor.distance_m)
    return geodesy.destination(lon, lat, factor.bearing + np.degrees(turn), reach * scale_m)


def round_lattices(
    lon: FloatArray, lat: FloatArray, radius_m: FloatArray, many: int
) -> tuple[FloatArray, FloatArray]:
    """
    Lay lattices through round normal densities.

    Parameters
    ----------
    lon, lat
        Middles, degrees, shape (n,).
    radius_m
        Radii that hold 90 %, metres, shape (n,).
    many
        How many points each.

    Returns
    -------
    lon, lat
        Degrees, each of shape (n, many).

    Examples
    --------
    >>> lon, lat = round_lattices(np.array([0.0]), np.array([0.0]), np.array([1e4]), 64)
    >>> bool(abs(lon.mean()) < 1e-3), lat.shape
    (True, (1, 64))
    """
    steps = np.arange(many)
    reach = np.sqrt(-2 * np.log1p(-(steps + 0.5) / many)) / NORMAL_90
    turn = 360 * (steps * GOLDEN % 1)
    return geodesy.destination(
        lon[:, None], lat[:, None], turn[None, :], reach[None, :] * radius_m[:, None]
    )


def area_lattice(area: BaseGeometry, many: int) -> tuple[FloatArray, FloatArray]:
    """
    Lay a lattice over an area, even on the ground.

    Parameters
    ----------
    area
        Polygon or MultiPolygon, degrees.
    many
        About how many points.

    Returns
    -------
    lon, lat
        Degrees.

    Examples
    --------
    >>> lon, lat = area_lattice(shapely.box(10, 0, 20, 80), 400)
    >>> round(float((lat < 30).mean()), 1)  # half of a hemisphere lies below 30 degrees
    0.5
    """
    west, south, east, north = area.bounds
    low, high = np.sin(np.radians([south, north]))
    shapely.prepare(area)
    box = (east - west) * np.degrees(high - low) * max(np.cos(np.radians(south + north) / 2), 0.01)
    flat = shapely.area(area) * max(np.cos(np.radians(south + north) / 2) ** 2, 1e-4)
    tried = int(many * np.clip(box / max(flat, 1e-12), 1, 200)) + 1
    steps = np.arange(tried)
    lon = west + (steps + 0.5) / tried * (east - west)
    lat = np.degrees(np.arcsin(low + (steps * GOLDEN % 1) * (high - low)))
    kept = shapely.contains_xy(area, lon, lat)
    if kept.any():
        return lon[kept], lat[kept]
    middle = area.representative_point()  # a sliver between all points
    return np.array([middle.x]), np.array([middle.y])


@lru_cache(maxsize=1_024)
def _polar(
    style: Style, winds: WindClass, steps: tuple[int, int], many: int
) -> tuple[FloatArray, FloatArray]:
    """Lay a lattice through the shape of a law: reach in units of its scale, turn in radians."""
    shape = shape_for(style, winds, *metres_of(*steps))
    order = np.arange(many)
    held = np.concatenate([[0.0], np.cumsum(shape.mass.sum(axis=1))])
    place = np.interp((order + 0.5) / many * held[-1], held, np.arange(len(held)))
    row = np.minimum(place.astype(np.intp), len(shape.mass) - 1)
    inner, outer = shape.reach[row], shape.reach[row + 1]
    reach = np.sqrt(inner**2 + (place - row) * (outer**2 - inner**2))
    across = 2 * (order * GOLDEN % 1)  # both halves
    sums = np.cumsum(shape.mass[row], axis=1)
    wanted = (across % 1) * sums[:, -1]
    column = np.minimum((sums < wanted[:, None]).sum(axis=1), shape.mass.shape[1] - 1)
    own = shape.mass[row, column]
    within = (wanted - (sums[order, column] - own)) / np.where(own > 0, own, 1)
    turn = shape.turn[column] + np.clip(within, 0, 1) * np.diff(shape.turn)[column]
    return reach, np.where(across < 1, turn, -turn)
