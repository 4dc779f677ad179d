"""
The page: a map of incidents, with its title, legend, table and sources, in one file.

Degrees in EPSG:4326, radii in metres. The page draws any table with points; the more columns
of the incidents table it has, the more it can say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
import pandas as pd

from geo.errors import TableError
from geo.regions import provinces as world_provinces
from geo.tables import repeats, require_wgs84
from maps.basemap import Basemap, basemap_of
from maps.categories import usual_category
from maps.credits import code_credits, data_credits
from maps.ground import Ground, country_names, ground, towns
from maps.incidentmap import IncidentMap
from maps.layers import Layer, footprints_layer, ground_layer, incidents_layer, page_layer
from maps.meridian import coordinates, turned_table
from maps.picture import Still
from maps.shading import Counted, Role, given_layer, provinces_layer, region_codes
from maps.style import EVENT_TYPES, STATUS
from maps.titles import date_range, title_of
from maps.view import View, view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from maps.columns import Json

LayerName: TypeAlias = Literal["provinces", "density", "footprints", "incidents"]
Corner: TypeAlias = Literal["topleft", "bottomleft", "bottomright", "beside"]

LAYERS: tuple[LayerName, ...] = ("provinces", "density", "footprints", "incidents")
CORNERS: tuple[Corner, ...] = ("topleft", "bottomleft", "bottomright", "beside")


def incident_map(
    incidents: GeoDataFrame,
    *,
    title: str | None = None,
    subtitle: str | None = None,
    boundaries: GeoDataFrame | None = None,
    provinces: pd.DataFrame | None = None,
    density: GeoDataFrame | None = None,
    clusters: GeoDataFrame | None = None,
    hotspots: GeoDataFrame | None = None,
    layers: Sequence[LayerName] = LAYERS,
    category: str | None = "usual",
    legend: Corner = "bottomleft",
    basemap: str | None = None,
    surroundings: bool = True,
    sources: Sequence[str] = (),
    language: str = "en",
) -> IncidentMap:
    """
    Draw incidents on a map that works without a network.

    Provinces are shaded by their number of incidents, a density shows incidents per 100 km² with
    each incident spread by its own error, points are clustered and told apart by category,
    footprints show the area in which an incident lies (with 90 %, or at most, as its `method`
    says). Where there are dates, a slider filters all of them together with the table. Incidents
    whose status is `region` are shaded and never pinned; those that could not be located are
    listed with the reason; those that repeat another (`duplicate_of`) are listed and counted once.

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
    provinces
        Table by region as from `geo.by_province`: its columns count, expected (low, high) and
        rate can be shaded; counts are taken in the page if None.
    density, clusters, hotspots
        Shapes that were computed elsewhere, in EPSG:4326, with any columns; see
        `maps.shading.given_layer` for those that decide about colours.
    layers
        Which layers the page offers; the first of provinces and density is shown first.
    category
        Column whose values are told apart by shape and colour, the six most frequent and the
        rest; "usual" takes event_type or event_class, None draws all alike.
    legend
        Corner of the map in which the legend stands, or "beside" the map.
    basemap
        Tiles below the map, by a name that xyzservices knows, such as "OpenStreetMap.Mapnik":
        the page then asks that server, and says so.
    surroundings
        Whether countries without an incident are drawn too.
    sources
        Credits that are added to those of the boundaries and places.
    language
        Language of the title and of the page (BCP 47); its own words are English.

    Returns
    -------
    IncidentMap
        A folium map; `save` writes it.

    Raises
    ------
    CRSError
        If a table is not in EPSG:4326.
    TableError
        If a table has no geometry, or a layer, corner or column is unknown.
    BasemapError
        If xyzservices has no such base map, or it wants a key.

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
    _check(incidents, layers, legend)
    tiles = basemap_of(basemap) if basemap is not None else None
    seen = view(incidents)
    shown = turned_table(incidents, seen.west)
    under, of = _under(incidents, boundaries, seen, surroundings=surroundings)
    title = title or title_of(incidents) or "Incidents"
    drawn = IncidentMap(title=title, rows=len(incidents), basemap=tiles)
    drawn.page.language = language
    drawn.still = Still(seen.whole, under.outlines, *coordinates(shown.geometry))
    drawn.add_child(
        ground_layer(
            under, towns(seen.first), tiles=tiles is not None, shaded="provinces" in layers
        )
    )
    if "provinces" in layers:
        drawn.add_child(
            provinces_layer(Counted(under.provinces, of, provinces, incidents, boundaries))
        )
    if "density" in layers and density is None:
        drawn.add_child(Layer("density", None))
    computed: dict[Role, GeoDataFrame | None] = {
        "density": density, "hotspots": hotspots, "clusters": clusters,
    }  # fmt: skip
    for role, table in computed.items():
        if table is not None:
            drawn.add_child(given_layer(table, role, seen.west))
    if "footprints" in layers:
        drawn.add_child(footprints_layer(shown))
    named = usual_category(incidents) if category == "usual" else category
    drawn.add_child(incidents_layer(shown, seen.west, category=named))
    known = data_credits(incidents, own_boundaries=boundaries is not None)
    drawn.add_child(
        page_layer(
            title,
            subtitle if subtitle is not None else date_range(incidents),
            corner=[*(short for short, _ in known if short), *sources],
            sources=[*(full for _, full in known), *sources],
            code=code_credits(),
            options={
                "words": {
                    "status": STATUS,
                    "event_type": EVENT_TYPES,
                    "country": _names(incidents),
                },
                "whole": seen.whole,
                "first": seen.first,
                "legend": legend,
                "tiles": _tiles(tiles),
            },
        )
    )
    return drawn


