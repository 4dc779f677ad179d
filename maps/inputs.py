"""What the command line is given: reports, tables of descriptions, tables already located."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.manner import USUAL
from gazetteer.tables.reading import SUFFIXES
from geo.errors import FarsakhError, TableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import geopandas as gpd

    from gazetteer.manner import Manner
    from gazetteer.store import Gazetteer


def sample_report() -> Path:
    """Give the path of the report that ships with the package."""
    import gazetteer  # noqa: PLC0415 - only asked for the sample

    return Path(gazetteer.__file__).parent / "data" / "sample_report.txt"


def read_inputs(
    paths: Sequence[Path],
    *,
    text: str | None = None,
    columns: str | None = None,
    mine: bool = False,
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
    columns
        Column map of the tables: a name of one that comes along, or a JSON file.
    mine
        Let the notes of tables move their rows.
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
            table = read_one(
                path,
                text=text,
                columns=columns,
                mine=mine,
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


def read_one(
    path: Path,
    *,
    text: str | None = None,
    columns: str | None = None,
    mine: bool = False,
    country: str | None = None,
    province: str | None = None,
    manner: Manner = USUAL,
    gazetteer: Gazetteer,
    tell: Callable[[str], None],
) -> gpd.GeoDataFrame:
    """
    Read one report or table, as `read_inputs` reads many.

    Parameters
    ----------
    path
        A report or a table, by its ending.
    text, columns, mine, country, province, manner, gazetteer, tell
        As for `read_inputs`.

    Returns
    -------
    geopandas.GeoDataFrame
        The incidents.

    Raises
    ------
    FarsakhError
        If it cannot be read.
    """
    if path.suffix.lower() not in SUFFIXES:
        from gazetteer.report import read_report  # noqa: PLC0415

        return read_report(
            path, country=country, province=province, gazetteer=gazetteer, **asdict(manner)
        )
    from tqdm import tqdm  # noqa: PLC0415

    from gazetteer.tables import read_table  # noqa: PLC0415 - loads geopandas
    from gazetteer.tables.reading import read_raw  # noqa: PLC0415
    from geo.files import read_incidents  # noqa: PLC0415

    raw = read_raw(path)
    if text is None and columns is None and _is_ours(path, raw.table.columns):
        return read_incidents(path)
    return read_table(
        raw,
        columns=columns,
        text=text,
        country=country,
        province=province,
        mine=mine,
        gazetteer=gazetteer,
        **asdict(manner),
        progress=lambda rows: tqdm(
            rows, total=len(raw.table), desc=path.name, unit="row", disable=None, delay=1
        ),
        tell=tell,
    )


def _is_ours(path: Path, headers: Iterable[str]) -> bool:
    """Tell a table that this program has written, whose rows are located already."""
    from geo.files import ENDINGS  # noqa: PLC0415

    named = set(headers)
    located = {"status", "why"} <= named and ("geometry" in named or {"lat", "lon"} <= named)
    return located and path.suffix.lower() in ENDINGS
