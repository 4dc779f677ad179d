"""
What exports keep and cost: `python benchmarks/exports.py [--rows 10000]`.

Made incidents are written in every format and read back by GeoPandas (Excel by pandas, KML by an
XML parser). Printed are the rows, the largest error of a point in degrees and of a radius in
metres, the size, and the time as a multiple of GeoPandas' own GeoJSON of the same table in the same
run. Then the table is coarsened: printed is the share of true places within the new radius.
"""

from __future__ import annotations

import argparse
import tempfile
import time
import warnings
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

import geo
from geo.factors import NORMAL_90
from geo.files import write_incidents

KML = "{http://www.opengis.net/kml/2.2}"
FORMS = ("geojson", "parquet", "gpkg", "kml", "csv", "xlsx")


def made(rows: int, rng: np.random.Generator) -> gpd.GeoDataFrame:
    """Make incidents with footprints and texts of 120 letters."""
    lon, lat = rng.uniform(35, 48, rows), rng.uniform(30, 37, rows)
    radius_m = rng.uniform(500, 20_000, rows)
    return gpd.GeoDataFrame(
        {
            "id": [f"made:{row}" for row in range(rows)],
            "date": pd.Timestamp("2021-03-01") + pd.to_timedelta(rng.integers(0, 90, rows), "D"),
            "event_type": rng.choice(["ied", "assault", "ambush"], rows),
            "status": "located",
            "country": "SY",
            "province_name": rng.choice(["Homs", "Idlib", "Hama"], rows),
            "text": "a made incident, told in a text of one hundred and twenty letters. " * 2,
            "radius_m": radius_m,
            "footprint": gpd.GeoSeries(geo.disc(lon, lat, radius_m), crs=4326),
        },
        geometry=gpd.points_from_xy(lon, lat),
        crs=4326,
    )


def read_back(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Read longitudes, latitudes and radii as other programs do."""
    if path.suffix == ".xlsx":
        table = pd.read_excel(path, sheet_name="incidents")
        return tuple(table[name].to_numpy(float) for name in ("lon", "lat", "radius_m"))
    if path.suffix == ".csv":
        table = pd.read_csv(path, low_memory=False)
        return tuple(table[name].to_numpy(float) for name in ("lon", "lat", "radius_m"))
    if path.suffix == ".kml":
        folder = ET.parse(path).getroot().find(f"{KML}Document/{KML}Folder")  # noqa: S314 - ours
        rows = {}
        for mark in folder.iter(f"{KML}Placemark"):
            data = {one.get("name"): one[0].text for one in mark.iter(f"{KML}Data")}
            at = mark.findtext(f"{KML}Point/{KML}coordinates").split(",")
            rows[int(data["id"].partition(":")[2])] = (*at, data["radius_m"])
        return tuple(np.array([rows[row] for row in sorted(rows)], dtype=float).T)
    table = gpd.read_parquet(path) if path.suffix == ".parquet" else gpd.read_file(path)
    points = table.geometry.to_numpy()
    return shapely.get_x(points), shapely.get_y(points), table["radius_m"].to_numpy(float)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = np.random.default_rng(options.seed)
    table = made(options.rows, rng)
    lon, lat = shapely.get_x(table.geometry.to_numpy()), shapely.get_y(table.geometry.to_numpy())
    with tempfile.TemporaryDirectory() as folder:
        peer = table.assign(footprint=table["footprint"].to_wkt())
        start = time.process_time()
        peer.to_file(Path(folder) / "peer.geojson")
        unit = time.process_time() - start
        print(f"{'form':8} {'rows':>8} {'degrees':>9} {'metres':>9} {'MB':>7} {'time':>6}")
        for form in FORMS:
            path = Path(folder) / f"incidents.{form}"
            start = time.process_time()
            write_incidents(table, path)
            ratio = (time.process_time() - start) / unit
            x, y, radius_m = read_back(path)
            off = max(np.abs(x - lon).max(), np.abs(y - lat).max())
            wrong = np.abs(radius_m - table["radius_m"].to_numpy()).max()
            size = path.stat().st_size / 1e6
            print(f"{form:8} {len(x):8,} {off:9.1e} {wrong:9.1e} {size:7.1f} {ratio:6.2f}")
    print(f"\n{'cell km':8} {'told':>6} {'holds':>6} {'median radius km':>17} {'few':>9}")
    # the true place of each, by the law that its radius states
    away_m = rng.rayleigh(table["radius_m"] / NORMAL_90)
    true_lon, true_lat = geo.destination(lon, lat, rng.uniform(0, 360, len(table)), away_m)
    told = float((away_m <= table["radius_m"]).mean())
    for km in (5, 25, 100):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            public = geo.coarsen(table.assign(row=np.arange(len(table))), km=km, keep=["row"])
        row = public["row"].to_numpy(int)
        x, y = (side(public.geometry.to_numpy()) for side in (shapely.get_x, shapely.get_y))
        _, off_m = geo.inverse(x, y, true_lon[row], true_lat[row])
        holds = float((off_m <= public["radius_m"]).mean())
        said = [str(one.message) for one in caught if "fewer" in str(one.message)]
        few = said[0].partition(": ")[2].partition(";")[0] if said else "none"
        radius_km = public["radius_m"].median() / 1000
        print(f"{km:<8} {told:6.3f} {holds:6.3f} {radius_km:17.0f} {few:>9}")


if __name__ == "__main__":
    main()
