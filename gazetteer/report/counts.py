"""Numbers of people in words and figures: "an officer and three fighters" are four."""

from __future__ import annotations

import re
from typing import Final

UNITS: Final = {
    word: number
    for number, word in enumerate(
        (
            "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
            "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
            "eighteen", "nineteen",
        ),
        start=1,
    )
}  # fmt: skip
TENS: Final = {
    word: number
    for number, word in zip(
        range(20, 100, 10),
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
        strict=True,
    )
}
# A family or a crew is killed, but that is no number.
COLLECTIVES: Final = re.compile(
    r"\b(?:number|group|family|families|crew|convoy|patrol|unit|force|part|dozens?|scores|hundreds|"
    r"some|several|many|few|others|various|passengers|everyone|all|most|majority|squad|team"
    r"|couple of)\b"
)
_TEN = "|".join(TENS)
_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
NUMBER = (
    rf"(?:(?:{_TEN})(?:[- ](?:{_UNIT}))?|(?:{_UNIT})(?:[- ]hundred)?|hundred"
    r"|\d{1,3}(?:,\d{3})+|\d+)"
)
COUNTED = re.compile(
    rf"(?P<before>\b(?:in|at|on|near|of|within|for|after|from|by|with|against|into|under"
    rf"|using)\s+(?:the\s+)?)?"
    rf"(?<![\w.,-])(?P<number>{NUMBER})(?!\s+dozen\b)(?![\w.]"
    rf"|,\d)(?P<after>\s+(?-i:(?:[a-z-]+\s+){{0,2}}?(?:kilomet\w+|km|miles?|metres?|meters?"
    rf"|hours?|days?|weeks?|months?|years?|vehicles?|cars?|trucks?|IEDs?|bombs?|rockets?"
    rf"|shells?|mortars?|houses?|homes?|villages?|towns?|districts?|attacks?|times?|tanks?"
    rf"|motorcycles?|weapons?|rifles?|mines?|checkpoints?|explosions?|incidents?|gunmen on"
    rf"|people per))\b|-(?:year|day|hour|km|kilomet)\S*)?"
    rf"|\b(?P<article>an?|another(?!\s+(?:{NUMBER})\b)|the other|(?:each|either) "
    rf"other)\s+(?!(?:dozen|number|group|few"
    rf"|couple|total|result|convoy|crowd|patrol|car|vehicle|bomb|truck|bus|house|family"
    rf"|large|further|separate|drone|mine|roadside|blast|raid|clash|attack"
    rf"|strike)\b)[A-Za-z]"
    rf"|\b(?P<other>another|the other)\s*$"
    rf"|\b(?P<pair>both|a couple of|a pair of)\b|\b(?P<dozen>(?P<dozens>{NUMBER}|a)\s+dozen)\b",
    re.IGNORECASE,
)  # fmt: skip


# "A family of five", "a group of three soldiers"
_COUNTED_GROUP = re.compile(
    rf"\b(?:an?|the|one)\s+(?:[a-z]+\s+)?(?:family|group|crew|team|squad|patrol)\s+of\s+(?=(?:{NUMBER})\b)",
    re.IGNORECASE,
)
_BELONGING = re.compile(
    r"(?:,|\band)\s+(?:his|her|their|its)\s+(?!(?:two|three|four|five|six|seven|eight|nine|ten)\b)(?:[a-z-]+\s)?(?!car\b|home\b|vehicle\b)[a-z]+[^s\W]\b(?=\W|$)"
)


_NOT_VAGUE = re.compile(
    rf"\b(?:{NUMBER})\s+(?:\w+\s+)?passengers\b|\bsome(?= \w+ )|\b\w+\s+others\b|\ball\b|\bpart "
    rf"of\b"
    rf"|\b(?:{NUMBER}|a)\s+dozen\b"
    r"|\b(?:past|last|recent) (?:few|several) \w+|\bof (?:the same|one|a|his|her) (?:\w+ "
    r")?(?:family|household|group|unit)\b"
    r"|\b(?:patrol|force|unit|convoy|squad|team|crew|group)\b"
)


def read_number(text: str) -> int | None:
    """
    Read a whole number in figures or in English words.

    Parameters
    ----------
    text
        "12", "1,060", "twenty-one", "a hundred".

    Returns
    -------
    number
        None if it is none.

    Examples
    --------
    >>> [read_number(word) for word in ("1,060", "twenty-one", "two hundred", "several")]
    [1060, 21, 200, None]
    """
    words = text.lower().replace("-", " ").split()
    if len(words) == 1 and re.fullmatch(r"\d{1,3}(?:,\d{3})+|\d{1,9}", words[0]):
        return int(words[0].replace(",", ""))
    total = 0
    for word in words:
        if word in UNITS:
            total += UNITS[word]
        elif word in TENS:
            total += TENS[word]
        elif word == "hundred":
            total = max(total, 1) * 100
        elif word not in {"a", "an", "about", "some"}:
            return None
    return total or None


def sum_counts(phrase: str) -> int | None:
    """
    Add the numbers of people in a noun phrase.

    Parameters
    ----------
    phrase
        "An officer and three fighters".

    Returns
    -------
    number
        None if a part of it is no number ("several").

    Examples
    --------
    >>> sum_counts("an officer and three fighters"), sum_counts("several soldiers")
    (4, None)
    """
    total = 0
    seen = False
    phrase = _COUNTED_GROUP.sub(" ", phrase)
    for match in COUNTED.finditer(phrase):
        if match["number"]:
            of_total = bool(
                re.search(
                    r"(?:total of|at least|^\W*(?:with|of|from))\s*$",
                    phrase[: match.start("number")],
                )
            )
            if match["after"] or (match["before"] and not of_total):
                continue
            number = read_number(match["number"])
            if number is None:
                continue
        elif match["dozen"]:
            number = 12 * (read_number(match["dozens"]) or 1)
        elif match["pair"]:
            number = 2
        else:
            if match["article"] and _is_apposition(phrase, match.start(), seen=bool(total)):
                continue
            number = 1
        total += number
        seen = True
    if seen:  # "six workers, their driver and a guide"
        total += len(_BELONGING.findall(phrase))
    return total if seen and not _is_vague(phrase) else None


def _is_vague(phrase: str) -> bool:
    """Say whether a part of a noun phrase is people without a number: "several", "a family"."""
    words = phrase.lower()
    if not COLLECTIVES.search(words) or re.search(rf"\b{NUMBER}\s+others\b", words):
        return False
    return COLLECTIVES.search(_NOT_VAGUE.sub("", words)) is not None


def _is_apposition(phrase: str, start: int, *, seen: bool) -> bool:
    """Say whether an article's noun belongs to the person before it: "a member of a faction"."""
    before = phrase[:start].rstrip()
    if seen and before.endswith(","):
        return True
    return bool(seen and re.search(r"\b(?:of|from|for|in|to|with|as|at)$", before))
