"""
The commands `farsakh provinces` and `farsakh density`: incidents in; counts and surfaces out.

Tables go to standard output or to `--out`, whose ending decides the form.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import TableError
from geo.outputs import whole

if TYPE_CHECKING:
    import argparse

    import geopandas as gpd
    import pandas as pd

    from geo.surfaces.surface import Surface

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse says no other name for it


DIGITS = "%.6g"  # of a number in a text table: more would say more than is known


def add_provinces(commands: Commands) -> argparse.ArgumentParser:
    """
    Add the command `provinces` to the command line.

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
        "provinces",
        help="count incidents by province",
        description=(
            "Count incidents by province: where their points lie, how many are expected by the "
            "uncertainty of their places, and between which numbers the true one is with 90 %%."
        ),
    )
    parser.add_argument(
        "--period", choices=("day", "week", "month", "quarter", "year"),
        help="count each period apart, and tell the change from the one before",
    )  # fmt: skip
    parser.add_argument("--by", metavar="COLUMN", help="split the counts, as by event_type")
    _add_windows(parser)
    parser.add_argument(
        "--population", metavar="COLUMN",
        help="column of --boundaries with the people of each, for rates per 100,000",
    )  # fmt: skip
    parser.add_argument("--rates", action="store_true", help="add areas and rates per 1,000 km²")
    parser.add_argument(
        "--out", type=Path, help="file to write: .csv or .xlsx (default: CSV to standard output)"
    )
    parser.set_defaults(command="provinces")
    return parser


