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

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.maps.opened import Open

pytestmark = pytest.mark.browser

# each would set window.hacked if it ran; from the classes of attack that folium's popups let in
ATTACKS = (
    "<script>window.hacked = 1</script>",
    "</script><script>window.hacked = 1</script>",
    '<img src=x onerror="window.hacked = 1">',
    "<svg/onload=window.hacked=1>",
    "`${window.hacked = 1}`",
    "';window.hacked=1;'",
    '"><iframe srcdoc="<script>parent.hacked=1</script>"></iframe>',
    "javascript:window.hacked=1",
    "{{ 1 }}{% raw %}<!--<script>",
    "\u2028window.hacked=1\u2029",
    "\u202eright to left\u202c &lt;b&gt;",
    "__proto__",
    "constructor",
)
TEXTS = (
    "id", "event_type", "event_class", "perpetrator", "target", "location_text", "country",
    "province_name", "status", "why", "source", "source_date", "text",
)  # fmt: skip


ROWS = ".farsakh-rows tbody tr:not(.farsakh-gap)"


def listed(page: Page) -> int:
    """Count the rows of the table, those included that are not in the document now."""
    return int(page.locator(".farsakh-rows table").get_attribute("aria-rowcount")) - 1


def marked(page: Page) -> int:
    """Count the incidents on the map: numbers of clusters, and single marks."""
    sizes = page.locator(".farsakh-cluster span").all_inner_texts()
    return sum(map(int, sizes)) + page.locator(".farsakh-point").count()


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
    assert (provinces.count() > 10, heat.count()) == (True, 0)
    assert "Incidents by province" in legend.inner_text()
    seen.page.get_by_label("Density").check()
    assert (provinces.count(), heat.count()) == (0, 1)
    assert "Incidents per 100 km²" in legend.inner_text()
    painted = "(c) => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(Boolean)"
    assert heat.evaluate(painted)
    seen.page.get_by_label("None").check()
    assert (provinces.count(), heat.count()) == (0, 0)
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


@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_text_is_shown_as_written_and_never_runs(
    attack: str, opened: Open, table: gpd.GeoDataFrame
) -> None:
    hostile = table.head(12).copy()
    for column in TEXTS:
        hostile[column] = attack
    hostile["geometry"] = shapely.points(40 + 0.3 * hostile.index.to_numpy(), 35)
    drawn = maps.incident_map(hostile, title=attack, subtitle=attack, sources=[attack])
    seen = opened(drawn)
    seen.page.locator(".farsakh-show").first.click()
    card = seen.page.locator(".leaflet-popup blockquote")
    shown = "(node) => node.textContent"
    assert card.evaluate(shown) == attack
    assert seen.page.locator("h1").evaluate(shown) == attack
    assert seen.page.evaluate("window.hacked") is None
    assert seen.page.locator(".farsakh-page :is(script, img, iframe)").count() == 0
    assert seen.complaints == []
    assert len(seen.requests) == 1


def test_hostile_names_of_regions_are_shown_as_written(
    opened: Open, table: gpd.GeoDataFrame
) -> None:
    located = table[table["status"] == "located"]
    boundaries = gpd.GeoDataFrame(
        {"code": ["A", "B"], "name": list(ATTACKS[:2]), "country": "SY"},
        geometry=shapely.box([35, 40], [30, 30], [40, 46], [37, 37]),
        crs=4326,
    )
    counts = boundaries[["code", "name", "country"]].assign(count=[3, 5])
    seen = opened(maps.incident_map(located, boundaries=boundaries, provinces=counts))
    seen.page.locator(".farsakh-province").last.focus()
    assert ATTACKS[1] in seen.page.locator(".farsakh-tip").inner_text()
    assert seen.page.evaluate("window.hacked") is None
    assert seen.complaints == []


@pytest.mark.parametrize(
    "rows", [slice(0, 0), slice(0, 1), slice(9, 10)], ids=["empty", "one", "unlocated"]
)
def test_small_tables_draw_too(opened: Open, table: gpd.GeoDataFrame, rows: slice) -> None:
    few = table.iloc[rows]
    seen = opened(maps.incident_map(few))
    assert seen.complaints == []
    assert f"{len(few)} incident" in seen.page.locator(".farsakh-summary").inner_text()


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
