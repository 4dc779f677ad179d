"""Incidents in files: what was written is what is read, and no cell is a formula."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import MissingDataError, TableError
from geo.files import guard_cell, read_incidents, unguard_cell, write_incidents
from geo.tables import validate_incidents

HOSTILE = [
    "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "'=1", "''", "'Adan", "-12.5", "+3",
    'a,b\n"c"', "شمال الميادين", "al-Mayadin", "NA", "null", "None", "nan", "01", "</script>",
    "1e5",
]  # fmt: skip


def table() -> gpd.GeoDataFrame:
    n = len(HOSTILE)
    square = shapely.box(40.123456789012345, 35, 41, 36)
    points = [shapely.Point(40.14 + 1e-13 * i, -35.33) for i in range(n - 1)]
    return validate_incidents(
        gpd.GeoDataFrame(
            {
                "id": [f"i{i}" for i in range(n)],
                "date": pd.to_datetime(["2020-05-21", None] * (n // 2)),
                "killed": pd.array([0, None] * (n // 2), dtype="Int64"),
                "country": ["NA", None] * (n // 2),
                "text": HOSTILE,
                "calibrated": pd.array([True, None] * (n // 2), dtype="boolean"),
                "distance_km": np.linspace(0.1, 1, n),
                "footprint": [square, None] * (n // 2),
                "=mine": HOSTILE[::-1],
            },
            geometry=[*points, None],
            crs=4326,
        )
    )


@pytest.mark.parametrize("ending", ["parquet", "geoparquet", "geojson", "json", "csv", "CSV"])
def test_what_was_written_is_read(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"incidents.{ending}"
    write_incidents(table(), path)
    read = read_incidents(path)
    pd.testing.assert_frame_equal(
        pd.DataFrame(read), pd.DataFrame(table()), check_dtype=ending.endswith("parquet")
    )
    known = [name for name in read.columns if name != "=mine"]
    assert read[known].dtypes.astype(str).tolist() == table()[known].dtypes.astype(str).tolist()


@pytest.mark.parametrize("ending", ["parquet", "geojson", "csv"])
def test_a_table_without_rows_comes_back(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"incidents.{ending}"
    write_incidents(table().iloc[:0], path)
    assert len(read_incidents(path)) == 0


def test_no_cell_of_a_csv_is_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "incidents.csv"
    write_incidents(table(), path)
    cells = pd.read_csv(path, dtype=str, keep_default_na=False)
    for cell in [*cells.columns, *cells.to_numpy().ravel()]:
        if cell.startswith(("=", "+", "-", "@", "\t", "\r")):
            assert float(cell) is not None


@settings(deadline=None)
@given(st.text(alphabet="'=+-@\t\n09.eAb", max_size=8))
def test_guarding_is_taken_back(text: str) -> None:
    assert unguard_cell(guard_cell(text)) == text


def test_another_ending_a_missing_file_and_other_contents_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"\.docx.*\.parquet"):
        write_incidents(table(), tmp_path / "a.docx")
    with pytest.raises(MissingDataError, match="no file"):
        read_incidents(tmp_path / "a.csv")
    (tmp_path / "a.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    with pytest.raises(TableError, match="no table of incidents"):
        read_incidents(tmp_path / "a.csv")
    (tmp_path / "a.geojson").write_text("[]", encoding="utf-8")
    with pytest.raises(TableError, match="no table of incidents"):
        read_incidents(tmp_path / "a.geojson")
