"""
Pairs of rows of different files that may be one event, in a table beside the joined one.

Nothing is merged: the pairs have a score and its reasons, and an analyst decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.outputs import whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

COMPARED: Final = (
    "id", "date", "country", "province", "event_type", "killed", "wounded", "target", "text",
    "source_file", "radius_m", "geometry",
)  # fmt: skip
"""Columns that two rows are compared by."""


def pairs_path(out: Path) -> Path:
    """
    Name the table of pairs of a table.

    Parameters
    ----------
    out
        The table.

    Examples
    --------
    >>> from pathlib import Path
    >>> pairs_path(Path("all.parquet")).name
    'all.repeats.csv'
    """
    return out.with_name(f"{out.stem}.repeats.csv")


def write_pairs(parts: Sequence[Path], out: Path) -> int | None:
    """
    Write the pairs of rows of different files that may be one event.

    Parameters
    ----------
    parts
        GeoParquet files, one a source file.
    out
        The joined table; the pairs stand beside it, best first.

    Returns
    -------
    int or None
        How many; None where there is only one file, and so nothing to write.
    """
    if len(parts) < 2:  # noqa: PLR2004 - a pair
        return None
    from gazetteer.report import propose_repeats  # noqa: PLC0415 - loads geopandas
    from geo.files.guarding import guard_table  # noqa: PLC0415

    pairs = propose_repeats(_compared(parts))
    with whole(pairs_path(out)) as part:
        guard_table(pairs).to_csv(part, index=False, lineterminator="\n", encoding="utf-8")
    return len(pairs)


def _compared(parts: Sequence[Path]) -> gpd.GeoDataFrame:
    """Read the columns that rows are compared by."""
    import geopandas as gpd  # noqa: PLC0415 - heavy
    import pandas as pd  # noqa: PLC0415

    tables: list[pd.DataFrame] = [gpd.read_parquet(part, columns=list(COMPARED)) for part in parts]
    whole = pd.concat(tables, ignore_index=True)
    return gpd.GeoDataFrame(whole, geometry="geometry", crs="EPSG:4326")
