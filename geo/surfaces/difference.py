"""
Two periods as surfaces: where incidents became denser or rarer, beyond what chance would do.

If nothing has changed, every incident is as likely on any day of the two periods. Its day is
therefore drawn anew, many times, and the surfaces of these worlds tell how far a difference goes
by chance, at one place and at the most uneven place of all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from geo.counts.windows import windows_of
from geo.errors import NumberError
from geo.surfaces.contours import area_above
from geo.surfaces.kernel import BANDWIDTH_KM, density, values_on
from geo.surfaces.spots import Spots, spots_of
from geo.surfaces.surface import PER_KM2, Surface
from geo.tables import CRS, repeats

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    import geopandas as gpd
    from numpy.typing import NDArray

    from geo.counts.windows import Window
    from geo.laws import FloatArray

WORLDS: Final = 199
"""Times that the days are drawn anew: the level of .05 is then the tenth largest of 200."""

HELD: Final = 0.99
"""Only where this share of all incidents is densest is chance asked: beyond, a difference of a
hundredth of an incident would be many times its own noise."""

LEVEL: Final = 0.05

MOST_KEPT: Final = 200_000
"""Cells of a world that are kept, of all if there are fewer: ours; a surface is smooth enough for
its largest deviation to be seen in one cell of several."""


@dataclass(frozen=True)
class Difference:
    """
    Two periods as surfaces.

    Attributes
    ----------
    earlier, later
        The surface of each.
    change
        Later less earlier, earlier scaled to as many days as later has.
    deviation
        The change in standard deviations of what chance does, shape of the grid; 0 where nothing
        can be said.
    threshold
        Deviation that is reached anywhere on the whole surface in 5 % of the worlds of chance.
    areas
        What lies beyond it: direction ("more", "fewer"), incidents expected there earlier and
        later, area_km2 and geometry, EPSG:4326.
    """

    earlier: Surface
    later: Surface
    change: Surface
    deviation: FloatArray
    threshold: float
    areas: gpd.GeoDataFrame


def density_change(
    incidents: gpd.GeoDataFrame,
    earlier: Window,
    later: Window,
    *,
    bandwidth_km: float = 2 * BANDWIDTH_KM,
    cell_km: float | None = None,
    extent: tuple[float, float, float, float] | None = None,
    worlds: int = WORLDS,
    seed: int = 0,
) -> Difference:
    """
    Compare the densities of two periods.

    Parameters
    ----------
    incidents
        As `density` takes them, with the column date.
    earlier, later
        First and last day of each; they may differ in length.
    bandwidth_km, cell_km, extent
        As `density` takes them; twice its bandwidth, since two periods of few incidents are
        compared.
    worlds
        How often the days are drawn anew.
    seed
        Of these draws.

    Returns
    -------
    Difference

    Raises
    ------
    TableError
        If the column date is missing, or the windows are none or overlap.
    NumberError
        If there are fewer worlds than 19, of which the level of .05 is the largest.

    Notes
    -----
    A permutation test with the largest deviation, which holds the level for all places together
    (Nichols & Holmes 2002, doi:10.1002/hbm.1058).

    Examples
    --------
    >>> import geopandas as gpd, pandas as pd
    >>> points = gpd.points_from_xy([40.1] * 20 + [44.4] * 20, [35.3] * 20 + [33.3] * 20)
    >>> days = pd.to_datetime(["2020-05-03"] * 20 + ["2020-05-10"] * 20)
    >>> table = gpd.GeoDataFrame({"date": days}, geometry=points, crs=4326)
    >>> told = density_change(table, ("2020-05-01", "2020-05-07"), ("2020-05-08", "2020-05-14"))
    >>> told.areas["direction"].tolist()
    ['more', 'fewer']
    """
    if worlds < round(1 / LEVEL) - 1:
        message = f"worlds is {worlds}; a level of {LEVEL} needs {round(1 / LEVEL) - 1} or more"
        raise NumberError(message)
    incidents = incidents[~repeats(incidents)]
    windows = windows_of(incidents, earlier, later)
    chosen = windows.earlier | windows.later
    incidents, in_later = incidents[chosen], windows.later[chosen]
    both = density(incidents, bandwidth_km=bandwidth_km, cell_km=cell_km, extent=extent)
    spots = spots_of(incidents, both.plane, bandwidth_km * 1_000)
    said: dict[Hashable, Any] = {
        **both.attrs,
        "method": "difference of two densities",
        "parameters": {
            **both.attrs["parameters"],
            "earlier": [str(day) for day in earlier],
            "later": [str(day) for day in later],
            "worlds": worlds,
        },
        "undated": windows.undated,
        "seed": seed,
    }
    second = replace(both, values=values_on(both, spots, spots.weights(in_later)), attrs=said)
    first = replace(both, values=values_on(both, spots, spots.weights(~in_later)), attrs=said)
    share = windows.later_share
    scaled = share / (1 - share) * first.values
    change = replace(both, values=second.values - scaled, attrs=said)
    rng = np.random.default_rng(seed)
    drawn = (rng.random(len(incidents)) < share for _ in range(worlds))
    deviation, threshold = _judged(both, spots, in_later, share, drawn)
    areas = _areas(first, second, deviation, threshold)
    areas.attrs = {**said, "threshold": threshold}
    return Difference(first, second, change, deviation, threshold, areas)


def _judged(
    both: Surface,
    spots: Spots,
    in_later: NDArray[np.bool_],
    share: float,
    drawn: Iterable[NDArray[np.bool_]],
) -> tuple[FloatArray, float]:
    """Give the deviation of each cell, and what the largest one comes to by chance."""
    asked = np.flatnonzero(_densest(both))
    deviation = np.zeros(both.values.shape)
    if not asked.size:
        return deviation, np.inf
    usual = share * both.values.ravel()[asked]

    def off(later: NDArray[np.bool_]) -> FloatArray:
        return np.asarray(values_on(both, spots, spots.weights(later)).ravel()[asked] - usual)

    # what was seen is one of the worlds, so that nothing tells it apart if nothing has changed
    seen = off(in_later)
    square, kept = seen**2, []
    thin = slice(None, None, 1 + len(asked) // MOST_KEPT)
    for later in drawn:
        world = off(later)
        square += world**2
        kept.append(np.abs(world[thin]).astype(np.float32))
    spread = np.sqrt(square / (len(kept) + 1))
    largest = np.sort((np.stack(kept) / spread[thin]).max(axis=1))
    deviation.ravel()[asked] = seen / spread
    return deviation, float(largest[-max(int(LEVEL * (len(kept) + 1)), 1)])


def _densest(both: Surface) -> NDArray[np.bool_]:
    """Tell the densest cells that hold nearly all incidents."""
    fallen = np.sort(both.values, axis=None)[::-1]
    held = np.cumsum(fallen)
    least = fallen[np.searchsorted(held, HELD * held[-1])]
    return np.asarray((both.values >= least) & (both.values > 0))


def _areas(
    first: Surface, second: Surface, deviation: FloatArray, threshold: float
) -> gpd.GeoDataFrame:
    """Draw what lies beyond the threshold, the two directions apart."""
    import geopandas as gpd  # noqa: PLC0415 - heavy, and needed only here

    rows: dict[str, list[object]] = {
        name: [] for name in ("direction", "earlier", "later", "area_km2")
    }
    shapes = []
    x, y = (axis.ravel() for axis in np.meshgrid(first.x, first.y))
    for direction, sign in (("more", 1.0), ("fewer", -1.0)):
        if not (sign * deviation > threshold).any():
            continue
        outline = area_above(replace(first, values=sign * deviation), threshold)
        for area in sorted(shapely.get_parts(outline), key=lambda part: -part.area):
            shapely.prepare(area)
            inside = shapely.contains_xy(area, x, y)
            rows["direction"].append(direction)
            for name, surface in (("earlier", first), ("later", second)):
                held = surface.values.ravel()[inside].sum() * surface.cell_km2 / PER_KM2
                rows[name].append(float(held))
            rows["area_km2"].append(area.area / 1e6)
            shapes.append(first.plane.area(area))
    return gpd.GeoDataFrame(rows, geometry=shapes, crs=CRS)
