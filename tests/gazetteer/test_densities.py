"""From words to densities: which family speaks, what is calibrated, and what is left out."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from gazetteer.errors import UncertaintyError
from gazetteer.frame import locate_frame
from gazetteer.resolve import locate
from geo import geodesy
from geo.uncertainty import read_density


@pytest.mark.parametrize(
    ("text", "country", "family", "calibrated"),
    [
        ("about 10 km north of Al-Mayadeen", "SY", "offset", True),
        ("10 km NNE of Al-Mayadeen", "SY", "offset", True),
        ("20 km from Idlib", "SY", "ring", False),
        ("within 20 km of Idlib", "SY", "ring", False),
        ("near Idlib", "SY", "round", False),
        ("in Idlib", "SY", "round", False),
        ("6 km N and 4 km W of Idlib", "SY", "round", False),
        ("between Aleppo and Idlib", "SY", "line", False),
        ("on the Baiji-Kirkuk highway", "IQ", "line", False),
        ("northeast of Fallujah", "IQ", "shape", False),
        ("near the border with Chad", "NG", "shape", False),
        ("northern Sinai", "EG", "shape", False),
    ],
)
def test_each_family_has_its_density(
    text: str, country: str, family: str, *, calibrated: bool
) -> None:
    spot = locate(text, country=country)
    assert spot.density is not None
    assert spot.density.factors[0].family == family
    assert spot.calibrated is calibrated
    assert spot.probability(spot.footprint) >= 0.88  # type: ignore[arg-type]


def test_radii_grow_with_their_probability() -> None:
    spot = locate("about 10 km north of Al-Mayadeen", country="SY")
    assert spot.r50_m and spot.r80_m and spot.radius_m and spot.r95_m  # noqa: PT018
    assert spot.r50_m < spot.r80_m < spot.radius_m < spot.r95_m


def test_the_point_follows_the_text_unless_asked() -> None:
    text = "60 km north of Al-Mayadeen"
    stated = locate(text, country="SY")
    calibrated = locate(text, country="SY", distance="calibrated")
    town = stated.anchors[0]
    stated_m = geodesy.inverse(town.lon, town.lat, stated.lon, stated.lat)[1]
    calibrated_m = geodesy.inverse(town.lon, town.lat, calibrated.lon, calibrated.lat)[1]
    assert stated_m == pytest.approx(60_000, rel=1e-6)
    assert 50_000 < calibrated_m < 59_000  # people state distances by road


def test_a_machine_is_believed_more() -> None:
    text = "60 km north of Al-Mayadeen"
    people, machine = (locate(text, country="SY", style=style) for style in ("human", "machine"))  # type: ignore[arg-type]
    assert machine.footprint.area < people.footprint.area / 3


def test_two_measures_are_multiplied() -> None:
    text = "14 miles southeast of Cambridge and 47 miles northeast of London"
    spot = locate(text, country="GB")
    assert spot.density is not None
    assert len(spot.density.factors) == 2
    # Haverhill, which the sentence describes, is at 52.08 N 0.44 E
    assert geodesy.inverse(spot.lon, spot.lat, 0.44, 52.08)[1] < 10_000


def test_a_statement_that_contradicts_the_first_is_left_out_and_told() -> None:
    spot = locate("10 km north of Aleppo and 10 km north of Damascus", country="SY")
    assert spot.density is not None
    assert len(spot.density.factors) == 1
    assert "contradicts the first" in spot.why


def test_the_published_method_has_no_density() -> None:
    spot = locate("10 km north of Al-Mayadeen", country="SY", method="point-radius")
    assert spot.density is None
    assert spot.r50_m is None
    with pytest.raises(UncertaintyError, match="point-radius"):
        spot.sample(1, np.random.default_rng(0))


def test_a_table_carries_its_densities() -> None:
    table = pd.DataFrame({"place": ["10 km north of Al-Mayadeen", "near Idlib", "in Nowhereville"]})
    located = locate_frame(table, text="place", country="SY")
    assert located["calibrated"].tolist() == [True, False, False]
    assert read_density(located["density"][0]).factors[0].distance_m == 10_000
    assert pd.isna(located["density"][2])


def test_the_exports_say_what_is_assumed() -> None:
    said = locate("near Idlib", country="SY").to_dict()["properties"]
    assert said["calibrated"] is False  # type: ignore[index,call-overload]
    assert json.loads(json.dumps(said))["r95_m"] > said["r50_m"]  # type: ignore[index,call-overload,operator]


def test_a_notebook_shows_a_picture_that_runs_nothing() -> None:
    page = locate("about 10 km north of Al-Mayadeen", country="SY")._repr_html_()
    assert page.count("<svg") == 1
    assert "<script" not in page
    hostile = locate("10 km north of Idlib, <script>alert(1)</script>", country="SY")._repr_html_()
    assert "<script" not in hostile
