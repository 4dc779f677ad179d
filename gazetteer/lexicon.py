"""
The words of the grammar by role, read once from `data/lexicon.csv`.

A word may play several roles ("around" is `about` in "around 10 km" and `near` in "around
Idlib"). The set of roles that a token may play is one letter; forms are matched over letters
(`gazetteer.forms`). Units and winds are words too, but their tables belong to `geo`.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from typing import Final

from geo.compass import WINDS, find_wind
from geo.units import UNITS, unit_of

# Roles of words that may also be part of a proper name when they are capitalised.
NAMEABLE: Final = frozenset({"feature", "road", "particle", "numeral", "side", "unit", "amid"})
# Roles that are no words of the lexicon: decided by the shape of a token.
SHAPES: Final = (
    "name", "title", "full", "proper", "noun", "number", "unit", "direction", "quadrant",
    "comma", "open", "close", "hyphen", "dash", "slash", "stop", "possessive", "never",
    "fix",
)  # fmt: skip
SHORT: Final = 2  # letters of a word that is too short to be known by itself: "m", "ft", "le"
POSSESSIVE: Final = frozenset({"'s", "\N{RIGHT SINGLE QUOTATION MARK}s"})
QUADRANT: Final = re.compile(r"[NS]\d{1,2}[EW]", re.ASCII)
MAX_QUADRANT: Final = 90  # degrees from north or south
ABBREVIATION: Final = frozenset("nsewb")  # letters of the abbreviated winds, as "NEbN"


LOST: Final = frozenset({"?", "\ufffd"})
LABEL_WINDS: Final = {"No": "north", "So": "south"}

# Words of every shape that may stand for a set of roles no word of a table has.
SHAPED: Final = ("x", "xyz", "xyz's", "S80W", "northwards", "ab1")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the lexicon."""

    word: str
    role: str
    value: str
    language: str
    example: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What a token may be: its roles, the letter for them, and the value of each role."""

    letter: str
    roles: frozenset[str]
    values: dict[str, str]


@cache
def rows() -> tuple[Row, ...]:
    """
    Read the lexicon.

    Returns
    -------
    rows
        In the order of the file; the first row of a role is the word that `render` writes.

    Examples
    --------
    >>> next(row.example for row in rows() if row.role == "border")
    'near the border with Chad'
    """
    text = files("gazetteer").joinpath("data/lexicon.csv").read_text(encoding="utf-8")
    return tuple(Row(**row) for row in csv.DictReader(text.splitlines()))


@cache
def words() -> dict[str, dict[str, str]]:
    """
    Index the lexicon by word.

    Returns
    -------
    words
        Word in lower case (words of a phrase joined by one space) to its roles and their values.

    Examples
    --------
    >>> sorted(words()["around"])
    ['about', 'near']
    """
    index: dict[str, dict[str, str]] = {}
    for row in rows():
        index.setdefault(row.word, {})[row.role] = row.value
    return index


@cache
def phrases() -> dict[str, dict[str, tuple[tuple[str, ...], ...]]]:
    """
    Index the rows of several words by their first word and their second.

    Returns
    -------
    phrases
        First word and second to the whole phrases that begin with them, longest first.

    Examples
    --------
    >>> phrases()["border"]["checkpoint"]
    (('border', 'checkpoint'),)
    """
    index: dict[str, dict[str, set[tuple[str, ...]]]] = {}
    for word in words():
        parts = tuple(word.replace("-", " - ").split())
        if len(parts) > 1:
            index.setdefault(parts[0], {}).setdefault(parts[1], set()).add(parts)
    return {
        first: {
            second: tuple(sorted(found, key=lambda parts: (-len(parts), parts)))
            for second, found in seconds.items()
        }
        for first, seconds in index.items()
    }


_LETTERS: dict[frozenset[str], str] = {}
_ROLES: list[frozenset[str]] = []


def letter_of(roles: frozenset[str]) -> str:
    """
    Name a set of roles by one letter, always the same within a process.

    Parameters
    ----------
    roles
        Roles that a token may play.

    Returns
    -------
    letter
        One character.

    Examples
    --------
    >>> letter_of(frozenset({"of"})) == letter_of(frozenset({"of"}))
    True
    """
    if roles not in _LETTERS:
        _ROLES.append(roles)
        _LETTERS[roles] = chr(FIRST_LETTER + len(_LETTERS))
    return _LETTERS[roles]


def roles_of(letter: str) -> frozenset[str]:
    """
    Give the roles that a letter stands for.

    Parameters
    ----------
    letter
        As given by `letter_of`.

    Returns
    -------
    roles
        Roles that a token of that letter may play.

    Examples
    --------
    >>> sorted(roles_of(letter_of(frozenset({"of"}))))
    ['of']
    """
    return _ROLES[ord(letter) - FIRST_LETTER]


FIRST_LETTER: Final = 0x4E00  # a block of 20,992 letters, none of which is special in a pattern


def letters_for(role: str) -> str:
    """
    Collect the letters of all sets that hold a role.

    Parameters
    ----------
    role
        A role of the lexicon or of a shape.

    Returns
    -------
    letters
        Characters, for a class of a pattern.

    Raises
    ------
    KeyError
        If no word has that role.

    Examples
    --------
    >>> len(letters_for("about")) > 1
    True
    """
    _close_alphabet()
    found = "".join(letter for roles, letter in _LETTERS.items() if role in roles)
    if not found:
        raise KeyError(role)
    return found


@cache
def _close_alphabet() -> None:
    """Give every set of roles that can occur its letter, so that patterns may be compiled."""
    for role in SHAPES:
        letter_of(frozenset({role}))
    known = {
        *words(),
        *SHAPED,
        *(spelling for unit in UNITS.values() for spelling in unit.spellings),
    }
    known |= {spelling for wind in WINDS for spelling in (wind.name, *wind.words.split())}
    # One word stands for all that nothing below tells apart.
    for word in {_likeness(word): word for word in known}.values():
        for shape in {word, word.lower(), word.title(), word.capitalize(), word.upper()}:
            for flags in product((False, True), repeat=3):
                entry_of(shape, after_number=flags[0], caseless=flags[1], prose=flags[2])


def _likeness(word: str) -> tuple[object, ...]:
    """Gather all of a word that `entry_of` looks at."""
    lower, upper = word.lower(), word.upper()
    if lower in LABEL_WINDS or word in LABEL_WINDS or word.capitalize() in LABEL_WINDS:
        return (word,)
    return (
        frozenset(words().get(lower, {})),
        unit_of(lower) is not None,
        find_wind(word) is not None,
        quadrant(upper) is not None,
        set(lower) <= ABBREVIATION,
        len(lower) > SHORT,
        " " in word,
        lower == upper,
        word[0].isalpha(),
        word[0] in LOST,
        lower[-2:] in POSSESSIVE,
        word == lower,
    )


def quadrant(word: str) -> float | None:
    """
    Read a quadrant bearing such as S80W.

    Parameters
    ----------
    word
        N or S, degrees, E or W.

    Returns
    -------
    bearing
        Degrees clockwise from north, or None if the word is none.

    Examples
    --------
    >>> quadrant("S80W")
    260.0
    """
    if QUADRANT.fullmatch(word) is None:
        return None
    angle = float(word[1:-1])
    if angle > MAX_QUADRANT:
        return None
    towards = 1 if (word[0] == "N") == (word[-1] == "E") else -1
    return (towards * angle + (0 if word[0] == "N" else 180)) % 360


@lru_cache(maxsize=65_536)
def entry_of(
    word: str, *, after_number: bool = False, caseless: bool = False, prose: bool = False
) -> Entry:
    """
    Say what a word may be.

    Parameters
    ----------
    word
        As written; the words of a phrase joined by one space.
    after_number
        It follows a number or a unit: then "m" is a unit and "s" a wind.
    caseless
        The text does not distinguish names by capitals, so an unknown word may be a name.
    prose
        In prose "ISIS's" is no name of a place; in a description "Devil's" may begin one.

    Returns
    -------
    entry
        Roles, letter and values.

    Examples
    --------
    >>> sorted(entry_of("m", after_number=True).roles)
    ['unit']
    >>> sorted(entry_of("Lake").roles)
    ['feature', 'name']
    """
    lower = word.lower()
    values = dict(words().get(lower, {}))
    capital = word[0].isupper()
    if after_number and word in LABEL_WINDS:  # "5 mi No Palm Springs", as museum labels write
        return _entry({"direction"}, {"adjective": LABEL_WINDS[word]})
    if "never" in values:
        return _entry({"never"}, values)
    # "a mile north", but never "m" without a number
    if unit_of(lower) is not None and (after_number or len(lower) > SHORT):
        values["unit"] = lower
    roles = set(values) - {"abbreviated"}
    if "adjective" not in values and _is_wind(word, after_number=after_number):
        roles |= _wind_roles(word)
        values["direction"] = lower
    if "adjective" in values and capital:
        roles.add("proper")
        roles.discard("adjective")
    if quadrant(word) is not None:
        roles.add("quadrant")
    if roles <= {"joined"} or roles & NAMEABLE:
        roles |= _shape(word, known=bool(roles), caseless=caseless, prose=prose)
        if "name" in roles:  # a word is never both: a name of many could be cut in many ways
            roles -= {"particle", "joined"}
    return _entry(roles, values)


def _entry(roles: set[str], values: dict[str, str]) -> Entry:
    found = frozenset(roles)
    return Entry(letter_of(found), found, values)


def _wind_roles(word: str) -> set[str]:
    roles = {"direction"}
    if not set(word.lower()) <= ABBREVIATION:
        roles.add("full")
    if word[0].isupper() and not word.isupper():
        roles.add("title")
    return roles


def _is_wind(word: str, *, after_number: bool) -> bool:
    if find_wind(word) is None:
        return False
    # "e" is no direction in prose, but is one in "11 km e tarabuco"
    return after_number or word.isupper() or not set(word.lower()) <= ABBREVIATION


def _shape(word: str, *, known: bool, caseless: bool, prose: bool) -> set[str]:
    unknown = caseless and not (known and len(word) <= SHORT)
    if unknown or any(letter.isupper() for letter in word):
        possessive = prose and not known and word[-2:].lower() in POSSESSIVE
        return {"possessive"} if possessive else {"name"}
    if known:
        return set()
    # a script without capitals, or a first letter lost to a wrong encoding
    if word.lower() == word.upper() or word[0] in LOST:
        return {"name"}
    return {"noun"}
