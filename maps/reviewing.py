"""
The page of a review: one file in which an analyst decides about doubtful rows.

It asks for nothing and carries no data that could run: every text is escaped, and the
Content-Security-Policy lets the page's own script run alone. What was decided is saved from the
page as `corrections.csv`, new places as `places.csv`.
"""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from shapely.geometry.base import BaseGeometry

from gazetteer.reasons import described
from gazetteer.tables.cells import clean
from gazetteer.tables.doubts import KINDS
from geo import geodesy, regions
from geo.errors import RegionError
from maps.offline import bare_document
from maps.smallmap import Spot, small_map

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from gazetteer.place import Match
    from gazetteer.store import Gazetteer
    from gazetteer.tables.doubts import Doubtful

MOST_SHOWN: Final = 600  # characters of a row's text, round the words of the place
BESIDE: Final = 2_000_000.0  # metres: candidates farther from the best are not on the small map


def review_page(
    incidents: gpd.GeoDataFrame,
    doubtful: Sequence[Doubtful],
    *,
    title: str,
    gazetteer: Gazetteer,
) -> str:
    """
    Write the page of a review.

    Parameters
    ----------
    incidents
        The table.
    doubtful
        Its doubtful rows, as `gazetteer.tables.doubts.doubtful_rows` gives them.
    title
        Heading of the page.
    gazetteer
        Where provinces and countries have their names.

    Returns
    -------
    str
        HTML.
    """
    counts = Counter(doubt.kind for found in doubtful for doubt in found.doubts)
    told = "".join(
        f"<li><b>{counts[kind]}</b> {escape(words)}</li>"
        for kind, words in KINDS.items()
        if counts[kind]
    )
    rows = "\n".join(
        _row(number, incidents.iloc[found.row], found, gazetteer)
        for number, found in enumerate(doubtful, start=1)
    )
    body = (
        f"<header><h1>{_text(title)}</h1>\n"
        f"<p>{len(doubtful)} of {len(incidents)} rows to look at. Choose what each row means, save "
        "corrections.csv, and run again with <code>--corrections corrections.csv</code>. A row "
        "that is left alone stays as it is.</p>\n"
        f'<ul class="counts">{told}</ul></header>\n'
        f"<main>{_names(incidents, doubtful)}\n{rows}</main>\n"
        '<footer><label>Decided by <input type="text" id="who" autocomplete="name"></label>'
        '<button id="save" type="button" disabled>Save corrections.csv</button>'
        '<button id="save-places" type="button" disabled>Save places.csv</button></footer>'
    )
    return bare_document(title, body, styles=["review.css"], scripts=["review.js"])


def _row(number: int, row: Any, found: Doubtful, gazetteer: Gazetteer) -> str:  # noqa: ANN401 - a row of pandas
    """Write one row: words, doubts, map, candidates."""
    place = _cell(row, "location_text")
    doubts = "".join(f"<li>{_text(doubt.why)}</li>" for doubt in found.doubts)
    about = [
        _cell(row, "source_file"),
        _cell(row, "source"),
        _cell(row, "date")[:10],
        f"id {_cell(row, 'id')}",
        _now(row),
    ]
    country = _cell(row, "country") or None
    heading = f"<bdi>{_text(place)}</bdi>" if place else "no words for a place"
    return (
        f'<article class="row" data-id="{_text(_cell(row, "id"))}" '
        f'data-text="{_text(_cell(row, "text")[:MOST_SHOWN])}">\n'
        f"<h2><span>{number}</span> {heading}</h2>\n"
        f'<div><ul class="doubts">{doubts}</ul>'
        f'<blockquote dir="auto">{_marked(_cell(row, "text"), place)}</blockquote>'
        f'<p class="about">{" · ".join(_text(part) for part in about if part)}</p>\n'
        f"{_choices(number, found.candidates, country, gazetteer)}</div>\n"
        f"<div>{_map(row, found, country)}</div></article>"
    )


def _choices(
    number: int, candidates: Sequence[Match], country: str | None, gazetteer: Gazetteer
) -> str:
    name = f'name="row-{number}"'
    lines = []
    for rank, match in enumerate(candidates, start=1):
        foreign = ' class="far"' if country and match.place.country != country else ""
        spelt = "" if match.kind == "exact" else f", {match.kind}"
        where = f"{match.place.lat:.3f}, {match.place.lon:.3f}"
        lines.append(
            f'<label{foreign}><input type="radio" {name} value="place:{_text(match.place.id)}"> '
            f'<span class="number">{rank}</span><bdi>'
            f"{_text(described(match.place, gazetteer=gazetteer))}</bdi> "
            f'<span class="far">{where}{spelt}</span></label>'
        )
    return (
        "<fieldset><legend>Where was it?</legend>"
        + "".join(lines)
        + f'<label><input type="radio" {name} value="point"> at latitude '
        '<input type="number" step="any" data-part="lat" aria-label="latitude">, longitude '
        '<input type="number" step="any" data-part="lon" aria-label="longitude">, within '
        '<input type="number" step="any" min="0" data-part="radius_km" aria-label="radius"> km'
        "</label>"
        f'<label><input type="radio" {name} value="none"> it has no location</label>'
        f'<label><input type="radio" {name} value="" checked> leave it as it is</label>'
        '<label class="note">Why <input type="text" data-part="note"></label></fieldset>\n'
    )


