"""Arithmetic on long arrays by several threads, where it runs without the interpreter's lock."""

from __future__ import annotations

import os
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

WORTH_A_THREAD: Final = 50_000
"""Values from which one more thread is worth its start: ours, about 10 ms of geodesics."""


def usable_cores() -> int:
    """
    Count the processor's cores that this process may use.

    Examples
    --------
    >>> usable_cores() >= 1
    True
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_threads(
    work: Callable[..., object],
    arrays: Sequence[NDArray[np.float64]],
    *,
    threads: int | None = None,
) -> None:
    """
    Have work done on the pieces of arrays, which it writes its answers into.

    Parameters
    ----------
    work
        Takes one piece of each array.
    arrays
        Of one length and one axis; they change.
    threads
        How many; as many as there are cores and work for if left out.

    Examples
    --------
    >>> values = np.arange(6.0)
    >>> in_threads(lambda piece: np.negative(piece, out=piece), [values], threads=2)
    >>> values.tolist()
    [-0.0, -1.0, -2.0, -3.0, -4.0, -5.0]
    """
    size = len(arrays[0])
    many = min(usable_cores(), size // WORTH_A_THREAD) if threads is None else threads
    if many <= 1:
        work(*arrays)
        return
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - only for long arrays

    ends = pairwise(np.linspace(0, size, many + 1).astype(int).tolist())
    with ThreadPoolExecutor(many) as pool:
        list(pool.map(lambda part: work(*(array[slice(*part)] for array in arrays)), ends))
