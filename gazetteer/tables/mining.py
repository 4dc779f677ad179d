"""
Better places from notes: "10 km north of X" in the notes of a row that is coded at X.

UCDP GED, ACLED and GTD code such a row at X. Only a stated distance with a direction moves it, and
only if it leads away from the place that the row is coded at: the notes of a row also speak of
other places. The anchor is the coded point itself, whichever X of the world it is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from gazetteer import codes
from gazetteer.clauses import Offset, Orthogonal
from gazetteer.densities import factor_of
from gazetteer.expression import find
from gazetteer.generics import split_generic
from gazetteer.names import fold, skeleton
from gazetteer.place import Place
from geo import geodesy, regions
from geo.uncertainty import Density

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.clauses import Clause, Mention
    from gazetteer.location import Location
    from gazetteer.tables.coded import Coded

FARTHEST_KM: Final = 300.0
"""No note moves a row farther: ours; beyond, a distance is that of a journey or of a capital."""

SEVERAL: Final = "its notes name several distances from that place, so that none was taken"


@dataclass(frozen=True, slots=True)
class Better:
    """
    A location that the notes of a row give.

    Attributes
    ----------
    spot
        The location.
    phrase
        The words.
    moved_km
        From the coded point.
    """

    spot: Location
    phrase: str
    moved_km: float


def better_places(
    rows: Sequence[Coded], notes: Sequence[str], spots: Sequence[Location]
) -> list[Better | None]:
    """
    Look for better places in the notes of coded rows.

    Parameters
    ----------
    rows
        Where the rows are coded.
    notes
        One text a row.
    spots
        The locations of their codes.

    Returns
    -------
    list
        None where the notes say nothing better, or contradict themselves.

    Examples
    --------
    >>> from gazetteer.opening import load
    >>> from gazetteer.tables.coded import Coded, locate_coded
    >>> from gazetteer.tables.columnmaps import map_for
    >>> row = Coded(40.45, 35.02, "1", float("nan"), "Al Mayadin", "SY", ("SY.07",), "")
    >>> spot = locate_coded(row, map_for("acled", []), gazetteer=load())
    >>> note = "An IED hit a car about 10 km north of Al-Mayadeen."
    >>> [better] = better_places([row], [note], [spot])
    >>> better.phrase, round(better.moved_km, 1)
    ('about 10 km north of Al-Mayadeen', 10.0)
    """
    read: dict[str, tuple[Mention, ...]] = {}
    found: list[Better | None] = []
    for row, note, spot in zip(rows, notes, spots, strict=True):
        if not note or not row.name or spot.status != "located":
            found.append(None)
            continue
        if note not in read:
            read[note] = tuple(_measured(note))
        found.append(_better(row, read[note], spot))
    return found


def _measured(note: str) -> list[Mention]:
    """List the stated distances with a direction."""
    return [
        mention
        for mention in find(note)
        if mention.expression is not None and _leads_away(mention.expression.primary)
    ]


def _leads_away(clause: Clause) -> bool:
    """
    Tell a measure that names its anchor last.

    "X, 14 km north of the main town of Y" is measured from Y, where the words after "of" were not
    read as a name; catalogues write "X, 5 mi N of", notes do not.
    """
    match clause:
        case Offset(distance=distance) | Orthogonal(legs=((distance, _), *_)):
            return distance.start < clause.anchors[0].start
        case _:
            return False


def _better(row: Coded, mentions: Sequence[Mention], spot: Location) -> Better | None:
    said: dict[str, tuple[Mention, Clause]] = {}
    for mention in mentions:
        clause = mention.expression.primary
        if _same_place(clause.anchors[0].name, row):
            said.setdefault(_measure(clause), (mention, clause))
    if len(said) != 1:
        return None
    mention, clause = next(iter(said.values()))
    place = spot.anchors[0] if spot.anchors else None
    anchor = Place(
        id=place.id if place else f"coded:{row.lon:.5f},{row.lat:.5f}",
        name=place.name if place else row.name,
        lon=row.lon,
        lat=row.lat,
        country=row.country,
        admin1=place.admin1 if place else None,
        kind=place.kind if place else "town",
        population=place.population if place else 0,
        radius_m=place.radius_m if place else (spot.radius_m or 0.0),
        source=place.source if place else "coded",
    )
    factor = factor_of(clause, [anchor], country=row.country)
    if factor is None:
        return None
    density = Density((factor,))
    lon, lat = density.stated
    _, moved_m = geodesy.inverse(row.lon, row.lat, lon, lat)
    if not math.isfinite(float(moved_m)) or float(moved_m) > 1000 * FARTHEST_KM:
        return None
    radii = density.radii(lon, lat)
    province = regions.province_of(np.array([lon]), np.array([lat]))[0]
    moved = replace(
        spot,
        relation=clause.relation,
        expression=mention.expression,
        anchors=(anchor,),
        lon=lon,
        lat=lat,
        province=province or spot.province,
        radius_m=radii[0.9],
        r50_m=radii[0.5],
        r80_m=radii[0.8],
        r95_m=radii[0.95],
        density=density,
        draw=lambda: density.footprint(0.9),
        where_prec=codes.where_prec(clause.relation, anchor.kind, radii[0.9]),
        geo_precision=codes.geo_precision(clause.relation, anchor.kind),
        why=(
            f"coded at {row.name}, moved {float(moved_m) / 1000:.1f} km by its notes: "
            f"{mention.text!r}"
        ),
    )
    return Better(moved, mention.text, float(moved_m) / 1000)


def _same_place(name: str, row: Coded) -> bool:
    """Tell whether a name is that of the coded place, in any spelling of its country."""
    return bool(_keys(name, row.country) & _keys(row.name, row.country))


def _keys(name: str, country: str | None) -> set[str]:
    folded = fold(name)
    parts = split_generic(folded)
    return {skeleton(word, country) for word in (folded, parts[0] if parts else folded)} - {""}


def _measure(clause: Clause) -> str:
    """Say the distance and direction, so that the same one told twice is one."""
    match clause:
        case Offset(distance=distance, direction=direction):
            return f"{distance.distance_m:.0f} {direction.bearing:.1f}"
        case Orthogonal(legs=legs):
            return " ".join(f"{leg.distance_m:.0f} {wind.bearing:.1f}" for leg, wind in legs)
        case _:
            return repr(clause)
