"""What is refused, doubted or left over, how that is told, and how long hostile texts take."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer import assembly
from gazetteer.errors import ExpressionError
from gazetteer.expression import explain, parse
from gazetteer.planning import plan_of
from gazetteer.scan import MAX_TOKENS


def test_words_that_are_not_understood_are_reported() -> None:
    assert parse("hillside 5 km south of Barstow").unread == ("hillside",)


def test_doubt_is_kept() -> None:
    assert parse("apparently in the Beni region").doubtful
    assert not parse("in the Beni region").doubtful


@pytest.mark.parametrize(
    "text",
    ["", " ", ".", "(((", "in 2020", "10 km north of", "10 km", "at least", "near", "of", "in May"],
)
def test_what_is_no_description_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError, match=r"describes no location|is no description"):
        parse(text)


def test_a_refusal_says_what_was_expected_where() -> None:
    with pytest.raises(ExpressionError, match="the name of a place") as refused:
        parse("about 10 km north of")
    assert refused.value.position == len("about 10 km north of")
    assert refused.value.expected == ("the name of a place",)


@pytest.mark.parametrize("text", ["about 10 km nroth of Idlib", "10 km nort-east of Idlib"])
def test_a_misspelt_direction_is_refused_rather_than_dropped(text: str) -> None:
    with pytest.raises(ExpressionError, match="did you mean 'north"):
        parse(text)


def test_an_explanation_names_each_clause() -> None:
    said = explain("Kafrunubl (about 30 km south of Idlib)")
    assert said.splitlines() == [
        'at: "Kafrunubl"',
        'in brackets, about the anchor: offset: 30 km (about) S of "Idlib"',
    ]


@pytest.mark.parametrize("between", [", and ", ", ", " and "])
def test_brackets_hold_several_statements(between: str) -> None:
    said = explain(f"Kafrunubl (about 30 km south of Idlib{between}5 km north of Ariha)")
    assert said.splitlines() == [
        'at: "Kafrunubl"',
        'in brackets, about the anchor: offset: 30 km (about) S of "Idlib"',
        'in brackets, about the anchor: offset: 5 km N of "Ariha"',
    ]


def test_an_explanation_of_a_refusal_is_the_refusal() -> None:
    assert "was expected" in explain("10 km north of")


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("ten kilometers to the north", "north"),
        ("several kilometers south", "several kilometers south"),
        ("north of it", "north"),
        ("10 km north of there", "10 km north"),
        ("to the north", "north"),
    ],
)
def test_a_direction_without_its_place_is_refused_and_says_what_is_left_out(
    text: str, left_out: str
) -> None:
    with pytest.raises(ExpressionError, match="measured from is left out: name it") as refused:
        parse(text)
    assert repr(left_out) in str(refused.value)


@pytest.mark.parametrize(
    "text", ["possibly near Idlib", "Idlib (?)", "? Idlib", "10 km north of Idlib, possibly"]
)
def test_what_doubts_all_that_it_says_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError, match="doubts all that it says"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "kept", "doubted"),
    [
        ("possibly near Idlib, 10 km north of Aleppo", "Aleppo", "Idlib"),
        ("10 km north of Aleppo, possibly near Idlib", "Aleppo", "Idlib"),
        ("near Ariha (possibly 10 km south of Idlib)", "Ariha", "Idlib"),
        ("near Ariha (?), 10 km south of Idlib", "Idlib", "Ariha"),
    ],
)
def test_only_the_doubtful_part_is_dropped_and_it_is_told(
    text: str, kept: str, doubted: str
) -> None:
    expression = parse(text)
    assert [anchor.name for anchor in expression.anchors] == [kept]
    assert [clause.anchors[0].name for clause in expression.doubted] == [doubted]
    assert len(expression.clauses) == 1
    assert "left out, since the text doubts it" in explain(text)


def test_a_question_and_a_lost_letter_are_no_reason_to_refuse() -> None:
    assert parse("Where is Idlib?").anchors[0].name == "Idlib"
    assert parse("2 km NE of ?muta, Japan").distance_km == 2


@given(st.text())
def test_any_text_is_read_or_refused_with_the_one_error(text: str) -> None:
    try:
        parse(text)
    except ExpressionError as refused:
        assert refused.text == text  # noqa: PT017
        assert 0 <= refused.position <= len(text)  # noqa: PT017


words = st.lists(
    st.sampled_from(
        ["10", "km", "north", "of", "Idlib", ",", "(", ")", "and", "between", "the", "border",
         "with", "road", "near", "al-", "in", "area", "1/0", "N", "-", "western", "town", "?"]
    ),
    max_size=30,
)  # fmt: skip


@given(words)
def test_any_words_of_the_grammar_are_read_explained_or_refused(parts: list[str]) -> None:
    text = " ".join(parts)
    assert explain(text)
    try:
        expression = parse(text)
    except ExpressionError:
        return
    assert all(0 <= clause.start < clause.end <= len(text) for clause in expression.clauses)


@pytest.mark.parametrize(
    "text",
    [
        "10 km north of " * 700,
        "(" * 10_000,
        "," * 10_000,
        "near (" * 2_000,
        "Idlib-" * 2_000,
        "Al-" * 3_000,
    ],
)
def test_a_hostile_text_takes_no_more_steps_than_tokens(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = 0
    step_at = assembly.step_at

    def counted(*args: object, **options: object) -> object:
        nonlocal steps
        steps += 1
        return step_at(*args, **options)  # type: ignore[arg-type]

    plan_of.cache_clear()
    monkeypatch.setattr(assembly, "step_at", counted)
    with contextlib.suppress(ExpressionError):
        parse(text)
    assert steps <= MAX_TOKENS
