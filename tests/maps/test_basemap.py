"""Tiles below the map, in a real browser: the server that was named is asked, and no other."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

import maps
from tests.maps import made

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Route

pytestmark = pytest.mark.browser

TILE = base64.b64decode(  # one grey pixel, PNG
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGM4AQAAygDJ3+8cRgAAAABJRU5ErkJggg=="
)


@pytest.mark.parametrize(
    ("name", "server"),
    [
        ("OpenStreetMap.Mapnik", "tile.openstreetmap.org"),
        ("OpenTopoMap", r"[abc]\.tile\.opentopomap\.org"),
        ("Esri.WorldTopoMap", r"server\.arcgisonline\.com"),
    ],
)
def test_tiles_come_from_the_server_that_the_page_names_and_nothing_else_is_asked(
    chromium: Browser,
    carried: None,  # noqa: ARG001
    tmp_path: Path,
    name: str,
    server: str,
) -> None:
    file = tmp_path / "page.html"
    maps.incident_map(made.incidents(20), basemap=name).save(file)
    asked: list[str] = []
    complaints: list[str] = []

    def answer(route: Route) -> None:
        url = urlsplit(route.request.url)
        if url.scheme == "file":
            route.continue_()
            return
        asked.append(url.hostname or url.scheme)
        route.fulfill(body=TILE, content_type="image/png")

    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    context.route("**/*", answer)
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(file.as_uri())
    page.wait_for_selector("[data-ready]", timeout=15_000)
    page.wait_for_selector(".farsakh-tiles .leaflet-tile-loaded", state="attached", timeout=15_000)
    drawn = page.locator(".farsakh-tiles .leaflet-tile-loaded")
    assert drawn.evaluate_all("(tiles) => tiles.every((tile) => tile.naturalWidth > 0)")
    assert asked
    assert {host for host in asked if not re.fullmatch(server, host)} == set()
    assert complaints == []
    policy = page.locator("meta[http-equiv]").get_attribute("content") or ""
    named = re.findall(r"https://(\S+?)(?=[; ])", policy)
    assert len(named) == 1  # one host, or one domain of which tiles come by turns
    assert named[0] in page.locator(".farsakh-asks").inner_text()
    # what the policy does not name is refused by the browser itself
    refused = page.evaluate(
        """() => new Promise((told) => {
        document.addEventListener("securitypolicyviolation", (event) => told(event.blockedURI));
        new Image().src = "https://elsewhere.example/0.png";
        })"""
    )
    assert refused.startswith("https://elsewhere.example")
    context.close()
