"""
Incidents as GeoJSON (RFC 7946): longitude before latitude on WGS 84, the footprint as WKT.

Written by hand, so that types and missing values stay what they are.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.files.flat import plain_columns, with_footprint
from geo.tables import CRS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import geopandas as gpd


def geojson_text(table: gpd.GeoDataFrame, notes: Sequence[str] = ()) -> str:
    """
    Write incidents as a FeatureCollection.

    Parameters
    ----------
    table
        As `validate_incidents` gives it.
    notes
        Sentences about the whole file, written as the foreign member `notes`.

    Returns
    -------
    The whole file; a row without a point has the geometry null.
    """
    import pandas as pd  # noqa: PLC0415 - heavy, and needed only here

    rows = plain_columns(table).astype(object)
    rows = rows.where(rows.notna(), None)
    points = zip(
        shapely.get_x(table.geometry.to_numpy()).tolist(),
        shapely.get_y(table.geometry.to_numpy()).tolist(),
        strict=True,
    )
    features = [
        {
            "type": "Feature",
            "geometry": None if pd.isna(lon) else {"type": "Point", "coordinates": [lon, lat]},
            "properties": properties,
        }
        for properties, (lon, lat) in zip(rows.to_dict("records"), points, strict=True)
    ]
    collection: dict[str, object] = {"type": "FeatureCollection"}
    if notes:
        collection["notes"] = list(notes)
    collection["features"] = features
    return json.dumps(collection, ensure_ascii=False, allow_nan=False, default=str)


def read_geojson(path: Path) -> gpd.GeoDataFrame:
    """
    Read the features, and the footprint from its text.

    Parameters
    ----------
    path
        A file that `geojson_text` wrote, or another of points.

    Returns
    -------
    The table, its types not yet those of incidents.
    """
    import geopandas as gpd  # noqa: PLC0415 - heavy, and needed only here
    import pandas as pd  # noqa: PLC0415

    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    table = pd.DataFrame([feature["properties"] for feature in features])
    points = [
        shapely.geometry.shape(feature["geometry"]) if feature["geometry"] else None
        for feature in features
    ]
    shapes = np.array(points, dtype=object)
    return with_footprint(gpd.GeoDataFrame(table, geometry=shapes, crs=CRS))
