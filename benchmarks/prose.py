"""
How well places are found in prose and told apart, measured on annotated texts.

    python benchmarks/prose.py FOLDER [--show]

`FOLDER/places_prose.jsonl` annotates mentions of the texts in `FOLDER/../../reports`, each distinct
one once. A mention is found if a span overlaps its name where the annotation quotes it. A span is
right if it overlaps any occurrence of an annotated name, since one annotation stands for all of
them; a name that the annotation calls a distractor is wrong to find. Places are compared by their
country, by the province that holds the annotated point, or by distance.

Which place of a name is meant is measured on `FOLDER/villages.csv` too: sentences that name two
places and more with their distances from the article's, so that a place is right if it lies about
so far from there. Nothing but the sentence is told, and often it names no country.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from gazetteer import load
from gazetteer.prose import find_places
from gazetteer.prose.finding import THRESHOLD
from geo import geodesy, regions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gazetteer.place import Place
    from gazetteer.prose import Toponym

THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
NEAR_KM = 25.0
SENTENCES = 600
MOST_OF_A_COUNTRY = 60
SEED = 1
SLACK, SLACK_KM = 1.3, 30.0  # places have an extent, and distances by road are longer
DISTRACTOR = "DISTRACTOR"
BY_COUNTRY = {"country"}
BY_PROVINCE = {"province", "state", "republic", "part_of_province"}


def main() -> None:
    """Print the figures and the curve."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true", help="print what is missed and wrong")
    arguments = parser.parse_args()
    gold = read_gold(arguments.folder / "places_prose.jsonl")
    reports = arguments.folder.parent.parent / "reports"
    texts = {name: (reports / name).read_text(encoding="utf-8") for name in gold}
    find_places("Clashes broke out in Kabul.")  # opens the index and the tables
    start = time.process_time()
    found = {name: find_places(text, threshold=THRESHOLDS[0]) for name, text in texts.items()}
    seconds = time.process_time() - start
    print("threshold  mentions  found  precision  right place  (counting distractors as places)")
    for threshold in THRESHOLDS:
        kept = {
            name: [mention for mention in mentions if mention.score >= threshold]
            for name, mentions in found.items()
        }
        figures = measure(gold, texts, kept, show=arguments.show and threshold == THRESHOLD)
        print(
            f"{threshold:9.2f} {figures['mentions']:9.0f} {figures['found']:6.3f} "
            f"{figures['precision']:10.3f} {figures['place']:12.3f}  "
            f"({figures['found with distractors']:.3f}, {figures['precision with them']:.3f})"
        )
    table = read_sentences(arguments.folder / "villages.csv")
    together, alone, names = measure_homonyms(table.head(SENTENCES))
    print(
        f"{names} names of {SENTENCES} sentences: right place {together:.3f}, "
        f"by population alone {alone:.3f}"
    )
    size = sum(map(len, texts.values()))
    print(f"{size / 1000:.0f} kB in {seconds:.1f} s of one core: {size / 1000 / seconds:.0f} kB/s")


def read_sentences(path: Path) -> pd.DataFrame:
    """Read the sentences that name several places, in an order of their own but a fixed one."""
    table = pd.read_csv(path, keep_default_na=False, na_values=[""])
    table = table[(table["n_relations"] > 1) & (table["truth_check"] != "suspect")]
    table = table.groupby("country").head(MOST_OF_A_COUNTRY)  # half of the set are of five
    return table.sample(frac=1, random_state=SEED)


def measure_homonyms(table: pd.DataFrame) -> tuple[float, float, int]:
    """Resolve the places of each sentence together, and each alone by population."""
    gazetteer = load()
    together = alone = names = 0
    for row in table.itertuples():
        spans, distances, point = [], [], (row.longitude, row.latitude)
        for name, _, distance_km, _ in json.loads(row.relations):
            start = row.text.find(name)
            best = next(iter(gazetteer.search(name, limit=1)), None)
            if start >= 0 and best is not None and best.kind != "suggestion":
                spans.append((start, start + len(name)))
                distances.append((distance_km, best.place))
        if len(spans) < 2:  # noqa: PLR2004 - company needs two
            continue
        found = find_places(row.text, gazetteer=gazetteer, spans=spans)
        for span, (distance_km, lone) in zip(spans, distances, strict=True):
            meant = next((m.place for m in found if m.start < span[1] and span[0] < m.end), None)
            names += 1
            together += is_so_far(meant, point, distance_km)
            alone += is_so_far(lone, point, distance_km)
    return together / names, alone / names, names


