"""The documentation says what happens: its Python runs, and so do the commands of the tutorial."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

from maps.cli import main

DOCS = Path(__file__).parent.parent / "docs"
PAGES = sorted(DOCS.rglob("*.md")) if DOCS.exists() else []
PAGES = [page for page in PAGES if not {"reference", "_build"} & {*page.parts}]
CONSOLE = re.compile(
    r"^```console\n\$ (?P<command>farsakh .*)\n(?P<output>(?:(?!```).*\n)*)```", re.MULTILINE
)

needs_docs = pytest.mark.skipif(not PAGES, reason="the documentation is not here")


@needs_docs
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_python_of_a_page_runs(page: Path) -> None:
    failed, _ = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert failed == 0


@needs_docs
def test_the_commands_of_the_tutorial_print_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    found = list(CONSOLE.finditer((DOCS / "tutorial.md").read_text(encoding="utf-8")))
    assert found
    for match in found:
        assert main(shlex.split(match["command"])[1:]) == 0
        printed = capsys.readouterr().out
        if match["output"]:
            assert printed == match["output"]
    assert {"incidents.html", "incidents.csv", "counts.csv"} <= {p.name for p in tmp_path.iterdir()}
