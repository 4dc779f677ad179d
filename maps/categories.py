"""
Categories of incidents: at most seven, so that shape and colour tell them apart.

The shapes and colours themselves stand in `assets/symbols.js` and `assets/page.css`, in the
order of the categories here: the most frequent first, what is left last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.errors import TableError
from maps.columns import Json, numbers, words
from maps.style import EVENT_TYPES

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

CATEGORIES = 7  # that readers tell apart in a glance; the last takes what is left
USUAL = ("event_type", "event_class")  # the first of them that tells anything apart
LEFT = "Other"
UNTOLD = "Not stated"


def usual_category(incidents: GeoDataFrame) -> str | None:
    """
    Choose the column by which incidents are told apart where the user names none.

    Parameters
    ----------
    incidents
        Incidents table.

    Returns
    -------
    str or None
        Its name; None if no column tells anything apart.

    Examples
    --------
    >>> import geopandas as gpd
    >>> table = gpd.GeoDataFrame({"event_type": ["ied", "assault"]}, geometry=[None, None])
    >>> usual_category(table)
    'event_type'
    """
    for name in USUAL:
        if name in incidents and len(pd.unique(incidents[name].dropna())) > 1:
            return name
    return None


def categories(incidents: GeoDataFrame, column: str | None) -> Json:
    """
    Sort incidents into at most seven categories.

    Parameters
    ----------
    incidents
        Incidents table.
    column
        Name of the column; None for no categories.

    Returns
    -------
    Json
        `title`, `labels` and the category `of` each row; None without categories.

    Raises
    ------
    TableError
        If there is no such column.
    """
    if column is None:
        return None
    labels, of = sort_into(incidents, column)
    return {
        "title": readable(column),
        "labels": words(pd.Series(labels, dtype="object")),
        "of": numbers(of),
    }


def sort_into(incidents: GeoDataFrame, column: str) -> tuple[list[str], NDArray[np.int64]]:
    """
    Name at most seven categories, the most frequent first, and sort every incident into one.

    Parameters
    ----------
    incidents
        Incidents table.
    column
        Name of the column.

    Returns
    -------
    labels, of
        What each category is called, and the category of each row.

    Raises
    ------
    TableError
        If there is no such column.

    Examples
    --------
    >>> import geopandas as gpd
    >>> table = gpd.GeoDataFrame({"event_type": ["ied", None, "ied"]}, geometry=[None] * 3)
    >>> labels, of = sort_into(table, "event_type")
    >>> labels, of.tolist()
    (['Explosive device', 'Not stated'], [0, 1, 0])
    """
    if column not in incidents:
        listed = ", ".join(map(str, incidents.columns))
        msg = f"category={column!r} is no column of the incidents; they have {listed}"
        raise TableError(msg)
    code, found = pd.factorize(incidents[column])
    told = np.array([readable(str(value)) for value in found], dtype=object)
    names, same = np.unique(told.astype(str), return_inverse=True)
    counts = np.bincount(same[code[code >= 0]], minlength=len(names))
    order = sorted(range(len(names)), key=lambda i: (names[i] == LEFT, -counts[i], names[i]))
    untold = bool((code < 0).any())
    room = CATEGORIES - untold
    named = order if len(order) <= room else [i for i in order if names[i] != LEFT][: room - 1]
    left = [LEFT] if len(named) < len(order) else []
    labels = [*(str(names[i]) for i in named), *left, *([UNTOLD] if untold else [])]
    number = np.full(len(names), len(named))
    number[named] = np.arange(len(named))
    of = np.append(number[same], len(labels) - 1)[code]  # code -1, for none, is the last
    return labels, np.asarray(of, dtype=np.int64)


def readable(code: str) -> str:
    """
    Write a code as words.

    Parameters
    ----------
    code
        Such as an event type.

    Returns
    -------
    str
        Its title, or the code itself with a capital and without underscores.

    Examples
    --------
    >>> readable("ied"), readable("indirect_fire")
    ('Explosive device', 'Indirect fire')
    """
    text = EVENT_TYPES.get(code, code)
    return text[:1].upper() + text[1:].replace("_", " ")
