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
