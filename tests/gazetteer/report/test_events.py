"""Events of reports: how many, when, where, by whom, and what is none."""

import contextlib
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import gazetteer
from gazetteer.errors import ReportError
from gazetteer.report import read_events, read_report

SAMPLE = Path(gazetteer.__file__).parent / "data" / "sample_report.txt"
WEEK = "# Review, March 8-14, 2021\n\n"

NO_EVENTS = [
    "A total of 158 attacks were carried out around the world, 84 of them in Iraq.",
    "Most of the attacks were carried out in Iraq and Syria.",
    "The group threatened to attack the airport of Kabul.",
    "Its activity in the Euphrates Valley continued this week, mainly in the form of IEDs.",
    "On March 9, the group published photos of the attack near Kano.",
    "In the authors' assessment, the attack in Mosul served to mislead the army.",
    "He was born in Mosul and trained in Damascus.",
    "No attacks were carried out in Baghdad on March 9.",
    "**Right: soldiers after the attack in Kano. Left: a car (Agency, March 9, 2021).**",
    "<sup>1</sup> A militia that attacked Mosul on March 9.",
    "The prime minister visited Kano on March 9.",
]

ONE_EVENT = [
    # text, day, type, location
    ("On March 9, men attacked a post near Kano. Two men died.", 9, "assault", "near Kano"),
    ("9 March: gunmen attacked a post near Kano.", 9, "assault", "near Kano"),
    ("2021-03-09 - Gunmen attacked a post near Kano.", 9, "assault", "near Kano"),
    ("On Tuesday, gunmen attacked a post near Kano.", 9, "assault", "near Kano"),
    ("Gunmen attacked a post near Kano (Agency, March 10, 2021).", None, "assault", "near Kano"),
    (("On March 9, an IED was activated against a car about 5 km north of Kano. "
        "When help came, an IED was activated against it."), 9, "ied", "about 5 km north of Kano"),
    (("On March 9, men killed four traders in the area of Kano. "
        "They had entered a village southwest of Kano."), 9, "small_arms", "southwest of Kano"),
    (("On March 9, activists called on residents to take part in prayers near Kano. "
        "On March 12, the prayer was held, and a prayer led by imams."), 12, "other", "near Kano"),
    (("On March 9, a prisoner exchange was carried out. "
        "The rebels released two men, who were captured in Kano."), 9, "other", None),
    ("On March 9, police captured a man, who was born in Kano.", 9, "arrest_or_capture", None),
]  # fmt: skip


def test_what_was_done_before_it_was_said_is_an_event() -> None:
    (event,) = read_events(f"{WEEK}Police in Jos said that they had arrested two men in Kano.")
    assert (event.event_type, event.location_text) == ("arrest_or_capture", "in Kano")


@pytest.mark.parametrize("text", NO_EVENTS)
def test_what_is_no_event_gives_no_row(text: str) -> None:
    assert read_events(f"{WEEK}- {text}" if text[0] not in "*<" else WEEK + text) == []


@pytest.mark.parametrize(("text", "day", "event_type", "location"), ONE_EVENT)
def test_one_event_gives_one_row(
    text: str, day: int | None, event_type: str | None, location: str | None
) -> None:
    (event,) = read_events(f"{WEEK}## Nigeria\n\n- {text}")
    assert event.date == (date(2021, 3, day) if day else None)
    assert (event.event_type, event.country) == (event_type, "NG")
    if location is None:
        assert event.expression is None
        assert event.location_text == "Nigeria (heading)"
    else:
        assert event.location_text == location


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "On March 9, police captured two men in Kano. In addition, a bomb was found near Jos.",
            [(9, "in Kano", None), (9, "near Jos", None)],
        ),
        (
            ("Soldiers attacked two camps. "
            "Four gunmen were killed at a farm near Kano, and seven were killed in Jos."),
            [(None, "near Kano", 4), (None, "in Jos", 7)],
        ),
        (
            "On March 9, a bomb exploded in Kano. The next day, gunmen killed two men near Jos.",
            [(9, "in Kano", None), (10, "near Jos", 2)],
        ),
        (
            ("It carried out several attacks: a suicide bombing in Kano, in which 5 were killed "
            "(March 8); and a suicide bombing in Jos (March 9)."),
            [(8, "in Kano", 5), (9, "in Jos", None)],
        ),
        (
            "On March 9, clashes in Kano killed a man. Two days later, a bomb killed a boy there.",
            [(9, "in Kano", 1), (11, "in Kano", 1)],
        ),
        (
            "A captain was arrested in Kano. His replacement was arrested a month later in Jos.",
            [(None, "in Kano", None), (None, "in Jos", None)],
        ),
    ],
)  # fmt: skip
def test_events_with_their_own_places_are_told_apart(
    text: str, rows: list[tuple[int | None, str, int | None]]
) -> None:
    events = read_events(f"{WEEK}## Nigeria\n\n- {text}")
    assert [(e.date.day if e.date else None, e.location_text, e.killed) for e in events] == rows


