"""What the rows of a place give to a kernel, and the rows for which its proofs do not hold."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from engine.columns.kernel import Kernel
from engine.columns.ranges import Ranges
from engine.program.program import Program
from simulator.facts import declared_range, read_fact
from simulator.portfolio.cells import Cells
from simulator.portfolio.placing import Place
from simulator.portfolio.sheet import Numbers, Truths


def declared(program: Program, name: str) -> tuple[Fraction, Fraction] | None:
    """The range that the pack declares for a name, as numbers."""
    written = declared_range(program.pack, name)
    if written is None:
        return None
    low, high = (read_fact(program.pack, program.type_of(name), text) for text in written)
    return low, high


RANGES = Ranges(declared)


_RESTRICTED: dict[tuple[Program, tuple[str, ...]], Program] = {}


def restricted(program: Program, outputs: tuple[str, ...]) -> Program:
    key = (program, outputs)
    if key not in _RESTRICTED:
        _RESTRICTED[key] = program.restricted(outputs)
    return _RESTRICTED[key]


def shape_of(place: Place, program: Program, sources: Mapping[str, Cells]) -> tuple[frozenset[str], frozenset[str]]:
    """What every row of a place gives, and what only some do."""
    given, sometimes = set(), set()
    for name in sources:
        if name not in program.givable:
            continue
        there = sources[name].given[place.rows]
        if there.all():
            given.add(name)
        elif there.any():
            sometimes.add(name)
    return frozenset(given), frozenset(sometimes)


def beyond_proofs(program: Program, rows: Numbers, sources: Mapping[str, Cells], names: frozenset[str]) -> Truths:
    """The rows with an amount for which the proofs do not hold."""
    beyond = np.zeros(len(rows), np.bool_)
    for name in names:
        cells = sources[name]
        low, high = RANGES.of(program, name)
        numbers = cells.numbers[rows]
        beyond |= cells.given[rows] & ((numbers < low) | (numbers > high) | cells.beyond[rows])
    return beyond


def columns_of(
    written: Kernel, rows: Numbers, sources: Mapping[str, Cells]
) -> tuple[dict[str, Numbers | Truths], Truths]:
    """What a kernel reads for some rows, and the rows for which its proofs do not hold."""
    alone = np.zeros(len(rows), np.bool_)
    columns: dict[str, Numbers | Truths] = {}
    for name in written.columns:
        if name.endswith("?"):
            columns[name] = sources[name[:-1]].given[rows]
            continue
        cells = sources[name]
        low, high = written.limits[name]
        numbers = cells.numbers[rows]
        outside = (numbers < low) | (numbers > high) | cells.beyond[rows]
        if outside.any():
            alone |= outside & cells.given[rows]
            numbers = np.clip(numbers, low, high)
        columns[name] = numbers
    return columns, alone
