"""
Write the page of the forms from the two tables of the grammar.

    python docs/write_forms.py          # writes docs/forms.md
    python docs/write_forms.py --check  # says whether it is up to date
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from gazetteer.expression import explain, parse
from gazetteer.forms import Form, forms
from gazetteer.lexicon import rows

PAGE = Path(__file__).parent / "forms.md"
INTRODUCTION = """\
# The forms of a description

Written by `python docs/write_forms.py` from `gazetteer/data/forms.csv` and
`gazetteer/data/lexicon.csv`; a test holds it up to date, and reads every example.

A form is written in roles of words (lower case), parts that other forms make (upper case),
`{…}` groups, `|` or, `?` perhaps, `*` any number, `!` not followed by, `>` followed by,
`<` preceded by, `~` not preceded by. The word of a role may be any of the lexicon's. Of the
forms that begin at a word the one that reaches farthest is taken, of equals the first.

What no form takes is reported as not understood; a text that no form takes is refused with what
was expected where. A direction without its place ("north of it") is refused and says what is left
out. What a text itself doubts ("possibly", "(?)") is left out and told, and if nothing else is
said, refused. Coordinates are read as degrees, minutes and seconds, UTM and MGRS in the usual
punctuations.
"""
TITLES = {
    "coordinates": "Coordinates",
    "offset": "A distance and a direction",
    "orthogonal": "Two legs",
    "toward": "A distance towards another place",
    "distance_only": "A distance in no stated direction",
    "direction_only": "A direction only",
    "between": "Between two places",
    "on_road": "On a road",
    "border": "At a border",
    "part_of_region": "A part of a region",
    "region_only": "A region and no more",
    "near": "Near a place",
    "in_area": "In the area of a place",
    "at": "At a place",
    "gloss": "About the anchor",
}


def page() -> str:
    """Write the page."""
    parts = [INTRODUCTION]
    for relation, title in TITLES.items():
        rows_of = [form for form in forms() if form.makes.split()[0] == relation]
        parts.append(f"## {title}\n")
        parts.append("| form | example | language | read as |\n|---|---|---|---|")
        parts.extend(_row(form) for form in rows_of)
        parts.append("")
    parts.append("## Parts that forms are made of\n")
    parts.append("| part | form | example | language |\n|---|---|---|---|")
    parts.extend(
        f"| {form.makes} | `{_cell(form.form)}` | {_cell(form.example)} | {form.language} |"
        for form in forms()
        if form.makes.isupper()
    )
    parts.append("\n## Words by role\n")
    parts.append("| role | words | languages | for example |\n|---|---|---|---|")
    parts.extend(_roles())
    return "\n".join(parts) + "\n"


def _row(form: Form) -> str:
    said = explain(form.example).splitlines()[0]
    type_name = type(parse(form.example).primary).__name__
    return (
        f"| `{_cell(form.form)}` | {_cell(form.example)} | {form.language} "
        f"| {type_name}: {_cell(said)} |"
    )


def _roles() -> list[str]:
    counts = Counter(row.role for row in rows())
    lines = []
    for role in sorted(counts):
        words = [row for row in rows() if row.role == role]
        languages = sorted({language for row in words for language in row.language.split()})
        shown = ", ".join(_cell(row.word) for row in words[:6])
        lines.append(f"| {role} | {counts[role]} | {' '.join(languages)} | {shown} |")
    return lines


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> int:
    """Write the page or check it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, and write nothing")
    checked = parser.parse_args().check
    text = page()
    if not checked:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write("docs/forms.md is out of date; run: python docs/write_forms.py\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
