"""The pages of the documentation: their files are written, their commands run, in their order."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from maps.cli import main

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = ("tables.md", "review.md")
BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

pytestmark = pytest.mark.skipif(not DOCS.is_dir(), reason="there is no documentation here")


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_a_page_print_what_it_says(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = 0
    for kind, name, content in BLOCK.findall((DOCS / page).read_text(encoding="utf-8")):
        if name:
            (tmp_path / name).write_text(content, encoding="utf-8")
            continue
        assert kind == "console"
        for said in re.split(r"(?m)^\$ ", content)[1:]:
            command, _, expected = said.partition("\n")
            program, *arguments = shlex.split(command)
            assert program == "farsakh"
            assert main(arguments) == 0, command
            assert capsys.readouterr().err == expected
            ran += 1
    assert ran >= 2


def test_what_is_told_of_the_observatory_is_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pandas as pd  # noqa: PLC0415 - heavy

    monkeypatch.chdir(tmp_path)
    for kind, name, content in BLOCK.findall((DOCS / "tables.md").read_text(encoding="utf-8")):
        if name:
            assert kind in {"text", "json"}
            (tmp_path / name).write_text(content, encoding="utf-8")
    main(["incidents", "observatoire.csv", "--columns", "ours.json", "--mine", "--out", "out.csv"])
    table = pd.read_csv("out.csv")
    assert table["moved_by"].tolist()[0] == "10 km north of Mopti"
    assert table["lat"].tolist()[0] == pytest.approx(14.4843 + 10 / 110.6, abs=1e-3)
    assert table["method"].tolist() == ["density", "given", "density"]
    assert table["killed"].isna().tolist() == [False, True, True]
