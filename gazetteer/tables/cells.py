"""
Cells as people fill them in: texts with invisible letters, numbers with commas, dates, degrees.

Nothing raises for a cell: what cannot be read is missing, and the caller says so.
"""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
"""Letters that change what a text looks like and not what it says: controls, zero-width spaces
and joins that no script needs, marks of direction. The joiners of Persian and Indic scripts
(U+200C, U+200D) are letters and stay."""

UNCLEAR_DATE: Final = re.compile(r"\d{1,4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b.*")
"""Day before month or month before day: nobody can tell, so neither is taken."""

NUMBER: Final = re.compile(r"([+-]?\d+)(?:[.,](\d+))?")
PLAIN_NUMBER: Final = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?")
"""A number that is written as a number would be: no leading zeros, which codes have."""

MOST_EXACT: Final = 2**53  # whole numbers beyond are not told apart as floats

HEMISPHERE: Final = re.compile(r"([NSEWnsew])?\s*([+-]?\d+(?:[.,]\d+)?)\s*°?\s*([NSEWnsew])?")


def clean(cell: object) -> str:
    r"""
    Give the text of a cell without what cannot be seen, blanks made one; empty where missing.

    Parameters
    ----------
    cell
        Anything a table may hold.

    Examples
    --------
    >>> clean(" Al\u200b-Mayadeen\u202e \n town"), clean(float("nan")), clean(None), clean(3.0)
    ('Al-Mayadeen town', '', '', '3')
    """
    if cell is None or (isinstance(cell, float) and cell != cell):  # noqa: PLR0124 - NaN
        return ""
    if isinstance(cell, float) and cell.is_integer():  # a number that a spreadsheet made of "3"
        return str(int(cell))
    text = str(cell)
    if text in {"<NA>", "NaT"}:  # pandas' own words for nothing
        return ""
    return " ".join(INVISIBLE.sub("", text).split())


def texts(column: pd.Series) -> list[str]:
    """
    Clean every cell of a column.

    Parameters
    ----------
    column
        Any column.

    Examples
    --------
    >>> import pandas as pd
    >>> texts(pd.Series(["NA", None, 7.0]))
    ['NA', '', '7']
    """
    known: dict[object, str] = {}
    found = []
    for cell in column.tolist():
        key = (type(cell), cell) if cell.__hash__ else id(cell)
        if key not in known:
            known[key] = clean(cell)
        found.append(known[key])
    return found


def number(cell: str) -> float:
    """
    Read a number with a decimal point or comma; NaN where there is none.

    Parameters
    ----------
    cell
        A cleaned cell.

    Examples
    --------
    >>> number("12,5"), number("-3"), number("about 4")
    (12.5, -3.0, nan)
    """
    found = NUMBER.fullmatch(cell)
    return float(f"{found[1]}.{found[2] or 0}") if found else float("nan")


def degrees(cell: str) -> float:
    """
    Read a longitude or latitude; NaN where there is none.

    Parameters
    ----------
    cell
        A cleaned cell: a number with a decimal point or comma, with a hemisphere if it likes.

    Examples
    --------
    >>> degrees("35,0197"), degrees("12.5° S"), degrees("W 3.25"), degrees("n/a")
    (35.0197, -12.5, -3.25, nan)
    """
    found = HEMISPHERE.fullmatch(cell)
    if not found or (found[1] and found[3]):
        return float("nan")
    side = (found[1] or found[3] or "").upper()
    return number(found[2]) * (-1.0 if side in {"S", "W"} else 1.0)


def numbers(cells: list[str], *, whole: bool = False) -> NDArray[np.float64]:
    """
    Read a column of numbers.

    Parameters
    ----------
    cells
        Cleaned cells.
    whole
        Take counts only: not negative, no fraction.

    Returns
    -------
    array
        NaN where a cell holds no such number.

    Examples
    --------
    >>> numbers(["3", "2,5", "-9", ""], whole=True).tolist()
    [3.0, nan, nan, nan]
    """
    read = np.array([number(cell) for cell in cells], dtype=np.float64)
    if whole:
        read[(read % 1 != 0) | (read < 0)] = np.nan
    return read


def dates(cells: list[str]) -> pd.Series:
    """
    Read a column of dates: ISO 8601, and months in words.

    Parameters
    ----------
    cells
        Cleaned cells.

    Returns
    -------
    pandas.Series
        datetime64[ns], NaT where a cell holds no such date, or one before 1678 or after 2261,
        which nanoseconds do not reach. The day is that of the place, whatever the offset of its
        clock.

    Examples
    --------
    >>> dates(["2020-05-21", "21 May 2020", "05/06/2020"]).dt.day.tolist()
    [21.0, 21.0, nan]
    """
    import pandas as pd  # noqa: PLC0415 - heavy, and needed only here

    known: dict[str, Any] = {}
    for cell in set(cells):
        clear = cell and not UNCLEAR_DATE.fullmatch(cell)
        known[cell] = pd.NaT
        if clear:
            # "0M" is the year 1 to pandas, which no column of days can hold
            with contextlib.suppress(pd.errors.OutOfBoundsDatetime):
                day = pd.to_datetime(cell, errors="coerce")
                known[cell] = day if day is pd.NaT else day.tz_localize(None).as_unit("ns")
    return pd.Series([known[cell] for cell in cells], dtype="datetime64[ns]")


def with_types(table: pd.DataFrame) -> pd.DataFrame:
    """
    Give each column of mixed cells one type: numbers, times, or texts.

    Parameters
    ----------
    table
        Any table.

    Returns
    -------
    pandas.DataFrame
        A column of nothing but numbers, also written as texts, is numbers; codes such as "007"
        stay texts; a column of several types is texts.

    Examples
    --------
    >>> import pandas as pd
    >>> mixed = pd.DataFrame({"a": ["1", None], "b": ["01", "2"], "c": [1, "x"]}, dtype=object)
    >>> with_types(mixed)["a"].dtype, with_types(mixed)["c"].tolist()
    (Int64Dtype(), ['1', 'x'])
    """
    made = table.copy(deep=False)
    for name in table.columns:
        if table[name].dtype == object:
            made[name] = _one_type(table[name])
    return made


def _one_type(column: pd.Series) -> pd.Series:
    import pandas as pd  # noqa: PLC0415 - heavy, and needed only here

    cells = column[column.notna()].tolist()
    if not cells:
        return column
    if all(isinstance(cell, str) for cell in cells):
        if not all(PLAIN_NUMBER.fullmatch(cell) for cell in cells):
            return column
        fraction = any("." in cell for cell in cells)
    elif all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in cells):
        fraction = any(isinstance(cell, float) or abs(cell) > MOST_EXACT for cell in cells)
    elif len({type(cell) for cell in cells}) == 1:
        return column.infer_objects()
    else:
        return column.map(lambda cell: cell if isinstance(cell, str) else clean(cell) or None)
    known = column.where(column.notna(), float("nan"))
    return pd.Series(pd.to_numeric(known)).astype("float64" if fraction else "Int64")
