"""
Sentences of a block, its sources in brackets, and what in it tells no event.

Everything here keeps the length of the text, so that positions stay those of the block: words that
are to be passed over become blanks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .dates import DateMention, Period, find_dates

if TYPE_CHECKING:
    from datetime import date

_DATELINE: Final = re.compile(
    r"[A-Z][A-Z'\u2019./ -]{2,40}(?:,[^\u2013—]{0,60}?)?(?:\([^()]{1,40}\)\s*)?\s[\u2013—-]{1,2}\s"
)
MAX_OUTLET_WORDS: Final = 5  # "Facebook page of the Ministry"; longer brackets explain

_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Capt|Sgt|Brig|St|Mt|Ft|No|Nos|Prof|Gov|Sen|Rep|approx|ca|"
    r"vs|etc|Jr|Sr|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[A-Z])|\b(?:i\.e|e\.g|U\.S"
    r"|U\.N|U\.K|a\.m|p\.m))\.$"
)
_END = re.compile(r"[.!?][\"”\u2019')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9])|[؟。]\s*")
_BRACKET = re.compile(r"[(\[](?P<inside>(?:[^()\[\]]|\([^()]*\)){1,400})[)\]]")
_OUTLET = re.compile(
    r"\b(?:telegram|twitter|facebook|whatsapp|youtube|reuters|afp|ap|dpa|bbc|cnn|dw|news"
    r"|agency|tv|channel|"
    r"website|radio|press|daily|weekly|times|post|network|observatory|media|newspaper"
    r"|journal|source|sources|"
    r"wire|anadolu|anatolia|xinhua|tass|sana|ina|rudaw|al-?jazeera|al-?arabiya|guardian"
    r"|tweet|blog)\b",
    re.IGNORECASE,
)
_SOURCE_LINE = re.compile(
    r"(?:^|(?<=[.!?]\s)|(?<=[\u2013—-]\s))Sources?:\s*(?P<inside>[^.]+)\.?\s*$"
)
_NO_SOURCE = re.compile(
    r"^\s*(?:about|around|some|approximately|near|in|on|at|south|north|east|west|apparently"
    r"|possibly|probably|i\.e|see|between|from|of|after|before|since|until)\b",
    re.IGNORECASE,
)
# A relative clause speaks of another time: "who was born in Mosul", "where troops are stationed".
_RELATIVE_CLAUSE = re.compile(
    r"(?<!\bin)(?<!\bafter)(?<!\bduring)(?<!\bof)(?<!\bupon)\s(?:who|whom|whose|which"
    r"|where)\s[^,.;()\[\]]*"
)
_EARLIER = re.compile(
    r"(?:\b(?:born|raised|native|originally|trained|training|studied|educated|served"
    r"|imprisoned|buried|fighting|"
    r"fought|camps|from|capital|headquartered|based|returned|travel\w*|came|coming"
    r"|fled)\b[^,.;()]{0,3})$",
    re.IGNORECASE,
)
_OFFICE: Final = re.compile(
    r"\b(?:residents?|mayor|governor|emir|ruler|commander|chief|head|leader|province|branch"
    r"|representative|imam|"
    r"spokesman|activity|operatives|fighters)\s+$",
    re.IGNORECASE,
)
_SUMMARY = re.compile(
    r"\b(?:waves? of|most of|majority of|number of|several|many|numerous|hundreds of"
    r"|dozens of|scores of|all of|rest of|series of|various|sporadic"
    r"|total number of)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}(?:attacks|operations|incidents"
    r"|activities)\b"
    r"|\b(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve)\s+(?:[\w'\u2019-]+\s+){0,3}(?:attacks|operations"
    r"|incidents)\b(?=[^.;]{0,60}\b(?:carried out|recorded|conducted|claimed|reported"
    r"|perpetrated|registered|launched|documented|in total|since)\b|\s+(?:throughout|across"
    r"|around|in the past))"
    r"|\b(?:carried out|conducted|claimed|recorded|perpetrated|committed"
    r"|responsib\w+ for)\s+(?:a total of |more than |about |over |at least )?(?:\d[\d,]*"
    r"|two|three|four|five|six|seven|eight|nine|ten|several|many"
    r"|dozens of)\s+(?:[\w'\u2019-]+\s+){0,3}(?:attacks|operations|incidents)\b"
    r"|\bsumm(?:ing|ed|ari[sz]ed|ari[sz]ing) up\b|\bsummari[sz]es\b|\bon average\b"
    r"|\bin comparison\b|\bcompared (?:with|to)\b",
    re.IGNORECASE,
)
_MEDIA = re.compile(
    r"\b(?:published|released|issued|posted|broadcast|uploaded|aired"
    r"|circulated)\b[^.;]{0,60}\b(?:photos?|videos?|footage|infographic|film|article"
    r"|editorial|clip|audio|speech|pictures?|images?|documentary|magazine|issue)\b"
    r"|\b(?:photos?|videos?|footage|pictures?|images?)\s+(?:published|released|issued"
    r"|posted|show(?:s|ed|ing)?|document)",
    re.IGNORECASE,
)
_ANALYSIS = re.compile(
    r"^\W*(?:in (?:the )?[\w'\u2019. -]{2,40}\s(?:assessment|opinion|view|estimation"
    r"|estimate)\b|it (?:seems|appears|should be noted|is (?:likely|possible|assessed))"
    r"|hence\b|(?:an?|the) (?:comparison|analysis|article|study|assessment)\b|the (?:goal"
    r"|aim|purpose|objective)\b|this (?:is|was) the\b|[^.]{0,80}\b(?:is|are) (?:considered"
    r"|part of|located|situated|affiliated|based|estimated)\b|(?:since|over) (?:its|the"
    r"|their)\b)",
    re.IGNORECASE,
)
_ONGOING = re.compile(
    r"\bcontinu(?:ed|es|e|ing)\b|\bwas maintained\b|\b(?:is|are|remains?) ongoing\b"
    r"|\b(?:has|have) (?:recently |also |often |repeatedly )?(?:carried out|been carrying"
    r"|been)\b[^.]*\b(?:since|both in|mainly|recently)\b",
    re.IGNORECASE,
)
_HYPOTHETICAL = re.compile(
    r"\b(?:would|could|(?-i:may)|might|will|should|can|cannot|must|liable to|likely to"
    r"|plan(?:s|ned|ning)?(?: to| for| of)?|intend(?:s|ed|ing)?(?: to)?|intention(?: to"
    r"| of)?|threat(?:en(?:s|ed|ing)?)?(?: to| of)|try to|tries to|trying to|aim(?:s|ed"
    r"|ing)? (?:to|at)|in order to|want(?:s|ed)? to|prepar(?:e|es|ed|ing) (?:to|for|an?)"
    r"|ready to|if|warn(?:s|ed|ing)?|vow(?:s|ed)?|fears?|in case|urg(?:es|ed|ing)|foil(?:ed"
    r"|ing)|thwart(?:ed|ing)|prevent(?:ed|ing)?|disrupt\w*|strategy|used? for|involved in"
    r"|responsible for|behind|suspected of|accused of|wanted for|returning from"
    r"|preparations? for|on suspicion of|charged with|convicted of|sentenced)\b[^.;]{0,70}$",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"\bcall(?:s|ed|ing)? (?:up)?(?:on|for)\b[^.;]*$|\binvit(?:es|ed|ing)\b[^.;]*$", re.IGNORECASE
)
_NEGATED = re.compile(
    r"\b(?:no|not|never|without|denied|denies|neither|nor|n't)\b[^,.;]{0,30}$", re.IGNORECASE
)
_AFTER = re.compile(
    r"\b(?:after|since|before|following|because|during (?:the|his|her|their))\s+(?:he|she"
    r"|they|it|the|his|its|their)\b[^,.;]{0,40}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source in brackets: where it stands, what it says, and its own date."""

    start: int
    end: int
    text: str
    day: date | None


