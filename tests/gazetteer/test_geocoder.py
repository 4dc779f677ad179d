"""Farsakh in geopy's clothes: one class of cases for every way of asking, then its uses."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import geopy
import pandas as pd
import pytest
from geopy.adapters import BaseAsyncAdapter
from geopy.exc import (
    ConfigurationError,
    GeocoderQueryError,
    GeocoderRateLimited,
    GeocoderServiceError,
)
from geopy.extra.rate_limiter import AsyncRateLimiter, RateLimiter
from shapely import Point

from gazetteer.errors import IndexFileError
from gazetteer.geocoder import Farsakh
from gazetteer.online import Server
from tests.gazetteer.made_server import QASR_MADE, MadeServer, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAN = float("nan")


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def server() -> Iterator[MadeServer]:
    with serving({"Qasr Made": [QASR_MADE], "Qasr Busy": 429, "Qasr Broken": 500}) as made:
        yield made


class Cases:
    """What holds however the geocoder is asked; a subclass says how."""

    def ask(self, method: str, *args: object, **options: object) -> Any:  # noqa: ANN401
        raise NotImplementedError

    @pytest.mark.parametrize(
        ("query", "lat", "lon"),
        [
            # coordinates: GeoNames; the offset by the geodesic of 10 km
            ("Al-Mayadeen", 35.0197, 40.4515),
            ("in Al-Mayadeen, Syria", 35.0197, 40.4515),
            ("about 10 km north of Al-Mayadeen", 35.1098, 40.4515),
            ("الميادين", 35.0197, 40.4515),
        ],
    )
    def test_a_description_is_located(self, query: str, lat: float, lon: float) -> None:
        found = self.ask("geocode", query, country="SY")
        assert isinstance(found, geopy.Location)
        assert found.latitude == pytest.approx(lat, abs=0.002)
        assert found.longitude == pytest.approx(lon, abs=0.002)
        assert found.address.endswith("Al Mayadin, Deir ez-Zor, Syria")
        assert found.raw["properties"]["status"] == "located"
        json.dumps(found.raw)

    @pytest.mark.parametrize(
        "query",
        ["", "   ", "10 km north of", "Xyzzyville", "north of Idlib", "!!!", "35.0.1, 40", "\x00"],
    )
    def test_what_is_not_found_is_none(self, query: str) -> None:
        assert self.ask("geocode", query, country="SY") is None
        assert self.ask("geocode", query, country="SY", exactly_one=False) is None

    def test_one_find_in_a_list(self) -> None:
        (found,) = self.ask("geocode", "Al-Mayadeen", country="Syria", exactly_one=False)
        assert found.address == "Al Mayadin, Deir ez-Zor, Syria"

    def test_an_ambiguous_name_gives_all_candidates_or_none(self) -> None:
        # of 170,000 people in Missouri and of 155,000 in Massachusetts, and others
        text = "10 km north of Springfield"
        assert self.ask("geocode", text, country="US") is None
        found = self.ask("geocode", text, country="US", exactly_one=False)
        assert len(found) > 1
        assert len({tuple(each.point) for each in found}) == len(found)
        assert all(each.address.startswith("10 km N of Springfield, ") for each in found[:2])
        assert {each.raw["properties"]["status"] for each in found} == {"ambiguous"}

    def test_a_province_is_its_middle_and_says_so(self) -> None:
        found = self.ask("geocode", "Deir ez-Zor Province", country="SY")
        assert found.raw["properties"]["status"] == "region"
        assert found.latitude == pytest.approx(35.0, abs=0.5)

    def test_numbers_in_a_text_are_never_read_as_a_point(self) -> None:
        found = self.ask("geocode", "10 km north of 35.0, 40.4")
        assert found is None or found.latitude != 35.0

    @pytest.mark.parametrize("query", [None, NAN, 3, b"Idlib", ["Idlib"], {"city": "Idlib"}])
    def test_what_is_no_text_is_geopys_query_error(self, query: object) -> None:
        with pytest.raises(GeocoderQueryError, match="expected a text"):
            self.ask("geocode", query)

    @pytest.mark.parametrize("options", [{"country": "Nowhere"}, {"province": "Nowhere"}])
    def test_an_unknown_country_is_geopys_query_error(self, options: dict[str, str]) -> None:
        with pytest.raises(GeocoderQueryError, match="Nowhere"):
            self.ask("geocode", "Idlib", **options)

    @pytest.mark.parametrize(
        "query",
        [
            (35.1098, 40.4515), [35.1098, 40.4515], geopy.Point(35.1098, 40.4515),
            (35.1098, 40.4515, 0.0), "35.1098, 40.4515", "35.1098 40.4515", "35.1098;+40.4515",
        ],
    )  # fmt: skip
    def test_a_point_is_described(self, query: object) -> None:
        found = self.ask("reverse", query)
        assert found.address == "10 km N of Al Mayadin, Deir ez-Zor, Syria"
        assert (found.latitude, found.longitude) == (35.1098, 40.4515)
        assert found.raw["properties"]["anchor_id"] == "geonames:173480"
        json.dumps(found.raw)

    def test_a_point_in_a_list(self) -> None:
        (found,) = self.ask("reverse", (33.3153, 44.3661), exactly_one=False)
        assert found.address == "in Baghdad, Iraq"

    @pytest.mark.parametrize("query", [(90, 0), (-90, 0), (0, 180), (0, -180), (-17, 179.99)])
    def test_poles_and_antimeridian_have_words(self, query: tuple[float, float]) -> None:
        assert " of " in self.ask("reverse", query).address

    @pytest.mark.parametrize(
        "query",
        [
            None, "", "10 km north of 35.0, 40.4", "N 35 22 24, W 119 1 4", (NAN, 40.0),
            (95.0, 40.0), (35.0,), (), "nan, nan", ("a", "b"), "999, 40", {},
        ],
    )  # fmt: skip
    def test_what_is_no_point_is_geopys_query_error(self, query: object) -> None:
        with pytest.raises(GeocoderQueryError, match="expected latitude and longitude"):
            self.ask("reverse", query)


class TestOffline(Cases):
    def ask(self, method: str, *args: object, **options: object) -> Any:  # noqa: ANN401
        return getattr(Farsakh(), method)(*args, **options)

    def test_a_broken_index_is_geopys_service_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken() -> None:
            msg = "the index of places is damaged"
            raise IndexFileError(msg)

        monkeypatch.setattr("gazetteer.geocoder.load", broken)
        with pytest.raises(GeocoderServiceError, match="damaged"):
            Farsakh().geocode("Idlib")

    def test_an_unknown_country_is_refused_when_made(self) -> None:
        with pytest.raises(ConfigurationError, match="Nowhere"):
            Farsakh(country="Nowhere")


class TestOnline(Cases):
    """The same, with a server to ask, and what only the server knows."""

    @pytest.fixture(autouse=True)
    def _made(self, server: MadeServer, tmp_path: Path) -> None:
        self.server = server
        asked = Server(
            domain=server.domain, scheme="http", pause_s=0.0, cache=tmp_path / "answers.sqlite"
        )
        self.geocoder = Farsakh(online=True, server=asked)

    def ask(self, method: str, *args: object, **options: object) -> Any:  # noqa: ANN401
        return getattr(self.geocoder, method)(*args, **options)

    def test_a_distance_from_an_unknown_name_is_reckoned_here(self) -> None:
        found = self.ask("geocode", "10 km north of Qasr Made", country="SY")
        assert found.latitude == pytest.approx(34.5901, abs=0.0005)  # 34.5 and 10 km
        assert found.raw["properties"]["anchors"][0]["id"] == "osm:node:99"
        assert [asked["q"] for asked in self.server.asked] == ["Qasr Made"]
        assert self.server.asked[0]["countrycodes"] == "sy"
        assert self.server.agents[0].startswith("farsakh/")

    def test_a_question_is_asked_once(self) -> None:
        for _ in range(3):
            assert self.ask("geocode", "near Qasr Made", country="SY") is not None
            assert self.ask("geocode", "Qasr Nobody", country="SY") is None
        assert [asked["q"] for asked in self.server.asked] == ["Qasr Made", "Qasr Nobody"]

    def test_what_is_known_here_is_not_asked(self) -> None:
        self.ask("geocode", "Al-Mayadeen", country="SY")
        self.ask("reverse", (35.0, 40.4))
        assert self.server.asked == []

    @pytest.mark.parametrize(
        ("name", "error"),
        [("Qasr Busy", GeocoderRateLimited), ("Qasr Broken", GeocoderServiceError)],
    )
    def test_a_refusal_is_geopys_error_and_not_kept(
        self, name: str, error: type[Exception]
    ) -> None:
        for _ in range(2):
            with pytest.raises(error):
                self.ask("geocode", name, country="SY")
        assert len(self.server.asked) == 2

    def test_the_user_agent_may_be_named(self, tmp_path: Path) -> None:
        asked = Server(
            domain=self.server.domain, scheme="http", pause_s=0.0, cache=tmp_path / "a.sqlite"
        )
        named = Farsakh(online=True, server=asked, user_agent="my-atlas/2")
        named.geocode("Qasr Made", country="SY", timeout=5)
        assert self.server.agents == ["my-atlas/2"]


class QuietAdapter(BaseAsyncAdapter):  # type: ignore[misc] # geopy has no types
    """An asynchronous adapter that is never asked for anything."""

    async def get_json(self, url: str, **options: object) -> object:
        raise AssertionError(url, options)

    async def get_text(self, url: str, **options: object) -> str:
        raise AssertionError(url, options)


class TestAsynchronous(Cases):
    def ask(self, method: str, *args: object, **options: object) -> Any:  # noqa: ANN401
        async def asked() -> object:
            async with Farsakh(adapter_factory=QuietAdapter) as geocoder:
                return await getattr(geocoder, method)(*args, **options)

        return asyncio.run(asked())

    def test_geopys_limiter_awaits_it(self) -> None:
        async def asked() -> list[object]:
            async with Farsakh(country="SY", adapter_factory=QuietAdapter) as geocoder:
                limited = AsyncRateLimiter(geocoder.geocode, min_delay_seconds=0)
                return [await limited(text) for text in ("Idlib", "Xyzzyville")]

        found, missing = asyncio.run(asked())
        assert isinstance(found, geopy.Location)
        assert missing is None


def test_geopys_limiter_calls_it() -> None:
    limited = RateLimiter(Farsakh(country="SY").geocode, min_delay_seconds=0)
    assert [limited(text) is None for text in ("Idlib", "Xyzzyville")] == [False, True]


def test_a_context_manager_closes_it() -> None:
    with Farsakh() as geocoder:
        assert geocoder.geocode("Idlib", country="SY") is not None


def test_geopandas_geocodes_a_column() -> None:
    words = ["Idlib", "Xyzzyville", None, "10 km north of Al-Mayadeen"]
    texts = pd.Series(words, index=[3, 1, 4, 7])
    table = gpd.tools.geocode(texts, provider=Farsakh, country="SY")
    assert table.crs == "EPSG:4326"
    assert table.index.tolist() == [3, 1, 4, 7]
    assert table.geometry.is_empty.tolist() == [False, True, True, False]
    assert table.geometry[3].distance(Point(36.63, 35.93)) < 0.02
    assert table["address"].isna().tolist() == [False, True, True, False]
    assert table["address"][7] == "10 km N of Al Mayadin, Deir ez-Zor, Syria"


def test_geopandas_describes_points() -> None:
    points = gpd.GeoSeries([Point(40.4515, 35.1098), Point(0, 90)], crs="EPSG:4326")
    table = gpd.tools.reverse_geocode(points, provider=Farsakh)
    assert table["address"][0] == "10 km N of Al Mayadin, Deir ez-Zor, Syria"
    assert table.geometry[0].equals(points[0])