@pytest.mark.parametrize(
    ("text", "event_type", "event_class"),
    [
        ("On March 9, ISIS operatives attacked an army camp near Kano.", "assault", "attack"),
        (
            "On March 9, the army attacked ISIS operatives near Kano.",
            "raid_or_strike",
            "counterterrorism",
        ),
        (
            "On March 9, police captured five ISIS operatives near Kano.",
            "arrest_or_capture",
            "counterterrorism",
        ),
        (
            "On March 9, ISIS operatives captured two soldiers near Kano.",
            "kidnap_execution",
            "attack",
        ),
        (
            "On March 9, coalition aircraft carried out air strikes on ISIS hideouts near Kano.",
            "raid_or_strike",
            "counterterrorism",
        ),
        ("On March 9, about 30 gunmen raided a village near Kano.", "assault", "attack"),
        ("On March 9, clashes broke out between two tribes near Kano.", "other", "clash"),
        ("On March 9, an army convoy reached a village near Kano.", "other", "military_movement"),
    ],
)
def test_who_acts_decides_between_attack_and_counterterrorism(
    text: str, event_type: str | None, event_class: str
) -> None:
    (event,) = read_events(WEEK + "- " + text)
    assert (event.event_type, event.event_class) == (event_type, event_class)


def test_perpetrator_target_source_and_span_are_kept() -> None:
    report = (
        WEEK
        + "- ▶ **On March 9**, gunmen attacked **an army camp** near Kano (DW, March 10, 2021).\r\n"
    )
    (event,) = read_events(report)
    assert (event.perpetrator, event.target) == ("gunmen", "an army camp")
    assert (event.source, event.source_date) == ("DW", date(2021, 3, 10))
    assert report[event.source_start : event.source_end] == report[report.index("On March") : -2]


def test_the_country_of_the_place_wins_over_the_heading() -> None:
    (event,) = read_events(
        WEEK + "## Iraq\n\n- On March 9, gunmen fired at a car in northern Syria."
    )
    assert event.country == "SY"


def test_what_nothing_places_takes_the_country_given() -> None:
    (event,) = read_events(WEEK + "- On March 9, men fired at a car near Kano.", country="Nigeria")
    assert event.country == "NG"


def test_an_id_stays_when_other_parts_of_the_report_change() -> None:
    bullet = "- On March 9, gunmen attacked a post near Kano.\n"
    before = read_events(WEEK + bullet + bullet)
    after = read_events(WEEK + "- On March 8, a bomb exploded in Jos.\n" + bullet + bullet)
    assert [e.id for e in before] == [e.id for e in after][1:]
    assert len({e.id for e in after}) == 3


def test_a_highlight_is_linked_to_what_it_repeats() -> None:
    events = read_events(SAMPLE)
    assert events[0].duplicate_of is not None
    repeated = next(event for event in events if event.id == events[0].duplicate_of)
    assert "Al-Qaim" in repeated.text
    assert [event for event in events if event.duplicate_of] == [events[0]]


def test_the_sample_report_reads_as_it_is_meant() -> None:
    events = read_events(SAMPLE)
    bullets = [
        line for line in SAMPLE.read_text(encoding="utf-8").splitlines() if line.startswith("- ")
    ]
    # two overview bullets, one of them no event; one paragraph with a clash; two bullets with two
    assert len(events) == len(bullets) - 1 + 1 + 2
    assert all(event.country for event in events)
    relations = {event.expression.relation for event in events if event.expression}
    assert {"offset", "direction_only", "near", "at", "in_area", "between", "on_road"} <= relations


def test_a_report_becomes_the_incidents_table() -> None:
    incidents = read_report(SAMPLE)
    assert incidents.crs.to_epsg() == 4326
    assert incidents["id"].is_unique
    assert set(incidents["status"]) <= {"located", "region", "ambiguous", "unresolved"}
    assert incidents["killed"].isna().any()
    assert (incidents["source_file"] == SAMPLE.name).all()


def test_a_weekly_report_of_others_is_read_as_people_read_it(shared: Path) -> None:
    # 72 events annotated by reading; one sentence of an overview is told again further down
    name = "weekly-report-2020-05-21"
    gold = (shared / "evaluation" / "dev" / f"incidents_{name}.jsonl").read_text(encoding="utf-8")
    wanted = [json.loads(line) for line in gold.splitlines()]
    events = read_events(shared / "reports" / f"{name}.txt")
    assert len(wanted) <= len(events) <= len(wanted) + 2
    dated = Counter(str(event.date) for event in events if event.date)
    assert dated == Counter(row["date"] for row in wanted if row["date"])
    assert sum(event.killed or 0 for event in events) == sum(r["killed"] or 0 for r in wanted)
    assert sum(event.wounded or 0 for event in events) == sum(r["wounded"] or 0 for r in wanted)


def test_a_report_without_events_is_an_empty_table() -> None:
    incidents = read_report(WEEK + "Nothing happened this week.")
    assert len(incidents) == 0
    assert "province" in incidents


@pytest.mark.parametrize("text", ["", " \n", "missing-report.md"])
def test_nothing_to_read_is_refused(text: str) -> None:
    with pytest.raises(ReportError):
        read_events(text)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(
    st.text(
        st.sampled_from("on May 2, attacked (near) Kano. **-1;:\n#“”[]| killed two"), max_size=300
    )
)
def test_no_text_raises_anything_but_the_documented_error(text: str) -> None:
    with contextlib.suppress(ReportError):  # of a text that is blank
        read_events(text + "\n")
