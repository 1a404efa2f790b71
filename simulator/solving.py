"""Asking for one figure: which value of an unknown gives it, everything else as the scenario says."""

from __future__ import annotations

from dataclasses import dataclass

from engine.intervals.solution import Gap, Solution
from engine.language import codes
from engine.program.program import Program
from simulator.facts import BadFact, read_fact, write_fact
from simulator.registry import Registry
from simulator.running import facts, program_for, solve_for, treated
from simulator.scenario import Scenario, refusal


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, and every unknown that answers it or the proof that none does."""

    program: Program
    unknown: str
    target: str
    wanted: str
    answer: Solution | Gap


def ask(registry: Registry, scenario: Scenario, target: str, wanted: str, unknown: str | None) -> Question:
    """Solve `target = wanted` for `unknown`, or for the act's root; `Refused` where the question makes no sense."""
    country = registry.of(scenario)
    scenario, _ = treated(country, scenario, {})
    _, program, _ = program_for(country, scenario)
    unknown = unknown or program.root
    for name in (target, unknown):
        if name not in program.step_of and name not in program.inputs:
            raise refusal(
                codes.UNKNOWN_NAME, f"this act has no `{name}`", f"it has: {', '.join(program.values)}", "solve"
            )
    if unknown not in program.givable:
        raise refusal(
            codes.BAD_FACT, f"`{unknown}` is computed, it cannot be sought", f"seek `{program.root}`", "--find"
        )
    given, _ = facts(country, program, scenario)
    try:
        goal = read_fact(program.pack, program.type_of(target), wanted)
    except BadFact as fault:
        raise refusal(codes.BAD_FACT, f"{target}: {fault.message}", fault.mend, "--target") from None
    others = {name: value for name, value in given.items() if name in program.givable and name != unknown}
    answer = solve_for(program, unknown, target, goal, others)
    return Question(program, unknown, target, write_fact(program.pack, program.type_of(target), goal), answer)
