"""
Parts of a table, one a file, joined into one file: a part at a time, so that memory stays small.

A part is a GeoParquet file of incidents. The joined table has the columns of all, the rows in the
order of the parts.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from gazetteer.tables.cells import with_types
from gazetteer.tables.corrections import Applied, apply_corrections, lost
from geo.errors import TableError
from geo.outputs import whole
from maps.rowgroups import ordered, our_names, read_schema, write_row_groups

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd
    import pyarrow as pa

    from gazetteer.store import Gazetteer
    from gazetteer.tables.decisions import Correction

TOLD: Final = (
    "id", "status", "duplicate_of", "unknown_names", "country", "source_file", "text",
)  # fmt: skip
"""Columns that what is said of a table is made from."""


@dataclass(slots=True, kw_only=True)
class Earlier:
    """Parts of a table that was there before, and how many rows of which files are replaced."""

    parts: dict[str, Path] = field(default_factory=dict)
    replaced: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """
    A table on disk.

    Attributes
    ----------
    summary
        Its rows with the columns of `TOLD` alone.
    applied
        What became of the corrections.
    """

    summary: pd.DataFrame
    applied: Applied


def label_part(table: gpd.GeoDataFrame, label: str, *, renamed: bool) -> gpd.GeoDataFrame:
    """
    Note in each row which file it is from.

    Parameters
    ----------
    table
        Rows of one file.
    label
        What the file is called among the others.
    renamed
        Whether that is more than its name, so that ids of equal rows differ too.

    Returns
    -------
    geopandas.GeoDataFrame
        Rows that say themselves where they are from keep that.
    """
    if not renamed and table["source_file"].notna().all():
        return table
    made = table.copy()
    made["source_file"] = label if renamed else made["source_file"].fillna(label)
    if renamed:
        ids = {key: _digest(f"{label}\n{key}") for key in made["id"]}
        made["id"] = made["id"].map(ids)
        made["duplicate_of"] = made["duplicate_of"].map(lambda key: ids.get(key, key),
                                                        na_action="ignore")  # fmt: skip
    return made


def kept_parts(out: Path, folder: Path, *, without: set[str]) -> Earlier:
    """
    Cut a table that is there into parts again.

    Parameters
    ----------
    out
        The table.
    folder
        Where the parts go.
    without
        Files whose rows are replaced.

    Returns
    -------
    Earlier
        The parts by file.

    Raises
    ------
    TableError
        If it is no table of incidents.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415 - heavy, and needed only here

    from geo.files import read_incidents, write_incidents  # noqa: PLC0415 - loads geopandas

    folder.mkdir()
    if out.suffix.lower() not in {".parquet", ".geoparquet"}:
        whole = folder / "whole.parquet"
        write_incidents(_as_written(out, read_incidents(out)), whole)
        out = whole
    file = pq.ParquetFile(out)
    if "source_file" not in file.schema_arrow.names:
        msg = f"{out} is no table of incidents that --append could go on with: no source_file"
        raise TableError(msg)
    found = Earlier()
    groups: dict[str, list[pa.Table]] = {}
    for number in range(file.num_row_groups):
        rows = file.read_row_group(number)
        for label in dict.fromkeys(rows["source_file"].to_pylist()):
            own = rows.filter(_equal(rows["source_file"], label))
            if label in without:
                found.replaced[label] = found.replaced.get(label, 0) + len(own)
            else:
                groups.setdefault(label or "", []).append(own)
    for number, (label, tables) in enumerate(groups.items()):
        found.parts[label] = folder / f"{number:06d}.parquet"
        with pq.ParquetWriter(found.parts[label], tables[0].schema, compression="zstd") as writer:
            for table in tables:
                writer.write_table(table)
    return found


def join_parts(
    parts: Sequence[Path],
    out: Path,
    corrections: Sequence[Correction],
    *,
    gazetteer: Gazetteer,
    write: Callable[[gpd.GeoDataFrame, Path], None] | None = None,
    tell: Callable[[str], None],
) -> Joined:
    """
    Write parts as one table.

    Parameters
    ----------
    parts
        In the order of their rows.
    out
        The table; replaced only once everything is written.
    corrections
        Decisions on rows.
    gazetteer
        Where places of corrections are looked up.
    write
        Writes the whole table; if left out, GeoParquet and CSV are written part by part.
    tell
        Is given a sentence where ids had to be told apart.

    Returns
    -------
    Joined
        What is in it.
    """
    import pandas as pd  # noqa: PLC0415 - heavy, and needed only here

    _tell_apart(parts, tell)
    wanted = {correction.id: correction for correction in corrections}
    met: set[str] = set()
    ids: list[str] = []
    unmatched: list[str] = []
    for part in parts:
        applied = _corrected(part, wanted, met, gazetteer)
        ids += applied.ids
        unmatched += applied.unmatched
    summary = pd.concat([_told(part) for part in parts], ignore_index=True)
    unmatched += [lost(wanted[key], summary) for key in sorted(set(wanted) - met)]
    with whole(out) as scratch:
        if write is None:
            _write(parts, scratch)
        else:
            write(_joined(parts), scratch)
    return Joined(summary=summary, applied=Applied(ids=tuple(ids), unmatched=tuple(unmatched)))


