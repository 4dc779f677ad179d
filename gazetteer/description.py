"""
Saying in words where a point is: "10 km N of Al Mayadin, Deir ez-Zor, Syria".

Longitude before latitude, WGS 84 degrees; distances and bearings are those of the geodesic from
the town to the point, as the point-radius method reads them back.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias, overload

import numpy as np

from gazetteer.anchors import anchors_of, nearest_famous
from gazetteer.clauses import At, Offset
from gazetteer.disambiguate import Context, candidates, rivals
from gazetteer.errors import ExpressionError
from gazetteer.expression import parse
from gazetteer.manner import Manner
from gazetteer.names import fold
from gazetteer.opening import load
from gazetteer.resolve import resolve
from geo import geodesy
from geo.compass import wind_at

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from gazetteer.anchors import Anchors
    from gazetteer.location import JSON
    from gazetteer.place import Place
    from gazetteer.store import Gazetteer
    from geo.compass import Points, Wind

Rounding: TypeAlias = Literal["km", "steps", "tenths"]

STEPS_KM = ((10, 1), (50, 5), (100, 10), (500, 50), (math.inf, 100))
"""Up to so many kilometres, "about" is a multiple of so many: ours, a tenth to a fifth of them."""

PLAIN = Manner(method="point-radius")  # only the anchor is asked for
MOST_ROUNDS = 6  # towns tried for a point before one is named whose name alone does not lead back
KILOMETRE_M = 1_000.0
TENTH_KM = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """
    Where a point is, before it is put into the words of a language.

    Attributes
    ----------
    lon, lat
        The point, degrees.
    place
        The town that is named.
    province, country
        Names of what the town lies in, None where unknown.
    distance_m, bearing
        From the town to the point; degrees clockwise from true north.
    wind
        The nearest of the winds that were asked for.
    inside
        Whether the point lies within the extent of the town.
    """

    lon: float
    lat: float
    place: Place
    province: str | None
    country: str | None
    distance_m: float
    bearing: float
    wind: Wind
    inside: bool

    def text(self, *, rounding: Rounding = "km", marks: bool = False) -> str:
        """
        Put it into English.

        Parameters
        ----------
        rounding
            As for `describe`.
        marks
            Whether names keep their diacritics.

        Returns
        -------
        str
            Such as "10 km N of Al Mayadin, Deir ez-Zor, Syria".
        """
        names = ", ".join(name_parts(self.place.name, self.province, self.country, marks=marks))
        if self.inside:
            return f"in {names}"
        return f"{_length(self.distance_m / KILOMETRE_M, rounding)} {self.wind.name} of {names}"

    def to_dict(self) -> dict[str, JSON]:
        """
        Give it as a GeoJSON feature.

        Returns
        -------
        dict
            `geometry` is the point; every property is a JSON value.
        """
        return {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [self.lon, self.lat]},
            "properties": {
                "text": self.text(),
                "relation": "at" if self.inside else "offset",
                "anchor": self.place.name,
                "anchor_id": self.place.id,
                "distance_km": round(self.distance_m / KILOMETRE_M, 3),
                "bearing": round(self.bearing, 2),
                "direction": self.wind.name,
                "province": self.place.admin1,
                "province_name": self.province,
                "country": self.place.country,
                "country_name": self.country,
            },
        }


@overload
def describe(
    lon: float,
    lat: float,
    *,
    points: Points = 16,
    rounding: Rounding = "km",
    marks: bool = False,
    gazetteer: Gazetteer | None = None,
) -> str | None: ...
@overload
def describe(
    lon: ArrayLike,
    lat: ArrayLike,
    *,
    points: Points = 16,
    rounding: Rounding = "km",
    marks: bool = False,
    gazetteer: Gazetteer | None = None,
) -> NDArray[np.object_]: ...
def describe(
    lon: ArrayLike,
    lat: ArrayLike,
    *,
    points: Points = 16,
    rounding: Rounding = "km",
    marks: bool = False,
    gazetteer: Gazetteer | None = None,
) -> str | NDArray[np.object_] | None:
    """
    Say where a point is as a person would: from a town that is near and well known.

    Parameters
    ----------
    lon, lat
        One point, or arrays of them, degrees.
    points
        Winds of the compass to choose from.
    rounding
        "km": whole kilometres; "steps": "about" 10, 15, 60, 150, 700 km; "tenths": of a
        kilometre.
    marks
        Whether names keep their diacritics; reports leave them out.
    gazetteer
        Where the towns are; the embedded one if left out.

    Returns
    -------
    str, None or object array
        The words; None for a missing point (NaN), or where there are no towns at all.

    Raises
    ------
    CoordinateError
        If a latitude is outside [-90, 90]; the message asks whether the axes are swapped.

    Notes
    -----
    The choice of the town is in `gazetteer.anchors`. A town whose name would lead elsewhere
    when it is read again (another of the same name and province) is passed over, so that the
    point lies in the footprint of its own description, `resolve(parse(text), country=...)` with
    the country that the text names. This holds for rounding "km" and "tenths" in settled lands,
    to the few metres by which the sides of a footprint are chords, wherever one of the first six
    towns has a name that leads back; of 400 points near towns of the whole world it held for 399
    (8 winds and 16) and 400 (32).

    Examples
    --------
    >>> describe(40.45, 35.11)
    '10 km N of Al Mayadin, Deir ez-Zor, Syria'
    >>> describe([40.45, float("nan")], [35.03, 35.0]).tolist()
    ['in Al Mayadin, Deir ez-Zor, Syria', None]
    """
    found = descriptions(lon, lat, points=points, gazetteer=gazetteer)
    texts = [
        each.text(rounding=rounding, marks=marks) if isinstance(each, Description) else None
        for each in found.ravel().tolist()
    ]
    if not found.ndim:
        return texts[0]
    written: NDArray[np.object_] = np.empty(found.size, dtype=object)
    written[:] = texts
    return written.reshape(found.shape)


def descriptions(
    lon: ArrayLike, lat: ArrayLike, *, points: Points = 16, gazetteer: Gazetteer | None = None
) -> NDArray[np.object_]:
    """
    Find the town, the distance and the wind for each point, for texts in any language.

    Parameters
    ----------
    lon, lat
        Points, degrees; they broadcast together.
    points
        Winds of the compass to choose from.
    gazetteer
        Where the towns are; the embedded one if left out.

    Returns
    -------
    object array
        A `Description` for each point, None for a missing one.

    Raises
    ------
    CoordinateError
        If a latitude is outside [-90, 90].

    Examples
    --------
    >>> found = descriptions([40.45], [35.11])[0]
    >>> found.place.id, round(found.distance_m, -2), found.wind.words
    ('geonames:173480', 10000.0, 'north')
    """
    places = load() if gazetteer is None else gazetteer
    x, y = np.broadcast_arrays(*geodesy.checked(lon, lat))
    found: NDArray[np.object_] = np.full(x.shape, None, dtype=object)
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    east, north = geodesy.wrapped(x.ravel()[known]), y.ravel()[known]
    towns = anchors_of(places)
    rows = _namable(towns, east, north, places)
    named = rows >= 0
    known, rows = known[named], rows[named]
    bearings, lengths_m = geodesy.inverse(
        towns.lon[rows], towns.lat[rows], east[named], north[named]
    )
    for spot, row, bearing, length_m in zip(
        known.tolist(), rows.tolist(), bearings.tolist(), lengths_m.tolist(), strict=True
    ):
        place, province, country = _named(places, towns.ids[row])
        found.flat[spot] = Description(
            lon=float(x.flat[spot]),
            lat=float(y.flat[spot]),
            place=place,
            province=province,
            country=country,
            distance_m=length_m,
            bearing=bearing,
            wind=wind_at(bearing, points),
            inside=length_m <= place.radius_m,
        )
    return found


def _namable(
    towns: Anchors, lon: NDArray[np.float64], lat: NDArray[np.float64], gazetteer: Gazetteer
) -> NDArray[np.intp]:
    """Choose towns; one whose name leads elsewhere is shut, and those points choose again."""
    first = rows = nearest_famous(towns, lon, lat)
    if not towns.ids:
        return first
    for _ in range(MOST_ROUNDS):
        for row in np.unique(rows[rows >= 0]).tolist():
            towns.shut[row] = not _leads_back(gazetteer, towns.ids[row])
        astray = np.flatnonzero((rows >= 0) & towns.shut[rows])
        if not len(astray):
            return rows
        rows = rows.copy()
        rows[astray] = nearest_famous(towns, lon[astray], lat[astray])
    return np.where((rows >= 0) & ~towns.shut[rows], rows, first)


@lru_cache(maxsize=100_000)
def _leads_back(gazetteer: Gazetteer, place_id: str) -> bool:
    """Whether a description that names a town is read as that town and no other."""
    place, province, country = _named(gazetteer, place_id)
    names = ", ".join(name_parts(place.name, province, country, marks=False))
    context = Context(country=place.country)
    for text, family in ((f"10 km N of {names}", Offset), (f"in {names}", At)):
        try:
            expression = parse(text)
        except ExpressionError:
            return False
        if expression.others:  # two names joined by a hyphen, perhaps: then all is weighed
            spot = resolve(expression, country=place.country, manner=PLAIN, gazetteer=gazetteer)
            if spot.status != "located" or spot.anchors[0].id != place_id:
                return False
            continue
        clause = expression.clauses[0]
        if not isinstance(clause, family):
            return False
        found = candidates(clause.anchors[0], clause, context=context, gazetteer=gazetteer)
        if not found.accepted or found.accepted[0].place.id != place_id or rivals(found):
            return False
    return True


@lru_cache(maxsize=100_000)
def _named(gazetteer: Gazetteer, place_id: str) -> tuple[Place, str | None, str | None]:
    """Look up a town with the names of its province and its country."""
    place = gazetteer.get(place_id)
    if place is None:  # the index was replaced under a running program
        msg = f"{place_id} is no longer in the index of places; load the gazetteer again"
        raise LookupError(msg)
    return place, *_around(gazetteer, place)


def _around(gazetteer: Gazetteer, place: Place) -> tuple[str | None, str | None]:
    """Look up the names of the province and of the country that a place lies in."""
    province = gazetteer.get(f"province:{place.admin1}") if place.admin1 else None
    country = gazetteer.get(f"country:{place.country}") if place.country else None
    return (
        None if province is None else province.name,
        place.country if country is None else country.name,
    )


def address(place: Place, *, gazetteer: Gazetteer) -> str:
    """
    Name a place with its province and its country.

    Parameters
    ----------
    place
        Any place.
    gazetteer
        Where provinces and countries have their names.

    Examples
    --------
    >>> address(load().get("geonames:173480"), gazetteer=load())
    'Al Mayadin, Deir ez-Zor, Syria'
    """
    return ", ".join(name_parts(place.name, *_around(gazetteer, place), marks=False))


def name_parts(name: str, province: str | None, country: str | None, *, marks: bool) -> list[str]:
    """
    List a place, its province and its country, without repeating a name ("Idlib, Syria").

    Parameters
    ----------
    name, province, country
        Names, the latter two None where unknown.
    marks
        Whether they keep their diacritics.
    """
    names = [each for each in (name, province, country) if each]
    if not marks:
        names = [_unmarked(each) for each in names]
    return [each for at, each in enumerate(names) if fold(each) not in map(fold, names[:at])]


@lru_cache(maxsize=16_384)
def _unmarked(name: str) -> str:
    """Take the diacritics off Latin letters; letters of other scripts stay whole."""
    if name.isascii():
        return name
    kept: list[str] = []
    for sign in unicodedata.normalize("NFD", name):
        if not (unicodedata.combining(sign) and kept and kept[-1].isascii()):
            kept.append(sign)
    return unicodedata.normalize("NFC", "".join(kept))


def _length(length_km: float, rounding: Rounding) -> str:
    """Write a distance; one below a kilometre keeps its tenths, and none is nothing."""
    if rounding == "tenths" or length_km < 1:
        return f"{max(length_km, TENTH_KM):.1f} km"
    if rounding == "km":
        return f"{length_km:.0f} km"
    step = next(step for limit, step in STEPS_KM if length_km < limit)
    return f"about {max(round(length_km / step) * step, step)} km"
