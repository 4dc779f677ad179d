"""Reading one description: what it says, by family."""

import pytest

from gazetteer.clauses import Between, DistanceOnly, Offset, Toward
from gazetteer.expression import explain, parse

# text, relation, anchors, distance in kilometres, direction
TABLE = [
    ("about 10 km north of Al-Mayadeen", "offset", ["Al-Mayadeen"], 10, "N"),
    ("5 mi NNE of Tucson", "offset", ["Tucson"], 8.04672, "NNE"),
    ("Reliance, 5 mi N of", "offset", ["Reliance"], 8.04672, "N"),
    ("Placerville 8 mi SE", "offset", ["Placerville"], 12.874752, "SE"),
    ("5 mi n of tucson", "offset", ["tucson"], 8.04672, "N"),
    ("5 MI N TUCSON", "offset", ["TUCSON"], 8.04672, "N"),
    ("1 km sw estacion biologica del beni", "offset", ["estacion biologica del beni"], 1, "SW"),
    ("24km W of Beled-weyne", "offset", ["Beled-weyne"], 24, "W"),
    ("182km WNW of Saumlaki, Indonesia", "offset", ["Saumlaki"], 182, "WNW"),
    ("10 1/4 mi N of Idlib", "offset", ["Idlib"], 16.495776, "N"),
    ("½ mi N of Idlib", "offset", ["Idlib"], 0.804672, "N"),
    ("two miles north of Idlib", "offset", ["Idlib"], 3.218688, "N"),
    ("twenty-five miles north of Idlib", "offset", ["Idlib"], 40.2336, "N"),
    ("three and a half miles north of Idlib", "offset", ["Idlib"], 5.632704, "N"),
    ("2 and 1/2 miles N of Idlib", "offset", ["Idlib"], 4.02336, "N"),
    ("one mile and a half north of Idlib", "offset", ["Idlib"], 2.414016, "N"),
    ("two hundred and fifty miles north of Idlib", "offset", ["Idlib"], 402.336, "N"),
    ("three quarters of a mile north of Idlib", "offset", ["Idlib"], 1.207008, "N"),
    ("2 miles further north of Idlib", "offset", ["Idlib"], 3.218688, "N"),
    ("two or three miles north of Idlib", "offset", ["Idlib"], 4.02336, "N"),
    ("5 mi No Palmyra", "offset", ["Palmyra"], 8.04672, "N"),
    ("13O km north of Idlib", "offset", ["Idlib"], 130, "N"),
    ("11 mi (by Hwy 78) NE Idlib", "offset", ["Idlib"], 17.702784, "NE"),
    ("16 mi downstream from Idlib", "distance_only", ["Idlib"], 25.749504, None),
    ("above Idlib", "near", ["Idlib"], None, None),
    ("vic. of Idlib", "near", ["Idlib"], None, None),
    ("between Kenyon Ave. and Bay Blvd.", "between", ["Kenyon Ave", "Bay Blvd"], None, None),
    ("a mile north of Idlib", "offset", ["Idlib"], 1.609344, "N"),
    ("10-15 km north of Idlib", "offset", ["Idlib"], 12.5, "N"),
    ("1,500 ft N of Idlib", "offset", ["Idlib"], 0.4572, "N"),
    ("12 nautical miles south of Aden", "offset", ["Aden"], 22.224, "S"),
    ("15 km. southeast of Mosul", "offset", ["Mosul"], 15, "SE"),
    ("10 km bearing 045 degrees from Idlib", "offset", ["Idlib"], 10, "45"),
    ("10 km S80W of Idlib", "offset", ["Idlib"], 10, "260"),
    ("10 km due north of Idlib", "offset", ["Idlib"], 10, "N"),
    ("10 km north by east of Idlib", "offset", ["Idlib"], 10, "NbE"),
    ("14 km S.S.W. of Ciudad Real", "offset", ["Ciudad Real"], 14, "SSW"),
    ("seven miles to the west of Constantinople", "offset", ["Constantinople"], 11.265408, "W"),
    ("about 12 kilometres (7.5 mi) southwest of The Hague", "offset", ["The Hague"], 12, "SW"),
    ("13 mi E (by road) of Idlib", "offset", ["Idlib"], 20.921472, "E"),
    ("26 km east of the Suez Canal", "offset", ["Suez Canal"], 26, "E"),
    ("2 mi S of West Cove", "offset", ["West Cove"], 3.218688, "S"),
    ("6 km N and 4 km W of Idlib", "orthogonal", ["Idlib"], None, None),
    ("7km S, 3 km E Idlib", "orthogonal", ["Idlib"], None, None),
    ("Bill, 12 mi N, 6 mi W of", "orthogonal", ["Bill"], None, None),
    ("20 km from Idlib", "distance_only", ["Idlib"], 20, None),
    ("within 20 km of Idlib", "distance_only", ["Idlib"], 20, None),
    ("Damboa, 90 km from Maiduguri", "distance_only", ["Maiduguri"], 90, None),
    ("around 30-km outside the capital", "distance_only", ["the capital"], 30, None),
    ("10 km from Idlib towards Aleppo", "offset", ["Idlib", "Aleppo"], 10, None),
    ("northeast of Fallujah", "direction_only", ["Fallujah"], None, "NE"),
    ("a village southwest of Sheikh Zuweid", "direction_only", ["Sheikh Zuweid"], None, "SW"),
    ("the rural area southeast of Idlib", "direction_only", ["Idlib"], None, "SE"),
    ("about east of Maiduguri", "direction_only", ["Maiduguri"], None, "E"),
    ("between Aleppo and Idlib", "between", ["Aleppo", "Idlib"], None, None),
    ("between A and B", "between", ["A", "B"], None, None),
    ("10 km from A towards B", "offset", ["A", "B"], 10, None),
    ("10 km towards Aleppo from Idlib", "offset", ["Idlib", "Aleppo"], 10, None),
    ("midway between Aleppo and Idlib", "between", ["Aleppo", "Idlib"], None, None),
    ("on the Baiji-Kirkuk highway", "on_road", ["Baiji", "Kirkuk"], None, None),
    ("on the road from Aleppo to Idlib", "on_road", ["Aleppo", "Idlib"], None, None),
    ("on the M-4 highway", "on_road", ["M-4 highway"], None, None),
    ("on the M-4 highway near Idlib", "near", ["Idlib"], None, None),
    ("near Deir ez-Zor", "near", ["Deir ez-Zor"], None, None),
    ("near the bridge of the town of Ariha", "near", ["Ariha"], None, None),
    ("in the vicinity of Beni", "near", ["Beni"], None, None),
    ("in the Samarra area", "in_area", ["Samarra"], None, None),
    ("in the area of Beni", "in_area", ["Beni"], None, None),
    ("outskirts of Beni", "in_area", ["Beni"], None, None),
    ("a suburb of Mogadishu", "in_area", ["Mogadishu"], None, None),
    ("Deir ez-Zor-Al-Mayadeen region", "in_area", ["Deir ez-Zor", "Al-Mayadeen"], None, None),
    ("in central Kirkuk", "at", ["Kirkuk"], None, None),
    ("Bagram Airbase", "at", ["Bagram Airbase"], None, None),
    ("Five Mile Creek", "at", ["Five Mile Creek"], None, None),
    ("North Baghdad", "at", ["North Baghdad"], None, None),
    ("New South Wales", "at", ["New South Wales"], None, None),
    ("the maternity ward of a Kabul hospital", "at", ["Kabul"], None, None),
    ("الميادين", "at", ["الميادين"], None, None),
    ("near the border with Chad", "border", ["Chad"], None, None),
    ("near the border between Iraq and Syria", "border", ["Iraq", "Syria"], None, None),
    ("about 50 km from the border with Uganda", "border", ["Uganda"], 50, None),
    ("the Togo-Burkina Faso border", "border", ["Togo", "Burkina Faso"], None, None),
    ("northern Sinai", "part_of_region", ["Sinai"], None, "N"),
    ("north-western Syria", "part_of_region", ["Syria"], None, "NW"),
    ("in the south of the country", "part_of_region", ["the country"], None, "S"),
    ("eastern countryside of Deir Ezzor", "part_of_region", ["Deir Ezzor"], None, "E"),
    ("in various parts of the Al-Anbar Province", "region_only", ["Al-Anbar Province"], None, None),
    ("in the Kirkuk Province", "region_only", ["Kirkuk Province"], None, None),
    ("on the island of Mindanao", "region_only", ["Mindanao"], None, None),
]


