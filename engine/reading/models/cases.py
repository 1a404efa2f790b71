"""Worked cases: what a pack must give, and who worked it out."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from engine.reading.texts import Day, Formula, Model, Name, Text

How = Annotated[
    Literal["published", "run", "hand", "model"],
    Field(
        description="Who worked it out: `published` by an authority, `run` with its program, by `hand` from the law, "
        "or by an independent `model`"
    ),
]


class Consequences(Model):
    """What else a case expects of an act: duties with their days, alerts and their words, limits, gaps, entries."""

    expect_obligations: dict[Name, Text] = Field(
        default_factory=dict, description="Duty -> day it is due, or `none` where it must not arise"
    )
    expect_alerts: dict[Name, Text] = Field(
        default_factory=dict, description="Alert -> `info`, `warning`, `blocking`, or `none` where it must not sound"
    )
    expect_messages: dict[Name, Text] = Field(
        default_factory=dict, description="Alert -> what it tells the reader, word for word, or `none`"
    )
    expect_left: dict[Name, Text] = Field(default_factory=dict, description="Limit -> what is left of it")
    expect_reclassified: dict[Name, Text] = Field(
        default_factory=dict, description="Change of treatment -> the contract then, `changed`, or `none`"
    )
    expect_incomplete: dict[Name, Text] = Field(
        default_factory=dict, description="Gap of the pack -> `incomplete`, or `none` where it must not touch the case"
    )
    expect_balances: dict[Text, Text] = Field(
        default_factory=dict, description="Account -> what the entries of the act leave on it, debit less credit"
    )


class WorkingStep(Model):
    """One step of a worked case: arithmetic of literal numbers and earlier steps, with its article."""

    step: Name = Field(description="Name of the step, for later steps")
    formula: Formula = Field(description="Literal numbers and earlier steps only")
    law: Text | None = Field(None, description="The article of the step")
    gives: str | None = Field(None, description="What it must come to, where no expectation says it")
    expect: Name | None = Field(None, description="The expectation of the case that it must come to")


class Case(Consequences):
    """A worked case: what the pack must give, and who worked it out."""

    name: Text = Field(description="What the case is about")
    how: How
    act: Name = Field(description="The act", examples=["job"])
    date: Day = Field(description="Day of the act")
    payment_date: Day | None = Field(None, description="Day of payment, if another")
    contract: Name | None = Field(None, description="Contract type", examples=["fixed_term"])
    given: dict[Name, Any] = Field(default_factory=dict, description="Fact -> value", examples=[{"gross": 1000}])
    expect: dict[Name, str] = Field(default_factory=dict, description="Figure -> exact value, or `refused: CODE`")
    working: list[WorkingStep] = Field(default_factory=list, description="How it was worked out, step by step")
    tolerance: str | dict[Name, str] | None = Field(None, description="How far the figure may be off; none if absent")
    tolerance_reason: Text | None = Field(None, description="Why it may")
    source: Text = Field(description="Where the expected figures were read")
    law: Text | None = Field(None, description="The articles the case is about")
    note: Text | None = Field(None, description="A plain sentence for whoever reads the case")


class Sequence(Model):
    """Acts of one worker in date order; totals to date run from one to the next."""

    name: Text = Field(description="What the case is about")
    how: How
    source: Text = Field(description="Where the expected figures were read")
    law: Text | None = Field(None, description="The articles the case is about")
    note: Text | None = Field(None, description="A plain sentence for whoever reads the case")
    tolerance: str | dict[Name, str] | None = Field(None, description="How far a figure may be off; none if absent")
    tolerance_reason: Text | None = Field(None, description="Why it may")
    acts: list[SequenceStep] = Field(description="The acts, in date order")


class SequenceStep(Consequences):
    """One act of a sequence."""

    act: Name = Field(description="The act")
    date: Day = Field(description="Day of the act")
    payment_date: Day | None = Field(None, description="Day of payment, if another")
    contract: Name | None = Field(None, description="Contract type")
    given: dict[Name, Any] = Field(default_factory=dict, description="Fact -> value")
    expect: dict[Name, str] = Field(default_factory=dict, description="Figure -> exact value")
    working: list[WorkingStep] = Field(default_factory=list, description="How it was worked out, step by step")


def _case_form(value: object) -> str:
    return "sequence" if isinstance(value, Sequence) or (isinstance(value, dict) and "acts" in value) else "case"


WorkedCase = Annotated[Annotated[Case, Tag("case")] | Annotated[Sequence, Tag("sequence")], Discriminator(_case_form)]
"""One item of a file in `tests/`: a case, or acts in sequence."""
