"""
Any table as a DataFrame: CSV in any encoding, Excel, Parquet, GeoPackage and other vector files.

Only empty cells are missing: "NA" is Namibia. Every column is kept under a name of its own.
"""

from __future__ import annotations

import csv
import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gazetteer.report.document import decode
from gazetteer.tables.cells import clean, with_types
from geo.errors import FarsakhError, TableError
from geo.files.archives import require_bounded

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES: Final = frozenset(
    {".csv", ".tsv", ".xlsx", ".parquet", ".geoparquet", ".geojson", ".gpkg", ".fgb", ".shp"}
)
"""Endings of files that are tables; all others are reports."""

TAG_ROWS: Final = 25  # the HXL standard: the tags stand in one of the first 25 rows
TAG_SHARE: Final = 0.5  # ours: at least half of the cells of such a row are tags


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """
    A table as it was given.

    Attributes
    ----------
    name
        Of its file, for messages.
    file
        Whether it is of a file.
    table
        Its rows, each column with a name of its own.
    tags
        HXL tag to header; empty where there is no row of tags.
    told
        What had to be changed, as sentences.
    """

    name: str
    file: bool = False
    table: pd.DataFrame
    tags: dict[str, str]
    told: tuple[str, ...] = ()


def read_raw(source: Path | pd.DataFrame) -> Raw:
    """
    Read a table from a file, or take a DataFrame.

    Parameters
    ----------
    source
        A file, whose ending tells the format, or a table.

    Returns
    -------
    Raw
        Points of a vector file stand in the column `geometry`, on EPSG:4326.

    Raises
    ------
    TableError
        If the file is not there, no such table, or has rows with more cells than headers.

    Examples
    --------
    >>> import pandas as pd
    >>> read_raw(pd.DataFrame({"a": ["#loc", "Idlib"]})).tags
    {'#loc': 'a'}
    """
    if not isinstance(source, Path):
        name, table = "the table", source.copy(deep=False)
    else:
        name = source.name
        if not source.exists():
            msg = "no such file"
            raise TableError(msg)
        table = _file(source)
    table, told = _named_apart(table, name)
    table, tags = _untagged(table)
    return Raw(name=name, file=isinstance(source, Path), table=table, tags=tags, told=tuple(told))


def _file(path: Path) -> pd.DataFrame:
    """Read a file by its ending; whatever a library complains of is told in our words."""
    import pandas as pd  # noqa: PLC0415 - heavy, and needed only here

    suffix = path.suffix.lower()
    try:
        if suffix in {".csv", ".tsv"}:
            return _csv(path)
        if suffix == ".xlsx":
            require_bounded(path)
            return pd.read_excel(path, dtype=object, keep_default_na=False, na_values=[""])
        return _vector(path) if suffix not in {".parquet", ".geoparquet"} else _parquet(path)
    except FarsakhError:
        raise
    except Exception as error:  # openpyxl, pyarrow and GDAL raise whatever they meet
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        msg = f"cannot be read as a {suffix[1:]} table ({reason})"
        raise TableError(msg) from error


