"""
Decisions of an analyst about single rows, read from a file beside the reports.

A correction names a row by its id and says where it was: a place of the gazetteer, a point, or
"no location"; who says so, when, and why. Of several for one row the latest counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gazetteer.tables.cells import degrees, number, texts
from gazetteer.tables.columnmaps import find_header
from gazetteer.tables.reading import read_raw
from geo.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS: Final = (
    "id", "place_id", "lat", "lon", "radius_km", "no_location", "who", "when", "note", "text",
)  # fmt: skip
"""Columns of a file of corrections; others are left alone, `text` only helps to find a row."""

YES: Final = frozenset({"yes", "y", "true", "1", "x", "no location", "no_location"})
NO: Final = frozenset({"", "no", "n", "false", "0"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """
    One decision about one row.

    Attributes
    ----------
    id
        The row.
    place_id
        A place of the gazetteer or of an overlay; None if it is a point or no location.
    lon, lat
        A point, degrees; None if it is a place or no location.
    radius_m
        How sure the point is; None if that is not said.
    no_location
        The row has no location.
    who, when, note
        Whose decision, of when (ISO 8601), and why.
    text
        Words of the row as it was then, empty if unknown.
    """

    id: str
    place_id: str | None = None
    lon: float | None = None
    lat: float | None = None
    radius_m: float | None = None
    no_location: bool = False
    who: str = ""
    when: str = ""
    note: str = ""
    text: str = ""

    @property
    def decision(self) -> tuple[object, ...]:
        """What was decided, without by whom and why."""
        return self.place_id, self.lon, self.lat, self.radius_m, self.no_location

    @property
    def reason(self) -> str:
        """The sentence that stands in `why`."""
        by = f" by {self.who}" if self.who else ""
        on = f" on {self.when}" if self.when else ""
        what = "no location, decided" if self.no_location else "corrected"
        return f"{what}{by}{on}" + (f": {self.note}" if self.note else "")


def read_corrections(paths: str | Path | Sequence[str | Path]) -> tuple[Correction, ...]:
    r"""
    Read files of corrections.

    Parameters
    ----------
    paths
        CSV or Excel, one or several, with the columns id and at least one of place_id, lat and
        lon, no_location; rows that decide nothing are passed over, so that the table that
        `farsakh review` writes is such a file as soon as somebody fills it in.

    Returns
    -------
    tuple of Correction
        One a row id, sorted by it: the latest.

    Raises
    ------
    TableError
        If a file is no such table, a row decides two things at once, a point is none, or two
        rows decide the same id differently at the same time.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder) / "corrections.csv"
    ...     _ = path.write_text("id,lat,lon,who\n4f2a,35.1,40.4,Mira\n77b0,,,\n")
    ...     [correction.id for correction in read_corrections(path)]
    ['4f2a']
    """
    files = [paths] if isinstance(paths, str | Path) else list(paths)
    latest: dict[str, tuple[Correction, str]] = {}
    for file in map(Path, files):
        for where, correction in _rows(file):
            known = latest.get(correction.id)
            if known is None or correction.when > known[0].when:
                latest[correction.id] = correction, where
            elif correction.when == known[0].when:
                if correction.decision != known[0].decision:
                    msg = (
                        f"{known[1]} and {where} decide the row {correction.id!r} differently at "
                        "the same time; remove one, or write later into its column `when`"
                    )
                    raise TableError(msg)
                first = min(known, (correction, where), key=lambda found: repr(found[0]))
                latest[correction.id] = first
    return tuple(latest[key][0] for key in sorted(latest))


def _rows(path: Path) -> list[tuple[str, Correction]]:
    """Read the rows of one file that decide something."""
    try:
        raw = read_raw(path)
    except TableError as error:
        msg = f"the corrections {path}: {error}"
        raise TableError(msg) from error
    headers = list(map(str, raw.table.columns))
    found = {name: find_header((name,), headers) for name in COLUMNS}
    if found["id"] is None:
        msg = f"the corrections {path} have no column 'id'; expected {', '.join(COLUMNS)}"
        raise TableError(msg)
    blank = [""] * len(raw.table)
    cells = {
        name: texts(raw.table[header]) if header is not None else blank
        for name, header in found.items()
    }
    made = []
    for number_, values in enumerate(zip(*cells.values(), strict=True), start=2):
        row = dict(zip(cells, values, strict=True))
        where = f"{path.name}, row {number_}"
        correction = _correction(row, where)
        if correction is not None:
            made.append((where, correction))
    return made


def _correction(row: dict[str, str], where: str) -> Correction | None:
    """Read one row; None if it decides nothing."""
    point = bool(row["lat"] or row["lon"])
    word = row["no_location"].casefold()
    if word not in YES | NO:
        msg = f"{where}: no_location is {row['no_location']!r}; expected yes, or nothing"
        raise TableError(msg)
    decided = (bool(row["place_id"]), point, word in YES)
    if not any(decided):
        return None
    if sum(decided) > 1:
        msg = f"{where}: decide one of place_id, lat and lon, or no_location; this row has several"
        raise TableError(msg)
    if not row["id"]:
        msg = f"{where}: a decision without the id of its row"
        raise TableError(msg)
    made = Correction(
        id=row["id"],
        place_id=row["place_id"] or None,
        no_location=word in YES,
        who=row["who"],
        when=row["when"].replace(" 00:00:00", ""),  # as spreadsheets write a day
        note=row["note"],
        text=row["text"],
    )
    if not point:
        return made
    lon, lat = degrees(row["lon"]), degrees(row["lat"])
    if not (abs(lon) <= 180 and abs(lat) <= 90):  # noqa: PLR2004 - the globe
        msg = (
            f"{where}: lat {row['lat']!r}, lon {row['lon']!r} is no point; expected degrees such "
            "as 35.02 and 40.45"
        )
        raise TableError(msg)
    radius_km = number(row["radius_km"]) if row["radius_km"] else None
    if radius_km is not None and not radius_km > 0:
        msg = f"{where}: radius_km is {row['radius_km']!r}; expected kilometres, or nothing"
        raise TableError(msg)
    return replace(made, lon=lon, lat=lat, radius_m=None if radius_km is None else 1000 * radius_km)
