"""
The law of the layers: maps over gazetteer over geo, and nothing heavy before it is used.

The imports are read, not run, so that those inside functions count too.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BELOW = {"geo": {"geo"}, "gazetteer": {"geo", "gazetteer"}, "maps": {"geo", "gazetteer", "maps"}}
OWNERS = {"folium": "maps", "branca": "maps", "matplotlib": "maps", "rapidfuzz": "gazetteer"}
HEAVY = (
    "pandas", "geopandas", "pyproj", "folium", "sklearn", "scipy", "esda", "libpysal", "xarray",
    "rasterio", "h3",
)  # fmt: skip
MODULES = sorted(path for package in BELOW for path in (ROOT / package).rglob("*.py*"))
SOURCES = [path for path in MODULES if path.suffix in {".py", ".pyi"}]


def imported(source: str, package: str) -> set[str]:
    """Name the top-level packages that a source imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(package if node.level else (node.module or "").partition(".")[0])
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in {
            "import_module", "importlib.import_module", "__import__",
        }:  # fmt: skip
            given = node.args[0] if node.args else None
            if isinstance(given, ast.Constant) and isinstance(given.value, str):
                found.add(given.value.partition(".")[0] or package)
    return found


def broken(source: str, package: str) -> list[str]:
    """Say which laws a source of a package breaks."""
    names = imported(source, package)
    upwards = sorted(names & (set(BELOW) - BELOW[package]))
    foreign = sorted(name for name in names if OWNERS.get(name, package) != package)
    return [f"{package} imports {name}" for name in upwards + foreign]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_downwards_and_leaves_libraries_to_their_owner(path: Path) -> None:
    assert broken(path.read_text("utf-8"), path.relative_to(ROOT).parts[0]) == []


@pytest.mark.usefixtures("checkout")
def test_every_package_is_read() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in SOURCES} == set(BELOW)


@pytest.mark.parametrize(
    ("package", "source", "laws"),
    [
        ("geo", "import gazetteer", ["geo imports gazetteer"]),
        ("geo", "from maps.page import incident_map", ["geo imports maps"]),
        ("geo", "def f():\n    from gazetteer import names", ["geo imports gazetteer"]),
        ("geo", "import importlib\nimportlib.import_module('maps.cli')", ["geo imports maps"]),
        ("gazetteer", "import maps.style as s", ["gazetteer imports maps"]),
        ("geo", "import folium.plugins", ["geo imports folium"]),
        ("gazetteer", "from matplotlib import pyplot", ["gazetteer imports matplotlib"]),
        ("geo", "from rapidfuzz import process", ["geo imports rapidfuzz"]),
        ("maps", "import rapidfuzz", ["maps imports rapidfuzz"]),
        ("geo", "if TYPE_CHECKING:\n    import maps", ["geo imports maps"]),
        ("maps", "import folium, geo, gazetteer.store, matplotlib", []),
        ("gazetteer", "from geo import shapes\nfrom . import names\nimport rapidfuzz", []),
        ("geo", "from .errors import UnitError\nimport geography, mapsomething", []),
    ],
)
def test_a_made_source_is_judged(package: str, source: str, laws: list[str]) -> None:
    assert broken(source, package) == laws


def loaded_by(statement: str) -> set[str]:
    """Name those of the heavy libraries that a fresh interpreter has after a statement."""
    code = f"import sys; {statement}; print(*(name for name in {HEAVY!r} if name in sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(run.stdout.split())


def test_importing_geo_and_gazetteer_loads_nothing_heavy() -> None:
    assert loaded_by("import geo, gazetteer, geo.clusters, geo.hotspots") == set()


def test_what_is_heavy_would_be_seen() -> None:
    assert "pyproj" in loaded_by("import geo.geodesy")
