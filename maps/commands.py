"""
The commands behind the command line, one function each.

Tables go to standard output or to `--out`, everything said to people to standard error.
"""

from __future__ import annotations

import csv
import json
import sys
from typing import TYPE_CHECKING, TextIO

from gazetteer.errors import ExpressionError
from gazetteer.expression import explain, parse
from gazetteer.location import Location
from gazetteer.manner import Manner
from gazetteer.naming import province_codes
from gazetteer.opening import load
from gazetteer.resolve import country_code, resolve
from geo.errors import RegionError, TableError
from geo.files import guard_cell, incidents_text
from geo.outputs import whole
from geo.tables import repeats
from maps import counting
from maps.drawing import draw_map, open_files
from maps.publishing import published

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from gazetteer.store import Gazetteer

OVERLAY_COLUMNS = (
    "name", "alt_names", "lat", "lon", "country", "admin1", "feature", "radius_km", "codes",
    "source", "note",
)  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """
    Carry out one parsed command line.

    Parameters
    ----------
    arguments
        As `maps.cli` parses them; `command` names the command.

    Returns
    -------
    int
        The exit code.
    """
    commands = {
        "locate": locate,
        "incidents": incidents,
        "map": draw,
        "provinces": provinces,
        "density": density,
        "clusters": statistics,
        "hotspots": statistics,
        "review": look_over,
    }
    gazetteer = load(overlays=tuple(arguments.overlay))
    return commands[arguments.command](arguments, gazetteer)


def locate(arguments: argparse.Namespace, gazetteer: Gazetteer) -> int:
    """Locate the descriptions given as words or as the lines of a file."""
    if arguments.column is not None:
        from maps import streaming  # noqa: PLC0415 - reads files with pyarrow

        return streaming.run(arguments, _manner(arguments), gazetteer)
    texts = list(arguments.text)
    if arguments.file is not None:
        lines = arguments.file.read_text(encoding="utf-8-sig").splitlines()
        texts += [line.strip() for line in lines if line.strip()]
    if not texts:
        msg = "there is nothing to locate; give a description in quotes, or --file"
        raise TableError(msg)
    country = country_code(arguments.country, gazetteer=gazetteer)
    provinces: tuple[str, ...] = ()
    if arguments.province:
        provinces = province_codes(arguments.province, country=country, gazetteer=gazetteer)
        if not provinces:
            msg = f"no province is called {arguments.province!r}"
            raise RegionError(msg)
    spots = [
        _locate_text(text, country, provinces, _manner(arguments), gazetteer) for text in texts
    ]
    if arguments.online:
        spots = _asked(spots, country, provinces, gazetteer)
    pairs = list(zip(texts, spots, strict=True))
    if arguments.explain:
        for text, spot in pairs:
            _say(f"{explain(text)}\n{spot.explain()}\n")
    if arguments.out is None:
        _write_locations(pairs, arguments.format, sys.stdout)
    else:
        with (
            whole(arguments.out) as part,
            part.open("w", encoding="utf-8", newline="") as stream,
        ):
            _write_locations(pairs, arguments.format, stream)
    offer_overlay(((name, country) for spot in spots for name in spot.unknown), sys.stderr)
    failed = any(spot.status in {"ambiguous", "unresolved"} for spot in spots)
    return int(failed and (arguments.strict or len(texts) == 1))


def incidents(arguments: argparse.Namespace, gazetteer: Gazetteer) -> int:
    """Write the incidents of reports and tables as one table."""
    if arguments.out is not None:
        from maps.gathering import gathered  # noqa: PLC0415 - only where a file is written

        made = gathered(arguments, _paths(arguments), _manner(arguments), tell=_warn)
        if arguments.corrections:
            _say(made.joined.applied.summary())
        return _finish(made.joined.summary, made.problems, arguments, sys.stdout)
    table, problems = _read(arguments, gazetteer)
    boundaries = _own_boundaries(arguments)
    public = published(table, arguments.coarsen, boundaries=boundaries, tell=_warn)
    sys.stdout.write(incidents_text(public, form="csv"))
    return _finish(table, problems, arguments, sys.stderr)


def draw(arguments: argparse.Namespace, gazetteer: Gazetteer) -> int:
    """Write a page or a sheet with the incidents of reports and tables."""
    table, problems = _read(arguments, gazetteer)
    boundaries = _own_boundaries(arguments)
    public = published(table, arguments.coarsen, boundaries=boundaries, tell=_warn)
    # the name of a file may tell the place
    named = table.attrs.get("title") or arguments.coarsen
    title = arguments.title or (None if named else _title(arguments))
    written = draw_map(public, arguments, title=title, boundaries=boundaries, tell=_warn)
    code = _finish(table, problems, arguments, sys.stdout)
    _say(f"wrote {' and '.join(map(str, written))}")
    if arguments.open:
        open_files(written)
    return code


