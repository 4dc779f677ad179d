"""
A table by its roles: what each row says in our columns, whoever named its own.

Cells that cannot be read are missing here and stay as they are in the table itself.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from gazetteer.naming import province_codes
from gazetteer.tables.cells import dates, degrees, numbers, texts
from gazetteer.tables.columnmaps import find_header
from geo.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from numpy.typing import NDArray

    from gazetteer.store import Gazetteer
    from gazetteer.tables.columnmaps import ColumnMap
    from gazetteer.tables.reading import Raw

WORDS: Final = (
    "event_type", "event_class", "perpetrator", "target", "location_text", "text", "source",
)  # fmt: skip
COUNTS: Final = ("killed", "wounded")
DATES: Final = ("date", "date_end", "source_date")

ID_LENGTH: Final = 12  # hexadecimal digits, as the ids of reports
ANY_OTHER: Final = "*"  # in `values` of a column map: every word that it does not list


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """
    The rows of a table by role.

    Attributes
    ----------
    cells
        Role to cleaned cells, where the table has such a column.
    headers
        Role to the header that plays it.
    notes
        One text a row: the cells of all columns of notes, parted by line breaks.
    layout
        The map that was used.
    """

    cells: dict[str, list[str]]
    headers: dict[str, str]
    notes: list[str]
    layout: ColumnMap

    def get(self, role: str) -> list[str]:
        """Give the cells of a role; empty texts where no column plays it."""
        return self.cells.get(role) or [""] * len(self.notes)


def roles_of(
    raw: Raw,
    layout: ColumnMap,
    *,
    text: str | None = None,
    country: str | None = None,
    province: str | None = None,
) -> Roles:
    """
    Read the columns of a table by the roles that they play.

    Parameters
    ----------
    raw
        The table.
    layout
        Its column map.
    text
        Column of descriptions, in the place of the map's.
    country, province
        A column of the table, or one value for all rows, in the place of the map's.

    Returns
    -------
    Roles

    Raises
    ------
    TableError
        If the column of descriptions is not there, or the table has neither descriptions nor
        coordinates; names its columns.
    """
    headers = [*map(str, raw.table.columns), *raw.tags]
    rows = len(raw.table)
    playing: dict[str, str] = {}
    for role, names in layout.columns.items():
        header = find_header(names, headers)
        if header is not None:
            playing[role] = raw.tags.get(header, header)
    if text is not None:
        if text not in raw.table.columns:
            raise _refused(text, raw)
        playing["location_text"] = text
    constants: dict[str, str] = {}
    for role, given in (("country", country), ("province", province)):
        if given is not None and given in raw.table.columns:
            playing[role] = given
        elif given is not None:
            playing.pop(role, None)
            constants[role] = given
    placed = {"lat", "lon"} <= set(playing) or "geometry" in raw.table.columns
    if "location_text" not in playing and not placed:
        raise _refused(None, raw)
    cells = {role: _cells(raw.table[header], role, layout) for role, header in playing.items()}
    cells |= {role: [value] * rows for role, value in constants.items()}
    noted = [
        texts(raw.table[raw.tags.get(header, header)])
        for name in layout.columns.get("notes", ())
        if (header := find_header((name,), headers)) is not None
    ]
    notes = ["\n".join(filter(None, parts)) for parts in zip(*noted, strict=True)]
    return Roles(cells=cells, headers=playing, notes=notes or [""] * rows, layout=layout)


def _refused(text: str | None, raw: Raw) -> TableError:
    names = ", ".join(map(str, raw.table.columns))
    what = (
        f"there is no column {text!r}"
        if text is not None
        else "there is no column 'location_text', and there are no coordinates"
    )
    return TableError(
        f"{what}; name the column of descriptions with --text, or write a column map and give it "
        f"with --columns ({names})"
    )


def _cells(column: pd.Series, role: str, layout: ColumnMap) -> list[str]:
    """Clean a column, empty what stands for nothing, and put the publisher's words into ours."""
    cells = texts(column)
    nothing = layout.missing.get(role)
    if nothing:
        cells = ["" if cell in nothing else cell for cell in cells]
    words = layout.words.get(role)
    if words:
        other = words.get(ANY_OTHER)
        cells = [words.get(cell, other or cell) if cell else "" for cell in cells]
    return cells


def country_codes(cells: list[str], *, gazetteer: Gazetteer) -> list[str | None]:
    """
    Turn names and codes of countries into alpha-2 codes; None where there is none.

    Parameters
    ----------
    cells
        As "Syria", "SYR", or "Yemen (North Yemen)", whose brackets hold an old name.
    gazetteer
        Where countries are looked up.

    Examples
    --------
    >>> from gazetteer.opening import load
    >>> country_codes(["NA", "DR Congo (Zaire)", "Atlantis"], gazetteer=load())
    ['NA', 'CD', None]
    """
    known: dict[str, str | None] = {"": None}
    for cell in cells:
        if cell not in known:
            place = gazetteer.country(cell) or gazetteer.country(cell.partition("(")[0].strip())
            known[cell] = place.country if place else None
    return [known[cell] for cell in cells]


