"""Totals that reports claim: found, with their parts, and no events among them."""

from datetime import date

import pytest

from gazetteer.report import claims_table, compare_claims, read_claims, read_report

WEEK = "# Review, March 8-14, 2021\n\n"

IRAQ = (
    "They carried out 226 attacks throughout Iraq, killing or wounding 426 people. A total of "
    "97 attacks were carried out in the Diyala Province, followed by Kirkuk (41)."
)
CLAIMS = [
    # text, (count, unit, area, country) of each claim
    (
        "158 attacks were carried out worldwide: 84 of them (about 53%) in Iraq, 39 in Syria.",
        [
            (158, "attacks", "worldwide", None),
            (84, "attacks", "Iraq", "IQ"),
            (39, "attacks", "Syria", "SY"),
        ],
    ),
    (
        "More than 100 attacks were carried out, most of them in Iraq (about 40).",
        [(100, "attacks", "worldwide", None), (40, "attacks", "Iraq", "IQ")],
    ),
    (
        IRAQ,
        [
            (226, "attacks", "Iraq", "IQ"),
            (426, "killed_or_wounded", "Iraq", "IQ"),
            (97, "attacks", "Diyala Province", "IQ"),
            (41, "attacks", "Kirkuk", "IQ"),
        ],
    ),
    (
        "Overall, 501 civilian casualties were documented (169 killed and 332 injured).",
        [
            (501, "killed_or_wounded", "worldwide", None),
            (169, "killed", "worldwide", None),
            (332, "wounded", "worldwide", None),
        ],
    ),
    (
        "On March 9, the minister announced that more than 100 fighters had returned to Germany.",
        [(100, "fighters returned", "Germany", "DE")],
    ),
    ("On March 9, two attacks were launched near Kano. Two men were killed.", []),
    ("Four waves of attacks were carried out.", []),
    ("Muhammad Ali (45) was shot in Kano.", []),
]


@pytest.mark.parametrize(("text", "wanted"), CLAIMS, ids=[text[:30] for text, _ in CLAIMS])
def test_totals_and_their_parts_are_read(
    text: str, wanted: list[tuple[int, str, str, str | None]]
) -> None:
    claims = read_claims(WEEK + "- " + text)
    assert [(c.count, c.unit, c.area, c.country) for c in claims] == wanted
    for claim in claims:
        assert 0 <= claim.source_start < claim.source_end <= len(WEEK) + 2 + len(text)


def test_the_days_are_those_that_the_claim_names_else_of_the_report() -> None:
    named = (
        "- Between May 14 and May 20, 2020, a total of 40 attacks were carried out (Agency, "
        "May 25, 2020)."
    )
    (claim,) = read_claims(WEEK + named)
    assert (claim.period_from, claim.period_to) == (date(2020, 5, 14), date(2020, 5, 20))
    assert claim.claimed_by == "Agency, 2020-05-25"
    (claim,) = read_claims(WEEK + "- In all, 40 attacks were recorded.")
    assert (claim.period_from, claim.period_to) == (date(2021, 3, 8), date(2021, 3, 14))


def test_claims_stand_beside_what_was_counted_in_their_days_and_area() -> None:
    text = (
        WEEK + "- In all, 40 attacks were recorded: Iraq (30), Syria (10). At least 9 people were "
        "killed in them.\n\n## Iraq\n\n- On March 9, a bomb exploded in Kirkuk. Two men died.\n"
        "- On March 20, 2020, a bomb exploded in Mosul.\n\n## Syria\n\n"
        "- On March 9, police arrested a man in Homs.\n"
    )
    compared = compare_claims(claims_table(read_claims(text)), read_report(text))
    assert compared["count"].to_list() == [40, 30, 10, 9]
    assert compared["counted"].to_list() == [1, 1, 0, 2]
    assert compared["difference"].to_list() == [-39, -29, -10, -7]
    assert set(compared["days_told"]) == {1}


def test_a_report_without_claims_is_an_empty_table() -> None:
    text = WEEK + "- On March 9, a bomb exploded in Kano."
    compared = compare_claims(claims_table(read_claims(text)), read_report(text))
    assert compared.empty
    assert "counted" in compared
