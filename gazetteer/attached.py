"""
The files of imported places: where they lie, and which of them are attached to the gazetteer.

Each is an index of its own in the folder `places` of the user's data folder, or of the folder
that the environment variable FARSAKH_DATA names.
"""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path

from gazetteer.build import fault

VARIABLE = "FARSAKH_DATA"


def places_folder() -> Path:
    """
    Name the folder of imported places.

    Returns
    -------
    Path
        The folder, which need not be there.

    Examples
    --------
    >>> places_folder().name
    'places'
    """
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named).expanduser() / "places"
    if sys.platform == "linux":  # what platformdirs says there, 5 ms sooner
        base = os.environ.get("XDG_DATA_HOME", "").strip()
        return (Path(base) if base else Path.home() / ".local" / "share") / "farsakh" / "places"
    import platformdirs  # noqa: PLC0415 - of the installed package; the wheel's build has none

    return platformdirs.user_data_path("farsakh") / "places"


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
