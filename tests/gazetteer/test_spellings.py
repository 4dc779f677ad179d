# ruff: noqa: RUF001 - letters of many scripts are the subject
"""Spellings by language: each rule by its example, and names as reports write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.names import skeleton
from gazetteer.opening import load
from gazetteer.spellings import respellings, romanised, table_rows

# as reports write them -> GeoNames' own name; the rule that joins them is named
REPORTED = [
    ("Chukurja", "TR", "Çukurca", "Turkish ç, c"),
    ("Jizre", "TR", "Cizre", "Turkish c"),
    ("Shirnak", "TR", "Şırnak", "Turkish ş, ı"),
    ("Khanaqin", "IQ", "Khānaqīn", "Kurdish x"),
    ("Chamchamal", "IQ", "Jamjamāl", "Kurdish ç"),
    ("Ghandahar", "AF", "Kandahār", "Persian gh and q"),
    ("Qunduz", "AF", "Kunduz", "q and k, o and u"),
    ("Gizah", "EG", "Giza", "Cairo's jim"),
    ("El Gatrun", "LY", "Al Qaţrūn", "Bedouin qaf"),
    ("Abudwak", "SO", "Cabudwaaq", "Somali c, q"),
    ("Garowe", "SO", "Garoowe", "Somali long vowels"),
    ("Bauci", "NG", "Bauchi", "Hausa c"),
    ("Wagadugu", "BF", "Ouagadougou", "French ou"),
    ("Kelimane", "MZ", "Quelimane", "Portuguese qu"),
    ("Inyambane", "MZ", "Inhambane", "Portuguese nh"),
    ("D.I. Khan", "PK", "Dera Ismail Khan", "initials"),
    ("D I Khan", "PK", "Dera Ismail Khan", "initials"),
]

IN_OTHER_SCRIPTS = [
    ("حلب", "SY", "Aleppo"),
    ("ديرالزور", "SY", "Deir ez-Zor"),
    ("دیر الزور", "SY", "Deir ez-Zor"),
    ("کابل", "AF", "Kabul"),
    ("Харьков", "UA", "Kharkiv"),
    ("Маріуполь", "UA", "Mariupol"),
    ("Αθήνα", "GR", "Athens"),
    ("北京", "CN", "Beijing"),
    ("हैदराबाद", "IN", "Hyderabad"),
    ("תל אביב", "IL", "Tel Aviv"),
    ("አዲስ አበባ", "ET", "Addis Ababa"),
]


@pytest.mark.parametrize("row", table_rows(), ids=lambda row: f"{row['language']} {row['written']}")
def test_every_rule_turns_its_name_into_what_reports_write(row: dict[str, str]) -> None:
    for country in row["countries"].split("|"):
        spellings = (row["name"], *respellings(row["name"], country))
        keys = {skeleton(spelling, country) for spelling in spellings}
        assert skeleton(row["report"], country) in keys, country
    assert row["note"]


@pytest.mark.parametrize(("written", "country", "name", "rule"), REPORTED)
def test_a_name_is_found_as_reports_write_it(
    written: str, country: str, name: str, rule: str
) -> None:
    match = load().search(written, country=country)[0]
    assert match.kind != "suggestion", rule
    assert match.name == name, rule


@pytest.mark.parametrize(("written", "country", "name"), IN_OTHER_SCRIPTS)
def test_a_name_in_its_own_script_is_found_as_written(
    written: str, country: str, name: str
) -> None:
    match = load().search(written, country=country)[0]
    assert (match.name, match.kind) == (name, "exact")


def test_a_language_is_heard_only_in_its_countries() -> None:
    assert respellings("Cizre", "FR") == respellings("Cizre", None) == ()


@given(st.text(max_size=30), st.sampled_from(["TR", "SO", "RS", "ZZ"]))
def test_no_text_breaks_a_respelling(name: str, country: str) -> None:
    assert all(isinstance(spelling, str) for spelling in respellings(name, country))
    assert romanised(name).isascii()
