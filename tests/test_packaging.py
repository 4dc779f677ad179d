"""What is installed: the packages, their data, and nothing that stands in their way."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

import gazetteer
import geo
import maps

PACKAGES = (geo, gazetteer, maps)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_each_package_says_whose_it_is_and_that_it_is_typed(package: object) -> None:
    assert package.__distribution__ == "farsakh"  # type: ignore[attr-defined]
    assert (Path(package.__file__).parent / "py.typed").exists()  # type: ignore[attr-defined]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_every_public_name_can_be_had(package: object) -> None:
    for name in package.__all__:  # type: ignore[attr-defined]
        assert getattr(package, name) is not None


@pytest.mark.parametrize(
    ("foreign", "imported"), [("geo", "gazetteer"), ("geo", "maps"), ("gazetteer", "maps")]
)
def test_a_foreign_package_of_our_name_is_named_and_refused(
    tmp_path: Path, foreign: str, imported: str
) -> None:
    (tmp_path / foreign).mkdir()
    stranger = tmp_path / foreign / "__init__.py"
    stranger.write_text("VERSION = 1\n")
    path = os.pathsep.join([str(tmp_path), *(str(Path(p.__file__).parents[1]) for p in PACKAGES)])
    run = subprocess.run(
        [sys.executable, "-c", f"import {imported}"],
        cwd=tmp_path,  # else the checkout itself comes first on the path
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "ImportError" in run.stderr
    assert str(stranger) in run.stderr


def test_the_wheel_carries_its_data_and_no_tests() -> None:
    files = {str(path) for path in metadata.files("farsakh") or ()}
    if "geo/__init__.py" not in files:
        pytest.skip("an editable install has no wheel to look into")
    for needed in (
        "gazetteer/data/places.sqlite",
        "geo/data/provinces.parquet",
        "maps/assets/vendor/leaflet/leaflet.js",
    ):
        assert needed in files
    assert not [name for name in files if name.startswith(("tests/", "benchmarks/"))]
    assert any(name.endswith("licenses/NOTICE") for name in files)
