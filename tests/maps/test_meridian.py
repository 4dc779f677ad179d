"""Where a map is cut, and shapes across the antimeridian."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

import geo
from maps.meridian import USUAL, cut, turned_longitudes, turned_shapes

NAN = float("nan")


@pytest.mark.parametrize(
    ("west", "east", "cut_between"),
    [
        ([], [], None),
        ([NAN], [NAN], None),
        ([179.0], [179.0], None),
        ([30.0, 45.0], [30.0, 45.0], None),
        ([-120.0, 140.0], [-70.0, 150.0], (-60, 130)),  # America and Japan: over the Pacific
        ([-75.0, 100.0], [-75.0, 100.0], None),  # 175 degrees over the Atlantic
        ([178.4, -171.8, NAN], [178.4, -171.8, NAN], (-170, 178)),
        ([-180.0], [180.0], None),  # the whole world is cut as usual
    ],
)
def test_the_world_is_cut_where_there_are_no_data(
    west: list[float], east: list[float], cut_between: tuple[float, float] | None
) -> None:
    found = cut(west, east)
    if cut_between is None:
        assert found == USUAL
    else:
        assert cut_between[0] < found < cut_between[1]


def test_missing_longitudes_stay_missing() -> None:
    assert np.isnan(turned_longitudes(np.array([NAN]), 0.0)).all()


def test_a_split_disc_is_whole_on_a_map_that_is_cut_elsewhere() -> None:
    disc = geo.disc(180.0, -17.0, 100_000)
    assert len(shapely.get_parts(disc)) == 2
    turned = turned_shapes(np.array([disc, None], dtype=object), 0.0)
    assert turned[1] is None
    assert turned[0].geom_type == "Polygon"
    assert shapely.area(turned[0]) == pytest.approx(shapely.area(disc))
