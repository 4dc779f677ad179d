"""Local Moran's I: places like their neighbours, and places unlike them, through esda."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Final

import numpy as np

import geo
from geo.errors import MissingExtraError, NumberError
from geo.hotspots.discovery import LEVEL, adjusted

if TYPE_CHECKING:
    from collections.abc import Hashable

    import pandas as pd
    from numpy.typing import ArrayLike
    from scipy.sparse import csr_array

QUADRANTS: Final = ("", "high-high", "low-high", "low-low", "high-low")  # as esda numbers them


def local_moran(
    values: ArrayLike,
    near: csr_array,
    *,
    runs: int = 999,
    level: float = LEVEL,
    seed: int = 0,
) -> pd.DataFrame:
    """
    Compare places with their neighbours.

    Parameters
    ----------
    values
        Finite numbers, shape (n,): rates rather than counts, since large provinces have more of
        everything.
    near
        Weights (`touching`, `within`), shape (n, n); each row is divided by its sum.
    runs
        Permutations. With 99 the smallest p (of both sides) is .02, which no correction for a
        hundred places lets pass: take 999 or more.
    level
        Share of false discoveries.
    seed
        Of the permutations.

    Returns
    -------
    One row a place: moran (local I), p (of the permutations), q (false discovery rate), kind
    ("high-high", "low-low", "high-low", "low-high", missing where it does not stand out). A place
    without neighbours has neither.

    Raises
    ------
    MissingExtraError
        If esda is not installed.
    NumberError
        If values and weights do not fit, or a value is missing.

    Notes
    -----
    Anselin (1995), doi:10.1111/j.1538-4632.1995.tb00338.x.
    """
    try:
        from esda.moran import Moran_Local  # noqa: PLC0415 - takes seconds to import
        from libpysal.weights import WSP  # noqa: PLC0415
    except ImportError as error:
        message = "local Moran needs esda: pip install 'farsakh[statistics]'"
        raise MissingExtraError(message) from error
    import pandas as pd  # noqa: PLC0415
    from scipy.sparse import csr_matrix  # noqa: PLC0415

    x = np.asarray(values, dtype=np.float64)
    if x.ndim != 1 or near.shape != (len(x), len(x)) or not np.isfinite(x).all():
        message = (
            f"values of shape {x.shape}, weights of {near.shape}; expected one finite value a "
            "place, and weights between all of them"
        )
        raise NumberError(message)
    linked = np.asarray(near.sum(axis=1)).ravel() > 0
    numbers = np.full((3, len(x)), np.nan)
    kind = np.full(len(x), None, dtype=object)
    if linked.sum() > 2 and np.ptp(x[linked]) > 0:  # noqa: PLR2004 - two have nobody to swap with
        weights = WSP(csr_matrix(near[linked][:, linked])).to_W(silence_warnings=True)
        with warnings.catch_warnings():
            # esda is about to change its own p; ours is counted from what it has drawn
            warnings.simplefilter("ignore", DeprecationWarning)
            found = Moran_Local(x[linked], weights, permutations=runs, seed=seed)
        above = (found.sim >= found.Is).sum(axis=0)
        p = np.minimum(2 * (np.minimum(above, runs - above) + 1) / (runs + 1), 1.0)
        q = adjusted(p)
        numbers[:, linked] = found.Is, p, q
        names = np.array(QUADRANTS, dtype=object)[found.q]
        kind[linked] = np.where(q <= level, names, None)
    table = pd.DataFrame(dict(zip(("moran", "p", "q"), numbers, strict=True)))
    table["kind"] = pd.array(kind, dtype="string")
    attrs: dict[Hashable | None, object] = {
        "method": "local Moran's I",
        "parameters": {"runs": runs, "level": level},
        "version": geo.__version__,
        "seed": seed,
    }
    table.attrs = attrs
    return table
