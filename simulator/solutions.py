"""The answer of a question for an unknown, and a proven gap, as data: `bareme.solution/1`."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from engine.intervals.jumps import Jump
from engine.intervals.solution import Gap, Reached, Solution
from engine.program.program import Program
from simulator.facts import write_fact
from simulator.running import NotReachable
from simulator.solving import Question

SCHEMA = "bareme.solution/1"


def solution_data(question: Question) -> dict[str, Any]:
    """The smallest unknown, the other runs, or the gap."""
    found, program, unknown = question.answer, question.program, question.unknown
    runs = found.runs if isinstance(found, Solution) else ()
    return {
        "schema": SCHEMA,
        "target": {question.target: question.wanted},
        "find": unknown,
        "smallest": written(program, unknown, runs[0][0]) if runs else None,
        "runs": [
            {"from": written(program, unknown, first), "to": written(program, unknown, last)} for first, last in runs
        ],
        "more": found.cut if isinstance(found, Solution) else False,
        "gap": gap_data(program, unknown, question.target, found) if isinstance(found, Gap) else None,
    }


def not_reachable_data(found: NotReachable) -> dict[str, Any]:
    """The gap of an act whose given figure cannot be met."""
    return {
        "schema": SCHEMA,
        "target": {found.target: written(found.program, found.target, found.goal)},
        "find": found.unknown,
        "smallest": None,
        "runs": [],
        "more": False,
        "gap": gap_data(found.program, found.unknown, found.target, found.gap),
    }


def gap_data(program: Program, unknown: str, target: str, gap: Gap) -> dict[str, Any]:
    """The gap as data: both neighbours with their unknowns, and the jumping lines."""
    return {
        "below": _reached(program, unknown, target, gap.below),
        "above": _reached(program, unknown, target, gap.above),
        "jumps": [_jump(program, jump) for jump in gap.jumps],
    }


def written(program: Program, name: str, value: Fraction) -> str:
    """A value of the program as text, by its type."""
    return write_fact(program.pack, program.type_of(name), value)


def _reached(program: Program, unknown: str, target: str, reached: Reached | None) -> dict[str, str] | None:
    if reached is None:
        return None
    return {
        target: written(program, target, reached.figure),
        unknown: written(program, unknown, reached.unknown),
    }


def _jump(program: Program, jump: Jump) -> dict[str, Any]:
    definition = program.pack.definitions.get(jump.name)
    described = program.pack.described(jump.name)
    return {
        "line": jump.name,
        "label": (described.label if described is not None else None) or jump.name,
        "before": written(program, jump.name, jump.before),
        "after": written(program, jump.name, jump.after),
        "cause": jump.is_cause,
        "law": getattr(definition.model, "law", None) if definition is not None else None,
    }
