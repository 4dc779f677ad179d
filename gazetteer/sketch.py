"""
A small picture of a location for notebooks: anchor, point and footprint as inline SVG.

Nothing is loaded and nothing runs: the picture is text. North is up; lengths are kilometres.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable

    from shapely.geometry.base import BaseGeometry

    from gazetteer.location import Location

SIDE: Final = 220  # pixels
MARGIN: Final = 14
LEAST_DEG: Final = 1e-3  # extent of a picture with one point in it
KM_PER_DEGREE: Final = 111.2  # of latitude, near enough for a scale bar
STEPS_KM: Final = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)


def sketch(spot: Location) -> str:
    """
    Draw a location.

    Parameters
    ----------
    spot
        Any location.

    Returns
    -------
    str
        HTML: a line of words, and an SVG where there is anything to draw.

    Examples
    --------
    >>> from gazetteer.resolve import locate
    >>> page = sketch(locate("about 10 km north of Al-Mayadeen", country="SY"))
    >>> "<svg" in page, "90 % within" in page
    (True, True)
    """
    words = f"<div>{escape(_caption(spot))}</div>"
    shapes = [
        (spot.footprint_at(0.5), 'fill="#3b6ea5" fill-opacity=".28"'),
        (spot.footprint, 'fill="#3b6ea5" fill-opacity=".16" stroke="#3b6ea5"'),
    ]
    drawn = [(shape, look) for shape, look in shapes if shape is not None and not shape.is_empty]
    points = [(place.lon, place.lat, place.name) for place in spot.anchors]
    if not drawn and not points:
        return words
    corners = [*(shape.bounds for shape, _ in drawn), *((x, y, x, y) for x, y, _ in points)]
    west, south = np.min([corner[:2] for corner in corners], axis=0)
    east, north = np.max([corner[2:] for corner in corners], axis=0)
    narrow = np.cos(np.radians((south + north) / 2))
    extent = max((east - west) * narrow, north - south, LEAST_DEG)
    scale = (SIDE - 2 * MARGIN) / extent

    def place(lon: float, lat: float) -> tuple[float, float]:
        return MARGIN + (lon - west) * narrow * scale, MARGIN + (north - lat) * scale

    parts = [f'<path d="{svg_path(shape, place)}" {look}/>' for shape, look in drawn]
    for lon, lat, name in points:
        x, y = place(lon, lat)
        parts.append(f'<rect x="{x - 3:.1f}" y="{y - 3:.1f}" width="6" height="6" fill="#555"/>')
        aside = (-6, ' text-anchor="end"') if x > SIDE / 2 else (6, "")
        at = f'x="{x + aside[0]:.1f}" y="{y + 4:.1f}"{aside[1]}'
        parts.append(f'<text {at} font-size="11" fill="#333">{escape(name)}</text>')
    if spot.lon is not None and spot.lat is not None:
        x, y = place(spot.lon, spot.lat)
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#c2410c" stroke="#fff"/>')
    parts.append(scale_bar(scale, SIDE, SIDE))
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" width="{SIDE}" '
        f'role="img" aria-label="{escape(_caption(spot), quote=True)}" '
        f'font-family="sans-serif">{"".join(parts)}</svg>'
    )
    return words + picture


def _caption(spot: Location) -> str:
    text = spot.expression.text if spot.expression else ""
    reach = ""
    if spot.r50_m is not None and spot.radius_m is not None:
        kind = "" if spot.calibrated else ", assumed"
        near_km, far_km = spot.r50_m / 1000, spot.radius_m / 1000
        reach = f"; 50 % within {near_km:.1f} km, 90 % within {far_km:.1f} km{kind}"
    return f"{text}: {spot.status}{reach}"


def svg_path(shape: BaseGeometry, place: Callable[[float, float], tuple[float, float]]) -> str:
    """
    Write an area as the path of an SVG.

    Parameters
    ----------
    shape
        Polygons, degrees.
    place
        Longitude and latitude to pixels.

    Examples
    --------
    >>> svg_path(shapely.box(0, 0, 1, 1), lambda lon, lat: (10 * lon, 20 - 10 * lat))
    'M10.0 20.0L10.0 10.0L0.0 10.0L0.0 20.0L10.0 20.0Z'
    """
    rings = [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]
    drawn = []
    for ring in rings:
        corners = [place(lon, lat) for lon, lat in ring.coords]
        drawn.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z")
    return "".join(drawn)


def scale_bar(scale: float, width: float, height: float) -> str:
    """
    Draw a scale bar of a round length, at most a third of the picture.

    Parameters
    ----------
    scale
        Pixels to a degree of latitude.
    width, height
        Of the picture, pixels.

    Examples
    --------
    >>> "20 km" in scale_bar(400.0, 220, 220)
    True
    """
    pixels_per_km = scale / KM_PER_DEGREE
    length = max((step for step in STEPS_KM if step * pixels_per_km <= width / 3), default=0.1)
    wide = length * pixels_per_km
    y = height - 4
    return (
        f'<path d="M{MARGIN} {y}h{wide:.1f}" stroke="#333" stroke-width="2"/>'
        f'<text x="{MARGIN + wide + 4:.1f}" y="{y}" font-size="10" fill="#333">{length:g} km</text>'
    )