def provinces(arguments: argparse.Namespace, gazetteer: Gazetteer) -> int:
    """Write the number of incidents by province."""
    table, problems = _read(arguments, gazetteer)
    counting.provinces(table, _own_boundaries(arguments), arguments)
    return _finish(table, problems, arguments, sys.stderr)


def density(arguments: argparse.Namespace, gazetteer: Gazetteer) -> int:
    """Write where incidents are dense."""
    table, problems = _read(arguments, gazetteer)
    counting.density(table, arguments)
    return _finish(table, problems, arguments, sys.stderr)


def look_over(arguments: argparse.Namespace, gazetteer: Gazetteer) -> int:
    """Write the rows of reports and tables that somebody should look at."""
    from maps import review  # noqa: PLC0415 - only for this command

    table, problems = _read(arguments, gazetteer)
    doubtful = review.run(arguments, table, gazetteer)
    for problem in problems:
        _say(f"farsakh: {problem}")
    return 2 if problems else int(arguments.strict and doubtful > 0)


def statistics(arguments: argparse.Namespace, gazetteer: Gazetteer) -> int:
    """Write the clusters or the hot spots of reports and tables."""
    from maps import clustering  # noqa: PLC0415

    table, problems = _read(arguments, gazetteer)
    writers = {"clusters": clustering.clusters, "hotspots": clustering.hotspots}
    writers[arguments.command](table, arguments)
    return _finish(table, problems, arguments, sys.stderr)


def _read(
    arguments: argparse.Namespace, gazetteer: Gazetteer
) -> tuple[gpd.GeoDataFrame, list[str]]:
    from maps.inputs import read_inputs  # noqa: PLC0415 - loads what files are read with

    table, problems = read_inputs(
        _paths(arguments),
        text=arguments.text,
        columns=arguments.columns,
        mine=arguments.mine,
        country=arguments.country,
        province=arguments.province,
        manner=_manner(arguments),
        gazetteer=gazetteer,
        tell=_warn,
    )
    if arguments.corrections:
        from gazetteer.tables import apply_corrections, read_corrections  # noqa: PLC0415

        decided = read_corrections(arguments.corrections)
        table, told = apply_corrections(table, decided, gazetteer=gazetteer)
        _say(told.summary())
    return table, problems


def _paths(arguments: argparse.Namespace) -> list[Path]:
    from maps.inputs import sample_report  # noqa: PLC0415 - loads what files are read with

    paths: list[Path] = [*arguments.files, *([sample_report()] if arguments.sample else [])]
    if not paths:
        msg = "there is nothing to read; name a report or a table, or try --sample"
        raise TableError(msg)
    return paths


def _own_boundaries(arguments: argparse.Namespace) -> gpd.GeoDataFrame | None:
    """Read the user's own provinces, where there are some."""
    from geo.boundaries import read_boundaries  # noqa: PLC0415 - loads geopandas

    return read_boundaries(arguments.boundaries) if arguments.boundaries else None


def _title(arguments: argparse.Namespace) -> str | None:
    """Name a page after its one file, where that has no title of its own; several give none."""
    names = ["sample report"] if arguments.sample else []
    names += [path.stem for path in arguments.files]
    return names[0].replace("-", " ").replace("_", " ") if len(names) == 1 else None


def _finish(
    table: pd.DataFrame,
    problems: list[str],
    arguments: argparse.Namespace,
    overlay_stream: TextIO,
) -> int:
    """Say what was done and what was not, and turn it into the exit code."""
    counts = table["status"].value_counts()
    order = ("located", "region", "ambiguous", "unresolved")
    parts = [f"{counts[status]} {status}" for status in order if counts.get(status)]
    again = int(repeats(table).sum())
    told_twice = f"; {again} of them repeat another and are counted once" if again else ""
    _say(f"{len(table)} incidents: {', '.join(parts) or 'none'}{told_twice}")
    failed = table["status"].isin(["ambiguous", "unresolved"])
    if "unknown_names" in table.columns:
        unknown = table.loc[table["unknown_names"].notna(), ["unknown_names", "country"]]
        offer_overlay(
            (
                (name, None if country is None else str(country))
                for names, country in unknown.astype(object).where(unknown.notna(), None).to_numpy()
                for name in str(names).split(" | ")
            ),
            overlay_stream,
        )
    for problem in problems:
        _say(f"farsakh: {problem}")
    if problems:
        return 2
    return int(arguments.strict and bool(failed.any()))


