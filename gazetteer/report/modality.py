"""What in a sentence tells no event: summaries, analyses, plans, and places of other times."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .dates import DateMention

_EARLIER = re.compile(
    r"(?:\b(?:born|raised|native|originally|trained|training|studied|educated|served"
    r"|imprisoned|buried|"
    r"(?:training|['\u2019]s?|their|its) camps|from"
    r"|capital|headquartered|based|returned|travel\w*|came|coming"
    r"|fled)\b[^,.;()]{0,3}"
    r"|\b(?:(?:he|she|they|who|had|previously|formerly|and|part in(?: the)?|involved in(?: the)?)"
    r"\s+(?:fought|fighting)|(?:fought|fighting) (?:alongside|for)\b[^,.;()]{0,20})\b[^,.;()]{0,20}"
    r"|\b(?:in connection with|accused of|suspected of|wanted (?:for|in)|charged with|involved in"
    r"|responsible for|linked to|convicted of)\b"
    r"(?:(?!\b(?:during|raids?|operations?|on)\b)[^,.;()]){0,60})$",
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
    r"|\bha(?:s|ve) (?:been )?(?:died|killed|displaced|wounded|injured|left|claimed)\b"
    r"[^.;]{0,80}\bsince\b"
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
