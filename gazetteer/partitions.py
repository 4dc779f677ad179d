"""
Tables in partitions: Dask DataFrames, Spark's `mapInPandas`, and counts as partial sums.

Each partition is an ordinary table, located where it lies; a process opens the index once. Points
are the columns lon and lat, since a partition of theirs is a DataFrame without geometry.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gazetteer.batch import Row, Wanted, chunk_worker, company_in, in_chunks
from gazetteer.columns import COLUMNS, NUMBERS, WHOLE, checked_columns
from gazetteer.frame import distinct_rows
from gazetteer.manner import USUAL, Manner
from gazetteer.opening import load
from geo.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import dask.dataframe as dd
    import pandas as pd

    from gazetteer.company import Company
    from geo.counts.periods import PeriodLike

USUAL_COLUMNS: Final = (
    "country", "province", "status", "relation", "lon", "lat", "radius_m", "where_prec",
    "geo_precision",
)  # fmt: skip
"""What is added where nothing is asked for: what fits in a cell without a shape."""

ADDITIVE: Final = ("count", "expected", "killed", "wounded", "casualties_missing")
"""Columns of `geo.by_province` that may be summed over partitions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """
    How the rows of a partition are located.

    Attributes
    ----------
    text
        Column of descriptions.
    country, province
        Columns, or one value for all rows.
    columns
        Which of our columns to add; no footprints.
    manner
        Whose law, by which method, and where the points are put.
    company
        The other places of the whole table; None if each row is judged alone.
    """

    text: str = "location_text"
    country: str | None = None
    province: str | None = None
    columns: tuple[str, ...] = USUAL_COLUMNS
    manner: Manner = USUAL
    company: Company | None = None


