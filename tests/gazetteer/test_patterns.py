"""Names with letters missing: what a pattern finds, and what it must not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.names import fold
from gazetteer.opening import load
from gazetteer.patterns import fitting, initials, is_damaged, lost_letters
from gazetteer.resolve import locate

# names as catalogues of earthquakes have them, damaged by a wrong encoding -> GeoNames
DAMAGED = [
    ("K?ng Tung", "MM", "Keng Tung"),
    ("Dh?rchula", "IN", "Dharchula"),
    ("Chur?ch?ndpur", "IN", "Churachandpur"),
    ("Komatsushimach?", "JP", "Komatsushimachō"),
    ("Yaound?", "CM", "Yaoundé"),
    ("Yaound\ufffd", "CM", "Yaoundé"),
]


@pytest.mark.parametrize(("written", "country", "name"), DAMAGED)
def test_a_damaged_name_is_found_in_its_country(written: str, country: str, name: str) -> None:
    match = load().search(written, country=country)[0]
    assert (match.kind, fold(match.name)) == ("variant", fold(name))


@pytest.mark.parametrize(
    ("written", "country", "why"),
    [
        ("??", "IN", "no letter is left"),
        ("?a", "IN", "one letter fits too much"),
        ("Sh?bara", "JP", "two towns fit"),
        ("Nowh?re", "SY", "none fits"),
        ("K?ng Tung", None, "no country is known"),
    ],
)
def test_a_damaged_name_that_fits_none_or_several_is_not_taken(
    written: str, country: str | None, why: str
) -> None:
    matches = load().search(written, country=country)
    assert {match.kind for match in matches} <= {"suggestion"}, why


def test_a_question_is_no_damage() -> None:
    assert not is_damaged("Idlib?")
    assert load().search("Idlib?", country="SY")[0].kind == "exact"


def test_words_in_full_have_no_initials() -> None:
    assert initials("El Paso") is initials("Dera Ismail Khan") is initials("A. B.") is None


@given(st.text(alphabet="abc kh", min_size=4, max_size=20).filter(lambda t: len(fold(t)) > 4))
def test_a_name_fits_its_own_pattern(name: str) -> None:
    key = fold(name)
    damaged = f"{key[:2]}?{key[3:]}"
    patterns = lost_letters(damaged)
    if patterns is not None and key[2] != " ":
        assert fitting([key], patterns[1]) == [key]


def test_a_name_of_gaps_is_not_searched_for() -> None:
    assert lost_letters("a?" * 400) is None


def test_a_description_with_a_damaged_name_is_located() -> None:
    spot = locate("60 km SSE of K?ng Tung, Myanmar")
    assert [place.country for place in spot.anchors] == ["MM"]
    assert "K?ng Tung" in spot.why
