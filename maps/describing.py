"""
The command `farsakh describe`: points in; words out.

Longitude before latitude, as everywhere here; the words go to standard output.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import TableError

if TYPE_CHECKING:
    import argparse

    from gazetteer.description import Description

FORMATS = ("table", "json", "jsonl", "geojson", "csv")
COLUMNS = (
    "lon", "lat", "text", "anchor", "anchor_id", "distance_km", "bearing", "direction", "province",
    "province_name", "country", "country_name",
)  # fmt: skip


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """
    Add the command to the command line.

    Parameters
    ----------
    commands
        Of `maps.cli`.
    """
    parser = commands.add_parser(
        "describe",
        help="say in words where points are",
        description=(
            "Say where points are, such as '10 km N of Al Mayadin, Deir ez-Zor, Syria'. "
            "Longitude comes before latitude: farsakh describe 40.45 35.11 -70.65 -33.45"
        ),
    )
    parser.add_argument(
        "degrees",
        nargs="+",
        type=float,
        metavar="LON LAT",
        help="one point or several, in decimal degrees, west and south below zero",
    )
    parser.add_argument(
        "--points", type=int, choices=(8, 16, 32), default=16, help="winds of the compass (16)"
    )
    parser.add_argument(
        "--rounding",
        choices=("km", "steps", "tenths"),
        default="km",
        help="whole kilometres, 'about' 10, 15, 60, 150 km, or tenths (km)",
    )
    parser.add_argument("--marks", action="store_true", help="keep the diacritics of names")
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="table",
        help="form of the output (default: table, one line a point)",
    )
    parser.add_argument(
        "--overlay",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="CSV of your own places (name, lat, lon, ...); may be given again",
    )
    parser.set_defaults(command="describe")


def run(arguments: argparse.Namespace) -> int:
    """
    Describe the points of a command line.

    Parameters
    ----------
    arguments
        As `maps.cli` parses them.

    Returns
    -------
    int
        The exit code: 1 if a point has no words.

    Raises
    ------
    TableError
        If a longitude stands without its latitude.
    CoordinateError
        If a latitude is outside [-90, 90].
    """
    from gazetteer.description import descriptions  # noqa: PLC0415 - `--help` answers at once
    from gazetteer.opening import load  # noqa: PLC0415

    degrees = arguments.degrees
    if len(degrees) % 2:
        msg = f"{degrees[-1]:g} stands alone; expected pairs of a longitude and a latitude"
        raise TableError(msg)
    found: list[Description | None] = descriptions(
        degrees[::2],
        degrees[1::2],
        points=arguments.points,
        gazetteer=load(overlays=tuple(arguments.overlay)),
    ).tolist()
    points = list(zip(degrees[::2], degrees[1::2], strict=True))
    _write(
        [_feature(point, each, arguments) for point, each in zip(points, found, strict=True)],
        arguments.format,
    )
    return int(None in found)


def _feature(
    point: tuple[float, float], found: Description | None, arguments: argparse.Namespace
) -> dict[str, object]:
    """Give a GeoJSON feature; without a town it has no text."""
    if found is None:
        return {"type": "Feature", "geometry": None, "properties": {"text": None}}
    text = found.text(rounding=arguments.rounding, marks=arguments.marks)
    properties = found.to_dict()["properties"]
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": list(point)},
        "properties": {**(properties if isinstance(properties, dict) else {}), "text": text},
    }


def _write(features: list[dict[str, object]], form: str) -> None:
    rows = [feature["properties"] for feature in features]
    texts = [row.get("text") for row in rows if isinstance(row, dict)]
    stream = sys.stdout
    match form:
        case "table":
            stream.writelines(f"{text or 'no town is known from here'}\n" for text in texts)
        case "json":
            json.dump(features, stream, ensure_ascii=False, indent=2)
            stream.write("\n")
        case "jsonl":
            stream.writelines(
                json.dumps(feature, ensure_ascii=False) + "\n" for feature in features
            )
        case "geojson":
            collection = {"type": "FeatureCollection", "features": features}
            json.dump(collection, stream, ensure_ascii=False)
            stream.write("\n")
        case _:
            _write_csv(features)


def _write_csv(features: list[dict[str, object]]) -> None:
    from geo.files import guard_cell  # noqa: PLC0415 - loads what other forms do without

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for feature in features:
        geometry, row = feature["geometry"], feature["properties"]
        point = geometry["coordinates"] if isinstance(geometry, dict) else (None, None)
        cells = dict(zip(("lon", "lat"), point, strict=True))
        cells |= row if isinstance(row, dict) else {}
        values = [cells.get(name) for name in COLUMNS]
        writer.writerow([guard_cell(each) if isinstance(each, str) else each for each in values])
