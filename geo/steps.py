"""
Shapes of laws in steps of the distance and of the anchor's extent, worked out once and remembered.

A table has a few thousand of them at most; of each the radii and the outlines that were asked for
stay when the shape itself is forgotten.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.laws import LEAST_M, law
from geo.polar import Shape, make_shape

if TYPE_CHECKING:
    from geo.laws import FloatArray, Style, WindClass

STEP: Final = 0.08
"""Step of the logarithm of distance between two shapes: ours; a phrase is at most 4 %
nearer or farther than the distance whose shape it is given, and the shape is scaled to its own."""

WIDE_STEP: Final = 0.1
"""The same of the extent of the anchor, which matters less."""


def shape_for(style: Style, wind_class: WindClass, distance_m: float, radius_m: float) -> Shape:
    """
    Give the remembered shape nearest to a phrase.

    Parameters
    ----------
    style, wind_class
        Which law.
    distance_m, radius_m
        Stated distance and radius of the anchor, metres.

    Returns
    -------
    Shape
        For the nearest steps of both.

    Examples
    --------
    >>> shape = shape_for("human", "N", 10_000.0, 2_000.0)
    >>> bool(0.3 < shape.radii[0.9] < 0.9)
    True
    """
    return _shape_at(style, wind_class, *steps_of(distance_m, radius_m))


@lru_cache(maxsize=65_536)
def radii_at_steps(style: Style, wind_class: WindClass, far: int, wide: int) -> dict[float, float]:
    """
    Give the remembered radii of a shape, which stay when the shape itself is forgotten.

    Parameters
    ----------
    style, wind_class
        Which law.
    far, wide
        As `steps_of` gives them.

    Returns
    -------
    dict
        Probability to radius, as `Shape.radii`.

    Examples
    --------
    >>> radii = radii_at_steps("human", "N", *steps_of(10_000.0, 2_000.0))
    >>> radii == shape_for("human", "N", 10_000.0, 2_000.0).radii
    True
    """
    return _shape_at(style, wind_class, far, wide).radii


@lru_cache(maxsize=65_536)
def radius_at_steps(
    style: Style, wind_class: WindClass, far: int, wide: int, level: float
) -> float:
    """
    Give a remembered radius of a shape.

    Parameters
    ----------
    style, wind_class
        Which law.
    far, wide
        As `steps_of` gives them.
    level
        Probability that it holds.

    Examples
    --------
    >>> law_and_steps = ("human", "N", *steps_of(10_000.0, 2_000.0))
    >>> bool(radius_at_steps(*law_and_steps, 0.9) == radii_at_steps(*law_and_steps)[0.9])
    True
    """
    return float(_shape_at(style, wind_class, far, wide).radii_at(np.array([level]))[0])


@lru_cache(maxsize=16_384)
def outline_at_steps(
    style: Style, wind_class: WindClass, far: int, wide: int, level: float
) -> FloatArray:
    """
    Give the remembered outline of a shape.

    Parameters
    ----------
    style, wind_class
        Which law.
    far, wide
        As `steps_of` gives them.
    level
        Probability that it holds.

    Returns
    -------
    array
        As `Shape.outline`.

    Examples
    --------
    >>> ring = outline_at_steps("human", "N", *steps_of(10_000.0, 2_000.0), 0.9)
    >>> bool((ring == shape_for("human", "N", 10_000.0, 2_000.0).outline(0.9)).all())
    True
    """
    return _shape_at(style, wind_class, far, wide).outline(level)


@lru_cache(maxsize=1_024)
def spots_at_steps(
    style: Style, wind_class: WindClass, far: int, wide: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """
    Give the remembered places that stand for a shape.

    Parameters
    ----------
    style, wind_class
        Which law.
    far, wide
        As `steps_of` gives them.

    Returns
    -------
    reach, turn, mass
        As `Shape.spots`.

    Examples
    --------
    >>> reach, turn, mass = spots_at_steps("human", "N", *steps_of(10_000.0, 2_000.0))
    >>> round(float(mass.sum()), 6)
    1.0
    """
    return _shape_at(style, wind_class, far, wide).spots


@lru_cache(maxsize=256)  # each is 150 kB
def _shape_at(style: Style, wind_class: WindClass, far: int, wide: int) -> Shape:
    return make_shape(law(style, wind_class), *metres_of(far, wide))


def steps_of(distance_m: float, radius_m: float) -> tuple[int, int]:
    """
    Give the steps of the remembered shape that is nearest.

    Parameters
    ----------
    distance_m, radius_m
        Stated distance and radius of the anchor, metres.

    Examples
    --------
    >>> steps_of(10_000.0, 2_000.0)
    (115, 76)
    """
    far = round(math.log(max(distance_m, LEAST_M)) / STEP)
    return far, round(math.log(max(radius_m, LEAST_M)) / WIDE_STEP)


def metres_of(far: int, wide: int) -> tuple[float, float]:
    """
    Give the distance and the radius that a pair of steps stands for, metres.

    Parameters
    ----------
    far, wide
        As `steps_of` gives them.
    """
    return math.exp(far * STEP), math.exp(wide * WIDE_STEP)
