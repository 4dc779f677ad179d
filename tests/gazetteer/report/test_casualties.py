"""Killed and wounded as texts state them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.report.casualties import Casualties, count_casualties
from gazetteer.report.counts import read_number

NOTHING = None

STATED = [
    ("", NOTHING, NOTHING),
    ("He was shot to death.", 1, NOTHING),
    ("Two fighters were wounded.", NOTHING, 2),
    ("He was questioned and then executed.", 1, NOTHING),
    ("One guard was killed and the other was wounded.", 1, 1),
    ("Three guards were killed and another was wounded.", 3, 1),
    ("An officer and three fighters were wounded.", NOTHING, 4),
    ("One commander and two fighters were killed.", 3, NOTHING),
    ("Eight men in army uniforms killed four “informers” in a village.", 4, NOTHING),
    ("A total of 13 farmers were killed.", 13, NOTHING),
    ("Armed men took two teachers prisoner. The two were executed.", 2, NOTHING),
    ("They fired at two customs officers near the border. They were killed.", 2, NOTHING),
    ("A blast at a wedding, causing the deaths of 25 guests.", 25, NOTHING),
    ("A hospital in which 24 civilians were killed.", 24, NOTHING),
    ("Gunmen killed at least 5 civilians and injured 12 others near Kano.", 5, 12),
    ("2 soldiers killed, 3 wounded in IED attack", 2, 3),
    ("The bomb went off, killing two soldiers and wounding three others.", 2, 3),
    ("Two were killed and three wounded.", 2, 3),
    ("A roadside bomb killed a policeman and wounded two.", 1, 2),
    ("The blast left three people dead and five injured.", 3, 5),
    ("The attack claimed the lives of six people.", 6, NOTHING),
    ("Two policemen were killed. A civilian was also killed.", 3, NOTHING),
    ("More than 100 people died and 1,060 were hurt.", 100, 1060),
    ("Five militants, including a commander, were killed.", 5, NOTHING),
    ("Abu Hamza, a senior commander, was killed.", 1, NOTHING),
    ("Gunmen shot and killed a police officer and injured his driver.", 1, 1),
    ("Twenty-one people were killed when 3 rockets hit the market.", 21, NOTHING),
    ("Some five soldiers were wounded.", NOTHING, 5),
    ("An air strike killed a member of a group in the north and one other man.", 2, NOTHING),
    ("Men murdered community leader Juan Perez Soto.", 1, NOTHING),
    ("Some 60 people are feared dead.", NOTHING, NOTHING),
    ("A car burned; no casualties were recorded.", 0, 0),
    ("A mine went off under the chief, killing him.", 1, NOTHING),
    ("Between 3 and 5 May, 12 farmers were killed.", 12, NOTHING),
    ("A boat sank and three fishermen drowned.", 3, NOTHING),
    ("A village elder said four raiders had been killed.", 4, NOTHING),
    ("Hospital sources gave a toll of 12 dead.", 12, NOTHING),
    ("Men shot dead two guards escorting a medical team.", 2, NOTHING),
    ("The army announced the killing of Omar Bin Salim, a commander.", 1, NOTHING),
    ("05/01/2020: Three traders were shot dead at 14:30.", 3, NOTHING),
    ("A former rebel who had signed a truce was shot dead.", 1, NOTHING),
    (
        "At least 12 people, mostly women, were killed and 30 others injured in two villages.",
        12,
        30,
    ),
    ("The bomb killed three children. Two more people were wounded.", 3, 2),
    (
        "Fourteen fighters were killed at the farm, and seven were killed in the village.",
        21,
        NOTHING,
    ),
]

UNKNOWN = [
    "The passengers were killed or wounded.",
    "About five policemen were killed or wounded.",
    "Five soldiers were killed and wounded.",
    "Several soldiers were wounded.",
    "A number of soldiers were killed.",
    "A family was killed.",
    "Dozens were killed and wounded.",
    "The passengers were wounded.",
    "No casualties were reported.",
    "قتل عدد من الجنود",
    "The number of dead is not known.",
]


@pytest.mark.parametrize(("text", "killed", "wounded"), STATED)
def test_stated_numbers_are_read(text: str, killed: int | None, wounded: int | None) -> None:
    assert count_casualties(text) == Casualties(killed, wounded)


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_is_not_stated_is_missing_and_not_nought(text: str) -> None:
    assert count_casualties(text) == Casualties(None, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No one was killed.", Casualties(0, None)),
        ("There were no casualties.", Casualties(0, 0)),
    ],
)
def test_a_stated_nought_is_nought(text: str, expected: Casualties) -> None:
    assert count_casualties(text) == expected


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("seven", 7),
        ("forty-two", 42),
        ("1,060", 1060),
        ("two hundred", 200),
        ("some", None),
        ("", None),
    ],
)
def test_number_words_are_read(word: str, number: int | None) -> None:
    assert read_number(word) == number


@given(st.integers(1, 999), st.integers(1, 999))
def test_any_two_numbers_in_a_plain_sentence_come_back(
    killed: int | None, wounded: int | None
) -> None:
    text = f"{killed} people were killed and {wounded} people were wounded."
    assert count_casualties(text) == Casualties(killed, wounded)


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    count_casualties(text)
