"""Whatever a text holds, it is shown as written: nothing of it runs, in any place of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

import maps
from tests.maps import made

if TYPE_CHECKING:
    from tests.maps.opened import Open, Opened

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
    "\\u0022;window.hacked=1;//\\",
    "\u2028window.hacked=1\u2029",
    "\u202eright to left\u202c &lt;b&gt; &amp;quot; &#60;",
    "__proto__",
    "constructor",
)
TEXTS = (
    "id", "event_type", "event_class", "perpetrator", "target", "location_text", "country",
    "province_name", "status", "why", "relation", "anchor", "anchor_id", "direction", "source",
    "source_date", "text", "method", "calibrated", "duplicate_of",
)  # fmt: skip
SHOWN = "(node) => node.textContent"
OWN = "script[type='application/x-farsakh']"
FOREIGN = f".farsakh-page :is(script:not({OWN}), img, iframe, object, embed)"


def hostile_map(attack: str) -> maps.IncidentMap:
    """Put one text into every place that takes one."""
    table = made.incidents(12)
    for column in TEXTS:
        table[column] = attack
    table["geometry"] = shapely.points(36 + 0.3 * table.index.to_numpy(), 35)
    table[attack] = [attack, "another"] * 6
    squares = gpd.GeoDataFrame(
        {"code": ["A", "B"], "name": attack, "name_local": f"{attack} ", "country": attack},
        geometry=shapely.box([35, 38], [30, 30], [38, 46], [37, 37]),
        crs=4326,
    )
    given = squares.assign(**{attack: attack, "kind": [attack, f"hot {attack}"], "density": 1.5})
    return maps.incident_map(
        table,
        title=attack,
        subtitle=attack,
        sources=[attack],
        boundaries=squares,
        category=attack,
        clusters=given,
        hotspots=given,
        density=given,
        language='en"><script>window.hacked = 1</script>',
    )


def assert_harmless(seen: Opened) -> None:
    """See that nothing ran, nothing was made of markup, nothing was asked for."""
    assert seen.page.evaluate("window.hacked") is None
    assert seen.page.locator(FOREIGN).count() == 0
    assert seen.complaints == []
    assert len(seen.requests) == 1


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_text_is_shown_as_written_and_never_runs(attack: str, opened: Open) -> None:
    seen = opened(hostile_map(attack))
    page = seen.page
    page.locator(".farsakh-show").first.click()
    assert page.locator(".farsakh-card blockquote").first.evaluate(SHOWN) == attack
    assert page.locator("h1").evaluate(SHOWN) == attack
    assert page.locator(".farsakh-head p").evaluate(SHOWN) == attack
    assert attack in page.locator(".farsakh-sources").evaluate(SHOWN)
    assert attack in page.locator(".leaflet-control-attribution").evaluate(SHOWN)
    labels = page.locator(".farsakh-categories label").all_inner_texts()
    assert len(labels) == 2
    page.keyboard.press("Escape")
    province = page.locator(".farsakh-province[aria-label]").first
    province.focus()
    assert attack in page.locator(".farsakh-tip").first.evaluate(SHOWN)
    page.get_by_role("radio", name="Hot spots").check()
    assert page.locator(".farsakh-legend .farsakh-steps li").count() == 2
    page.locator("path.farsakh-cluster-hull").first.focus()
    page.get_by_role("searchbox").fill(attack[:6])
    page.get_by_role("radio", name="Density").check()
    assert_harmless(seen)


def test_a_text_of_a_megabyte_is_carried_and_shown(opened: Open) -> None:
    long = "<b>word</b> " * 90_000
    table = made.incidents(3).assign(text=long, why=long, event_type=["x" * 1_000_000, "b", "c"])
    seen = opened(maps.incident_map(table, title="y" * 1_000_000))
    seen.page.locator(".farsakh-show").first.click()
    assert seen.page.locator(".farsakh-card blockquote").first.evaluate(SHOWN) == long
    assert seen.page.locator(".farsakh-map").bounding_box()["height"] > 300
    assert_harmless(seen)
