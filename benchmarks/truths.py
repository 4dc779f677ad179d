"""Described offsets with their true places: what the laws are fitted on and judged by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gazetteer.clauses import Offset
from gazetteer.errors import ExpressionError
from gazetteer.expression import parse
from gazetteer.placement import stated_precision_m
from gazetteer.resolve import resolve
from geo import geodesy, pointradius
from geo.laws import class_of

if TYPE_CHECKING:
    from pathlib import Path

    from gazetteer.place import Place

SAME_M = 5_000  # an anchor counts as right within this of the best one
BANDS_KM = (0, 10, 25, 50, 100, np.inf)


def read_truths(folder: Path) -> pd.DataFrame:
    """
    Read the offsets of `relations.csv` and `usgs.csv`, each with its anchor.

    Parameters
    ----------
    folder
        The evaluation folder.

    Returns
    -------
    pandas.DataFrame
        `style`, `sentence`, `wind_class`, `half_angle`, `bearing`, `distance_m` as stated, `lon`,
        `lat` of the truth, `standard_m` (radius of the published method), `radius_m`,
        `anchor_lon`, `anchor_lat`; `from_point_m` of the truth from the stated point, `true_m`
        and `turn` (radians) seen from the anchor; `right` where the anchor is the best of its name.
    """
    parts = []
    for name in ("relations", "usgs"):
        path = folder / f"{name}.csv"
        if path.exists():
            table = pd.read_csv(path, keep_default_na=False, na_values=[""])
            parts.append(pd.DataFrame([row for row in map(_truth, table.itertuples()) if row]))
    rows = pd.concat(parts, ignore_index=True)
    azimuth, rows["true_m"] = geodesy.inverse(
        rows["anchor_lon"].to_numpy(), rows["anchor_lat"].to_numpy(),
        rows["lon"].to_numpy(), rows["lat"].to_numpy(),
    )  # fmt: skip
    rows["true_m"] = rows["true_m"].clip(lower=1.0)  # the law is one of logarithms
    point = geodesy.destination(
        rows["anchor_lon"].to_numpy(), rows["anchor_lat"].to_numpy(),
        rows["bearing"].to_numpy(), rows["distance_m"].to_numpy(),
    )  # fmt: skip
    _, rows["from_point_m"] = geodesy.inverse(
        *point, rows["lon"].to_numpy(), rows["lat"].to_numpy()
    )
    turn = (azimuth - rows["bearing"].to_numpy() + 180) % 360 - 180
    rows["turn"] = np.radians(turn)
    rows["band"] = pd.cut(rows["distance_m"] / 1000, BANDS_KM)
    return rows


def _truth(row: object) -> dict[str, object] | None:
    """Read one row; None where it is no offset or its anchor is not known."""
    try:
        expression = parse(row.text)
    except ExpressionError:
        return None
    clause = expression.primary
    if not isinstance(clause, Offset):
        return None
    country = row.country if isinstance(row.country, str) else None
    spot = resolve(expression, country=country)
    places = [match.place for match in spot.candidates]
    if not places:
        return None
    best = best_place(places, clause, row.longitude, row.latitude)
    chosen = spot.anchors[0] if spot.anchors else None
    likely = getattr(row, "likely_machine", None)
    style = "machine" if likely is None else "encyclopedia" if likely else "human"
    return {
        "style": style,
        "sentence": row.id,
        "wind_class": class_of(clause.direction.half_angle),
        "half_angle": clause.direction.half_angle,
        "bearing": clause.direction.bearing,
        "distance_m": clause.distance.distance_m,
        "standard_m": standard_m(clause, best),
        "lon": row.longitude,
        "lat": row.latitude,
        "radius_m": best.radius_m,
        "anchor_lon": best.lon,
        "anchor_lat": best.lat,
        "right": bool(chosen is not None and _apart_m(chosen, best) <= SAME_M),
    }


def best_place(places: list[Place], clause: Offset, lon: float, lat: float) -> Place:
    """
    Give the place of a name that puts the described point nearest to the truth.

    Parameters
    ----------
    places
        Candidates.
    clause
        What is said.
    lon, lat
        The truth, degrees.
    """
    ends = geodesy.destination(
        np.array([place.lon for place in places]), np.array([place.lat for place in places]),
        clause.direction.bearing, clause.distance.distance_m,
    )  # fmt: skip
    return places[int(np.argmin(geodesy.inverse(*ends, lon, lat)[1]))]


def standard_m(clause: Offset, place: Place) -> float:
    """
    Give the maximum of the published point-radius method.

    Parameters
    ----------
    clause
        What is said.
    place
        Its anchor.
    """
    return float(
        pointradius.heading_radius(
            offset_m=clause.distance.distance_m, half_angle=clause.direction.half_angle,
            radial_m=place.radius_m, distance_precision_m=stated_precision_m(clause.distance),
        )
    )  # fmt: skip


def _apart_m(one: Place, other: Place) -> float:
    return float(geodesy.inverse(one.lon, one.lat, other.lon, other.lat)[1])
