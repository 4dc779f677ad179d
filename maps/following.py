"""
Numbers by region that follow the filters of a page: which of a table's columns can, and how.

An expected count is the sum of the probabilities that incidents lie in a region; a page that
carries these can add up those of the incidents that its filters leave. Rates follow from counts
by area and population. A column follows only where, of all incidents, it comes out as the table
says: what was counted from other incidents stays as it was given, and the page says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo import province_shares
from geo.counts.rates import PER_KM2, PER_PEOPLE, empirical_bayes
from geo.tables import repeats
from maps.columns import Json, numbers

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

BASES = ("expected", "count", "killed", "wounded")  # what can be divided by people and areas
DIVISORS = {"per_1000_km2": ("area_km2", PER_KM2), "per_100000": ("population", PER_PEOPLE)}
SMOOTHED = "smoothed_per_100000"
SHARE_STEPS = 1_000  # of a probability: a hundred parts of a count are then good to 0.003
ABSOLUTE, RELATIVE = 0.02, 0.002  # how far a sum may be off a number that was rounded in a file


@dataclass(frozen=True, slots=True)
class Parts:
    """
    In which regions each incident may lie.

    Attributes
    ----------
    many
        Parts of each incident, shape (rows,).
    region
        Number of the region of each part, shape (parts,).
    share
        Probability of each part, shape (parts,).
    """

    many: NDArray[np.int64]
    region: NDArray[np.int64]
    share: NDArray[np.float64]

    def packed(self) -> Json:
        """
        Make the columns that a page carries.

        Returns
        -------
        Json
            `many`, `region` and `share`.
        """
        return {
            "many": numbers(self.many),
            "region": numbers(self.region),
            "share": numbers(self.share, SHARE_STEPS),
        }


def parts_of(
    incidents: GeoDataFrame, codes: pd.Index[str], boundaries: GeoDataFrame | None, *, land: bool
) -> Parts:
    """
    Part incidents among the regions that a page shades.

    Parameters
    ----------
    incidents
        Incidents table; rows that repeat another have no parts.
    codes
        Of the regions, in the order of the page.
    boundaries
        Regions of the user's; the provinces if None.
    land
        As `geo.by_province` takes it.

    Returns
    -------
    Parts
        Without those outside the regions, and the least likely.
    """
    told = province_shares(incidents.reset_index(drop=True), boundaries=boundaries, land=land)
    row = told["row"].to_numpy(np.int64)
    region = codes.get_indexer(pd.Index(told["code"].astype("str")))
    share = told["probability"].to_numpy(np.float64)
    kept = (region >= 0) & (share * SHARE_STEPS >= 1 / 2) & ~repeats(incidents)[row]
    return Parts(
        np.bincount(row[kept], minlength=len(incidents)), region[kept].astype(np.int64), share[kept]
    )


def following(
    incidents: GeoDataFrame,
    of: NDArray[np.float64],
    given: dict[str, NDArray[np.float64]],
    parts: Parts | None,
    rates_of: str | None = None,
) -> dict[str, Json]:
    """
    Say how columns of a table by region come from the incidents.

    Parameters
    ----------
    incidents
        Incidents table.
    of
        Region in which each counts, NaN for none.
    given
        Columns of the table in the order of the regions, shape (regions,), NaN where it has none;
        `area_km2` and `population` tell what rates are divided by.
    parts
        In which regions the incidents may lie, if that is known.
    rates_of
        What the rates are of, where the table says so; else the first of `BASES` that fits.

    Returns
    -------
    dict
        For each column that follows: `of`, what is added up; for a rate also `scale`, by which
        that is multiplied; for a smoothed one `people`, among whom it is smoothed.

    Examples
    --------
    >>> import geopandas as gpd
    >>> two = gpd.GeoDataFrame(geometry=gpd.points_from_xy([40.4, 40.5], [35.0, 35.0]), crs=4326)
    >>> said = {"per_1000_km2": np.array([40.0, 0.0]), "area_km2": np.array([50.0, 70.0])}
    >>> following(two, np.zeros(2), said, None)["per_1000_km2"]["of"]
    'count'
    """
    size = len(next(iter(given.values()), ()))
    sums = _sums(incidents, of, parts, size)
    found: dict[str, Json] = {}
    if "expected" in given and "expected" in sums and _same(sums["expected"], given["expected"]):
        found["expected"] = {"of": "expected"}
    bases = (rates_of,) if rates_of is not None else BASES
    for name, (divisor, unit) in DIVISORS.items():
        if name not in given or divisor not in given:
            continue
        scale = np.divide(
            unit, given[divisor], out=np.zeros(size), where=np.nan_to_num(given[divisor]) > 0
        )
        base = next((b for b in bases if b in sums and _same(sums[b] * scale, given[name])), None)
        if base is not None:
            found[name] = {"of": base, "scale": numbers(scale, 1_000_000_000)}
    if SMOOTHED in given and "per_100000" in found:
        base = str(found["per_100000"]["of"])  # type: ignore[index,call-overload]
        people = np.nan_to_num(given["population"])
        inside = people > 0
        again = np.zeros(size)
        again[inside] = empirical_bayes(sums[base][inside], people[inside]) * PER_PEOPLE
        if _same(again, given[SMOOTHED]):
            found[SMOOTHED] = {"of": base, "people": numbers(people)}
    return found


def _sums(
    incidents: GeoDataFrame, of: NDArray[np.float64], parts: Parts | None, size: int
) -> dict[str, NDArray[np.float64]]:
    """Add up what can be added up, by region."""
    inside = np.isfinite(of)
    region = of[inside].astype(np.int64)
    ones = np.ones(len(region))
    sums: dict[str, NDArray[np.float64]] = {}
    sums["count"] = np.asarray(np.bincount(region, ones, minlength=size))
    for name in ("killed", "wounded"):
        if name in incidents:
            told = pd.to_numeric(incidents[name]).to_numpy(np.float64, na_value=np.nan)[inside]
            sums[name] = np.asarray(np.bincount(region, np.nan_to_num(told), minlength=size))
    if parts is not None:
        sums["expected"] = np.asarray(np.bincount(parts.region, parts.share, minlength=size))
    return sums


def _same(sums: NDArray[np.float64], given: NDArray[np.float64]) -> bool:
    """Tell whether sums are the numbers of a table, where that has numbers."""
    known = np.isfinite(given)
    return bool(np.allclose(sums[known], given[known], rtol=RELATIVE, atol=ABSOLUTE))
