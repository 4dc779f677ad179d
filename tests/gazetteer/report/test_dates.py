"""Dates in the prose of reports."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.report.dates import Period, find_dates, find_period, starts_with_date

WEEK = Period(date(2020, 5, 21), date(2020, 5, 26))
NEW_YEAR = Period(date(2020, 12, 29), date(2021, 1, 4))


@pytest.mark.parametrize(
    ("text", "period", "days"),
    [
        ("", WEEK, []),
        ("On May 21, 2020, men fired.", None, ["2020-05-21"]),
        ("on May 19 its operatives", WEEK, ["2020-05-19"]),
        ("a blast (March 25); another (May 12)", WEEK, ["2020-03-25", "2020-05-12"]),
        ("12 March: gunmen", WEEK, ["2020-03-12"]),
        ("the 3rd of June 2019", None, ["2019-06-03"]),
        ("2021-03-05 10 killed", None, ["2021-03-05"]),
        ("21/05/2020", None, ["2020-05-21"]),
        ("05/21/2020", None, ["2020-05-21"]),
        ("Sept. 3, 2014", None, ["2014-09-03"]),
        ("On 31 December", NEW_YEAR, ["2020-12-31"]),
        ("On 2 January", NEW_YEAR, ["2021-01-02"]),
        ("On Friday, a bomb", WEEK, ["2020-05-22"]),
        ("February 30, 2020", None, []),
        ("29 February", Period(date(2021, 3, 1), date(2021, 3, 7)), ["2020-02-29"]),
        ("May 19", None, []),
        ("they may 5 times", None, []),
        ("about 10 km north; 12 March 2020", None, ["2020-03-12"]),
        ("established in January 2015", WEEK, []),
    ],
)
def test_days_are_found_and_take_their_year_from_the_period(
    text: str, period: Period | None, days: list[str]
) -> None:
    assert [d.first.isoformat() for d in find_dates(text, period=period)] == days


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("May 21-26, 2020", "2020-05-21", "2020-05-26"),
        ("21 \u2013 27 May 2020", "2020-05-21", "2020-05-27"),
        ("28 December 2020 - 3 January 2021", "2020-12-28", "2021-01-03"),
        ("December 28 - January 3, 2021", "2020-12-28", "2021-01-03"),
        ("between April 24, 2020 and May 20, 2020", "2020-04-24", "2020-05-20"),
        ("2021-03-08 to 2021-03-14", "2021-03-08", "2021-03-14"),
        ("Week 46, 2019 (11 to 17 November)", "2019-11-11", "2019-11-17"),
        ("Sunday 7 March 2021 to Saturday 13 March 2021", "2021-03-07", "2021-03-13"),
        ("Situation report of 5 March 2021", "2021-03-05", "2021-03-05"),
    ],
)
def test_the_period_stands_in_the_title(text: str, first: str, last: str) -> None:
    period = find_period(text)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


def test_what_an_attack_came_after_is_earlier() -> None:
    text = "The attack came two days after gunmen killed a teacher."
    (found,) = find_dates(text, period=WEEK, previous=date(2020, 5, 23))
    assert found.first == date(2020, 5, 21)


@pytest.mark.parametrize("text", ["", "Weekly review", "May", "Issue 235"])
def test_a_title_without_a_date_gives_no_period(text: str) -> None:
    assert find_period(text) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("On May 21, men fired. The same day a bomb went off.", ["2020-05-21", "2020-05-21"]),
        ("On May 21, men fired. The next day a bomb went off.", ["2020-05-21", "2020-05-22"]),
        ("On May 21, men fired; a day earlier a bomb went off.", ["2020-05-21", "2020-05-20"]),
        ("The same day a bomb went off.", []),
        ("On May 21, men fired. It came a day after a raid on a farm.", ["2020-05-21"]),
        ("On May 21, men fired. A bomb went off two days after.", ["2020-05-21", "2020-05-23"]),
    ],
)
def test_a_day_told_by_another_day_is_counted_from_it(text: str, days: list[str]) -> None:
    assert [d.first.isoformat() for d in find_dates(text, period=WEEK)] == days


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("12 March: gunmen attacked", True),
        ("On 12 March 2020, gunmen", True),
        ("**2020-03-12** Kirkuk", True),
        ("Friday, 12 March 2021", True),
        ("Twelve men", False),
        ("", False),
    ],
)
def test_an_entry_of_a_chronicle_begins_with_its_date(line: str, *, answer: bool) -> None:
    assert starts_with_date(line) is answer


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_a_written_day_is_read_back(day: date) -> None:
    for text in (
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%B} {day.year}",
        day.isoformat(),
    ):
        assert [d.first for d in find_dates(text)] == [day]


@given(st.text(max_size=300))
def test_no_text_raises(text: str) -> None:
    find_dates(text, period=WEEK)
    starts_with_date(text)
