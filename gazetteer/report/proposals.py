"""
Events of different reports that may be one and the same: proposed with a score, never merged.

Distances are metres, dates days.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gazetteer.names import fold
from geo import geodesy

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

# Chosen by hand, so that day, place and kind must all agree for .5, and numbers or words besides
# for .7; no set of annotated pairs was there to fit them.
WEIGHTS: Final = {"place": 0.3, "day": 0.1, "event_type": 0.25, "people": 0.2, "words": 0.15}
MAX_DAYS: Final = 2  # reports differ by a day, or tell the day after
NEAR_M: Final = 10_000  # beside the radii of both: how far two accounts of one place lie apart
VAGUE: Final = frozenset({"assault", "other"})  # an "attack" may be of any type
WINDOW_ROWS: Final = 400  # rows of one country within two days; bounds the pairs of a hostile table
COLUMNS: Final = (
    "id", "other_id", "source_file", "other_file", "score", "days_apart", "distance_km", "why",
)  # fmt: skip


def propose_repeats(incidents: gpd.GeoDataFrame, *, min_score: float = 0.6) -> pd.DataFrame:
    """
    Propose pairs of incidents of different files that may be the same event.

    Parameters
    ----------
    incidents
        The incidents table of several reports: id, date, country, event_type, killed, wounded,
        target, text, source_file, radius_m and the points.
    min_score
        Least score of a proposal, between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        One row a pair, best first: both ids and files, `score`, `days_apart`, `distance_km`
        (missing where a place is not known) and `why`. The incidents stay as they are.

    Notes
    -----
    The score is a weighted sum of how well place, day, type, numbers of people and words agree;
    what either does not tell counts half, and places far apart halve it. Undated incidents, and
    rows of the same file, are not compared: `duplicate_of` links those.

    Examples
    --------
    >>> import pandas as pd
    >>> from gazetteer.report import read_report
    >>> tables = []
    >>> for name, words in (("a.txt", "killing 3 men"), ("b.txt", "in which 3 men were killed")):
    ...     text = f"On May 22, 2020, a car bomb exploded in Baqubah, Iraq, {words}."
    ...     tables.append(read_report(text).assign(source_file=name, id=name))
    >>> propose_repeats(pd.concat(tables, ignore_index=True))[["id", "other_id"]].values.tolist()
    [['a.txt', 'b.txt']]
    """
    import numpy as np  # noqa: PLC0415 - only where a table is given
    import pandas as pd  # noqa: PLC0415

    table = incidents.reset_index(drop=True)
    days = pd.to_datetime(table["date"])
    table = table[days.notna()].assign(_day=days[days.notna()])
    table = table.sort_values(["_day", "source_file", "id"], kind="stable").reset_index(drop=True)
    first, second = (np.concatenate([[], *rows]).astype(int) for rows in _pairs(table))
    if len(first) == 0:
        return _proposals([], [])
    scores, apart_m, parts = _scores(table, first, second)
    kept = [row for row in np.argsort(-scores, kind="stable") if scores[row] >= min_score]
    rows = [
        {
            "id": table["id"][first[row]],
            "other_id": table["id"][second[row]],
            "source_file": table["source_file"][first[row]],
            "other_file": table["source_file"][second[row]],
            "score": round(float(scores[row]), 3),
            "days_apart": int((table["_day"][second[row]] - table["_day"][first[row]]).days),
            "distance_km": None if np.isnan(apart_m[row]) else round(float(apart_m[row]) / 1000, 1),
        }
        for row in kept
    ]
    return _proposals(rows, [_why(parts, row) for row in kept])


def _proposals(rows: list[dict[str, object]], why: list[str]) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - as above

    filled = [row | {"why": words} for row, words in zip(rows, why, strict=True)]
    return pd.DataFrame(filled, columns=list(COLUMNS))


def _pairs(table: pd.DataFrame) -> tuple[list[NDArray[np.int_]], list[NDArray[np.int_]]]:
    """Pair rows of one country, of different files, that are few days apart."""
    first: list[NDArray[np.int_]] = []
    second: list[NDArray[np.int_]] = []
    for left, right in _windows(table):
        first.append(left)
        second.append(right)
    return first, second


def _windows(table: pd.DataFrame) -> Iterator[tuple[NDArray[np.int_], NDArray[np.int_]]]:
    import numpy as np  # noqa: PLC0415 - as above

    day_numbers = table["_day"].to_numpy().astype("datetime64[D]").astype(int)
    files = table["source_file"].astype("string").fillna("").to_numpy(dtype=object)
    for rows in table.groupby(table["country"].fillna(""), sort=True).groups.values():
        numbers = np.asarray(rows, dtype=int)
        ends = np.searchsorted(day_numbers[numbers], day_numbers[numbers] + MAX_DAYS, side="right")
        for position, row in enumerate(numbers):
            others = numbers[position + 1 : min(ends[position], position + 1 + WINDOW_ROWS)]
            others = others[files[others] != files[row]]
            yield np.full(len(others), row), others


def _scores(
    table: pd.DataFrame, first: NDArray[np.int_], second: NDArray[np.int_]
) -> tuple[NDArray[np.float64], NDArray[np.float64], dict[str, NDArray[np.float64]]]:
    import numpy as np  # noqa: PLC0415 - as above

    apart_m, place = _place_agreement(table, first, second)
    gap = (table["_day"].to_numpy()[second] - table["_day"].to_numpy()[first]).astype(
        "timedelta64[D]"
    )
    types = table["event_type"].astype("string").fillna("").to_numpy(dtype=object)
    untold = [*VAGUE, ""]  # tables of others may have no types
    vague = np.isin(types[first], untold) | np.isin(types[second], untold)
    parts = {
        "place": place,
        "day": 1 - gap.astype(float) / (MAX_DAYS + 1),
        "event_type": np.where(
            (types[first] == types[second]) & (types[first] != ""), 1.0, np.where(vague, 0.5, 0.0)
        ),
        "people": _people_agreement(table, first, second),
        "words": _word_agreement(table, first, second),
    }
    total = sum(WEIGHTS[name] * part for name, part in parts.items())
    # What happened far apart is not one event, however alike it is told.
    return np.asarray(total * np.minimum(1, 0.5 + place), dtype=float), apart_m, parts


def _place_agreement(
    table: pd.DataFrame, first: NDArray[np.int_], second: NDArray[np.int_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """1 at the same point, half at the sum of both radii, falling with the square beyond."""
    import numpy as np  # noqa: PLC0415 - as above

    lon = np.array([np.nan if point is None else point.x for point in table["geometry"]])
    lat = np.array([np.nan if point is None else point.y for point in table["geometry"]])
    known = ~np.isnan(lon[first]) & ~np.isnan(lon[second])
    apart_m = np.full(len(first), np.nan)
    if known.any():
        a, b = first[known], second[known]
        _, apart_m[known] = geodesy.inverse(lon[a], lat[a], lon[b], lat[b])
    radii = table["radius_m"].fillna(0.0).to_numpy(dtype=float)
    reach = NEAR_M + radii[first] + radii[second]
    provinces = table["province"].astype("string").fillna("").to_numpy(dtype=object)
    same = (provinces[first] == provinces[second]) & (provinces[first] != "")
    unknown = np.where(same, 0.5, 0.25)
    return apart_m, np.where(known, 1 / (1 + (np.nan_to_num(apart_m) / reach) ** 2), unknown)


def _people_agreement(
    table: pd.DataFrame, first: NDArray[np.int_], second: NDArray[np.int_]
) -> NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415 - as above

    parts = []
    for column in ("killed", "wounded"):
        numbers = table[column].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
        a, b = numbers[first], numbers[second]
        larger = np.maximum(np.maximum(a, b), 1)
        parts.append(np.where(np.isnan(a) | np.isnan(b), 0.5, 1 - np.abs(a - b) / larger))
    return np.asarray((parts[0] + parts[1]) / 2, dtype=float)


def _word_agreement(
    table: pd.DataFrame, first: NDArray[np.int_], second: NDArray[np.int_]
) -> NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415 - as above
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    words = [fold(str(text)) for text in table["text"].fillna("")]
    shares = process.cpdist(
        [words[row] for row in first], [words[row] for row in second], scorer=fuzz.token_set_ratio
    )
    return np.asarray(shares, dtype=float) / 100


def _why(parts: dict[str, NDArray[np.float64]], row: int) -> str:
    return ", ".join(f"{name} {part[row]:.2f}" for name, part in parts.items())
