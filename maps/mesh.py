"""
Polygons as a page carries them: every border once, and the rings that are made of borders.

Degrees, longitude before latitude, as whole fractions of a degree. Neighbours share an arc, so
that a border is neither sent nor drawn twice, and a page knows which arcs are coast, which part
provinces and which part countries (the arcs of TopoJSON: Bostock 2013).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from maps.columns import Json, numbers

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

SHAPE_STEPS = 10_000  # per degree, 11 m: below one pixel at zoom 13
OUTLINE_STEPS = 1_000  # per degree, 110 m: provinces are no finer than 1 km
FAR_STEPS = 250  # per degree, 440 m: for countries that are drawn coarsely

OUTER, INNER, FRONTIER = 0, 1, 2  # one side only; one group on both sides; two groups
ENDS = 2  # edges that meet where a border just goes on


def mesh(
    geometries: NDArray[np.object_], groups: ArrayLike | None = None, *, steps: int = SHAPE_STEPS
) -> Json:
    """
    Cut polygons into arcs.

    Parameters
    ----------
    geometries
        Polygons and multipolygons; others and missing ones have no outline and give none.
    groups
        What each belongs to, such as its country; all to one if None.
    steps
        Whole numbers a degree.

    Returns
    -------
    Json
        `x`, `y` vertices of the arcs, `sizes` vertices an arc, `kinds` of the arcs; `ring` twice
        the number of each arc, and 1 more where it runs backwards, `rings` arcs a ring, `polys`
        rings a polygon, `rows` row of each polygon.

    Examples
    --------
    Two squares side by side share one arc of two vertices:

    >>> from maps.columns import pack, unpack
    >>> found = unpack(pack(mesh(shapely.box([0, 1], [0, 0], [1, 2], [1, 1]), steps=1)))
    >>> found["sizes"], found["kinds"]
    ([2.0, 4.0, 4.0], [1.0, 0.0, 0.0])
    """
    xy, ring_size, ring_poly, row = _rings(geometries, steps)
    vertex, edge, degree = _edges(xy, ring_size)
    group = np.zeros(len(geometries), np.int64) if groups is None else _numbered(groups)
    kind = _kinds(edge, group[np.repeat(row[ring_poly], ring_size)])
    arcs: list[NDArray[np.int64]] = []
    kinds: list[int] = []
    ring: list[int] = []
    rings: list[int] = []
    known: dict[int, tuple[int, int]] = {}  # by the least edge of an arc: the arc, its first edge
    for stop, size in zip(np.cumsum(ring_size), ring_size, strict=True):
        here = slice(stop - size, stop)
        at, along = _from_a_node(vertex[here], edge[here], degree)
        cuts = np.flatnonzero(degree[at] > ENDS)
        cuts = cuts if len(cuts) else np.zeros(1, np.int64)
        rings.append(len(cuts))
        for first, last in zip(cuts, [*cuts[1:], size], strict=True):
            piece = along[first:last]
            least = int(piece.min())
            if least not in known:
                known[least] = (len(arcs), int(piece[0]))
                arcs.append(np.append(at[first:last], at[last % size]))
                kinds.append(int(kind[least]))
            number, begins = known[least]
            ring.append(2 * number + _runs_back(arcs[number], at[first], piece, begins))
    drawn = np.concatenate(arcs) if arcs else np.zeros(0, np.int64)
    place = np.zeros((len(degree), 2))
    place[vertex] = xy
    return {
        "x": numbers(place[drawn, 0] / steps, steps, running=True),
        "y": numbers(place[drawn, 1] / steps, steps, running=True),
        "sizes": numbers([len(arc) for arc in arcs]),
        "kinds": numbers(kinds),
        "ring": numbers(ring),
        "rings": numbers(rings),
        "polys": numbers(np.bincount(ring_poly, minlength=len(row))),
        "rows": numbers(row),
    }


def _rings(geometries: NDArray[np.object_], steps: int) -> tuple[NDArray[np.int64], ...]:
    """Give the vertices of all rings, not closed, their number a ring, polygons and rows."""
    parts, row = shapely.get_parts(geometries, return_index=True)
    polygons = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    parts, row = parts[polygons], row[polygons]
    rings, poly = shapely.get_rings(parts, return_index=True)
    lonlat, of = shapely.get_coordinates(rings, return_index=True)
    xy = np.round(lonlat * steps).astype(np.int64)
    # a vertex that falls on the one before it, as the last of a ring does on its first, goes
    kept = np.ones(len(xy), dtype=bool)
    kept[:-1] = (xy[1:] != xy[:-1]).any(axis=1) & (of[1:] == of[:-1])
    kept[-1:] = False
    size = np.bincount(of[kept], minlength=len(rings))
    whole = size > ENDS
    shell = np.zeros(len(parts), dtype=bool)
    shell[poly[np.flatnonzero(np.diff(poly, prepend=-1))]] = whole[
        np.flatnonzero(np.diff(poly, prepend=-1))
    ]
    whole &= shell[poly]
    kept &= whole[of]
    number = np.cumsum(shell) - 1
    return xy[kept], size[whole], number[poly[whole]], row[shell]


def _edges(xy: NDArray[np.int64], ring_size: NDArray[np.int64]) -> tuple[NDArray[np.int64], ...]:
    """Give numbers to vertices and the edges after them, and count the edges at each vertex."""
    if not len(xy):
        return (np.zeros(0, np.int64),) * 3
    key = (xy[:, 0] - xy[:, 0].min()) * (np.ptp(xy[:, 1]) + 1) + xy[:, 1] - xy[:, 1].min()
    vertex = np.unique(key, return_inverse=True)[1].ravel()
    follow = np.arange(1, len(vertex) + 1)
    ends = np.cumsum(ring_size)
    follow[ends - 1] = ends - ring_size
    other = vertex[follow]
    pair = np.minimum(vertex, other) * (vertex.max() + 1) + np.maximum(vertex, other)
    _, first, edge = np.unique(pair, return_index=True, return_inverse=True)
    degree = np.bincount(vertex[first], minlength=vertex.max() + 1)
    degree += np.bincount(other[first], minlength=len(degree))
    return vertex, edge.ravel(), degree


def _kinds(edge: NDArray[np.int64], group: NDArray[np.int64]) -> NDArray[np.int64]:
    """Tell for each edge what it parts, from the group of each of its sides."""
    sides = np.zeros((edge.max(initial=-1) + 1, 2), np.int64)
    sides[edge[::-1], 0] = group[::-1]  # the first of equal edges stays
    sides[edge, 1] = group  # the last
    twice = np.bincount(edge, minlength=len(sides)) > 1
    return np.where(twice, np.where(sides[:, 0] == sides[:, 1], INNER, FRONTIER), OUTER)


def _from_a_node(
    vertex: NDArray[np.int64], edge: NDArray[np.int64], degree: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Turn a ring so that it begins where borders meet, if there is such a place."""
    nodes = degree[vertex] > ENDS
    turn = -int(nodes.argmax())
    return (np.roll(vertex, turn), np.roll(edge, turn)) if turn else (vertex, edge)


def _runs_back(
    arc: NDArray[np.int64], start: int, piece: NDArray[np.int64], first_edge: int
) -> bool:
    if arc[0] == arc[-1]:
        return int(piece[0]) != first_edge
    return int(arc[0]) != start


def _numbered(groups: ArrayLike) -> NDArray[np.int64]:
    """Give a number to each group; a missing one is a group of its own."""
    named = np.asarray(groups, dtype=object).astype(str)
    return np.unique(named, return_inverse=True)[1].ravel()
