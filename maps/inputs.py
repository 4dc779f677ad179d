"""What the command line is given: reports, tables of descriptions, tables already located."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.manner import USUAL
from geo.errors import FarsakhError, TableError
from geo.tables import columns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import geopandas as gpd
    import pandas as pd

    from gazetteer.manner import Manner
    from gazetteer.store import Gazetteer

TABLE_SUFFIXES = frozenset({".csv", ".tsv", ".xlsx", ".parquet", ".geojson", ".gpkg"})

DEFAULT_TEXT_COLUMN = "location_text"

UNCLEAR_DATE = r"\s*\d{1,4}\s*|\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b.*"


def sample_report() -> Path:
    """Give the path of the report that ships with the package."""
    import gazetteer  # noqa: PLC0415 - only asked for the sample

    return Path(gazetteer.__file__).parent / "data" / "sample_report.txt"


def read_inputs(
    paths: Sequence[Path],
    *,
    text: str | None = None,
    country: str | None = None,
    province: str | None = None,
    manner: Manner = USUAL,
    gazetteer: Gazetteer,
    tell: Callable[[str], None],
) -> tuple[gpd.GeoDataFrame, list[str]]:
    """
    Read every file into one incidents table; one bad file does not stop the others.

    Parameters
    ----------
    paths
        Reports (text) and tables (by their ending), mixed as they come.
    text
        Column of descriptions in the tables.
    country, province
        A column of the tables, or one value for all rows and reports.
    manner
        Whose law, by which method, and where the points are put.
    gazetteer
        Where places are looked up.
    tell
        Is given a sentence for each column of which cells could not be read.

    Returns
    -------
    geopandas.GeoDataFrame, list of str
        The incidents, and a line for each file that could not be read.

    Raises
    ------
    FarsakhError
        If no file could be read; its message is that of the first.
    """
    import geopandas as gpd  # noqa: PLC0415 - the command line starts without it
    import pandas as pd  # noqa: PLC0415
    from tqdm import tqdm  # noqa: PLC0415

    tables, problems = [], []
    for path in tqdm(paths, desc="reading", unit="file", disable=None if len(paths) > 1 else True):
        try:
            table = _read_one(
                path,
                text=text,
                country=country,
                province=province,
                manner=manner,
                gazetteer=gazetteer,
                tell=tell,
            )
            if "source_file" not in table.columns:
                table["source_file"] = path.name
            tables.append(table)
        except (FarsakhError, OSError) as error:
            problems.append(f"{path}: {error}")
    if not tables:
        raise TableError("; ".join(problems))
    if len(tables) == 1:
        return tables[0], problems
    filled = [table for table in tables if len(table)] or tables[:1]
    incidents = pd.concat(filled, ignore_index=True)
    return gpd.GeoDataFrame(incidents, geometry="geometry", crs="EPSG:4326"), problems


def _read_one(
    path: Path,
    *,
    text: str | None,
    country: str | None,
    province: str | None,
    manner: Manner,
    gazetteer: Gazetteer,
    tell: Callable[[str], None],
) -> gpd.GeoDataFrame:
    from geo.files import read_incidents  # noqa: PLC0415 - loads geopandas

    if path.suffix.lower() not in TABLE_SUFFIXES:
        from gazetteer.report import read_report  # noqa: PLC0415

        return read_report(
            path, country=country, province=province, gazetteer=gazetteer, **asdict(manner)
        )
    if not path.exists():
        msg = "no such file"
        raise TableError(msg)
    table = _read_table(path)
    located = {"status", "geometry"} <= set(table.columns) or {"status", "lat", "lon"} <= set(
        table.columns
    )
    if text is None and located:
        return read_incidents(path)
    column = text or DEFAULT_TEXT_COLUMN
    if column not in table.columns:
        names = ", ".join(map(str, table.columns))
        msg = (
            f"there is no column {column!r}; name the column of descriptions with --text ({names})"
        )
        raise TableError(msg)
    from tqdm import tqdm  # noqa: PLC0415

    from gazetteer.frame import locate_frame  # noqa: PLC0415 - loads geopandas
    from geo.tables import validate_incidents  # noqa: PLC0415

    located_table = locate_frame(
        table,
        text=column,
        country=country,
        province=province,
        gazetteer=gazetteer,
        **asdict(manner),
        progress=lambda rows: tqdm(
            rows, total=len(table), desc=path.name, unit="row", disable=None, delay=1
        ),
    )
    return validate_incidents(_loosened(_with_texts(located_table, column, path), path, tell))


def _with_texts(table: gpd.GeoDataFrame, column: str, path: Path) -> gpd.GeoDataFrame:
    """Fill the columns that a page shows and a plain table does not have."""
    if column != DEFAULT_TEXT_COLUMN:
        table[DEFAULT_TEXT_COLUMN] = table[column]
    if "id" not in table.columns:
        table["id"] = [f"{path.stem}-{number}" for number in range(1, len(table) + 1)]
    if "text" not in table.columns:
        table["text"] = table[DEFAULT_TEXT_COLUMN]
    return table


def _loosened(table: gpd.GeoDataFrame, path: Path, tell: Callable[[str], None]) -> gpd.GeoDataFrame:
    """Empty the cells that hold no such number or date, keep them as NAME_given, and say so."""
    for column in columns("incidents"):
        is_date = column.dtype.startswith("datetime")
        if column.name not in table or not (is_date or column.dtype in {"Int64", "float64"}):
            continue
        given = table[column.name]
        read = _dates(given) if is_date else _numbers(given, whole=column.dtype == "Int64")
        lost = given.notna() & read.isna()
        table[column.name] = read
        if lost.any():
            table[f"{column.name}_given"] = given
            what = "date such as 2020-05-21" if is_date else "number of this kind"
            tell(
                f"{path.name}: {lost.sum()} of {len(table)} cells of the column {column.name!r} "
                f"hold no {what} (the first: {str(given[lost].iloc[0])!r}); they are left empty"
            )
    return table


def _dates(given: pd.Series) -> pd.Series:
    import pandas as pd  # noqa: PLC0415 - heavy

    # day before month or after it, nobody can tell: ISO 8601 and months in words are read
    unclear = given.astype("string").str.fullmatch(UNCLEAR_DATE).fillna(value=False)
    texts = given.mask(unclear.to_numpy(dtype=bool))
    days = [pd.to_datetime(text, errors="coerce") for text in texts]
    # the day is that of the place, whatever the offset of its clock
    local = [day if day is pd.NaT else day.tz_localize(None) for day in days]
    return pd.Series(local, index=given.index, dtype="datetime64[ns]")


def _numbers(given: pd.Series, *, whole: bool) -> pd.Series:
    import pandas as pd  # noqa: PLC0415 - heavy

    read = pd.to_numeric(given, errors="coerce")
    return read.where(read % 1 == 0) if whole else read


def _read_table(path: Path) -> pd.DataFrame:
    """Read any table; the country code of Namibia is `NA`, so that only empty cells are missing."""
    import geopandas as gpd  # noqa: PLC0415 - heavy
    import pandas as pd  # noqa: PLC0415

    suffix = path.suffix.lower()
    try:
        if suffix in {".csv", ".tsv"}:
            separator = "\t" if suffix == ".tsv" else None
            return pd.read_csv(
                path,
                sep=separator,
                engine="python",
                keep_default_na=False,
                na_values=[""],
                encoding="utf-8-sig",
            )
        if suffix == ".xlsx":
            return pd.read_excel(path, keep_default_na=False, na_values=[""])
        if suffix == ".parquet":
            return pd.read_parquet(path)
        return pd.DataFrame(gpd.read_file(path))
    except (ValueError, UnicodeDecodeError, OSError, RuntimeError) as error:
        msg = f"cannot be read as a {suffix[1:]} table ({error})"
        raise TableError(msg) from error
