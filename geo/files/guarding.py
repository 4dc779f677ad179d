"""Cells that no spreadsheet runs as a formula, and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

# A spreadsheet runs a cell that starts so; numbers do too, and stay as they are.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
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
    The text; numbers, also negative ones, are left alone. `unguard_cell` takes it back. A carriage
    return becomes a line feed: CSV writers do not quote it, and a spreadsheet would begin a row.

    Examples
    --------
    >>> guard_cell("=HYPERLINK(1)"), guard_cell("-12.5")
    ("'=HYPERLINK(1)", '-12.5')
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.match(text) else text


def guard_table(table: pd.DataFrame) -> pd.DataFrame:
    """
    Guard every text of a table, and its headers.

    Parameters
    ----------
    table
        The table.

    Returns
    -------
    pandas.DataFrame
        A copy.

    Examples
    --------
    >>> import pandas as pd
    >>> guard_table(pd.DataFrame({"=a": ["@b", 1]})).to_csv(index=False).splitlines()
    ["'=a", "'@b", '1']
    """
    safe = table.copy()
    for name in safe.select_dtypes(include=["object", "string", "category"]):
        safe[name] = [guard_cell(cell) if isinstance(cell, str) else cell for cell in safe[name]]
    return safe.rename(columns=lambda name: guard_cell(name) if isinstance(name, str) else name)


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
