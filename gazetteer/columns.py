"""Locations as the columns of the incidents table (`geo.tables` lists them), one value a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gazetteer.opening import load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.location import Location
    from gazetteer.store import Gazetteer


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
        "density": [_written(spot) for spot in locations],
        "draw_group": [_draw_group(spot) for spot in locations],
        "calibrated": [spot.calibrated for spot in locations],
        "method": [spot.method for spot in locations],
        "where_prec": [spot.where_prec for spot in locations],
        "geo_precision": [spot.geo_precision for spot in locations],
        "gtd_specificity": [spot.gtd[0] if spot.gtd else None for spot in locations],
        "gtd_vicinity": [spot.gtd[1] if spot.gtd else None for spot in locations],
    }


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


def _written(spot: Location) -> str | None:
    return spot.density.to_json() if spot.density else None


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
