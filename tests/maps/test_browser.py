"""The page in a real browser: it draws, asks for nothing, answers mouse and keyboard."""

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
    from playwright.sync_api import Page

    from tests.maps.opened import Open

pytestmark = pytest.mark.browser


def features(page: Page) -> tuple[int, int]:
    """Count the points of the page, and those in the clusters and marks that stand for them."""
    counted = page.evaluate(
        """() => {
        const { data, map } = farsakh.shown();
        let pinned = 0;
        for (let row = 0; row < data.n; row += 1) pinned += data.pinned(row);
        map.setView([34, 41], 5, { animate: false });
        let marked = document.querySelectorAll(".farsakh-point").length;
        for (const node of document.querySelectorAll(".farsakh-cluster")) {
          marked += Number(node.getAttribute("aria-label").split(" ")[0].replaceAll(",", ""));
        }
        return [pinned, marked];
        }"""
    )
    return tuple(counted)


@pytest.fixture(scope="module")
def table() -> gpd.GeoDataFrame:
    return made.incidents(60)


@pytest.fixture(scope="module")
def drawn(table: gpd.GeoDataFrame) -> maps.IncidentMap:
    return maps.incident_map(table, title="Made incidents")


def test_an_offline_page_asks_for_nothing_and_complains_of_nothing(
    drawn: maps.IncidentMap, opened: Open
) -> None:
    seen = opened(drawn)
    assert len(seen.requests) == 1  # the file itself
    assert seen.complaints == []


def test_every_incident_with_a_point_is_on_the_map_once(
    drawn: maps.IncidentMap, opened: Open, table: gpd.GeoDataFrame
) -> None:
    assert marked(opened(drawn).page) == (table["status"] == "located").sum()


@pytest.mark.parametrize(
    ("label", "drawn_as"),
    [
        ("Incidents with a point (42)", ".farsakh-cluster"),
        ("Areas of uncertainty", ".farsakh-footprint"),
    ],
)
def test_layers_are_switched_off_and_on(
    drawn: maps.IncidentMap, opened: Open, label: str, drawn_as: str
) -> None:
    seen = opened(drawn)
    shown = seen.page.locator(drawn_as)
    before = shown.count()
    seen.page.get_by_label(label).uncheck()
    assert before > 0
    assert shown.count() == 0
    seen.page.get_by_label(label).check()
    assert shown.count() == before
    assert seen.complaints == []


def test_one_shading_and_its_legend_are_shown_at_a_time(
    drawn: maps.IncidentMap, opened: Open
) -> None:
    seen = opened(drawn)
    provinces, heat = seen.page.locator(".farsakh-province"), seen.page.locator(".farsakh-density")
    legend = seen.page.locator(".farsakh-legend")
    shaded = seen.page.locator("path[class*=farsakh-step-]")
    assert (provinces.count() > 10, shaded.count() > 3, heat.count()) == (True, True, 0)
    assert "Incidents by province" in legend.inner_text()
    seen.page.get_by_label("Density").check()
    assert (provinces.count() > 10, shaded.count(), heat.count()) == (True, 0, 1)
    assert "Incidents per 100 km²" in legend.inner_text()
    painted = "(c) => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(Boolean)"
    assert heat.evaluate(painted)
    seen.page.get_by_label("None").check()
    assert (provinces.count() > 10, shaded.count(), heat.count()) == (True, 0, 0)
    assert "Incidents" not in legend.inner_text()
    assert seen.complaints == []


def test_a_province_tells_its_name_and_number_to_mouse_and_keyboard(
    drawn: maps.IncidentMap, opened: Open
) -> None:
    page = opened(drawn).page
    province = page.locator('.farsakh-province[aria-label^="Al-Anbar"]')
    province.focus()
    said = page.locator(".farsakh-tip").inner_text()
    assert "Al-Anbar" in said
    assert "incident" in said
    assert province.get_attribute("aria-label").startswith("Al-Anbar: ")


def test_a_popup_opened_by_keyboard_tells_what_where_how_sure_and_why(
    drawn: maps.IncidentMap, opened: Open, table: gpd.GeoDataFrame
) -> None:
    seen = opened(drawn)
    row = table[table["status"] == "located"].iloc[0]
    seen.page.locator(".farsakh-show").first.focus()
    seen.page.keyboard.press("Enter")
    said = seen.page.locator(".leaflet-popup").inner_text()
    for words in (row["text"], row["location_text"], row["why"], "(90 %)", "Made agency"):
        assert words in said
    assert seen.page.locator(".farsakh-chosen").count() == 1
    seen.page.keyboard.press("Escape")
    seen.page.locator(".leaflet-popup").wait_for(state="detached")
    assert seen.page.locator(".farsakh-show").first.evaluate("(b) => b === document.activeElement")
    assert seen.complaints == []


