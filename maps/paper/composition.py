"""A sheet put together: the maps, and round them what they need to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely

import geo
from geo.errors import TableError
from geo.tables import repeats, require_wgs84
from maps.categories import sort_into, usual_category
from maps.credits import COLOURS, data_credits
from maps.paper import look
from maps.paper.content import Content, content
from maps.paper.legend import Block, Writer, write_legend
from maps.paper.lettering import MM_PER_INCH, fonts, shown, width_mm, written
from maps.paper.panel import Heat, Panel, Shading, draw_panel
from maps.paper.periods import Period, periods_of
from maps.paper.scale import round_levels
from maps.paper.sheet import Sheet
from maps.shading import region_codes
from maps.static import PRINT_LAYERS
from maps.style import count_breaks
from maps.titles import date_range, title_of

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from maps.static import PrintLayer

PANEL_TITLE_MM: Final = 5.2
PANEL_GAP_MM: Final = 3.0
LEAST_PANEL_MM: Final = 36.0  # narrower, and a country is a stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What was asked of a sheet: the options of `maps.static_map`, under the same names."""

    title: str | None
    subtitle: str | None
    by: str | None
    boundaries: GeoDataFrame | None
    layers: tuple[PrintLayer, ...]
    category: str | None
    extent: tuple[float, ...] | None
    width_mm: float | None
    font: str | None
    sources: tuple[str, ...]


def composed(incidents: GeoDataFrame, wishes: Wishes) -> Sheet:
    """
    Put a sheet together.

    Parameters
    ----------
    incidents
        Incidents table.
    wishes
        What was asked for.

    Returns
    -------
    Sheet
        The figure.
    """
    _check(incidents, wishes)
    once = incidents[~repeats(incidents)].reset_index(drop=True)
    periods = periods_of(once, wishes.by) if wishes.by else [Period("", None, None)]
    counts = _counts(once, wishes)
    drawn = content(
        once,
        countries=_countries(once, counts),
        boundaries=wishes.boundaries,
        extent=wishes.extent,
        flattest=look.FLATTEST,
        highest=look.HIGHEST,
    )
    labels, category = _categories(once, wishes)
    rows = [period.rows(once) for period in periods]
    tables = [counts if period.start is None else _counts(once[row], wishes)
              for period, row in zip(periods, rows, strict=True)]  # fmt: skip
    breaks = count_breaks(
        [number for table in tables for number in table.values()]
        if "provinces" in wishes.layers and "density" not in wishes.layers
        else []
    )
    heat = _heats(once, rows, drawn, wishes)
    panels = [
        Panel(
            rows=row,
            shading=Shading(table, breaks) if breaks else None,
            heat=heat[number],
            category=category,
            with_areas="footprints" in wishes.layers,
            with_marks="incidents" in wishes.layers,
            detail=len(periods) == 1,
        )
        for number, (row, table) in enumerate(zip(rows, tables, strict=True))
    ]
    blocks = _blocks(drawn, wishes, panels, labels=labels, category=category)
    told = _not_shown(incidents, once, drawn)
    if told:
        blocks.append(Block("Not on the map", [("text", 0, line) for line in told]))
    return _sheet(incidents, drawn, wishes, panels=panels, periods=periods, blocks=blocks)


def _check(incidents: GeoDataFrame, wishes: Wishes) -> None:
    unknown = [name for name in wishes.layers if name not in PRINT_LAYERS]
    if unknown:
        msg = f"there is no layer {unknown[0]!r}; the layers are {', '.join(PRINT_LAYERS)}"
        raise TableError(msg)
    if getattr(incidents, "_geometry_column_name", None) not in incidents:
        msg = (
            "a map needs a GeoDataFrame with points in its geometry; gazetteer.locate_frame makes "
            "one from a table of texts"
        )
        raise TableError(msg)
    require_wgs84(incidents, "the incidents")
    if wishes.extent is not None:
        sides = np.asarray(wishes.extent, dtype=float)
        if sides.shape != (4,) or not np.isfinite(sides).all() or not sides[1] < sides[3]:
            msg = f"extent is {wishes.extent}; expected west, south, east, north in degrees"
            raise TableError(msg)


def _counts(incidents: GeoDataFrame, wishes: Wishes) -> dict[str, float]:
    """Count by province, as the page does; what lies in none is no number of the map."""
    codes = pd.Series(region_codes(incidents, wishes.boundaries), dtype=object).dropna()
    return {str(code): float(number) for code, number in codes.value_counts().items()}


