"""axe-core finds nothing serious in the page, wide or narrow, light or dark, with a card open."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import maps
from maps.assets.fetch import fetch
from tests.maps import made

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.maps.opened import Open

pytestmark = pytest.mark.browser

LOCK = Path(__file__).with_name("axe.lock.json")
# asked for in one go, since whatever is shown of it is one string
ASK = """axe.run(document, {resultTypes: ["violations"]}).then((found) => JSON.stringify(
  found.violations.map((one) => [one.impact, one.id, one.nodes.slice(0, 3).map((n) => n.html)])))"""


@pytest.fixture(scope="module")
def axe(request: pytest.FixtureRequest) -> str:
    """Give axe-core's script, brought from npm once and kept in pytest's cache."""
    folder = Path(request.config.cache.mkdir("axe"))
    missing = fetch(folder, LOCK)
    if missing:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    return (folder / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, axe: str) -> list[list[Any]]:
    """Run axe in a page, through the debugger, since its policy lets no other script in."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": axe})
    found = session.send("Runtime.evaluate", {"expression": ASK, "awaitPromise": True})
    return json.loads(found["result"]["value"])


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(axe: str, opened: Open, width: int, scheme: str) -> None:
    drawn = maps.incident_map(made.incidents(40), title="Made incidents")
    page = opened(drawn, width=width, scheme=scheme).page
    shut = violations(page, axe)
    page.locator(".farsakh-show").first.click()
    page.locator(".farsakh-cards").wait_for()
    page.get_by_role("searchbox").fill("kirkuk")
    page.wait_for_timeout(400)  # popups fade in, and axe sees what is half there
    both = [one for one in shut + violations(page, axe) if one[0] in {"serious", "critical"}]
    assert both == []


def test_an_empty_page_has_nothing_serious_either(axe: str, opened: Open) -> None:
    page = opened(maps.incident_map(made.incidents(0))).page
    assert [one for one in violations(page, axe) if one[0] in {"serious", "critical"}] == []
