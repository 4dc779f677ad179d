"""Polygons that were cut into arcs come back, and neighbours share their borders."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely

from geo.regions import provinces
from maps.columns import pack, unpack
from maps.mesh import FRONTIER, INNER, OUTER, mesh


def rebuilt(packed: dict[str, Any]) -> dict[int, shapely.Geometry]:
    """Put polygons together as `data.js` does."""
    vertices = np.column_stack([packed["x"], packed["y"]])
    arcs = np.split(vertices, np.cumsum(packed["sizes"]).astype(int)[:-1])
    rings, pieces = iter(packed["rings"]), iter(packed["ring"])
    found: dict[int, list[shapely.Polygon]] = {}
    for count, row in zip(packed["polys"], packed["rows"], strict=True):
        outline = []
        for _ in range(int(count)):
            lines = []
            for _ in range(int(next(rings))):
                code = int(next(pieces))
                lines.append(arcs[code >> 1][::-1] if code & 1 else arcs[code >> 1])
            ends = [line[-1] for line in lines]
            starts = [line[0] for line in lines[1:] + lines[:1]]
            assert np.array_equal(ends, starts)  # a ring without gaps
            outline.append(np.concatenate(lines))
        found.setdefault(int(row), []).append(shapely.Polygon(outline[0], outline[1:]))
    return {row: shapely.union_all(parts) for row, parts in found.items()}


SQUARES = shapely.box([0, 1, 5], [0, 0, 0], [1, 2, 6], [1, 1, 1])
HOLE = shapely.Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(3, 3), (3, 6), (6, 6), (6, 3)]])


@pytest.mark.parametrize(
    "shapes",
    [
        SQUARES,
        np.array([HOLE, shapely.box(3, 3, 6, 6)]),  # an enclave fills the hole
        np.array([shapely.union(SQUARES[0], SQUARES[2]), None, SQUARES[1]]),
        np.array([shapely.Point(1, 2), SQUARES[0], shapely.Polygon()]),
        # four squares that meet in one point
        shapely.box([0, 1, 0, 1], [0, 0, 1, 1], [1, 2, 1, 2], [1, 1, 2, 2]),
    ],
)
def test_polygons_come_back(shapes: np.ndarray) -> None:
    found = rebuilt(unpack(pack(mesh(shapes, steps=1))))
    polygons = [row for row, shape in enumerate(shapes) if shape and shape.area > 0]
    assert sorted(found) == polygons
    for row in polygons:
        assert shapely.equals(found[row], shapes[row])


def test_no_polygon_is_no_arc() -> None:
    found = unpack(pack(mesh(np.array([None], dtype=object))))
    assert (found["sizes"], found["rows"]) == ([], [])


def test_arcs_know_what_they_part() -> None:
    row = shapely.box([0, 1, 2], [0, 0, 0], [1, 2, 3], [1, 1, 1])
    found = unpack(pack(mesh(row, ["SY", "SY", "IQ"], steps=1)))
    ends = np.cumsum(found["sizes"]).astype(int)
    lines = [
        found["x"][end - int(size) : end] for size, end in zip(found["sizes"], ends, strict=True)
    ]
    upright = {
        line[0]: kind
        for line, kind in zip(lines, found["kinds"], strict=True)
        if len(set(line)) == 1
    }
    assert upright == {1.0: INNER, 2.0: FRONTIER}
    assert found["kinds"].count(OUTER) == len(found["kinds"]) - 2


def test_the_provinces_of_a_country_come_back_with_half_the_vertices() -> None:
    world = provinces()
    shapes = world.loc[world["country"] == "IQ", "geometry"].to_numpy()
    found = unpack(pack(mesh(shapes, steps=1_000)))
    for row, shape in rebuilt(found).items():
        apart = shapely.area(shapely.symmetric_difference(shape, shapes[row]))
        assert apart < 0.01 * shapely.area(shapes[row])  # coordinates are rounded to 110 m
    assert sum(found["sizes"]) < 0.65 * shapely.get_num_coordinates(shapes).sum()
