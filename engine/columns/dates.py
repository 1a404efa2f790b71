"""Words about dates over whole columns of ordinal days; the same days as `engine.program.calendar`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.int64]
FIRST = 719_163
"""The ordinal of 1 January 1970."""
EARLIEST, LATEST = 1, 3_652_059
"""Ordinals of the first and the last day of the calendar."""


def _day(days: Days) -> npt.NDArray[np.datetime64]:
    return (days - FIRST).astype("datetime64[D]")


def _month_number(days: Days) -> Days:
    return _day(days).astype("datetime64[M]").astype(np.int64) + 1970 * 12


def first_of_month(days: Days) -> Days:
    first = _day(days).astype("datetime64[M]").astype("datetime64[D]")
    return first.astype(np.int64) + FIRST


def days_in_month(days: Days) -> Days:
    after = (_day(days).astype("datetime64[M]") + 1).astype("datetime64[D]")
    return after.astype(np.int64) + FIRST - first_of_month(days)


def last_of_month(days: Days) -> Days:
    return first_of_month(days) + days_in_month(days) - 1


def day_of_month(days: Days) -> Days:
    return days - first_of_month(days) + 1


def year(days: Days) -> Days:
    return _month_number(days) // 12


def month(days: Days) -> Days:
    return _month_number(days) % 12 + 1


def quarter(days: Days) -> Days:
    return (month(days) + 2) // 3


def birthday(days: Days) -> Days:
    """Year, month and day in one number: ages are differences of it."""
    return year(days) * 10_000 + month(days) * 100 + day_of_month(days)


def month_and_day(days: Days) -> Days:
    """Months and days in one number: completed months are differences of it."""
    return _month_number(days) * 32 + day_of_month(days)


def weekday_count(days: Days) -> Days:
    """Weekdays from the first Monday of the calendar to this day, it included."""
    return (days + 6) // 7 * 5 - 5 + np.minimum((days + 6) % 7 + 1, 5)


def weekdays_in_month(days: Days) -> Days:
    return weekday_count(last_of_month(days)) - weekday_count(first_of_month(days) - 1)


OF_ONE_DAY: dict[str, Callable[[Days], Days]] = {
    "year": year,
    "month": month,
    "day": day_of_month,
    "quarter": quarter,
    "days_in_month": days_in_month,
    "weekdays_in_month": weekdays_in_month,
    "first_of_month": first_of_month,
    "last_of_month": last_of_month,
    "birthday": birthday,
    "month_and_day": month_and_day,
    "weekday_count": weekday_count,
}
