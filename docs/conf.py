"""How the documentation is built: `python -m sphinx -W --keep-going docs FOLDER`."""

from __future__ import annotations

import os
import pkgutil
from pathlib import Path

import gazetteer
import geo
import maps

project = "Farsakh"
author = "the Farsakh developers"
project_copyright = author
release = version = geo.__version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.viewcode",
    "numpydoc",
    "sphinx_copybutton",
]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence", "dollarmath"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = f"Farsakh {release}"
html_show_sourcelink = False

autodoc_member_order = "bysource"
autodoc_typehints = "none"  # the docstrings give shapes and units, which types do not
numpydoc_show_class_members = False
python_use_unqualified_type_names = True


def _modules(package: object) -> list[str]:
    """List the public modules of a package and of its sub-packages."""
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    return sorted(
        module.name for module in found
        if not any(part.startswith("_") for part in module.name.split("."))
        and ".data" not in module.name and ".assets" not in module.name
    )  # fmt: skip


def _write_reference() -> None:
    """Write a page for each package, so that a new module is in the reference by itself."""
    folder = Path(__file__).parent / "reference"
    folder.mkdir(exist_ok=True)
    for package in (geo, gazetteer, maps):
        lines = [f"# {package.__name__}", "", package.__doc__.strip(), ""]
        for name in [package.__name__, *_modules(package)]:
            if name != package.__name__:
                lines += [f"## {name}", ""]
                lines += ["```{eval-rst}", f".. automodule:: {name}", "   :members:", "```", ""]
        page = "\n".join(lines)
        path = folder / f"{package.__name__}.md"
        if not path.exists() or path.read_text(encoding="utf-8") != page:
            path.write_text(page, encoding="utf-8")


os.environ.setdefault("TQDM_DISABLE", "1")
_write_reference()
