"""
Pages of 1,000, 10,000 and 100,000 incidents beside those of folium and GeoPandas, in one run.

    python benchmarks/pages.py                    all sizes, peers up to 10,000 (folium's own
                                                  markers take minutes beyond)
    python benchmarks/pages.py 1000 --no-browser  size and time to build alone

Incidents lie in five countries, with texts of 120 characters from one generator, outlines of
those countries only. Every page is opened in the same headless Chromium with the network cut,
after an empty page of Leaflet in the same way; peers take their libraries from the network, so
that the files which they ask for are handed to them from the pinned ones, or, where there are
none, refused: their times are then those of what they draw without.
Times are the least of three; a page is drawn when its marks are there and two frames have passed.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
from folium.plugins import FastMarkerCluster, MarkerCluster

import maps
from maps.pinned import content, pinned, script

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page, Route

COUNTRIES = {  # west, south, east, north of a box within each
    "SY": (36.5, 33.0, 41.0, 36.5), "IQ": (42.0, 31.0, 46.5, 36.0), "EG": (27.0, 25.0, 32.5, 30.5),
    "LY": (12.0, 25.5, 24.0, 30.5), "NG": (4.5, 7.0, 13.0, 12.5),
}  # fmt: skip
TYPES = ("ied", "small_arms", "ambush", "raid_or_strike", "assault", "kidnap_execution")
CHARACTERS = 120
VOCABULARY = 3_000
REPEATS = 3
SLOW = 10_000  # incidents: beyond, folium's markers are left out
WAIT_MS = 180_000
LIMITS = {1_000: (0.45, 0.3), 10_000: (1.5, 0.6), 100_000: (6.0, 3.0)}  # MB and seconds, of ours
FRAMES = """new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(
  () => r(performance.now()))))"""
MAP = "Object.values(window).find((value) => value instanceof L.Map)"
PAN = f"""async () => {{
  const map = {MAP};
  const times = [];
  for (let i = 0; i < 6; i += 1) {{
    const start = performance.now();
    map.panBy([i % 2 ? -150 : 150, 80], {{ animate: false }});
    await new Promise((r) => requestAnimationFrame(() => setTimeout(r)));
    times.push(performance.now() - start);
  }}
  return times.sort((a, b) => a - b)[3];
}}"""


def incidents(rows: int, seed: int = 1) -> gpd.GeoDataFrame:
    """Make incidents: words by Zipf's law, as texts have them, cut at 120 characters."""
    rng = np.random.default_rng(seed)
    letters = np.array(list("etaoinshrdlcumwfgypbvk"))
    words = np.array(["".join(rng.choice(letters, n)) for n in rng.integers(2, 11, VOCABULARY)])
    chosen = words[(rng.zipf(1.3, (rows, 40)) - 1) % VOCABULARY]
    country = rng.choice(list(COUNTRIES), rows)
    west, south, east, north = np.array([COUNTRIES[code] for code in country]).T
    return gpd.GeoDataFrame(
        {
            "date": pd.Timestamp("2020-01-01")
            + pd.to_timedelta(rng.integers(0, 366, rows), unit="D"),
            "event_type": rng.choice(TYPES, rows),
            "country": country,
            "radius_m": rng.integers(2_000, 25_000, rows),
            "text": [" ".join(row)[:CHARACTERS] for row in chosen],
        },
        geometry=gpd.points_from_xy(rng.uniform(west, east), rng.uniform(south, north)),
        crs=4326,
    )


def farsakh_page(table: gpd.GeoDataFrame, path: Path) -> None:
    """Write our page, outlines of the drawn countries only."""
    maps.incident_map(table, title="Incidents", surroundings=False).save(path)


def farsakh_world(table: gpd.GeoDataFrame, path: Path) -> None:
    """Write our page as it is by default, with the world around."""
    maps.incident_map(table, title="Incidents").save(path)


def markers(table: gpd.GeoDataFrame, path: Path) -> None:
    """Write folium's page with a marker and a popup for each."""
    drawn = folium.Map(location=(30, 30), zoom_start=4, tiles=None)
    for point, text in zip(table.geometry, table["text"], strict=True):
        folium.Marker((point.y, point.x), popup=folium.Popup(text)).add_to(drawn)
    drawn.save(path)


def clusters(table: gpd.GeoDataFrame, path: Path) -> None:
    """Write folium's page with markers in a MarkerCluster."""
    drawn = folium.Map(location=(30, 30), zoom_start=4, tiles=None)
    MarkerCluster(
        [(point.y, point.x) for point in table.geometry], popups=list(table["text"])
    ).add_to(drawn)
    drawn.save(path)


