"""
Rebuild the table of airports and air bases from the package that lists them.

    pip install airportsdata==20260905
    python -m gazetteer.data.rebuild_airports

It writes `gazetteer/data/airports.csv`. Taken are, in the countries below, the air bases and the
international airports, and where a war makes reports name any airfield, every airport that has
scheduled flights (a code of IATA). Those that `landmarks.csv` has by hand are left out: its rows
know more names.

Every name says what it is ("Kidal Airport"), so that the bare name stays the town's.
"""

import csv
import re
from importlib.metadata import version
from pathlib import Path

import airportsdata
import numpy as np

from gazetteer.generics import split_generic
from gazetteer.names import fold
from geo.regions import province_of

ROOT = Path(__file__).parents[2]
COLUMNS = ["id", "name", "alt_names", "lat", "lon", "country", "admin1", "feature", "radius_km"]
COLUMNS += ["codes", "source", "note"]

EVERY_AIRPORT = frozenset(
    {
        "SY", "IQ", "AF", "YE", "LY", "SO", "ML", "NE", "BF", "TD", "SD", "SS", "CF", "NG",
        "ER", "DJ",
    }
)  # fmt: skip
LARGE_AIRPORTS = frozenset(
    {
        "PK", "EG", "ET", "KE", "CM", "MR", "DZ", "TN", "MA", "JO", "LB", "IL", "SA", "KW",
        "BH", "QA", "AE", "OM", "IR", "TR",
    }
)  # fmt: skip

MILITARY = re.compile(
    r"\b(air ?base|ab|airfield|air field|air force|military|air station)\b", re.IGNORECASE
)
OFF_MAP_M = 20_000  # runways on islands and reclaimed land that the provinces do not show


def rebuild() -> None:
    """Write the table."""
    by_hand = (ROOT / "gazetteer/data/landmarks.csv").read_text(encoding="utf-8")
    taken = [
        airport
        for icao, airport in sorted(airportsdata.load("ICAO").items())
        if wanted(airport) and not re.search(rf"airportsdata[^,]*: {icao}\b", by_hand)
    ]
    codes = province_of(
        np.array([airport["lon"] for airport in taken]),
        np.array([airport["lat"] for airport in taken]),
        coast_m=OFF_MAP_M,
    )
    rows, seen = [], set()
    for airport, code in zip(taken, codes, strict=True):
        row = airport_row(airport, code)
        if code and code[:2] == airport["country"] and fold(row["name"]) not in seen:
            seen.add(fold(row["name"]))
            rows.append(row)
    with (ROOT / "gazetteer/data/airports.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    bases = sum(row["feature"] == "airbase" for row in rows)
    print(f"{len(rows)} rows, {bases} of them air bases; {len(taken) - len(rows)} left out")


def wanted(airport: airportsdata.Airport) -> bool:
    """Whether reports name an airport of this kind and country."""
    name, country = airport["name"], airport["country"]
    if "seaplane" in name.lower() or "heliport" in name.lower():
        return False
    large = MILITARY.search(name) is not None or "International" in name
    if country in EVERY_AIRPORT:
        return large or bool(airport["iata"])
    return country in LARGE_AIRPORTS and large


def airport_row(airport: airportsdata.Airport, code: str | None) -> dict[str, str]:
    """
    Make the row of one airport.

    Parameters
    ----------
    airport
        As the package has it.
    code
        Its province.

    Returns
    -------
    dict
        A row in the overlay form.
    """
    name = airport["name"].strip()
    if split_generic(fold(name)) is None:
        name += " Airport"
    military = MILITARY.search(name) is not None
    city, others = airport["city"].strip(), []
    if not military and city:
        others = [f"{city} Airport"]
        if "International" in name:
            others.append(f"{city} International Airport")
    others = [other for other in others if fold(other) != fold(name)]
    return {
        "id": f"airport:{airport['icao']}", "name": name, "alt_names": "|".join(others),
        "lat": f"{airport['lat']:.5f}", "lon": f"{airport['lon']:.5f}",
        "country": airport["country"], "admin1": code or "",
        "feature": "airbase" if military else "landmark", "radius_km": "2.5", "codes": "",
        "source": f"airportsdata {version('airportsdata')} (MIT): {airport['icao']}", "note": "",
    }  # fmt: skip


if __name__ == "__main__":
    rebuild()
