"""Rules about acts: duties, alerts, limits, changes of treatment."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.reading.models.computations import Computation, DatedFormula
from engine.reading.models.described import Described, Sourced
from engine.reading.texts import Clock, Day, Formula, Name, Text, Window


class Fact(Described, Computation):
    """What rules speak of: computed before they run, or concluded by one (`when`) and then true."""

    type: str = Field("money", description="Type of a computed fact; a concluded one is true or false")
    when: DatedFormula | None = Field(None, description="The condition under which the fact is concluded")


class Rule(Described, Sourced):
    """What every rule about an act says of itself."""

    from_: Day | None = Field(None, alias="from", description="First day it holds")
    until: Day | None = Field(None, description="Last day it holds")
    follows: Clock = Field("work", description="The date of the act that decides whether it holds")
    when: DatedFormula = Field(description="The condition, over facts, inputs and figures of the act")


class KindOfRule(Rule):
    kind: Name = Field(description="What it is about: a name of `duty_kinds`")


class Obligation(KindOfRule):
    """What must be declared, paid or delivered: to whom, in which form, by when."""

    to: Text = Field(description="Who receives it")
    form: Text | None = Field(None, description="Name or number of the form or service")
    due: DatedFormula = Field(
        description="By when, in words: `start`, `last working day before start`, `15th of the following month` …"
    )
    once: Window | None = Field(None, description="Due once for all acts of that period")


class Alert(KindOfRule):
    """What the reader must know: a limit that is near or passed, an act that may not be done so."""

    severity: Literal["info", "warning", "blocking"] = Field(description="How loud it is")
    message: Text = Field(description="In the reader's words; `{name}` stands for a value")


class Quota(KindOfRule):
    """How much of a limit is used and left."""

    used: Formula = Field(description="How much is used, the act in hand included")
    limit: Formula = Field(description="How much there is")
    type: str = Field("money", description="Kind of both")
    window: Window | None = Field(None, description="The period the limit is for")


class Reclassification(KindOfRule):
    """A change of treatment, decided from inputs and totals to date before any figure is computed."""

    contract: Name | None = Field(None, description="The contract type the act is treated under instead")
    set: dict[Name, Formula] = Field(default_factory=dict, description="Inputs that take another value")
    reason: Text = Field(description="Why, in the reader's words")


class DutyKind(Described):
    """A kind of rule about which every country says something: its rules, or that it has none."""


class NoneOfItsKind(Described, Sourced):
    """The country has no rule of the kind that bears this name; somebody looked, on that day."""

    why: Text = Field(description="Why there is none")
    checked_on: Day = Field(description="The day somebody looked")
