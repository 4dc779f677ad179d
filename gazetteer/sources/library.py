"""
The library of imported places: put in, listed, taken out. One index file a source.

A file appears whole or not at all, and what is there already is left in place until then. The
same file imported again with the same options changes nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import sqlite3
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazetteer.build import FORMAT_VERSION, fault, locked, write_index
from gazetteer.errors import SourceError
from gazetteer.folders import places_folder
from gazetteer.opening import embedded_gazetteer
from gazetteer.records import Record
from gazetteer.sources import geonames, othernames, registry
from gazetteer.sources.table import Options
from gazetteer.sources.tally import Tally
from gazetteer.sources.whereabouts import as_known, joined, with_whereabouts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from gazetteer.place import Place
    from gazetteer.sources.registry import Source
    from gazetteer.store import Gazetteer

CHUNK = 1 << 20  # bytes hashed at a time
NAME = re.compile(r"[\w-]{1,60}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """
    A source in the library.

    Attributes
    ----------
    name
        What it is removed by.
    form
        What its file was, as "GeoNames".
    files
        Names of the files that it is from.
    places
        Number of its places.
    licence
        As its publisher states it, or as it was given.
    date
        Date of its file.
    imported
        Date of its import.
    size
        Bytes.
    path
        Where it lies.
    fault
        What is wrong with it, as the end of a sentence; None for a usable one.
    """

    name: str
    form: str
    files: str
    places: int
    licence: str
    date: str
    imported: str
    size: int
    path: Path
    fault: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What an import has done.

    Attributes
    ----------
    source
        The source as it is in the library now.
    tally
        What was read, left out and malformed.
    changed
        False if the same file was there already.
    """

    source: Imported
    tally: Tally
    changed: bool


def install(
    paths: Sequence[Path],
    *,
    name: str | None = None,
    country: str | None = None,
    licence: str | None = None,
    options: Options | None = None,
    bar: Callable[[str, int], contextlib.AbstractContextManager[Callable[[int], None]]],
) -> list[Outcome]:
    """
    Import files of places.

    Parameters
    ----------
    paths
        Files; alternate names and codes of GeoNames are joined to its dumps among them, or alone
        to the embedded places.
    name
        What the source is called; default the file's name.
    country
        Alpha-2 code of places whose source does not say it.
    licence
        Of sources whose licence is not known here.
    options
        How tables are read.
    bar
        Gives what is called with the bytes read, for a title and a number of bytes.

    Returns
    -------
    list of Outcome
        One for each source.

    Raises
    ------
    SourceError
        If a file cannot be imported, before anything is written; or if it turns out to be
        damaged, or mostly malformed: then the source is as it was before.
    IndexFileError
        If the disk is full or the folder cannot be written.
    """
    options = options or Options()
    sources = [registry.recognise(path, options) for path in paths]
    names = [source for source in sources if source.form in registry.JOINED]
    groups = [(source, names if source.form == "GeoNames" else []) for source in sources
              if source not in names] or [(names[0], names)]  # fmt: skip
    if name is not None and len(groups) > 1:
        msg = f"{len(groups)} sources cannot have the one name {name!r}; import them one by one"
        raise SourceError(msg)
    called = [_checked(name) if name else _slug(source.stem) for source, _ in groups]
    twice = {one for one in called if called.count(one) > 1}
    if twice:
        msg = f"two sources would be called {twice.pop()!r}; import one of them with --name"
        raise SourceError(msg)
    return [
        _install(
            one, source, joins=joins, country=country, licence=licence, options=options, bar=bar
        )
        for one, (source, joins) in zip(called, groups, strict=True)
    ]


def installed() -> list[Imported]:
    """
    List the sources in the library.

    Returns
    -------
    list of Imported
        By name.
    """
    paths = sorted(places_folder().glob("*.sqlite")) if places_folder().is_dir() else []
    return [_imported(path) for path in paths]


def remove(name: str) -> Imported:
    """
    Take a source out of the library.

    Parameters
    ----------
    name
        Its name.

    Returns
    -------
    Imported
        What it was.

    Raises
    ------
    SourceError
        If there is none of that name; names those that are there.
    """
    there = {source.name: source for source in installed()}
    if name not in there:
        known = f"there are {', '.join(there)}" if there else "nothing is imported"
        msg = f"no imported places are called {name!r}; {known}"
        raise SourceError(msg)
    there[name].path.unlink()
    there[name].path.with_name(f"{there[name].path.name}.lock").unlink(missing_ok=True)
    return there[name]


