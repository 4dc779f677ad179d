"""From the forms that matched in a row to one expression: order, glosses, other readings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from gazetteer.clauses import At, Between, Border, Expression, Near
from gazetteer.composition import Reading, compose
from gazetteer.forms import CHUNKS
from gazetteer.lexicon import roles_of
from gazetteer.reading import first_start, step_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazetteer.clauses import Clause, Relation
    from gazetteer.planning import Plan
    from gazetteer.reading import Chunked, Step
    from gazetteer.scan import Scan

# Which of several clauses places the target: what measures from an anchor, then what is at one,
# then the road, the border, the part of a region and the region.
RANK: Final[dict[Relation, int]] = {
    "offset": 0, "orthogonal": 0, "direction_only": 1, "distance_only": 2, "between": 3,
    "near": 3, "at": 3, "in_area": 3, "on_road": 4, "border": 4, "part_of_region": 5,
    "region_only": 6, "none": 7, "coordinates": -1,
}  # fmt: skip
MEASURED: Final = frozenset({"offset", "toward", "orthogonal", "distance_only", "direction_only"})
# After a distance these lead to a place: "10 km nroth of Idlib" must not be read as "Idlib".
LEADING: Final = frozenset({"noun", "direction", "hyphen", "of", "from", "to", "the"})
BROKEN: Final = frozenset({"at", "direction_only"})
DOUBT: Final = frozenset({"doubt", "uncertain", "query"})
MAX_OTHERS: Final = 4  # readings beside the first; more than any form of the table yields


@dataclass(slots=True)
class Run:
    """Forms that matched one after another, about one target."""

    steps: list[Step] = field(default_factory=list)
    glosses: list[Step] = field(default_factory=list)
    closed: int = 0  # token after the closing bracket of the glosses
    broken: int | None = None  # token after a distance that leads to a place by unknown words

    @property
    def first(self) -> int:
        """First token."""
        return min([step.first for step in self.steps])

    @property
    def last(self) -> int:
        """Token after the last."""
        return max(self.closed, *[step.last for step in self.steps + self.glosses])

    def add(self, step: Step, *, gloss: bool) -> None:
        """Append a form."""
        gloss = gloss and step.compiled.relation != "coordinates"  # they place whatever is named
        if gloss or (step.compiled.relation == "gloss" and self.steps):
            self.glosses.append(step)
        else:
            self.steps.append(step)


def whole(letters: str, chunks: Chunked) -> Run:
    """
    Read a text that is one description, leaving out what no form takes.

    Parameters
    ----------
    letters
        One for each token.
    chunks
        Its chunks.

    Returns
    -------
    run
        Empty if nothing was understood.

    Examples
    --------
    >>> from gazetteer.reading import chunked
    >>> from gazetteer.scan import scan
    >>> letters = scan("near Idlib, 10 km north of Ariha").letters
    >>> len(whole(letters, chunked(letters, prose=False)).steps)
    2
    """
    run = Run()
    index, depth = 0, 0
    loose: int | None = None  # letter after a distance that no form took
    while index < len(chunks.letters):
        found = step_at(chunks, index, prose=False)
        if found is not None:
            if loose is not None and loose < index and found[0].compiled.relation in BROKEN:
                run.broken = chunks.bounds[loose]
            loose = None
            run.add(found[0], gloss=depth > 0 and bool(run.steps))
            index = found[1]
            continue
        roles = roles_of(letters[chunks.bounds[index]])
        if chunks.letters[index] == CHUNKS["DISTANCE"]:
            loose = index + 1
        elif not roles & LEADING:
            loose = None
        if "open" in roles:
            depth += 1
        elif "close" in roles:
            depth = max(0, depth - 1)
        index += 1
    return run


def runs(tokens: Scan, chunks: Chunked) -> Iterator[Run]:
    """
    Find the descriptions in one sentence of prose.

    Parameters
    ----------
    tokens
        The scan of the whole text.
    chunks
        The chunks of the sentence.

    Yields
    ------
    run
        In the order of the text, not overlapping.

    Examples
    --------
    >>> from gazetteer.reading import chunked
    >>> from gazetteer.scan import scan
    >>> tokens = scan("They met near Idlib and fled.", prose=True)
    >>> len(list(runs(tokens, chunked(tokens.letters, prose=True))))
    1
    """
    run = Run()
    index, count = first_start(chunks.letters, prose=True), len(chunks.letters)
    while index < count:
        if run.steps:
            after = _gloss(tokens, chunks, index, run)
            if after is not None:
                index = after
                continue
        begin = _after_gap(tokens, chunks, index) if run.steps else index
        found = step_at(chunks, begin, prose=True) if begin < count else None
        if found is not None and not (
            _holds(tokens, found[0]) and (not run.steps or _joins(tokens, run, found[0]))
        ):
            found = None
        if found is not None:
            run.add(found[0], gloss=False)
            index = found[1]
        elif run.steps:
            yield run
            run = Run()
        else:
            index += 1
    if run.steps:
        yield run


def _after_gap(tokens: Scan, chunks: Chunked, index: int) -> int:
    """Skip what may stand between two clauses about one target: a comma, an "and"."""
    for role in ("comma", "and"):
        if index < len(chunks.letters) and role in tokens.entries[chunks.bounds[index]].roles:
            index += 1
    return index


def _holds(tokens: Scan, step: Step) -> bool:
    """Say whether a form's own condition holds: "on X" in prose needs an island or the like."""
    if "featured" not in step.compiled.flags:
        return True
    return any("feature" in entry.roles for entry in tokens.entries[step.first : step.last])


