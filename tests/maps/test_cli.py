"""The command line as a newcomer meets it: what it prints, writes, refuses, and exits with."""

from __future__ import annotations

import csv
import json
import shutil
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest

from maps import pinned
from maps.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    Printed = pytest.CaptureFixture[str]

TABLE = """\
place;nation;note
about 10 km north of Al-Mayadeen;Syria;=1+1
near Nowhereville;Syria;
northeast of Fallujah;Iraq;
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8-sig")
    return path


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(
        "# Weekly report\n\n## May 21-26, 2020\n\n## Syria\n\n"
        "- On May 22, 2020, an IED was activated against a vehicle about 20 km north of "
        "Al-Mayadeen. Two fighters were wounded (Agency, May 23, 2020).\n"
        "- On May 23, 2020, gunmen attacked a post near Qwxzville. One guard was killed.\n",
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (["about 10 km north of Al-Mayadeen"], 0),
        (["northeast of Fallujah"], 0),
        (["near Qwxzville"], 1),
        (["10 km north of"], 1),
        (["near Aleppo", "near Qwxzville"], 0),
        (["near Aleppo", "near Qwxzville", "--strict"], 1),
        ([], 2),
        (["near Aleppo", "--country", "Atlantis"], 2),
        (["near Aleppo", "--province", "Avalon"], 2),
        (["near Aleppo", "--overlay", "nowhere.csv"], 2),
    ],
)
def test_locate_exits_with_what_its_help_promises(texts: list[str], code: int) -> None:
    assert main(["locate", *texts]) == code


@pytest.mark.parametrize("form", ["json", "jsonl", "geojson", "csv", "table"])
def test_locate_prints_every_form(form: str, capsys: Printed) -> None:
    assert main(["locate", "10 km north of Al-Mayadeen", "--country", "SY", "--format", form]) == 0
    printed = capsys.readouterr().out
    match form:
        case "json":
            row = json.loads(printed)[0]["properties"]
        case "jsonl":
            row = json.loads(printed)["properties"]
        case "geojson":
            row = json.loads(printed)["features"][0]["properties"]
        case "csv":
            row = next(csv.DictReader(printed.splitlines()))
        case _:
            assert "35.10996 40.45154" in printed
            return
    assert row["status"] == "located"
    # half of what people say lies nearer than a quarter of the distance, nine tenths within .55
    assert 1_000 < float(row["r50_m"]) < 3_500 < float(row["radius_m"]) < 7_000


def test_locate_reads_a_file_of_lines(tmp_path: Path, capsys: Printed) -> None:
    lines = tmp_path / "lines.txt"
    lines.write_text("near Aleppo\n\nnear Idlib\n", encoding="utf-8")
    out = tmp_path / "out.csv"
    assert main(["locate", "--file", str(lines), "--format", "csv", "--out", str(out)]) == 0
    assert len(out.read_text(encoding="utf-8").splitlines()) == 3
    assert not capsys.readouterr().out


def test_an_error_is_one_teaching_line_and_no_traceback(capsys: Printed) -> None:
    assert main(["incidents", "nowhere.txt"]) == 2
    error = capsys.readouterr().err.strip()
    assert "nowhere.txt" in error
    assert "Traceback" not in error
    assert len(error.splitlines()) == 1


@pytest.mark.parametrize("ending", [".csv", ".geojson", ".parquet"])
def test_incidents_of_a_report_are_written_and_read_back(
    report: Path, tmp_path: Path, ending: str
) -> None:
    from geo.files import read_incidents  # noqa: PLC0415

    out = tmp_path / f"out{ending}"
    assert main(["incidents", str(report), "--out", str(out)]) == 0
    incidents = read_incidents(out)
    assert list(incidents["status"]) == ["located", "unresolved"]
    assert incidents["wounded"].iloc[0] == 2
    assert incidents["killed"].isna().iloc[0]


def test_incidents_without_a_file_go_to_standard_output(report: Path, capsys: Printed) -> None:
    assert main(["incidents", str(report)]) == 0
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert [row["status"] for row in rows] == ["located", "unresolved"]


def test_what_is_not_found_is_printed_as_an_overlay_that_works(
    report: Path, tmp_path: Path, capsys: Printed
) -> None:
    out = tmp_path / "out.parquet"
    main(["incidents", str(report), "--out", str(out)])
    printed = capsys.readouterr()
    assert "1 name is not in the gazetteer" in printed.err
    rows = list(csv.DictReader(printed.out.splitlines()))
    assert [(row["name"], row["country"], row["lat"]) for row in rows] == [("Qwxzville", "SY", "")]
    overlay = tmp_path / "places.csv"
    frame = pd.DataFrame(rows).assign(lat=35.0, lon=40.0)
    frame.to_csv(overlay, index=False)
    main(["incidents", str(report), "--overlay", str(overlay), "--out", str(out)])
    assert list(gpd.read_parquet(out)["status"]) == ["located", "located"]


def test_a_table_is_located_by_its_columns(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    options = ["--text", "place", "--country", "nation", "--out", str(out)]
    assert main(["incidents", str(table), *options]) == 0
    incidents = gpd.read_parquet(out)
    assert list(incidents["status"]) == ["located", "unresolved", "region"]
    assert incidents["note"].iloc[0] == "=1+1"
    assert incidents["nation"].iloc[0] == "Syria"


def test_a_column_that_is_missing_is_named(table: Path, capsys: Printed) -> None:
    assert main(["incidents", str(table), "--text", "where"]) == 2
    assert "place, nation, note" in capsys.readouterr().err


def test_strict_tells_by_its_exit_code_that_something_is_missing(
    table: Path, tmp_path: Path
) -> None:
    options = ["--text", "place", "--country", "nation", "--out", str(tmp_path / "out.csv")]
    assert main(["incidents", str(table), *options, "--strict"]) == 1


def test_one_bad_file_does_not_stop_the_others(
    report: Path, tmp_path: Path, capsys: Printed
) -> None:
    out = tmp_path / "out.csv"
    assert main(["incidents", str(report), "nowhere.txt", "--out", str(out)]) == 2
    assert "nowhere.txt" in capsys.readouterr().err
    assert len(pd.read_csv(out)) == 2


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_counts_by_province_add_up_to_the_incidents(
    report: Path, tmp_path: Path, ending: str
) -> None:
    out = tmp_path / f"counts{ending}"
    assert main(["provinces", str(report), "--out", str(out)]) == 0
    counts = pd.read_csv(out) if ending == ".csv" else pd.read_excel(out)
    assert counts["count"].sum() == 2
    assert counts.loc[counts["code"] == "SY.07", "count"].item() == 1
    assert counts.loc[counts["code"] == "not_located", "count"].item() == 1


def test_counts_by_week_name_the_week(report: Path, capsys: Printed) -> None:
    assert main(["provinces", str(report), "--period", "week"]) == 0
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert {row["period"][:10] for row in rows} == {"2020-05-18"}


@pytest.mark.usefixtures("carried")
def test_a_map_of_the_sample_is_one_file(tmp_path: Path, capsys: Printed) -> None:
    out = tmp_path / "incidents.html"
    assert main(["map", "--sample", "--out", str(out)]) == 0
    page = out.read_text(encoding="utf-8")
    assert page.lstrip().lower().startswith("<!doctype html>")
    assert "incidents" in capsys.readouterr().err


def test_a_build_without_the_files_of_others_makes_online_pages_and_refuses_offline_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    folder = tmp_path / "assets"
    shutil.copytree(pinned.FOLDER, folder, ignore=shutil.ignore_patterns("vendor"))
    monkeypatch.setattr(pinned, "FOLDER", folder)
    online, offline = tmp_path / "online.html", tmp_path / "offline.html"
    assert main(["map", "--sample", "--online", "--out", str(online)]) == 0
    assert "https://cdn.jsdelivr.net/npm/leaflet@" in online.read_text(encoding="utf-8")
    capsys.readouterr()
    assert main(["map", "--sample", "--out", str(offline)]) == 2
    (refusal,) = (line for line in capsys.readouterr().err.splitlines() if "farsakh:" in line)
    assert "leaflet" in refusal
    assert "--online" in refusal
    assert not offline.exists()


@pytest.mark.parametrize("command", ["locate", "incidents", "map", "provinces"])
def test_every_command_explains_itself(command: str, capsys: Printed) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])
    assert stopped.value.code == 0
    assert "--country" in capsys.readouterr().out


def test_cells_that_hold_no_date_or_number_are_told_kept_and_do_not_stop_a_table(
    tmp_path: Path, capsys: Printed
) -> None:
    path = tmp_path / "cells.csv"
    path.write_text(
        "place,country,date,killed\n"
        "Homs,SY,01/05/2020,3\n"  # January or May
        "Hama,SY,2020-05-03T23:30:00+03:00,2.5\n"
        "Idlib,SY,12 May 2020,many\n",
        encoding="utf-8",
    )
    assert main(["incidents", str(path), "--text", "place", "--country", "country"]) == 0
    printed = capsys.readouterr()
    rows = list(csv.DictReader(printed.out.splitlines()))
    assert [row["date"][:10] for row in rows] == ["", "2020-05-03", "2020-05-12"]
    assert [row["killed"] for row in rows] == ["3", "", ""]
    assert rows[0]["date_given"] == "01/05/2020"
    assert "1 of 3 cells of the column 'date'" in printed.err
    assert "2 of 3 cells of the column 'killed'" in printed.err
