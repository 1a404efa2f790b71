"""A project: several dated acts and people under one budget, from its first act to its settlement.

Parts that earn or buy are computed first; people paid by a `share` of the budget follow,
each with the greatest gross that the share can carry. Nothing is computed here that the
pack does not compute: acts are run one by one, exact results are put together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from engine.intervals.solution import Gap
from engine.language import codes
from simulator.facts import BadFact, read_date, read_number, write_fact
from simulator.ledger import balances, by_payee, ledger_lines
from simulator.mirror import corrected, is_mirror, mirrored
from simulator.periods import pay_periods
from simulator.registry import Registry
from simulator.repeating import repeated
from simulator.running import Run, run
from simulator.scenario import Scenario, read_scenario, refusal
from simulator.settling import Movement, Standing, movements, standing
from simulator.solving import ask
from simulator.worker_year import worker_year

ACT = "project"
ENTITY = "entity"
NEVER = "never"
PART_KEYS = ("name", "worker", "share", "client_pays", "repeat")
KEYS = ("country", "act", "date", "parts", "budget", "options", "name")
COST = "employer_cost"


@dataclass(frozen=True, slots=True)
class Part:
    """One act of a project. `share` is the part of the free budget that its pay may use, over all its repetitions."""

    name: str
    scenarios: tuple[Scenario, ...]
    share: Fraction | None = None
    client_pays: date | None = None
    never: bool = False


@dataclass(frozen=True, slots=True)
class Project:
    """A project as asked: its parts, and a budget that was granted in advance, if any."""

    name: str
    country: str
    parts: tuple[Part, ...]
    granted: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Done:
    """A part that was run."""

    part: Part
    run: Run


@dataclass(frozen=True, slots=True)
class Settled:
    """A project with every act run, and the money day by day."""

    project: Project
    done: tuple[Done, ...]
    stands: tuple[Standing, ...]

    def entity(self) -> Fraction:
        """What is left in the entity's budget."""
        return self.project.granted + sum((budget_change(one.run) for one in self.done), Fraction(0))


def read_project(data: Mapping[str, Any], where: str = "project") -> Project:
    """A project from its YAML or JSON form; `Refused` names what is wrong in it."""
    for key in data:
        if key not in KEYS:
            raise refusal(codes.UNKNOWN_KEY, f"a project has no `{key}`", f"it has: {', '.join(KEYS)}", where)
    parts = data.get("parts")
    if not isinstance(parts, Sequence) or isinstance(parts, str) or not parts:
        raise refusal(codes.MISSING_KEY, "a project needs its `parts`", "parts: [{act: sale_of_services, …}]", where)
    country = str(data.get("country", ""))
    return Project(
        str(data.get("name", "project")),
        country,
        tuple(_part(data, part, f"{where}, part {number}") for number, part in enumerate(parts, 1)),
        _number(str(data.get("budget", "0")), where),
    )


def _part(data: Mapping[str, Any], written: Any, where: str) -> Part:
    if not isinstance(written, Mapping):
        raise refusal(codes.WRONG_SHAPE, "a part is a scenario", "{act: hire, contract: fixed_term, …}", where)
    own = {key: written[key] for key in PART_KEYS if key in written}
    rest = {key: value for key, value in written.items() if key not in PART_KEYS}
    scenario = read_scenario({"country": data.get("country"), "options": data.get("options") or {}, **rest}, where)
    if "worker" in own:
        scenario = replace(scenario, parties={**scenario.parties, "worker": str(own["worker"])})
    pays = str(own.get("client_pays", ""))
    return Part(
        str(own.get("name") or own.get("worker") or scenario.act),
        tuple(repeated(scenario, own.get("repeat"), where)),
        _number(str(own["share"]), where) if "share" in own else None,
        _day(pays, where) if pays and pays != NEVER else None,
        pays == NEVER,
    )


def _number(text: str, where: str) -> Fraction:
    try:
        return read_number(text)
    except BadFact as fault:
        raise refusal(codes.BAD_FACT, fault.message, fault.mend, where) from None


def _day(text: str, where: str) -> date:
    try:
        return read_date(text)
    except BadFact as fault:
        raise refusal(codes.BAD_DATE, fault.message, "a day, or `never`", where) from None


def budget_change(done: Run) -> Fraction:
    """What an act adds to the entity's budget, or takes from it, by its entries."""
    return by_payee(done, balances(ledger_lines(done))).get(ENTITY, Fraction(0))


def run_project(registry: Registry, project: Project) -> Settled:
    """Every part run: what earns and what buys first, then the people who are paid by a share, in date order."""
    given = [(part, one) for part in project.parts if part.share is None for one in part.scenarios]
    done = _run_all(registry, given, [])
    free = project.granted + sum((budget_change(one.run) for one in done), Fraction(0))
    shared = [(part, one) for part in project.parts if part.share is not None for one in _funded(registry, part, free)]
    done = sorted([*done, *_run_all(registry, shared, done)], key=lambda one: one.run.scenario.date)
    moves = [move for one in done for move in _moves(one)]
    return Settled(project, tuple(done), tuple(standing(moves)))


def _moves(one: Done) -> list[Movement]:
    return list(movements(one.run, one.part.client_pays, never=one.part.never))


def _run_all(registry: Registry, wanted: Sequence[tuple[Part, Scenario]], before: Sequence[Done]) -> list[Done]:
    done = list(before)
    spread = [(part, period) for part, one in wanted for period in pay_periods(registry.of(one), one)]
    for part, scenario in sorted(spread, key=lambda pair: pair[1].date):
        done.append(Done(part, _run(registry, scenario, [one.run for one in done])))
    return done[len(before) :]


def _run(registry: Registry, scenario: Scenario, earlier: Sequence[Run]) -> Run:
    pack = registry.of(scenario).pack
    if is_mirror(pack, scenario.act):
        wanted = corrected(scenario)
        stored = next((one for one in earlier if one.asked == wanted), None)
        return mirrored(stored or run(registry, wanted), scenario)
    before = [one for one in earlier if one.scenario.date <= scenario.date]
    return run(registry, scenario, worker_year(pack, scenario, before))


def _funded(registry: Registry, part: Part, free: Fraction) -> list[Scenario]:
    """The acts of a part with the pay that its share of the budget can carry, equal at each repetition."""
    quantum = registry.of(part.scenarios[0]).pack.quantum
    whole = max(free, Fraction(0)) * (part.share or 0) // quantum * quantum
    each = whole / len(part.scenarios) // quantum * quantum
    rest = whole - each * (len(part.scenarios) - 1)
    budgets = [each] * (len(part.scenarios) - 1) + [rest]
    return [affordable(registry, one, budget) for one, budget in zip(part.scenarios, budgets, strict=True)]


def affordable(registry: Registry, scenario: Scenario, budget: Fraction) -> Scenario:
    """The act with the greatest gross whose cost, with its allowances, stays within a budget."""
    pack = registry.of(scenario).pack
    allowances = read_number(scenario.given.get("allowances", "0"))
    goal = max(budget - allowances, Fraction(0))
    root = pack.acts[scenario.act].model.root
    asked = replace(scenario, given={name: text for name, text in scenario.given.items() if name != root})
    question = ask(registry, asked, COST, write_fact(pack, "money", goal), root)
    if isinstance(question.answer, Gap):
        below = question.answer.below
        gross = below.unknown if below is not None else Fraction(0)
    else:
        gross = question.answer.runs[-1][1]
    return replace(asked, given={**asked.given, root: write_fact(pack, "money", gross)})
