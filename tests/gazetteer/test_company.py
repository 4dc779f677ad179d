"""Names in each other's company: the document tells homonyms apart."""

from __future__ import annotations

import pandas as pd
import pytest

from gazetteer.company import keep_company
from gazetteer.expression import parse
from gazetteer.frame import locate_expressions, locate_frame
from gazetteer.place import Place
from gazetteer.resolve import resolve


def town(name: str, lon: float, lat: float, country: str, kind: str = "town") -> Place:
    codes = (f"{country}.01",) if kind == "province" else ()
    return Place(
        id=f"made:{name}-{country}", name=name, lon=lon, lat=lat, country=country,
        admin1=f"{country}.01", kind=kind, population=1_000, radius_m=4_000.0, source="made",
        codes=codes,
    )  # fmt: skip


HERE, THERE = town("Twin", 36.0, 34.0, "SY"), town("Twin", 70.0, 34.0, "AF")


def test_a_name_is_no_company_to_itself() -> None:
    company = keep_company([("Twin", HERE)])
    assert list(company.country_share("twin", [HERE, THERE])) == [0, 0]
    assert list(company.nearest_m("Twin", [HERE])) == [float("inf")]


def test_the_share_of_the_others_counts_the_country() -> None:
    others = [("A", town("A", 36.1, 34.0, "SY")), ("B", town("B", 36.9, 35.0, "SY")),
              ("C", town("C", 69.0, 34.0, "AF"))]  # fmt: skip
    company = keep_company([("Twin", HERE), *others])
    assert list(company.country_share("Twin", [HERE, THERE])) == pytest.approx([2 / 3, 1 / 3])
    assert company.main_countries == ("SY", "AF")


def test_a_province_that_is_named_holds_its_towns_but_not_its_own_namesake() -> None:
    province = town("Twin", 36.0, 34.0, "SY", kind="province")
    company = keep_company([("Twin", province), ("A", town("A", 36.1, 34.0, "SY"))])
    assert list(company.contains("A", [HERE, THERE])) == [True, False]
    assert list(company.contains("Twin", [HERE, THERE])) == [False, False]


def test_an_area_is_near_nothing() -> None:
    company = keep_company([("Syria", town("Syria", 38.5, 35.0, "SY", kind="country"))])
    assert list(company.nearest_m("Twin", [HERE])) == [float("inf")]


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        # GeoNames has a larger Hyderabad in India and a Hangu in China; read in this company,
        # both are the towns of Pakistan.
        (["Hyderabad", "Karachi", "Sukkur", "Nawabshah"], "PK"),
        (["Hangu", "Peshawar", "Kohat", "Parachinar"], "PK"),
        (["Tripoli", "Beirut", "Sidon", "Baalbek"], "LB"),
        (["Tripoli", "Benghazi", "Misrata", "Sirte"], "LY"),
    ],
)
def test_a_document_tells_homonyms_apart(names: list[str], wanted: str) -> None:
    said = [parse(f"in {name}") for name in names]
    spots = locate_expressions(said, countries=[None] * len(said), provinces=[()] * len(said))
    assert [spot.country for spot in spots] == [wanted] * len(names)


def test_alone_the_better_known_wins_or_nobody() -> None:
    spot = resolve(parse("in Hangu"))
    assert spot.country != "PK" or spot.status == "ambiguous"


def test_a_table_is_company_too() -> None:
    df = pd.DataFrame({"place": ["near Tripoli", "near Beirut", "10 km N of Sidon"]})
    assert set(locate_frame(df, text="place")["country"]) == {"LB"}
