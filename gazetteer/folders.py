"""
The user's own folders: of imported places, and of what can be made again.

Standard library at import time: the build of the wheel imports this module.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from geo.errors import MissingDataError

VARIABLE = "FARSAKH_DATA"


def places_folder() -> Path:
    """
    Name the folder of imported places.

    Returns
    -------
    Path
        The folder, which need not be there: `places` in the user's data folder, or in the one
        that the environment variable FARSAKH_DATA names.

    Raises
    ------
    MissingDataError
        If the user has no home folder, and the variable is not set.

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
        return (Path(base) if base else _home() / ".local" / "share") / "farsakh" / "places"
    import platformdirs  # noqa: PLC0415 - of the installed package; the wheel's build has none

    return platformdirs.user_data_path("farsakh") / "places"


def cache_folder() -> Path:
    """
    Name the folder of what can be made again: an index, answers of a server.

    Returns
    -------
    Path
        The folder, which need not be there.

    Raises
    ------
    MissingDataError
        If the user has no home folder, and XDG_CACHE_HOME is not set.

    Examples
    --------
    >>> "farsakh" in str(cache_folder()).lower()
    True
    """
    if sys.platform == "linux" and not os.environ.get("XDG_CACHE_HOME", "").strip():
        _home()
    import platformdirs  # noqa: PLC0415 - of the installed package; the wheel's build has none

    return platformdirs.user_cache_path("farsakh")


def _home() -> Path:
    """Name the user's home; some users of containers and services have none."""
    try:
        return Path.home()
    except RuntimeError as error:
        msg = (
            f"this user has no home folder: set {VARIABLE} to a folder for imported places, and "
            "XDG_CACHE_HOME to one for what can be made again (or HOME to one for both)"
        )
        raise MissingDataError(msg) from error
