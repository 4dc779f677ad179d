"""Counts and densities as an analyst asks for them: from a report to tables, from the shell."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest

import gazetteer
import geo
from geo.tables import repeats
from maps.cli import main
from maps.inputs import sample_report

if TYPE_CHECKING:
    from pathlib import Path

    Printed = pytest.CaptureFixture[str]

EVENT = (
    "- On May {day}, 2020, an IED was activated against a vehicle about 10 km north of "
    "Al-Mayadeen. {number} fighters were wounded (Agency, May {day}, 2020).\n"
)


@pytest.fixture(scope="module")
def five() -> gpd.GeoDataFrame:
    """Tell of five incidents in one phrase."""
    events = "".join(EVENT.format(day=20 + n, number=n + 2) for n in range(5))
    text = "# Weekly report\n\n## May 20-26, 2020\n\n## Syria\n\n" + events
    return gazetteer.read_report(text)


@pytest.fixture(scope="module")
def sample() -> gpd.GeoDataFrame:
    return gazetteer.read_report(sample_report())


@pytest.mark.parametrize("options", [{}, {"by": "event_type"}, {"period": "week"}])
def test_the_table_of_the_sample_adds_up_to_its_events(
    sample: gpd.GeoDataFrame, options: dict[str, str]
) -> None:
    counts = geo.by_province(sample, **options)  # type: ignore[arg-type]
    events = int((~repeats(sample)).sum())
    assert counts["count"].sum() == events
    assert counts["expected"].sum() == pytest.approx(events)
    assert counts["killed"].sum() == sample.loc[~repeats(sample), "killed"].sum()
    cells = geo.by_grid(sample, cell_km=50)
    assert cells["expected"].sum() == pytest.approx(events)
    heat = geo.density(sample)
    assert heat.incidents + heat.attrs["not_located"] == pytest.approx(events, rel=1e-6)


def test_five_of_one_phrase_are_no_hot_spot_of_one_pixel(five: gpd.GeoDataFrame) -> None:
    assert len(five) == 5
    cells = geo.by_grid(five, cell_km=2)
    assert cells["count"].max() == 5  # as pins they are
    assert cells["expected"].max() < 1.5
    assert (cells["expected"] > 0.02).sum() > 20
    assert cells["low"].max() == 0
    heat = geo.density(five, bandwidth_km=2, cell_km=1)
    half = geo.contours(heat, [0.5])
    assert half["area_km2"][0] > 20
    province = geo.by_province(five).set_index("code")
    assert province.loc["SY.07", ["low", "high"]].tolist() == [5, 5]  # and of this it is sure


def test_density_from_the_shell(tmp_path: Path, capsys: Printed) -> None:
    assert main(["density", "--sample", "--bandwidth-km", "20"]) == 0
    printed = capsys.readouterr()
    rows = list(csv.DictReader(printed.out.splitlines()))
    assert [float(row["level"]) for row in rows] == [0.5, 0.8, 0.95]
    assert "1 lie nowhere" in printed.err
    assert main(["density", "--sample", "--out", str(tmp_path / "dense.geojson")]) == 0
    areas = gpd.read_file(tmp_path / "dense.geojson")
    assert areas["per_100_km2"].is_monotonic_decreasing
    assert main(["density", "--sample", "--out", str(tmp_path / "dense.csv")]) == 0
    cells = pd.read_csv(tmp_path / "dense.csv")
    assert cells["incidents"].sum() == pytest.approx(36, abs=0.1)


def test_a_grid_from_the_shell(tmp_path: Path) -> None:
    out = tmp_path / "cells.geojson"
    options = ["--grid", "hexagon", "--cell-km", "50", "--out", str(out)]
    assert main(["density", "--sample", *options]) == 0
    features = json.loads(out.read_text("utf-8"))["features"]
    assert sum(feature["properties"]["count"] for feature in features) == 37


def test_a_geotiff_from_the_shell(tmp_path: Path) -> None:
    rasterio = pytest.importorskip("rasterio", reason="an extra")
    out = tmp_path / "dense.tif"
    assert main(["density", "--sample", "--out", str(out)]) == 0
    with rasterio.open(out) as file:
        assert file.read(1).max() > 0


def test_provinces_with_rates_and_kinds_from_the_shell(capsys: Printed) -> None:
    assert main(["provinces", "--sample", "--rates", "--by", "event_type"]) == 0
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert {"event_type", "area_km2", "per_1000_km2"} <= set(rows[0])


def test_two_periods_from_the_shell(capsys: Printed) -> None:
    windows = ["--earlier", "2021-03-08", "2021-03-11", "--later", "2021-03-12", "2021-03-15"]
    assert main(["provinces", "--sample", *windows]) == 0
    printed = capsys.readouterr()
    rows = list(csv.DictReader(printed.out.splitlines()))
    assert sum(float(row["later"]) for row in rows) > 10
    assert "all provinces" in printed.err
    assert main(["density", "--sample", *windows]) == 0
    assert "areas changed" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["density", "--earlier", "2021-03-08", "2021-03-11"], "given together"),
        (["density", "--out", "dense.png"], "expected .geojson"),
        (["density", "--grid", "square", "--out", "cells.tif"], "expected .geojson"),
        (["density", "--grid", "square", "--bandwidth-km", "5"], "goes without"),
        (["density", "--bandwidth-km", "-5"], "bandwidth_km is -5"),
        (["provinces", "--by", "weather"], "needs the column 'weather'"),
        (["provinces", "--population", "people"], "needs the column 'people'"),
    ],
)
def test_what_cannot_be_is_refused(options: list[str], message: str, capsys: Printed) -> None:
    assert main([*options, "--sample"]) == 2
    assert message in capsys.readouterr().err


def test_cells_of_a_table_are_no_formulas(tmp_path: Path) -> None:
    names = gpd.GeoDataFrame(
        {"code": ["=1+1"], "name": ["=HYPERLINK(1)"]},
        geometry=gpd.GeoSeries.from_wkt(["POLYGON ((35 33, 45 33, 45 38, 35 38, 35 33))"]),
        crs=4326,
    )
    names.to_file(tmp_path / "own.geojson")
    out = tmp_path / "counts.csv"
    options = ["--boundaries", str(tmp_path / "own.geojson"), "--out", str(out)]
    assert main(["provinces", "--sample", *options]) == 0
    assert "'=HYPERLINK(1)" in out.read_text("utf-8-sig")
