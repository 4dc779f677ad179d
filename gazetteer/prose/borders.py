"""Borders, which are places without a name of their own: "the Pakistani border"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gazetteer.prose.toponym import Toponym

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.prose.tokens import Words
    from gazetteer.store import Gazetteer

SCORE: Final = 0.7  # ours: a border is named, seldom where on it
_BORDER: Final = re.compile(
    r"\b(?P<name>(?:(?:[A-Z][\w\u2019']{2,30})(?:[ \u2013\u2014-][A-Z][\w\u2019']{2,30}){0,3}\s+)?"
    r"(?:(?:north|south|east|west)\w{0,9}\s+)?(?P<border>[Bb]orders?|[Ff]rontier))\b(?!\s+(?:guards?|police|patrol"
    r"|forces?|towns?|villages?|region|area|districts?|provinces?|crossing|control|security|post))"
)
_CUE: Final = re.compile(r"\b(?:the|its|their|near|along|across|at|on|over|to)\s+(?:\w+\s+)?$")


def borders(words: Words, gazetteer: Gazetteer, taken: Sequence[Toponym]) -> list[Toponym]:
    """
    Find the borders that a text mentions.

    Parameters
    ----------
    words
        The words of a text.
    gazetteer
        Where countries and words for their people are looked up.
    taken
        Mentions already found; a border that is part of one ("Torkham border crossing") is not
        mentioned again, and the countries that a border is named by stay mentions.

    Returns
    -------
    list of Toponym
        Without a place; the kind is "border".
    """
    text = words.text
    ends = [(found.start, found.end) for found in taken]
    found = []
    for match in _BORDER.finditer(text):
        start, end = match.span("border")
        if any(first < end and start < last for first, last in ends):
            continue
        before = text[max(0, match.start() - 24) : match.start()]
        name = match["name"]
        people = any(gazetteer.demonym(word) for word in re.split(r"[\s\u2013\u2014-]+", name))
        if not people and not _CUE.search(before):
            continue
        if people:
            start = match.start("name")
        if any(first < end and start < last for first, last in ends):
            start = match.start("border")
        found.append(
            Toponym(
                start=start, end=end, text=text[start:end], name=text[start:end], kind="border",
                place=None, within=None, score=SCORE, phrase_start=match.start(),
                phrase_end=end, relation="border", terms=(("a border", SCORE),),
            )
        )  # fmt: skip
    return found
