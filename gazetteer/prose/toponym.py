"""A place as a text mentions it, and a table of them. WGS 84 degrees, metres, character offsets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from gazetteer.place import Match, Place

COLUMNS = (
    "text", "start", "end", "name", "kind", "score", "place", "place_id", "country", "admin1",
    "lon", "lat", "radius_m", "located_by", "ambiguous", "phrase", "phrase_start", "phrase_end",
    "relation", "why",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """
    One mention of a place.

    Attributes
    ----------
    start, end
        Span of the name with its feature word ("Achin District") in the text.
    text
        The text of that span.
    name
        The name without a feature word that is not part of it ("Achin").
    kind
        Kind of the place: city, town, village, province, district, country, region, river,
        border, facility ...; of an unknown place what its feature word says.
    place
        Which place is meant; None if the gazetteer does not hold it.
    within
        The larger place that the text names for it ("Shuraz valley in Tsowkey district"), or
        None.
    score
        How sure it is that the span names a place at all, 0 to 1.
    candidates
        The places that the name may mean, likeliest first.
    ambiguous
        Whether the second is nearly as likely as the first.
    phrase_start, phrase_end
        Span of the description that the mention stands in ("10 km north of Achin"), or of the
        mention with the part that is meant ("eastern Nangarhar"); else the mention's own.
    relation
        What the description says, as `Expression.relation`: "offset", "part_of_region", "at" ...
    terms
        What speaks for and against it, by name; the score is their sum on the logistic scale.
    """

    start: int
    end: int
    text: str
    name: str
    kind: str
    place: Place | None
    within: Place | None
    score: float
    candidates: tuple[Match, ...] = ()
    ambiguous: bool = False
    phrase_start: int
    phrase_end: int
    relation: str = "at"
    terms: tuple[tuple[str, float], ...] = ()

    @property
    def located(self) -> Place | None:
        """The place, or the larger one that an unknown place is said to lie in."""
        return self.place if self.place is not None else self.within

    @property
    def why(self) -> str:
        """The terms in words: "after in/at/near +1.6, common word -2.0"."""
        return ", ".join(f"{name} {weight:+.1f}" for name, weight in self.terms)


def toponyms_frame(toponyms: Sequence[Toponym], text: str | Sequence[str]) -> gpd.GeoDataFrame:
    """
    Make a table of the places that a text mentions.

    Parameters
    ----------
    toponyms
        As `find_places` gives them.
    text
        The text, or one for each mention.

    Returns
    -------
    geopandas.GeoDataFrame
        A row a mention, in the order of the text, with the columns of `COLUMNS` and a point in
        EPSG:4326, which is missing where nothing is known of the place. `located_by` is "place",
        "within" (the point and radius are those of the larger place) or "none".

    Examples
    --------
    >>> from gazetteer.prose import find_places
    >>> text = "Clashes broke out in Kabul."
    >>> table = toponyms_frame(find_places(text), text)
    >>> table[["text", "kind", "country"]].iloc[0].tolist()
    ['Kabul', 'city', 'AF']
    """
    import geopandas as gpd  # noqa: PLC0415 - heavy, and only tables need it
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    texts = [text] * len(toponyms) if isinstance(text, str) else text
    rows = [_row(toponym, own) for toponym, own in zip(toponyms, texts, strict=True)]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    for column in ("score", "lon", "lat", "radius_m"):
        table[column] = table[column].astype(float)
    known = table["lon"].notna().to_numpy()
    points = np.full(len(table), None, dtype=object)
    points[known] = shapely.points(table.loc[known, ["lon", "lat"]].to_numpy())
    return gpd.GeoDataFrame(table, geometry=list(points), crs="EPSG:4326")


def _row(toponym: Toponym, text: str) -> dict[str, object]:
    place = toponym.located
    return {
        "text": toponym.text,
        "start": toponym.start,
        "end": toponym.end,
        "name": toponym.name,
        "kind": toponym.kind,
        "score": round(toponym.score, 3),
        "place": place.name if place else None,
        "place_id": place.id if place else None,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "lon": place.lon if place else None,
        "lat": place.lat if place else None,
        "radius_m": place.radius_m if place else None,
        "located_by": "place" if toponym.place else "within" if toponym.within else "none",
        "ambiguous": toponym.ambiguous,
        "phrase": " ".join(text[toponym.phrase_start : toponym.phrase_end].split()),
        "phrase_start": toponym.phrase_start,
        "phrase_end": toponym.phrase_end,
        "relation": toponym.relation,
        "why": toponym.why,
    }
