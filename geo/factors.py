"""
What one statement says of where a place lies: families of densities over the ellipsoid.

A factor is a frozen value in numbers, without words: where its anchor is, how far that extends,
and by which law the place lies about it. Degrees, longitude before latitude; metres; bearings
clockwise from true north. Densities are relative: `geo.uncertainty` makes them whole.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import numpy as np
import shapely

from geo import geodesy, shapes
from geo.laws import LEAST_M, class_of, law, smeared
from geo.steps import shape_for

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geo.cells import Cells
    from geo.laws import FloatArray, Style
    from geo.polar import Shape

Family: TypeAlias = Literal["offset", "ring", "round", "line", "shape"]

NORMAL_90: Final = 2.1460
"""Radius that holds 90 % of a round normal density, in its standard deviations: sqrt(2 ln 10)."""

ACROSS_90: Final = 1.6449
"""Half-width that holds 90 % of a normal density in one dimension."""

RING_SD: Final = 0.05
"""Least standard deviation of the stretch of a distance without a direction: assumed; who gives
no direction has not measured to better than a twentieth."""

WIDE: Final = 1.35
"""How much farther than the 99 % outline a window reaches: ours, so that nothing is cut off."""

MOST_VERTICES: Final = 200  # of a shape in a table's cell; the rest is simplified away
DIGITS: Final = 4  # decimals of its degrees, about ten metres


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """
    One statement.

    Attributes
    ----------
    family
        "offset" (distance and bearing), "ring" (distance only), "round" (at, near, in the area
        of), "line" (between, along), "shape" (anywhere in an area).
    lon, lat
        The anchor; of a line its first end.
    radius_m
        Extent of the anchor; of "round" and "line" what holds 90 % of the places.
    distance_m
        As stated.
    bearing, half_angle
        As stated, degrees.
    style
        Whose law.
    lon2, lat2
        Second end of a line.
    middle
        The place is at the middle of the line rather than anywhere on it.
    least
        The distance is an upper bound ("within 20 km of").
    area
        The area of a "shape".
    """

    family: Family
    lon: float = 0.0
    lat: float = 0.0
    radius_m: float = 0.0
    distance_m: float = 0.0
    bearing: float = 0.0
    half_angle: float = 0.0
    style: Style = "human"
    lon2: float = 0.0
    lat2: float = 0.0
    middle: bool = False
    least: bool = False
    area: BaseGeometry | None = None

    @property
    def calibrated(self) -> bool:
        """Whether the law was fitted on true places; the others are assumed and say so."""
        return self.family == "offset" and self.half_angle > 1

    @property
    def centre_m(self) -> float:
        """The distance that the stated one stands for by its law, metres."""
        return float(law(self.style, class_of(self.half_angle)).centre_m(self.distance_m))

    @property
    def window(self) -> tuple[float, float, float]:
        """Middle of the factor and how far it reaches from there, metres."""
        if self.area is not None:
            return shapes.enclosing_circle(self.area)
        if self.family == "line":
            lon, lat = geodesy.midpoint(self.lon, self.lat, self.lon2, self.lat2)
            _, apart_m = geodesy.inverse(self.lon, self.lat, self.lon2, self.lat2)
            return float(lon), float(lat), float(apart_m) / 2 + 2 * self.radius_m
        if self.family == "round":
            return self.lon, self.lat, 1.6 * self.radius_m
        if self.family == "ring":
            reach_m = max(self.distance_m, LEAST_M) * float(self._polar.reach_at(0.995))
            return self.lon, self.lat, (reach_m + self.radius_m) * WIDE
        shape, model = self._polar, law(self.style, class_of(self.half_angle))
        centre_m = model.scale_m(self.distance_m)
        ring = shape.outline(0.99)
        x, y = ring[:, 0] * np.sin(ring[:, 1]), ring[:, 0] * np.cos(ring[:, 1])
        middle = (y.min() + y.max()) / 2
        lon, lat = geodesy.destination(self.lon, self.lat, self.bearing, middle * centre_m)
        reach = max(np.abs(x).max(), (y.max() - y.min()) / 2)
        return float(lon), float(lat), float(reach * centre_m * WIDE)

    @property
    def _polar(self) -> Shape:
        return shape_for(self.style, class_of(self.half_angle), self.distance_m, self.radius_m)

    @property
    def peak(self) -> float:
        """Relative density where it is highest."""
        if self.family in {"offset", "ring"}:
            scale_m = law(self.style, class_of(self.half_angle)).scale_m(self.distance_m)
            apart_m = np.maximum(self._polar.reach * scale_m, 1.0)
            return float(self._about(apart_m, np.zeros(1)).max())
        if self.family == "line":
            _, length_m = geodesy.inverse(self.lon, self.lat, self.lon2, self.lat2)
            return float(self._along(np.zeros(1), float(length_m) / 2)[0])
        return 1.0

    def density(self, cells: Cells) -> FloatArray:
        """
        Give the relative density at the middles of cells.

        Parameters
        ----------
        cells
            A grid of n cells.

        Returns
        -------
        array
            Per unit of area, shape (n,).
        """
        if self.family == "shape":
            shapely.prepare(self.area)
            return np.asarray(
                shapely.contains_xy(self.area, cells.lon, cells.lat), dtype=np.float64
            )
        if self.family == "line":
            return self._line(cells)
        bearing, apart_m = cells.seen_from(self.lon, self.lat)
        apart_m = np.maximum(apart_m, 1.0)
        if self.family == "round":
            return np.asarray(np.exp(-np.square(apart_m / self.radius_m * NORMAL_90) / 2))
        return self._about(apart_m, np.radians((bearing - self.bearing + 180) % 360 - 180))

    def _about(self, apart_m: FloatArray, turn: FloatArray) -> FloatArray:
        """Spread by a law about the anchor, whose distances and turns are given."""
        model = law(self.style, class_of(self.half_angle))
        distance_m, radius_m = np.array([self.distance_m]), np.array([self.radius_m])
        stretch = np.log(apart_m / model.scale_m(self.distance_m))
        if self.family == "offset":
            return model.density(stretch, turn, distance_m, radius_m) / np.square(apart_m)
        share, mean, sd, _, half = model.spread(distance_m, radius_m)
        sd = np.maximum(sd, RING_SD)
        radial = (share * smeared(stretch[:, None] - mean, sd, half)).sum(axis=1)
        if self.least:  # "within 20 km": as likely anywhere inside, and no farther than the law
            inside = apart_m <= self.distance_m
            edge = (share * smeared(-mean, sd, half)).sum() / self.distance_m**2
            return np.asarray(np.where(inside, edge, radial / np.square(apart_m)))
        return np.asarray(radial / np.square(apart_m))

    def _line(self, cells: Cells) -> FloatArray:
        """Spread along the line and across it, in the plane of its middle."""
        middle = geodesy.midpoint(self.lon, self.lat, self.lon2, self.lat2)
        along, length_m = geodesy.inverse(*middle, self.lon2, self.lat2)
        bearing, apart_m = cells.seen_from(*middle)
        turn = np.radians(bearing - along)
        across = np.exp(-np.square(apart_m * np.sin(turn) / self.radius_m * ACROSS_90) / 2)
        return np.asarray(across * self._along(apart_m * np.cos(turn), float(length_m)))

    def _along(self, y: FloatArray, half_m: float) -> FloatArray:
        """Spread along a line of which half is so long, from its middle."""
        half_m = max(half_m, self.radius_m)  # a line of no length is a spot
        if self.middle:
            return np.asarray(np.exp(-np.square(y / (MIDWAY * half_m)) / 2))
        return smeared(y, MIDWAY * half_m, (1 - MIDWAY) * half_m)

    def to_dict(self) -> dict[str, Any]:
        """Give what differs from the defaults as JSON values."""
        said: dict[str, Any] = {}
        for part in fields(self):
            value = getattr(self, part.name)
            if value == part.default and part.name != "family":
                continue
            said[part.name] = round(value, 6) if isinstance(value, float) else value
        if self.area is not None:
            said["area"] = _compact(self.area)
        return said


MIDWAY: Final = 0.15
"""Standard deviation of "midway", in half-lengths of the line, and the softness of its ends:
assumed, there are no true places to fit it on."""


def read_factor(said: dict[str, Any]) -> Factor:
    """
    Make a factor of what `Factor.to_dict` gave.

    Parameters
    ----------
    said
        JSON values.

    Examples
    --------
    >>> factor = Factor(family="round", lon=36.6, lat=35.9, radius_m=4_000.0)
    >>> read_factor(factor.to_dict()) == factor
    True
    """
    area = said.get("area")
    return Factor(**{**said, "area": shapely.from_wkt(area) if area else None})


def _compact(area: BaseGeometry) -> str:
    """Write a shape with few vertices and few decimals."""
    tolerance = 10.0**-DIGITS
    while shapely.get_num_coordinates(area) > MOST_VERTICES and tolerance < 1:
        area = shapely.simplify(area, tolerance)
        tolerance *= 2
    return str(shapely.to_wkt(area, rounding_precision=DIGITS, trim=True))
