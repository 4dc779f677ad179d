"""
The commands `farsakh clusters` and `farsakh hotspots`: incidents in; tables or GeoJSON out.

What they say of each cluster or cell goes to standard output or `--out`; a summary for people to
standard error.
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
    from shapely.geometry.base import BaseGeometry

KM = 1_000.0
LEVEL = 0.05
FEW_STEPS = 10  # of time, below which classes and trends are told with a word of caution: ArcGIS's


def add_clusters(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    """
    Add the command `clusters` to the command line.

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
        "clusters",
        help="find clusters of incidents, and how sure they are",
        description=(
            "Find clusters of incidents over many possible worlds: in each, every incident lies "
            "somewhere that its description allows."
        ),
    )
    parser.add_argument(
        "--eps", type=float, default=5.0, metavar="KM", help="neighbours are this near (5 km)"
    )
    parser.add_argument(
        "--min-samples", type=int, default=5, help="neighbours that make a cluster (5)"
    )
    parser.add_argument(
        "--days", type=float, metavar="N", help="neighbours are no more days apart than this"
    )
    _within(parser)
    parser.add_argument(
        "--cluster-by",
        choices=("dbscan", "hdbscan"),
        default="dbscan",
        help="hdbscan needs scikit-learn, and no --eps (dbscan)",
    )
    parser.add_argument(
        "--prior",
        choices=("em", "flat"),
        default="em",
        help="em: uncertain incidents lean to where others are; flat: not (em)",
    )
    parser.add_argument("--pins", action="store_true", help="take every point for the place itself")
    parser.add_argument(
        "--apart",
        action="store_true",
        help="draw incidents of one and the same phrase apart, not together",
    )
    parser.add_argument("--worlds", type=int, default=200, help="worlds to draw (200)")
    parser.add_argument("--seed", type=int, default=0, help="of the draws (0)")
    parser.add_argument(
        "--test",
        type=int,
        default=0,
        metavar="RUNS",
        help="also say how much of it chance alone would show, from so many runs, such as 99",
    )
    parser.add_argument(
        "--members",
        type=Path,
        metavar="FILE",
        help="also write the incidents with their cluster and its probability: .csv .geojson ...",
    )
    parser.add_argument(
        "--out", type=Path, help="file to write: .csv or .geojson (default: CSV to standard output)"
    )
    parser.set_defaults(command="clusters")
    return parser


def _within(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--within",
        metavar="CODES",
        help="only incidents there, compared with that area: codes such as SY or SY.07,IQ.01",
    )


def _cut(
    incidents: gpd.GeoDataFrame, codes: str | None
) -> tuple[gpd.GeoDataFrame, BaseGeometry | None]:
    """Leave the incidents whose point lies in provinces or countries, and give their area."""
    if codes is None:
        return incidents, None
    from geo.regions import shape_of  # noqa: PLC0415 - reads the provinces of the world

    area = shape_of(tuple(code.strip() for code in codes.split(",")))
    return incidents[incidents.geometry.intersects(area)], area


def clusters(incidents: gpd.GeoDataFrame, arguments: argparse.Namespace) -> None:
    """
    Write the clusters of a table.

    Parameters
    ----------
    incidents
        The table.
    arguments
        As `maps.cli` parses them.

    Raises
    ------
    TableError
        If `--out` is neither CSV nor GeoJSON.
    """
    from geo.clusters import chance_of_clusters, find_clusters  # noqa: PLC0415 - heavy
    from geo.files import write_incidents  # noqa: PLC0415

    eps_m = arguments.eps * KM
    incidents, area = _cut(incidents, arguments.within)
    found = find_clusters(
        incidents,
        eps_m=eps_m,
        min_samples=arguments.min_samples,
        eps_days=arguments.days,
        method=arguments.cluster_by,
        prior=arguments.prior,
        uncertain=not arguments.pins,
        shared=not arguments.apart,
        region=area,
        worlds=arguments.worlds,
        seed=arguments.seed,
    )
    write(found.table, arguments.out)
    if arguments.members is not None:
        write_incidents(incidents.join(found.members), arguments.members)
    placed = found.members["p_cluster"].notna()
    kept = found.members["cluster"].notna().sum()
    say(
        f"{len(found.table)} clusters hold {kept} of {placed.sum()} incidents; "
        f"{found.members['p_cluster'].sum():.1f} are expected to be in one"
    )
    phrases = found.table["places"] == 1
    for name, count in found.table.loc[phrases, ["cluster", "count"]].itertuples(index=False):
        say(
            f"cluster {name} is one place named {count} times: that its incidents lie together is "
            "what their words say; where, only the hull says"
        )
    if arguments.test:
        tested = chance_of_clusters(
            incidents,
            eps_m=eps_m,
            min_samples=arguments.min_samples,
            eps_days=arguments.days,
            prior=arguments.prior,
            uncertain=not arguments.pins,
            shared=not arguments.apart,
            region=area,
            runs=arguments.test,
            seed=arguments.seed,
        )
        share = tested.set_index("statistic").loc["share_clustered"]
        say(
            f"{share['observed']:.0%} of the incidents are clustered; places of chance, with the "
            f"same errors, show {share['chance']:.0%} (90 % of them {share['low']:.0%} to "
            f"{share['high']:.0%}); p = {share['p']:.3g}"
        )


