"""Incidents as bells in a plane: one for a point or a disc, many small ones for a density."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.clouds import clouds_of, kinds_of
from geo.factors import NORMAL_90

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from geo.equal_area import EqualArea
    from geo.laws import FloatArray

CLOSED: Final = 1.2
"""Standard deviation of the bells of a cloud, in their distances, from which on their sum shows no
single ones: ours; the area of a country comes out even then, whatever the bandwidth."""


@dataclass(frozen=True)
class Spots:
    """
    Bells in a plane.

    Attributes
    ----------
    x, y
        Middles, metres, shape (n,).
    sd_m
        Standard deviations, metres, shape (n,).
    source
        Which source each belongs to, shape (n,): rows of one density have one source.
    part
        Which part of its source it is, shape (n,).
    source_of
        Source of each row of the table, shape (rows,); -1 for a row that lies nowhere.
    """

    x: FloatArray
    y: FloatArray
    sd_m: FloatArray
    source: NDArray[np.intp]
    part: FloatArray
    source_of: NDArray[np.intp]

    def weights(self, chosen: NDArray[np.bool_] | None = None) -> FloatArray:
        """
        Give the mass of each bell.

        Parameters
        ----------
        chosen
            The rows that count, shape (rows,); all if left out.

        Returns
        -------
        array
            Incidents, shape (n,).
        """
        counts = self.source_of >= 0 if chosen is None else chosen & (self.source_of >= 0)
        sources = int(self.source.max(initial=-1)) + 1
        times = np.bincount(self.source_of[counts], minlength=sources)
        return np.asarray(times[self.source] * self.part)


def spots_of(incidents: gpd.GeoDataFrame, plane: EqualArea, bandwidth_m: float) -> Spots:
    """
    Turn incidents into bells.

    Parameters
    ----------
    incidents
        As `geo.clouds.clouds_of` takes them.
    plane
        The plane.
    bandwidth_m
        Standard deviation that is added to each incident's own, metres.

    Returns
    -------
    Spots

    Examples
    --------
    >>> import geopandas as gpd
    >>> from geo.equal_area import EqualArea
    >>> points = gpd.points_from_xy([40.4, 44.4, None], [35.0, 33.3, None])
    >>> table = gpd.GeoDataFrame({"radius_m": [21_460.0, None, 9.0]}, geometry=points, crs=4326)
    >>> spots = spots_of(table, EqualArea(42.0, 34.0), 10_000.0)
    >>> spots.sd_m.round().tolist(), spots.weights().tolist()
    ([14142.0, 10000.0], [1.0, 1.0])
    """
    kinds = kinds_of(incidents)
    lon, lat = kinds.points
    plain = np.isin(kinds.kind, ("round", "point"))
    own_m = np.where(kinds.kind == "round", kinds.radius_m, 0.0)[plain] / NORMAL_90
    clouds = clouds_of(incidents[~plain])
    x, y = plane.forward(
        np.concatenate([lon[plain], clouds.lon]), np.concatenate([lat[plain], clouds.lat])
    )
    alone = int(plain.sum())
    source_of = np.empty(len(plain), dtype=np.intp)
    source_of[plain] = np.arange(alone)
    source_of[~plain] = np.where(clouds.cloud < 0, -1, clouds.cloud + alone)
    gap_m = _spacing(x[alone:], y[alone:], clouds.owner, clouds.sizes)
    return Spots(
        x,
        y,
        np.concatenate([np.hypot(own_m, bandwidth_m), np.maximum(bandwidth_m, CLOSED * gap_m)]),
        np.concatenate([np.arange(alone), clouds.owner + alone]),
        np.concatenate([np.ones(alone), 1 / clouds.sizes[clouds.owner]]),
        source_of,
    )


def _spacing(
    x: FloatArray, y: FloatArray, owner: NDArray[np.intp], sizes: NDArray[np.intp]
) -> FloatArray:
    """Give each point the distance of its cloud's points, by the ellipse that has their spread."""
    means = [np.bincount(owner, values, len(sizes)) / sizes for values in (x, y)]
    dx, dy = x - means[0][owner], y - means[1][owner]
    xx, yy, xy = (
        np.bincount(owner, values, len(sizes)) / sizes for values in (dx * dx, dy * dy, dx * dy)
    )
    area = 4 * np.pi * np.sqrt(np.maximum(xx * yy - xy**2, 0.0))  # of an even ellipse
    return np.asarray(np.sqrt(area / sizes)[owner])
