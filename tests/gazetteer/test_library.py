"""The library of imported places: whole or not at all, once, and below the places that we list."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gazetteer.attached import attached_files
from gazetteer.errors import SourceError
from gazetteer.folders import places_folder
from gazetteer.opening import load
from gazetteer.sources import registry
from gazetteer.sources.library import install, installed, remove
from gazetteer.sources.table import Options, parse_columns
from tests.gazetteer import published

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gazetteer.sources.library import Outcome

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FARSAKH_DATA", str(tmp_path / "data"))
    return tmp_path / "data" / "places"


@contextlib.contextmanager
def no_bar(_title: str, _total: int) -> Iterator[Callable[[int], None]]:
    yield lambda _: None


def bring(*paths: Path, columns: str = "", **options: str) -> list[Outcome]:
    chosen = Options(columns=parse_columns(columns) if columns else {})
    return install(paths, options=chosen, bar=no_bar, **options)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def dump(folder: Path, text: str = published.DUMP) -> Path:
    return published.zipped(folder / "SY.zip", SY__txt=text)


def rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with contextlib.closing(sqlite3.connect(path)) as base:
        tables = ("place", "fold", "skeleton", "country", "word", "meta")
        return {table: base.execute(f"SELECT * FROM {table}").fetchall() for table in tables}  # noqa: S608


def test_what_was_imported_is_found_in_any_spelling_and_script(tmp_path: Path) -> None:
    (outcome,) = bring(dump(tmp_path))
    assert (outcome.source.name, outcome.source.places, outcome.changed) == ("SY", 6, True)
    places = load()
    for spelling in ("Tell Made", "tall madah", "تل مادة", "Tel Mada"):
        match = places.search(spelling, country="SY")[0]
        assert (match.place.id, match.place.source) == ("geonames:9100001", "GeoNames")
        assert match.kind != "suggestion"
    assert places.search("Madehoek", country="NA")[0].place.country == "NA"
    assert "SY" in places.version


def test_without_imports_the_gazetteer_is_the_same_one(places: Path) -> None:
    assert attached_files() == ()
    assert load() is load()
    assert not places.exists()


def test_an_import_is_seen_at_the_next_load_and_gone_when_removed(tmp_path: Path) -> None:
    assert load().search("Madehoek", country="NA")[0].kind == "suggestion"
    bring(dump(tmp_path))
    assert load() is load()
    assert load().search("Madehoek", country="NA")[0].kind == "exact"
    assert remove("SY").places == 6
    assert load().search("Madehoek", country="NA")[0].kind == "suggestion"
    assert installed() == []
    with pytest.raises(SourceError, match="no imported places are called 'SY'; nothing"):
        remove("SY")


def test_a_place_that_we_list_comes_once_with_the_names_of_both(tmp_path: Path) -> None:
    bring(dump(tmp_path))
    matches = load().search("Mayadeen-on-River", country="SY")
    assert [(m.place.id, m.place.kind) for m in matches] == [("geonames:172955", "town")] or (
        matches[0].place == load().get("geonames:172955")
    )
    assert len(matches) == 1


@pytest.mark.parametrize(("lat", "count"), [(35.93, 1), (35.90, 2)], ids=["330 m", "3.5 km"])
def test_the_same_name_within_two_kilometres_is_the_same_place(
    lat: float, count: int, tmp_path: Path
) -> None:
    # Idlib of GeoNames (169389) is a city at 35.93062, 36.63393
    table = f"name,lat,lon,country,admin1\nIdlib,{lat},36.6330,SY,SY.12\n"
    bring(written(tmp_path / "mine.csv", table))
    found = [m.place for m in load().search("Idlib", country="SY", kinds=("city", "village"))]
    assert len(found) == count
    assert found[0].id == "geonames:169389"


def test_a_dense_list_does_not_answer_the_name_of_a_province(tmp_path: Path) -> None:
    table = "name,lat,lon,country\nAnbar,36.8,42.1,IQ\nBaghdad,36.9,42.1,IQ\nMadeplace,36.9,42,IQ\n"
    bring(written(tmp_path / "mine.csv", table))
    for name in ("Anbar", "Baghdad"):
        found = load().search(name, country="IQ")
        assert not any(match.place.id.startswith("mine:") for match in found)
    assert load().search("Madeplace", country="IQ")[0].place.id == "mine:3"
    assert load().search("Anbar village", country="IQ")[0].place.id == "mine:1"


def test_a_listed_town_comes_before_an_imported_village(tmp_path: Path) -> None:
    bring(written(tmp_path / "mine.csv", "name,lat,lon,country\nTikrit,36.8,42.1,IQ\n"))
    first, second = load().search("Tikrit", country="IQ")[:2]
    assert (first.place.kind, second.place.id) == ("town", "mine:1")
    assert first.score - second.score > 0.15


def test_a_province_scopes_what_is_imported(tmp_path: Path) -> None:
    path = written(tmp_path / "list.csv", published.TABLE.replace("Al Ubaydi-3", "Sector"))
    bring(path, columns=published.COLUMNS, country="IQ")
    assert load().search("Tell Made", country="IQ", province="IQ.15")[0].place.id == "list:1"
    elsewhere = load().search("Tell Made", country="IQ", province="IQ.01")
    assert not any(match.kind == "exact" for match in elsewhere)


def test_a_quarter_of_many_towns_is_all_of_them(tmp_path: Path) -> None:
    rows = "".join(f"Hay Al Made,{33 + n / 4},44,IQ\n" for n in range(4))
    bring(written(tmp_path / "mine.csv", f"name,lat,lon,country\n{rows}"))
    exact = load().search("Hay Al Made", country="IQ")
    assert len(exact) == 4
    assert len({match.score for match in exact}) == 1
    spelt_otherwise = load().search("Hayy el-Madeh", country="IQ")
    assert all(match.kind == "suggestion" for match in spelt_otherwise)


def test_alternate_names_and_codes_join_a_dump(tmp_path: Path) -> None:
    names = published.zipped(
        tmp_path / "alternateNamesV2.zip", alternateNamesV2__txt=published.NAMES
    )
    codes = written(tmp_path / "admin1CodesASCII.txt", published.CODES)
    (outcome,) = bring(dump(tmp_path), names, codes)
    assert outcome.source.files == "SY.zip, alternateNamesV2.zip, admin1CodesASCII.txt"
    assert load().search("Girê Made", country="SY")[0].place.id == "geonames:9100001"
    assert load().search("Madeyadin", country="SY")[0].place.id == "geonames:172955"
    assert load().search("Madehoms", country="SY")[0].place.id == "province:SY.10"
    links = load().search("https://en.wikipedia.org/wiki/Made", country="SY")
    assert all(match.kind == "suggestion" for match in links)


def test_alternate_names_alone_are_given_to_the_places_that_we_list(tmp_path: Path) -> None:
    (outcome,) = bring(written(tmp_path / "names.txt", published.NAMES))
    assert outcome.source.places == 1
    assert load().search("Madeyadin", country="SY")[0].place == load().get("geonames:172955")


def test_importing_twice_changes_nothing(tmp_path: Path, places: Path) -> None:
    bring(dump(tmp_path))
    before = (places / "SY.sqlite").read_bytes()
    (again,) = bring(dump(tmp_path))
    assert not again.changed
    assert (places / "SY.sqlite").read_bytes() == before
    remove("SY")
    bring(dump(tmp_path))
    assert (places / "SY.sqlite").read_bytes() == before


def test_shuffled_rows_of_gns_give_the_same_places(tmp_path: Path, places: Path) -> None:
    header, *rows = published.OLD_GNS.splitlines()
    found = []
    for order in (rows, rows[::-1]):
        bring(written(tmp_path / "iz.txt", "\n".join([header, *order])))
        found.append([row[:8] for row in rows_of(places / "iz.sqlite")["place"]])
    assert found[0] == found[1]


def test_a_wrong_file_is_refused_before_anything_is_written(tmp_path: Path, places: Path) -> None:
    with pytest.raises(SourceError, match="is no list of places"):
        bring(dump(tmp_path), written(tmp_path / "report.txt", "Nothing to see\n"))
    with pytest.raises(SourceError, match="there is no file"):
        bring(dump(tmp_path), tmp_path / "nowhere.zip")
    assert not places.exists()


def test_a_source_that_is_mostly_malformed_leaves_what_was_there(
    tmp_path: Path, places: Path
) -> None:
    bring(dump(tmp_path))
    before = (places / "SY.sqlite").read_bytes()
    with pytest.raises(SourceError, match="nothing was imported"):
        bring(dump(tmp_path, f"{published.DUMP}\n" * 30 + "bad\trow\n" * 300))
    assert (places / "SY.sqlite").read_bytes() == before
    assert sorted(path.name for path in places.iterdir()) == ["SY.sqlite", "SY.sqlite.lock"]


def test_an_import_that_fails_in_the_middle_leaves_what_was_there(
    tmp_path: Path, places: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(dump(tmp_path))
    before = (places / "SY.sqlite").read_bytes()

    sound = registry.read

    def broken(*given: object, **options: object) -> Iterator[object]:
        yield next(iter(sound(*given, **options)))  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(registry, "read", broken)
    with pytest.raises(KeyboardInterrupt):
        bring(dump(tmp_path, published.DUMP.replace("Tell Made", "Tell Other")))
    assert (places / "SY.sqlite").read_bytes() == before
    assert sorted(path.name for path in places.iterdir()) == ["SY.sqlite", "SY.sqlite.lock"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_an_import_that_is_killed_leaves_what_was_there(tmp_path: Path, places: Path) -> None:
    bring(dump(tmp_path))
    before = (places / "SY.sqlite").read_bytes()
    row = published.dump_row(1, "Made", "35", "38")
    rows = (row.replace("1\tMade\tMade", f"{n}\tMade {n}\tMade {n}", 1) for n in range(60_000))
    dump(tmp_path, "\n".join(rows))
    program = "import sys; from maps.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", program, "places", "import", str(tmp_path / "SY.zip")]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ}) as child:
        until = time.monotonic() + 60
        while not list(places.glob("*.tmp")) and time.monotonic() < until:
            time.sleep(0.01)
        child.send_signal(signal.SIGKILL)
    assert list(places.glob("*.tmp"))
    assert (places / "SY.sqlite").read_bytes() == before
    assert [source.places for source in installed()] == [6]
    (outcome,) = bring(dump(tmp_path, published.DUMP.replace("Tell Made", "Tell Other")))
    assert outcome.changed
    assert not list(places.glob("*.tmp"))


def test_a_member_of_a_zip_leads_nowhere(tmp_path: Path, places: Path) -> None:
    path = published.zipped(tmp_path / "evil.zip", **{"../../evil.txt": published.DUMP})
    bring(path)
    assert not list(tmp_path.parent.glob("**/evil.txt"))
    assert sorted(file.name for file in places.iterdir()) == ["evil.sqlite", "evil.sqlite.lock"]


@pytest.mark.parametrize("name", ["../evil", "a/b", "", " ", "x" * 61])
def test_a_name_that_is_a_path_is_refused(name: str, tmp_path: Path) -> None:
    if not name:
        assert bring(dump(tmp_path), name=name)[0].source.name == "SY"
        return
    with pytest.raises(SourceError, match="letters, figures"):
        bring(dump(tmp_path), name=name)


def test_a_place_far_outside_its_country_is_malformed(tmp_path: Path) -> None:
    table = "name,lat,lon\nMadeplace,33,44\nMadeother,44,33\n"
    (outcome,) = bring(written(tmp_path / "mine.csv", table), country="IQ")
    assert outcome.source.places == 1
    assert "lies far outside IQ; were they swapped?" in outcome.tally.shown[0][1]


def test_country_and_province_come_from_the_point_where_the_source_is_silent(
    tmp_path: Path,
) -> None:
    bring(published.osm_pbf(tmp_path / "made.osm.pbf"))
    place = load().search("Tell Made", country="SY")[0].place
    assert (place.country, place.admin1) == ("SY", "SY.07")


def test_a_file_of_another_release_is_left_out_and_told(tmp_path: Path, places: Path) -> None:
    bring(dump(tmp_path))
    with contextlib.closing(sqlite3.connect(places / "SY.sqlite")) as base:
        base.execute("PRAGMA user_version=1")
    with pytest.warns(UserWarning, match="import them again, or remove them: farsakh places"):
        assert attached_files() == ()
    assert "format 1" in (installed()[0].fault or "")
    with warnings.catch_warnings():
        (outcome,) = bring(dump(tmp_path))
    assert outcome.changed
    assert installed()[0].fault is None


def test_the_folder_is_the_platforms_unless_the_variable_names_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("FARSAKH_DATA")
    assert places_folder().name == "places"
    assert "farsakh" in str(places_folder()).lower()
