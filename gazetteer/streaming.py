"""
Files larger than the memory: descriptions of a CSV or Parquet file located into a Parquet file.

The file is read in parts of some hundred thousand rows, each located and written beside the
result before the next is read. A run that was killed continues after its last whole part; the
parts are joined at the end, so that what bears the name of the result is always whole.
"""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

import geo
from gazetteer.batch import Row, Wanted, chunk_worker, company_in, in_chunks
from gazetteer.columns import COLUMNS, NUMBERS, WHOLE
from gazetteer.opening import load
from geo.errors import TableError
from geo.files.guarding import guard_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray

    from gazetteer.store import Gazetteer

PART_ROWS: Final = 500_000
"""Rows that are held at once: ours; with all columns a few hundred megabytes."""

MOST_KNOWN: Final = 400_000
"""Different rows whose locations are remembered between parts: ours; a row that comes again after
so many others is located again."""

BAD: Final = ("row", "text", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """
    Where the cells of a row are.

    Attributes
    ----------
    text
        Name of the column of descriptions.
    country, province
        Names of columns, or one value for all rows.
    """

    text: str
    country: str | None = None
    province: str | None = None


def locate_file(
    source: Path,
    out: Path,
    cells: Cells,
    wanted: Wanted,
    *,
    gazetteer: Gazetteer | None = None,
    jobs: int = 1,
    part_rows: int = PART_ROWS,
    advance: Callable[[int], None] = lambda _: None,
) -> dict[str, int]:
    """
    Locate the rows of a file of any size.

    Parameters
    ----------
    source
        A .csv, .tsv or .parquet file; cells of the first two are taken as text.
    out
        The .parquet file to write: the columns of the source, then ours. Rows that no line of
        the source could be made of, and those whose text names no known place, stand with their
        reasons in a CSV beside it, `OUT.bad.csv`.
    cells
        Columns of the source that a row is located by.
    wanted
        Our columns, and by which method.
    gazetteer
        Where to look; the embedded one if left out.
    jobs
        Number of processes.
    part_rows
        Rows that are held at once.
    advance
        Is told of the rows that are done.

    Returns
    -------
    dict
        Number of rows by status, and of `unreadable` lines.

    Raises
    ------
    TableError
        If the source cannot be read or lacks a column, or the result is no Parquet file.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415 - heavy, and only for files

    if out.suffix != ".parquet":
        msg = f"{out}: a file as large as memory or larger is written as .parquet"
        raise TableError(msg)
    places = load() if gazetteer is None else gazetteer
    parts = _folder(
        out,
        {
            "source": _stamp(source),
            "cells": asdict(cells),
            "wanted": asdict(wanted),
            "part_rows": part_rows,
            "places": places.version,
            "version": geo.__version__,
        },
    )
    shown = [name for name in COLUMNS if name in {*wanted.columns, "status"}]
    wanted = replace(wanted, columns=(*shown, "why"))
    unreadable: list[tuple[int, str, str]] = []
    seen: dict[str, int] = {}
    company = company_in(_distinct_rows(source, cells, part_rows), gazetteer=places)
    with chunk_worker(wanted, company, gazetteer=gazetteer, jobs=jobs) as work:
        known = _Known(wanted.columns, lambda rows: in_chunks(rows, work))
        for number, table in enumerate(_tables(source, part_rows, cells, unreadable)):
            part = parts / f"{number:06d}.parquet"
            if not part.exists():
                codes, rows = _coded(table, cells)
                found = known.of(rows).take(_array(codes))
                _write_bad(part.with_suffix(".csv"), number * part_rows, table[cells.text], found)
                _write(part, _beside(table, found.select(shown), cells.text))
            for status, count in _counts(pq.read_table(part, columns=["status"])).items():
                seen[status] = seen.get(status, 0) + count
            advance(len(table))
    _join(parts, out, unreadable)
    return {**seen, "unreadable": len(unreadable)}


def _stamp(source: Path) -> list[str | int]:
    try:
        status = source.stat()
    except OSError as error:
        msg = f"{source} cannot be read: {error.strerror}"
        raise TableError(msg) from error
    return [str(source.resolve()), status.st_size, status.st_mtime_ns]


def _folder(out: Path, run: dict[str, object]) -> Path:
    """Open the folder of the parts, empty unless this very run was interrupted."""
    plan = json.dumps(run)
    parts = out.with_name(f"{out.name}.parts")
    written = parts / "plan.json"
    if parts.exists() and not (written.exists() and written.read_text("utf-8") == plan):
        shutil.rmtree(parts)
    parts.mkdir(parents=True, exist_ok=True)
    written.write_text(plan, encoding="utf-8")
    return parts


def _tables(
    source: Path, part_rows: int, cells: Cells, unreadable: list[tuple[int, str, str]]
) -> Iterator[pa.Table]:
    """Read a file in tables of so many rows."""
    import pyarrow as pa  # noqa: PLC0415

    waiting: list[pa.Table] = []
    for batch in _batches(source, part_rows, unreadable):
        table = pa.Table.from_batches([batch])
        if cells.text not in table.column_names:
            names = ", ".join(table.column_names)
            msg = f"{source} has no column {cells.text!r}; its columns are {names}"
            raise TableError(msg)
        waiting.append(table)
        while sum(map(len, waiting)) >= part_rows:
            whole = pa.concat_tables(waiting)
            yield whole.slice(0, part_rows)
            waiting = [whole.slice(part_rows)]
    rest = pa.concat_tables(waiting) if waiting else None
    if rest is not None and len(rest):
        yield rest


def _batches(
    source: Path, part_rows: int, unreadable: list[tuple[int, str, str]]
) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.csv as pc  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    def skip(row: Any) -> str:  # noqa: ANN401 - a type of pyarrow's own
        told = f"{row.actual_columns} cells instead of {row.expected_columns}"
        unreadable.append((row.number or 0, row.text, told))
        return "skip"

    suffix = source.suffix.lower()
    try:
        if suffix == ".parquet":
            yield from pq.ParquetFile(source).iter_batches(min(part_rows, 65_536))
            return
        if suffix not in {".csv", ".tsv"}:
            msg = f"{source}: expected a file in .csv, .tsv or .parquet"
            raise TableError(msg)
        tab = "\t" if suffix == ".tsv" else ","
        # one thread, which alone can number the lines that it leaves out
        read = pc.ReadOptions(use_threads=False)
        parse = pc.ParseOptions(delimiter=tab, newlines_in_values=True, invalid_row_handler=skip)
        with pc.open_csv(source, read_options=read, parse_options=parse) as first:
            names = first.schema.names
        unreadable.clear()
        # what looks like numbers in the first block may be words in the next
        texts = pc.ConvertOptions(
            column_types={name: pa.string() for name in names}, strings_can_be_null=True,
            null_values=[""],
        )  # fmt: skip
        with pc.open_csv(
            source, read_options=read, parse_options=parse, convert_options=texts
        ) as reader:
            yield from reader
    except pa.ArrowInvalid as error:
        msg = f"{source} cannot be read as a table ({error})"
        raise TableError(msg) from error


def _distinct_rows(source: Path, cells: Cells, part_rows: int) -> Iterator[Row]:
    """List the different rows of a file, as far as they are asked for."""
    seen: set[Row] = set()
    for table in _tables(source, part_rows, cells, []):
        for row in _coded(table, cells)[1]:
            if row not in seen:
                seen.add(row)
                yield row


def _coded(table: pa.Table, cells: Cells) -> tuple[NDArray[np.intp], list[Row]]:
    """Give the different rows of a table, and which of them each row is."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415

    code = np.zeros(len(table), dtype=np.int64)
    columns: list[tuple[NDArray[np.int64] | None, NDArray[np.object_]]] = []
    for name in (cells.text, cells.country, cells.province):
        if name is None or name not in table.column_names:
            columns.append((None, np.array([name or ""], dtype=object)))
            continue
        words = pc.fill_null(pc.cast(table[name], pa.string()), "").combine_chunks()
        coded = pc.dictionary_encode(words)
        own = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        code = code * len(coded.dictionary) + own
        columns.append((own, np.array(coded.dictionary.to_pylist(), dtype=object)))
    _, first, row_of = np.unique(code, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")  # as they come in the file
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    first = first[order]
    words_of = (
        np.repeat(values, len(first)) if own is None else values[own[first]]
        for own, values in columns
    )
    rows = [Row(*map(str.strip, each)) for each in zip(*words_of, strict=True)]
    return rank[row_of], rows


class _Known:
    """Locations of the rows that were seen, as an Arrow table."""

    def __init__(
        self, columns: Sequence[str], locate: Callable[[Sequence[Row]], dict[str, list[Any]]]
    ) -> None:
        self._names = [name for name in COLUMNS if name in columns]
        self._locate = locate
        self._place: dict[Row, int] = {}
        self._table = self._made({name: [] for name in self._names})

    def of(self, rows: Sequence[Row]) -> pa.Table:
        """Give the locations of rows, in their order."""
        import pyarrow as pa  # noqa: PLC0415

        new = [row for row in dict.fromkeys(rows) if row not in self._place]
        if len(self._place) + len(new) > MOST_KNOWN:
            self._place, self._table = {}, self._table.slice(0, 0)
            new = list(dict.fromkeys(rows))
        if new:
            start = len(self._place)
            self._place |= {row: start + index for index, row in enumerate(new)}
            more = self._made(self._locate(new))
            self._table = pa.concat_tables([self._table, more]).combine_chunks()
        return self._table.take(_array([self._place[row] for row in rows]))

    def _made(self, columns: dict[str, list[Any]]) -> pa.Table:
        import pyarrow as pa  # noqa: PLC0415

        types = {"calibrated": pa.bool_(), "footprint": pa.binary()}
        types |= dict.fromkeys(WHOLE, pa.int64()) | dict.fromkeys(NUMBERS, pa.float64())
        if "footprint" in columns:
            shapes = shapely.to_wkb(np.array(columns["footprint"], dtype=object))
            columns = {**columns, "footprint": list(shapes)}
        return pa.table(
            {
                name: pa.array(columns[name], type=types.get(name, pa.string()))
                for name in self._names
            }
        )


def _array(indices: Iterable[int]) -> pa.Array:
    import pyarrow as pa  # noqa: PLC0415

    return pa.array(np.asarray(indices, dtype=np.int64))


def _beside(table: pa.Table, found: pa.Table, text: str) -> pa.Table:
    """Put our columns beside the user's, whose own of the same name is kept as `NAME_given`."""
    if text == "location_text" and text in found.column_names:
        found = found.drop_columns([text])
    clash = {*found.column_names}
    names = [f"{name}_given" if name in clash else name for name in table.column_names]
    table = table.rename_columns(names)
    for name in found.column_names:
        table = table.append_column(name, found[name])
    return table


def _write(part: Path, table: pa.Table) -> None:
    """Write a part under its name only once it is whole."""
    import pyarrow.parquet as pq  # noqa: PLC0415

    unfinished = part.with_suffix(".writing")
    pq.write_table(table, unfinished)
    unfinished.replace(part)


def _write_bad(path: Path, before: int, texts: pa.ChunkedArray, found: pa.Table) -> None:
    """List the rows of a part that are nowhere, numbered from 1 in the whole file."""
    import pyarrow.compute as pc  # noqa: PLC0415

    nowhere = np.flatnonzero(pc.equal(found["status"], "unresolved").to_numpy())
    words = [guard_cell(text or "") for text in texts.take(_array(nowhere)).to_pylist()]
    reasons = found["why"].take(_array(nowhere)).to_pylist()
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(
            zip((before + nowhere + 1).tolist(), words, reasons, strict=True)
        )


def _counts(table: pa.Table) -> dict[str, int]:
    import pyarrow.compute as pc  # noqa: PLC0415

    return {each["values"]: each["counts"] for each in pc.value_counts(table["status"]).to_pylist()}


def _join(parts: Path, out: Path, unreadable: Sequence[tuple[int, str, str]]) -> None:
    """Join the parts into the result, and their lists of bad rows into one."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    files = sorted(parts.glob("*.parquet"))
    if not files:
        msg = "there is no row to locate"
        raise TableError(msg)
    schema = pa.unify_schemas([pq.read_schema(file) for file in files])
    unfinished = parts / "joined.writing"
    with pq.ParquetWriter(unfinished, schema) as writer:
        for file in files:
            for batch in pq.ParquetFile(file).iter_batches(131_072):
                writer.write_batch(batch.cast(schema))
    bad = parts / "bad.writing"
    with bad.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(BAD)
        rows.writerows((f"line {line}", guard_cell(text), why) for line, text, why in unreadable)
        for file in files:
            with file.with_suffix(".csv").open(encoding="utf-8", newline="") as listed:
                shutil.copyfileobj(listed, stream)
    bad.replace(out.with_name(f"{out.name}.bad.csv"))
    unfinished.replace(out)
    shutil.rmtree(parts)
