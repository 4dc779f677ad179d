"""
Kulldorff's scan statistic: which circle, over which time, holds more cases than chance allows.

Every circle round every place, and every interval of time, is compared with the rest; the Monte
Carlo test knows that so many were tried. Degrees, longitude before latitude; distances on the
sphere, metres.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

import geo
from geo.errors import NumberError
from geo.hotspots.circles import Found, circles_round, longest_of, scanned

if TYPE_CHECKING:
    from collections.abc import Hashable

    import pandas as pd
    from numpy.typing import ArrayLike

    from geo.clusters.mesh import IntArray

COLUMNS: Final = (
    "rank", "centre", "lon", "lat", "radius_m", "first", "last", "places", "cases", "expected",
    "ratio", "relative_risk", "llr", "p", "members",
)  # fmt: skip


def scan(
    lon: ArrayLike,
    lat: ArrayLike,
    cases: ArrayLike,
    population: ArrayLike,
    *,
    most: float = 0.5,
    most_time: float = 0.5,
    runs: int = 999,
    seed: int = 0,
) -> pd.DataFrame:
    """
    Find the circles with more cases than their population explains (Poisson model).

    Parameters
    ----------
    lon, lat
        Places, such as middles of provinces, degrees, shape (n,).
    cases
        Numbers, shape (n,), or (n, periods) to scan space and time.
    population
        What the cases are expected to be proportional to, 0 or more, of the shape of `cases`, or
        (n,) where it is the same at all times.
    most
        Largest share of the population that a circle may hold.
    most_time
        Largest share of the periods that an interval may last.
    runs
        Random tables; the smallest p is 1 / (runs + 1).
    seed
        Of these.

    Returns
    -------
    One row a cluster, the most likely first, none sharing a place with one before it: rank,
    centre (number of the place), lon, lat, radius_m, first, last (periods, from 0), places,
    cases, expected, ratio (of the two), relative_risk (inside against outside), llr (logarithm of
    the likelihood ratio), p (of so high a ratio anywhere), members (numbers of the places).

    Raises
    ------
    NumberError
        If the numbers do not fit together, or cases lie where no population is.

    Notes
    -----
    Kulldorff (1997), doi:10.1080/03610929708831995; in space and time Kulldorff, Athas, Feuer,
    Miller & Key (1998), doi:10.2105/AJPH.88.9.1377. Cases are given out anew by a multinomial
    law. Secondary clusters are tested against the most likely one of each run, which is cautious.

    Examples
    --------
    >>> found = scan([0.0, 1, 2, 3], [0.0] * 4, [20, 1, 2, 1], [100] * 4, runs=99)
    >>> found[["centre", "places", "cases"]].values.tolist()
    [[0, 1, 20]]
    >>> found[["expected", "p"]].values.tolist()
    [[6.0, 0.01]]
    """
    counts, at_risk = _as_counts(cases), np.asarray(population, dtype=np.float64)
    if at_risk.ndim == 1:
        at_risk = np.repeat(at_risk[:, None] / counts.shape[1], counts.shape[1], axis=1)
    if at_risk.shape != counts.shape or not (at_risk >= 0).all() or (counts[at_risk == 0]).any():
        message = (
            f"cases are of shape {counts.shape}, the population of {at_risk.shape}; expected the "
            "same, nobody less than 0, and no cases where there is nobody"
        )
        raise NumberError(message)
    total = int(counts.sum())
    whole = max(float(at_risk.sum()), np.finfo(float).tiny)
    expected = at_risk * (total / whole)
    rng = np.random.default_rng(seed)
    share = (at_risk / whole).ravel()

    def drawn() -> IntArray:
        return rng.multinomial(total, share / share.sum()).reshape(counts.shape)

    circles = circles_round(lon, lat, at_risk.sum(axis=1), most)
    found = scanned(
        circles, counts, expected, longest=longest_of(counts, most_time), drawn=drawn, runs=runs
    )
    return _told(found, "Poisson", {"most": most, "most_time": most_time, "runs": runs}, seed)


def scan_permutation(
    lon: ArrayLike,
    lat: ArrayLike,
    period: ArrayLike,
    *,
    most: float = 0.5,
    most_time: float = 0.5,
    runs: int = 999,
    seed: int = 0,
) -> pd.DataFrame:
    """
    Find where and when there are more cases than elsewhere at that time, without a population.

    Parameters
    ----------
    lon, lat
        Place of each case, degrees, shape (n,).
    period
        When it happened: a whole number, such as that of the week, shape (n,).
    most, most_time, runs, seed
        As of `scan`; `most` is a share of the cases.

    Returns
    -------
    As of `scan`; centre and members are numbers of the distinct places as they first come, first
    and last are periods as given.

    Raises
    ------
    NumberError
        If the arguments differ in length.

    Notes
    -----
    Space-time permutation model: Kulldorff, Heffernan, Hartman, Assunção & Mostashari (2005),
    doi:10.1371/journal.pmed.0020059. Who reports more on some places or days does not matter;
    only what happens together in space and time counts.

    Examples
    --------
    >>> lon, week = [0, 0, 0, 0, 5, 5, 5, 5], [1, 1, 1, 1, 2, 3, 4, 5]
    >>> found = scan_permutation(lon, [0.0] * 8, week, runs=99)
    >>> found[["first", "last", "cases", "places"]].values.tolist()
    [[1, 1, 4, 1], [2, 3, 2, 1]]
    """
    x, y, when = (np.asarray(side) for side in (lon, lat, period))
    if not x.shape == y.shape == when.shape or x.ndim != 1:
        message = f"{x.shape}, {y.shape} and {when.shape} cases; expected three lists of one length"
        raise NumberError(message)
    _, first, same = np.unique(np.stack([x, y]), axis=1, return_index=True, return_inverse=True)
    place = np.argsort(np.argsort(first))[same.ravel()]
    begin = int(when.min()) if len(when) else 0
    step = (when - begin).astype(np.int64)
    shape = (len(first), int(step.max()) + 1 if len(step) else 1)
    rng = np.random.default_rng(seed)

    def counted(steps: IntArray) -> IntArray:
        return np.bincount(place * shape[1] + steps, minlength=shape[0] * shape[1]).reshape(shape)

    counts = counted(step)
    total = max(len(when), 1)
    expected = counts.sum(axis=1, keepdims=True) * counts.sum(axis=0) / total
    first = np.sort(first)
    circles = circles_round(x[first], y[first], counts.sum(axis=1).astype(np.float64), most)
    found = scanned(
        circles, counts, expected, longest=longest_of(counts, most_time),
        drawn=lambda: counted(rng.permutation(step)), runs=runs,
    )  # fmt: skip
    table = _told(
        found, "space-time permutation", {"most": most, "most_time": most_time, "runs": runs}, seed
    )
    table[["first", "last"]] += begin
    return table


def _as_counts(cases: ArrayLike) -> IntArray:
    numbers = np.asarray(cases, dtype=np.float64)
    if numbers.ndim == 1:
        numbers = numbers[:, None]
    if numbers.ndim != 2 or not (numbers >= 0).all() or (numbers % 1).any():  # noqa: PLR2004
        message = f"cases are of shape {numbers.shape}; expected whole numbers, one or more a place"
        raise NumberError(message)
    return numbers.astype(np.int64)


def _told(found: Found, model: str, parameters: dict[str, float], seed: int) -> pd.DataFrame:
    """List the clusters, none sharing a place with one before it."""
    import pandas as pd  # noqa: PLC0415 - heavy, and needed only here

    taken = np.zeros(len(found.llr), dtype=bool)
    rows: list[dict[str, object]] = []
    for centre in np.argsort(-found.llr, kind="stable"):
        if found.llr[centre] <= 0:
            break
        members = found.circles.order[centre, : found.size[centre]]
        if taken[members].any():
            continue
        taken[members] = True
        rows.append({"rank": len(rows) + 1, **_row(found, int(centre), members)})
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    attrs: dict[Hashable | None, object] = {
        "method": f"Kulldorff's scan statistic, {model} model",
        "parameters": parameters,
        "version": geo.__version__,
        "seed": seed,
    }
    table.attrs = attrs
    return table


def _row(found: Found, centre: int, members: IntArray) -> dict[str, object]:
    span = slice(found.first[centre], found.last[centre] + 1)
    cases, expected = found.counts[members, span].sum(), found.expected[members, span].sum()
    rest, less = found.counts.sum() - cases, found.expected.sum() - expected
    llr = found.llr[centre]
    return {
        "centre": centre,
        "lon": float(found.circles.lon[centre]),
        "lat": float(found.circles.lat[centre]),
        "radius_m": float(found.circles.radius_m[centre, found.size[centre] - 1]),
        "first": int(found.first[centre]),
        "last": int(found.last[centre]),
        "places": len(members),
        "cases": int(cases),
        "expected": float(expected),
        "ratio": float(cases / expected),
        "relative_risk": float((cases / expected) / (rest / less)) if rest else float("inf"),
        "llr": float(llr),
        "p": (1 + int((found.chance >= llr * (1 - 1e-12)).sum())) / (len(found.chance) + 1),
        "members": tuple(int(member) for member in members),
    }
