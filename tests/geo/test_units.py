"""Words for lengths."""

from __future__ import annotations

import csv
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import UnitError
from geo.units import UNITS, to_metres, unit_of

TABLE = list(
    csv.DictReader(files("geo").joinpath("data/units.csv").read_text("utf-8").splitlines())
)


@pytest.mark.parametrize(
    ("value", "unit", "metres"),
    [
        # NIST Special Publication 811 (2008), appendix B.8; SI Brochure for the nautical mile
        (1, "mile", 1609.344),
        (1, "foot", 0.3048),
        (1, "yard", 0.9144),
        (1, "nautical mile", 1852.0),
        (5, "kilometres", 5000.0),
        (2.5, "KM", 2500.0),
        (300, "m.", 300.0),
        (3, "n. mi.", 5556.0),
        (2, "Statute  Miles", 3218.688),
        (1, "nautical-miles", 1852.0),
    ],
)
def test_a_length_comes_out_in_metres(value: float, unit: str, metres: float) -> None:
    assert to_metres(value, unit) == pytest.approx(metres, rel=1e-15)


@pytest.mark.parametrize("row", TABLE, ids=[row["unit"] for row in TABLE])
def test_the_example_of_every_row_is_read(row: dict[str, str]) -> None:
    number, _, word = row["example"].partition(" ")
    assert to_metres(float(number), word) == float(number) * float(row["metres"])


def test_no_spelling_stands_for_two_units() -> None:
    spellings = [spelling for row in TABLE for spelling in row["spellings"].split("|")]
    assert len(spellings) == len(set(spellings)) == len(UNITS)


@pytest.mark.parametrize("word", ["", "parsec", "kilo", "كمية", "km2", "minutes"])
def test_a_word_that_is_no_unit_is_none_and_refused(word: str) -> None:
    assert unit_of(word) is None
    with pytest.raises(UnitError, match=r"is no unit of length.*The units are m, km, mi"):
        to_metres(1, word)


def test_a_slip_of_the_pen_is_answered_with_the_nearest_spelling() -> None:
    with pytest.raises(UnitError, match="Did you mean kilometers"):
        to_metres(1, "kilomters")


def test_arrays_keep_their_shape_and_what_is_missing() -> None:
    found = to_metres(np.array([[1.0, None], [float("nan"), 2.0]]), "km")
    np.testing.assert_array_equal(found, [[1000, np.nan], [np.nan, 2000]])
    assert to_metres([], "km").shape == (0,)
    assert isinstance(to_metres(1, "km"), float)


@given(
    st.floats(-1e9, 1e9),
    st.sampled_from(sorted(UNITS)),
    st.sampled_from([str.upper, str.title, str.lower]),
)
def test_case_and_full_stops_change_nothing(value: float, word: str, case: type[str]) -> None:
    assert to_metres(value, case(f"{word}.")) == to_metres(value, word)
