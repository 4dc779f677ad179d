"""From forms that matched to clauses: each relation says here what its chunks mean."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from gazetteer.clauses import (
    Anchor,
    At,
    Between,
    Border,
    Clause,
    Coordinates,
    DirectionOnly,
    DistanceOnly,
    InArea,
    Near,
    Offset,
    OnRoad,
    Orthogonal,
    PartOfRegion,
    RegionOnly,
    Toward,
)
from gazetteer.lexicon import roles_of
from gazetteer.measures import direction, distance
from gazetteer.parts import halves, place

if TYPE_CHECKING:
    from collections.abc import Callable

    from gazetteer.clauses import Direction, Distance
    from gazetteer.reading import Step
    from gazetteer.scan import Scan

ARABIC_AND: Final = "\N{ARABIC LETTER WAW}"
# Kinds of feature that are areas: to be in one says no more than the region.
REGIONS: Final = frozenset({"province", "district", "region", "country", "island"})


class Chunks:
    """The chunks of one form that matched, read when asked for."""

    __slots__ = ("places", "step", "tokens")

    def __init__(self, tokens: Scan, step: Step) -> None:
        self.tokens = tokens
        self.step = step
        self.places = step.places

    @property
    def start(self) -> int:
        """First character."""
        return self.tokens.starts[self.step.first]

    @property
    def end(self) -> int:
        """Character after the last."""
        return self.tokens.ends[self.step.last - 1]

    def anchor(self, index: int = 0) -> Anchor:
        """Read a place."""
        slot = self.places[index]
        if slot.chunk == "CONTEXT":
            feature = self.tokens.entries[slot.last - 1].values.get("feature")
            start, end = self.tokens.starts[slot.first], self.tokens.ends[slot.last - 1]
            name = self.tokens.text[start:end].lower()
            return Anchor(name=name, start=start, end=end, feature=feature)
        anchor = place(self.tokens, slot.first, slot.last)
        return replace(anchor, feature="road") if slot.chunk == "ROADNAME" else anchor

    def pair(self) -> tuple[Anchor, Anchor] | None:
        """Read the first place as two that a hyphen joins."""
        slot = self.places[0]
        return halves(self.tokens, slot.first, slot.last)

    def distances(self) -> list[Distance]:
        """Read the distances."""
        tokens = self.tokens
        return [distance(tokens, slot.first, slot.last) for slot in self.step.distances]

    def directions(self) -> list[Direction]:
        """Read the directions."""
        tokens = self.tokens
        return [direction(tokens, slot.first, slot.last) for slot in self.step.directions]

    def by_road(self) -> bool:
        """Say whether the text says that the distance is along a road."""
        step = self.step
        if not _on_road_at_all(self.tokens.letters[step.first : step.last]):
            return False
        return any(
            "road" in (entry.values.get("manner"), entry.values.get("way"))
            for entry in self.tokens.entries[step.first : step.last]
        )

    def word(self, role: str) -> str | None:
        """Text of the first token of a role."""
        for index in range(self.step.first, self.step.last):
            if role in self.tokens.entries[index].roles:
                return self.tokens.word(index, index + 1).lower()
        return None

    def value(self, role: str) -> str | None:
        """Value of the first token of a role in the lexicon."""
        for index in range(self.step.first, self.step.last):
            values = self.tokens.entries[index].values
            if role in values:
                return values[role]
        return None

    def capital(self, role: str) -> bool:
        """Say whether the first token of a role is capitalised within the text."""
        for index in range(self.step.first, self.step.last):
            if role in self.tokens.entries[index].roles:
                word = self.tokens.word(index, index + 1)
                return word[0].isupper() and not word.isupper()
        return False

    def whole(self, first: int) -> Anchor:
        """Read everything from a token to the end as one name."""
        tokens = self.tokens
        end = self.places[0].last
        return Anchor(
            name=tokens.word(first, end),
            start=tokens.starts[first],
            end=tokens.ends[end - 1],
            feature=tokens.entries[end - 1].values.get("feature"),
        )


@lru_cache(maxsize=16_384)
def _on_road_at_all(letters: str) -> bool:
    return any(not roles_of(letter).isdisjoint({"manner", "way"}) for letter in letters)


Reading = tuple[Clause, ...]  # the clause, then other readings of the same words, best first


def compose(tokens: Scan, step: Step) -> Reading:
    """
    Make the clause of a form that matched.

    Parameters
    ----------
    tokens
        The scan.
    step
        The form and its chunks.

    Returns
    -------
    clauses
        The reading, then the other readings of the same words, best first.

    Examples
    --------
    >>> from gazetteer.reading import chunked, step_at
    >>> from gazetteer.scan import scan
    >>> tokens = scan("near Idlib")
    >>> step, _ = step_at(chunked(tokens.letters, prose=False), 0, prose=False)
    >>> compose(tokens, step)[0].anchor.name
    'Idlib'
    """
    return COMPOSERS[step.compiled.relation](Chunks(tokens, step))


def _offset(chunks: Chunks) -> Reading:
    step, tokens = chunks.step, chunks.tokens
    length, wind = step.distances[0], step.directions[0]
    return (
        Offset(
            start=tokens.starts[step.first],
            end=tokens.ends[step.last - 1],
            anchor=chunks.anchor(),
            distance=distance(tokens, length.first, length.last),
            direction=direction(tokens, wind.first, wind.last),
            by_road=chunks.by_road(),
        ),
    )


def _orthogonal(chunks: Chunks) -> Reading:
    lengths, winds = chunks.distances(), chunks.directions()
    return (
        Orthogonal(
            start=chunks.start,
            end=chunks.end,
            anchor=chunks.anchor(),
            legs=((lengths[0], winds[0]), (lengths[1], winds[1])),
        ),
    )


def _distance_only(chunks: Chunks) -> Reading:
    return (
        DistanceOnly(
            start=chunks.start,
            end=chunks.end,
            anchor=chunks.anchor(),
            distance=chunks.distances()[0],
        ),
    )


def _toward(chunks: Chunks) -> Reading:
    ends = chunks.anchor(0), chunks.anchor(1)
    if "reversed" in chunks.step.compiled.flags:
        ends = ends[1], ends[0]
    length = chunks.distances()[0]
    return (Toward(start=chunks.start, end=chunks.end, distance=length, ends=ends),)


def _direction_only(chunks: Chunks) -> Reading:
    return tuple(  # two for "west and northwest of"
        DirectionOnly(
            start=chunks.start,
            end=chunks.end,
            anchor=chunks.anchor(),
            direction=wind,
            distance_lost="lost" in chunks.step.compiled.flags,
        )
        for wind in chunks.directions()
    )


def _coordinates(chunks: Chunks) -> Reading:
    return (Coordinates(start=chunks.start, end=chunks.end, anchor=chunks.anchor()),)


def _near(chunks: Chunks) -> Reading:
    return (Near(start=chunks.start, end=chunks.end, anchor=chunks.anchor()),)


def _at(chunks: Chunks) -> Reading:
    start, end = chunks.start, chunks.end
    anchor = chunks.anchor()
    part = chunks.word("central")
    at = At(start=start, end=end, anchor=anchor, part=part)
    if part is not None:
        if chunks.capital("central"):
            first = next(
                index
                for index in range(chunks.step.first, chunks.step.last)
                if "central" in chunks.tokens.entries[index].roles
            )
            return (at, At(start=start, end=end, anchor=chunks.whole(first)))
        return (at,)
    if anchor.feature in REGIONS:
        return (RegionOnly(start=start, end=end, anchor=anchor), at)
    pair = chunks.pair()
    if pair is not None:
        return (at, InArea(start=start, end=end, places=pair))
    return (at,)


def _in_area(chunks: Chunks) -> Reading:
    start, end = chunks.start, chunks.end
    one = InArea(start=start, end=end, places=(chunks.anchor(),), part=chunks.word("area"))
    region = RegionOnly(start=start, end=end, anchor=chunks.anchor())
    index = chunks.places[0].last
    if chunks.capital("area") and index < chunks.step.last:  # the Somali Region
        region = RegionOnly(
            start=start,
            end=end,
            anchor=replace(
                region.anchor,
                name=chunks.tokens.text[region.anchor.start : chunks.tokens.ends[index]],
                end=chunks.tokens.ends[index],
                feature="region",
            ),
        )
    pair = chunks.pair()
    if pair is None:
        return (one, region)
    return (InArea(start=start, end=end, places=pair, part=chunks.word("area")), one, region)


def _between(chunks: Chunks) -> Reading:
    if "joined" in chunks.step.compiled.flags:
        return _joined(chunks)
    ends = (chunks.anchor(0), chunks.anchor(1))
    midway = chunks.value("between") == "midway"
    return (Between(start=chunks.start, end=chunks.end, ends=ends, midway=midway),)


def _joined(chunks: Chunks) -> Reading:
    """Cut the name at an Arabic "and", which is written as the first letter of the next word."""
    tokens, slot = chunks.tokens, chunks.places[0]
    for index in range(slot.first + 1, slot.last):
        start = tokens.starts[index]
        if tokens.text[start] == ARABIC_AND and tokens.ends[index] > start + 1:
            one = place(tokens, slot.first, index)
            last = tokens.ends[slot.last - 1]
            other = Anchor(name=tokens.text[start + 1 : last], start=start + 1, end=last)
            return (Between(start=chunks.start, end=chunks.end, ends=(one, other)),)
    return (Near(start=chunks.start, end=chunks.end, anchor=chunks.anchor()),)


def _on_road(chunks: Chunks) -> Reading:
    start, end = chunks.start, chunks.end
    flags = chunks.step.compiled.flags
    if "ends" in flags:
        ends = tuple(chunks.anchor(index) for index in range(len(chunks.places)))
        return (OnRoad(start=start, end=end, ends=ends),)
    slot = chunks.places[0]
    road = chunks.anchor()
    if (
        slot.chunk != "ROADNAME"
    ):  # the word "highway" stands after the chunk and belongs to the name
        index = next(
            index
            for index in range(slot.last, chunks.step.last)
            if "road" in chunks.tokens.entries[index].roles
        )
        road = Anchor(
            name=chunks.tokens.text[road.start : chunks.tokens.ends[index]],
            start=road.start,
            end=chunks.tokens.ends[index],
            feature="road",
        )
    named = OnRoad(start=start, end=end, road=road)
    pair = chunks.pair()
    return (named,) if pair is None else (OnRoad(start=start, end=end, ends=pair), named)


def _border(chunks: Chunks) -> Reading:
    lengths = chunks.distances()
    sides = tuple(chunks.anchor(index) for index in range(len(chunks.places)))
    pair = chunks.pair() if len(sides) == 1 else None
    readings = [sides] if pair is None else [pair, sides]
    return tuple(
        Border(
            start=chunks.start,
            end=chunks.end,
            sides=reading,
            distance=lengths[0] if lengths else None,
        )
        for reading in readings
    )


def _part_of_region(chunks: Chunks) -> Reading:
    start, end = chunks.start, chunks.end
    part = PartOfRegion(
        start=start, end=end, anchor=chunks.anchor(), direction=chunks.directions()[0]
    )
    slots = chunks.step.directions
    first = slots[0].first
    adjacent = slots[0].last == chunks.places[0].first
    if not adjacent or not chunks.tokens.entries[first].roles & {"title", "proper"}:
        return (part,)
    named = At(start=start, end=end, anchor=chunks.whole(first))
    # "North Baghdad" is rather a name, "Northern Sinai" rather a part
    return (named, part) if slots[0].chunk == "DIRECTION" else (part, named)


def _region_only(chunks: Chunks) -> Reading:
    return (RegionOnly(start=chunks.start, end=chunks.end, anchor=chunks.anchor()),)


COMPOSERS: Final[dict[str, Callable[[Chunks], Reading]]] = {
    "offset": _offset,
    "orthogonal": _orthogonal,
    "distance_only": _distance_only,
    "toward": _toward,
    "direction_only": _direction_only,
    "coordinates": _coordinates,
    "near": _near,
    "at": _at,
    "in_area": _in_area,
    "between": _between,
    "on_road": _on_road,
    "border": _border,
    "part_of_region": _part_of_region,
    "region_only": _region_only,
    "gloss": _region_only,
}
