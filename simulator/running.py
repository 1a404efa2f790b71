"""One act computed: from a scenario to every exact value, directly or by solving for the act's root."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from engine.checking.segments import contracts_of
from engine.evaluation.scalar import compiled
from engine.intervals.solution import Gap, Solution, solve
from engine.language import codes
from engine.program.meaning import NoValue
from engine.program.program import Program
from engine.program.timeline import Dates
from simulator.coverage import covering, gaps_touching, refuse_gaps
from simulator.facts import BadFact, declared_range, in_range, read_date, read_fact, write_fact
from simulator.registry import Country, Registry
from simulator.scenario import Scenario, refusal
from simulator.treatment import Treatment, judged


@dataclass(frozen=True)
class Run:
    """An evaluated act: the program, what was given, and every value that the program keeps."""

    country: Country
    scenario: Scenario
    dates: Dates
    program: Program
    given: Mapping[str, Fraction]
    values: Mapping[str, Fraction]
    gaps: tuple[str, ...]
    unused: tuple[str, ...] = ()
    solved: str | None = None
    estimated_after: date | None = None
    """Set when the act lies beyond the coverage: the last day that is covered."""
    totals: Mapping[str, Fraction] = field(default_factory=dict)
    """Totals to date of earlier acts, those too that only rules read."""
    treatment: Treatment = field(default_factory=Treatment)
    """Changes of treatment; `scenario` is the act as it is treated."""
    negates: Run | None = None
    """The earlier run that a credit note takes back."""
    asked: Scenario | None = None
    """The scenario as it was asked, before any change of treatment."""


class NotReachable(Exception):
    """The given figure cannot be met by any root of the act; `gap` proves it."""

    def __init__(
        self, scenario: Scenario, program: Program, unknown: str, target: str, goal: Fraction, gap: Gap
    ) -> None:
        super().__init__(target)
        self.scenario, self.program = scenario, program
        self.unknown, self.target, self.goal, self.gap = unknown, target, goal, gap


def run(registry: Registry, scenario: Scenario, totals: Mapping[str, Fraction] | None = None) -> Run:
    """Evaluate a scenario. `totals` are totals to date of earlier acts.

    Raises `Refused` for what cannot be computed and says why, `NotReachable` for a proven gap.
    """
    country = registry.of(scenario)
    totals, asked = totals or {}, scenario
    scenario, treatment = treated(country, scenario, totals)
    dates, program, estimated_after = program_for(country, scenario)
    given, unused = facts(country, program, scenario)
    given = {**totals, **given}
    given = {name: value for name, value in given.items() if name in program.givable or name in program.step_of}
    target = target_of(program, given)
    if target is not None:
        given = _with_root(scenario, program, given, target)
    values = _evaluate(program, given)
    gaps = gaps_touching(program, values)
    refuse_gaps(country.pack, gaps)
    return Run(
        country,
        scenario,
        dates,
        program,
        given,
        values,
        gaps,
        unused,
        target,
        estimated_after,
        totals,
        treatment,
        asked=asked,
    )


def treated(country: Country, scenario: Scenario, totals: Mapping[str, Fraction]) -> tuple[Scenario, Treatment]:
    """The scenario as the rules of treatment have it, decided before any figure is computed."""
    treatment = Treatment()
    while True:
        dates, program, _ = program_for(country, scenario)
        given, _ = facts(country, program, scenario)
        known = {**totals, **spare_facts(country, scenario), **given}
        made = len(treatment.changes)
        treatment = judged(country, program, dates, known, scenario, treatment)
        if len(treatment.changes) == made:
            return scenario, treatment
        scenario = treatment.changes[-1].applied(scenario)


def spare_facts(country: Country, scenario: Scenario) -> dict[str, Fraction]:
    """The dates and every given input as exact numbers, those too that the act's figures do not read."""
    pack = country.pack
    payment = scenario.payment_date if scenario.payment_date is not None else scenario.date
    days = {"date": Fraction(scenario.date.toordinal()), "payment_date": Fraction(payment.toordinal())}
    inputs = (name for name in scenario.given if (d := pack.definitions.get(name)) is not None and d.kind == "input")
    return days | {name: read_fact(pack, pack.type_of(name), scenario.given[name]) for name in inputs}


