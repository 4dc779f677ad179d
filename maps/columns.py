"""
Tables and shapes as columns that a page can carry: integers, dictionaries, deflated JSON.

Longitudes and latitudes are degrees; they travel as integers of a stated fraction of a degree,
shapes as differences between neighbouring vertices. Text travels as JSON values in base64, so
that no text can be read as markup or code, whatever it holds.
"""

from __future__ import annotations

import base64
import json
import zlib
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

Json: TypeAlias = "str | float | Sequence[Json] | Mapping[str, Json] | None"

POINT_STEPS = 100_000  # per degree, 1.1 m: below the error of any described place
SHAPE_STEPS = 10_000  # per degree, 11 m: below one pixel at zoom 13
OUTLINE_STEPS = 1_000  # per degree, 110 m: provinces are no finer than 1 km
FAR_STEPS = 250  # per degree, 440 m: for countries that are drawn coarsely


def pack(value: Json) -> str:
    """
    Write a value so that a script can carry it.

    Parameters
    ----------
    value
        Anything that JSON can hold.

    Returns
    -------
    str
        Base64 of the deflated JSON: letters, digits, +, / and = only.

    Examples
    --------
    >>> unpack(pack({"text": "</script>"}))
    {'text': '</script>'}
    """
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(zlib.compress(text.encode("ascii"), 6)).decode("ascii")


def unpack(packed: str) -> Json:
    """
    Read what `pack` wrote.

    Parameters
    ----------
    packed
        Text from `pack`.

    Returns
    -------
    Json
        The value.

    Examples
    --------
    >>> unpack(pack([1, None, "a"]))
    [1, None, 'a']
    """
    value: Json = json.loads(zlib.decompress(base64.b64decode(packed)))
    return value


def words(values: pd.Series) -> Json:
    """
    Write a column of texts.

    Parameters
    ----------
    values
        Texts; anything else is written as text, missing values as null.

    Returns
    -------
    Json
        A list, or where values recur `{"words": […], "codes": […]}` with code -1 for missing.

    Examples
    --------
    >>> import pandas as pd
    >>> words(pd.Series(["a", "a", None, "b", "a"]))
    {'words': ['a', 'b'], 'codes': [0, 0, -1, 1, 0]}
    """
    codes, found = values.astype("object").factorize()
    texts: list[Json] = [str(value) for value in found]
    if 2 * len(texts) > len(values):
        return [texts[code] if code >= 0 else None for code in codes]
    return {"words": texts, "codes": codes.tolist()}


def numbers(values: ArrayLike, digits: int = 0) -> Json:
    """
    Write a column of numbers.

    Parameters
    ----------
    values
        Numbers; NaN and missing become null.
    digits
        Decimals kept.

    Returns
    -------
    Json
        A list of integers, or of floats if `digits` is positive.

    Examples
    --------
    >>> numbers([1.26, float("nan")], digits=1)
    [1.3, None]
    """
    array = np.asarray(values, dtype=np.float64)
    known = np.isfinite(array)
    whole = np.round(np.where(known, array, 0), digits)
    listed = (whole if digits else whole.astype(np.int64)).astype(object)
    listed[~known] = None
    column: list[Json] = listed.tolist()
    return column


def shapes(geometries: NDArray[np.object_], steps: int = SHAPE_STEPS) -> Json:
    """
    Write polygons.

    Parameters
    ----------
    geometries
        Polygons and multipolygons; others and missing ones have no outline and give none.
    steps
        Integers per degree.

    Returns
    -------
    Json
        `x`, `y` differences between vertices, `ring` vertices per ring, `poly` rings per
        polygon, `row` row of each polygon, `steps`.

    Examples
    --------
    >>> shapes(shapely.box([0], [0], [1], [2]), steps=1)["x"]
    [1, 0, -1, 0, 1]
    """
    parts, row = shapely.get_parts(geometries, return_index=True)
    is_polygon = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    drawn = is_polygon & ~shapely.is_empty(parts)
    parts, row = parts[drawn], row[drawn]
    rings, poly = shapely.get_rings(parts, return_index=True)
    lonlat, ring = shapely.get_coordinates(rings, return_index=True)
    whole = np.round(lonlat * steps).astype(np.int64)
    step = np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    return {
        "x": step[:, 0].tolist(),
        "y": step[:, 1].tolist(),
        "ring": np.bincount(ring, minlength=len(rings)).tolist(),
        "poly": np.bincount(poly, minlength=len(parts)).tolist(),
        "row": row.tolist(),
        "steps": steps,
    }
