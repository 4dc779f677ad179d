"""
Accuracy on a folder of evaluation sets: what is found, how far off it is, what is made up.

    python benchmarks/accuracy.py FOLDER [--sets usgs villages ...] [--rows N] [--show]

Reads any folder of the published form (CSV files of descriptions with known coordinates, and
`incidents_REPORT.jsonl` with the report in `FOLDER/../../reports/REPORT.txt`). It fits nothing
and looks up no target. Errors are geodesic kilometres.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from incidents import measure_incidents
from names import measure_names
from tqdm import tqdm

from gazetteer.errors import ExpressionError
from gazetteer.expression import parse
from gazetteer.naming import province_codes
from gazetteer.opening import load
from gazetteer.resolve import resolve
from geo import geodesy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazetteer.location import Location
    from gazetteer.store import Gazetteer

POINT_SETS = {"usgs": "text", "villages": "phrase", "specimens": "text", "syriac_places": "phrase"}
"""Sets with a true point, and their column of descriptions."""

PROVINCE_GIVEN = frozenset({"specimens"})
"""Sets whose `admin1` was written beside the description; elsewhere it comes from the truth."""

NEAR_KM = 10  # the limit that the share of near answers is counted by

FAR = 3  # times the stated distance: an error that only a wrong anchor explains

CODED_SETS = ("conflict_places", "conflict_more")
"""Places as people coded them, with the truth only where where_prec is 1."""


@dataclass(frozen=True, slots=True)
class Scores:
    """One row of the table."""

    name: str
    rows: int
    found: float
    ambiguous: float
    answered: float
    median_km: float
    p90_km: float
    within_10_km: float
    beyond_3: float


def measure_points(name: str, table: pd.DataFrame, column: str, gazetteer: Gazetteer) -> Scores:
    """
    Locate every description of a set and compare it with the truth.

    Parameters
    ----------
    name
        What the row is called.
    table
        With `latitude`, `longitude`, `country` and the column of descriptions.
    column
        Name of that column.
    gazetteer
        Where to look.

    Returns
    -------
    Scores
        `found` is the share with a known anchor, `answered` that with a point, `beyond_3` the
        share of these that are off by more than three times the stated distance.
    """
    countries = [None if pd.isna(country) else country for country in table["country"]]
    named = table["admin1"] if name in PROVINCE_GIVEN else pd.Series(None, index=table.index)
    rows = zip(table[column], countries, named, strict=True)
    spots = [
        locate(text, country, gazetteer, codes_of(province, country, gazetteer))
        for text, country, province in tqdm(rows, total=len(table), desc=name, disable=None)
    ]
    return _score(name, table, spots)


def measure_coded(name: str, table: pd.DataFrame, gazetteer: Gazetteer) -> Scores:
    """
    Look up the places that people coded exactly, each distinct one once, inside its province.

    Parameters
    ----------
    name
        What the row is called.
    table
        With `place_coded`, `country`, `admin1`, `where_prec` and the coded point.
    gazetteer
        Where to look.

    Returns
    -------
    Scores
        Shares of the distinct places.
    """
    exact = table[(table["where_prec"] == 1) & table["admin1"].notna()]
    distinct = exact.drop_duplicates(["place_coded", "country", "admin1"])
    spots = [
        locate(
            row.place_coded,
            row.country,
            gazetteer,
            codes_of(row.admin1, row.country, gazetteer),
        )
        for row in distinct.itertuples()
    ]
    return _score(name, distinct, spots)


def codes_of(province: object, country: str | None, gazetteer: Gazetteer) -> tuple[str, ...]:
    """
    Give the codes of a province as a record names it, none where it names none.

    Parameters
    ----------
    province
        A name, or a missing value.
    country
        Alpha-2 code or None.
    gazetteer
        Where to look.
    """
    if not isinstance(province, str):
        return ()
    return province_codes(province, country=country, gazetteer=gazetteer)


def locate(
    text: str, country: str | None, gazetteer: Gazetteer, provinces: tuple[str, ...] = ()
) -> Location | None:
    """
    Locate one description.

    Parameters
    ----------
    text
        The description.
    country
        Alpha-2 code or None.
    gazetteer
        Where to look.
    provinces
        Codes of its province.

    Returns
    -------
    Location or None
        None if the text was not understood.
    """
    try:
        expression = parse(text)
    except ExpressionError:
        return None
    return resolve(expression, country=country, provinces=provinces, gazetteer=gazetteer)


def _score(name: str, table: pd.DataFrame, spots: list[Location | None]) -> Scores:
    found = np.array([spot is not None and spot.status != "unresolved" for spot in spots])
    unsure = np.array([spot is not None and spot.status == "ambiguous" for spot in spots])
    lon = np.array([spot.lon if spot and spot.lon is not None else np.nan for spot in spots])
    lat = np.array([spot.lat if spot and spot.lat is not None else np.nan for spot in spots])
    _, error_m = geodesy.inverse(
        table["longitude"].to_numpy(float), table["latitude"].to_numpy(float), lon, lat
    )
    error_km = error_m[np.isfinite(error_m)] / 1000
    median, p90 = np.percentile(error_km, [50, 90]) if len(error_km) else (np.nan, np.nan)
    within = float(np.mean(error_km <= NEAR_KM)) if len(error_km) else np.nan
    stated_m = np.full(len(table), np.nan)
    if "distance_km" in table:
        stated_m = table["distance_km"].to_numpy(float) * 1000
    measured = np.isfinite(error_m) & np.isfinite(stated_m)
    beyond = np.mean((error_m > FAR * stated_m)[measured]) if measured.any() else np.nan
    return Scores(
        name=name,
        rows=len(table),
        found=float(found.mean()),
        ambiguous=float(unsure.mean()),
        answered=len(error_km) / max(len(table), 1),
        median_km=float(median),
        p90_km=float(p90),
        within_10_km=within,
        beyond_3=float(beyond),
    )


def read_set(folder: Path, name: str, rows: int | None) -> pd.DataFrame | None:
    """
    Read one set, or a fixed sample of it.

    Parameters
    ----------
    folder
        The evaluation folder.
    name
        File name without its ending.
    rows
        Size of the sample; all rows if None.

    Returns
    -------
    pandas.DataFrame or None
        None if the folder has no such set.
    """
    path = folder / f"{name}.csv"
    if not path.exists():
        return None
    table = pd.read_csv(path, keep_default_na=False, na_values=[""])
    if rows is not None and len(table) > rows:
        table = table.sample(rows, random_state=0)
    return table


def main() -> int:
    """
    Print the table.

    Returns
    -------
    int
        Exit code.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sets", nargs="*", help="only these sets")
    parser.add_argument("--rows", type=int, help="a sample of each set")
    parser.add_argument("--show", action="store_true", help="list what was missed")
    arguments = parser.parse_args()
    gazetteer = load()
    wanted = set(arguments.sets or (*POINT_SETS, *CODED_SETS, "names", "forms", "incidents"))
    _print_scores(list(_measure_sets(arguments.folder, arguments.rows, wanted, gazetteer)))
    if "names" in wanted and (arguments.folder / "names.csv").exists():
        _print_figures("names, country known", measure_names(arguments.folder, gazetteer))
        _print_figures("names, country not known", names_worldwide(arguments.folder, gazetteer))
    catalogued = read_set(arguments.folder, "california_localities", arguments.rows)
    if "forms" in wanted and catalogued is not None:
        _print_figures("relation agrees, by labelled form", relation_agreement(catalogued))
    if "incidents" in wanted:
        for gold in sorted(arguments.folder.glob("incidents_*.jsonl")):
            figures = measure_incidents(gold, gazetteer=gazetteer, show=arguments.show)
            _print_figures(gold.stem, figures)
    return 0


