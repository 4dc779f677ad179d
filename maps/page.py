"""
The page: a folium map of incidents, with its title, legend, list and sources, in one file.

Degrees in EPSG:4326, radii in metres. The page draws any table with points; the more columns
of the incidents table it has, the more it can say.
"""

from __future__ import annotations

import base64
import html
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import folium
import numpy as np
import pandas as pd
import shapely
from folium.template import Template

import geo
from geo.errors import MissingDataError, TableError
from geo.tables import repeats, require_wgs84
from maps.credits import code_credits, data_credits
from maps.ground import country_names, ground
from maps.layers import (
    Layer,
    density_layer,
    footprints_layer,
    ground_layer,
    incidents_layer,
    provinces_layer,
)
from maps.meridian import TURN, coordinates, cut, footprints, turned_table
from maps.offline import Page
from maps.pinned import pinned
from maps.style import EVENT_TYPES, STATUS
from maps.surface import Surface, surface

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from maps.columns import Json

LayerName: TypeAlias = Literal["provinces", "density", "footprints", "incidents"]

LAYERS: tuple[LayerName, ...] = ("provinces", "density", "footprints", "incidents")
MAX_ZOOM = 13  # outlines and places are no finer than its 19 m pixels
NOTEBOOK_ROWS = 2_000  # beyond, a notebook would store megabytes at every run
NOTEBOOK_HEIGHT_PX = 640
MARGIN = 0.02  # of the extent, left free around the outermost incident


class IncidentMap(folium.Map):
    """
    A folium map whose `save` writes one file that makes no request.

    Everything that folium can add to a map can be added; what needs scripts that are not
    pinned is refused by an offline `save`, with what to do.

    Parameters
    ----------
    title
        Heading and title of the page.
    rows
        How many incidents it shows.
    """

    _template = Template(
        """
        {% macro header(this, kwargs) %}
            <meta name="viewport" content="width=device-width, initial-scale=1">
        {% endmacro %}
        {% macro html(this, kwargs) %}
            <div class="farsakh-page" id="page_{{ this.get_name() }}">
                <header class="farsakh-head"></header>
                <main class="farsakh-map">
                    <div class="folium-map" id="{{ this.get_name() }}"></div>
                </main>
                <section class="farsakh-panel" aria-label="Incidents"></section>
            </div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map("{{ this.get_name() }}", {
                center: {{ this.location|tojson }},
                crs: L.CRS.{{ this.crs }},
                ...{{ this.options|tojson }}
            });
        {% endmacro %}
        """
    )
    default_js = [  # noqa: RUF012 - folium's name, read and never changed
        (file.name, file.url) for file in pinned().values() if file.path.endswith(".js")
    ]
    default_css = [  # noqa: RUF012
        (file.name, file.url) for file in pinned().values() if file.path.endswith(".css")
    ]

    def __init__(self, *, title: str, rows: int) -> None:
        super().__init__(location=(0, 0), tiles=None)
        # Leaflet's own names: folium drops max_zoom where there are no tiles
        self.options = {"zoom": 2, "maxZoom": MAX_ZOOM, "zoomControl": False, "zoomSnap": 0.25}
        self.rows = rows
        self.page = Page(title)
        self.page.add_child(self)

    def document(self, *, online: bool = False) -> str:
        """
        Write the page as text.

        Parameters
        ----------
        online
            Take Leaflet and supercluster from a content delivery network, pinned by hash.

        Returns
        -------
        str
            HTML.

        Raises
        ------
        OfflineError
            If an added element asks for a file that is not pinned.
        MissingDataError
            If the pinned files are not installed; the message says what to do.
        """
        self.page.online = online
        for part in (self.page.header, self.page.html, self.page.script):
            part._children.clear()  # noqa: SLF001 - a page may be written twice, in two ways
        return self.page.render()

    def save(  # type: ignore[override]  # folium writes to streams too; a page is a file
        self, outfile: str | Path, *, online: bool = False
    ) -> None:
        """
        Write the page to a file.

        Parameters
        ----------
        outfile
            Where; an existing file is replaced.
        online
            False writes one self-contained file that makes no request, and whose
            Content-Security-Policy holds the browser to it. True names the same pinned files
            at a content delivery network instead.

        Raises
        ------
        OfflineError
            If an added element asks for a file that is not pinned.
        MissingDataError
            If the pinned files are not installed; the message says what to do.
        """
        Path(outfile).write_text(self.document(online=online), encoding="utf-8", newline="\n")

    def _repr_html_(self, **_kwargs: object) -> str:
        """Show the page in a notebook, compressed, in a frame of its own."""
        if self.rows > NOTEBOOK_ROWS:
            return (
                f"<p>A map of {self.rows:,} incidents is too large to keep in a notebook: "
                'save it with <code>.save("incidents.html")</code> and open that file.</p>'
            )
        try:
            document = self.document()
        except MissingDataError:
            document = self.document(online=True)
        packed = base64.b64encode(zlib.compress(document.encode("utf-8"), 9)).decode("ascii")
        loader = (
            "<script>(async () => { const bytes = Uint8Array.from(atob('" + packed + "'), "
            "(c) => c.charCodeAt(0)); const text = await new Response(new Blob([bytes]).stream()"
            ".pipeThrough(new DecompressionStream('deflate'))).text(); document.open(); "
            "document.write(text); document.close(); })();</script>"
        )
        return (
            f'<iframe srcdoc="{html.escape(loader)}" title="Map of incidents" '
            f'style="width:100%;height:{NOTEBOOK_HEIGHT_PX}px;border:0"></iframe>'
        )


