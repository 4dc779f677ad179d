"""
Incidents as an Excel workbook: the sheets incidents, by province, unlocated and sources.

A cell is a text, a number or a day, never a formula: texts that a spreadsheet would run have an
apostrophe before them, as in CSV, so that they stay texts when the workbook is saved as CSV.
Polygons and densities are not for cells and are left out; the radii are there.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from geo.counts.provinces import by_province
from geo.files.archives import require_bounded
from geo.files.flat import from_guarded, guarded_columns
from geo.files.guarding import guard_cell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import geopandas as gpd

    Sheet = object

LEFT_OUT: Final = ("footprint", "density")
MOST_LETTERS: Final = 32_767  # of a cell: Excel's own limit
CUT: Final = " [cut]"
WIDTHS: Final = {"text": 60, "why": 50, "location_text": 40, "note": 100, "name": 24, "source": 40}
USUAL_WIDTH: Final = 14
WHY_NOT: Final = ("id", "date", "location_text", "country", "province_name", "status", "why")
CLOCK: Final = "1980-01-01T00:00:00Z"
"""The day of every part, the first that a zip file can hold: the same table, the same bytes."""

_MADE = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_workbook(
    table: gpd.GeoDataFrame,
    path: Path,
    *,
    boundaries: gpd.GeoDataFrame | None,
    notes: Sequence[str],
) -> None:
    """
    Write incidents as a workbook.

    Parameters
    ----------
    table
        As `validate_incidents` gives it.
    path
        The file; an existing one is replaced.
    boundaries
        A regions table to count by, or None for the provinces.
    notes
        Sentences about the whole file, at the end of the sheet sources.
    """
    days = [name for name in table.columns if pd.api.types.is_datetime64_any_dtype(table[name])]
    flat = guarded_columns(table).drop(columns=list(LEFT_OUT))
    for name in days:
        flat[guard_cell(str(name))] = table[name].to_numpy()
    counts = by_province(table, boundaries=boundaries).drop(columns="period", errors="ignore")
    lost = table["status"].isin(["ambiguous", "unresolved"]).to_numpy()
    own = [name for name in ("unknown_names",) if name in flat]
    sheets = {
        "incidents": flat,
        "by province": counts.map(lambda cell: guard_cell(cell) if isinstance(cell, str) else cell),
        "unlocated": flat.loc[lost, [*WHY_NOT, *own]],
        "sources": _sources(table),
    }
    book = Workbook(write_only=True)
    for title, content in sheets.items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for number, name in enumerate(content.columns):
            letter = _letters(number)
            sheet.column_dimensions[letter].width = WIDTHS.get(str(name), USUAL_WIDTH)
        sheet.append([_heading(sheet, str(name)) for name in content.columns])
        for row in content.astype(object).where(content.notna(), None).to_numpy():
            sheet.append([_cell(sheet, value) for value in row])
        if title == "sources":
            for note in ("", *notes):
                sheet.append([_cell(sheet, guard_cell(note))])
        else:
            sheet.auto_filter.ref = f"A1:{_letters(len(content.columns) - 1)}{len(content) + 1}"
    stream = io.BytesIO()
    book.save(stream)
    path.write_bytes(_stopped(stream.getvalue()))


def read_workbook(path: Path) -> gpd.GeoDataFrame:
    """
    Read the sheet of incidents.

    Parameters
    ----------
    path
        A file that `write_workbook` wrote, or another whose first sheet has lon and lat.

    Returns
    -------
    The table without footprints; its types are not yet those of incidents.
    """
    require_bounded(path)
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        sheet = book["incidents"] if "incidents" in book.sheetnames else book.worksheets[0]
        rows = sheet.iter_rows(values_only=True)
        heads = [str(head) for head in next(rows, ())]
        cells = [dict(zip(heads, row, strict=False)) for row in rows]
    finally:
        book.close()
    return from_guarded(pd.DataFrame(cells, columns=heads, dtype=object))


def _sources(table: gpd.GeoDataFrame) -> pd.DataFrame:
    """Count the incidents of each source and file, with the first and the last day."""
    days = pd.to_datetime(table["source_date"]).fillna(table["date"])
    known = pd.DataFrame(
        {
            "source": table["source"].astype(object),
            "source_file": table["source_file"].astype(object),
            "day": days,
        }
    )
    groups = known.groupby(["source", "source_file"], dropna=False, sort=True)["day"]
    counted = groups.agg(incidents="size", first="min", last="max").reset_index()
    for name in ("source", "source_file"):
        counted[name] = counted[name].map(guard_cell, na_action="ignore")
    return counted


def _heading(sheet: Sheet, name: str) -> WriteOnlyCell:
    cell = _text_cell(sheet, name)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(vertical="top")
    return cell


def _cell(sheet: Sheet, value: object) -> object:
    """Make a cell of a text, a number or a day; a plain value where openpyxl takes it as it is."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, pd.Timestamp):
        cell = WriteOnlyCell(sheet, value=value.to_pydatetime())
        cell.number_format = "yyyy-mm-dd" if value == value.normalize() else "yyyy-mm-dd hh:mm:ss"
        return cell
    if value is None or value == "" or isinstance(value, bool | int | float):
        return None if value == "" else value
    text = _FORBIDDEN.sub("\ufffd", str(value))
    if len(text) > MOST_LETTERS:
        text = text[: MOST_LETTERS - len(CUT)] + CUT
    return _text_cell(sheet, text) if text.startswith(("=", "#")) else text


def _text_cell(sheet: Sheet, text: str) -> WriteOnlyCell:
    """Make a cell of a text, also where openpyxl would take it for a formula or an error."""
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell


def _letters(number: int) -> str:
    """Name a column as Excel does, from 0."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - beside its only use

    return str(get_column_letter(number + 1))


def _stopped(book: bytes) -> bytes:
    """Write the parts of a workbook anew, without the hour of their making."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as parts,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as stopped,
    ):
        for name in parts.namelist():
            content = parts.read(name)
            if name == "docProps/core.xml":
                content = _MADE.sub(rb"\g<1>" + CLOCK.encode(), content)
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            stopped.writestr(entry, content)
    return out.getvalue()
