"""Corrections: read, applied exactly once, in any order; what fits no row is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.opening import load
from gazetteer.report import read_report
from gazetteer.tables import apply_corrections, read_corrections
from gazetteer.tables.decisions import Correction
from geo.errors import TableError

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

REPORT = """\
# Weekly report, May 21-26, 2020

## Syria

- On May 22, 2020, an IED was activated against a vehicle near Ariha. Two fighters were wounded.
- On May 23, 2020, gunmen attacked a post near Qwxzville. One guard was killed.
- On May 24, 2020, an IED exploded about 10 km north of Al-Mayadeen.
"""


MAYADEEN = load().search("Al-Mayadeen", country="SY")[0].place.id


@pytest.fixture(scope="module")
def report() -> gpd.GeoDataFrame:
    return read_report(REPORT)


def written(folder: Path, text: str, name: str = "corrections.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


WRONG = [
    ("place_id,lat\n", "no column 'id'"),
    ("id,lat,lon\na,95,40\n", "row 2.*no point"),
    ("id,lat,lon\na,35,\n", "row 2.*no point"),
    ("id,place_id,lat,lon\na,geonames:1,35,40\n", "several"),
    ("id,lat,lon,no_location\na,35,40,yes\n", "several"),
    ("id,no_location\na,perhaps\n", "expected yes"),
    ("id,lat,lon\n,35,40\n", "without the id"),
    ("id,lat,lon,radius_km\na,35,40,-2\n", "kilometres"),
    ("id,lat,lon\na,35,40\na,36,40\n", "row 2 and .*row 3.*differently"),
]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_a_wrong_correction_is_refused_with_its_row(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(TableError, match=said):
        read_corrections(written(tmp_path, text))


def test_the_latest_decision_counts_and_rows_that_decide_nothing_are_passed_over(
    tmp_path: Path,
) -> None:
    first = written(tmp_path, "id,lat,lon,when\na,35,40,2026-01-02\nb,,,\n")
    second = written(tmp_path, "id,no_location,when\na,yes,2026-01-03\n", "later.csv")
    for files in ([first, second], [second, first], [first, second, first]):
        (found,) = read_corrections(files)
        assert found.no_location


def test_a_workbook_is_a_file_of_corrections_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["id", "lat", "lon", "who", "when"])
    book.active.append(["a", 35.5, 40, "Mira", pd.Timestamp("2026-01-02").to_pydatetime()])
    book.save(tmp_path / "corrections.xlsx")
    (found,) = read_corrections(tmp_path / "corrections.xlsx")
    assert (found.lat, found.lon, found.when) == (35.5, 40.0, "2026-01-02")


def test_a_place_a_point_and_no_location_are_applied(report: gpd.GeoDataFrame) -> None:
    one, two, three = report["id"]
    made, applied = apply_corrections(report, [
        Correction(id=one, place_id=MAYADEEN, who="Mira", when="2026-01-02", note="so"),
        Correction(id=two, lat=35.1, lon=40.4, radius_m=3_000),
        Correction(id=three, no_location=True),
    ])  # fmt: skip
    assert made["status"].tolist() == ["located", "located", "unresolved"]
    assert made["anchor"].iloc[0] == "Al Mayādīn"
    assert made["province"].iloc[0] == "SY.07"
    assert made["why"].iloc[0] == "corrected by Mira on 2026-01-02: so"
    assert made["radius_m"].iloc[1] == pytest.approx(3_000, rel=1e-3)
    assert made["unknown_names"].isna().all()
    assert made.geometry.iloc[2] is None
    assert made["footprint"].iloc[2] is None
    assert set(applied.ids) == {one, two, three}
    # the words of the report, and everything else, stay
    for column in ("text", "killed", "wounded", "date", "location_text", "event_type"):
        pd.testing.assert_series_equal(made[column], report[column])


def test_an_area_is_an_area_and_no_pin(report: gpd.GeoDataFrame) -> None:
    row = report["id"].iloc[0]
    made, _ = apply_corrections(report, [Correction(id=row, place_id="province:SY.07")])
    assert made["status"].iloc[0] == "region"
    assert made.geometry.iloc[0] is None
    assert made["footprint"].iloc[0].area > 1


def test_what_no_longer_matches_is_told_with_the_row_that_it_may_have_become(
    report: gpd.GeoDataFrame,
) -> None:
    gone = Correction(id="0", lat=35.0, lon=40.0, text=report["text"].iloc[1] + " Again.")
    other = Correction(id="1", lat=35.0, lon=40.0, text="something else entirely")
    place = Correction(id=report["id"].iloc[0], place_id="mine:7")
    made, applied = apply_corrections(report, [gone, other, place])
    assert not applied.ids
    assert report["id"].iloc[1] in applied.unmatched[0]
    assert "none has words like" in applied.unmatched[1]
    assert "'mine:7'" in applied.unmatched[2]
    assert "3 corrections no longer match" in applied.summary()
    pd.testing.assert_series_equal(made["why"], report["why"])


DECISIONS = st.lists(
    st.tuples(
        st.integers(0, 3), st.sampled_from(["place", "point", "none"]), st.integers(0, 3)
    ),
    max_size=6,
)  # fmt: skip


@settings(max_examples=30)
@given(DECISIONS, st.randoms(use_true_random=False))
def test_corrections_apply_once_in_any_order(
    report: gpd.GeoDataFrame, decisions: list[tuple[int, str, int]], chance: object
) -> None:
    ids = [*report["id"], "gone"]
    made = {
        row: Correction(
            id=ids[row],
            place_id=MAYADEEN if what == "place" else None,
            lat=35.0 + shift if what == "point" else None,
            lon=40.0 if what == "point" else None,
            no_location=what == "none",
        )
        for row, what, shift in decisions
    }
    forth = list(made.values())
    back = forth.copy()
    chance.shuffle(back)  # type: ignore[attr-defined]
    once, told = apply_corrections(report, forth)
    other, _ = apply_corrections(report, back)
    twice, again = apply_corrections(once, forth)
    one_by_one = report
    for correction in back:
        one_by_one, _ = apply_corrections(one_by_one, [correction])
    for table in (other, twice, one_by_one):
        pd.testing.assert_frame_equal(pd.DataFrame(once), pd.DataFrame(table))
    assert told == again
    assert len(once) == len(report)
    assert len(told.ids) + len(told.unmatched) == len(forth)


EDITS = {
    "a line before": lambda text: text.replace("- On", "- On May 21, a man was shot.\n- On", 1),
    "a line after": lambda text: text + "- On May 26, 2020, a man was shot in Homs.\n",
    "one line less": lambda text: "\n".join(text.split("\n")[:4] + text.split("\n")[5:]),
    "line ends": lambda text: text.replace("\n", "\r\n"),
    "emphasis": lambda text: text.replace("Qwxzville", "**Qwxzville**"),
    "blanks": lambda text: text.replace("One guard", " One  guard"),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_ids_of_rows_stay_when_the_report_is_edited_elsewhere(
    edit: str, report: gpd.GeoDataFrame
) -> None:
    edited = read_report(EDITS[edit](REPORT))
    kept = edited.loc[edited["text"].str.contains("Qwxzville"), "id"].tolist()
    assert kept == [report["id"].iloc[1]]
