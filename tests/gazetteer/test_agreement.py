"""Two statements about one target choose between towns of one name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer import locate
from gazetteer.agreement import agreement
from gazetteer.disambiguate import _split
from gazetteer.expression import parse
from gazetteer.place import Place
from geo import geodesy

BEARINGS = {"north": 0.0, "east": 90.0, "south": 180.0, "west": 270.0}


def town(lon: float, lat: float) -> Place:
    return Place(
        id=f"{lon},{lat}", name="X", lon=lon, lat=lat, country="XX", admin1=None, kind="town",
        population=10_000, radius_m=2_000.0, source="made",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("phrase", "country"),
    [
        ("14 miles southeast of Cambridge and 47 miles northeast of London", "GB"),
        ("10 km north of Tripoli and 60 km south of Tartus", "LB"),
        ("30 km east of Tripoli and 170 km west of Misrata", "LY"),
    ],
)
def test_the_pair_that_leads_to_one_spot_is_meant(phrase: str, country: str) -> None:
    spot = locate(phrase)
    assert spot.status == "located"
    assert [spot.candidates[0].place.country, spot.country] == [country, country]


@given(
    st.floats(-170, 170), st.floats(-60, 60), st.sampled_from([*BEARINGS]),
    st.sampled_from([*BEARINGS]), st.integers(5, 200), st.integers(5, 200),
)  # fmt: skip
def test_statements_made_of_one_spot_agree_best(  # noqa: PLR0917
    lon: float, lat: float, one: str, two: str, near_km: int, far_km: int
) -> None:
    first, second = (
        parse(f"{km} km {wind} of X").primary for km, wind in ((near_km, one), (far_km, two))
    )
    starts = [
        town(*map(float, geodesy.destination(lon, lat, BEARINGS[wind] + 180, km * 1000.0)))
        for km, wind in ((near_km, one), (far_km, two))
    ]
    elsewhere = town(lon, lat + 20 if lat < 0 else lat - 20)
    value = agreement(first, [starts[0], elsewhere], second, [starts[1]])  # type: ignore[arg-type]
    assert value[0] > value[1]
    assert np.all((value >= 0) & (value <= 1 + 1e-9))


def test_what_follows_a_comma_in_a_name_is_the_larger_place() -> None:
    anchor = parse("near Idlib").anchors[0]
    split = _split(replace(anchor, name="Cambridge, Ontario, Canada"))
    assert (split.name, split.within) == ("Cambridge", ("Ontario", "Canada"))
    assert _split(anchor) == anchor


@pytest.mark.parametrize("state", ["Oklahoma", "Oregon", "Massachusetts"])
def test_a_state_after_a_name_narrows_the_search(state: str) -> None:
    spot = locate(f"Medford, {state}")
    assert spot.status == "located"
    assert state in spot.why
