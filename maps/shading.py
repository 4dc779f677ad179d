"""
Numbers over regions: provinces in classes, and tables that others have computed.

Counts are taken in the page, from the rows that its filters leave; what comes computed (expected
counts, rates, densities, clusters, hot spots) is drawn as it is given, and says so where a
filter would change it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
import pandas as pd
import shapely

from geo.errors import TableError
from geo.regions import province_of
from geo.tables import require_wgs84
from maps.categories import readable
from maps.columns import Json, days, numbers, words
from maps.layers import Layer
from maps.meridian import coordinates, turned_shapes
from maps.mesh import mesh
from maps.style import class_of, count_breaks, number_breaks

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import ArrayLike, NDArray

Role: TypeAlias = Literal["density", "clusters", "hotspots"]

MEASURES = {  # of a table by province: what each is called
    "count": "Incidents by province",
    "expected": "Expected incidents by province",
    "rate": "Rate by province",
}
TITLES: dict[Role, str] = {
    "density": "Density",
    "clusters": "Clusters",
    "hotspots": "Hot spots",
}
NUMBERS: dict[Role, tuple[str, ...]] = {  # the columns that are shaded: the first that is there
    "density": ("density", "per_100_km2", "level", "share", "probability", "expected", "count"),
    "clusters": (),
    "hotspots": (),
}
UNITS = {"density": "Incidents per 100 km²", "per_100_km2": "Incidents per 100 km²"}
CLASSES: dict[Role, tuple[str, ...]] = {
    "density": (),
    "clusters": (),
    "hotspots": ("class", "hotspot", "category", "kind"),
}
SCORES = ("z", "gi_z", "z_score", "gi")
LEVELS = ((2.576, "99 %"), (1.960, "95 %"), (1.645, "90 %"))  # two-sided, of the normal law
TOLD = 10  # columns that a region says of itself
DIGITS = 3  # significant, of numbers that are said
INTERVAL = ("low", "high")


@dataclass(frozen=True, slots=True)
class Counted:
    """
    The regions that a page shades.

    Attributes
    ----------
    regions
        Regions table, in the order of the page.
    of
        Row of `regions` in which each incident counts; NaN for none.
    given
        Table by region whose numbers are shown beside the counts, or None.
    """

    regions: GeoDataFrame
    of: NDArray[np.float64]
    given: pd.DataFrame | None


def region_codes(incidents: GeoDataFrame, boundaries: GeoDataFrame | None) -> NDArray[np.object_]:
    """
    Find the region of each incident, as `geo.by_province` counts it.

    Parameters
    ----------
    incidents
        Incidents table.
    boundaries
        Regions of the user's; the provinces if None.

    Returns
    -------
    array of object
        Codes: that of the province the point lies in, or without a point the column `province`;
        None where neither tells.
    """
    lon, lat = coordinates(incidents.geometry)
    codes = province_of(lon, lat, boundaries=boundaries)
    if "province" in incidents:
        stated = incidents["province"].astype("object").to_numpy()
        bare = ~np.isfinite(lon) & pd.notna(stated)
        codes[bare] = stated[bare]
    return codes


def provinces_layer(counted: Counted) -> Layer:
    """
    Shade provinces by count, and by what a table gives.

    Parameters
    ----------
    counted
        Regions, and the incidents in them.

    Returns
    -------
    Layer
        Names and numbers; the shapes travel with the ground.
    """
    drawn = counted.regions
    count = np.bincount(counted.of[np.isfinite(counted.of)].astype(int), minlength=len(drawn))
    local = drawn["name_local"] if "name_local" in drawn else pd.Series([None] * len(drawn))
    measures: list[Json] = []
    given = _by_region(drawn, counted.given) if counted.given is not None else {}
    for key, title in MEASURES.items():
        values = given.get(key)
        if key == "count" and (values is None or np.array_equal(np.nan_to_num(values), count)):
            breaks: list[Json] = list(count_breaks(count))
            measures.append({"key": key, "title": title, "breaks": breaks})
        elif values is not None and np.nansum(values) > 0:
            breaks = list(number_breaks(values))
            between = {
                name: numbers(given[name], 1000)
                for name in INTERVAL
                if name in given and key == "expected"
            }
            measures.append(
                {
                    "key": key,
                    "title": title,
                    "breaks": breaks,
                    "values": numbers(values, 1000),
                    "class": numbers(class_of(values, number_breaks(values))),
                    **between,
                }
            )
    return Layer(
        "provinces",
        {
            "name": words(drawn["name"]),
            "local": words(local),
            "of": numbers(counted.of),
            "measures": measures,
        },
    )


def given_layer(table: GeoDataFrame, role: Role, west: float) -> Layer:
    """
    Draw a table of shapes that was computed elsewhere.

    Parameters
    ----------
    table
        Shapes and any columns; each shape says them when pointed at.
    role
        What it is: densities are shaded by the first of their columns density, per_100_km2,
        level, share, expected, count; hot spots by class (hot, cold) or z; clusters are outlined.
    west
        Western edge of the map, degrees.

    Returns
    -------
    Layer
        Shapes, their classes and their own words.

    Raises
    ------
    CRSError
        If the table is not in EPSG:4326.
    TableError
        If it has no geometry, or a density has no number.
    """
    if getattr(table, "_geometry_column_name", None) not in table:
        msg = f"{role}= needs a GeoDataFrame of shapes; what was given has no geometry"
        raise TableError(msg)
    require_wgs84(table, f"{role}=")
    shapes = turned_shapes(table.geometry.to_numpy(), west)
    shapes = shapes.copy()
    shapes[shapely.get_type_id(shapes) == shapely.GeometryType.POINT] = None
    of, legend, unit = _classes(table, role)
    lon, lat = coordinates(table.geometry)
    return Layer(
        "given",
        {
            "role": role,
            "title": TITLES[role],
            "unit": unit,
            "legend": legend,
            "class": numbers(of),
            "shapes": mesh(shapes),
            "lon": numbers(lon, 100_000),
            "lat": numbers(lat, 100_000),
            "said": _said(table),
        },
    )


def _by_region(regions: GeoDataFrame, given: pd.DataFrame) -> dict[str, NDArray[np.float64]]:
    """Add up a table by region in the order of the regions; it may have a row a period."""
    found: dict[str, NDArray[np.float64]] = {}
    for name in (*MEASURES, *INTERVAL):
        if name not in given or given[name].isna().all():
            continue
        if name in INTERVAL and given["code"].duplicated().any():
            continue  # ends of intervals do not add up
        total = pd.to_numeric(given[name]).groupby(given["code"].astype("str")).sum(min_count=1)
        aligned = total.reindex(regions["code"].astype("str"))
        found[name] = aligned.to_numpy(np.float64, na_value=np.nan)
    return found


def _classes(table: GeoDataFrame, role: Role) -> tuple[ArrayLike, Json, str | None]:
    """Give the class of each shape, the legend's entries as class name and label, the unit."""
    if role == "clusters":
        return np.zeros(len(table)), [["farsakh-cluster-hull", "A cluster"]], None
    if role == "hotspots":
        return _heat_classes(table)
    number = next((name for name in NUMBERS[role] if name in table), None)
    if number is None:
        msg = f"{role}= needs one of the columns {', '.join(NUMBERS[role])}; it has none of them"
        raise TableError(msg)
    values = pd.to_numeric(table[number], errors="coerce").to_numpy(np.float64, na_value=np.nan)
    breaks = number_breaks(values)
    legend: list[Json] = []
    low = 0.0
    for index, high in enumerate(breaks):
        legend.append([f"farsakh-step-{index}-of-{len(breaks)}", f"{low:g} \u2013 {high:g}"])
        low = high
    return class_of(values, breaks), legend, UNITS.get(number, readable(number))