def test_points_that_no_zoom_can_part_open_as_a_list(opened: Open) -> None:
    place = gpd.GeoDataFrame(
        {"text": ["first", "second", "third"]},
        geometry=shapely.points([[40, 35]] * 3),
        crs=4326,
    )
    page = opened(maps.incident_map(place)).page
    page.locator(".farsakh-cluster").click()
    assert page.locator(".leaflet-popup .farsakh-card").count() == 3


def test_an_incident_known_only_by_region_is_shaded_and_never_pinned(
    opened: Open, table: gpd.GeoDataFrame
) -> None:
    vague = table[table["status"] == "region"]
    seen = opened(maps.incident_map(vague))
    assert seen.page.locator(".farsakh-point, .farsakh-cluster").count() == 0
    area = seen.page.locator(".farsakh-area").last
    area.focus()
    seen.page.keyboard.press("Enter")
    assert "area only" in seen.page.locator(".leaflet-popup").inner_text()
    assert seen.complaints == []


def test_what_could_not_be_located_is_listed_with_its_reason(
    drawn: maps.IncidentMap, opened: Open, table: gpd.GeoDataFrame
) -> None:
    page = opened(drawn).page
    lost = table[table["status"] == "unresolved"]
    page.get_by_text(f"Not located ({len(lost)})").click()
    said = page.locator(".farsakh-missing").inner_text()
    assert lost["why"].iloc[0] in said
    for words in lost["location_text"]:
        assert words in said


def test_a_page_on_which_nothing_is_missing_says_so_in_words(opened: Open) -> None:
    place = gpd.GeoDataFrame(geometry=shapely.points([[40, 35]]), crs=4326)
    page = opened(maps.incident_map(place)).page
    said = page.locator(".farsakh-panel").inner_text()
    assert "0 not located" in said
    assert "null" not in said
    assert page.locator(".farsakh-missing").count() == 0


def test_a_repeated_incident_is_listed_and_not_pinned(opened: Open) -> None:
    table = made.incidents(2).assign(duplicate_of=[None, "made:0"])
    page = opened(maps.incident_map(table)).page
    assert page.locator(".farsakh-point").count() == 1
    assert page.locator(ROWS).count() == 2
    assert "1 incident:" in page.locator(".farsakh-summary").inner_text()
    page.locator(".farsakh-show").last.click()
    assert table["location_text"].iloc[0] in page.locator(".leaflet-popup").inner_text()


def test_points_on_both_sides_of_the_antimeridian_are_seen_together(opened: Open) -> None:
    islands = gpd.GeoDataFrame(
        geometry=shapely.points([[178.44, -18.14], [-171.77, -13.83], [-175.2, -21.13]]), crs=4326
    )
    seen = opened(maps.incident_map(islands))
    inside = seen.page.locator(".farsakh-map").bounding_box()
    points = seen.page.locator(".farsakh-point")
    assert points.count() == 3
    for index in range(3):
        box = points.nth(index).bounding_box()
        assert inside["x"] < box["x"] < inside["x"] + inside["width"]
    assert seen.complaints == []


def test_shapes_of_others_are_drawn_and_say_their_columns(opened: Open) -> None:
    place = gpd.GeoDataFrame(geometry=shapely.points([[40.5, 35.0]]), crs=4326)
    squares = shapely.box([40, 41], [34, 34], [41, 42], [36, 36])
    hot = gpd.GeoDataFrame({"z": [3.1, -2.2]}, geometry=squares, crs=4326)
    groups = gpd.GeoDataFrame(
        {"cluster": [7], "count": [12], "first": pd.to_datetime(["2021-03-01"])},
        geometry=squares[:1], crs=4326,
    )  # fmt: skip
    dense = gpd.GeoDataFrame({"density": [0.5, 2.0]}, geometry=squares, crs=4326)
    seen = opened(maps.incident_map(place, hotspots=hot, clusters=groups, density=dense))
    page = seen.page
    hull = page.locator("path.farsakh-cluster-hull")
    assert hull.get_attribute("aria-label") == "Clusters: Cluster 7, Count 12, First 2021-03-01"
    page.get_by_label("Hot spots").check()
    assert "Hot, 99 %" in page.locator(".farsakh-legend").inner_text()
    assert page.locator("path.farsakh-spot-0").count() == 1
    page.get_by_label("Density").check()
    assert "Incidents per 100 km²" in page.locator(".farsakh-legend").inner_text()
    assert seen.complaints == []


