"""The words every formula knows: what they take and what they give."""

from __future__ import annotations

from typing import Final

from engine.language.mechanisms import MECHANISMS
from engine.language.types import DATE, Type

_COUNT: Final = Type("count")
_DAYS: Final = Type("days")

DATE_WORDS: Final[dict[str, tuple[tuple[Type, ...], Type]]] = {
    "year": ((DATE,), _COUNT),
    "quarter": ((DATE,), _COUNT),
    "month": ((DATE,), _COUNT),
    "day": ((DATE,), _COUNT),
    "age": ((DATE, DATE), _COUNT),
    "days_between": ((DATE, DATE), _DAYS),
    "months_between": ((DATE, DATE), _COUNT),
    "weekdays_between": ((DATE, DATE), _DAYS),
    "days_in_month": ((DATE,), _DAYS),
    "weekdays_in_month": ((DATE,), _DAYS),
    "first_of_month": ((DATE,), DATE),
    "last_of_month": ((DATE,), DATE),
}

CONVERSIONS: Final = {"per_month": "month", "per_quarter": "quarter", "per_year": "year"}
EXTREMES: Final = frozenset(("min", "max"))
ALL_WORDS: Final = frozenset(DATE_WORDS) | frozenset(CONVERSIONS) | EXTREMES | frozenset(MECHANISMS)

MEANINGS: Final[dict[str, str]] = {
    "min": "the smallest of some values",
    "max": "the largest of some values",
    "round": "to the nearest multiple, half away from zero",
    "floor": "to the multiple below, by the number line",
    "ceil": "to the multiple above, by the number line",
    "truncate": "to the multiple towards zero",
    "round_half_even": "to the nearest multiple, half to the even one",
    "round_half_down": "to the nearest multiple, half towards zero",
    "per_month": "an amount per quarter or year as one per month",
    "per_quarter": "an amount per month or year as one per quarter",
    "per_year": "an amount per month or quarter as one per year",
    "year": "the year of a day",
    "quarter": "its quarter, 1 to 4",
    "month": "its month, 1 to 12",
    "day": "its day of the month, 1 to 31",
    "age": "completed years from a birth to a day; who was born on 29 February ages on 1 March",
    "days_between": "days from the first to the last, the last not counted",
    "months_between": "completed months from the first to the last",
    "weekdays_between": "Mondays to Fridays from the first to the last, both counted",
    "days_in_month": "how many days the month of a day has",
    "weekdays_in_month": "how many Mondays to Fridays it has",
    "first_of_month": "the first day of its month",
    "last_of_month": "the last day of its month",
}
"""What each word means, in the words of the reference."""

FORMS: Final[tuple[tuple[str, str], ...]] = (
    ("`1234.56`, `6.5 %`, `2026-07-01`, `true`", "a number, a percentage (6.5 / 100), a date, a truth"),
    ("`a + b - c * d / e`, `-x`", "exact arithmetic; a divisor must be proven never to be zero"),
    ("`x ^ 2`", "a power; one with a broken exponent stands directly inside a rounding"),
    ("`== != < <= > >=`", "comparisons; they do not chain"),
    ("`and`, `or`, `not`", "`and` binds tighter than `or`; the right side is read only where the left leaves it open"),
    ("`x in [a, b]`", "whether it is one of them"),
    ("`if c then a else b`", "only the chosen side is computed; inside a longer formula it stands in brackets"),
    ("`tariff(x)`", "a scale, table or function of the pack, by its name"),
    ("`x as money/month`", "what you know of its kind or period; no factor"),
    ("`rate at 2023-12-31`", "a parameter as on another day: a date, `payment`, `contract_start`, `start_of_year`"),
    ("`tax with {children: 0}`", "the line and what is under it, computed again under other facts or lines"),
    ("`quantum`, `act`, `contract`, `date`, `payment_date`", "the currency's smallest unit, and what every case has"),
)
"""The forms of formulas that are not words with brackets."""
