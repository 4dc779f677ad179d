"""
Who did it and to whom, as far as the plain forms of a sentence tell it.

Nothing is guessed: a passive without "by" has no perpetrator here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_STATE = re.compile(
    r"\b(?:army|police(?:men)?|security|intelligence|minist(?:er|ry)|air ?force|aircraft"
    r"|warplanes?|(?:fighter|army|air force|government) planes?|jets?|helicopters?|"
    r"coalition|troops|soldiers|special forces|border guards?|guards?|counter-?terrorism"
    r"|commandos?|peshmerga|sdf|"
    r"syrian democratic forces|mobili[sz]ation|gendarmerie|government|authorities|navy"
    r"|marines|forces|ypg|"
    r"military|service|shin bet|amisom|g5|barkhane)\b",
    re.IGNORECASE,
)
_MILITANT = re.compile(
    r"\b(?:isis|isil|islamic state|daesh|iswap|is|militants?|gunmen|gunman|terrorists?"
    r"|insurgents?|jihadi\w*|taliban|"
    r"boko haram|al-?shabaab|rebels?|al-?qaeda|operatives?|attackers?|assailants?|bandits?"
    r"|kidnappers?|extremists?|maoists?|naxal\w*|guerrillas?|dissidents?|separatists?|"
    r"cells?|hts|houthis?|suspects?|fighters|wanted|smugglers?)\b",
    re.IGNORECASE,
)
_ACTIVE = re.compile(
    r"\b(?:also |then |simultaneously |had |have |has |reportedly )*(?P<verb>attack(?:ed)"
    r"|ambushed|activated|detonated|fired|took|threw|killed|captured|arrested|"
    r"detained|kidnapped|abducted|broke|stormed|raided|opened|exchanged|carried|executed"
    r"|beheaded|shot|set|launched|"
    r"shelled|bombed|struck|planted|seized|targeted|assassinated|murdered|found|discovered"
    r"|uncovered|neutralized|"
    r"defused|apprehended|torched|burned|hit|entered|overran|infiltrated|hurled|tossed"
    r"|lobbed|invaded|looted|hijacked|"
    r"swept|destroyed|released|held|led|staged|clashed|deployed|reached|stabbed|blew"
    r"|bombarded|wounded|injured)\b"
)
_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are)\s+(?:\w+ )?$")
_BY = re.compile(
    r"\bby (?P<agent>(?:an? |the |unknown |unidentified |suspected |armed "
    r"|masked )*[\w'\u2019 -]+?)(?=\s(?:in|on|at|near|about|around|against|who|with|using"
    r"|while|when|after|and|north|south|east|west|northeast|northwest|southeast|southwest"
    r"|outside|inside|during|from|between)\b|[.,;:(\[]|$)",
    re.IGNORECASE,
)
_WEAPON = re.compile(
    r"\b(?:fire|gunfire|sniper|bomb|ied|shells?|rockets?|mortars?|gun|explosion|explosive"
    r"|device|mine|missile|knife|drone|local residents)s?\b",
    re.IGNORECASE,
)
_SAID = r"(?:reported|announced|said|stated|claimed|confirmed|declared|added|told \w+)"
_PREAMBLE = re.compile(
    rf"^[^;]*?\b{_SAID}\s+(?:(?:also|on|in|to|via|through)\s+[^,;]{{1,40}}?\s+)?that\s+"
    rf"|^[^,;]{{0,60}}\b{_SAID}\s+(?=(?:an?|the|its|two|three|four|five|\d+|[A-Z])\b)"
    r"|^[Aa]ccording to [^,]{1,80},\s*",
)
_ATTRIBUTION = re.compile(
    rf",\s*(?:according to\b|(?:the |an? |its |local |military |police )?[^,;]{{0,60}}?\b{_SAID}\b"
    r"(?!\s+that)).*$"
)
_NP = (
    r"(?P<np>[^.;:(\[]{2,90}?)(?=\s(?:in|on|at|near|about|around|approximately|who|with"
    r"|using|while|when|after|before|north|south|east|west|north-?east|north-?west"
    r"|south-?east|south-?west|outside|inside|during|from|between|under|along|and (?:then"
    r"|fled|seized|wound\w+|kill\w+|injur\w+|activat\w+))\b|[.,;:(\[]|\s*$)"
)
_HARMED = (
    r"(?:targeted|attacked|ambushed|captured|arrested|detained|kidnapped|abducted|killed|shot"
    r"|executed|assassinated|hit|struck|apprehended|found|discovered|wounded|injured|stabbed"
    r"|murdered|beheaded)\b"
)
_HARMED_ACTIVELY = (
    r"(?:attacked|ambushed|captured|arrested|detained|kidnapped|abducted|killed"
    r"|shot(?: dead| and killed)?|executed|beheaded|stormed|raided|targeted|assassinated"
    r"|murdered|struck|hit|shelled|bombed|apprehended|overran|broke into|torched|looted"
    r"|hijacked|stabbed)"
)
_FIRED = r"(?:fired|shot|opened fire|fire|shooting|thrown|threw|hurled|lobbed)"
_TARGETS = (
    r"\bt(?:ook|aken|aking)\s+(?P<np>[^.;(]{2,90}?)\s+(?:prisoner|captive|hostage)s?\b",
    rf"\b{_FIRED}\b[^.;]{{0,40}}?\b(?:at|on|upon|towards?)\s+{_NP}",
    rf"\bagainst\s+{_NP}",
    rf"\bexchang\w+ (?:of )?(?:gun)?fire with\s+{_NP}",
    rf"\bclash\w*\s+(?:broke out\s+|erupted\s+)?(?:between|with)\s+{_NP}",
    rf"\b(?:attack|assault|raid|ambush|(?:air ?)?strike)s? (?:on|upon|at|of)\s+{_NP}",
    rf"\b{_HARMED_ACTIVELY}\s+(?!by\b|or\b|and\b){_NP}",
    rf"^(?P<np>[^.;:(\[]{{2,120}}?)\s+(?:was|were)\s+(?:\w+ )?{_HARMED}",
)
MAX_WORDS: Final = 20  # no noun phrase is longer
# "Five rebels killed in an encounter", as headlines and registers have it
_UNDERGONE: Final = re.compile(
    r"\w+ by\b"
    r"|(?:killed|wounded|injured|arrested|detained|captured) (?:in|during|when|after|at|near)\b"
)
_ABOUT: Final = re.compile(
    r"^(?:(?:about|around|some|at least|more than|nearly|over|up to|an estimated)\s+)+(?=\d|[a-z])",
    re.IGNORECASE,
)
_NO_ACTOR: Final = re.compile(
    r"^(?:(?:it|they|he|she|this|that|there|and|which|who|both|another|the two|clash\w*"
    r"|fighting|(?:an?|the) (?:explosion|blast|attack|clash|ied|bomb|mine))\b"
    r"|(?:in|on|at|near|about|from|by|to|of|for)\s)",
    re.IGNORECASE,
)
_TARGET = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _TARGETS)


@dataclass(frozen=True, slots=True)
class Actors:
    """Perpetrator and target as written, and whether a state's force or an armed group acted."""

    perpetrator: str | None
    target: str | None
    state_force: bool
    armed_group: bool


