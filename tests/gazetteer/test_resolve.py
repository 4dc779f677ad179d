"""Descriptions to locations: a table, laws, and stories of homonyms and glosses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.errors import ExpressionError, UnresolvedPlaceError
from gazetteer.expression import parse
from gazetteer.resolve import locate, resolve
from geo import geodesy, regions
from geo.errors import RegionError
from tests.gazetteer.made import made_gazetteer

if TYPE_CHECKING:
    from gazetteer.location import Location
    from gazetteer.store import Gazetteer


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return made_gazetteer(tmp_path_factory.mktemp("made"))


def geopy_offset(lat: float, lon: float, km: float, bearing: float) -> tuple[float, float]:
    """Where geopy's geodesic leads: an authority that shares no code with ours."""
    end = geodesic(kilometers=km).destination((lat, lon), bearing)
    return end.longitude, end.latitude


def apart_km(spot: Location, expected: tuple[float, float]) -> float:
    assert spot.lon is not None
    assert spot.lat is not None
    return float(geodesy.inverse(spot.lon, spot.lat, *expected)[1]) / 1000


@pytest.mark.parametrize(
    ("text", "relation", "expected"),
    [
        ("about 10 km north of Alpha", "offset", geopy_offset(35, 38, 10, 0)),
        ("5 mi NNE of Alpha", "offset", geopy_offset(35, 38, 5 * 1.609344, 22.5)),
        ("ten kilometers south of al-bravo", "offset", geopy_offset(35, 40, 10, 180)),
        ("10 km north of برافو", "offset", geopy_offset(35, 40, 10, 0)),
        ("20 km from Alpha", "distance_only", (38, 35)),
        ("near Alpha", "near", (38, 35)),
        ("in the Alpha area", "in_area", (38, 35)),
        ("in Alpha", "at", (38, 35)),
        ("in the town of Alpha", "at", (38, 35)),
        ("near the Delta oil field", "near", (40.5, 34.5)),
        ("near the Eastgate border crossing between Syria and Iraq", "near", (40.9, 34.45)),
    ],
)
def test_a_description_leads_to_its_point(
    made: Gazetteer, text: str, relation: str, expected: tuple[float, float]
) -> None:
    spot = locate(text, country="SY", gazetteer=made)
    assert (spot.status, spot.relation) == ("located", relation)
    assert apart_km(spot, expected) < 0.001
    assert spot.radius_m is not None
    assert spot.country == "SY"


def test_a_road_between_two_towns_has_its_middle_and_a_corridor(made: Gazetteer) -> None:
    text = "on the Alpha-Al-Bravo highway"
    spot = locate(text, country="SY", method="point-radius", gazetteer=made)
    assert spot.relation == "on_road"
    assert spot.lon == pytest.approx(39.0, abs=1e-6)
    # Half of the geodesic between the two, by geopy.
    assert spot.radius_m == pytest.approx(geodesic((35, 38), (35, 40)).m / 2, abs=1)
    assert spot.footprint is not None
    assert spot.footprint.bounds[2] - spot.footprint.bounds[0] > 2


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("northeast of Alpha", "direction_only"),
        ("about east of Alpha", "direction_only"),
        ("near the border with Iraq", "border"),
        ("near the border between Iraq and Syria", "border"),
        ("northern Syria", "part_of_region"),
        ("in the country", "region_only"),
        ("8 km from Syria", "distance_only"),
    ],
)
def test_what_states_no_distance_has_an_area_and_no_pin(
    made: Gazetteer, text: str, relation: str
) -> None:
    spot = locate(text, country="SY", gazetteer=made)
    assert (spot.status, spot.relation) == ("region", relation)
    assert spot.lon is None
    assert spot.lat is None
    assert spot.footprint is not None
    assert spot.footprint.is_valid
    assert spot.footprint.area > 0
    assert spot.country == "SY"


def test_a_border_is_drawn_on_the_events_own_side(made: Gazetteer) -> None:
    home = regions.shape_of("SY")
    spot = locate("near the border with Iraq", country="SY", gazetteer=made)
    assert spot.footprint is not None
    assert spot.footprint.difference(home.buffer(1e-6)).area == pytest.approx(0, abs=1e-9)


def test_two_towns_of_one_name_are_ambiguous_and_both_are_told(made: Gazetteer) -> None:
    spot = locate("10 km north of Twin", country="SY", gazetteer=made)
    assert spot.status == "ambiguous"
    assert spot.lon is None
    assert len(spot.candidates) == 2
    assert "several places" in spot.why


