"""Words about dates, over ordinal days. Weekdays are Monday to Friday; public holidays are law."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date


def _date(day: int) -> date:
    return date.fromordinal(day)


def year(day: int) -> int:
    return _date(day).year


def month(day: int) -> int:
    return _date(day).month


def day_of_month(day: int) -> int:
    return _date(day).day


def quarter(day: int) -> int:
    return (_date(day).month + 2) // 3


def age(birth: int, day: int) -> int:
    """Completed years; someone born on 29 February ages on 1 March."""
    born, on = _date(birth), _date(day)
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def days_between(first: int, last: int) -> int:
    return last - first


def months_between(first: int, last: int) -> int:
    """Completed months."""
    start, end = _date(first), _date(last)
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def weekdays_between(first: int, last: int) -> int:
    """Weekdays from `first` to `last`, both counted; 0 if `last` comes before."""
    if last < first:
        return 0
    weeks, rest = divmod(last - first + 1, 7)
    weekday = (first + 6) % 7
    return weeks * 5 + sum((weekday + offset) % 7 < 5 for offset in range(rest))


def first_of_month(day: int) -> int:
    return day - _date(day).day + 1


def days_in_month(day: int) -> int:
    on = _date(day)
    return monthrange(on.year, on.month)[1]


def last_of_month(day: int) -> int:
    return first_of_month(day) + days_in_month(day) - 1


def weekdays_in_month(day: int) -> int:
    return weekdays_between(first_of_month(day), last_of_month(day))


WORDS: dict[str, Callable[..., int]] = {
    "year": year,
    "month": month,
    "day": day_of_month,
    "quarter": quarter,
    "age": age,
    "days_between": days_between,
    "months_between": months_between,
    "weekdays_between": weekdays_between,
    "days_in_month": days_in_month,
    "weekdays_in_month": weekdays_in_month,
    "first_of_month": first_of_month,
    "last_of_month": last_of_month,
}
