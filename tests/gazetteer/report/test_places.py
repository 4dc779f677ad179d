"""Places of events: parts of towns, sites, and what stands in for a place that nobody knows."""

import pytest

from gazetteer import load
from gazetteer.report import read_report
from gazetteer.report.places import find_mentions
from gazetteer.report.sentences import main_clauses

FOUND = [
    # text, country, relation, anchors of the first statement
    ("A bomb hit a bar in the Ndosho neighbourhood of Goma.", "CD", "at", ["Goma"]),
    ("Gunmen fired at a bus in the Brewery area of Quetta.", "PK", "in_area", ["Quetta"]),
    ("A man was shot in Chaman town of Balochistan.", "PK", "at", ["Chaman"]),
    ("A bomb went off at Liberty bazaar, Lahore.", "PK", "at", ["Lahore"]),
    ("Men looted the market of Maradi at dawn.", "NE", "at", ["Maradi"]),
    ("Shells landed near the gate of Benghazi hospital.", "LY", "near", ["Benghazi"]),
    ("Shells landed near Sirte airfield.", "LY", "near", ["Sirte"]),
    ("A mine exploded in the Palmyra desert.", "SY", "in_area", ["Palmyra"]),
    ("Gunmen stormed the Owerri correctional centre.", "NG", "at", ["Owerri"]),
    ("Four traders were kidnapped travelling along the Kano-Jos road.", "NG", "on_road",
     ["Kano", "Jos"]),
    ("Rebels raided farms in Mali's restive Gao region.", "ML", "region_only", ["Gao Region"]),
    ("A bus was hit in the Beni region.", "CD", "in_area", ["Beni"]),
    ("Two died in shelling in Sabha's al-Jadid neighbourhood.", "LY", "at", ["Sabha"]),
    ("A bomb hit a school in Popasna, Luhansk region.", "UA", "at", ["Popasna"]),
    ("Troops withdrew from Popasna.", "UA", "at", ["Popasna"]),
    ("Shelling of Zelbrova, west of Vuhledar, killed two boys.", "UA", "at", ["Zelbrova"]),
    ("Men burned ten homes in Zelbro, a village some 15 km from Tiko.", "CM", "at", ["Zelbro"]),
    ("The army retook Zelbro, 70 km southwest of Galkayo.", "SO", "at", ["Zelbro"]),
    ("Raids against separatist camps near Bamenda left ten dead.", "CM", "near", ["Bamenda"]),
    ("Troops beat off a raid by rebels on Zelbro, 33 kilometres from Kano.", "NG", "at",
     ["Zelbro"]),
    ("Two died in Peshawar's Zelbro tehsil.", "PK", "at", ["Peshawar"]),
    ("Troops held off an assault near Zelbrova (3 km south of Bakhmut).", "UA", "near",
     ["Zelbrova"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "country", "relation", "anchors"), FOUND)
def test_the_place_of_an_event_is_found(
    text: str, country: str, relation: str, anchors: list[str]
) -> None:
    (mention,) = find_mentions(text, main_clauses(text), load(), country)
    assert mention.kind == relation
    assert [anchor.name for anchor in mention.expression.anchors] == anchors


def test_capitals_that_nobody_knows_are_a_force() -> None:
    text = "Machine-gun fire at XDF."
    assert find_mentions(text, main_clauses(text), load(), "SY") == []


def test_the_next_place_stands_in_for_one_that_nobody_knows() -> None:
    told = "- On 3 May 2021, six girls were abducted from the village of Zelbro near Chibok."
    (row,) = read_report(f"# Nigeria\n\n{told}").itertuples()
    assert (round(row.geometry.y, 1), round(row.geometry.x, 1)) == (10.9, 12.8)  # of Chibok
    assert "'Zelbro' is not in the gazetteer" in row.why


def test_a_label_stands_in_for_a_place_that_nobody_knows() -> None:
    told = "- Patikul, Sulu - On 3 May 2021, troops shot two men in Barangay Zelbro."
    (row,) = read_report(f"# Philippines\n\n{told}").itertuples()
    assert (row.province, row.status) == ("PH-SLU", "located")


def test_a_measure_is_rather_the_place_than_the_province_before_it() -> None:
    told = "- In River Nile State, gunmen fired at a bus about 15 km north of Berber on 3 May 2021."
    (row,) = read_report(f"# Sudan\n\n{told}").itertuples()
    assert row.relation == "offset"


def test_a_town_as_it_is_spelt_is_not_left_for_another_by_its_company() -> None:
    told = (
        "# Burkina Faso\n\n- On 3 May 2021, gunmen fired at a bus near Solenzo.\n"
        "- On 4 May 2021, a mine exploded in the area of Pama."
    )
    spots = read_report(told)
    assert "Pama" in spots["why"].iloc[1]
    assert spots.geometry.iloc[1].x > 0  # east of Greenwich; Bama is in the west of the country
