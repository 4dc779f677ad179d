"""
Columns of descriptions to columns of locations: the incidents table from any DataFrame.

A row that cannot be located keeps its place in the table and says why; nothing raises for a row.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from gazetteer.batch import Row, Wanted, locate_rows
from gazetteer.columns import COLUMNS, checked_columns
from gazetteer.disambiguate import Context
from gazetteer.manner import USUAL, Manner
from gazetteer.opening import load
from gazetteer.resolve import placeless, resolve_all
from gazetteer.understanding import company_of
from geo.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from gazetteer.clauses import Expression
    from gazetteer.location import Location
    from gazetteer.manner import Method, Reckoning
    from gazetteer.store import Gazetteer
    from geo.laws import Style


def locate_expressions(
    expressions: Sequence[Expression | None],
    *,
    countries: Sequence[str | None],
    provinces: Sequence[tuple[str, ...]],
    manner: Manner = USUAL,
    gazetteer: Gazetteer | None = None,
) -> list[Location]:
    """
    Resolve the descriptions of one document: equal ones once, names in each other's company.

    Parameters
    ----------
    expressions
        Parsed descriptions; None where a text names no place.
    countries
        Alpha-2 code of the country of each, or None.
    provinces
        Province codes of each, empty where unknown.
    manner
        Whose law, by which method, and where the points are put.
    gazetteer
        Where to look; the embedded one if left out.

    Returns
    -------
    list of Location
        In the order given; a None gives an unresolved location that carries its context.
    """
    places = load() if gazetteer is None else gazetteer
    contexts = [
        Context(country=country, provinces=codes)
        for country, codes in zip(countries, provinces, strict=True)
    ]
    rows = list(zip(expressions, contexts, strict=True))
    company = company_of(((said, context) for said, context in rows if said), gazetteer=places)
    keys: list[tuple[object, ...] | None] = []
    asked: dict[tuple[object, ...], tuple[Expression, Context]] = {}
    for expression, context in rows:
        if expression is None:
            keys.append(None)
            continue
        words = expression.text[expression.start : expression.end]
        # The same words at another position are the same description, read the same way.
        key = (words, *map(type, expression.clauses), context.country, context.provinces)
        asked.setdefault(key, (expression, replace(context, company=company)))
        keys.append(key)
    located = resolve_all(list(asked.values()), manner=manner, gazetteer=places)
    known = dict(zip(asked, located, strict=True))
    return [
        placeless(context.country, context.provinces) if key is None else known[key]
        for key, context in zip(keys, contexts, strict=True)
    ]


def locate_frame(
    df: pd.DataFrame,
    *,
    text: str = "location_text",
    country: str | None = None,
    province: str | None = None,
    style: Style = "human",
    method: Method = "density",
    distance: Reckoning = "stated",
    gazetteer: Gazetteer | None = None,
    footprints: bool = True,
    columns: Collection[str] | None = None,
    jobs: int = 1,
    progress: Callable[[Iterable[Any]], Iterable[Any]] = iter,
) -> gpd.GeoDataFrame:
    """
    Locate every row of a table.

    Equal rows are located once, and what is not asked for is not worked out: a large table is
    quickest without footprints and densities.

    Parameters
    ----------
    df
        Any table with a column of descriptions.
    text
        Name of that column.
    country
        Name of a column of countries, or one country for all rows (alpha-2, alpha-3 or English
        name).
    province
        Name of a column of provinces, or one province for all rows (code or name).
    style, method, distance
        Whose law, by which method, and where the point is put: as for `locate`.
    gazetteer
        Where to look; the embedded one if left out.
    footprints
        Draw the shapes too.
    columns
        Which of our columns to add; all if left out.
    jobs
        Number of processes that share the work; worth it from some ten thousand distinct rows
        on. Each starts Python anew, so that a script must guard its own start with
        ``if __name__ == "__main__":``.
    progress
        Wraps the rows while they are worked through, as `tqdm.tqdm` does.

    Returns
    -------
    geopandas.GeoDataFrame
        Same index and order as `df`, its columns kept, ours added; EPSG:4326. A column of the
        user's that bears one of our names is kept as `NAME_given`.

    Raises
    ------
    TableError
        If a column that is named is not there, of the table or of ours.

    Examples
    --------
    >>> import pandas as pd
    >>> df = pd.DataFrame({"place": ["near Idlib", "in Nowhereville"]})
    >>> located = locate_frame(df, text="place", country="SY")
    >>> list(located["status"])
    ['located', 'unresolved']
    """
    import geopandas as gpd  # noqa: PLC0415 - a single phrase is located without it
    import pandas as pd  # noqa: PLC0415

    if text not in df.columns:
        msg = f"the table has no column {text!r}; its columns are {', '.join(map(str, df.columns))}"
        raise TableError(msg)
    places = load() if gazetteer is None else gazetteer
    manner = Manner(style=style, method=method, distance=distance)
    rows, row_of = distinct_rows(df, text, country, province)
    names = COLUMNS if columns is None else checked_columns(columns)
    steps = iter(progress(range(len(df))))
    left = np.bincount(row_of, minlength=len(rows))

    def advance(done: Sequence[int]) -> None:
        for _ in range(int(left[done].sum())):
            next(steps, None)

    cells = locate_rows(
        rows,
        Wanted(manner=manner, columns=(*names, *NEEDED), footprints=footprints),
        gazetteer=gazetteer,
        jobs=jobs,
        advance=advance,
    )
    for _ in steps:  # lets the bar close
        pass
    status = cells["status"]
    everywhere = gpd.points_from_xy(_floats(cells["lon"]), _floats(cells["lat"]), crs="EPSG:4326")
    points = gpd.GeoSeries(everywhere).mask(np.array([each != "located" for each in status], bool))
    given = {name: f"{name}_given" for name in names if name in df.columns and name != text}
    ours = pd.DataFrame(cells).take(row_of).set_axis(df.index)
    unasked = [name for name in NEEDED if name not in names]
    if "location_text" in ours and (text in ours.columns or text == "location_text"):
        unasked.append("location_text")
    ours = ours.drop(columns=[*unasked, *({"lon", "lat"} & {*names})])
    if "footprint" in ours:
        shapes = gpd.GeoSeries(cells["footprint"], crs="EPSG:4326")
        ours["footprint"] = shapes.take(row_of).set_axis(df.index)
    ours["gazetteer_version"] = places.version
    kept = pd.DataFrame(df).rename(columns=given)
    return gpd.GeoDataFrame(
        pd.concat([kept, ours], axis="columns"),
        geometry=points.take(row_of).set_axis(df.index),
        crs="EPSG:4326",
    )


NEEDED = ("lon", "lat", "status")
"""Columns of which the points are made."""


def _floats(values: Sequence[float | None]) -> NDArray[np.float64]:
    return np.array(values, dtype=np.float64)


def distinct_rows(
    df: pd.DataFrame, text: str, country: str | None, province: str | None
) -> tuple[list[Row], NDArray[np.intp]]:
    """
    List the different rows of a table, and tell which of them each row is.

    Parameters
    ----------
    df
        Any table.
    text
        Column of descriptions.
    country, province
        Columns, or one value for all rows.

    Returns
    -------
    rows, row_of
        The rows in the order of their first, and the number of each row's own, shape (n,).

    Examples
    --------
    >>> import pandas as pd
    >>> rows, row_of = distinct_rows(pd.DataFrame({"place": ["a", "b", " a"]}), "place", "SY", None)
    >>> [row.text for row in rows], row_of.tolist()
    (['a', 'b'], [0, 1, 0])
    """
    import pandas as pd  # noqa: PLC0415

    cells: list[NDArray[np.object_]] = []
    code = np.zeros(len(df), dtype=np.intp)
    parts: list[NDArray[np.intp]] = []
    for column in (text, country, province):
        if column is None or column not in df.columns:
            parts.append(np.zeros(len(df), dtype=np.intp))
            cells.append(np.array([column or ""], dtype=object))
        else:
            row_of, values = pd.factorize(_words_of(df[column]))
            parts.append(row_of)
            cells.append(np.asarray(values, dtype=object))
        code = pd.factorize(code * len(cells[-1]) + parts[-1])[0]
    _, first = np.unique(code, return_index=True)
    chosen = (column[part[first]] for column, part in zip(cells, parts, strict=True))
    return [Row(*each) for each in zip(*chosen, strict=True)], code


def _words_of(column: pd.Series) -> NDArray[np.object_]:
    """Give cells as words, empty where they are missing."""
    import pandas as pd  # noqa: PLC0415

    cells = column.astype(object).to_numpy()
    return np.array(
        ["" if missing else str(cell).strip()
         for cell, missing in zip(cells, pd.isna(cells), strict=True)],
        dtype=object,
    )  # fmt: skip