def _heat_classes(table: GeoDataFrame) -> tuple[ArrayLike, Json, str | None]:
    score = next((name for name in SCORES if name in table), None)
    named = next((name for name in CLASSES["hotspots"] if name in table), None)
    if named is None and score is not None:
        z = pd.to_numeric(table[score], errors="coerce").to_numpy(np.float64, na_value=np.nan)
        strength = sum(((np.abs(z) >= least).astype(int) for least, _ in LEVELS), np.zeros(len(z)))
        of = np.where(strength == 0, np.nan, np.where(z > 0, 3 - strength, 2 + strength))
        labels = [f"Hot, {level}" for _, level in LEVELS]
        labels += [f"Cold, {level}" for _, level in reversed(LEVELS)]
        legend: Json = [[f"farsakh-spot-{index}", label] for index, label in enumerate(labels)]
        return of, legend, "Gi*, two-sided level"
    texts = table[named].astype("str") if named else pd.Series(["hot"] * len(table))
    listed = sorted(set(texts))
    of = texts.map({text: index for index, text in enumerate(listed)}).to_numpy()
    entries: Json = [[f"farsakh-spot-{_spot(text)}", readable(text)] for text in listed]
    return of, entries, None


def _spot(text: str) -> str:
    """Colour a class by its word: hot and high are red, cold and low are blue."""
    lowered = text.lower()
    return (
        "5"
        if "cold" in lowered or "low" in lowered
        else ("0" if "hot" in lowered or "high" in lowered else "none")
    )


def _said(table: GeoDataFrame) -> Json:
    """Write what a shape says of itself: a name and a text for each column."""
    said: list[Json] = []
    for name in table.columns:
        column = table[name]
        if column.dtype == "geometry" or len(said) == TOLD:
            continue
        if pd.api.types.is_datetime64_any_dtype(column):
            said.append({"label": readable(str(name)), "days": days(column)})
        elif pd.api.types.is_float_dtype(column):
            texts = column.map(lambda number: f"{number:.{DIGITS}g}", na_action="ignore")
            said.append({"label": readable(str(name)), "text": words(texts)})
        else:
            said.append({"label": readable(str(name)), "text": words(column)})
    return said
