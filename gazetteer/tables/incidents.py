"""
Any table to the incidents table: coordinates kept where they can be trusted, words located.

Rows in are rows out, in their order; every column of the table is kept, one that bears a name of
ours as `NAME_given`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gazetteer.columns import incident_columns
from gazetteer.opening import load
from gazetteer.tables.cells import numbers
from gazetteer.tables.coded import Coded, locate_coded
from gazetteer.tables.columnmaps import map_for
from gazetteer.tables.coordinates import judged
from gazetteer.tables.mining import better_places
from gazetteer.tables.reading import Raw, read_raw
from gazetteer.tables.roles import (
    coordinates_of,
    country_codes,
    province_keys,
    roles_of,
    row_ids,
    told_columns,
)
from geo.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from gazetteer.location import Location
    from gazetteer.manner import Method, Reckoning
    from gazetteer.store import Gazetteer
    from gazetteer.tables.coordinates import Points
    from gazetteer.tables.mining import Better
    from gazetteer.tables.roles import Roles
    from geo.laws import Style

GIVEN: Final = "given"
"""What `method` says of coordinates that were kept."""

MINED: Final = ("coded_lon", "coded_lat", "moved_km", "moved_by")
"""Columns that show what the notes have changed."""


def read_table(
    source: str | Path | pd.DataFrame | Raw,
    *,
    columns: str | Path | None = None,
    text: str | None = None,
    country: str | None = None,
    province: str | None = None,
    mine: bool = False,
    style: Style = "human",
    method: Method = "density",
    distance: Reckoning = "stated",
    gazetteer: Gazetteer | None = None,
    footprints: bool = True,
    progress: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    tell: Callable[[str], None] = lambda _: None,
) -> gpd.GeoDataFrame:
    """
    Read a table of incidents, whoever made it.

    Parameters
    ----------
    source
        A file (CSV, Excel, Parquet, GeoPackage, any vector file), a DataFrame, or what
        `gazetteer.tables.reading.read_raw` gave.
    columns
        Column map: "acled", "ucdp", "gtd", "hxl", "plain", or a JSON file of your own; the table
        is recognised if left out.
    text
        Column of descriptions, in the place of the map's.
    country, province
        A column, or one value for all rows, in the place of the map's.
    mine
        Let the notes move a row: "10 km north of X" in the notes of a row that is coded at X. The
        columns `coded_lon`, `coded_lat`, `moved_km` and `moved_by` show it.
    style, method, distance
        As for `locate`, for rows that are located by their words.
    gazetteer
        Where to look; the embedded one if left out.
    footprints
        Draw the shapes too.
    progress
        Wraps the rows that are located by their words, as `tqdm.tqdm` does.
    tell
        Is given a sentence for whatever could not be read or had to be changed.

    Returns
    -------
    geopandas.GeoDataFrame
        The incidents table, EPSG:4326, the rows in their order, their own columns at the end.

    Raises
    ------
    TableError
        If the file is no table, or has neither descriptions nor coordinates.

    Examples
    --------
    >>> import pandas as pd
    >>> df = pd.DataFrame({"location_text": ["near Idlib", "?"], "lat": ["", "35,02"],
    ...                    "lon": ["", "40,45"], "country": "SY"})
    >>> incidents = read_table(df)
    >>> incidents["method"].tolist(), incidents["lat_given"].tolist()
    (['density', 'given'], ['', '35,02'])
    """
    from geo.tables import validate_incidents  # noqa: PLC0415 - loads geopandas

    places = load() if gazetteer is None else gazetteer
    if isinstance(source, str):
        source = Path(source)
    raw = source if isinstance(source, Raw) else read_raw(source)

    def say(sentence: str) -> None:
        tell(f"{raw.name}: {sentence}")

    for sentence in raw.told:
        tell(sentence)
    layout = map_for(columns, [*map(str, raw.table.columns), *raw.tags])
    roles = roles_of(raw, layout, text=text, country=country, province=province)
    options = {"style": style, "method": method, "distance": distance, "footprints": footprints}
    ours = _located(raw, roles, options, mine=mine, gazetteer=places, progress=progress, say=say)
    for name, values in told_columns(roles, say).items():
        ours[name] = values
    ours["id"] = row_ids(raw, roles, say)
    if "text" not in roles.cells:
        ours["text"] = [note or words for note, words in
                        zip(roles.notes, roles.get("location_text"), strict=True)]  # fmt: skip
    if raw.file:
        ours["source_file"] = raw.name
    table = _beside(ours, raw)
    made = validate_incidents(table)
    if len(made) != len(raw.table):
        msg = f"{len(raw.table)} rows were read and {len(made)} located; please report this"
        raise TableError(msg)
    return made


def _located(
    raw: Raw,
    roles: Roles,
    options: dict[str, Any],
    *,
    mine: bool,
    gazetteer: Gazetteer,
    progress: Callable[[Iterable[Any]], Iterable[Any]],
    say: Callable[[str], None],
) -> gpd.GeoDataFrame:
    """Locate the rows, by their coordinates where they can be trusted and else by their words."""
    import geopandas as gpd  # noqa: PLC0415 - heavy
    import pandas as pd  # noqa: PLC0415

    codes = country_codes(roles.get("country"), gazetteer=gazetteer)
    points = judged(*coordinates_of(raw, roles), codes)
    _sum_up(points.notes, say)
    kept = np.isfinite(points.lon)
    index = pd.RangeIndex(len(raw.table))
    coded = _coded_rows(roles, points, codes, gazetteer=gazetteer)
    spots = _spots([coded[row] for row in np.flatnonzero(kept)], roles, gazetteer)
    better: list[Better | None] = [None] * len(spots)
    if mine:
        notes = [roles.notes[row] for row in np.flatnonzero(kept)]
        better = better_places([coded[row] for row in np.flatnonzero(kept)], notes, spots)
    chosen = [new.spot if new else spot for new, spot in zip(better, spots, strict=True)]
    parts = []
    if kept.any():
        columns = incident_columns(chosen, footprints=options["footprints"], gazetteer=gazetteer)
        own = pd.DataFrame(columns, index=index[kept])
        own["method"] = [chosen_.method if new else GIVEN
                         for chosen_, new in zip(chosen, better, strict=True)]  # fmt: skip
        if mine:
            own[list(MINED)] = _shown(better, [coded[row] for row in np.flatnonzero(kept)])
        own["gazetteer_version"] = gazetteer.version
        lon, lat = own.pop("lon"), own.pop("lat")
        own["footprint"] = gpd.GeoSeries(list(own["footprint"]), index=own.index, crs="EPSG:4326")
        geometry = gpd.GeoSeries(gpd.points_from_xy(lon, lat), index=own.index, crs="EPSG:4326")
        geometry = geometry.where(own["status"] == "located", None)
        parts.append(gpd.GeoDataFrame(own.drop(columns="location_text"), geometry=geometry))
    if not kept.all():
        parts.append(
            _worded(
                roles, points.notes, ~kept, options=options, gazetteer=gazetteer, progress=progress
            )
        )
    table = pd.concat(parts).loc[index] if parts else gpd.GeoDataFrame(geometry=[], crs=4326)
    table["stated_province"] = ["|".join(row.provinces) or None for row in coded]
    return gpd.GeoDataFrame(table, geometry="geometry", crs="EPSG:4326")


def _worded(
    roles: Roles,
    notes: list[str],
    rows: NDArray[np.bool_],
    *,
    options: dict[str, Any],
    gazetteer: Gazetteer,
    progress: Callable[[Iterable[Any]], Iterable[Any]],
) -> gpd.GeoDataFrame:
    """Locate rows by their words; what was wrong with their coordinates stands in `why`."""
    import pandas as pd  # noqa: PLC0415 - heavy, and needed only here

    from gazetteer.frame import locate_frame  # noqa: PLC0415 - loads geopandas

    numbers = np.flatnonzero(rows)
    words = pd.DataFrame(
        {
            "location_text": [roles.get("location_text")[row] for row in numbers],
            "its country": [roles.get("country")[row] for row in numbers],
            "its province": [roles.get("province")[row] for row in numbers],
        },
        index=pd.Index(numbers),
    )
    words["its country"] = [cell.partition("(")[0].strip() for cell in words["its country"]]
    table = locate_frame(
        words,
        country="its country",
        province="its province",
        gazetteer=gazetteer,
        progress=progress,
        **options,
    )
    table["why"] = [
        "; ".join(filter(None, (why, notes[row])))
        for why, row in zip(table["why"], numbers, strict=True)
    ]
    return table.drop(columns=["location_text", "its country", "its province"])


def _coded_rows(
    roles: Roles,
    points: Points,
    countries: list[str | None],
    *,
    gazetteer: Gazetteer,
) -> list[Coded]:
    stated_m = numbers(roles.get("radius_km")) * 1000
    if "radius_m" in roles.cells:
        stated_m = np.where(np.isfinite(stated_m), stated_m, numbers(roles.get("radius_m")))
    provinces = province_keys(roles.get("province"), countries, gazetteer=gazetteer)
    levels = [
        f"{code}/{beside}" if code and beside not in {"", "0"} else code
        for code, beside in zip(roles.get("precision"), roles.get("vicinity"), strict=True)
    ]
    return [
        Coded(float(x), float(y), code, float(radius), name, country, area, note, district)
        for x, y, code, radius, name, country, area, note, district in zip(
            points.lon, points.lat, levels, stated_m, roles.get("location_text"), countries,
            provinces, points.notes, roles.get("district"), strict=True,
        )
    ]  # fmt: skip


def _spots(rows: list[Coded], roles: Roles, gazetteer: Gazetteer) -> list[Location]:
    """Locate equal rows once."""
    known: dict[str, Location] = {}
    located = []
    for row in rows:
        key = repr(row)  # NaN is no equal of itself
        if key not in known:
            known[key] = locate_coded(row, roles.layout, gazetteer=gazetteer)
        located.append(known[key])
    return located


def _shown(better: Sequence[Better | None], coded: Sequence[Coded]) -> list[tuple[Any, ...]]:
    """Show where a row was coded, how far the notes moved it, and by which words."""
    return [
        (row.lon, row.lat, new.moved_km, new.phrase) if new else (*[float("nan")] * 3, None)
        for new, row in zip(better, coded, strict=True)
    ]


def _sum_up(notes: list[str], say: Callable[[str], None]) -> None:
    """Say how many rows have doubtful coordinates, by kind."""
    kinds: dict[str, int] = {}
    for note in filter(None, notes):
        kind = "".join("N" if letter.isdigit() else letter for letter in note)
        kinds[kind] = kinds.get(kind, 0) + 1
    first = {"".join("N" if letter.isdigit() else letter for letter in note): note
             for note in reversed(notes) if note}  # fmt: skip
    for kind, count in sorted(kinds.items()):
        rows = "1 row" if count == 1 else f"{count} rows"
        say(f"{rows} of {len(notes)}: {first[kind]}" + (" (the first)" if count > 1 else ""))


def _beside(ours: gpd.GeoDataFrame, raw: Raw) -> gpd.GeoDataFrame:
    """Put our columns before the table's own, and keep those of one name apart."""
    import pandas as pd  # noqa: PLC0415 - heavy, and needed only here

    from geo.tables import columns  # noqa: PLC0415 - beside its only use

    reserved = {column.name for column in columns("incidents")} | set(ours.columns)
    reserved |= {"lon", "lat"}  # as the CSV of incidents names the point
    given = pd.DataFrame(raw.table).reset_index(drop=True)
    names: dict[str, str] = {}
    taken = set(map(str, given.columns)) - reserved
    for name in given.columns:
        if name in reserved:
            new = f"{name}_given"
            while new in taken:
                new += "_given"
            names[name] = new
            taken.add(new)
    if "geometry" in given.columns:  # the points are ours now; other shapes are kept as text
        shapes = given.pop("geometry")
        if any(getattr(shape, "geom_type", "Point") != "Point" for shape in shapes if shape):
            given["geometry_given"] = [shape.wkt if shape else None for shape in shapes]
        names.pop("geometry", None)
    given = given.rename(columns=names)
    ours = ours.reset_index(drop=True)
    for name in given.columns:
        ours[name] = given[name].to_numpy() if given[name].dtype == object else given[name]
    return ours.set_index(raw.table.index) if isinstance(raw.table.index, pd.Index) else ours