def _csv(path: Path) -> pd.DataFrame:
    """Read texts first, so that nothing is lost to a guess, and numbers where all are numbers."""
    import pandas as pd  # noqa: PLC0415 - heavy, and needed only here

    text = decode(path.read_bytes(), name=path.name).replace("\0", "")
    separator = "\t" if path.suffix.lower() == ".tsv" else separator_of(text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            table = pd.read_csv(
                io.StringIO(text),
                sep=separator,
                dtype=object,
                keep_default_na=False,
                na_values=[""],
                index_col=False,
                header=None,
                skip_blank_lines=True,
            )
    except (pd.errors.ParserError, pd.errors.ParserWarning) as error:
        said = str(error).removeprefix("Error tokenizing data. C error: ").strip()
        msg = (
            f"the rows do not fit the headers ({said}); put cells that hold {separator!r}, a line "
            "break or a quotation mark into quotation marks"
        )
        raise TableError(msg) from error
    except pd.errors.EmptyDataError as error:
        msg = "there is nothing in it; expected a row of headers and rows below it"
        raise TableError(msg) from error
    headers = table.iloc[0].tolist()
    table = table.iloc[1:].reset_index(drop=True)
    table.columns = pd.Index(headers, dtype=object)
    return table


def separator_of(text: str) -> str:
    r"""
    Tell what parts the cells of a table.

    Parameters
    ----------
    text
        A table.

    Returns
    -------
    str
        The one of comma, semicolon, tab and bar that is most frequent in the first line, outside
        quotation marks.

    Examples
    --------
    >>> separator_of('"a,b,c,d";e;f\n')
    ';'
    """
    header = next((line for line in text.splitlines() if line.strip()), "")
    counts = {}
    for separator in ",;\t|":
        try:
            counts[separator] = len(next(csv.reader([header], delimiter=separator), []))
        except csv.Error:  # a cell beyond the limit of the csv module
            counts[separator] = 0
    return max(counts, key=lambda separator: counts[separator])


def _parquet(path: Path) -> pd.DataFrame:
    import geopandas as gpd  # noqa: PLC0415 - heavy
    import pandas as pd  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    if b"geo" in (pq.read_schema(path).metadata or {}):
        table = gpd.read_parquet(path)
        return table.to_crs(4326) if table.crs is not None else table
    return pd.read_parquet(path)


def _vector(path: Path) -> pd.DataFrame:
    import geopandas as gpd  # noqa: PLC0415 - heavy
    import pandas as pd  # noqa: PLC0415

    table = gpd.read_file(path)
    if not isinstance(table, gpd.GeoDataFrame):
        return pd.DataFrame(table)
    return table.to_crs(4326) if table.crs is not None else table


def _named_apart(table: pd.DataFrame, name: str) -> tuple[pd.DataFrame, list[str]]:
    """Give each column a name that no other has."""
    import geopandas as gpd  # noqa: PLC0415 - heavy
    import pandas as pd  # noqa: PLC0415

    told = []
    taken: set[str] = set()
    headers = []
    for number, given in enumerate(table.columns, start=1):
        header = wanted = clean(given) or f"column_{number}"
        again = 2
        while header in taken:
            header, again = f"{wanted}_{again}", again + 1
        if header != wanted:
            told.append(f"{name}: the column {wanted!r} is there twice; this one is {header!r}")
        taken.add(header)
        headers.append(header)
    if headers != list(table.columns):
        table = table.copy(deep=False)
        geometry = getattr(table, "_geometry_column_name", None)
        where = list(table.columns).index(geometry) if geometry in list(table.columns) else None
        table.columns = pd.Index(headers)
        if where is not None and headers[where] != geometry:
            table = gpd.GeoDataFrame(table, geometry=headers[where])
    return table, told


def _untagged(table: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    """Take the row of HXL tags out of a table, and read as numbers what it kept from being some."""
    import pandas as pd  # noqa: PLC0415 - heavy, and needed only here

    headers = list(table.columns)
    if _is_tags(headers):
        return with_types(table), {header: header for header in headers if header.startswith("#")}
    for number in range(min(TAG_ROWS, len(table))):
        cells = [clean(cell) for cell in table.iloc[number].tolist()]
        if not _is_tags(cells):
            continue
        rest = table.iloc[number + 1 :].reset_index(drop=True)
        if number:  # the headers stand just above the tags, below a title or an empty line
            names = pd.Index([clean(cell) for cell in table.iloc[number - 1].tolist()])
            rest.columns = names
            rest, _ = _named_apart(rest, "")
        tags = {
            tag: header
            for tag, header in zip(cells, rest.columns, strict=True)
            if tag.startswith("#")
        }
        return with_types(rest), tags
    return with_types(table), {}


def _is_tags(cells: list[str]) -> bool:
    filled = [cell for cell in cells if cell]
    tags = sum(cell.startswith("#") and len(cell) > 1 for cell in filled)
    return tags > 0 and tags >= TAG_SHARE * len(filled)
