"""
Parts of a table as the row groups of one GeoParquet file, a part at a time.

The joint file has the columns of all parts: ours first, then the others by name. A column that has
several types is text.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from geo.tables import columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import pyarrow as pa


def write_row_groups(parts: Sequence[Path], out: Path) -> None:
    """
    Write parts as one GeoParquet file.

    Parameters
    ----------
    parts
        GeoParquet files, in the order of their rows.
    out
        The file.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415 - heavy, and needed only here

    schemas = [read_schema(part) for part in parts]
    schema = _joint_schema(schemas)
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for part in parts:
            writer.write_table(_cast(pq.read_table(part), schema))


def read_schema(part: Path) -> pa.Schema:
    """
    Give the columns of a part.

    Parameters
    ----------
    part
        A Parquet file.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415 - heavy, and needed only here

    return pq.read_schema(part)


def _joint_schema(schemas: Sequence[pa.Schema]) -> pa.Schema:
    """Give the columns of all parts, one that has several types as text, and their metadata."""
    import pyarrow as pa  # noqa: PLC0415 - heavy, and needed only here

    types: dict[str, pa.DataType] = {}
    for schema in schemas:
        for column in schema:
            known = types.get(column.name)
            types[column.name] = column.type if known is None else _wider(known, column.type)
    geo = json.loads(schemas[0].metadata[b"geo"])
    for about in geo["columns"].values():  # an empty list says: any kind; the box is optional
        about["geometry_types"] = []
        about.pop("bbox", None)
    told: dict[str, dict[str, Any]] = {}
    for schema in schemas:
        for column in json.loads(schema.metadata[b"pandas"])["columns"]:
            told.setdefault(column["name"], column)
    pandas = json.loads(schemas[0].metadata[b"pandas"])
    pandas["columns"] = [
        told[name] for name in ordered(told) if _agrees(told[name], types.get(name))
    ]
    if len(schemas) > 1:
        pandas["attributes"] = {}
    metadata = {b"geo": json.dumps(geo).encode(), b"pandas": json.dumps(pandas).encode()}
    names = ordered(types) if len(schemas) > 1 else list(types)
    return pa.schema([pa.field(name, types[name]) for name in names], metadata=metadata)


def _agrees(column: dict[str, Any], kind: pa.DataType | None) -> bool:
    """Tell whether what pandas knows of a column is still true of its joint type."""
    import pyarrow as pa  # noqa: PLC0415 - heavy, and needed only here

    if kind is None or column["numpy_type"] == "object":
        return kind is not None
    return not pa.types.is_string(kind) or "str" in str(column["numpy_type"])


def _wider(one: pa.DataType, other: pa.DataType) -> pa.DataType:
    import pyarrow as pa  # noqa: PLC0415 - heavy, and needed only here

    if one == other or pa.types.is_null(other):
        return one
    if pa.types.is_null(one):
        return other
    numbers = (pa.types.is_integer, pa.types.is_floating)
    if all(any(is_kind(kind) for is_kind in numbers) for kind in (one, other)):
        return pa.float64() if any(map(pa.types.is_floating, (one, other))) else pa.int64()
    return pa.string()


def _cast(table: pa.Table, schema: pa.Schema) -> pa.Table:
    import pyarrow as pa  # noqa: PLC0415 - heavy, and needed only here

    columns = [
        table[column.name].cast(column.type)
        if column.name in table.column_names
        else pa.nulls(len(table), column.type)
        for column in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def our_names() -> list[str]:
    """
    Name the columns of the incidents table, in their order.

    Examples
    --------
    >>> our_names()[:3]
    ['id', 'date', 'date_end']
    """
    return [column.name for column in columns("incidents")]


def ordered(names: Iterable[str]) -> list[str]:
    """
    Put our columns first and the others by name, whichever file brought them.

    Parameters
    ----------
    names
        Names of columns, also repeated.

    Examples
    --------
    >>> ordered(["b", "status", "a", "id"])
    ['id', 'status', 'a', 'b']
    """
    found = set(names)
    ours = [name for name in our_names() if name in found]
    return [*ours, *sorted(found.difference(ours))]
