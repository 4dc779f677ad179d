"""
Many files at once: each read on its own, by several processes, into one table.

One bad file does not stop the others. The rows stand in the order of the names of their files, and
inside a file as they stand there, whatever the order in which the files were given, done or
appended; the same files give the same bytes.
"""

from __future__ import annotations

import multiprocessing
import tempfile
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gazetteer.opening import load
from gazetteer.tables.cells import dates
from geo.errors import FarsakhError, OutputError, TableError
from geo.threads import usable_cores
from maps.inputs import read_one
from maps.joining import Joined, join_parts, kept_parts, label_part
from maps.repeated import pairs_path, write_pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import geopandas as gpd
    import pandas as pd

    from gazetteer.manner import Manner
    from gazetteer.store import Gazetteer

FEW: Final = 3
"""Up to so many files are read by one process: starting another takes as long as reading two."""


RENEWED_AFTER: Final = 40
"""Files that a process reads before another takes its place: what it remembers of names and shapes
grows by the megabyte a report, and starting anew takes as long as reading two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """
    How every file is read; it travels to the processes.

    Attributes
    ----------
    text, columns, mine, country, province, manner
        As for `maps.inputs.read_inputs`.
    overlays
        Files of the user's own places.
    since
        Rows whose last day is before this one (ISO 8601) are left out; rows without a date stay.
    """

    text: str | None = None
    columns: str | None = None
    mine: bool = False
    country: str | None = None
    province: str | None = None
    manner: Manner
    overlays: tuple[Path, ...] = ()
    since: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What became of one file: `problem` is empty unless it could not be read."""

    rows: int = 0
    left_out: int = 0
    problem: str = ""
    told: tuple[str, ...] = ()


@dataclass(slots=True)
class Gathered:
    """What became of all: the joined table, and sentences about what went wrong."""

    joined: Joined
    problems: list[str] = field(default_factory=list)


def gather(
    paths: Sequence[Path],
    out: Path,
    options: Options,
    *,
    append: bool = False,
    jobs: int | None = None,
    corrections: Sequence[Path] = (),
    write: Callable[[gpd.GeoDataFrame, Path], None] | None = None,
    pairs: bool = True,
    tell: Callable[[str], None],
) -> Gathered:
    """
    Read files into one table on disk.

    Parameters
    ----------
    paths
        Reports and tables, in any order.
    out
        The table that is written; its ending decides the format.
    options
        How each is read.
    append
        Keep the rows of files that `out` holds and that are not read now.
    jobs
        Processes; as many as there are processors if left out.
    corrections
        Files of decisions on rows.
    write
        Writes the whole table; if left out, it is written a file at a time.
    pairs
        Write the pairs of rows of different files that may be one event beside it.
    tell
        Is given sentences for people.

    Returns
    -------
    Gathered
        What is in the table, and a line for each file that could not be read.

    Raises
    ------
    TableError
        If no file could be read; nothing is written then.
    """
    from gazetteer.tables import read_corrections  # noqa: PLC0415 - loads geopandas

    _check(out, options)
    decided = read_corrections(corrections) if corrections else ()
    wanted = _labelled(paths)
    gazetteer = load(overlays=options.overlays)
    with tempfile.TemporaryDirectory(prefix="farsakh-") as name:
        folder = Path(name)
        parts, problems = _parts(wanted, folder, options, _processes(jobs, wanted), tell)
        if append and out.exists():
            earlier = kept_parts(out, folder / "earlier", without=set(parts))
            parts |= earlier.parts
            for label, rows in earlier.replaced.items():
                tell(f"{rows} rows of {label} in {out.name} are replaced")
        ordered = [parts[label] for label in sorted(parts)]
        joined = join_parts(ordered, out, decided, gazetteer=gazetteer, write=write, tell=tell)
        found = write_pairs(ordered, out) if pairs else None
        if found:
            tell(
                f"{found} pairs of rows of different files may be one event: see "
                f"{pairs_path(out).name}; nothing was merged"
            )
    return Gathered(joined=joined, problems=problems)


def _check(out: Path, options: Options) -> None:
    """Refuse what could only fail after all files were read."""
    from geo.files import ENDINGS  # noqa: PLC0415 - loads geopandas

    if out.suffix.lower() not in ENDINGS:
        msg = f"{out} ends in {out.suffix!r}; expected one of {', '.join(ENDINGS)}"
        raise TableError(msg)
    if options.since is not None and dates([options.since]).isna().all():
        msg = f"--since is {options.since!r}; expected a date such as 2020-05-21"
        raise TableError(msg)