def incident_map(
    incidents: GeoDataFrame,
    *,
    title: str | None = None,
    subtitle: str | None = None,
    boundaries: GeoDataFrame | None = None,
    regions: pd.DataFrame | None = None,
    layers: Sequence[LayerName] = LAYERS,
    sources: Sequence[str] = (),
) -> IncidentMap:
    """
    Draw incidents on a map that works without a network.

    Provinces are shaded by their number of incidents, a heat layer shows incidents per 100 km²
    with each incident spread by its own error, points are clustered, footprints show the area in
    which an incident lies (with 90 %, or at most, as its `method` says). Incidents whose status is
    `region` are shaded and never pinned; those that could not be located are listed with the
    reason; those that repeat another (`duplicate_of`) are listed and counted once.

    Parameters
    ----------
    incidents
        Incidents table in EPSG:4326; every column but the geometry may be missing.
    title
        Heading of the page; `incidents.attrs["title"]`, such as that of a report, if None.
    subtitle
        Line below it; the range of dates if None.
    boundaries
        Regions to count and shade instead of the provinces, as from `geo.read_boundaries`.
    regions
        Counts per region as from `geo.by_province`; computed if None.
    layers
        Which layers the page offers; the first of provinces and density is shown first.
    sources
        Credits that are added to those of the boundaries and places.

    Returns
    -------
    IncidentMap
        A folium map; `save` writes it.

    Raises
    ------
    CRSError
        If the table is not in EPSG:4326.
    TableError
        If the table has no geometry, or a layer is unknown.

    Notes
    -----
    Data on both sides of the antimeridian are shown together, on a map whose longitudes go on
    beyond 180; elements of your own on such a map need the same longitudes.

    Examples
    --------
    >>> import geopandas as gpd
    >>> place = gpd.GeoDataFrame(geometry=gpd.points_from_xy([40.45], [35.11]), crs=4326)
    >>> drawn = incident_map(place, title="One incident")
    >>> drawn.rows
    1
    """
    _check(incidents, layers)
    counts = geo.by_province(incidents, boundaries=boundaries) if regions is None else regions
    west, extent = _extent(incidents)
    shown = turned_table(incidents, west)
    under = ground(_countries(incidents, counts), extent, boundaries, west)
    title = title or _given_title(incidents) or "Incidents"
    drawn = IncidentMap(title=title, rows=len(incidents))
    drawn.add_child(ground_layer(under))
    if "provinces" in layers:
        drawn.add_child(provinces_layer(under, counts))
    heat = _heat(shown) if "density" in layers else None
    if heat is not None:
        drawn.add_child(density_layer(heat))
    if "footprints" in layers:
        drawn.add_child(footprints_layer(shown))
    drawn.add_child(incidents_layer(shown, west))
    known = data_credits(incidents, own_boundaries=boundaries is not None)
    drawn.add_child(
        Layer(
            "page",
            {
                "title": title,
                "subtitle": subtitle if subtitle is not None else _date_range(incidents),
                "corner": [*(short for short, _ in known if short), *sources],
                "sources": [*(full for _, full in known), *sources],
                "code": list(code_credits()),
                "words": {
                    "status": STATUS,
                    "event_type": EVENT_TYPES,
                    "country": _names(incidents),
                },
                "bounds": list(extent) if extent else None,
            },
        )
    )
    return drawn


