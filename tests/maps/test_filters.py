"""The page's filters: time, categories, search and extent, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import maps
from tests.maps import made
from tests.maps.opened import ROWS, listed, marked

if TYPE_CHECKING:
    from tests.maps.opened import Open

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def table() -> gpd.GeoDataFrame:
    return made.incidents(60)


@pytest.fixture(scope="module")
def drawn(table: gpd.GeoDataFrame) -> maps.IncidentMap:
    return maps.incident_map(table, title="Made incidents")


def test_the_table_is_searched_and_sorted(
    drawn: maps.IncidentMap, opened: Open, table: gpd.GeoDataFrame
) -> None:
    page = opened(drawn).page
    assert listed(page) == len(table)
    assert 5 < page.locator(ROWS).count() < len(table)  # only those that can be seen
    page.get_by_role("searchbox").fill("kirkuk")
    assert listed(page) == table["location_text"].str.contains("Kirkuk").sum()
    page.get_by_role("searchbox").fill("of kirkuk. two")
    assert listed(page) == table["text"].str.contains("of Kirkuk. Two", regex=False).sum()
    page.get_by_role("searchbox").fill("")
    page.get_by_role("button", name="Date").click()
    page.get_by_role("button", name="Date").click()
    days = page.locator(f"{ROWS} td:first-child").all_inner_texts()
    assert days == sorted(days, reverse=True)
    assert days[0] == "2021-03-14"
    page.get_by_role("button", name="± km").click()
    radii = [int(text or 1000) for text in page.locator(f"{ROWS} td:last-child").all_inner_texts()]
    assert radii == sorted(radii)


def test_the_slider_filters_points_provinces_density_and_table_together(
    drawn: maps.IncidentMap, opened: Open, table: gpd.GeoDataFrame
) -> None:
    seen = opened(drawn)
    page = seen.page
    that_day = table[table["date"] == table["date"].min() + pd.Timedelta(days=3)]
    points = int((that_day["status"] == "located").sum())
    page.get_by_label("Window of time").select_option("1")
    page.get_by_role("slider", name="Time").fill("3")
    provinces = page.locator(".farsakh-province[aria-label]")
    said = [provinces.nth(i).get_attribute("aria-label") for i in range(provinces.count())]
    in_provinces = sum(int(label.split(": ")[1].split()[0]) for label in said)
    assert (marked(page), in_provinces) == (points, points)
    page.get_by_label("only what the map shows").uncheck()
    assert listed(page) == len(that_day)
    page.get_by_label("Density").check()
    assert f"{points} incident" in page.locator(".farsakh-legend").inner_text()
    page.get_by_label("Window of time").select_option("all")
    assert (marked(page), listed(page)) == ((table["status"] == "located").sum(), len(table))
    assert seen.complaints == []


def test_the_slider_plays_and_stops(drawn: maps.IncidentMap, opened: Open) -> None:
    page = opened(drawn).page
    span = page.locator(".farsakh-span")
    page.get_by_role("button", name="Play").click()
    assert "1 Mar 2021" in span.inner_text()
    page.locator(".farsakh-span", has_text="2 Mar").wait_for()
    page.get_by_role("button", name="Pause").click()
    assert page.get_by_role("button", name="Play").count() == 1


def test_the_density_in_the_page_holds_every_incident(opened: Open) -> None:
    rng = np.random.default_rng(3)
    table = gpd.GeoDataFrame(
        {"radius_m": rng.uniform(0, 60_000, 200)},
        geometry=shapely.points(rng.uniform(36, 44, 200), rng.uniform(31, 37, 200)),
        crs=4326,
    )
    page = opened(maps.incident_map(table)).page
    page.get_by_label("Density").check()
    total, incidents = page.evaluate(
        """() => {
        const { values, north, cell, rows, columns, incidents } = farsakh.shown().density;
        let sum = 0;
        for (let row = 0; row < rows; row += 1) {
          const y = north - (row + 0.5) * cell;
          const area = (cell / Math.cosh(y / 6378137)) ** 2 / 1e8;
          for (let at = row * columns; at < (row + 1) * columns; at += 1) sum += values[at] * area;
        }
        return [sum, incidents];
        }"""
    )
    assert (total, incidents) == (pytest.approx(200, rel=1e-3), 200)


def test_a_category_is_left_out_and_taken_in(
    drawn: maps.IncidentMap, opened: Open, table: gpd.GeoDataFrame
) -> None:
    page = opened(drawn).page
    ambushes = (table["event_type"] == "ambush") & (table["status"] == "located")
    box = page.locator(".farsakh-categories").get_by_label("Ambush")
    box.uncheck()
    assert marked(page) == (table["status"] == "located").sum() - ambushes.sum()
    box.check()
    assert marked(page) == (table["status"] == "located").sum()


def test_every_category_has_a_shape_and_a_colour_of_its_own(opened: Open) -> None:
    table = gpd.GeoDataFrame(
        {"event_type": list("abcdefg")},
        geometry=shapely.points(np.arange(7) * 5.0, 0),
        crs=4326,
    )
    page = opened(maps.incident_map(table)).page
    marks = page.locator(".farsakh-categories .farsakh-symbol path")
    looks = "(paths) => paths.map((path) => [path.getAttribute('d'), getComputedStyle(path).fill])"
    shapes, colours = zip(*marks.evaluate_all(looks), strict=True)
    assert (len(set(shapes)), len(set(colours))) == (7, 7)


def test_the_table_follows_the_map(drawn: maps.IncidentMap, opened: Open) -> None:
    page = opened(drawn).page
    whole = listed(page)
    page.get_by_role("searchbox").fill("Nineveh")
    page.get_by_role("button", name="province").first.click()
    page.get_by_role("searchbox").fill("")
    page.wait_for_timeout(400)  # the map glides
    assert 0 < listed(page) < whole
    page.get_by_label("only what the map shows").uncheck()
    assert listed(page) == whole


def test_a_table_of_any_length_has_few_rows_in_the_document(opened: Open) -> None:
    rows = 10_000
    many = gpd.GeoDataFrame(
        {"text": [f"text {row}" for row in range(rows)]},
        geometry=shapely.points(np.full((rows, 2), (40.0, 35.0))),
        crs=4326,
    )
    seen = opened(maps.incident_map(many))
    page = seen.page
    assert (listed(page), page.locator(ROWS).count() < 60) == (rows, True)
    page.locator(".farsakh-rows").evaluate("(node) => { node.scrollTop = node.scrollHeight; }")
    page.locator(ROWS, has_text="text 9999").wait_for()
    assert page.locator(ROWS).count() < 60
    assert page.locator(".farsakh-cluster span").inner_text() == "10k"
    assert seen.complaints == []
