"""
Incidents as KML for Google Earth: a folder a province, styles by kind of event, time stamps.

OGC 07-147r2 (KML 2.2). Three readings of one text have to be kept apart. XML reads the file; an
element of ExtendedData is the text as it was; a description is read again as HTML, and before
that Google Earth replaces `$[name]` in it. So descriptions are escaped twice, and hold no `$[`.
Nothing in the file is fetched: no icon has an address.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from geo.files.flat import plain_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import geopandas as gpd
    from shapely import Polygon

HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">'
COLOURS: Final = (
    "4477aa", "ee6677", "228833", "ccbb44", "66ccee", "aa3377",
)  # fmt: skip
"""Paul Tol's "bright" scheme (SRON/EPS/TN/09-002, 2021): told apart by colour-blind readers."""

OTHER: Final = "bbbbbb"
DIGITS: Final = 7  # of a degree: a centimetre
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold at all, not even escaped."""


def kml_text(table: gpd.GeoDataFrame, notes: Sequence[str] = ()) -> str:
    """
    Write incidents as KML.

    Parameters
    ----------
    table
        As `validate_incidents` gives it.
    notes
        Sentences about the whole file, written as the description of the document.

    Returns
    -------
    The whole file: the folder "Incidents" has a folder a province with one placemark a row,
    without a point where there is none; the folder "Areas" has the footprints, hidden at first
    for those incidents that have a point too.
    """
    styles = _styles(table)
    title = table.attrs.get("title")
    lines = [
        HEAD,
        "<Document>",
        f"<name>{_xml(title if isinstance(title, str) else 'Incidents')}</name>",
    ]
    if notes:
        lines.append(f"<description>{_xml('<br>'.join(map(_html, notes)))}</description>")
    lines += [_style(name, colour) for name, colour in styles.values()]
    rows = _rows(table)
    lines += ["<Folder><name>Incidents</name>"]
    for folder, members in _folders(table):
        lines.append(f"<Folder><name>{_xml(folder)}</name>")
        lines += [_placemark(rows[row], table, row, styles) for row in members]
        lines.append("</Folder>")
    lines += ["</Folder>", "<Folder><name>Areas</name>"]
    drawn = np.flatnonzero(table["footprint"].notna().to_numpy()).tolist()
    lines += [_area(rows[row], table, row, styles) for row in drawn]
    lines += ["</Folder>", "</Document>", "</kml>", ""]
    return "\n".join(lines)


def _rows(table: gpd.GeoDataFrame) -> list[dict[str, str]]:
    """Give the cells of each row as texts, without those that are missing or drawn."""
    plain = plain_columns(table).drop(columns="footprint")
    filled = plain.notna().to_numpy()
    names = [str(name) for name in plain.columns]
    cells = plain.astype(object).to_numpy()
    return [
        {name: str(cell) for name, cell, there in zip(names, row, known, strict=True) if there}
        for row, known in zip(cells, filled, strict=True)
    ]


def _folders(table: gpd.GeoDataFrame) -> Iterator[tuple[str, list[int]]]:
    """Sort the rows into folders: by country and province, those without a place at the end."""
    names = table["province_name"].fillna(table["province"])
    words: dict[str, tuple[tuple[bool, bool, list[str]], list[int]]] = {}
    for row, (name, country, status) in enumerate(
        zip(names, table["country"], table["status"], strict=True)
    ):
        known = [part for part in (name, country) if isinstance(part, str)]
        lost = status in {"ambiguous", "unresolved"}
        folder = "Not located" if lost else ", ".join(known) or "No province"
        order = (lost, not known, known[::-1])
        words.setdefault(folder, (order, []))[1].append(row)
    for folder, (_, members) in sorted(words.items(), key=lambda item: (item[1][0], item[0])):
        yield folder, members


def _styles(table: gpd.GeoDataFrame) -> dict[str | None, tuple[str, str]]:
    """Give each of the most frequent kinds of event a style and a colour; None has the rest."""
    counts = table["event_type"].value_counts()
    kinds = sorted(counts.index, key=lambda kind: (-counts[kind], kind))[: len(COLOURS)]
    styles: dict[str | None, tuple[str, str]] = {
        kind: (f"kind-{number}", colour)
        for number, (kind, colour) in enumerate(zip(kinds, COLOURS, strict=False), start=1)
    }
    styles[None] = ("kind-other", OTHER)
    return styles


def _style(name: str, colour: str) -> str:
    """Define a style: colours are alpha, blue, green, red; the balloon has the description only."""
    bgr = colour[4:] + colour[2:4] + colour[:2]
    return (
        f'<Style id="{name}"><IconStyle><color>ff{bgr}</color><scale>0.9</scale></IconStyle>'
        "<LabelStyle><scale>0</scale></LabelStyle>"
        f"<LineStyle><color>ff{bgr}</color><width>1.5</width></LineStyle>"
        f"<PolyStyle><color>40{bgr}</color></PolyStyle>"
        "<BalloonStyle><text>$[description]</text></BalloonStyle></Style>"
    )


def _placemark(
    cells: dict[str, str],
    table: gpd.GeoDataFrame,
    row: int,
    styles: dict[str | None, tuple[str, str]],
) -> str:
    """Write one incident."""
    data = "".join(
        f'<Data name="{_xml(name)}"><value>{_xml(cell)}</value></Data>'
        for name, cell in cells.items()
    )
    point = table.geometry.iloc[row]
    where = ""
    if point is not None:
        where = f"<Point><coordinates>{_pairs(point.coords)}</coordinates></Point>"
    return (
        f"<Placemark>{_head(cells, styles)}<ExtendedData>{data}</ExtendedData>{where}</Placemark>"
    )


def _area(
    cells: dict[str, str],
    table: gpd.GeoDataFrame,
    row: int,
    styles: dict[str | None, tuple[str, str]],
) -> str:
    """Write where one incident may lie."""
    hidden = table.geometry.iloc[row] is not None
    polygons = "".join(_polygon(part) for part in shapely.get_parts(table["footprint"].iloc[row]))
    return (
        f"<Placemark>{_head(cells, styles, hidden=hidden)}"
        f"<MultiGeometry>{polygons}</MultiGeometry></Placemark>"
    )


def _head(
    cells: dict[str, str],
    styles: dict[str | None, tuple[str, str]],
    *,
    hidden: bool = False,
) -> str:
    """Write what both placemarks of an incident share, in the order of KML's schema."""
    kind = cells.get("event_type")
    begin, end = cells.get("date", "")[:10], cells.get("date_end", "")[:10]
    name = ", ".join(part for part in (kind or "incident", begin) if part)
    when = f"<TimeStamp><when>{begin}</when></TimeStamp>" if begin else ""
    if begin and end and end != begin:
        when = f"<TimeSpan><begin>{begin}</begin><end>{end}</end></TimeSpan>"
    style, _ = styles.get(kind, styles[None])
    return (
        f"<name>{_xml(name)}</name>{'<visibility>0</visibility>' if hidden else ''}"
        f'<Snippet maxLines="0"/><description>{_xml(_told(cells, name))}</description>'
        f"{when}<styleUrl>#{style}</styleUrl>"
    )


