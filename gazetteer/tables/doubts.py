"""
Which rows an analyst should look at, why, and which places each of them may have meant.

A doubt is a kind and a sentence. The kinds are `ambiguous`, `unresolved`, `heading` (no place was
read but that of the heading), `far` (outside the province that the heading or the table names),
`wide` (a radius above the limit), `name` (a name is not known, so that the row is located by what
else it says), `gloss` (the text in brackets leads elsewhere) and `coordinates` (what a table gives
is doubtful).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from gazetteer.clauses import Offset
from gazetteer.disambiguate import Context
from gazetteer.errors import ExpressionError
from gazetteer.expression import parse
from gazetteer.opening import load
from gazetteer.resolve import HEADING_AREA, resolve
from gazetteer.tables.coded import NAMED_ELSEWHERE
from gazetteer.tables.coordinates import ABROAD, SWAPPED
from gazetteer.understanding import understand
from geo import geodesy, regions

if TYPE_CHECKING:
    from collections.abc import Hashable

    import geopandas as gpd

    from gazetteer.clauses import Expression
    from gazetteer.place import Match
    from gazetteer.store import Gazetteer

RADIUS_LIMIT_M: Final = 25_000.0
"""A point that may be farther off is doubtful: UCDP's own limit of "near a known point"."""

OFF_M: Final = 10_000.0
"""How far outside its province, or from where its gloss leads, a row may lie beyond its own
radius: ours, as `defaults.PROVINCE_SLACK_M`; borders of several sources differ so much."""

MOST_CANDIDATES: Final = 8  # places that a reviewer is shown of one row: ours

KINDS: Final = {
    "ambiguous": "several places fit",
    "unresolved": "not located",
    "heading": "no place read but that of the heading",
    "far": "outside the province that heading or table names",
    "wide": "radius above the limit",
    "name": "a name is not in the gazetteer",
    "gloss": "the text in brackets leads elsewhere",
    "coordinates": "doubtful coordinates",
}
"""Kinds of doubt and what a reader is told of each."""

_IN_WHY: Final = (SWAPPED, ABROAD, NAMED_ELSEWHERE, "are no degrees", "stands for nothing",
                  "only one of latitude and longitude")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """
    One reason to look at a row.

    Attributes
    ----------
    kind
        One of `KINDS`.
    why
        The sentence.
    """

    kind: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    """
    A row to look at.

    Attributes
    ----------
    row
        Number of the row in its table.
    doubts
        Why.
    candidates
        Places that it may have meant, best first.
    """

    row: int
    doubts: tuple[Doubt, ...]
    candidates: tuple[Match, ...]


def doubtful_rows(
    incidents: gpd.GeoDataFrame,
    *,
    radius_limit_m: float = RADIUS_LIMIT_M,
    gazetteer: Gazetteer | None = None,
) -> list[Doubtful]:
    r"""
    List the rows of a table that an analyst should look at.

    Parameters
    ----------
    incidents
        An incidents table; rows that were corrected are doubted no more.
    radius_limit_m
        Points with a larger radius are doubtful.
    gazetteer
        Where candidates are looked up; the embedded one if left out.

    Returns
    -------
    list of Doubtful
        In the order of the table.

    Examples
    --------
    >>> from gazetteer.report import read_report
    >>> report = read_report("# Syria\n\n- On May 22, 2020, two men were shot near Qwxzville.")
    >>> [doubt.kind for found in doubtful_rows(report) for doubt in found.doubts]
    ['unresolved']
    """
    places = load() if gazetteer is None else gazetteer
    names = ("status", "why", "method", "location_text", "country", "stated_province", "radius_m",
             "unknown_names")  # fmt: skip
    cells = {name: _cells(incidents, name) for name in names}
    lon = shapely.get_x(incidents.geometry.to_numpy())
    lat = shapely.get_y(incidents.geometry.to_numpy())
    found = []
    remembered: dict[Hashable, tuple[Match, ...]] = {}
    for row in range(len(incidents)):
        said = {name: values[row] for name, values in cells.items()}
        if said["method"] == "corrected":
            continue
        doubts = [
            *_of_status(said),
            *_far(said, lon[row], lat[row]),
            *_wide(said, radius_limit_m),
            *_unknown(said),
            *_gloss(said, lon[row], lat[row], places),
            *_coordinates(said),
        ]
        if doubts:
            key = said["location_text"], said["country"]
            if key not in remembered:
                remembered[key] = _candidates(said, places)
            found.append(Doubtful(row=row, doubts=tuple(doubts), candidates=remembered[key]))
    return found


def _cells(incidents: gpd.GeoDataFrame, name: str) -> list[Any]:
    """Give a column, None where a cell is missing or there is no such column."""
    if name not in incidents.columns:
        return [None] * len(incidents)
    column = incidents[name]
    return list(column.astype(object).where(column.notna(), None))


