"""Generated expressions of every family, and how two are compared."""

import dataclasses

from hypothesis import strategies as st

from gazetteer.clauses import (
    Anchor,
    At,
    Between,
    Border,
    Coordinates,
    Direction,
    DirectionOnly,
    Distance,
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
from gazetteer.coordinates import fix_of
from geo.compass import WINDS
from geo.units import UNITS


def key(value: object) -> object:
    """Compare two readings up to their spans, their text and their other readings."""
    if isinstance(value, tuple):
        return tuple(key(each) for each in value)
    if dataclasses.is_dataclass(value):
        left_out = {"start", "end", "text", "others", "unread"}
        fields = [each.name for each in dataclasses.fields(value) if each.name not in left_out]
        return (type(value).__name__, *(key(getattr(value, name)) for name in fields))
    return round(value, 6) if isinstance(value, float) else value


names = st.sampled_from(
    ["Idlib", "Al-Mayadeen", "Deir ez-Zor", "Bir al-Abd", "Port-au-Prince", "New Delhi", "Sadad"]
)
anchors = st.builds(
    lambda name, within: Anchor(name=name, start=0, end=1, within=within),
    names,
    st.sampled_from([(), ("Syria",), ("Borno", "Nigeria")]),
)
bare = st.builds(lambda name: Anchor(name=name, start=0, end=1), names)


def _point(text: str) -> Anchor:
    return Anchor(name=text, start=0, end=1, fix=fix_of(text))


points = st.sampled_from(
    ["35.0197 N, 40.4504 E", "-35.01, 40.45", "35 22 24 N, 119 1 4 W", "38SMB4285",
     "11S 382000 3950000"]
).map(_point)  # fmt: skip


def _distance(number: int, unit: str, bound: str, *, hedged: bool) -> Distance:
    return Distance(
        distance_m=number * UNITS[unit].metres,
        number=str(number),
        unit=unit,
        start=0,
        end=1,
        hedged=hedged,
        bound=bound,  # type: ignore[arg-type]
    )


distances = st.builds(
    _distance,
    st.integers(1, 999),
    st.sampled_from(sorted({unit.name for unit in UNITS.values()})),
    st.sampled_from(["stated", "less", "within"]),
    hedged=st.booleans(),
)
directions = st.sampled_from(WINDS).map(
    lambda wind: Direction(
        name=wind.name, bearing=wind.bearing, half_angle=wind.half_angle, start=0, end=1
    )
)
SPAN = {"start": st.just(0), "end": st.just(1)}
clauses = st.one_of(
    st.builds(
        Offset, **SPAN, anchor=anchors, distance=distances, direction=directions,
        by_road=st.booleans(),
    ),
    st.builds(
        Orthogonal, **SPAN, anchor=anchors,
        legs=st.tuples(
            st.tuples(distances, directions), st.tuples(distances, directions)
        ),
    ),
    st.builds(DistanceOnly, **SPAN, anchor=anchors, distance=distances),
    st.builds(
        DirectionOnly, **SPAN, anchor=anchors, direction=directions, distance_lost=st.booleans()
    ),
    st.builds(Toward, **SPAN, distance=distances, ends=st.tuples(bare, bare)),
    st.builds(Coordinates, **SPAN, anchor=points),
    st.builds(Offset, **SPAN, anchor=points, distance=distances, direction=directions),
    st.builds(Near, **SPAN, anchor=anchors),
    st.builds(At, **SPAN, anchor=anchors, part=st.sampled_from([None, "central", "downtown"])),
    st.builds(
        InArea, **SPAN, places=st.tuples(bare), part=st.sampled_from(["area", "suburb", "region"])
    ),
    st.builds(Between, **SPAN, ends=st.tuples(bare, bare), midway=st.booleans()),
    st.builds(OnRoad, **SPAN, ends=st.one_of(st.tuples(bare), st.tuples(bare, bare))),
    st.builds(Border, **SPAN, sides=st.one_of(st.tuples(bare), st.tuples(bare, bare)),
              distance=st.one_of(st.none(), distances)),
    st.builds(PartOfRegion, **SPAN, anchor=anchors, direction=directions),
    st.builds(RegionOnly, **SPAN, anchor=anchors),
)  # fmt: skip
