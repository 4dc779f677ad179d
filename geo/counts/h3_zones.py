"""Cells of H3 as zones, where the extra is installed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo.errors import MissingExtraError, NumberError
from geo.rings import areas_of

if TYPE_CHECKING:
    import shapely
    from numpy.typing import NDArray

    from geo.clouds import Clouds
    from geo.laws import FloatArray

FINEST: Final = 15


@dataclass(frozen=True)
class H3Zones:
    """
    Cells of H3, Uber's hierarchy of hexagons (and twelve pentagons).

    Attributes
    ----------
    resolution
        0 to 15.
    """

    resolution: int

    def __post_init__(self) -> None:
        """Refuse a resolution that is none."""
        if not 0 <= self.resolution <= FINEST:
            message = f"resolution is {self.resolution}; expected one of H3, 0 to {FINEST}"
            raise NumberError(message)
        _h3()

    def numbers(self, lon: FloatArray, lat: FloatArray) -> NDArray[np.int64]:
        """
        Give the cell of each point.

        Parameters
        ----------
        lon, lat
            Degrees.
        """
        cell = _h3().latlng_to_cell
        found = [
            cell(y, x, self.resolution) for x, y in zip(lon.tolist(), lat.tolist(), strict=True)
        ]
        return np.array(found, dtype=np.int64)

    def numbers_of(self, clouds: Clouds) -> NDArray[np.int64]:
        """
        Give the cell of each point of clouds.

        Parameters
        ----------
        clouds
            Any.
        """
        return self.numbers(clouds.lon, clouds.lat)

    def codes(self, numbers: NDArray[np.int64]) -> NDArray[np.object_]:
        """
        Give the names of cells, as "852d8943fffffff".

        Parameters
        ----------
        numbers
            Cells.
        """
        return np.array([f"{number:x}" for number in numbers.tolist()], dtype=object)

    def shapes(self, numbers: NDArray[np.int64]) -> NDArray[np.object_]:
        """
        Draw cells.

        Parameters
        ----------
        numbers
            Cells.

        Returns
        -------
        object array
            Polygons, degrees.
        """
        known: dict[int, shapely.Geometry] = {}
        for number in set(numbers.tolist()):
            lat, lon = np.array(_h3().cell_to_boundary(number)).T
            known[number] = areas_of(lon[None], lat[None], lat.mean(keepdims=True))[0]
        return np.array([known[number] for number in numbers.tolist()], dtype=object)


def _h3() -> Any:  # noqa: ANN401 - a module, and the extra's
    try:
        import h3.api.basic_int as h3  # noqa: PLC0415 - optional
    except ImportError as error:
        message = "h3 is not installed; pip install 'farsakh[h3]' brings it"
        raise MissingExtraError(message) from error
    return h3