def _countries(incidents: GeoDataFrame, counts: dict[str, float]) -> set[str]:
    """Name the countries that have an incident, by their column and by where the points lie."""
    world = geo.provinces().set_index("code")["country"]
    counted = [code for code, number in counts.items() if number > 0 and code in world.index]
    named = incidents["country"].dropna().tolist() if "country" in incidents else []
    return {str(code) for code in [*world.loc[counted].dropna().tolist(), *named]}


def _categories(incidents: GeoDataFrame, wishes: Wishes) -> tuple[list[str], NDArray[np.int64]]:
    """Give the names of the categories, none if all are alike, and the one of each incident."""
    named = usual_category(incidents) if wishes.category == "usual" else wishes.category
    if named is None:
        return [], np.zeros(len(incidents), dtype=np.int64)
    return sort_into(incidents, named)


def _heats(
    incidents: GeoDataFrame, rows: list[NDArray[np.bool_]], drawn: Content, wishes: Wishes
) -> list[Heat | None]:
    """Spread the incidents of each map, all on classes of one scale."""
    if "density" not in wishes.layers:
        return [None] * len(rows)
    grids = []
    for chosen in rows:
        there = incidents[chosen & incidents.geometry.notna().to_numpy()]
        grids.append(geo.density(there) if len(there) else None)
    peaks = [float(np.max(grid.values)) for grid in grids if grid is not None]
    peak = max(peaks, default=0.0)
    breaks = round_levels(peak) if peak > 0 else []
    heats: list[Heat | None] = []
    for grid in grids:
        if grid is None:
            heats.append(None)
            continue
        lon, lat = grid.middles()
        flat = drawn.projection.forward(drawn.projection.around(lon), lat)
        heats.append(Heat(*flat, grid.values, breaks))
    return heats


def _blocks(
    drawn: Content,
    wishes: Wishes,
    panels: list[Panel],
    *,
    labels: list[str],
    category: NDArray[np.int64],
) -> list[Block]:
    """Write the legend."""
    blocks = []
    shading, heat = panels[0].shading, next((p.heat for p in panels if p.heat), None)
    if shading is not None:
        ends = shading.breaks
        starts = [1, *(end + 1 for end in ends)]
        words = [f"{a}" if a == b else f"{a}–{b}" for a, b in zip(starts, ends, strict=False)]
        span = f" and {wishes.by}" if wishes.by else ""
        keys = zip(look.class_colours(len(ends)), words, strict=True)
        blocks.append(Block(f"Incidents by province{span}", [("class", c, w) for c, w in keys]))
    if heat is not None and heat.breaks:
        ends_of = [*heat.breaks[1:], None]
        words = [f"{a:g}–{b:g}" if b else f"{a:g} and more"
                 for a, b in zip(heat.breaks, ends_of, strict=True)]  # fmt: skip
        keys = zip(look.class_colours(len(heat.breaks)), words, strict=True)
        blocks.append(Block("Incidents per 100 km²", [("class", c, w) for c, w in keys]))
    there, inside = np.isfinite(drawn.x), drawn.inside
    if "incidents" in wishes.layers and inside.any():
        numbers = np.bincount(category[inside], minlength=max(len(labels), 1))
        marks: list[tuple[str, str | int, str]] = [
            ("mark", row, f"{written(label)}  {numbers[row]:,}")
            for row, label in enumerate(labels) if numbers[row]
        ] or [("mark", 0, f"One incident  {numbers[0]:,}")]  # fmt: skip
        blocks.append(Block("Located incidents", marks))
    if "footprints" in wishes.layers:
        known = ~shapely.is_missing(drawn.areas)
        areas: list[tuple[str, str | int, str]] = []
        if (known & there).any():
            areas.append(("area", 0, "Where one lies, with 90 % or at most"))
        if (known & ~there).any():
            areas.append(("dashed", 0, "Area that a text names, without a point"))
        if areas:
            blocks.append(Block("How sure", areas))
    return blocks


def _not_shown(given: GeoDataFrame, once: GeoDataFrame, drawn: Content) -> list[str]:
    """Say what has no mark on the map, and why."""
    told = []
    status = once["status"] if "status" in once else pd.Series([None] * len(once), dtype=object)
    there = np.isfinite(drawn.x)
    area = (status == "region").to_numpy(bool) & ~there
    lost = ~there & ~area
    for number, words in (
        (int(area.sum()), "known by area only"),
        (int(lost.sum()), "not located"),
        (int((there & ~drawn.inside).sum()), "outside the map"),
        (len(given) - len(once), "told again, counted once"),
    ):
        if number:
            told.append(f"{number:,} {words}")
    return told


