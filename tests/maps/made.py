"""Made incidents: invented events at real towns, one of every status."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

TOWNS = (  # name, lon, lat, country, province: rounded by hand from an atlas
    ("Al-Mayadeen", 40.45, 35.02, "SY", "Deir ez-Zor"),
    ("Palmyra", 38.28, 34.55, "SY", "Homs"),
    ("Ariha", 36.60, 35.81, "SY", "Idlib"),
    ("Al-Rutba", 40.28, 33.04, "IQ", "Al Anbar"),
    ("Baqubah", 44.64, 33.75, "IQ", "Diyala"),
    ("Kirkuk", 44.39, 35.47, "IQ", "Kirkuk"),
    ("Khanaqin", 45.38, 34.35, "IQ", "Diyala"),
    ("Sheikh Zuweid", 34.11, 31.22, "EG", "North Sinai"),
)
TYPES = ("ied", "small_arms", "ambush", "raid_or_strike")


def incidents(rows: int = 60, seed: int = 7) -> gpd.GeoDataFrame:
    """Make a table of incidents: seven of ten located, two known by region, one unresolved."""
    rng = np.random.default_rng(seed)
    town = rng.integers(0, len(TOWNS), rows)
    name, lon, lat, country, province = (
        np.array(column)[town] for column in zip(*TOWNS, strict=True)
    )
    distance = rng.integers(2, 40, rows).astype(float)
    bearing = rng.choice([0, 45, 90, 135, 180, 225, 270, 315], rows)
    wind = np.array(["N", "NE", "E", "SE", "S", "SW", "W", "NW"])[bearing // 45]
    lon = lon + distance / 95 * np.sin(np.radians(bearing))
    lat = lat + distance / 111 * np.cos(np.radians(bearing))
    status = np.array(["located"] * 7 + ["region"] * 2 + ["unresolved"])[np.arange(rows) % 10]
    radius_m = np.where(status == "located", 500 * distance + 3000, np.nan)
    point = np.where(status == "located", shapely.points(lon, lat), None)
    round_ = shapely.buffer(point, np.nan_to_num(radius_m) / 111_000)
    around = shapely.box(lon - 0.7, lat - 0.5, lon + 0.7, lat + 0.4)
    phrase = [f"about {d:.0f} km {w} of {n}" for d, w, n in zip(distance, wind, name, strict=True)]
    table = gpd.GeoDataFrame(
        {
            "id": [f"made:{row}" for row in range(rows)],
            "date": pd.to_datetime("2021-03-01") + pd.to_timedelta(np.arange(rows) % 14, unit="D"),
            "event_type": np.array(TYPES)[np.arange(rows) % len(TYPES)],
            "killed": pd.array(
                np.where(np.arange(rows) % 3 == 0, np.arange(rows) % 5, -1), "Int64"
            ),
            "location_text": phrase,
            "country": country,
            "province_name": province,
            "status": status,
            "why": np.where(
                status == "unresolved",
                "No place of this name is known in this country",
                "The offset was laid off from the town",
            ),
            "anchor_id": [f"geonames:{n}" for n in name],
            "radius_m": radius_m,
            "source": "Made agency",
            "text": [
                f"A vehicle was stopped {p}. Two people were hurt and taken to the town's hospital."
                for p in phrase
            ],
            "footprint": gpd.GeoSeries(
                np.where(status == "region", around, np.where(status == "located", round_, None)),
                crs=4326,
            ),
        },
        geometry=gpd.GeoSeries(point, crs=4326),
    )
    table["killed"] = table["killed"].mask(table["killed"] < 0)
    return table
