"""Many files at once: one table, in one order, whatever happens to one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer.manner import USUAL
from geo.files import read_incidents
from maps.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Printed = pytest.CaptureFixture[str]

PLACES = ("Ariha", "Homs", "Al-Mayadeen", "Qwxzville")


def report(place: str, day: int) -> str:
    return (
        f"# Weekly report, May {day}-{day + 1}, 2020\n\n## Syria\n\n"
        f"- On May {day}, 2020, an IED exploded near {place}. One man was killed.\n"
        f"- On May {day + 1}, 2020, two men were shot about 10 km north of {place}.\n"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give four reports and a table."""
    for number, place in enumerate(PLACES):
        text = report(place, 10 + 3 * number)
        (tmp_path / f"report-{number}.txt").write_text(text, encoding="utf-8")
    table = "id,location_text,country,date,sum\n1,Homs,SY,2020-05-10,2\n2,Idlib,SY,,\n"
    (tmp_path / "table.csv").write_text(table, encoding="utf-8")
    return tmp_path


def run(folder: Path, names: list[str], out: str, *options: str) -> int:
    return main(["incidents", *(str(folder / name) for name in names), "--out", str(folder / out),
                 "--jobs", "1", *options])  # fmt: skip


NAMES = [*(f"report-{number}.txt" for number in range(4)), "table.csv"]


def test_the_rows_stand_in_the_order_of_the_files(folder: Path) -> None:
    assert run(folder, NAMES[::-1], "out.parquet") == 0
    table = gpd.read_parquet(folder / "out.parquet")
    assert list(dict.fromkeys(table["source_file"])) == NAMES
    assert len(table) == 10
    assert table["killed"].dtype == "Int64"
    assert table["sum"].dropna().tolist() == [2]
    assert table["id"].is_unique
    pd.testing.assert_frame_equal(
        read_incidents(folder / "out.parquet")[["id", "why"]], pd.DataFrame(table[["id", "why"]])
    )


@pytest.mark.parametrize("ending", ["parquet", "csv", "geojson"])
def test_a_rerun_and_any_way_to_append_give_the_same_bytes(ending: str, folder: Path) -> None:
    run(folder, NAMES, f"all.{ending}")
    whole = (folder / f"all.{ending}").read_bytes()
    run(folder, NAMES, f"all.{ending}")
    assert (folder / f"all.{ending}").read_bytes() == whole
    run(folder, NAMES[3:], f"parts.{ending}")
    run(folder, NAMES[:2], f"parts.{ending}", "--append")
    run(folder, NAMES[1:4], f"parts.{ending}", "--append")  # some of them again
    assert (folder / f"parts.{ending}").read_bytes() == whole


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4), st.integers(1, 4))
def test_appending_in_any_order_is_reading_at_once(
    folder: Path, names: list[str], cut: int
) -> None:
    for old in ("once.parquet", "twice.parquet"):
        (folder / old).unlink(missing_ok=True)
    run(folder, names, "once.parquet")
    run(folder, names[:cut], "twice.parquet", "--append")
    if names[cut:]:
        run(folder, names[cut:], "twice.parquet", "--append")
    assert (folder / "once.parquet").read_bytes() == (folder / "twice.parquet").read_bytes()


def test_several_processes_give_the_same_bytes_and_name_the_bad_file(
    folder: Path, capsys: Printed
) -> None:
    (folder / "bad.txt").write_bytes(b"")
    (folder / "bad.xlsx").write_bytes(b"no workbook")
    run(folder, NAMES, "one.parquet")
    files = [str(folder / name) for name in [*NAMES, "bad.txt", "bad.xlsx", "absent.txt"]]
    capsys.readouterr()
    assert main(["incidents", *files, "--out", str(folder / "two.parquet"), "--jobs", "2"]) == 2
    said = capsys.readouterr().err
    assert all(name in said for name in ("bad.txt", "bad.xlsx", "absent.txt"))
    assert (folder / "one.parquet").read_bytes() == (folder / "two.parquet").read_bytes()


def test_if_every_file_is_bad_nothing_is_written(folder: Path, capsys: Printed) -> None:
    out = folder / "out.parquet"
    out.write_bytes(b"what was there")
    assert run(folder, ["absent.txt"], "out.parquet") == 2
    assert "absent.txt" in capsys.readouterr().err
    assert out.read_bytes() == b"what was there"


def test_a_file_that_turned_bad_keeps_the_rows_that_it_had(folder: Path) -> None:
    run(folder, NAMES, "out.parquet")
    (folder / NAMES[0]).write_bytes(b"")
    assert run(folder, NAMES, "out.parquet", "--append") == 2
    assert len(read_incidents(folder / "out.parquet")) == 10


