"""
When the accessor is registered: at once where pandas is there, else as soon as it comes.

`import maps` alone does not load pandas, so that the command line answers at once; whether a
program imports pandas before or after `maps` makes no difference to it.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

WAITED_FOR = "pandas"
ACCESSOR = "maps.accessor"


class _Watched(Loader):
    """Loads pandas as its own loader does, and the accessor after it."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Leave the module to pandas' own loader."""
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Load pandas, then register."""
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        module.__loader__ = self._loader
        self._loader.exec_module(module)
        import_module(ACCESSOR)


class _Finder(MetaPathFinder):
    """Waits for the first import of pandas, and for nothing else."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Give pandas a loader that registers the accessor; wait no longer."""
        del path, target
        if fullname != WAITED_FOR:
            return None
        sys.meta_path.remove(self)
        spec = find_spec(fullname)
        if spec is not None and spec.loader is not None:
            spec.loader = _Watched(spec.loader)
        return spec


def register() -> None:
    """Register the accessor now, or when pandas is imported."""
    if WAITED_FOR in sys.modules:
        import_module(ACCESSOR)
    elif not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
