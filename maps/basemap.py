"""
Base maps of tiles: pictures from a server that is named, in the page and in its policy.

A page with a base map is no offline page: whoever opens it asks the named server for pictures,
which tells the server where they look. Providers come from xyzservices, by name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from geo.errors import FarsakhError

HOST = re.compile(r"^https://([^/{}]*(?:\{s\}[^/{}]*)?)/")
EXAMPLES = "OpenStreetMap.Mapnik, Esri.WorldTopoMap, OpenTopoMap"


class BasemapError(FarsakhError, ValueError):
    """A base map that cannot be drawn; the message says why, and names some that can."""


@dataclass(frozen=True, slots=True)
class Basemap:
    """
    A server of tiles.

    Attributes
    ----------
    name
        As xyzservices has it.
    url
        Template with {z}, {x} and {y}, and {s} for one of `subdomains`.
    attribution
        Text that must stand on the map.
    max_zoom
        Deepest zoom that the server has.
    subdomains
        Letters for {s}.
    """

    name: str
    url: str
    attribution: str
    max_zoom: int
    subdomains: str = "abc"

    @property
    def host(self) -> str:
        """Host that is asked, with `*` for its subdomains."""
        found = HOST.match(self.url)
        return found[1].replace("{s}", "*") if found else ""


def basemap_of(name: str) -> Basemap:
    """
    Find a base map by name.

    Parameters
    ----------
    name
        A provider of xyzservices, such as "OpenStreetMap.Mapnik"; case and punctuation do not
        matter.

    Returns
    -------
    Basemap
        Where its tiles are.

    Raises
    ------
    BasemapError
        If no provider has the name, it wants a key, or its address is no plain https host.

    Examples
    --------
    >>> basemap_of("openstreetmap mapnik").host
    'tile.openstreetmap.org'
    """
    import xyzservices  # noqa: PLC0415 - reads a list of 200 providers

    try:
        found = xyzservices.providers.query_name(name)
    except ValueError:
        msg = (
            f"there is no base map {name!r}; xyzservices names some, such as {EXAMPLES} "
            "(xyzservices.providers.flatten() lists them all)"
        )
        raise BasemapError(msg) from None
    if found.requires_token():
        msg = (
            f"{found.name} asks for a key of yours, which would stand in every page: choose "
            f"another, such as {EXAMPLES}"
        )
        raise BasemapError(msg)
    url = found.build_url(fill_subdomain=False).replace("{r}", "")
    made = Basemap(
        found.name,
        url,
        found.attribution,
        int(found.get("max_zoom", 18)),
        "".join(found.get("subdomains", "abc")),
    )
    if not re.fullmatch(r"[\w.*-]+", made.host) or not {"{z}", "{x}", "{y}"} <= set(
        re.findall(r"\{\w\}", url)
    ):
        msg = f"{found.name} has no plain https address of tiles: {url}"
        raise BasemapError(msg)
    return made
