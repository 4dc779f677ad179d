"""One map on a sheet: ground, shading, footprints, incidents, names, scale and north."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from matplotlib.collections import PathCollection
from matplotlib.patches import Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke

from maps.paper import look
from maps.paper.labels import place_labels
from maps.paper.lettering import PT_PER_MM, width_mm
from maps.paper.scale import Scale, scale_of
from maps.style import class_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike, NDArray

    from maps.paper.content import Content, Names

FEW = 250  # footprints up to which each has an edge; beyond, edges would be all that is seen
VECTORS = 5_000  # marks up to which a vector file holds each; beyond, they are pixels in it
SCALE_MM = (46.0, 9.0)  # room for scale and north
CORNERS = ((1, 0), (0, 0), (1, 1), (0, 1))  # right or not, top or not: where they are put first


@dataclass(frozen=True, slots=True)
class Shading:
    """
    How the provinces are filled.

    Attributes
    ----------
    counts
        Number by code of the province.
    breaks
        Upper end of each class, inclusive.
    """

    counts: dict[str, float]
    breaks: list[int]


@dataclass(frozen=True, slots=True)
class Heat:
    """
    A density on a grid.

    Attributes
    ----------
    x, y
        Middles of the cells, metres of the sheet's projection.
    values
        Incidents per 100 km².
    breaks
        Lower end of each class.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    values: NDArray[np.float64]
    breaks: list[float]


@dataclass(frozen=True, slots=True)
class Panel:
    """
    What one map shows of the content of a sheet.

    Attributes
    ----------
    rows
        Which incidents.
    shading, heat
        What is filled, if anything.
    category
        Number of each incident's category.
    with_areas, with_marks
        Whether footprints and points are drawn.
    detail
        Whether names of provinces and towns are written, and scale and north drawn.
    """

    rows: NDArray[np.bool_]
    shading: Shading | None
    heat: Heat | None
    category: NDArray[np.int64]
    with_areas: bool
    with_marks: bool
    detail: bool


def draw_panel(
    axes: Axes, content: Content, panel: Panel, words: dict[str, str], family: list[str]
) -> None:
    """
    Draw a map.

    Parameters
    ----------
    axes
        Where; its limits are set to the frame of the content.
    content
        The map, laid flat.
    panel
        What of it is shown, and how.
    words
        What to write for each name, as `lettering.shown` gives it.
    family
        Fonts.
    """
    left, bottom, right, top = content.frame
    axes.set(xlim=(left, right), ylim=(bottom, top), xticks=[], yticks=[])
    axes.set_facecolor(look.WATER)
    axes.spines[:].set(color=look.FAINT, linewidth=0.6)
    _fill(axes, content.far, look.LAND, look.EDGE, 0.5)
    _fill(axes, content.near, look.NEAR, "none", 0.0)
    _provinces(axes, content, panel.shading)
    if panel.heat is not None:
        _heat(axes, panel.heat)
    _fill(axes, content.near, "none", look.BORDER, 0.8)
    if panel.with_areas:
        _areas(axes, content.areas[panel.rows], np.isfinite(content.x[panel.rows]))
    marks = np.column_stack([content.x, content.y])[panel.rows]
    if panel.with_marks:
        _marks(axes, marks, panel.category[panel.rows])
    _letter(axes, content, panel, marks[np.isfinite(marks).all(axis=1)], words, family)


def compound(shapes: NDArray[np.object_]) -> list[Path]:
    """
    Turn polygons into matplotlib's paths, holes included.

    Parameters
    ----------
    shapes
        Polygons and multipolygons; other parts are left out.

    Returns
    -------
    list of Path
        One for each shape that has a polygon.

    Examples
    --------
    >>> ring = shapely.difference(shapely.box(0, 0, 3, 3), shapely.box(1, 1, 2, 2))
    >>> len(compound(np.array([ring], dtype=object))[0])
    10
    """
    paths = []
    for shape in shapes:
        parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
        # the rule of even and odd is not matplotlib's: rings of holes have to turn the other way
        rings = shapely.get_rings(shapely.orient_polygons(np.array(parts, dtype=object)))
        if len(rings):
            closed = [Path(shapely.get_coordinates(ring), closed=True) for ring in rings]
            paths.append(Path.make_compound_path(*closed))
    return paths


def _fill(
    axes: Axes, shapes: NDArray[np.object_], face: ArrayLike | str, edge: str, width: float
) -> None:
    paths = compound(shapes)
    if paths:
        drawn = PathCollection(
            paths, facecolors=face, edgecolors=edge, linewidths=width, joinstyle="round"
        )
        axes.add_collection(drawn, autolim=False)


