"""A saved page names no other file, and its policy allows its own scripts alone."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import folium
import pytest
import shapely
from folium.plugins import HeatMap
from geopandas import GeoDataFrame

import maps
from geo.errors import MissingDataError
from maps import pinned
from maps.assets import fetch
from maps.offline import OfflineError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.maps.opened import Open


@pytest.fixture
def drawn() -> maps.IncidentMap:
    place = GeoDataFrame(geometry=shapely.points([[40.45, 35.11]]), crs=4326)
    return maps.incident_map(place, title="One <b>incident</b>")


class Page(HTMLParser):
    """What a browser would load and run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses, self.scripts, self.policy, self.lang = [], [], "", None
        self.integrity = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.lang = attributes.get("lang") if tag == "html" else self.lang
        if attributes.get("http-equiv") == "Content-Security-Policy":
            self.policy = attributes["content"]
        if found := attributes.get("src") or attributes.get("href"):
            self.addresses.append(found)
            self.integrity.append(attributes.get("integrity"))
        elif tag == "script":
            self.runs = "type" not in attributes  # else a block of data
            if self.runs:
                self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script" and self.runs:
            self.scripts[-1] += data


def sha256(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


@pytest.mark.usefixtures("carried")
def test_an_offline_page_names_no_file(drawn: maps.IncidentMap, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    drawn.save(file)
    text = file.read_text(encoding="utf-8")
    page = Page(text)
    assert page.addresses == []
    assert re.findall(r"url\((?!data:|#)[^)]*\)", text) == []
    assert "sourceMappingURL" not in text
    assert page.lang == "en"


@pytest.mark.usefixtures("carried")
def test_the_policy_allows_exactly_the_scripts_of_the_page(drawn: maps.IncidentMap) -> None:
    page = Page(drawn.document())
    allowed = re.findall(r"'sha256-([^']+)'", page.policy)
    assert sorted(allowed) == sorted(map(sha256, page.scripts))
    assert page.policy.startswith("default-src 'none'")
    assert "http" not in page.policy


def test_an_online_page_pins_every_file_by_version_and_hash(drawn: maps.IncidentMap) -> None:
    page = Page(drawn.document(online=True))
    lock = {file.url: file.integrity for file in pinned.pinned().values()}
    assert len(page.addresses) == 3
    assert page.integrity == [lock[address] for address in page.addresses]
    assert all(re.search(r"@\d+\.\d+\.\d+/", address) for address in page.addresses)
    assert all(address in page.policy for address in page.addresses)


@pytest.mark.usefixtures("carried")
def test_a_page_is_the_same_however_often_it_is_written(drawn: maps.IncidentMap) -> None:
    first = drawn.document()
    drawn.document(online=True)
    assert drawn.document() == first


@pytest.mark.usefixtures("carried")
def test_the_title_of_the_tab_is_text(drawn: maps.IncidentMap) -> None:
    assert "<title>One &lt;b&gt;incident&lt;/b&gt;</title>" in drawn.document()


def test_missing_files_are_refused_with_what_to_do_and_online_works(
    drawn: maps.IncidentMap, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "assets"
    shutil.copytree(pinned.FOLDER, folder, ignore=shutil.ignore_patterns("vendor"))
    monkeypatch.setattr(pinned, "FOLDER", folder)
    with pytest.raises(MissingDataError, match=r"leaflet 1.9.4.*online=True"):
        drawn.save(tmp_path / "offline.html")
    drawn.save(tmp_path / "online.html", online=True)
    assert "jsdelivr" in drawn._repr_html_() or len(drawn._repr_html_()) < 400_000


@pytest.mark.usefixtures("carried")
def test_another_file_than_the_pinned_one_is_refused(
    drawn: maps.IncidentMap, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "assets"
    shutil.copytree(pinned.FOLDER, folder)
    monkeypatch.setattr(pinned, "FOLDER", folder)
    (folder / "vendor/leaflet/dist/leaflet.js").write_text("window.hacked = 1")
    with pytest.raises(MissingDataError, match="not leaflet"):
        drawn.save(tmp_path / "offline.html")


@pytest.mark.usefixtures("carried")
def test_a_plugin_that_is_not_pinned_is_refused_with_its_address(
    drawn: maps.IncidentMap, tmp_path: Path
) -> None:
    HeatMap([[35.0, 40.0]]).add_to(drawn)
    with pytest.raises(OfflineError, match=r"https://.*heat.*online=True"):
        drawn.save(tmp_path / "page.html")


@pytest.mark.usefixtures("carried")
def test_a_plain_folium_layer_is_drawn_offline_and_its_text_cannot_close_the_script(
    drawn: maps.IncidentMap,
) -> None:
    hostile = "</script><script>window.hacked = 1</script><!--"
    folium.GeoJson(
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [40, 35]},
         "properties": {"name": hostile}}
    ).add_to(drawn)  # fmt: skip
    page = Page(drawn.document())
    assert sorted(re.findall(r"'sha256-([^']+)'", page.policy)) == sorted(map(sha256, page.scripts))
    assert not any(script.startswith("window.hacked") for script in page.scripts)


@pytest.mark.browser
def test_markup_in_a_foreign_popup_cannot_run(drawn: maps.IncidentMap, opened: Open) -> None:
    folium.CircleMarker(
        [35, 40], fill=True, tooltip="<img src=x onerror='window.hacked = 1'>"
    ).add_to(drawn)
    folium.Marker([35.2, 40.4]).add_to(drawn)
    seen = opened(drawn)
    seen.page.locator("path.leaflet-interactive:not(.farsakh-province)").hover()
    assert seen.page.evaluate("window.hacked") is None


@pytest.mark.usefixtures("carried")
def test_the_lock_names_licences_and_the_vendor_folder_holds_them() -> None:
    lock = json.loads(fetch.LOCK.read_text(encoding="utf-8"))
    for name, entry in lock.items():
        assert entry["licence"] in {"BSD-2-Clause", "ISC", "MIT", "BSD-3-Clause"}
        assert (pinned.FOLDER / "vendor" / name / "LICENSE").is_file()


@pytest.mark.usefixtures("carried")
def test_files_that_are_there_are_not_fetched_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "_npm_pack", lambda *_: pytest.fail("asked npm"))
    assert fetch.fetch() is None


def test_without_npm_a_build_goes_on_and_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def unreachable(*_: object) -> None:
        msg = "no npm on PATH"
        raise fetch.FetchError(msg)

    monkeypatch.setattr(fetch, "_npm_pack", unreachable)
    problem = fetch.fetch(tmp_path)
    assert "leaflet 1.9.4" in problem
    assert "online=True" in problem
    assert list(tmp_path.iterdir()) == []


def test_a_tarball_that_the_lock_does_not_name_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def forged(packages: list[str], folder: Path) -> None:
        for package in packages:
            (folder / f"{package.replace('@', '-')}.tgz").write_bytes(b"forged")

    monkeypatch.setattr(fetch, "_npm_pack", forged)
    assert "not the file that the lock names" in fetch.fetch(tmp_path)
