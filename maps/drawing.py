"""The command `farsakh map`: a page for the browser, a sheet for print, or both."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import TableError
from maps.publishing import add_coarsen, told_warnings

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse says no other name for it

PERIODS = ("day", "week", "month", "quarter", "year")
LAYERS = ("provinces", "density", "footprints", "incidents")
EXAMPLES = """\
examples:
  farsakh map weekly-report.txt --out incidents.html --open
  farsakh map table.csv --text place --country SY --static map.pdf --by week
  farsakh map weekly-report.txt --out public.html --static public.png --coarsen 25"""


def add_map(commands: Commands) -> argparse.ArgumentParser:
    """
    Add the command `map` to the command line.

    Parameters
    ----------
    commands
        Of `maps.cli`.

    Returns
    -------
    ArgumentParser
        Which still lacks the files to read.
    """
    parser = commands.add_parser(
        "map",
        help="turn reports or tables into a map to open in a browser, or to print",
        description=(
            "Draw incidents as one HTML file that needs no network (--out), as a sheet for print "
            "(--static), or as both."
        ),
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--out", type=Path, metavar="PAGE", help="page to write, such as map.html")
    parser.add_argument(
        "--static", type=Path, metavar="SHEET",
        help="sheet to write, by its ending .png, .svg or .pdf (needs matplotlib: farsakh[print])",
    )  # fmt: skip
    parser.add_argument("--title", help="title of page and sheet (that of the report, or its name)")
    parser.add_argument("--subtitle", help="line below it (the days from the first to the last)")
    parser.add_argument(
        "--by", choices=PERIODS,
        help="one small map for each period on the sheet; the page can play time by itself",
    )  # fmt: skip
    parser.add_argument(
        "--layers", type=_listed, metavar="LAYER,...",
        help=f"what is drawn, of {', '.join(LAYERS)} (page: all; sheet: all but density)",
    )  # fmt: skip
    parser.add_argument(
        "--category", metavar="COLUMN",
        help="column by which incidents are told apart (the kind of event); 'none' for none",
    )  # fmt: skip
    parser.add_argument(
        "--extent", type=float, nargs=4, metavar=("W", "S", "E", "N"),
        help="degrees that the sheet shows (all incidents)",
    )  # fmt: skip
    parser.add_argument(
        "--basemap", metavar="NAME",
        help="tiles below the page's map, such as OpenStreetMap.Mapnik: whoever opens the page "
        "then asks that server, which learns where they look",
    )  # fmt: skip
    add_coarsen(parser)
    parser.add_argument(
        "--online", action="store_true",
        help="smaller page that loads its scripts from a public server when it is opened",
    )  # fmt: skip
    parser.add_argument(
        "--open", action="store_true", help="open what was written, as the desktop does"
    )
    parser.set_defaults(command="map")
    return parser


def check_map(arguments: argparse.Namespace) -> None:
    """
    Refuse what cannot be drawn before anything is read, which may take minutes.

    Parameters
    ----------
    arguments
        Of the command.

    Raises
    ------
    TableError
        If nothing is to be written, or an option needs the other product.
    """
    if arguments.out is None and arguments.static is None:
        msg = "there is nothing to write; give --out map.html for a page, --static map.png to print"
        raise TableError(msg)
    if arguments.static is None:
        for name in ("by", "extent"):
            if getattr(arguments, name) is not None:
                msg = (
                    f"--{name} is for a sheet; give --static map.png as well (a page has a slider "
                    "of time, and is moved by hand)"
                )
                raise TableError(msg)
    elif arguments.static.suffix.lower() not in {".png", ".svg", ".pdf"}:
        msg = f"--static {arguments.static}: a sheet is written as .png, .svg or .pdf"
        raise TableError(msg)
    if arguments.out is None:
        for name in ("basemap", "online"):
            if getattr(arguments, name):
                msg = f"--{name} is for a page; give --out map.html as well"
                raise TableError(msg)


def draw_map(
    incidents: gpd.GeoDataFrame,
    arguments: argparse.Namespace,
    *,
    title: str | None,
    boundaries: gpd.GeoDataFrame | None,
    tell: Callable[[str], None],
) -> list[Path]:
    """
    Write what was asked for.

    Parameters
    ----------
    incidents
        What is drawn.
    arguments
        Of the command.
    title
        Of page and sheet; that of the table if None.
    boundaries
        The user's own provinces, if any.
    tell
        Is given each warning.

    Returns
    -------
    list of Path
        The files.
    """
    chosen = {"usual": "usual", "none": None}
    category = chosen.get(arguments.category or "usual", arguments.category)
    layers = {"layers": arguments.layers} if arguments.layers else {}
    if arguments.out is not None:
        from maps.page import incident_map  # noqa: PLC0415 - loads folium

        page = incident_map(
            incidents, title=title, subtitle=arguments.subtitle, boundaries=boundaries,
            category=category, basemap=arguments.basemap, **layers,
        )  # fmt: skip
        page.save(arguments.out, online=arguments.online)
    if arguments.static is not None:
        from maps.static import static_map  # noqa: PLC0415 - loads matplotlib

        with told_warnings(tell):
            sheet = static_map(
                incidents, title=title, subtitle=arguments.subtitle, boundaries=boundaries,
                category=category, by=arguments.by, extent=arguments.extent, **layers,
            )  # fmt: skip
        sheet.save(arguments.static)
    return [path for path in (arguments.out, arguments.static) if path is not None]


def open_files(paths: list[Path]) -> None:
    """
    Open files as the desktop does.

    Parameters
    ----------
    paths
        Pages and pictures.
    """
    import webbrowser  # noqa: PLC0415 - only where it is asked for

    for path in paths:
        webbrowser.open(path.resolve().as_uri())


def _listed(text: str) -> list[str]:
    """Read names between commas."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in LAYERS]
    if unknown or not names:
        msg = f"{text!r}: expected some of {', '.join(LAYERS)}, with commas between them"
        raise argparse.ArgumentTypeError(msg)
    return names