def _told(cells: dict[str, str], name: str) -> str:
    """Tell an incident to a reader, as HTML."""
    parts = [f"<b>{_html(name)}</b>"]
    parts += [f"<p>{_html(cells[key])}</p>" for key in ("text",) if key in cells]
    if "location_text" in cells:
        parts.append(f"<p>Place as written: {_html(cells['location_text'])}</p>")
    if "radius_m" in cells:
        parts.append(f"<p>Uncertainty: radius {float(cells['radius_m']) / 1000:.1f} km</p>")
    parts += [f"<p>{_html(cells[key])}</p>" for key in ("why", "source") if key in cells]
    return "".join(parts)


def _polygon(area: Polygon) -> str:
    """Write a polygon, its outer ring against the clock."""
    turned = shapely.orient_polygons(area)
    inner = "".join(
        f"<innerBoundaryIs>{_ring(ring.coords)}</innerBoundaryIs>" for ring in turned.interiors
    )
    outer = _ring(turned.exterior.coords)
    return f"<Polygon><outerBoundaryIs>{outer}</outerBoundaryIs>{inner}</Polygon>"


def _ring(lonlat: Any) -> str:  # noqa: ANN401 - shapely's sequence of coordinates has no name
    return f"<LinearRing><coordinates>{_pairs(lonlat)}</coordinates></LinearRing>"


def _pairs(lonlat: Any) -> str:  # noqa: ANN401
    return " ".join(f"{lon:.{DIGITS}f},{lat:.{DIGITS}f}" for lon, lat in lonlat)


def _html(text: str) -> str:
    """Write a text so that HTML shows it, and Google Earth replaces nothing in it."""
    return escape(text).replace("$[", "&#36;[")


def _xml(text: str) -> str:
    """Write a text so that XML gives it back; what XML cannot hold becomes U+FFFD."""
    return escape(_FORBIDDEN.sub("\ufffd", text)).replace("\r", "&#13;")
