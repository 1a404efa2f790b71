"""How something is computed: by a formula, a choice, a sum, or an order of cutting, each of them dated."""

from __future__ import annotations

from typing import Annotated

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from engine.reading.models.described import Described
from engine.reading.models.forms import form_of
from engine.reading.texts import (
    Clock,
    Confidence,
    Day,
    Flag,
    Formula,
    Model,
    Name,
    Payee,
    Per,
    Rounding,
    SignedName,
    Text,
    Window,
)


class Choice(Model):
    """A row of a choice: the first whose condition holds counts."""

    when: Formula | None = Field(None, description="The condition", examples=["worker.children > 2"])
    value: Formula | None = Field(None, description="The value if it holds")
    otherwise: Formula | None = Field(None, description="The value if no row above holds; alone in the last row")

    @model_validator(mode="after")
    def _is_whole(self) -> Choice:
        row = {name for name in ("when", "value", "otherwise") if getattr(self, name) is not None}
        if row not in ({"when", "value"}, {"otherwise"}):
            raise PydanticCustomError("bad_choice", "a row needs `when` and `value`, or `otherwise` alone")
        return self


class TakeOrder(Model):
    """One part of what is shared out: served in its turn, up to its own limit."""

    as_: Name = Field(alias="as", description="Name of the part, becomes line `<line>.<as>`")
    up_to: Formula = Field(description="The most that this part takes")


DatedFormula = Annotated[
    Annotated[Formula, Tag("text")] | Annotated[dict[Day, Formula], Tag("group")], Discriminator(form_of)
]
DatedChoices = Annotated[
    Annotated[list[Choice], Tag("list")] | Annotated[dict[Day, list[Choice]], Tag("group")], Discriminator(form_of)
]
DatedSum = Annotated[
    Annotated[list[SignedName], Tag("list")] | Annotated[dict[Day, list[SignedName]], Tag("group")],
    Discriminator(form_of),
]
DatedOrder = Annotated[
    Annotated[list[TakeOrder], Tag("list")] | Annotated[dict[Day, list[TakeOrder]], Tag("group")],
    Discriminator(form_of),
]
DatedRounding = Annotated[
    Annotated[Rounding, Tag("text")] | Annotated[dict[Day, Rounding], Tag("group")], Discriminator(form_of)
]


class Computation(Model):
    """Exactly one of `formula`, `choose`, `sum`, `take_from`; each may be dated: a mapping from date to form."""

    formula: DatedFormula | None = Field(
        None,
        description="One formula, or one from each date on",
        examples=["gross * rate", {"2023-01-01": "gross / 12"}],
    )
    choose: DatedChoices | None = Field(None, description="Rows of `when` and `value`; the last is `otherwise`")
    sum: DatedSum | None = Field(None, description="Names, each with an optional minus")
    take_from: Formula | None = Field(None, description="What is shared out, in order")
    in_order: DatedOrder | None = Field(None, description="Among which parts, the first served first")
    round: DatedRounding | None = Field(None, description="`floor to 0.01`; money goes to the cent by itself")
    follows: Clock = Field("work", description="The date of the act which decides between dated versions")

    @model_validator(mode="after")
    def _is_computed_one_way(self) -> Computation:
        ways = [name for name in ("formula", "choose", "sum", "take_from") if getattr(self, name) is not None]
        if len(ways) > 1:
            raise PydanticCustomError("several_ways", "two ways", {"first": ways[0], "second": ways[1]})
        if (self.take_from is None) != (self.in_order is None):
            lacking = "take_from" if self.take_from is None else "in_order"
            raise PydanticCustomError("half_order", "half an order", {"lacking": lacking})
        return self


class Line(Described, Computation):
    """A named amount: computed exactly, rounded once when stored."""

    type: str = Field("money", description="Kind of value", examples=["money/month", "rate", "bool"])
    section: Name | None = Field(None, description="Group of the payslip it is shown in")
    to: Payee | None = Field(None, description="Who gets the amount")
    window: Window | None = Field(None, description="The period the amount belongs to")
    per: list[Per] = Field(default_factory=list, description="For whom it is counted")
    status: Text | None = Field(None, description="`provisional until …` where a later event fixes the amount")
    confidence: Confidence | None = Field(
        None, description="Of the rule itself, where it is a working rule: `assumed`. Its figures say their own"
    )
    open: Flag = Field(False, description="A country pack or layer may replace this line")
    expect: Text | None = Field(None, description="A bound the line must keep, else an alert: `>= 0`")
    contribution: Text | None = Field(None, description="The risk covered, to group contributions")


class InnerLine(Computation):
    """A line inside a function."""

    type: str = Field("money", description="Kind of value")
    note: Text | None = Field(None, description="A plain sentence for whoever reads the pack")


class Function(Described, Computation):
    """A computation with arguments and inner lines of its own."""

    of: dict[str, str] = Field(description="Name of each argument -> its type", examples=[{"x": "money/year"}])
    type: str = Field("money", description="Kind of the result")
    lines: dict[str, InnerLine] = Field(default_factory=dict, description="Lines that only the function sees")
