"""
Killed and wounded as a text states them; what it does not state is None, never 0.

"About five" is 5 and "at least five" is 5; "several" is no number; "killed or wounded" gives
neither; "one was killed and the other was wounded" gives both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from .counts import COLLECTIVES, COUNTED, NUMBER, read_number, sum_counts

Fate: TypeAlias = Literal["killed", "wounded"]
Sum: TypeAlias = Literal["add", "repeat", "total"]


_VERBS: Final[dict[str, Fate]] = {
    r"shot (?:and killed|to death|dead)|(?:stabbed|beaten|tortured|burned) to death": "killed",
    r"killed|killing|executed|executing|beheaded|beheading|assassinated|assassinating|murdered|"
    r"murdering|slain|martyred|lynched|gunned down|(?:hacked|stoned) to death|slaughtered"
    r"|succumbed|embraced martyrdom|died"
    r"|dead|dying|eliminated|eliminating"
    r"|lost (?:their|his|her) li(?:ves|fe)|hanged|perished|drowned|drowning": "killed",
    r"wounded|wounding|injured|injuring|hurt|(?:sustained|suffered|received)\s+(?:[a-z]+\s+){0,2}"
    r"(?:injur(?:y|ies)|wounds?)": "wounded",
}  # fmt: skip
_KILLED, _KILLED_MORE, _WOUNDED = _VERBS
_VERB = rf"(?:(?P<killed>{_KILLED}|{_KILLED_MORE})|(?P<wounded>{_WOUNDED}))"
_AUXILIARY = (
    r"(?:was|were|been|being|is|are|got|be)\b(?:\s+(?!and\b|or\b)[\w-]+)??"
    r"(?:\s+(?!killed|wounded|injured|executed|dead)[\w-]+(?:\s+[\w-]+){0,2}?,?\s+(?:and"
    r"|before being)(?:\s+(?:then|later|subsequently|also|finally|afterwards))?)?"
)
_EVENT = re.compile(
    rf"\b(?:(?P<auxiliary>{_AUXILIARY})\s+(?:also\s+|then\s+|reportedly\s+|later\s+|all\s+"
    rf"|both\s+|found\s+|left\s+|seriously\s+|severely\s+|badly\s+|slightly\s+|lightly\s+"
    rf"|critically\s+|fatally\s+)?)?{_VERB}\b"
)
# "Killed or wounded" says that nobody knows how many of each.
_EITHER = re.compile(
    r"\b(?:killed|killing|dead|died|executed)(?:\s*(?:or|and/or|/|and)\s*"
    r"|\s+and\s+or\s+)(?:wounded|wounding|injured|injuring|hurt)\b"
    r"|\b(?:wounded|wounding|injured|injuring)\s*(?:or|and/or|/)\s*(?:killed|killing|dead)\b"
)
_NOUN_COUNT = re.compile(
    rf"\b(?:deaths? of|(?:claim|claimed|claiming|took|taking|cost|costing) the li(?:ves"
    rf"|fe) of|(?:death )?toll (?:of|to|at|stands at|rose to|reached|was|stood at))\s+(?P<dead>"
    rf"(?:at least |about |some |around |more than |approximately )?(?:{NUMBER}|an?))\b(?!\s*(?:km"
    rf"|kilomet))(?:\s+(?:people\s+)?(?:dead|killed|deaths))?"
    rf"|\b(?P<deaths>{NUMBER})\s+(?:[a-z]+\s+)?(?:deaths|fatalities)\b"
    rf"|\b(?P<injuries>{NUMBER})\s+(?:[a-z]+\s+)?injuries\b"
    rf"|\b(?:injuries to|injury (?:to|of)|wounding of)\s+(?P<hurt>{NUMBER})\b"
    rf"|\b(?P<harmed>{NUMBER})\s+(?:others?\s+)?with\s+(?:[a-z]+\s+){{0,4}}(?:injur(?:y|ies)|wounds?)\b"
    r"|\b(?:led to|caused|resulting in|resulted in)\s+(?:his|her"
    r"|the)\s+(?:[a-z]+\s+)?(?P<one>death)\b"
    r"|\bthe\s+(?:killing|death|assassination|murder|execution)\s+of\s+(?:the\s+)?(?:[a-z]+\s+){0,2}"
    r"(?P<named>[A-Z][\w'\u2019-]+(?:\s(?:(?:al|el|bin|ibn|abu|ag|ould)\s)?[A-Z][\w'\u2019-]+){1,3})"
    r"(?=\s*(?:[,.;(]|$|\b(?:in|and|by|on|at|during|near|after|who)\b))"
    rf"|\(\s*(?P<bracket>{NUMBER})\s+(?:deaths?|fatalit(?:y|ies))\s*\)"
)
_NOBODY = re.compile(
    r"\b(?:no one|nobody|no[- ]one|none|no (?:people|soldiers|civilians|policemen|fighters"
    r"|police officers))\s+(?:was|were|has been|had been)\s+(?:(?P<killed>killed)"
    r"|(?P<wounded>wounded|injured|hurt))(?P<both>\s+or\s+(?:killed|wounded|injured|hurt))?"
    r"|\bwithout (?:causing )?(?P<none>casualties)|\bcaused no (?P<none2>casualties)"
    r"|\bthere were no (?P<none3>casualties)|\bno (?P<none4>casualties) were (?:caused|recorded)"
    r"|\b(?:there were|caused) no (?P<killed2>deaths|fatalities)|\b(?:there were|caused) no "
    r"(?P<wounded2>injuries)",
    re.IGNORECASE,
)
_MONTHS = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DATE = re.compile(
    rf"\b{_MONTHS}\s+\d{{1,2}}(?:\s*[-\u2013]\s*\d{{1,2}})?(?:st|nd|rd|th)?(?:,?\s+(?:19"
    rf"|20)\d\d)?\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s*(?:[-\u2013]|and|to)\s*\d{{1,2}})?\s+{_MONTHS}(?:\s+(?:19"
    rf"|20)\d\d)?\b|\b(?:19|20)\d\d-\d\d-\d\d\b"
    r"|(?<![\w/.])\d{1,2}([/.-])\d{1,2}\1(?:19|20)?\d\d\b(?![/.]\d)"
    r"|\b\d{1,2}:\d\d\b|\b\d{4} ?(?:hrs|hours)\b"
)
_TOTAL = re.compile(
    r"\b(?:a total of|in total|in all|altogether|bringing the (?:death )?toll to)\b", re.IGNORECASE
)
_PRONOUN = re.compile(
    r"(?:^|\b(?:and|but|then)\s+)\s*(?P<word>he|she|they|both|the two|the three|the four"
    r"|the five|the six|all of them|all (?:of )?the \w+)\s*$",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"[;:]|\b(?:sank|overturned|capsized|exploded|collapsed|crashed|detonated|caught fire|went off"
    r"|blew up)\s+and\s|\b(?:said|says|claimed|claims|stated|announced|added|confirmed)"
    r"(?:\s+that)?\s|,\s*(?:and|while|whereas|but|in which|where|which|after which)\s|\b(?:in which"
    r"|while|whereas|when|after which|leaving|after)\s|\b(?:left|leaves)\s(?=(?:at least|about"
    r"|some|more"
    rf"|around|over|nearly|up to|{NUMBER})\b)|\s(?:and|but)\s+(?=(?:the other"
    r"|another|others)\b)",
    re.IGNORECASE,
)
_OBJECT_END = re.compile(
    r"[.;:()]|,(?!\s*(?:an?|one|two|three|four|five|\d|his|her|their)\b)|\b(?:in|near|at(?!\s+(?:least"
    r"|most)\b)|on|by|during|when|while|after|before|inside|outside|from|who|which|that"
    r"|with|as|around|and (?:\w+ing|\w+ed|took|fled|shot|hurt|set)|including)\b",
    re.IGNORECASE,
)
_INCLUDED = re.compile(
    r",?\s*(?:including|among (?:them|whom)|mostly|(?<=,\s)(?:most|one|two|three|some) of "
    r"(?:them|whom))\b"
    r"[^,;.]*(?:[,.]|$)",
    re.IGNORECASE,
)
# What people do or are, not what is done to them: their number stands before it.
_INTRANSITIVE = re.compile(
    r"(?:died|succumbed|embraced|dead|dying|perished|drown\w+|lost|sustained|suffered|received)\b"
)
_HEADLINE = re.compile(
    r"\s*(?:$|[,.;:()]|(?:and|or|in|near|at(?!\s+(?:least|most)\b)|on|by|when|while|after"
    r"|as|during)\b)",
    re.IGNORECASE,
)
_HEAD_OF_PHRASE = re.compile(
    r"\b(?:against|on|at|of|with|by|upon|from|targeting|killing|wounding|attacking|near)\s+(?=an?\b|the\b"
    rf"|{NUMBER}\b)",
    re.IGNORECASE,
)
# "A policeman guarding a polio team was shot dead": the team is not counted.
_PARTICIPLE = re.compile(
    r"\s(?!(?:including|evening|morning|following|during|remaining|surviving|missing"
    r"|[a-z]*(?:bomb|shell|shoot|fight|kill|raid|stabb|behead|meet|wedd|build|train)ing)\b)[a-z]{3,}ing\s"
    r"(?=(?:an?|the|his|her|their|to|in|on|at|from|for|with|back)\b)"
)
_ONE_PERSON = re.compile(
    r"^\W*(?:the|his|her|its|one)\s+(?!\w+\s+(?:and|or)\b)(?:[a-z-]+\s+){0,2}[a-z]*[^s\W]\s*$",
    re.IGNORECASE,
)
_TWO_OBJECTS = re.compile(
    rf"^\s*(?:the|his|her|a|an)\s+(?:[\w-]+\s+){{0,2}}?[a-z]*[^s\W]\s+and\s+(?:the|his|her|its)\s+(?!(?:{NUMBER})\b)"
    r"(?:[\w-]+\s+){0,2}?[a-z]*[^s\W]\s*$"
)
_SOME_OF_THEM = re.compile(
    rf"\b(?P<number>{NUMBER})\s+of\s+(?:whom|them)\b[^,;.]{{0,30}}$", re.IGNORECASE
)
_FEARED = re.compile(r"\b(?:feared|presumed|believed|thought)\s+$")
_ALONG = re.compile(
    rf"[^.;,]{{0,30}},?\s+(?:along with|together with|as (?:were|was))\s+(?P<others>(?:an?"
    rf"|{NUMBER})\b[^.;,]{{0,60}})"
)
# "Killed a member of a group in the north and one other man"
_OTHERS = re.compile(
    rf"[^.;]{{0,60}}?\band\s+(?:another|(?P<number>{NUMBER})\s+others?)\b(?!\s+(?:were|was|sustained)\b)"
    r"(?:\s+(?!was\b|were\b)\w+)?(?=\s*(?:[.,;]|$|in\b|near\b|at\b))"
)
# "Murdered indigenous leader Jose Riascos"
_NAMED_ONE = re.compile(
    r"\s*(?:[a-z][\w-]*\s+){0,3}[a-z][\w-]*[a-rt-z]\s+[A-Z][\w'\u2019-]+(?:\s(?:[a-z]{2,3}\s)?[A-Z][\w'\u2019-]+){1,3}\s*$"
)
_AGE = re.compile(r"\b\d{1,3}-year-old\s+|,\s*\d{1,3}(?=,)|\baged\s+\d{1,3}\b")
_ONE_OBJECT = re.compile(
    r"\s*(?:him|her)\s*$|\s*(?:his|her|its|their|the|himself|herself)\b(?:\s+[\w-]+)*?\s*[a-z]*[^s\W]\s*$"
)


@dataclass(frozen=True, slots=True)
class Casualties:
    """Numbers of people killed and wounded; None where the text states none."""

    killed: int | None
    wounded: int | None


def count_casualties(text: str) -> Casualties:
    """
    Count the killed and the wounded that a text about one event states.

    Parameters
    ----------
    text
        One or more sentences about one event.

    Returns
    -------
    casualties
        Sums over the sentences; a total that the text states itself replaces the sum.

    Examples
    --------
    >>> count_casualties("One policeman was killed and the other was wounded.")
    Casualties(killed=1, wounded=1)
    >>> count_casualties("An officer and three fighters were wounded.")
    Casualties(killed=None, wounded=4)
    >>> count_casualties("The passengers were killed or wounded.")
    Casualties(killed=None, wounded=None)
    """
    sums: dict[Fate, int | None] = {"killed": None, "wounded": None}
    before = ""
    # "Seventeen (17) people" are not thirty-four.
    undated = re.sub(rf"(?i:\b({NUMBER})\s*\(\d+\))", r"\1", _AGE.sub(" ", _DATE.sub(" ", text)))
    for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z\d“\"(])", undated):
        for fate, number, how in _count_sentence(sentence, before):
            known = sums[fate]
            if known is None or how == "total":
                sums[fate] = number
            elif how == "add":
                sums[fate] = known + number
        before = sentence
    return Casualties(sums["killed"], sums["wounded"])


def _count_sentence(sentence: str, before: str) -> list[tuple[Fate, int, Sum]]:
    """List fates with their numbers, and what each number is to those of earlier sentences."""
    found: list[tuple[Fate, int, Sum]] = []
    for match in _NOBODY.finditer(sentence):
        none = match["none"] or match["none2"] or match["none3"] or match["none4"] or match["both"]
        if none or match["killed"] or match["killed2"]:
            found.append(("killed", 0, "repeat"))
        if none or match["wounded"] or match["wounded2"]:
            found.append(("wounded", 0, "repeat"))
    if found:
        return found
    either = [match.span() for match in _EITHER.finditer(sentence)]
    for match in _NOUN_COUNT.finditer(sentence):
        words = re.sub(
            r"^(?:at least|about|some|around|more than|approximately) ",
            "",
            match[match.lastgroup or 0],
            flags=re.IGNORECASE,
        )
        one = match["named"] or words.lower() in {"a", "an", "death"}
        number = 1 if one else read_number(words)
        if number is not None:
            found.append(
                (
                    "wounded"
                    if match["injuries"] or match["hurt"] or match["harmed"]
                    else "killed",
                    number,
                    "add",
                )
            )
            either.append(match.span())
    floor = 0
    for match in _EVENT.finditer(sentence):
        fate: Fate = "killed" if match["killed"] else "wounded"
        start = match.start(fate)
        overlapping = [end for first, end in either if first <= start < end]
        if overlapping:
            floor = overlapping[0]
            continue
        number, how = _count_one(sentence, match, floor, before)
        if number is not None and not _FEARED.search(sentence, 0, start):
            found.append((fate, number, how))
        floor = match.end()
    return found


def _count_one(
    sentence: str, match: re.Match[str], floor: int, before: str
) -> tuple[int | None, Sum]:
    """Count the people of one verb: its object if it is active, its subject if it is passive."""
    verb = (match["killed"] or match["wounded"]).lower()
    rest = sentence[match.end() :]
    if match["auxiliary"] is None and not _INTRANSITIVE.match(verb) and not _HEADLINE.match(rest):
        return _count_object(rest), "add"
    whole = sentence[floor : match.start()]
    some = _SOME_OF_THEM.search(whole)
    subject = some["number"] if some else _INCLUDED.sub(" ", whole)
    breaks = list(_BREAK.finditer(subject))
    if breaks and subject[breaks[-1].end() :].strip():
        subject = subject[breaks[-1].end() :]
    subject = _last_noun_phrase(re.sub(r"(?<=\w),?\s(?:who|whose)\s+\S.*$", "", subject))
    pronoun = _PRONOUN.search(subject)
    if pronoun is not None:
        return _antecedent(pronoun["word"].lower(), f"{before} {sentence[:floor]}"), "repeat"
    along = _ALONG.match(rest)
    if along is not None:
        subject = f"{subject} and {along['others']}"
    if _TWO_OBJECTS.match(subject.lower()):
        return 2, "repeat"
    number = sum_counts(subject)
    if number is None and verb == "died" and _ONE_PERSON.match(subject):
        return 1, "repeat"
    if number is None and (match["auxiliary"] or "").lower().startswith("was"):
        vague = not subject.strip() or COLLECTIVES.search(subject.lower())
        return None if vague else 1, "repeat"
    return number, "total" if _TOTAL.search(subject) else "add"


def _count_object(rest: str) -> int | None:
    """Count the people that stand after a verb."""
    rest = _INCLUDED.sub(" ", rest)
    end = _OBJECT_END.search(rest)
    phrase = rest[: end.start()] if end else rest
    participle = _PARTICIPLE.search(phrase)
    phrase = phrase[: participle.start()] if participle else phrase
    if _TWO_OBJECTS.match(phrase):
        return 2
    number = sum_counts(phrase)
    others = _OTHERS.match(rest[end.start() :]) if end and number else None
    if others is not None and number is not None:
        number += read_number(others["number"]) or 1 if others["number"] else 1
    if number is None and _NAMED_ONE.match(phrase) and not COLLECTIVES.search(phrase.lower()):
        return 1
    if number is None and _ONE_OBJECT.match(phrase) and not COLLECTIVES.search(phrase.lower()):
        return 1
    return number


def _last_noun_phrase(subject: str) -> str:
    """Keep of "against an officer, who" the officer, and of "a man guarding a team" the man."""
    relative = re.search(r",?\s+(?:who|which|that)\s*$", subject)
    if relative is not None:
        before = subject[: relative.start()]
        heads = list(_HEAD_OF_PHRASE.finditer(before))
        return before[heads[-1].end() :] if heads else before
    participle = _PARTICIPLE.search(subject)
    return subject[: participle.start()] if participle else subject


def _antecedent(word: str, before: str) -> int | None:
    if word in {"he", "she"}:
        return 1
    stated = {"both": 2, "the two": 2, "the three": 3, "the four": 4, "the five": 5, "the six": 6}
    if word in stated:
        return stated[word]
    counts = [
        read_number(match["number"])
        for match in COUNTED.finditer(before)
        if match["number"]
        and not match["after"]
        and (
            not match["before"]
            or match["before"].split()[0].lower() in {"at", "of", "against", "on"}
        )
    ]
    people = [count for count in counts if count is not None and count < 1000]  # noqa: PLR2004 - not a year
    return people[-1] if people else None