def test_a_defect_in_one_file_does_not_stop_the_others(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    from maps import many  # noqa: PLC0415 - what is replaced

    read_one: Callable[..., gpd.GeoDataFrame] = many.read_one

    def broken(path: Path, **options: object) -> gpd.GeoDataFrame:
        if path.name == NAMES[1]:
            raise ZeroDivisionError
        return read_one(path, **options)

    monkeypatch.setattr(many, "read_one", broken)
    assert run(folder, NAMES, "out.parquet") == 2
    assert "ZeroDivisionError" in capsys.readouterr().err
    assert len(read_incidents(folder / "out.parquet")) == 8


@pytest.mark.parametrize(
    ("since", "days"),
    [("2020-05-01", 9), ("2020-05-14", 5), ("2020-05-14T12:00", 4), ("2030-01-01", 0)],
)
def test_since_leaves_out_what_ended_before_and_keeps_what_has_no_date(
    since: str, days: int, folder: Path, capsys: Printed
) -> None:
    run(folder, NAMES, "out.csv", "--since", since)
    table = read_incidents(folder / "out.csv")
    assert table["date"].notna().sum() == days
    assert table["date"].isna().sum() == 1
    assert ("left out" in capsys.readouterr().err) == (days < 9)


def test_a_since_that_is_no_date_is_refused(folder: Path, capsys: Printed) -> None:
    assert run(folder, NAMES, "out.csv", "--since", "last week") == 2
    assert "2020-05-21" in capsys.readouterr().err


def test_files_of_one_name_are_told_apart_by_their_folders(folder: Path) -> None:
    (folder / "b").mkdir()
    text = report("Ariha", 10)
    (folder / "b" / NAMES[0]).write_text(text, encoding="utf-8")
    assert run(folder, [NAMES[0], f"b/{NAMES[0]}"], "out.csv") == 0
    table = read_incidents(folder / "out.csv")
    assert table["id"].is_unique
    assert table["source_file"].nunique() == 2
    assert len(table) == 4


def test_ids_that_two_tables_share_are_told_apart(folder: Path, capsys: Printed) -> None:
    copy = (folder / "table.csv").read_text(encoding="utf-8")
    (folder / "table-2.csv").write_text(copy, encoding="utf-8")
    assert run(folder, ["table.csv", "table-2.csv"], "out.csv") == 0
    ids = read_incidents(folder / "out.csv")["id"].tolist()
    assert ids == ["1", "2", "table.csv:1", "table.csv:2"]
    assert "ids of table.csv" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [(["--jobs", "0"], "1 or more"), (["--out", "x.pdf"], "expected one of")],
)
def test_options_that_cannot_be_are_refused(
    options: list[str], said: str, folder: Path, capsys: Printed
) -> None:
    out = ["--out", str(folder / "out.csv")]
    assert main(["incidents", str(folder / NAMES[0]), *out, *options]) == 2
    assert said in capsys.readouterr().err


def test_append_refuses_what_is_no_table_of_incidents(folder: Path, capsys: Printed) -> None:
    pd.DataFrame({"a": [1]}).to_parquet(folder / "out.parquet")
    assert run(folder, NAMES[:1], "out.parquet", "--append") == 2
    assert "source_file" in capsys.readouterr().err


def test_one_event_in_two_files_is_proposed_beside_the_table_and_not_merged(
    folder: Path, capsys: Printed
) -> None:
    for name, words in (("a.txt", "killing 3 men"), ("b.txt", "in which 3 men were killed")):
        text = f"# Syria\n\n- On May 22, 2020, a car bomb exploded in Homs, {words}.\n"
        (folder / name).write_text(text, encoding="utf-8")
    assert run(folder, ["a.txt", "b.txt"], "out.csv") == 0
    pairs = pd.read_csv(folder / "out.repeats.csv")
    table = read_incidents(folder / "out.csv")
    assert pairs[["id", "other_id"]].to_numpy().tolist() == [table["id"].tolist()]
    assert 0 < pairs["score"].item() <= 1
    assert pairs["why"].notna().all()
    assert len(table) == 2
    assert "out.repeats.csv" in capsys.readouterr().err


def test_a_single_file_and_a_public_table_have_no_pairs_beside_them(folder: Path) -> None:
    run(folder, NAMES[:1], "one.csv")
    run(folder, NAMES, "public.csv", "--coarsen", "50")
    assert not list(folder.glob("*.repeats.csv"))


def test_a_coarse_table_is_no_table_to_append_to(folder: Path, capsys: Printed) -> None:
    assert run(folder, NAMES[:1], "out.csv", "--append", "--coarsen", "50") == 2
    assert "--coarsen" in capsys.readouterr().err


def test_a_process_that_dies_takes_one_file_with_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from maps import many  # noqa: PLC0415 - what is replaced

    died: list[str] = []

    def pooled(labels: list[str], *_: object) -> list[tuple[str, many.Read]]:
        # as the pool does: what it was doing when a process died is missing
        alive = [label for label in labels if label != NAMES[2]]
        died.extend(set(labels) - set(alive))
        return [(label, many.Read(problem="not this time")) for label in alive]

    monkeypatch.setattr(many, "_pooled", pooled)
    wanted = {name: folder / name for name in NAMES}
    options = many.Options(manner=USUAL)
    read = dict(many._read_all(wanted, folder, options, 2))
    assert set(read) == set(NAMES)
    assert "died" in read[NAMES[2]].problem
    assert died == [NAMES[2], NAMES[2]]  # with the others, and once more alone
