"""Regions that are made of others: countries of provinces, and what reports call a province."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from geo.errors import RegionError
from geo.regions import provinces
from geo.tables import CRS, validate_regions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import geopandas as gpd


def join_regions(
    groups: Mapping[str, Iterable[str]],
    *,
    boundaries: gpd.GeoDataFrame | None = None,
    names: Mapping[str, str] | None = None,
) -> gpd.GeoDataFrame:
    """
    Join regions to larger ones.

    Parameters
    ----------
    groups
        Code of each new region, and the codes that it is made of; an alpha-2 code stands for all
        regions of that country.
    boundaries
        A regions table; the provinces that come along if left out.
    names
        Names of the new regions, by code; the code itself where there is none.

    Returns
    -------
    geopandas.GeoDataFrame
        A regions table, to be given to `by_province` as boundaries. What two groups share counts
        in the one whose code sorts first, so that counts add up all the same.

    Raises
    ------
    RegionError
        If a code is unknown, or a group is empty.

    Examples
    --------
    >>> sinai = join_regions({"sinai": ["EG.26", "EG.27"]}, names={"sinai": "Sinai"})
    >>> sinai[["code", "name", "country"]].values.tolist()
    [['sinai', 'Sinai', 'EG']]
    """
    import geopandas as gpd  # noqa: PLC0415 - heavy, and needed only here

    table = provinces() if boundaries is None else validate_regions(boundaries)
    rows = []
    for code, members in groups.items():
        wanted = (members,) if isinstance(members, str) else tuple(members)
        chosen = table["code"].isin(wanted) | table["country"].isin(wanted)
        known = {*table["code"], *table["country"].dropna()}
        missing = [member for member in wanted if member not in known]
        if missing or not wanted:
            said = f"has no region {missing[0]!r}" if missing else "is empty"
            message = (
                f"the group {code!r} {said}; expected codes of the regions table, or countries"
            )
            raise RegionError(message)
        countries = table.loc[chosen, "country"].dropna().unique()
        rows.append(
            {
                "code": code,
                "name": (names or {}).get(code, code),
                "country": countries[0] if len(countries) == 1 else None,
                "geometry": shapely.union_all(list(table.geometry[chosen])),
            }
        )
    columns = ["code", "name", "country", "geometry"]
    return validate_regions(gpd.GeoDataFrame(rows, columns=columns, crs=CRS))


def countries(codes: Iterable[str] | None = None) -> gpd.GeoDataFrame:
    """
    Make countries of the provinces that come along.

    Parameters
    ----------
    codes
        Alpha-2 codes; all countries if left out, which takes some seconds.

    Returns
    -------
    geopandas.GeoDataFrame
        A regions table; code, name and country are the alpha-2 code.

    Raises
    ------
    RegionError
        If a code is unknown.

    Examples
    --------
    >>> countries(["SY", "IQ"])["code"].tolist()
    ['SY', 'IQ']
    """
    table = provinces()
    wanted = sorted(table["country"].dropna().unique()) if codes is None else list(codes)
    return join_regions({code: [code] for code in wanted}, boundaries=table)
