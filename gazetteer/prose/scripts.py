# ruff: noqa: SIM905 - words of a language read best in a row
"""Names in scripts without capitals: Arabic, and any other that the gazetteer has names in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gazetteer.prose.spots import Spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazetteer.place import Place
    from gazetteer.prose.runs import Names
    from gazetteer.prose.tokens import Words

MOST_WORDS: Final = 4
KNOWN: Final = 100_000  # people: without capitals only a large town is believed without a cue
CUES: Final = frozenset(
    "في من إلى قرب مدينة قرية بلدة محافظة ولاية إقليم منطقة ريف شمال جنوب شرق غرب مطار جبل نهر"
    " در از به شهر ولايت استان روستای نزدیک شمال جنوب میں شہر ضلع صوبہ".split()
)
"""Arabic, Persian and Urdu for in, from, to, near, city, village, province, north ..."""
PROCLITICS: Final = ("وب", "ول", "و", "ب", "ل", "ف")
"""Arabic "and in", "and to", "and", "in", "to", "then", written with the word after."""


def unicased(words: Words, names: Names) -> Iterator[Spot]:
    """
    Find names in a script without capitals, the longest first.

    Parameters
    ----------
    words
        The words of a text.
    names
        The gazetteer's names.

    Yields
    ------
    Spot
        Names after a word such as "in" or "city", and those of countries, provinces and large
        towns.
    """
    at = 0
    while at < len(words):
        letter = words.text[words.starts[at]]
        if letter.islower() or letter.isupper():
            at += 1
            continue
        for last in range(min(len(words), at + MOST_WORDS), at, -1):
            if any(words.gap(step) != " " for step in range(at, last - 1)):
                continue
            name = words.text[words.starts[at] : words.ends[last - 1]]
            if name in CUES:
                continue
            cue = at > 0 and words.folded[at - 1] in CUES
            places, bare, attached = _ask(name, names)
            if (
                places
                and (cue or attached or last - at > 1 or _is_known(places))
                and (_is_known(places) or cue)
            ):
                spot = Spot(first=at, last=last, name=bare, places=places)
                spot.terms["after a word for in, from, city"] = 1.6 if cue or attached else 0.0
                yield spot
                at = last
                break
        else:
            at += 1


def _ask(name: str, names: Names) -> tuple[tuple[Place, ...], str, bool]:
    """Look a name up as written, then without what Arabic writes with it."""
    places = names.named(name)
    if places:
        return places, name, False
    for clitic in PROCLITICS:
        rest = name.removeprefix(clitic)
        if rest != name and len(rest) > 2 and (places := names.named(rest)):  # noqa: PLR2004
            return places, rest, clitic != "و"
    return (), name, False


def _is_known(places: tuple[Place, ...]) -> bool:
    return any(
        place.kind in {"country", "province", "region", "continent", "sea"}
        or place.population >= KNOWN
        for place in places
    )
