"""Files made to harm their reader: nothing else is read, the memory holds, and it is said."""

from __future__ import annotations

import contextlib
import csv
import io
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest

import geo
from gazetteer import find, find_places, parse, read_report, read_table
from gazetteer.coordinates import fix_of
from gazetteer.errors import SourceError
from gazetteer.sources.registry import read, recognise
from gazetteer.sources.table import Options
from gazetteer.sources.tally import Tally
from gazetteer.tables.cells import dates, number
from geo.errors import FarsakhError
from geo.files import archives
from maps.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HIDDEN = "the hidden words"
FEW = 20_000
"""Characters: far more than any of these files tells, far less than what multiplies into it."""


def read_places(path: Path) -> object:
    source = recognise(path, Options())
    return list(read(source, Tally(), Options()))


def external(path: Path) -> str:
    """Declare an entity whose text is another file's."""
    secret = path.with_name("secret.txt")
    secret.write_text(HIDDEN, encoding="utf-8")
    return f'<!DOCTYPE d [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'


def multiplied(_: Path) -> str:
    """Declare an entity of ten to the ninth words: a billion laughs."""
    lots = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE d [<!ENTITY e0 "lol">{lots}<!ENTITY e "&e9;">]>'


def kml(path: Path, doctype: str) -> None:
    ring = "38,34 39,34 39,35 38,35 38,34"
    path.write_text(
        f'<?xml version="1.0"?>{doctype}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        "<Placemark><name>&e;</name><ExtendedData><Data name='code'><value>&e;</value></Data>"
        "<Data name='name'><value>&e;</value></Data></ExtendedData><Polygon><outerBoundaryIs>"
        f"<LinearRing><coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
        "</Placemark></Document></kml>",
        encoding="utf-8",
    )


def page(path: Path, doctype: str) -> None:
    path.write_text(
        f"{doctype}<html><body><p>On May 21, 2020, gunmen attacked a post in Homs. &e;</p>"
        "</body></html>",
        encoding="utf-8",
    )


def workbook(path: Path, doctype: str) -> None:
    """Write a workbook whose shared texts hold the entity."""
    book = openpyxl.Workbook()
    book.active.append(["location_text", "country"])
    book.active.append(["Homs", "SY"])
    made = io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            text = source.read(name).decode("utf-8")
            if name == "xl/sharedStrings.xml":
                _, _, rest = text.rpartition("?>")
                text = f'<?xml version="1.0"?>{doctype}{rest.replace("Homs", "Homs &e;")}'
            target.writestr(name, text)


READERS: dict[str, tuple[str, Callable[[Path, str], None], Callable[[Path], object]]] = {
    "boundaries of KML": ("own.kml", kml, geo.read_boundaries),
    "places of KML": ("own.kml", kml, read_places),
    "report of HTML": ("report.html", page, read_report),
    "table of Excel": ("table.xlsx", workbook, read_table),
}


@pytest.mark.filterwarnings("ignore")  # GDAL's own about what it cannot read
@pytest.mark.parametrize("declare", [external, multiplied])
@pytest.mark.parametrize("reader", READERS)
def test_entities_of_xml_read_no_file_and_do_not_multiply(
    reader: str, declare: Callable[[Path], str], tmp_path: Path
) -> None:
    name, make, read_file = READERS[reader]
    path = tmp_path / name
    make(path, declare(path))
    told = ""
    with contextlib.suppress(FarsakhError):
        made = read_file(path)
        told = made.to_csv() if isinstance(made, pd.DataFrame) else repr(made)
    assert HIDDEN not in told
    assert len(told) < FEW


@pytest.fixture
def bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list of places of 20 MB in a zip of 20 kB; what is borne is made smaller to fit."""
    monkeypatch.setattr(archives, "SMALL_BYTES", 1_000_000)
    path = tmp_path / "SY.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("SY.csv", "name,lat,lon\n" + "Tell Made,34.9,38.1\n" * 1_000_000)
    return path


def test_a_list_of_places_that_unpacks_without_end_is_not_opened(bomb: Path) -> None:
    with pytest.raises(SourceError, match=r"unpacks to 20 MB, .* times its size"):
        recognise(bomb, Options())


FORMULAS = ("=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1+1", "\r=1+1")
HEADS = (
    "location_text",
    "country",
    "event_type",
    "perpetrator",
    "target",
    "text",
    "source",
    "=own",
)


def test_no_command_writes_a_formula_into_a_csv(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "table.csv"
    with table.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow([*HEADS, "date", "lat", "lon"])
        for row, formula in enumerate(FORMULAS):
            cells = [formula, "SY", *[formula] * (len(HEADS) - 2)]
            rows.writerow([*cells, "2020-05-21", 34.7 + row / 100, 36.7])
    second = tmp_path / "second.csv"
    second.write_bytes(table.read_bytes())
    report = tmp_path / "=report.txt"
    report.write_text("In May 2020, =1+1 claimed 12 attacks in Syria.\n\n- On May 2, 2020, a bomb "
                      "exploded in Homs.\n", encoding="utf-8")  # fmt: skip
    for number_, command in enumerate(
        (
            ("incidents", str(table), str(second)),
            ("provinces", str(table), "--period", "day"),
            ("clusters", str(table), "--min-samples", "2"),
            ("hotspots", str(table)),
            ("review", str(table)),
            ("places", "find", str(report)),
            ("claims", str(report)),
        )
    ):
        assert main((*command, "--out", str(tmp_path / f"out{number_}.csv"))) == 0, command
    capsys.readouterr()
    written = sorted({*tmp_path.glob("*.csv")} - {table, second})
    assert len(written) >= 7
    for path in written:
        for row in csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")):
            for cell in row:
                harmless = pd.notna(pd.to_numeric(cell, errors="coerce"))
                assert harmless or not cell.startswith(("=", "+", "-", "@", "\t", "\r")), path.name


REPEATED = (
    "a", "1", " ", "(", ")", "[", "N ", "12°", "10 km ", "north of ", "Al-", "St. ", "of the ",
    ", ", "and ", "\n", "\n- ", "\n\n", "| ", "**", "killed ", "2 ", "May 2, ", "1.", "1,", "-",
    "/", "’s ", "é", "ا", "\u200b", "between ", "near (", "A. B. ", "37S FU 1", "No. ", "http://a.b/",  # noqa: RUF001
    "&amp;", "Homs, ", "New York ", "University at ", "Ali bin ",
)  # fmt: skip
LENGTH = 30_000
"""Characters. What backtracks without bound does not come back from these; nothing is timed."""


@pytest.mark.parametrize("piece", REPEATED)
def test_no_pattern_backtracks_without_bound(piece: str) -> None:
    text = (piece * LENGTH)[:LENGTH]
    for reader in (parse, fix_of, find, find_places, read_report, number):
        with contextlib.suppress(FarsakhError):
            made = reader(f"Homs {text} Idlib")
            list(made) if reader is find else None
    dates([text, f"2020-{text}"])