def _sheet(
    incidents: GeoDataFrame,
    drawn: Content,
    wishes: Wishes,
    *,
    panels: list[Panel],
    periods: list[Period],
    blocks: list[Block],
) -> Sheet:
    """Lay the parts out, from the top down."""
    family = fonts(wishes.font)
    title = written(wishes.title or title_of(incidents) or "Incidents")
    subtitle = written(
        wishes.subtitle if wishes.subtitle is not None else date_range(incidents) or ""
    )
    known = data_credits(incidents, own_boundaries=wishes.boundaries is not None)
    credit = "; ".join(
        written(line).rstrip(".")
        for line in (*(full for _, full in known), *wishes.sources, COLOURS, drawn.projection.name)
    )
    names = {*drawn.countries.text, *drawn.regions.text, *drawn.settlements.text}
    spoken = [key[2] for block in blocks for key in block.keys]
    texts = shown([*sorted(names), title, subtitle, credit, *spoken], family)
    blocks = [
        Block(block.heading, [(kind, of, texts[words]) for kind, of, words in block.keys])
        for block in blocks
    ]
    wide = wishes.width_mm or look.WIDTH_MM
    sheet = Sheet(figsize=(wide / MM_PER_INCH, wide / MM_PER_INCH), facecolor=look.PAPER)
    pen = Writer(sheet, family)
    boxes, high = _grid(drawn, len(panels), wide)
    inner = wide - 2 * look.MARGIN_MM

    def write() -> tuple[float, float]:
        y = pen.text(
            look.MARGIN_MM, look.MARGIN_MM, texts[title], most_mm=inner, size=look.TITLE_PT,
            colour=look.INK, lines=2, weight="bold",
        )  # fmt: skip
        if subtitle:
            y = pen.text(
                look.MARGIN_MM, y + 0.4, texts[subtitle], most_mm=inner, size=look.SUBTITLE_PT,
                colour=look.SOFT, lines=2,
            )  # fmt: skip
        top = y + 2.4
        x = wide - look.MARGIN_MM - look.LEGEND_MM
        below = write_legend(pen, x, top, blocks)
        foot = max(top + high, below - 2.0) + 2.4
        end = pen.text(
            look.MARGIN_MM, foot, texts[credit], most_mm=inner, size=look.NOTE_PT,
            colour=look.SOFT, lines=4,
        )  # fmt: skip
        return top, end + look.MARGIN_MM - 2.0

    # written once to learn the height, and once more on a sheet of that height
    _, whole = write()
    for artist in [*sheet.texts, *sheet.artists, *sheet.lines, *sheet.patches]:
        if artist is not sheet.patch:
            artist.remove()
    sheet.set_size_inches(wide / MM_PER_INCH, whole / MM_PER_INCH)
    top, _ = write()
    for (x, y, panel_wide, panel_high), panel, period in zip(boxes, panels, periods, strict=True):
        axes = sheet.add_axes(
            (x / wide, 1 - (top + y + panel_high) / whole, panel_wide / wide, panel_high / whole)
        )
        draw_panel(axes, drawn, panel, texts, family)
        if period.start is not None:
            label_y = top + y - PANEL_TITLE_MM + 0.9
            pen.line(x, label_y, period.label, size=look.TEXT_PT, colour=look.INK, weight="bold")
            after = x + width_mm(period.label, look.TEXT_PT, family, "bold") + 2.0
            number = f"{int(panel.rows.sum()):,}"
            pen.line(after, label_y, number, size=look.TEXT_PT, colour=look.SOFT)
    return sheet


def _grid(
    drawn: Content, panels: int, wide: float
) -> tuple[list[tuple[float, float, float, float]], float]:
    """Give the box of each map, millimetres from the left and from the top, and their height."""
    left, bottom, right, top = drawn.frame
    shape = (top - bottom) / (right - left)
    room = wide - 2 * look.MARGIN_MM - look.LEGEND_MM - look.GUTTER_MM
    heading = PANEL_TITLE_MM if panels > 1 else 0.0
    # as many columns as make the whole nearest to the proportions of a landscape sheet
    best = min(
        range(1, panels + 1),
        key=lambda columns: abs(
            -(-panels // columns) * ((room / columns) * shape + heading) - 0.72 * room
        ),
    )
    columns = min(best, max(int(room // LEAST_PANEL_MM), 1))
    panel_wide = (room - (columns - 1) * PANEL_GAP_MM) / columns
    panel_high = panel_wide * shape
    boxes = [
        (
            look.MARGIN_MM + (number % columns) * (panel_wide + PANEL_GAP_MM),
            heading + (number // columns) * (panel_high + heading + PANEL_GAP_MM),
            panel_wide,
            panel_high,
        )
        for number in range(panels)
    ]
    return boxes, boxes[-1][1] + panel_high
