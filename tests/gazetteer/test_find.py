"""Finding descriptions in prose."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer import assembly
from gazetteer.expression import find

REPORT = Path(__file__).parents[3] / "shared" / "reports" / "weekly-report-2020-05-21.txt"

SENTENCES = [
    (
        "An IED hit a vehicle on the road leading to the oil field, 10 km north of Al-Mayadeen.",
        [("10 km north of Al-Mayadeen", "offset")],
    ),
    (
        "It was on the road leading to the Al-Omar oil field, about 10 km north of Al-Mayadeen.",
        [
            (
                "on the road leading to the Al-Omar oil field, about 10 km north of Al-Mayadeen",
                "offset",
            )
        ],
    ),
    ("They met near Samarra. Baghdad was calm.", [("near Samarra", "near")]),
    ("Two fighters were killed **about 5 km** northeast of **Al-Mayadeen**.",
     [("about 5 km** northeast of **Al-Mayadeen", "offset")]),
    ("They reached a village about 17 km southwest of Idlib (Enab Baladi; May 20, 2020).",
     [("about 17 km southwest of Idlib", "offset")]),
    ("Clashes around the town of Kafrunubl (about 30 km south of Idlib) went on.",
     [("around the town of Kafrunubl (about 30 km south of Idlib)", "near")]),
    ("A base near the Arar border crossing between Iraq and Saudi Arabia was hit.",
     [("near the Arar border crossing between Iraq and Saudi Arabia", "near")]),
    ("It infiltrated a village southwest of Sheikh Zuweid, despite the checkpoints.",
     [("southwest of Sheikh Zuweid", "direction_only")]),
    ("They hit a convoy about east of Maiduguri.",
     [("about east of Maiduguri", "direction_only")]),
    ("A farm in northern Sinai was raided.", [("in northern Sinai", "part_of_region")]),
    ("A patrol on the M-4 highway near Idlib stopped.",
     [("on the M-4 highway near Idlib", "near")]),
    ("A house in Bir al-Abd, another in Rafah.", [("in Bir al-Abd", "at"), ("in Rafah", "at")]),
    ("It lies 6 km south of Trento and 12 km east of Riva.",
     [("6 km south of Trento and 12 km east of Riva", "offset")]),
    ("Attacks in Iraq and in Syria rose.", [("in Iraq", "at"), ("in Syria", "at")]),
]  # fmt: skip

SILENT = [
    "It happened in 2020.",
    "It began in May and ended on Sunday.",
    "They came in order to help.",
    "At least ten soldiers were killed.",
    "That is planned for the near future.",
    "He lived in a village.",
    "An Egyptian border patrol force was attacked.",
    "The West Africa Province claimed it on Telegram.",
    "They fired in the direction of the base.",
    "In the Syrian arena, nothing changed.",
    "He died in the ITIC's assessment.",
    "Between 10 and 20 people fled.",
    "",
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_a_description_is_found_with_its_relation(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert [(found.text, found.kind) for found in find(text)] == expected


@pytest.mark.parametrize("text", SILENT)
def test_prose_without_a_place_gives_nothing(text: str) -> None:
    assert find(text) == []


def test_spans_point_into_the_whole_text() -> None:
    text = "First near Idlib. Then 5 km north of Ariha."
    for found in find(text):
        assert text[found.start : found.end] == found.text
        for clause in found.expression.clauses:
            for anchor in clause.anchors:
                assert text[anchor.start : anchor.end].endswith(anchor.name)


def test_a_description_never_crosses_the_end_of_a_sentence() -> None:
    assert [
        found.text for found in find("It was near Idlib. 5 km north of Ariha, all was calm.")
    ] == [
        "near Idlib",
        "5 km north of Ariha",
    ]


def test_the_name_of_a_force_is_no_part_of_a_description() -> None:
    text = (
        "A force of the Directorate of the Al-Anbar Province captured six men "
        "in various parts of the Al-Anbar Province."
    )
    assert [found.text for found in find(text)] == ["in various parts of the Al-Anbar Province"]


@given(st.text(alphabet="aA1 ,.()-*\nIdlib km north of near in", max_size=200))
def test_mentions_are_in_order_and_do_not_overlap(text: str) -> None:
    ends = 0
    for found in find(text):
        assert ends <= found.start < found.end <= len(text)
        assert found.text == text[found.start : found.end]
        ends = found.end


@pytest.mark.parametrize(
    "text",
    [
        "10 km north of Idlib " * 500,
        "near (" * 2_000,
        "," * 10_000,
        "in Idlib, " * 1_000,
        "Al-" * 3_000,
    ],
)
def test_steps_grow_no_faster_than_the_text(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = 0
    step_at = assembly.step_at

    def counted(*args: object, **options: object) -> object:
        nonlocal steps
        steps += 1
        return step_at(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(assembly, "step_at", counted)
    find(text)
    assert steps <= 2 * len(text)


@pytest.mark.skipif(not REPORT.exists(), reason="the sample report is not beside the repository")
def test_the_offsets_of_a_weekly_report_are_found() -> None:
    offsets = [found for found in find(REPORT.read_text()) if found.kind == "offset"]
    # counted in the text: 30 times "km", a direction, "of"; one of them is a gloss
    assert len(offsets) == 29