def province_keys(
    cells: list[str], countries: list[str | None], *, gazetteer: Gazetteer
) -> list[tuple[str, ...]]:
    """
    Turn names of provinces into codes; empty where there is none.

    Parameters
    ----------
    cells
        As "Deir ez-Zor" or "SY.07".
    countries
        Alpha-2 codes of the rows.
    gazetteer
        Where provinces are looked up.

    Examples
    --------
    >>> from gazetteer.opening import load
    >>> province_keys(["Idlib Governorate"], ["SY"], gazetteer=load())
    [('SY.12',)]
    """
    known: dict[tuple[str, str | None], tuple[str, ...]] = {}
    for pair in set(zip(cells, countries, strict=True)):
        word, country = pair
        known[pair] = province_codes(word, country=country, gazetteer=gazetteer) if word else ()
    return [known[pair] for pair in zip(cells, countries, strict=True)]


def coordinates_of(raw: Raw, roles: Roles) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """
    Read the longitudes and latitudes of a table, or the points of its geometry.

    Parameters
    ----------
    raw
        The table.
    roles
        Its roles.

    Returns
    -------
    lon, lat
        Degrees, shape (n,), NaN where a row has none.
    """
    if {"lat", "lon"} <= set(roles.cells):
        lon = np.array([degrees(cell) for cell in roles.get("lon")], dtype=np.float64)
        lat = np.array([degrees(cell) for cell in roles.get("lat")], dtype=np.float64)
        return lon, lat
    import shapely  # noqa: PLC0415 - only for tables with a geometry

    points = np.full(len(raw.table), None, dtype=object)
    if "geometry" in raw.table.columns:
        for row, shape in enumerate(raw.table["geometry"].tolist()):
            if isinstance(shape, shapely.Point) and not shape.is_empty:
                points[row] = shape
    return shapely.get_x(points), shapely.get_y(points)


def told_columns(roles: Roles, say: Callable[[str], None]) -> dict[str, pd.Series]:
    """
    Give the columns of ours that a table fills itself: dates, counts, words.

    Parameters
    ----------
    roles
        The table.
    say
        Is given a sentence for each column of which cells could not be read.

    Returns
    -------
    dict
        Column name to values, numbered from 0.
    """
    import pandas as pd  # noqa: PLC0415 - heavy, and needed only here

    made: dict[str, pd.Series] = {}
    for role in WORDS:
        if role in roles.cells:
            words = [cell or None for cell in roles.cells[role]]
            made[role] = pd.Series(words, dtype="string")
    for role in COUNTS:
        if role in roles.cells:
            read = numbers(roles.cells[role], whole=True)
            _tell(roles, role, ~np.isfinite(read), "whole number of this kind", say)
            made[role] = pd.Series(read).astype("Int64")
    for role in DATES:
        if role in roles.cells:
            days = dates(roles.cells[role])
            _tell(roles, role, days.isna().to_numpy(), "date such as 2020-05-21", say)
            made[role] = days
    if "year" in roles.cells and "date" not in made:
        made["date"], made["date_end"] = _from_parts(roles)
    return made


def _tell(
    roles: Roles, role: str, missing: NDArray[np.bool_], what: str, say: Callable[[str], None]
) -> None:
    cells = roles.cells[role]
    lost = [cell for cell, gone in zip(cells, missing, strict=True) if gone and cell]
    if lost:
        say(
            f"{len(lost)} of {len(cells)} cells of the column {roles.headers[role]!r} hold no "
            f"{what} (the first: {lost[0]!r}); they are left empty"
        )


def _from_parts(roles: Roles) -> tuple[pd.Series, pd.Series]:
    """Make a date of year, month and day; where the day is not known, a range."""
    import pandas as pd  # noqa: PLC0415 - heavy, and needed only here

    parts = pd.DataFrame(
        {part: numbers(roles.get(part), whole=True) for part in ("year", "month", "day")}
    )
    first = pd.to_datetime(parts.fillna({"month": 1, "day": 1}), errors="coerce")
    span = np.where(parts["month"].isna(), "year", np.where(parts["day"].isna(), "month", "day"))
    last = first.copy()
    last[span == "month"] += pd.offsets.MonthEnd(0)
    last[span == "year"] += pd.offsets.YearEnd(0)
    return first.astype("datetime64[ns]"), last.where(span != "day").astype("datetime64[ns]")


def row_ids(raw: Raw, roles: Roles, say: Callable[[str], None]) -> list[str]:
    """
    Give each row its own id, or one made of its content: neither changes with the rows around it.

    Parameters
    ----------
    raw
        The table.
    roles
        Its roles.
    say
        Is told if the ids of the table are no ids.

    Returns
    -------
    list of str
        Unique. The made ones are digests of the file's name and the cells of the row, in any
        order of the columns; of equal rows the second is told by its number among them.
    """
    given = roles.get("id") if "id" in roles.cells else []
    if given and all(given) and len(set(given)) == len(given):
        return given
    if given:
        say(
            f"the column {roles.headers['id']!r} has empty or repeated cells, so the rows get ids "
            "made of their content"
        )
    headers = sorted(str(name) for name in raw.table.columns if name != "geometry")
    columns = [texts(raw.table[header]) for header in headers]
    seen: Counter[str] = Counter()
    made = []
    for cells in zip(*columns, strict=True) if columns else [()] * len(raw.table):
        said = "\n".join(
            f"{name}\t{cell}" for name, cell in zip(headers, cells, strict=True) if cell
        )
        digest = hashlib.sha256(f"{raw.name}\n{said}\n{seen[said]}".encode()).hexdigest()
        seen[said] += 1
        made.append(digest[:ID_LENGTH])
    return made