def program_for(country: Country, scenario: Scenario) -> tuple[Dates, Program, date | None]:
    dates, contract, estimated_after = placed(country, scenario)
    return dates, country.programs.program(scenario.act, contract, dates), estimated_after


def placed(country: Country, scenario: Scenario) -> tuple[Dates, str | None, date | None]:
    """The dates and the contract type that decide which law holds, refused where the pack does not cover them."""
    pack = country.pack
    if scenario.act not in pack.acts:
        raise refusal(codes.UNKNOWN_ACT, f"there is no act `{scenario.act}`", f"the acts are: {', '.join(pack.acts)}")
    contract = _contract(country, scenario)
    start = scenario.given.get("start")
    try:
        begins = read_date(start) if start is not None else scenario.date
    except BadFact as fault:
        raise refusal(codes.BAD_DATE, fault.message, fault.mend, "start") from None
    dates = Dates(scenario.date, scenario.payment_date if scenario.payment_date is not None else scenario.date, begins)
    return dates, contract, covering(pack, scenario.act, contract, scenario.date, scenario.provisional)


def _contract(country: Country, scenario: Scenario) -> str | None:
    pack, contract = country.pack, scenario.contract
    needed = pack.acts[scenario.act].model.contract == "required"
    if not needed:
        return None
    usable = [name for name in contracts_of(pack, scenario.act) if name is not None]
    if contract is None or contract not in usable:
        said = "needs a contract type" if contract is None else f"knows no contract type `{contract}`"
        raise refusal(codes.UNKNOWN_CONTRACT, f"`{scenario.act}` {said}", f"one of: {', '.join(usable)}")
    model = pack.contracts[contract].model
    if model.from_ is not None and scenario.date < model.from_:
        raise refusal(codes.OUTSIDE_COVERAGE, f"`{contract}` begins on {model.from_}, the act is of {scenario.date}")
    if model.to_date is not None and scenario.date > model.to_date:
        raise refusal(codes.OUTSIDE_COVERAGE, f"`{contract}` ended on {model.to_date}, the act is of {scenario.date}")
    return contract


def facts(country: Country, program: Program, scenario: Scenario) -> tuple[dict[str, Fraction], tuple[str, ...]]:
    """The givens as exact numbers, and those that this act does not read; unknown ones are refused."""
    pack = country.pack
    read: dict[str, Fraction] = {"date": Fraction(scenario.date.toordinal())}
    read["payment_date"] = Fraction(
        (scenario.payment_date if scenario.payment_date is not None else scenario.date).toordinal()
    )
    unused: list[str] = []
    for name, written in scenario.given.items():
        known = name in program.step_of or name in program.inputs
        definition = pack.definitions.get(name)
        if not known and name not in pack.interface and (definition is None or definition.kind != "input"):
            raise refusal(
                codes.UNKNOWN_FACT, f"no pack of this request reads `{name}`", _closest(name, country), f"given/{name}"
            )
        try:
            type_text = program.type_of(name) if known else pack.type_of(name)
            value = read_fact(pack, type_text, written)
            in_range(pack, name, type_text, value)
        except BadFact as fault:
            raise refusal(codes.BAD_FACT, f"{name}: {fault.message}", fault.mend, f"given/{name}") from None
        if known:
            read[name] = value
        else:
            unused.append(name)
    return {name: value for name, value in read.items() if name in program.inputs or name in program.step_of}, tuple(
        unused
    )


