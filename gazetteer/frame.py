"""
Columns of descriptions to columns of locations: the incidents table from any DataFrame.

A row that cannot be located keeps its place in the table and says why; nothing raises for a row.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gazetteer.disambiguate import province_codes
from gazetteer.errors import ExpressionError
from gazetteer.expression import parse
from gazetteer.location import Location
from gazetteer.resolve import resolve
from gazetteer.store import Gazetteer, load
from geo import regions
from geo.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import geopandas as gpd
    import pandas as pd

    from gazetteer.clauses import Expression


def locate_expressions(
    expressions: Sequence[Expression | None],
    *,
    countries: Sequence[str | None],
    provinces: Sequence[tuple[str, ...]],
    gazetteer: Gazetteer | None = None,
) -> list[Location]:
    """
    Resolve many descriptions, equal ones once.

    Parameters
    ----------
    expressions
        Parsed descriptions; None where a text names no place.
    countries
        Alpha-2 code of the country of each, or None.
    provinces
        Province codes of each, empty where unknown.
    gazetteer
        Where to look; the embedded one if left out.

    Returns
    -------
    list of Location
        In the order given; a None gives an unresolved location that carries its context.
    """
    places = load() if gazetteer is None else gazetteer
    known: dict[tuple[object, ...], Location] = {}
    located = []
    for expression, country, codes in zip(expressions, countries, provinces, strict=True):
        if expression is None:
            located.append(placeless(country, codes))
            continue
        words = expression.text[expression.start : expression.end]
        # The same words at another position are the same description, read the same way.
        key = (words, *map(type, expression.clauses), country, codes)
        if key not in known:
            known[key] = resolve(expression, country=country, provinces=codes, gazetteer=places)
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


def incident_columns(
    locations: Sequence[Location], *, footprints: bool = True, gazetteer: Gazetteer | None = None
) -> dict[str, list[Any]]:
    """
    Spread locations over the columns of the incidents table.

    Parameters
    ----------
    locations
        One a row.
    footprints
        Draw the shapes too; they are most of the time and of the size of a large table.
    gazetteer
        Where provinces have their names; the embedded one if left out.

    Returns
    -------
    dict of list
        Column name to values, `lon` and `lat` and `footprint` among them, one value a location.
    """
    places = load() if gazetteer is None else gazetteer
    codes = {spot.province for spot in locations if spot.province}
    provinces = {code: places.get(f"province:{code}") for code in codes}
    names = {code: place.name for code, place in provinces.items() if place}
    return {
        "location_text": [_words(spot) for spot in locations],
        "country": [spot.country for spot in locations],
        "province": [spot.province for spot in locations],
        "province_name": [names.get(spot.province or "") for spot in locations],
        "status": [spot.status for spot in locations],
        "why": [spot.why for spot in locations],
        "relation": [spot.relation for spot in locations],
        "unknown_names": [" | ".join(spot.unknown) or None for spot in locations],
        "anchor": [" | ".join(place.name for place in spot.anchors) or None for spot in locations],
        "anchor_id": [" | ".join(place.id for place in spot.anchors) or None for spot in locations],
        "distance_km": [_stated(spot, "distance_km") for spot in locations],
        "direction": [_stated(spot, "direction") for spot in locations],
        "bearing": [_stated(spot, "bearing") for spot in locations],
        "lon": [spot.lon for spot in locations],
        "lat": [spot.lat for spot in locations],
        "radius_m": [spot.radius_m for spot in locations],
        "r50_m": [spot.r50_m for spot in locations],
        "r80_m": [spot.r80_m for spot in locations],
        "r95_m": [spot.r95_m for spot in locations],
        "footprint": _footprints(locations) if footprints else [None] * len(locations),
        "draw_group": [_draw_group(spot) for spot in locations],
        "calibrated": [False] * len(locations),
        "method": [spot.method for spot in locations],
        "where_prec": [spot.where_prec for spot in locations],
        "geo_precision": [spot.geo_precision for spot in locations],
    }


def locate_frame(
    df: pd.DataFrame,
    *,
    text: str = "location_text",
    country: str | None = None,
    province: str | None = None,
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
    rows = zip(words, nations, areas, strict=True)
    known: dict[tuple[str, str, str], Location] = {}
    located = []
    for row in progress(rows):
        phrase, nation, area = ("" if pd.isna(cell) else str(cell).strip() for cell in row)
        key = (phrase, nation, area)
        if key not in known:
            known[key] = _locate_row(*key, gazetteer=places)
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


def _locate_row(text: str, country: str, province: str, *, gazetteer: Gazetteer) -> Location:
    """Locate one row; whatever is wrong with it becomes its `why`."""
    code: str | None = None
    codes: tuple[str, ...] = ()
    notes = []
    if country:
        nation = gazetteer.country(country)
        code = nation.country if nation else None
        if nation is None:
            notes.append(f"no country is called {country!r}")
    if province:
        codes = province_codes(province, country=code, gazetteer=gazetteer)
        if not codes:
            notes.append(f"no province is called {province!r}")
    if not text:
        spot = placeless(code, codes, "the row has no text")
    else:
        try:
            spot = resolve(parse(text), country=code, provinces=codes, gazetteer=gazetteer)
        except ExpressionError as error:
            spot = Location(status="unresolved", relation="none", expression=None, why=str(error))
    return _noted(spot, notes)


def _noted(spot: Location, notes: Sequence[str]) -> Location:
    return replace(spot, why="; ".join([spot.why, *notes])) if notes else spot


def _column(df: pd.DataFrame, name: str | None) -> list[Any]:
    """Take a column by its name, or one value for every row."""
    if name is not None and name in df.columns:
        return list(df[name])
    return [name] * len(df)


def _words(spot: Location) -> str | None:
    said = spot.expression
    return said.text[said.start : said.end] if said else None


def _stated(spot: Location, name: str) -> Any:  # noqa: ANN401 - a cell of a table
    return getattr(spot.expression, name) if spot.expression else None


def _footprints(locations: Sequence[Location]) -> list[Any]:
    """Draw each shape once: rows that share a location share its polygon."""
    drawn: dict[int, Any] = {}
    for spot in locations:
        if id(spot) not in drawn:
            drawn[id(spot)] = spot.footprint
    return [drawn[id(spot)] for spot in locations]


def _draw_group(spot: Location) -> str | None:
    """Name what rows share their error: anchor, relation, distance and direction."""
    if not spot.anchors:
        return None
    parts = (
        "+".join(place.id for place in spot.anchors),
        spot.relation,
        _stated(spot, "distance_km"),
        _stated(spot, "direction"),
    )
    return "|".join("" if part is None else str(part) for part in parts)