def offer_overlay(names: Iterable[tuple[str, str | None]], stream: TextIO) -> None:
    """
    Print the names that no gazetteer holds as an overlay that lacks only the coordinates.

    Parameters
    ----------
    names
        Pairs of a name and the alpha-2 code of its country, or None; repeats are dropped.
    stream
        Where the CSV goes; the sentence about it goes to standard error.
    """
    missing = sorted({(name, country or "") for name, country in names})
    if not missing:
        return
    how_many = "1 name is" if len(missing) == 1 else f"{len(missing)} names are"
    _say(
        f"{how_many} not in the gazetteer; fill in lat and lon, save it as places.csv and run "
        "again with --overlay places.csv:"
    )
    writer = csv.DictWriter(stream, OVERLAY_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({"name": name, "country": country} for name, country in missing)


def _warn(sentence: str) -> None:
    _say(f"farsakh: {sentence}")


def _say(text: str) -> None:
    """Tell people something, beside whatever goes to standard output."""
    print(text, file=sys.stderr)


def _locate_text(
    text: str,
    country: str | None,
    provinces: tuple[str, ...],
    manner: Manner,
    gazetteer: Gazetteer,
) -> Location:
    try:
        said = parse(text)
        return resolve(
            said, country=country, provinces=provinces, manner=manner, gazetteer=gazetteer
        )
    except ExpressionError as error:
        return Location(status="unresolved", relation="none", expression=None, why=str(error))


def _asked(
    spots: list[Location], country: str | None, provinces: tuple[str, ...], gazetteer: Gazetteer
) -> list[Location]:
    """Ask a server for the names that are not known; without an answer all stays as it is."""
    from geopy.exc import GeopyError  # noqa: PLC0415 - only where somebody goes online

    from gazetteer.online import fallback  # noqa: PLC0415

    found = []
    for number, spot in enumerate(spots):
        try:
            found.append(fallback(spot, country=country, provinces=provinces, gazetteer=gazetteer))
        except GeopyError as error:
            _say(f"farsakh: the server of OpenStreetMap could not be asked: {error}")
            return [*found, *spots[number:]]
    return found


def _write_locations(pairs: list[tuple[str, Location]], form: str, stream: TextIO) -> None:
    features = [spot.to_dict() for _, spot in pairs] if form != "table" else []
    match form:
        case "table":
            stream.writelines(_told(text, spot) for text, spot in pairs)
        case "json":
            json.dump(features, stream, ensure_ascii=False, indent=2)
            stream.write("\n")
        case "jsonl":
            stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in features)
        case "geojson":
            collection = {"type": "FeatureCollection", "features": features}
            json.dump(collection, stream, ensure_ascii=False)
            stream.write("\n")
        case _:
            _write_csv(pairs, stream)


def _write_csv(pairs: list[tuple[str, Location]], stream: TextIO) -> None:
    names = (
        "text", "status", "lat", "lon", "r50_m", "r80_m", "radius_m", "r95_m", "calibrated",
        "country", "province", "relation", "anchors", "anchor_ids", "where_prec",
        "geo_precision", "method", "why",
    )  # fmt: skip
    writer = csv.DictWriter(stream, names, lineterminator="\n")
    writer.writeheader()
    for text, spot in pairs:
        row = {name: getattr(spot, name) for name in names if hasattr(spot, name)}
        row["text"] = guard_cell(text)
        row["why"] = guard_cell(spot.why)
        row["anchors"] = guard_cell(" | ".join(place.name for place in spot.anchors))
        row["anchor_ids"] = " | ".join(place.id for place in spot.anchors)
        writer.writerow(row)


def _told(text: str, spot: Location) -> str:
    """Say a location to a person, one fact a line."""
    lines = [text, f"  {spot.status}"]
    if spot.lat is not None and spot.lon is not None:
        lines[1] += f"  {spot.lat:.5f} {spot.lon:.5f} (latitude longitude)"
    lines += _reach(spot)
    place = ", ".join(part for part in (spot.province, spot.country) if part)
    if place:
        lines.append(f"  in {place}")
    lines.append(f"  {spot.why}")
    return "\n".join(lines) + "\n"


def _length(length_m: float) -> str:
    return f"{length_m / 1000:.1f} km" if length_m >= 1000 else f"{length_m:.0f} m"  # noqa: PLR2004 - a kilometre


def _manner(arguments: argparse.Namespace) -> Manner:
    return Manner(style=arguments.style, method=arguments.method, distance=arguments.distance)


def _reach(spot: Location) -> list[str]:
    """Say how far off the point may be, and whether that was measured or assumed."""
    if spot.radius_m is None:
        return []
    if spot.status != "located":
        return [f"  an area of radius {spot.radius_m / 1000:.1f} km"]
    if spot.density is None:
        return [f"  at most {_length(spot.radius_m)} off"]
    radii = zip(("50", "80", "90", "95"), (spot.r50_m, spot.r80_m, spot.radius_m, spot.r95_m),
                strict=True)  # fmt: skip
    said = ", ".join(f"{share} % within {_length(m or 0.0)}" for share, m in radii)
    return [f"  {said}" + ("" if spot.calibrated else " (assumed)")]
