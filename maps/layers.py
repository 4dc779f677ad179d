"""
The page's own layers, as folium elements: each carries packed columns and names its kind.

A layer is drawn by the function of the same name in `assets/`; nothing that came from a text
ever stands in markup or code. Layers of numbers over regions are in `maps/shading.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
import pandas as pd
import shapely
from branca.element import Element, Figure, MacroElement

from geo.tables import repeats
from maps.categories import categories
from maps.columns import Json, days, numbers, pack, words
from maps.ground import Ground, country_names, label_points
from maps.meridian import USUAL, coordinates, footprints
from maps.mesh import FAR_STEPS, OUTLINE_STEPS, mesh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

Kind: TypeAlias = Literal[
    "ground", "provinces", "density", "given", "footprints", "incidents", "page"
]

FOOTPRINTS = 3_000  # shapes in a page; beyond, incidents with a point show a circle when chosen
POINT_STEPS = 100_000  # per degree, 1.1 m: below the error of any described place
LABEL_STEPS = 1_000

WORDS = (
    "id", "event_type", "event_class", "perpetrator", "target",
    "location_text", "country", "province_name", "status", "why", "relation", "anchor", "direction",
    "source", "source_date", "text", "method", "calibrated",
)  # fmt: skip
DAYS = ("date", "date_end")
NUMBERS = {"killed": 1, "wounded": 1, "distance_km": 10, "radius_m": 1, "where_prec": 1,
           "geo_precision": 1, "confidence": 100}  # fmt: skip


class Layer(MacroElement):
    """
    One layer of the page.

    Parameters
    ----------
    kind
        Which function of the page draws it.
    value
        What it draws.
    """

    def __init__(self, kind: Kind, value: Json) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = f"Farsakh{kind.capitalize()}"
        self.kind = kind
        self.packed = pack(value)

    def render(self, **_kwargs: object) -> str:
        """Put the columns into the page as a block of data, and the call that draws them."""
        name, page, parent = self.get_name(), self.get_root(), self._parent
        if not isinstance(page, Figure) or parent is None:
            msg = "a layer is drawn by the page of the map that it was added to"
            raise TypeError(msg)
        block = f'<script type="application/x-farsakh" id="{name}">{self.packed}</script>'
        call = f"farsakh.add({parent.get_name()}, '{self.kind}', '{name}');"
        page.html.add_child(Verbatim(block), name=name)
        page.script.add_child(Verbatim(call), name=name)
        return ""


class Verbatim(Element):
    """
    A text that stands in the page as it is: a template of megabytes would be read for its marks.

    Parameters
    ----------
    text
        Markup or code of our own.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **_kwargs: object) -> str:
        """Give the text."""
        return self.text


def ground_layer(
    under: Ground, towns: pd.DataFrame, *, tiles: bool = False, shaded: bool = True
) -> Layer:
    """
    Draw countries, the borders of provinces, and the names of both and of towns.

    Parameters
    ----------
    under
        Outlines from `maps.ground.ground`.
    towns
        Columns name, lon, lat and population, the largest first.
    tiles
        Whether a base map lies below: borders are drawn then, and no land.
    shaded
        Whether a layer of provinces follows, which brings its own ground.

    Returns
    -------
    Layer
        Always on, below everything.
    """
    names = country_names()
    near = under.outlines[under.drawn]
    countries = [names.get(code, code) for code in under.countries[under.drawn]]
    regions = under.provinces
    of = regions["country"].astype("str") if "country" in regions else None
    own = "admin1" not in regions  # drawn by the user: no coverage that the countries are made of
    return Layer(
        "ground",
        {
            "tiles": int(tiles),
            "shaded": int(shaded),
            "world": mesh(under.outlines[~under.drawn], steps=FAR_STEPS),
            "near": mesh(near, under.countries[under.drawn], steps=OUTLINE_STEPS) if own else None,
            "regions": mesh(regions.geometry.to_numpy(), of, steps=OUTLINE_STEPS),
            "names": {
                "country": _labels(pd.Series(countries, dtype="object"), near),
                "province": _labels(regions["name"], regions.geometry.to_numpy()),
                "town": {
                    "name": words(towns["name"]),
                    "lon": numbers(towns["lon"], LABEL_STEPS),
                    "lat": numbers(towns["lat"], LABEL_STEPS),
                    "population": numbers(towns["population"]),
                },
            },
        },
    )


