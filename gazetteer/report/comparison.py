"""Totals that reports claim, as a table, and beside them what was counted from their events."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from .claims import WORLDWIDE, Claim

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

# Of the classes of `event_types.csv`: what a group claims are its attacks.
CLAIMED_CLASSES: Final = ("attack",)
PEOPLE: Final = {"killed": ("killed",), "wounded": ("wounded",),
                 "killed_or_wounded": ("killed", "wounded")}  # fmt: skip


def claims_table(claims: Sequence[Claim], *, source_file: str | None = None) -> pd.DataFrame:
    """
    Put claims into a table.

    Parameters
    ----------
    claims
        From `read_claims`.
    source_file
        The report's name.

    Returns
    -------
    pandas.DataFrame
        One row a claim, in the order of the report; province codes joined by `|`, as
        `geo.compare_with_claimed` takes them too.

    Examples
    --------
    >>> from gazetteer.report import read_claims
    >>> claims_table(read_claims("In all, 40 attacks were recorded in Iraq."))["count"].to_list()
    [40]
    """
    import pandas as pd  # noqa: PLC0415 - only where a table is asked for

    columns = {field.name: [getattr(claim, field.name) for claim in claims]
               for field in fields(Claim)}  # fmt: skip
    table = pd.DataFrame(columns)
    for day in ("period_from", "period_to"):
        table[day] = pd.to_datetime(pd.Series(columns[day], dtype="object"))
    table["provinces"] = ["|".join(codes) or None for codes in columns["provinces"]]
    table["source_file"] = source_file
    return table


def compare_claims(claims: pd.DataFrame, incidents: pd.DataFrame) -> pd.DataFrame:
    r"""
    Count for each claim what the incidents hold of the same days and the same area.

    Parameters
    ----------
    claims
        From `claims_table`.
    incidents
        The incidents table.

    Returns
    -------
    pandas.DataFrame
        The claims with `counted` (attacks, or people for a claim about people; what an event
        repeats is left out; missing for a claim that no event can answer), `difference` (counted
        less claimed), `days_claimed` and `days_told`: how many days the claim is about, and on how
        many of them the incidents tell of something.

    Notes
    -----
    Undated incidents count for no period. A report rarely lists all that it claims, and often its
    claim is about other days than its events: read `difference` only where most days are told of.
    `geo.compare_with_claimed` sets totals of incidents beside expected counts with an interval.

    Examples
    --------
    >>> from gazetteer.report import read_claims, read_report
    >>> text = (
    ...     "# Iraq, May 1-7, 2021\n\n- In all, 12 attacks were recorded in Iraq.\n"
    ...     "- On May 2, 2021, a bomb exploded in Kirkuk."
    ... )
    >>> row = compare_claims(claims_table(read_claims(text)), read_report(text)).iloc[0]
    >>> int(row["counted"]), int(row["days_claimed"]), int(row["days_told"])
    (1, 7, 1)
    """
    import pandas as pd  # noqa: PLC0415 - as above

    told = incidents
    if "duplicate_of" in told:
        told = told[told["duplicate_of"].isna()]
    days = pd.to_datetime(told["date"]) if "date" in told else pd.Series(pd.NaT, index=told.index)
    rows = [_compare(claim, told, days) for _, claim in claims.iterrows()]
    names = ("counted", "difference", "days_claimed", "days_told")
    compared = claims.copy()
    for number, name in enumerate(names):
        compared[name] = pd.array([row[number] for row in rows], dtype="Int64")
    return compared


def _compare(
    claim: pd.Series[Any], told: pd.DataFrame, days: pd.Series[Any]
) -> tuple[int | None, int | None, int | None, int | None]:
    import pandas as pd  # noqa: PLC0415 - as above

    first, last = claim["period_from"], claim["period_to"]
    claimed = covered = None
    if pd.notna(first) and pd.notna(last):
        claimed = (last - first).days + 1
        covered = int(days[(days >= first) & (days <= last)].nunique())
    if claim["kind"] != "summary":
        return None, None, claimed, covered
    inside = _in_area(claim, told)
    if claimed is not None:
        inside &= (days >= first) & (days <= last)
    if claim["unit"] in PEOPLE:
        counted = int(sum(told.loc[inside, column].sum() for column in PEOPLE[claim["unit"]]))
    else:
        counted = int((inside & told["event_class"].isin(CLAIMED_CLASSES)).sum())
    return counted, counted - int(claim["count"]), claimed, covered


def _in_area(claim: pd.Series[Any], told: pd.DataFrame) -> pd.Series[bool]:
    """Say which incidents are in the area of a claim: its provinces, else its country."""
    import pandas as pd  # noqa: PLC0415 - as above

    if pd.notna(claim["provinces"]):
        codes = claim["provinces"].split("|")
        inside: pd.Series[bool] = told["province"].isin(codes) | told["country"].isin(codes)
        return inside
    if pd.notna(claim["country"]):
        at_home: pd.Series[bool] = told["country"] == claim["country"]
        return at_home
    whole = claim["area"] == WORLDWIDE
    return pd.Series(whole, index=told.index)
