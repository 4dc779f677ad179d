"""
Boundaries as places: the districts of COD-AB, geoBoundaries, GADM and the like.

An area stands at the middle of its enclosing circle. First-level divisions are provinces, which
are drawn and counted by (`--boundaries`) and never imported as places.
"""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

from gazetteer.errors import SourceError
from gazetteer.names import fold
from gazetteer.records import Record
from geo.boundaries import read_boundaries
from geo.errors import FarsakhError
from geo.shapes import enclosing_circle

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from gazetteer.sources.tally import Tally

KIND = "district"
# a code of a division below the first level, as the three publishers write it
LEVEL = re.compile(r"(?:(?:adm|admin)([0-5])pcode?|gid([0-5]))")


def level_of(headers: Sequence[str]) -> int | None:
    """
    Tell the level of boundaries by their headers.

    Parameters
    ----------
    headers
        Columns of a vector file.

    Returns
    -------
    int or None
        0 for countries, 1 for provinces, and so on; None where the headers do not say it.

    Examples
    --------
    >>> level_of(["ADM2_EN", "ADM2_PCODE", "ADM1_PCODE"]), level_of(["name"])
    (2, None)
    """
    levels = [
        int(found.group(1) or found.group(2))
        for header in headers
        if (found := LEVEL.fullmatch(re.sub(r"[\W_]+", "", header).lower()))
    ]
    return max(levels, default=None)


def read_divisions(path: Path, tally: Tally, *, source: str) -> Iterator[Record]:
    """
    Read boundaries below the first level as districts.

    Parameters
    ----------
    path
        A file that `geo.read_boundaries` recognises.
    tally
        Counts the rows.
    source
        What the ids begin with.

    Yields
    ------
    Record
        A district; its province is still to be found.

    Raises
    ------
    SourceError
        If the file cannot be read as boundaries.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # mended polygons are good for a middle
            table = read_boundaries(path)
    except FarsakhError as error:
        raise SourceError(str(error)) from error
    columns = zip(
        table["code"], table["name"], table["name_local"], table["country"], table.geometry,
        strict=True,
    )  # fmt: skip
    for code, name, local, country, shape in columns:
        tally.read += 1
        lon, lat, radius_m = enclosing_circle(shape)
        if not fold(str(name)):
            tally.refuse(f"{path.name}, {code}", f"the name is {name!r}")
            continue
        yield Record(
            id=f"{source}:{code}",
            name=str(name),
            lon=float(lon),
            lat=float(lat),
            kind=KIND,
            source=source,
            country=str(country) if isinstance(country, str) and country else None,
            radius_m=float(radius_m),
            alt_names=(local,) if isinstance(local, str) and fold(local) else (),
        )
