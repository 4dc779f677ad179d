"""
Many rows of a table located: read, held together by their company, reckoned in chunks.

Chunks bound the memory, and are what several processes share. Rows are worked through country by
country and name by name, so that a name is looked up once.
"""

from __future__ import annotations

import gc
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from gazetteer.columns import COLUMNS, incident_columns
from gazetteer.disambiguate import Context
from gazetteer.errors import ExpressionError
from gazetteer.expression import parse
from gazetteer.location import Location
from gazetteer.manner import USUAL, Manner
from gazetteer.naming import province_codes
from gazetteer.opening import load
from gazetteer.resolve import placeless, resolve_all
from gazetteer.understanding import company_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from gazetteer.clauses import Expression
    from gazetteer.company import Company
    from gazetteer.store import Gazetteer

CHUNK: Final = 5_000
"""Rows reckoned at once: ours; with more the arithmetic is no quicker and the memory grows."""


class Row(NamedTuple):
    """The cells that a row is located by, empty where they are missing."""

    text: str
    country: str = ""
    province: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """
    What is wanted of every row of a table.

    Attributes
    ----------
    manner
        Whose law, by which method, and where the points are put.
    columns
        Names of the columns, as `gazetteer.columns` has them.
    footprints
        Draw the shapes too.
    """

    manner: Manner = USUAL
    columns: tuple[str, ...] = COLUMNS
    footprints: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A row once it is read: what it says, what is known of it, and what was wrong with it."""

    expression: Expression | None
    context: Context
    blank: bool
    notes: tuple[str, ...]


def read_rows(
    rows: Iterable[Row], company: Company | None = None, *, gazetteer: Gazetteer
) -> Iterator[Read]:
    """
    Read rows; whatever is wrong with one becomes a note.

    Parameters
    ----------
    rows
        Cells.
    company
        The other places of their table.
    gazetteer
        Where countries and provinces have their names.

    Yields
    ------
    Read
        One a row.

    Examples
    --------
    >>> [read.notes for read in read_rows([Row("near Alpha", "Atlantis")], gazetteer=load())]
    [("no country is called 'Atlantis'",)]
    """

    @lru_cache(maxsize=4_096)
    def context(country: str, province: str) -> tuple[Context, tuple[str, ...]]:
        notes = []
        nation = gazetteer.country(country) if country else None
        if country and nation is None:
            notes.append(f"no country is called {country!r}")
        code = nation.country if nation else None
        codes: tuple[str, ...] = ()
        if province:
            codes = province_codes(province, country=code, gazetteer=gazetteer)
            if not codes:
                notes.append(f"no province is called {province!r}")
        return Context(country=code, provinces=codes, company=company), tuple(notes)

    for text, country, province in rows:
        known, notes = context(country, province)
        expression = None
        if not text:
            notes = ("the row has no text", *notes)
        else:
            try:
                expression = parse(text)
            except ExpressionError as error:
                notes = (str(error), *notes)
        yield Read(expression=expression, context=known, blank=not text, notes=notes)


def company_in(rows: Iterable[Row], *, gazetteer: Gazetteer) -> Company | None:
    """
    Gather the places of a table, whose rows are each other's company.

    Parameters
    ----------
    rows
        Cells; no more are read than can be company.
    gazetteer
        Where to look.

    Returns
    -------
    Company or None
        None if the table names more places than can be company to each other.
    """
    read = read_rows(rows, gazetteer=gazetteer)
    said = ((each.expression, each.context) for each in read if each.expression)
    return company_of(said, gazetteer=gazetteer)


def locate_chunk(
    rows: Sequence[Row], wanted: Wanted, company: Company | None, *, gazetteer: Gazetteer
) -> dict[str, list[Any]]:
    """
    Locate a handful of rows at once.

    Parameters
    ----------
    rows
        Cells, each row once.
    wanted
        What is wanted of them.
    company
        The other places of their table.
    gazetteer
        Where to look.

    Returns
    -------
    dict of list
        Columns, in the order of the rows.
    """
    with _uncollected():
        return _located(rows, wanted, company, gazetteer)


@contextmanager
def _uncollected() -> Iterator[None]:
    """
    Leave the cycles of a chunk to be collected after it.

    Its values form none, and looking for them among so many takes a fifth of the time.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _located(
    rows: Sequence[Row], wanted: Wanted, company: Company | None, gazetteer: Gazetteer
) -> dict[str, list[Any]]:
    read = list(read_rows(rows, company, gazetteer=gazetteer))
    said = [
        (index, each.expression, each.context)
        for index, each in enumerate(read)
        if each.expression is not None
    ]
    spots = resolve_all(
        [(expression, context) for _, expression, context in said],
        manner=wanted.manner,
        gazetteer=gazetteer,
        suggest="why" in wanted.columns,  # where they are told
    )
    order = [index for index, _, _ in said]
    known = dict(zip(order, spots, strict=True))
    located = [_noted(known.get(index), each) for index, each in enumerate(read)]
    return incident_columns(
        located, footprints=wanted.footprints, only=wanted.columns, gazetteer=gazetteer
    )