def _of_status(said: dict[str, Any]) -> list[Doubt]:
    if said["status"] in {"ambiguous", "unresolved"}:
        return [Doubt(kind=said["status"], why=str(said["why"] or KINDS[said["status"]]))]
    if said["status"] == "region" and HEADING_AREA in str(said["why"] or ""):
        return [Doubt(kind="heading", why=KINDS["heading"])]
    return []


def _far(said: dict[str, Any], lon: float, lat: float) -> list[Doubt]:
    """Doubt a point outside the province that was named for it, beyond its own radius."""
    known = regions.default_regions().row_of
    codes = [code for code in str(said["stated_province"] or "").split("|") if code in known]
    if not codes or not np.isfinite(lon):
        return []
    area = regions.shape_of(codes)
    shapely.prepare(area)
    point = shapely.Point(lon, lat)
    if area.contains(point):
        return []
    nearest = shapely.get_point(shapely.shortest_line(point, area), 1)
    _, away_m = geodesy.inverse(lon, lat, nearest.x, nearest.y)
    if float(away_m) <= (said["radius_m"] or 0.0) + OFF_M:
        return []
    return [Doubt(kind="far", why=f"{float(away_m) / 1000:.0f} km {KINDS['far']}")]


def _wide(said: dict[str, Any], limit_m: float) -> list[Doubt]:
    radius_m = said["radius_m"]
    if said["status"] != "located" or radius_m is None or radius_m <= limit_m:
        return []
    why = f"radius {radius_m / 1000:.0f} km, above the limit of {limit_m / 1000:.0f} km"
    return [Doubt(kind="wide", why=why)]


def _unknown(said: dict[str, Any]) -> list[Doubt]:
    """Doubt a row that was located without one of its names."""
    if said["status"] in {"ambiguous", "unresolved"} or not said["unknown_names"]:
        return []
    names = " and ".join(repr(name) for name in str(said["unknown_names"]).split(" | "))
    return [Doubt(kind="name", why=f"{names} is not in the gazetteer")]


def _gloss(said: dict[str, Any], lon: float, lat: float, gazetteer: Gazetteer) -> list[Doubt]:
    """Doubt "X (about 30 km south of Idlib)" where X is not about 30 km south of Idlib."""
    text = said["location_text"]
    if not np.isfinite(lon) or not isinstance(text, str) or "(" not in text:
        return []
    expression = _read(text)
    if expression is None or not expression.glosses:
        return []
    context = Context(country=said["country"], provinces=())
    _, glosses = understand(
        expression.clauses, expression.glosses, context=context, gazetteer=gazetteer
    )
    doubts = []
    for gloss in glosses:
        if not gloss.complete or not isinstance(gloss.clause, Offset):
            continue
        distance_m, wind = gloss.clause.distance.distance_m, gloss.clause.direction
        anchor = gloss.places[0]
        there = geodesy.destination(anchor.lon, anchor.lat, wind.bearing, distance_m)
        _, away_m = geodesy.inverse(lon, lat, *there)
        usual_m = 0.5 * distance_m  # nine tenths of what people write is nearer than that
        if float(away_m) > (said["radius_m"] or 0.0) + usual_m + OFF_M:
            why = (
                f"{KINDS['gloss']}: {wind.name} of {anchor.name}, {float(away_m) / 1000:.0f} km off"
            )
            doubts.append(Doubt(kind="gloss", why=why))
    return doubts


def _coordinates(said: dict[str, Any]) -> list[Doubt]:
    parts = str(said["why"] or "").split("; ")
    return [
        Doubt(kind="coordinates", why=part)
        for part in parts
        if any(phrase in part for phrase in _IN_WHY)
    ]


def _candidates(said: dict[str, Any], gazetteer: Gazetteer) -> tuple[Match, ...]:
    """List the places that a row may have meant: in its country, else anywhere, else alike."""
    text = said["location_text"]
    expression = _read(text) if isinstance(text, str) else None
    if expression is None:
        return ()
    country = said["country"]
    found = list(resolve(expression, country=country, gazetteer=gazetteer).candidates)
    for clause in expression.clauses:
        for anchor in clause.anchors:
            scopes: tuple[str | None, ...] = (country, None) if country else (None,)
            for scope in scopes:
                found += gazetteer.search(anchor.name, country=scope, limit=MOST_CANDIDATES)
    distinct: dict[str, Match] = {}
    for match in found:
        distinct.setdefault(match.place.id, match)
    at_home = [match for match in distinct.values() if match.place.country == country]
    abroad = [match for match in distinct.values() if match.place.country != country]
    return tuple([*at_home, *abroad][:MOST_CANDIDATES])


def _read(text: str) -> Expression | None:
    try:
        return parse(text)
    except ExpressionError:
        return None
