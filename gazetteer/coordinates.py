"""
Coordinates in a text: decimal degrees, degrees with minutes and seconds, UTM and MGRS.

Degrees, longitude before latitude in values and as written in texts. The precision of what is
printed becomes a radius: the diagonal of one unit of the last digit (Chapman & Wieczorek 2020,
doi:10.15468/doc-gg7h-s853), for MGRS the half diagonal of the square.
"""

from __future__ import annotations

import re
from bisect import bisect
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from gazetteer.clauses import Fix
from gazetteer.errors import ExpressionError
from geo.errors import GridError
from geo.units import unit_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from re import Match

# Every repetition is bounded, and what is between two numbers is no number: no text takes more
# than a fixed number of steps for each of its characters.
DIGITS: Final = re.compile(r"(?:\d\D*+){4}")  # fewer are no coordinates
HINT: Final = re.compile(  # without one of these there are none; most texts have none
    r"\d(?:\d{5}|\d{3}[NS]|[A-Za-z]\s?[A-Za-z]{2}\s?\d|\s?[nsewoNSEWO](?![^\W\d_])"
    r"|[d'′]\s?\d|\s{0,2}[Dd]eg"  # noqa: RUF001
    r"|[.,]\d{1,12}\s{0,2}[,;/،]?\s{0,2}[-+−]?\d{1,3}[.,]\d)"  # noqa: RUF001
    r"|[°º˚]|(?<![^\W\d_])[nsewNSEW]\.?\s?\d"
    r"|\b[Ll][Aa][Tt]|\b[Ll][Oo][Nn]|\b(?:[Nn]or|[Ss]ou)th\.?\s?\d"
)
_DEGREES: Final = r"\s{0,2}(?:°|º|˚|d(?![^\W\d_])|deg(?:rees?)?\.?)"
_MINUTES: Final = r"\s{0,2}(?:['’‘′´]|m(?:in)?\.?(?![^\W\d_]))"  # noqa: RUF001
_SECONDS: Final = r"\s{0,2}(?:[\"”“″]|['’′]{2}|s(?:ec)?\.?(?=\s?[NSEWO]\b))"  # noqa: RUF001
# "#" is 1 for the first angle of a pair, 2 for the second; "@" what minutes depend on.
_ANGLE: Final = (
    r"(?P<sign#>[-+−]?)(?P<deg#>\d{1,3}(?P<dec#>[.,]\d{1,10})?)"  # noqa: RUF001
    rf"(?:(?P<mark#>{_DEGREES})|(?=[\s:\-])|(?!\d))"
    rf"(?:@\s{{0,2}}[:\-]?\s{{0,2}}(?<![\d.,])(?P<min#>\d{{1,2}}(?:[.,]\d{{1,8}})?)(?:{_MINUTES}|(?!\d))"
    rf"(?:\s{{0,2}}[:\-]?\s{{0,2}}(?<![\d.,])(?P<sec#>\d{{1,2}}(?:[.,]\d{{1,6}})?)(?:{_SECONDS}|(?!\d)))?)?"
)
_HEMISPHERE: Final = r"(?P<hemi#>[NSEWO]|north|south|east|west)(?![^\W\d_])"
_HEMISPHERE_BEFORE: Final = r"(?P<hemi#>[NSEWO]|north|south|east|west)\.?"
_LABEL: Final = r"(?P<label#>lat(?:itude)?|lon(?:g(?:itude)?)?)\s{0,2}[.:=]?\s{0,2}"
_BETWEEN: Final = r"\s{0,2}(?P<between>[,;/،]|and\b)?\s{0,2}"
_START: Final = r"(?<![\w.,°])(?<!\d[-/])"
_END: Final = r"(?![\d\w°]|[.,/]\d)"


def _pair(one: str, minutes: str = "") -> str:
    first, second = (one.replace("@", minutes).replace("#", which) for which in "12")
    return f"(?i){_START}{first}{_BETWEEN}{second}{_END}"