def _provinces(axes: Axes, content: Content, shading: Shading | None) -> None:
    """Fill the provinces by class, those without an incident not at all."""
    if shading is None or not shading.breaks:
        _fill(axes, content.provinces, "none", look.EDGE, 0.4)
        return
    number = class_of([shading.counts.get(code, 0) for code in content.codes], shading.breaks)
    colours = look.class_colours(len(shading.breaks))
    for step, colour in [(-1, "none"), *enumerate(colours)]:
        _fill(axes, content.provinces[number == step], colour, look.EDGE, 0.4)


def _heat(axes: Axes, heat: Heat) -> None:
    if heat.breaks:
        axes.contourf(
            heat.x, heat.y, heat.values, levels=[*heat.breaks, np.inf],
            colors=look.class_colours(len(heat.breaks)), alpha=0.88, antialiased=True,
        )  # fmt: skip


def _areas(axes: Axes, areas: NDArray[np.object_], pinned: NDArray[np.bool_]) -> None:
    """Draw footprints softly, and areas of incidents without a point by a broken edge."""
    there = ~shapely.is_missing(areas)
    soft, broken = compound(areas[there & pinned]), compound(areas[there & ~pinned])
    few = len(soft) <= FEW
    if soft:
        drawn = PathCollection(
            soft, facecolors=f"{look.INK}{'14' if few else '0a'}",
            edgecolors=f"{look.INK}66" if few else "none", linewidths=0.4,
        )  # fmt: skip
        axes.add_collection(drawn, autolim=False)
    if broken:
        edges = PathCollection(
            broken, facecolors="none", edgecolors=f"{look.SOFT}aa", linewidths=0.6,
            linestyles=[(0, (3, 2))],
        )  # fmt: skip
        axes.add_collection(edges, autolim=False)


def _marks(axes: Axes, marks: NDArray[np.float64], category: NDArray[np.int64]) -> None:
    """Draw the points, rare categories over frequent ones."""
    there = np.isfinite(marks).all(axis=1)
    size = mark_size(int(there.sum()))
    for number, (mark, colour) in enumerate(zip(look.MARKS, look.MARK_COLOURS, strict=True)):
        chosen = there & (category == number)
        if chosen.any():
            axes.scatter(
                *marks[chosen].T, s=size * (1.5 if mark == "." else 1.0), marker=mark, c=colour,
                edgecolors="white", linewidths=0.5 if size > 8 else 0.2, zorder=3,  # noqa: PLR2004 - smaller ones would be all edge
                rasterized=bool(there.sum() > VECTORS),
            )  # fmt: skip


def mark_size(marks: int) -> float:
    """
    Give the size of a mark, smaller where there are many.

    Parameters
    ----------
    marks
        How many are drawn.

    Returns
    -------
    float
        Square points, as matplotlib takes it.

    Examples
    --------
    >>> mark_size(10) > mark_size(10_000)
    True
    """
    return float(np.clip(60 / (1 + marks) ** 0.22, 3.0, 34.0))


def _letter(
    axes: Axes,
    content: Content,
    panel: Panel,
    marks: NDArray[np.float64],
    words: dict[str, str],
    family: list[str],
) -> None:
    """Write the names, in millimetres of the map so that they keep clear of one another."""
    left, bottom, right, top = content.frame
    box = axes.get_window_extent()
    wide_mm = box.width / axes.figure.dpi * 25.4
    mm = (right - left) / wide_mm  # metres of the map in a millimetre of the sheet
    frame = np.array([0, 0, right - left, top - bottom]) / mm + np.array([0.6, 0.6, -0.6, -0.6])
    origin = np.array([left, bottom])
    spots = (marks - origin) / mm
    taken = np.empty((0, 4))
    scale = scale_of(content.projection, content.frame, wide_mm)
    if panel.detail and scale is not None:
        corner = _freest(spots, frame)
        _draw_scale(axes, scale, corner, origin, mm, family)
        taken = np.array([corner])
    kinds = [(content.countries, "country"), (content.settlements, "town")]
    if panel.detail:
        kinds.insert(1, (content.regions, "province"))
    else:
        kinds = kinds[:1]
    for names, kind in kinds:
        middle = (np.column_stack([names.x, names.y]) - origin) / mm
        taken = _names(axes, names, middle, kind, frame, taken, spots, origin, mm, words, family)


