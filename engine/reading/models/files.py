"""The two kinds of file a pack is made of: its header, and its rules."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from engine.reading.models.acts import Account, Act, Contract, Entry, Gap, Section
from engine.reading.models.computations import Function, Line
from engine.reading.models.duties import Alert, DutyKind, Fact, NoneOfItsKind, Obligation, Quota, Reclassification
from engine.reading.models.facts import Enum, Input, Interface, Property
from engine.reading.models.figures import Assumption, Parameter, Scale, Table
from engine.reading.texts import Day, Model, Name, Text


class Coverage(Model):
    """Days on which the pack promises a result, for all acts or for some."""

    from_: Day = Field(alias="from", description="First day")
    to_date: Day = Field(alias="to", description="Last day")
    acts: list[Name] | None = Field(None, description="Acts it is about; all if absent")
    contracts: list[Name] | None = Field(None, description="Contract types it is about; all if absent")
    note: Text | None = Field(None, description="Why it begins or ends there")


class Header(Model):
    """`pack.yaml`: what the pack is and which days it covers."""

    pack: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,63}$")] = Field(
        description="Name of the pack and of its folder", examples=["be"]
    )
    language: Literal["1"] = Field(description="Version of the pack language")
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = Field(
        None, description="Two-letter code of the country", examples=["BE"]
    )
    name: Text = Field(description="Name shown to readers", examples=["Belgium"])
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")] = Field(
        description="Raised with every release: the last number for corrections, the middle one for new rules",
        examples=["1.0.0"],
    )
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = Field(
        None, description="Three-letter code of the currency", examples=["EUR"]
    )
    quantum: Annotated[str, StringConstraints(pattern=r"^(0\.0*[1-9]\d*|[1-9]\d*(\.\d+)?)$", max_length=20)] = Field(
        "0.01", description="Smallest unit of the currency: money lines are rounded to it", examples=["0.01", "1"]
    )
    money_factor: Annotated[str, StringConstraints(pattern=r"^[1-9]\d*$", max_length=9)] = Field(
        "1",
        description="How many times larger amounts are than in euros, in round numbers: "
        "the ranges that the pack it implements gives for money are multiplied by it",
        examples=["10", "1000"],
    )
    languages: list[str] = Field(
        default_factory=list, description="Languages of its legal terms", examples=[["fr", "nl"]]
    )
    coverage: list[Coverage] = Field(default_factory=list, description="Days on which every case has a result")
    implements: str | None = Field(
        None, description="The pack whose acts and interface it implements", examples=["common"]
    )
    layer_of: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,63}$")] | None = Field(
        None, description="The pack whose open terms this one fills, such as `be`"
    )
    recheck_months: int = Field(
        24, ge=1, description="A value that nobody compared with its source for longer than this is due for a check"
    )


class RuleFile(Model):
    """Any other `*.yaml` of a pack: these sections, in any file, in any order."""

    parameters: dict[Name, Parameter] = Field(default_factory=dict, description="Dated figures of the law")
    scales: dict[Name, Scale] = Field(default_factory=dict, description="Brackets over one amount")
    tables: dict[Name, Table] = Field(default_factory=dict, description="Values by a key")
    functions: dict[Name, Function] = Field(default_factory=dict, description="Computations with arguments")
    inputs: dict[Name, Input] = Field(
        default_factory=dict, description="Facts, with their questions, ranges and defaults"
    )
    enums: dict[Name, Enum] = Field(default_factory=dict, description="Closed lists of words")
    lines: dict[Name, Line] = Field(
        default_factory=dict, description="Named amounts: what a payslip shows, and what it is made of"
    )
    interface: dict[Name, Interface] = Field(default_factory=dict, description="Figures that every country computes")
    sections: dict[Name, Section] = Field(default_factory=dict, description="Groups of lines on the payslip")
    properties: dict[Name, Property] = Field(default_factory=dict, description="Properties of contract types and acts")
    contracts: dict[Name, Contract] = Field(default_factory=dict, description="Contract types")
    acts: dict[Name, Act] = Field(default_factory=dict, description="What can be simulated")
    accounts: dict[str, Account] = Field(default_factory=dict, description="Accounts of the ledger")
    entries: list[Entry] = Field(default_factory=list, description="What moves between accounts")
    not_modelled: dict[Name, Gap] = Field(default_factory=dict, description="Gaps, said instead of passed over")
    facts: dict[Name, Fact] = Field(default_factory=dict, description="What rules speak of")
    obligations: dict[Name, Obligation] = Field(
        default_factory=dict, description="What must be declared, paid or delivered, by when"
    )
    alerts: dict[Name, Alert] = Field(default_factory=dict, description="What the reader must know")
    quotas: dict[Name, Quota] = Field(default_factory=dict, description="Limits, and how much of them is left")
    reclassifications: dict[Name, Reclassification] = Field(default_factory=dict, description="Changes of treatment")
    duty_kinds: dict[Name, DutyKind] = Field(
        default_factory=dict, description="Kinds of rules that every country says something about"
    )
    none_of_its_kind: dict[Name, NoneOfItsKind] = Field(
        default_factory=dict, description="Kinds of rules the country does not have"
    )
    assumed: dict[Name, Assumption] = Field(default_factory=dict, description="Assumptions that somebody accepted")
