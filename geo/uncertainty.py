"""
A location as a distribution: what all statements about it say together, and what follows.

The densities of the statements are multiplied, which narrows the place down, and are cut off at
the provinces that the context names. From the product come the point, the radii of stated
coverage, the smallest footprint of any probability, samples, and the probability of any region.
Degrees, longitude before latitude; metres.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geo import geodesy, regions, shapes, steps
from geo.cells import SIDE, Cells
from geo.errors import NumberError
from geo.factors import NORMAL_90, Factor, read_factor
from geo.laws import LEAST_M, class_of, law
from geo.outlines import outlines
from geo.polar import LEVELS

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geo.laws import FloatArray, Style, WindClass
    from geo.polar import Shape
    from geo.rings import Area

TRIM: Final = 2e-4
"""A grid is laid again over the cells that hold all but this share: ours, so that two statements
that narrow each other are not seen through the mesh of the wider one."""

WORTH: Final = 0.02
"""A province is cut out of a density only if more than this share lies outside: ours, below the
precision of the laws."""

AGREE: Final = 1e-6
"""Statements contradict each other if their product, each in units of its own peak, is less than
this on average over the window of the narrowest: ours; five standard deviations."""

LEAST_DEGREE_M: Final = 110_574.0  # of latitude, at the equator: a box errs to the wide

VERSION: Final = 1


@dataclass(frozen=True)
class Density:
    """
    Where a described place may lie.

    Attributes
    ----------
    factors
        The statements; the first is the one that the point of the text is reckoned from.
    clip
        Codes of provinces or countries that the place lies in.
    """

    factors: tuple[Factor, ...]
    clip: tuple[str, ...] = ()

    @property
    def calibrated(self) -> bool:
        """Whether every law of it was fitted on true places, or else assumed."""
        return all(factor.calibrated for factor in self.factors)

    @cached_property
    def agrees(self) -> bool:
        """Whether the statements and the provinces can all be true."""
        return self.simple or (self._meet and self._cells.mass is not None)

    @property
    def _meet(self) -> bool:
        """Whether the windows of the statements touch: beyond one its density is next to none."""
        windows = [factor.window for factor in self.factors]
        return all(
            geodesy.inverse(*one[:2], *other[:2])[1] <= one[2] + other[2]
            for one, other in combinations(windows, 2)
        )

    @cached_property
    def simple(self) -> bool:
        """Whether one offset is all there is, whose shape is known without a grid."""
        if len(self.factors) > 1 or self.factors[0].family != "offset":
            return False
        if not self.clip:
            return True
        area = regions.shape_of(self.clip)
        shapely.prepare(area)
        if shapely.contains_properly(area, self._box):
            return True
        lon, lat, mass = self._spots
        return float(mass[~shapely.contains_xy(area, lon, lat)].sum()) <= WORTH

    @property
    def _box(self) -> BaseGeometry:
        """Draw a box round the point that leaves less outside than is worth cutting."""
        lon, lat = self.stated
        reach_m = self.scale_m * steps.radius_at_steps(*self._steps, 1 - WORTH / 2)
        high = reach_m / LEAST_DEGREE_M
        wide = high / max(math.cos(math.radians(min(abs(lat) + high, 90.0))), 1e-3)
        return shapely.box(lon - wide, lat - high, lon + wide, lat + high)

    @property
    def _spots(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Places for a dozen of its cells each, and their probabilities."""
        first = self.factors[0]
        reach, turn, mass = steps.spots_at_steps(*self._steps)
        bearing = first.bearing + np.degrees(turn)
        return (*geodesy.destination(first.lon, first.lat, bearing, reach * self.scale_m), mass)

    @property
    def _round(self) -> bool:
        """Whether one round normal density is all there is."""
        return len(self.factors) == 1 and self.factors[0].family == "round" and not self.clip

    def _round_m(self, level: float) -> float:
        spread_m = self.factors[0].radius_m / NORMAL_90
        return spread_m * float(np.sqrt(-2 * np.log1p(-level)))

    @cached_property
    def stated(self) -> tuple[float, float]:
        """Point of the text: as far as stated and in the middle of the direction."""
        first = self.factors[0]
        if first.family == "offset":
            return geodesy.destination(first.lon, first.lat, first.bearing, first.centre_m)
        if first.family == "line":
            return geodesy.midpoint(first.lon, first.lat, first.lon2, first.lat2)
        return first.lon, first.lat

    @cached_property
    def centre(self) -> tuple[float, float]:
        """Middle of the denser half of the distribution."""
        lon, lat, mass = self.points
        order = np.argsort(-self._heights)
        kept = order[: int(np.searchsorted(np.cumsum(mass[order]), 0.5)) + 1]
        return geodesy.mean_point(lon[kept], lat[kept], mass[kept])

    @property
    def points(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Longitudes, latitudes and probabilities of the cells that it consists of."""
        if self.simple:
            return self._polar_points
        return self._cells.lon, self._cells.lat, self._cells.held

    def radii(self, lon: float, lat: float) -> dict[float, float]:
        """
        Give the radii round a point that hold stated probabilities.

        Parameters
        ----------
        lon, lat
            The point.

        Returns
        -------
        dict
            Probability (.5, .8, .9, .95) to metres.
        """
        near = self.factors[0].distance_m < LEAST_M  # the shape's own middle lies farther out
        if self.simple and not near and (lon, lat) == self.stated:
            known = steps.radii_at_steps(*self._steps)
            return {level: float(radius) * self.scale_m for level, radius in known.items()}
        if self._round and (lon, lat) == self.stated:
            return {level: self._round_m(level) for level in LEVELS}
        if self.simple:
            east, north, mass = self._polar_points
            apart_m = np.asarray(geodesy.inverse(lon, lat, east, north)[1])
        else:
            mass, (_, apart_m) = self._cells.held, self._cells.seen_from(lon, lat)
        order = np.argsort(apart_m)
        held = np.cumsum(mass[order])
        radii = np.interp(LEVELS, held / held[-1], apart_m[order])
        return dict(zip(LEVELS, (float(radius) for radius in radii), strict=True))

    def footprint(self, level: float = 0.9) -> Area:
        """
        Draw the smallest area that holds a probability.

        Parameters
        ----------
        level
            Above 0 and below 1.

        Returns
        -------
        Polygon or MultiPolygon

        Raises
        ------
        NumberError
            If the level is no probability of some and not of all.

        Examples
        --------
        >>> from geo.factors import Factor
        >>> spot = Density((Factor(family="offset", lon=40.45, lat=35.02, radius_m=3_000.0,
        ...                        distance_m=10_000.0, bearing=0.0, half_angle=45.0),))
        >>> round(spot.probability(spot.footprint(0.8)), 1)
        0.8
        """
        if not 0 < level < 1:
            message = f"a footprint of probability {level}: expected one between 0 and 1, as 0.9"
            raise NumberError(message)
        if self._round:
            return shapes.disc(*self.stated, self._round_m(level))
        if not self.simple:
            return self._cells.footprint(level)
        first = self.factors[0]
        drawn = outlines(
            self.ring(level), [first.lon], [first.lat], [first.bearing], [self.scale_m]
        )
        area: Area = drawn[0]
        return area

    def ring(self, level: float) -> FloatArray:
        """
        Give the outline of one offset's law, as `Shape.outline` does, about the anchor.

        Parameters
        ----------
        level
            Probability that it holds.
        """
        return steps.outline_at_steps(*self._steps, level)

    def probability(self, region: BaseGeometry) -> float:
        """
        Give the probability that the place lies in a region.

        Parameters
        ----------
        region
            Polygon in degrees.

        Returns
        -------
        float
            0 to 1.
        """
        lon, lat, mass = self.points
        shapely.prepare(region)
        return float(mass[shapely.contains_xy(region, lon, lat)].sum())

    def sample(self, n: int, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
        """
        Draw possible places.

        Parameters
        ----------
        n
            How many.
        rng
            Source of chance.

        Returns
        -------
        lon, lat
            Degrees, each of shape (n,).
        """
        if self.simple:
            first = self.factors[0]
            shape, centre_m = self.polar
            drawn = rng.choice(shape.mass.size, n, p=shape.mass.ravel() / shape.mass.sum())
            row, column = np.divmod(drawn, shape.mass.shape[1])
            inner, outer = shape.reach[row], shape.reach[row + 1]
            reach = np.sqrt(inner**2 + rng.random(n) * (outer**2 - inner**2))
            turn = shape.turn[column] + rng.random(n) * np.diff(shape.turn)[column]
            turn *= rng.choice([-1.0, 1.0], n)
            return geodesy.destination(
                first.lon, first.lat, first.bearing + np.degrees(turn), reach * centre_m
            )
        return self._cells.sample(n, rng)

    def to_json(self) -> str:
        """Write it as compact JSON, from which `read_density` makes it again."""
        said: dict[str, object] = {"v": VERSION, "factors": [f.to_dict() for f in self.factors]}
        if self.clip:
            said["clip"] = list(self.clip)
        return json.dumps(said, separators=(",", ":"), ensure_ascii=False)

    @cached_property
    def polar(self) -> tuple[Shape, float]:
        """Shape of the law of one offset, and the length that it is drawn in units of, metres."""
        first = self.factors[0]
        winds = class_of(first.half_angle)
        return steps.shape_for(first.style, winds, first.distance_m, first.radius_m), self.scale_m

    @cached_property
    def scale_m(self) -> float:
        """Length that the shape of one offset is drawn in units of, metres."""
        first = self.factors[0]
        return law(first.style, class_of(first.half_angle)).scale_m(first.distance_m)

    @property
    def _steps(self) -> tuple[Style, WindClass, int, int]:
        """What the shape of one offset is remembered by."""
        first = self.factors[0]
        far, wide = steps.steps_of(first.distance_m, first.radius_m)
        return first.style, class_of(first.half_angle), far, wide

    @cached_property
    def _polar_points(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Middles of the cells of both halves, and their probabilities."""
        first = self.factors[0]
        shape, centre_m = self.polar
        reach = np.sqrt((shape.reach[:-1] ** 2 + shape.reach[1:] ** 2) / 2)
        turn = np.degrees(shape.turn[:-1] + shape.turn[1:]) / 2
        bearing = first.bearing + np.concatenate([turn, -turn])
        lon, lat = geodesy.destination(
            first.lon, first.lat, bearing[None, :], reach[:, None] * centre_m
        )
        mass = np.concatenate([shape.mass, shape.mass], axis=1) / 2
        return lon.ravel(), lat.ravel(), mass.ravel()

    @cached_property
    def _heights(self) -> FloatArray:
        if self.simple:
            height = self.polar[0].height
            return np.concatenate([height, height], axis=1).ravel()
        return self._cells.held

    @cached_property
    def _cells(self) -> Cells:
        """Lay a grid over the narrowest statement, and once more over what is left of it."""
        lon, lat, reach_m = min((f.window for f in self.factors), key=lambda window: window[2])
        rough = self._laid(lon, lat, reach_m, reach_m, SIDE // 2)
        if rough.mass is None:
            return rough
        east, north = np.nonzero(rough.mass > TRIM * rough.mass.max())
        cell_x, cell_y = rough.cell_m
        x = (np.array([east.min(), east.max() + 1]) - rough.side / 2) * cell_x
        y = (np.array([north.min(), north.max() + 1]) - rough.side / 2) * cell_y
        middle_x, middle_y = x.mean(), y.mean()
        lon, lat = geodesy.destination(
            lon, lat, float(np.degrees(np.arctan2(middle_x, middle_y))),
            float(np.hypot(middle_x, middle_y)),
        )  # fmt: skip
        return self._laid(float(lon), float(lat), np.ptp(x) / 2 + cell_x, np.ptp(y) / 2 + cell_y)

    def _laid(
        self, lon: float, lat: float, half_x: float, half_y: float, side: int = SIDE
    ) -> Cells:
        grid = Cells(lon, lat, (2 * half_x / side, 2 * half_y / side), None, side)
        product = np.ones(side * side)
        for factor in self.factors:
            product *= factor.density(grid) / factor.peak
        if self.clip:
            area = regions.shape_of(self.clip)
            shapely.prepare(area)
            product = product * shapely.contains_xy(area, grid.lon, grid.lat)
        if product.sum() <= AGREE * len(product):
            return grid
        mass = (product / product.sum()).reshape(side, side)
        return Cells(lon, lat, grid.cell_m, mass, side)


@lru_cache(maxsize=4_096)
def read_density(text: str) -> Density:
    """
    Make a density of its JSON.

    Parameters
    ----------
    text
        What `Density.to_json` gave: a cell of the column `density`.

    Returns
    -------
    Density

    Raises
    ------
    NumberError
        If the text is no density of this version.

    Examples
    --------
    >>> spot = Density((Factor(family="round", lon=36.6, lat=35.9, radius_m=4_000.0),))
    >>> read_density(spot.to_json()) == spot
    True
    """
    try:
        said = json.loads(text)
        factors = tuple(read_factor(factor) for factor in said["factors"])
    except (ValueError, KeyError, TypeError) as error:
        message = f"{text[:60]!r} is no density; expected the JSON of a column `density`"
        raise NumberError(message) from error
    return Density(factors, tuple(said.get("clip", ())))
