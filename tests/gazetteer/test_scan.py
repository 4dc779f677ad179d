"""The scan: tokens, their roles, and how long it may take."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.expression import parse
from gazetteer.lexicon import entry_of, quadrant, rows, words
from gazetteer.scan import MAX_TOKENS, scan


def roles(text: str, index: int, *, prose: bool = False) -> frozenset[str]:
    return scan(text, prose=prose).entries[index].roles


@pytest.mark.parametrize(
    ("text", "words_expected"),
    [
        ("", []),
        ("Idlib", ["Idlib"]),
        ("24km W of Beled-weyne", ["24", "km", "W", "of", "Beled", "-", "weyne"]),
        ("10 1/4 mi", ["10 1/4", "mi"]),
        ("10½ mi", ["10½", "mi"]),
        ("1,500 m", ["1,500", "m"]),
        (".5 mi", [".5", "mi"]),
        ("10-15 km", ["10", "-", "15", "km"]),
        ("S.S.W. of Ciudad Real", ["S.S.W.", "of", "Ciudad", "Real"]),
        ("15 km. southeast of Mosul", ["15", "km", "southeast", "of", "Mosul"]),
        ("Mt. Hermon. Then", ["Mt", "Hermon", ".", "Then"]),
        ("the Al-Omar oil field", ["the", "Al", "-", "Omar", "oil field"]),
        ("**On May 21** in Idlib", ["On", "May", "21", "in", "Idlib"]),
        ("Ra's al-'Ayn", ["Ra's", "al", "-", "'Ayn"]),
        ("شمال الميادين", ["شمال", "الميادين"]),
    ],
)
def test_a_text_is_cut_into_its_words(text: str, words_expected: list[str]) -> None:
    tokens = scan(text)
    found = [tokens.word(index, index + 1) for index in range(len(tokens.letters))]
    assert found == words_expected


@pytest.mark.parametrize(
    ("text", "index", "role", "there"),
    [
        ("5 m", 1, "unit", True),
        ("m 5", 0, "unit", False),
        ("11 km e tarabuco", 2, "direction", True),
        ("e tarabuco", 0, "direction", False),
        ("N of town", 0, "direction", True),
        ("west of Idlib", 0, "direction", True),
        ("in May", 1, "name", False),
        ("tucson", 0, "name", True),
        ("a hillside near Tucson", 1, "name", False),
        ("Lake Chad", 0, "name", True),
        ("the lake near Chad", 1, "name", False),
        ("الميادين", 0, "name", True),
        ("around Idlib", 0, "near", True),
        ("around Idlib", 0, "about", True),
    ],
)
def test_a_word_has_its_roles_by_shape_and_place(
    text: str, index: int, role: str, *, there: bool
) -> None:
    assert (role in roles(text, index)) is there


def test_a_possessive_is_a_name_in_a_description_but_not_in_prose() -> None:
    assert "name" in roles("Devil's Gate", 0)
    assert "name" not in roles("ISIS's provinces", 0, prose=True)


@pytest.mark.parametrize(
    ("word", "bearing"),
    [
        ("S80W", 260.0),
        ("N10E", 10.0),
        ("N10W", 350.0),
        ("S10E", 170.0),
        ("S99W", None),
        ("SW", None),
    ],
)
def test_a_quadrant_bearing_counts_from_north_or_south(word: str, bearing: float | None) -> None:
    assert quadrant(word) == bearing


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.role}: {row.word}")
def test_every_word_of_the_lexicon_is_found_in_its_example(row: object) -> None:
    example, word, role = (getattr(row, name) for name in ("example", "word", "role"))
    tokens = scan(example)
    if role == "abbreviated":  # no role of a token: its full stop ends no sentence
        assert not any("stop" in entry.roles for entry in tokens.entries)
        assert role in words()[word]
        return
    found = [
        tokens.word(index, index + 1).lower()
        for index, entry in enumerate(tokens.entries)
        if role in entry.roles or (role == "adjective" and "proper" in entry.roles)
    ]
    assert word in found


def test_no_word_has_the_same_role_twice() -> None:
    keys = [(row.word, row.role, row.language) for row in rows()]
    assert len(keys) == len(set(keys))


@given(st.text())
def test_tokens_cover_the_text_in_order(text: str) -> None:
    tokens = scan(text, limit=None)
    ends = [0, *tokens.ends]
    assert all(
        before <= start < end
        for before, start, end in zip(ends, tokens.starts, tokens.ends, strict=False)
    )
    assert len(tokens.letters) == len(tokens.starts) == len(tokens.ends) == len(tokens.entries)


@pytest.mark.parametrize(
    "text", ["10 km north of " * 3000, "(" * 10_000, "," * 10_000, "1" * 10_000]
)
def test_a_hostile_text_gives_no_more_tokens_than_the_limit(text: str) -> None:
    assert len(scan(text).letters) <= MAX_TOKENS


def test_the_letter_of_a_word_is_that_of_its_roles() -> None:
    assert entry_of("near").letter == entry_of("NEAR").letter


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("10 km N of Seoul, South Korea", ["South Korea"]),
        ("in Mostar, Bosnia and Herzegovina", ["Bosnia and Herzegovina"]),
        ("in Charlotte, North Carolina, United States", ["North Carolina"]),
        ("in south Lebanon", []),  # a part of the country, not the province
        ("southern Lebanon", []),
        ("between North and South Korea", ["South Korea"]),
    ],
)
def test_a_name_that_holds_a_word_of_the_grammar_is_one_name(text: str, names: list[str]) -> None:
    tokens = scan(text)
    words_each = [tokens.word(index, index + 1) for index in range(len(tokens.letters))]
    assert [word for word in words_each if " " in word] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("10 km N of An Nabk, Syria", "An Nabk"),
        ("10 km north of At Tall, Rif Dimashq, Syria", "At Tall"),
        ("near As Suwayda", "As Suwayda"),
        ("5 km NE An Nabk", "An Nabk"),
    ],
)
def test_an_arabic_article_is_no_english_word(text: str, name: str) -> None:
    assert parse(text).clauses[0].anchors[0].name == name