def fast_clusters(table: gpd.GeoDataFrame, path: Path) -> None:
    """Write folium's page with a FastMarkerCluster that opens texts."""
    drawn = folium.Map(location=(30, 30), zoom_start=4, tiles=None)
    rows = [[p.y, p.x, text] for p, text in zip(table.geometry, table["text"], strict=True)]
    callback = "(row) => L.marker(new L.LatLng(row[0], row[1])).bindPopup(row[2])"
    FastMarkerCluster(rows, callback=callback).add_to(drawn)
    drawn.save(path)


def explore(table: gpd.GeoDataFrame, path: Path) -> None:
    """Write GeoPandas' page."""
    plain = table.assign(date=table["date"].astype(str))
    plain.explore(tiles=None, map_kwds={"prefer_canvas": True}).save(path)


PAGES: dict[str, Callable[[gpd.GeoDataFrame, Path], None]] = {
    "farsakh": farsakh_page,
    "farsakh, with the world": farsakh_world,
    "folium Marker": markers,
    "folium MarkerCluster": clusters,
    "folium FastMarkerCluster": fast_clusters,
    "GeoDataFrame.explore": explore,
}
BEYOND = frozenset({"folium Marker", "folium MarkerCluster"})


def empty_page(path: Path) -> None:
    """Write a page that holds Leaflet and an empty map."""
    code = next(script(file) for file in pinned().values() if file.path.endswith("leaflet.js"))
    path.write_text(
        "<!DOCTYPE html><style>html, body, #map { height: 100%; margin: 0 }</style>"
        f"<script>{code}</script><div id=map></div>"
        '<script>var map = L.map("map").setView([30, 30], 4);</script>',
        encoding="utf-8",
    )


def built(make: Callable[[gpd.GeoDataFrame, Path], None], rows: int, path: Path) -> float:
    """Give the seconds that a page takes, the least of some, after a first of another size."""
    make(incidents(50), path)
    table = incidents(rows)
    times = []
    for _ in range(REPEATS if rows <= SLOW else 2):
        start = time.perf_counter()
        make(table, path)
        times.append(time.perf_counter() - start)
        if times[-1] > 5:  # noqa: PLR2004 - seconds; a slow one is no faster the second time
            break
    return min(times)


def served(route: Route) -> None:
    """Hand out the pinned files by package and name; refuse the rest, as a cut network does."""
    url = route.request.url
    for file in pinned().values():
        if f"{file.package}@" in url and url.endswith(file.path.rpartition("/")[2]):
            route.fulfill(body=content(file), headers={"access-control-allow-origin": "*"})
            return
    route.abort() if url.startswith("http") else route.continue_()


def drawn_ms(browser: Browser, path: Path, mark: str | None) -> tuple[float, float | None]:
    """Give the milliseconds until a page is drawn, and those of a pan; NaN if it never is."""
    times, pans = [], []
    for _ in range(REPEATS):
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        page: Page = context.new_page()
        page.route("**/*", served)
        try:
            page.goto(path.as_uri(), timeout=WAIT_MS)
            if mark:
                page.wait_for_selector(mark, state="attached", timeout=WAIT_MS)
            times.append(page.evaluate(FRAMES))
            pans.append(page.evaluate(PAN))
        except Exception:  # noqa: BLE001 - what does not draw is told as such
            context.close()
            return float("nan"), None
        context.close()
    return min(times), min(pans)


def main() -> None:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("rows", nargs="*", type=int, default=list(LIMITS))
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--no-peers", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if arguments.no_browser:
            measure(arguments, folder, None)
            return
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - of the tests

        program = shutil.which("chromium") or shutil.which("google-chrome")
        with sync_playwright() as playwright:
            measure(arguments, folder, playwright.chromium.launch(
                executable_path=program, args=["--no-sandbox", "--disable-gpu"]
            ))  # fmt: skip


def measure(arguments: argparse.Namespace, folder: Path, browser: Browser | None) -> None:
    """Print a line for each page and size."""
    print(
        "| page | incidents | MB | s to build | ms until drawn | times an empty page | ms a pan |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|")
    for rows in arguments.rows:
        empty = float("nan")
        if browser:
            empty_page(folder / "empty.html")
            empty, _ = drawn_ms(browser, folder / "empty.html", None)
            print(f"| empty Leaflet | 0 | | | {empty:.0f} | 1.0 | |", flush=True)
        for name, make in PAGES.items():
            ours = name.startswith("farsakh")
            if not ours and (arguments.no_peers or (rows > SLOW and name in BEYOND)):
                continue
            path = folder / "page.html"
            seconds = built(make, rows, path)
            size = path.stat().st_size / 1e6
            drawn, pan = float("nan"), None
            if browser:
                mark = "[data-ready]" if ours else ".leaflet-marker-icon, canvas, path"
                drawn, pan = drawn_ms(browser, path, mark)
            told = f"{pan:.0f}" if pan is not None else ""
            print(
                f"| {name} | {rows:,} | {size:.2f} | {seconds:.2f} | {drawn:.0f} "
                f"| {drawn / empty:.1f} | {told} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
