"""
Dask on two processes beside one process on the same rows: whether the tables agree, and the speed.

    python benchmarks/partitions.py [--rows 100000]

Rows are distinct phrases. The cluster is started before the clock; each worker opens the index and
meets its first shapes on the clock, as the one process does, which has an interpreter of its own.
Wants the extra `dask` and two idle cores.
"""

from __future__ import annotations

import argparse
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pandas as pd
from speed import phrases

from gazetteer.frame import locate_frame
from gazetteer.partitions import Asked, locate_dask

COLUMNS = ("lon", "lat", "radius_m", "where_prec", "province", "country", "status")


def by_one(table: pd.DataFrame) -> tuple[float, pd.DataFrame]:
    """Locate a table by one process; seconds and the result."""
    began = time.perf_counter()
    columns = tuple(name for name in COLUMNS if name not in {"lon", "lat"})
    found = locate_frame(
        table, text="text", country="nation", columns=columns, footprints=False, jobs=1
    )
    took = time.perf_counter() - began
    return took, pd.DataFrame(found.drop(columns="geometry")).assign(
        lon=found.geometry.x, lat=found.geometry.y
    )


def by_dask(table: pd.DataFrame, workers: int) -> tuple[float, pd.DataFrame]:
    """Locate it by a cluster; seconds and the result."""
    import dask.dataframe as dd  # noqa: PLC0415 - an extra
    from dask.distributed import Client, LocalCluster  # noqa: PLC0415

    asked = Asked(text="text", country="nation", columns=COLUMNS)
    with (
        LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        Client(cluster),
    ):
        began = time.perf_counter()
        found = locate_dask(dd.from_pandas(table, npartitions=4 * workers), asked).compute()
        return time.perf_counter() - began, found


def same(one: pd.Series, other: pd.Series) -> bool:
    """Tell whether two columns hold the same values, whatever their types."""
    if pd.api.types.is_numeric_dtype(one.dtype):
        numbers = (side.astype("float64").to_numpy() for side in (one, other))
        return np.array_equal(*numbers, equal_nan=True)
    words = (side.astype("string").fillna("").tolist() for side in (one, other))
    return next(words) == next(words)


def main() -> None:
    """Measure both and print them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[1])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    table = phrases(arguments.rows).rename(columns={"country": "nation"})
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
        one_s, one = alone.submit(by_one, table).result()
    dask_s, many = by_dask(table, arguments.workers)
    differ = [name for name in COLUMNS if not same(one[name], many[name])]
    print(
        f"{len(table):,} rows: one process {one_s:.1f} s, Dask on {arguments.workers} "
        f"{dask_s:.1f} s, {one_s / dask_s:.2f} times the rows a second; the tables "
        f"{'differ in ' + ', '.join(differ) if differ else 'are the same'}"
    )


if __name__ == "__main__":
    main()
