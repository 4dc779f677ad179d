"""The command `farsakh doctor`: a sound machine is sound, and each fault says what to do."""

from __future__ import annotations

import re
from importlib import metadata
from typing import TYPE_CHECKING

import pytest

import geo
from gazetteer import embedded
from geo.errors import MissingDataError
from maps import checkup, pinned
from maps.checkup import Finding, examine
from maps.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Printed = pytest.CaptureFixture[str]
    Patch = pytest.MonkeyPatch


def of(topic: str) -> Finding:
    return next(finding for finding in examine() if finding.topic == topic)


@pytest.mark.usefixtures("carried")
def test_a_sound_machine_is_sound(capsys: Printed) -> None:
    assert main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "nothing is wrong" in said
    for part in (geo.__version__, "CC BY 4.0", "public domain", "BSD-2-Clause", "index of places"):
        assert part in said


def test_what_is_not_good_has_an_advice_and_what_is_good_has_none() -> None:
    for finding in examine():
        assert bool(finding.advice) is (finding.state != "good"), finding


def without_matplotlib(patch: Patch, folder: Path) -> None:
    del folder
    version = metadata.version

    def lacking(name: str) -> str:
        if name == "matplotlib":
            raise metadata.PackageNotFoundError(name)
        return version(name)

    patch.setattr(metadata, "version", lacking)


def without_index(patch: Patch, folder: Path) -> None:
    del folder
    patch.setattr(embedded, "index_fault", lambda _: "is not there")


def without_assets(patch: Patch, folder: Path) -> None:
    del folder

    def missing(_: object) -> bytes:
        message = "an offline page needs leaflet.js, which is not installed: fetch it"
        raise MissingDataError(message)

    patch.setattr(pinned, "content", missing)


def without_a_folder(patch: Patch, folder: Path) -> None:
    (folder / "data").write_text("a file stands where the folder should be", encoding="utf-8")
    patch.setenv("FARSAKH_DATA", str(folder / "data"))


def without_the_browser(patch: Patch, folder: Path) -> None:
    patch.setenv("FARSAKH_CHROMIUM", str(folder / "nothing"))


def with_a_damaged_import(patch: Patch, folder: Path) -> None:
    (folder / "places").mkdir()
    (folder / "places" / "SY.sqlite").write_bytes(b"this is no index")
    patch.setenv("FARSAKH_DATA", str(folder))


@pytest.mark.parametrize(
    ("fault", "topic", "state", "advice"),
    [
        (without_matplotlib, "matplotlib", "lacking", r"pip install 'farsakh\[print\]'"),
        (without_index, "index of places", "wrong", r"python -m gazetteer\.build"),
        (without_assets, "files of pages", "wrong", r"fetch it; --online pages work"),
        (without_a_folder, "folder of imports", "wrong", "FARSAKH_DATA"),
        (without_the_browser, "browser", "wrong", "unset it"),
        (with_a_damaged_import, "places SY", "wrong", "farsakh places remove SY"),
    ],
)
def test_each_fault_is_found_and_says_what_to_do(
    monkeypatch: Patch,
    tmp_path: Path,
    *,
    fault: Callable[[Patch, Path], None],
    topic: str,
    state: str,
    advice: str,
) -> None:
    fault(monkeypatch, tmp_path)
    finding = of(topic)
    assert finding.state == state
    assert re.search(advice, finding.advice)


def test_a_wrong_thing_makes_the_exit_code_one(
    monkeypatch: Patch, tmp_path: Path, capsys: Printed
) -> None:
    without_the_browser(monkeypatch, tmp_path)
    assert main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert re.search(r"^!!  browser", said, re.MULTILINE)
    assert "marked !!" in said


def test_nothing_is_left_in_the_folders(monkeypatch: Patch, tmp_path: Path) -> None:
    monkeypatch.setenv("FARSAKH_DATA", str(tmp_path))
    checkup.examine()
    assert list(tmp_path.iterdir()) == []
