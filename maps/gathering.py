"""The command `incidents --out`: many files to one table on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.errors import TableError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import geopandas as gpd

    from gazetteer.manner import Manner
    from maps.many import Gathered

STREAMED: Final = frozenset({".parquet", ".geoparquet", ".csv"})
"""Formats that are written a file at a time, so that memory stays small."""


def gathered(
    arguments: argparse.Namespace,
    paths: Sequence[Path],
    manner: Manner,
    *,
    tell: Callable[[str], None],
) -> Gathered:
    """
    Read files into the table that `--out` names.

    Parameters
    ----------
    arguments
        As `maps.cli` parses them.
    paths
        Reports and tables.
    manner
        Whose law, by which method, and where the points are put.
    tell
        Is given sentences for people.

    Returns
    -------
    Gathered
        What is in the table, and a line for each file that could not be read.

    Raises
    ------
    TableError
        If no file could be read, or `--append` is to go on with a table that was made coarser.
    """
    from maps.many import Options, gather  # noqa: PLC0415 - loads what files are read with

    if arguments.append and arguments.coarsen is not None:
        msg = (
            "--append goes on with a table, and --coarsen would make its rows coarser once more; "
            "append to a table of your own, and make a coarse copy of it"
        )
        raise TableError(msg)
    whole = arguments.coarsen is not None or arguments.out.suffix.lower() not in STREAMED
    return gather(
        paths,
        arguments.out,
        Options(
            text=arguments.text,
            columns=arguments.columns,
            mine=arguments.mine,
            country=arguments.country,
            province=arguments.province,
            manner=manner,
            overlays=tuple(arguments.overlay),
            since=arguments.since,
        ),
        append=arguments.append,
        jobs=arguments.jobs,
        corrections=arguments.corrections,
        pairs=arguments.coarsen is None,
        write=_writer(arguments, tell) if whole else None,
        tell=tell,
    )


def _writer(
    arguments: argparse.Namespace, tell: Callable[[str], None]
) -> Callable[[gpd.GeoDataFrame, Path], None]:
    """Give what writes a whole table: as coarse as was asked for, with credits and boundaries."""

    def write(table: gpd.GeoDataFrame, out: Path) -> None:
        from geo.boundaries import read_boundaries  # noqa: PLC0415 - loads geopandas
        from geo.files import write_incidents  # noqa: PLC0415
        from maps.credits import data_credits  # noqa: PLC0415
        from maps.publishing import published  # noqa: PLC0415

        own = read_boundaries(arguments.boundaries) if arguments.boundaries else None
        public = published(table, arguments.coarsen, boundaries=own, tell=tell)
        notes = [full for _, full in data_credits(public, own_boundaries=own is not None)]
        write_incidents(public, out, boundaries=own, notes=notes)

    return write
