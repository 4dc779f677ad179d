"""
The command `farsakh places find`: prose in, a table of the places that it mentions out.

Tables go to standard output or a file, everything said to people to standard error.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from geo.outputs import whole

if TYPE_CHECKING:
    import argparse

    import geopandas as gpd

    from gazetteer.prose import Toponym

FORMATS = ("table", "csv", "geojson")
SHOWN = ("text", "kind", "place", "country", "admin1", "score", "phrase")


def add_parser(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """
    Add the command to `farsakh places`.

    Parameters
    ----------
    actions
        Of `maps.places`.
    """
    parser = actions.add_parser(
        "find",
        help="find the places that a text mentions",
        description="Find every mention of a place in prose, with which place is meant.",
    )
    parser.add_argument("texts", nargs="+", metavar="FILE|TEXT", help="files of text, or a text")
    parser.add_argument("--country", help="country that the text is about: code or English name")
    parser.add_argument(
        "--threshold",
        type=float,
        default=0.5,
        help="least score of a mention, 0 to 1; higher finds fewer, more of them right (0.5)",
    )
    parser.add_argument(
        "--spacy",
        metavar="MODEL",
        help="resolve the places that this model of spaCy finds, instead of finding them by rule",
    )
    parser.add_argument(
        "--format", choices=FORMATS, default="table", help="form of the output (table, for people)"
    )
    parser.add_argument("--out", type=Path, help="write here: .csv or .geojson")
    parser.set_defaults(action="find")


def find(arguments: argparse.Namespace, country: str | None) -> int:
    """
    Find the places of the texts of a command line.

    Parameters
    ----------
    arguments
        As `maps.cli` parses them.
    country
        Alpha-2 code, or None.

    Returns
    -------
    int
        The exit code: 1 if there is no place.
    """
    from gazetteer.prose import find_places, toponyms_frame  # noqa: PLC0415 - as in `maps.cli`
    from gazetteer.prose.entities import entity_spans  # noqa: PLC0415

    names: list[str] = []
    texts: list[str] = []
    found: list[Toponym] = []
    for word in arguments.texts:
        name, text = _read(word)
        toponyms = find_places(
            text,
            country=country,
            threshold=arguments.threshold,
            spans=entity_spans(text, arguments.spacy) if arguments.spacy else None,
        )
        found += toponyms
        names += [name] * len(toponyms)
        texts += [text] * len(toponyms)
    places = toponyms_frame(found, texts)
    places.insert(0, "file", names)
    _write(places, arguments)
    print(f"{len(places)} mentions, {int(places['place'].notna().sum())} located", file=sys.stderr)
    return int(places.empty)


def _read(word: str) -> tuple[str, str]:
    """Read a file if there is one of this name; else the words themselves are the text."""
    from gazetteer.report.document import read_document  # noqa: PLC0415 - as above

    document = read_document(word)
    return document.name, document.text


def _write(places: gpd.GeoDataFrame, arguments: argparse.Namespace) -> None:
    form = arguments.out.suffix[1:].casefold() if arguments.out else arguments.format
    if form not in FORMATS:
        from geo.errors import TableError  # noqa: PLC0415

        msg = f"{arguments.out.name} ends in .{form}; expected .csv or .geojson"
        raise TableError(msg)
    if form == "geojson":
        text = places.to_json(na="null", drop_id=True, ensure_ascii=False) + "\n"
    elif form == "csv":
        from geo.files.guarding import guard_table  # noqa: PLC0415 - as above

        plain = guard_table(places.drop(columns="geometry"))
        text = plain.to_csv(index=False, lineterminator="\n")
    else:
        text = _lines(places)
    if arguments.out:
        with whole(arguments.out) as part:
            part.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


def _lines(places: gpd.GeoDataFrame) -> str:
    """Write a table for people."""
    cells = places[list(SHOWN)].astype(object)
    rows = [list(SHOWN), *cells.where(cells.notna(), "").astype(str).to_numpy().tolist()]
    widths = [max(len(row[column]) for row in rows) for column in range(len(SHOWN))]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        + "\n"
        for row in rows
    )
