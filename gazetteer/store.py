"""
The gazetteer, read: names to places, from one read-only file and the user's own tables.

Coordinates come back as WGS 84 degrees, radii as metres. The file is opened when the first name
is looked up, immutable and once per thread.
"""

from __future__ import annotations

import math
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Literal

from gazetteer.build import ABBREVIATION, BARE
from gazetteer.generics import split_generic
from gazetteer.index import KIND, ROLE, Index
from gazetteer.names import fold
from gazetteer.place import SETTLEMENTS, Match, Place
from gazetteer.rows import place_of
from gazetteer.shelf import Shelf
from gazetteer.suggestions import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

METRES_PER_DEGREE = 110_574.0  # of latitude at the equator, the shortest: boxes err to the wide


class Gazetteer:
    """
    Places by name.

    Parameters
    ----------
    indexes
        The user's own, then the embedded one; of places with one id the first counts.
    countries
        Alpha-2 codes; places of other countries are left out.
    imported
        Dense lists of places, asked last and believed least: none of their places answers the
        name of a country, province or region; where a province is asked for, only those inside
        it; where none is, a spelling variant only if the country has it once.
    """

    def __init__(
        self,
        indexes: Iterable[Index],
        *,
        countries: Collection[str] | None = None,
        imported: Iterable[Index] = (),
    ) -> None:
        listed = tuple(indexes)
        self._shelf = Shelf(
            indexes=(*listed, *imported),
            listed=len(listed),
            countries=frozenset(countries) if countries is not None else None,
        )
        self._vocabulary = Vocabulary()
        self._division = lru_cache(maxsize=8_192)(self._get)

    def __reduce__(self) -> tuple[Any, ...]:
        """Open the same files in another process."""
        shelf = self._shelf
        listed, imported = shelf.indexes[: shelf.listed], shelf.indexes[shelf.listed :]
        return partial(Gazetteer, countries=shelf.countries, imported=imported), (listed,)

    @property
    def version(self) -> str:
        """Sources of the places and their dates."""
        texts = []
        for index in self._shelf.indexes:
            meta = dict(index.rows("SELECT key, value FROM meta"))
            texts.append(" ".join(str(meta[key]) for key in ("source", "date") if key in meta))
        return "; ".join(texts)

    def beside(self, index: Index) -> Gazetteer:
        """Give a gazetteer in which the places of one more index come before all others."""
        return Gazetteer([index, *self._shelf.indexes], countries=self._shelf.countries)

    def search(
        self,
        name: str,
        *,
        country: str | None = None,
        province: str | None = None,
        kinds: Collection[str] | None = None,
        limit: int = 5,
        suggest: bool = True,
    ) -> list[Match]:
        """
        Find the places that a name may mean.

        Parameters
        ----------
        name
            A name as a report writes it, in any script, with or without a generic word
            ("Deir ez-Zor city", "Kirkuk Province").
        country
            Alpha-2 code; only its places are looked at, and spelling variants are accepted, which
            without a country they are only if one place in the world has the spelling.
        province
            Code such as "SY.04"; its places come before others.
        kinds
            Only places of these kinds.
        limit
            Number of matches.
        suggest
            Whether to look for similar names where there is none.

        Returns
        -------
        list of Match
            Best first: exact, alias, variant; if there is none of these, suggestions, which are
            similar names and not finds; within one of these as `gazetteer.ranking` orders them.

        Raises
        ------
        IndexFileError
            If the index is missing or damaged.

        Examples
        --------
        >>> from gazetteer.opening import load
        >>> load().search("Al-Mayadeen", country="SY")[0].place.name
        'Al Mayādīn'
        """
        folded = fold(name)
        if not folded:
            return []
        wanted = frozenset(kinds) if kinds is not None else None
        shelf = self._shelf
        found = shelf.accepted(name, folded, country, province, wanted, limit=limit)
        exact = bool(found) and found[0].kind == "exact"
        generic = None if exact else split_generic(folded)
        if generic:
            bare, admitted = generic
            both = admitted if wanted is None else admitted & wanted
            found = (
                shelf.accepted(bare, bare, country, province, both, limit=limit, bare=True) or found
            )
        if not found and suggest:
            meant = generic[0] if generic else folded
            found = shelf.suggestions(meant, country, wanted, limit, self._vocabulary)
        return found[:limit]

    def get(self, place_id: str) -> Place | None:
        """
        Find a place by its id.

        Parameters
        ----------
        place_id
            As "geonames:172955".

        Returns
        -------
        Place or None
            The place, None if it is not there.

        Examples
        --------
        >>> from gazetteer.opening import load
        >>> load().get("geonames:173576").name
        'Latakia'
        """
        division = place_id.startswith(("country:", "province:"))  # every reason names two
        return self._division(place_id) if division else self._get(place_id)

    def _get(self, place_id: str) -> Place | None:
        for index in self._shelf.indexes:
            row = index.place(place_id)
            if row is not None:
                return place_of(row)
        return None

    def near(self, lon: float, lat: float, *, radius_m: float) -> list[Place]:
        """
        List the populated places round a point.

        Parameters
        ----------
        lon, lat
            Degrees.
        radius_m
            Half the side of the box that is listed, metres; its corners lie farther.

        Returns
        -------
        list of Place
            The user's own first; none across the antimeridian.

        Examples
        --------
        >>> from gazetteer.opening import load
        >>> "Al Mayādīn" in [place.name for place in load().near(40.45, 35.02, radius_m=5_000)]
        True
        """
        high = radius_m / METRES_PER_DEGREE
        wide = high / max(math.cos(math.radians(lat)), 0.01)
        box = (lon - wide, lat - high, lon + wide, lat + high)
        rows = (row for index in self._shelf.indexes for row in index.inside(*box))
        places = (place_of(row) for row in rows if row[KIND] in SETTLEMENTS)
        found: dict[str, Place] = {}
        for place in places:
            found.setdefault(place.id, place)
        return list(found.values())

    def largest(
        self, west: float, south: float, east: float, north: float, *, limit: int
    ) -> list[Place]:
        """
        List the most populous towns in a box.

        Parameters
        ----------
        west, south, east, north
            Degrees, not across the antimeridian.
        limit
            How many.

        Returns
        -------
        list of Place
            The largest first.

        Examples
        --------
        >>> from gazetteer.opening import load
        >>> [place.name for place in load().largest(35.5, 32.5, 36.6, 34.0, limit=2)]
        ['Beirut', 'Damascus']
        """
        rows = (
            row
            for index in self._shelf.indexes
            for row in index.largest(west, south, east, north, 2 * limit)
        )
        found = {
            place.id: place for place in map(place_of, (r for r in rows if r[KIND] in SETTLEMENTS))
        }
        return sorted(found.values(), key=lambda place: (-place.population, place.id))[:limit]

    def named(self, folded: str, country: str | None = None) -> list[Place]:
        """
        List the places that have a name, without judging them.

        Parameters
        ----------
        folded
            The name as `names.fold` gives it.
        country
            Alpha-2 code; None for all.

        Returns
        -------
        list of Place
            Each once, by id.

        Examples
        --------
        >>> from gazetteer.opening import load
        >>> sorted({place.kind for place in load().named("homs", "SY")})
        ['city', 'province']
        """
        rows = (
            row
            for index in self._shelf.indexes
            for row in index.named(folded, country)
            if row[ROLE] not in (BARE, ABBREVIATION)
        )
        found: dict[str, Place] = {}
        for place in map(place_of, rows):
            found.setdefault(place.id, place)
        return [found[place_id] for place_id in sorted(found)]

    def settlements(self) -> list[tuple[Any, ...]]:
        """
        List every populated place.

        Returns
        -------
        list of tuple
            id, lon, lat, population, radius_m (or None) and country; each id once.

        Examples
        --------
        >>> from gazetteer.opening import load
        >>> len(load().settlements()) > 200_000
        True
        """
        indexes, countries = self._shelf.indexes, self._shelf.countries
        rows = [row for index in reversed(indexes) for row in index.of_kinds(SETTLEMENTS)]
        if countries is not None:
            rows = [row for row in rows if row[-1] in countries]
        return list({row[0]: row for row in rows}.values())

    def country(self, word: str) -> Place | None:
        """
        Find a country by a code or name.

        Parameters
        ----------
        word
            Alpha-2, alpha-3, or a name.

        Returns
        -------
        Place or None
            The country, None if the word means none.

        Examples
        --------
        >>> from gazetteer.opening import load
        >>> load().country("Syria").country, load().country("Syrian") is None
        ('SY', True)
        """
        return self._country(word, "code") or self._country(fold(word), "name")

    def demonym(self, word: str) -> Place | None:
        """
        Find a country by the word for its people.

        Parameters
        ----------
        word
            As "Egyptian".

        Returns
        -------
        Place or None
            The country, None if the word means none.

        Examples
        --------
        >>> from gazetteer.opening import load
        >>> load().demonym("Egyptian").country
        'EG'
        """
        return self._country(fold(word), "demonym")

    def _country(self, word: str, role: Literal["code", "name", "demonym"]) -> Place | None:
        for index in self._shelf.indexes:
            country = index.country_of(word, role)
            if country is not None:
                return self.get(f"country:{country}")
        return None
