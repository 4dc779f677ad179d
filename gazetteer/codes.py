"""
Precision codes that others merge on: UCDP GED where_prec, ACLED geo_precision, GTD specificity.

UCDP GED codebook 23.1: 1 exact, 2 within about 25 km of a known point, 3 second-order and
4 first-order division, 5 linear or fuzzy region, 6 country. ACLED codebook (2023): 1 town,
2 part of a region or near a town, 3 larger region. GTD codebook (2021): specificity 1 in or at a
town (vicinity 1 beside it), 3 smallest division, 4 first-order division, 5 unknown; its 2, the
centroid of a town whose place is unknown, does not arise here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gazetteer.clauses import Relation

NEAR_A_POINT_M = 25_000.0
"""UCDP's own limit of code 2."""

AREA_CODES = {
    "district": 3, "province": 4, "region": 5, "lake": 5, "island": 5, "desert": 5, "valley": 5,
    "country": 6, "sea": 7,
}  # fmt: skip
"""UCDP's code by the kind of an area; the larger areas are as well in ACLED's eyes."""

FUZZY = frozenset({"on_road", "between", "border"})


def where_prec(relation: Relation, kind: str, radius_m: float | None) -> int:
    """
    Code a location as UCDP GED does.

    Parameters
    ----------
    relation
        Family of the description.
    kind
        Kind of its anchor.
    radius_m
        Uncertainty in metres, if there is one.

    Examples
    --------
    >>> where_prec("at", "town", 4_000.0), where_prec("offset", "town", 7_000.0)
    (1, 2)
    >>> where_prec("region_only", "province", None)
    4
    """
    if relation in FUZZY:
        return 5
    if relation == "part_of_region" and kind == "country":
        return 5
    if kind in AREA_CODES:
        return AREA_CODES[kind]
    if relation in {"at", "coordinates"}:
        return 1
    return 2 if radius_m is not None and radius_m <= NEAR_A_POINT_M else 5


def geo_precision(relation: Relation, kind: str) -> int:
    """
    Code a location as ACLED does.

    Parameters
    ----------
    relation
        Family of the description.
    kind
        Kind of its anchor.

    Examples
    --------
    >>> [geo_precision(relation, "town") for relation in ("at", "near", "border")]
    [1, 2, 3]
    """
    if relation in {"at", "coordinates"} and kind not in AREA_CODES:
        return 1
    if relation == "part_of_region" and kind != "country":
        return 2
    return 3 if kind in AREA_CODES or relation == "border" else 2


SURROUNDING = frozenset({"near", "in_area", "offset", "orthogonal", "distance_only"})
"""Relations that put a place beside a town, in GTD's words in its immediate vicinity."""


def gtd(relation: Relation, kind: str, radius_m: float | None) -> tuple[int, int]:
    """
    Code a location as GTD does.

    Parameters
    ----------
    relation
        Family of the description.
    kind
        Kind of its anchor.
    radius_m
        Uncertainty in metres, if there is one.

    Returns
    -------
    specificity, vicinity
        1 to 5, and 0 or 1.

    Examples
    --------
    >>> gtd("at", "town", 4_000.0), gtd("offset", "town", 6_000.0), gtd("border", "country", None)
    ((1, 0), (1, 1), (5, 0))
    """
    match where_prec(relation, kind, radius_m):
        case 1:
            return 1, 0
        case 2:
            return 1, int(relation in SURROUNDING)
        case 3:
            return 3, 0
        case 4:
            return 4, 0
        case _:
            return 5, 0
