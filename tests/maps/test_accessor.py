"""The accessor: there whichever is imported first, and the same as the functions behind it."""

from __future__ import annotations

import subprocess
import sys
import warnings
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest

import geo
import maps
from gazetteer.frame import locate_frame
from geo.errors import TableError
from geo.files import read_incidents
from maps.accessor import LONG
from tests.maps.made import incidents

if TYPE_CHECKING:
    from pathlib import Path

PLACES = pd.DataFrame({"place": ["about 10 km north of Al-Mayadeen", "in Nowhereville"]})
SAYS = "print(hasattr(pandas.DataFrame, 'farsakh'))"


def said(code: str) -> str:
    run = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True,
        env={"PYTHONPATH": ":".join(filter(None, sys.path))},
    )  # fmt: skip
    return run.stdout.strip()


@pytest.mark.parametrize(
    "code",
    [
        f"import pandas, maps; {SAYS}",
        f"import maps, pandas; {SAYS}",
        f"import maps, geopandas, pandas; {SAYS}",
        f"import maps, importlib; importlib.reload(maps); import pandas; {SAYS}",
        f"import maps; from maps.accessor import FarsakhAccessor; import pandas; {SAYS}",
    ],
)
def test_the_accessor_is_there_whichever_is_imported_first(code: str) -> None:
    assert said(code) == "True"


def test_importing_maps_alone_loads_no_pandas() -> None:
    assert said("import maps, sys; print('pandas' in sys.modules)") == "False"


def test_pandas_keeps_its_own_loader() -> None:
    code = "import maps, pandas; print(type(pandas.__spec__.loader).__name__)"
    assert said(code) == said("import pandas; print(type(pandas.__spec__.loader).__name__)")


def test_locate_gives_what_the_function_gives_and_leaves_the_table_alone() -> None:
    before = PLACES.copy()
    located = PLACES.farsakh.locate(text="place", country="SY")
    expected = locate_frame(PLACES, text="place", country="SY")
    pd.testing.assert_frame_equal(pd.DataFrame(located), pd.DataFrame(expected))
    pd.testing.assert_frame_equal(PLACES, before)


@pytest.mark.parametrize(("rows", "asked", "shown"), [
    (2, None, False), (2, True, True), (LONG, None, True), (LONG, False, False),
])  # fmt: skip
def test_a_bar_shows_long_work(
    capsys: pytest.CaptureFixture[str], *, rows: int, asked: bool | None, shown: bool
) -> None:
    table = pd.DataFrame({"place": ["near Idlib"] * rows})
    table.farsakh.locate(text="place", country="SY", progress=asked)
    assert ("locating" in capsys.readouterr().err) is shown


def test_maps_counts_and_files_come_from_a_located_table(tmp_path: Path) -> None:
    table = incidents(30)
    assert isinstance(table.farsakh.map(title="T"), maps.IncidentMap)
    pd.testing.assert_frame_equal(table.farsakh.by_province(), geo.by_province(table))
    table.farsakh.write(tmp_path / "a.gpkg")
    assert len(read_incidents(tmp_path / "a.gpkg")) == 30
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        public = table.farsakh.coarsen(km=50)
    assert isinstance(public, gpd.GeoDataFrame)
    assert public["text"].isna().all()


def test_a_sheet_comes_from_a_located_table() -> None:
    pytest.importorskip("matplotlib", reason="the extra print is not installed")
    assert len(incidents(30).farsakh.static_map(by="week").axes) == 2


@pytest.mark.parametrize("method", ["map", "by_province", "static_map", "coarsen"])
def test_a_table_without_places_is_told_how_to_get_them(method: str) -> None:
    with pytest.raises(TableError, match=r"no geometry yet; df\.farsakh\.locate"):
        getattr(PLACES.farsakh, method)()