AFTER: Final = _pair(rf"{_ANGLE}\s{{0,2}}{_HEMISPHERE}")
BEFORE: Final = _pair(rf"{_HEMISPHERE_BEFORE}\s{{0,2}}{_ANGLE}")
LABELLED: Final = _pair(f"{_LABEL}{_ANGLE}")
BARE: Final = _pair(_ANGLE, "(?(dec#)(?!))")  # two decimals are two angles, never one
COMPACT: Final = (
    rf"{_START}(?P<lat>\d{{4}}(?:\d\d)?)(?P<hemi1>[NS])[\s,/]{{0,2}}"
    rf"(?P<lon>\d{{5}}(?:\d\d)?)(?P<hemi2>[EW]){_END}"
)
_METRES: Final = r"(?P<{0}>\d{{{1}}})(?:\.(?P<{0}_dec>\d{{1,3}}))?"
_EASTING: Final = rf"(?:E\.?\s?)?{_METRES.format('east', '6')}(?:\s?(?:m?\s?E\b|m\b))?"
_NORTHING: Final = rf"(?:N\.?\s?)?{_METRES.format('north', '5,8')}(?:\s?(?:m?\s?N\b|m\b))?"
_ZONE: Final = r"(?P<zone>\d{1,2})\s?(?P<band>north|south|[A-Z])?\b"
_UTM: Final = r"(?:\bUTM\s{0,2}[:,]?\s{0,2})?"
UTM_FIRST: Final = (
    rf"(?i)(?<![\w.]){_UTM}(?P<word>zone\s{{0,2}})?{_ZONE}[,;:]?\s{{0,2}}"
    rf"{_EASTING}\s?[,;/]?\s{{0,2}}{_NORTHING}(?![\d\w])"
)
UTM_LAST: Final = (
    rf"(?i)(?<![\w.]){_UTM}{_EASTING}\s?[,;/]?\s{{0,2}}{_NORTHING}[,;]?\s{{0,2}}"
    rf"[(\[]?(?:UTM\s{{0,2}})?(?P<word>zone\s{{0,2}}){_ZONE}[)\]]?"
)
MGRS: Final = (
    r"(?<![\w.,])(?:MGRS\s{0,2}[:,]?\s{0,2})?(?P<zone>\d{1,2})(?P<band>[A-Z])(?P<gap>\s?)"
    r"(?P<square>[A-Z]{2})(?:(?P<digits>(?:\d\d){2,5})(?!\w)"
    r"|\s?(?P<east>\d{1,5})\s(?P<north>\d{1,5})(?!\w)|\s(?P<joined>(?:\d\d){2,5})(?!\w))(?!\.\d)"
)
MGRS_SMALL: Final = (
    r"(?<![\w.,])(?P<zone>\d{1,2})(?P<band>[a-z])"
    r"(?P<square>[a-z]{2})(?P<digits>(?:\d\d){2,5})(?!\w)"
)
UNIT_AFTER: Final = re.compile(r"\s?([^\W\d_]{1,12}|%)")
PROSE_DECIMALS: Final = 3  # below this two numbers of running prose are no coordinates
LOOSE_DECIMALS: Final = 3  # the same where only a space stands between them
COMMA_DECIMALS: Final = 4  # 35,0197 is no thousand; 35,019 might be
NORTH_SOUTH: Final = frozenset({"n", "s", "north", "south"})
NEGATIVE: Final = frozenset({"s", "south", "w", "west", "o"})
MAX_LAT: Final = 90
MAX_LON: Final = 180
SIXTY: Final = 60


@dataclass(frozen=True, slots=True)
class Written:
    """A point and where the text gives it."""

    start: int
    end: int
    fix: Fix


@dataclass(frozen=True, slots=True)
class _Angle:
    degrees: float
    unit: float
    decimals: int
    plain: bool  # one number without a mark
    north_south: bool | None


class _ImpossibleError(ValueError):
    """An angle that there is not."""


def written(text: str, *, prose: bool = False) -> tuple[Written, ...]:
    """
    Find the coordinates of a text.

    Parameters
    ----------
    text
        Any text.
    prose
        Two bare numbers need three decimals, and what is impossible is passed over.

    Returns
    -------
    points
        In the order of the text, not overlapping.

    Raises
    ------
    ExpressionError
        If a latitude, a minute, a zone or a square cannot be; only outside prose.

    Examples
    --------
    >>> found, = written("camp at 35.0197 N, 40.4504 E")
    >>> found.fix.lon, found.fix.lat, round(found.fix.radius_m)
    (40.4504, 35.0197, 14)
    """
    if not hinted(text):
        return ()
    found: list[Written] = []
    for pattern, read in _readers():
        for match in pattern.finditer(text):
            start, end = match.span()
            at = bisect(found, start, key=_start)
            if (at and found[at - 1].end > start) or (at < len(found) and found[at].start < end):
                continue
            try:
                fix = read(match, prose)
            except (_ImpossibleError, GridError) as error:
                if prose:
                    continue
                raise _refusal(text, start, end, str(error)) from error
            if fix is not None:
                found.insert(at, Written(start, end, fix))
    return tuple(found)


