"""A surface as a GeoTIFF, which every geographic information system reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from geo.errors import MissingExtraError
from geo.surfaces.surface import UNIT

if TYPE_CHECKING:
    from pathlib import Path

    from geo.surfaces.surface import Surface


def write_geotiff(surface: Surface, path: str | Path) -> None:
    """
    Write a surface as a GeoTIFF.

    Parameters
    ----------
    surface
        Any surface.
    path
        File to write: one band of 32-bit floats, compressed, in the surface's own plane. Its tags
        hold the unit and what `Surface.attrs` holds, as JSON.

    Raises
    ------
    MissingExtraError
        If rasterio is not installed.

    Examples
    --------
    >>> from geo.equal_area import EqualArea
    >>> from geo.surfaces.surface import Surface
    >>> heat = Surface(np.ones((2, 3)), 0.0, 0.0, 1_000.0, EqualArea(40.0, 35.0))
    >>> write_geotiff(heat, "heat.tif")  # doctest: +SKIP
    """
    try:
        import rasterio  # noqa: PLC0415 - optional
        from rasterio.transform import Affine  # noqa: PLC0415
    except ImportError as error:
        message = "rasterio is not installed; pip install 'farsakh[raster]' brings it"
        raise MissingExtraError(message) from error
    rows, columns = surface.values.shape
    with rasterio.open(
        path, "w", driver="GTiff", height=rows, width=columns, count=1, dtype="float32",
        crs=surface.plane.crs.to_wkt(), transform=Affine(*surface.affine), compress="deflate",
    ) as file:  # fmt: skip
        file.write(surface.values.astype(np.float32), 1)
        file.set_band_description(1, UNIT)
        file.update_tags(units=UNIT, farsakh=json.dumps(surface.attrs, ensure_ascii=False))
