"""Scale and north of a map: true lengths on the ellipsoid, and the true direction of north."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.geodesy import inverse, wrapped
from maps.style import CLASSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maps.paper.projection import Projection

LONGEST_MM = 32.0  # of a bar
DIGITS = (1.0, 2.0, 5.0)
STRAY = 0.10  # of the scale across the map, from where on one bar would be wrong somewhere
STEP = 0.05  # degrees to the north, by which its direction is found


@dataclass(frozen=True, slots=True)
class Scale:
    """
    A scale bar.

    Attributes
    ----------
    bar_mm
        Its length on the sheet.
    half, whole
        What stands at its middle and at its end.
    projection
        Of the map.
    """

    bar_mm: float
    half: str
    whole: str
    projection: Projection

    def north_at(self, x: float, y: float) -> float:
        """
        Give the direction of true north at a place of the map.

        Parameters
        ----------
        x, y
            Metres of the projection.

        Returns
        -------
        float
            Radians clockwise from the sheet's upright.
        """
        lon, lat = self.projection.inverse(x, y)
        there_x, there_y = self.projection.forward(lon, np.minimum(lat + STEP, 90.0))
        return float(np.arctan2(there_x - x, there_y - y))


def scale_of(projection: Projection, frame: Sequence[float], wide_mm: float) -> Scale | None:
    """
    Choose the bar of a map.

    Parameters
    ----------
    projection
        Of the map.
    frame
        Left, bottom, right, top, metres.
    wide_mm
        Width of the map on the sheet.

    Returns
    -------
    Scale or None
        None where the scale changes so much across the map, as on one of the world, that no bar
        is right.

    Examples
    --------
    >>> from maps.paper.projection import projection_for
    >>> scale_of(projection_for((35, 32, 42, 37)), (-3e5, -3e5, 3e5, 3e5), 180).whole
    '100 km'
    """
    metres = np.array([_ground_m(projection, frame, share) for share in (0.1, 0.5, 0.9)])
    if not np.isfinite(metres).all() or np.ptp(metres) > STRAY * metres[1]:
        return None
    per_mm = metres[1] / wide_mm
    most_m = LONGEST_MM * per_mm
    decade = 10.0 ** np.floor(np.log10(most_m))
    length_m = max(digit * decade for digit in DIGITS if digit * decade <= most_m)
    unit, name = (1_000.0, "km") if length_m >= 2_000 else (1.0, "m")  # noqa: PLR2004 - half of it is a whole number of km
    return Scale(
        length_m / per_mm, f"{length_m / 2 / unit:g}", f"{length_m / unit:g} {name}", projection
    )


def round_levels(peak: float, classes: int = CLASSES) -> list[float]:
    """
    Divide densities into classes at 1, 2, 5, 10, … below a peak.

    Parameters
    ----------
    peak
        Largest value, above 0.
    classes
        How many.

    Returns
    -------
    list of float
        Lower end of each class, ascending; the last is below the peak.

    Examples
    --------
    >>> round_levels(0.7)
    [0.02, 0.05, 0.1, 0.2, 0.5]
    """
    decade = int(np.floor(np.log10(peak)))
    powers = range(decade - classes, decade + 1)
    steps = [float(f"{digit:g}e{power}") for power in powers for digit in DIGITS]
    return [step for step in steps if step < peak][-classes:]


def _ground_m(projection: Projection, frame: Sequence[float], share: float) -> float:
    """Measure the map from side to side on the ground, at a height, in pieces."""
    left, bottom, right, top = frame
    x = np.linspace(left, right, 33)
    lon, lat = projection.inverse(x, np.full_like(x, bottom + share * (top - bottom)))
    lon = wrapped(lon)
    _, pieces = inverse(lon[:-1], lat[:-1], lon[1:], lat[1:])
    return float(np.sum(pieces))
