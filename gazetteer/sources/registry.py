"""What a file of places is, told by its content, and how each kind is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from gazetteer.errors import SourceError
from gazetteer.sources import divisions, geonames, gns, osm, table, vector
from gazetteer.sources.lines import head_of, text_files
from gazetteer.sources.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from gazetteer.records import Record
    from gazetteer.sources.lines import TextFile
    from gazetteer.sources.table import Options

Form: TypeAlias = Literal[
    "GeoNames", "GeoNames names", "GeoNames codes", "NGA GNS", "OpenStreetMap", "boundaries",
    "table", "vector file",
]  # fmt: skip
LICENCES: dict[Form, str] = {
    "GeoNames": geonames.LICENCE,
    "GeoNames names": geonames.LICENCE,
    "GeoNames codes": geonames.LICENCE,
    "NGA GNS": gns.LICENCE,
    "OpenStreetMap": osm.LICENCE,
}
JOINED: tuple[Form, ...] = ("GeoNames names", "GeoNames codes")
"""Forms that hold names of places, and no places."""

ACCEPTED = (
    "GeoNames dumps (SY.zip, allCountries.zip, alternateNamesV2.zip, admin1CodesASCII.txt), NGA "
    "GNS files, OpenStreetMap extracts (.osm.pbf), CSV with a header, vector files"
)


@dataclass(frozen=True, slots=True)
class Source:
    """
    A file of places that was recognised.

    Attributes
    ----------
    path
        The file.
    form
        What it is.
    text
        The text that it is or holds; None for what GDAL reads.
    size
        Bytes to be read.
    """

    path: Path
    form: Form
    text: TextFile | None
    size: int

    @property
    def stem(self) -> str:
        """Its name without folders and endings."""
        return self.text.stem if self.text else self.path.name.partition(".")[0]


def recognise(path: Path, options: Options) -> Source:
    """
    Tell what a file of places is.

    Parameters
    ----------
    path
        The file.
    options
        How a table is to be read; the columns that it names must be there.

    Returns
    -------
    Source
        The file and its form.

    Raises
    ------
    SourceError
        If it is none that can be imported; says what was found and what can be.
    """
    if not path.is_file():
        msg = f"there is no file {path}"
        raise SourceError(msg)
    size = path.stat().st_size
    if osm.is_osm(path):
        osm.require_readable(path)
        return Source(path, "OpenStreetMap", None, size)
    texts = text_files(path)
    heads = [(text, head) for text in texts if (head := head_of(text))]
    for text, head in heads:
        form = _form_of(head)
        if form is not None:
            return Source(path, form, text, text.size)
    tables = [(text, head) for text, head in heads if _is_table(head)]
    if tables:
        text, head = tables[0]
        next(table.read_text(text, Tally(), options), None)  # refuses what it cannot read
        return Source(path, "table", text, text.size)
    try:
        headers = vector.headers_of(path)
    except SourceError as error:
        first = repr(heads[0][1][0][:60]) if heads else "no text"
        msg = (
            f"{path} is no list of places that can be imported: it begins with {first}. {ACCEPTED}"
        )
        raise SourceError(msg) from error
    level = divisions.level_of(headers)
    if level is None or options.columns:
        table.recognised(headers, options.columns, what=str(path), geometry=True)
        return Source(path, "vector file", None, size)
    if level < 2:  # noqa: PLR2004 - the first level below provinces
        msg = (
            f"{path} holds countries or provinces, which are not imported as places; give it to "
            "a command with --boundaries, or name its columns with --columns name=HEADER"
        )
        raise SourceError(msg)
    return Source(path, "boundaries", None, size)


def read(
    source: Source,
    tally: Tally,
    options: Options,
    *,
    advance: Callable[[int], None] = lambda _: None,
) -> Iterator[Record]:
    """
    Read the places of a source, as they are there.

    Parameters
    ----------
    source
        A recognised file that holds places.
    tally
        Counts what is left out and what is malformed.
    options
        How a table is read.
    advance
        Called with the bytes read.

    Returns
    -------
    iterator of Record
        Places, whose countries and provinces may still be to be found.

    Raises
    ------
    SourceError
        If the file cannot be read to its end.
    """
    match source.form:
        case "OpenStreetMap":
            return osm.read_osm(source.path, tally, advance=advance)
        case "boundaries":
            return divisions.read_divisions(source.path, tally, source=source.stem)
        case "vector file":
            return vector.read_vector(source.path, tally, options, advance=advance)
    if source.text is None:
        msg = f"{source.path} holds no text"
        raise SourceError(msg)
    match source.form:
        case "GeoNames":
            return geonames.read_dump(source.text, tally, advance=advance)
        case "NGA GNS":
            return gns.read_gns(source.text, tally, advance=advance)
        case _:
            return table.read_text(source.text, tally, options, advance=advance)


def _form_of(head: list[str]) -> Form | None:
    if gns.is_gns(head):
        return "NGA GNS"
    if geonames.is_dump(head):
        return "GeoNames"
    if geonames.is_names(head):
        return "GeoNames names"
    return "GeoNames codes" if geonames.is_codes(head) else None


def _is_table(head: list[str]) -> bool:
    """Whether a text may be a table with a header, and no text of a vector format."""
    first = head[0].lstrip()
    return any(mark in first for mark in ",;\t") and not first.startswith(("{", "<", "["))
