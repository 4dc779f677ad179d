"""One map on a sheet: ground, shading, footprints, incidents, names, scale and north."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from matplotlib.collections import PathCollection
from matplotlib.path import Path

from maps.paper import look
from maps.paper.names import Canvas, letter
from maps.style import class_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike, NDArray

    from maps.paper.content import Content

FEW = 250  # footprints up to which each has an edge; beyond, edges would be all that is seen
SMALL = 0.5  # of the size of a mark, on one of several maps of a sheet
VECTORS = 5_000  # marks, and footprints, that a vector file holds each; more are pixels in it


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
        _marks(axes, marks, panel.category[panel.rows], small=not panel.detail)
    known = marks[np.isfinite(marks).all(axis=1)]
    letter(Canvas.of(axes, content, known, words, family), content, detail=panel.detail)


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
            rasterized=len(soft) > VECTORS,
        )  # fmt: skip
        axes.add_collection(drawn, autolim=False)
    if broken:
        edges = PathCollection(
            broken, facecolors="none", edgecolors=f"{look.SOFT}aa", linewidths=0.6,
            linestyles=[(0, (3, 2))],
        )  # fmt: skip
        axes.add_collection(edges, autolim=False)


def _marks(
    axes: Axes, marks: NDArray[np.float64], category: NDArray[np.int64], *, small: bool
) -> None:
    """Draw the points, rare categories over frequent ones."""
    there = np.isfinite(marks).all(axis=1)
    size = mark_size(int(there.sum()), small=small)
    for number, (mark, colour) in enumerate(zip(look.MARKS, look.MARK_COLOURS, strict=True)):
        chosen = there & (category == number)
        if chosen.any():
            x, y = marks[chosen].T
            axes.scatter(
                x, y, s=size * (1.5 if mark == "." else 1.0), marker=mark, c=colour,
                edgecolors="white", linewidths=0.5 if size > 8 else 0.2, zorder=3,  # noqa: PLR2004 - smaller ones would be all edge
                rasterized=bool(there.sum() > VECTORS),
            )  # fmt: skip


def mark_size(marks: int, *, small: bool = False) -> float:
    """
    Give the size of a mark, smaller where there are many.

    Parameters
    ----------
    marks
        How many are drawn.
    small
        On one of several maps of a sheet.

    Returns
    -------
    float
        Square points, as matplotlib takes it.

    Examples
    --------
    >>> mark_size(10) > mark_size(10_000)
    True
    """
    return float(np.clip(60 / (1 + marks) ** 0.22, 3.0, 34.0)) * (SMALL if small else 1.0)
