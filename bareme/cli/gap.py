"""A proven gap, told: the nearest figures that can be reached, and the lines that jump between them."""

from __future__ import annotations

import sys

from bareme.cli.output import print_json
from engine.intervals.solution import Gap
from engine.program.program import Program
from simulator.running import NotReachable
from simulator.solutions import gap_data, not_reachable_data, written


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
        if jump["cause"]:
            law = f" ({jump['law']})" if jump["law"] else ""
            lines.append(f"Between them {jump['label']} goes from {jump['before']} to {jump['after']}{law}")
    followers = [jump["label"] for jump in data["jumps"] if not jump["cause"]]
    if followers:
        lines.append(f"With it move: {', '.join(followers)}")
    return "\n".join(lines) + "\n"


def print_gap(found: NotReachable, *, as_json: bool) -> None:
    """The gap of a `simulate` whose given figure cannot be met."""
    if as_json:
        print_json(not_reachable_data(found))
    else:
        wanted = written(found.program, found.target, found.goal)
        sys.stdout.write(gap_text(found.program, found.unknown, found.target, wanted, found.gap))
