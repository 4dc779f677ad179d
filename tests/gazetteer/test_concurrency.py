"""One index and many readers: threads, processes, and a file that is replaced while it is read."""

from __future__ import annotations

import json
import multiprocessing
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from gazetteer import build
from gazetteer.index import Index
from gazetteer.opening import load
from gazetteer.records import Record
from gazetteer.store import Gazetteer

if TYPE_CHECKING:
    from pathlib import Path

ASKED = [
    ("Al-Mayadeen", "SY"),
    ("Mahmoudiyah", "IQ"),
    ("الميادين", "SY"),
    ("K?ng Tung", "MM"),
    ("D.I. Khan", "PK"),
    ("Lodar", "YE"),
    ("Nowhereville", "SY"),
    ("Tripoli", None),
] * 8

# What another process runs: it imports the package and nothing of the tests.
ANOTHER = """
import json, sys
from gazetteer.opening import load
print(json.dumps([
    [(match.place.id, match.kind) for match in load().search(name, country=country)]
    for name, country in json.load(sys.stdin)
]))
"""


def found(asked: tuple[str, str | None]) -> list[tuple[str, str]]:
    """Ids and kinds of what a name finds."""
    name, country = asked
    return [(match.place.id, match.kind) for match in load().search(name, country=country)]


def made(name: str) -> Record:
    """One town of a made index."""
    return Record(id=f"made:{name}", name=name, lon=1, lat=1, kind="town", source="made")


def test_threads_and_processes_find_what_one_reader_finds() -> None:
    expected = [found(asked) for asked in ASKED]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(found, ASKED)) == expected
    questions = json.dumps(ASKED)
    others = [
        subprocess.Popen(
            [sys.executable, "-c", ANOTHER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    answers = [json.loads(other.communicate(questions)[0]) for other in others]
    assert answers == [[[list(pair) for pair in pairs] for pairs in expected]] * 2


@pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="this system does not fork"
)
def test_a_child_of_a_process_that_has_the_file_open_reads_it_too() -> None:
    expected = [found(asked) for asked in ASKED[:8]]
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(2, mp_context=context) as processes:
        assert list(processes.map(found, ASKED[:8])) == expected


def test_a_file_that_is_replaced_is_never_written_in_place(tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    build.write_index(path, [made("Oldtown")])
    before = path.stat().st_ino
    content = path.read_bytes()
    reader = Gazetteer([Index(path, name="places")])
    assert reader.search("Oldtown")
    with path.open("rb") as held:
        build.write_index(path, [made("Newtown")])
        assert held.read() == content
    assert path.stat().st_ino != before
    assert reader.search("Oldtown")  # as it was when it was opened
    assert not reader.search("Newtown")
    assert Gazetteer([Index(path, name="places")]).search("Newtown")


def test_reading_leaves_the_file_and_its_folder_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    build.write_index(path, [made("Oldtown")])
    before = path.read_bytes(), path.stat().st_mtime_ns
    reader = Gazetteer([Index(path, name="places")])
    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(reader.search, ["Oldtown", "Newtown"] * 20)) is False
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [file.name for file in tmp_path.iterdir()] == ["places.sqlite"]
