"""Locations as the columns of the incidents table (`geo.tables` lists them), one value a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gazetteer.opening import load
from geo.errors import TableError
from geo.outlines import footprints_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from shapely.geometry.base import BaseGeometry

    from gazetteer.location import Location
    from gazetteer.store import Gazetteer


def incident_columns(
    locations: Sequence[Location],
    *,
    footprints: bool = True,
    only: Collection[str] | None = None,
    gazetteer: Gazetteer | None = None,
) -> dict[str, list[Any]]:
    """
    Spread locations over the columns of the incidents table.

    Parameters
    ----------
    locations
        One a row.
    footprints
        Draw the shapes too; they are most of the time and of the size of a large table.
    only
        Names of the columns that are wanted; all if left out.
    gazetteer
        Where provinces have their names; the embedded one if left out.

    Returns
    -------
    dict of list
        Column name to values, `lon` and `lat` and `footprint` among them, one value a location.

    Raises
    ------
    TableError
        If there is no such column; the message lists those there are.

    Examples
    --------
    >>> from gazetteer.resolve import locate
    >>> incident_columns([locate("near Idlib", country="SY")], only=["province", "status"])
    {'province': ['SY.12'], 'status': ['located']}
    """
    names = COLUMNS if only is None else checked_columns(only)
    cells: dict[str, list[Any]] = {}
    for name in COLUMNS:
        if name not in names:
            continue
        if name == "footprint":
            cells[name] = _footprints(locations) if footprints else [None] * len(locations)
        elif name == "province_name":
            cells[name] = _province_names(locations, load() if gazetteer is None else gazetteer)
        else:
            cell = CELLS[name]
            cells[name] = [cell(spot) for spot in locations]
    return cells


def checked_columns(names: Collection[str]) -> tuple[str, ...]:
    """
    Refuse names that are none of ours.

    Parameters
    ----------
    names
        Wanted columns.

    Returns
    -------
    tuple of str
        The same.

    Raises
    ------
    TableError
        If there is no such column; the message lists those there are.

    Examples
    --------
    >>> checked_columns(["lon", "lat"])
    ('lon', 'lat')
    """
    for name in names:
        if name not in COLUMNS:
            msg = f"a location has no column {name!r}; it has {', '.join(COLUMNS)}"
            raise TableError(msg)
    return tuple(names)


def _words(spot: Location) -> str | None:
    said = spot.expression
    return said.text[said.start : said.end] if said else None


def _stated(name: str) -> Callable[[Location], Any]:
    return lambda spot: getattr(spot.expression, name) if spot.expression else None


def _joined(name: str) -> Callable[[Location], str | None]:
    def cell(spot: Location) -> str | None:
        if len(spot.anchors) == 1:
            value: str = getattr(spot.anchors[0], name)
            return value or None
        return " | ".join(getattr(place, name) for place in spot.anchors) or None

    return cell


def _written(spot: Location) -> str | None:
    return spot.density.to_json() if spot.density else None


def _draw_group(spot: Location) -> str | None:
    """Name what rows share their error: anchor, relation, distance and direction."""
    if not spot.anchors:
        return None
    said = spot.expression
    parts = (
        "+".join([place.id for place in spot.anchors]),
        spot.relation,
        said.distance_km if said else None,
        said.direction if said else None,
    )
    return "|".join(["" if part is None else str(part) for part in parts])


def _code(place: int) -> Callable[[Location], int | None]:
    def cell(spot: Location) -> int | None:
        both = spot.gtd
        return None if both is None else both[place]

    return cell


CELLS: Final[dict[str, Callable[[Location], Any]]] = {
    "location_text": _words,
    "country": lambda spot: spot.country,
    "province": lambda spot: spot.province,
    "status": lambda spot: spot.status,
    "why": lambda spot: spot.why,
    "relation": lambda spot: spot.relation,
    "unknown_names": lambda spot: " | ".join(spot.unknown) or None,
    "anchor": _joined("name"),
    "anchor_id": _joined("id"),
    "distance_km": _stated("distance_km"),
    "direction": _stated("direction"),
    "bearing": _stated("bearing"),
    "lon": lambda spot: spot.lon,
    "lat": lambda spot: spot.lat,
    "radius_m": lambda spot: spot.radius_m,
    "r50_m": lambda spot: spot.r50_m,
    "r80_m": lambda spot: spot.r80_m,
    "r95_m": lambda spot: spot.r95_m,
    "density": _written,
    "draw_group": _draw_group,
    "calibrated": lambda spot: spot.calibrated,
    "method": lambda spot: spot.method,
    "where_prec": lambda spot: spot.where_prec,
    "geo_precision": lambda spot: spot.geo_precision,
    "gtd_specificity": _code(0),
    "gtd_vicinity": _code(1),
}
"""What each column says of a location."""

COLUMNS: Final = (
    "location_text", "country", "province", "province_name", "status", "why", "relation",
    "unknown_names", "anchor", "anchor_id", "distance_km", "direction", "bearing", "lon", "lat",
    "radius_m", "r50_m", "r80_m", "r95_m", "footprint", "density", "draw_group", "calibrated",
    "method", "where_prec", "geo_precision", "gtd_specificity", "gtd_vicinity",
)  # fmt: skip
"""Their order, with those that are not one location's own to say."""

WHOLE: Final = frozenset({"where_prec", "geo_precision", "gtd_specificity", "gtd_vicinity"})
NUMBERS: Final = frozenset({
    "distance_km", "bearing", "lon", "lat", "radius_m", "r50_m", "r80_m", "r95_m",
})  # fmt: skip
"""Columns of whole numbers, and of others."""


def _province_names(locations: Sequence[Location], gazetteer: Gazetteer) -> list[str | None]:
    codes = {spot.province for spot in locations if spot.province}
    provinces = {code: gazetteer.get(f"province:{code}") for code in codes}
    names = {code: place.name for code, place in provinces.items() if place}
    return [names.get(spot.province or "") for spot in locations]


def _footprints(locations: Sequence[Location]) -> list[Any]:
    """Draw each shape once: rows that share a location share its polygon."""
    distinct = {id(spot): spot for spot in locations}
    spread = [
        spot for spot in distinct.values() if spot.status == "located" and spot.density is not None
    ]
    densities = [spot.density for spot in spread if spot.density is not None]
    drawn: dict[int, BaseGeometry | None] = dict(
        zip(map(id, spread), footprints_of(densities), strict=True)
    )
    for key, spot in distinct.items():
        if key not in drawn:
            drawn[key] = spot.footprint
    return [drawn[id(spot)] for spot in locations]