def add_hotspots(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    """
    Add the command `hotspots` to the command line.

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
        "hotspots",
        help="find hot spots of incidents by square, province or circle",
        description=(
            "Find where incidents are denser than chance allows: squares of equal area (Gi*) over "
            "many possible worlds, provinces with their neighbours, or circles in space and time "
            "(Kulldorff's scan)."
        ),
    )
    parser.add_argument(
        "--by",
        choices=("square", "province", "circle"),
        default="square",
        help="what is compared (square)",
    )
    parser.add_argument(
        "--cell", type=float, default=10.0, metavar="KM", help="side of a square (10 km)"
    )
    parser.add_argument(
        "--reach", type=float, default=20.0, metavar="KM", help="squares this near are one (20 km)"
    )
    parser.add_argument(
        "--step",
        type=float,
        metavar="DAYS",
        help="squares: say what is new, lasting or gone, in such steps; circles: their step (7)",
    )
    parser.add_argument("--pins", action="store_true", help="take every point for the place itself")
    parser.add_argument(
        "--all", action="store_true", help="also write squares and provinces that are neither"
    )
    parser.add_argument(
        "--runs", type=int, default=999, help="random tables that circles are tested with (999)"
    )
    _within(parser)
    parser.add_argument("--worlds", type=int, default=100, help="worlds to draw (100)")
    parser.add_argument("--seed", type=int, default=0, help="of the draws (0)")
    parser.add_argument(
        "--out", type=Path, help="file to write: .csv or .geojson (default: CSV to standard output)"
    )
    parser.set_defaults(command="hotspots")
    return parser


def hotspots(incidents: gpd.GeoDataFrame, arguments: argparse.Namespace) -> None:
    """
    Write the hot spots of a table.

    Parameters
    ----------
    incidents
        The table.
    arguments
        As `maps.cli` parses them.

    Raises
    ------
    TableError
        If `--out` is neither CSV nor GeoJSON.
    """
    from geo.counts.provinces import by_province  # noqa: PLC0415 - heavy
    from geo.hotspots import (  # noqa: PLC0415
        emerging_hot_spots,
        hot_provinces,
        hot_spots,
        scan_incidents,
    )

    incidents, area = _cut(incidents, arguments.within)
    if arguments.by == "circle":
        found = scan_incidents(
            incidents, step_days=arguments.step or 7.0, runs=arguments.runs, seed=arguments.seed
        )
        found = found.drop(columns=["centre", "members"])
        write(found, arguments.out)
        sure = (found["p"] <= LEVEL).sum()
        say(f"{len(found)} circles; {sure} of them hold more than chance allows (p of .05 or less)")
        return
    if arguments.by == "province":
        counts = by_province(incidents)
        if arguments.within:
            listed = tuple(code.strip() for code in arguments.within.split(","))
            counts = counts[counts["code"].str.startswith(listed)]
        found = hot_provinces(counts)
    else:
        options = {
            "cell_m": arguments.cell * KM,
            "reach_m": arguments.reach * KM,
            "uncertain": not arguments.pins,
            "region": area,
            "worlds": arguments.worlds,
            "seed": arguments.seed,
        }
        found = (
            emerging_hot_spots(incidents, step_days=arguments.step, **options)
            if arguments.step
            else hot_spots(incidents, **options)
        )
    stands_out = found["kind"] != ""
    write(found if arguments.all else found[stands_out], arguments.out)
    kinds = found.loc[stands_out, "kind"].value_counts()
    parts = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    say(f"{len(found)} {arguments.by}s compared: {parts or 'none stands out'}")
    steps = found.attrs["parameters"].get("steps", FEW_STEPS)
    if steps < FEW_STEPS:
        say(f"of {steps} steps of time: fewer than {FEW_STEPS} tell little of what lasts or grows")


def write(table: gpd.GeoDataFrame, out: Path | None) -> None:
    """
    Write a table of areas as CSV, without the areas, or as GeoJSON.

    Parameters
    ----------
    table
        The table.
    out
        Where to; standard output if None.

    Raises
    ------
    TableError
        If the file is neither.
    """
    suffix = ".csv" if out is None else out.suffix.lower()
    if suffix == ".csv":
        text = _flat(table).to_csv(index=False)
    elif suffix in {".geojson", ".json"}:
        text = _geojson(table)
    else:
        message = f"{out}: tables of areas are written as .csv or .geojson"
        raise TableError(message)
    if out is None:
        sys.stdout.write(text)
    else:
        with whole(out) as part:
            encoding = "utf-8-sig" if suffix == ".csv" else "utf-8"
            part.write_text(text, encoding=encoding, newline="")


def _flat(table: gpd.GeoDataFrame) -> pd.DataFrame:
    """Leave out the areas, which no spreadsheet shows, and round what nobody measures."""
    import pandas as pd  # noqa: PLC0415 - heavy

    from geo.files.guarding import guard_table  # noqa: PLC0415 - with its siblings

    flat = pd.DataFrame(table.drop(columns="geometry"))
    floats = flat.select_dtypes("float64").columns
    return guard_table(flat.assign(**{name: flat[name].round(6) for name in floats}))


def _geojson(table: gpd.GeoDataFrame) -> str:
    plain = table.copy()
    for name in plain.columns:
        if str(plain[name].dtype).startswith(("datetime", "period")):
            plain[name] = plain[name].astype("string").str[:10]
    return str(plain.to_json(drop_id=True, na="null"))


def say(text: str) -> None:
    """
    Tell people something, beside whatever goes to standard output.

    Parameters
    ----------
    text
        One sentence.
    """
    print(text, file=sys.stderr)
