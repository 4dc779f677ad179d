"""Writing an expression, and reading it again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.clauses import Clause, Expression
from gazetteer.expression import parse, render
from gazetteer.forms import forms

from .expressions import clauses, key


@pytest.mark.parametrize("text", sorted({form.example for form in forms()}))
def test_writing_then_reading_gives_the_same(text: str) -> None:
    expression = parse(text)
    assert key(parse(render(expression))) == key(expression)


# Coordinates in brackets place the target, whatever stands before them.
glosses = clauses.filter(lambda clause: clause.relation != "coordinates")


@settings(max_examples=300)
@given(clause=clauses, gloss=st.one_of(st.none(), glosses), doubtful=st.booleans())
def test_any_clause_written_then_read_is_the_same(
    clause: Clause, gloss: Clause | None, *, doubtful: bool
) -> None:
    expression = Expression(
        text="",
        start=0,
        end=1,
        clauses=(clause,),
        glosses=() if gloss is None else (gloss,),
        doubtful=doubtful,
    )
    assert key(parse(render(expression))) == key(expression)
