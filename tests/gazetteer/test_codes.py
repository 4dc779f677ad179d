"""Precision codes as the codebooks define them."""

import pytest

from gazetteer.codes import geo_precision, gtd, where_prec


@pytest.mark.parametrize(
    ("relation", "kind", "radius_m", "ucdp", "acled"),
    [
        # UCDP GED codebook 23.1, section on where_prec; ACLED codebook (2023), geo_precision.
        ("at", "town", 4_000.0, 1, 1),
        ("at", "airbase", 2_500.0, 1, 1),
        ("near", "town", 14_000.0, 2, 2),
        ("offset", "city", 12_000.0, 2, 2),
        ("offset", "city", 40_000.0, 5, 2),
        ("in_area", "city", 18_000.0, 2, 2),
        ("direction_only", "town", 20_000.0, 2, 2),
        ("region_only", "district", None, 3, 3),
        ("region_only", "province", None, 4, 3),
        ("region_only", "region", None, 5, 3),
        ("part_of_region", "province", None, 4, 2),
        ("part_of_region", "country", None, 5, 3),
        ("on_road", "city", 50_000.0, 5, 2),
        ("between", "city", 50_000.0, 5, 2),
        ("border", "country", None, 5, 3),
        ("region_only", "country", None, 6, 3),
        ("region_only", "sea", None, 7, 3),
    ],
)
def test_a_location_is_coded_as_the_codebooks_say(
    relation: str, kind: str, radius_m: float | None, ucdp: int, acled: int
) -> None:
    assert where_prec(relation, kind, radius_m) == ucdp  # type: ignore[arg-type]
    assert geo_precision(relation, kind) == acled  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("relation", "kind", "radius_m", "codes"),
    [  # GTD codebook (2021): specificity and vicinity
        ("at", "town", 4_000.0, (1, 0)),
        ("coordinates", "point", 20.0, (1, 0)),
        ("near", "town", 14_000.0, (1, 1)),
        ("offset", "city", 9_000.0, (1, 1)),
        ("offset", "city", 60_000.0, (5, 0)),
        ("region_only", "district", None, (3, 0)),
        ("region_only", "province", None, (4, 0)),
        ("border", "country", None, (5, 0)),
    ],
)
def test_gtd_codes_follow_its_codebook(
    relation: str, kind: str, radius_m: float | None, codes: tuple[int, int]
) -> None:
    assert gtd(relation, kind, radius_m) == codes  # type: ignore[arg-type]
