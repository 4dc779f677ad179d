"""The command `farsakh claims`: what reports claim in sum, beside what was counted from them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import FarsakhError, TableError
from geo.outputs import whole

if TYPE_CHECKING:
    import argparse

    import pandas as pd


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """
    Add the command to the command line.

    Parameters
    ----------
    commands
        Of `maps.cli`.
    """
    parser = commands.add_parser(
        "claims",
        help="compare the totals that reports claim with what they tell",
        description=(
            "List the totals that reports claim ('158 attacks, 84 of them in Iraq') and count "
            "beside each what their own events hold of the same days and area."
        ),
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="report")
    parser.add_argument("--out", type=Path, help="CSV to write (default: a table for people)")
    parser.set_defaults(command="claims")


def run(arguments: argparse.Namespace) -> int:
    """
    Read reports, print their claims and what was counted.

    Parameters
    ----------
    arguments
        From the command line.

    Returns
    -------
    int
        The exit code.
    """
    import pandas as pd  # noqa: PLC0415 - `--help` answers without it

    from gazetteer.report import claims_table, compare_claims, read_claims, read_report  # noqa: PLC0415

    tables, problems = [], []
    for path in arguments.files:
        try:
            claims = claims_table(read_claims(path), source_file=path.name)
            tables.append(compare_claims(claims, read_report(path)))
        except (FarsakhError, OSError) as error:
            problems.append(f"{path}: {error}")
    if not tables:
        raise TableError("; ".join(problems))
    for problem in problems:
        print(f"farsakh: {problem}", file=sys.stderr)
    filled = [table for table in tables if len(table)] or tables[:1]
    compared = pd.concat(filled, ignore_index=True)
    if arguments.out:
        from geo.files.guarding import guard_table  # noqa: PLC0415 - as above

        with whole(arguments.out) as part:
            guard_table(compared).to_csv(part, index=False)
        print(f"farsakh: {len(compared)} claimed totals in {arguments.out}", file=sys.stderr)
    else:
        print(render_claims(compared))
    return 2 if problems else 0


def render_claims(compared: pd.DataFrame) -> str:
    """
    Write claims and counts for people to read.

    Parameters
    ----------
    compared
        From `gazetteer.report.compare_claims`.

    Returns
    -------
    str
        One line a claim.

    Examples
    --------
    >>> from gazetteer.report import claims_table, compare_claims, read_claims, read_report
    >>> text = "- In all, 12 attacks were recorded in Iraq."
    >>> claims = compare_claims(claims_table(read_claims(text)), read_report(text))
    >>> print(render_claims(claims))
    claimed  counted  of       area  days  told  claimed by
         12        0  attacks  Iraq  -     -     -
    """
    import pandas as pd  # noqa: PLC0415 - as above

    if compared.empty:
        return "no claimed totals"
    rows = [["claimed", "counted", "of", "area", "days", "told", "claimed by"]]
    for _, claim in compared.iterrows():
        hedge = ">" if claim["at_least"] else "~" if claim["approximate"] else ""
        ends = (claim["period_from"], claim["period_to"])
        dates = ["" if pd.isna(day) else day.date().isoformat() for day in ends]
        days = " to ".join(dates) if any(dates) else "-"
        covered = claim["days_told"]
        known = "-" if pd.isna(covered) else f"{covered} of {claim['days_claimed']}"
        counted = claim["counted"]
        rows.append([f"{hedge}{claim['count']}", _cell(counted), claim["unit"], claim["area"],
                     days, known, _cell(claim["claimed_by"])])  # fmt: skip
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if column < 2 else cell.ljust(width)  # noqa: PLR2004 - the two numbers
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _cell(value: int | str | None) -> str:
    import pandas as pd  # noqa: PLC0415 - as above

    return "-" if pd.isna(value) else str(value)
