"""
Pages of 1,000, 10,000 and 100,000 incidents beside those of folium and GeoPandas, in one run.

    python benchmarks/pages.py                    all sizes, peers up to 10,000 (folium's own
                                                  markers take minutes beyond)
    python benchmarks/pages.py 1000 --no-browser  size and time to build alone

Incidents lie in five countries, with texts of 120 characters from one generator, outlines of
those countries only. Every page is opened in headless Chromium with the network cut, after an
empty page of Leaflet in the same way; the libraries that peers take from the network are handed
to them from npm's tarballs (`pages.lock.json`), their style sheets empty.
Times are the least of three. A page is drawn when the marks of its incidents are there and two
frames have passed: from its address on, in a browser that runs, and "cold" from the start of the
browser. "Whole" is a page of ours once its table is there too.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
from folium.plugins import FastMarkerCluster, MarkerCluster

import maps
from maps.assets.fetch import fetch
from maps.pinned import FOLDER, pinned, script

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page, Route

    Start: TypeAlias = Callable[[], Browser]

COUNTRIES = {  # west, south, east, north of a box within each
    "SY": (36.5, 33.0, 41.0, 36.5), "IQ": (42.0, 31.0, 46.5, 36.0), "EG": (27.0, 25.0, 32.5, 30.5),
    "LY": (12.0, 25.5, 24.0, 30.5), "NG": (4.5, 7.0, 13.0, 12.5),
}  # fmt: skip
TYPES = ("ied", "small_arms", "ambush", "raid_or_strike", "assault", "kidnap_execution")
CHARACTERS = 120
VOCABULARY = 3_000
LOCK = Path(__file__).with_suffix(".lock.json")
REPEATS = 3
SLOW = 10_000  # incidents: beyond, folium's markers are left out
WAIT_MS = 60_000
PATIENCE_MS = 10_000  # a page that took so long is not opened again
SIZES = (1_000, 10_000, 100_000)
FRAMES = """new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(
  () => r(performance.now()))))"""
MARK = ".leaflet-marker-icon"
EMPTY_MARK = ".leaflet-map-pane"  # of an empty page, which so bears the cost of waiting too
PEERS_MARK = f"{MARK}, canvas, path"
WHOLE = """new Promise((r) => {
  const ready = () => document.querySelector("[data-ready]");
  const look = () => (ready() ? r(performance.now()) : setTimeout(look));
  look();
})"""
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


class Drawn(NamedTuple):
    """Milliseconds until a page is drawn, in a browser that runs and in a new one, and of a pan."""

    warm: float
    cold: float
    pan: float
    whole: float = float("nan")


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
    plain.explore(tiles=None, prefer_canvas=True).save(path)


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


def served(route: Route, library: Path) -> None:
    """Hand out what peers ask for by its name; refuse the rest, as a cut network does."""
    url = route.request.url
    if not url.startswith("http"):
        route.continue_()
    elif url.endswith(".css"):
        route.fulfill(body="", content_type="text/css")
    else:
        plain = re.sub(r"-[\d.]+\d", "", url.rpartition("/")[2])  # jquery-3.7.1.min.js
        found = [path for path in library.rglob("*.js") if path.name == plain]
        headers = {"access-control-allow-origin": "*"}
        if found:
            route.fulfill(
                body=found[0].read_bytes(), headers=headers, content_type="text/javascript"
            )
        else:
            route.abort()


def drawn_ms(start: Start, library: Path, path: Path, mark: str) -> Drawn:
    """Open a page in a running browser and in new ones; what never draws is NaN."""
    times, pans, colds, wholes = [], [], [], [float("nan")]
    running = start()
    try:
        for browser in (running, running, running, None, None):
            begin = time.perf_counter()
            used = browser or start()
            page: Page = used.new_page(viewport={"width": 1280, "height": 800})
            page.route("**/*", lambda route: served(route, library))
            page.goto(path.as_uri(), timeout=WAIT_MS)
            page.wait_for_selector(mark, state="attached", timeout=WAIT_MS)
            drawn = page.evaluate(FRAMES)
            if browser:
                times.append(drawn)
                if mark == MARK:
                    wholes.append(page.evaluate(WHOLE))
                pans.append(page.evaluate(PAN))
                page.close()
                if drawn > PATIENCE_MS:
                    return Drawn(drawn, float("nan"), pans[0])
            else:
                colds.append(1000 * (time.perf_counter() - begin))
                used.close()
    except Exception as error:  # noqa: BLE001 - what does not draw is told as such
        print(f"{path.name}: {str(error).splitlines()[0]}", file=sys.stderr)
        return Drawn(float("nan"), float("nan"), float("nan"))
    finally:
        running.close()
    return Drawn(min(times), min(colds), min(pans), min(wholes[1:], default=wholes[0]))


def main() -> None:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("rows", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--no-peers", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if arguments.no_browser:
            measure(arguments, folder, None)
            return
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - of the tests

        missing = fetch(folder / "library", LOCK)
        if missing:
            raise SystemExit(missing)
        shutil.copytree(FOLDER / "vendor" / "leaflet", folder / "library" / "leaflet")
        program = shutil.which("chromium") or shutil.which("google-chrome")
        flags = ["--no-sandbox", "--disable-gpu"]
        with sync_playwright() as playwright:
            chromium = playwright.chromium
            measure(arguments, folder, lambda: chromium.launch(executable_path=program, args=flags))


def measure(arguments: argparse.Namespace, folder: Path, start: Start | None) -> None:
    """Print a line for each page and size."""
    print(
        "| page | incidents | MB | s to build | ms to draw | of empty | ms cold | of empty | pan "
        "| whole |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    library = folder / "library"
    for rows in arguments.rows:
        empty = Drawn(float("nan"), float("nan"), float("nan"))
        if start:
            empty_page(folder / "empty.html")
            empty = drawn_ms(start, library, folder / "empty.html", EMPTY_MARK)
            told = f"| empty Leaflet | 0 | | | {empty.warm:.0f} | | {empty.cold:.0f} | | | |"
            print(told, flush=True)
        for name, make in PAGES.items():
            ours = name.startswith("farsakh")
            if not ours and (arguments.no_peers or (rows > SLOW and name in BEYOND)):
                continue
            path = folder / f"{name.replace(' ', '-')}.html"
            seconds = built(make, rows, path)
            told = f"| {name} | {rows:,} | {path.stat().st_size / 1e6:.2f} | {seconds:.2f} |"
            if start:
                drawn = drawn_ms(start, library, path, MARK if ours else PEERS_MARK)
                told += f" {drawn.warm:.0f} | {drawn.warm / empty.warm:.1f} |"
                told += f" {drawn.cold:.0f} | {drawn.cold / empty.cold:.1f} | {drawn.pan:.0f} |"
                told += f" {drawn.whole:.0f} |" if ours else " |"
            print(told, flush=True)


if __name__ == "__main__":
    main()
