"""What kind of event it is once its section and its actors are known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .actors import names_militants, names_state_force

if TYPE_CHECKING:
    from gazetteer.clauses import Mention

    from .actors import Actors
    from .event_types import EventType
    from .headings import Section

_BACKGROUND = re.compile(
    r"\b(?:articles?|analys[ie]s|study|studies|paper|background|history|profile|appendix"
    r"|annex|essay|"
    r"interview|commentary|research|review of the literature|chronology of)\b",
    re.IGNORECASE,
)
_COUNTERTERRORISM = re.compile(
    r"\bcounter-?\s?(?:terror\w*|insurgency|activit\w*)|\bsecurity (?:forces|operations"
    r"|activit\w+)\b|"
    r"\bpreventive\b|\bby the [\w ]*(?:army|police|forces)\b|\barrests?\b",
    re.IGNORECASE,
)
_FALLEN = re.compile(
    r"\b(?:operatives|terrorists|militants|insurgents|gunmen|fighters|maoists|rebels|bandits|jihadists)\b[^.]*\b(?:killed"
    r"|arrested|captured|detained)",
    re.IGNORECASE,
)
RAID = re.compile(r"\b(?:raid|operation|airdrop)s?\b", re.IGNORECASE)
_COUNTERED: Final = {
    "assault": "raid_or_strike",
    "small_arms": "raid_or_strike",
    "kidnap_execution": "arrest_or_capture",
    "other": "raid_or_strike",
}
_SUFFERED: Final = {"raid_or_strike": "assault", "arrest_or_capture": "kidnap_execution"}


def kind_of(kind: EventType | None, actors: Actors, section: Section, told: str) -> tuple[str, str]:
    """
    Give the type and class of an event, with what its section and its actors say of them.

    Parameters
    ----------
    kind
        What its words say; None if nothing.
    actors
        Who did it to whom.
    section
        Headings above it.
    told
        Its sentences.

    Returns
    -------
    event_type, event_class
        What a state's force does to an armed group is no attack in these tables.

    Examples
    --------
    >>> from gazetteer.report.actors import find_actors
    >>> from gazetteer.report.event_types import classify, find_triggers, load_event_types
    >>> from gazetteer.report.headings import Section
    >>> told = "The Iraqi army attacked ISIS operatives."
    >>> kind = classify([find_triggers(told, load_event_types())])
    >>> kind_of(kind, find_actors(told), Section(), told)
    ('raid_or_strike', 'counterterrorism')
    """
    event_type, event_class = ("other", "attack")
    if kind is not None:
        event_type, event_class = kind.event_type, kind.event_class
    if any(_BACKGROUND.search(heading) for heading in section.path[1:]):
        return event_type, "background"
    against = names_militants(actors.target or "") or bool(_FALLEN.search(told))
    if event_class == "clash" and actors.state_force and names_militants(actors.target or ""):
        return _COUNTERED[event_type], "counterterrorism"
    if event_class == "attack":
        in_section = bool(section.path and _COUNTERTERRORISM.search(section.path[-1]))
        said = told.replace(actors.perpetrator or "", " ", 1)
        from_the_air = event_type == "raid_or_strike" and (
            names_militants(actors.target or "") or (actors.state_force and names_militants(said))
        )
        if from_the_air or (actors.state_force and (against or in_section)):
            return _COUNTERED.get(event_type, event_type), "counterterrorism"
    elif event_class == "counterterrorism" and actors.armed_group:
        captured = names_state_force(actors.target or "") or not against
        if event_type == "raid_or_strike" or (event_type == "arrest_or_capture" and captured):
            return _SUFFERED[event_type], "attack"
    return event_type, event_class


def takes_place(place: Mention, told: str) -> bool:
    """
    Say whether what was captured is the place itself.

    Parameters
    ----------
    place
        The place of the event.
    told
        Its sentences.

    Returns
    -------
    answer
        Whether it is.

    Examples
    --------
    >>> from gazetteer.expression import find
    >>> told = "Police captured two men in Kano."
    >>> takes_place(find(told)[0], told)
    False
    """
    name = re.escape(place.expression.anchors[0].name) if place.expression.anchors else "(?!)"
    return bool(re.search(rf"\b(?:captured|seized|capture of|seizure of)\s+{name}\b", told))
