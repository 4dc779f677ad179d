"""Places in a block that stand without a preposition, or behind another in a list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gazetteer.clauses import Anchor, At, Expression, Mention

from .settling import is_known

if TYPE_CHECKING:
    from collections.abc import Callable

    from .divisions import Places

_NAME = (
    r"(?:(?:[Aa]l|[Ee]l|[Aa][rstdnz]|[Aa]sh|[Ee]z|Um|Abu)[- ])?[A-Z\u00c0-\u017f][\w'\u2019-]+"
    r"(?:\s(?:(?:da|de|do|du|dos|des|la|el|al|ez|bin)\s)?(?:[A-Z\u00c0-\u017f]|el-|al-|ez-|az-|ash-|as-)"
    r"[\w'\u2019-]+){0,2}"
)
_TOWN = re.compile(
    r"\b(?:attacked|stormed|raided|entered|shelled|captured|seized|overran|bombed|hit"
    r"|struck|reached|left|bombarded|shelling of|attack on|raid on|assault on|returned to"
    r"|control of|entrances? to|entrances? of|fell on|landed on|rained on"
    rf"|looted)\s+(?P<place>{_NAME})(?:\s+(?:town"
    r"|village|city))?\b(?!\s+(?!on\b|in\b|at\b|with\b)[a-z]+(?:s|men)\b)"
)
# "attacked the village of X", "an attack on X village": whoever is not in the gazetteer, it is one.
_SETTLEMENT = re.compile(
    rf"\b(?:towns?|villages?|city|cities|settlements?|hamlets?|commune)\s+of\s+(?P<place>{_NAME})"
    rf"|\b(?P<before>{_NAME})\s+(?:village|town|city)\b"
)
NEIGHBOURING = re.compile(
    r"(?<=\b(?:in|at|of|to)\s)(?:the\s+)?(?:neighbou?ring|nearby|adjacent|adjoining|hinterlands "
    r"of)\s+"
    r"(?=[A-Z])"
)
# After the name of a place nobody has heard of, these words tell that it is one.
_IN_A_DIVISION = re.compile(
    r"\s*(?:,|\bin|\bof)\s+(?:the\s+)?[A-Z][^.;]{1,50}?\b(?:[Dd]istrict|[Pp]rovince|[Ss]tate|[Cc]ounty|"
    r"[Gg]overnorate|[Rr]egion|[Oo]blast|[Dd]epartment|Local Government|LGA)\b"
)
_IN_A_TOWN = re.compile(rf",\s+(?P<town>{_NAME})")
_FROM = re.compile(
    r"\b(?:arrested|detained|apprehended|abducted|kidnapped|recovered|seized|captured)\b"
    rf"[^.;]{{0,90}}?\s(?P<from>from)\s+(?P<place>{_NAME})"
)
_BUILDING = re.compile(
    r"\b(?:an?|the|one|this|at"
    r"|in)\s+(?P<place>(?:[A-Z][\w'\u2019-]+)(?:\s[A-Z][\w'\u2019-]+){0,2})\s+(?:hospital"
    r"|market|mosque|church|"
    r"airport|prison|neighbou?rhood|suburb|university|school|stadium|hotel|street|bazaar"
    r"|bus station|police station|"
    r"courthouse|restaurant|port|square|district)\b"
)
_AND_NAME = re.compile(
    r"\s*(?:city|town|district)?\s*(?:,\s+(?:and\s+)?|\s+and\s+|\s*&\s*)(?:in\s+|the\s+village\s+of\s+)?"
    rf"(?P<place>{_NAME})"
)
_LISTED = re.compile(
    r"\s*(?:,|and|&)?[^.;]{0,40}\b(?:villages|towns|districts|areas|cities|neighbou?rhoods)\b"
)
_LIST_OF = re.compile(r"\b(?:villages|towns|districts|cities|areas)\s+of\b")
MAX_LIST: Final = 6  # places of one event; a longer list of names is one of something else


def find_names(
    spoken: str, found: list[Mention], places: Places, country: str | None
) -> list[Mention]:
    """
    Find "a Kabul hospital", "the village of X", and the second of "in Kano and Jos".

    Parameters
    ----------
    spoken
        Text of a block, its sources blanked.
    found
        The descriptions found there so far.
    places
        The gazetteer, asked where only it can tell a place from another name.
    country
        Alpha-2 code of the section.

    Returns
    -------
    mentions
        Those that `found` has not.

    Examples
    --------
    >>> from gazetteer.opening import load
    >>> [m.text for m in find_names("Men looted the village of Xanaq.", [], load(), "NG")]
    ['Xanaq']
    """
    names: list[Mention] = []
    taken = [(mention.start, mention.end) for mention in found]

    def take(start: int, end: int, *, sure: bool) -> bool:
        free = not any(start < last and first < end for first, last in taken)
        if not free or not (sure or is_known(_name(spoken[start:end]), places, country)):
            return False
        taken.append((start, end))
        names.append(_bare(spoken, start, end))
        return True

    for match in _SETTLEMENT.finditer(spoken):
        group = "place" if match["place"] else "before"
        take(*match.span(group), sure=places.demonym(match[group].split()[0]) is None)
    for form in (_BUILDING, _TOWN, _FROM):
        for match in form.finditer(spoken):
            start, end = match.span("place")
            if form is _FROM:
                start = match.start("from")  # so that it is not taken for where somebody is from
            town = _IN_A_TOWN.match(spoken, end)
            if town and form is not _BUILDING and is_known(town["town"], places, country):
                start, end = town.span("town")  # "from Lyari, Karachi"
            within = form is not _BUILDING and _IN_A_DIVISION.match(spoken, end) is not None
            take(start, end, sure=within)
    for mention in [*found, *names]:
        if mention.kind in ("at", "near", "region_only", "in_area"):
            _take_list(spoken, mention, take)
    return names


def _take_list(spoken: str, mention: Mention, take: Callable[..., bool]) -> None:
    """Go on from a place to the others of its list, "in A and B"."""
    listed = _LIST_OF.search(spoken, max(0, mention.start - 20), mention.end) or _LISTED.match(
        spoken, mention.end
    )
    end = mention.end
    for _ in range(MAX_LIST):
        match = _AND_NAME.match(spoken, end)
        if match is None or not take(*match.span("place"), sure=bool(listed)):
            return
        end = match.end()


def _name(text: str) -> str:
    return re.sub(r"^from\s+", "", text)


def _bare(spoken: str, start: int, end: int) -> Mention:
    name = _name(spoken[start:end])
    clause = At(start=start, end=end, anchor=Anchor(name=name, start=end - len(name), end=end))
    expression = Expression(text=spoken, start=start, end=end, clauses=(clause,))
    return Mention(start=start, end=end, text=spoken[start:end], kind="at", expression=expression)
