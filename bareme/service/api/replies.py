"""The answers of the API, described for its readers. Amounts, rates and dates are texts."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Reply(BaseModel):
    """Readers ignore keys they do not know: more may come in the same version."""

    model_config = ConfigDict(extra="allow")


class BundlePart(Reply):
    pack: str
    version: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Covered(Reply):
    from_: str = Field(alias="from")
    to: str


class CountryRow(Reply):
    code: str
    name: str
    currency: str
    languages: list[str]
    bundle: list[BundlePart]
    covered: Covered


class Countries(Reply):
    schema_: Literal["bareme.countries/1"] = Field(alias="schema")
    countries: list[CountryRow]
    unreadable: list[str] = Field(description="Countries whose packs have problems and cannot be used now")


class Described(Reply):
    name: str
    label: str
    term: dict[str, str] = Field(description="The untranslated legal name by language")
    note: str | None
    law: str | None


class Country(CountryRow):
    schema_: Literal["bareme.country/1"] = Field(alias="schema")
    quantum: str
    coverage: list[dict[str, Any]]
    acts: list[Described]
    contracts: list[Described]
    gaps: list[Described]


class Input(Described):
    type: str
    period: str | None
    currency: str | None
    question: str | None
    range: list[str] | None
    default: str | None
    why: str | None
    required: bool
    choices: list[dict[str, Any]] | None


class Inputs(Reply):
    schema_: Literal["bareme.inputs/1"] = Field(alias="schema")
    country: str
    act: str
    contract: str | None
    root: str
    inputs: list[Input]
    figures: list[Described]


class FigureRow(Described):
    kind: str
    pack: str
    type: str
    from_: str | None = Field(alias="from")
    value: str | None
    confidence: str


class Figures(Reply):
    schema_: Literal["bareme.figures/1"] = Field(alias="schema")
    figures: list[FigureRow]
    next: str | None = Field(description="The cursor of the next page")


class Figure(FigureRow):
    schema_: Literal["bareme.figure/1"] = Field(alias="schema")
    follows: str
    values: list[dict[str, Any]]


class Timeline(Reply):
    schema_: Literal["bareme.timeline/1"] = Field(alias="schema")
    pack: str
    days: list[dict[str, Any]]


class Packs(Reply):
    schema_: Literal["bareme.packs/1"] = Field(alias="schema")
    packs: list[BundlePart]


class Release(Reply):
    pack: str
    version: str
    sha256: str
    published: str | None
    first_seen: str | None


class Releases(Reply):
    schema_: Literal["bareme.releases/1"] = Field(alias="schema")
    releases: list[Release]


class Line(Reply):
    name: str
    label: str
    section: str | None
    to: str | None
    amount: str
    type: str
    law: str | None
    confidence: Literal["statutory", "published", "assumed"]
    decided_by: str | None
    status: Literal["exact", "provisional", "estimate", "impossible"]


class Simulation(Reply):
    schema_: Literal["bareme.simulation/1"] = Field(alias="schema")
    language: int
    engine: str
    country: str
    bundle: list[BundlePart]
    act: str
    contract: str | None
    dates: dict[str, str | None]
    currency: str
    complete: bool
    gaps: list[dict[str, Any]]
    given: dict[str, str]
    solved: dict[str, str]
    values: dict[str, str]
    lines: list[Line]
    assumed: list[dict[str, Any]]
    unused: list[str]
    unconfirmed: list[dict[str, Any]]
    alerts: list[dict[str, Any]]
    obligations: list[dict[str, Any]]
    questions: list[dict[str, Any]] = Field(
        default_factory=list, description="Facts nobody gave that could change the net, greatest effect first"
    )
    entries: list[dict[str, str]]


class Solution(Reply):
    schema_: Literal["bareme.solution/1"] = Field(alias="schema")
    target: dict[str, str]
    find: str
    smallest: str | None
    runs: list[dict[str, str]]
    more: bool
    gap: dict[str, Any] | None


class Trace(Reply):
    schema_: Literal["bareme.trace/1"] = Field(alias="schema")
    line: str
    lines: list[dict[str, Any]]
    figures: list[dict[str, Any]]


class Year(Reply):
    schema_: Literal["bareme.year/1"] = Field(alias="schema")
    acts: list[Simulation]
    sums: dict[str, str]
    complete: bool


class Comparison(Reply):
    schema_: Literal["bareme.comparison/1"] = Field(alias="schema")
    columns: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    differences: list[dict[str, Any]]


class Curve(Reply):
    schema_: Literal["bareme.curve/1"] = Field(alias="schema")
    of: dict[str, Any]
    over: dict[str, Any]
    complete: bool
    points: list[dict[str, Any]]
    thresholds: list[dict[str, Any]]
    cliffs: list[dict[str, Any]]


class Obligations(Reply):
    schema_: Literal["bareme.obligations/1"] = Field(alias="schema")
    obligations: list[dict[str, Any]]
    alerts: list[dict[str, Any]]
    left: list[dict[str, Any]]


class NewLink(Reply):
    schema_: Literal["bareme.link/1"] = Field(alias="schema")
    token: str
    url: str
    expires: str
    revocation_key: str = Field(description="Shown once; whoever has it may revoke the link")


class KeptResult(Reply):
    schema_: Literal["bareme.kept/1"] = Field(alias="schema")
    scenario: dict[str, Any]
    made: str
    expires: str
    result: Simulation
    current: dict[str, Any] = Field(description="Whether today's rules are the same, and what they would give")


class LimitsReply(Reply):
    schema_: Literal["bareme.limits/1"] = Field(alias="schema")
    limits: dict[str, int]


class FaultReply(BaseModel):
    pointer: str = Field(description="JSON pointer into the request (RFC 6901)")
    code: str
    detail: str
    mend: str


class ProblemReply(BaseModel):
    """RFC 9457, `application/problem+json`."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"title": "Problem"})
    type: str = Field(description="A page that explains the code")
    title: str
    status: int
    detail: str
    code: str
    reference: str = Field(description="Stands in the journal of the service and in `Bareme-Reference`")
    errors: list[FaultReply]