def _under(
    incidents: GeoDataFrame, boundaries: GeoDataFrame | None, seen: View, *, surroundings: bool
) -> tuple[Ground, NDArray[np.float64]]:
    """Give what lies under the incidents, and the row of its regions in which each counts."""
    codes = region_codes(incidents, None)
    world = world_provinces()
    countries = set(incidents["country"].dropna()) if "country" in incidents else set()
    countries |= set(world.loc[world["code"].isin(pd.unique(codes)), "country"].dropna())
    under = ground(
        {str(code) for code in countries}, seen.first, boundaries, seen.west,
        surroundings=surroundings,
    )  # fmt: skip
    if boundaries is not None:
        codes = region_codes(incidents, boundaries)
    number, found = pd.factorize(codes)
    row = pd.Index(under.provinces["code"].astype("object")).get_indexer(pd.Index(found))
    of = np.append(row, -1)[number]  # code -1, for no region, is the last
    return under, np.where((of < 0) | repeats(incidents), np.nan, of)


def _tiles(tiles: Basemap | None) -> Json:
    if tiles is None:
        return None
    return {
        "url": tiles.url,
        "host": tiles.host,
        "attribution": tiles.attribution,
        "zoom": tiles.max_zoom,
        "subdomains": tiles.subdomains,
    }


def _check(incidents: GeoDataFrame, layers: Sequence[str], legend: str) -> None:
    unknown = [name for name in layers if name not in LAYERS]
    if unknown:
        msg = f"there is no layer {unknown[0]!r}; the layers are {', '.join(LAYERS)}"
        raise TableError(msg)
    if legend not in CORNERS:
        msg = f"legend={legend!r} is no corner; it may be {', '.join(CORNERS)}"
        raise TableError(msg)
    if getattr(incidents, "_geometry_column_name", None) not in incidents:
        msg = (
            "a map needs a GeoDataFrame with points in its geometry; gazetteer.locate_frame makes "
            "one from a table of texts"
        )
        raise TableError(msg)
    require_wgs84(incidents, "the incidents")


def _names(incidents: GeoDataFrame) -> dict[str, Json]:
    """Name the countries of a table."""
    codes = set(incidents["country"].dropna()) if "country" in incidents else set()
    return {code: name for code, name in country_names().items() if code in codes}
