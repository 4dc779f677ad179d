"""The tables of provinces, regions and countries: codes that exist, points that lie there."""

import csv
from collections import Counter
from importlib import resources

import pytest
import shapely

from geo.regions import default_regions, provinces, shape_of

NEAR_DEGREES = 0.3  # a centre in a strait or a bay


def rows(name: str) -> list[dict[str, str]]:
    text = (resources.files("gazetteer") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


PROVINCES, REGIONS, COUNTRIES = rows("provinces.csv"), rows("regions.csv"), rows("countries.csv")
OVERLAY = "id name alt_names lat lon country admin1 feature radius_km codes source note".split()  # noqa: SIM905 - as the form says it


@pytest.mark.parametrize(
    "table", [PROVINCES, REGIONS, COUNTRIES], ids=["provinces", "regions", "countries"]
)
def test_a_table_has_the_form_of_an_overlay(table: list[dict[str, str]]) -> None:
    assert [*table[0]][: len(OVERLAY)] == OVERLAY
    assert max(Counter(row["id"] for row in table).values()) == 1
    for row in table:
        assert row["name"].strip() == row["name"] != ""
        assert -90 <= float(row["lat"]) <= 90
        assert -180 <= float(row["lon"]) <= 180
        assert row["source"]
        names = [name for name in row["alt_names"].split("|") if row["alt_names"]]
        assert all(name.strip() for name in names), row["id"]
        assert len(names) == len(set(names)), row["id"]


def test_every_province_of_the_package_is_in_the_table_and_no_other() -> None:
    table = provinces().set_index("code")
    assert sorted(row["codes"] for row in PROVINCES) == table.index.tolist()
    for row in PROVINCES:
        assert row["id"] == f"province:{row['codes']}"
        assert row["name"] == table.loc[row["codes"], "name"]
        assert row["country"] == table.loc[row["codes"], "country"]


def test_names_of_provinces_are_unique_in_their_country() -> None:
    names = Counter((row["country"], row["name"]) for row in PROVINCES if row["country"])
    assert max(names.values()) == 1


# Names as analysts write them and other spellings that reports use, Arabic included.
@pytest.mark.parametrize(
    ("code", "name", "spellings"),
    [
        ("SY.07", "Deir ez-Zor", ["Deir Ezzor", "Dayr az Zawr", "محافظة دير الزور"]),
        ("SY.04", "Al-Raqqah", ["Raqqa", "Ar Raqqah"]),
        ("IQ.01", "Al-Anbar", ["Anbar"]),
        ("IQ.13", "Kirkuk", ["At-Ta'mim", "Muhafazat Kirkuk"]),
        ("IQ.18", "Salah al-Din", ["Salahuddin", "Saladin"]),
        ("AF.42", "Panjshir", ["Panjsher"]),
        ("NG.27", "Borno", ["Borno State"]),
        ("PK.03", "Khyber Pakhtunkhwa", ["FATA", "KP"]),
        ("CD.11", "North Kivu", ["Nord-Kivu"]),
        ("YE.20", "Al-Bayda", ["Al Bayda'"]),
        ("SO.20", "Woqooyi Galbeed", ["Maroodi Jeex"]),
    ],
)
def test_a_province_has_the_names_that_reports_use(
    code: str, name: str, spellings: list[str]
) -> None:
    row = next(row for row in PROVINCES if row["codes"] == code)
    assert row["name"] == name
    assert set(spellings) <= set(row["alt_names"].split("|"))


def test_panjshir_does_not_carry_the_names_of_its_neighbour() -> None:
    row = next(row for row in PROVINCES if row["codes"] == "AF.42")
    assert "Parwan" not in row["alt_names"]


@pytest.mark.parametrize("row", REGIONS, ids=[row["id"] for row in REGIONS])
def test_a_region_is_made_of_provinces_that_exist_and_its_point_lies_there(
    row: dict[str, str],
) -> None:
    codes = row["codes"].split("|")
    known = default_regions()
    assert all(code in known.row_of or code in known.rows_of_country for code in codes)
    point = shapely.Point(float(row["lon"]), float(row["lat"]))
    assert shape_of(codes).distance(point) < NEAR_DEGREES
    assert float(row["radius_km"]) > 0
    countries = {code[:2] for code in codes if code in known.rows_of_country}
    countries |= {
        str(known.countries[known.row_of[code]]) for code in codes if code in known.row_of
    }
    assert row["country"] == (countries.pop() if len(countries) == 1 else "")


@pytest.mark.parametrize(
    ("name", "lon", "lat"),
    [
        ("Sinai", 33.80, 31.13),  # El-Arish
        ("Fezzan", 14.43, 27.04),  # Sabha
        ("Cyrenaica", 20.07, 32.12),  # Benghazi
        ("Mindanao", 125.61, 7.07),  # Davao
        ("Kashmir", 74.80, 34.09),  # Srinagar
        ("Euphrates Valley", 40.45, 35.02),  # Al-Mayadin
        ("Lake Chad region", 13.69, 13.12),  # Baga
        ("North Baghdad", 44.37, 33.67),  # Tarmiyah
        ("Al-Janub", 44.22, 32.87),  # Jurf al-Sakhar
        ("Donbas", 37.80, 48.00),  # Donetsk
    ],
)
def test_a_region_holds_a_town_that_is_in_it(name: str, lon: float, lat: float) -> None:
    row = next(row for row in REGIONS if row["name"] == name)
    assert shape_of(row["codes"].split("|")).contains(shapely.Point(lon, lat))


def test_every_country_of_the_provinces_is_there() -> None:
    ids = {row["id"] for row in COUNTRIES}
    assert set(default_regions().countries) - {""} <= ids
    assert len(ids) == 250  # 249 of ISO 3166-1, and Kosovo
    assert all(len(row["alpha3"]) == 3 for row in COUNTRIES)


def test_no_name_means_two_countries_and_demonyms_do_where_language_has_it_so() -> None:
    names, demonyms = Counter[str](), Counter[str]()
    for row in COUNTRIES:
        names.update(
            {name.casefold() for name in [row["name"], *row["alt_names"].split("|")] if name}
        )
        demonyms.update({word for word in row["demonyms"].split("|") if word})
    assert max(names.values()) == 1
    shared = {word for word, count in demonyms.items() if count > 1}
    assert shared == {"Congolese", "Dominican", "Dominicans"}


@pytest.mark.parametrize(
    ("word", "country"),
    [
        ("Egyptians", "EG"), ("Syrian", "SY"), ("Nigerien", "NE"), ("Nigerians", "NG"),
        ("Filipinos", "PH"), ("Burkinabe", "BF"), ("Saudis", "SA"), ("Emirati", "AE"),
        ("French", "FR"), ("Somalis", "SO"), ("Turks", "TR"), ("Malian", "ML"),
    ],
)  # fmt: skip
def test_a_demonym_leads_to_its_country(word: str, country: str) -> None:
    found = [row["id"] for row in COUNTRIES if word in row["demonyms"].split("|")]
    assert found == [country]


def test_names_that_reports_use_for_a_country_are_there() -> None:
    by_name = {
        name: row["id"] for row in COUNTRIES for name in [row["name"], *row["alt_names"].split("|")]
    }
    expected = {"DR Congo": "CD", "DRC": "CD", "Congo-Kinshasa": "CD", "the Philippines": "PH"}
    expected |= {"Ivory Coast": "CI", "Burma": "MM", "Türkiye": "TR", "العراق": "IQ"}
    assert {name: by_name.get(name) for name in expected} == expected
    assert "CAR" not in by_name  # folded, it would be every car
