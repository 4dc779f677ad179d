"""A real Chromium for the tests of pages, cut off from every network."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Literal

import pytest

from tests.maps.opened import Open, Opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext

    import maps

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the machine's Chromium; skipped where there is none, required in CI."""
    program = os.environ.get("FARSAKH_CHROMIUM") or next(
        filter(None, map(shutil.which, PROGRAMS)), None
    )
    give_up = pytest.fail if os.environ.get("CI") else pytest.skip
    if program is None:
        give_up("no Chromium on PATH; FARSAKH_CHROMIUM may name one")
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - may be absent
    except ImportError:
        give_up("playwright is not installed")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        except Exception as error:  # noqa: BLE001 - whatever keeps a browser from starting
            give_up(f"{program} does not start: {error}")
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Browser, carried: None, tmp_path: Path) -> Iterator[Open]:  # noqa: ARG001
    """Open a map in the browser with the network cut."""
    contexts: list[BrowserContext] = []

    def open_(
        drawn: maps.IncidentMap | str,
        *,
        width: int = 1280,
        scheme: Literal["light", "dark"] = "light",
    ) -> Opened:
        file = tmp_path / "page.html"
        if isinstance(drawn, str):
            file.write_text(drawn, encoding="utf-8")
        else:
            drawn.save(file)
        context = chromium.new_context(
            offline=True, viewport={"width": width, "height": 800}, color_scheme=scheme
        )
        contexts.append(context)
        seen = Opened(context.new_page())
        seen.page.on("console", lambda message: seen.complaints.append(message.text))
        seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        seen.page.goto(file.as_uri())
        if not isinstance(drawn, str):
            seen.page.wait_for_selector("[data-ready]", timeout=15_000)
        return seen

    yield open_
    for context in contexts:
        context.close()
