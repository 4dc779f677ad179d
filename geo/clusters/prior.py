"""
The prior "em": uncertain incidents lean to where the other incidents are.

An empirical Bayes estimate. The places of all incidents are taken to come from one intensity: a
flat part over the study area, and a part that is as dense as the incidents are, smoothed by a
normal kernel. That intensity is estimated from the incidents themselves by expectation and
maximisation: each spreads over its points by its own density times the intensity, which is then
made anew. What an incident itself adds is left out of its own prior, so that none attracts itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from geo.clusters.mesh import EARTH_M, chord, mesh, on_sphere
from geo.errors import NumberError

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from geo.clusters.mesh import IntArray
    from geo.geodesy import FloatArray

ROUNDS: Final = 10
"""Rounds of expectation and maximisation: ours; membership changes by less than .01 after."""

CELL: Final = 1.0
"""Diagonal of a cell in bandwidths: ours; membership is the same with cells of half the size."""

REACH: Final = 2.5  # bandwidths that a kernel reaches; it holds 96 % of its mass, and is scaled up

TINY: Final = 1e-200  # a weight that is as good as none

START: Final = 0.5  # share of incidents that keep to others, before the first round


def leaning(
    start: IntArray,
    lon: FloatArray,
    lat: FloatArray,
    incidents: IntArray,
    *,
    bandwidth_m: float,
    area_m2: float,
) -> tuple[FloatArray, float]:
    """
    Weigh the points where incidents may lie by how many others may lie there.

    Parameters
    ----------
    start
        First point of each draw, and one past the last of all, shape (draws + 1,).
    lon, lat
        Points, equally probable within a draw as far as its text goes, degrees.
    incidents
        How many incidents lie at the place of each draw, shape (draws,).
    bandwidth_m
        Standard deviation of the kernel, metres.
    area_m2
        Area that incidents which keep to no others are spread over.

    Returns
    -------
    weight, share
        Probability of each point, which sum to 1 for each draw; and the share of incidents that
        keep to others.

    Raises
    ------
    NumberError
        If the bandwidth or the area is not above 0.

    Notes
    -----
    Silverman, Jones, Nychka & Wilson (1990), doi:10.1111/j.2517-6161.1990.tb01788.x, for
    smoothing within expectation and maximisation; Kiefer & Wolfowitz (1956) for the estimate of a
    mixing distribution. The flat part is a component of its own, as in model-based clustering
    with noise (Fraley & Raftery 1998, doi:10.1093/comjnl/41.8.578).
    """
    if not (bandwidth_m > 0 and area_m2 > 0):
        message = f"bandwidth_m is {bandwidth_m}, area_m2 {area_m2}; expected both above 0"
        raise NumberError(message)
    draws = len(start) - 1
    total = int(incidents.sum())
    size = np.diff(start)
    if total < 2:  # noqa: PLR2004 - one incident has no others
        return np.repeat(1 / np.maximum(size, 1), size), 0.0
    owner = np.repeat(np.arange(draws), size)
    cell, kernel = _kernel(lon, lat, bandwidth_m)
    cells = kernel.shape[0]
    # what one text says of the cells: every pair of a draw and a cell that it may lie in
    key, point_key = np.unique(owner * cells + cell, return_inverse=True)
    of, where = np.divmod(key, cells)
    said: FloatArray = np.asarray(
        np.bincount(point_key.ravel(), 1 / size[owner], minlength=len(key)), dtype=np.float64
    )
    others = np.maximum(total - incidents, 1)[of]
    held: FloatArray = said
    share = START
    prior: FloatArray = np.ones(len(key))
    at: IntArray | None = None
    for _ in range(ROUNDS):
        own, at = _own(held, of, where, kernel, draws=draws, at=at)
        mass = np.bincount(where, held * incidents[of], minlength=cells)
        near = np.maximum((kernel @ mass)[where] - own * incidents[of], 0.0) / others
        prior = share * near + (1 - share) / area_m2
        joint = said * prior
        whole = np.bincount(of, joint, minlength=draws)
        kept = np.bincount(of, said * share * near, minlength=draws) / whole
        held = joint / whole[of]
        share = float(np.average(kept, weights=incidents))
    weight = prior[point_key.ravel()]
    return weight / np.bincount(owner, weight, minlength=draws)[owner], share


def _kernel(lon: FloatArray, lat: FloatArray, bandwidth_m: float) -> tuple[IntArray, csr_array]:
    """Sort points into cells, and give the kernel between their middles, per square metre."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - heavy, and needed only here
    from scipy.spatial import cKDTree  # noqa: PLC0415

    net = mesh(lon, lat, max(CELL * bandwidth_m, 1.0), np.zeros(len(lon), dtype=np.int64))
    points = on_sphere(lon, lat)[net.order]
    middle = np.add.reduceat(points, net.start[:-1], axis=0)
    middle /= np.linalg.norm(middle, axis=1, keepdims=True)
    tree = cKDTree(middle)
    pairs = tree.sparse_distance_matrix(tree, chord(REACH * bandwidth_m), output_type="ndarray")
    height = np.exp(-np.square(pairs["v"] * EARTH_M / bandwidth_m) / 2)
    height /= 2 * np.pi * bandwidth_m**2 * -np.expm1(-(REACH**2) / 2)
    count = len(middle)
    return net.cell_of, csr_array((height, (pairs["i"], pairs["j"])), shape=(count, count))


def _own(
    held: FloatArray,
    of: IntArray,
    where: IntArray,
    kernel: csr_array,
    *,
    draws: int,
    at: IntArray | None,
) -> tuple[FloatArray, IntArray]:
    """
    Give the density, at each cell of each draw, of one incident of the draw itself.

    Also where these stand in the product of the weights and the kernel: the same in every round.
    """
    from scipy.sparse import csr_array  # noqa: PLC0415

    cells = kernel.shape[0]
    # nothing is quite 0: SciPy would leave it out, and the others would stand elsewhere
    spread = csr_array((np.maximum(held, TINY), (of, where)), shape=(draws, cells))
    product = (spread @ kernel).tocsr()
    if at is None:
        rows = np.repeat(np.arange(draws), np.diff(product.indptr))
        key = rows * cells + product.indices
        order = np.argsort(key)
        at = order[np.searchsorted(key, of * cells + where, sorter=order)]
    return product.data[at], at