@pytest.mark.parametrize(("text", "relation", "anchors", "km", "direction"), TABLE)
def test_a_description_is_read(
    text: str, relation: str, anchors: list[str], km: float | None, direction: str | None
) -> None:
    expression = parse(text)
    assert expression.relation == relation
    assert [anchor.name for anchor in expression.anchors] == anchors
    assert expression.direction == direction
    if km is None:
        assert expression.distance_km is None
    else:
        assert expression.distance_km == pytest.approx(km)


@pytest.mark.parametrize(
    ("text", "relations", "glosses"),
    [
        (
            "on the road leading to the Al-Omar oil field, about 10 km north of Al-Mayadeen",
            ["offset", "on_road"],
            [],
        ),
        ("near the Abu Rashid checkpoint west of Sheikh Zuweid", ["direction_only", "near"], []),
        (
            "in the area of Al-Qaim, near the border between Iraq and Syria",
            ["in_area", "border"],
            [],
        ),
        (
            "near the Arar border crossing between Iraq and Saudi Arabia",
            ["near", "border"],
            [],
        ),
        ("in Qifah, in the northwestern Al-Bayda Province", ["at", "part_of_region"], []),
        (
            "on the island of Mindanao in the south of the country",
            ["region_only", "part_of_region"],
            [],
        ),
        (
            (
                "in the area of Beni in the northeastern part of the country "
                "(about 50 km from the border with Uganda)"
            ),
            ["in_area", "part_of_region"],
            ["border"],
        ),
        ("Kafrunubl (about 30 km south of Idlib)", ["at"], ["offset"]),
        (
            "about 80 km east of Maiduguri, the capital of Borno State",
            ["offset"],
            ["region_only"],
        ),
    ],
)
def test_the_clause_that_places_the_target_comes_first(
    text: str, relations: list[str], glosses: list[str]
) -> None:
    expression = parse(text)
    assert [clause.relation for clause in expression.clauses] == relations
    assert [clause.relation for clause in expression.glosses] == glosses