def is_so_far(place: Place | None, point: tuple[float, float], distance_km: float) -> bool:
    """Whether a place is about as far from the article's place as the sentence says."""
    if place is None or math.isnan(place.lon):
        return False
    _, apart_m = geodesy.inverse(place.lon, place.lat, *point)
    return bool(apart_m / 1000 <= distance_km * SLACK + SLACK_KM)


def read_gold(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Read the annotation by report."""
    gold: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        gold[row["report"]].append(row)
    return dict(gold)


def measure(
    gold: dict[str, list[dict[str, Any]]],
    texts: dict[str, str],
    found: dict[str, Sequence[Toponym]],
    *,
    show: bool = False,
) -> dict[str, float]:
    """Compare mentions with their annotation."""
    asked = hit = strict_asked = strict_hit = located = near = 0
    given = right = right_with = 0
    for report, rows in gold.items():
        text = texts[report]
        mentions = found[report]
        names = [span for row in rows if not is_distractor(row) for span in everywhere(row, text)]
        distracting = [span for row in rows if is_distractor(row) for span in quoted(row, text)]
        for row in rows:
            spans = list(quoted(row, text))
            over = [m for m in mentions if any(m.start < e and s < m.end for s, e in spans)]
            asked += 1
            hit += bool(over)
            if is_distractor(row):
                continue
            strict_asked += 1
            strict_hit += bool(over)
            if show and not over:
                print(f"  missed {row['id']} {row['name']!r} ({row['kind']}) in {row['quote']!r}")
            if over and (row["lat"] is not None or row["kind"] in BY_COUNTRY):
                good = any(is_place(mention, row) for mention in over)
                located += 1
                near += good
                if show and not good:
                    place = over[0].located
                    print(f"  elsewhere {row['id']} {row['name']!r} ({row['kind']}): {place}")
        for mention in mentions:
            inside = any(mention.start < e and s < mention.end for s, e in names)
            wrong = any(mention.start < e and s < mention.end for s, e in distracting)
            given += 1
            right += inside and not wrong
            right_with += inside or wrong
            if show and (not inside or wrong):
                around = " ".join(text[max(0, mention.start - 50) : mention.end + 40].split())
                print(f"  wrong {report[:7]} {mention.text!r} in {around!r}: {mention.why}")
    return {
        "mentions": given,
        "found": strict_hit / strict_asked,
        "precision": right / max(given, 1),
        "place": near / max(located, 1),
        "found with distractors": hit / asked,
        "precision with them": right_with / max(given, 1),
    }


def is_distractor(row: dict[str, Any]) -> bool:
    """Whether the annotation says that the name is no mention."""
    return DISTRACTOR in (row["note"] or "")


def quoted(row: dict[str, Any], text: str) -> Iterator[tuple[int, int]]:
    """Find the name in each of its quotes."""
    for quote in pattern(row["quote"]).finditer(text):
        for name in pattern(row["name"]).finditer(text, *quote.span()):
            yield name.span()


def everywhere(row: dict[str, Any], text: str) -> Iterator[tuple[int, int]]:
    """Find the name in the whole text."""
    for match in re.finditer(rf"\b{pattern(row['name']).pattern}\b", text, re.IGNORECASE):
        yield match.span()


def pattern(words: str) -> re.Pattern[str]:
    """Make a pattern of words that may be broken over lines."""
    return re.compile(r"\s+".join(re.escape(word) for word in words.split()))


def is_place(mention: Toponym, row: dict[str, Any]) -> bool:
    """Whether a mention is the annotated place."""
    place = mention.located
    if place is None:
        return False
    if row["kind"] in BY_COUNTRY:
        return bool(place.country == row["country"]) and place.kind == "country"
    if row["kind"] in BY_PROVINCE:
        code = regions.province_of(row["lon"], row["lat"])[0]
        if code in place.codes:
            return True
    if math.isnan(place.lon):
        return False
    _, apart_m = geodesy.inverse(place.lon, place.lat, row["lon"], row["lat"])
    return bool(apart_m <= NEAR_KM * 1000)


if __name__ == "__main__":
    main()
