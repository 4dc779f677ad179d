"""Anchors, read from their tokens."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from gazetteer.clauses import Anchor
from gazetteer.coordinates import fix_of
from gazetteer.lexicon import roles_of

if TYPE_CHECKING:
    from gazetteer.scan import Scan

# Features whose word stays in the name when it comes first: the Gulf of Aden, not Aden.
OF_THE_NAME: Final = frozenset(
    {"sea", "lake", "landmark", "mountain", "valley", "desert", "country", "road"}
)
# Roles of tokens that only spell a name.
NAMING: Final = frozenset({"name", "hyphen", "particle", "joined", "title", "direction", "full"})
SETTLEMENTS: Final = frozenset({"city", "town", "village", "hamlet"})


def place(tokens: Scan, first: int, last: int) -> Anchor:
    """
    Read an anchor from its tokens.

    Parameters
    ----------
    tokens
        The scan.
    first, last
        First token, and the one after the last.

    Returns
    -------
    anchor
        Name, kind of feature, and the larger places named after it.

    Examples
    --------
    >>> from gazetteer.scan import scan
    >>> place(scan("the town of Ariha"), 0, 4).name
    'Ariha'
    >>> place(scan("Saumlaki, Indonesia"), 0, 3).within
    ('Indonesia',)
    """
    text, starts, ends = tokens.text, tokens.starts, tokens.ends
    parts = _plain_parts(tokens.letters[first:last], tokens.letters[max(0, first - 1) : first])
    if parts is not None:
        begin, stop = starts[first], ends[first + parts[0][1] - 1]
        if len(parts) == 1:
            return Anchor(name=text[begin:stop], start=begin, end=stop)
        larger = [text[starts[first + one] : ends[first + end - 1]] for one, end in parts[1:]]
        return Anchor(name=text[begin:stop], start=begin, end=stop, within=tuple(larger))
    entries = tokens.entries
    if "fix" in entries[first].roles:
        return _point(tokens, first)
    if (
        first < last - 1
        and "the" in entries[first].roles
        and tokens.text[tokens.starts[first]] == "t"
    ):
        first += 1
    commas = [index for index in range(first, last) if "comma" in entries[index].roles]
    end = commas[0] if commas else last
    within = tuple(
        _bare(tokens, comma + 1, stop)
        for comma, stop in zip(commas, [*commas[1:], last], strict=False)
    )
    if "centre" in entries[end - 1].roles:  # Athens city centre
        end -= 1
    begin, feature = _after_feature(tokens, first, end)
    own = _feature_of(tokens, begin, end)
    stop = end
    if own is not None:
        feature = own
        # "a Kabul hospital" is some hospital in Kabul, "the Al-Omar oil field" is that field
        if (
            begin > 0
            and {"a", "one"} & entries[begin - 1].roles
            and "name" not in entries[end - 1].roles
        ):
            stop, feature = end - 1, None
        elif own in SETTLEMENTS and "name" not in entries[end - 1].roles:
            stop = end - 1  # Idlib city
    begin = _with_article(tokens, begin)
    return Anchor(
        name=tokens.word(begin, stop),
        start=tokens.starts[begin],
        end=tokens.ends[stop - 1],
        feature=feature,
        within=within,
    )


@lru_cache(maxsize=65_536)
def _plain_parts(letters: str, before: str) -> tuple[tuple[int, int], ...] | None:
    """Cut tokens at their commas, if all else are names and no more, without an own article."""
    if before and "the" in roles_of(before):
        return None
    parts: list[tuple[int, int]] = []
    begin = 0
    for index, letter in enumerate(letters):
        roles = roles_of(letter)
        if "comma" in roles and index > begin:
            parts.append((begin, index))
            begin = index + 1
        elif not roles <= NAMING:
            return None
    return (*parts, (begin, len(letters))) if begin < len(letters) else None


def _point(tokens: Scan, index: int) -> Anchor:
    written = tokens.word(index, index + 1)
    return Anchor(
        name=written, start=tokens.starts[index], end=tokens.ends[index], fix=fix_of(written)
    )


def _bare(tokens: Scan, first: int, last: int) -> str:
    while first < last - 1 and "the" in tokens.entries[first].roles:
        first += 1
    return tokens.word(first, last)


def _with_article(tokens: Scan, begin: int) -> int:
    """Take "The" into the name of The Hague: a capital that no sentence begins with."""
    before = tokens.entries[begin - 2].roles if begin > 1 else {"stop"}
    if "stop" not in before and "the" in tokens.entries[begin - 1].roles:
        article = tokens.word(begin - 1, begin)
        if article[0].isupper() and not article.isupper():
            return begin - 1
    return begin


def _after_feature(tokens: Scan, first: int, end: int) -> tuple[int, str | None]:
    """Find where the name begins after "the entrance to the town of", and the nearest feature."""
    entries = tokens.entries
    begin, feature = first, None
    for index in range(first + 1, end):
        if entries[index].roles & {"of", "to"}:
            before = entries[index - 1]
            kind = before.values.get("feature")
            # the Gulf of Aden; the Democratic Republic of the Congo
            whole = kind in OF_THE_NAME or (index - begin > 1 and kind is not None)
            if whole and "name" in before.roles:
                return begin, kind
            begin, feature = index + 1, kind or feature
            while begin < end - 1 and entries[begin].roles & {"the", "a"}:
                begin += 1
    capitals = [index for index in range(first, end - 1) if "capital" in entries[index].roles]
    if capitals:  # the capital Yerevan
        begin, feature = capitals[-1] + 1, "city"
    while (
        begin < end - 1 and "feature" in entries[begin].roles and "name" not in entries[begin].roles
    ):
        feature = entries[begin].values["feature"]
        begin += 1
    joined = end - begin > 1 and "hyphen" in entries[begin + 1].roles  # Port-au-Prince
    if feature is None and end - begin > 1 and not joined and "feature" in entries[begin].roles:
        feature = entries[begin].values["feature"]  # Lake Chad
    return begin, feature


def _feature_of(tokens: Scan, begin: int, end: int) -> str | None:
    """Kind of the feature word at the end of a name: Kirkuk Province, the Al-Omar oil field."""
    values = tokens.entries[end - 1].values if end - begin > 1 else {}
    return values.get("feature") or values.get("road")


def halves(tokens: Scan, first: int, last: int) -> tuple[Anchor, Anchor] | None:
    """
    Cut a name at the hyphen that joins two places, if there is one.

    Parameters
    ----------
    tokens
        The scan.
    first, last
        First token, and the one after the last.

    Returns
    -------
    anchors
        Both places; None if every hyphen belongs to a name (Deir ez-Zor, Port-au-Prince).

    Examples
    --------
    >>> from gazetteer.scan import scan
    >>> [half.name for half in halves(scan("Deir ez-Zor-Al-Mayadeen"), 0, 8)]
    ['Deir ez-Zor', 'Al-Mayadeen']
    """
    entries = tokens.entries
    joints = [
        index
        for index in range(first + 1, last - 1)
        if entries[index].roles & {"hyphen", "slash"}
        and "name" in entries[index - 1].roles
        and "particle" not in entries[index - 1].values
        and _begins_name(tokens, index + 1, last)
    ]
    if len(joints) != 1:
        return None
    return place(tokens, first, joints[0]), place(tokens, joints[0] + 1, last)


def _begins_name(tokens: Scan, index: int, last: int) -> bool:
    """Say whether a name may begin here: a capital, or an article joined to one."""
    entry = tokens.entries[index]
    if "particle" in entry.values:
        return index + 2 < last and "hyphen" in tokens.entries[index + 1].roles
    return "name" in entry.roles
