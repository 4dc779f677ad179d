"""
The command `farsakh`: descriptions, reports and tables in; locations, tables and maps out.

Exit codes: 0 all done; 1 a text given to `locate`, or with `--strict` any row, was not located;
2 the input could not be used.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import geo
from geo.errors import FarsakhError
from geo.outputs import unwritten
from maps import (
    checkup,
    claiming,
    clustering,
    counting,
    describing,
    drawing,
    places,
    review,
    streaming,
)
from maps.publishing import add_coarsen

if TYPE_CHECKING:
    from collections.abc import Sequence

EXAMPLES = """\
examples:
  farsakh map weekly-report.txt --out incidents.html
  farsakh map --sample --out incidents.html
  farsakh map table.csv --text place --country SY --out incidents.html
  farsakh locate "about 10 km north of Al-Mayadeen" --country SY
  farsakh describe 40.45 35.11
  farsakh incidents weekly-report.txt --out incidents.xlsx
  farsakh map weekly-report.txt --coarsen 25 --out public.html
  farsakh map weekly-report.txt --static map.pdf --by week
  farsakh provinces weekly-report.txt --out counts.xlsx --period week
  farsakh review weekly-report.txt --out review.html
  farsakh density weekly-report.txt --out dense.geojson
  farsakh clusters weekly-report.txt --eps 5 --test 99 --out clusters.geojson
  farsakh hotspots weekly-report.txt --cell 20 --reach 40 --out hotspots.geojson

Everything runs on this machine; nothing is sent anywhere, but names with locate --online."""


LIGHT = {  # commands that start without the geopandas of the others
    "places": places.run,
    "claims": claiming.run,
    "describe": describing.run,
    "doctor": checkup.run,
}


def main(argv: Sequence[str] | None = None) -> int:
    """
    Run the command line.

    Parameters
    ----------
    argv
        Arguments without the program's name; those of the process if left out.

    Returns
    -------
    int
        The exit code.
    """
    arguments = build_parser().parse_args(argv)
    with warnings.catch_warnings():
        warnings.simplefilter("default", UserWarning)
        warnings.showwarning = _say_warning  # type: ignore[assignment]  # it says the message alone
        return _run(arguments)


def _run(arguments: argparse.Namespace) -> int:
    """Run a command, and turn what is refused into a sentence and the exit code 2."""
    try:
        if arguments.command in LIGHT:
            return LIGHT[arguments.command](arguments)
        if arguments.command == "map":
            drawing.check_map(arguments)
        # Imported here, so that `--help` and a mistyped option answer at once.
        from maps import commands  # noqa: PLC0415

        return commands.run(arguments)
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        sys.stderr.close()
        return 0
    except FarsakhError as error:
        said = str(error)
    except OSError as error:
        said = str(error) if error.filename else unwritten("standard output", error)
    print(f"farsakh: {said}", file=sys.stderr)
    return 2


def _say_warning(message: Warning | str, *_: object) -> None:
    """Say a warning as a sentence, without the line of our code that it comes from."""
    print(f"farsakh: {message}", file=sys.stderr)


def build_parser() -> argparse.ArgumentParser:
    """
    Describe the command line.

    Returns
    -------
    argparse.ArgumentParser
        With a subparser for each command.
    """
    parser = argparse.ArgumentParser(
        prog="farsakh",
        description=(
            "Read where things happened the way reports say it, and map it with its uncertainty."
        ),
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"farsakh {geo.__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    locate = commands.add_parser(
        "locate",
        help="locate descriptions given as words, or one a line in a file",
        description="Locate descriptions such as 'about 10 km north of Al-Mayadeen'.",
    )
    locate.add_argument("text", nargs="*", metavar="TEXT", help="a description, in quotes")
    locate.add_argument("--file", type=Path, help="a text file with one description a line")
    locate.add_argument(
        "--online",
        action="store_true",
        help="ask OpenStreetMap's server for names that are not in the gazetteer, one a second",
    )
    _context(locate)
    locate.add_argument(
        "--format",
        choices=("table", "json", "jsonl", "geojson", "csv"),
        default="table",
        help="form of the output (default: table, for people)",
    )
    locate.add_argument(
        "--explain",
        action="store_true",
        help="also say how each text was read and why one place won over another",
    )
    locate.add_argument("--out", type=Path, help="write here instead of to standard output")
    streaming.add_options(locate)
    locate.set_defaults(command="locate")

    incidents = commands.add_parser(
        "incidents",
        help="turn reports or tables into a table of located incidents",
        description="Read reports (text) or tables (CSV, Excel, Parquet) into located incidents.",
    )
    _files(incidents)
    _context(incidents)
    _boundaries(incidents)
    incidents.add_argument(
        "--out",
        type=Path,
        help="file to write: .csv .xlsx .geojson .gpkg .parquet .kml (default: CSV to standard "
        "output)",
    )
    _many(incidents)
    add_coarsen(incidents)
    incidents.set_defaults(command="incidents")

    drawn = drawing.add_map(commands)
    _files(drawn)
    _context(drawn)
    _boundaries(drawn)

    review.add_parser(commands, _files, _context)
    provinces = counting.add_provinces(commands)
    statistics = (
        provinces,
        counting.add_density(commands),
        clustering.add_clusters(commands),
        clustering.add_hotspots(commands),
    )
    for parsers in statistics:
        _files(parsers)
        _context(parsers)
    _boundaries(provinces)
    describing.add_parser(commands)
    claiming.add_parser(commands)
    places.add_parser(commands)
    checkup.add_doctor(commands)
    return parser


def _files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="report or table")
    parser.add_argument("--sample", action="store_true", help="use the report that comes along")
    parser.add_argument("--text", metavar="COLUMN", help="column of descriptions, for tables")
    parser.add_argument(
        "--columns",
        metavar="MAP",
        help="column map of the tables: acled, ucdp, gtd, hxl or a JSON file (default: recognised)",
    )
    parser.add_argument(
        "--mine",
        action="store_true",
        help="let the notes of a table move its rows: '10 km north of X' in a row coded at X",
    )
    parser.add_argument(
        "--corrections",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="decisions on rows, as `farsakh review` asks for them; may be given again",
    )


def _many(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--append",
        action="store_true",
        help="keep the rows that --out holds of other files; those of the same file are replaced",
    )
    parser.add_argument(
        "--since",
        metavar="DATE",
        help="leave out rows whose last day is before this one; rows without a date stay",
    )
    parser.add_argument(
        "--jobs",
        type=int,
        metavar="N",
        help="processes that read at once (default: as many as there are processors)",
    )


def _context(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--country", help="country: code or English name, or a column of the table")
    parser.add_argument("--province", help="province: code or name, or a column of the table")
    parser.add_argument(
        "--style",
        choices=("human", "machine", "encyclopedia"),
        default="human",
        help="whose words they are, which decides how far off they may be (human)",
    )
    parser.add_argument(
        "--method",
        choices=("density", "point-radius"),
        default="density",
        help="radii of stated probability, or the maximum of the published method (density)",
    )
    parser.add_argument(
        "--distance",
        choices=("stated", "calibrated"),
        default="stated",
        help="put points as far as the text says, or in the middle of where they may be (stated)",
    )
    parser.add_argument(
        "--overlay",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="CSV of your own places (name, lat, lon, ...); may be given again",
    )
    parser.add_argument(
        "--strict", action="store_true", help="exit with 1 if anything could not be located"
    )


def _boundaries(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--boundaries",
        type=Path,
        metavar="FILE",
        help="your own provinces instead of those that come along (any vector file)",
    )


if __name__ == "__main__":
    sys.exit(main())
