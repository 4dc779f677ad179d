"""
GeoNames' dumps: places of a country or of all, alternate names, names of divisions.

The files have no header, 19, 8 or 10, and 4 columns, tabs, and no quoting: "NA" is Namibia. Names
of the second and third kind are joined to the places in a database on disk.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazetteer.names import is_code
from gazetteer.records import Record
from gazetteer.sources.features import features, kind_of
from gazetteer.sources.lines import encoding_fault, lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from gazetteer.sources.lines import TextFile
    from gazetteer.sources.tally import Tally

LICENCE = "CC BY 4.0, geonames.org"
COLUMNS = 19
NAME_COLUMNS = (8, 10)  # alternateNames before and since its second version
CODE_COLUMNS = 4
LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_]\w+)?|")
NO_LANGUAGES = frozenset({"abbr", "faac", "iata", "icao", "link", "phon", "piny", "post", "tcid",
                          "unlc", "wkdt"})  # fmt: skip
CODE = re.compile(r"[A-Z]{2}(?:\.[^.\s]+){1,2}")
NO_DIVISION = frozenset({"", "00"})  # unknown, and the whole country
COUNTRY = re.compile(r"[A-Z]{2}|")


def is_dump(head: Sequence[str]) -> bool:
    """
    Tell a dump of places by its first lines.

    Parameters
    ----------
    head
        First lines of a text.

    Returns
    -------
    bool
        Whether at least half of them are rows of one.

    Examples
    --------
    >>> is_dump(["geonameid,name,latitude,longitude"])
    False
    """
    return _mostly(head, lambda cells: len(cells) == COLUMNS and cells[0].isdecimal()
                   and len(cells[6]) <= 1 and _is_number(cells[4]))  # fmt: skip


def is_names(head: Sequence[str]) -> bool:
    r"""
    Tell alternateNames or alternateNamesV2 by its first lines.

    Parameters
    ----------
    head
        First lines of a text.

    Returns
    -------
    bool
        Whether at least half of them are rows of one.

    Examples
    --------
    >>> is_names(["1284819\t2994701\tar\tروك\t\t\t\t\t\t"])
    True
    """
    return _mostly(head, lambda cells: len(cells) in NAME_COLUMNS
                   and cells[0].isdecimal() and cells[1].isdecimal())  # fmt: skip


def is_codes(head: Sequence[str]) -> bool:
    r"""
    Tell admin1CodesASCII or admin2Codes by its first lines.

    Parameters
    ----------
    head
        First lines of a text.

    Returns
    -------
    bool
        Whether at least half of them are rows of one.

    Examples
    --------
    >>> is_codes(["SY.08\tDimashq\tDimashq\t170652"])
    True
    """
    return _mostly(head, lambda cells: len(cells) == CODE_COLUMNS
                   and CODE.fullmatch(cells[0]) is not None and cells[3].isdecimal())  # fmt: skip


def read_dump(
    text: TextFile, tally: Tally, *, advance: Callable[[int], None] = lambda _: None
) -> Iterator[Record]:
    """
    Read the places of a dump.

    Parameters
    ----------
    text
        The file.
    tally
        Counts what is left out and what is malformed.
    advance
        Called with the bytes read.

    Yields
    ------
    Record
        A place of a kind that is looked for.
    """
    known = features("geonames")
    for number, line in lines_of(text, advance=advance):
        if not line:
            continue
        tally.read += 1
        try:
            cells = line.decode("utf-8").split("\t")
            if len(cells) != COLUMNS:
                msg = f"{len(cells)} columns instead of {COLUMNS}"
                raise ValueError(msg)  # noqa: TRY301 - one place counts all faults
            feature = known.get(cells[7])
            if feature is None and cells[6] == "P":
                feature = known["PPL"]
            if feature is None:
                tally.left_out += 1
                continue
            population = int(cells[14] or 0)
            country = cells[8]
            if not COUNTRY.fullmatch(country):
                msg = f"the country is {country!r} instead of two letters"
                raise ValueError(msg)  # noqa: TRY301
            names = (n for n in (cells[2], *cells[3].split(",")) if n != cells[1])
            yield Record(
                id=f"geonames:{int(cells[0])}",
                name=named(cells[1]),
                lon=degrees(cells[5], "longitude"),
                lat=degrees(cells[4], "latitude"),
                kind=kind_of(feature, population),
                source="GeoNames",
                country=country or None,
                admin1=f"{country}.{cells[10]}"
                if country and cells[10] not in {"", "00"}
                else None,
                population=population,
                radius_m=feature.radius_m,
                alt_names=tuple(name for name in names if name and not is_code(name)),
            )
        except UnicodeDecodeError as error:
            tally.refuse(f"{text.name}, line {number}", encoding_fault(line, error))
        except ValueError as error:
            tally.refuse(f"{text.name}, line {number}", str(error))


def alternate_name(cells: list[str]) -> tuple[int, str] | None:
    """
    Read a row of alternateNamesV2.

    Parameters
    ----------
    cells
        Its columns.

    Returns
    -------
    tuple or None
        Number of the place and its name; None for links, post codes, codes of airports.

    Raises
    ------
    ValueError
        If the row is malformed; says how.

    Examples
    --------
    >>> alternate_name(["1", "172955", "ar", "الميادين", "1", "", "", "", "", ""])
    (172955, 'الميادين')
    >>> alternate_name(["2", "172955", "link", "https://example.org", "", "", "", ""]) is None
    True
    """
    if len(cells) not in NAME_COLUMNS:
        msg = f"{len(cells)} columns instead of 10"
        raise ValueError(msg)
    if not cells[1].isdecimal():
        msg = f"the number of the place is {cells[1]!r}"
        raise ValueError(msg)
    if cells[2] in NO_LANGUAGES or not LANGUAGE.fullmatch(cells[2]) or is_code(cells[3]):
        return None
    return int(cells[1]), cells[3]


def code_name(cells: list[str]) -> tuple[int | str, str] | None:
    """
    Read a row of admin1CodesASCII or admin2Codes.

    Parameters
    ----------
    cells
        Its columns.

    Returns
    -------
    tuple or None
        Of a first-level division its code, of a second-level one its number, and its name.

    Raises
    ------
    ValueError
        If the row is malformed; says how.

    Examples
    --------
    >>> code_name(["SY.08", "Dimashq", "Dimashq", "170652"])
    ('SY.08', 'Dimashq')
    """
    if len(cells) != CODE_COLUMNS or not CODE.fullmatch(cells[0]):
        msg = f"{len(cells)} columns beginning with {cells[0]!r}, not 4 beginning with a code"
        raise ValueError(msg)
    if cells[0].count(".") == 1:
        return cells[0], cells[1]
    return int(cells[3]), cells[1]


def degrees(cell: str, axis: str) -> float:
    """
    Read a longitude or latitude.

    Parameters
    ----------
    cell
        The number.
    axis
        "longitude" or "latitude".

    Returns
    -------
    float
        Degrees.

    Raises
    ------
    ValueError
        If it can be none.

    Examples
    --------
    >>> degrees("35.0197", "latitude")
    35.0197
    """
    limit = 90 if axis == "latitude" else 180
    try:
        value = float(cell)
    except ValueError:
        value = limit + 1.0
    if not abs(value) <= limit:
        msg = f"the {axis} is {cell!r}"
        raise ValueError(msg)
    return value


def named(cell: str) -> str:
    """
    Read a name.

    Parameters
    ----------
    cell
        The name.

    Returns
    -------
    str
        Without spaces around it.

    Raises
    ------
    ValueError
        If it has no letters or figures.

    Examples
    --------
    >>> named(" Ariha ")
    'Ariha'
    """
    if not any(map(str.isalnum, cell)):
        msg = f"the name is {cell!r}"
        raise ValueError(msg)
    return cell.strip()


def _mostly(head: Sequence[str], fits: Callable[[list[str]], bool]) -> bool:
    rows = [line.split("\t") for line in head if line.strip()]
    return bool(rows) and 2 * sum(map(fits, rows)) >= len(rows)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
