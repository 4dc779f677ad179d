"""Asking a server: only when told to, once a second, once for each question."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from geopy.exc import GeocoderServiceError

from gazetteer.expression import parse
from gazetteer.geocoder import Farsakh
from gazetteer.online import DOMAIN, KEPT_S, Server, fallback
from gazetteer.resolve import resolve
from tests.gazetteer.made_server import QASR_MADE, MadeServer, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[MadeServer]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving({"Qasr Made": [QASR_MADE]}) as server:
        yield server


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Stop the clock; sleeping moves it, and the moves are noted."""
    waits: list[float] = []
    now = [1_000_000.0]

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    monkeypatch.setattr("gazetteer.online.time.time", lambda: now[0])
    monkeypatch.setattr("gazetteer.online.time.sleep", sleep)
    return waits


def _server(made: MadeServer, folder: Path, pause_s: float = 1.0) -> Server:
    cache = folder / "cache" / "answers.sqlite"
    return Server(domain=made.domain, scheme="http", pause_s=pause_s, cache=cache)


def test_requests_are_a_second_apart(made: MadeServer, tmp_path: Path, clock: list[float]) -> None:
    for name in ("A", "B", "B", "C"):
        _server(made, tmp_path).ask(name)  # each as another process would, but for the file
    assert clock == [1.0, 1.0]
    assert [asked["q"] for asked in made.asked] == ["A", "B", "C"]


def test_threads_take_turns(made: MadeServer, tmp_path: Path) -> None:
    server = _server(made, tmp_path, pause_s=0.01)
    server.ask("warm")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(server.ask, "ABCDEFGH"))
    with sqlite3.connect(server.cache) as cache:
        asked = [row[0] for row in cache.execute("SELECT asked FROM answer ORDER BY asked")]
    cache.close()
    assert len(asked) == 9
    assert asked[-1] - asked[0] >= 8 * 0.01


def test_a_clock_that_was_set_back_stops_nothing_for_long(
    made: MadeServer, tmp_path: Path, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = _server(made, tmp_path)
    server.ask("A")
    monkeypatch.setattr("gazetteer.online.time.time", lambda: 10.0)
    server.ask("B")
    assert clock == [60.0]


def test_an_old_answer_is_asked_again(
    made: MadeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = _server(made, tmp_path, pause_s=0.0)
    server.ask("A")
    later = time.time() + KEPT_S + 1
    monkeypatch.setattr("gazetteer.online.time.time", lambda: later)
    server.ask("A")
    assert len(made.asked) == 2


@pytest.mark.parametrize(
    "answer",
    [
        {}, {"lat": "34.5"}, {"lat": "x", "lon": "40"}, {"lat": "95", "lon": "40"},
        {"lat": "nan", "lon": "40"},
    ],
)  # fmt: skip
def test_an_answer_without_a_position_is_no_place(
    made: MadeServer, tmp_path: Path, answer: dict[str, object]
) -> None:
    made.answers["Qasr Odd"] = [answer]
    spot = resolve(parse("near Qasr Odd"), country="SY")
    with pytest.MonkeyPatch.context() as patch:  # geopy itself refuses some of them
        patch.setattr(Server, "_fetch", lambda *_: [answer])
        assert fallback(spot, country="SY", server=_server(made, tmp_path)) == spot


@pytest.mark.parametrize("box", [None, [], ["a", "b", "c", "d"], ["34.48", "34.52", "40.18"]])
def test_a_place_without_a_sound_box_has_the_radius_of_its_kind(
    made: MadeServer, tmp_path: Path, box: object
) -> None:
    made.answers["Qasr Made"] = [{**QASR_MADE, "addresstype": "peak", "boundingbox": box}]
    spot = resolve(parse("near Qasr Made"), country="SY")
    found = fallback(spot, country="SY", server=_server(made, tmp_path))
    assert found.status == "located"
    assert found.anchors[0].radius_m == 5_000.0


def test_the_place_of_an_answer_says_where_it_is_from(made: MadeServer, tmp_path: Path) -> None:
    spot = resolve(parse("10 km north of Qasr Made"), country="SY")
    assert spot.status == "unresolved"
    found = fallback(spot, country="SY", server=_server(made, tmp_path))
    assert (found.status, found.country, found.province) == ("located", "SY", "SY.07")
    assert found.anchors[0].id == "osm:node:99"
    assert "OpenStreetMap" in found.anchors[0].source


def test_a_server_that_is_not_there_is_geopys_error(tmp_path: Path) -> None:
    server = Server(domain="127.0.0.1:9", scheme="http", pause_s=0.0, cache=tmp_path / "a.sqlite")
    spot = resolve(parse("near Qasr Made"), country="SY")
    with pytest.raises(GeocoderServiceError):
        fallback(spot, country="SY", server=server)


def test_nothing_is_asked_unless_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    def told(self: Server, name: str, *, country: str | None = None) -> None:
        raise AssertionError(self.domain, name, country)

    monkeypatch.setattr(Server, "ask", told)
    geocoder = Farsakh(country="SY")
    assert geocoder.geocode("near Qasr Made") is None
    assert geocoder.reverse((35.0, 40.4)) is not None
    assert resolve(parse("near Qasr Made"), country="SY").status == "unresolved"
    with pytest.raises(AssertionError, match=DOMAIN):
        Farsakh(country="SY", online=True).geocode("near Qasr Made")
