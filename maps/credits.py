"""
Whose data and code a page shows, with their licences; `NOTICE` says more about each.

A place's id begins with the table that it came from, so that a page credits what it used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.coarsening import coarsened_note
from maps.pinned import pinned

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

OUTLINES = "Natural Earth (public domain)"
PLACES = {  # by what stands before the colon of an id: short, for the corner of the map, and long
    "geonames": ("GeoNames (CC BY 4.0)", "Places: GeoNames (geonames.org), CC BY 4.0, changed"),
    "landmark": (
        "airportsdata, Wikipedia",
        "Landmarks: airportsdata (MIT), Wikipedia (coordinates), Natural Earth (public domain)",
    ),
    "region": (None, "Regions: made of provinces by Farsakh; its NOTICE names the descriptions"),
    "overlay": ("own places", "Places of the user's own table"),
}
DRAWN = frozenset({"province", "country"})  # places that are boundaries, credited as such
COLOURS = "Colours: ColorBrewer Oranges (Apache-2.0, © Cynthia Brewer, Mark Harrower, Penn State)"
HOLDERS = {"leaflet": "© Volodymyr Agafonkin, CloudMade", "supercluster": "© Mapbox"}


def data_credits(
    incidents: GeoDataFrame, *, own_boundaries: bool = False
) -> list[tuple[str | None, str]]:
    """
    Name the sources of what a map shows, shortly and fully.

    Parameters
    ----------
    incidents
        Incidents table; the column anchor_id tells which places were used.
    own_boundaries
        Whether the provinces are the user's.

    Returns
    -------
    list of tuple
        For each source, the boundaries first: the words in the corner of the map, None where
        another source has them, and a line for the list of sources. That the locations are
        coarsened, where they are, stands last.

    Examples
    --------
    >>> import geopandas as gpd
    >>> homs = gpd.GeoDataFrame({"anchor_id": ["geonames:169577"]}, geometry=[None], crs=4326)
    >>> data_credits(homs)[1][0]
    'GeoNames (CC BY 4.0)'
    """
    ids = incidents["anchor_id"].dropna().astype(str) if "anchor_id" in incidents else ()
    used = {part.partition(":")[0] for joined in ids for part in joined.split(" | ")}
    drawn = "Country outlines" if own_boundaries else "Boundaries"
    places = [credit for table, credit in PLACES.items() if table in used]
    places += [(name, f"Places: {name}") for name in sorted(used - PLACES.keys() - DRAWN)]
    note = coarsened_note(incidents)
    coarse = [(note, note)] if note else []
    return [(OUTLINES, f"{drawn}: {OUTLINES}"), *places, *coarse]


def code_credits() -> tuple[str, ...]:
    """
    Name the libraries and colours that every page carries.

    Returns
    -------
    tuple of str
        One line each.

    Examples
    --------
    >>> code_credits()[0]
    'Leaflet 1.9.4 (BSD-2-Clause, © Volodymyr Agafonkin, CloudMade)'
    """
    files = {file.package: file for file in pinned().values()}
    libraries = (
        f"{name.capitalize()} {file.version} ({file.licence}, {HOLDERS[name]})"
        for name, file in files.items()
    )
    return (*libraries, COLOURS)
