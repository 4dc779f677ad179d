"""
Names of persons, many of which are names of places too ("Jackson", "Orakzai", "Washington").

By context (titles, offices, initials), by given names, and by the surnames that a text has already
given to a person.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gazetteer.names import fold
from gazetteer.prose.runs import Run
from gazetteer.prose.spots import feature_words
from gazetteer.prose.vocabulary import common_words, own_places, person_names, words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from gazetteer.prose.tokens import Words

_AGE: Final = re.compile(r", \d{1,3}(?:,|$| )")
MOST_WORDS: Final = 5  # of a person's name
MOST_PARTICLES: Final = 4  # between a given name and the next: "Ali bin Abi al-..."
KIN: Final = frozenset(
    {"brother", "sister", "son", "sons", "daughter", "daughters", "wife", "husband", "mother",
     "father", "cousin", "nephew", "niece", "uncle", "aunt", "friend"}
)  # fmt: skip
"""Words after which a name may follow a comma: "a sister, Florence"."""

PARTICLES: Final = frozenset({"al", "el", "bin", "ibn", "von", "de"})
CERTAIN_COMMON: Final = 20  # words as common as these begin sentences more often than names


def people(
    words: Words,
    run: Run,
    places: Collection[tuple[int, int]],
    *,
    areas: Collection[int] = (),
    cities: Collection[int] = (),
) -> Iterator[Run]:
    """
    Find the names of persons in a run of capitalised words.

    Parameters
    ----------
    words
        The words of a text.
    run
        A run of capitalised words.
    places
        Slices of the run that are names of places; one of several words is no person.
    areas
        Words that alone name a country or province, or a kind of feature.
    cities
        Words that alone name a large city.

    Yields
    ------
    Run
        The name without its title.

    Examples
    --------
    >>> from gazetteer.prose.tokens import words_in
    >>> words = words_in("Gen. Scott Miller met Mary Houston")
    >>> [list(people(words, run, ())) for run in (Run(0, 3), Run(4, 6))]
    [[Run(first=1, last=3)], [Run(first=4, last=6)]]
    """
    beyond: dict[int, int] = {}  # of a word of a place of several words, where that ends
    for first, last in places:
        for inside in range(first, last) if last - first > 1 else ():
            beyond.setdefault(inside, last)
    at = run.first
    while at < run.last:
        if at in beyond:
            at = beyond[at]
            continue
        first = at + 1 if is_title(words, at) else at
        titled = first > at or (at == run.first and _is_title_before(words, at))
        sure = titled and (words.is_capital(first - 1) or words.folded[first - 1] in KIN)
        if titled and first < run.last and words.is_capital(first) and (
            words.folded[first] not in feature_words() if sure else first not in areas
        ):  # fmt: skip
            last = _end(words, first, run.last)
            yield Run(first, last)
            at = last
        elif at == run.first and _is_aged(words, run):
            yield run
            at = run.last
        elif _is_named(words, at, run.last, areas, cities):
            last = _end(words, at, run.last)
            yield Run(at, last)
            at = last
        else:
            at += 1


def surnames(words: Words, persons: Collection[Run]) -> frozenset[str]:
    """
    Collect the words by which a text may later call the persons that it has named.

    Parameters
    ----------
    words
        The words of a text.
    persons
        Names of persons, as `people` finds them.

    Returns
    -------
    frozenset of str
        Case-folded last words, and single names.

    Examples
    --------
    >>> from gazetteer.prose.tokens import words_in
    >>> sorted(surnames(words_in("Mary Houston"), [Run(0, 2)]))
    ['houston']
    """
    return frozenset(words.folded[run.last - 1] for run in persons)


def is_given(word: str) -> bool:
    """
    Say whether a word is a given name and no common word.

    Parameters
    ----------
    word
        A word.

    Returns
    -------
    bool
        By `person_names.csv`.

    Examples
    --------
    >>> is_given("Mary"), is_given("Will"), is_given("Kabul")
    (True, False, False)
    """
    role = person_names().get(fold(word))
    if role is None or common_words().get(word.casefold(), 99) <= CERTAIN_COMMON:
        return False
    return role in {"given", "both"}


def is_personal(word: str) -> bool:
    """
    Say whether a word is a given name or a family name.

    Parameters
    ----------
    word
        A word.

    Returns
    -------
    bool
        By `person_names.csv`.

    Examples
    --------
    >>> is_personal("Jackson"), is_personal("Kabul")
    (True, False)
    """
    return fold(word) in person_names()


def is_title(words: Words, at: int) -> bool:
    """
    Say whether a word is a title or an office: "President Joe Biden".

    Parameters
    ----------
    words
        The words of a text.
    at
        Number of the word.

    Returns
    -------
    bool
        By `prose_words.csv`.

    Examples
    --------
    >>> from gazetteer.prose.tokens import words_in
    >>> is_title(words_in("Mayor Lee"), 0)
    True
    """
    word = words.folded[at]
    if word in words_of("title"):  # "Miss Lee", but "they miss Leeds"
        return words.is_capital(at) or word in {"bin", "ibn"}
    return word in words_of("office")


def _is_title_before(words: Words, at: int) -> bool:
    """Say whether a title or an office in small letters stands before: "spokesman Omar Khan"."""
    gap = words.gap(at - 1)
    if at > 0 and words.folded[at - 1] in KIN:
        return gap in {" ", "\n", ", "}
    return at > 0 and gap in {" ", ". ", "\n"} and is_title(words, at - 1)


def _is_aged(words: Words, run: Run) -> bool:
    """Say whether an age follows the first name and the last: "Manchester Lee, 52, of ..."."""
    return run.last - run.first > 1 and bool(_AGE.match(words.gap(run.last - 1)))


def _is_named(
    words: Words, at: int, last: int, areas: Collection[int], cities: Collection[int]
) -> bool:
    """Say whether a given name, or initials, begin a name: "Mary Houston", "J. Paris"."""
    following = _next_name(words, at, last)
    if following is None:
        return False
    word = words.folded[following]
    kind = word in words_of("organisation") or word in words_of("facility")
    if kind or (word in feature_words() and not is_personal(word)):  # "Victoria Falls"
        return False
    if len(words.folded[at]) == 1:  # "J. Paris", but "3 mi E Moa"
        return following not in areas and words.gap(at).startswith(".")
    if not is_given(words.word(at)) or words.folded[at] in words_of("toponymic"):
        return False
    if at in areas:  # "Georgia Smith", "Santiago Medellín", but "Georgia Legislature"
        return is_personal(word) or following in cities
    # "Idris Gombe", but "Austin Texas"
    return following not in areas or (at not in cities and word not in own_places())


def _next_name(words: Words, at: int, last: int) -> int | None:
    """Find the name after a given name, beyond "al-", "bin", "de"."""
    following = at + 1
    last = min(last, following + MOST_PARTICLES + 1)
    while following < last and words.folded[following] in PARTICLES:
        following += 1
    apart = words.gap(at)[:1] not in {" ", "."}
    return following if following < last and words.is_capital(following) and not apart else None


def _end(words: Words, first: int, last: int) -> int:
    """Follow the name of a person to its end."""
    at = first + 1
    while at < min(last, first + MOST_WORDS):
        if words.folded[at] in {"and", "of", "at", "on"} or words.folded[at] in words_of(
            "organisation"
        ):
            break
        at += 1
    return at