def _closest(name: str, country: Country) -> str:
    inputs = [d.name for d in country.pack.definitions.values() if d.kind == "input"]
    close = difflib.get_close_matches(name, [*inputs, *country.pack.interface], 1, 0.5)
    return f"did you mean `{close[0]}`?" if close else "see the inputs in the country's page"


def target_of(program: Program, given: Mapping[str, Fraction]) -> str | None:
    """The one given figure that the program computes; None where the root itself is given."""
    computed = [name for name in given if name not in program.givable]
    if program.root in given:
        if computed:
            raise refusal(
                codes.TOO_MANY_FACTS,
                f"`{program.root}` already decides `{computed[0]}`",
                f"give one of the two, or with it one of: {', '.join(_choices(program)) or 'nothing else'}",
                "given",
            )
        return None
    if not computed:
        choices = [name for name in _choices(program) if name in given]
        if choices and program.step_of[choices[0]].name not in _inputs_of(program):
            return choices[0]
        raise refusal(
            codes.MISSING_FACT,
            f"one amount must be known: `{program.root}`, or any other figure of the act",
            f"give for example `{program.root}=1000`",
            "given",
        )
    if len(computed) > 1:
        raise refusal(
            codes.TOO_MANY_FACTS,
            f"`{computed[0]}` and `{computed[1]}` cannot both be chosen",
            "give one of them",
            "given",
        )
    return computed[0]


def _choices(program: Program) -> list[str]:
    return list(program.pack.acts[program.act].model.choices)


def _inputs_of(program: Program) -> set[str]:
    return {name for name, definition in program.pack.definitions.items() if definition.kind == "input"}


def _with_root(scenario: Scenario, program: Program, given: Mapping[str, Fraction], target: str) -> dict[str, Fraction]:
    """The givens with the root that makes the target what was asked: the smallest."""
    others = {name: value for name, value in given.items() if name != target}
    found = solve_for(program, program.root, target, given[target], others)
    if isinstance(found, Gap):
        raise NotReachable(scenario, program, program.root, target, given[target], found)
    return {**others, program.root: found.smallest}


def solve_for(
    program: Program, unknown: str, target: str, goal: Fraction, others: Mapping[str, Fraction]
) -> Solution | Gap:
    """Solve over the declared range of the unknown."""
    limits = declared_range(program.pack, unknown)
    if limits is None:
        raise refusal(codes.BAD_FACT, f"`{unknown}` declares no range to look in", "", "find")
    low, high = (read_fact(program.pack, program.type_of(unknown), text) for text in limits)
    try:
        return solve(program, unknown, target, goal, others, low, high)
    except NoValue as none:
        raise no_value(none) from None


def _evaluate(program: Program, given: Mapping[str, Fraction]) -> dict[str, Fraction]:
    for name in program.inputs:
        if name not in given:
            question = getattr(program.pack.described(name), "question", None)
            raise refusal(codes.MISSING_FACT, f"`{name}` must be given", question or "", f"given/{name}")
    try:
        return compiled(program).values(given)
    except NoValue as none:
        _refuse_by_gaps(program, given)
        raise no_value(none) from None


def _refuse_by_gaps(program: Program, given: Mapping[str, Fraction]) -> None:
    """A gap that the pack admits says more than the value that is lacking because of it."""
    part = program.restricted(gap.condition for gap in program.gaps if gap.condition is not None)
    try:
        conditions = compiled(part).values({name: value for name, value in given.items() if name in part.names})
    except NoValue:
        return
    refuse_gaps(program.pack, gaps_touching(program, conditions))


def no_value(none: NoValue) -> Exception:
    return refusal(codes.NO_VALUE, none.reason, "", none.name or "law")


def with_given(scenario: Scenario, **given: str) -> Scenario:
    """The scenario with some givens added."""
    return replace(scenario, given={**scenario.given, **given})


__all__ = ["NotReachable", "Run", "facts", "run", "solve_for", "with_given", "write_fact"]