def locate_partition(df: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    """
    Locate the rows of one partition.

    Parameters
    ----------
    df
        A table with a column of descriptions.
    asked
        How they are located.

    Returns
    -------
    pandas.DataFrame
        The same rows, their columns and then ours, each of one type whatever is in it. A column
        of the user's that bears one of our names is kept as `NAME_given`.

    Raises
    ------
    TableError
        If the table lacks the column, or a location has no such one.

    Examples
    --------
    >>> import pandas as pd
    >>> df = pd.DataFrame({"place": ["near Idlib", "in Nowhereville"]})
    >>> done = locate_partition(df, Asked(text="place", country="SY", columns=("province",)))
    >>> done["province"].fillna("").tolist()
    ['SY.12', '']
    """
    import pandas as pd  # noqa: PLC0415 - heavy

    if asked.text not in df.columns:
        msg = f"the table has no column {asked.text!r}; it has {', '.join(map(str, df.columns))}"
        raise TableError(msg)
    names = [name for name in COLUMNS if name in checked_columns(asked.columns)]
    rows, row_of = distinct_rows(df, asked.text, asked.country, asked.province)
    wanted = Wanted(manner=asked.manner, columns=tuple(names), footprints=False)
    with chunk_worker(wanted, asked.company) as work:
        cells = in_chunks(rows, work)
    ours = pd.DataFrame({name: _typed(name, cells[name]) for name in names})
    given = {name: f"{name}_given" for name in names if name in df.columns}
    kept = df.rename(columns=given)
    return pd.concat([kept, ours.take(row_of).set_axis(df.index)], axis="columns")


def _typed(name: str, values: list[Any]) -> pd.Series:
    import pandas as pd  # noqa: PLC0415

    kinds = dict.fromkeys(WHOLE, "Int64") | dict.fromkeys(NUMBERS, "float64")
    kind = "boolean" if name == "calibrated" else kinds.get(name, "string")
    return pd.Series(values, dtype=kind)


def locate_batches(batches: Iterable[pd.DataFrame], asked: Asked) -> Iterator[pd.DataFrame]:
    """
    Locate tables that come one after the other, as Spark's `mapInPandas` hands them over.

    Parameters
    ----------
    batches
        Tables of the same columns.
    asked
        How their rows are located.

    Yields
    ------
    pandas.DataFrame
        The same tables with our columns.

    Examples
    --------
    In Spark, ``df.mapInPandas(partial(locate_batches, asked=asked), schema)``; here with plain
    tables:

    >>> import pandas as pd
    >>> tables = [pd.DataFrame({"place": ["near Idlib"]}), pd.DataFrame({"place": ["Homs"]})]
    >>> asked = Asked(text="place", country="SY", columns=("province",))
    >>> [table["province"].item() for table in locate_batches(tables, asked)]
    ['SY.12', 'SY.11']
    """
    for batch in batches:
        yield locate_partition(batch, asked)


def locate_dask(df: dd.DataFrame, asked: Asked) -> dd.DataFrame:
    """
    Locate a Dask DataFrame, partition by partition, when it is computed.

    Parameters
    ----------
    df
        With a column of descriptions.
    asked
        How its rows are located. The places of the table are each other's company: as many
        partitions are read for it at once as name no more than can be company, mostly one.

    Returns
    -------
    dask.dataframe.DataFrame
        The same partitions with our columns, their types declared.

    Examples
    --------
    >>> asked = Asked(text="place", country="SY")  # doctest: +SKIP
    >>> locate_dask(dd.read_parquet("reports/"), asked).to_parquet("located/")  # doctest: +SKIP
    """
    company = asked.company or company_in(_rows_of(df, asked), gazetteer=load())
    asked = replace(asked, company=company)
    meta = locate_partition(df._meta, asked)  # noqa: SLF001 - how Dask hands its columns over
    return df.map_partitions(locate_partition, asked, meta=meta)


def _rows_of(df: dd.DataFrame, asked: Asked) -> Iterator[Row]:
    """List the different rows of a table, partition by partition, as far as they are asked for."""
    names = [name for name in (asked.text, asked.country, asked.province) if name in df.columns]
    seen: set[Row] = set()
    for part in df[names].partitions:
        rows, _ = distinct_rows(part.compute(), asked.text, asked.country, asked.province)
        new = [row for row in rows if row not in seen]
        seen.update(new)
        yield from new


def write_partitions(df: dd.DataFrame, folder: str | Path) -> list[Path]:
    """
    Write a located Dask DataFrame as GeoParquet, one file a partition.

    Parameters
    ----------
    df
        With the columns lon and lat, as `locate_dask` gives it.
    folder
        Made if it is not there; any tool that reads a folder of GeoParquet reads it.

    Returns
    -------
    list of Path
        The files, each written under its name only when it is whole.
    """
    import dask  # noqa: PLC0415 - an extra

    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    files = [out / f"part-{number:05d}.parquet" for number in range(df.npartitions)]
    write = dask.delayed(_write_part, pure=False)
    dask.compute([write(part, file) for part, file in zip(df.to_delayed(), files, strict=True)])
    return files


def _write_part(df: pd.DataFrame, file: Path) -> None:
    unfinished = file.with_suffix(".writing")
    _with_points(df).to_parquet(unfinished)
    unfinished.replace(file)


def _with_points(df: pd.DataFrame) -> Any:  # noqa: ANN401 - a GeoDataFrame
    import geopandas as gpd  # noqa: PLC0415 - heavy

    points = gpd.GeoSeries(gpd.points_from_xy(df["lon"], df["lat"]), index=df.index, crs=4326)
    return gpd.GeoDataFrame(df, geometry=points.mask(df["lon"].isna()), crs=4326)


def count_provinces(df: dd.DataFrame, *, period: PeriodLike | None = None) -> pd.DataFrame:
    """
    Count a located Dask DataFrame by province: each partition by itself, and the sums of these.

    Parameters
    ----------
    df
        With the columns lon, lat, province and status, and what `geo.by_province` takes beside.
    period
        As there; the column date is needed.

    Returns
    -------
    pandas.DataFrame
        The columns of `geo.by_province` that may be summed: code, name, country, period, count,
        expected, killed, wounded, casualties_missing.
    """
    import dask  # noqa: PLC0415 - an extra
    import pandas as pd  # noqa: PLC0415

    count = dask.delayed(partial(_partial_counts, period=period))
    (parts,) = dask.compute([count(part) for part in df.to_delayed()])
    together = pd.concat(parts, ignore_index=True)
    keys = [name for name in ("code", "name", "country", "period") if name in together]
    sums = [name for name in ADDITIVE if name in together]
    counts: pd.DataFrame = together.groupby(keys, dropna=False, as_index=False)[sums].sum()
    return counts


def _partial_counts(df: pd.DataFrame, period: PeriodLike | None) -> pd.DataFrame:
    from geo.counts.provinces import by_province  # noqa: PLC0415 - heavy

    return by_province(_with_points(df), period=period)
