"""
Spots: where a text may mention a place, with what stands around.

A spot is a name that the gazetteer has, or one that a feature word makes a place ("Shuraz
valley"). Words are numbered as `tokens.Words` has them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from gazetteer.lexicon import words as lexicon
from gazetteer.names import fold
from gazetteer.prose.vocabulary import DIRECTIONS, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.place import Match, Place
    from gazetteer.prose.tokens import Words

LISTED: Final = frozenset({",", ", and", ", or", "and", "or", "&", "/", ";"})
"""What stands between the members of a list, without its spaces."""

BEFORE: Final = frozenset(
    {"lake", "mount", "mt", "river", "cape", "fort", "wadi", "jebel", "jabal"}
)
"""Feature words that stand before their name without "of"."""

INTRODUCING: Final = frozenset({"such as", "including", "namely", "like"})
DASHES: Final = frozenset({"\u2014", "\u2013", "--", ":"})
"""What stands between a place and examples of what lies in it."""

PLACES: Final = frozenset({"city", "town", "village", "district", "province"})
"""Kinds whose plural after one name tells of others: "Oregon towns"."""

ADJECTIVES: Final = frozenset(
    {"tribal", "border", "frontier", "oil", "gas", "refugee", "air", "autonomous", "mountain",
     "river", "federal"}
)  # fmt: skip
"""Words between a name and its feature word: "Khyber tribal regions"."""

MOST_ADJECTIVES: Final = 2  # between a feature word and its name: "tribal", "border"
MOST_WITHIN: Final = 6  # names of larger places: village, district, province, country


@dataclass(slots=True, kw_only=True)
class Spot:
    """
    A possible mention; its terms and matches are filled in as the text is read.

    Attributes
    ----------
    first, last
        Words of the name.
    name
        The name as written.
    places
        Places that have it.
    feature
        Kind that a feature word gives it ("district"), and `feature_words` those words.
    before, after
        Words that the mention reaches over, with its feature word.
    part
        First word of "eastern Nangarhar", or None.
    within
        Larger places that the text names for it, smallest first.
    group
        Number of the list that it is a member of, or None.
    terms
        What speaks for and against it.
    matches
        The places that it may be, likeliest first.
    """

    first: int
    last: int
    name: str
    places: tuple[Place, ...] = ()
    feature: str | None = None
    feature_word: str = ""
    before: int = -1
    after: int = -1
    part: int | None = None
    within: tuple[str, ...] = ()
    container: Spot | None = None
    group: int | None = None
    terms: dict[str, float] = field(default_factory=dict)
    matches: tuple[Match, ...] = ()
    ambiguous: bool = False
    kind: str = ""

    def __post_init__(self) -> None:
        """Let a mention reach over its name."""
        self.before = self.first
        self.after = self.last

    @property
    def total(self) -> float:
        """The sum of the terms."""
        return sum(self.terms.values())

    @property
    def key(self) -> tuple[str, str | None]:
        """What mentions of one place in a text share."""
        return fold(self.name).removeprefix("the "), self.feature


@cache
def feature_words() -> dict[str, str]:
    """
    Give the words that say what a name is, singular and plural.

    Returns
    -------
    dict
        Case-folded word -> kind.

    Examples
    --------
    >>> feature_words()["province"], feature_words()["valleys"]
    ('province', 'valley')
    """
    found: dict[str, str] = {}
    for word, roles in lexicon().items():
        if "feature" in roles and " " not in word:
            found[word] = roles["feature"]
            ending = word.endswith("y") and word[-2] not in "aeou"
            plural = f"{word[:-1]}ies" if ending else f"{word}s"
            found.setdefault(plural, roles["feature"])
    return found | {"region": "region", "regions": "region", "tehsil": "district", "area": "area",
                    "areas": "area", "agency": "district", "subdivision": "district"}  # fmt: skip


def add_features(words: Words, spots: Sequence[Spot]) -> None:
    """
    Find the feature word of each spot: "Kunar province", "provinces of Herat and Farah".

    Parameters
    ----------
    words
        The words of a text.
    spots
        In the order of the text; changed in place.
    """
    for spot in spots:
        _feature_after(words, spot) or _feature_before(words, spot)
        at = spot.before - 1
        if at >= 0 and words.folded[at] in DIRECTIONS and words.gap(at) in {" ", "-", "\n"}:
            spot.part = at
    _share(words, spots)


def _feature_after(words: Words, spot: Spot) -> bool:
    at = spot.last
    for _ in range(MOST_ADJECTIVES):
        if at >= len(words) or words.gap(at - 1) not in {" ", "\n", "-"}:
            return False
        word = words.folded[at]
        if word in feature_words() and not _is_other_name(words, at):
            spot.feature, spot.feature_word, spot.after = feature_words()[word], word, at + 1
            return True
        if word not in ADJECTIVES:
            return False
        at += 1
    return False


def _is_other_name(words: Words, at: int) -> bool:
    """Tell "Kunar Province" from "Kano State University" and "Kabul River Bridge"."""
    following = at + 1
    return (
        words.is_capital(at)
        and following < len(words)
        and words.gap(at) == " "
        and words.folded[following] in words_of("organisation")
        and words.is_capital(following)
    )


def _feature_before(words: Words, spot: Spot) -> bool:
    at = spot.first - 1
    if at < 0:
        return False
    if words.folded[at] in BEFORE and words.gap(at) in {" ", ". "} and words.is_capital(at):
        kind = {"mt": "mountain", "fort": "landmark"}.get(words.folded[at])
        spot.feature = kind or feature_words().get(words.folded[at])
        spot.feature_word, spot.before = words.folded[at], at
        return True
    if words.folded[at] == "the":
        at -= 1
    if at < 1 or words.folded[at] != "of" or words.gap(at - 1) != " ":
        return False
    word = words.folded[at - 1]
    if word in feature_words() and word not in {"area", "areas", "republic", "kingdom", "coast"}:
        spot.feature, spot.feature_word = feature_words()[word], word
        return True
    return False


def _share(words: Words, spots: Sequence[Spot]) -> None:
    """Let a list share its feature word: "Helmand and Farah provinces"."""
    lists = list_spots(words, spots)
    for spot in spots:
        if spot.group is None and spot.feature in PLACES and spot.feature_word.endswith("s"):
            spot.feature, spot.feature_word, spot.after = None, "", spot.last
    for members in lists:
        plural = next((spot for spot in (members[-1], members[0]) if _is_plural(spot)), None)
        if plural is None:
            continue
        for spot in members:
            if spot.feature is None:
                spot.feature = plural.feature


def _is_plural(spot: Spot) -> bool:
    return spot.feature_word.endswith("s") or spot.feature in {"province", "district"}


def list_spots(words: Words, spots: Sequence[Spot]) -> list[list[Spot]]:
    """
    Find the lists of a text, "A, B and C", and number them.

    Parameters
    ----------
    words
        The words of a text.
    spots
        In the order of the text; `group` is changed in place.

    Returns
    -------
    list of list of Spot
        Each of two and more.
    """
    lists: list[list[Spot]] = []
    current: list[Spot] = []
    for spot in spots:
        if current and between(words, current[-1], spot).strip() in LISTED:
            current.append(spot)
            continue
        if len(current) > 1:
            lists.append(current)
        current = [spot]
    if len(current) > 1:
        lists.append(current)
    for number, members in enumerate(lists):
        for spot in members:
            spot.group = number
    return lists


def between(words: Words, left: Spot, right: Spot) -> str:
    """
    Give the text between two mentions; empty if they overlap.

    Parameters
    ----------
    words
        The words of a text.
    left, right
        Two spots in the order of the text.

    Returns
    -------
    str
        The text.
    """
    first = right.part if right.part is not None else right.before
    return words.text[words.ends[left.after - 1] : words.starts[first]]


def add_containers(words: Words, spots: Sequence[Spot]) -> None:
    """
    Find the larger places that are named for a spot: "Achin District, Nangarhar Province".

    Parameters
    ----------
    words
        The words of a text.
    spots
        In the order of the text; changed in place.
    """
    for left, right in zip(reversed(spots[:-1]), reversed(spots[1:]), strict=True):
        gap = " ".join(between(words, left, right).split())
        gap = gap.removesuffix(" the").removesuffix("the")
        if gap.strip() in {",", "(", "in", "of", "district of", "province of", ", in", "\u2013"}:
            named = gap != "of" or left.feature is not None  # "Battle of Britain"
            if named and _holds(right, left) and not _goes_on_as_list(words, right, gap):
                left.within = (right.name, *right.within)[:MOST_WITHIN]
                left.container = right
        elif _introduces(left, right, gap) and _holds(left, right):
            right.within = (left.name, *left.within)[:MOST_WITHIN]
            right.container = left
    _share_containers(spots)


def _introduces(left: Spot, right: Spot, gap: str) -> bool:
    """Say whether what stands between makes the left the larger: "'s", "such as", a dash."""
    if fold(left.name) == fold(right.name):
        return False
    dashed = gap.strip(", ") in DASHES and (left.feature is not None or left.part is not None)
    return gap in {"'s", "\u2019s"} or gap.strip(", ") in INTRODUCING or dashed


def _share_containers(spots: Sequence[Spot]) -> None:
    """Let a list lie where its first member does: "Tsowkey district, such as Chalas, Shuraz"."""
    first: dict[int, Spot] = {}
    for spot in spots:
        if spot.group is None:
            continue
        leader = first.setdefault(spot.group, spot)
        larger = leader.container
        if larger is None or larger.group == spot.group or spot is leader:
            continue
        if spot.container is None:
            known = larger.feature or any(place.kind == "province" for place in larger.places)
            if (known or not spot.places) and _holds(larger, spot):
                spot.within, spot.container = leader.within, larger


def _holds(larger: Spot, smaller: Spot) -> bool:
    """Say whether a place of one name may lie in one of the other."""
    if any(place.kind == "country" for place in smaller.places) and not smaller.feature:
        return any(  # Georgia, United States; Lebanon, Pennsylvania
            _inside(place, area)
            for place in smaller.places
            for area in larger.places
            if place.kind != "country"
        )
    areas = [place for place in larger.places if place.kind in {"country", "province", "region"}]
    if not smaller.places or smaller.feature:
        return (
            bool(areas)
            or larger.feature in {"province", "district", "country"}
            or any(place.population > 0 for place in larger.places)
        )
    return any(_inside(place, area) for place in smaller.places for area in areas) or (
        larger.feature == "district"
    )


def _inside(place: Place, area: Place) -> bool:
    if area.kind == "country":
        return place.country == area.country and place.kind != "country"
    return place.admin1 in area.codes and place.id != area.id


def _goes_on_as_list(words: Words, spot: Spot, gap: str) -> bool:
    """Tell "Herat, Farah and Kabul" from "Herat, Afghanistan and ..."; the latter is rarer."""
    if gap.strip() != ",":
        return False
    if any(place.kind == "country" for place in spot.places):
        return False
    after = words.gap(spot.after - 1).strip()
    if after in {"and", "or"}:
        return True
    following = spot.after
    return (
        after == "" and following < len(words) and words.folded[following] in {"and", "or"}
        and following + 1 < len(words) and words.is_capital(following + 1)
    )  # fmt: skip
