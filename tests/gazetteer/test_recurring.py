"""What is told by a remembered beginning is what the reader of whole texts says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.errors import ExpressionError
from gazetteer.expression import parse, read
from gazetteer.forms import forms
from gazetteer.recurring import recurring

if TYPE_CHECKING:
    from gazetteer.clauses import Expression

NAMES = ("Idlib", "Saumlaki", "Khan Shaykhun", "Deir-ez Zor", "Al-Mayadeen", "Lake Chad", "No",
         "Mile", "North", "Fork", "The Hague", "d'Alep", "Ürümqi", "An Nabk", "So", "East Timor",
         "Santa Fe, Texas", "Idlib, Syria", "Km", "Border", "Rd", "JCT",
         "idlib", "10 Downing")  # fmt: skip
HEADS = ("10 km north of ", "182km WNW of ", "5 mi No ", "about 3 miles ", "near ", "north of ",
         "possibly near ", "20 km from ", "between Homs and ", "the town of ", "Aleppo, 5 km N of ",
         "on the road to ", "13O km S of ", "10 km north of Al-", "5 km (by road) E of ", "", "in ",
         "10 mi up from ", "à 10 km au nord de ", "A bomb went off near ", "10 ")  # fmt: skip


def said(text: str, *, whole: bool) -> Expression | str:
    try:
        return read(text) if whole else parse(text)
    except ExpressionError as error:
        return str(error)


@pytest.mark.parametrize(
    ("text", "remembered"),
    [
        ("10 km north of Saumlaki, Indonesia", True),
        ("near Khan Shaykhun", True),
        ("northeast of Idlib", True),
        ("20 km from Idlib", True),
        ("10 km north of Al-Mayadeen", False),  # a particle is no name
        ("10 km north of the town of Idlib", False),  # the feature is the anchor's
        ("between Homs and Hama", False),
        ("10 km north of IDLIB", False),  # shows no capital to tell names by
        ("5 mi No Palm", True),
    ],
)
def test_a_beginning_is_remembered_where_names_alone_follow(text: str, remembered: bool) -> None:  # noqa: FBT001
    assert (recurring(text, read) is not None) == remembered
    assert said(text, whole=False) == said(text, whole=True)


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.example)
def test_every_example_of_the_grammar_is_read_the_same(form: object) -> None:
    text = form.example  # type: ignore[attr-defined]
    assert said(text, whole=False) == said(text, whole=True)


@given(st.sampled_from(HEADS), st.lists(st.sampled_from(NAMES), min_size=1, max_size=3),
       st.sampled_from([" ", ", ", "-", " and ", "; "]))  # fmt: skip
def test_any_beginning_and_any_names_are_read_the_same(
    head: str, names: list[str], between: str
) -> None:
    text = head + between.join(names)
    assert said(text, whole=False) == said(text, whole=True)


@given(st.text(max_size=60))
def test_any_text_is_read_the_same(text: str) -> None:
    assert said(text, whole=False) == said(text, whole=True)
