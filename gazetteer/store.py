"""
The gazetteer, read: names to places, from one read-only file and the user's own tables.

Coordinates come back as WGS 84 degrees, radii as metres. The file is opened when the first name
is looked up, immutable and once per thread.
"""

from __future__ import annotations

import math
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Literal

from gazetteer.build import ABBREVIATION, ALIAS, BARE, OWN
from gazetteer.generics import split_generic
from gazetteer.index import ADMIN1, COUNTRY, KIND, NAME, POPULATION, ROLE, Index
from gazetteer.match import lookups
from gazetteer.names import fold, skeleton
from gazetteer.place import AREAS, SETTLEMENTS, Match, Place
from gazetteer.ranking import prominence
from gazetteer.rows import id_of, lies_in, place_of
from gazetteer.suggestions import LETTERS_SHARED, Vocabulary, similar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from gazetteer.index import Row
    from gazetteer.place import MatchKind

METRES_PER_DEGREE = 110_574.0  # of latitude at the equator, the shortest: boxes err to the wide

_AREAS = frozenset(AREAS)
STAGES: dict[MatchKind, int] = {"exact": 0, "alias": 1, "variant": 2, "suggestion": 3}

BELOW_LISTED = 0.2  # ours, above the margin of ambiguity: a listed town beats an imported village


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
        self._listed = len(listed)
        self._indexes = (*listed, *imported)
        self._countries = frozenset(countries) if countries is not None else None
        self._vocabulary = Vocabulary()
        self._division = lru_cache(maxsize=8_192)(self._get)

    def __reduce__(self) -> tuple[Any, ...]:
        """Open the same files in another process."""
        listed, imported = self._indexes[: self._listed], self._indexes[self._listed :]
        return partial(Gazetteer, countries=self._countries, imported=imported), (listed,)

    @property
    def version(self) -> str:
        """Sources of the places and their dates."""
        texts = []
        for index in self._indexes:
            meta = dict(index.rows("SELECT key, value FROM meta"))
            texts.append(" ".join(str(meta[key]) for key in ("source", "date") if key in meta))
        return "; ".join(texts)

    def beside(self, index: Index) -> Gazetteer:
        """Give a gazetteer in which the places of one more index come before all others."""
        return Gazetteer([index, *self._indexes], countries=self._countries)

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
        found = self._accepted(name, folded, country, province, wanted, limit=limit)
        exact = bool(found) and found[0].kind == "exact"
        generic = None if exact else split_generic(folded)
        if generic:
            bare, admitted = generic
            both = admitted if wanted is None else admitted & wanted
            with_kind = self._accepted(bare, bare, country, province, both, limit=limit, bare=True)
            found = with_kind or found
        if not found and suggest:
            found = self._suggestions(generic[0] if generic else folded, country, wanted, limit)
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
        for index in self._indexes:
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
        rows = (row for index in self._indexes for row in index.inside(*box))
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
            for index in self._indexes
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
            for index in self._indexes
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
        rows = [row for index in reversed(self._indexes) for row in index.of_kinds(SETTLEMENTS)]
        if self._countries is not None:
            rows = [row for row in rows if row[-1] in self._countries]
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
        for index in self._indexes:
            country = index.country_of(word, role)
            if country is not None:
                return self.get(f"country:{country}")
        return None

    def _accepted(
        self,
        name: str,
        folded: str,
        country: str | None,
        province: str | None,
        kinds: frozenset[str] | None,
        *,
        limit: int,
        bare: bool = False,
    ) -> list[Match]:
        """
        Exact, alias and variant matches of a name, best first, each place once.

        With `bare` also those whose name has this and a generic word.
        """
        divisions = kinds is not None and kinds <= _AREAS  # only then an abbreviation is a name

        def admitted(row: Row) -> bool:
            return (
                (kinds is None or row[KIND] in kinds)
                and (self._countries is None or row[COUNTRY] in self._countries)
                and (divisions or row[ROLE] != ABBREVIATION)
            )

        best: dict[str, tuple[int, int, float, str, MatchKind, Row]] = {}
        area = False
        for order, index in enumerate(self._indexes):
            dense = order >= self._listed
            if order == self._listed:
                area = any(
                    kind != "variant" and row[KIND] in _AREAS for *_, kind, row in best.values()
                )
            for stage, rows in lookups(index, name, folded, country, admitted, bare=bare):
                for row in self._believed(rows, stage, province, area=area) if dense else rows:
                    place_id = id_of(row)
                    kind: MatchKind = "alias" if row[ROLE] == ALIAS and stage == "exact" else stage
                    rank = STAGES[kind]
                    known = best.get(place_id)
                    if known is not None and known[:2] <= (rank, order):
                        continue
                    score = prominence(
                        row[KIND],
                        row[POPULATION],
                        in_country=country is not None,
                        in_province=province is not None and lies_in(row, province),
                        own_name=row[ROLE] == OWN,
                    )
                    score -= BELOW_LISTED if dense and not self._is_listed(place_id) else 0
                    best[place_id] = (rank, order, -score, place_id, kind, row)
        return [
            Match(place_of(row), kind, -score, row[NAME])
            for _, _, score, _, kind, row in sorted(best.values())[:limit]
        ]

    def _believed(
        self, rows: Sequence[Row], stage: MatchKind, province: str | None, *, area: bool
    ) -> list[Row]:
        """Keep what a dense list may answer: see `imported`. Places that we list are all kept."""
        if stage == "variant" and province is None and len({id_of(row) for row in rows}) > 1:
            area = True  # a guess among many
        return [
            row
            for row in rows
            if (not area and (province is None or row[ADMIN1] == province))
            or self._is_listed(id_of(row))
        ]

    def _is_listed(self, place_id: str) -> bool:
        """Whether a place of a dense list is one that the embedded index has."""
        return any(index.place(place_id) for index in self._indexes[: self._listed])

    def _suggestions(
        self, folded: str, country: str | None, kinds: frozenset[str] | None, limit: int
    ) -> list[Match]:
        """Places whose names are similar, most similar first."""
        key = skeleton(folded, country)
        found: dict[str, Match] = {}
        enough = len(key) >= LETTERS_SHARED or (country is not None and bool(key))
        for index in self._indexes if enough and limit > 0 else ():
            keys, shared = self._vocabulary.of(index, country, key)
            for other, score in similar(key, keys, shared=shared):
                for row in index.spelt(other, country):
                    place = place_of(row)
                    here = self._countries is None or place.country in self._countries
                    if here and (kinds is None or place.kind in kinds):
                        found.setdefault(place.id, Match(place, "suggestion", score, place.name))
        order = sorted(found.values(), key=lambda m: (-m.score, -m.place.population, m.place.id))
        return order[:limit]
