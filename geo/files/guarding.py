"""Cells that no spreadsheet runs as a formula, and back."""

from __future__ import annotations

import re

# A spreadsheet runs a cell that starts so; numbers do too, and stay as they are.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\Z")


def guard_cell(text: str) -> str:
    """
    Put an apostrophe before a text that a spreadsheet would run as a formula.

    Parameters
    ----------
    text
        A cell.

    Returns
    -------
    The text; numbers, also negative ones, are left alone. `unguard_cell` takes it back.

    Examples
    --------
    >>> guard_cell("=HYPERLINK(1)"), guard_cell("-12.5")
    ("'=HYPERLINK(1)", '-12.5')
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.match(text) else text


def unguard_cell(text: str) -> str:
    """
    Take back what `guard_cell` did.

    Parameters
    ----------
    text
        A cell.

    Returns
    -------
    The text as it was.

    Examples
    --------
    >>> unguard_cell("'=HYPERLINK(1)"), unguard_cell("'Adan")
    ('=HYPERLINK(1)', "'Adan")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
