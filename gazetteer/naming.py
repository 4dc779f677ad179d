"""Provinces by what people call them: a code, a name, or all but a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetteer import defaults

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer


def province_codes(word: str, *, country: str | None, gazetteer: Gazetteer) -> tuple[str, ...]:
    """
    Turn a province's code or name, or a region's name, into province codes.

    Parameters
    ----------
    word
        A code ("SY.08") or a name. Inside a country, whose provinces are few, a name that is
        all but one of theirs ("Khyber Pakhtunkwa") is taken for it.
    country
        Alpha-2 code, or None.
    gazetteer
        Where to look.

    Returns
    -------
    tuple of str
        Empty if the word is no province or region of the country.
    """
    place = gazetteer.get(f"province:{word}")
    if place is not None:
        return place.codes
    kinds = ("province", "region")
    best, *rest = gazetteer.search(word, country=country, kinds=kinds, limit=2) or (None,)
    if best is None:
        return ()
    if best.kind == "suggestion":
        alone = not rest or best.score - rest[0].score >= defaults.PROVINCE_MARGIN
        if country is None or best.score < defaults.PROVINCE_LIKENESS or not alone:
            return ()
    return best.place.codes
