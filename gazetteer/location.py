"""
A described location, resolved: point, radius, footprint, and the reasons for them.

Longitude before latitude, degrees on WGS 84; radii in metres.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from gazetteer import codes
from gazetteer.errors import UncertaintyError

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from shapely.geometry.base import BaseGeometry

    from gazetteer.clauses import Expression, Relation
    from gazetteer.place import Match, Place
    from geo.laws import FloatArray
    from geo.uncertainty import Density

Status: TypeAlias = Literal["located", "region", "ambiguous", "unresolved"]
JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"

MOST_EXPLAINED = 5
"""Candidates that an explanation lists: ours; all are in `Location.candidates`."""


PROTOCOLS = {
    "density": "Farsakh: radius of 90 % probability from the density of the description",
    "point-radius": "Georeferencing Best Practices (Chapman & Wieczorek 2020)",
}
"""What Darwin Core is told of each method."""


def nothing_drawn() -> None:
    """Draw the footprint of a location that has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """
    Where a description leads, and how sure that is.

    Attributes
    ----------
    status
        `located` has a point; `region` has a footprint and no point; `ambiguous` fits several
        places; `unresolved` none.
    relation
        Family of the description ("offset", "near", "region_only" ...).
    lon, lat
        The point; None unless `located`.
    radius_m
        Radius round the point that holds the true place with a probability of 90 %; with
        `method="point-radius"` the published maximum, for a region the radius of its smallest
        enclosing circle.
    r50_m, r80_m, r95_m
        Radii of 50, 80 and 95 %; None for a region and for the point-radius method, which states
        no probability.
    density
        The location as a distribution; None where nothing was found, and for the point-radius
        method.
    country
        Alpha-2 code, where known.
    province
        Code of the province of the point, or of the one province that holds the region.
    anchors
        Places that the point was reckoned from.
    candidates
        Places that the name fits, best first, with their scores.
    unknown
        Names in the text that the gazetteer does not hold.
    why
        The reason for the status, as a sentence.
    where_prec, geo_precision
        Precision codes of UCDP GED and of ACLED.
    draw
        Makes the footprint; asked only by `footprint`, since many tables never need it.

    Notes
    -----
    The codes follow UCDP GED codebook 23.1 (where_prec) and the ACLED codebook of 2023
    (geo_precision).
    """

    status: Status
    relation: Relation
    expression: Expression | None
    lon: float | None = None
    lat: float | None = None
    radius_m: float | None = None
    r50_m: float | None = None
    r80_m: float | None = None
    r95_m: float | None = None
    country: str | None = None
    province: str | None = None
    anchors: tuple[Place, ...] = ()
    candidates: tuple[Match, ...] = ()
    unknown: tuple[str, ...] = ()
    why: str = ""
    density: Density | None = field(default=None, repr=False)
    method: str = "density"
    where_prec: int | None = None
    geo_precision: int | None = None
    draw: Callable[[], BaseGeometry | None] = field(
        default=nothing_drawn, repr=False, compare=False
    )

    @property
    def footprint(self) -> BaseGeometry | None:
        """
        The smallest area that holds the place with 90 %, or the region that the text names.

        With the point-radius method all that the description allows; None if unknown.
        """
        return self.draw()

    @property
    def gtd(self) -> tuple[int, int] | None:
        """Specificity and vicinity as GTD codes them; None where nothing was found."""
        if self.where_prec is None or not self.anchors:
            return None
        return codes.gtd(self.relation, self.anchors[0].kind, self.radius_m)

    @property
    def calibrated(self) -> bool:
        """Whether the radii follow laws fitted on true places, or else assumed ones."""
        return self.density is not None and self.density.calibrated

    def footprint_at(self, level: float) -> BaseGeometry | None:
        """
        Draw the smallest area that holds the place with a probability.

        Parameters
        ----------
        level
            The probability, as 0.5.

        Returns
        -------
        Polygon or MultiPolygon
            None where there is no density.

        Examples
        --------
        >>> from gazetteer.resolve import locate
        >>> spot = locate("about 10 km north of Al-Mayadeen", country="SY")
        >>> spot.footprint_at(0.5).area < spot.footprint_at(0.95).area
        True
        """
        return None if self.density is None else self.density.footprint(level)

    def sample(self, n: int, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
        """
        Draw possible places.

        Parameters
        ----------
        n
            How many.
        rng
            Source of chance.

        Returns
        -------
        lon, lat
            Degrees, each of shape (n,).

        Raises
        ------
        UncertaintyError
            If the location has no density.
        """
        return self._whole().sample(n, rng)

    def probability(self, region: BaseGeometry) -> float:
        """
        Give the probability that the place lies in a region.

        Parameters
        ----------
        region
            Polygon in degrees.

        Returns
        -------
        float
            0 to 1.

        Raises
        ------
        UncertaintyError
            If the location has no density.
        """
        return self._whole().probability(region)

    def _whole(self) -> Density:
        if self.density is None:
            raise UncertaintyError(status=self.status, method=self.method)
        return self.density

    def _repr_html_(self) -> str:
        """Draw anchor, point and footprint for a notebook."""
        from gazetteer.sketch import sketch  # noqa: PLC0415 - only where a picture is asked for

        return sketch(self)

    def explain(self) -> str:
        """
        Say why the best candidate won, who came second, and what their scores are the sum of.

        Returns
        -------
        str
            The reason, then a line for each of the best candidates.

        Examples
        --------
        >>> from gazetteer.resolve import locate
        >>> print(locate("near Palmyra", country="SY").explain().splitlines()[1])
          1.97  Tadmur, town, SY.11: prominence 1.17, as spelt 0.30, of the kind 0.50
        """
        lines = [self.why]
        for match in self.candidates[:MOST_EXPLAINED]:
            place = match.place
            where = ", ".join(filter(None, (place.name, place.kind, place.admin1 or place.country)))
            terms = ", ".join(f"{name} {gain:.2f}" for name, gain in match.terms if gain)
            lines.append(f"  {match.score:.2f}  {where}: {terms or match.kind}")
        more = len(self.candidates) - MOST_EXPLAINED
        return "\n".join([*lines, f"  and {more} more"] if more > 0 else lines)

    def to_dict(self) -> dict[str, JSON]:
        """
        Give the location as a GeoJSON feature with Darwin Core terms among its properties.

        Returns
        -------
        dict
            `geometry` is the point, or None; every property is a JSON value.
        """
        text = self.expression.text if self.expression else ""
        located = self.lon is not None and self.lat is not None
        footprint = self.footprint
        properties: dict[str, JSON] = {
            "text": text,
            "status": self.status,
            "why": self.why,
            "relation": self.relation,
            "anchors": [
                {"id": place.id, "name": place.name, "lon": place.lon, "lat": place.lat}
                for place in self.anchors
            ],
            "candidates": [
                {
                    "id": match.place.id,
                    "name": match.place.name,
                    "country": match.place.country,
                    "kind": match.kind,
                    "score": round(match.score, 3),
                }
                for match in self.candidates
            ],
            "country": self.country,
            "province": self.province,
            "radius_m": self.radius_m,
            "r50_m": self.r50_m,
            "r80_m": self.r80_m,
            "r95_m": self.r95_m,
            "calibrated": self.calibrated,
            "density": self.density.to_json() if self.density else None,
            "method": self.method,
            "where_prec": self.where_prec,
            "geo_precision": self.geo_precision,
            "gtd_specificity": self.gtd[0] if self.gtd else None,
            "gtd_vicinity": self.gtd[1] if self.gtd else None,
            "decimalLatitude": self.lat,
            "decimalLongitude": self.lon,
            "geodeticDatum": "EPSG:4326" if located else None,
            "coordinateUncertaintyInMeters": self.radius_m if located else None,
            "footprintWKT": footprint.wkt if footprint is not None else None,
            "georeferenceProtocol": PROTOCOLS[self.method],
            "georeferenceRemarks": self.why,
        }
        geometry: JSON = None
        if self.lon is not None and self.lat is not None:
            geometry = {"type": "Point", "coordinates": [self.lon, self.lat]}
        return {"type": "Feature", "geometry": geometry, "properties": properties}
