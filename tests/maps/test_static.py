"""Maps for print: read back as figures, the same bytes in any process, and no label on another."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import unicodedata
import warnings
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import geo
import maps
from geo.errors import CRSError, TableError
from tests.maps.made import incidents

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

pytest.importorskip("matplotlib", reason="the extra print is not installed")

from matplotlib.collections import PathCollection

from maps.paper import look
from maps.paper.labels import overlapping
from maps.paper.lettering import broken, fonts, shown, width_mm, written
from maps.paper.periods import periods_of


def words(sheet: maps.Sheet) -> list[str]:
    """Give all texts of a sheet, those of its maps too."""
    found = [text.get_text() for text in sheet.texts]
    return found + [text.get_text() for axes in sheet.axes for text in axes.texts]


def marks(axes: Axes) -> int:
    return sum(
        len(drawn.get_offsets()) for drawn in axes.collections
        if isinstance(drawn, PathCollection) and drawn.get_zorder() == 3
    )  # fmt: skip


def at(*lonlat: tuple[float, float], **columns: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=[shapely.Point(p) for p in lonlat], crs=4326)


def test_a_sheet_tells_title_days_classes_categories_and_sources() -> None:
    sheet = maps.static_map(incidents(60), title="Made incidents", sources=["Own survey"])
    said = " ".join(words(sheet))
    for part in (
        "Made incidents", "1 March 2021 to 14 March 2021", "Incidents by province",
        "Located incidents", "Explosive device", "Natural Earth", "GeoNames", "CC BY 4.0",
        "Own survey", "equal-area projection", "known by area only", "not located",
    ):  # fmt: skip
        assert part in said, part


def test_every_located_incident_has_a_mark_and_the_others_are_told() -> None:
    table = incidents(60)
    sheet = maps.static_map(table)
    assert marks(sheet.axes[0]) == int(table.geometry.notna().sum()) == 42
    assert "12 known by area only" in words(sheet)
    assert "6 not located" in words(sheet)


def test_what_is_told_twice_and_what_lies_outside_is_told() -> None:
    table = incidents(20)
    table["duplicate_of"] = None
    table.loc[1, "duplicate_of"] = "made:0"
    sheet = maps.static_map(table, extent=(40, 32, 46, 37))
    assert "1 told again, counted once" in words(sheet)
    assert any(text.endswith("outside the map") for text in words(sheet))


@pytest.mark.parametrize("extent", [None, (40, 32, 46, 37)])
def test_the_numbers_beside_the_map_add_up_to_the_rows(
    extent: tuple[float, float, float, float] | None,
) -> None:
    table = incidents(40).assign(duplicate_of=None)
    table.loc[1, "duplicate_of"] = "made:0"
    kinds = {"Explosive device", "Small-arms fire", "Ambush", "Raid or strike"}
    total = 0
    for text in words(maps.static_map(table, extent=extent)):
        kind, _, number = text.rpartition("  ")
        if kind in kinds:
            total += int(number)
        first, _, rest = text.partition(" ")
        if first.isdigit() and rest.split(" ")[0] in {"known", "not", "outside", "told"}:
            total += int(first)
    assert total == 40


@pytest.mark.parametrize("options", [{}, {"by": "week"}, {"layers": ["incidents"]}])
def test_no_name_lies_on_another(options: dict[str, object]) -> None:
    sheet = maps.static_map(incidents(60), **options)  # type: ignore[arg-type]
    sheet.set_dpi(300)
    sheet.canvas.draw()
    for axes in sheet.axes:
        boxes = np.array(
            [text.get_window_extent().extents for text in axes.texts if text.get_text()]
        )
        assert len(boxes) > 2
        apart = overlapping(boxes + np.array([1, 1, -1, -1]), boxes + np.array([1, 1, -1, -1]))
        assert apart.sum() == len(boxes)  # each overlaps itself alone
        frame = axes.get_window_extent().extents
        assert (boxes[:, :2] >= frame[:2] - 1).all()
        assert (boxes[:, 2:] <= frame[2:] + 1).all()


def test_the_words_beside_the_map_stay_on_the_sheet_and_off_each_other() -> None:
    table = incidents(60)
    table["event_type"] = [f"{'a very long kind of event ' * 8}{row % 7}" for row in range(60)]
    sheet = maps.static_map(table, title="word " * 80, subtitle="x" * 500, width_mm=180)
    sheet.set_dpi(300)
    sheet.canvas.draw()
    boxes = np.array([text.get_window_extent().extents for text in sheet.texts])
    wide, high = sheet.get_size_inches() * 300
    assert (boxes[:, :2] >= 0).all()
    assert (boxes[:, 2] <= wide).all()
    assert (boxes[:, 3] <= high).all()
    inner = boxes + np.array([2, 4, -2, -4])  # ascenders may reach into the line above
    assert overlapping(inner, inner).sum() == len(boxes)


def test_small_maps_have_a_map_for_each_week_all_shaded_alike() -> None:
    table = incidents(60)
    table.loc[table["date"].between("2021-03-08", "2021-03-14"), "date"] = pd.Timestamp(
        "2021-03-16"
    )
    sheet = maps.static_map(table, by="week")
    assert len(sheet.axes) == 3
    assert [marks(axes) for axes in sheet.axes][1] == 0  # a week of nothing is a map too
    assert sum(marks(axes) for axes in sheet.axes) == int(table.geometry.notna().sum())
    labels = ["1–7 March 2021", "8–14 March 2021", "15–21 March 2021"]
    assert [text for text in words(sheet) if text in labels] == labels


@pytest.mark.parametrize(
    ("by", "days", "labels"),
    [
        ("day", ["2021-02-28", "2021-03-01"], ["28 February 2021", "1 March 2021"]),
        ("week", ["2020-12-30"], ["28 December 2020 – 3 January 2021"]),
        ("month", ["2021-01-31", "2021-02-01"], ["January 2021", "February 2021"]),
        ("quarter", ["2021-03-31", "2021-04-01"], ["Quarter 1 of 2021", "Quarter 2 of 2021"]),
        ("year", ["2019-12-31", "2021-01-01"], ["2019", "2020", "2021"]),
    ],
)
def test_periods_are_named_and_none_is_left_out(
    by: str, days: list[str], labels: list[str]
) -> None:
    table = at(*[(0.0, 0.0)] * len(days), date=pd.to_datetime(days))
    found = periods_of(table, by)
    assert [period.label for period in found] == labels
    assert sum(period.rows(table) for period in found).tolist() == [1] * len(days)


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_the_same_table_is_the_same_bytes_in_another_process(tmp_path: Path, ending: str) -> None:
    code = (
        "import sys, hashlib, maps; from geo.files import read_incidents;"
        "sheet = maps.static_map(read_incidents(sys.argv[1]), title='T', by='week');"
        "sheet.save(sys.argv[2], dpi=80)"
    )
    given = tmp_path / "given.parquet"
    geo.files.write_incidents(incidents(30), given)
    seen = set()
    for seed in ("1", "2"):
        out = tmp_path / f"{seed}.{ending}"
        subprocess.run(
            [sys.executable, "-c", code, str(given), str(out)],
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path)),
                 "HOME": str(tmp_path), "MPLCONFIGDIR": str(tmp_path)},
        )  # fmt: skip
        seen.add(hashlib.sha256(out.read_bytes()).hexdigest())
    assert len(seen) == 1


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_no_file_holds_a_date(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"map.{ending}"
    maps.static_map(at((40.45, 35.02))).save(path)
    content = path.read_bytes()
    for word in (b"CreationDate", b"dc:date", b"Matplotlib", b"matplotlib.org"):
        assert word not in content


def test_an_svg_is_xml_that_asks_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "map.svg"
    maps.static_map(at((40.45, 35.02)), title="<script>alert(1)</script>&").save(path)
    root = ET.fromstring(path.read_text("utf-8"))  # noqa: S314 - written here
    assert {element.tag.split("}")[1] for element in root.iter()} & {"script", "image"} == set()
    for element in root.iter():
        for name, value in element.attrib.items():
            assert not (name.endswith("href") and not value.startswith("#")), value


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"'\.jpg'; a map is written as \.png, \.svg, \.pdf"):
        maps.static_map(at((40.45, 35.02))).save(tmp_path / "map.jpg")


@pytest.mark.parametrize(
    "text",
    ["$x^2$", "$\\alpha", "costs $5 and $6", "\\frac{1}{2}", "a_b^c", "100 %", "{}", "#$%&~_^\\"],
)
def test_a_text_is_no_formula(tmp_path: Path, text: str) -> None:
    table = at((40.45, 35.02), (40.4, 35.0), event_type=[text, "b"])
    sheet = maps.static_map(table, title=text, subtitle=text, sources=[text])
    sheet.save(tmp_path / "map.png", dpi=50)
    assert words(sheet).count(text) >= 2


def test_arabic_is_joined_and_runs_from_right_to_left() -> None:
    family = fonts()
    joined = width_mm("ببب", 10, family)
    apart = width_mm("ب\u200cب\u200cب", 10, family)  # with marks that keep letters from joining
    assert joined < apart


def test_marks_that_turn_texts_round_are_left_out() -> None:
    assert written("a\u202eb\u2066c\u200fd\x00\n e\ufeff") == "abcd e"
    sheet = maps.static_map(at((40.45, 35.02)), title="a\u202eb")
    assert "ab" in words(sheet)


def test_what_no_font_shows_is_told_once_and_seen() -> None:
    # a private character, so that no font of any machine has it
    with pytest.warns(UserWarning, match=r"no font .* 1 characters of 1 texts .*U\+E9F3") as caught:
        assert shown(["a\ue9f3b", "ok"], fonts()) == {"a\ue9f3b": "a\ufffdb", "ok": "ok"}
    assert len(caught) == 1


def test_a_font_that_is_not_there_is_refused() -> None:
    with pytest.raises(TableError, match="font 'No Such Font' is not installed"):
        maps.static_map(at((40.45, 35.02)), font="No Such Font")


@pytest.mark.parametrize(("most", "lines"), [(20.0, 1), (20.0, 3), (8.0, 2), (60.0, 1)])
def test_broken_lines_are_no_longer_than_their_room(most: float, lines: int) -> None:
    text = "An attack near Deir ez-Zor " + "x" * 200 + " and more words " * 40
    found = broken(text, most, 8, fonts(), lines=lines)
    assert len(found) <= lines
    assert all(width_mm(line, 8, fonts()) <= most for line in found)
    assert found[-1].endswith(" …")


def test_fiji_and_samoa_are_one_map() -> None:
    sheet = maps.static_map(at((178.4, -18.1), (-171.8, -13.8)))
    left, right = sheet.axes[0].get_xlim()
    assert right - left < 2_000_000  # metres, and not the way round the world
    assert marks(sheet.axes[0]) == 2
    assert "outside the map" not in " ".join(words(sheet))


@pytest.mark.parametrize(
    "table",
    [
        at(), at((0, 0)), at((0, 89.9), (120, 89.5)), at((-180, -89)), at((179.9, 0), (-179.9, 0)),
        at((-120, 40), (100, 20), (20, -30)), at((5, 5)).assign(geometry=None),
    ],
    ids=["none", "one", "north pole", "south pole", "antimeridian", "world", "nowhere"],
)  # fmt: skip
def test_the_odd_corners_of_the_world_are_drawn(table: gpd.GeoDataFrame, tmp_path: Path) -> None:
    sheet = maps.static_map(table.set_crs(4326, allow_override=True))
    sheet.save(tmp_path / "map.png", dpi=50)
    assert marks(sheet.axes[0]) == int(table.geometry.notna().sum())


def test_the_users_own_style_changes_nothing(tmp_path: Path) -> None:
    import matplotlib as mpl  # noqa: PLC0415

    paths = [tmp_path / "usual.svg", tmp_path / "dark.svg"]
    maps.static_map(at((40.45, 35.02))).save(paths[0])
    with mpl.rc_context({"axes.facecolor": "black", "font.size": 30, "lines.linewidth": 9}):
        maps.static_map(at((40.45, 35.02))).save(paths[1])
        assert mpl.rcParams["font.size"] == 30
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"layers": ["heat"]}, TableError, "no layer 'heat'; the layers are provinces"),
        ({"by": "fortnight"}, TableError, "expected one of day, week"),
        ({"by": "day"}, TableError, "take by='week'"),
        ({"extent": (1, 2, 3)}, TableError, "expected west, south, east, north"),
        ({"extent": (1, 9, 3, 2)}, TableError, "expected west, south, east, north"),
        ({"category": "colour"}, TableError, "colour"),
    ],
)
def test_what_cannot_be_is_refused(
    options: dict[str, object], error: type[Exception], says: str
) -> None:
    table = at((40.45, 35.02), (40.4, 35.0), date=pd.to_datetime(["2021-01-01", "2021-03-01"]))
    with pytest.raises(error, match=says):
        maps.static_map(table, **options)  # type: ignore[arg-type]


def test_another_crs_is_refused() -> None:
    with pytest.raises(CRSError, match="to_crs"):
        maps.static_map(at((40.45, 35.02)).to_crs(3857))


def test_a_map_without_dates_cannot_be_by_week() -> None:
    with pytest.raises(TableError, match="needs the column 'date'"):
        maps.static_map(at((40.45, 35.02)), by="week")


def test_own_boundaries_are_counted_shaded_and_credited() -> None:
    own = gpd.GeoDataFrame(
        {"code": ["W", "E"], "name": ["West", "East"]},
        geometry=[shapely.box(35, 30, 40, 38), shapely.box(40, 30, 48, 38)], crs=4326,
    )  # fmt: skip
    sheet = maps.static_map(incidents(40), boundaries=own)
    assert {"WEST", "EAST"} <= set(words(sheet))
    assert any("Country outlines" in text for text in words(sheet))


def luminance(colour: str) -> float:
    """Give the relative luminance of a colour (WCAG 2.2)."""
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def test_the_ramp_is_read_in_grey_and_letters_have_contrast() -> None:
    greys = [luminance(colour) for colour in look.RAMP]
    assert (np.diff(greys) < -0.08).all()
    for ink in (look.INK, look.SOFT):
        assert (1.05) / (luminance(ink) + 0.05) > 4.5  # on white


def test_marks_differ_by_shape_as_well_as_colour() -> None:
    assert len(set(look.MARKS)) == len(set(look.MARK_COLOURS)) == 7


def test_a_coarsened_table_says_so_on_the_sheet(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        public = geo.coarsen(incidents(30), km=50)
    sheet = maps.static_map(public)
    assert any("coarsened to cells of 50 km" in text for text in words(sheet))
    sheet.save(tmp_path / "map.svg")
    assert "about" not in " ".join(words(sheet))


def test_names_are_written_in_their_own_script() -> None:
    own = gpd.GeoDataFrame(
        {"code": ["A"], "name": ["دير الزور"]}, geometry=[shapely.box(39, 34, 42, 36)], crs=4326
    )
    sheet = maps.static_map(at((40.45, 35.02)), boundaries=own)
    name = next(text for text in words(sheet) if "دير" in text)
    assert all(unicodedata.category(char) != "Cf" for char in name)


@pytest.mark.parametrize("by", [None, "week"])
def test_a_density_takes_the_place_of_the_shading_and_tells_its_unit(by: str | None) -> None:
    sheet = maps.static_map(incidents(60), layers=["provinces", "density", "incidents"], by=by)
    said = words(sheet)
    assert "Incidents per 100 km²" in said
    assert not any(text.startswith("Incidents by province") for text in said)


def test_one_incident_is_shown_with_its_surroundings_and_not_the_world() -> None:
    sheet = maps.static_map(at((40.45, 35.02)))
    left, right = sheet.axes[0].get_xlim()
    assert 100_000 < right - left < 1_000_000
