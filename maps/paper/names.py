"""
What is written on a map: names of countries, provinces and towns, scale and north.

Places are worked out in millimetres from the lower left corner of the map, so that names keep clear
of one another on paper, and drawn in metres of its projection.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import numpy as np
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from maps.paper import look
from maps.paper.labels import place_labels
from maps.paper.lettering import MM_PER_INCH, PT_PER_MM, width_mm
from maps.paper.scale import Scale, scale_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from maps.paper.content import Content, Names

    Floats = NDArray[np.float64]

Kind: TypeAlias = Literal["country", "province", "town"]

SIZES: Final[dict[Kind, float]] = {
    "country": look.COUNTRY_PT, "province": look.PROVINCE_PT, "town": look.TOWN_PT,
}  # fmt: skip
COLOURS: Final[dict[Kind, str]] = {"country": look.SOFT, "province": "#5c646c", "town": look.INK}
SMALL: Final = 0.75  # of the size of letters, on one of several maps of a sheet
GAP_MM: Final = 0.8  # between names
RIM_MM: Final = 0.6  # of the map, left free of names
SCALE_MM: Final = (46.0, 9.0)  # room for scale and north
CORNERS: Final = ((1, 0), (0, 0), (1, 1), (0, 1))
"""Right or not, top or not: where scale and north are put if no corner has fewer incidents."""

LATIN_ENDS: Final = (
    0x250  # after Latin Extended-B: what comes later has no capitals of its own kind
)
HALO: Final = "#ffffffd0"


@dataclass(frozen=True, slots=True)
class Canvas:
    """
    A map that is written on.

    Attributes
    ----------
    axes
        Of matplotlib.
    origin
        Lower left corner, metres of the projection.
    metres
        In a millimetre of the sheet.
    frame
        Box that names may lie in, millimetres.
    spots
        Incidents, which names should not hide, millimetres, shape (n, 2).
    words
        What to write for each name.
    family
        Fonts.
    """

    axes: Axes
    origin: Floats
    metres: float
    frame: Floats
    spots: Floats
    words: dict[str, str]
    family: list[str]

    @classmethod
    def of(
        cls, axes: Axes, content: Content, marks: Floats, words: dict[str, str], family: list[str]
    ) -> Canvas:
        """
        Measure a map.

        Parameters
        ----------
        axes, words, family
            As above.
        content
            What is drawn.
        marks
            Incidents, metres, shape (n, 2).
        """
        left, bottom, right, top = content.frame
        figure = axes.get_figure(root=True)
        dpi = figure.dpi if figure is not None else 1.0
        wide_mm = axes.get_window_extent().width / dpi * MM_PER_INCH
        metres = (right - left) / wide_mm
        origin = np.array([left, bottom])
        frame = np.array([0.0, 0.0, right - left, top - bottom]) / metres
        rim = np.array([RIM_MM, RIM_MM, -RIM_MM, -RIM_MM])
        spots = (marks - origin) / metres
        return cls(axes, origin, metres, frame + rim, spots, words, family)

    def placed(self, x: Floats, y: Floats) -> Floats:
        """Give places of the projection in millimetres, shape (n, 2)."""
        return np.asarray((np.column_stack([x, y]) - self.origin) / self.metres)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Give a place on the paper in metres of the projection."""
        across, up = self.origin + np.array([x, y]) * self.metres
        return float(across), float(up)

    def write(
        self,
        place: tuple[float, float],
        text: str,
        *,
        size: float,
        colour: str,
        centred: bool = False,
    ) -> None:
        """Write a text over or right of a place in millimetres."""
        x, y = self.at(*place)
        self.axes.text(
            x, y, text, fontsize=size, color=colour, family=self.family, parse_math=False,
            va="bottom", ha="center" if centred else "left", zorder=4,
            path_effects=[withStroke(linewidth=1.6, foreground=HALO)],
        )  # fmt: skip


def letter(canvas: Canvas, content: Content, *, detail: bool) -> None:
    """
    Write the names of a map, its scale and its north.

    Parameters
    ----------
    canvas
        The map.
    content
        What is drawn.
    detail
        False writes the names of countries alone.
    """
    taken = np.empty((0, 4))
    wide_mm = float(canvas.frame[2] + canvas.frame[0])
    scale = scale_of(content.projection, content.frame, wide_mm) if detail else None
    if scale is not None:
        corner = _freest(canvas)
        _draw_bar(canvas, scale, corner)
        _draw_north(canvas, scale, corner)
        taken = corner[None, :]
    taken = _write_names(canvas, content.countries, "country", taken, small=not detail)
    if detail:
        taken = _write_names(canvas, content.regions, "province", taken)
        _write_names(canvas, content.settlements, "town", taken)


