# ruff: noqa: SIM905 - words read best in a row
"""
What speaks for and against a mention: terms on the logistic scale, added up.

A term of 1.6 multiplies the odds by five. The weights are ours, set by reading texts of many kinds
and regions; `benchmarks/prose.py` shows what precision and recall the sum has at each threshold.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from gazetteer.names import fold
from gazetteer.prose.people import is_personal
from gazetteer.prose.tokens import is_quoted
from gazetteer.prose.vocabulary import DIRECTIONS, common_words, shortened, words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from gazetteer.place import Place
    from gazetteer.prose.spots import Spot
    from gazetteer.prose.tokens import Words

IN: Final = 1.6  # after "in", "near" ...
FROM: Final = 1.2  # after "from", "to", "reached"
LINKED: Final = 0.3  # after "of", "and" ...
FEATURE: Final = 2.2  # "X province", "city of X"
HELD: Final = 2.0  # "X, Y" where X lies in Y
PART: Final = 1.0  # "northern X"
LISTED: Final = 1.2  # in a list with what is a place for certain
AGAIN: Final = 0.7  # share of the best other mention's total: one sense per discourse
SEVERAL_WORDS: Final = 0.8  # few names of several words are anything else
OTHER_SPELLING: Final = -0.4  # found, but written otherwise
UNKNOWN: Final = -2.2  # no place of the gazetteer
COMMON: Final = {10: -3.0, 20: -2.6, 35: -1.8, 40: -1.2}  # words of English, by their level
BEGINS: Final = -0.8  # a capital that begins a sentence tells nothing of a common word
BEGINS_KNOWN: Final = -0.2  # and little of a name
AMIDST: Final = 0.6  # share of that if it alone has a capital: "moved to Media"
TINY: Final = -2.0  # of two letters: "Mw"
BUILDING: Final = -3.0  # "Santa Catalina Monastery"
SMALL: Final = -1.5  # the text has the word in small letters too
PERSONAL: Final = -0.5  # a given name or a family name
NAMED_SO: Final = -3.0  # the surname of a person of the text
IN_LIST: Final = 0.5  # share of that in a list of names of places
ALONE_IN: Final = 0.9  # "in Ujiji", where the gazetteer has no Ujiji
REACH: Final = 4  # words before and after that tell a title from a sentence
MIN_NAME: Final = 3  # letters beyond which an unknown name is no abbreviation
ENDINGS: Final = (
    "tion", "sion", "ment", "ness", "ity", "ism", "ist", "ists", "ics", "ship", "logy", "ing",
    "ance", "ence", "ure", "ary", "tive", "able", "ful", "less", "hood", "ers", "ors", "ies", "ous",
    "ions", "ments", "ates", "ress", "liament", "ology", "ese", "ian", "ians", "ish", "book",
)  # fmt: skip
"""Endings of English words that are seldom names of places."""
TITLE: Final = -1.5  # an unknown name where every word has a capital
SPEAKS: Final = -1.8  # "X said"
INSIDE: Final = -2.2  # a part of a longer name that is unknown: "Quetta Shura"
ACRONYM: Final = -2.2  # "ISIS Khorasan"
OF_FORCE: Final = -2.4  # "the Karachi police"
METONYM: Final = -0.6  # "the Kabul government"
DATELINE: Final = 1.8  # "KABUL --"
ADJECTIVE: Final = -2.6  # "a US official"
QUOTED: Final = -2.4  # so-called
SHOUTED: Final = -0.6  # in a line of capitals
BASED: Final = 1.6  # "Kabul-based"


COMPASS: Final = frozenset("N NE E SE S SW W NW NNE ENE ESE SSE SSW WSW WNW NNW".split())


def prior(places: Sequence[Place], words_in_name: int) -> float:
    """
    Judge a name by the most prominent of its places alone.

    Parameters
    ----------
    places
        Places of the name; none for a name that the gazetteer has not.
    words_in_name
        Number of its words.

    Returns
    -------
    float
        On the logistic scale.

    Examples
    --------
    >>> prior((), 1)
    -2.2
    """
    if not places:
        return UNKNOWN
    best = max(_prior(place) for place in places)
    return best + SEVERAL_WORDS * (words_in_name > 1)


def _prior(place: Place) -> float:
    """By kind; of settlements -1 for a village, 0 for 18,000 people, 1.3 for a million."""
    if place.kind == "country":
        return 2.2
    if place.kind in {"continent", "ocean", "sea", "historical_country"}:
        return 1.4
    if place.kind in {"province", "region"}:
        return 1.0 if place.lon == place.lon else 1.2
    if place.kind in {"district", "historical_region"}:
        return 0.2
    if place.kind in {"city", "town", "village", "hamlet"}:
        people = max(place.population, 500)
        return min(1.3, 0.75 * (math.log10(people) - 4.25))
    return 0.4


def weigh_alone(
    words: Words, spot: Spot, *, surnames: Collection[str], small: Collection[str]
) -> None:
    """
    Fill in the terms that a mention's own surroundings give.

    Parameters
    ----------
    words
        The words of a text.
    spot
        The mention; changed in place.
    surnames
        Last words of persons that the text names.
    small
        Words that the text has in small letters.
    """
    terms = spot.terms
    area = any(place.kind in {"country", "continent", "ocean"} for place in spot.places)
    terms["what it may be"] = prior(spot.places, spot.last - spot.first)
    if _is_building(words, spot):
        terms["a building by its name"] = BUILDING
    elif spot.feature and (spot.places or _may_name(spot.feature, spot.feature_word)):
        terms["feature word"] = FEATURE
    if spot.part is not None:
        terms["part of it"] = PART
    if spot.within:
        terms["lies in what is named for it"] = HELD
    cue = locative(words, spot)
    if cue:
        terms["after in, near, from, of"] = cue
    if not spot.places and cue >= IN and _sounds_like_name(words, spot):
        terms["nothing but a place is in or near"] = ALONE_IN
    sure = spot.group is not None or (spot.within and cue >= FROM)
    if not (spot.places or sure) and _in_title(words, spot):
        terms["in a title"] = TITLE
    _against(words, spot, area=area, cue=cue, surnames=surnames, small=small)


def _is_building(words: Words, spot: Spot) -> bool:
    """Whether a name goes on to a building's, which may stand anywhere: "Bradford House"."""
    at = spot.last
    return (
        at < len(words)
        and words.is_capital(at)
        and words.gap(at - 1) in {" ", "'s ", "\u2019s "}
        and words.folded[at] in words_of("building")
    )


