"""
The gazetteer, read: names to places, from one read-only file and the user's own tables.

Coordinates come back as WGS 84 degrees, radii as metres. The file is opened when the first name
is looked up, immutable and once per thread.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from gazetteer.build import ALIAS, DEGREE, FIRST_OTHER, OWN
from gazetteer.embedded import rebuild, usable_index
from gazetteer.errors import OverlayError
from gazetteer.generics import split_generic
from gazetteer.index import Index
from gazetteer.names import MIN_SKELETON, consonants, fold, skeleton
from gazetteer.place import Match, Place, radius_of
from gazetteer.ranking import prominence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from gazetteer.place import MatchKind

STAGES: dict[MatchKind, int] = {"exact": 0, "alias": 1, "variant": 2, "suggestion": 3}

SUGGESTION_RATIO = 60  # ours: below, two names have little in common

_COLUMNS = (
    "number, id, name, lon, lat, p.country, admin1, kind, population, radius_m, source, codes"
)
_JOIN = f"SELECT role, {_COLUMNS} FROM {{table}} k JOIN place p ON p.number = k.place WHERE"  # noqa: S608 - constants
_EXACT = _JOIN.format(table="fold") + " k.key = ?"
_EXACT_IN = _EXACT + " AND k.country IN (?, '')"
_SKELETON_IN = _JOIN.format(table="skeleton") + " k.country IN (?, '') AND k.key = ?"


class Gazetteer:
    """
    Places by name.

    Parameters
    ----------
    indexes
        The user's own, then the embedded one; of places with one id the first counts.
    countries
        Alpha-2 codes; places of other countries are left out.
    """

    def __init__(
        self, indexes: Iterable[Index], *, countries: Collection[str] | None = None
    ) -> None:
        self._indexes = tuple(indexes)
        self._countries = frozenset(countries) if countries is not None else None
        self._keys: dict[str, list[str]] = {}

    @property
    def version(self) -> str:
        """Sources of the places and their dates."""
        texts = []
        for index in self._indexes:
            meta = dict(index.rows("SELECT key, value FROM meta"))
            texts.append(" ".join(str(meta[key]) for key in ("source", "date") if key in meta))
        return "; ".join(texts)

    def search(
        self,
        name: str,
        *,
        country: str | None = None,
        province: str | None = None,
        kinds: Collection[str] | None = None,
        limit: int = 5,
    ) -> list[Match]:
        """
        Find the places that a name may mean.

        Parameters
        ----------
        name
            A name as a report writes it, in any script, with or without a generic word
            ("Deir ez-Zor city", "Kirkuk Province").
        country
            Alpha-2 code; only its places are looked at, and spelling variants are accepted.
        province
            Code such as "SY.04"; its places come before others.
        kinds
            Only places of these kinds.
        limit
            Number of matches.

        Returns
        -------
        list of Match
            Best first: exact, alias, variant; if there is none of these, suggestions, which are
            similar names and not finds.

        Raises
        ------
        IndexFileError
            If the index is missing or damaged.

        Notes
        -----
        Order within a kind: `gazetteer.ranking`.

        Examples
        --------
        >>> load().search("Al-Mayadeen", country="SY")[0].place.name
        'Al Mayādīn'
        """
        folded = fold(name)
        if not folded:
            return []
        wanted = frozenset(kinds) if kinds is not None else None
        found = self._accepted(name, folded, country, province, wanted)
        generic = split_generic(folded)
        if generic and not any(match.kind == "exact" for match in found):
            bare, admitted = generic
            both = admitted if wanted is None else admitted & wanted
            found = self._accepted(bare, bare, country, province, both) or found
        if not found:
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
        >>> load().get("geonames:173576").name
        'Latakia'
        """
        source, _, number = place_id.partition(":")
        for index in self._indexes:
            if source == "geonames" and number.isdigit() and int(number) < FIRST_OTHER:
                rows = index.rows(
                    f"SELECT {_COLUMNS} FROM place p WHERE number = ?",
                    (int(number),),  # noqa: S608 - constants
                )
            else:
                rows = index.rows(f"SELECT {_COLUMNS} FROM place p WHERE id = ?", (place_id,))  # noqa: S608 - constants
            if rows:
                return _place(rows[0])
        return None

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
        >>> load().demonym("Egyptian").country
        'EG'
        """
        return self._country(fold(word), "demonym")

    def _country(self, word: str, role: Literal["code", "name", "demonym"]) -> Place | None:
        for index in self._indexes:
            rows = index.rows("SELECT country FROM word WHERE word = ? AND role = ?", (word, role))
            if rows:
                return self.get(f"country:{rows[0][0]}")
        return None

    def _accepted(
        self,
        name: str,
        folded: str,
        country: str | None,
        province: str | None,
        kinds: frozenset[str] | None,
    ) -> list[Match]:
        """Exact, alias and variant matches of a name, best first, each place once."""
        best: dict[str, tuple[tuple[float, ...], Match]] = {}
        for order, index in enumerate(self._indexes):
            for stage, rows in _lookups(index, name, folded, country):
                for row in rows:
                    role, values = row[0], row[1:]
                    if kinds is not None and values[7] not in kinds:
                        continue
                    if self._countries is not None and values[5] not in self._countries:
                        continue
                    place = _place(values)
                    kind: MatchKind = "alias" if role == ALIAS and stage == "exact" else stage
                    score = prominence(
                        place.kind,
                        place.population,
                        in_country=country is not None and place.country == country,
                        in_province=province is not None
                        and (place.admin1 == province or province in place.codes),
                        own_name=role == OWN,
                    )
                    rank = (STAGES[kind], order, -score)
                    known = best.get(place.id)
                    if known is None or rank < known[0]:
                        best[place.id] = (rank, Match(place, kind, score, place.name))
        return [
            match
            for _, match in sorted(best.values(), key=lambda entry: (entry[0], entry[1].place.id))
        ]

    def _suggestions(
        self, folded: str, country: str | None, kinds: frozenset[str] | None, limit: int
    ) -> list[Match]:
        """Places whose names are similar, most similar first."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - only where a name is not found

        key = skeleton(folded, country)
        if not key or limit <= 0:
            return []
        found: dict[str, Match] = {}
        for index in self._indexes:
            keys = self._skeletons(index, country, key)
            for similar, ratio, _ in process.extract(
                key, keys, scorer=fuzz.ratio, score_cutoff=SUGGESTION_RATIO, limit=4 * limit
            ):
                for row in self._of_skeleton(index, similar, country):
                    place = _place(row[1:])
                    if kinds is not None and place.kind not in kinds:
                        continue
                    if place.id not in found:
                        found[place.id] = Match(place, "suggestion", ratio / 100, place.name)
        order = sorted(found.values(), key=lambda m: (-m.score, -m.place.population, m.place.id))
        return order[:limit]

    def _skeletons(self, index: Index, country: str | None, key: str) -> list[str]:
        """Keys to compare with: of the country, or everywhere those with the same beginning."""
        if country is None:
            rows = index.rows(
                f"SELECT DISTINCT key FROM skeleton WHERE country IN ({_all_countries(index)}) "  # noqa: S608 - constants
                "AND key BETWEEN ? AND ?",
                (key[:3], key[:3] + "~"),
            )
            return [str(row[0]) for row in rows]
        name = f"{id(index)} {country}"
        if name not in self._keys:
            rows = index.rows(
                "SELECT DISTINCT key FROM skeleton WHERE country IN (?, '') AND key > '/'",
                (country,),
            )
            self._keys[name] = [str(row[0]) for row in rows]
        return self._keys[name]

    def _of_skeleton(self, index: Index, key: str, country: str | None) -> list[tuple[Any, ...]]:
        if country is not None:
            return index.rows(_SKELETON_IN, (country, key))
        sql = _JOIN.format(table="skeleton")
        return index.rows(f"{sql} k.country IN ({_all_countries(index)}) AND k.key = ?", (key,))


