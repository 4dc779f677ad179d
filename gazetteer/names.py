# ruff: noqa: RUF001, RUF002, SIM905 - letters of many scripts are the subject
"""
Names as keys: what makes two spellings the same, standard library only.

`fold` forgets case, diacritics and punctuation and keeps everything else, in any script.
`skeleton` also forgets what romanisation leaves open (kh or h, q or k, ou or u, the article, a
final -ah), for names in Latin letters and those that `gazetteer.spellings` romanises.
`consonants` forgets the vowels too and is a key only where short vowels are not written. An index
stores the keys of its names; a query is turned into the same keys. Change a rule here and every
index must be built again (`KEYS_VERSION`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from operator import eq
from typing import TYPE_CHECKING

from gazetteer.spellings import romanised

if TYPE_CHECKING:
    from collections.abc import Iterable

KEYS_VERSION = 5
"""Stored in every index; an index with other keys is not read."""

ARTICLE_COUNTRIES = frozenset(
    (
        "AE AF BH DJ DZ EG EH ER IL IQ IR JO KM KW LB LY MA MR OM PK PS QA SA SD SO SS SY TD TN YE"
    ).split()
)
"""Countries whose names carry the Arabic article; elsewhere "As" and "El" are parts of names."""

EZAFE_COUNTRIES = frozenset("AF IN IQ IR PK TJ".split())
"""Countries where Persian or Kurdish joins words by -e-, -i- or -ye: Qala-i-Naw, Pul-e Alam."""

UNWRITTEN_VOWELS = frozenset(
    "AE AF BH DZ EG EH IL IQ IR JO KW LB LY MA MR OM PK PS QA SA SD SY TN YE".split()
)
"""Countries whose script leaves short vowels out, so that romanisations choose them freely."""

ARTICLES = frozenset("al el as ash ar at ad az an adh ath ul il".split())
EZAFE = frozenset("e i ye y".split())

MIN_SKELETON = 4  # measured: shorter keys take one name for another
MIN_STORED = 3  # believed if only one place of the country has it
MIN_CONSONANTS = 4  # the same, where vowels are dropped too

# letters that do not decompose into a plain letter and a mark
_LETTERS: dict[int, str | None] = str.maketrans(
    {
        "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th",
        "ħ": "h", "ŋ": "ng", "ə": "a", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ɛ": "e", "ɔ": "o",
        # Arabic script: one letter, several code points; alef maqsura and ta marbuta
        "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه",
        "ٱ": "ا", "ـ": None, "ء": None,
        # apostrophes and the signs for hamza and ayn vanish, they do not part words
        "'": None, "’": None, "‘": None, "ʼ": None, "ʻ": None, "ʿ": None, "ʾ": None, "`": None,
        "´": None, "ʹ": None, "ʺ": None, "′": None, "″": None, "‛": None, "ˈ": None, "\u200c": None,
        "\u200d": None, "\u200e": None, "\u200f": None, "\u00ad": None, ".": None,
    }
)  # fmt: skip


class _Folding(dict[int, "str | None"]):
    """Letters and what they are folded to, looked up in the Unicode tables once each."""

    def __missing__(self, code: int) -> str | None:
        """Drop marks, keep letters, digits and vowel signs, part words by all else."""
        letter = chr(code)
        small = letter.casefold()  # of capitals that only decomposing brings forth
        if small != letter:
            return small.translate(self)
        folded = None if _is_mark(letter) else letter if _in_word(letter) else " "
        self[code] = folded
        return folded


_FOLDED = _Folding(_LETTERS)
_NO_ASCII_WORD = re.compile(r"[^a-z0-9]+")

# romanisation leaves these open; in this order
_DIGRAPHS = (
    ("tch", "sh"), ("dj", "j"), ("kh", "h"), ("gh", "g"), ("sh", "s"), ("ch", "s"), ("th", "t"),
    ("dh", "d"), ("zh", "j"), ("ph", "f"),
    ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ie", "i"), ("ei", "y"), ("ey", "y"), ("ay", "y"),
    ("ai", "y"), ("ae", "y"), ("aw", "w"), ("au", "w"), ("ow", "w"),
)  # fmt: skip
_SINGLE = str.maketrans(
    {"q": "k", "c": "k", "x": "h", "v": "u", "w": "u", "p": "b", "o": "u", "e": "i", "y": "i"}
)
_ENDINGS = ("ah", "at", "eh", "a", "e")
_LAST = ("h", "t", "a", "e")
_DOUBLED = re.compile(r"(.)\1+")
_NO_VOWELS = str.maketrans("", "", "aeiou")


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """
    Forget case, diacritics, punctuation, hyphens and apostrophes of a name in any script.

    Vowel signs of Indic and Thai script are letters and stay. Words stay apart.

    Parameters
    ----------
    name
        A name as written.

    Returns
    -------
    str
        The key; empty if the name has neither letter nor digit.

    Examples
    --------
    >>> fold("‘Ayn al-‘Arab"), fold("Şanlıurfa"), fold("تلّ أبيض")
    ('ayn al arab', 'sanliurfa', 'تل ابيض')
    """
    if name.isascii():
        text = name.lower().replace("'", "").replace("`", "").replace(".", "")
        return _NO_ASCII_WORD.sub(" ", text).strip()
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(unicodedata.normalize("NFC", decomposed.translate(_FOLDED)).split())


def skeleton(name: str, country: str | None = None) -> str:
    """
    Reduce a name to what its romanisations have in common.

    Parameters
    ----------
    name
        A name as written.
    country
        Alpha-2 code; the rules for articles and joining vowels apply where its languages have
        them. Without a country both apply.

    Returns
    -------
    str
        The key; empty for scripts that are not romanised here (Cyrillic, Greek and Arabic are).

    Notes
    -----
    Rules measured on 927 spellings of reports (names.csv of the evaluation sets).

    Examples
    --------
    >>> skeleton("Al-Mayadeen", "SY") == skeleton("Mayadin", "SY")
    True
    >>> skeleton("El Paso", "US") == skeleton("Paso", "US")
    False
    """
    return skeleton_of_fold(fold(name), country)


def skeleton_of_fold(folded: str, country: str | None) -> str:
    """
    Reduce a folded name, as `skeleton` does a name; for those who have the folded one already.

    Parameters
    ----------
    folded
        A key as `fold` gives it.
    country
        Alpha-2 code.

    Returns
    -------
    str
        The key, or nothing, as of `skeleton`.

    Examples
    --------
    >>> skeleton_of_fold("al mayadeen", "SY")
    'miadin'
    """
    if not folded.isascii():
        folded = romanised(folded)
    words = _words(folded, country)
    # once more for the whole, so that Lashkar Gah is Lashkargah
    key = _without_ending(_joined([_reduced(word) for word in words]), "")
    if len(key) >= MIN_SKELETON:
        return key
    # too little was left
    return _joined([_without_ending(_respelt(word), "a") for word in words])


def consonants(name: str, country: str | None) -> str:
    """
    Reduce a name further, to its consonants, where its script does not write short vowels.

    Parameters
    ----------
    name
        A name as written.
    country
        Alpha-2 code.

    Returns
    -------
    str
        The key, after a dot that tells it from a skeleton; empty in countries where vowels
        count, and below four letters (a first and a last vowel stay).

    Examples
    --------
    >>> consonants("Muhassan", "SY"), consonants("Mo Hasan", "SY"), consonants("Mohasan", "NG")
    ('.mhsn', '.mhsn', '')
    """
    return bones(skeleton(name, country), country) if country in UNWRITTEN_VOWELS else ""


def bones(key: str, country: str | None) -> str:
    """
    Reduce a skeleton to its consonants, as `consonants` does a name.

    Parameters
    ----------
    key
        A skeleton.
    country
        Alpha-2 code.

    Returns
    -------
    str
        The key, or nothing, as of `consonants`.

    Examples
    --------
    >>> bones("muhasan", "SY"), bones("muhasan", "NG")
    ('.mhsn', '')
    """
    if country not in UNWRITTEN_VOWELS:
        return ""
    # the first and the last vowel are written: Bagram is not Bagrami
    left = _single(key[:1] + key[1:-1].translate(_NO_VOWELS) + key[-1:])
    return f".{left}" if len(left) >= MIN_CONSONANTS else ""


def is_code(name: str) -> bool:
    """
    Tell whether an alternate name is a code (IATA, a link), not a name that a text may use.

    Parameters
    ----------
    name
        An alternate name.

    Returns
    -------
    bool
        True for three capitals, anything with digits only, and addresses.

    Examples
    --------
    >>> [is_code(name) for name in ("KUT", "Kut", "Ub", "https://x.org/a", "10115")]
    [True, False, False, True, True]
    """
    if len(name) == 3 and name.isascii() and name.isupper():  # noqa: PLR2004 - IATA codes
        return True
    return "/" in name or name.isdigit()


def _is_mark(character: str) -> bool:
    """Tell a diacritic from a vowel sign: accents, Hebrew and Arabic points go, the rest stays."""
    mark = unicodedata.combining(character)
    return 10 <= mark <= 36 or mark >= 200  # noqa: PLR2004 - classes of the Unicode standard


def _in_word(character: str) -> bool:
    """Tell letters, digits and vowel signs from all that parts words."""
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def _words(folded: str, country: str | None) -> list[str]:
    """Words of a folded name without articles and joining vowels, unless nothing else is left."""
    words = folded.split()
    dropped = _dropped(country)
    if not dropped:
        return words
    kept = [word for word in words if word not in dropped]
    return kept or words


@cache  # one for each country
def _dropped(country: str | None) -> frozenset[str]:
    """Words that a country's names have or leave out."""
    dropped: frozenset[str] = frozenset()
    if country is None or country in ARTICLE_COUNTRIES:
        dropped |= ARTICLES
    if country is None or country in EZAFE_COUNTRIES:
        dropped |= EZAFE
    return dropped


@lru_cache(maxsize=32_768)  # words recur in names; 6 MB when full
def _reduced(word: str) -> str:
    """One word respelt, without its ending."""
    return _without_ending(_respelt(word), "")


def _respelt(word: str) -> str:
    """One word with one letter for each sound that romanisation writes in several ways."""
    if word in {"st", "ste"}:
        word = "saint"
    for written, sound in _DIGRAPHS:
        if written in word:
            word = word.replace(written, sound)
    return _single(word)


def _without_ending(word: str, instead: str) -> str:
    """Replace a final -ah, -at, -eh, -a or -e if two letters stand before it."""
    if not word.endswith(_LAST):
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:  # noqa: PLR2004
            return word[: -len(ending)] + instead
    return word


def _joined(words: Iterable[str]) -> str:
    """Words as one key: half-vowels as vowels, no letter doubled."""
    return _single("".join(words).translate(_SINGLE))


def _single(word: str) -> str:
    """No letter doubled; most words have none, and to see that is cheaper than the pattern."""
    return _DOUBLED.sub(r"\1", word) if True in map(eq, word, word[1:]) else word