def test_a_province_tells_two_towns_of_one_name_apart_by_the_offset_point(made: Gazetteer) -> None:
    spot = locate("10 km north of Twin", country="SY", province="Foxtrot", gazetteer=made)
    assert spot.status == "located"
    assert apart_km(spot, geopy_offset(35, 39, 10, 0)) < 0.001


def test_a_gloss_tells_two_towns_of_one_name_apart(made: Gazetteer) -> None:
    spot = locate("near Twin (about 90 km east of Alpha)", country="SY", gazetteer=made)
    assert spot.status == "located"
    assert apart_km(spot, (39, 35)) < 0.001


def test_a_gloss_stands_in_for_a_town_that_nobody_knows(made: Gazetteer) -> None:
    spot = locate("near Zulu (about 30 km south of Alpha)", country="SY", gazetteer=made)
    assert spot.status == "located"
    assert apart_km(spot, geopy_offset(35, 38, 30, 180)) < 0.001
    assert spot.unknown == ("Zulu",)
    assert "brackets" in spot.why


def test_a_second_clause_narrows_the_footprint_and_moves_nothing(made: Gazetteer) -> None:
    alone = locate("about 60 km east of Alpha", country="SY", gazetteer=made)
    both = locate(
        "on the road leading to Al-Bravo, about 60 km east of Alpha", country="SY", gazetteer=made
    )
    assert (both.lon, both.lat) == (alone.lon, alone.lat)
    assert alone.footprint is not None
    assert both.footprint is not None
    assert both.footprint.area <= alone.footprint.area


def test_one_unknown_name_raises_and_says_what_to_look_at(made: Gazetteer) -> None:
    with pytest.raises(UnresolvedPlaceError, match="'Alfha' is not in the gazetteer") as caught:
        locate("near Alfha", country="SY", gazetteer=made)
    assert caught.value.candidates[0] == "Alpha"


@pytest.mark.parametrize(
    ("country", "province", "said"),
    [("Atlantis", None, "no country"), ("SY", "Avalon", "no province")],
)
def test_an_unknown_context_is_refused(
    made: Gazetteer, country: str, province: str | None, said: str
) -> None:
    with pytest.raises(RegionError, match=said):
        locate("near Alpha", country=country, province=province, gazetteer=made)


def test_the_point_radius_method_gives_the_published_maximum(made: Gazetteer) -> None:
    # Heading formula of Wieczorek, Guo & Hijmans (2004): r0 4 km, u 0.5 km, alpha 45 degrees.
    spread = 10 + 4 + 0.5
    x = spread * 2**-0.5 - 10
    y = spread * 2**-0.5
    text = "10 km north of Alpha"
    spot = locate(text, country="SY", method="point-radius", gazetteer=made)
    assert spot.radius_m == pytest.approx(1000 * (x**2 + y**2) ** 0.5, abs=5)


@settings(max_examples=60, deadline=None)
@given(
    km=st.integers(min_value=1, max_value=300),
    wind=st.sampled_from(["north", "NE", "ESE", "south-southwest", "west by north"]),
)
def test_the_point_lies_in_its_own_footprint(km: int, wind: str) -> None:
    spot = resolve(parse(f"{km} km {wind} of Baghdad"), country="IQ")
    assert spot.footprint is not None
    bounds = spot.footprint.bounds
    assert bounds[0] <= float(spot.lon or 0) <= bounds[2]
    assert bounds[1] <= float(spot.lat or 0) <= bounds[3]


@settings(max_examples=80, deadline=None)
@given(text=st.text(max_size=60))
def test_no_text_makes_resolve_raise(text: str) -> None:
    try:
        expression = parse(text)
    except ExpressionError:
        return
    spot = resolve(expression, country="SY")
    assert spot.why
    assert (spot.status == "located") == (spot.lon is not None)


def test_a_feature_carries_its_uncertainty_and_the_terms_of_others(made: Gazetteer) -> None:
    spot = locate("about 10 km north of Alpha", country="SY", gazetteer=made)
    feature = spot.to_dict()
    properties = feature["properties"]
    assert isinstance(properties, dict)
    assert feature["geometry"] == {"type": "Point", "coordinates": [spot.lon, spot.lat]}
    assert properties["coordinateUncertaintyInMeters"] == spot.radius_m
    assert properties["where_prec"] == 2  # UCDP GED: within 25 km of a known point
    assert str(properties["footprintWKT"]).startswith("POLYGON")
