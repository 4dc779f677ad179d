"""Made passages whose mentions are marked, and what `find_places` makes of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.prose import find_places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazetteer.prose import Toponym
    from gazetteer.store import Gazetteer

FILE = Path(__file__).with_name("passages.txt")
_MARKED = re.compile(r"\[([^\[\]:]+):([A-Z]{2}(?:\.\w+)?|-)\]")


@dataclass(frozen=True)
class Passage:
    """A text, and each mention of it as start, end and country, division or "-"."""

    title: str
    text: str
    mentions: tuple[tuple[int, int, str], ...]


def passages() -> Iterator[Passage]:
    """Read the file."""
    for part in FILE.read_text(encoding="utf-8").split("\n== ")[1:]:
        title, _, body = part.partition("\n")
        text, mentions, last = "", [], 0
        for match in _MARKED.finditer(body):
            text += body[last : match.start()]
            mentions.append((len(text), len(text) + len(match[1]), match[2]))
            text += match[1]
            last = match.end()
        yield Passage(title, text + body[last:], tuple(mentions))


@dataclass
class Tally:
    """Counts over passages."""

    marked: int = 0
    found: int = 0
    given: int = 0
    right: int = 0
    asked: int = 0
    there: int = 0


def measure(gazetteer: Gazetteer, threshold: float = 0.5) -> Tally:
    """Count what is found, right, and in the right country and division."""
    tally = Tally()
    for passage in passages():
        found = find_places(passage.text, gazetteer=gazetteer, threshold=threshold)
        tally.given += len(found)
        tally.right += sum(
            any(each.start < end and start < each.end for start, end, _ in passage.mentions)
            for each in found
        )
        for start, end, where in passage.mentions:
            over = [each for each in found if each.start < end and start < each.end]
            tally.marked += 1
            tally.found += bool(over)
            if over and where != "-":
                tally.asked += 1
                tally.there += any(_lies(each, where) for each in over)
    return tally


def _lies(found: Toponym, where: str) -> bool:
    place = found.located
    if place is None or place.country != where[:2]:
        return False
    return "." not in where or place.admin1 == where or where in place.codes
