"""The files of imported places that are attached to the gazetteer; each is an index of its own."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

from gazetteer.build import fault
from gazetteer.folders import places_folder


def attached_files() -> tuple[tuple[Path, int, int], ...]:
    """
    List the files that `gazetteer.load` attaches.

    Returns
    -------
    tuple
        Path, time of the last change in nanoseconds, and size of each, sorted by path.

    Warns
    -----
    UserWarning
        If a file cannot be used, as after an update that changed the form; says what to do.

    Examples
    --------
    >>> all(path.suffix == ".sqlite" for path, _, _ in attached_files())
    True
    """
    try:
        with os.scandir(places_folder()) as entries:
            found = sorted(
                (Path(entry.path), entry.stat().st_mtime_ns, entry.stat().st_size)
                for entry in entries
                if entry.name.endswith(".sqlite") and not entry.name.startswith(".")
            )
    except OSError:
        return ()
    usable = []
    for path, changed, size in found:
        wrong = fault(path)
        if wrong is None:
            usable.append((path, changed, size))
        else:
            warnings.warn(
                f"the imported places of {path} are left out, because the file {wrong}; import "
                f"them again, or remove them: farsakh places remove {path.stem}",
                stacklevel=3,
            )
    return tuple(usable)