def _parts(
    wanted: dict[str, Path],
    folder: Path,
    options: Options,
    jobs: int,
    tell: Callable[[str], None],
) -> tuple[dict[str, Path], list[str]]:
    """Read every file into its part; give the parts, and a line for each that is bad."""
    parts: dict[str, Path] = {}
    problems: list[str] = []
    left_out = 0
    for label, read in sorted(_read_all(wanted, folder, options, jobs)):
        for sentence in read.told:
            tell(sentence)
        left_out += read.left_out
        if read.problem:
            problems.append(f"{wanted[label]}: {read.problem}")
        else:
            parts[label] = _part(folder, wanted, label)
    if not parts:
        raise TableError("; ".join(problems))
    if left_out:
        tell(f"{left_out} rows are from before {options.since} and were left out")
    return parts, problems


def _labelled(paths: Sequence[Path]) -> dict[str, Path]:
    """Name each file by its name, or by its path where several have the same."""
    distinct = sorted({path.resolve(): path for path in sorted(paths)}.values())
    names = [path.name for path in distinct]
    return {
        path.name if names.count(path.name) == 1 else path.as_posix(): path for path in distinct
    }


def _processes(jobs: int | None, wanted: dict[str, Path]) -> int:
    if jobs is not None and jobs < 1:
        msg = f"--jobs is {jobs}; expected 1 or more"
        raise TableError(msg)
    if jobs is None and len(wanted) <= FEW:
        return 1
    return min(jobs or usable_cores(), len(wanted))


def _part(folder: Path, wanted: dict[str, Path], label: str) -> Path:
    return folder / f"{list(wanted).index(label):06d}.parquet"


def _read_all(
    wanted: dict[str, Path], folder: Path, options: Options, jobs: int
) -> Iterator[tuple[str, Read]]:
    """Read the files, here or in other processes; a process that dies takes one file with it."""
    from tqdm import tqdm  # noqa: PLC0415 - only where files are read

    parts = {label: folder / f"{number:06d}.parquet" for number, label in enumerate(wanted)}
    bar = tqdm(total=len(wanted), desc="reading", unit="file", disable=None)
    with bar:
        if jobs == 1:
            gazetteer = load(overlays=options.overlays)
            for label, path in wanted.items():
                yield label, _read(path, label, parts[label], options, gazetteer)
                bar.update()
            return
        lost, labels = list(wanted), list(wanted)
        for start in range(0, len(labels), jobs * RENEWED_AFTER):
            batch = labels[start : start + jobs * RENEWED_AFTER]
            for label, read in _pooled(batch, wanted, parts, options, jobs):
                lost.remove(label)
                yield label, read
                bar.update()
        for label in lost:  # a process has died: one by one, so that it is known by which file
            found = list(_pooled([label], wanted, parts, options, 1))
            died = Read(problem="the process that read it died, perhaps for want of memory")
            yield found[0] if found else (label, died)
            bar.update()


def _pooled(
    labels: Sequence[str], wanted: dict[str, Path], parts: dict[str, Path], options: Options,
    jobs: int,
) -> Iterator[tuple[str, Read]]:  # fmt: skip
    """Read files in processes of their own; those of a pool that breaks are missing."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_start,
                             initargs=(options.overlays,)) as pool:  # fmt: skip
        try:
            tasks: dict[Future[Read], str] = {
                pool.submit(_task, wanted[label], label, parts[label], options): label
                for label in labels
            }
            for done in as_completed(tasks):
                yield tasks[done], done.result()
        except BrokenProcessPool:
            return


def _start(overlays: tuple[Path, ...]) -> None:
    """Open the gazetteer once a process; `load` keeps it."""
    load(overlays=overlays)


def _task(path: Path, label: str, part: Path, options: Options) -> Read:
    return _read(path, label, part, options, load(overlays=options.overlays))


def _read(path: Path, label: str, part: Path, options: Options, gazetteer: Gazetteer) -> Read:
    """Read one file into its part; whatever goes wrong is that file's problem alone."""
    from geo.files import write_incidents  # noqa: PLC0415 - loads geopandas

    told: list[str] = []
    try:
        table = read_one(
            path,
            text=options.text,
            columns=options.columns,
            mine=options.mine,
            country=options.country,
            province=options.province,
            manner=options.manner,
            gazetteer=gazetteer,
            tell=told.append,
        )
        everything = len(table)
        table = _from(table, options.since)
        write_incidents(label_part(table, label, renamed=label != path.name), part)
    except OutputError as error:  # no fault of this file, and the next one meets it too
        msg = f"{error}; parts of the table are written on the way, TMPDIR names their folder"
        raise OutputError(msg) from error
    except (FarsakhError, OSError) as error:
        return Read(problem=str(error))
    except Exception as error:  # noqa: BLE001 - a defect in one file's way must not stop the rest
        return Read(problem=f"{type(error).__name__}: {error} (please report this)")
    return Read(rows=len(table), left_out=everything - len(table), told=tuple(told))


def _from(table: gpd.GeoDataFrame, since: str | None) -> gpd.GeoDataFrame:
    """Leave out the rows that ended before a day."""
    if since is None:
        return table
    last: pd.Series = table["date_end"].fillna(table["date"])
    return table[last.isna() | (last >= since)]
