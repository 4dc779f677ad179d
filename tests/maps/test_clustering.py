"""`farsakh clusters` as an analyst uses it."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest

from maps.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    Printed = pytest.CaptureFixture[str]

EVENT = "- On May {day}, 2020, an IED was activated against a vehicle {where}. One was killed.\n"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Write a report that says five times the same of a place, and once something else."""
    path = tmp_path / "report.txt"
    places = ["about 10 km north of Al-Mayadeen"] * 5 + ["near Aleppo"]
    events = [EVENT.format(day=20 + number, where=where) for number, where in enumerate(places)]
    path.write_text("# Report\n\n## May 20-26, 2020\n\n## Syria\n\n" + "".join(events), "utf-8")
    return path


def test_five_reports_of_one_phrase_are_one_place_that_is_uncertain(
    report: Path, tmp_path: Path, capsys: Printed
) -> None:
    members = tmp_path / "members.csv"
    assert main(["clusters", str(report), "--members", str(members), "--test", "19"]) == 0
    printed = capsys.readouterr()
    (row,) = csv.DictReader(printed.out.splitlines())
    assert (row["count"], row["places"], row["event_types"]) == ("5", "1", "ied 5")
    assert float(row["radius_m"]) > 3_000
    assert "cluster 1 is one place named 5 times" in printed.err
    assert "p = 1" in printed.err  # chance shows as much: it is the same phrase there
    rows = list(csv.DictReader(members.read_text("utf-8-sig").splitlines()))
    assert [row["cluster"] for row in rows] == ["1.0"] * 5 + [""] or [
        row["cluster"] for row in rows
    ] == ["1"] * 5 + [""]


def test_pins_make_a_certain_cluster_of_them(report: Path, capsys: Printed) -> None:
    assert main(["clusters", str(report), "--pins"]) == 0
    (row,) = csv.DictReader(capsys.readouterr().out.splitlines())
    assert (row["places"], row["radius_m"]) == ("5", "0.0")


def test_clusters_are_written_as_areas(report: Path, tmp_path: Path) -> None:
    out = tmp_path / "clusters.geojson"
    assert main(["clusters", str(report), "--out", str(out), "--days", "2"]) == 0
    (feature,) = json.loads(out.read_text("utf-8"))["features"]
    assert feature["properties"]["first"] == "2020-05-20"
    assert gpd.read_file(out).geometry.geom_type.tolist() == ["Polygon"]
    assert main(["clusters", str(report), "--out", str(out), "--min-samples", "9"]) == 0
    assert json.loads(out.read_text("utf-8"))["features"] == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--out", "clusters.shp"], "written as .csv or .geojson"),
        (["--eps", "-3"], "eps_m is -3000"),
        (["--cluster-by", "hdbscan", "--days", "3"], "hdbscan without days"),
        (["--worlds", "0"], "worlds is 0"),
    ],
)
def test_what_cannot_be_is_refused(
    report: Path, options: list[str], words: str, capsys: Printed
) -> None:
    assert main(["clusters", str(report), *options]) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "columns"),
    [
        (["--cell", "20", "--all"], {"lon", "lat", "expected", "z", "q", "p_hot", "kind"}),
        (["--cell", "20", "--step", "2", "--all"], {"hot_steps", "trend", "kind", "p_kind"}),
        (["--by", "province", "--all"], {"code", "name", "value", "z", "kind"}),
        (["--by", "circle", "--runs", "9", "--step", "2"], {"first", "last", "cases", "p"}),
    ],
)
def test_hot_spots_are_written_by_square_province_and_circle(
    report: Path, options: list[str], columns: set[str], capsys: Printed
) -> None:
    assert main(["hotspots", str(report), "--within", "SY", *options]) == 0
    printed = capsys.readouterr()
    assert columns <= {*next(csv.reader(printed.out.splitlines()))}
    assert "compared" in printed.err or "circles" in printed.err
    assert ("steps of time: fewer than 10" in printed.err) == ("trend" in columns)


def test_hot_squares_are_areas_that_lie_about_the_phrase(report: Path, tmp_path: Path) -> None:
    out = tmp_path / "hot.geojson"
    assert main(["hotspots", str(report), "--within", "SY", "--out", str(out)]) == 0
    squares = gpd.read_file(out)
    assert len(squares) > 1  # no hot spot of one pixel
    assert (squares["kind"] == "hot").all()
    assert squares["lat"].between(34.7, 35.6).all()


def test_an_unknown_region_is_named(report: Path, capsys: Printed) -> None:
    assert main(["hotspots", str(report), "--within", "SY.99"]) == 2
    assert "SY.99" in capsys.readouterr().err
