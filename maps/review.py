"""
The command `review`: the rows that somebody should look at, as a page or a table.

The table (CSV, Excel) has the columns of a file of corrections, empty: whoever fills them in can
give it back with `--corrections`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import TableError
from geo.outputs import whole

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    import geopandas as gpd
    import pandas as pd

    from gazetteer.store import Gazetteer
    from gazetteer.tables.doubts import Doubtful

HELP = "list the rows that somebody should look at, with candidates and reasons"


def add_parser(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    *shared: Callable[[argparse.ArgumentParser], None],
) -> None:
    """
    Add the command to the command line.

    Parameters
    ----------
    commands
        The commands.
    *shared
        What adds the options of files and of context.
    """
    parser = commands.add_parser(
        "review",
        help=HELP,
        description=(
            "List doubtful rows: ambiguous, unresolved, far from the province that is named, with "
            "a radius above a limit, contradicted by the text in brackets, or with coordinates "
            "that cannot be right."
        ),
    )
    for add in shared:
        add(parser)
    parser.add_argument(
        "--radius-km",
        type=float,
        default=25.0,
        metavar="KM",
        help="points that may be farther off than this are listed (25)",
    )
    parser.add_argument(
        "--out",
        type=Path,
        help="review.html, a page to decide in; .csv or .xlsx, a table to fill in (default: CSV)",
    )
    parser.set_defaults(command="review")


def run(arguments: argparse.Namespace, table: gpd.GeoDataFrame, gazetteer: Gazetteer) -> int:
    """
    Write the doubtful rows of a table.

    Parameters
    ----------
    arguments
        As `maps.cli` parses them.
    table
        The incidents, corrections applied.
    gazetteer
        Where candidates are looked up.

    Returns
    -------
    int
        How many rows are doubtful.

    Raises
    ------
    TableError
        If the ending of `--out` is none of a page or a table.
    """
    from gazetteer.tables.doubts import KINDS, doubtful_rows  # noqa: PLC0415 - loads geopandas

    suffix = arguments.out.suffix.lower() if arguments.out else ".csv"
    if suffix not in {".html", ".htm", ".csv", ".xlsx"}:
        msg = f"{arguments.out}: a review is written as .html, .csv or .xlsx"
        raise TableError(msg)
    if not arguments.radius_km > 0:
        msg = f"--radius-km is {arguments.radius_km}; expected kilometres above 0"
        raise TableError(msg)
    doubtful = doubtful_rows(table, radius_limit_m=1000 * arguments.radius_km, gazetteer=gazetteer)
    if suffix in {".html", ".htm"}:
        from maps.reviewing import review_page  # noqa: PLC0415 - loads what draws maps

        names = [path.name for path in arguments.files] or ["the sample report"]
        title = f"Review of {names[0]}" + (f" and {len(names) - 1} more" if names[1:] else "")
        page = review_page(table, doubtful, title=title, gazetteer=gazetteer)
        with whole(arguments.out) as part:
            part.write_text(page, encoding="utf-8", newline="\n")
    else:
        rows = review_table(table, doubtful, gazetteer=gazetteer)
        _write(rows, arguments.out)
    kinds = {doubt.kind for found in doubtful for doubt in found.doubts}
    told = [
        f"{sum(any(d.kind == kind for d in found.doubts) for found in doubtful)} {words}"
        for kind, words in KINDS.items()
        if kind in kinds
    ]
    said = f"{len(doubtful)} of {len(table)} rows to look at: {', '.join(told) or 'none'}"
    sys.stderr.write(f"{said}\n")
    return len(doubtful)


def review_table(
    incidents: gpd.GeoDataFrame, doubtful: Sequence[Doubtful], *, gazetteer: Gazetteer
) -> pd.DataFrame:
    """
    List doubtful rows as a table that is also an empty file of corrections.

    Parameters
    ----------
    incidents
        The table.
    doubtful
        Its doubtful rows.
    gazetteer
        Where provinces and countries have their names.

    Returns
    -------
    pandas.DataFrame
        One row each; no cell is one that a spreadsheet would run.
    """
    import pandas as pd  # noqa: PLC0415 - heavy, and needed only here

    from gazetteer.tables.cells import clean  # noqa: PLC0415
    from gazetteer.tables.decisions import COLUMNS  # noqa: PLC0415
    from gazetteer.tables.doubts import MOST_CANDIDATES  # noqa: PLC0415
    from geo.files import guard_cell  # noqa: PLC0415

    rows = []
    for found in doubtful:
        row = incidents.iloc[found.row]
        point = row["geometry"]
        cells: dict[str, Any] = dict.fromkeys(COLUMNS, "")
        cells |= {name: clean(row.get(name)) for name in ("id", "text")}
        cells |= {
            "doubt": "; ".join(doubt.kind for doubt in found.doubts),
            "reason": "; ".join(doubt.why for doubt in found.doubts),
        }
        shown = ("location_text", "country", "stated_province", "status", "source_file", "date")
        cells |= {name: clean(row.get(name)) for name in shown}
        cells["date"] = cells["date"][:10]
        cells["now_lat"] = "" if point is None else round(point.y, 5)
        cells["now_lon"] = "" if point is None else round(point.x, 5)
        for rank in range(MOST_CANDIDATES):
            match = found.candidates[rank] if rank < len(found.candidates) else None
            cells[f"candidate_{rank + 1}"] = _candidate(match, gazetteer) if match else ""
        rows.append({name: guard_cell(cell) if isinstance(cell, str) else cell
                     for name, cell in cells.items()})  # fmt: skip
    names = list(rows[0]) if rows else [*COLUMNS, "doubt", "reason"]
    return pd.DataFrame(rows, columns=names)


def _candidate(match: Any, gazetteer: Gazetteer) -> str:  # noqa: ANN401 - a Match
    from gazetteer.reasons import described  # noqa: PLC0415 - beside its only use

    place = match.place
    words = described(place, gazetteer=gazetteer)
    return f"{place.id} {words} {place.lat:.4f} {place.lon:.4f}"


def _write(rows: pd.DataFrame, out: Path | None) -> None:
    if out is None:
        rows.to_csv(sys.stdout, index=False, lineterminator="\n")
        return
    with whole(out) as part:
        if out.suffix.lower() == ".xlsx":
            rows.to_excel(part, index=False, sheet_name="review", freeze_panes=(1, 1))
        else:
            rows.to_csv(part, index=False, lineterminator="\n", encoding="utf-8-sig")
