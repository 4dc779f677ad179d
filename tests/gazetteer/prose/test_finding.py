"""Places in prose: which words mention one, which do not, and which place is meant."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import find_places, load, toponyms_frame
from gazetteer.errors import MissingModelError
from gazetteer.prose.entities import entity_spans
from maps.cli import main
from tests.gazetteer.prose.passages import measure, passages

if TYPE_CHECKING:
    from pathlib import Path

    from gazetteer.prose import Toponym

# text, and what it mentions
MENTIONS = [
    ("", []),
    ("There is no place here.", []),
    ("Clashes broke out in Kabul on Friday.", ["Kabul"]),
    ("KABUL -- The city was calm.", ["KABUL"]),
    ("Helmand and Farah provinces were quiet.", ["Helmand", "Farah provinces"]),
    ("They came from Shuraz valley in Kunar.", ["Shuraz valley", "Kunar"]),
    ("Nangarhar Province's Achin District was hit.", ["Nangarhar Province", "Achin District"]),
    ("Trucks left Cox's Bazar and Dhaka.", ["Cox's Bazar", "Dhaka"]),
    # organisations
    ("The Islamic State in Khorasan claimed it.", []),
    ("The Islamic State in Nangarhar claimed it.", ["Nangarhar"]),
    ("Kabul University and the Washington Post disagreed.", []),
    ("The Bank of Nigeria and the Delhi Police denied it.", []),
    ("A former constable in the Karachi police was held.", []),
    ("Members of the Quetta Shura met.", []),
    # persons
    ("Gen. Scott Houston spoke. Houston was tired.", []),
    ("President George Washington died in Mount Vernon.", ["Mount Vernon"]),
    ("Jackson, a spokeswoman for the school, agreed.", []),
    ("Abu Bakr al-Baghdadi and Abdullah Orakzai fled to Orakzai in Pakistan.",
     ["Orakzai", "Pakistan"]),
    # peoples, languages, words
    ("Afghan and Pakistani forces spoke Pashto.", []),
    ("Police were nice. Most of the media agreed in March.", []),
    ('It declared a "Pakistan Province" branch.', []),
    ("A US official and U.S. forces left.", []),
    ("He lives in the US and often visits Canada.", ["US", "Canada"]),
    ("See https://example.org/Kabul/Paris or mail a@Berlin.de.", []),
    # other scripts
    ("Пожар в Москве потушен.", ["Москве"]),
    ("وقع انفجار في دمشق اليوم.", ["دمشق"]),
]  # fmt: skip

# text, name, country or division
PLACES = [
    ("M23 fighters killed 12 people in eastern Congo.", "Congo", "CD"),  # no village of Brazil
    ("Floods hit Congo-Brazzaville.", "Congo-Brazzaville", "CG"),
    ("He moved from Paris, Texas.", "Paris", "US.TX"),
    ("He moved from Paris to Lyon.", "Paris", "FR"),
    ("He moved to Rockville, Maryland.", "Rockville", "US.MD"),
    ("He moved to Athens, Georgia.", "Athens", "US.GA"),
    ("He moved to Kutaisi, Georgia.", "Kutaisi", "GE"),
    ("In Baltimore, in Annapolis and all over Maryland.", "Maryland", "US.MD"),
    ("A student from Hyderabad, Pakistan, was found.", "Hyderabad", "PK"),
    ("Turkey, Georgia, Azerbaijan and Turkmenistan agreed.", "Georgia", "GE"),
    ("It rained in Atlanta, in Macon and all over Georgia.", "Georgia", "US.GA"),
    ("They met in Lebanon, near Dayton and Cincinnati, in Ohio.", "Lebanon", "US.OH"),
    ("They met in Lebanon and in Syria, near Damascus.", "Lebanon", "LB"),
    ("Fighting spread in Takhar, Kunduz, Badakshan and Baghlan.", "Badakshan", "AF"),
]


def names(found: tuple[Toponym, ...]) -> list[str]:
    return [each.text for each in found]


@pytest.mark.parametrize(("text", "expected"), MENTIONS)
def test_a_text_mentions(text: str, expected: list[str]) -> None:
    assert names(find_places(text)) == expected


@pytest.mark.parametrize(("text", "name", "where"), PLACES)
def test_the_other_names_say_which_place_is_meant(text: str, name: str, where: str) -> None:
    found = next(each for each in find_places(text, threshold=0) if each.name == name)
    assert found.place is not None
    assert where in {found.place.country, found.place.admin1}


def test_passages_of_many_kinds_are_read() -> None:
    tally = measure(load())
    assert tally.found / tally.marked >= 0.95
    assert tally.right / tally.given >= 0.94
    assert tally.there / tally.asked >= 0.95


def test_a_higher_threshold_finds_fewer_and_more_of_them_right() -> None:
    tallies = [measure(load(), threshold) for threshold in (0.3, 0.6, 0.9)]
    assert [t.given for t in tallies] == sorted((t.given for t in tallies), reverse=True)
    shares = [t.right / t.given for t in tallies]
    assert shares[0] < shares[-1]


def test_the_description_around_a_name_is_given_too() -> None:
    text = "A convoy was hit about 10 km north of Mosul, and eastern Nangarhar was quiet."
    mosul, nangarhar = find_places(text)
    assert text[mosul.phrase_start : mosul.phrase_end] == "about 10 km north of Mosul"
    assert (mosul.relation, nangarhar.relation) == ("offset", "part_of_region")
    assert text[nangarhar.phrase_start : nangarhar.phrase_end] == "eastern Nangarhar"


def test_an_unknown_place_is_located_by_the_one_it_lies_in() -> None:
    text = "They left Shuraz valley in Chawkay district."
    valley = find_places(text)[0]
    assert (valley.place, valley.kind) == (None, "valley")
    row = toponyms_frame([valley], text).iloc[0]
    assert row["located_by"] in {"within", "none"}


def test_given_spans_are_resolved_whatever_they_are() -> None:
    text = "The Quetta Shura met."
    (found,) = find_places(text, spans=[(4, 10)])
    assert (found.text, found.place is not None and found.place.country) == ("Quetta", "PK")


def test_the_table_has_a_row_a_mention_and_keeps_its_columns_when_empty() -> None:
    text = "In Kabul and in the Middle East."
    table = toponyms_frame(find_places(text), text)
    assert table["located_by"].tolist() == ["place", "place"]
    assert table.geometry.isna().tolist() == [False, True]
    empty = toponyms_frame((), "")
    assert list(empty.columns) == list(table.columns)
    assert empty.crs == table.crs


def test_reading_twice_gives_the_same() -> None:
    text = next(passages()).text
    assert find_places(text) == find_places(text)


@given(st.text(st.characters(codec="utf-8"), max_size=300))
@settings(max_examples=150)
def test_any_text_is_read_and_spans_are_of_the_text(text: str) -> None:
    found = find_places(text)
    for each in found:
        assert text[each.start : each.end] == each.text
        assert 0.5 <= each.score <= 1
        assert each.phrase_start <= each.start < each.end <= each.phrase_end
    assert all(left.end <= right.start for left, right in pairwise(found))


@pytest.mark.parametrize(
    "text",
    [
        "A" * 20_000, "A-" * 10_000, "Al-" * 7_000, "Paris, " * 3_000, "de la " * 4_000,
        "\n" * 20_000, "U.S." * 6_000, "'s" * 10_000, "In Kabul (in Kabul (" * 1_000,
        "of the " * 3_000 + "X", "Paris of Paris of " * 1_200, "٤" * 9_000, "\u0300" * 20_000,
        "a." * 10_000, "border " * 3_000,
    ],
    ids=range(15),
)  # fmt: skip
def test_hostile_texts_are_read(text: str) -> None:
    find_places(text)


def test_a_model_that_is_missing_is_named_with_its_remedy() -> None:
    with pytest.raises(MissingModelError, match="find_places needs no model"):
        entity_spans("Kabul", "no_such_model")


def test_the_command_writes_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["places", "find", "Clashes broke out in Kabul."]) == 0
    assert "Kabul  city" in capsys.readouterr().out
    out = tmp_path / "places.geojson"
    article = tmp_path / "article.txt"
    article.write_text("Clashes broke out in Kabul. =1+1", encoding="utf-8")
    assert main(["places", "find", str(article), "--out", str(out)]) == 0
    (feature,) = json.loads(out.read_text(encoding="utf-8"))["features"]
    assert feature["properties"]["file"] == "article.txt"
    assert feature["geometry"]["coordinates"] == pytest.approx([69.17, 34.53], abs=0.05)
    empty = tmp_path / "empty.txt"
    empty.write_text("nothing at all", encoding="utf-8")
    capsys.readouterr()
    both = ["places", "find", str(empty), str(article), "--format", "csv"]
    assert main(both) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("article.txt,Kabul,21,26,Kabul,city")
    assert main(["places", "find", "nothing at all", "--format", "csv"]) == 1
    assert main(["places", "find", str(article), "--out", str(tmp_path / "x.doc")]) == 2


@pytest.mark.parametrize("text", ["The", "The ", "the The", "Al-", "10 km north of The"])
def test_words_that_only_begin_a_name_are_no_places(text: str) -> None:
    assert find_places(text, country="SY") == ()
