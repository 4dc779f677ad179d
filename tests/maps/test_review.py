"""The loop: doubtful rows, decisions about them, and the same run again."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest

from gazetteer.report import read_report
from gazetteer.tables import read_table
from gazetteer.tables.doubts import KINDS, doubtful_rows
from geo.files import read_incidents
from maps.cli import main
from maps.smallmap import Spot, small_map

if TYPE_CHECKING:
    from pathlib import Path

    from tests.maps.opened import Open

    Printed = pytest.CaptureFixture[str]

REPORT = """\
# Weekly report, May 21-26, 2020

## Syria

### Idlib Province

- On May 22, 2020, an IED was activated near Ariha (about 200 km north of Aleppo).
- On May 23, 2020, gunmen attacked a post near Qwxzville. One guard was killed.
- On May 24, 2020, an IED exploded in Al-Mayadeen. One was killed.
- On May 24, 2020, gunmen attacked a post near the Qaf checkpoint west of Idlib.
- On May 25, 2020, an IED exploded near Maarrat Misrin.
- On May 25, 2020, two herders were shot dead at their tents.

## Nigeria

- On May 25, 2020, an IED exploded about 90 km northeast of Maiduguri. =1+1 <img src=x onerror=alert(1)>
"""  # noqa: E501 - a bullet is a line


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "weekly.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def kinds(path: Path) -> dict[str, set[str]]:
    table = read_report(path)
    return {
        table["text"].iloc[found.row]: {doubt.kind for doubt in found.doubts}
        for found in doubtful_rows(table)
    }


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Ariha", {"gloss"}),
        ("Qwxzville", {"unresolved"}),
        ("Al-Mayadeen", {"ambiguous"}),
        ("Qaf", {"name"}),
        ("Misrin", None),
        ("herders", {"heading"}),
        ("Maiduguri", {"wide"}),
    ],
)
def test_a_row_is_listed_for_its_reason(
    words: str, expected: set[str] | None, report: Path
) -> None:
    found = [doubts for text, doubts in kinds(report).items() if words in text]
    assert found == ([] if expected is None else [expected])


def test_rows_of_tables_are_doubted_for_their_coordinates_and_provinces() -> None:
    table = read_table(pd.DataFrame({
        "location_text": ["Homs", "Homs", "Homs"], "country": ["SY", "SY", "SY"],
        "province": ["Homs", "Idlib", "Homs"], "lat": [34.73, 34.73, 36.72],
        "lon": [36.72, 36.72, 34.73],
    }))  # fmt: skip
    found = {each.row: [doubt.kind for doubt in each.doubts] for each in doubtful_rows(table)}
    assert found == {1: ["far"], 2: ["coordinates"]}


def test_every_kind_of_doubt_has_its_words() -> None:
    assert all(words[0].islower() and len(words) > 10 for words in KINDS.values())


def test_the_limit_of_radii_is_the_readers(report: Path, tmp_path: Path) -> None:
    out = tmp_path / "review.csv"
    counts = []
    for limit in ("1", "25", "500"):
        main(["review", str(report), "--radius-km", limit, "--out", str(out)])
        doubts = pd.read_csv(out)["doubt"]
        counts.append(int(doubts.str.contains("wide").sum()))
    assert counts[0] > counts[1] > counts[2] == 0


def test_a_review_that_is_filled_in_is_a_file_of_corrections(
    report: Path, tmp_path: Path, capsys: Printed
) -> None:
    review, out = tmp_path / "review.csv", tmp_path / "out.parquet"
    assert main(["review", str(report), "--out", str(review)]) == 0
    rows = list(csv.DictReader(review.read_text(encoding="utf-8-sig").splitlines()))
    assert all(not row["place_id"] and not row["lat"] for row in rows)
    for row in rows:
        if "Qwxzville" in row["text"]:
            row |= {"lat": "35.6", "lon": "36.5", "who": "Mira", "note": "asked by phone"}
        if "Mayadeen" in row["text"]:
            row["place_id"] = row["candidate_1"].split()[0]
        if "Qaf" in row["text"]:
            row["no_location"] = "yes"
    with review.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    given = ["--corrections", str(review), "--out", str(out)]
    assert main(["incidents", str(report), *given]) == 0
    assert "3 rows corrected; 0 corrections no longer match" in capsys.readouterr().err
    table = read_incidents(out)
    corrected = table[table["method"] == "corrected"]
    assert corrected["status"].tolist() == ["located", "located", "unresolved"]
    assert corrected["why"].iloc[0] == "corrected by Mira: asked by phone"
    assert corrected["anchor"].iloc[1] == "Al Mayādīn"
    again = tmp_path / "again.csv"
    main(["review", str(report), "--corrections", str(review), "--out", str(again)])
    left = pd.read_csv(again)["text"]
    assert not left.str.contains("Qwxzville|Mayadeen|Qaf").any()


def test_a_correction_of_a_row_that_is_gone_is_told(
    report: Path, tmp_path: Path, capsys: Printed
) -> None:
    corrections = tmp_path / "corrections.csv"
    corrections.write_text("id,lat,lon\n0123456789ab,35,40\n", encoding="utf-8")
    out = tmp_path / "out.csv"
    main(["incidents", str(report), "--corrections", str(corrections), "--out", str(out)])
    assert "0123456789ab: no row has this id" in capsys.readouterr().err


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_no_cell_of_a_review_is_one_that_a_spreadsheet_runs(ending: str, tmp_path: Path) -> None:
    source, out = tmp_path / "table.csv", tmp_path / f"review{ending}"
    source.write_text('location_text,country,text\n=1+1,SY,"=HYPERLINK(1)"\n@x,SY,+a\n', "utf-8")
    assert main(["review", str(source), "--out", str(out)]) == 0
    if ending == ".csv":
        lines = out.read_text("utf-8-sig").splitlines()
        cells = [cell for row in csv.reader(lines) for cell in row]
    else:
        sheet = openpyxl.load_workbook(out).active
        assert all(cell.data_type != "f" for row in sheet for cell in row)
        cells = [str(cell.value or "") for row in sheet for cell in row]
    assert not any(cell[:1] in "=+@" for cell in cells if cell)
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)


def test_a_review_goes_to_standard_output_and_strict_tells_by_its_exit_code(
    report: Path, capsys: Printed
) -> None:
    assert main(["review", str(report), "--strict"]) == 1
    printed = capsys.readouterr()
    assert printed.out.startswith("id,place_id,")
    assert "6 of 7 rows to look at" in printed.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--out", "review.pdf"], ".html, .csv or .xlsx"),
        (["--radius-km", "0"], "above 0"),
        (["--corrections", "nowhere.csv"], "nowhere.csv"),
        (["--columns", "akled"], "akled"),
    ],
)
def test_a_review_that_cannot_be_says_why(
    options: list[str], said: str, report: Path, tmp_path: Path, capsys: Printed
) -> None:
    table = tmp_path / "table.csv"
    table.write_text("location_text\nHoms\n", encoding="utf-8")
    file = table if "--columns" in options else report
    assert main(["review", str(file), *options]) == 2
    assert said in capsys.readouterr().err


def test_a_small_map_of_nothing_is_nothing_and_numbers_its_candidates() -> None:
    assert not small_map([])
    drawn = small_map([Spot(lon=179.9, lat=-17.0, label="1"), Spot(lon=178.0, lat=-18.0)])
    assert drawn.count("<circle") == 2
    assert small_map([Spot(lon=0.0, lat=90.0, label="<b>")]).count("<b>") == 0


@pytest.mark.browser
def test_decisions_made_in_the_page_are_saved_as_corrections_that_apply(
    report: Path, tmp_path: Path, opened: Open
) -> None:
    page_file = tmp_path / "review.html"
    main(["review", str(report), "--out", str(page_file)])
    seen = opened(page_file.read_text(encoding="utf-8"))
    page = seen.page
    page.wait_for_selector("[data-ready]", state="attached")
    rows = page.locator(".row")
    assert rows.count() == 6
    assert page.locator(".row svg").count() == 6
    assert not seen.complaints
    assert page.locator("#save").is_disabled()
    page.fill("#who", "=Mira")
    rows.filter(has_text="Mayadeen").locator("input[type=radio]").first.check()
    unknown = rows.filter(has_text="Qaf")
    unknown.locator("[data-part=lat]").fill("35.6")
    unknown.locator("[data-part=lon]").fill("36.5")
    unknown.locator("[data-part=note]").fill('he said "there", twice')
    with page.expect_download() as saved:
        page.click("#save")
    corrections = tmp_path / "corrections.csv"
    saved.value.save_as(corrections)
    page.locator(".names tr", has_text="Qwxzville").locator("[data-part=lat]").fill("35.9")
    page.locator(".names tr", has_text="Qwxzville").locator("[data-part=lon]").fill("36.4")
    with page.expect_download() as saved:
        page.click("#save-places")
    places = tmp_path / "places.csv"
    saved.value.save_as(places)
    assert not [url for url in seen.requests if not url.startswith(("file:", "blob:"))]
    written = list(csv.DictReader(corrections.read_text("utf-8-sig").splitlines()))
    assert [row["who"] for row in written] == ["'=Mira", "'=Mira"]
    assert {row["note"] for row in written} == {"", 'he said "there", twice'}
    out = tmp_path / "out.csv"
    options = ["--corrections", str(corrections), "--overlay", str(places), "--out", str(out)]
    assert main(["incidents", str(report), *options]) == 0
    table = read_incidents(out)
    assert (table["method"] == "corrected").sum() == 2
    assert table.loc[table["text"].str.contains("Qwxzville"), "status"].item() == "located"


@pytest.mark.browser
def test_nothing_in_a_review_can_run(tmp_path: Path, opened: Open) -> None:
    attack = "<img src=x onerror=alert(1)></script><script>alert(2)</script>\"'><svg onload=x>"
    table = pd.DataFrame({"location_text": [attack, "near Nowhereville"], "country": ["SY", "SY"],
                          "text": [attack, attack], "id": [attack, "b\u202e"]})  # fmt: skip
    source, out = tmp_path / "table.xlsx", tmp_path / "review.html"
    table.to_excel(source, index=False)
    main(["review", str(source), "--out", str(out)])
    text = out.read_text(encoding="utf-8")
    assert "<img" not in text
    assert text.count("<script>") == 1
    seen = opened(text)
    seen.page.wait_for_selector("[data-ready]", state="attached")
    assert seen.page.locator(".row").count() == 2
    assert not seen.complaints
