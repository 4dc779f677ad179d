"""The indexes of a gazetteer, in the order in which they are asked, and what they answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazetteer.build import ABBREVIATION, ALIAS, OWN
from gazetteer.index import ADMIN1, COUNTRY, KIND, NAME, POPULATION, ROLE
from gazetteer.match import lookups
from gazetteer.names import skeleton
from gazetteer.place import AREAS, Match
from gazetteer.ranking import prominence
from gazetteer.rows import id_of, lies_in, place_of
from gazetteer.suggestions import LETTERS_SHARED, Vocabulary, similar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.index import Index, Row
    from gazetteer.place import MatchKind

_AREAS = frozenset(AREAS)
STAGES: dict[MatchKind, int] = {"exact": 0, "alias": 1, "variant": 2, "suggestion": 3}

BELOW_LISTED = 0.2  # ours, above the margin of ambiguity: a listed town beats an imported village


@dataclass(frozen=True, slots=True)
class Shelf:
    """
    Open indexes.

    Attributes
    ----------
    indexes
        In the order in which they are asked; of places with one id the first counts.
    listed
        How many of them, the first, hold places that are listed for what they are; the others
        are dense lists, which are believed least.
    countries
        Alpha-2 codes of those whose places count; None for all.
    """

    indexes: tuple[Index, ...]
    listed: int
    countries: frozenset[str] | None

    def accepted(
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
        Find exact, alias and variant matches of a name, best first, each place once.

        Parameters
        ----------
        name, folded
            The name as written, and its key.
        country, province, kinds, limit
            As of `Gazetteer.search`.
        bare
            Also those whose name has this and a generic word.
        """
        divisions = kinds is not None and kinds <= _AREAS  # only then an abbreviation is a name

        def admitted(row: Row) -> bool:
            return (
                (kinds is None or row[KIND] in kinds)
                and (self.countries is None or row[COUNTRY] in self.countries)
                and (divisions or row[ROLE] != ABBREVIATION)
            )

        best: dict[str, tuple[int, int, float, str, MatchKind, Row]] = {}
        area = False
        for order, index in enumerate(self.indexes):
            dense = order >= self.listed
            if order == self.listed:
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
        return any(index.place(place_id) for index in self.indexes[: self.listed])

    def suggestions(
        self,
        folded: str,
        country: str | None,
        kinds: frozenset[str] | None,
        limit: int,
        vocabulary: Vocabulary,
    ) -> list[Match]:
        """
        Find places whose names are similar, most similar first.

        Parameters
        ----------
        folded
            Key of the name that was not found.
        country, kinds, limit
            As of `Gazetteer.search`.
        vocabulary
            Keys that are held.
        """
        key = skeleton(folded, country)
        found: dict[str, Match] = {}
        enough = len(key) >= LETTERS_SHARED or (country is not None and bool(key))
        for index in self.indexes if enough and limit > 0 else ():
            keys, shared = vocabulary.of(index, country, key)
            for other, score in similar(key, keys, shared=shared):
                for row in index.spelt(other, country):
                    place = place_of(row)
                    here = self.countries is None or place.country in self.countries
                    if here and (kinds is None or place.kind in kinds):
                        found.setdefault(place.id, Match(place, "suggestion", score, place.name))
        order = sorted(found.values(), key=lambda m: (-m.score, -m.place.population, m.place.id))
        return order[:limit]
