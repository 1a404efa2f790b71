"""What can be simulated, under which contract types, where it is shown and booked, and what is left out."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.reading.models.computations import DatedFormula
from engine.reading.models.described import Described, Sourced
from engine.reading.texts import Day, Formula, Name, Payee, Text


class Contract(Described, Sourced):
    """A contract type is a row of properties; adding one adds no formula."""

    from_: Day | None = Field(None, alias="from", description="First day it can be made")
    to_date: Day | None = Field(None, alias="until", description="Last day it can be made")
    acts: list[Name] | None = Field(None, description="Acts it can be used for; all that pay salary if absent")
    properties: dict[Name, DatedFormula] = Field(
        default_factory=dict, description="Property -> its value, or one by date"
    )


class Act(Described):
    """What can be simulated: from which figure, and what is computed."""

    root: Name = Field(description="The figure the act starts from")
    choices: list[Name] = Field(default_factory=list, description="Lines that may be given beside the root")
    values: list[Name] = Field(description="Interface variables the act has")
    contract: Literal["required", "none"] = Field("none", description="Whether a contract type must be named")
    properties: dict[Name, Formula] = Field(default_factory=dict, description="Property -> its value for this act")


class Section(Described):
    """A group of lines on the payslip."""

    order: str = Field(description="Place on the payslip")


class Account(Described):
    """An account of the ledger."""

    payee: Payee | None = Field(None, description="Whose money the balance is; costs and income have none")
    settled: Text | None = Field(
        None, description="When the balance is paid, in the words of deadlines: `15th of the following month`"
    )


class Entry(Described):
    """Money moves from one account to another; a negative amount moves back."""

    debit: str = Field(description="Account that receives the amount", examples=["620000"])
    credit: str = Field(description="Account that gives it", examples=["455000"])
    amount: Name = Field(description="The line whose amount moves")
    when: Formula | None = Field(None, description="Condition; always if absent")


class Gap(Described):
    """What the pack does not model, said instead of passed over."""

    why: Text = Field(description="Why it is not modelled")
    since: Day = Field(description="When the gap was written down")
    from_: Day | None = Field(None, alias="from", description="First day it touches; all if absent")
    until: Day | None = Field(None, description="Last day it touches")
    acts: list[Name] = Field(default_factory=list, description="Acts it touches; all if absent")
    contracts: list[Name] = Field(default_factory=list, description="Contract types it touches; all if absent")
    when: Formula | None = Field(None, description="Cases it touches; all if absent")
    affects: list[Name] = Field(default_factory=list, description="Lines that are incomplete because of it")
    effect: Literal["refuse", "incomplete"] = Field(
        description="`refuse`: the case gets no result; `incomplete`: the result is marked"
    )
    accepted_by: Text = Field(description="Who accepted that it is missing")