def hinted(text: str) -> bool:
    """
    Tell in little time that a text gives no coordinates.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    hinted
        False if there are none; True if it may be.

    Examples
    --------
    >>> hinted("182 km north of Saumlaki"), hinted("35.0197 N, 40.4504 E")
    (False, True)
    """
    return DIGITS.search(text) is not None and HINT.search(text) is not None


def _start(found: Written) -> int:
    return found.start


@lru_cache(maxsize=4_096)
def fix_of(text: str) -> Fix | None:
    """
    Read a text that is coordinates from end to end.

    Parameters
    ----------
    text
        Coordinates.

    Returns
    -------
    fix
        None if there are none.

    Examples
    --------
    >>> fix_of("14d51's, 66d21'w").lat
    -14.85
    """
    found = written(text)
    return found[0].fix if found else None


def _refusal(text: str, start: int, end: int, why: str) -> ExpressionError:
    message = (
        f"{text[start:end]!r} cannot be coordinates: {why}; write them as in "
        "'35.0197 N, 40.4504 E', '35 1 11 N 40 27 1 E', '37S 632000 3876000' or '37SFU3276'"
    )
    return ExpressionError(message, text=text, position=start, expected=("coordinates",))


def _number(text: str) -> tuple[float, int]:
    """Read a number, and how many decimals it has."""
    plain = text.replace(",", ".")
    return float(plain), len(plain.partition(".")[2])


def _read_angle(match: Match[str], which: int, hemisphere: str | None) -> _Angle:
    degrees, minutes, seconds = (match[f"{part}{which}"] for part in ("deg", "min", "sec"))
    value, decimals = _number(degrees)
    unit = 10.0**-decimals
    for part, name, share in ((minutes, "minute", SIXTY), (seconds, "second", SIXTY**2)):
        if part is None:
            continue
        if decimals:
            msg = f"{degrees} has decimals and {name}s besides"
            raise _ImpossibleError(msg)
        amount, decimals = _number(part)
        if amount >= SIXTY:
            msg = (
                f"{part} {name}s, and there are 60 in a {'degree' if share == SIXTY else 'minute'}"
            )
            raise _ImpossibleError(msg)
        value += amount / share
        unit = 10.0**-decimals / share
    sign = match[f"sign{which}"]
    negative = hemisphere in NEGATIVE or sign in {"-", "\N{MINUS SIGN}"}
    return _Angle(
        degrees=-value if negative else value,
        unit=unit,
        decimals=decimals,
        plain=minutes is None and match[f"mark{which}"] is None,
        north_south=None if hemisphere is None else hemisphere in NORTH_SOUTH,
    )


def _fix(lat: _Angle, lon: _Angle) -> Fix:
    if abs(lat.degrees) > MAX_LAT:
        swapped = " (are latitude and longitude swapped?)" if abs(lon.degrees) <= MAX_LAT else ""
        msg = f"latitude {lat.degrees:g} is outside -90 to 90{swapped}"
        raise _ImpossibleError(msg)
    if abs(lon.degrees) > MAX_LON:
        msg = f"longitude {lon.degrees:g} is outside -180 to 180"
        raise _ImpossibleError(msg)
    from geo.precision import coordinate_precision  # noqa: PLC0415 - few texts need numpy

    radius_m = float(coordinate_precision(lat.degrees, max(lat.unit, lon.unit)))
    return Fix(lon=lon.degrees, lat=lat.degrees, radius_m=radius_m)


def _hemispheres(match: Match[str], _prose: bool) -> Fix | None:  # noqa: FBT001 - of READERS
    one, two = (_read_angle(match, which, match[f"hemi{which}"].lower()) for which in (1, 2))
    if one.north_south == two.north_south:
        return None
    if one.plain and two.plain:  # "5 N, 6 W", "6.5 N 3.5 W of Idlib" are no coordinates
        after = match.string[match.end() : match.end() + 6].split()
        if not (one.decimals and two.decimals) or after[:1] in (["of"], ["from"]):
            return None
    return _fix(one, two) if one.north_south else _fix(two, one)


def _labelled(match: Match[str], _prose: bool) -> Fix | None:  # noqa: FBT001
    latitude_first = match["label1"].lower().startswith("lat")
    if latitude_first == match["label2"].lower().startswith("lat"):
        return None
    one, two = _read_angle(match, 1, None), _read_angle(match, 2, None)
    return _fix(one, two) if latitude_first else _fix(two, one)


