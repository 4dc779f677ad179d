"""
A still picture of a map for notebooks, where the page itself would take too much room.

SVG, made of outlines and points alone, so that it needs no drawing library; points that fall on
one another are drawn once, so that its size is bounded whatever the number of incidents.
"""

from __future__ import annotations

import base64
import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from maps.ground import clipped

if TYPE_CHECKING:
    from numpy.typing import NDArray

WIDE_PX, HIGH_PX = 900, 560
DOT_PX = 6  # of the grid on which points that share a cell are one dot; half or twice by need
MOST_BYTES = 250_000  # of the picture; outlines are simplified until it has no more
STRETCHES = (0.5, 1.0, 2.0, 4.0, 8.0)  # pixels by which outlines may be off
INK, LAND, EDGE, WATER = "#20303f", "#fdfdfc", "#8a9096", "#e4e9ec"


@dataclass(frozen=True, slots=True)
class Still:
    """
    What a picture shows.

    Attributes
    ----------
    extent
        West, south, east, north, degrees; None without any place.
    outlines
        Polygons below the points.
    lon, lat
        Points, degrees; NaN for none.
    """

    extent: tuple[float, float, float, float] | None
    outlines: NDArray[np.object_]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]


def picture(still: Still | None, rows: int) -> str:
    """
    Draw a still picture, and say how the page is had.

    Parameters
    ----------
    still
        Outlines and points; None for no picture.
    rows
        How many incidents there are.

    Returns
    -------
    str
        HTML without scripts, of at most 400 kB.

    Examples
    --------
    >>> nothing = Still(None, np.array([], dtype=object), np.array([]), np.array([]))
    >>> ".save(" in picture(nothing, 5_000)
    True
    """
    drawn = _svg(still, still.extent) if still and still.extent else ""
    image = base64.b64encode(drawn.encode("ascii")).decode("ascii")
    said = f"Map of {rows:,} incidents"
    return (
        (
            f'<img src="data:image/svg+xml;base64,{image}" alt="{html.escape(said)}" '
            f'style="max-width:100%;height:auto">'
            if drawn
            else ""
        )
        + f"<p>{said}, a larger dot for more of them: a still picture, because the page is too "
        "large to keep in a notebook. Save "
        'it with <code>.save("incidents.html")</code> and open that file.</p>'
    )


def _svg(still: Still, extent: tuple[float, float, float, float]) -> str:
    west, south, east, north = extent
    x, y = _mercator(np.array([west, east]), np.array([south, north]))
    scale = min(WIDE_PX / max(x[1] - x[0], 1e-9), HIGH_PX / max(y[1] - y[0], 1e-9))
    left, top = (x.sum() - WIDE_PX / scale) / 2, (y.sum() + HIGH_PX / scale) / 2

    def placed(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        across, up = _mercator(lonlat[:, 0], lonlat[:, 1])
        return np.column_stack([(across - left) * scale, (top - up) * scale])

    flat = shapely.transform(still.outlines, placed)
    window = clipped(shapely.make_valid(flat), (-9, -9, WIDE_PX + 9, HIGH_PX + 9))
    there = np.isfinite(still.lon) & np.isfinite(still.lat)
    dots = placed(np.column_stack([still.lon[there], still.lat[there]]))
    dots = dots[((dots > 0) & (dots < (WIDE_PX, HIGH_PX))).all(axis=1)]
    circles = _circles(dots)
    for stretch in STRETCHES:
        land = _paths(shapely.simplify(window, stretch))
        if len(land) + len(circles) <= MOST_BYTES:
            break
    else:
        land = ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE_PX} {HIGH_PX}" '
        f'width="{WIDE_PX}" height="{HIGH_PX}"><rect width="100%" height="100%" fill="{WATER}"/>'
        f'<path d="{land}" fill="{LAND}" stroke="{EDGE}" stroke-width="0.8" fill-rule="evenodd"/>'
        f'<g fill="{INK}" fill-opacity="0.75">{circles}</g></svg>'
    )


def _circles(dots: NDArray[np.float64]) -> str:
    """Draw a dot for each cell that holds points, larger where it holds many."""
    for cell in (DOT_PX / 2, DOT_PX, 2 * DOT_PX):
        cells, number = np.unique((dots / cell).astype(int), axis=0, return_counts=True)
        sizes = 2.2 + np.log10(np.maximum(number, 1))
        written = "".join(
            f'<circle cx="{(column + 0.5) * cell:g}" cy="{(row + 0.5) * cell:g}" r="{size:.1f}"/>'
            for (column, row), size in zip(cells, sizes, strict=True)
        )
        if len(written) < MOST_BYTES / 2:
            break
    return written


def _paths(polygons: NDArray[np.object_]) -> str:
    parts = shapely.get_parts(polygons)
    rings = shapely.get_rings(parts[shapely.get_dimensions(parts) == 2])  # noqa: PLR2004 - areas
    lines = (
        "M" + " ".join(f"{px:.0f},{py:.0f}" for px, py in shapely.get_coordinates(ring)) + "Z"
        for ring in rings
    )
    return "".join(lines)


def _mercator(
    lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lay degrees flat, both axes in degrees of longitude."""
    flat = np.degrees(np.arctanh(np.sin(np.radians(np.clip(lat, -85, 85)))))
    return np.asarray(lon), np.asarray(flat)
