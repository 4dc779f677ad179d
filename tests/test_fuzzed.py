"""
Texts that `benchmarks/fuzz.py` found to break a reader: each is read, or refused with a reason.

A file is named by its target and what was wrong: `table-year-one.txt`.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FUZZ = ROOT / "benchmarks" / "fuzz.py"
TEXTS = sorted((Path(__file__).parent / "fuzzed").glob("*.txt"))


@pytest.mark.filterwarnings("ignore")  # GDAL has its own about damaged files
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_what_broke_a_reader_once_breaks_it_no_more(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not FUZZ.exists():
        pytest.skip("the benchmarks are not beside the tests")
    monkeypatch.syspath_prepend(str(FUZZ.parent))
    spec = importlib.util.spec_from_file_location("fuzz", FUZZ)
    assert spec is not None
    assert spec.loader is not None
    fuzz = importlib.util.module_from_spec(spec)
    monkeypatch.setattr(sys, "argv", ["fuzz.py"])
    spec.loader.exec_module(fuzz)
    target, _ = fuzz.TARGETS[path.stem.partition("-")[0]]
    text = path.read_bytes().decode("utf-8", "surrogatepass")
    try:
        target(text)
    except fuzz.FarsakhError as error:
        assert str(error)  # noqa: PT017 - either way is right
