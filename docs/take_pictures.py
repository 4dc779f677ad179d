"""
Take the pictures of `docs/maps.md`: the sample report's page in a headless Chromium.

    python docs/take_pictures.py        writes docs/page-*.png
"""

from __future__ import annotations

import io
import shutil
import tempfile
from pathlib import Path

from PIL import Image  # comes with matplotlib
from playwright.sync_api import Browser, Page, sync_playwright

import maps
from gazetteer import read_report
from geo import contours, density
from maps.inputs import sample_report

DOCS = Path(__file__).parent
WIDE, PHONE = (1280, 760), (390, 760)
COLOURS = 256  # a page has few: the picture weighs half, and marks keep their colours


def main() -> None:
    """Draw the page, and take it in four ways."""
    incidents = read_report(sample_report())
    drawn = maps.incident_map(incidents, density=contours(density(incidents)))
    program = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "page.html"
        drawn.save(path)
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        wide = opened(browser, path, WIDE)
        take(wide, "wide")
        wide.get_by_role("radio", name="Density").check()
        wide.locator(".farsakh-show", has_text="Al-Mayadeen").first.click()
        take(wide, "incident")
        dark = opened(browser, path, WIDE, dark=True)
        dark.get_by_label("Window of time").select_option("2")
        dark.get_by_role("slider", name="Time").fill("3")
        take(dark, "dark")
        take(opened(browser, path, PHONE), "phone")
        browser.close()


def opened(browser: Browser, path: Path, size: tuple[int, int], *, dark: bool = False) -> Page:
    """Open the page with the network cut."""
    context = browser.new_context(
        offline=True,
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
    )
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("[data-ready]")
    return page


def take(page: Page, name: str) -> None:
    """Take a picture once popups have faded in and rings are filled."""
    page.wait_for_timeout(600)
    taken = Image.open(io.BytesIO(page.screenshot()))
    taken.convert("RGB").quantize(COLOURS).save(DOCS / f"page-{name}.png", optimize=True)


if __name__ == "__main__":
    main()
