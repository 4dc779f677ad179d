"""
The words of a sheet beside its maps: title, legend, what is not shown, and whose data these are.

Millimetres from the upper left corner, down; letters in points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse, Rectangle

from maps.paper import look
from maps.paper.lettering import MM_PER_INCH, PT_PER_MM, broken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maps.paper.sheet import Sheet

KEY_MM = 4.2  # width of a key, before its words
PITCH_MM = 4.0  # from key to key
BLOCK_MM = 3.2  # between blocks


@dataclass(frozen=True, slots=True)
class Writer:
    """
    A pen on a sheet.

    Attributes
    ----------
    sheet
        The sheet.
    family
        Fonts.
    """

    sheet: Sheet
    family: list[str]

    def line(
        self, x: float, y: float, text: str, *, size: float, colour: str, weight: str = "normal"
    ) -> None:
        """Write one line, its upper left corner at x, y."""
        wide, high = self.sheet.get_size_inches() * MM_PER_INCH
        self.sheet.text(
            x / wide, 1 - y / high, text, fontsize=size, color=colour, weight=weight, va="top",
            ha="left", family=self.family, parse_math=False,
        )  # fmt: skip

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        most_mm: float,
        size: float,
        colour: str,
        lines: int,
        weight: str = "normal",
    ) -> float:
        """Write a text in lines; gives the y below it."""
        step = size / PT_PER_MM * look.LINE
        for line in broken(text, most_mm, size, self.family, lines=lines, weight=weight):
            self.line(x, y, line, size=size, colour=colour, weight=weight)
            y += step
        return y

    def swatch(self, x: float, y: float, colour: str) -> None:
        """Draw a field of a class."""
        wide, high = self.sheet.get_size_inches() * MM_PER_INCH
        patch = Rectangle(
            (x / wide, 1 - (y + 3.0) / high), KEY_MM / wide, 3.0 / high, facecolor=colour,
            edgecolor=look.EDGE, linewidth=0.4, transform=self.sheet.transFigure,
        )  # fmt: skip
        self.sheet.add_artist(patch)

    def area(self, x: float, y: float, *, dashed: bool) -> None:
        """Draw a footprint."""
        wide, high = self.sheet.get_size_inches() * MM_PER_INCH
        ring = Ellipse(
            ((x + KEY_MM / 2) / wide, 1 - (y + 1.5) / high), 3.6 / wide, 3.0 / high,
            facecolor="none" if dashed else f"{look.INK}14",
            edgecolor=f"{look.SOFT}aa" if dashed else f"{look.INK}66",
            linewidth=0.6 if dashed else 0.4, linestyle=(0, (3, 2)) if dashed else "-",
            transform=self.sheet.transFigure,
        )  # fmt: skip
        self.sheet.add_artist(ring)

    def mark(self, x: float, y: float, number: int) -> None:
        """Draw the mark of a category."""
        wide, high = self.sheet.get_size_inches() * MM_PER_INCH
        shape = look.MARKS[number]
        mark = Line2D(
            [(x + KEY_MM / 2) / wide], [1 - (y + 1.5) / high], marker=shape, linestyle="none",
            markersize=7.5 if shape == "." else 5.2, markerfacecolor=look.MARK_COLOURS[number],
            markeredgecolor="white", markeredgewidth=0.5, transform=self.sheet.transFigure,
        )  # fmt: skip
        self.sheet.add_artist(mark)


@dataclass(frozen=True, slots=True)
class Block:
    """
    One part of a legend.

    Attributes
    ----------
    heading
        Its title, with the unit.
    keys
        For each key what it is ("class", "mark", "area", "dashed", "text"), its colour or number,
        and its words.
    """

    heading: str
    keys: Sequence[tuple[str, str | int, str]]


def write_legend(pen: Writer, x: float, y: float, blocks: Sequence[Block]) -> float:
    """
    Write a legend.

    Parameters
    ----------
    pen
        On the sheet.
    x, y
        Upper left corner.
    blocks
        From top to bottom.

    Returns
    -------
    float
        The y below it.
    """
    most = look.LEGEND_MM - KEY_MM - 2.0
    for block in blocks:
        y = pen.text(
            x, y, block.heading, most_mm=look.LEGEND_MM, size=look.HEADING_PT, colour=look.INK,
            lines=3, weight="bold",
        ) + 0.9  # fmt: skip
        for kind, look_of, words in block.keys:
            if kind == "class":
                pen.swatch(x, y, str(look_of))
            elif kind == "mark":
                pen.mark(x, y, int(look_of))
            elif kind in {"area", "dashed"}:
                pen.area(x, y, dashed=kind == "dashed")
            indent = 0.0 if kind == "text" else KEY_MM + 2.0
            below = pen.text(
                x + indent, y + 0.35, words, most_mm=most + 6.2 - indent, size=look.TEXT_PT,
                colour=look.SOFT if kind == "text" else look.INK, lines=4,
            )  # fmt: skip
            y = max(y + PITCH_MM, below + 0.8)
        y += BLOCK_MM
    return y
