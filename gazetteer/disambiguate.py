"""
Which of the places of one name a phrase means: candidates, their scores, and the margin.

The score is an untrained sum (prominence, country, province, kind, the spelling, and how well
the other anchors of the phrase agree); its terms are in `Weights`, each with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from gazetteer import defaults
from gazetteer.clauses import Anchor, Border, Clause, Offset
from gazetteer.lexicon import words
from gazetteer.names import fold
from gazetteer.naming import province_codes
from gazetteer.place import AREAS, INHABITED, SETTLEMENTS, Match, Place
from gazetteer.ranking import IN_COUNTRY
from geo import geodesy, regions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from gazetteer.clauses import Fix
    from gazetteer.company import Company
    from gazetteer.store import Gazetteer


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """
    What is known of a phrase before it is read.

    Attributes
    ----------
    country
        Alpha-2 code of the country of the event.
    provinces
        Codes of its province or provinces.
    company
        The other places of the same document or table.
    """

    country: str | None = None
    provinces: tuple[str, ...] = ()
    company: Company | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """
    Terms of the score.

    They are added to the prominence that `gazetteer.ranking` gives. Company, containment and
    nearness are those measured on a public corpus of local news, where population alone places
    .48 of the names within 161 km and the whole sum .60.
    """

    company: float = 0.6  # times the share of the document's other places in its country
    containment: float = 1.2  # the place or the offset point lies in a province that is named
    nearness: float = 1.2  # another place of the phrase or of the document is near
    nearness_m: float = 150_000.0
    agreement: float = 1.2  # another statement leads to the same spot: as for containment
    spelling: float = 0.3  # the name as written, rather than another spelling of it
    kind: float = 0.5  # a kind that the phrase calls for: its feature word, or a town to go from


WEIGHTS = Weights()

MEASURED = frozenset({"offset", "orthogonal", "distance_only", "direction_only"})
"""Relations that lead away from their anchor, which may lie in another province."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the gazetteer knows of one anchor: `accepted` best first, else the `nearest` names."""

    anchor: Anchor
    accepted: tuple[Match, ...] = ()
    nearest: tuple[Match, ...] = ()

    @property
    def places(self) -> list[Place]:
        """Accepted places, best first."""
        return [match.place for match in self.accepted]


def candidates(
    anchor: Anchor, clause: Clause, *, context: Context, gazetteer: Gazetteer, suggest: bool = True
) -> Found:
    """
    Ask the gazetteer for the places of an anchor and score them by what the phrase calls for.

    Parameters
    ----------
    anchor
        The place as named.
    clause
        The statement that names it: an offset wants a town, a region an area.
    context
        Country and provinces of the event.
    gazetteer
        Where to look.
    suggest
        Whether the nearest names are wanted where there is none; they cost more than all else.

    Returns
    -------
    Found
        Accepted matches with their scores, best first; where there are none, the nearest names.
    """
    if anchor.fix is not None:
        place = _point(anchor.fix)
        return Found(anchor=anchor, accepted=(Match(place, "exact", 1.0, place.name),))
    if anchor.name == "the country" or isinstance(clause, Border):
        # A border is named by countries, and the other one is never inside the event's own.
        word = context.country if anchor.name == "the country" else anchor.name
        nation = gazetteer.country(word) if word else None
        if nation is not None:
            match = Match(nation, "exact", 1.0, nation.name)
            return Found(anchor=anchor, accepted=(match,))
    anchor = _split(anchor)
    scope = _scope(anchor, context, gazetteer)
    # "30 km north of X" may be measured from a town of the next province.
    away = clause.relation in MEASURED and not anchor.within
    around = replace(scope, provinces=()) if away and scope.provinces else scope
    matches = _search(anchor.name, around, gazetteer, suggest=suggest)
    accepted = [match for match in matches if match.kind != "suggestion"]
    if scope.provinces and anchor.within:
        accepted = [m for m in accepted if m.place.admin1 in scope.provinces] or accepted
    accepted = _of_feature(accepted, anchor) or _home(anchor, scope, gazetteer)
    scored = sorted(
        (_scored(match, clause, anchor) for match in accepted),
        key=lambda match: (-match.score, match.place.id),
    )
    nearest = tuple(match for match in matches if match.kind == "suggestion")
    return Found(anchor=anchor, accepted=tuple(scored), nearest=nearest)


