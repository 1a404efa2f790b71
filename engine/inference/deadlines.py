"""The words deadlines are written in, and the day they mean for one act.

    start
    last working day before start
    15 days after payment
    15th of the following month, counted from payment
    last day of the month following the quarter, or the next working day
    3rd last working day of the month
    last day of February of the following year

An anchor is `date` (the act's day), `start`, `end`, `payment`, or any date of the pack.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from engine.inference.working_days import WorkingDays

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ALIASES: Final = {"payment": "payment_date"}
PERIODS: Final = (
    "the month", "the following month", "the quarter", "the following quarter",
    "the month following the quarter", "the year", "the following year", "the second following month",
    "the second month following the quarter",
)  # fmt: skip
FORMS: Final = (
    "`start`, `last working day before start`, `next working day after end`, `15 days after payment`, "
    "`15th of the following month`, `last day of the month following the quarter`, "
    "`last day of February of the following year`"
)
_NAME: Final = r"[a-z][a-z0-9_.]*"
_COUNTED: Final = re.compile(rf"(\d+) (hours?|days?|working days?|weeks?|months?|years?) (after|before) ({_NAME})")
_WORKING: Final = re.compile(rf"(last working day before|next working day after) ({_NAME})")
_EDGE: Final = re.compile(r"(first|last) (day|working day) of (.+)")
_NTH_WORKING: Final = re.compile(r"([1-9]\d*)(?:st|nd|rd|th)( last)? working day of (.+)")
_ORDINAL: Final = re.compile(r"(\d+)(?:st|nd|rd|th) of (.+)")
_MONTH: Final = re.compile(rf"({'|'.join(MONTHS)}) of (the year|the following year)")
_COUNTED_FROM: Final = re.compile(rf"(.+), counted from ({_NAME})")
_ROLLS: Final = {", or the next working day": 1, ", or the last working day before": -1}


class BadDeadline(ValueError):
    """A deadline that is not in these words; `mend` says how it could be."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.message, self.mend = message, mend


