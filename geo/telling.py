"""
Which cells of a table tell where an incident happened, beside the columns that are the place.

A source called "Palmyra Monitor" tells the place of what happened at Palmyra.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

DECIMALS: Final = 2
"""Of a degree, about a kilometre: coordinates written so or finer are looked for in texts."""

LETTERS: Final = 4  # shorter words of a name are articles, and found only as a whole name
_WORD: Final = re.compile(r"\w+")


def telling_cells(values: pd.Series, incidents: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    """
    Find the cells of a column that use a name of the place, or its coordinates.

    Parameters
    ----------
    values
        Any column; cells that are no text tell nothing.
    incidents
        The rows that they belong to: anchor, location_text and points are looked at.

    Returns
    -------
    True where a cell has the whole name of the anchor, a longer word of it, a word of the place as
    written that is no plain lower-case one ("about", "north"), or a coordinate to a hundredth of a
    degree.

    Examples
    --------
    >>> import geopandas as gpd, pandas as pd
    >>> table = gpd.GeoDataFrame({"anchor": ["Palmyra"] * 2}, geometry=[None] * 2, crs=4326)
    >>> telling_cells(pd.Series(["Palmyra Monitor", "North Press"]), table).tolist()
    [True, False]
    """
    nothing = [None] * len(incidents)
    rows = zip(
        values.astype(object),
        incidents.get("anchor", nothing),
        incidents.get("location_text", nothing),
        incidents.geometry,
        strict=True,
    )
    return np.array(
        [isinstance(cell, str) and _tells(cell, *place) for cell, *place in rows], dtype=bool
    )


def _tells(cell: str, anchor: object, written: object, point: object) -> bool:
    """Look for a place in one cell."""
    names = [_words(name) for name in anchor.split(" | ")] if isinstance(anchor, str) else []
    long = {word for name in names for word in name if len(word) >= LETTERS}
    if isinstance(written, str):
        found = (word for word in _WORD.findall(written) if not word.islower())
        long |= {word.casefold() for word in found if len(word) >= LETTERS and not word.isdigit()}
    words = _words(cell)
    said = f" {' '.join(words)} "
    return (
        bool(long & set(words))
        or any(name and f" {' '.join(name)} " in said for name in names)
        or any(digits in cell for digits in _digits(point))
    )


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _digits(point: object) -> list[str]:
    """Write coordinates as a text would, cut and not rounded, so that finer ones begin so."""
    if point is None:
        return []
    sides = (getattr(point, "x", np.nan), getattr(point, "y", np.nan))
    texts = (f"{abs(side):.{DECIMALS + 4}f}" for side in sides)
    return [text[:-4] for text in texts]
