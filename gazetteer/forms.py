"""
The forms of a description, read once from `data/forms.csv` and compiled to patterns over letters.

A form is written in roles of the lexicon (lower case: `of`), chunks that other rows make (upper
case: `DISTANCE`), `{…}` groups, `|` or, `?` perhaps, `*` any number, `!` not followed by, `>`
followed by, `<` preceded by, `~` not preceded by. Rows that make a chunk are applied first and
in the order of `CHUNKS`, so that the rows of a relation are matched over a handful of letters:
no row can backtrack far.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from gazetteer.lexicon import letters_for

ATOM: Final = re.compile(r"!?\{|[}|?*]|[!<>~]?[A-Za-z_]+")
# Chunks that take part of the text, in the order in which they are made, and their letters.
CHUNKS: Final = {
    "FIX": "f",
    "BYROAD": "b",
    "DISTANCE": "q",
    "HEADING": "h",
    "DIRECTION": "d",
    "PROPER": "J",
    "ADJECTIVE": "j",
    "ROADNAME": "r",
    "PLACE": "p",
    "NAMED": "n",
    "CONTEXT": "k",
}
# What a form may ask for, in letters of the chunks.
SLOTS: Final = {**CHUNKS, "PLACE": "prnf", "BARE": "prn", "ANY": "prnkf"}


LOOKS: Final = {"!": "(?!{})", ">": "(?={})", "<": "(?<={})", "~": "(?<!{})"}


@dataclass(frozen=True, slots=True)
class Form:
    """
    One row of the table.

    Attributes
    ----------
    form
        The row's own words.
    makes
        A chunk, or a relation and its flags.
    example
        A text that holds it.
    prose
        It may be looked for in running prose.
    renders
        What `render` writes with it, if anything.
    language
        Of its words.
    """

    form: str
    makes: str
    example: str
    prose: bool
    renders: str
    language: str


@dataclass(frozen=True, slots=True)
class Compiled:
    """A form of a relation, its pattern, and which chunk each group of the pattern holds."""

    form: Form
    pattern: re.Pattern[str]
    relation: str
    flags: frozenset[str]


@cache
def forms() -> tuple[Form, ...]:
    """
    Read the table of forms.

    Returns
    -------
    forms
        In the order of the file: of two forms that match as far, the earlier one counts.

    Examples
    --------
    >>> next(form.form for form in forms() if form.makes == "offset")
    'DISTANCE DIRECTION of ANY'
    """
    text = files("gazetteer").joinpath("data/forms.csv").read_text(encoding="utf-8")
    return tuple(
        Form(**{**row, "prose": row["prose"] == "yes"})  # type: ignore[arg-type]
        for row in csv.DictReader(text.splitlines())
    )


@cache
def chunk_patterns(*, prose: bool) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """
    Compile the rows that make chunks.

    Parameters
    ----------
    prose
        Leave out the rows that would find too much in running prose.

    Returns
    -------
    patterns
        The letter of each chunk and its pattern, in the order of `CHUNKS`.

    Examples
    --------
    >>> [letter for letter, _ in chunk_patterns(prose=True)]
    ['f', 'b', 'q', 'h', 'd', 'J', 'j', 'r', 'p', 'n', 'k']
    """
    patterns = []
    for chunk, letter in CHUNKS.items():
        sources = [
            _pattern(form.form, capture=False)
            for form in forms()
            if form.makes == chunk and (form.prose or not prose)
        ]
        source = "|".join(f"(?:{one})" for one in sources)
        if chunk == "DIRECTION":
            # "South" between two names belongs to them: New South Wales
            name, title = letters_for("name"), letters_for("title")
            source = f"(?!(?<=[{name}])[{title}][{name}])(?:{source})"
        patterns.append((letter, re.compile(source)))
    return tuple(patterns)


@cache
def clause_forms(*, prose: bool) -> tuple[Compiled, ...]:
    """
    Compile the rows that make a relation.

    Parameters
    ----------
    prose
        Leave out the rows that would find too much in running prose.

    Returns
    -------
    compiled
        In the order of the file.

    Examples
    --------
    >>> clause_forms(prose=True)[0].relation
    'offset'
    """
    compiled = []
    for form in forms():
        if form.makes in CHUNKS or form.makes in _macros() or (prose and not form.prose):
            continue
        relation, *flags = form.makes.split()
        pattern = re.compile(_pattern(form.form, capture=True))
        compiled.append(Compiled(form, pattern, relation, frozenset(flags)))
    return tuple(compiled)


@cache
def _macros() -> dict[str, str]:
    """Forms that are only parts of other forms."""
    return {
        form.makes: form.form
        for form in forms()
        if form.makes.isupper() and form.makes not in CHUNKS
    }


def _pattern(form: str, *, capture: bool) -> str:
    """Translate a form into a pattern over letters."""
    parts: list[str] = []
    opened: list[int] = []
    closed = 0
    for atom in ATOM.findall(form):
        if atom == "{":
            opened.append(len(parts))
            parts.append("(?:")
        elif atom == "}":
            closed = opened.pop()
            parts.append(")")
        elif atom == "*":  # once taken, a turn is not tried in another way
            parts[closed] = "(?>"
            parts.append(atom)
        elif atom in {"|", "?"}:
            parts.append(atom)
        elif atom == "!{":
            opened.append(len(parts))
            parts.append("(?!")
        elif atom[0] in LOOKS:
            parts.append(LOOKS[atom[0]].format(_atom(atom[1:], capture=False)))
        else:
            parts.append(_atom(atom, capture=capture))
    return "".join(parts)


def _atom(atom: str, *, capture: bool) -> str:
    if atom in _macros():
        return f"(?:{_pattern(_macros()[atom], capture=False)})"
    if atom in SLOTS:
        slot = f"([{SLOTS[atom]}])" if capture else f"[{SLOTS[atom]}]"
        if atom not in {"PLACE", "ANY"}:
            return slot
        return f"(?:[{letters_for('the')}]?[{letters_for('central')}]?{slot})"
    return f"[{letters_for(atom)}]"


@cache
def prefixes(form: Form) -> tuple[tuple[re.Pattern[str], str], ...]:
    """
    Compile the beginnings of a form, to say what was expected after them.

    Parameters
    ----------
    form
        A row that makes a relation.

    Returns
    -------
    prefixes
        Pattern of a beginning, and the role or chunk that must follow it.

    Examples
    --------
    >>> form = next(form for form in forms() if form.makes == "offset")
    >>> [following for _, following in prefixes(form)]
    ['DIRECTION', 'of', 'ANY']
    """
    ends = []
    depth = 0
    for found in ATOM.finditer(form.form):
        atom = found[0]
        after = form.form[found.end() : found.end() + 1]
        if depth == 0 and atom[0].isalpha() and after not in {"?", "*"} and found.start() > 0:
            ends.append((re.compile(_pattern(form.form[: found.start()], capture=False)), atom))
        depth += atom.endswith("{") - (atom == "}")
    return tuple(ends)
