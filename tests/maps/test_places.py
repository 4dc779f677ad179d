"""`farsakh places` as a newcomer meets it: what it prints, refuses, and exits with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from maps.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    Printed = pytest.CaptureFixture[str]

TABLE = "Location,Lat,Long,people\nMadeplace,33.1,44.1,12\nMadeother,north,44.2,13\n"
COLUMNS = "name=Location,lat=Lat,lon=Long,population=people"


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FARSAKH_DATA", str(tmp_path / "data"))
    return tmp_path / "data" / "places"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "villages.csv"
    path.write_text(TABLE + "Madethird,33.3,44.3,14\n", encoding="utf-8")
    return path


def test_an_import_is_told_listed_found_used_and_removed(
    table: Path, places: Path, capsys: Printed
) -> None:
    arguments = ["places", "import", str(table), "--columns", COLUMNS, "--country", "Iraq"]
    assert main([*arguments, "--licence", "made, CC0"]) == 0
    told = capsys.readouterr().err
    assert "villages: 2 places from 3 rows (table); 0 left out, 1 malformed" in told
    assert "villages.csv, line 3: the latitude is 'north'" in told

    assert main(["places", "info"]) == 0
    listed = capsys.readouterr().out
    assert str(places) in listed
    assert re.search(r"villages\n  places +2\n  form +table, from villages\.csv of \d{4}-", listed)
    assert "made, CC0" in listed

    assert main(["places", "search", "Madeplace", "--country", "IQ"]) == 0
    assert re.search(r"exact +Madeplace +village +IQ\.\d\d +33\.1", capsys.readouterr().out)
    assert main(["locate", "about 10 km north of Madeplace", "--country", "IQ"]) == 0
    assert "33.19" in capsys.readouterr().out

    assert main([*arguments, "--licence", "made, CC0"]) == 0
    assert "nothing changed" in capsys.readouterr().err
    assert main(["places", "remove", "villages"]) == 0
    assert main(["places", "search", "Madeplace", "--country", "IQ"]) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["import", "nowhere.csv"], "there is no file nowhere.csv"),
        (["import", "{table}"], "--columns"),
        (["import", "{table}", "--columns", "name=Place"], "has no column 'Place'"),
        (["import", "{table}", "--columns", COLUMNS, "--kind", "castle"], "no kind of place"),
        (["import", "{table}", "--columns", COLUMNS, "--country", "Atlantis"], "Atlantis"),
        (["remove", "villages"], "nothing is imported"),
        (["search", "Madeplace", "--country", "Atlantis"], "Atlantis"),
    ],
)
def test_what_cannot_be_done_is_refused_with_two(
    arguments: list[str], message: str, table: Path, places: Path, capsys: Printed
) -> None:
    # without the columns of the table's own headers, which are recognised by themselves
    table.write_text(TABLE.replace("Location", "Settlement"), encoding="utf-8")
    given = [argument.replace("{table}", str(table)) for argument in arguments]
    given = [argument.replace("name=Location", "name=Settlement") for argument in given]
    assert main(["places", *given]) == 2
    assert message in capsys.readouterr().err
    assert not places.exists()


def test_info_without_imports_says_where_they_would_lie(places: Path, capsys: Printed) -> None:
    assert main(["places", "info"]) == 0
    printed = capsys.readouterr().out
    assert "embedded: GeoNames" in printed
    assert f"imported, in {places}: nothing" in printed


def test_search_finds_what_comes_along(capsys: Printed) -> None:
    assert main(["places", "search", "Deir Ezzor", "--country", "Syria"]) == 0
    assert "SY.07" in capsys.readouterr().out
    assert main(["places", "search", "Qwxzville", "--country", "SY"]) == 1