def split_sentences(text: str) -> list[tuple[int, int]]:
    """
    Cut a block into sentences, and a list after a colon into its items.

    Parameters
    ----------
    text
        A block.

    Returns
    -------
    spans
        Half-open ranges without the blanks around them.

    Examples
    --------
    >>> text = "Gen. Ali was shot. Two attacks: one in Kano; one in Jos."
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['Gen. Ali was shot.', 'Two attacks:', 'one in Kano;', 'one in Jos.']
    """
    depth = _depths(text)
    cuts = [0]
    for match in _END.finditer(text):
        inside = depth[match.start()] > 0 and depth[min(match.end(), len(text) - 1)] > 0
        if not inside and not _ABBREVIATION.search(
            text, max(0, match.start() - 12), match.start() + 1
        ):
            cuts.append(match.end())
    cuts.append(len(text))
    spans: list[tuple[int, int]] = []
    for first, last in zip(cuts, cuts[1:], strict=False):
        inner = [first]
        semicolons = [i for i in range(first, last) if text[i] == ";" and depth[i] == 0]
        if semicolons:
            colon = text.find(":", first, semicolons[0])
            inner += [colon + 1] if colon > 0 and depth[colon] == 0 else []
            inner += [i + 1 for i in semicolons]
        inner.append(last)
        for start, end in zip(inner, inner[1:], strict=False):
            piece = text[start:end]
            if piece.strip():
                spans.append(
                    (start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))
                )
    return spans


