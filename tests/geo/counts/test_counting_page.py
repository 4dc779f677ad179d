"""The page that explains counts: its examples run."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[3] / "docs" / "counting.md"


@pytest.mark.skipif(not PAGE.is_file(), reason="the tests run without the documentation")
def test_the_examples_of_the_page_run() -> None:
    told = doctest.testfile(str(PAGE), module_relative=False)
    assert told.attempted > 0
    assert told.failed == 0
