"""Reading, explaining and writing one description."""

import contextlib
import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import assembly
from gazetteer.clauses import (
    Anchor,
    At,
    Between,
    Border,
    Clause,
    Direction,
    DirectionOnly,
    Distance,
    DistanceOnly,
    Expression,
    InArea,
    Near,
    Offset,
    OnRoad,
    Orthogonal,
    PartOfRegion,
    RegionOnly,
)
from gazetteer.errors import ExpressionError
from gazetteer.expression import explain, parse, render
from gazetteer.scan import MAX_TOKENS
from geo.compass import WINDS
from geo.units import UNITS

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


def test_an_explanation_of_a_refusal_is_the_refusal() -> None:
    assert "was expected" in explain("10 km north of")


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


def key(value: object) -> object:
    """Compare two readings up to their spans, their text and their other readings."""
    if isinstance(value, tuple):
        return tuple(key(each) for each in value)
    if dataclasses.is_dataclass(value):
        left_out = {"start", "end", "text", "others", "unread"}
        fields = [each.name for each in dataclasses.fields(value) if each.name not in left_out]
        return (type(value).__name__, *(key(getattr(value, name)) for name in fields))
    return round(value, 6) if isinstance(value, float) else value


@pytest.mark.parametrize("text", [row[0] for row in TABLE])
def test_writing_then_reading_gives_the_same(text: str) -> None:
    expression = parse(text)
    assert key(parse(render(expression))) == key(expression)


names = st.sampled_from(
    ["Idlib", "Al-Mayadeen", "Deir ez-Zor", "Bir al-Abd", "Port-au-Prince", "New Delhi", "Sadad"]
)
anchors = st.builds(
    lambda name, within: Anchor(name=name, start=0, end=1, within=within),
    names,
    st.sampled_from([(), ("Syria",), ("Borno", "Nigeria")]),
)
bare = st.builds(lambda name: Anchor(name=name, start=0, end=1), names)


def _distance(number: int, unit: str, bound: str, *, hedged: bool) -> Distance:
    return Distance(
        distance_m=number * UNITS[unit].metres,
        number=str(number),
        unit=unit,
        start=0,
        end=1,
        hedged=hedged,
        bound=bound,  # type: ignore[arg-type]
    )


distances = st.builds(
    _distance,
    st.integers(1, 999),
    st.sampled_from(sorted({unit.name for unit in UNITS.values()})),
    st.sampled_from(["stated", "less", "within"]),
    hedged=st.booleans(),
)
directions = st.sampled_from(WINDS).map(
    lambda wind: Direction(
        name=wind.name, bearing=wind.bearing, half_angle=wind.half_angle, start=0, end=1
    )
)
SPAN = {"start": st.just(0), "end": st.just(1)}
clauses = st.one_of(
    st.builds(
        Offset, **SPAN, anchor=anchors, distance=distances, direction=directions,
        by_road=st.booleans(),
    ),
    st.builds(
        Orthogonal, **SPAN, anchor=anchors,
        legs=st.tuples(
            st.tuples(distances, directions), st.tuples(distances, directions)
        ),
    ),
    st.builds(DistanceOnly, **SPAN, anchor=anchors, distance=distances),
    st.builds(
        DirectionOnly, **SPAN, anchor=anchors, direction=directions, distance_lost=st.booleans()
    ),
    st.builds(Near, **SPAN, anchor=anchors),
    st.builds(At, **SPAN, anchor=anchors, part=st.sampled_from([None, "central", "downtown"])),
    st.builds(
        InArea, **SPAN, places=st.tuples(bare), part=st.sampled_from(["area", "suburb", "region"])
    ),
    st.builds(Between, **SPAN, ends=st.tuples(bare, bare)),
    st.builds(OnRoad, **SPAN, ends=st.one_of(st.tuples(bare), st.tuples(bare, bare))),
    st.builds(Border, **SPAN, sides=st.one_of(st.tuples(bare), st.tuples(bare, bare)),
              distance=st.one_of(st.none(), distances)),
    st.builds(PartOfRegion, **SPAN, anchor=anchors, direction=directions),
    st.builds(RegionOnly, **SPAN, anchor=anchors),
)  # fmt: skip


@settings(max_examples=300)
@given(clause=clauses, gloss=st.one_of(st.none(), clauses), doubtful=st.booleans())
def test_any_clause_written_then_read_is_the_same(
    clause: Clause, gloss: Clause | None, *, doubtful: bool
) -> None:
    expression = Expression(
        text="",
        start=0,
        end=1,
        clauses=(clause,),
        glosses=() if gloss is None else (gloss,),
        doubtful=doubtful,
    )
    assert key(parse(render(expression))) == key(expression)


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

    monkeypatch.setattr(assembly, "step_at", counted)
    with contextlib.suppress(ExpressionError):
        parse(text)
    assert steps <= MAX_TOKENS


def test_a_fraction_of_nothing_is_no_number() -> None:
    expression = parse("1/0 km north of Idlib")
    assert expression.distance_km == 0
    assert expression.unread == ("1",)
