# ruff: noqa: RUF001 - letters of many scripts are the subject
"""
Spellings by language: what a name becomes when another language writes its sounds.

Turkish writes Cizre for what English writes Jizre; Somali writes Ceelbuur for El Bur. The rules
are a table, `data/spellings.csv`, with the countries that each applies to. A name of such a
country is indexed under its respellings too, and a query in them is asked once more, if all
else failed. Names in Cyrillic, Greek and Arabic letters are written in Latin ones here, so that
they have skeletons.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache, partial
from pathlib import Path

TABLE = Path(__file__).parent / "data" / "spellings.csv"

# to what a skeleton makes of the usual romanisations; vowels of Arabic script are long ones
_LATIN = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "ѓ": "gj", "ђ": "dj",
        "е": "e", "ё": "yo", "є": "ye", "ж": "zh", "з": "z", "и": "i", "і": "i", "ї": "yi",
        "й": "y", "ј": "j", "к": "k", "қ": "q", "л": "l", "љ": "lj", "м": "m", "н": "n",
        "њ": "nj", "ң": "ng", "о": "o", "ө": "o", "п": "p", "р": "r", "с": "s", "т": "t",
        "ћ": "c", "ќ": "kj", "у": "u", "ў": "u", "ү": "u", "ұ": "u", "ф": "f", "х": "kh",
        "ҳ": "h", "һ": "h", "ц": "ts", "ч": "ch", "џ": "dz", "ш": "sh", "щ": "shch", "ъ": "",
        "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ә": "a", "ғ": "gh", "ӣ": "i",
        "ӯ": "u", "ҷ": "j", "ѕ": "dz",
        "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th",
        "ι": "i", "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p",
        "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps",
        "ω": "o",
        "ا": "a", "ب": "b", "پ": "p", "ت": "t", "ث": "th", "ج": "j", "چ": "ch", "ح": "h",
        "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ڕ": "r", "ړ": "r", "ز": "z", "ژ": "zh",
        "س": "s", "ش": "sh", "ښ": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "",
        "غ": "gh", "ف": "f", "ڤ": "v", "ق": "q", "ك": "k", "گ": "g", "ګ": "g", "ل": "l",
        "ڵ": "l", "م": "m", "ن": "n", "ڼ": "n", "ه": "h", "ە": "a", "و": "u", "ۆ": "o",
        "ؤ": "u", "ي": "i", "ێ": "e", "ټ": "t", "ٹ": "t", "ډ": "d", "ڈ": "d", "ڑ": "r",
        "څ": "ts", "ځ": "dz", "ں": "n", "ے": "e",
    }
)  # fmt: skip
_ARTICLE = re.compile(r"\bال(?=\w\w)")  # written as one word with its noun


def table_rows() -> list[dict[str, str]]:
    """
    Read the table as it is.

    Returns
    -------
    list of dict
        Columns language, countries, written (a pattern), heard, and an example: a name, how
        reports write it, and why.
    """
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def respellings(name: str, country: str | None) -> tuple[str, ...]:
    """
    Write a name as others hear it, by each language of its country.

    Parameters
    ----------
    name
        A name as written, in Latin letters.
    country
        Alpha-2 code.

    Returns
    -------
    tuple of str
        Other spellings, each once; none where the country has no such language or the name no
        such letter.

    Examples
    --------
    >>> respellings("Cizre", "TR"), respellings("Cizre", "FR")
    (('jizre',), ())
    """
    rules = _rules().get(country or "", ())
    if not rules:
        return ()
    text = unicodedata.normalize("NFC", name.casefold())
    found = []
    for pattern, heard in rules:
        spelling = pattern.sub(partial(_heard, heard), text)
        if spelling != text and spelling not in found:
            found.append(spelling)
    return tuple(found)


def romanised(folded: str) -> str:
    """
    Write a folded name of Cyrillic, Greek or Arabic letters in Latin ones.

    Parameters
    ----------
    folded
        A key as `names.fold` gives it.

    Returns
    -------
    str
        The same name in Latin letters; empty if letters of other scripts are left.

    Examples
    --------
    >>> romanised("сольдеу"), romanised("كركوك"), romanised("ソルデウ")
    ('soldeu', 'krkuk', '')
    """
    latin = _ARTICLE.sub("", folded).translate(_LATIN)
    return latin if latin.isascii() else ""


def _heard(sounds: tuple[str, ...], match: re.Match[str]) -> str:
    """Sound of the part of a pattern that matched."""
    return sounds[(match.lastindex or 1) - 1]


@cache
def _rules() -> dict[str, tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]]:
    """For each country, for each of its languages, one pattern and what each part becomes."""
    by_language: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for row in table_rows():
        for country in row["countries"].split("|"):
            language = by_language.setdefault(country, {}).setdefault(row["language"], [])
            language.append((row["written"], row["heard"]))
    return {
        country: tuple(
            (
                re.compile("|".join(f"({written})" for written, _ in rules)),
                tuple(heard for _, heard in rules),
            )
            for rules in languages.values()
        )
        for country, languages in by_language.items()
    }
