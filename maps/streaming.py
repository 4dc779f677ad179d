"""`farsakh locate --file TABLE --text COLUMN --out OUT.parquet`: tables larger than the memory."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from geo.errors import TableError

if TYPE_CHECKING:
    import argparse

    from gazetteer.manner import Manner
    from gazetteer.store import Gazetteer


def run(arguments: argparse.Namespace, manner: Manner, gazetteer: Gazetteer) -> int:
    """
    Locate a file part by part, and say how far it went.

    Parameters
    ----------
    arguments
        As `maps.cli` parses them.
    manner
        Whose law, by which method, and where the points are put.
    gazetteer
        Where to look.

    Returns
    -------
    int
        The exit code: 1 with `--strict` if anything is nowhere.
    """
    # Imported here, so that `--help` answers at once.
    from tqdm import tqdm  # noqa: PLC0415

    from gazetteer.batch import Wanted  # noqa: PLC0415
    from gazetteer.columns import COLUMNS, checked_columns  # noqa: PLC0415
    from gazetteer.streaming import PART_ROWS, Cells, locate_file  # noqa: PLC0415

    if arguments.file is None or arguments.out is None:
        msg = "--text names a column of a table: give it with --file, and the result with --out"
        raise TableError(msg)
    names = COLUMNS if arguments.columns is None else arguments.columns.split(",")
    wanted = Wanted(
        manner=manner,
        columns=checked_columns([name.strip() for name in names]),
        footprints="footprint" in names,
    )
    with tqdm(desc=arguments.file.name, unit="row", disable=None, delay=1) as bar:

        def advance(rows: int) -> None:
            bar.update(rows)

        counts = locate_file(
            arguments.file,
            arguments.out,
            Cells(text=arguments.column, country=arguments.country, province=arguments.province),
            wanted,
            gazetteer=gazetteer,
            jobs=arguments.jobs,
            part_rows=arguments.part_rows or PART_ROWS,
            advance=advance,
        )
    told = ", ".join(f"{count} {status}" for status, count in counts.items() if count)
    bad = counts.get("unresolved", 0) + counts["unreadable"]
    sys.stderr.write(f"{arguments.out}: {told or 'no rows'}\n")
    if bad:
        sys.stderr.write(f"{arguments.out}.bad.csv: why {bad} of them are nowhere\n")
    failed = bad + counts.get("ambiguous", 0)
    return int(arguments.strict and failed > 0)


def add_options(parser: argparse.ArgumentParser) -> None:
    """
    Add the options of tables to `farsakh locate`.

    Parameters
    ----------
    parser
        Of that command.
    """
    table = parser.add_argument_group("tables of any size", "with --file and --out OUT.parquet")
    table.add_argument(
        "--text",
        dest="column",
        metavar="COLUMN",
        help="column of descriptions: --file is then a table (CSV, TSV, Parquet)",
    )
    table.add_argument("--columns", help="which of our columns to add, as lon,lat,radius_m (all)")
    table.add_argument("--jobs", type=int, default=1, help="number of processes (1)")
    table.add_argument(
        "--part-rows",
        type=int,
        metavar="N",
        help="rows held in memory at once, and read again where a run was killed (500000)",
    )
