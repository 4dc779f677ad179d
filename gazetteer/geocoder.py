"""
Farsakh as a geopy geocoder, for those whose tools speak geopy.

It answers from the gazetteer of this machine. Points are geopy's, latitude before longitude; text
is read by `gazetteer.parse` and never by geopy's own parser of points, which takes "10 km north of
35.0, 40.4" for 35.0, 40.4.
"""

from __future__ import annotations

import asyncio
import math
import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import geopy
from geopy.adapters import BaseAsyncAdapter
from geopy.exc import ConfigurationError, GeocoderQueryError, GeocoderServiceError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder

from gazetteer import defaults
from gazetteer.clauses import Offset
from gazetteer.description import address, descriptions
from gazetteer.errors import ExpressionError, IndexFileError
from gazetteer.expression import parse
from gazetteer.naming import province_codes
from gazetteer.online import Server, fallback
from gazetteer.opening import load
from gazetteer.placement import place_clause
from gazetteer.resolve import country_code, resolve
from geo.errors import RegionError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from gazetteer.location import Location
    from gazetteer.place import Place
    from gazetteer.store import Gazetteer

Found: TypeAlias = "geopy.Location | list[geopy.Location] | None"

PAIR = re.compile(r"\s*([-+]?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*([-+]?\d{1,3}(?:\.\d+)?)\s*")
"""All that a point given as text may be: latitude and longitude in decimal degrees."""

AREAS_ONLY = frozenset({"direction_only", "part_of_region", "border"})
"""What states an area and no point: never pinned, whatever place is meant."""


class Farsakh(Geocoder):  # type: ignore[misc] # geopy has no types
    """
    A geopy geocoder that reads descriptions and needs no network.

    Parameters
    ----------
    country
        Where descriptions are, unless a call says otherwise: alpha-2, alpha-3 or English name.
    province
        A province of it: code or English name.
    gazetteer
        Where to look; the embedded one if left out.
    online
        Whether a name that is not in the gazetteer is asked of `server`.
    server
        Which Nominatim server; the public one of OpenStreetMap if left out.
    timeout
        Seconds to wait for the server; nothing else takes time.
    scheme, proxies, user_agent, ssl_context, adapter_factory
        As for every geocoder of geopy; with an asynchronous adapter, calls give awaitables.

    Examples
    --------
    >>> found = Farsakh(country="SY").geocode("about 10 km north of Al-Mayadeen")
    >>> print(f"{found.latitude:.2f} {found.longitude:.2f}; {found.address}")
    35.11 40.45; 10 km N of Al Mayadin, Deir ez-Zor, Syria
    """

    def __init__(
        self,
        *,
        country: str | None = None,
        province: str | None = None,
        gazetteer: Gazetteer | None = None,
        online: bool = False,
        server: Server | None = None,
        timeout: object = DEFAULT_SENTINEL,
        scheme: str | None = None,
        proxies: object = DEFAULT_SENTINEL,
        user_agent: str | None = None,
        ssl_context: object = DEFAULT_SENTINEL,
        adapter_factory: Callable[..., object] | None = None,
    ) -> None:
        super().__init__(
            scheme=scheme,
            timeout=timeout,
            proxies=proxies,
            user_agent=user_agent,
            ssl_context=ssl_context,
            adapter_factory=adapter_factory,
        )
        self._gazetteer = gazetteer
        self._online = online
        own = Server() if server is None and online else server
        if own is not None and user_agent is not None:
            own = replace(own, user_agent=user_agent)
        self._server = own
        try:
            self._context = self._context_of(country, province)
        except RegionError as error:
            raise ConfigurationError(str(error)) from error

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,
        country: str | None = None,
        province: str | None = None,
    ) -> Found | Awaitable[Found]:
        """
        Locate a description.

        Parameters
        ----------
        query
            Such as "about 10 km north of Al-Mayadeen".
        exactly_one
            False gives a list, with all candidates where the description fits several places.
        timeout
            Seconds to wait for a server, where one is asked.
        country, province
            In the place of those given to the geocoder.

        Returns
        -------
        geopy.Location, list of them or None
            With `raw` as `gazetteer.Location.to_dict`. A province or country by name gives its
            middle, its `raw` the status "region". None where nothing is found, where several
            places fit and one was asked for, and where the text gives an area only ("north of
            Idlib").

        Raises
        ------
        geopy.exc.GeocoderQueryError
            If the query is no text, or the country or province is not known.
        geopy.exc.GeocoderServiceError
            If the gazetteer cannot be read, or the server cannot be asked.
        """
        work = partial(self._geocode, query, exactly_one, timeout, country, province)
        return self._answer(work)

    def reverse(
        self, query: object, *, exactly_one: bool = True, timeout: object = DEFAULT_SENTINEL
    ) -> Found | Awaitable[Found]:
        """
        Describe a point.

        Parameters
        ----------
        query
            geopy.Point, latitude and longitude, or these as the text "35.11, 40.45".
        exactly_one
            False gives a list of one.
        timeout
            Not needed, since nothing is asked of a server.

        Returns
        -------
        geopy.Location, list of one or None
            The point with `gazetteer.describe` as its address; None without any town.

        Raises
        ------
        geopy.exc.GeocoderQueryError
            If the query is no point.
        geopy.exc.GeocoderServiceError
            If the gazetteer cannot be read.
        """
        del timeout
        return self._answer(partial(self._reverse, query, exactly_one))

    def _answer(self, work: Callable[[], Found]) -> Found | Awaitable[Found]:
        """Work now, or when awaited, as the adapter has it."""
        if isinstance(self.adapter, BaseAsyncAdapter):
            return asyncio.to_thread(_in_geopys_words, work)
        return _in_geopys_words(work)

    def _geocode(
        self,
        query: object,
        exactly_one: bool,  # noqa: FBT001 - geopy's word
        timeout: object,
        country: str | None,
        province: str | None,
    ) -> Found:
        if not isinstance(query, str):
            msg = f"{query!r} is no description; expected a text such as '10 km north of Idlib'"
            raise GeocoderQueryError(msg)
        places = self._places()
        context = self._context
        if country is not None or province is not None:
            context = self._context_of(country or context[0], province)
        code, provinces = context
        try:
            expression = parse(query)
        except ExpressionError:
            return None
        spot = resolve(expression, country=code, provinces=provinces, gazetteer=places)
        if self._online:
            server = self._server
            if server is not None and timeout is not DEFAULT_SENTINEL:
                server = replace(server, timeout_s=timeout)  # type: ignore[arg-type] # geopy's
            spot = fallback(
                spot, country=code, provinces=provinces, gazetteer=places, server=server
            )
        found = [_location(each, places) for each in _possible(spot)]
        if not found or (exactly_one and len(found) > 1):
            return None
        return found[0] if exactly_one else found

    def _reverse(self, query: object, exactly_one: bool) -> Found:  # noqa: FBT001 - geopy's word
        point = _point(query)
        described = descriptions(point.longitude, point.latitude, gazetteer=self._places()).item()
        if described is None:
            return None
        found = geopy.Location(described.text(), point, described.to_dict())
        return found if exactly_one else [found]

    def _places(self) -> Gazetteer:
        return load() if self._gazetteer is None else self._gazetteer

    def _context_of(
        self, country: str | None, province: str | None
    ) -> tuple[str | None, tuple[str, ...]]:
        """Turn the words for a country and a province into codes."""
        if country is None and province is None:
            return None, ()
        places = self._places()
        code = country_code(country, gazetteer=places)
        if province is None:
            return code, ()
        codes = province_codes(province, country=code, gazetteer=places)
        if not codes:
            msg = f"no province is called {province!r}" + (f" in {code}" if code else "")
            raise RegionError(msg)
        return code, codes