def _install(
    name: str,
    source: Source,
    *,
    joins: Sequence[Source],
    country: str | None,
    licence: str | None,
    options: Options,
    bar: Callable[[str, int], contextlib.AbstractContextManager[Callable[[int], None]]],
) -> Outcome:
    known = embedded_gazetteer()
    files = list(dict.fromkeys((source.path, *(join.path for join in joins))))
    fingerprint = _fingerprint(files, repr((options, country, licence, known.version)))
    target = places_folder() / f"{name}.sqlite"
    tally = Tally()
    with locked(target):
        if fault(target) is None and _meta(target).get("fingerprint") == fingerprint:
            return Outcome(_imported(target), tally, changed=False)
        newest = max(path.stat().st_mtime for path in files)
        meta = {
            "source": name,
            "form": source.form,
            "files": ", ".join(path.name for path in files),
            "date": time.strftime("%Y-%m-%d", time.gmtime(newest)),
            "imported": time.strftime("%Y-%m-%d", time.gmtime()),
            "licence": licence or registry.LICENCES.get(source.form, "not stated"),
            "fingerprint": fingerprint,
        }
        total = sum({one.path: one.size for one in (source, *joins)}.values())
        with bar(name, total) as advance:
            records = _records(
                source, joins, tally=tally, options=options, known=known, advance=advance
            )
            placed = with_whereabouts(records, country=country, known=known, tally=tally)
            found = joined(placed, known)
            write_index(target, _sound(found, tally, source), meta=meta)
    return Outcome(_imported(target), tally, changed=True)


def _records(
    source: Source,
    joins: Sequence[Source],
    *,
    tally: Tally,
    options: Options,
    known: Gazetteer,
    advance: Callable[[int], None],
) -> Iterator[Record]:
    """Places of a source, with the names that are joined to them."""
    if not joins:
        yield from registry.read(source, tally, options, advance=advance)
        return
    with contextlib.closing(othernames.OtherNames()) as others:
        for join in joins:
            reader = (
                geonames.alternate_name if join.form == "GeoNames names" else geonames.code_name
            )
            if join.text is not None:
                others.add(join.text, reader, tally, advance=advance)
        if source not in joins:
            places = registry.read(source, tally, options, advance=advance)
            yield from othernames.with_names(places, others)
        for key in others.keys():  # noqa: SIM118 - no dictionary
            if isinstance(key, str) or source in joins:
                kind = "province" if isinstance(key, str) else "geonames"
                place = known.get(f"{kind}:{key}")
                if place is not None:
                    yield _named(place, others.of(key))


def _named(place: Place, names: list[str]) -> Record:
    """Give a place that we have the names of another source."""
    bare = Record(id=place.id, name=names[0], lon=0.0, lat=0.0, kind=place.kind, source="",
                  alt_names=tuple(names[1:]))  # fmt: skip
    return as_known(bare, place)


def _sound(records: Iterable[Record], tally: Tally, source: Source) -> Iterator[Record]:
    """Pass places on, and refuse a source at its end that had none, or hardly any."""
    count = 0
    for count, record in enumerate(records, start=1):  # noqa: B007 - the number is wanted after
        yield record
    if not count or tally.malformed > tally.read / 2:
        first = "; ".join(f"{where}: {why}" for where, why in tally.shown[:1])
        msg = (
            f"{source.path} gives {count:,} places in {tally.read:,} rows, {tally.malformed:,} of "
            f"them malformed{f' ({first})' if first else ''}; nothing was imported"
        )
        raise SourceError(msg)


def _imported(path: Path) -> Imported:
    wrong = fault(path)
    meta = {} if wrong else _meta(path)
    return Imported(
        name=path.stem,
        form=meta.get("form", "unknown"),
        files=meta.get("files", ""),
        places=int(meta.get("places", 0)),
        licence=meta.get("licence", ""),
        date=meta.get("date", ""),
        imported=meta.get("imported", ""),
        size=path.stat().st_size,
        path=path,
        fault=wrong,
    )


def _meta(path: Path) -> dict[str, str]:
    with contextlib.closing(
        sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    ) as base:
        return dict(base.execute("SELECT key, value FROM meta"))


def _fingerprint(paths: Iterable[Path], options: str) -> str:
    """Digest of files, options, and the form of the index."""
    digest = hashlib.sha256(f"{FORMAT_VERSION} {options}".encode())
    for path in paths:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    return digest.hexdigest()


def _checked(name: str) -> str:
    if not NAME.fullmatch(name):
        msg = f"the name {name!r} is not made of letters, figures, - and _ alone"
        raise SourceError(msg)
    return name


def _slug(stem: str) -> str:
    return re.sub(r"[^\w-]+", "_", stem).strip("_")[:60] or "places"
