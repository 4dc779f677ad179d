"""
What a description of a location says, before any gazetteer is asked: frozen values by family.

A phrase is one `Expression`: one or more clauses about one target, the one that places it
first. Spans are character offsets into the text that was parsed. Lengths are metres, bearings
degrees clockwise from true north.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias

Relation: TypeAlias = Literal[
    "offset", "orthogonal", "distance_only", "direction_only", "near", "at", "in_area",
    "between", "on_road", "border", "part_of_region", "region_only", "coordinates", "none",
]  # fmt: skip
Bound: TypeAlias = Literal["stated", "less", "within", "range"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A point that a text gives in numbers; `radius_m` is what their precision leaves open."""

    lon: float
    lat: float
    radius_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """
    A place as a phrase names it.

    `name` is as written without the feature word that stands outside the name ("the town of
    Ariha": name "Ariha", feature "town"; "Al-Omar oil field": name "Al-Omar oil field", feature
    "oil field", since there the word belongs to the name). `within` holds the larger places
    written after it ("Saumlaki, Indonesia": ("Indonesia",)). `fix` is the point itself where the
    text gives coordinates instead of a name.
    """

    name: str
    start: int
    end: int
    feature: str | None = None
    within: tuple[str, ...] = ()
    fix: Fix | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """
    A stated length.

    `number` is as written ("10", "10 1/4", "ten"), so that its precision can be judged; for
    a range `low_m` and `high_m` are its ends and `distance_m` their middle. `repaired` says that
    a letter stood for a digit ("13O km"); `number` has the digit.
    """

    distance_m: float
    number: str
    unit: str
    start: int
    end: int
    hedged: bool = False
    bound: Bound = "stated"
    low_m: float | None = None
    high_m: float | None = None
    repaired: bool = False

    @property
    def distance_km(self) -> float:
        """Length in kilometres."""
        return self.distance_m / 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """A stated direction: `name` is the canonical abbreviation of the wind ("NNE")."""

    name: str
    bearing: float
    half_angle: float
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One statement about the target; every family below is one of these."""

    relation: ClassVar[Relation] = "none"

    start: int
    end: int

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """The anchors that the clause names, in the order of the text."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OneAnchor(Clause):
    """A statement about one anchor."""

    anchor: Anchor

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """The one anchor."""
        return (self.anchor,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offset(OneAnchor):
    """A distance and a direction ("10 km north of X"); `by_road` when the text says so."""

    relation: ClassVar[Relation] = "offset"

    distance: Distance
    direction: Direction
    by_road: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Orthogonal(OneAnchor):
    """Two legs from one anchor ("6 km N and 4 km W of X")."""

    relation: ClassVar[Relation] = "orthogonal"

    legs: tuple[tuple[Distance, Direction], tuple[Distance, Direction]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DistanceOnly(OneAnchor):
    """A distance in no stated direction ("20 km from X")."""

    relation: ClassVar[Relation] = "distance_only"

    distance: Distance


@dataclass(frozen=True, slots=True, kw_only=True)
class Toward(Clause):
    """A distance from one place in the direction of another ("10 km from A towards B")."""

    relation: ClassVar[Relation] = "offset"

    distance: Distance
    ends: tuple[Anchor, Anchor]

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """Where the distance is measured from, then where it leads to."""
        return self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionOnly(OneAnchor):
    """A direction ("northeast of X"); `distance_lost` when broken ("about east of X")."""

    relation: ClassVar[Relation] = "direction_only"

    direction: Direction
    distance_lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Near(OneAnchor):
    """Close to a place ("near X", "around X", "in the vicinity of X")."""

    relation: ClassVar[Relation] = "near"


@dataclass(frozen=True, slots=True, kw_only=True)
class At(OneAnchor):
    """At a place ("in X", "at X", a bare name); `part` is "central" and the like."""

    relation: ClassVar[Relation] = "at"

    part: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InArea(Clause):
    """The area of a place ("in the X area", "a suburb of X"); two for "the A-B region"."""

    relation: ClassVar[Relation] = "in_area"

    places: tuple[Anchor, ...]
    part: str | None = None

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """One place, or the two of "the A-B region"."""
        return self.places


@dataclass(frozen=True, slots=True, kw_only=True)
class Between(Clause):
    """Between two places ("between A and B"); `midway` when the text says so."""

    relation: ClassVar[Relation] = "between"

    ends: tuple[Anchor, Anchor]
    midway: bool = False

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """Both ends."""
        return self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRoad(Clause):
    """
    "on the A-B highway", "on the road from A to B", "on the M-4 highway", "on the road to X".

    `ends` are the places that the road joins or leads to (none, one or two), `road` its name
    or number where it has one.
    """

    relation: ClassVar[Relation] = "on_road"

    ends: tuple[Anchor, ...] = ()
    road: Anchor | None = None

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """The ends, else the road itself."""
        return self.ends or ((self.road,) if self.road else ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Border(Clause):
    """
    "near the border with Chad", "50 km from the border with Uganda", "the Togo-Ghana border".

    One side may be left to the context, then `sides` has one anchor.
    """

    relation: ClassVar[Relation] = "border"

    sides: tuple[Anchor, ...]
    distance: Distance | None = None

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """The countries, as named."""
        return self.sides


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOfRegion(OneAnchor):
    """A part of a region ("northern Sinai"); never an offset."""

    relation: ClassVar[Relation] = "part_of_region"

    direction: Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionOnly(OneAnchor):
    """A region and no more ("in the Kirkuk Province", "on the island of Mindanao")."""

    relation: ClassVar[Relation] = "region_only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coordinates(OneAnchor):
    """The location in numbers ("35.0197 N, 40.4504 E"); `anchor.fix` is the point."""

    relation: ClassVar[Relation] = "coordinates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """
    One description of one target.

    Attributes
    ----------
    text
        The text that was parsed.
    start, end
        Span of the description in it.
    clauses
        Statements about the target, the one that places it first.
    glosses
        Statements in brackets about the anchor, not the target ("Kafrunubl (about 30 km south
        of Idlib)"); they check it, and stand in for it if it is unknown.
    others
        Other readings of the same words, best first; the gazetteer may prefer one.
    doubtful
        The text says "possibly", "apparently" or "?".
    unread
        Words that were not understood.
    doubted
        Statements that the text itself doubts ("possibly near Idlib") beside others that it
        does not; they place nothing.
    """

    text: str
    start: int
    end: int
    clauses: tuple[Clause, ...]
    glosses: tuple[Clause, ...] = ()
    others: tuple[tuple[Clause, ...], ...] = ()
    doubtful: bool = False
    unread: tuple[str, ...] = ()
    doubted: tuple[Clause, ...] = ()

    @property
    def primary(self) -> Clause:
        """The clause that places the target."""
        return self.clauses[0]

    @property
    def relation(self) -> Relation:
        """The family of the primary clause."""
        return self.primary.relation

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """Anchors of the primary clause."""
        return self.primary.anchors

    @property
    def distance_km(self) -> float | None:
        """Stated distance of the primary clause in kilometres, where it has one."""
        match self.primary:
            case Offset(distance=distance) | DistanceOnly(distance=distance):
                return distance.distance_km
            case Toward(distance=distance):
                return distance.distance_km
            case Border(distance=Distance() as distance):
                return distance.distance_km
            case _:
                return None

    @property
    def direction(self) -> str | None:
        """Abbreviation of the stated wind ("NNE"), where the primary clause has one."""
        match self.primary:
            case Offset(direction=d) | DirectionOnly(direction=d) | PartOfRegion(direction=d):
                return d.name
            case _:
                return None

    @property
    def bearing(self) -> float | None:
        """Stated bearing in degrees, where the primary clause points away from an anchor."""
        match self.primary:
            case Offset(direction=d) | DirectionOnly(direction=d):
                return d.bearing
            case _:
                return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A description of a location found in prose; `kind` is its relation."""

    start: int
    end: int
    text: str
    kind: Relation
    expression: Expression = field(repr=False)
