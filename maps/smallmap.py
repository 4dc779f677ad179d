"""
A small map of one row for the page of a review: provinces, candidates by number, the point.

Inline SVG, so that it asks for nothing and runs nothing. Longitude before latitude, degrees; a map
is drawn on a plane whose parallel of true length runs through its middle.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from gazetteer.sketch import scale_bar, svg_path
from geo import regions
from maps.ground import label_points

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shapely.geometry.base import BaseGeometry

WIDTH: Final = 340  # pixels
HEIGHT: Final = 250
LEAST_DEG: Final = 0.4  # extent of a map with one point in it, about 40 km
MARGIN: Final = 0.18  # of the extent, on each side
ROOM: Final = 0.02  # share of the map from which on a province is named
PIXEL: Final = 0.7  # outlines are no finer than this


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """
    A mark on the map.

    Attributes
    ----------
    lon, lat
        Where.
    label
        Its number, or nothing for the point as it is now.
    """

    lon: float
    lat: float
    label: str = ""


def small_map(
    spots: Sequence[Spot],
    *,
    country: str | None = None,
    stated: BaseGeometry | None = None,
    footprint: BaseGeometry | None = None,
) -> str:
    """
    Draw the places that a row may have meant.

    Parameters
    ----------
    spots
        Candidates and the point.
    country
        Alpha-2 code, drawn lighter than its neighbours.
    stated
        The province that heading or table names.
    footprint
        Area of the location as it is now.

    Returns
    -------
    str
        SVG; empty where there is nothing to draw.

    Examples
    --------
    >>> small_map([Spot(lon=40.45, lat=35.02, label="1")], country="SY").count("<circle")
    1
    """
    window = _window(spots, stated, footprint)
    if window is None:
        return ""
    west, south, _, north = window
    narrow = float(np.cos(np.radians((south + north) / 2)))
    scale = HEIGHT / (north - south)

    def place(lon: float, lat: float) -> tuple[float, float]:
        return (lon - west) * narrow * scale, (north - lat) * scale

    parts = []
    provinces, names, homes = _provinces(window, PIXEL / scale)
    for province, home in zip(provinces, homes, strict=True):
        look = "home" if home == country else "land"
        parts.append(f'<path class="{look}" d="{svg_path(province, place)}"/>')
    for shape, look in ((stated, "stated"), (footprint, "area")):
        if shape is not None and not shape.is_empty:
            inside = shapely.clip_by_rect(shapely.simplify(shape, PIXEL / scale), *window)
            parts.append(f'<path class="{look}" d="{svg_path(_areas(inside), place)}"/>')
    parts += _labels(provinces, names, place, scale * scale * narrow)
    for spot in spots:
        x, y = place(spot.lon, spot.lat)
        if spot.label:
            parts.append(
                f'<g class="candidate"><circle cx="{x:.1f}" cy="{y:.1f}" r="9"/>'
                f'<text x="{x:.1f}" y="{y + 4:.1f}">{escape(spot.label)}</text></g>'
            )
        else:
            parts.append(f'<circle class="now" cx="{x:.1f}" cy="{y:.1f}" r="5"/>')
    parts.append(scale_bar(scale, WIDTH, HEIGHT))
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
        f'aria-label="Map of the candidates">{"".join(parts)}</svg>'
    )


def _window(
    spots: Sequence[Spot], stated: BaseGeometry | None, footprint: BaseGeometry | None
) -> tuple[float, float, float, float] | None:
    """Give west, south, east, north of all that is to be seen, in the shape of the picture."""
    boxes = [(spot.lon, spot.lat, spot.lon, spot.lat) for spot in spots]
    boxes += [shape.bounds for shape in (stated, footprint) if shape and not shape.is_empty]
    if not boxes:
        return None
    corners = np.array(boxes)
    (west, south), (east, north) = corners[:, :2].min(axis=0), corners[:, 2:].max(axis=0)
    middle_lon, middle_lat = (west + east) / 2, (south + north) / 2
    narrow = float(np.cos(np.radians(np.clip(middle_lat, -85, 85))))
    tall = max(north - south, (east - west) * narrow * HEIGHT / WIDTH, LEAST_DEG)
    tall *= 1 + 2 * MARGIN
    wide = tall * WIDTH / HEIGHT / narrow
    return (
        float(middle_lon - wide / 2),
        float(middle_lat - tall / 2),
        float(middle_lon + wide / 2),
        float(middle_lat + tall / 2),
    )


@cache
def _tree() -> shapely.STRtree:
    return shapely.STRtree(regions.default_regions().shapes)


@cache
def _names() -> dict[str, str]:
    table = regions.provinces()
    return dict(zip(table["code"], table["name"], strict=True))


def _provinces(
    window: tuple[float, float, float, float], tolerance: float
) -> tuple[list[BaseGeometry], list[str], list[str]]:
    """Cut the provinces out that are to be seen, with their names and countries."""
    known = regions.default_regions()
    rows = np.sort(_tree().query(shapely.box(*window)))
    shapes, names, homes = [], [], []
    for row in rows:
        # two degrees of nothing around, so that no edge of the cut is seen as a border
        rough = shapely.simplify(known.shapes[row], tolerance)
        shape = _areas(shapely.clip_by_rect(rough, *_wider(window)))
        if not shape.is_empty:
            shapes.append(shape)
            names.append(str(_names().get(known.codes[row], "")))
            homes.append(str(known.countries[row]))
    return shapes, names, homes


def _wider(window: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    west, south, east, north = window
    more = 0.05 * (north - south)
    return west - more, south - more, east + more, north + more


def _areas(shape: BaseGeometry) -> BaseGeometry:
    """Keep the polygons of what a cut has left."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(parts)


def _labels(
    shapes: Sequence[BaseGeometry],
    names: Sequence[str],
    place: Callable[[float, float], tuple[float, float]],
    square: float,
) -> list[str]:
    """Name the provinces that have room for it."""
    roomy = [
        number for number, shape in enumerate(shapes) if shape.area * square > ROOM * WIDTH * HEIGHT
    ]
    if not roomy:
        return []
    lon, lat, _ = label_points(np.array([shapes[number] for number in roomy], dtype=object))
    labels = []
    for number, x_deg, y_deg in zip(roomy, lon, lat, strict=True):
        x, y = place(float(x_deg), float(y_deg))
        labels.append(f'<text class="name" x="{x:.0f}" y="{y:.0f}">{escape(names[number])}</text>')
    return labels
