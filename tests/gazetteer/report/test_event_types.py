"""The table of event types."""

from pathlib import Path

import pytest

from gazetteer.errors import ReportError
from gazetteer.report.event_types import EventType, classify, find_triggers, load_event_types

TABLE = load_event_types()


@pytest.mark.parametrize("kind", TABLE, ids=lambda kind: f"{kind.rank}-{kind.event_type}")
def test_every_row_reads_its_own_example(kind: EventType) -> None:
    assert classify([find_triggers(kind.example, TABLE)]) is kind


@pytest.mark.parametrize(
    ("sentences", "event_type"),
    [
        (["An IED was activated against an army vehicle."], "ied"),
        (["A sticky bomb went off."], "ied"),
        (["Two policemen were targeted by sniper fire."], "sniper"),
        (["A police patrol was targeted by machine gun fire."], "small_arms"),
        (["They fired mortar shells at a camp."], "indirect_fire"),
        (["They ambushed a patrol, fired and activated an IED."], "ambush"),
        (["Men broke into a home.", "The two were executed."], "kidnap_execution"),
        (["They attacked a headquarters.", "A mine exploded later."], "assault"),
        (["Two bombs were found near a school."], "other"),
        (["A convoy came under heavy fire near a dam."], "small_arms"),
        (["Several houses were burned at dawn."], "arson"),
        (["They arrested two men and recovered hand grenades."], "arrest_or_capture"),
        (["A bomber struck a mosque."], "suicide"),
        (["The bodies of three men were found on a road."], "other"),
        (["An air raid near a dam left 11 fighters dead."], "raid_or_strike"),
        (["A farmer died after stepping on a mine."], "ied"),
        (["Five rebels were killed in an encounter."], "raid_or_strike"),
        (["Police seized 800 kg of explosives."], "other"),
        (["Fighters seized the port."], "assault"),
        (["Artillery targeted two hamlets."], "indirect_fire"),
        (["Soldiers cleared a base of the group."], "raid_or_strike"),
        ([""], None),
    ],
)
def test_the_first_sentence_decides_unless_a_later_one_is_decisive(
    sentences: list[str], event_type: str | None
) -> None:
    kind = classify([find_triggers(sentence, TABLE) for sentence in sentences])
    assert (kind and kind.event_type) == event_type


@pytest.mark.parametrize(
    "text", ["the attack", "these clashes", "several attacks", "his arrest of"]
)
def test_a_word_that_points_back_tells_no_new_event(text: str) -> None:
    assert all(trigger.again for trigger in find_triggers(text, TABLE))


def test_a_users_table_takes_the_place_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "types.csv"
    path.write_text(
        "pattern,event_type,event_class,example\nflood(?:ed|s)?,flood,hazard,A flood.\n"
    )
    table = load_event_types(path)
    assert [t.kind.event_type for t in find_triggers("Two floods and an attack", table)] == [
        "flood"
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("word,event_type,event_class\na,b,c\n", "lacks the column 'pattern'"),
        ("pattern,event_type,event_class\n(a,b,c\n", "line 2"),
        ("", "lacks the column"),
    ],
)
def test_a_broken_table_is_refused_with_its_row(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "types.csv"
    path.write_text(content)
    with pytest.raises(ReportError, match=message):
        load_event_types(path)
