"""Geodesics against published ones, and against another implementation."""

from __future__ import annotations

import numpy as np
import pytest
from geopy.distance import geodesic as geopy_geodesic

from geo.geodesy import destination, inverse

# C. F. F. Karney, Test set for geodesics (GeodTest), doi:10.5281/zenodo.32156, CC0. The rows are
# those that other projects quote in their tests with this source; angles in degrees are exact at
# the start, distances are given to 0.1 micrometre.
# lon1, lat1, bearing, lon2, lat2, distance_m, kind of the geodesic
GEODTEST = [
    (0, 36.530042355041, 176.125875162171, 5.762344694676510456, -48.164270779097768864,
     9398502.0434687, "long"),
    (0, 63.758775485865, 63.327049113388, 107.50499193289191, 25.179740339437206,
     8337896.7811702, "long"),
    (0, 8.226828747671, 111.1269645725, 178.68897958262922, -8.516119211674269,
     19886305.6710041, "nearly antipodal"),
    (0, 31.394417440639, 34.266322930672, 179.615601631202912322, -31.275540610835465807,
     19980218.4055399, "nearly antipodal"),
    (0, 19.707097385334, 20.996796804557, 0.000260256428101053, 19.707739582810257,
     76.1478894, "short"),
    (0, 23.104245923137, 108.788775202534, 0.002305237470119087, 23.103520430280492,
     249.4508219, "short"),
    (0, 78.10174623178, 124.870465352256, 0.014156770744057927, 78.099711031638792,
     397.364659, "short"),
    (0, 89.997817345644, 2.624783190362, 177.375133897726, 39.575446357285395,
     5619818.6599569, "from beside the pole"),
]  # fmt: skip

# The Python package geographiclib 2.1 (C. F. F. Karney), test/test_geodesic.py, `testcases`;
# longitudes there are unrolled and bearings signed, here they are as given.
GEOGRAPHICLIB = [
    (-139.44815, 35.60777, 111.098748429560326, -69.95921, -11.17491,
     8935244.5604818305, "southwards across the equator"),
    (106.05087, 55.52454, 22.020059880982801, 197.18234, 77.03196,
     4105086.1713924406, "across the antimeridian"),
    (142.59065, -21.97856, -32.44456876433189, 98.56635, 41.84138,
     8394328.894657671, "northwards across the equator"),
    (85.66836, -87.85331, -65.120313040242748, 16.09921, 66.48646,
     17286615.3147144645, "from beside the pole"),
    (-144.90758, -25.72959, -153.647468693117198, -269.17879, -57.70581,
     9413446.7452453107, "across the antimeridian"),
]  # fmt: skip

ROWS = GEODTEST + GEOGRAPHICLIB


def apart(one: float, other: float) -> float:
    return abs((one - other + 180) % 360 - 180)


@pytest.mark.parametrize("row", ROWS, ids=[f"{row[-1]} {row[5]:.0f} m" for row in ROWS])
def test_a_published_geodesic_is_measured_and_followed(row: tuple[float, ...]) -> None:
    lon1, lat1, bearing, lon2, lat2, distance_m, _ = row
    found_bearing, found_m = inverse(lon1, lat1, lon2, lat2)
    assert found_m == pytest.approx(distance_m, abs=1e-7)  # the last digit of the test set
    assert apart(found_bearing, bearing) < (1e-4 if distance_m > 1.9e7 else 1e-8)
    lon, lat = destination(lon1, lat1, bearing, distance_m)
    assert apart(lon, lon2) < 1e-11
    assert lat == pytest.approx(lat2, abs=1e-11)


def test_a_thousand_geodesics_agree_with_geopy() -> None:
    rng = np.random.default_rng(20200521)
    lon1, lon2 = rng.uniform(-180, 180, (2, 1000))
    lat1, lat2 = rng.uniform(-90, 90, (2, 1000))
    _, distance_m = inverse(lon1, lat1, lon2, lat2)
    theirs = [
        geopy_geodesic((y1, x1), (y2, x2)).m
        for x1, y1, x2, y2 in zip(lon1, lat1, lon2, lat2, strict=True)
    ]
    np.testing.assert_allclose(distance_m, theirs, rtol=0, atol=1e-6)


def test_a_thousand_destinations_agree_with_geopy() -> None:
    rng = np.random.default_rng(20200522)
    lon, lat = rng.uniform(-180, 180, 1000), rng.uniform(-89, 89, 1000)
    bearing, distance_m = rng.uniform(0, 360, 1000), rng.uniform(0, 1e6, 1000)
    lon2, lat2 = destination(lon, lat, bearing, distance_m)
    for row in range(1000):
        theirs = geopy_geodesic(meters=distance_m[row]).destination(
            (lat[row], lon[row]), bearing[row]
        )
        assert lat2[row] == pytest.approx(theirs.latitude, abs=1e-10)
        assert apart(lon2[row], theirs.longitude) < 1e-8