def _may_name(kind: str, word: str) -> bool:
    """Whether a feature word makes an unknown name a place: a valley does, a house does not."""
    return kind not in {"landmark", "area"} or word in _WATERS


def locative(words: Words, spot: Spot) -> float:
    """
    Judge the words before a mention.

    Parameters
    ----------
    words
        The words of a text.
    spot
        The mention.

    Returns
    -------
    float
        0 to 1.6.
    """
    at = (spot.part if spot.part is not None else spot.before) - 1
    while at >= 0 and (words.folded[at] in {"the", "nearby", "both", "mostly", "mainly"} or (
        words.folded[at] in DIRECTIONS)) and words.gap(at).strip() in {"", "-"}:  # fmt: skip
        at -= 1
    gap = words.gap(at)
    if at < 0 or (gap.strip() and gap.strip() not in _OPEN):
        return 0.0
    word = words.folded[at]
    if word in words_of("locative") or (words.word(at) in COMPASS and not gap.strip()):
        return IN
    if word in words_of("motion"):
        return FROM
    if word == "of" and at and words.folded[at - 1] in DIRECTIONS | _PARTS:
        return IN
    if word == "of" and words.gap(at - 1).startswith(","):  # "Lee, 52, of Somerset"
        return FROM
    return LINKED if word in words_of("linking") else 0.0


_AFTER_NOUN: Final = frozenset(
    "and|or|to|in|on|at|by|from|for|with|of|as|that|which|who|where|when|while|after|before|since"
    "|during|until|is|was|are|were|has|have|had|will|would|could|should|may|might|can|did|does"
    "|than|but|because|if|also".split("|")
)
_WATERS: Final = frozenset(
    {"river", "creek", "stream", "canal", "dam", "bridge", "oasis", "forest", "port"}
)
_OPEN: Final = frozenset("(\"'\u201c\u2018[*")
_INSIDE: Final = frozenset({"in", "near", "outside", "around", "inside", "nearby"})
_PARTS: Final = frozenset(
    "outskirts|suburb|suburbs|city|town|village|capital|province|state|miles|kilometers"
    "|kilometres|km|outside|part|parts|areas|edge|coast|border|centre|center|people|streets"
    "|residents|region|regions".split("|")
)


def _against(
    words: Words, spot: Spot, *, area: bool, cue: float, surnames: Collection[str],
    small: Collection[str],
) -> None:  # fmt: skip
    if spot.last - spot.first == 1:
        _against_word(words, spot, area=area, small=small)
        if words.folded[spot.first] in surnames and not (area or spot.feature or spot.within):
            doubt = 1.0 if spot.group is None else IN_LIST
            spot.terms["a person of this text"] = doubt * NAMED_SO + cue
    if not area:
        _against_what_follows(words, spot, cue)
    _against_setting(words, spot, cue)


def _against_word(words: Words, spot: Spot, *, area: bool, small: Collection[str]) -> None:
    """Weigh a name of one word down that may be another word."""
    word, level = words.folded[spot.first], common_words().get(words.folded[spot.first])
    if area:
        return
    if level is not None:
        weight = COMMON[level]
        spot.terms["common word"] = weight * (AMIDST if _stands_out(words, spot) else 1)
    elif is_personal(word) and not spot.feature:
        spot.terms["name of people"] = PERSONAL * _doubt(spot)
    if words.initial[spot.first] or words.shouted[spot.first]:
        doubtful = level is not None or not spot.places
        spot.terms["begins a sentence"] = BEGINS if doubtful else BEGINS_KNOWN
    if len(word) <= 2:  # noqa: PLR2004 - see TINY
        spot.terms["of two letters"] = TINY
    if word in small:
        spot.terms["also in small letters"] = SMALL


