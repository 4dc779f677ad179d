"""
The page's own layers, as folium elements: each carries packed columns and names its kind.

A layer is drawn by the function of the same name in `assets/`; nothing that came from a text
ever stands in markup or code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
import pandas as pd
import shapely
from branca.element import MacroElement
from folium.template import Template

from geo.tables import repeats
from maps.columns import (
    FAR_STEPS,
    OUTLINE_STEPS,
    POINT_STEPS,
    Json,
    numbers,
    pack,
    shapes,
    words,
)
from maps.ground import Ground, country_names, label_points
from maps.meridian import USUAL, coordinates, footprints
from maps.style import class_of, count_breaks, round_breaks
from maps.surface import DECADES, LEVELS, Surface, levels

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

Kind: TypeAlias = Literal["ground", "provinces", "density", "footprints", "incidents", "page"]

FOOTPRINTS = 3_000  # shapes in a page; beyond, incidents with a point show a circle when chosen

WORDS = (
    "id", "date", "date_end", "event_type", "event_class", "perpetrator", "target",
    "location_text", "country", "province_name", "status", "why", "relation", "anchor", "direction",
    "source", "source_date", "text", "method", "calibrated",
)  # fmt: skip
SUMMED = ("count", "killed", "wounded", "casualties_missing")
NUMBERS = {"killed": 0, "wounded": 0, "distance_km": 1, "radius_m": 0}


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

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "farsakh.add({{ this._parent.get_name() }}, '{{ this.kind }}', '{{ this.packed }}');"
        "{% endmacro %}"
    )

    def __init__(self, kind: Kind, value: Json) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = f"Farsakh{kind.capitalize()}"
        self.kind = kind
        self.packed = pack(value)


def ground_layer(under: Ground) -> Layer:
    """
    Draw countries and the names of provinces.

    Parameters
    ----------
    under
        Outlines from `maps.ground.ground`.

    Returns
    -------
    Layer
        Always on, below everything.
    """
    names = country_names()
    countries = [names.get(code, code) for code in under.countries[under.drawn]]
    return Layer(
        "ground",
        {
            "far": shapes(under.outlines[~under.drawn], FAR_STEPS),
            "near": shapes(under.outlines[under.drawn], OUTLINE_STEPS),
            "countries": _labels(pd.Series(countries, dtype="object"), under.outlines[under.drawn]),
            "provinces": _labels(under.provinces["name"], under.provinces.geometry.to_numpy()),
        },
    )


def provinces_layer(under: Ground, counts: pd.DataFrame) -> Layer:
    """
    Shade provinces by their number of incidents.

    Parameters
    ----------
    under
        Outlines from `maps.ground.ground`.
    counts
        Table of `geo.by_province`.

    Returns
    -------
    Layer
        Provinces with classes, and their names and numbers to be shown.
    """
    drawn = under.provinces
    summed = [name for name in SUMMED if name in counts]
    # several rows a province: one a period, or a value of the column that splits the counts
    totals = counts.groupby("code")[summed].sum(min_count=1).reset_index()
    joined = drawn[["code", "name"]].merge(totals, on="code", how="left")
    count = joined["count"].fillna(0).astype("int64")
    breaks = count_breaks(count)
    local = drawn["name_local"] if "name_local" in drawn else pd.Series([None] * len(drawn))
    columns: dict[str, Json] = {
        "shape": shapes(drawn.geometry.to_numpy(), OUTLINE_STEPS),
        "name": words(drawn["name"]),
        "local": words(local),
        "country": words(drawn["country"]) if "country" in drawn else words(local),
        "count": numbers(count),
        "class": numbers(class_of(count, breaks)),
        "breaks": list(breaks),
        "incidents": int(counts["count"].sum()),
    }
    for name in SUMMED[1:]:
        if name in joined:
            columns[name] = numbers(
                pd.to_numeric(joined[name]).to_numpy(np.float64, na_value=np.nan)
            )
    return Layer("provinces", columns)


def density_layer(heat: Surface) -> Layer:
    """
    Show where incidents are dense, in incidents per 100 km².

    Parameters
    ----------
    heat
        Surface from `maps.surface.surface`.

    Returns
    -------
    Layer
        Filled cells, their levels and the legend's steps.
    """
    index, level, peak = levels(heat)
    return Layer(
        "density",
        {
            "west": heat.west_m,
            "north": heat.north_m,
            "cell": heat.cell_m,
            "rows": heat.density.shape[0],
            "columns": heat.density.shape[1],
            "index": np.diff(index, prepend=0).tolist(),
            "level": level.tolist(),
            "levels": LEVELS,
            "decades": DECADES,
            "peak": peak,
            "breaks": list(round_breaks(peak)),
            "incidents": heat.incidents,
            "spread_km": round(heat.least_sd_m / 1000),
        },
    )


def incidents_layer(incidents: GeoDataFrame, west: float = USUAL) -> Layer:
    """
    Cluster the incidents that have a point; carry all of them for popups and lists.

    Parameters
    ----------
    incidents
        Incidents table; every column but the geometry may be missing.
    west
        Western edge of the map, degrees, as `maps.meridian.cut` gives it.

    Returns
    -------
    Layer
        Points and what is said about each.
    """
    lon, lat = coordinates(incidents.geometry)
    columns: dict[str, Json] = {
        "n": len(incidents),
        "lon": numbers(lon * POINT_STEPS),
        "lat": numbers(lat * POINT_STEPS),
        "steps": POINT_STEPS,
        "west": west,
        "repeat": _originals(incidents),
    }
    for name in WORDS:
        if name in incidents:
            column = incidents[name]
            if name in {"date", "date_end", "source_date"}:
                column = _days(column)
            columns[name] = words(column)
    for name, digits in NUMBERS.items():
        if name in incidents:
            values = pd.to_numeric(incidents[name], errors="coerce")
            columns[name] = numbers(values.to_numpy(np.float64, na_value=np.nan), digits)
    if "status" not in incidents:
        status = np.where(np.isfinite(lon), "located", "unresolved")
        columns["status"] = words(pd.Series(status))
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
    pinned = np.isfinite(coordinates(incidents.geometry)[0])
    key, distinct = pd.factorize(pd.Series(shapely.to_wkb(footprint), dtype="object"))
    if len(distinct) > FOOTPRINTS:
        footprint[pinned] = None
        key, distinct = pd.factorize(pd.Series(shapely.to_wkb(footprint), dtype="object"))
    return Layer(
        "footprints",
        {"shape": shapes(shapely.from_wkb(np.asarray(distinct, dtype=object))), "of": key.tolist()},
    )


def _originals(incidents: GeoDataFrame) -> Json:
    """Give the row that each row repeats; -1 where it repeats none."""
    originals = np.full(len(incidents), -1)
    again = repeats(incidents)
    if again.any():
        row_of = {id_: row for row, id_ in enumerate(incidents["id"])}
        originals[again] = [row_of[id_] for id_ in incidents["duplicate_of"].to_numpy()[again]]
    rows: list[Json] = originals.tolist()
    return rows


def _labels(names: pd.Series, geometries: NDArray[np.object_]) -> Json:
    lon, lat, width = label_points(geometries)
    return {
        "name": words(names),
        "lon": numbers(lon * POINT_STEPS),
        "lat": numbers(lat * POINT_STEPS),
        "width": numbers(width, digits=2),
        "steps": POINT_STEPS,
    }


def _days(column: pd.Series) -> pd.Series:
    days: pd.Series = column.astype("str").str.slice(0, 10).where(column.notna())
    return days
