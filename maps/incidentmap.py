"""
The map itself: a folium map that is saved as one file, and shown in notebooks.

`maps.page` fills it; everything that folium can add to a map can be added to it.
"""

from __future__ import annotations

import base64
import html
import zlib
from typing import TYPE_CHECKING

import folium
from folium.template import Template

from geo.errors import MissingDataError
from geo.outputs import whole
from maps.offline import Page
from maps.picture import Still, picture
from maps.pinned import pinned

if TYPE_CHECKING:
    from pathlib import Path

    from maps.basemap import Basemap

MAX_ZOOM = 13  # outlines and places are no finer than its 19 m pixels
NOTEBOOK_ROWS = 2_000  # beyond, a notebook would store megabytes at every run
NOTEBOOK_BYTES = 400_000
NOTEBOOK_HEIGHT_PX = 640


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
    basemap
        Server of tiles below everything; none if None.
    """

    _template = Template(
        """
        {% macro header(this, kwargs) %}
            <meta name="viewport" content="width=device-width, initial-scale=1">
        {% endmacro %}
        {% macro html(this, kwargs) %}
            <div class="farsakh-page" id="page_{{ this.get_name() }}">
                <header class="farsakh-head"></header>
                <main class="farsakh-main">
                    <div class="farsakh-map">
                        <div class="folium-map" id="{{ this.get_name() }}"></div>
                    </div>
                </main>
                <aside class="farsakh-panel" aria-label="Incidents"></aside>
            </div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map("{{ this.get_name() }}", {
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

    def __init__(self, *, title: str, rows: int, basemap: Basemap | None = None) -> None:
        super().__init__(location=(0, 0), tiles=None)
        # Leaflet's own names: folium drops max_zoom where there are no tiles
        self.options = {
            "maxZoom": max(MAX_ZOOM, basemap.max_zoom) if basemap else MAX_ZOOM,
            "zoomControl": False,
            "zoomSnap": 0.25,
        }
        self.rows = rows
        self.still: Still | None = None
        self.page = Page(title, image_hosts=(f"https://{basemap.host}",) if basemap else ())
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
            Where; an existing file is replaced once the page is whole.
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
        document = self.document(online=online)
        with whole(outfile) as part:
            part.write_text(document, encoding="utf-8", newline="\n")

    def _repr_html_(self, **_kwargs: object) -> str:
        """Show the page in a notebook, compressed, in a frame of its own."""
        if self.rows <= NOTEBOOK_ROWS:
            try:
                document = self.document()
            except MissingDataError:
                document = self.document(online=True)
            framed = _framed(document)
            if len(framed) <= NOTEBOOK_BYTES:
                return framed
        return picture(self.still, self.rows)


def _framed(document: str) -> str:
    """Put a page into a frame, deflated, so that a notebook stays small."""
    # one attribute on the root tells the page to leave out its table and its slider
    plain = document.replace("<html ", '<html data-small="yes" ', 1)
    packed = base64.b64encode(zlib.compress(plain.encode("utf-8"), 9)).decode("ascii")
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