def _against_what_follows(words: Words, spot: Spot, cue: float) -> None:
    """Weigh a name down by the word after it: "Jackson said", "the Karachi police"."""
    after = spot.after
    gap = words.gap(after - 1)
    following = words.folded[after] if after < len(words) and gap in {" ", ", "} else ""
    if following in words_of("speech") and not spot.feature and (gap == " " or not cue):
        spot.terms["speaks"] = SPEAKS * _doubt(spot)
    elif following in words_of("force") and gap == " ":
        spot.terms["name of a force"] = OF_FORCE - cue
    elif following in words_of("metonym") and gap == " ":
        spot.terms["a government by its capital"] = METONYM
    if not cue and _is_described(words, spot):
        spot.terms["described as a person"] = SPEAKS


def _against_setting(words: Words, spot: Spot, cue: float) -> None:
    """Weigh a name by marks and capitals: so-called, a dateline, a heading, "US", "-based"."""
    terms = spot.terms
    if is_quoted(words, spot.first, spot.last) and spot.last - spot.first == 1 and not cue:
        terms["in quotation marks"] = QUOTED
    elif is_quoted(words, spot.before, spot.after) and spot.feature:
        terms["in quotation marks"] = QUOTED - FEATURE
    if fold(spot.name) in shortened() and (not cue or _is_adjective(words, spot)):
        terms["an abbreviation that may be an adjective"] = ADJECTIVE
    if words.shouted[spot.first]:
        dateline = not words.shouted[min(spot.last, len(words) - 1)]
        terms["a dateline" if dateline else "in a line of capitals"] = (
            DATELINE if dateline else SHOUTED
        )
    end = words.ends[spot.last - 1]
    if words.text[end : end + 6].casefold() in {"-based", "\u2010based"}:
        terms["based there"] = BASED


def _sounds_like_name(words: Words, spot: Spot) -> bool:
    """Whether an unknown name is no word of English by its ending, and stands out."""
    last = words.folded[spot.last - 1]
    before = words.folded[max(spot.first - 1, 0)]
    return (
        before in _INSIDE
        and not last.endswith(ENDINGS)
        and len(last) > MIN_NAME
        and _stands_out(words, spot)
    )


def _in_title(words: Words, spot: Spot) -> bool:
    """Whether most of the longer words around a name have capitals too."""
    around = [
        words.is_capital(at)
        for at in range(max(0, spot.first - REACH), min(len(words), spot.last + REACH))
        if not spot.first <= at < spot.last and len(words.folded[at]) > MIN_NAME
    ]
    return len(around) > 1 and sum(around) > len(around) / 2


def _stands_out(words: Words, spot: Spot) -> bool:
    """Whether a name has a capital where the words around it have none."""
    return not words.initial[spot.first] and not any(
        0 <= at < len(words) and words.is_capital(at) and not words.gap(gap).strip()
        for at, gap in ((spot.first - 1, spot.first - 1), (spot.last, spot.last - 1))
    )


def _is_described(words: Words, spot: Spot) -> bool:
    """Whether an apposition calls it a person: "Houston, a spokeswoman", "Jackson, 34"."""
    at = spot.after
    if at >= len(words) or not words.gap(at - 1).startswith(","):
        return False
    if words.gap(at - 1)[1:].strip(" ,").isdigit():
        return True
    if words.folded[at] == "of" and words.gap(at - 1) == ", ":
        return True  # "Dallas, of Wilmington"
    if words.folded[at] not in {"a", "an", "the", "who", "whose"} or words.gap(at - 1) != ", ":
        return False
    office = words_of("office")
    return words.folded[at].startswith("who") or any(
        words.folded[step] in office and not words.is_capital(step)
        for step in range(at + 1, min(at + 4, len(words)))
        if words.gap(step - 1) in {" ", "-"}
    )


def _is_adjective(words: Words, spot: Spot) -> bool:
    """Tell "the US official" from "in the US and": whether the name goes on to a noun."""
    at = spot.after
    if at >= len(words) or words.gap(at - 1) not in {" ", "-", "\n"}:
        return False
    return words.folded[at] not in _AFTER_NOUN


def _doubt(spot: Spot) -> float:
    """Say how much room a name leaves for another reading: the less, the larger its place."""
    best = max((_prior(place) for place in spot.places), default=0.0)
    return 0.3 if best >= 1.0 else 1.0


def probability(total: float) -> float:
    """
    Turn a sum of terms into a score.

    Parameters
    ----------
    total
        On the logistic scale.

    Returns
    -------
    float
        0 to 1.

    Examples
    --------
    >>> probability(0.0)
    0.5
    """
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
