"""The page about reports says what happens."""

import doctest
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[3] / "docs" / "reports.md"


def test_the_examples_of_the_page_run() -> None:
    if not PAGE.exists():
        pytest.skip("the pages are not beside the tests")
    result = doctest.testfile(str(PAGE), module_relative=False)
    assert result.attempted > 10
    assert result.failed == 0
