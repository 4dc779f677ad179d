"""
Similar names, for a reader to choose from: an offer where a name is not found, never a find.

Similarity is that of the skeletons (rapidfuzz's ratio, 0.6) and of their consonants (0.4).
Measured by leaving one spelling of 1,080 towns of 18 countries out: the right town comes first
for .79 and is among five for .94, with the skeletons alone for .77 and .93.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.index import Index

BAR = 0.7
"""
Similarity from which a name is worth showing. Measured as above: .90 of the right towns stay,
and a name that nothing has is shown 1.7 others instead of 4.0.
"""

BAR_WORLDWIDE = 0.8  # without a country: as in one where every tenth key is shared

LETTERS_SHARED = 3  # first letters of a suggestion without a country; bounds what is compared
MOST_KEYS = 250_000  # held, of the countries last asked for: about 15 MB

LOOKED_AT = 25  # of the most similar skeletons; the rest is farther in either way
_LOWEST_RATIO = 55  # a skeleton below it cannot reach the bar but by its consonants alone
_VOWELS = re.compile(r"(?<!^)[aeiou]")


def similar(key: str, keys: Sequence[str], *, shared: float) -> list[tuple[str, float]]:
    """
    Choose the keys that are similar enough to be shown.

    Parameters
    ----------
    key
        Skeleton of the name that was not found.
    keys
        Skeletons of the names of a country.
    shared
        Share of these that belong to several places, by which the bar is raised: where names
        repeat, a similar one is likelier another.

    Returns
    -------
    list of (key, similarity)
        Most similar first, similarity from 0 to 1.

    Examples
    --------
    >>> [key for key, _ in similar("luder", ["laudar", "marib", "ludr"], shared=0)]
    ['ludr', 'laudar']
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only where a name is not found

    consonants = _VOWELS.sub("", key)
    scored = [
        (other, 0.006 * ratio + 0.004 * fuzz.ratio(consonants, _VOWELS.sub("", other)))
        for other, ratio, _ in process.extract(
            key, keys, scorer=fuzz.ratio, score_cutoff=_LOWEST_RATIO, limit=LOOKED_AT
        )
    ]
    bar = BAR + shared
    return sorted(
        ((other, score) for other, score in scored if score >= bar),
        key=lambda entry: (-entry[1], entry[0]),
    )


class Vocabulary:
    """The keys of the countries that were last asked for, since reading them takes longest."""

    def __init__(self) -> None:
        self._keys: dict[tuple[int, str], tuple[Sequence[str], float]] = {}

    def of(self, index: Index, country: str | None, key: str) -> tuple[Sequence[str], float]:
        """
        Give the keys to compare one with, and the share of them that several places have.

        Parameters
        ----------
        index
            Where the names are.
        country
            Alpha-2 code; without one, keys of every country with the same beginning.
        key
            Skeleton of the name that was not found.
        """
        if country is None:
            return index.beginning(key[:LETTERS_SHARED]), BAR_WORLDWIDE - BAR
        known = (id(index), country)
        keys = self._keys.pop(known, None) or index.vocabulary(country)
        self._keys[known] = keys
        while sum(len(held) for held, _ in list(self._keys.values())) > MOST_KEYS:
            oldest = next(iter(self._keys), known)
            if oldest == known:
                break
            self._keys.pop(oldest, None)
        return keys
