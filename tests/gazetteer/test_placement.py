"""Clauses and their places to points, radii and shapes: the published rules, form by form."""

from __future__ import annotations

import math

import pytest
import shapely
from geopy.distance import geodesic

from gazetteer import defaults
from gazetteer.expression import parse
from gazetteer.place import Place
from gazetteer.placement import near_m, place_clause

TOWN = Place(
    id="made:1", name="Alpha", lon=38.0, lat=35.0, country="SY", admin1="SY.10", kind="town",
    population=9_000, radius_m=4_000.0, source="made",
)  # fmt: skip
OTHER = Place(
    id="made:2", name="Bravo", lon=39.0, lat=35.0, country="SY", admin1="SY.11", kind="village",
    population=900, radius_m=2_000.0, source="made",
)  # fmt: skip
PROVINCE = Place(
    id="province:SY.07", name="Deir ez-Zor", lon=40.2, lat=35.1, country="SY", admin1="SY.07",
    kind="province", population=0, radius_m=120_000.0, source="made", codes=("SY.07",),
)  # fmt: skip

COORDINATES_M = 2.0  # five decimals of a degree: 1.6 m at most


def placed(text: str, *places: Place, country: str | None = "SY"):  # noqa: ANN201 - a Placement
    return place_clause(parse(text).primary, places, country=country, reach_m=20_000.0)


@pytest.mark.parametrize(
    ("text", "places", "radius_m"),
    [
        # Chapman & Wieczorek 2020: feature R = r0; near = r0 + 10 km; distance only
        # R = r0 + u + d; between = half the distance; orthogonal R = u sqrt 2 + r0.
        ("in Alpha", [TOWN], 4_000),
        ("near Alpha", [TOWN], 14_000),
        ("near Bravo", [OTHER], 2_000 + defaults.NEAR_SMALL_M),
        ("in the Alpha area", [TOWN], 14_000),
        ("20 km from Alpha", [TOWN], 4_000 + 500 + 20_000),
        ("between Alpha and Bravo", [TOWN, OTHER], geodesic((35, 38), (35, 39)).m / 2),
        ("on the Alpha-Bravo highway", [TOWN, OTHER], geodesic((35, 38), (35, 39)).m / 2),
        ("6 km N and 4 km W of Alpha", [TOWN], 500 * math.sqrt(2) + 4_000),
    ],
)
def test_a_radius_is_the_published_sum(text: str, places: list[Place], radius_m: float) -> None:
    spot = placed(text, *places)
    assert spot.radius_m == pytest.approx(radius_m, abs=COORDINATES_M)
    assert spot.lon is not None


@pytest.mark.parametrize(
    ("number", "precision_km"), [("ten", 0.5), ("10", 0.5), ("10.25", 0.125), ("10-15", 0.5)]
)
def test_a_distance_in_words_or_as_a_range_is_as_precise_as_its_digits(
    number: str, precision_km: float
) -> None:
    spot = placed(f"{number} km from Alpha", TOWN)
    stated = {"ten": 10, "10": 10, "10.25": 10.25, "10-15": 12.5}[number]
    expected_m = 1000 * (4 + stated + precision_km)
    assert spot.radius_m == pytest.approx(expected_m, abs=COORDINATES_M)


def test_near_a_village_reaches_half_as_far() -> None:
    assert near_m(OTHER) == near_m(TOWN) / 2


def test_an_offset_holds_its_point_and_not_its_anchor() -> None:
    spot = placed("30 km E of Alpha", TOWN)
    shape = spot.draw()
    assert shape is not None
    assert shape.contains(shapely.Point(spot.lon, spot.lat))
    assert not shape.contains(shapely.Point(TOWN.lon, TOWN.lat))


def test_at_a_distance_is_a_ring_and_within_it_is_a_disc() -> None:
    middle = shapely.Point(TOWN.lon, TOWN.lat)
    ring, disc = (
        placed("40 km from Alpha", TOWN).draw(),
        placed("within 40 km of Alpha", TOWN).draw(),
    )
    assert ring is not None
    assert disc is not None
    assert not ring.contains(middle)
    assert disc.contains(middle)


@pytest.mark.parametrize(
    ("text", "east", "north"),
    [("northern Deir ez-Zor Province", 0, 1), ("southern Deir ez-Zor Province", 0, -1),
     ("eastern Deir ez-Zor Province", 1, 0), ("southwestern Deir ez-Zor Province", -1, -1)],
)  # fmt: skip
def test_a_part_of_a_region_lies_on_its_side_of_the_middle(
    text: str, east: int, north: int
) -> None:
    part, whole = placed(text, PROVINCE).draw(), placed("in Deir ez-Zor Province", PROVINCE).draw()
    assert part is not None
    assert whole is not None
    assert 0.2 < part.area / whole.area < 0.8
    assert (part.centroid.x - whole.centroid.x) * east >= 0
    assert (part.centroid.y - whole.centroid.y) * north >= 0
    assert placed(text, PROVINCE).lon is None


def test_a_border_that_two_countries_do_not_share_is_nowhere() -> None:
    sides = [
        Place(
            id=f"country:{code}", name=code, lon=0.0, lat=0.0, country=code, admin1=None,
            kind="country", population=0, radius_m=1.0, source="made",
        )
        for code in ("EG", "IQ")
    ]  # fmt: skip
    spot = placed("near the border between Egypt and Iraq", *sides, country=None)
    assert spot.draw() is None