def _measure_sets(
    folder: Path, rows: int | None, wanted: set[str], gazetteer: Gazetteer
) -> Iterator[Scores]:
    for name, column in POINT_SETS.items():
        table = read_set(folder, name, rows) if name in wanted else None
        if table is None:
            continue
        yield measure_points(name, table, column, gazetteer)
        if "truth_check" in table:
            kept = table[table["truth_check"] == "consistent"]
            yield measure_points(f"{name} (consistent)", kept, column, gazetteer)
    for name in CODED_SETS:
        table = read_set(folder, name, rows) if name in wanted else None
        if table is not None:
            yield measure_coded(f"{name} (exact)", table, gazetteer)


def _print_scores(lines: list[Scores]) -> None:
    if lines:
        heads = ("found", "ambig.", "point", "50% km", "90% km", "<10 km", ">3x")
        print(f"{'set':28}{'rows':>7}" + "".join(f"{head:>8}" for head in heads))
    for row in lines:
        print(
            f"{row.name:28}{row.rows:7d}{row.found:8.3f}{row.ambiguous:8.3f}{row.answered:8.3f}"
            f"{row.median_km:8.2f}{row.p90_km:8.1f}{row.within_10_km:8.3f}{row.beyond_3:8.3f}"
        )


def names_worldwide(folder: Path, gazetteer: Gazetteer) -> dict[str, float]:
    """
    Locate the spellings of a folder's names.csv without their country.

    Parameters
    ----------
    folder
        The evaluation folder.
    gazetteer
        Where to look.

    Returns
    -------
    dict of str to float
        Number of rows, how many got one place, and the share of these in a wrong country.
    """
    table = read_set(folder, "names", None)
    answered = wrong = 0
    for row in table.itertuples() if table is not None else ():
        spot = locate(row.variant, None, gazetteer)
        if spot is not None and spot.anchors:
            answered += 1
            wrong += spot.anchors[0].country != row.country
    return {
        "rows": 0 if table is None else len(table),
        "answered": answered,
        "wrong country": wrong / max(answered, 1),
    }


def relation_agreement(table: pd.DataFrame) -> dict[str, float]:
    """
    Share of catalogued localities whose relation we read as it was labelled.

    Parameters
    ----------
    table
        With `text`, `type` and `relation`.

    Returns
    -------
    dict of str to float
        By label.
    """
    right: Counter[str] = Counter()
    for row in table.itertuples():
        try:
            right[row.type] += parse(row.text).relation == row.relation
        except ExpressionError:
            continue
    rows = table["type"].value_counts()
    return {f"{form} ({count})": right[form] / count for form, count in rows.items()}


def _print_figures(title: str, figures: dict[str, float]) -> None:
    print(f"\n{title}")
    for name, value in figures.items():
        text = f"{value:.3f}" if isinstance(value, float) else str(value)
        print(f"  {name:32}{text:>10}")


if __name__ == "__main__":
    sys.exit(main())
