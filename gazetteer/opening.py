"""
Opening a gazetteer: the embedded places, with the user's overlays before and imports after them.

Nothing is read until the first name is looked up, and equal calls share one gazetteer.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.attached import attached_files
from gazetteer.embedded import rebuild, usable_index
from gazetteer.errors import OverlayError
from gazetteer.index import Index
from gazetteer.store import Gazetteer

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


def load(
    *, overlays: Sequence[str | Path] = (), countries: Collection[str] | None = None
) -> Gazetteer:
    """
    Open the gazetteer.

    Parameters
    ----------
    overlays
        CSV files of the user's own places; their rows win over the embedded ones. What was
        imported (`farsakh places import`) comes after those.
    countries
        Alpha-2 codes; places of other countries are left out.

    Returns
    -------
    Gazetteer
        The same one for the same arguments, while the files do not change.

    Raises
    ------
    IndexFileError
        If the index is missing or damaged and cannot be built here; says what to do.
    OverlayError
        If an overlay cannot be read; names the row.

    Examples
    --------
    >>> load().search("Bagram", country="AF")[0].place.country
    'AF'
    """
    files = []
    for overlay in map(Path, overlays):
        try:
            status = overlay.stat()
        except OSError as error:
            msg = f"the table of places {overlay} cannot be read: {error.strerror}"
            raise OverlayError(msg) from error
        files.append((overlay, status.st_mtime_ns, status.st_size))
    chosen = None if countries is None else frozenset(countries)
    return _gazetteer(tuple(files), attached_files(), chosen)


@lru_cache(maxsize=16)
def _gazetteer(
    overlays: tuple[tuple[Path, int, int], ...],
    attached: tuple[tuple[Path, int, int], ...],
    countries: frozenset[str] | None,
) -> Gazetteer:
    """One gazetteer for each set of files as they are now, so that its caches serve all."""
    own: list[Index] = []
    if overlays:
        from gazetteer.overlay import overlay_index  # noqa: PLC0415 - not needed by most

        own = [overlay_index(path) for path, _, _ in overlays]
    imported = [Index(path, name=str(path)) for path, _, _ in attached]
    return Gazetteer([*own, _embedded()], countries=countries, imported=imported)


def embedded_gazetteer() -> Gazetteer:
    """
    Open the embedded places alone.

    Returns
    -------
    Gazetteer
        Without overlays and imports.

    Examples
    --------
    >>> embedded_gazetteer().get("geonames:173576").name
    'Latakia'
    """
    return _gazetteer((), (), None)


@lru_cache(maxsize=1)
def _embedded() -> Index:
    path = usable_index()
    return Index(path, name=str(path), repair=lambda why: rebuild(path, why=why))