def _in_geopys_words(work: Callable[[], Found]) -> Found:
    """Work, with our errors as geopy's."""
    try:
        return work()
    except RegionError as error:
        raise GeocoderQueryError(str(error)) from error
    except IndexFileError as error:
        raise GeocoderServiceError(str(error)) from error


def _point(query: object) -> geopy.Point:
    """Read a point; geopy's parser sees numbers only."""
    given = query
    if isinstance(given, str):
        pair = PAIR.fullmatch(given)
        given = pair.groups() if pair else None
    try:
        if isinstance(given, geopy.Point):
            lat, lon = given.latitude, given.longitude
        else:
            lat, lon = map(float, list(given)[:2])  # type: ignore[call-overload]
    except (TypeError, ValueError):
        lat = lon = math.nan
    if not (abs(lat) <= 90 and abs(lon) <= 360):  # noqa: PLR2004 - degrees; NaN is neither
        msg = f"{query!r} is no point; expected latitude and longitude in degrees: (35.11, 40.45)"
        raise GeocoderQueryError(msg)
    return geopy.Point(lat, lon)


def _possible(spot: Location) -> list[Location]:
    """List the points that a location may have: its own, or one for each candidate."""
    if spot.status == "located":
        return [spot]
    if spot.status == "region" and spot.relation == "region_only":
        area = spot.anchors[0]
        return [replace(spot, lon=area.lon, lat=area.lat)]
    if spot.status != "ambiguous" or spot.expression is None:
        return []
    clause = spot.expression.clauses[0]
    if len(clause.anchors) != 1 or clause.relation in AREAS_ONLY:
        return []
    return [_at(spot, match.place) for match in spot.candidates]


def _at(spot: Location, place: Place) -> Location:
    """Place an ambiguous description as if one candidate were meant."""
    clause = spot.expression.clauses[0]  # type: ignore[union-attr] # _possible has looked
    placed = place_clause(
        clause, (place,), country=place.country, reach_m=defaults.DIRECTION_REACH_M
    )
    return replace(
        spot,
        lon=placed.lon if placed.lon is not None else place.lon,
        lat=placed.lat if placed.lat is not None else place.lat,
        radius_m=placed.radius_m,
        anchors=(place,),
        country=place.country,
        province=place.admin1,
        draw=placed.draw,
    )


def _location(spot: Location, gazetteer: Gazetteer) -> geopy.Location:
    """Turn a location into geopy's."""
    names: Sequence[str] = [address(place, gazetteer=gazetteer) for place in spot.anchors]
    told = " and ".join(names)
    clause = spot.expression.clauses[0] if spot.expression else None
    if isinstance(clause, Offset):
        told = f"{clause.distance.distance_km:.4g} km {clause.direction.name} of {told}"
    elif spot.relation not in {"at", "in_area", "region_only"}:
        told = f"{spot.relation.replace('_', ' ')} {told}"
    return geopy.Location(told, geopy.Point(spot.lat, spot.lon), spot.to_dict())
