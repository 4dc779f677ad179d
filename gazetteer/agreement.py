"""
How well two statements about one target agree, for every pair of places that they may mean.

"14 miles southeast of Cambridge and 47 miles northeast of London" leads to one spot in England
and to two in Ontario. The law of each statement is asked how likely the end of the other is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from geo import geodesy
from geo.laws import LEAST_M, class_of, law

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from gazetteer.clauses import Offset
    from gazetteer.place import Place

    FloatArray = NDArray[np.float64]

DECADES: Final = 3.0
"""A pair that is this many powers of ten less likely than the best possible one agrees in
nothing: ours; about what a wrong direction leaves of a law."""


def agreement(
    clause: Offset, places: Sequence[Place], other: Offset, others: Sequence[Place]
) -> FloatArray:
    """
    Tell how well each place of one statement agrees with the best place of another.

    Parameters
    ----------
    clause
        A statement about the target.
    places
        The n places that its anchor may be.
    other
        Another statement about the same target.
    others
        The m places that its anchor may be.

    Returns
    -------
    array
        Shape (n,): 1 where the two statements lead to the same spot, 0 where neither law has
        room for the end of the other.

    Examples
    --------
    >>> from gazetteer.expression import parse
    >>> from gazetteer.opening import load
    >>> text = "14 miles southeast of Cambridge and 47 miles northeast of London"
    >>> one, two = parse(text).clauses
    >>> towns = {name: [load().search(name, country=code)[0].place for code in ("GB", "CA")]
    ...          for name in ("Cambridge", "London")}
    >>> england, canada = agreement(one, towns["Cambridge"], two, towns["London"])
    >>> bool(england > canada)
    True
    """
    if not places or not others:
        return np.zeros(len(places))
    start, goal = _spots(places), _spots(others)
    mine = _likeness(clause, places, _ends(other, goal))
    theirs = _likeness(other, others, _ends(clause, start))
    pairs = (np.log10(mine) + np.log10(theirs).T) / 2
    return np.asarray(1 + np.clip(pairs.max(axis=1), -DECADES, 0.0) / DECADES)


def _likeness(clause: Offset, places: Sequence[Place], ends: FloatArray) -> FloatArray:
    """Give the density at the m ends as a share of that at the own one, shape (n, m)."""
    model = law("human", class_of(clause.direction.half_angle))
    starts = _spots(places)[:, None]
    stated_m = clause.distance.distance_m
    azimuth, away_m = geodesy.inverse(starts[..., 0], starts[..., 1], ends[:, 0], ends[:, 1])
    turn = np.radians((azimuth - clause.direction.bearing + 180) % 360 - 180)
    stretch = np.log(np.maximum(away_m, 1.0) / model.scale_m(stated_m))
    radius_m = np.repeat([place.radius_m for place in places], stretch.shape[1])
    distance_m = np.array([max(stated_m, LEAST_M)])
    at = model.density(stretch.ravel(), turn.ravel(), distance_m, radius_m)
    peak = model.density(np.zeros(at.size), np.zeros(at.size), distance_m, radius_m)
    return np.maximum(at / peak, 1e-9).reshape(stretch.shape)


def _ends(clause: Offset, starts: FloatArray) -> FloatArray:
    ends = geodesy.destination(
        starts[:, 0], starts[:, 1], clause.direction.bearing, clause.distance.distance_m
    )
    return np.column_stack(ends)


def _spots(places: Sequence[Place]) -> FloatArray:
    return np.array([(place.lon, place.lat) for place in places])
