"""A program in columns held to its scalar reading and to the reference, row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

import numpy as np

from engine.columns.kernel import BEYOND, Kernel, Numbers, Shape, Truths, kernel
from engine.columns.ranges import Ranges
from engine.evaluation.reference import reference_values
from engine.evaluation.scalar import compiled, input_scale
from engine.program.meaning import NoValue
from engine.program.program import Program
from simulator.portfolio.given import declared

DECLARED = Ranges(declared)
Columns = Mapping[str, Numbers | Truths]


@dataclass(slots=True)
class Tally:
    """What was compared, and the first few differences in words."""

    rows: int = 0
    cells: int = 0
    no_value: int = 0
    beyond: int = 0
    differences: int = 0
    told: list[str] | None = None

    def differs(self, words: str) -> None:
        self.differences += 1
        self.told = [*(self.told or []), words][:5]

    def add(self, other: Tally) -> None:
        for name in ("rows", "cells", "no_value", "beyond", "differences"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.told = [*(self.told or []), *(other.told or [])][:5]


def written_kernel(program: Program, outputs: Sequence[str], ranges: Ranges = DECLARED) -> Kernel:
    """A kernel to which everything is given that may be: inputs in every row, the rest in some."""
    given = frozenset(program.inputs)
    sometimes = frozenset(step.name for step in program.steps if step.givable)
    return kernel(program, Shape(tuple(outputs), given, sometimes), ranges)


def drawn(
    written: Kernel, program: Program, chance: Random, rows: int, given: float = 0.3
) -> dict[str, Numbers | Truths]:
    """Columns of random numbers within the limits: many of daily size, some anywhere, some at the ends."""
    columns: dict[str, Numbers | Truths] = {}
    for name in written.columns:
        if name.endswith("?"):
            columns[name] = np.array([chance.random() < given for _ in range(rows)], np.bool_)
            continue
        low, high = written.limits[name]
        scale = input_scale(program.type_of(name), program.pack.quantum)
        small = max(low, min(high, 3000 * scale))
        edges = [min(max(edge, low), high) for edge in (low, high, 0, 1, scale, 100 * scale)]
        picks = [(min(low, small), max(low, small))] * 6 + [(low, high)] + [(edge, edge) for edge in edges]
        columns[name] = np.array([chance.randint(*chance.choice(picks)) for _ in range(rows)], np.int64)
    return columns


def facts_of(program: Program, written: Kernel, columns: Columns, row: int) -> dict[str, Fraction]:
    """The facts of one row, as a single act would be given them; inputs that no column reads are at their lowest."""
    numbers = {name: written.limits[name][0] for name in program.inputs}
    for name, column in columns.items():
        mask = columns.get(f"{name}?")
        if not name.endswith("?") and (mask is None or bool(mask[row])):
            numbers[name] = int(column[row])
    types = {
        name: program.scales.get(name) or input_scale(program.type_of(name), program.pack.quantum) for name in numbers
    }
    return {name: Fraction(number, types[name]) for name, number in numbers.items()}


def compare(
    program: Program, written: Kernel, columns: Columns, rows: int, *, reference: int | None = None, size: int = 16_384
) -> Tally:
    """Columns against the scalar reading in every row, and against the reference in the first `reference` rows."""
    tally, scalar = Tally(), compiled(program)
    results, refused = written.run(columns, rows, size=size, threads=1)
    for row in range(rows):
        facts = facts_of(program, written, columns, row)
        tally.rows += 1
        code = int(refused[row])
        if code and written.refusals[code - 1].reason == BEYOND:
            tally.beyond += 1
            continue
        try:
            expected: Mapping[str, Fraction] | None = scalar.values(facts)
        except NoValue:
            expected = None
        if reference is None or row < reference:
            _against_reference(program, facts, expected, tally)
        if expected is None or code:
            tally.no_value += 1
            if (expected is None) != bool(code):
                why = written.refusals[code - 1].reason if code else "computed"
                tally.differs(f"{program.act} {program.contract}: {why}, scalar {expected is None} {facts}")
            continue
        for name in written.shape.outputs:
            tally.cells += 1
            found = Fraction(int(results[name][row]), written.scales[name])
            if found != expected[name]:
                tally.differs(f"{program.act} {program.contract} {name}: {found}, not {expected[name]} {facts}")
    return tally


def _against_reference(
    program: Program, facts: Mapping[str, Fraction], scalar: Mapping[str, Fraction] | None, tally: Tally
) -> None:
    try:
        plain: Mapping[str, Fraction] | None = reference_values(program, facts)
    except NoValue:
        plain = None
    if plain != scalar:
        tally.differs(f"{program.act} {program.contract}: the reference differs from the scalar reading, {facts}")
