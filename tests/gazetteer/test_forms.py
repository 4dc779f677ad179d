"""The table of forms: every row is used by its own example."""

import pytest

from gazetteer.expression import parse
from gazetteer.forms import CHUNKS, Form, clause_forms, forms, prefixes
from gazetteer.reading import chunked, step_at
from gazetteer.scan import scan

RELATIONS = {
    "offset", "orthogonal", "distance_only", "direction_only", "near", "at", "in_area", "between",
    "on_road", "border", "part_of_region", "region_only", "gloss",
    "coordinates", "toward",
}  # fmt: skip


@pytest.mark.parametrize("form", forms(), ids=lambda form: f"{form.makes}: {form.form}")
def test_every_form_reads_its_example(form: Form) -> None:
    expression = parse(form.example)
    if form.makes.isupper():
        return
    tokens = scan(form.example)
    chunks = chunked(tokens.letters, prose=False)
    steps = [step_at(chunks, index, prose=False) for index in range(len(chunks.letters))]
    used = {step[0].compiled.form.form for step in steps if step is not None}
    assert form.form in used
    relation = form.makes.split()[0].replace("toward", "offset")
    assert relation in {clause.relation for clause in expression.clauses} | {"gloss"}


@pytest.mark.parametrize("form", forms(), ids=lambda form: f"{form.makes}: {form.form}")
def test_every_form_makes_a_chunk_or_a_relation(form: Form) -> None:
    assert form.makes.split()[0] in RELATIONS or form.makes.isupper()
    assert form.language in {"en", "fr", "ar"}


def test_forms_for_prose_are_some_of_all_forms() -> None:
    prose = {compiled.form.form for compiled in clause_forms(prose=True)}
    everything = {compiled.form.form for compiled in clause_forms(prose=False)}
    assert prose < everything


def test_no_form_is_written_twice_for_one_relation() -> None:
    keys = [(form.form, form.makes) for form in forms()]
    assert len(keys) == len(set(keys))


def test_every_chunk_has_a_row() -> None:
    assert set(CHUNKS) <= {form.makes for form in forms()}


def test_what_follows_a_beginning_is_named() -> None:
    offset = next(form for form in forms() if form.makes == "offset")
    assert [following for _, following in prefixes(offset)] == ["DIRECTION", "of", "ANY"]