def _as_written(out: Path, table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Read the columns that are not ours again, so that a whole number is none with a fraction."""
    import pandas as pd  # noqa: PLC0415 - heavy, and needed only here

    from geo.files import unguard_cell  # noqa: PLC0415 - loads geopandas

    if out.suffix.lower() == ".csv":
        cells = pd.read_csv(out, dtype=object, keep_default_na=False, na_values=[""])
        cells = cells.rename(columns=unguard_cell).map(unguard_cell, na_action="ignore")
    elif out.suffix.lower() in {".geojson", ".json"}:
        features = json.loads(out.read_text(encoding="utf-8"))["features"]
        cells = pd.DataFrame([feature["properties"] for feature in features], dtype=object)
    else:
        return table
    own = [name for name in table.columns if name not in our_names() and name in cells]
    return table.assign(**with_types(cells[own]))


def _write(parts: Sequence[Path], out: Path) -> None:
    suffix = out.suffix.lower()
    if suffix in {".parquet", ".geoparquet"}:
        write_row_groups(parts, out)
    elif suffix == ".csv":
        _write_csv(parts, out)
    else:
        from geo.files import write_incidents  # noqa: PLC0415 - loads geopandas

        write_incidents(_joined(parts), out)


def _joined(parts: Sequence[Path]) -> gpd.GeoDataFrame:
    import geopandas as gpd  # noqa: PLC0415 - heavy
    import pandas as pd  # noqa: PLC0415

    from geo.files import read_incidents  # noqa: PLC0415

    tables = [read_incidents(part) for part in parts]
    if len(tables) == 1:
        return tables[0]
    filled = [table for table in tables if len(table)] or tables[:1]
    joined = pd.concat(filled, ignore_index=True)
    joined = joined[ordered(joined.columns)]
    joined.attrs = {}
    return gpd.GeoDataFrame(joined, geometry="geometry", crs="EPSG:4326")


def _write_csv(parts: Sequence[Path], out: Path) -> None:
    """Write part after part, each with the columns of all."""
    from geo.files import incidents_text, read_incidents  # noqa: PLC0415 - loads geopandas

    names = ordered(name for part in parts for name in read_schema(part).names)
    with out.open("w", encoding="utf-8", newline="") as stream:
        for number, part in enumerate(parts):
            table = read_incidents(part)
            for name in names:
                if name not in table.columns:
                    table[name] = None
            text = incidents_text(table[names], form="csv")
            stream.write(text if number == 0 else text.partition("\n")[2])


def _told(part: Path) -> pd.DataFrame:
    import pyarrow.parquet as pq  # noqa: PLC0415 - heavy, and needed only here

    names = [name for name in TOLD if name in read_schema(part).names]
    told: pd.DataFrame = pq.read_table(part, columns=names).to_pandas(ignore_metadata=True)
    return told


def _tell_apart(parts: Sequence[Path], tell: Callable[[str], None]) -> None:
    """Put the file's name before ids that a part before it has too."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - heavy, and needed only here

    from geo.files import read_incidents, write_incidents  # noqa: PLC0415 - loads geopandas

    taken: set[str] = set()
    for part in parts:
        ids = pq.read_table(part, columns=["id"])["id"].to_pylist()
        again = taken & set(ids)
        if again:
            table = read_incidents(part)
            label = str(table["source_file"].iloc[0])
            new = {key: f"{label}:{key}" for key in again}
            table["id"] = table["id"].map(lambda key, new=new: new.get(key, key))
            table["duplicate_of"] = table["duplicate_of"].map(
                lambda key, new=new: new.get(key, key), na_action="ignore"
            )
            write_incidents(table, part)
            tell(f"{len(again)} ids of {label} are those of rows of another file; the name of the "
                 "file is put before them")  # fmt: skip
            ids = table["id"].tolist()
        taken |= set(ids)


def _corrected(
    part: Path, wanted: dict[str, Correction], met: set[str], gazetteer: Gazetteer
) -> Applied:
    """Apply the corrections of a part's rows to it, if there are any."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - heavy, and needed only here

    from geo.files import read_incidents, write_incidents  # noqa: PLC0415 - loads geopandas

    ids = pq.read_table(part, columns=["id"])["id"].to_pylist() if wanted else []
    own = [wanted[key] for key in ids if key in wanted]
    if not own:
        return Applied()
    met |= {correction.id for correction in own}
    table, applied = apply_corrections(read_incidents(part), own, gazetteer=gazetteer)
    write_incidents(table, part)
    return applied


def _equal(column: pa.ChunkedArray, value: str | None) -> Any:  # noqa: ANN401 - pyarrow has no types
    import pyarrow.compute as pc  # noqa: PLC0415 - heavy, and needed only here

    return pc.is_null(column) if value is None else pc.equal(column, value)


def _digest(text: str) -> str:
    return hashlib.sha256(re.sub(r"\s+", " ", text).encode()).hexdigest()[:12]
