"""
Numbers over regions: provinces in classes, and tables that others have computed.

Counts are taken in the page, from the rows that its filters leave, and so are expected counts and
rates that come of the same incidents (`maps.following`); what else comes computed is drawn as it
is given, and says so where a filter would change it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
import pandas as pd
import shapely

from geo.counts.provinces import REST
from geo.errors import TableError
from geo.regions import province_of
from geo.tables import require_wgs84
from maps.categories import readable
from maps.columns import Json, days, numbers, words
from maps.following import Parts, following, parts_of
from maps.layers import Layer
from maps.meridian import coordinates, turned_shapes
from maps.mesh import mesh
from maps.style import CLASSES, class_of, count_breaks, number_breaks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame
    from numpy.typing import ArrayLike, NDArray

Role: TypeAlias = Literal["density", "clusters", "hotspots"]

MEASURES = {  # of a table by province: what each is called
    "count": "Incidents by province",
    "expected": "Expected incidents by province",
    "rate": "Rate by province",
    "per_1000_km2": "Incidents per 1,000 km² by province",
    "per_100000": "Incidents per 100,000 people by province",
    "smoothed_per_100000": "Incidents per 100,000 people, smoothed, by province",
}
TITLES: dict[Role, str] = {
    "density": "Density",
    "clusters": "Clusters",
    "hotspots": "Hot spots",
}
DENSITIES = ("density", "per_100_km2", "expected", "count")  # the first that is there is shaded
UNITS = {"density": "Incidents per 100 km²", "per_100_km2": "Incidents per 100 km²"}
UNITED = "per_100_km2"
LEVEL = "level"  # of a contour, as geo.contours gives them: the share of the incidents inside
KINDS = ("kind", "class")  # of a hot spot, else its score:
SCORE = "z"
SPOTS = {"hot": 0, "high-high": 0, "high-low": 2, "low-high": 3, "cold": 5, "low-low": 5}
LEVELS = ((2.576, "99 %"), (1.960, "95 %"), (1.645, "90 %"))  # two-sided, of the normal law
TOLD = 10  # columns that a region says of itself
DIGITS = 3  # significant, of numbers that are said
INTERVAL = ("low", "high")
DIVIDED_BY = ("area_km2", "population")


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
    incidents
        The incidents.
    boundaries
        Regions of the user's that `regions` are; the provinces if None.
    """

    regions: GeoDataFrame
    of: NDArray[np.float64]
    given: pd.DataFrame | None
    incidents: GeoDataFrame
    boundaries: GeoDataFrame | None


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
    codes = _codes(counted)
    everywhere = _by_region(codes, counted.given) if counted.given is not None else {}
    given = {key: values[: len(drawn)] for key, values in everywhere.items()}
    parts, follows = _following(counted, codes, everywhere)
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
                    "values": numbers(values, 1_000_000),
                    "class": numbers(class_of(values, number_breaks(values))),
                    "follows": follows.get(key),
                    **between,
                }
            )
    return Layer(
        "provinces",
        {
            "name": words(drawn["name"]),
            "local": words(local),
            "of": numbers(counted.of),
            "size": len(codes),
            "parts": parts.packed() if parts is not None else None,
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
        What it is: a density is shaded by level, as contours are, or by the first of density,
        per_100_km2, expected and count; hot spots by kind ("hot", "cold", "high-high", …) or z,
        and those with neither are left out; clusters are outlined.
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
        msg = (
            f"{role}= needs a GeoDataFrame of shapes, and what was given has no geometry; "
            "geo.contours makes shapes of a density"
        )
        raise TableError(msg)
    require_wgs84(table, f"{role}=")
    # the largest first, so that what lies inside of another is drawn over it
    area = np.nan_to_num(shapely.area(table.geometry.to_numpy()))
    table = table.iloc[np.argsort(-area, kind="stable")]
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
            **_computed_again(table, role),
            "shapes": mesh(shapes),
            "lon": numbers(lon, 100_000),
            "lat": numbers(lat, 100_000),
            "said": _said(table),
        },
    )


def _codes(counted: Counted) -> pd.Index[str]:
    """List the regions that are shaded, then others of the table: a few may be expected there."""
    drawn = pd.Index(counted.regions["code"].astype("str"))
    if counted.given is None:
        return drawn
    others = pd.Index(counted.given["code"].astype("str")).unique().difference(drawn)
    others = others.difference(list(REST.values()))
    return drawn.append(others)


def _following(
    counted: Counted, codes: pd.Index[str], given: dict[str, NDArray[np.float64]]
) -> tuple[Parts | None, dict[str, Json]]:
    """Find which columns of a table follow the filters, and what they are added up from."""
    if counted.given is None or not set(given) - {"count", *INTERVAL}:
        return None, {}
    incidents = counted.incidents
    attrs = counted.given.attrs
    land = attrs.get("parameters", {}).get("land", counted.boundaries is None)
    parts = parts_of(incidents, codes, counted.boundaries, land=bool(land))
    said = {**given, **_by_region(codes, counted.given, DIVIDED_BY, "first")}
    found = following(incidents, counted.of, said, parts, attrs.get("rates", {}).get("of"))
    expected = any(how["of"] == "expected" for how in found.values())  # type: ignore[index,call-overload]
    return (parts if expected else None), found


