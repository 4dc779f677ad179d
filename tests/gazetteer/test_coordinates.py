"""Coordinates in texts, against the same points written in plain degrees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.clauses import Coordinates, Near, Offset
from gazetteer.coordinates import written
from gazetteer.disambiguate import Context, candidates
from gazetteer.errors import ExpressionError
from gazetteer.expression import explain, find, parse
from gazetteer.opening import load
from geo.precision import coordinate_precision

# text, latitude, longitude, degrees of its last digit (None: a grid, by the metre)
TABLE = [
    ("35.0197, 40.4504", 35.0197, 40.4504, 1e-4),
    ("35.0197,40.4504", 35.0197, 40.4504, 1e-4),
    ("35.0197 40.4504", 35.0197, 40.4504, 1e-4),
    ("35,0197; 40,4504", 35.0197, 40.4504, 1e-4),
    ("35.0197 N 40.4504 E", 35.0197, 40.4504, 1e-4),
    ("35.0197°N, 40.4504°E", 35.0197, 40.4504, 1e-4),
    ("N 35.0197°, E 40.4504", 35.0197, 40.4504, 1e-4),
    ("40.4504 E, 35.0197 N", 35.0197, 40.4504, 1e-4),
    ("-35.0197, -40.4504", -35.0197, -40.4504, 1e-4),
    ("−35.0197, −40.4504", -35.0197, -40.4504, 1e-4),  # noqa: RUF001
    ("35.0197° S, 40.4504° O", -35.0197, -40.4504, 1e-4),
    ("lat 35.0197, lon 40.4504", 35.0197, 40.4504, 1e-4),
    ("Longitude: -40.4504 Latitude: 35.0197", 35.0197, -40.4504, 1e-4),
    ("35.0, 40.4", 35.0, 40.4, 0.1),
    ("35° N, 40° E", 35.0, 40.0, 1.0),
    ("35 22 24 N 119 1 4 W", 35.373333, -119.017778, 1 / 3600),
    ("N 35 22 24, W 119 1 4", 35.373333, -119.017778, 1 / 3600),
    ("35°22'24\"N 119°01'04\"W", 35.373333, -119.017778, 1 / 3600),
    ("35°22′24″N, 119°01′04″W", 35.373333, -119.017778, 1 / 3600),  # noqa: RUF001
    ("35-22-24 N, 119-01-04 W", 35.373333, -119.017778, 1 / 3600),
    ("35:22:24N 119:01:04W", 35.373333, -119.017778, 1 / 3600),
    ("35d22m24s N 119d01m04s W", 35.373333, -119.017778, 1 / 3600),
    ("352224N1190104W", 35.373333, -119.017778, 1 / 3600),
    ("35°22'24.5\"N 119°01'04.5\"W", 35.373472, -119.017917, 0.1 / 3600),
    ("35° 22.4' N, 119° 1.0' W", 35.373333, -119.016667, 0.1 / 60),
    ("35 deg 22 min N, 119 deg 1 min W", 35.366667, -119.016667, 1 / 60),
    ("14d51's, 66d21'w", -14.85, -66.35, 1 / 60),
    # the Eiffel Tower: Veness, Geodesy functions 2.4, test/utm-mgrs-tests.js
    ("UTM 31U 448252 5411933", 48.8582, 2.2945, None),
    ("31U 448252mE 5411933mN", 48.8582, 2.2945, None),
    ("zone 31 N 448252E 5411933N", 48.8582, 2.2945, None),
    ("448252E 5411933N zone 31N", 48.8582, 2.2945, None),
    ("31U DQ 48251 11932", 48.8582, 2.2945, None),
    ("31UDQ4825111932", 48.8582, 2.2945, None),
    ("MGRS 31UDQ 48251 11932", 48.8582, 2.2945, None),
    ("31udq4825111932", 48.8582, 2.2945, None),
]


@pytest.mark.parametrize(("text", "lat", "lon", "unit_deg"), TABLE)
@pytest.mark.parametrize("around", ["{}", "({})", "camp at {}", "{}, 300 m"])
def test_coordinates_are_read_in_every_punctuation(
    text: str, lat: float, lon: float, unit_deg: float | None, around: str
) -> None:
    clause = parse(around.format(text)).primary
    assert isinstance(clause, Coordinates)
    fix = clause.anchor.fix
    assert fix is not None
    assert (fix.lat, fix.lon) == pytest.approx((lat, lon), abs=1e-6 if unit_deg else 1e-5)
    if unit_deg is not None:
        assert fix.radius_m == pytest.approx(coordinate_precision(lat, unit_deg), rel=1e-5)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("95.0, 40.4", "latitude 95 is outside -90 to 90 .are latitude and longitude swapped"),
        ("35.5 N 190.2 E", "longitude 190.2 is outside"),
        ("35 62 24 N 119 1 4 W", "62 minutes"),
        ("35 22 74 N 119 1 4 W", "74 seconds"),
        ("356224N1190104W", "60 minutes or seconds"),
        ("35.5 22 N 119.5 1 W", "has decimals and minutes besides"),
        ("61S MB 42 85", "no zone 61"),
        ("38I MB 42 85", "without I and O"),
        ("38O 382000 3950000", "without I and O"),
        ("61N 382000 3950000", "no zone 61"),
        ("38S AB 42 85", "no square AB in zone 38"),
        ("zone 11 382000E 3950000N", "without its band or hemisphere"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(ExpressionError, match=why) as refused:
        parse(f"10 km north of {text}")
    assert refused.value.position == len("10 km north of ")
    assert find(f"They were seen at {text} again.") == []


@pytest.mark.parametrize(
    "text",
    ["5 N, 6 W", "6.5 N 3.5 W of Idlib", "12.5, 13.55 km", "1,500, 2,300 people",
     "T12S R10E sec 14 1200 ft", "10 Jan 1998, 12:30", "2.5 mi. W. 1.3 mi. S. Idlib",
     "24KMS 1234 NW", "38SMB428", "3.5, 4.5 percent", ""],
)  # fmt: skip
def test_other_numbers_are_no_coordinates(text: str) -> None:
    assert written(text, prose=True) == ()


def test_coordinates_are_an_anchor_too() -> None:
    clause = parse("10 km north of 35.0, 40.4").primary
    assert isinstance(clause, Offset)
    assert clause.anchor.fix is not None
    assert (clause.anchor.fix.lon, clause.anchor.fix.lat) == (40.4, 35.0)
    assert isinstance(parse("near 35.93, 36.63").primary, Near)


@pytest.mark.parametrize("text", ["Camp (35.9300, 36.6300)", "Camp, 35.93 N 36.63 E"])
def test_coordinates_place_what_is_named_and_the_name_is_kept(text: str) -> None:
    expression = parse(text)
    assert [clause.relation for clause in expression.clauses] == ["coordinates", "at"]
    assert expression.clauses[1].anchors[0].name == "Camp"


def test_coordinates_are_found_in_prose_and_two_prices_are_not() -> None:
    found = find("Found at 35.0197 N, 40.4504 E in May. Prices rose 3.5, 4.5 percent.")
    assert [(mention.text, mention.kind) for mention in found] == [
        ("at 35.0197 N, 40.4504 E", "coordinates")
    ]


def test_an_explanation_gives_the_point_and_its_precision() -> None:
    assert explain("35.0197 N, 40.4504 E") == "coordinates: 35.01970, 40.45040 (within 14 m)"


def test_coordinates_are_a_place_without_asking_the_gazetteer() -> None:
    clause = parse("35.0197 N, 40.4504 E").primary
    found = candidates(clause.anchors[0], clause, context=Context(), gazetteer=load())
    (place,) = found.places
    assert (place.id, place.kind, place.source) == ("coordinates:35.0197,40.4504", "point", "text")
    assert (place.country, round(place.radius_m)) == ("SY", 14)


@given(st.floats(-90, 90), st.floats(-180, 180), st.integers(1, 6))
def test_degrees_printed_are_degrees_read(lat: float, lon: float, decimals: int) -> None:
    text = f"{lat:.{decimals}f}, {lon:.{decimals}f}"
    (found,) = written(text)
    assert (found.fix.lat, found.fix.lon) == (float(f"{lat:.{decimals}f}"),
                                              float(f"{lon:.{decimals}f}"))  # fmt: skip
