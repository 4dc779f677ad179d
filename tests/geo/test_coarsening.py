"""Coarsening: what is published holds the truth, and nothing that leads back to the point."""

from __future__ import annotations

import warnings

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import geo
from geo.coarsening import FEW, KEPT, coarsen, coarsened_note
from geo.errors import NumberError, TableError
from geo.factors import Factor
from geo.files import read_incidents, write_incidents
from geo.geodesy import inverse
from geo.telling import telling_cells
from geo.uncertainty import Density

SECRETS = ("Zarqanabad", "40.4504", "35.1098", "behind the old mill", "6123", "report-77")


def secret(rows: int = 12) -> gpd.GeoDataFrame:
    """Make incidents at one village, whose every column tells it."""
    spot = Factor(family="round", lon=40.4504, lat=35.1098, radius_m=6_123.4)
    return gpd.GeoDataFrame(
        {
            "id": [f"report-77-{row}" for row in range(rows)],
            "duplicate_of": [None, "report-77-0", *[None] * (rows - 2)],
            "date": pd.date_range("2021-03-01", periods=rows)[::-1],
            "event_type": "ambush",
            "killed": pd.array(range(rows), dtype="Int64"),
            "perpetrator": "men of Zarqanabad",
            "location_text": "behind the old mill 10 km north of Zarqanabad",
            "country": "SY",
            "province": "SY.07",
            "province_name": "Deir ez-Zor",
            "status": ["located"] * (rows - 1) + ["unresolved"],
            "why": "10 km north of Zarqanabad",
            "relation": "offset",
            "anchor": "Zarqanabad",
            "anchor_id": "geonames:99999",
            "distance_km": 10.0,
            "direction": "north",
            "bearing": 0.0,
            "radius_m": 6_123.4,
            "r50_m": 3_000.0,
            "density": Density((spot,)).to_json(),
            "draw_group": "geonames:99999|offset|10.0|north",
            "source": ["Zarqanabad News"] + ["Agency"] * (rows - 1),
            "source_file": "report-77.txt",
            "source_start": 77,
            "text": "An ambush behind the old mill near Zarqanabad (40.4504, 35.1098).",
            "footprint": gpd.GeoSeries(
                [shapely.box(40.4504, 35.1098, 40.5, 35.2)] * rows, crs=4326
            ),
            "my notes": "40.4504 35.1098",
        },
        geometry=[*[shapely.Point(40.4504, 35.1098)] * (rows - 1), None],
        crs=4326,
    )


