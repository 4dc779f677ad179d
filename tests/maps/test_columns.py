"""Columns and shapes come back as they went in."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from maps.columns import numbers, pack, shapes, unpack, words

VALUES = st.recursive(
    st.none() | st.integers(-(2**40), 2**40) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(VALUES)
def test_whatever_is_packed_is_unpacked_the_same(value: object) -> None:
    assert unpack(pack(value)) == value


@given(st.text())
def test_no_text_leaves_a_trace_of_markup_or_code(text: str) -> None:
    assert set(pack({"text": text})) <= set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
    )


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ([], {"words": [], "codes": []}),
        (["one"], ["one"]),
        ([None, np.nan, pd.NA], {"words": [], "codes": [-1, -1, -1]}),
        (["a", "b", "c"], ["a", "b", "c"]),
        (["دير الزور", "دير الزور"], {"words": ["دير الزور"], "codes": [0, 0]}),
        ([1, 2.5, None], ["1", "2.5", None]),
    ],
)
def test_a_column_of_texts_is_a_list_or_a_dictionary(values: list[object], column: object) -> None:
    assert words(pd.Series(values, dtype="object")) == column


@pytest.mark.parametrize(
    ("values", "digits", "column"),
    [
        ([], 0, []),
        ([1.6, np.nan, np.inf], 0, [2, None, None]),
        ([1.26, -0.04], 1, [1.3, -0.0]),
    ],
)
def test_a_column_of_numbers_is_rounded(values: list[object], digits: int, column: object) -> None:
    assert numbers(values, digits) == column


def unpacked(packed: dict[str, list[int]]) -> dict[int, shapely.MultiPolygon]:
    """Rebuild polygons as the page does."""
    lonlat = np.cumsum(np.column_stack([packed["x"], packed["y"]]), axis=0) / packed["steps"]
    rings = np.split(lonlat, np.cumsum(packed["ring"])[:-1]) if packed["ring"] else []
    found, at = {}, 0
    for row, count in zip(packed["row"], packed["poly"], strict=True):
        shell, *holes = rings[at : at + count]
        at += count
        found.setdefault(row, []).append(shapely.Polygon(shell, holes))
    return {row: shapely.MultiPolygon(parts) for row, parts in found.items()}


@pytest.mark.parametrize(
    "geometry",
    [
        shapely.box(40, 35, 41, 36),
        shapely.box(0, 0, 3, 3).difference(shapely.box(1, 1, 2, 2)),
        shapely.MultiPolygon([shapely.box(179, -17, 180, -16), shapely.box(-180, -17, -179, -16)]),
    ],
    ids=["box", "hole", "antimeridian"],
)
def test_shapes_keep_their_outline_within_half_a_step(geometry: shapely.Geometry) -> None:
    back = unpacked(shapes(np.array([None, geometry], dtype=object), steps=1000))
    assert list(back) == [1]
    assert shapely.hausdorff_distance(back[1], geometry) <= 0.5e-3 * np.sqrt(2)


@pytest.mark.parametrize(
    "nothing", [None, shapely.Polygon(), shapely.Point(1, 2), shapely.LineString([[0, 0], [1, 1]])]
)
def test_what_has_no_outline_gives_none(nothing: shapely.Geometry | None) -> None:
    assert shapes(np.array([nothing], dtype=object))["row"] == []