def _write_names(
    canvas: Canvas, names: Names, kind: Kind, taken: Floats, *, small: bool = False
) -> Floats:
    """Write the names of one kind; gives the boxes that are taken afterwards."""
    size = SIZES[kind] * (SMALL if small else 1.0)
    texts = [_as_written(canvas.words[text], kind) for text in names.text]
    wide = np.array([width_mm(text, size, canvas.family) for text in texts])
    middle = canvas.placed(names.x, names.y)
    on_sheet = (middle >= 0).all(axis=1) & (middle <= canvas.frame[2:]).all(axis=1)
    fits = np.isnan(names.room_m) | (wide <= names.room_m / canvas.metres)
    chosen = np.flatnonzero(on_sheet & fits)
    boxes = place_labels(
        middle[chosen, 0], middle[chosen, 1], wide[chosen],
        np.full(len(chosen), size / PT_PER_MM * 1.15), kind="point" if kind == "town" else "area",
        frame=canvas.frame, taken=taken, marks=canvas.spots, gap=GAP_MM,
    )  # fmt: skip
    for row, box in zip(chosen, boxes, strict=True):
        if np.isnan(box[0]):
            continue
        if kind == "town":
            x, y = canvas.at(*middle[row])
            canvas.axes.plot(
                x, y, ".", color=look.INK, markersize=3.0, markeredgewidth=0, zorder=2.5
            )
        canvas.write((box[0], box[1]), texts[row], size=size, colour=COLOURS[kind])
    return np.vstack([taken, boxes[~np.isnan(boxes[:, 0])]])


def _as_written(text: str, kind: Kind) -> str:
    """Write areas in capitals, those of countries spaced; other scripts as they are."""
    if kind == "town" or any(ord(char) >= LATIN_ENDS for char in text):
        return text
    return look.HAIR.join(text.upper()) if kind == "country" else text.upper()


def _freest(canvas: Canvas) -> Floats:
    """Give the corner of the map in which scale and north hide the fewest incidents."""
    wide, high = SCALE_MM
    left, bottom, right, top = canvas.frame
    boxes = []
    for on_right, on_top in CORNERS:
        x = right - wide - 1.0 if on_right else left + 1.0
        y = top - high - 1.0 if on_top else bottom + 1.0
        boxes.append(np.array([x, y, x + wide, y + high]))
    hidden = [
        ((canvas.spots > box[:2]) & (canvas.spots < box[2:])).all(axis=1).sum() for box in boxes
    ]
    return boxes[int(np.argmin(hidden))]


def _draw_bar(canvas: Canvas, scale: Scale, corner: Floats) -> None:
    """Draw the scale bar: its first half dark, its second light."""
    x, y, half = float(corner[0]) + 8.0, float(corner[1]) + 2.0, scale.bar_mm / 2
    for start, face in ((x, look.INK), (x + half, "white")):
        bar = Rectangle(
            canvas.at(start, y), half * canvas.metres, 0.9 * canvas.metres, facecolor=face,
            edgecolor=look.INK, linewidth=0.5, zorder=4,
        )  # fmt: skip
        canvas.axes.add_patch(bar)
    for start, label in ((x, "0"), (x + half, scale.half), (x + 2 * half, scale.whole)):
        canvas.write((start, y + 1.7), label, size=look.NOTE_PT, colour=look.INK, centred=True)


def _draw_north(canvas: Canvas, scale: Scale, corner: Floats) -> None:
    """Draw an arrow to the true north of its own place."""
    x, y = float(corner[0]) + 3.0, float(corner[1]) + 1.2
    angle = scale.north_at(*canvas.at(x, y))
    tip = (x + 4.6 * float(np.sin(angle)), y + 4.6 * float(np.cos(angle)))
    canvas.axes.annotate(
        "", xy=canvas.at(*tip), xytext=canvas.at(x, y), zorder=4, annotation_clip=False,
        arrowprops={"arrowstyle": "-|>,head_width=0.16,head_length=0.34", "color": look.INK,
                    "linewidth": 0.8, "shrinkA": 0, "shrinkB": 0},
    )  # fmt: skip
    canvas.write((tip[0], tip[1] + 0.5), "N", size=look.NOTE_PT, colour=look.INK, centred=True)