def find_actors(sentence: str) -> Actors:
    """
    Find perpetrator and target of the event that a sentence tells.

    Parameters
    ----------
    sentence
        The sentence without its date.

    Returns
    -------
    actors
        None where the sentence does not tell.

    Examples
    --------
    >>> actors = find_actors("ISIS operatives attacked an army camp near Damboa.")
    >>> actors.perpetrator, actors.target, actors.armed_group
    ('ISIS operatives', 'an army camp', True)
    >>> find_actors("An IED was activated against a bus.").target
    'a bus'
    """
    told = re.sub(r"\s{2,}", " ", sentence).strip(" ,:\u2013-")
    told = _ATTRIBUTION.sub("", _PREAMBLE.sub("", told)).strip(" ,:\u2013-")
    told = re.sub(r"^(?:On|In addition|Also|Meanwhile|Later)\b,?\s*(?=[A-Za-z])", "", told).strip(
        " ,:"
    )
    perpetrator = _subject(told)
    if perpetrator is None:
        for match in _BY.finditer(told):
            if not _WEAPON.search(match["agent"]):
                perpetrator = match["agent"].strip()
                break
    target = None
    for pattern in _TARGET:
        found = pattern.search(told)
        if found is not None:
            target = found["np"].strip(' ,"“”')
            if _NO_ACTOR.match(target):
                target = None
                continue
            break
    group = names_militants(perpetrator or "")
    return Actors(
        perpetrator or None,
        target or None,
        state_force=names_state_force(perpetrator or ""),
        armed_group=group,
    )


def names_militants(text: str) -> bool:
    """
    Say whether a noun phrase names members of an armed group.

    Parameters
    ----------
    text
        A noun phrase.

    Returns
    -------
    answer
        Whether it does.

    Examples
    --------
    >>> names_militants("five ISIS operatives"), names_militants("a bus")
    (True, False)
    """
    return bool(_MILITANT.search(text))


def names_state_force(text: str) -> bool:
    """
    Say whether a noun phrase names a force of a state or its allies.

    Parameters
    ----------
    text
        A noun phrase.

    Returns
    -------
    answer
        Whether it does.

    Examples
    --------
    >>> names_state_force("Iraqi police"), names_state_force("gunmen")
    (True, False)
    """
    return bool(_STATE.search(text)) and not _MILITANT.search(text)


def _is_weapon(subject: str) -> bool:
    return (
        bool(_WEAPON.search(subject))
        and not _MILITANT.search(subject)
        and not _STATE.search(subject)
    )


def _subject(told: str) -> str | None:
    for match in _ACTIVE.finditer(told):
        before = told[: match.start()]
        if _PASSIVE.search(before):
            return None
        subject = before.strip(' ,"“”')
        if not subject or _UNDERGONE.match(match["verb"] + told[match.end() :]):
            return None
        subject = re.split(r",\s", subject)[-1] if "," in subject else subject
        subject = _ABOUT.sub("", subject)
        subject = re.sub(
            r"\s+(?:in|on|at|near) (?:the )?(?:area|region|vicinity)\b.*$", "", subject
        )
        if _PASSIVE.search(subject + " ") or re.search(r"\b(?:was|were)\b", subject):
            return None
        subject = re.sub(r"^operatives of\s+", "", subject)
        return (
            subject
            if len(subject.split()) <= MAX_WORDS
            and not _NO_ACTOR.match(subject)
            and not _is_weapon(subject)
            else None
        )
    return None
