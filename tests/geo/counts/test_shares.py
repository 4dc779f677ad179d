"""Shares of incidents: borders, coasts, and the sea."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.clouds import clouds_of
from geo.counts.provinces import by_province, province_shares
from geo.counts.shares import draws_of
from geo.factors import Factor
from geo.lattices import lattice
from geo.regions import province_of
from geo.uncertainty import Density

HALVES = gpd.GeoDataFrame(
    {"code": ["B", "A"], "name": ["Bee", "Ay"]},
    geometry=[shapely.box(31, 30, 32, 31), shapely.box(30, 30, 31, 31)],
    crs=4326,
)
EAST_OF_BEIRUT = {"lon": 35.495, "lat": 33.888, "radius_m": 5e3, "distance_m": 1e4}


def offset(bearing: float, **said: float) -> Density:
    return Density((Factor(family="offset", bearing=bearing, half_angle=45.0, **said),))


def table(points: list[tuple[float, float]], **columns: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=[shapely.Point(xy) for xy in points], crs=4326)


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [(31.0, 30.5, "A"), (31.0, 30.0, "A"), (30.0, 30.5, "A"), (32.0, 30.5, "B"), (31.5, 31.0, "B")],
)
def test_a_point_on_a_border_belongs_to_the_lower_code(lon: float, lat: float, code: str) -> None:
    assert province_of(lon, lat, boundaries=HALVES).tolist() == [code]
    many = province_of([lon] * 50, [lat] * 50, boundaries=HALVES)  # the other way of searching
    assert set(many) == {code}
    counts = by_province(table([(lon, lat)]), boundaries=HALVES).set_index("code")
    assert counts.loc[code, "expected"] == 1


def test_a_place_told_in_words_lies_on_land_and_a_point_at_sea_at_sea() -> None:
    west = offset(270.0, **EAST_OF_BEIRUT)
    told = by_province(table([west.stated], density=[west.to_json()])).set_index("code")
    assert told.loc["outside", ["count", "expected"]].tolist() == [1, 0]  # the pin is in the sea
    assert told.loc[told.index.str.startswith("LB"), "expected"].sum() == pytest.approx(1)
    wet = by_province(table([west.stated], density=[west.to_json()]), land=False).set_index("code")
    assert wet.loc["outside", "expected"] > 0.5
    ship = by_province(table([(33.5, 33.9)], radius_m=[5e3])).set_index("code")
    assert ship.loc["outside", "expected"] == 1
    beach = by_province(table([(35.475, 33.9)], radius_m=[2e4])).set_index("code")
    assert "outside" not in beach.index


def test_beyond_boundaries_of_ones_own_is_no_sea() -> None:
    counts = by_province(table([(32.0, 30.5)], radius_m=[1e4]), boundaries=HALVES)
    # what is more than the 5 km off a coast that count as land: 1 - Phi(5 / 4.66) = .142
    assert counts.set_index("code").loc["outside", "expected"] == pytest.approx(0.142, abs=0.02)


NORTH = offset(0.0, **EAST_OF_BEIRUT).to_json()


@pytest.mark.parametrize(
    ("columns", "same"),
    [
        ({"draw_group": ["x", "x"]}, True),
        ({"draw_group": ["x", None]}, False),
        ({"density": [NORTH] * 2}, True),
        ({"density": [NORTH] * 2, "draw_group": ["x", "y"]}, False),
        ({"radius_m": [5e3, 5e3]}, False),
        ({}, False),
    ],
)  # fmt: skip
def test_rows_share_a_draw_by_group_or_by_density(
    columns: dict[str, object], *, same: bool
) -> None:
    draws = draws_of(table([(35.5, 33.9)] * 2, **columns))
    assert (draws[0] == draws[1]) == same


FACTORS = {
    "offset": Factor(family="offset", half_angle=22.5, bearing=135.0, **EAST_OF_BEIRUT),
    "round": Factor(family="round", lon=36.6, lat=35.9, radius_m=4e3),
    "ring": Factor(family="ring", lon=36.6, lat=35.9, distance_m=2e4, radius_m=2e3),
    "line": Factor(family="line", lon=36.6, lat=35.9, lon2=37.2, lat2=36.2, radius_m=5e3),
    "area": Factor(family="shape", area=shapely.Polygon([(36, 35), (37, 35), (36.2, 36)])),
    "antimeridian": Factor(
        family="offset", lon=179.95, lat=-17.0, radius_m=1e3, distance_m=2e4, bearing=90.0,
        half_angle=45.0,
    ),
    "pole": Factor(family="round", lon=10.0, lat=89.95, radius_m=2e4),
}  # fmt: skip


@pytest.mark.parametrize("factors", [[one] for one in FACTORS])
def test_a_lattice_lies_as_the_draws_do(factors: list[str]) -> None:
    spot = Density(tuple(FACTORS[name] for name in factors))
    lon, lat = lattice(spot, 512)
    drawn = np.stack(spot.sample(20_000, np.random.default_rng(0)))
    middle = spot.centre
    ours, theirs = (
        np.stack([(x - middle[0] + 180) % 360 - 180, y]) for x, y in ((lon, lat), tuple(drawn))
    )
    for way in ((1, 0), (0, 1), (1, 1), (1, -1)):
        one, other = np.dot(way, ours), np.dot(way, theirs)
        for share in (0.1, 0.3, 0.5, 0.7, 0.9):
            assert (one < np.quantile(other, share)).mean() == pytest.approx(share, abs=0.03)


def test_clips_cut_and_what_a_clip_leaves_nothing_of_is_kept() -> None:
    west = offset(270.0, **EAST_OF_BEIRUT).factors
    lon, lat = lattice(Density(west, ("LB",)), 512)
    assert set(province_of(lon, lat, coast_m=0)) <= {*(f"LB.0{n}" for n in range(1, 10)), "LB.10"}
    assert len(lattice(Density(west, ("FJ",)), 64)[0])


def test_shuffled_rows_have_the_same_clouds() -> None:
    texts = [offset(float(bearing), **EAST_OF_BEIRUT).to_json() for bearing in (0, 90, 90, 180)]
    rows = table([(35.5, 33.9)] * 4, density=texts)
    one, other = clouds_of(rows), clouds_of(rows[::-1])
    assert one.cloud.tolist() == [0, 1, 1, 2]
    for row in range(4):
        first, second = one.cloud[row], other.cloud[3 - row]
        ours = slice(one.start[first], one.start[first + 1])
        theirs = slice(other.start[second], other.start[second + 1])
        assert (one.lon[ours] == other.lon[theirs]).all()


def test_a_large_table_is_parted_bit_by_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    points = list(zip(rng.uniform(30, 32, 25), rng.uniform(30, 31, 25), strict=True))
    rows = table([*points, (50.0, 50.0)], radius_m=[*[1e4] * 20, *[np.nan] * 6])
    whole = by_province(rows, boundaries=HALVES)
    monkeypatch.setattr("geo.counts.shares.CHUNK", 4)
    pieces = by_province(rows, boundaries=HALVES)
    assert pieces.drop(columns="period").equals(whole.drop(columns="period"))


def test_the_shares_of_each_incident_add_up_to_one_and_to_the_table() -> None:
    rows = table([(31.0, 30.5), (30.5, 30.5), (50.0, 50.0)], radius_m=[1e4, 1e3, 1e3])
    rows = rows.set_index(np.array(["x", "y", "y"]))
    shares = province_shares(rows, boundaries=HALVES)
    assert shares["row"].tolist() == ["x", "x", "y", "y"]
    assert shares["code"].tolist() == ["A", "B", "A", "outside"]
    assert shares["probability"].tolist() == pytest.approx([0.5, 0.5, 1, 1], abs=0.01)
    counts = by_province(rows, boundaries=HALVES).set_index("code")["expected"]
    assert shares.groupby("code")["probability"].sum().to_dict() == pytest.approx(counts.to_dict())
    assert province_shares(rows[:0], boundaries=HALVES).empty
