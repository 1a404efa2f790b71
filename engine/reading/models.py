"""The typed shape of the files of a pack: one model per section.

Every scalar arrives as the text its author wrote (the reader converts nothing),
so a model states which text it takes: a date, a formula, a name. `schemas/*.json`
are written from these models; the descriptions here are what an editor shows.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, StringConstraints, Tag, model_validator
from pydantic_core import PydanticCustomError

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


def _form(value: object) -> str:
    """Which of a text, a list and a group of keys stands here."""
    return "text" if isinstance(value, str) else "list" if isinstance(value, list) else "group"


def _dated_form(value: object) -> str:
    """Tells one dated value from a group of fields that change together."""
    if isinstance(value, dict) and not {"value", "ended"} & value.keys():
        return "fields"
    return "text" if isinstance(value, str) else "group"


class Described(Model):
    """What every definition may say about itself."""

    label: Text | None = Field(None, description="Plain English name, shown to readers")
    term: dict[str, Text] = Field(default_factory=dict, description="The untranslated legal name by language")
    note: Text | None = Field(None, description="One or two plain sentences: what it is and why")
    law: Text | None = Field(None, description="The article it comes from")


class Sourced(Model):
    """Where a value was read and how far it can be trusted."""

    law: Text | None = None
    source: Text | None = Field(None, description="Document or page the value was read from")
    confidence: Confidence | None = Field(
        None,
        description="`statutory`: read in the law or an official table; `published`: read elsewhere; "
        "`assumed`: to be confirmed",
    )
    checked_on: Day | None = Field(None, description="The day someone last compared the value with its source")
    note: Text | None = None


class DatedValue(Sourced):
    """One value from its date on. `ended: true` says that nothing holds from then on."""

    value: Formula | None = None
    ended: Flag = False


FieldValues = Annotated[
    dict[str, str],
    Field(json_schema_extra={"not": {"anyOf": [{"required": ["value"]}, {"required": ["ended"]}]}}),
]
"""Figures that change together, by field; told from one dated value by the keys that only that one has."""


class Parameter(Described, Sourced):
    """A dated figure of the law, or a group of figures that change together (`fields`)."""

    type: str | None = Field(None, description="`money`, `rate`, `money/month`, `number`, `count`, `date` …")
    fields: dict[str, str] | None = Field(None, description="Field name -> type; makes parameters `name.field`")
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
    ]

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
    rows: list[Bracket] | None = None
    ended: Flag = False


class Scale(Described, Sourced):
    """Brackets over one amount, called by name: `tariff(annual.net)`."""

    of: str = Field("money", description="Type of the amount asked")
    type: str = Field("money", description="Type of the result")
    each_bracket: Rounding | None = Field(None, description="Rounding of each bracket's part: `round to 0.01`")
    follows: Clock = "work"
    values: dict[
        Day,
        Annotated[Annotated[DatedBrackets, Tag("group")] | Annotated[list[Bracket], Tag("list")], Discriminator(_form)],
    ]


class DatedRows(Sourced):
    rows: dict[str, Formula] | None = None
    otherwise: Formula | None = Field(None, description="Result for every other key")
    each_further: Formula | None = Field(None, description="Added for each unit above the last row (count keys)")
    ended: Flag = False


class Table(Described, Sourced):
    """Values by a key (an enum or a count): `communal_rate(entity.region)`."""

    by: str = Field(description="The enum whose members are the keys, or `count`")
    type: str = "money"
    follows: Clock = "work"
    values: dict[Day, DatedRows]


class Choice(Model):
    when: Formula | None = None
    value: Formula | None = None
    otherwise: Formula | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Choice:
        row = {name for name in ("when", "value", "otherwise") if getattr(self, name) is not None}
        if row not in ({"when", "value"}, {"otherwise"}):
            raise PydanticCustomError("bad_choice", "a row needs `when` and `value`, or `otherwise` alone")
        return self


class TakeOrder(Model):
    as_: Name = Field(alias="as", description="Name of the part, becomes line `<line>.<as>`")
    up_to: Formula


DatedFormula = Annotated[
    Annotated[Formula, Tag("text")] | Annotated[dict[Day, Formula], Tag("group")], Discriminator(_form)
]
DatedChoices = Annotated[
    Annotated[list[Choice], Tag("list")] | Annotated[dict[Day, list[Choice]], Tag("group")], Discriminator(_form)
]
DatedSum = Annotated[
    Annotated[list[SignedName], Tag("list")] | Annotated[dict[Day, list[SignedName]], Tag("group")],
    Discriminator(_form),
]
DatedOrder = Annotated[
    Annotated[list[TakeOrder], Tag("list")] | Annotated[dict[Day, list[TakeOrder]], Tag("group")],
    Discriminator(_form),
]
DatedRounding = Annotated[
    Annotated[Rounding, Tag("text")] | Annotated[dict[Day, Rounding], Tag("group")], Discriminator(_form)
]


class Computation(Model):
    """Exactly one of `formula`, `choose`, `sum`, `take_from`; each may be dated: a mapping from date to form."""

    formula: DatedFormula | None = None
    choose: DatedChoices | None = None
    sum: DatedSum | None = Field(None, description="Names, each with an optional minus")
    take_from: Formula | None = Field(None, description="What is shared out, in order")
    in_order: DatedOrder | None = None
    round: DatedRounding | None = Field(None, description="`floor to 0.01`; money goes to the cent by itself")
    follows: Clock = "work"

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

    type: str = "money"
    section: Name | None = Field(None, description="Group of the payslip it is shown in")
    to: Payee | None = Field(None, description="Who gets the amount")
    window: Window | None = None
    per: list[Per] = Field(default_factory=list)
    status: Text | None = Field(None, description="`provisional until …` where a later event fixes the amount")
    open: Flag = Field(False, description="A country pack or layer may replace this line")
    expect: Text | None = Field(None, description="A bound the line must keep, else an alert: `>= 0`")
    contribution: Text | None = Field(None, description="The risk covered, to group contributions")


class InnerLine(Computation):
    type: str = "money"
    note: Text | None = None


class Function(Described, Computation):
    """A computation with arguments and inner lines of its own."""

    of: dict[str, str]
    type: str = "money"
    lines: dict[str, InnerLine] = Field(default_factory=dict)


class Input(Described):
    """A fact somebody gives, or that has a default listed under `assumed`."""

    type: str
    question: Text | None = Field(None, description="How it is asked")
    range: list[str] | None = Field(None, description="Lowest and highest value accepted", min_length=2, max_length=2)
    default: Formula | None = Field(None, description="Value or formula when nobody gives it")
    why: Text | None = Field(None, description="Why this default: shown under `assumed`")
    required: Flag = Field(False, description="Must be given whenever a computed line reads it")
    sum_of: Name | None = Field(None, description="Total to date of this line or input over earlier acts")
    chain_of: Chain | None = Field(None, description="Something about the unbroken row of contracts just before")
    window: Window | None = None
    per: list[Per] = Field(default_factory=list)


class Chain(Model):
    """What is counted over the contracts that follow each other without a longer gap, up to the act in hand."""

    contracts: list[Name] = Field(description="Contract types that count")
    counts: Literal["contracts", "days", "shortest", "first_day"] = Field(
        description="How many contracts, days from the first to the last, days of the shortest, or the first day's date"
    )
    gap: Formula = Field(description="Days without a contract that do not break the row: a number or a parameter")


class Interface(Described):
    """A figure that every country computes under the same name."""

    type: str = "money"
    section: Name | None = None
    to: Payee | None = None
    range: list[str] | None = Field(None, min_length=2, max_length=2)


class Member(Described):
    """A word of an enum."""

    code: Text | None = Field(None, description="A code that facts may give instead of the word, in any case")


class Enum(Described):
    members: dict[Name, Member]


class Property(Described):
    """A property of contract types or acts that formulas read."""

    type: str = Field(description="`bool`, or the name of an enum, or a value type")
    default: Formula | None = None


class Contract(Described, Sourced):
    """A contract type is a row of properties; adding one adds no formula."""

    from_: Day | None = Field(None, alias="from")
    to_date: Day | None = Field(None, alias="until")
    acts: list[Name] | None = Field(None, description="Acts it can be used for; all that pay salary if absent")
    properties: dict[Name, DatedFormula] = Field(default_factory=dict)


class Act(Described):
    root: Name = Field(description="The figure the act starts from")
    choices: list[Name] = Field(default_factory=list, description="Lines that may be given beside the root")
    values: list[Name] = Field(description="Interface variables the act has")
    contract: Literal["required", "none"] = "none"
    properties: dict[Name, Formula] = Field(default_factory=dict)


class Section(Described):
    order: str = Field(description="Place on the payslip")


class Account(Described):
    payee: Payee | None = Field(None, description="Whose money the balance is; costs and income have none")
    settled: Text | None = Field(
        None, description="When the balance is paid, in the words of deadlines: `15th of the following month`"
    )


class Entry(Described):
    """Money moves from one account to another; a negative amount moves back."""

    debit: str
    credit: str
    amount: Name
    when: Formula | None = None


class Gap(Described):
    """What the pack does not model, said instead of passed over."""

    why: Text
    since: Day = Field(description="When the gap was written down")
    from_: Day | None = Field(None, alias="from")
    until: Day | None = None
    acts: list[Name] = Field(default_factory=list)
    contracts: list[Name] = Field(default_factory=list)
    when: Formula | None = Field(None, description="Cases it touches; all if absent")
    affects: list[Name] = Field(default_factory=list, description="Lines that are incomplete because of it")
    effect: Literal["refuse", "incomplete"]
    accepted_by: Text


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

    severity: Literal["info", "warning", "blocking"]
    message: Text = Field(description="In the reader's words; `{name}` stands for a value")


class Quota(KindOfRule):
    """How much of a limit is used and left."""

    used: Formula
    limit: Formula
    type: str = "money"
    window: Window | None = None


class Reclassification(KindOfRule):
    """A change of treatment, decided from inputs and totals to date before any figure is computed."""

    contract: Name | None = Field(None, description="The contract type the act is treated under instead")
    set: dict[Name, Formula] = Field(default_factory=dict, description="Inputs that take another value")
    reason: Text


class DutyKind(Described):
    """A kind of rule about which every country says something: its rules, or that it has none."""


class NoneOfItsKind(Described, Sourced):
    """The country has no rule of the kind that bears this name; somebody looked, on that day."""

    why: Text
    checked_on: Day


class Assumption(Model):
    """Values that rest on an assumption which somebody has read and accepted until the real figure is found."""

    values: list[Day] = Field(description="First days of the dated values that are assumed", min_length=1)
    why: Text = Field(description="What is assumed, and what would confirm it")
    accepted_by: Text
    since: Day = Field(description="When it was accepted")


class Coverage(Model):
    from_: Day = Field(alias="from")
    to_date: Day = Field(alias="to")
    acts: list[Name] | None = None
    contracts: list[Name] | None = None
    note: Text | None = None


class Header(Model):
    """`pack.yaml`: what the pack is and which days it covers."""

    pack: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,63}$")]
    language: Literal["1"]
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    name: Text
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = None
    quantum: str = Field("0.01", description="Smallest unit of the currency: money lines are rounded to it")
    languages: list[str] = Field(default_factory=list)
    coverage: list[Coverage] = Field(default_factory=list)
    implements: str | None = None
    layer_of: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,63}$")] | None = Field(
        None, description="The pack whose open terms this one fills, such as `be`"
    )
    recheck_months: int = Field(
        24, ge=1, description="A value that nobody compared with its source for longer than this is due for a check"
    )


class RuleFile(Model):
    """Any other `*.yaml` of a pack: these sections, in any file, in any order."""

    parameters: dict[Name, Parameter] = Field(default_factory=dict)
    scales: dict[Name, Scale] = Field(default_factory=dict)
    tables: dict[Name, Table] = Field(default_factory=dict)
    functions: dict[Name, Function] = Field(default_factory=dict)
    inputs: dict[Name, Input] = Field(default_factory=dict)
    enums: dict[Name, Enum] = Field(default_factory=dict)
    lines: dict[Name, Line] = Field(default_factory=dict)
    interface: dict[Name, Interface] = Field(default_factory=dict)
    sections: dict[Name, Section] = Field(default_factory=dict)
    properties: dict[Name, Property] = Field(default_factory=dict)
    contracts: dict[Name, Contract] = Field(default_factory=dict)
    acts: dict[Name, Act] = Field(default_factory=dict)
    accounts: dict[str, Account] = Field(default_factory=dict)
    entries: list[Entry] = Field(default_factory=list)
    not_modelled: dict[Name, Gap] = Field(default_factory=dict)
    facts: dict[Name, Fact] = Field(default_factory=dict)
    obligations: dict[Name, Obligation] = Field(default_factory=dict)
    alerts: dict[Name, Alert] = Field(default_factory=dict)
    quotas: dict[Name, Quota] = Field(default_factory=dict)
    reclassifications: dict[Name, Reclassification] = Field(default_factory=dict)
    duty_kinds: dict[Name, DutyKind] = Field(default_factory=dict)
    none_of_its_kind: dict[Name, NoneOfItsKind] = Field(default_factory=dict)
    assumed: dict[Name, Assumption] = Field(default_factory=dict)


class Consequences(Model):
    """What else a case expects of an act: duties with their days, alerts, limits, gaps, entries."""

    expect_obligations: dict[Name, Text] = Field(
        default_factory=dict, description="Duty -> day it is due, or `none` where it must not arise"
    )
    expect_alerts: dict[Name, Text] = Field(
        default_factory=dict, description="Alert -> `info`, `warning`, `blocking`, or `none` where it must not sound"
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
    formula: Formula
    law: Text | None = Field(None, description="The article of the step")
    gives: str | None = Field(None, description="What it must come to, where no expectation says it")
    expect: Name | None = Field(None, description="The expectation of the case that it must come to")


class Case(Consequences):
    """A worked case: what the pack must give, and who worked it out."""

    name: Text
    how: Literal["published", "run", "hand", "model"]
    act: Name
    date: Day
    payment_date: Day | None = None
    contract: Name | None = None
    given: dict[Name, Any] = Field(default_factory=dict)
    expect: dict[Name, str] = Field(default_factory=dict)
    working: list[WorkingStep] = Field(default_factory=list)
    tolerance: str | dict[Name, str] | None = None
    tolerance_reason: Text | None = None
    source: Text
    law: Text | None = None
    note: Text | None = None


class Sequence(Model):
    """Acts of one worker in date order; totals to date run from one to the next."""

    name: Text
    how: Literal["published", "run", "hand", "model"]
    source: Text
    law: Text | None = None
    note: Text | None = None
    tolerance: str | dict[Name, str] | None = None
    tolerance_reason: Text | None = None
    acts: list[SequenceStep]


class SequenceStep(Consequences):
    act: Name
    date: Day
    payment_date: Day | None = None
    contract: Name | None = None
    given: dict[Name, Any] = Field(default_factory=dict)
    expect: dict[Name, str] = Field(default_factory=dict)
    working: list[WorkingStep] = Field(default_factory=list)


def _case_form(value: object) -> str:
    return "sequence" if isinstance(value, Sequence) or (isinstance(value, dict) and "acts" in value) else "case"


WorkedCase = Annotated[Annotated[Case, Tag("case")] | Annotated[Sequence, Tag("sequence")], Discriminator(_case_form)]
"""One item of a file in `tests/`: a case, or acts in sequence."""