def load(
    *, overlays: Sequence[str | Path] = (), countries: Collection[str] | None = None
) -> Gazetteer:
    """
    Open the gazetteer.

    Parameters
    ----------
    overlays
        CSV files of the user's own places; their rows win over the embedded ones.
    countries
        Alpha-2 codes; places of other countries are left out.

    Returns
    -------
    Gazetteer
        The same one for the same arguments, while the files do not change.

    Raises
    ------
    IndexFileError
        If the index is missing or damaged and cannot be built here; says what to do.
    OverlayError
        If an overlay cannot be read; names the row.

    Examples
    --------
    >>> load().search("Bagram", country="AF")[0].place.country
    'AF'
    """
    files = []
    for overlay in map(Path, overlays):
        try:
            status = overlay.stat()
        except OSError as error:
            msg = f"the table of places {overlay} cannot be read: {error.strerror}"
            raise OverlayError(msg) from error
        files.append((overlay, status.st_mtime_ns, status.st_size))
    return _gazetteer(tuple(files), None if countries is None else frozenset(countries))


@lru_cache(maxsize=16)
def _gazetteer(
    overlays: tuple[tuple[Path, int, int], ...], countries: frozenset[str] | None
) -> Gazetteer:
    """One gazetteer for each set of files as they are now, so that its caches serve all."""
    own: list[Index] = []
    if overlays:
        from gazetteer.overlay import overlay_index  # noqa: PLC0415 - not needed by most

        own = [overlay_index(path) for path, _, _ in overlays]
    return Gazetteer([*own, _embedded()], countries=countries)


@lru_cache(maxsize=1)
def _embedded() -> Index:
    path = usable_index()
    return Index(path, name=str(path), repair=lambda why: rebuild(path, why=why))


def _lookups(
    index: Index, name: str, folded: str, country: str | None
) -> Iterable[tuple[MatchKind, list[tuple[Any, ...]]]]:
    """Rows by stage."""
    if country is None:
        yield "exact", index.rows(_EXACT, (folded,))
        return
    yield "exact", index.rows(_EXACT_IN, (folded, country))
    key = skeleton(name, country)
    if key:
        rows = index.rows(_SKELETON_IN, (country, key))
        if len(key) >= MIN_SKELETON or _one_place(rows):
            yield "variant", rows
    bones = consonants(name, country)
    if bones:
        rows = index.rows(_SKELETON_IN, (country, bones))
        if _one_place(rows):
            yield "variant", rows


def _one_place(rows: Sequence[tuple[Any, ...]]) -> bool:
    """Whether all rows are of one place: a weak key is believed only then."""
    return len({row[1] for row in rows}) == 1


@lru_cache(maxsize=8)
def _all_countries(index: Index) -> str:
    """Country codes of an index as a list of SQL."""
    rows = index.rows("SELECT DISTINCT country FROM place WHERE country IS NOT NULL")
    return ",".join(["''", *(f"'{row[0]}'" for row in rows)])


def _place(row: tuple[Any, ...]) -> Place:
    """Turn a row of the table into a value."""
    number, own_id, name, lon, lat, country, admin1, kind, population, radius_m, source, codes = row
    return Place(
        id=own_id or f"geonames:{number}",
        name=name,
        lon=lon / DEGREE,
        lat=lat / DEGREE,
        country=country,
        admin1=admin1,
        kind=kind,
        population=population,
        radius_m=radius_of(kind, population) if radius_m is None else radius_m,
        source=source or "GeoNames",
        codes=tuple(codes.split("|")) if codes else (),
    )
