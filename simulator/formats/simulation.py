"""`bareme.simulation/1`: the result of one act."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from simulator.formats.shared import Amount, Confidence, Day, Shape


class Part(Shape):
    """A pack the result was computed with."""

    pack: str = Field(description="Its name", examples=["be"])
    version: str = Field(description="Its version", examples=["1.0.0"])
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Hash of its canonical content")


class Dates(Shape):
    """The dates of the act."""

    work: Day = Field(description="Day of the act")
    payment: Day = Field(description="Day of payment")
    law: Day = Field(description="Day of the law that was applied")
    known: Day | None = Field(description="Day up to which releases were seen; null for packs as they stand")


class Gap(Shape):
    """What the pack does not model and the case touches."""

    name: str
    about: str = Field(description="What is not modelled")
    why: str
    effect: Literal["refuse", "incomplete"]
    law: str | None


class Operand(Shape):
    """What a line reads."""

    name: str
    kind: str = Field(description="`value` (another line or fact), `parameter`, `scale`, `table` or `function`")
    label: str
    value: Amount


class Line(Shape):
    """A line of the result."""

    name: str
    label: str
    section: str | None = Field(description="Group of the payslip")
    to: str | None = Field(description="Who gets the amount")
    contribution: str | None = Field(None, description="The risk that a contribution covers")
    amount: Amount
    type: str = Field(description="Kind of value", examples=["money"])
    formula: str = Field(description="The formula as its author wrote it; empty if the line was given")
    operands: list[Operand] = Field(description="What the formula read")
    law: str | None
    confidence: Confidence = Field(description="The weakest figure it rests on")
    decided_by: str | None = Field(description="The pack or the layers that decided it")
    status: Literal["exact", "provisional", "estimate", "impossible"]
    until: str | None = Field(description="What makes a provisional amount final")
    incomplete: list[str] = Field(description="Gaps it rests on")


class Mention(Shape):
    """A text that the law asks to stand on the invoice or payslip."""

    name: str
    text: str = Field(description="In English")
    term: dict[str, str] = Field(description="The legal text by language")
    law: str | None


class Assumed(Shape):
    """A fact nobody gave."""

    name: str
    label: str
    value: Amount
    why: str


class Unconfirmed(Shape):
    """An assumed figure that the result rests on."""

    parameter: str
    label: str
    value: str
    from_: Day | None = Field(alias="from")
    confidence: Confidence
    source: str
    law: str


class Said(Shape):
    """What every duty, alert and limit says of itself."""

    code: str = Field(description="Its name in the pack")
    kind: str
    label: str
    law: str | None
    source: str | None
    confidence: Confidence | None
    because: list[str] = Field(description="The facts it follows from, in words")


class Duty(Said):
    """What must be declared, paid or delivered."""

    what: str
    to: str
    form: str | None
    due: str = Field(description="By which day, with an hour where hours count")
    due_found: list[str] = Field(description="How the day was found")
    once: str | None = Field(description="Due once for all acts of this period")


class Alarm(Shape):
    """What the reader must know: of a rule of the pack, or of a bound that a line does not keep."""

    code: str
    severity: Literal["info", "warning", "blocking"]
    message: str
    law: str | None
    line: str | None = Field(None, description="The line it is about")
    kind: str | None = None
    label: str | None = None
    source: str | None = None
    confidence: Confidence | None = None
    because: list[str] = Field(default_factory=list)


class Left(Said):
    """How much of a limit is used and left, this act included."""

    used: Amount
    limit: Amount
    left: Amount
    type: str
    window: str | None
    exceeded: bool


class Change(Shape):
    """A change of treatment that was made before anything was computed."""

    code: str
    label: str
    reason: str
    law: str | None
    contract: str | None = Field(description="The contract type the act was recorded with")
    treated_as: str | None
    set: dict[str, Amount] = Field(description="Facts that took another value")
    because: list[str]


class Posting(Shape):
    """A movement of the ledger."""

    account: str
    label: str
    debit: Amount
    credit: Amount


class Payee(Shape):
    """What somebody ends with; who pays stands with a minus."""

    to: str
    amount: Amount


class End(Shape):
    answer: Amount = Field(description="A possible answer")
    figure: Amount = Field(description="What the figure would be")


class Question(Shape):
    """A fact that was assumed, and how far its answer would move a figure."""

    name: str
    label: str
    question: str | None
    assumed: Amount
    of: str = Field(description="The figure it moves")
    now: Amount
    low: End
    high: End
    exact: bool = Field(description="Whether the ends are exact or only enclose what may be")


class Simulation(Shape):
    """The result of one act. Amounts and rates are texts; readers ignore keys they do not know."""

    format: Literal["bareme.simulation/1"] = Field(alias="schema", description="Name and version of this format")
    language: int = Field(description="Version of the pack language")
    engine: str = Field(description="Version of the program")
    country: str
    bundle: list[Part] = Field(description="What it was computed with; the same bundle gives the same bytes")
    act: str
    contract: str | None
    dates: Dates
    currency: str | None
    complete: bool = Field(description="False if the case touches something that is not modelled")
    gaps: list[Gap]
    given: dict[str, Amount] = Field(description="Facts that were given")
    solved: dict[str, Amount] = Field(description="The figure that was found for the given one")
    values: dict[str, Amount] = Field(description="The figures of the act, the same names in every country")
    lines: list[Line] = Field(description="In the order of the payslip")
    mentions: list[Mention]
    assumed: list[Assumed]
    unused: list[str] = Field(description="Facts given that this act does not read")
    unconfirmed: list[Unconfirmed]
    reclassified: list[Change]
    alerts: list[Alarm]
    obligations: list[Duty]
    left: list[Left]
    payees: list[Payee]
    entries: list[Posting]
    questions: list[Question] = Field(default_factory=list, description="What is worth asking, most telling first")
    second_engine: dict[str, Any] | None = Field(None, description="What the independent second engine says")
    periods: list[dict[str, Any]] = Field(
        default_factory=list, description="The months of an act that lasts several, each a result of its own"
    )
    corrects: dict[str, Any] | None = Field(None, description="The act that a credit note takes back")
