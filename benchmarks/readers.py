"""What reads texts and files of strangers, with the texts that fuzzing each begins with."""

from __future__ import annotations

import json
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

import geo
from gazetteer import find, find_places, locate_frame, parse, read_report, read_table
from gazetteer.coordinates import fix_of
from gazetteer.embedded import DATA
from gazetteer.forms import forms
from gazetteer.sources.registry import JOINED, read, recognise
from gazetteer.sources.table import Options
from gazetteer.sources.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = 50  # of a column, and of a source; the reading of a row is what is tried

COORDINATES = (
    "35.0197, 40.4534", "35°01'11\"N 40°27'12\"E", "N 35 01.19 E 040 27.2", "36.5N, 43.1E",
    "37S FU 1234 5678", "37SFU1234056780", "37 N 123456 4567890", "350111N0402712E",
    "lat 35.0197 lon 40.4534", "35,0197; 40,4534", "POINT(40.45 35.01)",
)  # fmt: skip
GEONAMES = (
    "9100001\tTell Made\tTell Made\tTall Madah,تل مادة\t34.95\t38.15\tP\tPPL\tSY\t\t10\t\t\t\t0"
    "\t\t312\tAsia/Damascus\t2024-03-01\n"
)
GNS = (
    "rk\tufi\tuni\tfull_name\tnt\tlat_dd\tlong_dd\tefctv_dt_f\tterm_dt_f\tefctv_dt_n\tterm_dt_n\t"
    "desig_cd\tfc\tcc_ft\tadm1\tft_link\tname_rank\tlang_cd\ttransl_cd\tname_link\tscript_cd\t"
    "full_nm_nd\tsort_name\tgeneric\n"
    "1\t1310001\t11\tTall Mādah\tN\t36.8\t42.1\t1994-01-01\t\t1994-01-01\t\tPPL\tP\tIQ\tIQ-NI\t\t1"
    "\tara\t\t\tlatn\tTall Madah\tTALL MADAH\t\n"
)
PLACES = (
    "name,alt_names,lat,lon,country,admin1,kind\nTell Made,Tall Madah|تل,34.9,38.1,SY,10,town\n"
)
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[38, 34], [39, 34], [39, 35], [38, 35], [38, 34]]],
}
POINT = {"type": "Point", "coordinates": [38.1, 34.5]}
KML = (
    '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark>'
    "<name>Made</name><description>a &amp; b</description><Point><coordinates>38.1,34.9"
    "</coordinates></Point></Placemark></Document></kml>"
)
HTML = (
    "<html><body><h1>Syria</h1><p>On May 21, 2020, gunmen attacked a post 5 km north of Homs.</p>"
    "<table><tr><th>Date</th><th>Place</th></tr><tr><td>May 2</td><td>Hama</td></tr></table>"
    "<ul><li>A bomb exploded in Kirkuk.</li></ul></body></html>"
)
TABLE = (
    "place,country,date,lat,lon,killed,notes\n"
    '"10 km north of Homs",SY,2020-05-21,34.8,36.7,2,"a, ""b"""\nHama,SY,21/05/2020,,,,\n'
)


def _geojson(*geometries: dict[str, object]) -> str:
    """Write features of a code and a name."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": f"A{number}", "name": "Tell Made", "country": "SY"},
            "geometry": geometry,
        }
        for number, geometry in enumerate(geometries)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def _column(text: str) -> object:
    """Locate the lines of a text as a column of descriptions."""
    table = pd.DataFrame({"text": text.splitlines()[:ROWS], "country": "SY"})
    return locate_frame(table, text="text", country="country")


def _file(name: str, reader: Callable[[Path], object], text: str) -> object:
    """Write a text to a file of a name and read that."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8", errors="replace", newline="")
        return reader(path)


def _source(path: Path) -> object:
    """Read the places of a file as `farsakh places import` does."""
    options = Options()
    source = recognise(path, options)
    if source.form in JOINED:
        return None
    return [record for record, _ in zip(read(source, Tally(), options), range(ROWS), strict=False)]


def prose() -> list[str]:
    """
    Give sentences and descriptions.

    Returns
    -------
    list of str
        Examples of the forms, paragraphs of the sample report, and the report.
    """
    report = (DATA / "sample_report.txt").read_text(encoding="utf-8")
    return [*(form.example for form in forms()), *report.split("\n\n"), report]


TARGETS: dict[str, tuple[Callable[[str], object], Callable[[], list[str]]]] = {
    "parse": (parse, prose),
    "find": (lambda text: [*find(text)], prose),
    "coordinates": (fix_of, lambda: [*COORDINATES]),
    "places": (partial(find_places, country="SY"), prose),
    "report": (lambda text: read_report(text + "\n"), prose),
    "html": (partial(_file, "report.html", read_report), lambda: [HTML]),
    "column": (_column, prose),
    "table": (partial(_file, "table.csv", read_table), lambda: [TABLE]),
    "geonames": (partial(_file, "SY.txt", _source), lambda: [GEONAMES * 2]),
    "gns": (partial(_file, "sy.txt", _source), lambda: [GNS]),
    "list": (partial(_file, "mine.csv", _source), lambda: [PLACES]),
    "vector": (
        partial(_file, "mine.geojson", _source),
        lambda: [_geojson(POINT, POINT), _geojson(SQUARE)],
    ),
    "kml": (partial(_file, "mine.kml", _source), lambda: [KML]),
    "boundaries": (
        partial(_file, "own.geojson", geo.read_boundaries),
        lambda: [_geojson(SQUARE)],
    ),
}
"""Of each name a reader of one text, and what gives the texts to begin with."""
