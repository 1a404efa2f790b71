"""Deadlines in words: the day they mean, how it was found, and what is said of those that mean none."""

from __future__ import annotations

from datetime import date

import pytest

from engine.inference.deadlines import BadDeadline, found_for, months_later, read_deadline
from engine.inference.working_days import calendar_of

BELGIUM = calendar_of("BE")


@pytest.mark.parametrize(
    ("text", "anchor", "due"),
    [
        ("start", "2026-03-10", "2026-03-10"),
        ("last working day before start", "2026-03-10", "2026-03-09"),
        ("last working day before start", "2026-03-09", "2026-03-06"),  # over a weekend
        ("last working day before start", "2026-04-07", "2026-04-03"),  # over Easter
        ("next working day after end", "2026-04-03", "2026-04-07"),
        ("next working day after end", "2026-07-20", "2026-07-22"),  # the national holiday
        ("15 days after payment", "2026-02-20", "2026-03-07"),
        ("1 day before start", "2026-03-01", "2026-02-28"),
        ("2 weeks after end", "2026-12-24", "2027-01-07"),
        ("1 month after payment", "2026-01-31", "2026-02-28"),
        ("3 months after payment", "2027-11-30", "2028-02-29"),
        ("1 year after payment", "2028-02-29", "2029-02-28"),
        ("7 working days after end", "2026-04-02", "2026-04-14"),
        ("48 hours after payment", "2026-03-10", "2026-03-12T00:00"),
        ("36 hours after payment", "2026-03-10", "2026-03-11T12:00"),
        ("1 hour before start", "2026-03-10", "2026-03-09T23:00"),
        ("15th of the following month", "2026-12-31", "2027-01-15"),
        ("31st of the following month", "2026-01-10", "2026-02-28"),
        ("15th of the second following month", "2026-11-30", "2027-01-15"),
        ("5th of the following month, counted from end", "2026-03-31", "2026-04-05"),
        ("5th of the following month, counted from end, or the next working day", "2026-03-31", "2026-04-07"),
        ("5th of the following month, counted from end, or the last working day before", "2026-03-31", "2026-04-03"),
        ("last day of the month following the quarter", "2026-03-31", "2026-04-30"),
        ("last day of the month following the quarter", "2026-04-01", "2026-07-31"),
        ("last day of the month following the quarter", "2026-12-31", "2027-01-31"),
        ("12th of the second following month", "2026-11-30", "2027-01-12"),
        ("12th of the second month following the quarter", "2026-03-31", "2026-05-12"),
        ("12th of the second month following the quarter", "2026-10-01", "2027-02-12"),
        ("first working day of the following month", "2026-04-10", "2026-05-04"),  # 1 May is a holiday, then a weekend
        ("last working day of the month", "2026-05-10", "2026-05-29"),
        ("3rd last working day of the month", "2026-05-10", "2026-05-27"),
        ("5th last working day of the month", "2026-05-10", "2026-05-22"),  # Whit Monday is passed over
        ("4th working day of the following month", "2026-04-10", "2026-05-07"),  # after 1 May and a weekend
        ("last day of the quarter", "2026-02-01", "2026-03-31"),
        ("first day of the following quarter", "2026-12-01", "2027-01-01"),
        ("last day of the year", "2026-02-01", "2026-12-31"),
        ("last day of February of the following year", "2027-06-01", "2028-02-29"),
        ("31st of March of the following year", "2026-06-01", "2027-03-31"),
    ],
)
def test_the_day_a_deadline_means(text: str, anchor: str, due: str) -> None:
    found = found_for(read_deadline(text), date.fromisoformat(anchor), BELGIUM)
    assert str(found) == due


def test_how_a_day_was_found_names_every_day_passed_over() -> None:
    found = found_for(read_deadline("last working day before start"), date(2026, 4, 7), BELGIUM)
    assert found.how == (
        "start is Tuesday 7 April 2026",
        "Monday 6 April 2026 is a public holiday (Easter Monday)",
        "Sunday 5 April 2026 is a Sunday",
        "Saturday 4 April 2026 is a Saturday",
        "last working day before it: Friday 3 April 2026",
    )


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("soon", "soon"),
        ("the day after tomorrow", "not a deadline"),
        ("15 of the following month", "not a deadline"),
        ("32nd of the following month", "no month has a day 32"),
        ("15th of the next month", "not a period"),
        ("last day of february of the following year", "not a period"),
        ("next working day after", "not a deadline"),
        ("-3 days after end", "not a deadline"),
    ],
)
def test_what_is_no_deadline_is_told_in_words(text: str, word: str) -> None:
    if text == "soon":  # a name: whether there is such a date is for the check of the pack
        assert read_deadline(text).anchor == "soon"
        return
    with pytest.raises(BadDeadline, match=word) as bad:
        read_deadline(text)
    assert bad.value.mend


def test_a_country_without_a_calendar_has_weekends_only() -> None:
    nowhere = calendar_of("XX")
    assert nowhere.is_working(date(2026, 12, 25))
    assert not nowhere.is_working(date(2026, 12, 26))


def test_a_region_has_its_own_holidays() -> None:
    assert calendar_of("DE", "by").why_closed(date(2026, 1, 6)) is not None
    assert calendar_of("DE", "be").why_closed(date(2026, 1, 6)) is None
    assert calendar_of("DE", "an_own_name").why_closed(date(2026, 12, 25)) is not None


def test_months_later_keeps_to_the_end_of_short_months() -> None:
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert months_later(date(2026, 12, 1), 1) == date(2027, 1, 1)