@pytest.mark.parametrize("corner", ["topleft", "bottomright", "beside"])
def test_the_legend_stands_where_it_is_put(
    corner: str, opened: Open, table: gpd.GeoDataFrame
) -> None:
    page = opened(maps.incident_map(table, legend=corner)).page
    inside = ".farsakh-panel" if corner == "beside" else (
        f".leaflet-{corner[:-4]}.leaflet-left" if corner.endswith("left") else
        f".leaflet-{corner[:-5]}.leaflet-right"
    )  # fmt: skip
    assert page.locator(f"{inside} .farsakh-legend").count() == 1


def test_the_keyboard_reaches_every_control(drawn: maps.IncidentMap, opened: Open) -> None:
    page = opened(drawn).page
    wanted = set(
        page.locator(
            ":is(button, input, select, summary, a[href]):visible:not([type=radio], tbody *)"
        ).evaluate_all("(nodes) => nodes.map((node, i) => (node.dataset.stop = String(i)))")
    )
    reached: set[str] = set()
    for _ in range(400):
        page.keyboard.press("Tab")
        stop = page.evaluate("document.activeElement.dataset.stop")
        reached |= {stop} - {None}
        if reached >= wanted:
            break
    assert wanted - reached == set()


def test_a_first_stop_skips_the_map(drawn: maps.IncidentMap, opened: Open) -> None:
    page = opened(drawn).page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "farsakh-table"


@pytest.mark.parametrize("rows", [0, 1, 72, 10_000, 100_000])
def test_a_page_of_any_size_draws_every_point_and_asks_for_nothing(opened: Open, rows: int) -> None:
    rng = np.random.default_rng(rows)
    table = gpd.GeoDataFrame(
        {
            "date": pd.Timestamp("2021-01-01") + pd.to_timedelta(np.arange(rows) % 60, unit="D"),
            "event_type": np.array(["ied", "assault", "ambush"])[np.arange(rows) % 3],
            "radius_m": rng.uniform(1_000, 30_000, rows),
            "location_text": [f"{row % 40} km north of town {row}" for row in range(rows)],
            "text": [f"Somebody saw number {row} on the road." for row in range(rows)],
        },
        geometry=shapely.points(rng.uniform(36, 46, rows), rng.uniform(31, 37, rows)),
        crs=4326,
    )
    seen = opened(maps.incident_map(table))
    page = seen.page
    if rows == 0:
        assert "no incidents" in page.locator(".farsakh-panel").inner_text()
    else:
        assert features(page) == (rows, rows)
        page.get_by_role("button", name="Where").click()
        page.locator(".farsakh-show").first.click()
        assert "0 km north of town" in page.locator(".leaflet-popup").inner_text()
        page.keyboard.press("Escape")
    if rows > 60:
        page.get_by_label("Window of time").select_option("1")
        page.get_by_role("slider", name="Time").fill("1")
        page.get_by_label("only what the map shows").uncheck()
        week = 7 * (rows // 60)  # of the days from 4 January, a Monday: the fourth to the tenth
        assert features(page)[1] == listed(page)
        assert week <= listed(page) <= week + 7
    assert seen.complaints == []
    assert len(seen.requests) == 1


@pytest.mark.parametrize("status", ["region", "unresolved"])
def test_a_page_without_a_point_draws_too(
    opened: Open, table: gpd.GeoDataFrame, status: str
) -> None:
    few = table[table["status"] == status].head(2)
    seen = opened(maps.incident_map(few))
    assert seen.complaints == []
    assert "2 incidents" in seen.page.locator(".farsakh-summary").inner_text()


def test_a_table_of_points_alone_is_enough(opened: Open) -> None:
    place = gpd.GeoDataFrame(geometry=shapely.points([[40, 35], [44, 33]]), crs=4326)
    seen = opened(maps.incident_map(place))
    assert seen.page.locator(".farsakh-point").count() == 2
    assert seen.complaints == []


def test_a_page_fits_a_phone(drawn: maps.IncidentMap, opened: Open) -> None:
    seen = opened(drawn, width=390)
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert seen.page.locator(".farsakh-panel .farsakh-legend").is_visible()


def test_a_notebook_draws_the_same_map(drawn: maps.IncidentMap, opened: Open) -> None:
    seen = opened(f"<!DOCTYPE html><body>{drawn._repr_html_()}</body>")
    frame = seen.page.frame_locator("iframe")
    frame.locator("[data-ready]").wait_for(timeout=15_000)
    assert frame.locator(".farsakh-cluster").count() > 0
    assert seen.complaints == []
