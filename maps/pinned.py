"""
The files of others that a page carries: which, from where, and their bytes, checked.

Each is pinned by the hash in `assets/assets.lock.json`; online pages name the same files at a
content delivery network with that hash, so that both kinds of page run the same code.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from geo.errors import MissingDataError
from maps.assets.fetch import integrity

FOLDER = Path(__file__).parent / "assets"
CDN = "https://cdn.jsdelivr.net/npm"  # serves the files of npm packages byte for byte
WHAT_TO_DO = (
    "save the page with online=True (--online), or build the package where npm can reach its "
    "registry (in a source checkout: python maps/assets/fetch.py)"
)

COMMENT = re.compile(  # with lines of its own
    r"^[ \t]*(?:/\*(?:[^*]|\*(?!/))*\*/|//.*)[ \t]*\n", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Pinned:
    """One pinned file: `path` inside version `version` of an npm package."""

    package: str
    version: str
    path: str
    integrity: str
    licence: str

    @property
    def url(self) -> str:
        """Address of the same bytes for online pages."""
        return f"{CDN}/{self.package}@{self.version}/{self.path}"

    @property
    def name(self) -> str:
        """Package and file, for messages."""
        return f"{self.package} {self.version} {self.path}"


@cache
def pinned() -> dict[str, Pinned]:
    """
    List the pinned files.

    Returns
    -------
    dict of str to Pinned
        By address.

    Examples
    --------
    >>> [url for url in pinned() if url.endswith("leaflet.js")]
    ['https://cdn.jsdelivr.net/npm/leaflet@1.9.4/dist/leaflet.js']
    """
    lock = json.loads(FOLDER.joinpath("assets.lock.json").read_text(encoding="utf-8"))
    every = (
        Pinned(package, entry["version"], path, hash_, entry["licence"])
        for package, entry in lock.items()
        for path, hash_ in entry["files"].items()
    )
    return {file.url: file for file in every}


def content(file: Pinned) -> bytes:
    """
    Read a pinned file and check that it is the one that was pinned.

    Parameters
    ----------
    file
        Which.

    Returns
    -------
    bytes
        Its content.

    Raises
    ------
    MissingDataError
        If the file is not there or is another one; the message says what to do.
    """
    path = FOLDER.joinpath("vendor", file.package, *file.path.split("/"))
    if not path.is_file():
        msg = f"an offline page needs {file.name}, which is not installed: {WHAT_TO_DO}"
        raise MissingDataError(msg)
    data = path.read_bytes()
    if integrity(data) != file.integrity:
        msg = f"{path} is not {file.name} as it was published: delete it and {WHAT_TO_DO}"
        raise MissingDataError(msg)
    return data


def script(file: Pinned) -> str:
    """
    Give a pinned script as text that can stand inline.

    Parameters
    ----------
    file
        A JavaScript file.

    Returns
    -------
    str
        Its text without the sourceMappingURL comment, which would ask for another file.
    """
    text = content(file).decode("utf-8")
    return re.sub(r"^//# sourceMappingURL=.*$", "", text, flags=re.MULTILINE)


def own(name: str) -> str:
    """
    Read one of the project's own scripts or styles, as pages carry it.

    Parameters
    ----------
    name
        File name in `maps/assets`.

    Returns
    -------
    str
        Its text without indentation and without the comments that have lines of their own, which
        are a fifth of it; no text in it goes over the end of a line.

    Examples
    --------
    >>> own("page.js").splitlines()[0]
    '"use strict";'
    """
    text = FOLDER.joinpath(name).read_text(encoding="utf-8")
    return re.sub(r"^[ \t]+|\n(?=\n)", "", COMMENT.sub("", text), flags=re.MULTILINE)
