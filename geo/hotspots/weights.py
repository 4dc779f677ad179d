"""Who is next to whom: provinces that touch, and places within a distance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.clusters.mesh import chord, on_sphere
from geo.errors import NumberError
from geo.tables import require_wgs84

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import ArrayLike
    from scipy.sparse import csr_array

ANTIMERIDIAN = 180.0
WHOLE_TURN = np.array([360.0, 0.0])  # what crosses the antimeridian goes on beyond 180


def touching(regions: gpd.GeoDataFrame) -> csr_array:
    """
    Say which regions share a border or a corner (queen contiguity).

    Parameters
    ----------
    regions
        Polygons on EPSG:4326; regions cut at the antimeridian meet across it.

    Returns
    -------
    csr_array
        0 and 1, nobody next to itself, shape (n, n).

    Raises
    ------
    CRSError
        If they are not on longitude and latitude.

    Examples
    --------
    >>> import geopandas as gpd
    >>> boxes = [shapely.box(x, 0, x + 1, 1) for x in (0, 1, 2)]
    >>> touching(gpd.GeoDataFrame(geometry=boxes, crs=4326)).toarray().astype(int).tolist()
    [[0, 1, 0], [1, 0, 1], [0, 1, 0]]
    """
    from scipy.sparse import csr_array  # noqa: PLC0415 - heavy, and needed only here

    require_wgs84(regions, "the regions")
    shapes = np.asarray(regions.geometry.to_numpy(), dtype=object)
    tree = shapely.STRtree(shapes)
    left, right = tree.query(shapes, predicate="intersects")
    bounds = shapely.bounds(shapes)
    west = np.flatnonzero(bounds[:, 0] == -ANTIMERIDIAN)
    moved = shapely.transform(shapes[west], lambda points: points + WHOLE_TURN)
    over, east = tree.query(moved, predicate="intersects")
    first = np.concatenate([left, west[over], east])
    second = np.concatenate([right, east, west[over]])
    apart = first != second
    pairs = np.unique(np.stack([first[apart], second[apart]]), axis=1)
    count = len(shapes)
    return csr_array((np.ones(pairs.shape[1]), (pairs[0], pairs[1])), shape=(count, count))


def within(lon: ArrayLike, lat: ArrayLike, distance_m: float) -> csr_array:
    """
    Say which places lie within a distance of each other.

    Parameters
    ----------
    lon, lat
        Degrees, finite, shape (n,).
    distance_m
        Metres along the great circle.

    Returns
    -------
    csr_array
        0 and 1, nobody near itself, shape (n, n).

    Raises
    ------
    NumberError
        If the distance is not above 0.

    Examples
    --------
    >>> within([0.0, 0.1, 0.3], [0.0] * 3, 12_000).toarray().astype(int).tolist()
    [[0, 1, 0], [1, 0, 0], [0, 0, 0]]
    """
    if not distance_m > 0:
        message = f"distance_m is {distance_m}; expected metres, more than 0"
        raise NumberError(message)
    from scipy.sparse import csr_array  # noqa: PLC0415 - heavy, and needed only here
    from scipy.spatial import cKDTree  # noqa: PLC0415

    points = on_sphere(
        np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    ).reshape(-1, 3)
    pairs = cKDTree(points).query_pairs(chord(distance_m), output_type="ndarray")
    both = np.concatenate([pairs, pairs[:, ::-1]])
    count = len(points)
    return csr_array((np.ones(len(both)), (both[:, 0], both[:, 1])), shape=(count, count))