def _check(incidents: GeoDataFrame, layers: Sequence[str]) -> None:
    unknown = [name for name in layers if name not in LAYERS]
    if unknown:
        msg = f"there is no layer {unknown[0]!r}; the layers are {', '.join(LAYERS)}"
        raise TableError(msg)
    if getattr(incidents, "_geometry_column_name", None) not in incidents:
        msg = (
            "a map needs a GeoDataFrame with points in its geometry; gazetteer.locate_frame makes "
            "one from a table of texts"
        )
        raise TableError(msg)
    require_wgs84(incidents, "the incidents")


def _given_title(incidents: GeoDataFrame) -> str | None:
    """Give the title that the table itself carries, such as that of the report it was read from."""
    given = incidents.attrs.get("title")
    return given.strip() if isinstance(given, str) else None


def _heat(incidents: GeoDataFrame) -> Surface | None:
    """Spread the incidents that have a point, each once."""
    once = incidents[~repeats(incidents)]
    lon, lat = coordinates(once.geometry)
    return surface(lon, lat, _numbers(once, "radius_m"))


def _numbers(incidents: GeoDataFrame, name: str) -> NDArray[np.float64]:
    if name not in incidents:
        return np.full(len(incidents), np.nan)
    values = pd.to_numeric(incidents[name], errors="coerce")
    return np.asarray(values.to_numpy(np.float64, na_value=np.nan))


def _countries(incidents: GeoDataFrame, counts: pd.DataFrame) -> set[str]:
    """Name the countries that have an incident, by their column and by where the points lie."""
    named = set(incidents["country"].dropna()) if "country" in incidents else set()
    if "country" in counts:
        named |= set(counts.loc[counts["count"] > 0, "country"].dropna())
    return {str(code) for code in named}


def _extent(incidents: GeoDataFrame) -> tuple[float, tuple[float, ...] | None]:
    """Give the cut of the map, and west, south, east, north of points and footprints on it."""
    lon, lat = coordinates(incidents.geometry)
    parts = shapely.get_parts(footprints(incidents))
    boxes = np.vstack([np.column_stack([lon, lat, lon, lat]), shapely.bounds(parts)])
    boxes = boxes[np.isfinite(boxes).all(axis=1)]
    edge = cut(boxes[:, 0], boxes[:, 2])
    if not len(boxes):
        return edge, None
    boxes[(boxes[:, 0] + boxes[:, 2]) / 2 < edge, ::2] += TURN
    (west, south), (east, north) = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    margin = MARGIN * max(east - west, north - south)
    edges = (west - margin, south - margin, east + margin, north + margin)
    return edge, tuple(float(side) for side in edges)


def _names(incidents: GeoDataFrame) -> dict[str, Json]:
    """Name the countries of a table."""
    codes = set(incidents["country"].dropna()) if "country" in incidents else set()
    return {code: name for code, name in country_names().items() if code in codes}


def _date_range(incidents: GeoDataFrame) -> str | None:
    """Say the first and the last day on which something happened."""
    columns = [incidents[name] for name in ("date", "date_end") if name in incidents]
    if not columns:
        return None
    days = pd.concat([pd.to_datetime(column, errors="coerce") for column in columns]).dropna()
    if days.empty:
        return None
    first, last = (f"{day.day} {day:%B %Y}" for day in (days.min(), days.max()))
    return first if first == last else f"{first} to {last}"
