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

BAR = 0.7
"""
Similarity from which a name is worth showing. Measured as above: .90 of the right towns stay,
and a name that nothing has is shown 1.7 others instead of 4.0.
"""

BAR_WORLDWIDE = 0.8  # without a country: as in one where every tenth key is shared

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