def _by_region(
    codes: pd.Index[str],
    given: pd.DataFrame,
    names: Sequence[str] = (*MEASURES, *INTERVAL),
    how: Literal["sum", "first"] = "sum",
) -> dict[str, NDArray[np.float64]]:
    """Give a table by region in the order of codes; one with a row a period is added up."""
    found: dict[str, NDArray[np.float64]] = {}
    for name in names:
        if name not in given or given[name].isna().all():
            continue
        if name in INTERVAL and given["code"].duplicated().any():
            continue  # ends of intervals do not add up
        rows = pd.to_numeric(given[name]).groupby(given["code"].astype("str"))
        total = rows.sum(min_count=1) if how == "sum" else rows.first()
        aligned = total.reindex(codes)
        found[name] = aligned.to_numpy(np.float64, na_value=np.nan)
    return found


def _classes(table: GeoDataFrame, role: Role) -> tuple[ArrayLike, Json, str | None]:
    """Give the class of each shape, the legend's entries as class name and label, the unit."""
    if role == "clusters":
        return np.zeros(len(table)), [["farsakh-cluster-hull", "A cluster"]], None
    if role == "hotspots":
        return _heat_classes(table)
    if LEVEL in table:
        return _contour_classes(table)
    number = next((name for name in DENSITIES if name in table), None)
    if number is None:
        listed = ", ".join((LEVEL, *DENSITIES))
        msg = f"{role}= needs one of the columns {listed}; it has none of them"
        raise TableError(msg)
    values = _numbers(table, number)
    breaks = number_breaks(values)
    legend: list[Json] = []
    low = 0.0
    for index, high in enumerate(breaks):
        legend.append([f"farsakh-step-{index}-of-{len(breaks)}", f"{low:g} \u2013 {high:g}"])
        low = high
    of = class_of(values, breaks)
    return np.where(of < 0, np.nan, of), legend, UNITS.get(number, readable(number))


def _contour_classes(table: GeoDataFrame) -> tuple[ArrayLike, Json, str | None]:
    """Shade contours by the share of the incidents inside, the smallest share darkest."""
    levels = _numbers(table, LEVEL)
    listed = _listed_levels(levels)
    of = np.array(
        [np.flatnonzero(listed == level)[0] if level in listed else np.nan for level in levels]
    )
    legend: list[Json] = []
    for index, level in enumerate(listed):
        label = f"{100 * level:g} % of the incidents"
        if UNITED in table:
            height = _numbers(table, UNITED)[levels == level][0]
            label += f": over {height:.2g}"
        legend.append([f"farsakh-step-{index}-of-{len(listed)}", label])
    return of, legend, UNITS[UNITED] if UNITED in table else "Share of the incidents inside"


def _computed_again(table: GeoDataFrame, role: Role) -> dict[str, Json]:
    """Say what a page needs to draw contours of the rows that its filters leave."""
    if role != "density" or LEVEL not in table:
        return {}
    bandwidth_km = table.attrs.get("parameters", {}).get("bandwidth_km")
    return {
        "levels": [float(level) for level in _listed_levels(_numbers(table, LEVEL))],
        "bandwidth_m": 1_000 * bandwidth_km if bandwidth_km else None,
    }


def _listed_levels(levels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the shares that contours hold, the largest first."""
    return np.unique(levels[np.isfinite(levels)])[: -CLASSES - 1 : -1]


def _heat_classes(table: GeoDataFrame) -> tuple[ArrayLike, Json, str | None]:
    """Colour hot spots by their kind, or where there is none by their score."""
    named = next((name for name in KINDS if name in table), None)
    if named is not None:
        texts = table[named].astype("object").where(table[named].notna(), "").astype("str")
        listed = sorted(set(texts) - {""}, key=lambda text: (SPOTS.get(text.lower(), 9), text))
        number = {text: float(index) for index, text in enumerate(listed)}
        of = np.array([number.get(text, np.nan) for text in texts])
        entries: list[Json] = [
            [f"farsakh-spot-{SPOTS.get(text.lower(), 'none')}", readable(text)] for text in listed
        ]
        return of, entries, None
    if SCORE not in table:
        msg = f"hotspots= needs one of the columns {', '.join((*KINDS, SCORE))}"
        raise TableError(msg)
    z = _numbers(table, SCORE)
    strength = np.sum([np.abs(z) >= least for least, _ in LEVELS], axis=0)
    of = np.where(strength == 0, np.nan, np.where(z > 0, 3 - strength, 2 + strength))
    labels = [f"Hot, {level}" for _, level in LEVELS]
    labels += [f"Cold, {level}" for _, level in reversed(LEVELS)]
    legend: list[Json] = [[f"farsakh-spot-{index}", label] for index, label in enumerate(labels)]
    return of, legend, "Gi*, two-sided level"


def _numbers(table: GeoDataFrame, name: str) -> NDArray[np.float64]:
    values = pd.to_numeric(table[name], errors="coerce").to_numpy(np.float64, na_value=np.nan)
    return np.asarray(values)


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