def _point(fix: Fix) -> Place:
    """Make a place of coordinates that the text gives."""
    code = regions.province_of(fix.lon, fix.lat)[0]
    return Place(
        id=f"coordinates:{fix.lat:g},{fix.lon:g}",
        name=f"{fix.lat:.5f}, {fix.lon:.5f}",
        lon=fix.lon,
        lat=fix.lat,
        country=(regions.country_of_province(code) or None) if code else None,
        admin1=regions.admin1_of_province(code) if code else None,
        kind="point",
        population=0,
        radius_m=fix.radius_m,
        source="text",
    )


def weigh(
    found: Found,
    clause: Clause,
    others: Sequence[NDArray[np.float64]],
    *,
    context: Context,
    agreements: Sequence[NDArray[np.float64]] = (),
) -> Found:
    """
    Add to each score what the rest of the phrase says.

    Parameters
    ----------
    found
        Candidates of one anchor.
    clause
        The statement that names it.
    others
        For every other anchor of the phrase, and every point that a gloss leads to, an (n, 2)
        array of the longitudes and latitudes that it may have.
    context
        Provinces of the event, an offset's own point is tested against them, not its anchor;
        and the other places of the document.
    agreements
        For every other statement about the same target, how well each candidate agrees with it.

    Returns
    -------
    Found
        The same candidates in their new order.
    """
    if len(found.accepted) < 2:  # noqa: PLR2004 - nothing to choose between
        return found
    alone = np.zeros(len(found.accepted))
    gains = {"near the others": _nearness(found.places, others) if others else alone}
    if agreements:
        gains["leads to the same spot"] = WEIGHTS.agreement * np.sum(agreements, axis=0)
    if context.provinces:
        gains["in the province"] = _containment(found.places, clause, context.provinces)
    if context.company is not None:
        # Where the country is known, no company of another country calls a place away from it.
        # Nor does it call one of another spelling away from the place that is so spelt: "Pama" is
        # not Bama because a report on Burkina Faso names a town near Bama.
        spelt = {
            match.place.country
            for match in found.accepted
            if match.kind == "exact" and match.place.kind in SETTLEMENTS
        }
        home = [
            context.country in {None, match.place.country}
            and (match.kind != "variant" or match.place.country not in spelt)
            for match in found.accepted
        ]
        gains |= {
            term: np.where(home, gain, 0.0)
            for term, gain in _company_gains(found, context.company).items()
        }
    listed = [(term, gain.tolist()) for term, gain in gains.items()]
    scored = sorted(
        (
            Match(
                match.place,
                match.kind,
                match.score + sum(gain[row] for _, gain in listed),
                match.name,
                (*match.terms, *[(term, gain[row]) for term, gain in listed]),
            )
            for row, match in enumerate(found.accepted)
        ),
        key=lambda match: (-match.score, match.place.id),
    )
    return Found(anchor=found.anchor, accepted=tuple(scored), nearest=found.nearest)