def _names(
    axes: Axes,
    names: Names,
    middle: NDArray[np.float64],
    kind: str,
    frame: NDArray[np.float64],
    taken: NDArray[np.float64],
    spots: NDArray[np.float64],
    origin: NDArray[np.float64],
    mm: float,
    words: dict[str, str],
    family: list[str],
) -> NDArray[np.float64]:
    """Write the names of one kind; gives what is taken afterwards."""
    size = {"country": look.COUNTRY_PT, "province": look.PROVINCE_PT, "town": look.TOWN_PT}[kind]
    texts = [words[text] if kind == "town" else _capitals(words[text], kind) for text in names.text]
    wide = np.array([width_mm(text, size, family) for text in texts])
    high = np.full(len(texts), size / PT_PER_MM * 1.15)
    on_sheet = (middle >= 0).all(axis=1) & (middle <= frame[2:]).all(axis=1)
    fits = np.isnan(names.room_m) | (wide <= names.room_m / mm)
    chosen = np.flatnonzero(on_sheet & fits)
    boxes = place_labels(
        middle[chosen, 0], middle[chosen, 1], wide[chosen], high[chosen],
        kind="point" if kind == "town" else "area", frame=frame, taken=taken, marks=spots, gap=0.8,
    )  # fmt: skip
    looks = {
        "country": {"color": look.SOFT, "alpha": 0.9},
        "province": {"color": "#5c646c"},
        "town": {"color": look.INK},
    }
    for row, label in zip(chosen, boxes, strict=True):
        if np.isnan(label[0]):
            continue
        x, y = origin + label[:2] * mm
        if kind == "town":
            axes.plot(
                *(origin + middle[row] * mm), ".", color=look.INK, markersize=3.0,
                markeredgewidth=0, zorder=2.5,
            )  # fmt: skip
        axes.text(
            x, y, texts[row], fontsize=size, family=family, parse_math=False, va="bottom",
            ha="left", zorder=4, path_effects=[withStroke(linewidth=1.6, foreground="#ffffffd0")],
            **looks[kind],
        )  # fmt: skip
    return np.vstack([taken, boxes[~np.isnan(boxes[:, 0])]])


def _capitals(text: str, kind: str) -> str:
    """Write the names of areas in capitals, and those of countries spaced; other scripts as is."""
    if not all(ord(char) < 0x250 for char in text):  # noqa: PLR2004 - the end of Latin Extended-B
        return text
    return look.HAIR.join(text.upper()) if kind == "country" else text.upper()


def _freest(spots: NDArray[np.float64], frame: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the corner of the map in which scale and north hide the fewest incidents."""
    wide, high = SCALE_MM
    best, found = np.inf, frame
    for right, top in CORNERS:
        x = frame[2] - wide - 1.5 if right else frame[0] + 1.5
        y = frame[3] - high - 1.5 if top else frame[1] + 1.5
        box = np.array([x, y, x + wide, y + high])
        inside = ((spots > box[:2]) & (spots < box[2:])).all(axis=1).sum()
        if inside < best:
            best, found = float(inside), box
    return found


def _draw_scale(
    axes: Axes,
    scale: Scale,
    corner: NDArray[np.float64],
    origin: NDArray[np.float64],
    mm: float,
    family: list[str],
) -> None:
    """Draw the scale bar, and an arrow to the true north of its corner."""
    halo = [withStroke(linewidth=2, foreground="#ffffffd0")]
    style = {"fontsize": look.NOTE_PT, "family": family, "color": look.INK, "path_effects": halo}
    x, y = corner[0] + 8.0, corner[1] + 2.0
    for half, face in ((0, look.INK), (1, "white")):
        place = origin + np.array([x + half * scale.bar_mm / 2, y]) * mm
        bar = Rectangle(
            (place[0], place[1]), scale.bar_mm / 2 * mm, 0.9 * mm, facecolor=face,
            edgecolor=look.INK, linewidth=0.5, zorder=4,
        )  # fmt: skip
        axes.add_patch(bar)
    for at, label in ((0.0, "0"), (0.5, scale.half), (1.0, scale.whole)):
        place = origin + np.array([x + at * scale.bar_mm, y + 1.7]) * mm
        axes.text(*place, label, ha="center", va="bottom", zorder=4, **style)
    foot = origin + np.array([corner[0] + 3.0, corner[1] + 1.2]) * mm
    angle = scale.north_at(*foot)
    up = np.array([np.sin(angle), np.cos(angle)]) * 4.6 * mm
    axes.annotate(
        "", xy=foot + up, xytext=foot, zorder=4, annotation_clip=False,
        arrowprops={"arrowstyle": "-|>,head_width=0.16,head_length=0.34", "color": look.INK,
                    "linewidth": 0.8, "shrinkA": 0, "shrinkB": 0},
    )  # fmt: skip
    axes.text(*(foot + up * 1.12), "N", ha="center", va="bottom", zorder=4, **style)