def _joins(tokens: Scan, run: Run, step: Step) -> bool:
    """Say whether a clause goes on about the same target: "and" joins only what is measured."""
    between = tokens.entries[run.last : step.first]
    if not any("and" in entry.roles for entry in between):
        return True
    return {step.compiled.relation, run.steps[-1].compiled.relation} <= MEASURED


def _gloss(tokens: Scan, chunks: Chunked, index: int, run: Run) -> int | None:
    """Read "(about 30 km south of Idlib)", if the brackets hold nothing else."""
    if "open" not in tokens.entries[chunks.bounds[index]].roles:
        return None
    steps: list[Step] = []
    index += 1
    while index < len(chunks.letters):
        roles = tokens.entries[chunks.bounds[index]].roles
        if "close" in roles:
            if not steps:
                return None
            for step in steps:
                run.add(step, gloss=True)
            run.closed = chunks.bounds[index] + 1
            return index + 1
        if roles & {"comma", "doubt", "uncertain", "query", "and"}:
            index += 1
            continue
        found = step_at(chunks, index, prose=True)
        if found is None:
            return None
        steps.append(found[0])
        index = found[1]
    return None


def expression(text: str, tokens: Scan, run: Run, plan: Plan | None = None) -> Expression:
    """
    Make the expression of a run.

    Parameters
    ----------
    text
        The text that was scanned.
    tokens
        The scan.
    run
        At least one form.
    plan
        What is known of the whole text, if it is one description.

    Returns
    -------
    expression
        The clause that places the target first.

    Examples
    --------
    >>> from gazetteer.reading import chunked
    >>> from gazetteer.scan import scan
    >>> text = "near Idlib"
    >>> tokens = scan(text)
    >>> run = whole(tokens.letters, chunked(tokens.letters, prose=False))
    >>> expression(text, tokens, run).relation
    'near'
    """
    first, last = (run.first, run.last) if plan is None else (plan.first, plan.last)
    doubted: tuple[Clause, ...] = ()
    unread: tuple[str, ...] = ()
    if plan is None:
        around = tokens.letters[max(0, first - 1) : last]
        doubtful = any(not roles_of(letter).isdisjoint(DOUBT) for letter in around)
    else:
        doubtful = plan.doubtful
        if plan.unread:
            unread = tuple([tokens.word(*span) for span in plan.unread])
        if plan.doubted:
            doubted = tuple(compose(tokens, step)[0] for step in plan.doubted)
    others: list[tuple[Clause, ...]] = []
    if len(run.steps) == 1:
        clause, *more = compose(tokens, run.steps[0])
        clauses: tuple[Clause, ...] = (clause,)
        others = [(other,) for other in more]
    else:
        readings = _crossings([compose(tokens, step) for step in run.steps])
        readings.sort(key=_rank)
        clauses = tuple([reading[0] for reading in readings])
        for index, reading in enumerate(readings):
            others.extend((*clauses[:index], other, *clauses[index + 1 :]) for other in reading[1:])
    return Expression(
        text=text,
        start=tokens.starts[first],
        end=tokens.ends[last - 1],
        clauses=clauses,
        glosses=tuple([compose(tokens, step)[0] for step in run.glosses]) if run.glosses else (),
        others=tuple(others[:MAX_OTHERS]) if others else (),
        doubtful=doubtful,
        unread=unread,
        doubted=doubted,
    )


def _rank(reading: Reading) -> tuple[int, int]:
    """Order the clauses: by relation, and last what names no place ("the country")."""
    clause = reading[0]
    unnamed = all(anchor.name.startswith("the ") for anchor in clause.anchors)
    return unnamed, RANK[clause.relation]


def _crossings(readings: list[Reading]) -> list[Reading]:
    """Read "between Iraq and Syria" after a border crossing as the border that it crosses."""
    done: list[Reading] = []
    for reading in readings:
        clause = reading[0]
        before = done[-1][0] if done else None
        if (
            isinstance(clause, Between)
            and isinstance(before, Near | At)
            and before.anchor.feature == "border_crossing"
        ):
            border = Border(start=clause.start, end=clause.end, sides=clause.ends)
            done.append((border,))
        else:
            done.append(reading)
    return done
