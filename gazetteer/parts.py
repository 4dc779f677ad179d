"""The parts of a clause, read from their tokens: distances, directions, anchors."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from gazetteer.clauses import Anchor, Bound, Direction, Distance
from gazetteer.lexicon import quadrant
from geo.compass import find_wind
from geo.units import unit_of

if TYPE_CHECKING:
    from gazetteer.scan import Scan

FRACTIONS: Final = dict(zip("½¼¾⅓⅔⅛⅜⅝⅞", (1/2, 1/4, 3/4, 1/3, 2/3, 1/8, 3/8, 5/8, 7/8), strict=True))  # fmt: skip
BEARING_HALF_ANGLE: Final = 1.0  # degrees; Georeferencing Best Practices: a bearing in degrees
# Features whose word stays in the name when it comes first: the Gulf of Aden, not Aden.
OF_THE_NAME: Final = frozenset({"sea", "lake", "landmark", "mountain", "valley", "desert", "country", "road"})  # fmt: skip
SETTLEMENTS: Final = frozenset({"city", "town", "village", "hamlet"})
_NUMBER: Final = re.compile(r"(?:(?P<whole>\d+) )?(?P<top>\d+)/(?P<bottom>\d+)")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


def value_of(number: str) -> float:
    """
    Read a number in digits.

    Parameters
    ----------
    number
        As 10, 10.5, 10,5, 1,500, 10 1/4 or 10½.

    Returns
    -------
    value
        Not finite if the number makes no sense (1/0).

    Examples
    --------
    >>> value_of("10 1/4"), value_of("10½"), value_of("1,500"), value_of("10,5")
    (10.25, 10.5, 1500.0, 10.5)
    """
    if found := _NUMBER.fullmatch(number):
        bottom = float(found["bottom"])
        return float(found["whole"] or 0) + (float(found["top"]) / bottom if bottom else math.nan)
    if number[-1] in FRACTIONS:
        return float(number[:-1].strip() or 0) + FRACTIONS[number[-1]]
    if _THOUSANDS.fullmatch(number):
        number = number.replace(",", "")
    return float(number.replace(",", "."))


def distance(tokens: Scan, first: int, last: int) -> Distance:
    """
    Read a distance from its tokens.

    Parameters
    ----------
    tokens
        The scan.
    first, last
        First token, and the one after the last.

    Returns
    -------
    distance
        With the bound, the hedge and the ends of a range.

    Examples
    --------
    >>> from gazetteer.scan import scan
    >>> distance(scan("less than 10-15 km"), 0, 5).low_m
    10000.0
    """
    bound: Bound = "stated"
    hedged = False
    numbers: list[tuple[float, float]] = []
    number_first = number_last = first
    unit = ""
    for index in range(first, last):
        roles, values = tokens.entries[index].roles, tokens.entries[index].values
        ends: tuple[float, float] | None = None
        if "number" in roles:
            value = value_of(tokens.word(index, index + 1))
            ends = (value, value)
        elif "numeral" in roles:
            low, _, high = values["numeral"].partition("-")
            ends = (float(low), float(high or low))
            hedged = hedged or bool(high)
        elif "one" in roles and not numbers:
            ends = (1.0, 1.0)
        if ends is not None:
            if not numbers:
                number_first = index
            number_last = index + 1
            _append(numbers, ends, joined=_is_compound(tokens, index, numbers))
        elif "unit" in roles:
            prefixed = index > first and "unit_prefix" in tokens.entries[index - 1].roles
            unit = _unit(tokens, index - 1 if prefixed else index, index + 1)
            break
        elif "less" in roles:
            bound = "within" if values["less"] == "within" else "less"
        elif "about" in roles:
            hedged = True
    known = unit_of(unit)
    metres = known.metres if known else math.nan
    low, high = numbers[0][0] * metres, numbers[-1][1] * metres
    ranged = high != low
    if ranged and bound == "stated":
        bound = "range"
    return Distance(
        distance_m=(low + high) / 2,
        number=tokens.word(number_first, number_last),
        unit=known.name if known else unit,
        start=tokens.starts[first],
        end=tokens.ends[last - 1],
        hedged=hedged,
        bound=bound,
        low_m=min(low, high) if ranged else None,
        high_m=max(low, high) if ranged else None,
    )


def _unit(tokens: Scan, first: int, last: int) -> str:
    """Spelling of the unit: with its prefix ("nautical miles") where there is such a unit."""
    whole = tokens.word(first, last)
    return whole if unit_of(whole) else tokens.word(last - 1, last)


def _is_compound(tokens: Scan, index: int, numbers: list[tuple[float, float]]) -> bool:
    """Say whether a number word continues the one before: twenty-five, two hundred."""
    if not numbers:
        return False
    before = index - 1
    if "hyphen" in tokens.entries[before].roles:
        before -= 1
    both = tokens.entries[before].roles & tokens.entries[index].roles
    return "numeral" in both and "-" not in tokens.entries[index].values["numeral"]


def _append(
    numbers: list[tuple[float, float]], ends: tuple[float, float], *, joined: bool
) -> None:
    if not joined:
        numbers.append(ends)
        return
    low, high = numbers.pop()
    value = ends[0]
    numbers.append((low * value, high * value) if value >= 100 else (low + value, high + value))  # noqa: PLR2004


def direction(tokens: Scan, first: int, last: int) -> Direction:
    """
    Read a direction from its tokens.

    Parameters
    ----------
    tokens
        The scan.
    first, last
        First token, and the one after the last.

    Returns
    -------
    direction
        A wind, or a bearing in degrees under its own number.

    Examples
    --------
    >>> from gazetteer.scan import scan
    >>> direction(scan("due north-east"), 0, 4).name
    'NE'
    """
    start, end = tokens.starts[first], tokens.ends[last - 1]
    for index in range(first, last):
        entry = tokens.entries[index]
        if "number" in entry.roles:
            bearing = value_of(tokens.word(index, index + 1)) % 360
            return _bearing(bearing, start, end)
        angle = quadrant(tokens.word(index, index + 1)) if "quadrant" in entry.roles else None
        if angle is not None:
            return _bearing(angle, start, end)
    pointing = [
        index
        for index in range(first, last)
        if tokens.entries[index].roles & {"direction", "adjective", "proper"}
    ]
    for begin in pointing:
        for stop in reversed(pointing):
            words = tokens.word(begin, stop + 1).replace(".", "") if begin <= stop else ""
            values = tokens.entries[begin].values
            found = find_wind(words) or find_wind(
                values.get("adjective", "") if begin == stop else words.replace(" ", "")
            )
            if found is not None:
                return Direction(
                    name=found.name,
                    bearing=found.bearing,
                    half_angle=found.half_angle,
                    start=start,
                    end=end,
                )
    return _bearing(math.nan, start, end)


def _bearing(bearing: float, start: int, end: int) -> Direction:
    return Direction(
        name=f"{bearing:g}", bearing=bearing, half_angle=BEARING_HALF_ANGLE, start=start, end=end
    )


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
    entries = tokens.entries
    if first < last - 1 and "the" in entries[first].roles and tokens.text[tokens.starts[first]] == "t":
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
        if begin > 0 and {"a", "one"} & entries[begin - 1].roles and "name" not in entries[end - 1].roles:  # noqa: E501
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
    """Find where the name begins after "the bridge of the town of", and the nearest feature."""
    entries = tokens.entries
    begin, feature = first, None
    for index in range(first, end):
        if "of" in entries[index].roles:
            if index == first:
                continue
            before = entries[index - 1]
            kind = before.values.get("feature")
            if "name" in before.roles and kind in OF_THE_NAME:
                return begin, kind
            if "name" in before.roles and index - begin > 1 and kind is not None:
                return begin, kind  # Democratic Republic of the Congo
            begin, feature = index + 1, kind or feature
            while begin < end - 1 and entries[begin].roles & {"the", "a"}:
                begin += 1
    for index in range(first, end - 1):
        if "capital" in entries[index].roles:  # the capital Yerevan
            begin, feature = index + 1, "city"
    while begin < end - 1 and "feature" in entries[begin].roles and "name" not in entries[begin].roles:
        feature = entries[begin].values["feature"]
        begin += 1
    joined = end - begin > 1 and "hyphen" in entries[begin + 1].roles  # Port-au-Prince
    if feature is None and end - begin > 1 and not joined and "feature" in entries[begin].roles:
        feature = entries[begin].values["feature"]  # Lake Chad
    return begin, feature


def _feature_of(tokens: Scan, begin: int, end: int) -> str | None:
    """Kind of the feature word at the end of a name: Kirkuk Province, the Al-Omar oil field."""
    if end - begin < 2:  # noqa: PLR2004
        return None
    values = tokens.entries[end - 1].values
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
        and "particle" not in entries[index - 1].roles
        and _begins_name(tokens, index + 1, last)
    ]
    if len(joints) != 1:
        return None
    return place(tokens, first, joints[0]), place(tokens, joints[0] + 1, last)


def _begins_name(tokens: Scan, index: int, last: int) -> bool:
    """Say whether a name may begin here: a capital, or an article joined to one."""
    roles = tokens.entries[index].roles
    if "particle" in roles:
        return index + 2 < last and "hyphen" in tokens.entries[index + 1].roles
    return "name" in roles
