"""HDBSCAN, which finds clusters of unlike densities, through scikit-learn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.clusters.dbscan import NOISE
from geo.errors import MissingExtraError, NumberError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from geo.clusters.mesh import IntArray
    from geo.geodesy import FloatArray


def hdbscan(
    lon: ArrayLike, lat: ArrayLike, *, min_cluster_size: int = 5, min_samples: int | None = None
) -> tuple[IntArray, FloatArray]:
    """
    Find clusters that last over a range of distances, without a distance to choose.

    Parameters
    ----------
    lon, lat
        Degrees, shape (n,); points that are NaN are noise.
    min_cluster_size
        What is smaller is no cluster, 2 or more.
    min_samples
        Neighbours that make a place dense; as `min_cluster_size` if left out.

    Returns
    -------
    label
        Number of the cluster, -1 for noise, shape (n,).
    strength
        How firmly a point belongs to it, 0 to 1, shape (n,): no probability, and it knows nothing
        of the uncertainty of the place.

    Raises
    ------
    MissingExtraError
        If scikit-learn is not installed.
    NumberError
        If a number of points is too small.

    Notes
    -----
    Campello, Moulavi & Sander (2013), doi:10.1007/978-3-642-37456-2_14, on great-circle
    distances.

    Examples
    --------
    >>> lon = [40.0, 40.01, 40.02, 40.03, 40.04, 44.0, 44.01, 44.02, 44.03, 44.04, 50.0]
    >>> label, _ = hdbscan(lon, [35.0] * 11, min_cluster_size=3)
    >>> len(set(label.tolist()) - {-1})
    2
    """
    try:
        from sklearn.cluster import HDBSCAN  # noqa: PLC0415 - takes seconds to import
    except ImportError as error:
        message = (
            "HDBSCAN needs scikit-learn 1.3 or newer: pip install 'farsakh[statistics]'; "
            "geo.clusters.dbscan does without it"
        )
        raise MissingExtraError(message) from error
    if min_cluster_size < 2 or (min_samples is not None and min_samples < 1):  # noqa: PLR2004
        message = (
            f"min_cluster_size is {min_cluster_size}, min_samples {min_samples}; expected 2 and 1 "
            "or more"
        )
        raise NumberError(message)
    places = np.radians(np.stack([np.asarray(lat), np.asarray(lon)], axis=-1, dtype=np.float64))
    there = np.isfinite(places).all(axis=1)
    label = np.full(len(places), NOISE, dtype=np.int64)
    strength = np.zeros(len(places))
    if there.sum() < max(min_cluster_size, min_samples or 1):
        return label, strength
    found = HDBSCAN(
        min_cluster_size=min_cluster_size, min_samples=min_samples, metric="haversine", copy=True
    ).fit(places[there])
    label[there], strength[there] = found.labels_, found.probabilities_
    return label, strength
