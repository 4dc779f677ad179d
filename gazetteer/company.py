"""
The company that a name keeps: the other places of the same document or table.

A first pass takes each name for its likeliest place; this module holds those places, and tells
how well each candidate of a name agrees with them. Degrees, longitude before latitude.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gazetteer.names import fold
from gazetteer.place import AREAS
from geo import geodesy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from gazetteer.place import Place

MOST_COMPANY = 500
"""Distinct names beyond which nearness means nothing, since something is near everywhere: ours;
of a longer table each row is judged by its own country and province alone."""


MAIN_SHARE = 0.2
"""Share of a document's names from which a country is one that it is about: ours."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Company:
    """
    The likeliest places of the distinct names of a document.

    Attributes
    ----------
    names
        Folded, each once, shape (n,).
    lon, lat
        Degrees; NaN for areas, whose middle is near nothing in particular.
    countries
        Alpha-2 codes, empty where a place has none.
    provinces
        Codes of the provinces and regions that are named, one set a name, empty for others.
    """

    names: NDArray[np.str_]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    countries: NDArray[np.str_]
    provinces: tuple[frozenset[str], ...]

    @property
    def main_countries(self) -> tuple[str, ...]:
        """Countries that hold at least `MAIN_SHARE` of the names, most first."""
        codes, counts = np.unique(self.countries[self.countries != ""], return_counts=True)
        order = np.argsort(-counts, kind="stable")
        return tuple(
            str(codes[row]) for row in order if counts[row] >= MAIN_SHARE * len(self.names)
        )

    def country_share(self, name: str, places: Sequence[Place]) -> NDArray[np.float64]:
        """
        Tell which share of the other names lies in the country of each place.

        Parameters
        ----------
        name
            The name that the places may bear; its own entry is left out.
        places
            Candidates.
        """
        others = self.countries[self.names != fold(name)]
        others = others[others != ""]
        if not len(others):
            return np.zeros(len(places))
        own = np.array([place.country or "?" for place in places])
        share: NDArray[np.float64] = np.mean(own[:, None] == others[None, :], axis=1)
        return share

    def contains(self, name: str, places: Sequence[Place]) -> NDArray[np.bool_]:
        """
        Tell which places lie in a province that the document names.

        Parameters
        ----------
        name
            The name that the places may bear; its own entry is left out.
        places
            Candidates.
        """
        own = fold(name)
        others = (
            codes for key, codes in zip(self.names, self.provinces, strict=True) if key != own
        )
        named = frozenset[str]().union(*others)
        return np.array([place.admin1 in named for place in places], dtype=bool)

    def nearest_m(self, name: str, places: Sequence[Place]) -> NDArray[np.float64]:
        """
        Measure how far the nearest other place of the document is, metres; infinite if none.

        Parameters
        ----------
        name
            The name that the places may bear; its own entry is left out.
        places
            Candidates.
        """
        keep = (self.names != fold(name)) & np.isfinite(self.lon)
        if not keep.any():
            return np.full(len(places), np.inf)
        lon = np.array([place.lon for place in places])
        lat = np.array([place.lat for place in places])
        _, apart_m = geodesy.inverse(
            lon[:, None], lat[:, None], self.lon[keep][None, :], self.lat[keep][None, :]
        )
        nearest_m: NDArray[np.float64] = np.min(apart_m, axis=1)
        return nearest_m


def keep_company(named: Iterable[tuple[str, Place]]) -> Company:
    """
    Gather the places of a document.

    Parameters
    ----------
    named
        Pairs of a name and its likeliest place; of names that fold alike the first counts.

    Returns
    -------
    Company
        In the order given.

    Examples
    --------
    >>> from gazetteer.opening import load
    >>> names = ("Kabul", "Jalalabad", "Hyderabad")
    >>> company = keep_company((name, load().search(name)[0].place) for name in names)
    >>> [str(code) for code in company.countries]
    ['AF', 'AF', 'IN']
    """
    first: dict[str, Place] = {}
    for name, place in named:
        first.setdefault(fold(name), place)
    places = list(first.values())
    point = np.array([place.kind not in AREAS for place in places], dtype=bool)
    return Company(
        names=np.array(list(first), dtype=str),
        lon=np.where(point, [place.lon for place in places], np.nan),
        lat=np.where(point, [place.lat for place in places], np.nan),
        countries=np.array([place.country or "" for place in places], dtype=str),
        provinces=tuple(
            frozenset(place.codes if place.kind in {"province", "region"} else ())
            for place in places
        ),
    )
