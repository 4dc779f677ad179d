"""The page of the forms says what the tables say."""

import subprocess
import sys
from pathlib import Path

import pytest

from gazetteer.clauses import (
    At,
    Between,
    Border,
    Clause,
    Coordinates,
    DirectionOnly,
    DistanceOnly,
    InArea,
    Near,
    Offset,
    OnRoad,
    Orthogonal,
    PartOfRegion,
    RegionOnly,
    Toward,
)
from gazetteer.expression import parse
from gazetteer.forms import Form, forms

DOCS = Path(__file__).parents[2] / "docs"
TYPES: dict[str, tuple[type[Clause], ...]] = {
    "coordinates": (Coordinates,), "offset": (Offset,), "orthogonal": (Orthogonal,),
    "toward": (Toward,), "distance_only": (DistanceOnly,), "direction_only": (DirectionOnly,),
    "between": (Between,), "on_road": (OnRoad,), "border": (Border,),
    "part_of_region": (PartOfRegion, At), "region_only": (RegionOnly,), "near": (Near,),
    "in_area": (InArea,), "at": (At, RegionOnly, Near), "gloss": (RegionOnly,),
}  # fmt: skip


@pytest.mark.skipif(not DOCS.exists(), reason="the documentation is not beside the tests")
def test_the_page_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "write_forms.py", "--check"],
        cwd=DOCS, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(DOCS.parent), "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "form", [form for form in forms() if not form.makes.isupper()], ids=lambda form: form.form
)
def test_every_example_is_read_as_the_type_that_its_form_declares(form: Form) -> None:
    expression = parse(form.example)
    clauses = (*expression.clauses, *expression.glosses)
    assert isinstance(clauses[0 if form.makes != "gloss" else -1], TYPES[form.makes.split()[0]])
