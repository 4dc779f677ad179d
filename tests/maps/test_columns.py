"""Columns come back from the page as they went in, whatever stands in them."""

from __future__ import annotations

import string

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.columns import days, numbers, pack, prose, unpack, words
from tests.maps.reading import prose_of, texts_of


@pytest.mark.parametrize(
    "value",
    [
        None,
        {},
        [],
        {"text": "</script>\u2028`${}` \x00"},
        [[1, 2], [], {"a": None}],
        "x" * 1_000_000,
    ],
)
def test_json_comes_back(value: object) -> None:
    assert unpack(pack(value)) == value  # type: ignore[arg-type]


def test_a_packed_value_can_stand_in_any_markup() -> None:
    packed = pack({"text": "</script><!-- ]]> {{ 1 }} '"})
    assert set(packed) <= set(string.ascii_letters + string.digits + "+/=")


@pytest.mark.parametrize(
    ("values", "steps", "expected"),
    [
        ([], 1, []),
        ([0.0], 1, [0.0]),
        ([np.nan], 1, [None]),
        ([1.26, np.nan, -1.24, np.inf], 10, [1.3, None, -1.2, None]),
        ([255, 256, 65_536, 2**33], 1, [255, 256, 65_536, 2**33]),
        ([-180.0, 180.0], 100_000, [-180.0, 180.0]),
    ],
)
def test_numbers_come_back_to_their_step(
    values: list[float], steps: int, expected: list[float | None]
) -> None:
    assert unpack(pack(numbers(values, steps))) == expected


@given(st.lists(st.integers(-(2**40), 2**40)))
def test_running_numbers_come_back(values: list[int]) -> None:
    assert unpack(pack(numbers(np.array(values, dtype=float), running=True))) == values


@given(st.lists(st.one_of(st.none(), st.integers(-(10**9), 10**9))))
def test_numbers_with_gaps_come_back(values: list[int | None]) -> None:
    column = np.array([np.nan if value is None else value for value in values], dtype=float)
    assert unpack(pack(numbers(column))) == values


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (pd.to_datetime(["2020-05-21", None]), ["2020-05-21", None]),
        (pd.to_datetime(["2020-05-21 23:00", None], utc=True), ["2020-05-21", None]),
        (["2020-05-21", None], ["2020-05-21", None]),
        (["2020-05-21T13:00:00", "soon"], ["2020-05-21", None]),
        (["2020-05", "1915-06-15"], ["2020-05-01", "1915-06-15"]),
        ([pd.Timestamp("2020-05-21").date(), None], ["2020-05-21", None]),
        ([], []),
    ],
)
def test_dates_of_every_type_are_days(values: list[object], expected: list[str | None]) -> None:
    found = unpack(pack(days(pd.Series(values))))
    shown = [None if day is None else str(np.datetime64(int(day), "D")) for day in found]
    assert shown == expected


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_prose_comes_back_as_it_was(texts: list[str]) -> None:
    assert prose_of(unpack(pack(prose(texts)))) == texts


def test_a_vocabulary_of_more_than_two_bytes_comes_back() -> None:
    texts = [" ".join(map(str, range(start, start + 100))) for start in range(0, 40_000, 100)]
    assert prose_of(unpack(pack(prose(texts)))) == texts


@pytest.mark.parametrize(
    "values",
    [
        [],
        [None],
        ["a"],
        ["a", "b"],
        ["a", "a", None],
        ["", " ", "  two  spaces "],
        ["مدينة حمص", "دير الزور", "x" * 1_000_000],
        [f"text {number}" for number in range(500)] + [None],
    ],
)
def test_texts_come_back(values: list[str | None]) -> None:
    assert texts_of(unpack(pack(words(pd.Series(values, dtype="object"))))) == values


def test_what_is_no_text_is_written_as_text() -> None:
    column = pd.Series([1, 2.5, None, pd.Timestamp("2020-05-21")], dtype="object")
    assert texts_of(unpack(pack(words(column)))) == ["1", "2.5", None, "2020-05-21 00:00:00"]


def test_half_a_character_is_replaced() -> None:
    assert texts_of(unpack(pack(words(pd.Series(["a\ud800b"] * 2, dtype="object"))))) == ["a?b"] * 2


def test_words_that_recur_weigh_less_than_their_letters() -> None:
    rng = np.random.default_rng(5)
    vocabulary = np.array(["".join(rng.choice(list("abcdefgh"), 7)) for _ in range(1_000)])
    texts = [" ".join(row) for row in vocabulary[rng.integers(0, 1_000, (3_000, 15))]]
    assert len(pack(prose(texts))) < 0.75 * len(pack(texts))
