"""
Generic words around a name: "Deir ez-Zor city" is a town, "Kot District" is not the town of Kot.

The words and the kinds of places that each admits are a table, `data/generics.csv`.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from gazetteer.names import fold

MOST_WORDS = 3  # of the longest generic in the table, "army air field"
TABLE = Path(__file__).parent / "data" / "generics.csv"


@cache
def generic_words() -> dict[str, frozenset[str]]:
    """
    Read the table of generic words.

    Returns
    -------
    dict
        Folded word -> kinds of places that it admits.

    Examples
    --------
    >>> sorted(generic_words()["border crossing"])
    ['border_crossing']
    """
    return {fold(row["word"]): frozenset(row["kinds"].split("|")) for row in table_rows()}


def table_rows() -> list[dict[str, str]]:
    """
    Read the table as it is.

    Returns
    -------
    list of dict
        Columns word, kinds, example.
    """
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def split_generic(folded: str) -> tuple[str, frozenset[str]] | None:
    """
    Part a folded name from the generic word before or after it.

    Parameters
    ----------
    folded
        A name as `names.fold` gives it.

    Returns
    -------
    tuple or None
        The bare name and the kinds that the word admits; None without such a word.

    Examples
    --------
    >>> split_generic("kot district") == ("kot", frozenset({"district", "province"}))
    True
    >>> split_generic("kot") is None
    True
    """
    words = folded.split()
    table = generic_words()
    for length in (MOST_WORDS, 2, 1):
        if len(words) <= length:
            continue
        after, before = " ".join(words[-length:]), " ".join(words[:length])
        if after in table:
            return " ".join(words[:-length]), table[after]
        if before in table:
            bare = words[length:]
            if bare[0] == "of" and len(bare) > 1:
                bare = bare[1:]
            return " ".join(bare), table[before]
    return None


def bare_name(name: str, kind: str) -> str | None:
    """
    Take the generic word from the name of a place whose kind it says.

    Parameters
    ----------
    name
        Name of a place.
    kind
        Its kind.

    Returns
    -------
    str or None
        The bare name, folded; None if the name has no such word.

    Examples
    --------
    >>> bare_name("Arar border crossing", "border_crossing"), bare_name("Tora Bora", "mountain")
    ('arar', None)
    """
    parts = split_generic(fold(name))
    return parts[0] if parts and kind in parts[1] else None
