"""
What an analyst has decided about single rows, kept in a file beside the reports.

A correction names a row by its id and says where it was: a place of the gazetteer, a point, or
"no location"; who says so, when, and why. Corrections are absolute, so that applying them twice
is applying them once, in any order; of several for one row the latest counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from gazetteer.columns import incident_columns
from gazetteer.location import Location
from gazetteer.opening import load
from gazetteer.tables.cells import clean, degrees, number, texts
from gazetteer.tables.columnmaps import find_header
from gazetteer.tables.reading import read_raw
from geo import regions, shapes
from geo.errors import TableError
from geo.factors import Factor
from geo.uncertainty import Density

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import geopandas as gpd
    import pandas as pd

    from gazetteer.place import Place
    from gazetteer.store import Gazetteer

COLUMNS: Final = (
    "id", "place_id", "lat", "lon", "radius_km", "no_location", "who", "when", "note", "text",
)  # fmt: skip
"""Columns of a file of corrections; others are left alone, `text` only helps to find a row."""

YES: Final = frozenset({"yes", "y", "true", "1", "x", "no location", "no_location"})
NO: Final = frozenset({"", "no", "n", "false", "0"})

BY_HAND_M: Final = 1_000.0
"""Radius of a point that somebody has set without saying how sure it is: ours, a hamlet."""

ALIKE: Final = 80.0
"""From this likeness (0 to 100) on, another row is named as perhaps the one that was meant."""

AREAS: Final = frozenset({"country", "province", "district", "region", "sea"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """
    One decision about one row.

    Attributes
    ----------
    id
        The row.
    place_id
        A place of the gazetteer or of an overlay; None if it is a point or no location.
    lon, lat
        A point, degrees; None if it is a place or no location.
    radius_m
        How sure the point is; None if that is not said.
    no_location
        The row has no location.
    who, when, note
        Whose decision, of when (ISO 8601), and why.
    text
        Words of the row as it was then, empty if unknown.
    """

    id: str
    place_id: str | None = None
    lon: float | None = None
    lat: float | None = None
    radius_m: float | None = None
    no_location: bool = False
    who: str = ""
    when: str = ""
    note: str = ""
    text: str = ""

    @property
    def decision(self) -> tuple[object, ...]:
        """What was decided, without by whom and why."""
        return self.place_id, self.lon, self.lat, self.radius_m, self.no_location

    @property
    def reason(self) -> str:
        """The sentence that stands in `why`."""
        by = f" by {self.who}" if self.who else ""
        on = f" on {self.when}" if self.when else ""
        what = "no location, decided" if self.no_location else "corrected"
        return f"{what}{by}{on}" + (f": {self.note}" if self.note else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """
    What became of corrections.

    Attributes
    ----------
    ids
        Rows that were corrected.
    unmatched
        Sentences, one for each correction that fits no row or names no known place.
    """

    ids: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()

    def summary(self) -> str:
        """Say it in words, one line for each that does not fit."""
        rows = "1 row" if len(self.ids) == 1 else f"{len(self.ids)} rows"
        lines = [f"{rows} corrected; {len(self.unmatched)} corrections no longer match"]
        return "\n".join([*lines, *(f"  {sentence}" for sentence in self.unmatched)])


def read_corrections(paths: str | Path | Sequence[str | Path]) -> tuple[Correction, ...]:
    r"""
    Read files of corrections.

    Parameters
    ----------
    paths
        CSV or Excel, one or several, with the columns id and at least one of place_id, lat and
        lon, no_location; rows that decide nothing are passed over, so that the table that
        `farsakh review` writes is such a file as soon as somebody fills it in.

    Returns
    -------
    tuple of Correction
        One a row id, sorted by it: the latest.

    Raises
    ------
    TableError
        If a file is no such table, a row decides two things at once, a point is none, or two
        rows decide the same id differently at the same time.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder) / "corrections.csv"
    ...     _ = path.write_text("id,lat,lon,who\n4f2a,35.1,40.4,Mira\n77b0,,,\n")
    ...     [correction.id for correction in read_corrections(path)]
    ['4f2a']
    """
    files = [paths] if isinstance(paths, str | Path) else list(paths)
    latest: dict[str, tuple[Correction, str]] = {}
    for file in map(Path, files):
        for where, correction in _rows(file):
            known = latest.get(correction.id)
            if known is None or correction.when > known[0].when:
                latest[correction.id] = correction, where
            elif correction.when == known[0].when:
                if correction.decision != known[0].decision:
                    msg = (
                        f"{known[1]} and {where} decide the row {correction.id!r} differently at "
                        "the same time; remove one, or write later into its column `when`"
                    )
                    raise TableError(msg)
                first = min(known, (correction, where), key=lambda found: repr(found[0]))
                latest[correction.id] = first
    return tuple(latest[key][0] for key in sorted(latest))


def apply_corrections(
    incidents: gpd.GeoDataFrame,
    corrections: Iterable[Correction],
    *,
    gazetteer: Gazetteer | None = None,
) -> tuple[gpd.GeoDataFrame, Applied]:
    r"""
    Put rows where an analyst has said that they were.

    Parameters
    ----------
    incidents
        An incidents table with ids.
    corrections
        One a row at most, as `read_corrections` gives them.
    gazetteer
        Where places are looked up; the embedded one if left out.

    Returns
    -------
    geopandas.GeoDataFrame, Applied
        A new table, `method` "corrected" in the rows that were; and what fits no row.

    Examples
    --------
    >>> from gazetteer.report import read_report
    >>> report = read_report("# Syria\n\n- On May 22, 2020, two men were shot near Qwxzville.")
    >>> there = Correction(id=report["id"].iloc[0], lat=35.1, lon=40.4, who="Mira")
    >>> table, applied = apply_corrections(report, [there])
    >>> table["status"].iloc[0], table["why"].iloc[0]
    ('located', 'corrected by Mira')
    """
    from geo.tables import validate_incidents  # noqa: PLC0415 - loads geopandas

    places = load() if gazetteer is None else gazetteer
    table = validate_incidents(incidents)
    rows = {row_id: row for row, row_id in enumerate(table["id"].tolist())}
    spots: dict[int, Location] = {}
    unmatched = []
    for correction in sorted(corrections, key=lambda found: found.id):
        row = rows.get(correction.id)
        if row is None:
            unmatched.append(lost(correction, table))
            continue
        spot = _location(correction, table["country"].iloc[row], places)
        if spot is None:
            unmatched.append(
                f"{correction.id}: no gazetteer holds the place {correction.place_id!r}; give the "
                "--overlay that it is from, or a point"
            )
            continue
        spots[row] = spot
    if spots:
        table = _with_spots(table, spots, places)
    ids = tuple(table["id"].iloc[sorted(spots)].tolist())
    return table, Applied(ids=ids, unmatched=tuple(unmatched))


def _rows(path: Path) -> list[tuple[str, Correction]]:
    """Read the rows of one file that decide something."""
    try:
        raw = read_raw(path)
    except TableError as error:
        msg = f"the corrections {path}: {error}"
        raise TableError(msg) from error
    headers = list(map(str, raw.table.columns))
    found = {name: find_header((name,), headers) for name in COLUMNS}
    if found["id"] is None:
        msg = f"the corrections {path} have no column 'id'; expected {', '.join(COLUMNS)}"
        raise TableError(msg)
    blank = [""] * len(raw.table)
    cells = {
        name: texts(raw.table[header]) if header is not None else blank
        for name, header in found.items()
    }
    made = []
    for number_, values in enumerate(zip(*cells.values(), strict=True), start=2):
        row = dict(zip(cells, values, strict=True))
        where = f"{path.name}, row {number_}"
        correction = _correction(row, where)
        if correction is not None:
            made.append((where, correction))
    return made


def _correction(row: dict[str, str], where: str) -> Correction | None:
    """Read one row; None if it decides nothing."""
    point = bool(row["lat"] or row["lon"])
    word = row["no_location"].casefold()
    if word not in YES | NO:
        msg = f"{where}: no_location is {row['no_location']!r}; expected yes, or nothing"
        raise TableError(msg)
    decided = (bool(row["place_id"]), point, word in YES)
    if not any(decided):
        return None
    if sum(decided) > 1:
        msg = f"{where}: decide one of place_id, lat and lon, or no_location; this row has several"
        raise TableError(msg)
    if not row["id"]:
        msg = f"{where}: a decision without the id of its row"
        raise TableError(msg)
    made = Correction(
        id=row["id"],
        place_id=row["place_id"] or None,
        no_location=word in YES,
        who=row["who"],
        when=row["when"].replace(" 00:00:00", ""),  # as spreadsheets write a day
        note=row["note"],
        text=row["text"],
    )
    if not point:
        return made
    lon, lat = degrees(row["lon"]), degrees(row["lat"])
    if not (abs(lon) <= 180 and abs(lat) <= 90):  # noqa: PLR2004 - the globe
        msg = (
            f"{where}: lat {row['lat']!r}, lon {row['lon']!r} is no point; expected degrees such "
            "as 35.02 and 40.45"
        )
        raise TableError(msg)
    radius_km = number(row["radius_km"]) if row["radius_km"] else None
    if radius_km is not None and not radius_km > 0:
        msg = f"{where}: radius_km is {row['radius_km']!r}; expected kilometres, or nothing"
        raise TableError(msg)
    return replace(made, lon=lon, lat=lat, radius_m=None if radius_km is None else 1000 * radius_km)


def _location(correction: Correction, country: object, gazetteer: Gazetteer) -> Location | None:
    """Turn a decision into a location; None if its place is not known."""
    home = country if isinstance(country, str) else None
    if correction.no_location:
        return Location(
            status="unresolved",
            relation="none",
            expression=None,
            country=home,
            why=correction.reason,
        )
    if correction.place_id is not None:
        place = gazetteer.get(correction.place_id)
        return None if place is None else _at_place(place, correction.reason)
    lon, lat = float(correction.lon or 0.0), float(correction.lat or 0.0)
    spot = _round(lon, lat, correction.radius_m or BY_HAND_M, correction.reason)
    return replace(spot, country=spot.country or home)


def _at_place(place: Place, why: str) -> Location:
    if place.kind not in AREAS:
        spot = _round(place.lon, place.lat, place.radius_m, why)
        return replace(spot, anchors=(place,), country=spot.country or place.country)
    codes = place.codes or ((place.country,) if place.kind == "country" and place.country else ())
    area = regions.shape_of(codes) if codes else shapes.disc(place.lon, place.lat, place.radius_m)
    return Location(
        status="region",
        relation="region_only",
        expression=None,
        anchors=(place,),
        country=place.country,
        province=codes[0] if len(codes) == 1 and place.kind == "province" else None,
        radius_m=shapes.enclosing_circle(area)[2],
        density=Density((Factor(family="shape", area=area),)),
        why=why,
        draw=lambda: area,
    )


def _round(lon: float, lat: float, radius_m: float, why: str) -> Location:
    density = Density((Factor(family="round", lon=lon, lat=lat, radius_m=radius_m),))
    radii = density.radii(lon, lat)
    province = regions.province_of(np.array([lon]), np.array([lat]))[0]
    return Location(
        status="located",
        relation="at",
        expression=None,
        lon=lon,
        lat=lat,
        country=regions.country_of_province(province) if province else None,
        province=province,
        radius_m=radii[0.9],
        r50_m=radii[0.5],
        r80_m=radii[0.8],
        r95_m=radii[0.95],
        density=density,
        why=why,
        where_prec=1,
        geo_precision=1,
        draw=lambda: density.footprint(0.9),
    )


def _with_spots(
    table: gpd.GeoDataFrame, spots: dict[int, Location], gazetteer: Gazetteer
) -> gpd.GeoDataFrame:
    """Replace the columns that say where, in the rows that were corrected."""
    import geopandas as gpd  # noqa: PLC0415 - heavy, and needed only here

    rows = sorted(spots)
    columns = incident_columns([spots[row] for row in rows], gazetteer=gazetteer)
    columns["method"] = ["corrected"] * len(rows)
    lon, lat = columns.pop("lon"), columns.pop("lat")
    del columns["location_text"]  # what the text says stays
    if "unknown_names" not in table.columns:
        del columns["unknown_names"]
    points = gpd.points_from_xy(lon, lat, crs=table.crs)
    held = [spots[row].status == "located" for row in rows]
    columns["geometry"] = [point if has else None for point, has in zip(points, held, strict=True)]
    made = table.copy()
    for name, values in columns.items():
        cells = made[name].to_numpy(dtype=object, copy=True)
        cells[rows] = np.array([*values, None], dtype=object)[:-1]
        if name in {"geometry", "footprint"}:
            made[name] = gpd.GeoSeries(list(cells), index=made.index, crs=table.crs)
        else:
            made[name] = made[name].__class__(cells, index=made.index).astype(made[name].dtype)
    return made.set_geometry("geometry")


def lost(correction: Correction, table: pd.DataFrame) -> str:
    """
    Say that a row is no longer there, and which one may have become of it.

    Parameters
    ----------
    correction
        A decision about a row that is not in the table.
    table
        Any table with the columns id and text.
    """
    said = f"{correction.id}: no row has this id"
    if not correction.text:
        return said
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only where a correction is lost

    words = {row: clean(text) for row, text in zip(table["id"], table["text"], strict=True)}
    best = process.extractOne(correction.text, words, scorer=fuzz.ratio, score_cutoff=ALIKE)
    if best is None:
        return f"{said}, and none has words like {correction.text[:60]!r}"
    return f"{said}; {best[2]} has nearly its words: {best[0][:80]!r}"
