"""The bodies that the API reads. Unknown fields are refused, amounts are texts: nothing passes silently."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bareme.service.limits import Limits
from simulator.scenario import Scenario, read_scenario

LIMITS = Limits()
NAME_PATTERN = r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$"
DAY_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,15}$")]
Name = Annotated[str, StringConstraints(pattern=NAME_PATTERN, max_length=80)]
Day = Annotated[str, StringConstraints(pattern=DAY_PATTERN), Field(examples=["2026-03-10"])]
Fact = Annotated[str, StringConstraints(max_length=LIMITS.fact_characters)]
Facts = Annotated[dict[Name, Fact], Field(max_length=LIMITS.facts)]
Amount = Annotated[
    str,
    StringConstraints(pattern=r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$"),
    Field(description="Digits with a decimal point", examples=["1000.50"]),
]
Party = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")]

EXAMPLE: dict[str, Any] = {
    "country": "be",
    "act": "job",
    "date": "2026-03-10",
    "contract": "fixed_term",
    "given": {"invoice.excl_vat": "1000"},
}


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Options(Body):
    """How to compute."""

    payment_date: Day | None = Field(None, description="The day of payment, if it is not the day of the act")
    provisional: bool = Field(False, description="Beyond the coverage, carry the last values forward as estimates")
    release: str | None = Field(
        None,
        max_length=80,
        description="A release of the country's pack: `be@1.0.0` or its SHA-256",
        examples=["be@1.0.0"],
    )
    as_of: Day | None = Field(None, description="Use the rules known here on that day")
    questions: bool = Field(False, description="Also tell which facts that nobody gave could change the net, and how")
    on: Day | None = Field(None, description="The law's day, for an act without `date`")


class Act(Body):
    """One act under one contract on a date, with what is known."""

    act: Name = Field(examples=["job"])
    date: Day | None = None
    contract: Name | None = Field(None, examples=["fixed_term"])
    given: Facts = Field(
        default_factory=dict,
        description="Known facts and figures as texts; any figure of the act may be the given one",
        examples=[{"invoice.excl_vat": "1000"}],
    )
    parties: dict[Name, Party] = Field(
        default_factory=dict, max_length=8, description="Keys of the payer, employer or entity, for totals kept apart"
    )


class ScenarioBody(Act):
    """A scenario, as in a scenario file."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"examples": [EXAMPLE]})
    country: Code = Field(examples=["be"])
    options: Options = Field(default_factory=Options)

    def scenario(self) -> Scenario:
        return scenario_of(self.model_dump(exclude={"options"}), self.options)

    def plain(self) -> dict[str, Any]:
        """The scenario as it is kept and shown: without what was left out."""
        return self.model_dump(exclude_defaults=True)


def scenario_of(act: dict[str, Any], options: Options) -> Scenario:
    if act.get("date") is None:
        act["date"] = options.on or act["given"].get("start")
    written = {"payment_date": options.payment_date, "release": options.release, "known_on": options.as_of}
    chosen = {name: value for name, value in written.items() if value is not None}
    return read_scenario({**act, "options": {"provisional": options.provisional, **chosen}})


class SolveBody(Body):
    """Which value of an unknown gives the wanted figure."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={
            "examples": [
                {
                    "scenario": {key: EXAMPLE[key] for key in ("country", "act", "date", "contract")},
                    "target": {"net_pay": "500"},
                    "find": "invoice.excl_vat",
                }
            ]
        },
    )
    scenario: ScenarioBody
    target: dict[Name, Fact] = Field(min_length=1, max_length=1, description="The wanted figure and its value")
    find: Name | None = Field(None, description="The unknown; the act's own starting figure if absent")


class ExplainBody(Body):
    """The tree behind one figure of a scenario."""

    model_config = ConfigDict(
        extra="forbid", strict=True, json_schema_extra={"examples": [{"scenario": EXAMPLE, "line": "income_tax"}]}
    )
    scenario: ScenarioBody
    line: Name = Field(examples=["income_tax"])


class YearBody(Body):
    """A worker's acts of a year; totals to date run from one to the next."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={
            "examples": [
                {
                    "country": "be",
                    "worker": {"worker.children": "1"},
                    "acts": [
                        {
                            "act": "job",
                            "date": day,
                            "contract": "fixed_term",
                            "given": {"invoice.excl_vat": "1000"},
                        }
                        for day in ("2026-03-10", "2026-03-24")
                    ],
                }
            ]
        },
    )
    country: Code
    worker: Facts = Field(default_factory=dict, description="Facts that hold for every act")
    acts: list[Act] = Field(min_length=1, max_length=LIMITS.acts_per_year)
    options: Options = Field(default_factory=Options)


class ComparisonBody(Body):
    """The same case in two to four columns: contract types, splits, countries, dates or releases."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={"examples": [{"scenarios": [EXAMPLE, {**EXAMPLE, "contract": "open_ended"}]}]},
    )
    scenarios: list[ScenarioBody] = Field(min_length=2, max_length=LIMITS.columns_per_comparison)


class CurveBody(Body):
    """One figure of an act over a range of another."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={
            "examples": [
                {
                    "scenario": {key: EXAMPLE[key] for key in ("country", "act", "date", "contract")},
                    "of": "net_pay",
                    "from": "0",
                    "to": "2000",
                }
            ]
        },
    )
    scenario: ScenarioBody
    of: Name = Field("net_pay", description="The figure to follow")
    over: Name | None = Field(None, description="What varies; the act's own starting figure if absent")
    low: Amount = Field("0", alias="from")
    high: Amount = Field(alias="to")


class LinkBody(Body):
    """A result to keep behind a link that nobody can guess."""

    model_config = ConfigDict(
        extra="forbid", strict=True, json_schema_extra={"examples": [{"scenario": EXAMPLE, "days": 30}]}
    )
    scenario: ScenarioBody
    days: int = Field(90, ge=1, le=LIMITS.link_days, description="After so many days the link ends by itself")
