"""Numbers in sentences that sum events up: "84 of them (about 53%) in Iraq", "Kirkuk (41)"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from .counts import read_number

_NUM = (
    r"(?:\d{1,3}(?:,\d{3})+|\d{1,6}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|two|three|four|five|six|seven|eight"
    r"|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    r"|(?:one |a )?hundred)"
)
_HEDGE = (
    r"(?P<hedge>(?:a total of|more than|at least|over|no fewer than|about|around|approximately|some"
    r"|nearly|almost|roughly|up to)\s+)?"
)
_WORD = r"(?:[A-Za-z][\w'\u2019-]*\s+)"
_UNIT = (
    r"(?:attacks|operations|incidents|events|violations|strikes|airstrikes|air strikes|bombings"
    r"|clashes"
    r"|explosions|ambushes|assassinations|kidnappings|abductions|arrests|raids|cases)"
)
_PEOPLE = (
    r"(?:people|persons|civilians|soldiers|policemen|fighters|operatives|militants|terrorists"
    r"|insurgents|members|individuals|children|women|men|refugees|residents|families|prisoners"
    r"|detainees|casualties|troops|personnel)"
)
_NOT_A_PLACE = r"(?<![\w.,%-])"
_COUNT = re.compile(
    rf"{_NOT_A_PLACE}{_HEDGE}(?P<count>{_NUM})\s+{_WORD}{{0,3}}?(?P<unit>{_UNIT})\b",
    re.IGNORECASE,
)
_FATE = r"(?:killed|wounded|injured|dead)"
_HARM = re.compile(
    rf"\b(?P<verb>kill(?:ing|ed)(?P<or>\s+(?:or|and|and/or)\s+(?:wound|injur)(?:ing|ed))?|wounding|injuring"
    rf"|wounded|injured)\s+{_HEDGE}(?P<count>{_NUM})\s+{_WORD}{{0,2}}?{_PEOPLE}\b"
    rf"|{_NOT_A_PLACE}(?P<hedge2>(?:more than|at least|over|about|around|some|nearly)\s+)?"
    rf"(?P<count2>{_NUM})\s+{_WORD}{{0,2}}?(?P<people>{_PEOPLE}\s+)?(?:were\s+|have been\s+)?"
    rf"(?P<fate>{_FATE})(?P<or2>\s+(?:or|and|and/or)\s+(?:wounded|injured))?\b"
    rf"|{_NOT_A_PLACE}(?P<count3>{_NUM})\s+(?:civilian\s+|reported\s+)?(?P<noun>casualties|deaths"
    r"|fatalities|injuries)\b",
    re.IGNORECASE,
)
_MOVED = re.compile(
    rf"{_NOT_A_PLACE}{_HEDGE}(?P<count>{_NUM})\s+{_WORD}{{0,2}}?(?P<people>{_PEOPLE})\b"
    rf"(?:\s+(?:who|that)\s[^.;]{{1,120}}?)?\s+(?:had\s+|have\s+|were\s+|has\s+|are\s+)?(?:been\s+)?"
    r"(?P<verb>returned|left|joined|fled|displaced|surrendered|remain(?:ed)?|repatriated|released"
    r"|recruited|travell?ed|crossed|evacuated)\b",
    re.IGNORECASE,
)
NAME = (
    r"(?:[A-Z\u00c0-\u017f][\w'\u2019-]*(?:[ -](?:al|ad|el|an|as|ar|az|of|the|and the"
    r"|(?:al|ad|el|an|as|ar|az)-?[A-Z\u00c0-\u017f][\w'\u2019-]*|[A-Z\u00c0-\u017f][\w'\u2019-]*))*)"
)
_SHARE = (
    r"(?:\s*(?:attacks|operations|incidents|events)?\s*(?:of them|of these|of "
    r"which)?\s*(?:\([^()]{1,20}%\))?)"
)
# As in: 84 of them (about 53%) in Iraq; 39 in Syria; 11 attacks in the Kirkuk Province
_IN_AREA = re.compile(
    rf"{_NOT_A_PLACE}(?P<hedge>(?:about|around|some|nearly|more than|at least"
    rf"|over)\s+)?(?P<count>{_NUM})"
    rf"{_SHARE}\s+(?:were\s+)?(?:carried out\s+)?(?:in|throughout|across)\s+(?:the\s+"
    rf"|its\s+)?(?P<area>{NAME})"
)
# As in: Iraq (about 40); Al-Janub (Babel Province) (15); Nigeria (8 attacks)
_AREA_COUNT = re.compile(
    rf"(?P<area>{NAME}(?:\s\([A-Z][^()\d]{{2,40}}\))?)\s*\((?P<hedge>(?:about|around|some|nearly"
    rf"|approximately|more than|at least|over)\s+)?(?P<count>{_NUM})(?:\s+{_UNIT})?\)"
)
# As in a list where each country is followed by a colon or a dash and its number
_AREA_LIST = re.compile(
    rf"(?:^|(?<=[;,:]\s)|(?<=\band\s))(?P<area>{NAME})\s*(?::|\s[-\u2013—])\s*(?P<hedge>(?:about|around)\s+)?"
    rf"(?P<count>{_NUM})\b(?!\s*(?:km|kilomet|%|[A-Z][a-z]+ \d{{4}}))"
)
_FRAME = re.compile(
    r"\b(?:total|carried out|recorded|documented|registered|claimed|conducted|reported|counted"
    r"|perpetrated|took place|occurred|launched|throughout|overall|in all|compared (?:with|to)"
    r"|summ(?:ing|ed"
    r"|ary)|monitored|tallied|verified|logged|committed|noted|there (?:were|had been|have been))\b",
    re.IGNORECASE,
)
_TOTALS = re.compile(
    r"\b(?:total|overall|in (?:the|this) (?:period|month|week|quarter|year)|during (?:the|this"
    r"|that)"
    r" (?:period|month|week|time|year)|since|altogether|in all|throughout|so far|in them|in "
    r"these)\b",
    re.IGNORECASE,
)
_COUNTING = re.compile(
    r"\b(?:recorded|documented|registered|counted|tallied|logged|verified|monitored|claimed)\b",
    re.IGNORECASE,
)
_WAVES = re.compile(r"\b(?:waves?|series|types?|kinds?) of\b", re.IGNORECASE)
FEW: Final = 10  # fewer "attacks" are a total only where the sentence says that it counts
_AFTER_UNIT = re.compile(
    r"\s*(?:(?:were|was|have been|had been)\s+)?(?:carried out|recorded|documented|registered"
    r"|reported"
    r"|conducted|perpetrated|took place|occurred|launched|committed)?\s*"
    rf"(?:in|throughout|across|around|inside)\s+(?:the\s+|its\s+)?(?P<area>{NAME}|world\b)"
)


@dataclass(frozen=True, slots=True)
class Total:
    """
    A number in a sentence, before it is known what it is a part of.

    `start` and `end` are characters of the sentence, `hedge` the words before the number; `whole`
    if it names its unit and may have parts.
    """

    start: int
    end: int
    count: int
    unit: str
    area: str | None
    hedge: str
    whole: bool = False


def find_totals(sentence: str, *, unit: str | None = None) -> list[Total]:
    """
    Find the totals of events in a sentence, their parts, and the people harmed by them.

    Parameters
    ----------
    sentence
        One sentence.
    unit
        What a sentence before it in its block counts, of which this may give the parts.

    Returns
    -------
    totals
        In the order of the text.

    Examples
    --------
    >>> text = "In all, 40 attacks were recorded: 30 in Iraq."
    >>> [(total.count, total.area) for total in find_totals(text)]
    [(40, None), (30, 'Iraq')]
    """
    found: list[Total] = []

    def add(match: re.Match[str], total: Total | None) -> None:
        inside = any(match.start() < known.end and known.start < match.end() for known in found)
        if total is not None and not inside:
            found.append(total)

    counting = bool(_COUNTING.search(sentence))
    framed = bool(_FRAME.search(sentence)) or unit is not None
    total = counting or bool(_TOTALS.search(sentence))
    for match in _COUNT.finditer(sentence):
        few = (_number(match["count"]) or 0) < FEW
        if framed and (total or not few) and not _is_part(match, sentence):
            unit = match["unit"].lower()
            after = _AFTER_UNIT.match(sentence, match.end())
            add(match, _total(match, "count", unit, after["area"] if after else None, whole=True))
    for form in (_AREA_COUNT, _IN_AREA, _AREA_LIST) if unit or found else ():
        for match in form.finditer(sentence):
            add(match, _total(match, "count", unit or "attacks", match["area"]))
    for match in _HARM.finditer(sentence):
        either = _harm_unit(match) == "killed_or_wounded"
        if found or counting or (total and (either or unit is not None)):
            group = next(name for name in ("count", "count2", "count3") if match[name])
            area = found[0].area if found and found[0].whole else None
            add(match, _total(match, group, _harm_unit(match), area, whole=True))
    return sorted(found, key=lambda piece: piece.start)


def _is_part(match: re.Match[str], sentence: str) -> bool:
    """Say whether a number belongs to an area in front of it ("Nigeria (8 attacks)")."""
    listed = _AREA_COUNT.search(sentence, max(0, match.start() - 60))
    inside = listed is not None and listed.start() < match.start() < listed.end()
    return inside or _WAVES.search(match[0]) is not None


def _total(
    match: re.Match[str], group: str, unit: str, area: str | None, *, whole: bool = False
) -> Total | None:
    number = _number(match[group])
    if number is None:
        return None
    words = match.groupdict()
    hedge = (words.get("hedge") or words.get("hedge2") or "").strip().lower()
    hedge = re.sub(r"^a total of\s*", "", hedge)
    return Total(match.start(), match.end(), number, unit, area, hedge, whole)


def _number(words: str) -> int | None:
    return read_number(re.sub(r"^(?:one |a )(?=hundred)", "", words))


def _harm_unit(match: re.Match[str]) -> str:
    if match["or"] or match["or2"] or (match["noun"] or "").lower() == "casualties":
        return "killed_or_wounded"
    word = (match["verb"] or match["fate"] or match["noun"] or "").lower()
    return "killed" if word.startswith(("kill", "dea", "fatal")) else "wounded"


def find_movements(sentence: str) -> list[Total]:
    """
    Find statements about numbers of people who went somewhere or were somewhere.

    Parameters
    ----------
    sentence
        One sentence.

    Returns
    -------
    totals
        In the order of the text.

    Examples
    --------
    >>> total = find_movements("About 100 fighters returned to Germany.")[0]
    >>> total.count, total.unit, total.area
    (100, 'fighters returned', 'Germany')
    """
    found = []
    for match in _MOVED.finditer(sentence):
        number = read_number(match["count"])
        if number is None:
            continue
        where = re.search(
            rf"\b(?:to|from|left|into|in)\s+(?:the\s+)?(?P<area>{NAME})",
            sentence[match.start("verb") :],
        )
        unit = f"{match['people'].lower()} {match['verb'].lower()}"
        hedge = (match["hedge"] or "").strip().lower()
        area = where["area"] if where else None
        found.append(Total(match.start(), match.end(), number, unit, area, hedge))
    return found
