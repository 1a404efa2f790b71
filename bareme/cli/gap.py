"""A proven gap, told: the nearest figures that can be reached, and the lines that jump between them."""

from __future__ import annotations

import sys
from typing import Any

from bareme.cli.output import print_json
from engine.intervals.solution import Gap, Jump, Reached
from engine.program.program import Program
from simulator.facts import write_fact
from simulator.running import NotReachable


def gap_data(program: Program, unknown: str, target: str, gap: Gap) -> dict[str, Any]:
    """The gap as data: both neighbours with their unknowns, and the jumping lines."""
    return {
        "below": _reached(program, unknown, target, gap.below),
        "above": _reached(program, unknown, target, gap.above),
        "jumps": [_jump(program, jump) for jump in gap.jumps],
    }


def _reached(program: Program, unknown: str, target: str, reached: Reached | None) -> dict[str, str] | None:
    if reached is None:
        return None
    return {
        target: write_fact(program.pack, program.type_of(target), reached.figure),
        unknown: write_fact(program.pack, program.type_of(unknown), reached.unknown),
    }


def _jump(program: Program, jump: Jump) -> dict[str, Any]:
    definition = program.pack.definitions.get(jump.name)
    described = program.pack.described(jump.name)
    type_text = program.type_of(jump.name)
    return {
        "line": jump.name,
        "label": (described.label if described is not None else None) or jump.name,
        "before": write_fact(program.pack, type_text, jump.before),
        "after": write_fact(program.pack, type_text, jump.after),
        "law": getattr(definition.model, "law", None) if definition is not None else None,
    }


def gap_text(program: Program, unknown: str, target: str, wanted: str, gap: Gap) -> str:
    """The gap in words."""
    data = gap_data(program, unknown, target, gap)
    lines = [f"No {unknown} gives exactly {target} = {wanted}."]
    for side in ("below", "above"):
        near = data[side]
        lines.append(
            f"Nearest {side}: {target} = {near[target]} with {unknown} = {near[unknown]}"
            if near is not None
            else f"Nothing can be reached {side} it."
        )
    for jump in data["jumps"]:
        law = f" ({jump['law']})" if jump["law"] else ""
        lines.append(f"Between them {jump['label']} goes from {jump['before']} to {jump['after']}{law}")
    return "\n".join(lines) + "\n"


def print_gap(found: NotReachable, *, as_json: bool) -> None:
    """The gap of a `simulate` whose given figure cannot be met."""
    program, wanted = found.program, write_fact(found.program.pack, found.program.type_of(found.target), found.goal)
    if as_json:
        print_json(
            {
                "schema": "bareme.solution/1",
                "target": {found.target: wanted},
                "find": found.unknown,
                "runs": [],
                "gap": gap_data(program, found.unknown, found.target, found.gap),
            }
        )
    else:
        sys.stdout.write(gap_text(program, found.unknown, found.target, wanted, found.gap))
