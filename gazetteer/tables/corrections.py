"""
Rows put where an analyst has said that they were.

Corrections (`gazetteer.tables.decisions`) are absolute, so that applying them twice is applying
them once, in any order. What fits no row is told, with the row that it may have become.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from gazetteer.columns import incident_columns
from gazetteer.location import Location
from gazetteer.opening import load
from gazetteer.tables.cells import clean
from geo import regions, shapes
from geo.factors import Factor
from geo.uncertainty import Density

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd
    import pandas as pd

    from gazetteer.place import Place
    from gazetteer.store import Gazetteer
    from gazetteer.tables.decisions import Correction

BY_HAND_M: Final = 1_000.0
"""Radius of a point that somebody has set without saying how sure it is: ours, a hamlet."""

ALIKE: Final = 80.0
"""From this likeness (0 to 100) on, another row is named as perhaps the one that was meant."""

AREAS: Final = frozenset({"country", "province", "district", "region", "sea"})


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
        gone = (
            "1 correction no longer matches"
            if len(self.unmatched) == 1
            else (f"{len(self.unmatched)} corrections no longer match")
        )
        lines = [f"{rows} corrected; {gone}"]
        return "\n".join([*lines, *(f"  {sentence}" for sentence in self.unmatched)])


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
    >>> from gazetteer.tables.decisions import Correction
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
