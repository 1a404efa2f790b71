"""The worked cases of a pack: run, and held against what somebody worked out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from engine.language.diagnostic import Place, Refused
from engine.reading.folder import read_cases
from engine.reading.models import Case, Sequence, SequenceStep
from simulator.expected import consequence_faults, expectations
from simulator.facts import BadFact, read_fact, read_number, write_fact
from simulator.registry import Registry
from simulator.running import NotReachable, Run, run
from simulator.scenario import Scenario
from simulator.worker_year import worker_year
from simulator.working import not_worked_out, working_faults

REFUSED = "refused"
"""`expect: {refused: BAR503}`: the case must be refused with that code."""
NOT_SHOWN = ("a step of `working` that comes to it, with its article", "no such step")
"""A figure worked out by hand shows its working; one computed by a program of ours is `how: model`."""


@dataclass(frozen=True, slots=True)
class Difference:
    """An expectation that does not hold."""

    name: str
    expected: str
    found: str
    tolerance: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case that was executed: no differences is a pass."""

    name: str
    how: str
    place: Place
    checked: int
    differences: tuple[Difference, ...]
    runs: tuple[Run, ...]
    case: Case | Sequence

    @property
    def passed(self) -> bool:
        return not self.differences


def run_cases(registry: Registry, code: str) -> Iterator[Outcome]:
    """Execute every case of a pack, in file order; `Refused` if a case file is at fault."""
    for document in read_cases(registry.rules / code):
        for number, case in enumerate(document.cases):
            yield run_case(registry, code, case, document.document.place((number,)))


def run_case(registry: Registry, code: str, case: Case | Sequence, place: Place) -> Outcome:
    """Execute one case; totals to date run from one act of a sequence to the next."""
    steps: list[Case | SequenceStep] = [case] if isinstance(case, Case) else list(case.acts)
    earlier: list[Run] = []
    differences: list[Difference] = []
    checked = 0
    for index, step in enumerate(steps, 1):
        scenario = _scenario(code, step)
        prefix = "" if isinstance(case, Case) else f"act {index}: "
        found, outcome = _evaluated(registry, scenario, earlier)
        if found is not None:
            earlier.append(found)
        differences += [
            Difference(f"{prefix}working, step {name}", wanted, came_to)
            for name, wanted, came_to in working_faults(step.working, step.expect)
        ]
        if case.how == "hand":
            differences += [Difference(prefix + name, *NOT_SHOWN) for name in not_worked_out(step.working, step.expect)]
        for name, expected in step.expect.items():
            checked += 1
            difference = _compared(found, outcome, name, expected, tolerance_of(case, name))
            if difference is not None:
                differences.append(
                    Difference(prefix + name, difference.expected, difference.found, difference.tolerance)
                )
        checked += expectations(step)
        differences += [
            Difference(prefix + name, wanted, came_to)
            for name, wanted, came_to in consequence_faults(step, found, outcome)
        ]
    if not checked:
        differences.append(Difference("expect", "something", "the case expects nothing, so it proves nothing"))
    return Outcome(case.name, case.how, place, checked, tuple(differences), tuple(earlier), case)


def _scenario(code: str, step: Case | SequenceStep) -> Scenario:
    given = {name: str(value) for name, value in step.given.items()}
    return Scenario(code, step.act, step.date, step.contract, given, payment_date=step.payment_date)


def _evaluated(registry: Registry, scenario: Scenario, earlier: list[Run]) -> tuple[Run | None, str]:
    """The run, or the code it was refused with."""
    pack = registry.country(scenario.country).pack
    try:
        return run(registry, scenario, worker_year(pack, scenario, earlier)), ""
    except Refused as refused:
        return None, f"refused: {refused.diagnostics[0].code} {refused.diagnostics[0].message}"
    except NotReachable as gap:
        return None, f"refused: no amount gives {gap.target}"


def tolerance_of(case: Case | Sequence, name: str) -> Fraction:
    """How far a figure may be from what the case expects."""
    written = case.tolerance
    if isinstance(written, Mapping):
        written = written.get(name)
    return read_number(written) if written is not None else Fraction(0)


def _compared(found: Run | None, outcome: str, name: str, expected: str, tolerance: Fraction) -> Difference | None:
    if name == REFUSED:
        fits = outcome.startswith(f"refused: {expected}")
        return None if fits else Difference(name, expected, outcome or "a result")
    if found is None:
        return Difference(name, expected, outcome)
    return compared(found, found.values, name, expected, tolerance)


def compared(
    run: Run, values: Mapping[str, Fraction], name: str, expected: str, tolerance: Fraction
) -> Difference | None:
    """What an expectation of an act lacks, with these values of its lines; None if it holds."""
    if name not in values:
        return Difference(name, expected, "this act has no such figure")
    pack = run.country.pack
    type_text = run.program.type_of(name)
    try:
        wanted = read_number(expected) if _is_number(type_text, pack.members) else read_fact(pack, type_text, expected)
    except BadFact as fault:
        return Difference(name, expected, fault.message)
    if abs(values[name] - wanted) <= tolerance:
        return None
    return Difference(name, expected, write_fact(pack, type_text, values[name]), tolerance)


def _is_number(type_text: str, members: Mapping[str, Any]) -> bool:
    base = type_text.partition("/")[0]
    return base not in ("bool", "date") and base not in members
