"""
How far from its words a described place lies: the law of "10 km north of X", by style of text.

A law gives the probability of the true place in polar coordinates seen from the anchor: of
`stretch`, the logarithm of true over stated distance, and of `turn`, the true bearing minus the
stated one. Both are uniform (what rounding leaves open) plus normal (what people misjudge), in a
mixture of kinds of statement whose shares change with the distance: the straight line well
measured, the road, the rough guess. Distances are metres, angles degrees unless named otherwise.

The numbers are data, `geo/data/laws.json`, fitted by `benchmarks/calibrate.py`.
"""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray: TypeAlias = NDArray[np.float64]

Style: TypeAlias = Literal["human", "machine", "encyclopedia"]
STYLES: Final = ("human", "machine", "encyclopedia")
WindClass: TypeAlias = Literal["N", "NE", "NNE"]

MIDDLE_M: Final = 30_000.0
"""Distance at which the shares of the kinds of statement are stated: ours, the middle of the sets;
it only keeps the fitted numbers near 1."""

LEAST_M: Final = 1_000.0
"""The shortest distance that a law is asked for: ours; nearer to its anchor a place is as far off
as at this distance, since extents and positions are all that matters there."""

MOST_BLUR: Final = 1.0
"""Most that positions and extents may add to the spread of a stretch: ours, for villages beside a
city of millions; with more the logarithm says nothing."""

NARROWEST: Final = 0.02
"""Least half-width of a uniform part in units of the normal one's standard deviation: ours; it
widens the sum by a fifteen-thousandth."""

CARDINAL: Final = 45.0
INTERCARDINAL: Final = 22.5
"""Half-angles (degrees) of the winds of four and of eight points; all finer ones are one class."""


@dataclass(frozen=True, slots=True)
class Kind:
    """
    One kind of statement in a law.

    Attributes
    ----------
    weight, slope, curve
        Logarithm of its share at `MIDDLE_M`, and how it changes with the logarithm of distance
        and with the square of that.
    stretch
        Mean of log(true / stated distance).
    stretch_sd
        Standard deviation of that.
    turn_sd
        Standard deviation of the bearing, radians.
    noise_m
        Standard deviation of the positions themselves, metres, in both directions.
    """

    weight: float
    slope: float
    curve: float
    stretch: float
    stretch_sd: float
    turn_sd: float
    noise_m: float


