"""
Dates in the prose of a report: days, ranges, and days told by another day.

A date without a year takes the year that puts it nearest to the period of the report. Positions
are characters of the text that was searched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun",
            "july jul", "august aug", "september sept sep", "october oct", "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
MONTHS_OF_A_YEAR: Final = 12
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LATEST_AFTER_PERIOD = timedelta(days=14)  # a report may come out some days after its period
LONGEST_PERIOD = timedelta(days=400)  # a yearly report; a longer range is no period of a report

_MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_TO = r"\s*(?:-|\u2013|—|to|until|till|through|and|&)\s*(?:the\s+)?(?:[A-Z][a-z]+day,?\s+)?"
_M1, _M2 = (rf"(?P<m{n}>{_MONTH})" for n in (1, 2))
_D1, _D2 = (rf"(?P<d{n}>{_DAY})" for n in (1, 2))
_Y1, _Y2 = (rf"(?P<y{n}>{_YEAR})" for n in (1, 2))
_N1, _N2 = (rf"(?P<n{n}>\d\d)" for n in (1, 2))
_NO_LENGTH = r"(?!\s*(?:km\b|kilomet|mi\b|miles?\b|people|soldier))"
_FORMS = (
    # May 28 - June 3, 2020; between May 14 and May 20, 2020
    rf"{_M1}\s+{_D1}(?:,?\s+{_Y1})?{_TO}{_M2}\s+{_D2}\b(?:,?\s+{_Y2}\b)?",
    # May 21-26, 2020
    rf"{_M1}\s+{_D1}{_TO}{_D2}\b{_NO_LENGTH}(?:,?\s+{_Y2}\b)?",
    # 28 May - 3 June 2020
    rf"{_D1}(?:\s+of)?\s+{_M1}(?:,?\s+{_Y1})?{_TO}{_D2}(?:\s+of)?\s+{_M2}(?!\w)(?:,?\s+{_Y2}\b)?",
    # 21-26 May 2020
    rf"{_D1}{_TO}{_D2}(?:\s+of)?\s+{_M1}(?!\w)(?:,?\s+{_Y2}\b)?",
    # 2020-05-21 to 2020-05-26
    rf"{_Y1}-{_N1}-(?P<d1>\d\d)\s*(?:-|\u2013|—|/|to|until|and)\s*{_Y2}-{_N2}-(?P<d2>\d\d)\b",
    # 2020-05-21
    rf"{_Y1}(?P<s>[-/.])(?P<n1>\d\d?)(?P=s)(?P<d1>\d\d?)(?![\d-])",
    # 21/05/2020, 21.5.2020
    rf"(?P<d1>\d\d?)(?P<s>[-/.])(?P<n1>\d\d?)(?P=s){_Y1}\b",
    # May 21, 2020
    rf"{_M1}\s+{_D1}\b{_NO_LENGTH}(?:,?\s+{_Y1}\b)?",
    # 21 May 2020
    rf"{_D1}(?:\s+of)?[\s-]{_M1}(?!\w)(?:,?[\s-]{_Y1}\b)?",
)
_ABSOLUTE = tuple(re.compile(rf"(?<![\w/.-]){form}", re.IGNORECASE) for form in _FORMS)
_COUNT = "two|three|four|five|six|seven|eight|nine|ten"
_RELATIVE = re.compile(
    r"\b(?:(?P<same>(?:on |later |earlier )?(?:the|that) (?:same|very) (?:day|night|evening"
    r"|morning|date)"
    r"|(?:later |earlier )?(?:on )?that (?:day|night|evening|morning))"
    r"|(?P<next>(?:on )?(?:the )?(?:next|following) (?:day|morning|night)|(?:a|one"
    r"|the) day (?:later|afterwards?|after(?=\s*(?:[,.;)]|$))))"
    r"|(?P<previous>(?:on )?the (?:previous (?:day|night|evening)|(?:day|night) before)|(?:a|one)"
    r" day (?:earlier|before|prior))"
    rf"|(?P<count>{_COUNT}|\d{{1,2}}) days (?:(?P<later>later|afterwards?|after(?=\s*(?:[,.;)]|$)))"
    rf"|earlier|(?:before|prior)(?!\s+(?:the|an?|he|she|they|his|her|it)\b)))",
    re.IGNORECASE,
)
# "The attack came a day after gunmen killed a teacher": the day of what is told after it.
_CAME = re.compile(
    rf"\b(?:came|comes|coming|occurred|happened) (?:just |only |barely )?"
    rf"(?P<span>(?:a|one) day|(?:{_COUNT}|\d{{1,2}}) days) (?:after|since)\b(?=\s+[\w\u201c\"])",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    rf"\b(?:(?:on|last|this|since)\s+)(?P<weekday>{'|'.join(WEEKDAYS)})\b"
    rf"|^\W*(?P<head>{'|'.join(WEEKDAYS)})\b(?=\s*[:,\u2013-])"
    rf"|\b(?P<bare>{'|'.join(WEEKDAYS)})\b(?=\s+(?:night|morning|evening|afternoon|at dawn)\b)",
    re.IGNORECASE,
)
_TODAY = re.compile(
    r"\b(?:(?P<today>today|this (?:morning|evening|afternoon)|tonight)"
    r"|(?P<yesterday>yesterday|last (?:night|evening)))\b",
    re.IGNORECASE,
)
_WHOLE_MONTH = re.compile(
    rf"\b(?:(?P<half>first|second) half of )?{_M1},?\s+{_Y1}\b", re.IGNORECASE
)
_WEEK_ENDING = re.compile(r"\bweek\s+(?:ending|ended|to)\b[\s:]*(?:on\s+)?$", re.IGNORECASE)
MIDDLE_OF_A_MONTH: Final = 15  # the last day of its first half
_SAID = re.compile(
    r"\b(?:said|announced|reported|stated|declared|confirmed|claimed|told \w+|statement|published"
    r"|released|posted|issued|broadcast)(?:\s+(?!that\b)\w+){0,3}?\s+(?:on\s+)?(?:[A-Z]\w+day,?\s+)?$"
)
_ITEM = re.compile(r"\s*(?:\)|\]|:|-|\u2013|—|\.|,|;|\|)")


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a report is about, both inclusive."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """
    One date in a text; `last` is given for a range only.

    A date is `relative` if another gives it ("the next day"), and `reported` if it is the day on
    which somebody said so ("the army said on May 2 that").
    """

    start: int
    end: int
    first: date
    last: date | None = None
    relative: bool = False
    reported: bool = False


def find_dates(
    text: str, *, period: Period | None = None, previous: date | None = None
) -> list[DateMention]:
    """
    Find the dates in a text.

    Parameters
    ----------
    text
        A sentence or a block.
    period
        Days of the report, which give the year to a date that has none and the day to a weekday.
    previous
        The day last spoken of, which "the same day" and "the next day" refer to.

    Returns
    -------
    dates
        In the order of the text. A date that cannot be (February 30) or has no year, where no
        period gives one, is left out.

    Examples
    --------
    >>> week = Period(date(2020, 5, 21), date(2020, 5, 26))
    >>> dates = find_dates("on May 22; (March 25); 3rd of June 2019", period=week)
    >>> [mention.first.isoformat() for mention in dates]
    ['2020-05-22', '2020-03-25', '2019-06-03']
    """
    taken: list[tuple[int, int]] = []
    found: list[DateMention] = []
    for pattern in _ABSOLUTE:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            mention = _absolute(match, period)
            if mention is not None:
                taken.append(match.span())
                found.append(mention)
    found += _by_the_week(text, period, taken)
    found.sort(key=lambda mention: mention.start)
    found += _by_another(text, found, previous)
    return sorted(
        (
            replace(mention, reported=_SAID.search(text, 0, mention.start) is not None)
            for mention in found
        ),
        key=lambda mention: mention.start,
    )


def find_period(text: str) -> Period | None:
    """
    Find the first range of days, a month, or else the first day, that a title states with its year.

    Parameters
    ----------
    text
        Title, subtitle or name of a file.

    Returns
    -------
    period
        None if there is none.

    Examples
    --------
    >>> find_period("Weekly review, 28 December 2020 - 3 January 2021")
    Period(first=datetime.date(2020, 12, 28), last=datetime.date(2021, 1, 3))
    """
    words = re.sub(r"_", " ", text)
    years = {int(year) for year in re.findall(rf"(?<!\d){_YEAR}(?!\d)", words)}
    dates = find_dates(words)
    if len(years) == 1 and not any(mention.last for mention in dates):
        # "Week 46, 2019 (11 to 17 November)": the year stands apart from the days.
        year = years.pop()
        whole = Period(date(year, 1, 1), date(year, MONTHS_OF_A_YEAR, 31))
        dates = [m for m in find_dates(words, period=whole) if m.last is not None] or dates
    for mention in dates:
        if mention.last is not None and mention.last - mention.first <= LONGEST_PERIOD:
            return Period(mention.first, mention.last)
    if dates:
        first = dates[0].first
        if _WEEK_ENDING.search(words, 0, dates[0].start):
            return Period(first - timedelta(days=len(WEEKDAYS) - 1), first)
        return Period(first, first)
    month = _WHOLE_MONTH.search(words)
    return _month_period(month) if month else None


def starts_with_date(line: str, *, item: bool = False) -> bool:
    """
    Say whether a line begins with a date, as each entry of a chronicle does.

    Parameters
    ----------
    line
        One line of a report.
    item
        Ask for more: a date, and words after it.

    Returns
    -------
    answer
        Whether it does.

    Examples
    --------
    >>> starts_with_date("12 March: gunmen attacked a post."), starts_with_date("Two men")
    (True, False)
    """
    head = re.sub(
        r"^[\s*_>\[(|]*(?:(?:on|in|during)\s+)?(?:the night of\s+)?(?:[A-Z][a-z]+day,?\s+)?",
        "",
        line[:120],
        flags=re.IGNORECASE,
    )
    for pattern in _ABSOLUTE:
        match = pattern.match(head)
        if match is not None:
            return not item or bool(head[match.end() :].strip(" *_:.,-\u2013—)]|"))
    return False


def _by_the_week(
    text: str, period: Period | None, taken: list[tuple[int, int]]
) -> list[DateMention]:
    """Find "on Tuesday", and "yesterday" in a report of one day."""
    if period is None:
        return []
    found = [
        DateMention(start=match.start(), end=match.end(), first=day)
        for match in _WEEKDAY.finditer(text)
        if (day := _weekday(match["weekday"] or match["head"] or match["bare"], period)) is not None
        and not any(match.start() < end and start < match.end() + 2 for start, end in taken)
    ]
    if period.first == period.last:
        found += [
            DateMention(
                start=match.start(),
                end=match.end(),
                first=period.last - timedelta(days=match["yesterday"] is not None),
            )
            for match in _TODAY.finditer(text)
        ]
    return found


def _by_another(text: str, found: list[DateMention], previous: date | None) -> list[DateMention]:
    """Find "the next day" and "two days later", by the date before each."""
    relative = []
    for match in _RELATIVE.finditer(text):
        base = previous
        for mention in found:
            if mention.end <= match.start():
                base = mention.last or mention.first
        if base is not None:
            day = base + timedelta(days=_shift(match))
            relative.append(
                DateMention(start=match.start(), end=match.end(), first=day, relative=True)
            )
    if previous is not None:
        for match in _CAME.finditer(text):
            word = match["span"].split()[0].lower()
            day = previous - timedelta(days=1 if word in {"a", "one"} else _number(word))
            start, end = match.span("span")
            relative.append(DateMention(start=start, end=end, first=day, relative=True))
    return relative


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _COUNT.split("|").index(word) + 2


def _shift(match: re.Match[str]) -> int:
    """Give the days by which "the next day" or "two days earlier" is away from the day before."""
    if match["count"] is None:
        return {"same": 0, "next": 1, "previous": -1}[match.lastgroup or "same"]
    words = match["count"].lower()
    days = _number(words)
    return days if match["later"] else -days


def _month_period(match: re.Match[str]) -> Period:
    year, month = int(match["y1"]), _month(match["m1"], None)
    first = date(year, month, 1)
    last = date(year + month // MONTHS_OF_A_YEAR, month % MONTHS_OF_A_YEAR + 1, 1)
    last -= timedelta(days=1)
    middle = first.replace(day=MIDDLE_OF_A_MONTH)
    match (match["half"] or "").lower():
        case "first":
            return Period(first, middle)
        case "second":
            return Period(middle + timedelta(days=1), last)
        case _:
            return Period(first, last)


def _absolute(match: re.Match[str], period: Period | None) -> DateMention | None:
    parts = match.groupdict()
    year = parts.get("y1") or parts.get("y2")
    last_year = parts.get("y2") or parts.get("y1")
    month = _month(parts.get("m1"), parts.get("n1"))
    day = _day(parts["d1"])
    if (
        parts.get("s")
        and parts.get("n1")
        and month > MONTHS_OF_A_YEAR >= day
        and match["d1"] == match[0][: len(match["d1"])]
    ):
        month, day = day, month  # 05/21/2020 can only be the American order
    if parts.get("d2") is None:
        first = _resolve(year, month, day, period)
        if first is None:
            return None
        return DateMention(start=match.start(), end=match.end(), first=first)
    last_month = _month(parts.get("m2"), parts.get("n2")) or month
    last = _resolve(last_year, last_month, _day(parts["d2"]), period)
    if last is None:
        return None
    first = _resolve(parts.get("y1") or str(last.year), month, day, period)
    if first is not None and first > last:
        first = _resolve(str(last.year - 1), month, day, period) if last_month < month else None
    if first is None:
        return None
    return DateMention(start=match.start(), end=match.end(), first=first, last=last)


def _month(name: str | None, number: str | None) -> int:
    if name is not None:
        return MONTHS[name.lower().rstrip(".")]
    return int(number) if number is not None else 0


def _day(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _resolve(year: str | None, month: int, day: int, period: Period | None) -> date | None:
    try:
        if year is not None:
            return date(int(year), month, day)
        if period is None:
            return None
        candidates = [
            date(period.last.year + shift, month, day)
            for shift in (-1, 0, 1)
            if not (month == 2 and day == 29 and not _leap(period.last.year + shift))  # noqa: PLR2004
        ]
    except ValueError:
        return None
    past = [c for c in candidates if c <= period.last + LATEST_AFTER_PERIOD]
    return max(past, default=None)


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _weekday(name: str, period: Period) -> date | None:
    """Find the day of that name among the last seven of a period that is no longer than they."""
    if (period.last - period.first).days >= len(WEEKDAYS):
        return None
    back = (period.last.weekday() - WEEKDAYS.index(name.lower())) % len(WEEKDAYS)
    return period.last - timedelta(days=back)
