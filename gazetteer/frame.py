"""
Columns of descriptions to columns of locations: the incidents table from any DataFrame.

A row that cannot be located keeps its place in the table and says why; nothing raises for a row.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from gazetteer.columns import incident_columns
from gazetteer.disambiguate import Context, province_codes
from gazetteer.errors import ExpressionError
from gazetteer.expression import parse
from gazetteer.location import Location
from gazetteer.manner import USUAL, Manner
from gazetteer.opening import load
from gazetteer.resolve import resolve
from gazetteer.understanding import company_of
from geo import regions
from geo.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import geopandas as gpd
    import pandas as pd

    from gazetteer.clauses import Expression
    from gazetteer.company import Company
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
    known: dict[tuple[object, ...], Location] = {}
    contexts = [
        Context(country=country, provinces=codes)
        for country, codes in zip(countries, provinces, strict=True)
    ]
    rows = list(zip(expressions, contexts, strict=True))
    company = company_of(((said, context) for said, context in rows if said), gazetteer=places)
    located = []
    for expression, context in rows:
        if expression is None:
            located.append(placeless(context.country, context.provinces))
            continue
        words = expression.text[expression.start : expression.end]
        # The same words at another position are the same description, read the same way.
        key = (words, *map(type, expression.clauses), context.country, context.provinces)
        if key not in known:
            known[key] = resolve(
                expression,
                country=context.country,
                provinces=context.provinces,
                company=company,
                manner=manner,
                gazetteer=places,
            )
        located.append(known[key])
    return located


def placeless(
    country: str | None, codes: Sequence[str], why: str = "the text names no place"
) -> Location:
    """
    Give the location of a text without a place: its heading's region, where there is one.

    Parameters
    ----------
    country
        Alpha-2 code, or None.
    codes
        Codes of the provinces that the heading names.
    why
        The reason, as a sentence.
    """
    area = tuple(codes) or ((country,) if country else ())
    if not area:
        return Location(status="unresolved", relation="none", expression=None, why=why)
    return Location(
        status="region",
        relation="none",
        expression=None,
        country=country,
        province=codes[0] if len(codes) == 1 else None,
        why=f"{why}; its heading gives the area",
        where_prec=4 if len(codes) == 1 else 5 if codes else 6,
        geo_precision=3,
        draw=lambda: regions.shape_of(area),
    )


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
    progress: Callable[[Iterable[Any]], Iterable[Any]] = iter,
) -> gpd.GeoDataFrame:
    """
    Locate every row of a table.

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
        If a column that is named is not there.

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
    words = df[text].tolist()
    nations = _column(df, country)
    areas = _column(df, province)
    keys = [
        _Row(*("" if pd.isna(cell) else str(cell).strip() for cell in row))
        for row in zip(words, nations, areas, strict=True)
    ]
    distinct = {key: _read(key, gazetteer=places) for key in dict.fromkeys(keys)}
    said = ((row.expression, row.context) for row in distinct.values() if row.expression)
    company = company_of(said, gazetteer=places)
    manner = Manner(style=style, method=method, distance=distance)
    known: dict[_Row, Location] = {}
    located = []
    for key in progress(keys):
        if key not in known:
            known[key] = _locate(distinct[key], company, manner, gazetteer=places)
        located.append(known[key])
    columns = incident_columns(located, footprints=footprints, gazetteer=places)
    given = {name: f"{name}_given" for name in columns if name in df.columns and name != text}
    ours = pd.DataFrame(columns, index=df.index)
    if text in ours.columns or text == "location_text":
        ours = ours.drop(columns="location_text")
    points = gpd.points_from_xy(ours.pop("lon"), ours.pop("lat"), crs="EPSG:4326")
    missing = ours["status"] != "located"
    ours["footprint"] = gpd.GeoSeries(ours["footprint"], index=df.index, crs="EPSG:4326")
    ours["gazetteer_version"] = places.version
    kept = pd.DataFrame(df).rename(columns=given)
    return gpd.GeoDataFrame(
        pd.concat([kept, ours], axis="columns"),
        geometry=gpd.GeoSeries(points, index=df.index).mask(missing),
        crs="EPSG:4326",
    )


class _Row(NamedTuple):
    """The cells that a row is located by, empty where they are missing."""

    text: str
    country: str
    province: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A row once it is read: what it says, what is known of it, and what was wrong with it."""

    expression: Expression | None
    context: Context
    blank: bool
    notes: tuple[str, ...]


def _read(row: _Row, *, gazetteer: Gazetteer) -> _Read:
    """Read one row; whatever is wrong with it becomes a note."""
    notes = []
    nation = gazetteer.country(row.country) if row.country else None
    if row.country and nation is None:
        notes.append(f"no country is called {row.country!r}")
    code = nation.country if nation else None
    codes: tuple[str, ...] = ()
    if row.province:
        codes = province_codes(row.province, country=code, gazetteer=gazetteer)
        if not codes:
            notes.append(f"no province is called {row.province!r}")
    expression = None
    try:
        expression = parse(row.text) if row.text else None
    except ExpressionError as error:
        notes.insert(0, str(error))
    if not row.text:
        notes.insert(0, "the row has no text")
    context = Context(country=code, provinces=codes)
    return _Read(expression=expression, context=context, blank=not row.text, notes=tuple(notes))


def _locate(
    row: _Read, company: Company | None, manner: Manner, *, gazetteer: Gazetteer
) -> Location:
    """Locate one row; its notes stand in its `why`."""
    context = row.context
    if row.blank:
        return placeless(context.country, context.provinces, "; ".join(row.notes))
    if row.expression is None:
        why = "; ".join(row.notes)
        return Location(status="unresolved", relation="none", expression=None, why=why)
    spot = resolve(
        row.expression,
        country=context.country,
        provinces=context.provinces,
        company=company,
        manner=manner,
        gazetteer=gazetteer,
    )
    return replace(spot, why="; ".join([spot.why, *row.notes]))


def _column(df: pd.DataFrame, name: str | None) -> list[Any]:
    """Take a column by its name, or one value for every row."""
    if name is not None and name in df.columns:
        return list(df[name])
    return [name] * len(df)
