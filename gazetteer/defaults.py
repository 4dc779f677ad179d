"""
Every length and weight that somebody had to choose, named once, with who chose it and why.

Lengths are metres. None of these is a measurement: the calibrated laws replace them where there
are enough known truths.
"""

NEAR_M = 10_000.0
"""How far "near a town" reaches beyond it: the figure in Chapman & Wieczorek (2020), who say
themselves that no default can be defended."""

NEAR_SMALL_M = 5_000.0
"""The same for a village or a single feature: half, so that "near" a hamlet is not a district."""

CORRIDOR_HALF_WIDTH_M = 5_000.0
"""How far to each side of the straight line a road may run: ours, since the package has no road
network; roads between neighbouring towns seldom bend further."""

TOWARD_HALF_ANGLE = 11.25
"""Half-angle of "from A towards B", degrees: ours, as the finest wind, since B is a place and no
rounding."""

LEGS_SHARE = 0.25
"""Share of the straight line to "6 km N and 4 km W of X" that holds 90 % of the places, beside
the extent of X: ours; half of what one leg alone leaves open, since two legs leave no direction
open."""

BORDER_HALF_WIDTH_M = 20_000.0
"""How far inland "near the border" reaches: ours; twice `NEAR_M`, since a border names no one
spot."""

DIRECTION_REACH_M = 30_000.0
"""How far "northeast of X" reaches where neither a province border nor a place like X ends it:
ours; reports name a nearer town beyond that."""

DIRECTION_LEAST_M = 5_000.0
"""The least reach of "northeast of X", when a place like X stands very near: ours, the extent of
a town."""

PART_HALF_ANGLE = 90.0
"""Half-angle of "northern X" seen from the middle of X: ours; the half-plane, since speakers
divide a region in two before they divide it in three."""

PROVINCE_SHARE = 0.8
"""An area without a point is given a province that holds at least this share of it: ours; one
that straddles a border more evenly belongs to none."""

PROVINCE_LIKENESS = 0.9
PROVINCE_MARGIN = 0.1
"""A misspelt province of a known country is taken for the one that it is like, from this likeness
on and if the next is less like by this margin: ours; a country has few provinces, but Kerman and
Kermanshah are .92 alike."""

PROVINCE_SLACK_M = 10_000.0
"""How far outside the province of its context a point may lie beyond its own radius before the
two contradict each other: ours; sources of province borders differ by some kilometres."""

MARGIN = 0.15
"""Two places of one name whose scores are nearer than this are `ambiguous`: a tenfold difference
of population is .14."""

SAME_PLACE_M = 10_000.0
"""Two entries of one name nearer than this are one town entered twice, never a reason to call
it ambiguous: ours; the default radius of "near"."""

MOST_CANDIDATES = 50
"""Places of one name that are weighed against each other: bounds the work on names such as
"San José"."""

COORDINATE_PRECISION_DEG = 1e-5
"""GeoNames prints five decimals."""