def _map(row: Any, found: Doubtful, country: str | None) -> str:  # noqa: ANN401 - a row of pandas
    """Draw the candidates that lie near the best of them, the point, and the stated province."""
    spots = []
    for rank, match in enumerate(found.candidates, start=1):
        best = found.candidates[0].place
        _, apart_m = geodesy.inverse(best.lon, best.lat, match.place.lon, match.place.lat)
        at_home = not country or match.place.country == country
        if at_home and float(np.asarray(apart_m)) <= BESIDE:
            spots.append(Spot(lon=match.place.lon, lat=match.place.lat, label=str(rank)))
    point = row["geometry"]
    if point is not None and not point.is_empty:
        spots.append(Spot(lon=point.x, lat=point.y))
    footprint = row.get("footprint")
    shape = footprint if isinstance(footprint, BaseGeometry) else None
    stated = _stated(_cell(row, "stated_province"))
    if not spots and stated is None and shape is None:
        stated = _stated(country or "")
    return small_map(spots[::-1], country=country, stated=stated, footprint=shape)


def _stated(codes: str) -> BaseGeometry | None:
    try:
        return regions.shape_of(codes.split("|")) if codes else None
    except RegionError:
        return None


def _now(row: Any) -> str:  # noqa: ANN401 - a row of pandas
    """Say where a row is as it stands."""
    point = row["geometry"]
    if point is None or point.is_empty:
        return f"now: {_cell(row, 'status')}"
    radius = row.get("radius_m")
    reach = f", within {radius / 1000:.1f} km" if radius == radius and radius else ""  # noqa: PLR0124 - NaN
    province = _cell(row, "province_name")
    return f"now: {point.y:.4f}, {point.x:.4f}{reach}{' in ' + province if province else ''}"


def _names(incidents: gpd.GeoDataFrame, doubtful: Sequence[Doubtful]) -> str:
    """List the names that no gazetteer holds, to be placed once for all their rows."""
    if "unknown_names" not in incidents.columns:
        return ""
    missing: Counter[tuple[str, str]] = Counter()
    for found in doubtful:
        row = incidents.iloc[found.row]
        for name in filter(None, _cell(row, "unknown_names").split(" | ")):
            missing[name, _cell(row, "country")] += 1
    if not missing:
        return ""
    lines = "".join(
        f'<tr data-name="{_text(name)}" data-country="{_text(country)}"><td><bdi>{_text(name)}'
        f"</bdi></td><td>{_text(country)}</td><td>{count}</td>"
        '<td><input type="number" step="any" data-part="lat" aria-label="latitude"></td>'
        '<td><input type="number" step="any" data-part="lon" aria-label="longitude"></td>'
        '<td><input type="text" data-part="feature" placeholder="village" aria-label="kind"></td>'
        "</tr>"
        for (name, country), count in sorted(missing.items())
    )
    return (
        '<section class="names"><h2>Names that are not in the gazetteer</h2>'
        "<div>A place entered here, saved as places.csv, serves every row that names it: run "
        "again with <code>--overlay places.csv</code>.</div>"
        "<table><thead><tr><th>name</th><th>country</th><th>rows</th><th>latitude</th>"
        f"<th>longitude</th><th>kind</th></tr></thead><tbody>{lines}</tbody></table></section>"
    )


def _marked(text: str, place: str) -> str:
    """Escape a text, the words of its place marked, the rest cut to what is near them."""
    at = text.find(place) if place else -1
    if at < 0:
        return escape(text[:MOST_SHOWN]) + ("…" if len(text) > MOST_SHOWN else "")
    start = max(0, at - MOST_SHOWN // 2)
    end = min(len(text), at + len(place) + MOST_SHOWN // 2)
    before, after = text[start:at], text[at + len(place) : end]
    return (
        ("…" if start else "")
        + f"{escape(before)}<mark>{escape(text[at : at + len(place)])}</mark>{escape(after)}"
        + ("…" if end < len(text) else "")
    )


def _cell(row: Any, name: str) -> str:  # noqa: ANN401 - a row of pandas
    return clean(row.get(name))


def _text(text: str) -> str:
    return escape(clean(text), quote=True)
