"""
How a sheet looks: the colours of the page's light style, and sizes for print.

Millimetres for lengths on the sheet, points for letters and lines.
"""

from __future__ import annotations

from typing import Final

INK, SOFT, FAINT = "#1f2328", "#57606a", "#8a9096"
PAPER, WATER, LAND, NEAR = "#ffffff", "#e4e9ec", "#f1f0ec", "#fdfdfc"
EDGE, BORDER = "#c9cbcb", "#8a9096"

RAMP: Final = ("#fee6ce", "#fdbe85", "#fd8d3c", "#e6550d", "#a63603")
"""ColorBrewer Oranges: one hue from light to dark, so that it is read in grey as well."""

STEPS: Final = {1: (2,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
"""Which steps of the ramp so many classes take."""

MARKS: Final = ("o", "s", "^", "D", "v", "P", ".")
MARK_COLOURS: Final = (
    "#3a6fb0", "#aa3377", "#228833", "#45b4d6", "#b9a325", "#6a4fb3", "#7c858d",
)  # fmt: skip
"""Shape and colour of each category, in the order of the page's: either alone tells them apart."""

WIDTH_MM: Final = 240.0  # of a sheet: fits A4 across, with a printer's margins
MARGIN_MM: Final = 7.0
LEGEND_MM: Final = 47.0
GUTTER_MM: Final = 4.0
FLATTEST, HIGHEST = 0.52, 1.05  # height of the map by its width

TITLE_PT, SUBTITLE_PT, HEADING_PT, TEXT_PT, NOTE_PT = 15.0, 9.0, 7.5, 7.0, 5.8
COUNTRY_PT, PROVINCE_PT, TOWN_PT = 8.0, 5.8, 6.2
LINE: Final = 1.28  # of the size of the letters, from line to line
HAIR: Final = "\u200a"  # between the capitals of a country's name


def class_colours(classes: int) -> list[str]:
    """
    Give the colours of so many classes, light to dark.

    Parameters
    ----------
    classes
        From 0 to 5.

    Returns
    -------
    list of str
        Colours.

    Examples
    --------
    >>> class_colours(2)
    ['#fdbe85', '#e6550d']
    """
    return [RAMP[step] for step in STEPS.get(classes, ())]
