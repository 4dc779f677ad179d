"""
Names that no gazetteer here holds, asked of a Nominatim server; only when a caller says so.

Answers are kept on disk, requests go out once a second at most, over all processes of a user,
and name this program (https://operations.osmfoundation.org/policies/nominatim/). Longitude
before latitude, WGS 84 degrees.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import geo
from gazetteer.folders import cache_folder
from gazetteer.opening import load
from gazetteer.overlay import memory_index
from gazetteer.place import SETTLEMENTS, radius_of
from gazetteer.records import Record
from gazetteer.resolve import resolve
from geo import geodesy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from gazetteer.location import JSON, Location
    from gazetteer.store import Gazetteer

DOMAIN = "nominatim.openstreetmap.org"
USER_AGENT = f"farsakh/{geo.__version__}"
PAUSE_S = 1.0  # the policy of the public server
KEPT_S = 90 * 86_400.0  # ours: names change slowly, and the policy asks for a cache
TIMEOUT_S = 10.0  # ours: geopy's one second is short for a public server
MOST_ANSWERS = 5

KINDS = {
    "city": "city", "town": "town", "village": "village", "hamlet": "hamlet",
    "isolated_dwelling": "hamlet", "suburb": "village", "island": "island", "peak": "mountain",
    "valley": "valley", "desert": "desert", "sea": "sea", "aerodrome": "airbase",
    "border_control": "border_crossing", "checkpoint": "checkpoint",
}  # fmt: skip
"""Types of OpenStreetMap and ours; a `water` is a lake, anything else a landmark."""

_TABLES = """
CREATE TABLE IF NOT EXISTS answer (
    server TEXT, question TEXT, answer TEXT NOT NULL, asked REAL NOT NULL,
    PRIMARY KEY (server, question)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS turn (server TEXT PRIMARY KEY, at REAL NOT NULL) WITHOUT ROWID;
"""


def cache_file() -> Path:
    """
    Name the file of answers in the user's cache folder; deleting it does no harm.

    Returns
    -------
    Path
        An SQLite file.

    Examples
    --------
    >>> cache_file().name
    'nominatim.sqlite'
    """
    return cache_folder() / "nominatim.sqlite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """
    A Nominatim server and how to ask it.

    Attributes
    ----------
    domain, scheme
        Where it is.
    user_agent
        What requests call this program; name your own where you build on it.
    pause_s
        Seconds between two requests.
    timeout_s
        Seconds to wait for an answer.
    cache
        The file of answers.
    """

    domain: str = DOMAIN
    scheme: str = "https"
    user_agent: str = USER_AGENT
    pause_s: float = PAUSE_S
    timeout_s: float | None = TIMEOUT_S
    cache: Path = field(default_factory=cache_file)

    def ask(self, name: str, *, country: str | None = None) -> list[dict[str, JSON]]:
        """
        Ask for the places of a name, or take the answer that was given before.

        Parameters
        ----------
        name
            A name; never a description such as "10 km north of it".
        country
            Alpha-2 code of the country to look in.

        Returns
        -------
        list of dict
            As the server gave them; empty where it knows none.

        Raises
        ------
        geopy.exc.GeopyError
            If the server cannot be reached or refuses; nothing is kept then.
        """
        question = json.dumps({"country": country, "name": name}, ensure_ascii=False)
        with self._open() as cache:
            kept = cache.execute(
                "SELECT answer FROM answer WHERE server = ? AND question = ? AND asked > ?",
                (self.domain, question, time.time() - KEPT_S),
            ).fetchone()
            if kept is not None:
                return list(json.loads(kept[0]))
            wait_s = self._turn(cache) - time.time()
        if wait_s > 0:
            time.sleep(wait_s)
        answer = self._fetch(name, country)
        with self._open() as cache:
            row = (self.domain, question, json.dumps(answer), time.time())
            cache.execute("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?)", row)
        return answer

    def _fetch(self, name: str, country: str | None) -> list[dict[str, JSON]]:
        from geopy.geocoders import Nominatim  # noqa: PLC0415 - only where somebody goes online

        server = Nominatim(
            domain=self.domain,
            scheme=self.scheme,
            user_agent=self.user_agent,
            timeout=self.timeout_s,
        )
        found = server.geocode(
            name,
            exactly_one=False,
            limit=MOST_ANSWERS,
            language="en",
            addressdetails=True,
            country_codes=country.lower() if country else None,
        )
        return [dict(each.raw) for each in found or ()]

    def _turn(self, cache: sqlite3.Connection) -> float:
        """Take the next moment at which a request may go out, for all processes of the user."""
        cache.execute("BEGIN IMMEDIATE")
        last = cache.execute("SELECT at FROM turn WHERE server = ?", (self.domain,)).fetchone()
        now = time.time()
        # a clock that was set back must not stop requests for long
        at = now if last is None else min(max(now, last[0] + self.pause_s), now + 60 * self.pause_s)
        cache.execute("INSERT OR REPLACE INTO turn VALUES (?, ?)", (self.domain, at))
        cache.execute("COMMIT")
        return at

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.cache.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(
            sqlite3.connect(self.cache, isolation_level=None, timeout=TIMEOUT_S)
        ) as connection:
            connection.executescript(_TABLES)
            yield connection


def fallback(
    spot: Location,
    *,
    provinces: Sequence[str] = (),
    country: str | None = None,
    gazetteer: Gazetteer | None = None,
    server: Server | None = None,
) -> Location:
    """
    Ask a Nominatim server for the names that a location lacks, and locate it again.

    Parameters
    ----------
    spot
        A location; one that lacks no name comes back as it is, and nothing is asked.
    provinces, country
        Codes of where the event was, as for `gazetteer.resolve.resolve`.
    gazetteer
        Where it was looked for before; the embedded one if left out.
    server
        Which server; the public one of OpenStreetMap if left out.

    Returns
    -------
    Location
        Reckoned from the answers, whose ids begin with "osm:" (data © OpenStreetMap
        contributors, ODbL); distances and directions are read here, never there.

    Raises
    ------
    geopy.exc.GeopyError
        If the server cannot be reached or refuses.

    Examples
    --------
    >>> from gazetteer.resolve import locate
    >>> spot = locate("10 km north of Idlib", country="SY")
    >>> fallback(spot, country="SY") is spot  # nothing is unknown: nothing is asked
    True
    """
    if spot.expression is None or not spot.unknown or spot.status != "unresolved":
        return spot
    server = Server() if server is None else server
    records = [
        record
        for name in dict.fromkeys(spot.unknown)
        for answer in server.ask(name, country=country)
        if (record := _record(name, answer)) is not None
    ]
    if not records:
        return spot
    unique = list({record.id: record for record in records}.values())
    index = memory_index(unique, source=f"OpenStreetMap ({server.domain})", name=server.domain)
    places = (load() if gazetteer is None else gazetteer).beside(index)
    return resolve(spot.expression, country=country, provinces=provinces, gazetteer=places)


def _record(name: str, answer: Mapping[str, JSON]) -> Record | None:
    """Turn an answer into a place under the name that was asked for; None without a position."""
    try:
        lon, lat = float(str(answer["lon"])), float(str(answer["lat"]))
    except (KeyError, ValueError):
        return None
    if not (abs(lon) <= 180 and abs(lat) <= 90):  # noqa: PLR2004 - degrees
        return None
    type_ = str(answer.get("addresstype") or answer.get("type") or "")
    kind = "lake" if type_ == "water" else KINDS.get(type_, "landmark")
    address = answer.get("address")
    code = address.get("country_code") if isinstance(address, dict) else None
    return Record(
        id=f"osm:{answer.get('osm_type', 'place')}:{answer.get('osm_id', name)}",
        name=str(answer.get("name") or name),
        lon=lon,
        lat=lat,
        kind=kind,
        source="OpenStreetMap contributors (ODbL)",
        country=str(code).upper() if code else None,
        radius_m=radius_of(kind, 0) if kind in SETTLEMENTS else _radius_m(lon, lat, answer),
        aliases=(name,),
    )


def _radius_m(lon: float, lat: float, answer: Mapping[str, JSON]) -> float | None:
    """Reach from the point of an answer to the corners of its box; None without a sound box."""
    box = answer.get("boundingbox")
    try:
        south, north, west, east = (float(str(edge)) for edge in box)  # type: ignore[union-attr]
        corners = [(x, y) for x in (west, east) for y in (south, north)]
        reach_m = [geodesy.inverse(lon, lat, x, y)[1] for x, y in corners]
    except (TypeError, ValueError):
        return None
    return max(reach_m) or None