def _bare(match: Match[str], prose: bool) -> Fix | None:  # noqa: FBT001
    """Two numbers are coordinates if both have decimals, or both have marks."""
    following = UNIT_AFTER.match(match.string, match.end())
    if following and (following[1] == "%" or unit_of(following[1].lower()) is not None):
        return None
    numbers = match["deg1"], match["deg2"]
    if any("," in number for number in numbers):
        fewest = min(len(number.partition(",")[2]) for number in numbers)
        if fewest < COMMA_DECIMALS or match["between"] == "and":
            return None
    plain = [match[f"min{which}"] is None and match[f"mark{which}"] is None for which in (1, 2)]
    if any(plain):
        decimals = min(len(re.split("[.,]", number)[-1]) if re.search("[.,]", number) else 0
                       for number in numbers)  # fmt: skip
        enough = PROSE_DECIMALS if prose else 1
        if match["between"] not in {",", ";", "\N{ARABIC COMMA}"}:
            enough = LOOSE_DECIMALS
        if not all(plain) or decimals < enough:
            return None
    elif not all(match[f"mark{which}"] for which in (1, 2)):
        return None
    return _fix(_read_angle(match, 1, None), _read_angle(match, 2, None))


def _compact(match: Match[str], _prose: bool) -> Fix | None:  # noqa: FBT001
    angles = []
    for digits, hemisphere, width in (
        (match["lat"], match["hemi1"], 2),
        (match["lon"], match["hemi2"], 3),
    ):
        minutes, seconds = digits[width : width + 2], digits[width + 2 :]
        if int(minutes) >= SIXTY or int(seconds or 0) >= SIXTY:
            msg = f"{digits} has 60 minutes or seconds, or more"
            raise _ImpossibleError(msg)
        value = int(digits[:width]) + int(minutes) / SIXTY + int(seconds or 0) / SIXTY**2
        unit = 1 / SIXTY**2 if seconds else 1 / SIXTY
        signed = -value if hemisphere in "SW" else value
        angles.append(_Angle(degrees=signed, unit=unit, decimals=0, plain=False, north_south=None))
    return _fix(angles[0], angles[1])


def _utm(match: Match[str], _prose: bool) -> Fix | None:  # noqa: FBT001
    from geo.grids import utm_point  # noqa: PLC0415 - few texts need it

    band = match["band"]
    if band is None:
        if match["word"] is None:
            return None
        msg = f"zone {match['zone']} without its band or hemisphere may be in the north or south"
        raise _ImpossibleError(msg)
    digits = min(len(match["east_dec"] or ""), len(match["north_dec"] or ""))
    east = float(f"{match['east']}.{match['east_dec'] or 0}")
    north = float(f"{match['north']}.{match['north_dec'] or 0}")
    band = band.lower() if len(band) > 1 else band.upper()
    point = utm_point(int(match["zone"]), band, east, north, unit_m=10.0**-digits)
    return Fix(lon=point.lon, lat=point.lat, radius_m=point.radius_m)


def _mgrs(match: Match[str], _prose: bool) -> Fix | None:  # noqa: FBT001
    from geo.grids import mgrs_point  # noqa: PLC0415 - few texts need it

    groups = match.groupdict()
    digits = groups["digits"] or groups.get("joined")
    if digits is None:
        if len(groups["east"]) != len(groups["north"]):
            return None
        digits = groups["east"] + groups["north"]
    letters = groups["band"] + groups["square"]
    if unit_of(letters.lower()) is not None:  # 24KMS 1234
        return None
    point = mgrs_point(
        int(groups["zone"]), groups["band"].upper(), groups["square"].upper(), digits
    )
    return Fix(lon=point.lon, lat=point.lat, radius_m=point.radius_m)


READERS: Final = (
    (UTM_FIRST, _utm),
    (UTM_LAST, _utm),
    (MGRS, _mgrs),
    (MGRS_SMALL, _mgrs),
    (COMPACT, _compact),
    (LABELLED, _labelled),
    (AFTER, _hemispheres),
    (BEFORE, _hemispheres),
    (BARE, _bare),
)


@cache
def _readers() -> tuple[tuple[re.Pattern[str], Callable[[Match[str], bool], Fix | None]], ...]:
    """Compile the patterns once there is a text that may hold coordinates: most have none."""
    return tuple((re.compile(pattern), read) for pattern, read in READERS)