def incidents_layer(
    incidents: GeoDataFrame, west: float = USUAL, *, category: str | None = None
) -> Layer:
    """
    Cluster the incidents that have a point; carry all of them for popups and lists.

    Parameters
    ----------
    incidents
        Incidents table; every column but the geometry may be missing.
    west
        Western edge of the map, degrees, as `maps.meridian.cut` gives it.
    category
        Column whose values are told apart by shape and colour; none if None.

    Returns
    -------
    Layer
        Points and what is said about each.
    """
    lon, lat = coordinates(incidents.geometry)
    columns: dict[str, Json] = {
        "n": len(incidents),
        "lon": numbers(lon, POINT_STEPS),
        "lat": numbers(lat, POINT_STEPS),
        "west": west,
        "repeat": numbers(_originals(incidents)),
        "category": categories(incidents, category),
        "words": {name: words(_plain(incidents[name])) for name in WORDS if name in incidents},
        "days": {name: days(incidents[name]) for name in DAYS if name in incidents},
        "numbers": {
            name: numbers(incidents[name], steps)
            for name, steps in NUMBERS.items()
            if name in incidents
        },
    }
    if "status" not in incidents:
        status = np.where(np.isfinite(lon), "located", "unresolved")
        columns["words"] = {**columns["words"], "status": words(pd.Series(status))}  # type: ignore[dict-item]
    return Layer("incidents", columns)


def footprints_layer(incidents: GeoDataFrame) -> Layer:
    """
    Draw where each incident lies with a probability of 90 %.

    Parameters
    ----------
    incidents
        Incidents table; without a `footprint` column nothing is drawn.

    Returns
    -------
    Layer
        Distinct shapes, and the rows that each belongs to.
    """
    footprint = footprints(incidents)
    if not (shapely.is_geometry(footprint)).any():
        return Layer("footprints", {"shapes": None, "of": numbers(np.full(len(incidents), np.nan))})
    pinned = np.isfinite(coordinates(incidents.geometry)[0])
    key, distinct = pd.factorize(pd.Series(shapely.to_wkb(footprint), dtype="object"))
    if len(distinct) > FOOTPRINTS:
        footprint[pinned] = None
        key, distinct = pd.factorize(pd.Series(shapely.to_wkb(footprint), dtype="object"))
    shapes = shapely.from_wkb(np.asarray(distinct, dtype=object))
    of = np.where(key < 0, np.nan, key)
    return Layer("footprints", {"shapes": mesh(shapes), "of": numbers(of)})


def page_layer(
    title: str,
    subtitle: str | None,
    *,
    corner: Sequence[str],
    sources: Sequence[str],
    code: Sequence[str],
    options: Json,
) -> Layer:
    """
    Put the furniture round the map: it is the last of the layers.

    Parameters
    ----------
    title, subtitle
        Heading and the line below it.
    corner
        Credits in the corner of the map.
    sources, code
        Credits in full, of the data and of what draws them.
    options
        What else the page needs: words for codes, bounds, where the legend stands.

    Returns
    -------
    Layer
        Texts only.
    """
    return Layer(
        "page",
        {
            "title": title,
            "subtitle": subtitle,
            "corner": list(corner),
            "sources": list(sources),
            "code": list(code),
            "options": options,
        },
    )


def _originals(incidents: GeoDataFrame) -> NDArray[np.float64]:
    """Give the row that each row repeats; NaN where it repeats none."""
    originals = np.full(len(incidents), np.nan)
    again = repeats(incidents)
    if again.any():
        row_of = {id_: row for row, id_ in enumerate(incidents["id"])}
        originals[again] = [row_of[id_] for id_ in incidents["duplicate_of"].to_numpy()[again]]
    return originals


def _plain(column: pd.Series) -> pd.Series:
    """Write times at midnight as the days that they are."""
    if pd.api.types.is_datetime64_any_dtype(column):
        return column.astype("str").str.removesuffix(" 00:00:00").where(column.notna())
    return column


def _labels(names: pd.Series, geometries: NDArray[np.object_]) -> Json:
    lon, lat, width = label_points(geometries)
    return {
        "name": words(names),
        "lon": numbers(lon, LABEL_STEPS),
        "lat": numbers(lat, LABEL_STEPS),
        "width": numbers(width, 100),
    }
