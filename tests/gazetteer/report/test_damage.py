"""Damaged reports and files: rows or a clear refusal, whatever was done to them."""

import random
import runpy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import gazetteer
from gazetteer.errors import ReportError
from gazetteer.report import read_events
from gazetteer.report.document import report_text

SAMPLE = (Path(gazetteer.__file__).parent / "data" / "sample_report.txt").read_bytes()
BENCHMARK = Path(__file__).parents[3] / "benchmarks" / "damage.py"
LONG_LINE = 100_000  # characters; a megabyte takes ten times as long and tells no more


@pytest.fixture(scope="module")
def benchmark() -> dict[str, Any]:
    if not BENCHMARK.exists():
        pytest.skip("the benchmarks are not beside the tests")
    return runpy.run_path(str(BENCHMARK))


def test_damaged_copies_give_rows_or_a_refusal(benchmark: dict[str, Any], tmp_path: Path) -> None:
    # three copies of each kind; `python benchmarks/damage.py` takes two hundred
    for damage in benchmark["DAMAGES"]:
        for seed in range(3):
            raw = damage(SAMPLE, random.Random(seed))  # noqa: S311 - damage, not secrets
            benchmark["read_damaged"](raw, tmp_path / "report.txt")


@pytest.mark.parametrize(
    "line",
    [
        "On May 2, 2021, a bomb exploded near Kano. ",
        "a" * 50,
        "((((",
        "and and and ",
        "killed 1 and wounded ",
        "| Date | Dead ",
        "In X, in Y, in Z, ",
        "1.1.1.1 ",
    ],
)
def test_a_line_without_end_is_read(line: str) -> None:
    read_events(line * (LONG_LINE // len(line)) + "\n")


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=80)
@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_but_the_documented_error(raw: bytes) -> None:
    for start in (b"", b"<html>", b"%PDF-1.4\n", b"| a | b |\n", b"Date: 1\nPlace: "):
        try:
            text = report_text(start + raw)
        except ReportError:
            continue
        if text.strip():
            read_events(text + "\n")
