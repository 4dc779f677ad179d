"""
What kind of event a sentence tells: a table of patterns, the first that matches decides.

The table is data/event_types.csv; a user's own table with the same columns takes its place.
Patterns are regular expressions, matched without regard to case at the start of a word.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from os import PathLike, fspath
from pathlib import Path
from typing import Final

from gazetteer.errors import ReportError

COLUMNS: Final = ("pattern", "event_type", "event_class", "example")
# What happened to people in the end tells more than how it began: "broke into the home ... and
# executed them" is an execution.
DECISIVE: Final = frozenset({"suicide", "kidnap_execution"})
# "They ambushed a patrol; two soldiers were taken prisoner" is an ambush all the same.
SPECIAL: Final = frozenset({"ambush", "sniper", "ied", "arson", "suicide"})
# "They arrested two men and recovered grenades" is an arrest: what was found is of it.
FOUND: Final = ("other", "counterterrorism")
# Words that say that something happened, not what: the next sentence may tell it.
GENERIC: Final = frozenset({"other", "assault"})
# "The attack", "these clashes" speak of an event already told.
_BACK_REFERENCE = re.compile(
    r"\b(?:the|this|that|these|those|such|both|its|their|his|of|future|more)\s+$", re.IGNORECASE
)
# Several unnamed attacks are a summary, and so is an "attack" that is only planned for.
_PLURAL = re.compile(
    r"(?:attacks|assaults|killings|ambushes|bombings|explosions|raids|arrests|operations)$",
    re.IGNORECASE,
)
# A verb before them, or their number, makes them events of their own.
_STATED = re.compile(r"(?:repel|launch|carried|conduct|mount|execut)", re.IGNORECASE)

# "Claimed responsibility for the killing of a teacher": the event itself.
_OF_SOMEBODY = re.compile(
    r"\s+(?:of|on|against)\s+(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\d+)\b",
    re.IGNORECASE,
)
# "The bodies of three men were found": nobody has told of them before.
_BODIES = re.compile(
    r"(?:bod(?:y|ies)|corpses?) of (?:an?|one|two|three|four|five|six|seven|\d+)\b"
)
_NUMBERED = re.compile(r"\b(?:two|three|four|five|six|seven)\s+(?:[a-z]+\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One row of the table; `rank` is its place, 0 decides first."""

    pattern: re.Pattern[str]
    event_type: str
    event_class: str
    example: str
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A word that tells an event; `again` when it only points back to one ("the attack")."""

    start: int
    end: int
    kind: EventType
    again: bool


def load_event_types(path: str | PathLike[str] | None = None) -> tuple[EventType, ...]:
    """
    Read a table of event types.

    Parameters
    ----------
    path
        A CSV file with the columns pattern, event_type, event_class, example; the package's own
        table by default.

    Returns
    -------
    event_types
        In the order of the table.

    Raises
    ------
    ReportError
        If a column is missing or a pattern is no regular expression; the message names the row.

    Examples
    --------
    >>> load_event_types()[0].event_class
    'prisoner_exchange'
    """
    if path is None:
        return _packaged()
    try:
        text = Path(fspath(path)).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"The table of event types {fspath(path)} cannot be read: {error}"
        raise ReportError(msg) from error
    return _parse(text, name=fspath(path))


def find_triggers(text: str, event_types: tuple[EventType, ...]) -> list[Trigger]:
    """
    Find the words that tell events.

    Parameters
    ----------
    text
        One sentence.
    event_types
        The table.

    Returns
    -------
    triggers
        In the order of the text, none inside another; where two rows match the same words, the
        first row has them.

    Examples
    --------
    >>> table = load_event_types()
    >>> [t.kind.event_type for t in find_triggers("An IED was activated against a bus", table)]
    ['ied']
    """
    found: list[Trigger] = []
    for kind in event_types:
        for match in kind.pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            again = bool(
                _BACK_REFERENCE.search(text[max(0, match.start() - 12) : match.start()])
                or (
                    _PLURAL.search(match[0])
                    and not _STATED.match(match[0])
                    and not (
                        _NUMBERED.search(text, 0, match.start())
                        and not match[0].lower().endswith("attacks")
                    )
                )
            ) and not (
                match[0].lower().endswith("ed")
                or _OF_SOMEBODY.match(text, match.end())
                or _BODIES.match(match[0])
            )
            found.append(Trigger(start=match.start(), end=match.end(), kind=kind, again=again))
    return sorted(found, key=lambda trigger: trigger.start)


def classify(sentences: list[list[Trigger]]) -> EventType | None:
    """
    Choose the type of an event told in several sentences.

    Parameters
    ----------
    sentences
        Triggers of each sentence.

    Returns
    -------
    event_type
        Of the first sentence that tells one, by the order of the table; a decisive type of
        a later sentence comes before it. None if no sentence has a trigger.

    Examples
    --------
    >>> table = load_event_types()
    >>> told = ["Men broke into a house.", "The owner was executed."]
    >>> kind = classify([find_triggers(sentence, table) for sentence in told])
    >>> kind.event_type
    'kidnap_execution'
    """
    best: EventType | None = None
    for triggers in sentences:
        kinds = sorted((trigger.kind for trigger in triggers), key=lambda kind: kind.rank)
        if not kinds:
            continue
        if (kinds[0].event_type, kinds[0].event_class) == FOUND:
            arrests = [kind for kind in kinds if kind.event_type == "arrest_or_capture"]
            kills = any(kind.event_type == "small_arms" for kind in kinds)
            raids = [kind for kind in kinds if kind.event_type == "raid_or_strike" and kills]
            kinds = [*arrests, *raids, *kinds]
        decided = best is not None and best.event_type in SPECIAL
        decisive = kinds[0].event_type in DECISIVE and not decided
        if best is None or (decisive and kinds[0].rank < best.rank):
            best = kinds[0]
    return best


@cache
def _packaged() -> tuple[EventType, ...]:
    name = "event_types.csv"
    return _parse((files("gazetteer") / "data" / name).read_text(encoding="utf-8"), name=name)


def _parse(text: str, *, name: str) -> tuple[EventType, ...]:
    reader = csv.DictReader(text.splitlines())
    missing = [column for column in COLUMNS[:3] if column not in (reader.fieldnames or ())]
    if missing:
        msg = f"{name} lacks the column {missing[0]!r}; it needs {', '.join(COLUMNS)}."
        raise ReportError(msg)
    rows: list[EventType] = []
    for number, row in enumerate(reader, start=2):
        try:
            pattern = re.compile(rf"\b(?:{row['pattern']})", re.IGNORECASE)
        except re.error as error:
            msg = f"{name}, line {number}: {row['pattern']!r} is no regular expression ({error})."
            raise ReportError(msg) from error
        rows.append(
            EventType(
                pattern=pattern,
                event_type=row["event_type"],
                event_class=row["event_class"],
                example=row.get("example") or "",
                rank=len(rows),
            )
        )
    return tuple(rows)