@pytest.mark.parametrize(
    ("text", "name", "feature"),
    [
        ("near the town of Ariha", "Ariha", "town"),
        ("near the Al-Omar oil field", "Al-Omar oil field", "oil_field"),
        ("near the Arar border crossing", "Arar border crossing", "border_crossing"),
        ("at Bagram Airbase", "Bagram Airbase", "airbase"),
        ("near Lake Chad", "Lake Chad", "lake"),
        ("near the Gulf of Aden", "Gulf of Aden", "sea"),
        ("near Idlib city", "Idlib", "city"),
        ("near Idlib", "Idlib", None),
        ("10 km north of the capital Yerevan", "Yerevan", "city"),
    ],
)
def test_the_word_for_the_feature_stands_in_or_outside_the_name(
    text: str, name: str, feature: str | None
) -> None:
    anchor = parse(text).anchors[0]
    assert (anchor.name, anchor.feature) == (name, feature)


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("North Baghdad", ["part_of_region"]),
        ("Northern Ireland", ["at"]),
        ("on the Baiji-Kirkuk highway", ["on_road"]),
        ("the Deir ez-Zor-Al-Mayadeen region", ["in_area", "region_only"]),
        ("the Kashmir region", ["region_only"]),
        ("Al-Mayadeen", []),
    ],
)
def test_other_readings_are_kept(text: str, others: list[str]) -> None:
    assert [clauses[0].relation for clauses in parse(text).others] == others


def test_larger_places_after_a_name_are_kept_apart() -> None:
    assert parse("182km WNW of Saumlaki, Maluku, Indonesia").anchors[0].within == (
        "Maluku",
        "Indonesia",
    )


@pytest.mark.parametrize(
    ("text", "bound", "low_km", "high_km", "hedged"),
    [
        ("10 km from Idlib", "stated", None, None, False),
        ("about 10 km from Idlib", "stated", None, None, True),
        ("less than 5 km from Idlib", "less", None, None, False),
        ("within 5 km of Idlib", "within", None, None, False),
        ("10 to 15 km from Idlib", "range", 10, 15, False),
        ("several kilometers from Idlib", "range", 3, 7, True),
    ],
)
def test_a_distance_says_how_firm_it_is(
    text: str, bound: str, low_km: float | None, high_km: float | None, *, hedged: bool
) -> None:
    clause = parse(text).primary
    assert isinstance(clause, DistanceOnly)
    stated = clause.distance
    assert (stated.bound, stated.hedged) == (bound, hedged)
    assert stated.low_m == (None if low_km is None else low_km * 1000)
    assert stated.high_m == (None if high_km is None else high_km * 1000)


def test_spans_point_into_the_text() -> None:
    text = "They say: about 10 km north of Al-Mayadeen"
    clause = parse(text).primary
    assert isinstance(clause, Offset)
    assert text[clause.anchor.start : clause.anchor.end] == "Al-Mayadeen"
    assert text[clause.distance.start : clause.distance.end] == "about 10 km"
    assert text[clause.direction.start : clause.direction.end] == "north"
    assert text[clause.start : clause.end] == "about 10 km north of Al-Mayadeen"


def test_a_fraction_of_nothing_is_no_number() -> None:
    expression = parse("1/0 km north of Idlib")
    assert expression.distance_km == 0
    assert expression.unread == ("1",)


def test_a_letter_that_stands_for_a_digit_is_read_and_told() -> None:
    clause = parse("13O km north of Idlib").primary
    assert isinstance(clause, Offset)
    assert (clause.distance.number, clause.distance.repaired) == ("130", True)
    assert "a letter read as a digit" in explain("13O km north of Idlib")
    assert not parse("130 km north of Idlib").primary.distance.repaired  # type: ignore[attr-defined]


def test_midway_is_told_from_between() -> None:
    midway, between = (
        parse(f"{word} Idlib and Aleppo").primary for word in ("midway between", "between")
    )
    assert isinstance(midway, Between)
    assert isinstance(between, Between)
    assert (midway.midway, between.midway) == (True, False)


def test_a_distance_towards_a_place_keeps_where_it_is_measured_from() -> None:
    clause = parse("10 km from Idlib towards Aleppo").primary
    assert isinstance(clause, Toward)
    assert [anchor.name for anchor in clause.ends] == ["Idlib", "Aleppo"]
    assert parse("10 km from Idlib towards Aleppo").distance_km == 10
