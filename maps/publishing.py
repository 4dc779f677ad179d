"""The option `--coarsen`: what leaves the house tells the cell or the province, and no more."""

from __future__ import annotations

import argparse
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import geopandas as gpd

PROVINCE = "province"


def add_coarsen(parser: argparse.ArgumentParser) -> None:
    """
    Add `--coarsen` to a command.

    Parameters
    ----------
    parser
        The command's.
    """
    parser.add_argument(
        "--coarsen",
        type=_coarseness,
        metavar="KM|province",
        help="for publication: move points to cells of so many km, or tell the province alone, "
        "and drop every text that tells the place",
    )


def published(
    table: gpd.GeoDataFrame,
    coarseness: float | str | None,
    *,
    boundaries: gpd.GeoDataFrame | None = None,
    tell: Callable[[str], None],
) -> gpd.GeoDataFrame:
    """
    Make a table as coarse as was asked for.

    Parameters
    ----------
    table
        Incidents.
    coarseness
        Kilometres, "province", or None, which leaves the table as it is.
    boundaries
        The user's own provinces, if any.
    tell
        Is given each warning.

    Returns
    -------
    geopandas.GeoDataFrame
        As `geo.coarsen` gives it.
    """
    if coarseness is None:
        return table
    from geo.coarsening import coarsen  # noqa: PLC0415 - loads geopandas

    with told_warnings(tell):
        if isinstance(coarseness, str):
            return coarsen(table, to="province", boundaries=boundaries)
        return coarsen(table, km=coarseness, boundaries=boundaries)


@contextmanager
def told_warnings(tell: Callable[[str], None]) -> Iterator[None]:
    """
    Say warnings as sentences, each once.

    Parameters
    ----------
    tell
        Is given each.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)
        yield
    for sentence in dict.fromkeys(str(warning.message) for warning in caught):
        tell(sentence)


def _coarseness(text: str) -> float | str:
    """Read kilometres or the word province."""
    if text == PROVINCE:
        return PROVINCE
    try:
        km = float(text.removesuffix("km"))
    except ValueError:
        km = 0.0
    if not km > 0:
        msg = f"{text!r} is neither a number of kilometres above 0, such as 25, nor {PROVINCE!r}"
        raise argparse.ArgumentTypeError(msg)
    return km
