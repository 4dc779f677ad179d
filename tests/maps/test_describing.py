"""`farsakh describe` and `farsakh locate --online`, as they are typed."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from gazetteer.online import Server
from maps.cli import main
from tests.gazetteer.made_server import QASR_MADE, serving

if TYPE_CHECKING:
    from pathlib import Path

    Printed = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (["40.4515", "35.1098"], ["10 km N of Al Mayadin, Deir ez-Zor, Syria"]),
        (["-0.1276", "51.5072"], ["in London, United Kingdom"]),
        (["-70.6483", "-33.4569"], ["in Santiago, Chile"]),
        (
            ["44.3661", "33.3153", "-74.006", "40.7128"],
            ["in Baghdad, Iraq", "in New York City, New York, United States"],
        ),
        (["--marks", "40.4515", "35.1098"], ["10 km N of Al Mayādīn, Deir ez-Zor, Syria"]),
        (
            ["40.4515", "35.1098", "--rounding", "steps", "--points", "8"],
            ["about 10 km N of Al Mayadin, Deir ez-Zor, Syria"],
        ),
    ],
)
def test_points_are_described_a_line_each(
    words: list[str], lines: list[str], capsys: Printed
) -> None:
    assert main(["describe", *words]) == 0
    assert capsys.readouterr().out.splitlines() == lines


@pytest.mark.parametrize(
    ("words", "said"),
    [(["40.45"], "pairs"), (["1", "2", "3"], "pairs"), (["35.0", "140.0"], "swapped")],
)
def test_what_is_no_point_is_refused(words: list[str], said: str, capsys: Printed) -> None:
    assert main(["describe", *words]) == 2
    assert said in capsys.readouterr().err


def test_a_missing_point_keeps_its_line(capsys: Printed) -> None:
    assert main(["describe", "nan", "35", "44.3661", "33.3153"]) == 1
    assert capsys.readouterr().out.splitlines()[1] == "in Baghdad, Iraq"


@pytest.mark.parametrize("form", ["json", "jsonl", "geojson", "csv"])
def test_every_form_can_be_read_back(form: str, capsys: Printed) -> None:
    assert main(["describe", "40.4515", "35.1098", "nan", "0", "--format", form]) == 1
    out = capsys.readouterr().out
    if form == "csv":
        rows = list(csv.DictReader(out.splitlines()))
        assert (rows[0]["lon"], rows[0]["lat"], rows[0]["anchor_id"]) == (
            "40.4515",
            "35.1098",
            "geonames:173480",
        )
        assert rows[1]["text"] == ""
        return
    features = [json.loads(line) for line in out.splitlines()] if form == "jsonl" else None
    features = features or json.loads(out)
    if isinstance(features, dict):
        features = features["features"]
    assert features[0]["geometry"]["coordinates"] == [40.4515, 35.1098]
    assert features[0]["properties"]["text"] == "10 km N of Al Mayadin, Deir ez-Zor, Syria"
    assert features[1]["geometry"] is None


def test_locate_asks_a_server_only_with_online(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    words = ["locate", "10 km north of Qasr Made", "--country", "SY"]
    with serving({"Qasr Made": [QASR_MADE], "Qasr Broken": 500}) as made:
        here = Server(
            domain=made.domain, scheme="http", pause_s=0.0, cache=tmp_path / "answers.sqlite"
        )
        monkeypatch.setattr("gazetteer.online.Server", lambda: here)
        assert main(words) == 1
        assert made.asked == []
        assert main([*words, "--online"]) == 0
        assert [asked["q"] for asked in made.asked] == ["Qasr Made"]
        assert "34.59" in capsys.readouterr().out
        assert main(["locate", "near Qasr Broken", "--country", "SY", "--online"]) == 1
        assert "could not be asked" in capsys.readouterr().err
