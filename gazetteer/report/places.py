"""Descriptions of places in a block, without those that place no event."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gazetteer.clauses import Anchor, At, Expression, Mention
from gazetteer.expression import find

from .modality import is_earlier, is_of_office
from .sentences import blank
from .settling import is_known, settle

if TYPE_CHECKING:
    from .headings import Places

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
_NAME = (
    r"(?:(?:[Aa]l|[Ee]l|[Aa][rstdnz]|[Aa]sh|[Ee]z|Um|Abu)[- ])?[A-Z\u00c0-\u017f][\w'\u2019-]+"
    r"(?:\s(?:[A-Z\u00c0-\u017f]|el-|al-|ez-|az-|ash-|as-)[\w'\u2019-]+){0,2}"
)
_TOWN = re.compile(
    r"\b(?:attacked|stormed|raided|entered|shelled|captured|seized|overran|bombed|hit"
    r"|struck|reached|left|bombarded|shelling of|attack on|raid on|assault on|returned to|control of"
    rf"|looted)\s+(?P<place>{_NAME})(?:\s+(?:town"
    r"|village|city))?\b(?!\s+(?!on\b|in\b|at\b|with\b)[a-z]+(?:s|men)\b)"
)
# "attacked the village of X", "an attack on X village": whoever is not in the gazetteer, it is one.
_SETTLEMENT = re.compile(
    rf"\b(?:towns?|villages?|city|cities|settlements?|hamlets?|commune)\s+of\s+(?P<place>{_NAME})"
    rf"|\b(?P<before>{_NAME})\s+(?:village|town|city)\b"
)
_NEIGHBOURING = re.compile(
    r"(?<=\b(?:in|at|of|to)\s)(?:the\s+)?(?:neighbou?ring|nearby|adjacent|adjoining|hinterlands of)\s+"
    r"(?=[A-Z])"
)
# After the name of a place nobody has heard of, these words tell that it is one.
_IN_A_DIVISION = re.compile(
    r"\s*(?:,|\bin|\bof)\s+(?:the\s+)?[A-Z][^.;]{1,50}?\b(?:[Dd]istrict|[Pp]rovince|[Ss]tate|[Cc]ounty|"
    r"[Gg]overnorate|[Rr]egion|[Oo]blast|[Dd]epartment|Local Government|LGA)\b"
)
_FROM = re.compile(
    r"\b(?:arrested|detained|apprehended|abducted|kidnapped|recovered|seized|captured)\b"
    rf"[^.;]{{0,90}}?\s(?P<from>from)\s+(?P<place>{_NAME})"
)
_EXPLAINING = re.compile(r"\s*(?:village|town|city)?\s*[,(]\s*$")
_HEADQUARTERS = re.compile(r"\b(?:command|directorate|council|bureau)\s+$", re.IGNORECASE)
_FORCE = re.compile(
    r"\b(?:directorate|command|brigade|division|department|council|governor|governorate"
    r"|police|operations|forces?|army|"
    r"emir|ruler|ministry|court|branch|province|headquarters for the liberation|activity"
    r"|activities|attacks|organi[sz]ations?)\s+(?:for|of|in)\s*(?:the\s+)?$",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['\u2019]s?\s*$")
_BUILDING = re.compile(
    r"\b(?:an?|the|one|this|at"
    r"|in)\s+(?P<place>(?:[A-Z][\w'\u2019-]+)(?:\s[A-Z][\w'\u2019-]+){0,2})\s+(?:hospital"
    r"|market|mosque|church|"
    r"airport|prison|neighbou?rhood|suburb|university|school|stadium|hotel|street|bazaar"
    r"|bus station|police station|"
    r"courthouse|restaurant|port|square|district)\b"
)

_ADJECTIVE = re.compile(r"(?:in|at|on|near|inside|outside)\s+an?\s+[A-Z]")
_PEOPLE = re.compile(r"\s+[a-z]+(?:s|men|people)\b")
_AND_NAME = re.compile(
    r"\s*(?:city|town|district)?\s*(?:,\s+(?:and\s+)?|\s+and\s+|\s*&\s*)(?:in\s+|the\s+village\s+of\s+)?"
    rf"(?P<place>{_NAME})"
)
_LISTED = re.compile(
    r"\s*(?:,|and|&)?[^.;]{0,40}\b(?:villages|towns|districts|areas|cities|neighbou?rhoods)\b"
)
_LIST_OF = re.compile(r"\b(?:villages|towns|districts|cities|areas)\s+of\b")
MAX_LIST: Final = 6  # places of one event; a longer list of names is one of something else
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
    spoken = _NEIGHBOURING.sub(lambda match: " " * len(match[0]), spoken)
    found = find(spoken)
    adjectives = [
        (mention.start, mention.start + match.end() - 1)
        for mention in found
        if (match := _ADJECTIVE.match(mention.text)) and not _known(mention, places, country)
    ]
    if adjectives:  # "at a Nigerian camp near the border with Chad", "in a Sikh house in Kabul"
        found = find(blank(spoken, adjectives))
    found += _further(spoken, found, places, country)
    kept: list[Mention] = []
    weak: list[Mention] = []
    for mention in sorted(found, key=lambda mention: mention.start):
        if main[mention.start] == " " != spoken[mention.start]:
            continue
        before = spoken[max(0, mention.start - 60) : mention.start]
        clause = re.split(r"[.;]", before)[-1]
        if _FORCE.search(before) or _POSSESSIVE.search(before) or is_earlier(clause):
            continue
        if _HEADQUARTERS.search(before) and mention.text.startswith(("in ", "of ")):
            continue
        if mention.kind == "border" and _GUARD.match(spoken, mention.end):
            continue
        if _PEOPLE.match(spoken, mention.end) and not _known(mention, places, country):
            continue  # "fired at Christian civilians"
        gap = spoken[kept[-1].end : mention.start] if kept else "."
        if rank(mention) >= RANKS["part_of_region"] and not gap.strip(" ,"):
            continue  # "on the island of Mindanao, in the south of the country"
        mention = settle(mention, before, places=places, country=country)  # noqa: PLW2901 - the same
        (weak if is_of_office(clause) else kept).append(mention)
    kept = _with_glosses(kept, spoken)
    for mention in weak:
        between = (spoken[min(mention.end, m.end) : max(mention.start, m.start)] for m in kept)
        if all(re.search(r"[.;]", words) for words in between):
            kept.append(mention)
    return sorted(kept, key=lambda mention: mention.start)


def _known(mention: Mention, places: Places, country: str | None) -> bool:
    return any(is_known(anchor.name, places, country) for anchor in mention.expression.anchors)


def _further(
    spoken: str, found: list[Mention], places: Places, country: str | None
) -> list[Mention]:
    """Find "a Kabul hospital", "the village of X", and the second of "in Kano and Jos"."""
    taken = [(mention.start, mention.end) for mention in found]
    further: list[Mention] = []

    def add(start: int, end: int, *, sure: bool = False) -> bool:
        free = not any(start < last and first < end for first, last in taken)
        name = re.sub(r"^from\s+", "", spoken[start:end])
        if free and (sure or is_known(name, places, country)):
            taken.append((start, end))
            further.append(_bare(spoken, start, end))
            return True
        return False

    for match in _SETTLEMENT.finditer(spoken):
        group = "place" if match["place"] else "before"
        add(*match.span(group), sure=places.demonym(match[group].split()[0]) is None)
    for form in (_BUILDING, _TOWN, _FROM):
        for match in form.finditer(spoken):
            start, end = match.span("place")
            if form is _FROM:
                start = match.start("from")  # so that it is not taken for where somebody is from
            add(start, end, sure=form is not _BUILDING and _within_a_division(spoken, end))
    for mention in [*found, *further]:
        if mention.kind not in ("at", "near", "region_only", "in_area"):
            continue
        end = mention.end
        counted = bool(
            _LIST_OF.search(spoken, max(0, mention.start - 20), mention.end)
        ) or bool(_LISTED.match(spoken, mention.end))
        for _ in range(MAX_LIST):
            next_name = _AND_NAME.match(spoken, end)
            if next_name is None or not add(*next_name.span("place"), sure=counted):
                break
            end = next_name.end()
    return further


def _with_glosses(mentions: list[Mention], spoken: str) -> list[Mention]:
    """Join "the village of X" and ", about 20 km south of Y", which explains it."""
    joined: list[Mention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.kind in ("at", "near")
            and mention.kind in ("offset", "distance_only")
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


def _within_a_division(spoken: str, end: int) -> bool:
    return _IN_A_DIVISION.match(spoken, end) is not None


def _bare(spoken: str, start: int, end: int) -> Mention:
    name = re.sub(r"^from\s+", "", spoken[start:end])
    clause = At(start=start, end=end, anchor=Anchor(name=name, start=end - len(name), end=end))
    expression = Expression(text=spoken, start=start, end=end, clauses=(clause,))
    return Mention(start=start, end=end, text=spoken[start:end], kind="at", expression=expression)
