"""The page's filters: time, categories, search and extent, in a real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import geo
import maps
from tests.maps import made
from tests.maps.opened import ROWS, listed, marked

if TYPE_CHECKING:
    from playwright.sync_api import Page

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
    placed = int(that_day["status"].isin(["located", "region"]).sum())
    assert f"{placed} incident" in page.locator(".farsakh-legend").inner_text()
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


def said_by_province(page: Page) -> dict[str, str]:
    """Read what each province says of itself."""
    shapes = page.locator(".farsakh-province[aria-label]")
    labels = [str(shapes.nth(i).get_attribute("aria-label")) for i in range(shapes.count())]
    return dict(label.split(": ", 1) for label in labels)


def number_before(said: str, words: str) -> float:
    """Read a number that stands before some words; 0 where they are not."""
    found = re.search(rf"([\d.,]+) {re.escape(words)}", said)
    return float(found[1].replace(",", "")) if found else 0.0


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("expected", "expected incidents"),
        ("per_1000_km2", "incidents per 1,000 km²"),
        ("per_100000", "incidents per 100,000 people"),
        ("smoothed_per_100000", "incidents per 100,000 people, smoothed"),
    ],
)
def test_expected_counts_and_rates_follow_the_slider(
    table: gpd.GeoDataFrame, opened: Open, column: str, words: str
) -> None:
    def counted(rows: gpd.GeoDataFrame) -> pd.DataFrame:
        counts = geo.by_province(rows)
        counts["people"] = 100_000 + 50_000 * counts["code"].str.slice(-2).str.len()
        counts["people"] += 1_000 * np.arange(len(counts))
        counts.loc[counts["country"].isna(), "people"] = np.nan  # those that lie in no province
        return counts

    whole = counted(table)
    people = whole.set_index("code")["people"]
    seen = opened(maps.incident_map(table, provinces=geo.with_rates(whole, population="people")))
    page = seen.page
    page.get_by_label("Window of time").select_option("4")
    page.get_by_role("slider", name="Time").fill("5")
    said = said_by_province(page)
    days = (table["date"] - table["date"].min()).dt.days
    some = geo.by_province(table[days.between(2, 5)])
    listed_ = whole[["code", "name"]].merge(
        some.drop(columns=["name", "country"]), on="code", how="left"
    )
    listed_["people"] = listed_["code"].map(people)
    listed_[["expected", "count", "low", "high"]] = listed_[
        ["expected", "count", "low", "high"]
    ].fillna(0)
    rates = geo.with_rates(listed_, population="people").set_index("name")
    expected = rates[column].dropna()
    assert expected.max() > 0
    for name in said:
        if name in expected:
            assert number_before(said[name], words) == pytest.approx(
                expected[name], rel=0.01, abs=0.004
            ), name
    label = "Expected incidents" if column == "expected" else words[0].upper() + words[1:]
    page.get_by_role("radio", name=label, exact=True).check()
    assert "not filtered" not in page.locator(".farsakh-legend").inner_text()
    assert seen.complaints == []


def test_numbers_of_other_incidents_say_that_they_are_of_all_dates(
    table: gpd.GeoDataFrame, opened: Open
) -> None:
    counts = geo.by_province(table)
    counts["expected"] *= 2
    page = opened(maps.incident_map(table, provinces=counts)).page
    page.get_by_role("radio", name="Expected incidents").check()
    legend = page.locator(".farsakh-legend")
    assert "not filtered" not in legend.inner_text()
    page.get_by_label("Window of time").select_option("1")
    assert "not filtered" in legend.inner_text()


def test_given_contours_follow_the_slider(opened: Open) -> None:
    rng = np.random.default_rng(5)
    table = gpd.GeoDataFrame(
        {
            "radius_m": rng.uniform(5_000, 30_000, 60),
            "date": pd.Timestamp("2021-03-01") + pd.to_timedelta(np.arange(60) % 6, unit="D"),
        },
        geometry=shapely.points(rng.uniform(36, 44, 60), rng.uniform(31, 37, 60)),
        crs=4326,
    )
    whole = geo.contours(geo.density(table))
    seen = opened(maps.incident_map(table, density=whole))
    page = seen.page
    page.get_by_role("radio", name="Density").check()
    assert page.locator("path.farsakh-given").count() == len(whole)
    page.get_by_label("Window of time").select_option("1")
    page.get_by_role("slider", name="Time").fill("3")
    some = geo.contours(geo.density(table[table["date"] == "2021-03-04"]))
    heights, incidents = page.evaluate(
        "() => [farsakh.shown().density.heights, farsakh.shown().density.incidents]"
    )
    assert heights == pytest.approx(
        some.sort_values("level")["per_100_km2"][::-1].tolist(), rel=0.1
    )
    assert incidents == 10
    assert "10 incidents, as filtered" in page.locator(".farsakh-legend").inner_text()
    assert page.locator("path.farsakh-given").count() == 0
    page.get_by_label("Window of time").select_option("all")
    assert page.locator("path.farsakh-given").count() == len(whole)
    assert seen.complaints == []


def test_clusters_and_hot_spots_say_that_they_are_of_all_dates(
    table: gpd.GeoDataFrame, opened: Open
) -> None:
    shapes = gpd.GeoDataFrame(
        {"z": [3.0], "kind": ["hot"]}, geometry=[shapely.box(39, 34, 41, 36)], crs=4326
    )
    page = opened(maps.incident_map(table, clusters=shapes, hotspots=shapes)).page
    legend = page.locator(".farsakh-legend")
    page.get_by_role("radio", name="Hot spots").check()
    assert "Of all dates" not in legend.inner_text()
    page.get_by_label("Window of time").select_option("1")
    assert "Of all dates" in legend.inner_text()
    assert "Clusters: of all dates" in legend.inner_text()
    page.get_by_role("checkbox", name="Clusters").uncheck()
    assert "Clusters" not in legend.inner_text()


def test_the_density_in_the_page_spreads_what_is_known_only_by_area(
    table: gpd.GeoDataFrame, opened: Open
) -> None:
    page = opened(maps.incident_map(table, layers=("density", "footprints", "incidents"))).page
    placed = int(table["status"].isin(["located", "region"]).sum())
    assert f"{placed} incidents" in page.locator(".farsakh-legend").inner_text()
    inside = page.evaluate(
        """() => {
        const { values, north, cell, rows, columns } = farsakh.shown().density;
        let sum = 0;
        for (let row = 0; row < rows; row += 1) {
          const area = (cell / Math.cosh((north - (row + 0.5) * cell) / 6378137)) ** 2 / 1e8;
          for (let at = row * columns; at < (row + 1) * columns; at += 1) sum += values[at] * area;
        }
        return sum;
        }"""
    )
    assert inside == pytest.approx(placed, rel=0.01)