@dataclass(frozen=True, slots=True)
class Law:
    """
    The law of one style for one class of winds.

    Attributes
    ----------
    style
        Name of the style.
    wind_class
        "N" for the four points, "NE" for the next four, "NNE" for anything finer.
    kinds
        The mixture.
    shift_m
        How much longer than stated the true distance is on average (a floored distance).
    floor_m
        Half of the range of true distances that were rounded to one number, metres.
    sector
        Half of the range of bearings that were rounded to one wind, radians.
    noise_share
        More of that noise, as a share of the radius of the anchor.
    widen
        Factor on `turn_sd` of all kinds for this class of winds.
    taper
        How `turn_sd` changes with the distance: as its power.
    rows
        Number of true places that it was fitted on.
    """

    style: str
    wind_class: str
    kinds: tuple[Kind, ...]
    shift_m: float
    floor_m: float
    sector: float
    noise_share: float
    widen: float
    taper: float
    rows: int

    def centre_m(self, distance_m: FloatArray | float) -> FloatArray | float:
        """Give the distance that a stated one stands for, metres."""
        return distance_m + self.shift_m

    def scale_m(self, distance_m: float) -> float:
        """Give the length that a shape of this law is drawn in units of, metres."""
        return float(max(distance_m, LEAST_M) + self.shift_m)

    def spread(self, distance_m: FloatArray, radius_m: FloatArray) -> tuple[FloatArray, ...]:
        """
        Give the parameters of the mixture for distances and anchors.

        Parameters
        ----------
        distance_m
            Stated distances, metres, shape (n,).
        radius_m
            Radii of the anchors, metres, shape (n,).

        Returns
        -------
        share, stretch, stretch_sd, turn_sd, half_stretch
            Each of shape (n, kinds), `turn_sd` in radians, `half_stretch` of the uniform part.
        """
        distance_m = np.maximum(np.asarray(distance_m, dtype=np.float64), LEAST_M)[:, None]
        table = np.array([astuple(kind) for kind in self.kinds]).T
        base, slope, curve, mean, stretch_sd, turn_sd, noise_m = table
        step = np.log(distance_m / MIDDLE_M)
        weight = base + slope * step + curve * step**2
        share = np.exp(weight - weight.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
        noise = np.hypot(noise_m, self.noise_share * np.asarray(radius_m)[:, None])
        blur = np.minimum(noise / self.centre_m(distance_m), MOST_BLUR)
        stretch_sd = np.hypot(stretch_sd, blur)
        turn_sd = np.hypot(turn_sd * self.widen * np.exp(self.taper * step), blur)
        # never so narrow beside the normal part that the difference of its two ends is lost
        half = np.maximum(self.floor_m / self.centre_m(distance_m), NARROWEST * stretch_sd)
        return share, np.broadcast_to(mean, share.shape), stretch_sd, turn_sd, half

    def density(
        self, stretch: FloatArray, turn: FloatArray, distance_m: FloatArray, radius_m: FloatArray
    ) -> FloatArray:
        """
        Give the probability per unit of stretch and radian of turn.

        Parameters
        ----------
        stretch
            log(true distance / `scale_m`), shape (n,).
        turn
            True minus stated bearing, radians in [-pi, pi], shape (n,).
        distance_m, radius_m
            Stated distance and radius of the anchor, metres, shape (n,) or (1,).

        Returns
        -------
        array
            Shape (n,).
        """
        share, mean, stretch_sd, turn_sd, half = self.spread(distance_m, radius_m)
        radial = smeared(stretch[:, None] - mean, stretch_sd, half)
        angular = smeared(turn[:, None], turn_sd, self.sector)
        return np.asarray((share * radial * angular).sum(axis=1))


def smeared(x: FloatArray, sd: FloatArray | float, half_width: FloatArray | float) -> FloatArray:
    """
    Give the density of the sum of a centred normal and a centred uniform variable.

    Parameters
    ----------
    x
        Where.
    sd
        Standard deviation of the normal.
    half_width
        Of the uniform, above 0.

    Returns
    -------
    array
        Broadcast of the three.

    Examples
    --------
    >>> float(smeared(np.array([0.0]), 0.001, 0.5)[0])
    1.0
    """
    rise = normal_cdf((x + half_width) / sd) - normal_cdf((x - half_width) / sd)
    return np.asarray(rise / (2 * np.asarray(half_width)))


def smeared_cdf(
    x: FloatArray, sd: FloatArray | float, half_width: FloatArray | float
) -> FloatArray:
    """
    Give the distribution function of the same sum.

    Parameters
    ----------
    x, sd, half_width
        As for `smeared`.

    Returns
    -------
    array
        Broadcast of the three.

    Examples
    --------
    >>> float(smeared_cdf(np.array([0.0]), 0.1, 0.5)[0])
    0.5
    """

    def integral(z: FloatArray) -> FloatArray:
        return np.asarray(z * normal_cdf(z) + np.exp(-z * z / 2) / np.sqrt(2 * np.pi))

    above, below = (x + half_width) / sd, (x - half_width) / sd
    spread = 2 * np.asarray(half_width) / sd
    return np.asarray(np.clip((integral(above) - integral(below)) / spread, 0.0, 1.0))


def normal_cdf(z: FloatArray) -> FloatArray:
    """
    Give the distribution function of the standard normal, to a relative 1.2e-7 in both tails.

    Parameters
    ----------
    z
        Any array.

    Notes
    -----
    The Chebyshev fit of the complementary error function in Press et al., Numerical Recipes
    (2nd edition, 1992), section 6.2.

    Examples
    --------
    >>> [round(float(p), 6) for p in normal_cdf(np.array([-1.96, 0.0, 1.0]))]
    [0.024998, 0.5, 0.841345]
    """
    x = np.abs(z) / np.sqrt(2)
    t = 1 / (1 + x / 2)
    series = np.zeros_like(t)
    for term in _ERFC[::-1]:
        series = series * t + term
    half = t * np.exp(-x * x + series) / 2
    return np.asarray(np.where(z > 0, 1 - half, half))


_ERFC: Final = (
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806,
    0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277,
)  # fmt: skip


def class_of(half_angle: float) -> WindClass:
    """
    Name the class of a direction by the half-angle of its wind.

    Parameters
    ----------
    half_angle
        Degrees.

    Examples
    --------
    >>> class_of(45.0), class_of(22.5), class_of(11.25), class_of(1.0)
    ('N', 'NE', 'NNE', 'NNE')
    """
    if half_angle >= CARDINAL:
        return "N"
    return "NE" if half_angle >= INTERCARDINAL else "NNE"


@cache
def law(style: Style = "human", wind_class: WindClass = "N") -> Law:
    """
    Give the law of a style for a class of winds.

    Parameters
    ----------
    style
        "human" for what people write, "machine" for catalogues that round to 16 points and floor
        to the kilometre, "encyclopedia" for articles that machines wrote from coordinates.
    wind_class
        See `class_of`.

    Returns
    -------
    Law
        As shipped.

    Raises
    ------
    KeyError
        If there is no such style.

    Examples
    --------
    >>> law("machine", "NNE").shift_m
    500.0
    """
    return read_law(laws_data()["styles"][style], style, wind_class)


@cache
def laws_data() -> dict[str, Any]:
    """
    Read the shipped parameters with their provenance.

    Returns
    -------
    dict
        As in the file: `fitted`, `sets`, `styles`.

    Examples
    --------
    >>> sorted(laws_data()["styles"])
    ['encyclopedia', 'human', 'machine']
    """
    text = (resources.files("geo") / "data/laws.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def read_law(data: dict[str, Any], style: str, wind_class: str) -> Law:
    """
    Make a law of the parameters of one style.

    Parameters
    ----------
    data
        As in the file, one style.
    style, wind_class
        Their names.
    """
    turns = data["winds"][wind_class]
    return Law(
        style=style,
        wind_class=wind_class,
        kinds=tuple(Kind(**kind) for kind in data["kinds"]),
        shift_m=data["shift_m"],
        floor_m=data["floor_m"],
        sector=float(np.radians(turns["sector"])),
        noise_share=data["noise_share"],
        widen=turns["widen"],
        taper=data["taper"],
        rows=turns["rows"],
    )
