"""The tables of prose: every row has an example, and every word one role to play in it."""

from __future__ import annotations

import math

import pytest

from gazetteer.prose.vocabulary import common_words, own_places, person_names, rows, words_of


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["role"])
def test_the_example_of_a_role_has_one_of_its_words(row: dict[str, str]) -> None:
    example = row["example"].casefold().replace(".", "")
    words = (word.partition("=")[0].replace(".", "") for word in row["words"].split("|"))
    assert any(f"{word} " in f"{example} ".replace(",", " ") for word in words)


def test_no_role_has_a_word_twice() -> None:
    for row in rows():
        words = row["words"].split("|")
        assert len(words) == len({word.casefold() for word in words}), row["role"]


def test_roles_are_asked_for_by_name_and_unknown_ones_are_empty() -> None:
    assert "ministry" in words_of("organisation")
    assert not words_of("nothing")


def test_words_and_names_are_folded() -> None:
    for table in (common_words(), person_names()):
        assert all(word == word.casefold() and word.strip() for word in table)


def test_continents_have_no_point_and_counties_have_one() -> None:
    assert math.isnan(own_places()["africa"][0].place.lon)
    (fairfax,) = own_places()["fairfax county"]
    # 38.83 N 77.28 W: census.gov, gazetteer of counties
    assert (fairfax.place.lat, fairfax.place.lon) == pytest.approx((38.83, -77.28), abs=0.2)
    assert {match.place.admin1 for match in own_places()["st louis county"]} == {"US.MN", "US.MO"}
