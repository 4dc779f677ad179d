"""
Villages from what stands in them: the words that make a health site or a school of a name.

The words are a table, `data/facilities.csv`.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from gazetteer.names import fold

TABLE = Path(__file__).parent.parent / "data" / "facilities.csv"


@cache
def facility_words() -> tuple[str, ...]:
    """
    Read the table.

    Returns
    -------
    tuple of str
        Folded words, longest first.

    Examples
    --------
    >>> "health centre" in facility_words()
    True
    """
    with TABLE.open(encoding="utf-8", newline="") as file:
        words = {fold(row["word"]) for row in csv.DictReader(file)}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def village_of(name: str) -> str:
    """
    Take the facility from a name.

    Parameters
    ----------
    name
        As "Kumshe Dispensary".

    Returns
    -------
    str
        The name of the village as it was written; the whole name if nothing else would be left.

    Examples
    --------
    >>> village_of("Kumshe Dispensary"), village_of("Am-Silep Centre de Santé")
    ('Kumshe', 'Am-Silep')
    """
    words = name.split()
    for facility in facility_words():
        for cut in range(1, len(words)):
            if fold(" ".join(words[cut:])) == facility:
                return " ".join(words[:cut])
            if fold(" ".join(words[:cut])) == facility:
                return " ".join(words[cut:])
    return name
