"""
A surface: incidents per 100 km² on a grid of equal areas.

Metres in a plane of equal areas; rows from north to south, columns from west to east.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Hashable

    import pandas as pd
    import xarray

    from geo.equal_area import EqualArea
    from geo.laws import FloatArray

PER_KM2: Final = 100.0
"""A surface tells incidents in so many square kilometres: a number that people can picture, ten
kilometres by ten."""

UNIT: Final = "incidents per 100 km²"

LEAST: Final = 1e-6
"""Cells of no more incidents per 100 km² are left out of lists: ours, one in a million areas."""


@dataclass(frozen=True)
class Surface:
    """
    Incidents per 100 km² on a grid.

    Attributes
    ----------
    values
        Shape (rows, columns), the first row in the north.
    west_m, north_m
        Outer corner of the first cell, metres in the plane.
    cell_m
        Side of a cell, metres.
    plane
        Where on the Earth the grid lies.
    attrs
        Method, parameters and version, and what lies outside the grid or nowhere.
    """

    values: FloatArray
    west_m: float
    north_m: float
    cell_m: float
    plane: EqualArea
    attrs: dict[Hashable, Any] = field(default_factory=dict)

    @property
    def cell_km2(self) -> float:
        """Area of every cell, square kilometres."""
        return self.cell_m**2 / 1e6

    @property
    def incidents(self) -> float:
        """How many incidents lie in the grid: the sum of the cells, each with its area."""
        return float(self.values.sum() * self.cell_km2 / PER_KM2)

    @property
    def affine(self) -> tuple[float, float, float, float, float, float]:
        """Coefficients that lead from column and row to x and y, as `affine.Affine` takes them."""
        return self.cell_m, 0.0, self.west_m, 0.0, -self.cell_m, self.north_m

    @property
    def x(self) -> FloatArray:
        """Middles of the columns, metres."""
        return np.asarray(self.west_m + (np.arange(self.values.shape[1]) + 0.5) * self.cell_m)

    @property
    def y(self) -> FloatArray:
        """Middles of the rows, metres, falling."""
        return np.asarray(self.north_m - (np.arange(self.values.shape[0]) + 0.5) * self.cell_m)

    def middles(self) -> tuple[FloatArray, FloatArray]:
        """
        Give the middles of the cells in degrees.

        Returns
        -------
        lon, lat
            Each of shape (rows, columns).
        """
        return self.plane.inverse(*np.meshgrid(self.x, self.y))

    def at(self, lon: FloatArray, lat: FloatArray) -> FloatArray:
        """
        Read the surface at points.

        Parameters
        ----------
        lon, lat
            Degrees.

        Returns
        -------
        array
            Incidents per 100 km²; 0 outside the grid.
        """
        x, y = self.plane.forward(lon, lat)
        row = np.floor((self.north_m - y) / self.cell_m)
        column = np.floor((x - self.west_m) / self.cell_m)
        rows, columns = self.values.shape
        inside = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
        out = np.zeros(np.shape(x))
        out[inside] = self.values[row[inside].astype(int), column[inside].astype(int)]
        return out

    def to_table(self, least: float = LEAST) -> pd.DataFrame:
        """
        List the cells.

        Parameters
        ----------
        least
            Leave out cells of no more than this, incidents per 100 km².

        Returns
        -------
        lon, lat (middles, degrees), per_100_km2 and incidents (expected in it), densest first.
        """
        import pandas as pd  # noqa: PLC0415 - heavy, and needed only here

        order = np.argsort(-self.values, axis=None, kind="stable")
        order = order[self.values.ravel()[order] > least]
        lon, lat = (degrees.ravel()[order] for degrees in self.middles())
        value = self.values.ravel()[order]
        table = pd.DataFrame(
            {
                "lon": lon,
                "lat": lat,
                "per_100_km2": value,
                "incidents": value * self.cell_km2 / PER_KM2,
            }
        )
        table.attrs = dict(self.attrs)
        return table

    def to_xarray(self) -> xarray.DataArray:
        """
        Give the surface as a labelled array.

        Returns
        -------
        xarray.DataArray
            Dimensions y and x in metres; `attrs` hold the unit, the coordinate reference system as
            WKT, the affine coefficients and what `Surface.attrs` holds.

        Raises
        ------
        MissingExtraError
            If xarray is not installed.
        """
        try:
            import xarray as xr  # noqa: PLC0415 - optional
        except ImportError as error:
            message = "xarray is not installed; pip install 'farsakh[raster]' brings it"
            raise MissingExtraError(message) from error
        said = {
            "units": UNIT,
            "crs_wkt": self.plane.crs.to_wkt(),
            "transform": self.affine,
            **self.attrs,
        }
        return xr.DataArray(
            self.values, {"y": self.y, "x": self.x}, ("y", "x"), name="density", attrs=said
        )