def _noted(spot: Location | None, row: Read) -> Location:
    """Say beside the reason what was wrong with a row, and why one without a text is nowhere."""
    why = "; ".join(row.notes)
    if spot is not None:
        return replace(spot, why=f"{spot.why}; {why}") if why else spot
    if row.blank:
        return placeless(row.context.country, row.context.provinces, why)
    return Location(status="unresolved", relation="none", expression=None, why=why)


def locate_rows(
    rows: Sequence[Row],
    wanted: Wanted,
    *,
    gazetteer: Gazetteer | None = None,
    jobs: int = 1,
    advance: Callable[[Sequence[int]], None] = lambda _: None,
) -> dict[str, list[Any]]:
    """
    Locate distinct rows, in chunks and by several processes.

    Parameters
    ----------
    rows
        Cells, each row once.
    wanted
        What is wanted of them.
    gazetteer
        Where to look; the embedded one if left out.
    jobs
        Number of processes.
    advance
        Is told which rows are done after each chunk.

    Returns
    -------
    dict of list
        Columns, in the order of the rows.

    Examples
    --------
    >>> rows = [Row("near Idlib", "SY"), Row("in Nowhereville")]
    >>> locate_rows(rows, Wanted(columns=("status",)))
    {'status': ['located', 'unresolved']}
    """
    places = load() if gazetteer is None else gazetteer
    company = company_in(rows, gazetteer=places)
    with chunk_worker(wanted, company, gazetteer=gazetteer, jobs=jobs) as work:
        return in_chunks(rows, work, advance)


Work: TypeAlias = "Callable[[Iterable[Sequence[Row]]], Iterator[dict[str, list[Any]]]]"
"""Locates chunks of rows, in their order."""


def in_chunks(
    rows: Sequence[Row], work: Work, advance: Callable[[Sequence[int]], None] = lambda _: None
) -> dict[str, list[Any]]:
    """
    Cut rows into chunks, have them located, and put the columns together.

    Parameters
    ----------
    rows
        Cells, each row once.
    work
        What `chunk_worker` gives.
    advance
        Is told which rows are done after each chunk.

    Returns
    -------
    dict of list
        Columns, in the order of the rows.
    """
    # names stand last in most texts, so that equal ones come together
    order = sorted(range(len(rows)), key=lambda row: (rows[row].country, rows[row].text[::-1]))
    chunks = [order[start : start + CHUNK] for start in range(0, len(order), CHUNK)] or [[]]
    asked = ([rows[row] for row in chunk] for chunk in chunks)
    done: dict[str, list[Any]] = {}
    for chunk, columns in zip(chunks, work(asked), strict=True):
        for name, values in columns.items():
            column = done.setdefault(name, [None] * len(rows))
            for row, value in zip(chunk, values, strict=True):
                column[row] = value
        advance(chunk)
    return done


@contextmanager
def chunk_worker(
    wanted: Wanted, company: Company | None, *, gazetteer: Gazetteer | None = None, jobs: int = 1
) -> Iterator[Work]:
    """
    Open the processes that locate chunks; they are closed with the context.

    Parameters
    ----------
    wanted
        What is wanted of each row.
    company
        The places of the table.
    gazetteer
        Where to look; the embedded one if left out.
    jobs
        Number of processes; 1 for this one.

    Yields
    ------
    callable
        Takes chunks of rows and gives their columns, in the same order, no more chunks ahead
        than keep the processes busy.
    """
    if jobs <= 1:
        places = load() if gazetteer is None else gazetteer
        yield lambda chunks: (
            locate_chunk(chunk, wanted, company, gazetteer=places) for chunk in chunks
        )
        return
    # not forked: the caller may have threads, and the index must not be shared open
    pool = ProcessPoolExecutor(
        jobs,
        mp_context=get_context("spawn"),
        initializer=_start,
        initargs=(wanted, company, gazetteer),
    )

    def work(chunks: Iterable[Sequence[Row]]) -> Iterator[dict[str, list[Any]]]:
        coming = iter(chunks)
        waiting = [pool.submit(_work, chunk) for chunk in islice(coming, 2 * jobs)]
        while waiting:
            yield waiting.pop(0).result()
            waiting.extend(pool.submit(_work, chunk) for chunk in islice(coming, 1))

    try:
        yield work
    finally:
        pool.shutdown(cancel_futures=True)


_STATE: Final[dict[str, Any]] = {}
"""What one process of several was started with: the index is opened once in each."""


def _start(wanted: Wanted, company: Company | None, gazetteer: Gazetteer | None) -> None:
    _STATE.update(
        wanted=wanted, company=company, gazetteer=load() if gazetteer is None else gazetteer
    )


def _work(rows: Sequence[Row]) -> dict[str, list[Any]]:
    return locate_chunk(rows, **_STATE)
