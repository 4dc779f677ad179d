"""Files larger than the memory: the same rows as a table in memory, also after a kill."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gazetteer.batch import Wanted
from gazetteer.frame import locate_frame
from gazetteer.streaming import Cells, locate_file
from geo.errors import TableError

OURS = ("province", "status", "lon", "lat", "radius_m", "r50_m", "where_prec")
CELLS = Cells(text="place", country="nation")


def made(rows: int = 60) -> pd.DataFrame:
    texts = ["near Idlib", "10 km N of Aleppo", "in Nowhereville", "", "5 km SW of Damascus"]
    return pd.DataFrame(
        {
            "id": range(rows),
            "place": [texts[row % len(texts)] for row in range(rows)],
            "nation": ["SY" if row % 3 else None for row in range(rows)],
            "lon": ["kept"] * rows,
        }
    )


def rows_of(path: Path) -> pd.DataFrame:
    return pq.read_table(path).to_pandas()


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".parquet"])
def test_a_file_is_located_as_the_table_is(tmp_path: Path, suffix: str) -> None:
    df, source, out = made(), tmp_path / f"table{suffix}", tmp_path / "out.parquet"
    if suffix == ".parquet":
        df.to_parquet(source, row_group_size=9)
    else:
        df.to_csv(source, index=False, sep="\t" if suffix == ".tsv" else ",")
    counts = locate_file(source, out, CELLS, Wanted(columns=OURS), part_rows=7)
    found = rows_of(out)
    whole = locate_frame(df, text="place", country="nation", columns=OURS)
    assert list(found.columns) == [
        "id",
        "place",
        "nation",
        "lon_given",
        *sorted(OURS, key=list(found.columns).index),
    ]
    assert found["id"].astype(int).tolist() == df["id"].tolist()
    for name in ("status", "radius_m", "r50_m", "where_prec"):
        pd.testing.assert_series_equal(
            found[name], whole[name], check_dtype=False, check_names=False
        )
    located = (whole["status"] == "located").to_numpy()
    assert found["lon"][located].tolist() == whole.geometry.x[located].tolist()
    assert counts == {**whole["status"].value_counts().to_dict(), "unreadable": 0}


def test_what_is_nowhere_stands_beside_with_its_reason(tmp_path: Path) -> None:
    source, out = tmp_path / "table.csv", tmp_path / "out.parquet"
    source.write_text(
        "place,nation\nnear Idlib,SY\nnear Idlib,SY,and more\nin Nowhereville,SY\n"
        '"two\nlines",SY\n',
        encoding="utf-8",
    )
    counts = locate_file(source, out, CELLS, Wanted(columns=OURS))
    assert counts["unreadable"] == 1
    listed = (tmp_path / "out.parquet.bad.csv").read_text(encoding="utf-8")
    bad = list(csv.DictReader(io.StringIO(listed, newline="")))
    assert [row["row"] for row in bad] == ["line 3", "2", "3"]
    assert "3 cells instead of 2" in bad[0]["reason"]
    assert "'Nowhereville' is not in the gazetteer" in bad[1]["reason"]
    assert len(rows_of(out)) == 3


def test_columns_change_their_types_between_parts_of_a_csv(tmp_path: Path) -> None:
    source, out = tmp_path / "table.csv", tmp_path / "out.parquet"
    lines = [f"near Idlib,{row}" for row in range(300_000)] + ["near Idlib,twelve"]
    source.write_text("place,nation\n" + "\n".join(lines), encoding="utf-8")
    cells = Cells(text="place", country="SY")
    locate_file(source, out, cells, Wanted(columns=("status",)), part_rows=100_000)
    assert pq.read_table(out)["nation"].slice(299_999).to_pylist() == ["299999", "twelve"]


def test_shapes_are_written_as_bytes_that_others_read(tmp_path: Path) -> None:
    source, out = tmp_path / "table.parquet", tmp_path / "out.parquet"
    made(5).to_parquet(source)
    locate_file(source, out, CELLS, Wanted(columns=("footprint", "density")))
    assert pq.read_schema(out).field("footprint").type == pa.binary()


@pytest.mark.parametrize(
    ("source", "out", "text", "told"),
    [
        ("table.csv", "out.csv", "place", "written as .parquet"),
        ("table.csv", "out.parquet", "where", "no column 'where'; its columns are id, place"),
        ("none.csv", "out.parquet", "place", "cannot be read"),
    ],
)
def test_what_cannot_be_used_is_told(
    tmp_path: Path, source: str, out: str, text: str, told: str
) -> None:
    made().to_csv(tmp_path / "table.csv", index=False)
    with pytest.raises(TableError, match=told):
        locate_file(tmp_path / source, tmp_path / out, Cells(text=text), Wanted(columns=OURS))


def command(source: Path, out: Path) -> list[str]:
    options = ["--text", "place", "--country", "nation", "--columns", ",".join(OURS)]
    program = "import sys; from maps.cli import main; sys.exit(main())"
    start = [sys.executable, "-c", program, "locate", "--file", str(source)]
    return [*start, *options, "--part-rows", "250", "--out", str(out)]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_killed_run_goes_on_where_it_stopped_and_ends_the_same(tmp_path: Path) -> None:
    source, out, other = (tmp_path / name for name in ("t.parquet", "a.parquet", "b.parquet"))
    df = pd.concat([made(10_000), made(7).assign(place="10 km N of Homs")], ignore_index=True)
    df.to_parquet(source)
    here = str(Path(__file__).resolve().parents[2])
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([here, os.environ.get("PYTHONPATH", "")])}
    run = subprocess.Popen(command(source, out), env=env, stderr=subprocess.DEVNULL)
    parts = tmp_path / "a.parquet.parts"
    while run.poll() is None and len(list(parts.glob("*.parquet"))) < 4:
        time.sleep(0.005)
    run.kill()
    run.wait()
    done = {file.name: file.stat().st_mtime_ns for file in parts.glob("*.parquet")}
    assert done
    assert not out.exists()
    # a file that is half written has another name
    assert all(pq.read_metadata(parts / name).num_rows for name in done)
    again = subprocess.run(command(source, out), env=env, capture_output=True, check=True)
    assert b"a.parquet:" in again.stderr
    assert not parts.exists()
    subprocess.run(command(source, other), env=env, capture_output=True, check=True)
    assert pq.read_table(out).equals(pq.read_table(other))
    bad = (tmp_path / f"{name}.parquet.bad.csv" for name in "ab")
    assert next(bad).read_bytes() == next(bad).read_bytes()


def test_parts_of_another_run_are_not_taken(tmp_path: Path) -> None:
    source, out = tmp_path / "table.parquet", tmp_path / "out.parquet"
    made(5).to_parquet(source)
    parts = tmp_path / "out.parquet.parts"
    parts.mkdir()
    (parts / "000000.parquet").write_bytes(b"of another run")
    locate_file(source, out, CELLS, Wanted(columns=("status",)))
    assert rows_of(out)["status"].iloc[0] == "located"
