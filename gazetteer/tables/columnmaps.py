"""
Column maps: which column of a table plays which role, and what its codes of precision mean.

A map is a JSON file that anybody can write (`gazetteer/data/tables` has those that come along):
`title`; `recognise`, headers that tell the format; `columns`, role to header; `missing`, cells
that stand for nothing; `values`, words to ours; `codes`, precision code to reach and radius. A
header that may be called otherwise is written with its other names, "admin1|adm1_name"; one that
begins with # is an HXL tag. Headers are compared by letters and figures, in any case.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NoReturn, TypeAlias, get_args

from geo.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Reach: TypeAlias = Literal["point", "near", "district", "province", "country", "area"]

PLAIN: Final = "plain"
"""The map of a table that no other map recognises."""

ROLES: Final = frozenset(
    {
        "id", "date", "date_end", "year", "month", "day", "event_type", "event_class",
        "perpetrator", "target", "killed", "wounded", "location_text", "country", "province",
        "district", "lat", "lon", "precision", "vicinity", "radius_km", "radius_m", "notes",
        "text", "source", "source_date",
    }
)  # fmt: skip
"""Parts that a column may play."""

PARTS: Final = frozenset(
    {"title", "source", "recognise", "columns", "missing", "values", "codes", "examples"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """
    What one code of precision means.

    Attributes
    ----------
    reach
        "point" and "near" have a point; "district", "province", "country" and "area" are areas
        in which the coordinates are no more than a label.
    radius_m
        Where no place or polygon says how far that is, metres.
    meaning
        In the words of the code book.
    """

    reach: Reach
    radius_m: float
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """
    How to read the tables of one publisher.

    Attributes
    ----------
    name
        Short name, that of the file.
    title
        Name for people.
    recognise
        Headers, each with its other names; a table that has all of them is of this kind.
    columns
        Role to the names of its header, best first.
    missing
        Role to cells that stand for nothing.
    words
        Role to words of the publisher and ours; the word * stands for all others.
    codes
        Precision codes.
    """

    name: str
    title: str
    recognise: tuple[tuple[str, ...], ...] = ()
    columns: Mapping[str, tuple[str, ...]]
    missing: Mapping[str, frozenset[str]] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    codes: Mapping[str, Code] = field(default_factory=dict)

    def fits(self, headers: Sequence[str]) -> bool:
        """Tell whether a table has all headers that this format is recognised by."""
        return all(find_header(names, headers) is not None for names in self.recognise)


def read_map(path: Path) -> ColumnMap:
    r"""
    Read a column map from a file.

    Parameters
    ----------
    path
        JSON.

    Returns
    -------
    ColumnMap

    Raises
    ------
    TableError
        If there is no such file, it is no JSON, or a part of it is none; says which and what
        it could be.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder) / "ours.json"
    ...     _ = path.write_text('{"columns": {"location_text": "Lieu|Place"}}')
    ...     read_map(path).columns["location_text"]
    ('Lieu', 'Place')
    """
    try:
        said = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        msg = f"the column map {path} cannot be read: {error.strerror or error}"
        raise TableError(msg) from error
    except ValueError as error:  # broken JSON, and bytes that are no UTF-8
        msg = f"the column map {path} is no JSON: {error}"
        raise TableError(msg) from error
    return _map_of(said, path.stem, what=str(path))


@cache
def known_maps() -> tuple[ColumnMap, ...]:
    """
    List the maps that come along, the plain one last.

    Returns
    -------
    tuple of ColumnMap

    Examples
    --------
    >>> [known.name for known in known_maps()]
    ['acled', 'gtd', 'ucdp', 'hxl', 'plain']
    """
    folder = resources.files("gazetteer") / "data/tables"
    files = sorted(file.name for file in folder.iterdir() if file.name.endswith(".json"))
    maps = [
        _map_of(json.loads((folder / name).read_text(encoding="utf-8")), name[:-5], what=name)
        for name in files
    ]
    return tuple(sorted(maps, key=lambda known: (known.name == PLAIN, known.name == "hxl")))


def map_for(wanted: str | Path | None, headers: Sequence[str]) -> ColumnMap:
    """
    Give the map that is asked for, or the one that fits a table.

    Parameters
    ----------
    wanted
        Name of a map that comes along, a JSON file, or None to recognise the table.
    headers
        Headers of the table, and its HXL tags if it has any.

    Returns
    -------
    ColumnMap

    Raises
    ------
    TableError
        If there is no such map; names those that there are.

    Examples
    --------
    >>> map_for(None, ["eventid", "iyear", "imonth", "specificity"]).title
    'GTD'
    """
    if wanted is None:
        return next(known for known in known_maps() if known.fits(headers))
    named = {known.name: known for known in known_maps()}
    if str(wanted) in named:
        return named[str(wanted)]
    if Path(wanted).suffix.lower() != ".json":
        msg = (
            f"there is no column map {str(wanted)!r}; expected one of {', '.join(named)}, or a "
            "JSON file of your own"
        )
        raise TableError(msg)
    return read_map(Path(wanted))


def find_header(names: Sequence[str], headers: Sequence[str]) -> str | None:
    """
    Find the column that bears one of some names.

    Parameters
    ----------
    names
        Names, best first; one that begins with # is an HXL tag with its attributes.
    headers
        Headers and tags of the table.

    Returns
    -------
    str or None
        The header as the table has it.

    Examples
    --------
    >>> find_header(["adm1", "ADM 1"], ["Adm_1", "x"]), find_header(["#geo+lat"], ["#geo +v +lat"])
    ('Adm_1', '#geo +v +lat')
    """
    for name in names:
        for header in headers:
            if _same(name, header):
                return header
    return None


def _same(name: str, header: str) -> bool:
    if name.startswith("#") != header.lstrip().startswith("#"):
        return False
    if name.startswith("#"):
        tag, *attributes = _parts(name)
        found, *others = _parts(header)
        return tag == found and set(attributes) <= set(others)
    return letters(name) == letters(header)


def _parts(tag: str) -> list[str]:
    return re.sub(r"\s+", "", tag).casefold().split("+")


def letters(header: str) -> str:
    """
    Give the letters and figures of a header.

    Parameters
    ----------
    header
        As written.

    Examples
    --------
    >>> letters("Event_Date ")
    'eventdate'
    """
    return re.sub(r"[\W_]+", "", header).casefold()


def _map_of(said: Any, name: str, *, what: str) -> ColumnMap:  # noqa: ANN401 - JSON of anybody's
    """Check what a JSON file says, and make a map of it."""
    if not isinstance(said, dict) or not isinstance(said.get("columns"), dict):
        _refuse(what, 'expected an object with "columns": {"location_text": "HEADER", ...}')
    for part in sorted(set(said) - PARTS):
        _refuse(what, f"there is no part {part!r}; the parts are {', '.join(sorted(PARTS))}")
    columns: dict[str, tuple[str, ...]] = {}
    for role, names in said["columns"].items():
        if role not in ROLES:
            _refuse(what, f"there is no role {role!r}; the roles are {', '.join(sorted(ROLES))}")
        if not isinstance(names, str) or not names.strip("| "):
            _refuse(what, f"the column of {role!r} is {names!r}; expected the name of a header")
        columns[role] = _names(names)
    for part in ("missing", "values", "codes"):
        if not isinstance(said.get(part, {}), dict):
            _refuse(what, f"{part!r} is no object")
    recognise = said.get("recognise", [])
    if not isinstance(recognise, list) or not all(isinstance(names, str) for names in recognise):
        _refuse(what, "'recognise' is no list of headers")
    return ColumnMap(
        name=name,
        title=str(said.get("title") or name),
        recognise=tuple(_names(names) for names in recognise),
        columns=columns,
        missing={
            role: frozenset(map(str, cells)) for role, cells in said.get("missing", {}).items()
        },
        words={
            role: {str(word): str(ours) for word, ours in words.items()}
            for role, words in said.get("values", {}).items()
        },
        codes={
            str(code): _code(found, code, what) for code, found in said.get("codes", {}).items()
        },
    )


def _refuse(what: str, wrong: str) -> NoReturn:
    msg = f"the column map {what}: {wrong}"
    raise TableError(msg)


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


def _code(said: Any, code: str, what: str) -> Code:  # noqa: ANN401 - JSON of anybody's
    known = get_args(Reach)
    reach = said.get("reach") if isinstance(said, dict) else None
    radius_km = said.get("radius_km") if isinstance(said, dict) else None
    if reach is None or reach not in known:
        _refuse(what, f"code {code!r} has the reach {reach!r}; expected {', '.join(known)}")
    if isinstance(radius_km, bool) or not isinstance(radius_km, int | float) or radius_km <= 0:
        _refuse(what, f"code {code!r} has the radius_km {radius_km!r}; expected kilometres")
    return Code(reach=reach, radius_m=1000.0 * radius_km, meaning=str(said.get("meaning") or ""))
