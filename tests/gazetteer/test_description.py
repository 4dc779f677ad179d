"""Points in words: plain places, rounding, the edges of the world, and the way back."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point

from gazetteer.anchors import FADING_M, INSIDE, SOFTENING_M, anchors_of, nearest_famous
from gazetteer.description import describe, descriptions
from gazetteer.expression import parse
from gazetteer.opening import load
from gazetteer.resolve import resolve
from geo import geodesy
from geo.errors import CoordinateError

if TYPE_CHECKING:
    from pathlib import Path

    from geo.compass import Points

NAN = float("nan")


@pytest.mark.parametrize(
    ("lon", "lat", "text"),
    [
        # coordinates: English Wikipedia's infobox of the place, moved as the text says
        (40.4504, 35.1098, "10 km N of Al Mayadin, Deir ez-Zor, Syria"),
        (44.3661, 33.3153, "in Baghdad, Iraq"),
        (36.6317, 35.9297, "in Idlib, Syria"),
        (2.3522, 48.8566, "in Paris, France"),
        (-74.006, 40.7128, "in New York City, New York, United States"),
        (13.15, 11.8333, "in Maiduguri, Borno, Nigeria"),
        # earthquakes in the words of the USGS (ComCat), whose coordinates of towns differ a little
        (130.1344, -7.7705, "130 km W of Saumlaki, Maluku, Indonesia"),  # 131km W of Saumlaki
        (129.8714, -6.7256, "210 km NW of Saumlaki, Maluku, Indonesia"),  # 209km NW of Saumlaki
        (-66.038, 19.604, "126 km N of San Juan, Puerto Rico"),  # 126km N of San Juan
        (169.3765, -12.826, "229 km ENE of Sola, Torba, Vanuatu"),  # 229km ENE of Sola
        (175.2794, -17.0179, "240 km WNW of Lautoka, Western, Fiji"),  # 241km WNW of Lautoka
        (94.3887, 5.2797, "109 km WSW of Banda Aceh, Aceh, Indonesia"),  # 107km WSW
    ],
)
def test_a_plain_place_is_described_as_people_do(lon: float, lat: float, text: str) -> None:
    assert describe(lon, lat) == text


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        (0.0, 90.0), (0.0, -90.0), (179.999, -17.0), (-179.999, -17.0), (180.0, 65.0),
        (-180.0, 65.0), (-140.0, 0.0), (-123.4, -48.9), (18.0, 34.5), (540.0 - 360.0, 0.0),
    ],
)  # fmt: skip
def test_far_from_everything_something_true_is_said(lon: float, lat: float) -> None:
    found = descriptions(lon, lat).item()
    bearing, distance_m = geodesy.inverse(found.place.lon, found.place.lat, lon, lat)
    assert found.distance_m == pytest.approx(distance_m)
    assert abs((found.wind.bearing - bearing + 180) % 360 - 180) <= 11.25
    assert f"{distance_m / 1000:.0f} km {found.wind.name} of " in found.text()


def test_both_sides_of_the_antimeridian_are_the_same_place() -> None:
    assert describe(180.0, -16.8) == describe(-180.0, -16.8)


@pytest.mark.parametrize(
    ("points", "rounding", "text"),
    [
        (8, "km", "14 km N of Al Mayadin"),
        (16, "km", "14 km N of Al Mayadin"),
        (32, "km", "14 km NbE of Al Mayadin"),
        (16, "steps", "about 15 km N of Al Mayadin"),
        (16, "tenths", "13.7 km N of Al Mayadin"),
    ],
)
def test_winds_and_rounding_are_options(
    points: Points, rounding: Literal["km", "steps", "tenths"], text: str
) -> None:
    town = load().search("Al Mayadin", country="SY")[0].place
    lon, lat = geodesy.destination(town.lon, town.lat, 8.0, 13_700.0)
    said = describe(lon, lat, points=points, rounding=rounding)
    assert said == f"{text}, Deir ez-Zor, Syria"


@pytest.mark.parametrize(
    ("length_km", "text"),
    [
        (4.4, "about 4 km"), (9.7, "about 10 km"), (12.6, "about 15 km"), (48.0, "about 50 km"),
        (54.0, "about 50 km"), (97.0, "about 100 km"), (182.0, "about 200 km"),
        (549.0, "about 500 km"), (2_698.0, "about 2700 km"),
    ],
)  # fmt: skip
def test_steps_grow_with_the_distance(length_km: float, text: str) -> None:
    town = load().search("Ghat", country="LY")[0].place
    lon, lat = geodesy.destination(town.lon, town.lat, 200.0, length_km * 1000)
    found = descriptions(lon, lat).item()
    moved = replace(found, place=town, distance_m=length_km * 1000, inside=False)
    assert moved.text(rounding="steps").startswith(f"{text} ")


def test_names_keep_their_marks_when_asked() -> None:
    assert describe(40.4504, 35.1098, marks=True) == "10 km N of Al Mayādīn, Deir ez-Zor, Syria"


@pytest.mark.parametrize(
    ("lon", "lat", "expected"),
    [
        ([], [], []),
        ([NAN], [35.0], [None]),
        ([40.45], [NAN], [None]),
        ([None], [None], [None]),
        ([NAN, 44.3661], [0.0, 33.3153], [None, "in Baghdad, Iraq"]),
    ],
)
def test_a_column_with_gaps_keeps_its_rows(
    lon: list[float], lat: list[float], expected: list[str | None]
) -> None:
    found = describe(np.array(lon, dtype=float), np.array(lat, dtype=float))
    assert found.dtype == object
    assert found.tolist() == expected


def test_a_missing_point_has_no_words() -> None:
    assert describe(NAN, 35.0) is None


def test_swapped_axes_are_refused() -> None:
    with pytest.raises(CoordinateError, match="swapped"):
        describe([33.3], [144.4])


def test_a_table_keeps_its_shape_and_one_point_is_the_same_alone() -> None:
    lon, lat = np.meshgrid([36.2, 40.45, 44.4], [33.0, 35.1])
    table = describe(lon, lat)
    assert table.shape == (2, 3)
    assert table[1, 1] == describe(40.45, 35.1)


def test_without_towns_there_is_nothing_to_say() -> None:
    assert describe(44.4, 33.3, gazetteer=load(countries=["AQ"])) is None


def test_places_of_ones_own_are_named(tmp_path: Path) -> None:
    own = tmp_path / "places.csv"
    own.write_text("name,lat,lon,country,feature,radius_km\nWell Nine,23.0,10.0,LY,village,0.3\n")
    places = load(overlays=[own])
    assert describe(10.0, 23.0018, gazetteer=places) == "in Well Nine, Libya"
    assert describe(10.0, 23.004, gazetteer=places) == "0.4 km N of Well Nine, Libya"


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    lon=st.floats(-180, 180, exclude_max=True),
    lat=st.floats(-90, 90),
)
def test_no_town_costs_less_than_the_one_that_is_named(lon: float, lat: float) -> None:
    towns = anchors_of(load())
    row = nearest_famous(towns, np.array([lon]), np.array([lat]))[0]
    _, apart_m = geodesy.inverse(lon, lat, towns.lon, towns.lat)
    cost = np.log(apart_m + SOFTENING_M) + apart_m / FADING_M - towns.fame
    cost = np.where(apart_m <= towns.radius_m, cost - INSIDE, cost)
    least = np.min(cost[~towns.shut])
    # the search measures on a sphere, which is right to half a percent
    assert cost[row] <= least + 0.01 + 0.006 * apart_m[row] / FADING_M or cost[row] < -INSIDE / 2


@cache
def _towns(country: str) -> list[tuple[float, float]]:
    return [(row[1], row[2]) for row in load().settlements() if row[-1] == country]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    country=st.sampled_from(["AF", "FR", "IQ", "NG", "SY"]),
    pick=st.floats(0, 1, exclude_max=True),
    bearing=st.floats(0, 360),
    distance_m=st.floats(0, 40_000),
    points=st.sampled_from([8, 16, 32]),
)
def test_a_point_lies_in_the_footprint_of_its_own_description(
    country: str, pick: float, bearing: float, distance_m: float, points: Points
) -> None:
    towns = _towns(country)
    start_lon, start_lat = towns[int(pick * len(towns))]
    lon, lat = geodesy.destination(start_lon, start_lat, bearing, distance_m)
    found = descriptions(lon, lat, points=points).item()
    spot = resolve(parse(found.text()), country=found.place.country)
    assert spot.anchors[0].id == found.place.id, found.text()
    assert spot.footprint is not None
    # the sides of a footprint are chords of geodesics: some ten metres
    assert spot.footprint.distance(Point(lon, lat)) < 1e-4, found.text()