def add_density(commands: Commands) -> argparse.ArgumentParser:
    """
    Add the command `density` to the command line.

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
        "density",
        help="say where incidents are dense, in incidents per 100 km²",
        description=(
            "Spread every incident by its own uncertainty and a bandwidth over a grid of equal "
            "areas. Standard output gets the smallest areas that hold 50, 80 and 95 %% of all; "
            "--out .geojson or .gpkg the same with their outlines, .csv the cells, .tif the grid."
        ),
    )
    parser.add_argument(
        "--bandwidth-km", type=float, default=None, metavar="KM",
        help="standard deviation added to every incident (10; 20 for two periods)",
    )  # fmt: skip
    parser.add_argument("--cell-km", type=float, metavar="KM", help="side of a cell")
    parser.add_argument(
        "--extent", type=float, nargs=4, metavar=("WEST", "SOUTH", "EAST", "NORTH"),
        help="degrees that the grid covers (all that the incidents reach)",
    )  # fmt: skip
    parser.add_argument(
        "--grid", choices=("square", "hexagon", "h3"),
        help="count by cell of such a grid instead, with intervals",
    )  # fmt: skip
    parser.add_argument(
        "--resolution", type=int, default=5, metavar="N", help="of --grid h3, 0 to 15 (5)"
    )
    _add_windows(parser)
    parser.add_argument("--out", type=Path, help="file to write: .geojson .gpkg .csv .tif")
    parser.set_defaults(command="density")
    return parser


def _add_windows(parser: argparse.ArgumentParser) -> None:
    for name, other in (("earlier", "later"), ("later", "earlier")):
        parser.add_argument(
            f"--{name}", nargs=2, metavar=("FIRST", "LAST"),
            help=f"first and last day of the {name} of two periods to compare (with --{other})",
        )  # fmt: skip


def provinces(
    table: gpd.GeoDataFrame, boundaries: gpd.GeoDataFrame | None, arguments: argparse.Namespace
) -> None:
    """
    Write the number of incidents by province.

    Parameters
    ----------
    table
        Incidents.
    boundaries
        The user's own provinces.
    arguments
        As `add_provinces` parses them.

    Raises
    ------
    TableError
        If options exclude each other, or the file's ending is none of tables.
    """
    from geo.counts.comparison import compare_periods  # noqa: PLC0415 - load geopandas
    from geo.counts.provinces import by_province  # noqa: PLC0415
    from geo.counts.rates import with_rates  # noqa: PLC0415

    windows = _windows(arguments)
    if windows is not None:
        if arguments.period or arguments.by or arguments.rates or arguments.population:
            message = "--earlier and --later go without --period, --by, --rates and --population"
            raise TableError(message)
        counts = compare_periods(table, *windows, boundaries=boundaries)
        total = counts.attrs["all"]
        _say(
            f"all provinces: {total['earlier']:.0f} and {total['later']:.0f} incidents, "
            f"{total['ratio']:.2f} times as many a day; chance alone does as much in "
            f"{total['p_value']:.2g} of cases"
        )
    else:
        counts = by_province(table, boundaries=boundaries, period=arguments.period, by=arguments.by)
        if arguments.rates or arguments.population:
            counts = with_rates(counts, boundaries=boundaries, population=arguments.population)
    _write_table(counts, arguments.out)


def density(table: gpd.GeoDataFrame, arguments: argparse.Namespace) -> None:
    """
    Write where incidents are dense.

    Parameters
    ----------
    table
        Incidents.
    arguments
        As `add_density` parses them.

    Raises
    ------
    TableError
        If options exclude each other, or the file's ending is none of these.
    """
    from geo.counts.grids import by_grid  # noqa: PLC0415 - load geopandas
    from geo.surfaces.contours import contours  # noqa: PLC0415
    from geo.surfaces.difference import density_change  # noqa: PLC0415
    from geo.surfaces.kernel import density as spread  # noqa: PLC0415

    lengths = {
        name: value
        for name in ("bandwidth_km", "cell_km")
        if (value := getattr(arguments, name)) is not None
    }
    extent = tuple(arguments.extent) if arguments.extent else None
    windows = _windows(arguments)
    if arguments.grid:
        if windows is not None or arguments.bandwidth_km is not None or extent:
            message = "--grid goes without --bandwidth-km, --extent, --earlier and --later"
            raise TableError(message)
        cell_km = {"cell_km": arguments.cell_km} if arguments.cell_km else {}
        cells = by_grid(table, cell=arguments.grid, resolution=arguments.resolution, **cell_km)
        _write_areas(cells, arguments.out)
        return
    if windows is not None:
        told = density_change(table, *windows, extent=extent, **lengths)
        _say(
            f"{len(told.areas)} areas changed by more than chance would do anywhere on the map in "
            "1 of 20 cases"
        )
        _write_areas(told.areas, arguments.out, told.change)
        return
    surface = spread(table, extent=extent, **lengths)
    said = surface.attrs
    outside = f", {said['outside']:.1f} of them outside the extent" if extent else ""
    _say(
        f"spread {said['spread']:.0f} incidents{outside}; {said['not_located']} lie nowhere; cells "
        f"of {surface.cell_m / 1000:.3g} km"
    )
    _write_areas(contours(surface), arguments.out, surface)


def _windows(
    arguments: argparse.Namespace,
) -> tuple[tuple[str, str], tuple[str, str]] | None:
    if (arguments.earlier is None) != (arguments.later is None):
        message = "--earlier and --later are given together, each with its first and its last day"
        raise TableError(message)
    if arguments.earlier is None:
        return None
    return tuple(arguments.earlier), tuple(arguments.later)


def _write_areas(areas: gpd.GeoDataFrame, out: Path | None, surface: Surface | None = None) -> None:
    """Write areas, or the surface that they are of, by the ending of the file."""
    suffix = out.suffix.lower() if out else ""
    if out is None:
        _write_table(areas.drop(columns="geometry"), None)
    elif suffix == ".csv":
        _write_table(areas.drop(columns="geometry") if surface is None else surface.to_table(), out)
    elif suffix in {".geojson", ".gpkg"}:
        with whole(out) as part:
            areas.to_file(part)
    elif suffix in {".tif", ".tiff"} and surface is not None:
        from geo.surfaces.geotiff import write_geotiff  # noqa: PLC0415

        with whole(out) as part:
            write_geotiff(surface, part)
    else:
        forms = ".geojson, .gpkg, .csv" + ("" if surface is None else " or .tif")
        message = f"{out}: expected {forms}"
        raise TableError(message)


def _write_table(table: pd.DataFrame, out: Path | None) -> None:
    """Write a table of counts; no cell of it is a formula."""
    from geo.files.guarding import guard_table  # noqa: PLC0415 - with its siblings

    safe = guard_table(table)
    if out is None:
        safe.to_csv(sys.stdout, index=False, float_format=DIGITS)
    elif out.suffix.lower() == ".xlsx":
        with whole(out) as part:
            safe.to_excel(part, index=False, sheet_name="counts")
    elif out.suffix.lower() == ".csv":
        with whole(out) as part:
            safe.to_csv(part, index=False, encoding="utf-8-sig", float_format=DIGITS)
    else:
        message = f"{out}: counts are written as .csv or .xlsx"
        raise TableError(message)


def _say(text: str) -> None:
    """Tell people something, beside whatever goes to standard output."""
    print(text, file=sys.stderr)
