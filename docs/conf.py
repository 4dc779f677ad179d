"""How the documentation is built: `python -m sphinx -W --keep-going docs FOLDER`."""

from __future__ import annotations

import argparse
import os
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING

import gazetteer
import geo
import maps
from maps.cli import build_parser

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "Farsakh"
author = "the Farsakh developers"
project_copyright = author
release = version = geo.__version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
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
autosummary_generate = False
numpydoc_show_class_members = False
python_use_unqualified_type_names = True


def setup(app: Sphinx) -> None:
    """Leave out what other libraries put into our classes."""
    app.connect("autodoc-skip-member", _foreign)


def _foreign(_app: object, what: str, name: str, *_rest: object) -> bool | None:
    return True if what == "class" and name == "set" else None  # matplotlib writes one for each


def _modules(package: object) -> list[tuple[str, bool]]:
    """List the public modules of a package and of its sub-packages, and which are packages."""
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    return sorted(
        (module.name, module.ispkg) for module in found
        if not any(part.startswith("_") for part in module.name.split("."))
        and ".data" not in module.name and ".assets" not in module.name
    )  # fmt: skip


def _write_reference() -> None:
    """Write a page for each package, so that a new module is in the reference by itself."""
    folder = Path(__file__).parent / "reference"
    folder.mkdir(exist_ok=True)
    for package in (geo, gazetteer, maps):
        lines = [f"# {package.__name__}", "", package.__doc__.strip(), ""]
        for name, has_parts in _modules(package):
            # what a package offers is described where it is written
            members = [] if has_parts else ["   :members:"]
            lines += [f"## {name}", "", "```{eval-rst}", f".. automodule:: {name}", *members]
            lines += ["```", ""]
        _write(folder / f"{package.__name__}.md", "\n".join(lines))


def _write_commands() -> None:
    """Write the command line's own help, so that the page says what the program says."""
    os.environ["COLUMNS"] = "88"
    parser = build_parser()
    (commands,) = (
        action.choices for action in parser._actions  # noqa: SLF001 - argparse has no other way
        if isinstance(action, argparse._SubParsersAction)  # noqa: SLF001
    )  # fmt: skip
    lines = ["# Command line", "", "```", parser.format_help().rstrip(), "```", ""]
    for name, command in commands.items():
        lines += [f"## farsakh {name}", "", "```", command.format_help().rstrip(), "```", ""]
    _write(Path(__file__).parent / "commands.md", "\n".join(lines))


def _write(path: Path, page: str) -> None:
    """Leave an unchanged page alone, so that it is not built again."""
    if not path.exists() or path.read_text(encoding="utf-8") != page:
        path.write_text(page, encoding="utf-8")


_write_reference()
_write_commands()
