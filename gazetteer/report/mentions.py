"""Places in a block that stand without a preposition, or behind another in a list."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gazetteer.clauses import Anchor, At, Expression, InArea, Mention, Near

from .settling import is_division, is_known

if TYPE_CHECKING:
    from collections.abc import Callable

    from gazetteer.clauses import Clause

    from .divisions import Places

_NAME = (
    r"(?:(?:[Aa]l|[Ee]l|[Aa][rstdnz]|[Aa]sh|[Ee]z|Um|Abu)[- ])?[A-Z\u00c0-\u017f][\w'\u2019-]+"
    r"(?:\s(?:(?:da|de|do|du|dos|des|la|el|al|ez|bin)\s)?(?:[A-Z\u00c0-\u017f]|el-|al-|ez-|az-|ash-|as-)"
    r"[\w'\u2019-]+){0,2}"
)
_TOWN = re.compile(
    r"\b(?:attacked|stormed|raided|entered|shelled|captured|seized|overran|bombed|hit|retook|recaptured|liberated"
    r"|struck|reached|left|bombarded|[Ss]helling of|[Aa]ttack on|[Rr]aid on|[Aa]ssault on"
    r"|returned to"
    r"|control of|entrances? to|entrances? of|fell on|landed on|rained on"
    rf"|looted)\s+(?P<place>{_NAME})(?:\s+(?:town"
    r"|village|city))?\b(?!\s+(?!on\b|in\b|at\b|with\b)[a-z]+(?:s|men)\b)"
)
# "attacked the village of X", "an attack on X village": whoever is not in the gazetteer, it is one.
_SETTLEMENT = re.compile(
    rf"\b(?:towns?|villages?|city|cities|settlements?|hamlets?|commune)\s+of\s+(?P<place>{_NAME})"
    rf"|\b(?P<before>{_NAME})\s+(?:village|town|city|community)\b"
)
# "In the restive", "in Mali's insurgency-hit", "in the neighbouring": dress of the name behind it.
_DRESS = re.compile(
    r"\b(?P<kept>in|at|near|of|to|from|on|across|inside)\s"
    r"(?P<dress>(?:the\s+)?"
    r"(?:(?P<owner>[A-Z][\w-]+(?:\s[A-Z][\w-]+){0,2}|the (?:country|nation))['\u2019]s?\s+)?"
    r"(?:(?:neighbou?ring|nearby|adjacent|adjoining|hinterlands of|rural(?! Dam| Dim)|restive"
    r"|volatile|troubled|remote|lawless|mountainous|disputed|besieged|contested|embattled|impoverished|violence-plagued"
    r"|[a-z]+-(?:hit|prone|torn|rich|controlled|held|ridden|stricken|affected|dominated|majority"
    r"|plagued|wracked))\s+)*)(?=[a-z]*[A-Z]|(?:north|south|east|west|central)\w*\s[A-Z])"
)
_ATTACK_ON = re.compile(
    rf"\b(?:attacks?|raids?|assaults?|strikes?)\b[^.;]{{0,50}}?\son\s+(?P<place>{_NAME})"
)
# After the name of a place nobody has heard of, these words tell that it is one.
_IN_A_DIVISION = re.compile(
    r"\s*(?:,|\bin|\bof)\s+(?:the\s+)?[A-Z][^.;]{1,50}?\b(?:[Dd]istrict|[Pp]rovince|[Ss]tate|[Cc]ounty|"
    r"[Gg]overnorate|[Rr]egion|[Oo]blast|[Dd]epartment|Local Government|LGA)\b"
)
_BESIDE = re.compile(
    r",\s+(?:(?:about|some|around|roughly) )?(?:(?:\d+ ?(?:km|kilomet\w+|miles) )?"
    r"(?:north|south|east|west)[\w-]*\s+of|\d+ ?(?:km|kilomet\w+|miles) from)\b"
)
# "In Sabha's al-Tayuri neighbourhood"
_OWNED = re.compile(
    r"\b(?:in|at|near|on)\s+(?P<place>[A-Z][\w-]+(?:\s[A-Z][\w-]+){0,2})['\u2019]s?\s+"
    r"(?:(?:[A-Z]|al-|el-|[a-z]+\s)[\w\u2019'-]*\s+){0,4}?(?:neighbou?rhood|(?:sub-?)?district|suburb|quarter|market|bazaar"
    r"|square|tehsil|taluka|sub-?division|ward"
    r"|airport|outskirts|old city|cent(?:er|re)|area|street|road|hospital|port|university)\b"
)
_IN_A_TOWN = re.compile(rf",\s+(?P<town>{_NAME})")
_FROM = re.compile(
    r"\b(?:arrested|detained|apprehended|abducted|kidnapped|recovered|seized|captured|withdr\w+"
    r"|retreated|retreat|pulled (?:out|back)|expelled|driven out)\b"
    rf"[^.;]{{0,90}}?\s(?P<from>from)\s+(?P<place>{_NAME})"
)
_BUILDING = re.compile(
    r"\b(?:an?|the|one|this|at"
    r"|in)\s+(?P<place>(?:[A-Z][\w'\u2019-]+)(?:\s[A-Z][\w'\u2019-]+){0,2})\s+(?:hospital"
    r"|market|mosque|church|"
    r"airport|prison|neighbou?rhood|suburb|university|school|stadium|hotel|street|bazaar"
    r"|bus station|police station|"
    r"courthouse|restaurant|port|square|district|correctional cent(?:er|re)|detention cent(?:er|re)"
    r"|(?:high |central |federal |general |district |provincial |military |teaching |main |old )"
    r"(?:court|prison|hospital|mosque|church|school|market|base|bus station|barracks)"
    r"|police (?:headquarters|post|division)|barracks|cathedral|military base|army base|refinery"
    r"|toll gate|roundabout|railway station|train station|hospital complex)\b"
)
# A part of a town or of a division, named after the part: "the Katindo neighbourhood of Goma".
_PART = (
    r"(?:residential |commercial |industrial |security |tribal |old )?"
    r"(?P<part>area|neighbou?rhoods?|quarter|suburb|borough|ward|locality|bazaar|market|town|city"
    r"|village|tehsil|taluka|sub-?district|sub-?division|camp|roundabout|square|street|road|junction|intersection|block|sector|zone|estate|commune|crossing)"
)
_NESTED = re.compile(
    rf"\b(?:(?P<lead>in|at|near|from|inside|outside|on)\s+)?(?:the\s+)?\b(?P<place>{_NAME})"
    rf"\s+{_PART}\b(?:\s+\([^()]{{1,40}}\))?(?:,?\s+(?:of|in)|(?P<comma>,))\s+(?:the\s+)?"
    rf"(?:[a-z]+\s+)?(?P<within>{_NAME})"
)
_OF_A_TOWN = frozenset(
    ("area", "neighbourhood", "neighborhood", "neighbourhoods", "neighborhoods", "quarter",
     "suburb", "borough", "ward", "bazaar", "market", "roundabout", "square", "street", "road",
     "junction", "intersection", "block", "sector", "estate", "locality")
)  # fmt: skip
_LINES = frozenset(("road", "street", "crossing", "junction", "intersection"))
# "The market of Diapaga", "the gate of Aden airport"
_SITE = re.compile(
    r"\b(?:the|an?|its)\s+(?:\w+\s+){0,2}?(?:market|airport|hospital|prison|gates?|entrance|cent(?:er|re)|streets?"
    r"|barracks|garrison|port|university|stadium|mosque|church|cathedral|court|museum|outskirts)"
    rf"\s+(?:of|to)\s+(?:the\s+)?(?P<place>{_NAME})(?P<site>\s+(?:airport|hospital|prison|university"
    r"|port|market))?"
)
# "Opytne (3 km south of Bakhmut)": whoever stands before a measure in brackets is a place.
_BRACKETED = re.compile(
    rf"\b(?P<place>{_NAME})(?=,\s+an?\s+(?:[a-z]+\s){{0,2}}(?:village|town|city|settlement|hamlet)\b"
    r"|\s\((?:about |some |roughly |approximately |around )?"
    r"\d[\d.,]*\s*(?:km|kilomet|mi)\w*\b)"
)
_CLOSE = re.compile(r"\b(?:near|outside|close to|in front of|next to)\s+$")
_AND_NAME = re.compile(
    r"\s*(?:city|town|district)?\s*(?:,\s+(?:and\s+)?|\s+and\s+|\s*&\s*)(?:in\s+|the\s+village\s+of\s+)?"
    rf"(?P<place>{_NAME})"
)
_LISTED = re.compile(
    r"\s*(?:,|and|&)?[^.;]{0,40}\b(?:villages|towns|districts|areas|cities|neighbou?rhoods)\b"
)
_LIST_OF = re.compile(r"\b(?:villages|towns|districts|cities|areas)\s+of\b")
MAX_LIST: Final = 6  # places of one event; a longer list of names is one of something else


def undress(spoken: str, places: Places) -> str:
    """
    Blank what stands between a preposition and the name of a place and says nothing of where.

    Parameters
    ----------
    spoken
        Text of a block.
    places
        The gazetteer, asked whether an owner is a country.

    Returns
    -------
    text
        As long as before.

    Examples
    --------
    >>> from gazetteer.opening import load
    >>> undress("A bomb went off in Mali's restive Gao region.", load()).split()
    ['A', 'bomb', 'went', 'off', 'in', 'Gao', 'region.']
    """

    def blanked(match: re.Match[str]) -> str:
        dress, owner = match["dress"], match["owner"]
        foreign = owner and not owner.startswith("the ") and places.country(owner) is None
        if foreign or dress.strip() in ("", "the"):
            return match[0]
        return f"{match['kept']} {' ' * len(dress)}"

    return _DRESS.sub(blanked, spoken)


def find_nested(spoken: str, places: Places, country: str | None) -> list[Mention]:
    """
    Find "the Katindo neighbourhood of Goma" and "Sibi town of Balochistan".

    Parameters
    ----------
    spoken
        Text of a block, its sources blanked.
    places
        The gazetteer.
    country
        Alpha-2 code of the section.

    Returns
    -------
    mentions
        The place and, as a second statement, the larger one, which stands in where the gazetteer
        does not know the first. A part of a town is the town's.

    Examples
    --------
    >>> from gazetteer.opening import load
    >>> (found,) = find_nested("A bomb hit a bar in the Katindo area of Goma.", load(), "CD")
    >>> found.text, [anchor.name for anchor in found.expression.anchors]
    ('in the Katindo area of Goma', ['Goma'])
    """
    found: list[Mention] = []
    for match in _NESTED.finditer(spoken):
        part = match["part"]
        town = is_known(match["within"], places, country) and not is_division(
            match["within"], places, country
        )
        own = part == "area" and is_known(match["place"], places, country)
        names = [_at(match, "within")] if town and part in _OF_A_TOWN and not own else []
        if not names:
            if match["lead"] is None or match["comma"] or part in _LINES:
                continue
            known = is_known(match["place"], places, country)
            if not (known or town or is_division(match["within"], places, country)):
                continue
            names = [_at(match, "place"), _at(match, "within")]
        if match["lead"] in ("near", "outside"):
            first = names[0]
            names[0] = Near(start=first.start, end=first.end, anchor=first.anchors[0])
        elif part == "area":
            first = names[0]
            names[0] = InArea(start=first.start, end=first.end, places=first.anchors)
        expression = Expression(
            text=spoken, start=match.start(), end=match.end(), clauses=tuple(names)
        )
        found.append(
            Mention(
                start=match.start(),
                end=match.end(),
                text=match[0],
                kind=names[0].relation,
                expression=expression,
            )
        )
    return found


def _at(match: re.Match[str], group: str) -> Clause:
    start, end = match.span(group)
    return At(start=start, end=end, anchor=Anchor(name=match[group], start=start, end=end))


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

    for match in _BRACKETED.finditer(spoken):
        take(*match.span("place"), sure=True)
    for match in _SETTLEMENT.finditer(spoken):
        group = "place" if match["place"] else "before"
        take(*match.span(group), sure=places.demonym(match[group].split()[0]) is None)
    for form in (_BUILDING, _SITE, _OWNED, _TOWN, _ATTACK_ON, _FROM):
        for match in form.finditer(spoken):
            start, end, within = _place_span(spoken, match, places, country)
            if take(start, end, sure=within) and _CLOSE.search(spoken, 0, match.start()):
                names[-1] = _near(names[-1])
    for mention in [*found, *names]:
        if mention.kind in ("at", "near", "region_only", "in_area"):
            _take_list(spoken, mention, take)
    return names


def _place_span(
    spoken: str, match: re.Match[str], places: Places, country: str | None
) -> tuple[int, int, bool]:
    """Find where the place of a form begins and ends, and whether its surroundings vouch for it."""
    start, end = match.span("place")
    if match.re in (_BUILDING, _OWNED):
        return start, end, False
    if match.re is _SITE:
        site = match["site"] and spoken[start : match.end("site")]
        return start, match.end("site") if site and is_known(site, places, country) else end, False
    if match.re is _FROM:
        start = match.start("from")  # so that it is not taken for where somebody is from
    town = _IN_A_TOWN.match(spoken, end)
    if town and is_known(town["town"], places, country):
        start, end = town.span("town")  # "from Lyari, Karachi"
    vouched = _IN_A_DIVISION.match(spoken, end) or _BESIDE.match(spoken, end)
    return start, end, vouched is not None


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


def _near(mention: Mention) -> Mention:
    """Take "near the gate of Aden airport" for near it."""
    clause = mention.expression.clauses[0]
    near = Near(start=clause.start, end=clause.end, anchor=clause.anchors[0])
    return replace(mention, kind="near", expression=replace(mention.expression, clauses=(near,)))


def _name(text: str) -> str:
    return re.sub(r"^from\s+", "", text)


def _bare(spoken: str, start: int, end: int) -> Mention:
    name = _name(spoken[start:end])
    clause = At(start=start, end=end, anchor=Anchor(name=name, start=end - len(name), end=end))
    expression = Expression(text=spoken, start=start, end=end, clauses=(clause,))
    return Mention(start=start, end=end, text=spoken[start:end], kind="at", expression=expression)