def quiet(table: gpd.GeoDataFrame, **options: object) -> gpd.GeoDataFrame:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return coarsen(table, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("options", [{"km": 50}, {"km": 5}, {"to": "province"}])
@pytest.mark.parametrize("ending", ["parquet", "geojson", "gpkg", "kml", "csv", "xlsx"])
def test_nothing_of_the_place_is_in_a_file(
    tmp_path_factory: pytest.TempPathFactory, options: dict[str, object], ending: str
) -> None:
    import zipfile  # noqa: PLC0415

    path = tmp_path_factory.mktemp("out") / f"public.{ending}"
    public = quiet(secret(), **options)
    write_incidents(public, path)
    content = [path.read_bytes()]
    if ending == "xlsx":
        with zipfile.ZipFile(path) as parts:
            content = [parts.read(name) for name in parts.namelist()]
    if ending == "parquet":  # compressed: as another program reads it
        content = [pd.read_parquet(path).drop(columns=["geometry", "footprint"]).to_csv().encode()]
        content.append(gpd.read_parquet(path).to_wkt().to_csv().encode())
    for word in SECRETS:
        for part in content:
            assert word.encode() not in part, word


@pytest.mark.parametrize("km", [2, 25, 200])
def test_the_truth_lies_as_probably_within_the_wider_radius(km: float) -> None:
    rng = np.random.default_rng(11)
    lon, lat = rng.uniform(-179, 179, 300), rng.uniform(-70, 70, 300)
    own_m = rng.uniform(100, 40_000, 300)
    table = gpd.GeoDataFrame(
        {"id": [str(i) for i in range(300)], "radius_m": own_m, "killed": range(300)},
        geometry=gpd.points_from_xy(lon, lat), crs=4326,
    )  # fmt: skip
    public = quiet(table, km=km)
    given = public["killed"].to_numpy(int)  # which incident a row was
    _, moved_m = inverse(public.geometry.x, public.geometry.y, lon[given], lat[given])
    # the whole disc of the point lies in the disc of the cell
    assert (public["radius_m"] + 1 >= moved_m + own_m[given]).all()


def test_radii_are_whole_cells_so_that_they_tell_no_distance() -> None:
    public = quiet(secret(), km=50)
    located = public[public.geometry.notna()]
    assert set(located["radius_m"]) == {50_000.0}
    assert public[["r50_m", "r80_m", "r95_m"]].isna().all(axis=None)


def test_all_points_of_a_cell_become_one() -> None:
    table = secret()
    table.loc[3, "geometry"] = shapely.Point(40.46, 35.12)
    public = quiet(table, km=50)
    assert len(public.geometry.dropna().unique()) == 1


def test_nothing_else_than_what_is_listed_stays() -> None:
    public = quiet(secret(), km=50)
    stays = {
        *KEPT, "id", "province", "province_name", "status", "why", "anchor_id", "radius_m",
        "footprint", "method", "duplicate_of", "geometry",
    }  # fmt: skip
    assert "my notes" not in public
    for name in set(public.columns) - stays:
        assert public[name].isna().all(), name


def test_counts_and_repeats_are_what_they_were() -> None:
    public, given = quiet(secret(), km=50), secret()
    assert len(public) == len(given)
    assert public["killed"].sum() == given["killed"].sum()
    assert geo.tables.repeats(public).sum() == 1
    again = public[public["duplicate_of"].notna()].iloc[0]
    first = public[public["id"] == again["duplicate_of"]].iloc[0]
    assert (first["killed"], again["killed"]) == (0, 1)


def test_ids_and_order_tell_nothing_of_the_report() -> None:
    public = quiet(secret(), km=50)
    assert public["id"].tolist() == [str(number) for number in range(1, 13)]
    assert public["date"].is_monotonic_increasing
    shuffled = secret().sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(
        pd.DataFrame(quiet(shuffled, km=50)).drop(columns=["footprint"]),
        pd.DataFrame(public).drop(columns=["footprint"]),
    )


def test_a_cell_names_all_provinces_that_it_touches() -> None:
    public = quiet(secret(), km=200)
    assert "SY.07" in public["province"].iloc[1].split(" | ")
    assert len(public["province"].iloc[1].split(" | ")) > 1


def test_counts_by_province_stay_exact_when_coarsened_to_provinces() -> None:
    table = secret()
    table.loc[0, "geometry"] = shapely.Point(44.4, 33.3)  # Baghdad, whatever the column says
    public = quiet(table, to="province")
    assert public.geometry.isna().all()
    assert set(public["status"]) == {"region", "unresolved"}
    assert public.loc[public["status"] == "unresolved", "footprint"].isna().all()
    names = ["code", "count"]
    expected = geo.by_province(table)[names]
    # the unresolved one has a column province, and is counted there before and after
    assert geo.by_province(public)[names].to_numpy().tolist() == expected.to_numpy().tolist()
    assert set(public["where_prec"].dropna()) == {4}


def test_the_licence_of_the_places_is_still_told() -> None:
    assert set(quiet(secret(), km=50)["anchor_id"]) == {"geonames"}


def test_it_says_so_in_every_row_and_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    public = quiet(secret(), km=50)
    assert coarsened_note(public) == "Locations are coarsened to cells of 50 km."
    assert public["why"].iloc[1] == "made coarse for publication: the middle of a cell of 50 km"
    path = tmp_path_factory.mktemp("out") / "a.csv"
    write_incidents(public, path)
    assert coarsened_note(read_incidents(path)) == coarsened_note(public)
    assert coarsened_note(quiet(secret(), to="province")) == "Locations are coarsened to provinces."
    assert coarsened_note(secret()) is None


def test_few_incidents_in_a_cell_are_warned_of() -> None:
    with pytest.warns(UserWarning, match=r"cells with fewer than 5 incidents: 1 of 1"):
        coarsen(secret(FEW).drop(columns="source"), km=50)
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        coarsen(secret(FEW + 1).drop(columns="source"), km=50)


def test_kept_cells_that_name_the_place_are_emptied_and_counted() -> None:
    with pytest.warns(UserWarning, match=r"kept columns use words of the place in 13 cells"):
        public = coarsen(secret(), km=50, keep=["perpetrator"])
    assert public["perpetrator"].isna().all()
    assert public["source"].isna().sum() == 1


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("Zarqanabad News", True),
        ("ZARQANABAD", True),
        ("the Hit brigade", True),
        ("hitherto", False),
        ("North Press", False),
        ("Mill Street of Ber", True),
        ("at 40.4504", True),
        ("at 40.4504999", True),
        ("at 40.9", False),
        ("", False),
        (None, False),
        (40.4504, False),
        ("أخبار الميادين", True),
    ],
)
def test_a_cell_tells_the_place_by_its_names_and_numbers(cell: object, *, told: bool) -> None:
    table = gpd.GeoDataFrame(
        {
            "anchor": ["Zarqanabad | Hit | الميادين"],
            "location_text": ["10 km north of the Street between Zarqanabad and Hit"],
        },
        geometry=gpd.points_from_xy([40.4504], [35.1098]),
        crs=4326,
    )
    assert telling_cells(pd.Series([cell], dtype=object), table).tolist() == [told]


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({}, NumberError, r"km is None; expected .* or to='province'"),
        ({"km": 0}, NumberError, "above 0"),
        ({"km": float("nan")}, NumberError, "above 0"),
        ({"km": 50, "keep": ["text"]}, TableError, r"'text' tells the place"),
        ({"km": 50, "keep": ["nowhere"]}, TableError, r"no column 'nowhere'"),
    ],
)
def test_what_cannot_be_is_refused(
    options: dict[str, object], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        coarsen(secret(), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("options", [{"km": 50}, {"to": "province"}])
@pytest.mark.parametrize("rows", [slice(0), slice(0, 1), slice(11, 12)])
def test_tables_of_no_row_and_of_one_row_come_back(options: dict[str, object], rows: slice) -> None:
    table = secret().iloc[rows]
    assert len(quiet(table, **options)) == len(table)


@pytest.mark.parametrize(
    ("province", "country", "holds"),
    [
        ("SY.07", "SY", (40.14, 35.33)),
        ("SY.07 | SY.11", "SY", (38.28, 34.55)),
        (None, "SY", (36.6, 35.8)),
        ("own code", "SY", None),
        (None, None, None),
    ],
)
def test_an_area_stays_an_area_no_finer_than_its_province_or_country(
    province: str | None, country: str | None, holds: tuple[float, float] | None
) -> None:
    table = secret(2)
    table["status"], table["geometry"] = "region", None
    table["province"], table["country"] = province, country
    public = quiet(table, km=50)
    assert set(public["status"]) == {"region"}
    if holds is None:
        assert public["footprint"].isna().all()
    else:
        assert public["footprint"].iloc[0].contains(shapely.Point(holds))
        assert public["footprint"].iloc[0].area > 1  # not the small box of the village
