"""The command `farsakh map`, and what leaves the house when it is coarsened."""

from __future__ import annotations

import base64
import re
import webbrowser
import zlib
from typing import TYPE_CHECKING

import pytest

from geo.files import read_incidents
from maps.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    Printed = pytest.CaptureFixture[str]

REPORT = """\
# Palmyra papers

## May 21-26, 2020

## Syria

- On May 22, 2020, an IED was activated against a vehicle about 20 km north of Al-Mayadeen, behind \
the old mill. Two fighters were wounded (Mayadeen Post, May 23, 2020).
- On May 23, 2020, gunmen attacked a post near Zarqanabad Qwx. One guard was killed.
"""
SECRETS = ("Mayadeen", "Mayādīn", "old mill", "Zarqanabad", "Palmyra papers", "geonames:")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "mayadeen-report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def carried(page: str) -> str:
    """Give a page with what it carries packed written out."""
    packed = re.findall(r"[A-Za-z0-9+/]{64,}={0,2}", page)
    texts = [page]
    for block in packed:
        try:
            texts.append(zlib.decompress(base64.b64decode(block)).decode("utf-8", "replace"))
        except (ValueError, zlib.error):
            continue
    assert len(texts) > 3
    return "\n".join(texts)


def words_of(path: Path) -> str:
    """Give what a file says, decompressed where it is packed."""
    import zipfile  # noqa: PLC0415

    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as parts:
            return "\n".join(parts.read(name).decode("utf-8") for name in parts.namelist())
    if path.suffix == ".parquet":
        import geopandas as gpd  # noqa: PLC0415

        table = gpd.read_parquet(path)
        return f"{table.to_wkt().to_csv()} {table.attrs}"
    text = path.read_bytes().decode("utf-8", "replace")
    return carried(text) if path.suffix == ".html" else text


@pytest.mark.parametrize("coarseness", ["25", "100km", "province"])
@pytest.mark.usefixtures("carried_files")
def test_no_page_nor_file_of_a_coarsened_report_tells_the_place(
    report: Path, tmp_path: Path, coarseness: str, capsys: Printed
) -> None:
    main(["incidents", str(report), "--out", str(tmp_path / "exact.parquet")])
    point = read_incidents(tmp_path / "exact.parquet").geometry.iloc[0]
    exact = (f"{point.x:.4f}"[:-1], f"{point.y:.4f}"[:-1])
    page = tmp_path / "out.html"
    assert main(["map", str(report), "--coarsen", coarseness, "--out", str(page)]) == 0
    files = [
        tmp_path / f"out.{form}" for form in ("csv", "geojson", "gpkg", "kml", "parquet", "xlsx")
    ]
    for path in files:
        assert main(["incidents", str(report), "--coarsen", coarseness, "--out", str(path)]) == 0
    for path in (page, *files):
        said = words_of(path)
        for word in (*SECRETS, *exact):
            # the ground of a page names the towns of the land, whatever happened there
            if path is page and word == "Mayādīn":
                continue
            assert word not in said, (path.name, word)
        assert "coarsened" in said, path.name
    assert "fewer than 5 incidents" in capsys.readouterr().err


@pytest.fixture
def carried_files(carried: None) -> None:
    """Skip where the page's files are not there."""


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_a_sheet_is_written_beside_or_without_a_page(
    report: Path, tmp_path: Path, ending: str
) -> None:
    pytest.importorskip("matplotlib", reason="the extra print is not installed")
    sheet = tmp_path / f"map.{ending}"
    options = ["--static", str(sheet), "--by", "day", "--layers", "provinces,incidents"]
    assert main(["map", str(report), *options]) == 0
    assert sheet.stat().st_size > 10_000
    assert list(tmp_path.glob("*.html")) == []


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ([], "nothing to write; give --out map.html for a page, --static map.png"),
        (["--out", "a.html", "--by", "week"], "--by is for a sheet"),
        (["--out", "a.html", "--extent", "-10", "20", "30", "40"], "--extent is for a sheet"),
        (["--static", "a.png", "--basemap", "OpenStreetMap.Mapnik"], "--basemap is for a page"),
        (["--static", "a.png", "--online"], "--online is for a page"),
        (["--static", "a.jpg"], "written as .png, .svg or .pdf"),
    ],
)
def test_options_that_do_not_go_together_teach_before_anything_is_read(
    options: list[str], says: str, capsys: Printed
) -> None:
    assert main(["map", "nowhere.txt", *options]) == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--coarsen", "many", "neither a number of kilometres above 0, such as 25, nor 'province'"),
        ("--coarsen", "-3", "above 0"),
        ("--coarsen", "nan", "above 0"),
        ("--layers", "heat", "expected some of provinces, density, footprints, incidents"),
        ("--layers", ",", "expected some of"),
        ("--by", "fortnight", "invalid choice"),
    ],
)
def test_a_wrong_value_is_named_with_the_right_ones(
    option: str, value: str, says: str, capsys: Printed
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["map", "x.txt", "--out", "a.html", f"{option}={value}"])
    assert ended.value.code == 2
    assert says in capsys.readouterr().err


@pytest.mark.usefixtures("carried_files")
def test_layers_title_and_category_reach_the_page(report: Path, tmp_path: Path) -> None:
    page = tmp_path / "map.html"
    options = ["--title", "Of May", "--subtitle", "a line", "--layers", "incidents"]
    assert main(["map", str(report), *options, "--category", "none", "--out", str(page)]) == 0
    said = words_of(page)
    assert "Of May" in said
    assert "a line" in said


@pytest.mark.usefixtures("carried_files")
def test_a_basemap_names_its_host_in_the_page(report: Path, tmp_path: Path) -> None:
    pytest.importorskip("xyzservices")
    page = tmp_path / "map.html"
    options = ["--basemap", "OpenStreetMap.Mapnik", "--out", str(page)]
    assert main(["map", str(report), *options]) == 0
    assert "tile.openstreetmap.org" in page.read_text("utf-8")


@pytest.mark.usefixtures("carried_files")
def test_open_shows_what_was_written(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(webbrowser, "open", shown.append)
    page = tmp_path / "map.html"
    main(["map", str(report), "--out", str(page)])
    assert shown == []
    main(["map", str(report), "--out", str(page), "--open"])
    assert shown == [page.as_uri()]


@pytest.mark.usefixtures("carried_files")
def test_a_coarsened_page_is_not_named_after_its_file(report: Path, tmp_path: Path) -> None:
    page = tmp_path / "map.html"
    main(["map", str(report), "--coarsen", "50", "--out", str(page)])
    assert "<title>Incidents</title>" in page.read_text("utf-8")