def _nearness(
    places: Sequence[Place], others: Sequence[NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Sum over the other anchors: 1.2 beside one, less the farther it is."""
    lon = np.array([place.lon for place in places])
    lat = np.array([place.lat for place in places])
    gain = np.zeros(len(places))
    for points in others:
        if len(points):
            _, apart_m = geodesy.inverse(
                lon[:, None], lat[:, None], points[None, :, 0], points[None, :, 1]
            )
            gain += WEIGHTS.nearness * np.exp(-np.min(apart_m, axis=1) / WEIGHTS.nearness_m)
    return gain


def _containment(
    places: Sequence[Place], clause: Clause, provinces: Sequence[str]
) -> NDArray[np.float64]:
    """Test the point that the clause leads to, not its anchor, against the event's provinces."""
    lon = np.array([place.lon for place in places])
    lat = np.array([place.lat for place in places])
    if isinstance(clause, Offset):
        lon, lat = geodesy.destination(
            lon, lat, clause.direction.bearing, clause.distance.distance_m
        )
    inside = np.isin(regions.province_of(lon, lat).astype(str), provinces)
    named = np.array([bool({*place.codes} & {*provinces}) for place in places])
    return np.where(inside | named, WEIGHTS.containment, 0.0)


def _company_gains(found: Found, company: Company) -> dict[str, NDArray[np.float64]]:
    name, places = found.anchor.name, found.places
    apart_m = company.nearest_m(name, places)
    return {
        "in the document's country": WEIGHTS.company * company.country_share(name, places),
        "in a province of the document": np.where(
            company.contains(name, places), WEIGHTS.containment, 0.0
        ),
        "near another of the document": WEIGHTS.nearness * np.exp(-apart_m / WEIGHTS.nearness_m),
    }


def rivals(found: Found) -> tuple[Match, ...]:
    """
    Give the candidates that the best one does not beat by the margin.

    An entry within `SAME_PLACE_M` of the best is the same place twice, and one within the extent
    of the other (Kirkuk in Kirkuk Province) the same at another scale: neither is a rival.
    """
    best, *rest = found.accepted
    close = [match for match in rest if best.score - match.score < defaults.MARGIN]
    return tuple(match for match in close if _apart(best.place, match.place))


def _apart(one: Place, other: Place) -> bool:
    limit_m = max(defaults.SAME_PLACE_M, one.radius_m, other.radius_m)
    ends = one.lon, one.lat, other.lon, other.lat
    apart_m = geodesy.roughly_m(*ends)
    if abs(apart_m - limit_m) < 0.01 * limit_m:  # too near the limit for a sphere
        _, apart_m = geodesy.inverse(*ends)
    return apart_m > limit_m


def _split(anchor: Anchor) -> Anchor:
    """Take what follows a comma inside a name for the larger places around it."""
    name, *larger = (part.strip() for part in anchor.name.split(","))
    if not name or not larger:
        return anchor
    return replace(anchor, name=name, within=(*filter(None, larger), *anchor.within))


def _search(name: str, scope: Context, gazetteer: Gazetteer, *, suggest: bool) -> list[Match]:
    """
    Look a name up in its country; where none is known, in those that the document is about too.

    Inside a country a name is found in any spelling, in the whole world only as written.
    """
    countries: tuple[str | None, ...] = (scope.country,)
    if scope.country is None and scope.company is not None:
        countries = (*scope.company.main_countries, None)
    found: dict[str, Match] = {}
    for country in countries:
        for match in gazetteer.search(
            name,
            country=country,
            province=scope.provinces[0] if len(scope.provinces) == 1 else None,
            limit=defaults.MOST_CANDIDATES,
            suggest=suggest,
        ):
            if country != scope.country:  # weighed later, by its share of the document
                match = replace(match, score=match.score - IN_COUNTRY)  # noqa: PLW2901
            found.setdefault(match.place.id, match)
    return list(found.values())


def _scope(anchor: Anchor, context: Context, gazetteer: Gazetteer) -> Context:
    """Narrow the context by the larger places written after a name ("Medford, Oklahoma")."""
    if not anchor.within:
        return context
    country, provinces = context.country, context.provinces
    said = False  # the text has named the country, in which Georgia is a state
    for word in reversed(anchor.within):
        codes = province_codes(word, country=country, gazetteer=gazetteer) if said else ()
        state = None if codes else gazetteer.country(word)
        if state is not None:
            country, provinces, said = state.country, (), True
            continue
        codes = codes or province_codes(word, country=country, gazetteer=gazetteer)
        if codes:
            provinces = codes
            country = country or regions.country_of_province(codes[0])
    return replace(context, country=country, provinces=provinces)


def _home(anchor: Anchor, scope: Context, gazetteer: Gazetteer) -> list[Match]:
    """Inside the Democratic Republic of the Congo, "Congo" is that country."""
    nation = gazetteer.country(scope.country) if scope.country else None
    if nation is None or fold(anchor.name) not in fold(nation.name).split():
        return []
    return [Match(nation, "alias", 1.0, nation.name)]


def _of_feature(matches: list[Match], anchor: Anchor) -> list[Match]:
    """
    Keep the kinds that a feature word outside the name calls for ("the island of X").

    A town is never answered by a mountain of its name, but by the crossing that it lies at ("Bab
    al-Hawa village"). Any other word inside the name ("Walnut Creek", "Kirkuk Province") is the
    gazetteer's to judge.
    """
    if anchor.feature in SETTLEMENTS:
        settled = [match for match in matches if match.place.kind in SETTLEMENTS]
        return settled or [match for match in matches if match.place.kind in INHABITED]
    if anchor.feature is None or _in_name(anchor):
        return matches
    return [match for match in matches if match.place.kind == anchor.feature] or [
        match for match in matches if match.place.kind not in SETTLEMENTS
    ]


def _in_name(anchor: Anchor) -> bool:
    return any("feature" in words().get(word, {}) for word in anchor.name.casefold().split())


def _scored(match: Match, clause: Clause, anchor: Anchor) -> Match:
    """Score a match by itself and by what the phrase calls for."""
    area = match.place.kind in AREAS
    wants_area = clause.relation in {"region_only", "part_of_region", "border"}
    fits = anchor.feature == match.place.kind if anchor.feature else area == wants_area
    spelling, kind = WEIGHTS.spelling * (match.kind == "exact"), WEIGHTS.kind * fits
    terms = ("prominence", match.score), ("as spelt", spelling), ("of the kind", kind)
    return Match(match.place, match.kind, match.score + spelling + kind, match.name, terms)