def find_sources(text: str, period: Period | None = None) -> list[Source]:
    """
    Find the sources that stand in brackets.

    Parameters
    ----------
    text
        A block.
    period
        Days of the report.

    Returns
    -------
    sources
        In the order of the text.

    Examples
    --------
    >>> find_sources("A bomb exploded (near Kano) (Reuters, May 2, 2021).")[0].text
    'Reuters'
    """
    found: list[Source] = []
    for match in [*_BRACKET.finditer(text), *_SOURCE_LINE.finditer(text)]:
        inside = match["inside"]
        if _NO_SOURCE.match(inside):
            continue
        dates = find_dates(inside, period=period)
        words = inside
        if dates:
            words = (inside[: dates[-1].start] + inside[dates[-1].end :]).strip(" ,;:")
            dated = bool(words) and bool(
                re.search(r"\d{4}", inside[dates[-1].start : dates[-1].end])
            )
            if not dated and not (words and _OUTLET.search(words)):
                continue
        elif match.re is _BRACKET and not (
            _OUTLET.search(inside)
            and len(inside.split()) <= MAX_OUTLET_WORDS
            and re.match(r"\W*(?:$|[A-Z(\[])", text[match.end() :])
        ):
            continue
        words = re.sub(r"^Sources?:\s*", "", words, flags=re.IGNORECASE)
        day = dates[-1].first if dates else None
        found.append(Source(start=match.start(), end=match.end(), text=words, day=day))
    return sorted(found, key=lambda source: source.start)


def blank(text: str, spans: list[tuple[int, int]]) -> str:
    """
    Replace ranges of a text by blanks of the same length.

    Parameters
    ----------
    text
        Any text.
    spans
        Half-open ranges.

    Returns
    -------
    text
        As long as before.

    Examples
    --------
    >>> blank("abcdef", [(1, 3)])
    'a  def'
    """
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def without_dateline(text: str) -> str:
    """
    Blank the dateline of a news story, whose day is that of the story.

    Parameters
    ----------
    text
        A block.

    Returns
    -------
    text
        As long as before.

    Examples
    --------
    >>> without_dateline("KANO, March 3 (Agency) - Men fired.").strip()
    'Men fired.'
    """
    match = _DATELINE.match(text)
    return blank(text, [match.span()]) if match else text


def main_clauses(text: str) -> str:
    """
    Blank the relative clauses of a text.

    Parameters
    ----------
    text
        A block.

    Returns
    -------
    text
        As long as before.

    Examples
    --------
    >>> main_clauses("Qadir, who was born in Mosul, was shot.").split()
    ['Qadir,', ',', 'was', 'shot.']
    """
    return blank(text, [match.span() for match in _RELATIVE_CLAUSE.finditer(text)])


def tells_no_event(sentence: str, dates: list[DateMention]) -> bool:
    """
    Say whether a sentence is a summary, an analysis or a description of media.

    Parameters
    ----------
    sentence
        One sentence.
    dates
        Its dates.

    Returns
    -------
    answer
        Whether nothing in it can begin an event.

    Examples
    --------
    >>> tells_no_event("A total of 158 attacks were carried out around the world.", [])
    True
    """
    if _SUMMARY.search(sentence) or _MEDIA.search(sentence) or _ANALYSIS.search(sentence):
        return True
    absolute = [mention for mention in dates if not mention.relative]
    return bool(_ONGOING.search(sentence)) and not absolute


def is_hypothetical(before: str) -> bool:
    """
    Say whether the words before a trigger make it no fact.

    Parameters
    ----------
    before
        The sentence up to the trigger.

    Returns
    -------
    answer
        Whether it is planned, feared, denied or only mentioned.

    Examples
    --------
    >>> is_hypothetical("The group threatened to "), is_hypothetical("On Monday, men ")
    (True, False)
    """
    return bool(_HYPOTHETICAL.search(before) or _NEGATED.search(before) or _AFTER.search(before))


def is_called_for(before: str) -> bool:
    """
    Say whether the words before a trigger only call for it.

    Parameters
    ----------
    before
        The sentence up to the trigger.

    Returns
    -------
    answer
        Whether a later sentence must tell that it took place.

    Examples
    --------
    >>> is_called_for("Activists called on residents to take part in a ")
    True
    """
    return bool(_CALL.search(before))


def is_earlier(before: str) -> bool:
    """
    Say whether the words before a place make it one of a life or a force, not of the event.

    Parameters
    ----------
    before
        The sentence up to the place.

    Returns
    -------
    answer
        Whether it is a place of birth, training, office or origin.

    Examples
    --------
    >>> is_earlier("a man who was born "), is_earlier("A bomb exploded ")
    (True, False)
    """
    return bool(_EARLIER.search(before))


def is_of_office(before: str) -> bool:
    """
    Say whether the words before a place may make it that of an office and not of the event.

    Parameters
    ----------
    before
        The sentence up to the place.

    Returns
    -------
    answer
        Whether another place of the sentence is likelier.

    Examples
    --------
    >>> is_of_office("The governor "), is_of_office("A bomb exploded ")
    (True, False)
    """
    return bool(_OFFICE.search(before))


def _depths(text: str) -> list[int]:
    depth = 0
    depths = []
    for character in text:
        if character in ")]" and depth:
            depth -= 1
        depths.append(depth)
        if character in "([":
            depth += 1
    # A bracket that is never closed must not swallow the rest.
    return [0] * len(text) if depth else depths
