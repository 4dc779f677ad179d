"""Words for directions."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.compass import WINDS, Points, Wind, find_wind, wind, wind_at
from geo.errors import DirectionError

TABLE = list(
    csv.DictReader(files("geo").joinpath("data/winds.csv").read_text("utf-8").splitlines())
)


@pytest.mark.parametrize(
    ("word", "name", "bearing", "half_angle"),
    [
        # half-angles: Wieczorek, Guo & Hijmans 2004, doi:10.1080/13658810412331280211
        ("north", "N", 0, 45),
        ("due north", "N", 0, 45),
        ("North-East", "NE", 45, 22.5),
        ("north east", "NE", 45, 22.5),
        ("northeastern", "NE", 45, 22.5),
        ("N.N.E.", "NNE", 22.5, 11.25),
        ("north-northeast", "NNE", 22.5, 11.25),
        ("north north east", "NNE", 22.5, 11.25),
        ("N by E", "NbE", 11.25, 5.625),
        ("NbE", "NbE", 11.25, 5.625),
        ("northeast by north", "NEbN", 33.75, 5.625),
        ("southwards", "S", 180, 45),
        ("south\u2013western", "SW", 225, 22.5),
        ("westerly", "W", 270, 45),
        ("WNW", "WNW", 292.5, 11.25),
        ("northernmost", "N", 0, 45),
        ("nnw", "NNW", 337.5, 11.25),
        ("NW by N", "NWbN", 326.25, 5.625),
    ],
)
def test_a_word_names_its_wind(word: str, name: str, bearing: float, half_angle: float) -> None:
    found = wind(word)
    assert (found.name, found.bearing, found.half_angle) == (name, bearing, half_angle)


@pytest.mark.parametrize(
    "word",
    ["", "due", "northing", "Easter", "Weston", "by", "NS", "NEN", "نعم", "ne by", "central"],
)
def test_a_wind_that_is_no_wind_is_refused(word: str) -> None:
    assert find_wind(word) is None
    with pytest.raises(DirectionError, match=r"is no compass direction.*32 winds"):
        wind(word)


def test_a_slip_of_the_pen_is_answered_with_the_nearest_wind() -> None:
    with pytest.raises(DirectionError, match=r"Did you mean .*northeast"):
        wind("notheast")


@pytest.mark.parametrize("row", TABLE, ids=[row["wind"] for row in TABLE])
def test_the_example_of_every_row_is_read(row: dict[str, str]) -> None:
    word = row["example"].removeprefix("10 km ").removesuffix(" of")
    assert wind(word).name == row["wind"]


def test_there_are_32_winds_a_step_of_11_degrees_and_a_quarter_apart() -> None:
    assert [each.bearing for each in WINDS] == [11.25 * step for step in range(32)]
    assert len({each.name for each in WINDS}) == len({each.words for each in WINDS}) == 32


@pytest.mark.parametrize(
    ("bearing", "points", "name"),
    [
        (0, 8, "N"), (359.9, 8, "N"), (22.4, 8, "N"), (22.5, 8, "NE"), (-90, 16, "W"),
        (11.3, 16, "NNE"), (11.3, 32, "NbE"), (720, 32, "N"), (-1e-20, 32, "N"),
    ],
)  # fmt: skip
def test_a_bearing_is_named_by_the_nearest_wind(bearing: float, points: Points, name: str) -> None:
    assert wind_at(bearing, points).name == name


@pytest.mark.parametrize("bearing", [float("nan"), float("inf")])
def test_a_bearing_that_is_no_number_is_refused(bearing: float) -> None:
    with pytest.raises(DirectionError, match="degrees clockwise from north"):
        wind_at(bearing)


@given(st.sampled_from(WINDS), st.sampled_from([str.upper, str.title, str.lower]))
def test_a_wind_written_out_is_read_back(each: Wind, case: type[str]) -> None:
    assert wind(case(each.words)) == wind(case(each.name)) == wind_at(each.bearing, 32) == each


@given(st.floats(-1000, 1000), st.sampled_from([8, 16, 32]))
def test_a_bearing_is_at_most_half_a_step_from_its_wind(bearing: float, points: Points) -> None:
    apart = (wind_at(bearing, points).bearing - bearing + 180) % 360 - 180
    assert abs(apart) <= 180 / points + 1e-9