@dataclass(frozen=True, slots=True)
class Due:
    """A day, an hour of it where hours count, and how it was found."""

    day: date
    hour: int | None
    how: tuple[str, ...]

    def __str__(self) -> str:
        return self.day.isoformat() + (f"T{self.hour:02}:00" if self.hour is not None else "")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as read: the date it starts from, and the words that lead from there."""

    anchor: str
    text: str
    form: Literal["anchor", "counted", "working", "edge", "ordinal"]
    words: tuple[str, ...]
    roll: int = 0


def read_deadline(text: str) -> Deadline:
    """The deadline that a text means; `BadDeadline` says what is wrong with it."""
    rest, roll = text.strip(), 0
    for words, direction in _ROLLS.items():
        if rest.endswith(words):
            rest, roll = rest.removesuffix(words), direction
    if found := _COUNTED.fullmatch(rest):
        number, unit, side, name = found.groups()
        return Deadline(_anchor(name), text, "counted", (number, unit.removesuffix("s"), side), roll)
    if found := _WORKING.fullmatch(rest):
        return Deadline(_anchor(found[2]), text, "working", (found[1].split()[0],), roll)
    anchor = "date"
    if found := _COUNTED_FROM.fullmatch(rest):
        rest, anchor = found[1], _anchor(found[2])
    if found := _EDGE.fullmatch(rest):
        return Deadline(anchor, text, "edge", (found[1], found[2], _period(found[3])), roll)
    if found := _NTH_WORKING.fullmatch(rest):
        edge = "last" if found[2] else "first"
        return Deadline(anchor, text, "edge", (edge, "working day", found[1], _period(found[3])), roll)
    if found := _ORDINAL.fullmatch(rest):
        if not 1 <= int(found[1]) <= 31:
            raise BadDeadline(f"no month has a day {found[1]}", "write a day from 1st to 31st")
        return Deadline(anchor, text, "ordinal", (found[1], _period(found[2])), roll)
    if re.fullmatch(_NAME, rest):
        return Deadline(_anchor(rest), text, "anchor", (), roll)
    raise BadDeadline(f"`{text}` is not a deadline", f"write one of: {FORMS}")


def _anchor(name: str) -> str:
    return ALIASES.get(name, name)


def _period(text: str) -> str:
    if text in PERIODS or _MONTH.fullmatch(text):
        return text
    raise BadDeadline(
        f"`{text}` is not a period", f"write one of: {', '.join(PERIODS)}, or `February of the following year`"
    )


def found_for(deadline: Deadline, anchor: date, calendar: WorkingDays) -> Due:
    """The day a deadline means when its anchor falls on `anchor`."""
    name = {"payment_date": "payment", "date": "the act"}.get(deadline.anchor, deadline.anchor)
    how = [f"{name} is {told(anchor)}"]
    hour: int | None = None
    match deadline.form:
        case "anchor":
            day = anchor
        case "counted":
            day, hour = _counted(deadline, anchor, calendar, how)
        case "working":
            step = -1 if deadline.words[0] == "last" else 1
            day = _next_working(anchor + timedelta(days=step), step, calendar, how)
            how.append(f"{deadline.words[0]} working day {'before' if step < 0 else 'after'} it: {told(day)}")
        case _:
            day = _in_period(deadline, anchor, calendar, how)
    if deadline.roll and not calendar.is_working(day):
        day = _next_working(day, deadline.roll, calendar, how)
        how.append(f"{'next' if deadline.roll > 0 else 'last'} working day: {told(day)}")
    return Due(day, hour, tuple(how))


def told(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def _counted(deadline: Deadline, anchor: date, calendar: WorkingDays, how: list[str]) -> tuple[date, int | None]:
    number, (_, unit, side) = int(deadline.words[0]), deadline.words
    sign = 1 if side == "after" else -1
    hour: int | None = None
    match unit:
        case "hour":
            days, left = divmod(sign * number, 24)
            day, hour = anchor + timedelta(days=days), left
            how.append("hours are counted from the beginning of that day")
        case "day" | "week":
            day = anchor + timedelta(days=sign * number * (7 if unit == "week" else 1))
        case "working day":
            day = anchor
            for _ in range(number):
                day = _next_working(day + timedelta(days=sign), sign, calendar, how)
        case _:
            day = months_later(anchor, sign * number * (12 if unit == "year" else 1))
    plural = "" if number == 1 else "s"
    clock = f" at {hour:02}:00" if hour is not None else ""
    how.append(f"{number} {unit}{plural} {side} it: {told(day)}{clock}")
    return day, hour


def _in_period(deadline: Deadline, anchor: date, calendar: WorkingDays, how: list[str]) -> date:
    first, last = _bounds(deadline.words[-1], anchor)
    if deadline.form == "ordinal":
        number = min(int(deadline.words[0]), monthrange(first.year, first.month)[1])
        day = first.replace(day=number)
        how.append(f"day {deadline.words[0]} of {MONTHS[first.month - 1]} {first.year}: {told(day)}")
        return day
    edge, kind = deadline.words[0], deadline.words[1]
    day = first if edge == "first" else last
    further = int(deadline.words[2]) - 1 if len(deadline.words) > 3 else 0
    if kind == "working day":
        step = 1 if edge == "first" else -1
        day = _next_working(day, step, calendar, how)
        for _ in range(further):
            day = _next_working(day + timedelta(days=step), step, calendar, how)
    before = f" and {further} further" if further else ""
    how.append(f"{edge} {kind}{before} of {_span_told(first, last)}: {told(day)}")
    return day


def _span_told(first: date, last: date) -> str:
    if (first.year, first.month) == (last.year, last.month):
        return f"{MONTHS[first.month - 1]} {first.year}"
    return f"{MONTHS[first.month - 1]} to {MONTHS[last.month - 1]} {last.year}"


def _bounds(period: str, anchor: date) -> tuple[date, date]:
    """First and last day of a period as seen from the anchor."""
    month = date(anchor.year, anchor.month, 1)
    quarter = date(anchor.year, anchor.month - (anchor.month - 1) % 3, 1)
    year = date(anchor.year, 1, 1)
    starts: dict[str, tuple[date, int]] = {
        "the month": (month, 1),
        "the following month": (months_later(month, 1), 1),
        "the second following month": (months_later(month, 2), 1),
        "the second month following the quarter": (months_later(quarter, 4), 1),
        "the quarter": (quarter, 3),
        "the following quarter": (months_later(quarter, 3), 3),
        "the month following the quarter": (months_later(quarter, 3), 1),
        "the year": (year, 12),
        "the following year": (months_later(year, 12), 12),
    }
    if named := _MONTH.fullmatch(period):
        later = 0 if named[2] == "the year" else 1
        first, length = date(anchor.year + later, MONTHS.index(named[1]) + 1, 1), 1
    else:
        first, length = starts[period]
    return first, months_later(first, length) - timedelta(days=1)


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last of a month that is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _next_working(day: date, step: int, calendar: WorkingDays, how: list[str]) -> date:
    """`day`, or the nearest working day on that side; says what was passed over."""
    while (why := calendar.why_closed(day)) is not None:
        how.append(f"{told(day)} is {why}")
        day += timedelta(days=step)
    return day
