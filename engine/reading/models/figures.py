"""Figures of the law, dated and sourced: parameters, scales, tables, and assumptions about them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from engine.reading.models.described import Described, Sourced
from engine.reading.models.forms import form_of
from engine.reading.texts import Clock, Day, Flag, Formula, Model, Rounding, Text


def _dated_form(value: object) -> str:
    """Tells one dated value from a group of fields that change together."""
    if isinstance(value, dict) and not {"value", "ended"} & value.keys():
        return "fields"
    return "text" if isinstance(value, str) else "group"


class DatedValue(Sourced):
    """One value from its date on. `ended: true` says that nothing holds from then on."""

    value: Formula | None = Field(
        None, description="The figure, or a formula over other parameters", examples=["6.5 %", "1.03 * wage.minimum"]
    )
    comes_to: Formula | None = Field(
        None,
        description="The published figure that the formula must come to; `check` compares the two",
        examples=["2218.73"],
    )
    ended: Flag = Field(False, description="`true`: nothing holds from this date on")


FieldValues = Annotated[
    dict[str, str],
    Field(json_schema_extra={"not": {"anyOf": [{"required": ["value"]}, {"required": ["ended"]}]}}),
]
"""Figures that change together, by field; told from one dated value by the keys that only that one has."""


class Parameter(Described, Sourced):
    """A dated figure of the law, or a group of figures that change together (`fields`)."""

    type: str | None = Field(
        None,
        description="Kind of value: `money`, `rate`, `money/month`, `number`, `count`, `date` …; money if absent",
        examples=["rate", "money/month"],
    )
    fields: dict[str, str] | None = Field(
        None,
        description="Field name -> type; makes parameters `name.field`",
        examples=[{"maximum": "money", "rate": "rate"}],
    )
    follows: Clock = Field("work", description="The date of the act which the value follows")
    round: Rounding | None = Field(None, description="Rounding of a value computed from others: `floor to 0.01`")
    open: Flag = Field(False, description="A layer or a country pack may fill this term")
    values: dict[
        Day,
        Annotated[
            Annotated[DatedValue, Tag("group")]
            | Annotated[FieldValues, Tag("fields")]
            | Annotated[Formula, Tag("text")],
            Discriminator(_dated_form),
        ],
    ] = Field(description="From a date on: a number, a formula over other parameters, or `{value: …, source: …}`")

    @model_validator(mode="after")
    def _groups_have_fields(self) -> Parameter:
        if self.fields is None:
            for day, value in self.values.items():
                if isinstance(value, dict):
                    raise PydanticCustomError("no_value", "no `value`", {"path": ["values", day.isoformat()]})
        return self


class Bracket(Model):
    """One row of a scale. The last row has no bound."""

    up_to: Formula | None = Field(None, description="Upper bound, included")
    below: Formula | None = Field(None, description="Upper bound, not included")
    rate: Formula | None = Field(None, description="Marginal: rate on the part inside the bracket")
    amount: Formula | None = Field(None, description="Marginal: amount at the bottom instead of the rows before")
    value: Formula | None = Field(None, description="Step: the result for the whole base")


class DatedBrackets(Sourced):
    rows: list[Bracket] | None = Field(None, description="The rows, lowest first; the last has no bound")
    ended: Flag = Field(False, description="`true`: nothing holds from this date on")


class Scale(Described, Sourced):
    """Brackets over one amount, called by name: `tariff(annual.net)`."""

    of: str = Field("money", description="Type of the amount asked")
    type: str = Field("money", description="Type of the result")
    each_bracket: Rounding | None = Field(None, description="Rounding of each bracket's part: `round to 0.01`")
    follows: Clock = Field("work", description="The date of the act which the scale follows")
    values: dict[
        Day,
        Annotated[
            Annotated[DatedBrackets, Tag("group")] | Annotated[list[Bracket], Tag("list")], Discriminator(form_of)
        ],
    ] = Field(description="From a date on: the rows of the scale, lowest first")


class DatedRows(Sourced):
    rows: dict[str, Formula] | None = Field(
        None, description="Key -> value", examples=[{"north": "1 %", "south": "2 %"}, {"0": "0", "1": "50"}]
    )
    otherwise: Formula | None = Field(None, description="Result for every other key")
    each_further: Formula | None = Field(None, description="Added for each unit above the last row (count keys)")
    ended: Flag = Field(False, description="`true`: nothing holds from this date on")


class Table(Described, Sourced):
    """Values by a key (an enum or a count): `communal_rate(entity.region)`."""

    by: str = Field(description="The enum whose members are the keys, or `count`", examples=["count"])
    type: str = Field("money", description="Kind of the result", examples=["rate"])
    adds_up: Flag = Field(
        False,
        description="Rows are the amounts of the 1st, 2nd, 3rd … person, the result their sum",
    )
    follows: Clock = Field("work", description="The date of the act which the table follows")
    values: dict[Day, DatedRows] = Field(description="From a date on: the rows of the table")


class Assumption(Model):
    """Values that rest on an assumption which somebody has read and accepted until the real figure is found."""

    values: list[Day] = Field(description="First days of the dated values that are assumed", min_length=1)
    why: Text = Field(description="What is assumed, and what would confirm it")
    accepted_by: Text = Field(description="Who accepted it")
    since: Day = Field(description="When it was accepted")
