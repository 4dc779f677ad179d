"""Tables in partitions: the same rows as a whole table, on two processes, one of them killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from gazetteer.frame import locate_frame
from gazetteer.partitions import Asked, locate_batches, locate_partition

TEXTS = ("near Idlib", "10 km N of Aleppo", "in Nowhereville", "", "5 km SW of Damascus", "Tripoli")
COLUMNS = ("country", "province", "status", "lon", "lat", "radius_m", "where_prec", "why")
ASKED = Asked(text="place", country="SY", columns=COLUMNS)

CLUSTER = """
import json, os, signal, sys
from pathlib import Path

def slow(df):
    import time
    time.sleep(0.3)
    return df

def main():
    import dask.dataframe as dd, geopandas, pandas as pd
    from distributed import Client, LocalCluster
    from gazetteer.partitions import count_provinces, locate_dask, write_partitions
    from tests.gazetteer.test_partitions import ASKED, table
    folder = Path(sys.argv[1])
    whole = table(240)
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True,
                      dashboard_address=None) as cluster, Client(cluster) as client:
        df = dd.from_pandas(whole, npartitions=8)
        located = locate_dask(df, ASKED)
        declared = located.dtypes.astype(str).to_dict()
        future = client.compute(located.map_partitions(slow, meta=located._meta))
        while not any(client.processing().values()):
            pass
        pids = client.run(os.getpid)
        os.kill(next(iter(pids.values())), signal.SIGKILL)
        done = future.result(timeout=120)
        files = write_partitions(located, folder / "parts")
        counts = count_provinces(located)
    done.to_pickle(folder / "done.pkl")
    counts.to_pickle(folder / "counts.pkl")
    read = pd.concat([geopandas.read_parquet(file) for file in files])
    told = {"declared": declared, "rows": len(read), "crs": str(read.crs), "files": len(files)}
    (folder / "told.json").write_text(json.dumps(told))

if __name__ == "__main__":
    main()
"""


def table(rows: int) -> pd.DataFrame:
    """Make a table whose places are all of one company."""
    return pd.DataFrame(
        {"id": range(rows), "place": [TEXTS[row % len(TEXTS)] for row in range(rows)]}
    )


def test_a_partition_is_located_as_the_table_is() -> None:
    df = table(12)
    done = locate_partition(df, ASKED)
    whole = locate_frame(df, text="place", country="SY", columns=COLUMNS)
    for name in ("status", "province", "radius_m", "where_prec"):
        mine, theirs = (side[name].astype(object) for side in (done, whole))
        assert mine.fillna("").tolist() == theirs.fillna("").tolist()


def test_columns_have_one_type_whatever_is_in_them() -> None:
    some, none = (
        locate_partition(pd.DataFrame({"place": [text]}), ASKED) for text in ("near Idlib", "")
    )
    assert some.dtypes.drop("place").equals(none.dtypes.drop("place"))


def test_batches_come_out_one_by_one() -> None:
    df = table(6)
    coming = partial(locate_batches, asked=ASKED)(iter([df.head(3), df.tail(3)]))
    assert [len(batch) for batch in coming] == [3, 3]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a worker by its signal")
def test_two_processes_one_of_them_killed_give_the_table(tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    script = tmp_path / "cluster.py"
    script.write_text(CLUSTER, encoding="utf-8")
    here = str(Path(__file__).resolve().parents[2])
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([here, os.environ.get("PYTHONPATH", "")])}
    run = subprocess.run(
        [sys.executable, str(script), str(tmp_path)],
        env=env, capture_output=True, timeout=300, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr.decode()[-2_000:]
    told = json.loads((tmp_path / "told.json").read_text())
    done = pd.read_pickle(tmp_path / "done.pkl")  # noqa: S301 - our own
    whole = locate_frame(table(240), text="place", country="SY", columns=COLUMNS)
    for name in ("status", "province", "radius_m", "where_prec", "why"):
        mine, theirs = (side[name].astype(object) for side in (done, whole))
        assert mine.fillna("").tolist() == theirs.fillna("").tolist()
    assert told["declared"]["where_prec"] == "Int64"
    assert (told["rows"], told["files"]) == (240, 8)
    counts = pd.read_pickle(tmp_path / "counts.pkl")  # noqa: S301 - our own
    by_code = dict(zip(counts["code"], counts["count"], strict=True))
    assert (by_code["SY.12"], by_code["SY.09"]) == (40, 40)
    assert counts["count"].sum() == 240
