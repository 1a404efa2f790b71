"""What is known or asked of a case: inputs, lists of words, the figures every country has."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.reading.models.described import Described
from engine.reading.texts import Flag, Formula, Model, Name, Payee, Per, Text, Window


class Input(Described):
    """A fact somebody gives, or that has a default listed under `assumed`."""

    type: str = Field(description="Kind of value", examples=["money", "count", "bool", "date"])
    question: Text | None = Field(None, description="How it is asked")
    range: list[str] | None = Field(
        None,
        description="Lowest and highest value accepted; `check` proves what it proves within it",
        examples=[["0", "366"]],
        min_length=2,
        max_length=2,
    )
    default: Formula | None = Field(None, description="Value or formula when nobody gives it")
    why: Text | None = Field(None, description="Why this default: shown under `assumed`")
    required: Flag = Field(False, description="Must be given whenever a computed line reads it")
    sum_of: Name | None = Field(None, description="Total to date of this line or input over earlier acts")
    chain_of: Chain | None = Field(None, description="Something about the unbroken row of contracts just before")
    window: Window | None = Field(
        None, description="Over which earlier acts the total runs", examples=["calendar_year"]
    )
    per: list[Per] = Field(
        default_factory=list, description="Of whom the earlier acts must be", examples=[["worker", "employer"]]
    )


class Chain(Model):
    """What is counted over the contracts that follow each other without a longer gap, up to the act in hand."""

    contracts: list[Name] = Field(description="Contract types that count")
    counts: Literal["contracts", "days", "shortest", "first_day"] = Field(
        description="How many contracts, days from the first to the last, days of the shortest, or the first day's date"
    )
    gap: Formula = Field(description="Days without a contract that do not break the row: a number or a parameter")


class Interface(Described):
    """A figure that every country computes under the same name."""

    type: str = Field("money", description="Kind of value")
    section: Name | None = Field(None, description="Group of the payslip it is shown in")
    to: Payee | None = Field(None, description="Who gets the amount")
    range: list[str] | None = Field(
        None, description="Lowest and highest value it can be given", min_length=2, max_length=2
    )


class Member(Described):
    """A word of an enum."""

    code: Text | None = Field(None, description="A code that facts may give instead of the word, in any case")


class Enum(Described):
    """A closed list of words; formulas compare with them by name."""

    members: dict[Name, Member] = Field(description="The words")


class Property(Described):
    """A property of contract types or acts that formulas read."""

    type: str = Field(description="`bool`, or the name of an enum, or a value type")
    default: Formula | None = Field(None, description="Value of contract types or acts that say nothing")
