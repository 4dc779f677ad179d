"""
The commands `farsakh places`: your own gazetteers imported, listed, searched; prose read.

Tables go to standard output, everything said to people to standard error.
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from maps import finding

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from gazetteer.sources.library import Outcome

EXAMPLES = """\
examples:
  farsakh places import SY.zip alternateNamesV2.zip
  farsakh places import syria-latest.osm.pbf
  farsakh places import villages.csv --columns name=Location,lat=Lat,lon=Long --country IQ
  farsakh places search "Tell Rifaat" --country SY
  farsakh places find article.txt --format csv
  farsakh places info
  farsakh places remove SY

Imported places are used by every command from then on. They lie in your data folder, or in the
folder that FARSAKH_DATA names."""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """
    Add the commands to the command line.

    Parameters
    ----------
    commands
        Of `maps.cli`.
    """
    import argparse  # noqa: PLC0415 - the class of the help's form

    places = commands.add_parser(
        "places",
        help="import gazetteers of your own, list, search and remove them",
        description="Import gazetteers of your own, list, search and remove them.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    places.set_defaults(command="places")
    actions = places.add_subparsers(title="actions", required=True, metavar="ACTION")
    bring = actions.add_parser(
        "import",
        help="import GeoNames, NGA GNS, OpenStreetMap, CSV or vector files",
        description="Import files of places; what they are is told by their content.",
    )
    bring.add_argument("files", nargs="+", type=Path, metavar="FILE", help="file of places")
    bring.add_argument("--name", help="what the source is called (default: the file's name)")
    bring.add_argument(
        "--columns",
        metavar="ROLE=HEADER,...",
        help="columns of a table: name=Location,lat=Lat,lon=Long,alt_names=name_ar|name_ku",
    )
    bring.add_argument("--country", help="country of places whose row does not say it")
    bring.add_argument(
        "--kind", default="village", help="kind of places whose row does not say it (village)"
    )
    bring.add_argument(
        "--facilities",
        action="store_true",
        help="names are of health sites or schools named after their villages",
    )
    bring.add_argument("--licence", help="licence of the file, to be kept with it")
    bring.set_defaults(action="import")
    info = actions.add_parser("info", help="list what was imported, and where it lies")
    info.set_defaults(action="info")
    search = actions.add_parser("search", help="find a place by name")
    search.add_argument("place", metavar="NAME")
    search.add_argument("--country", help="code or English name")
    search.add_argument("--limit", type=int, default=10, help="number of places (10)")
    search.set_defaults(action="search")
    remove = actions.add_parser("remove", help="remove an imported source")
    remove.add_argument("source", metavar="NAME", help="as `places info` lists it")
    remove.set_defaults(action="remove")
    finding.add_parser(actions)


def run(arguments: argparse.Namespace) -> int:
    """
    Carry out one parsed command line.

    Parameters
    ----------
    arguments
        As parsed; `action` names the command.

    Returns
    -------
    int
        The exit code.
    """
    if arguments.action == "find":
        return finding.find(arguments, _country(arguments.country))
    actions = {"import": bring, "info": info, "search": search, "remove": remove}
    return actions[arguments.action](arguments)


def bring(arguments: argparse.Namespace) -> int:
    """Import files."""
    from gazetteer.errors import SourceError  # noqa: PLC0415 - after the options are checked
    from gazetteer.sources.library import install  # noqa: PLC0415
    from gazetteer.sources.table import KINDS, Options, parse_columns  # noqa: PLC0415

    if arguments.kind not in KINDS:
        msg = f"{arguments.kind!r} is no kind of place; expected one of {', '.join(sorted(KINDS))}"
        raise SourceError(msg)
    options = Options(
        columns=parse_columns(arguments.columns) if arguments.columns else {},
        kind=arguments.kind,
        facilities=arguments.facilities,
    )
    outcomes = install(
        arguments.files,
        name=arguments.name,
        country=_country(arguments.country),
        licence=arguments.licence,
        options=options,
        bar=_bar,
    )
    for outcome in outcomes:
        _tell(outcome)
    return 0


def info(arguments: argparse.Namespace) -> int:  # noqa: ARG001 - as the other commands
    """List the sources, and where they lie."""
    from gazetteer.folders import places_folder  # noqa: PLC0415 - after the options are checked
    from gazetteer.opening import embedded_gazetteer  # noqa: PLC0415
    from gazetteer.sources.library import installed  # noqa: PLC0415

    sources = installed()
    print(f"embedded: {embedded_gazetteer().version}; CC BY 4.0, geonames.org, and NOTICE")
    print(f"imported, in {places_folder()}:{'' if sources else ' nothing'}")
    for source in sources:
        print(f"\n{source.name}")
        if source.fault:
            print(f"  unusable    {source.path} {source.fault}; import it again or remove it")
            continue
        print(f"  places      {source.places:,}")
        print(f"  form        {source.form}, from {source.files} of {source.date}")
        print(f"  licence     {source.licence}")
        print(f"  imported    {source.imported}, {source.size / 1e6:,.1f} MB")
    return 0


def search(arguments: argparse.Namespace) -> int:
    """List the places that a name may mean."""
    from gazetteer.opening import load  # noqa: PLC0415 - after the options are checked

    matches = load().search(
        arguments.place, country=_country(arguments.country), limit=max(arguments.limit, 1)
    )
    if not matches:
        _say(f"nothing is called {arguments.place!r}, or nearly so")
        return 1
    rows = [("match", "name", "kind", "in", "lat", "lon", "people", "id", "source")]
    for match in matches:
        place = match.place
        rows.append(
            (
                match.kind,
                place.name,
                place.kind,
                place.admin1 or place.country or "",
                f"{place.lat:.4f}",
                f"{place.lon:.4f}",
                f"{place.population:,}" if place.population else "",
                place.id,
                place.source,
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())
    return int(all(match.kind == "suggestion" for match in matches))


def remove(arguments: argparse.Namespace) -> int:
    """Remove a source."""
    from gazetteer.sources.library import remove as take_out  # noqa: PLC0415 - as above

    gone = take_out(arguments.source)
    _say(f"removed {gone.name}: {gone.places:,} places")
    return 0


def _tell(outcome: Outcome) -> None:
    """Say what an import did, and what it could not read."""
    source, tally = outcome.source, outcome.tally
    if not outcome.changed:
        _say(f"{source.name}: the same file was imported already; nothing changed")
        return
    _say(
        f"{source.name}: {source.places:,} places from {tally.read:,} rows ({source.form}); "
        f"{tally.left_out:,} left out, {tally.malformed:,} malformed"
    )
    for where, why in tally.shown:
        _say(f"  {where}: {why}")
    if tally.malformed > len(tally.shown):
        _say(f"  and {tally.malformed - len(tally.shown):,} more")


def _country(word: str | None) -> str | None:
    if word is None:
        return None
    from gazetteer.opening import embedded_gazetteer  # noqa: PLC0415
    from gazetteer.resolve import country_code  # noqa: PLC0415 - loads shapes

    return country_code(word, gazetteer=embedded_gazetteer())


@contextlib.contextmanager
def _bar(title: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show a bar on a terminal, and nothing elsewhere."""
    from tqdm import tqdm  # noqa: PLC0415 - after the options are checked

    with tqdm(total=total, desc=title, unit="B", unit_scale=True, disable=None) as bar:

        def advance(count: int) -> None:
            bar.update(count)

        yield advance


def _say(text: str) -> None:
    print(text, file=sys.stderr)
