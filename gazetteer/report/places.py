"""Descriptions of places in a block, without those that place no event."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gazetteer.expression import find

from .mentions import find_names, find_nested, undress
from .modality import is_earlier, is_of_office
from .sentences import blank
from .settling import is_known, settle

if TYPE_CHECKING:
    from gazetteer.clauses import Mention

    from .divisions import Places

# The order in which descriptions say where: an offset says most, a region least.
RANKS: Final = {
    "offset": 0,
    "orthogonal": 0,
    "distance_only": 1,
    "direction_only": 1,
    "between": 2,
    "at": 2,
    "near": 2,
    "in_area": 2,
    "border": 2,
    "on_road": 2,
    "part_of_region": 3,
    "region_only": 4,
    "none": 5,
}
_EXPLAINING = re.compile(
    r"\s*(?:village|town|city)?\s*[,(]\s*(?:an?\s+(?:[a-z]+\s){0,2}(?:village|town|city|settlement|hamlet)\s+)?$"
)
_HEADQUARTERS = re.compile(r"\b(?:command|directorate|council|bureau)\s+$", re.IGNORECASE)
_FORCE = re.compile(
    r"\b(?:directorate|command|brigade|division|department|council|governor|governorate"
    r"|police|operations|forces?|army|"
    r"emir|ruler|ministry|court|branch|province|headquarters for the liberation|activity"
    r"|activities|attacks|organi[sz]ations?)\s+(?:for|of|in)\s*(?:the\s+)?$",
    re.IGNORECASE,
)
_TRAVEL = re.compile(r"\b(?:travel\w*|returning|coming)\s+$", re.IGNORECASE)
MAX_ACRONYM: Final = 5  # letters
_POSSESSIVE = re.compile(r"['\u2019]s?\s*$")

_ADJECTIVE = re.compile(r"(?:in|at|on|near|inside|outside)\s+an?\s+[A-Z]")
_PEOPLE = re.compile(r"\s+[a-z]+(?:s|men|people)\b")
_GUARD = re.compile(
    r"\s*(?:police\w*|patrols?|guards?|forces?|security|troops|posts?|army|soldiers|control)\b"
)


def rank(mention: Mention) -> int:
    """
    Say how much a description says of where, 0 most.

    Parameters
    ----------
    mention
        A description.

    Returns
    -------
    rank
        By its relation.

    Examples
    --------
    >>> [rank(found) for found in find("A bomb exploded 5 km north of Kano.")]
    [0]
    """
    return RANKS.get(mention.kind, RANKS["none"])


def find_mentions(spoken: str, main: str, places: Places, country: str | None) -> list[Mention]:
    """
    Find the descriptions of places that may place an event.

    Parameters
    ----------
    spoken
        Text of a block, its sources blanked.
    main
        The same with its relative clauses blanked too: what stands only there is passed over.
    places
        The gazetteer, asked where only it can tell a place from another name.
    country
        Alpha-2 code of the section.

    Returns
    -------
    mentions
        In the order of the text.
    """
    written, spoken = spoken, undress(spoken, places)
    found = find(spoken)
    adjectives = [
        (mention.start, mention.start + match.end() - 1)
        for mention in found
        if (match := _ADJECTIVE.match(mention.text)) and not _known(mention, places, country)
    ]
    if adjectives:  # "at a Nigerian camp near the border with Chad", "in a Sikh house in Kabul"
        found = find(blank(spoken, adjectives))
    nested = find_nested(spoken, places, country)
    found = [m for m in found if not any(n.start < m.end and m.start < n.end for n in nested)]
    found += nested
    found += find_names(spoken, found, places, country)
    kept: list[Mention] = []
    weak: list[Mention] = []
    for mention in sorted(found, key=lambda mention: mention.start):
        if main[mention.start] == " " != written[mention.start]:
            continue
        before = spoken[max(0, mention.start - 60) : mention.start]
        gap = spoken[kept[-1].end : mention.start] if kept else "."
        if (
            _is_of_others(mention, spoken, before)
            or _is_acronym(mention, places, country)
            or (_PEOPLE.match(spoken, mention.end) and not _known(mention, places, country))
        ):
            continue  # "fired at Christian civilians"
        if rank(mention) >= RANKS["part_of_region"] and not gap.strip(" ,"):
            continue  # "on the island of Mindanao, in the south of the country"
        office = is_of_office(_clause(before))
        settled = settle(mention, before, places=places, country=country)
        (weak if office else kept).append(settled)
    kept = _with_glosses(kept, spoken)
    for mention in weak:
        between = (spoken[min(mention.end, m.end) : max(mention.start, m.start)] for m in kept)
        if all(re.search(r"[.;]", words) for words in between):
            kept.append(mention)
    return [
        replace(mention, text=written[mention.start : mention.end])
        for mention in sorted(kept, key=lambda mention: mention.start)
    ]


def _clause(before: str) -> str:
    return re.split(r"[.;]", before)[-1]


def _is_of_others(mention: Mention, spoken: str, before: str) -> bool:
    """Say whether a place is that of a force, an owner or an earlier time."""
    return bool(
        _FORCE.search(before)
        or _POSSESSIVE.search(before)
        or (is_earlier(_clause(before)) and not _on_the_way(mention, before))
        or (_HEADQUARTERS.search(before) and mention.text.startswith(("in ", "of ")))
        or (mention.kind == "border" and _GUARD.match(spoken, mention.end))
    )


def _on_the_way(mention: Mention, before: str) -> bool:
    """Say whether somebody was met on the road that he travelled."""
    return mention.kind in ("on_road", "between") and bool(_TRAVEL.search(before))


def _is_acronym(mention: Mention, places: Places, country: str | None) -> bool:
    """Say whether "at SDF" names a force: capitals alone that no gazetteer knows."""
    names = [anchor.name for anchor in mention.expression.anchors]
    short = bool(names) and all(
        name.isupper() and len(name) <= MAX_ACRONYM and " " not in name for name in names
    )
    return short and not _known(mention, places, country)


def _known(mention: Mention, places: Places, country: str | None) -> bool:
    return any(is_known(anchor.name, places, country) for anchor in mention.expression.anchors)


def _with_glosses(mentions: list[Mention], spoken: str) -> list[Mention]:
    """Join "the village of X" and ", about 20 km south of Y", which explains it."""
    joined: list[Mention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.kind in ("at", "near")
            and mention.kind in ("offset", "distance_only", "direction_only")
            and _EXPLAINING.match(spoken[before.end : mention.start])
        ):
            glosses = (*before.expression.glosses, *mention.expression.clauses)
            expression = replace(before.expression, glosses=glosses, end=mention.end)
            joined[-1] = replace(
                before,
                text=spoken[before.start : mention.end],
                end=mention.end,
                expression=expression,
            )
        else:
            joined.append(mention)
    return joined
