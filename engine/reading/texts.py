"""The texts that a pack is made of: names, formulas, days, truths, and the words of closed lists."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

NAME_PATTERN: Final = r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$"
SIGNED_NAME_PATTERN: Final = r"^-?[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$"
DAY_PATTERN: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
ROUNDING_PATTERN: Final = r"^(round|floor|ceil|truncate|round_half_even|round_half_down) to \S.*$"

RESERVED: Final = frozenset(("if", "then", "else", "and", "or", "not", "in", "as", "at", "with", "to", "true", "false"))
"""Words of formulas: a definition of that name could never be read."""


def _not_reserved(value: str) -> str:
    if value in RESERVED:
        raise PydanticCustomError("reserved_word", "`{value}` is a word of formulas", {"value": value})
    return value


Name = Annotated[
    str,
    StringConstraints(pattern=NAME_PATTERN, max_length=80),
    AfterValidator(_not_reserved),
    Field(description="A name: lower-case words joined by `_`, parts joined by `.`", examples=["fee.rate"]),
]
Formula = Annotated[
    str,
    StringConstraints(min_length=1, max_length=1000),
    Field(description="A number, a percentage, a date or a formula", examples=["6.5 %", "gross * coefficient"]),
]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]


SignedName = Annotated[
    str,
    StringConstraints(pattern=SIGNED_NAME_PATTERN, max_length=81),
    Field(description="A name, with a minus before it if it is taken off", examples=["-gross"]),
]
Rounding = Annotated[
    str,
    StringConstraints(pattern=ROUNDING_PATTERN, max_length=200),
    Field(description="A rounding word, `to`, and the multiple", examples=["floor to 0.01", "round to quantum"]),
]


FIRST_YEAR, LAST_YEAR = 1800, 2999
"""No law that can be computed is older, no plan reaches further."""


def _iso_date(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not re.match(DAY_PATTERN, value):
        raise PydanticCustomError("bad_date", "`{value}` is not a date", {"value": value})
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("no_such_day", "`{value}` is not a day of the calendar", {"value": value}) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise PydanticCustomError("far_day", "`{value}` is too far away", {"value": value})
    return day


def _boolean(value: object) -> object:
    if not isinstance(value, str):
        return value
    if value not in {"true", "false"}:
        raise PydanticCustomError("bad_flag", "`{value}` is neither `true` nor `false`", {"value": value})
    return value == "true"


Day = Annotated[
    date,
    BeforeValidator(_iso_date, json_schema_input_type=Annotated[str, StringConstraints(pattern=DAY_PATTERN)]),
    Field(description="A day, year-month-day", examples=["2026-07-01"]),
]
Flag = Annotated[bool, BeforeValidator(_boolean, json_schema_input_type=bool)]
Confidence = Literal["statutory", "published", "assumed"]
Clock = Literal["work", "payment", "contract_start"]
Payee = Literal[
    "worker",
    "social_security",
    "tax_office",
    "client",
    "co-operative",
    "fund",
    "supplier",
    "entity",
    "insurer",
    "bank",
    "member",
]
Window = Literal[
    "act", "day", "week", "month", "quarter", "calendar_year", "contract", "24_months", "36_months", "60_months"
]  # fmt: skip
Per = Literal["worker", "employer", "contract", "entity", "payer"]


class Model(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, populate_by_name=True, coerce_numbers_to_str=True, defer_build=True
    )
