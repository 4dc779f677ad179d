"""
The shape of a law seen from its anchor: radii, thresholds and outlines, in units of its distance.

Every "N km DIRECTION of X" of one style, class of winds, and similar distance has the same shape,
turned and scaled: `geo.steps` remembers them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geo.laws import Law, smeared_cdf

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.laws import FloatArray

ROWS: Final = 120
COLUMNS: Final = 72
"""Cells of a shape, along the distance and across one half of it: the radii change by less than
.5 % when both are doubled."""

STEPS: Final = np.linspace(-7, 7, 141)
"""Where a law is asked how its cells should lie, in spreads of each of its kinds: ours; five times
as many move a radius by less than .5 %."""

QUARTERS: Final = (0.25, 0.75)  # where a cell is taken to lie, when it is taken in four
RINGS: Final = 2_048  # round the point at distance 1, in which probability is summed up
OUTERMOST: Final = 0.998  # of the probability lies within the farthest of them

OUTLINES: Final = 81  # heights that a shape is cut at; between them is interpolated

THIN: Final = 0.001
"""How far the outline may move where vertices are left out, in units of the distance: ours, a tenth
of what the distance itself is rounded to."""

EVEN: Final = 0.2
"""Share of the cells that lie evenly, the others where the probability is: ours, so that the far
tails are drawn too."""

LEVELS: Final = (0.5, 0.8, 0.9, 0.95)
MOST_TURN: Final = np.pi * 0.995  # an outline never closes behind its anchor


@dataclass(frozen=True)
class Shape:
    """
    Cells of one half of a law, which is symmetric about the stated bearing.

    Attributes
    ----------
    reach
        Edges of the cells along the distance, in units of the centre distance, shape (rows + 1,).
    turn
        Edges across, radians from 0, shape (columns + 1,).
    mass
        Probability of the cells of both halves together, shape (rows, columns), sum 1.
    """

    reach: FloatArray
    turn: FloatArray
    mass: FloatArray

    @cached_property
    def height(self) -> FloatArray:
        """Probability per unit of area of each cell."""
        area = np.diff(self.reach**2)[:, None] * np.diff(self.turn)
        return np.asarray(self.mass / area)

    @cached_property
    def spots(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """
        Places that stand for a dozen cells each, to see quickly how much lies in a region.

        Returns
        -------
        reach, turn, mass
            Of both halves, turns in radians, each of shape (n,).
        """
        rows, columns = ROWS // 4, COLUMNS // 3
        blocks = self.mass.reshape(rows, 4, columns, 3)
        mass = blocks.sum(axis=(1, 3))
        middle_reach = np.sqrt((self.reach[:-1] ** 2 + self.reach[1:] ** 2) / 2)
        middle_turn = (self.turn[:-1] + self.turn[1:]) / 2
        held = np.maximum(mass, np.finfo(np.float64).tiny)
        reach = np.einsum("iajb,ia->ij", blocks, middle_reach.reshape(rows, 4)) / held
        turn = np.einsum("iajb,jb->ij", blocks, middle_turn.reshape(columns, 3)) / held
        both = (np.stack(pair).ravel() for pair in ((reach, reach), (turn, -turn), (mass, mass)))
        reach, turn, mass = both
        return reach, turn, mass / 2

    @cached_property
    def radii(self) -> dict[float, float]:
        """Radii round the point at distance 1 that hold each of `LEVELS`."""
        return dict(zip(LEVELS, self.radii_at(np.array(LEVELS)), strict=True))

    @cached_property
    def _rings(self) -> tuple[FloatArray, FloatArray]:
        """Distances from the point at distance 1, and the probability within each."""
        # counted into rings rather than sorted, which takes ten times as long
        edges = np.linspace(0, self.reach_at(OUTERMOST) + 1, RINGS + 1)
        held = np.zeros(RINGS + 1)
        mass = self.mass.ravel() / 4
        for along, across in product(QUARTERS, QUARTERS):
            r = self.reach[:-1] + np.diff(self.reach) * along
            t = self.turn[:-1] + np.diff(self.turn) * across
            apart = np.sqrt(np.maximum((r**2 + 1)[:, None] - 2 * r[:, None] * np.cos(t), 0))
            ring = np.minimum(apart.ravel() / edges[1], RINGS).astype(np.intp)
            held += np.bincount(ring, mass, RINGS + 1)
        return edges, np.concatenate([[0.0], np.cumsum(held[:RINGS])])

    def reach_at(self, level: float) -> float:
        """Give the distance from the anchor within which a probability lies."""
        held = np.cumsum(self.mass.sum(axis=1))
        return float(np.interp(level, held / held[-1], self.reach[1:]))

    def radii_at(self, levels: FloatArray) -> FloatArray:
        """Give the radii round the point at distance 1 that hold probabilities."""
        apart, held = self._rings
        return np.interp(levels, held, apart)

    @cached_property
    def _nested(self) -> tuple[FloatArray, FloatArray]:
        """Heights, falling, and the probability held by the outline of each."""
        heights = np.quantile(self.height, np.linspace(1, 0, OUTLINES))
        below = np.vstack([np.zeros(self.mass.shape[1]), np.cumsum(self.mass, axis=0)])
        # a column reaches a height first where its highest so far does, and last likewise
        highest = np.maximum.accumulate(self.height, axis=0)
        highest_back = np.maximum.accumulate(self.height[::-1], axis=0)
        held = np.zeros(OUTLINES)
        open_ = np.ones(OUTLINES, dtype=bool)  # until a column does not reach a height at all
        for column in range(self.mass.shape[1]):
            first = np.searchsorted(highest[:, column], heights)
            last = len(below) - 1 - np.searchsorted(highest_back[:, column], heights)
            open_ &= first <= last
            if not open_.any():
                break
            sums = below[:, column]
            held[open_] += sums[last[open_]] - sums[first[open_]]
        return heights, np.maximum.accumulate(held)

    def _spans(self, height: float) -> tuple[NDArray[np.intp], NDArray[np.intp], int]:
        """First and last row of each column at a height, and how many columns there are."""
        above = self.height >= height
        some = above.any(axis=0)
        count = int(some.size if some.all() else np.argmin(some))
        first = above.argmax(axis=0)[:count]
        last = len(above) - above[::-1].argmax(axis=0)[:count]
        return first, last, count

    def height_at(self, level: float) -> float:
        """Give the height whose outline holds a probability."""
        heights, held = self._nested
        return float(np.interp(level, held, heights))

    def level_of(self, reach: FloatArray, turn: FloatArray) -> FloatArray:
        """
        Give the probability of the smallest outline that holds a point.

        Parameters
        ----------
        reach, turn
            Polar coordinates of points, the second in radians, shape (n,).
        """
        row = np.searchsorted(self.reach, reach) - 1
        column = np.minimum(np.searchsorted(self.turn, np.abs(turn)) - 1, self.mass.shape[1] - 1)
        heights, held = self._nested
        level = np.ones(len(reach))
        for index in range(len(reach)):
            low, high = 0, len(heights) - 1
            if not 0 <= row[index] < len(self.mass):
                continue
            while low < high:  # the first outline that holds the cell
                middle = (low + high) // 2
                first, last, count = self._spans(heights[middle])
                at = max(column[index], 0)
                if at < count and first[at] <= row[index] < last[at]:
                    high = middle
                else:
                    low = middle + 1
            # between two outlines that were tried, the cell's own height tells where it enters
            own = self.height[row[index], max(column[index], 0)]
            entry = np.clip(own, heights[low], heights[max(low - 1, 0)])
            level[index] = np.interp(-entry, -heights, held)
        return level

    def outline(self, level: float) -> FloatArray:
        """
        Draw the smallest outline that holds a probability.

        Parameters
        ----------
        level
            Between 0 and 1.

        Returns
        -------
        array
            Vertices (reach, turn) of a ring, counter-clockwise on a map, shape (n, 2).
        """
        ring = self._drawn.get(level)
        if ring is None:
            ring = self._drawn[level] = _thinned(self._outlined(level))
        return ring

    @cached_property
    def _drawn(self) -> dict[float, FloatArray]:
        """Outlines that were asked for."""
        return {}

    def _outlined(self, level: float) -> FloatArray:
        height = self.height_at(level)
        first, last, count = self._spans(height)
        if count == 0:
            first, last, count = np.array([0]), np.array([1]), 1
        columns = np.arange(count)
        middles = (self.turn[:count] + self.turn[1 : count + 1]) / 2
        outer = self._crossing(last - 1, last, columns, height)
        inner = self._crossing(first, first - 1, columns, height)
        # both arcs meet at the last angle, half-way between them
        turns = np.minimum(np.append(middles, self.turn[count]), MOST_TURN)
        tip = (outer[-1] + inner[-1]) / 2
        outer, inner = np.append(outer, tip), np.append(inner, tip)
        # bearings grow clockwise, so that the outer arc is walked from its end
        reach = np.concatenate([outer[::-1], outer, inner[:-1][::-1], inner[:-1]])
        around = np.concatenate([turns[::-1], -turns, -turns[:-1][::-1], turns[:-1]])
        return np.stack([reach, around], axis=-1)

    def _crossing(
        self,
        inside: NDArray[np.intp],
        outside: NDArray[np.intp],
        columns: NDArray[np.intp],
        height: float,
    ) -> FloatArray:
        """Give the reach at which a height is crossed between two rows of each column."""
        edge = (outside < 0) | (outside >= len(self.height))
        beyond = np.clip(outside, 0, len(self.height) - 1)
        middle = (self.reach[:-1] + self.reach[1:]) / 2
        high = np.log(np.maximum(self.height[inside, columns], height))
        low = np.log(np.maximum(self.height[beyond, columns], height * 1e-9))
        share = (high - np.log(height)) / np.maximum(high - low, 1e-9)
        crossed = middle[inside] + np.clip(share, 0, 1) * (middle[beyond] - middle[inside])
        return np.where(edge, self.reach[np.maximum(inside, outside)], crossed)


def _thinned(ring: FloatArray) -> FloatArray:
    """Leave out the vertices of a ring that lie on the line between others."""
    reach, turn = ring.T
    outline = shapely.Polygon(np.stack([reach * np.sin(turn), reach * np.cos(turn)], axis=-1))
    x, y = shapely.get_coordinates(shapely.simplify(outline, THIN))[:-1].T
    return np.stack([np.hypot(x, y), np.arctan2(x, y)], axis=-1)


def make_shape(model: Law, distance_m: float, radius_m: float) -> Shape:
    """
    Work out the shape of a law.

    Parameters
    ----------
    model
        The law.
    distance_m, radius_m
        Stated distance and radius of the anchor, metres.

    Returns
    -------
    Shape
        In units of `Law.scale_m`.

    Examples
    --------
    >>> from geo.laws import law
    >>> shape = make_shape(law("human", "N"), 10_000.0, 2_000.0)
    >>> round(float(shape.mass.sum()), 6)
    1.0
    """
    share, mean, stretch_sd, turn_sd, half = (
        values[0] for values in model.spread(np.array([distance_m]), np.array([radius_m]))
    )
    reach = _edges(share, mean, stretch_sd, half)
    turn = _turns(share, turn_sd, model.sector)
    along = np.diff(smeared_cdf(reach[:, None] - mean, stretch_sd, half), axis=0)
    across = np.diff(smeared_cdf(turn[:, None], turn_sd, model.sector), axis=0)
    # beyond all reach both ends of a cell are 1 but for rounding, whose difference may be below 0
    mass = np.maximum(np.einsum("k,ik,jk->ij", share, along, across), 0.0)
    return Shape(np.exp(reach), turn, mass / mass.sum())


def _edges(share: FloatArray, mean: FloatArray, sd: FloatArray, half: FloatArray) -> FloatArray:
    """Give logarithms of reach between which the cells lie: finer where there is more."""
    # each kind is asked on its own scale, or one of small spread would be stepped over
    x = (mean[:, None] + STEPS * (sd + half)[:, None]).ravel()
    x = np.sort(np.clip(x, (mean - 7 * sd - half).min(), (mean + 7 * sd + half).max()))
    held = (share * smeared_cdf(x[:, None] - mean, sd, half)).sum(axis=1)
    even = (x - x[0]) / (x[-1] - x[0])
    rank = EVEN * even + (1 - EVEN) * held / held[-1]
    return np.asarray(np.interp(np.linspace(0, 1, ROWS + 1), rank, x))


def _turns(share: FloatArray, sd: FloatArray, sector: float) -> FloatArray:
    ahead = STEPS[len(STEPS) // 2 :] * (sd + sector)[:, None]
    x = np.sort(np.append(np.minimum(ahead, np.pi), np.pi))
    held = 2 * (share * smeared_cdf(x[:, None], sd, sector)).sum(axis=1) - 1
    rank = EVEN * x / np.pi + (1 - EVEN) * held / held[-1]
    return np.asarray(np.interp(np.linspace(0, 1, COLUMNS + 1), rank, x))
