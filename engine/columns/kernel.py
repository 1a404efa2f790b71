"""A program as one function over blocks of rows: written once for what is given, kept, and run on threads."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from queue import SimpleQueue
from typing import cast

import numpy as np
import numpy.typing as npt

from engine.columns.code import Code, written
from engine.columns.column import Column, Ends, TooWide, known, made, truth
from engine.columns.graph import TRUTH, Graph
from engine.columns.ranges import Ranges
from engine.columns.runtime import NAMES
from engine.columns.wholes import is_wide
from engine.columns.writer import ColumnWriter, Refusal
from engine.evaluation.operands import finite
from engine.evaluation.scalar import input_scale, unrounded
from engine.language.diagnostic import Refused
from engine.program.exact import lowest_common_multiple
from engine.program.form import Step
from engine.program.program import Program

Numbers = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int16]
Block = Callable[[Sequence[object], Sequence[Numbers], Codes, Sequence[Numbers], Sequence[Truths], int], None]

LARGE = 2**53
BEYOND = "a number larger than this reading holds"
BLOCK = 16_384
"""Rows that are computed together: the columns in use stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a kernel is written for: the columns that are given, in every row or in some, and known values."""

    outputs: tuple[str, ...]
    given: frozenset[str]
    sometimes: frozenset[str] = frozenset()
    fixed: tuple[tuple[str, Fraction], ...] = ()


@dataclass(frozen=True)
class Kernel:
    """`run` fills one column per output; `scales` say what a whole number stands for."""

    shape: Shape
    columns: tuple[str, ...]
    """Names of the columns it reads, in order; `name?` is the truths that say where `name` is given."""
    scales: Mapping[str, int]
    limits: Mapping[str, tuple[int, int]]
    """The whole numbers of each input for which the proofs hold: rows beyond them are for the scalar reading."""
    refusals: tuple[Refusal, ...]
    """Why rows have no value; those refused with `BEYOND` have one, which the scalar reading finds."""
    code: Code
    block: Block

    def run(
        self, columns: Mapping[str, Numbers | Truths], rows: int, *, size: int = BLOCK, threads: int | None = None
    ) -> tuple[dict[str, Numbers], Codes]:
        """The outputs, and for each row 0 or one more than the place of its reason in `refusals`."""
        results = {name: np.empty(rows, np.int64) for name in self.shape.outputs}
        refused = np.zeros(rows, np.int16)
        self.fill([columns[name] for name in self.columns], list(results.values()), refused, size, threads)
        return results, refused

    def fill(
        self,
        columns: Sequence[Numbers | Truths],
        results: Sequence[Numbers],
        refused: Codes,
        size: int = BLOCK,
        threads: int | None = None,
    ) -> None:
        """Compute every block into `results`, in place; blocks are shared out to threads."""
        rows = len(refused)
        starts = range(0, rows, size)
        workers = min(threads or os.cpu_count() or 1, len(starts))
        pools: SimpleQueue[tuple[list[Numbers], list[Truths]]] = SimpleQueue()
        for _ in range(max(workers, 1)):
            pools.put(self._buffers(min(size, rows)))

        def one(start: int) -> None:
            whole, truths = pools.get()
            stop = min(start + size, rows)
            count = stop - start
            self.block(
                [column[start:stop] for column in columns],
                [result[start:stop] for result in results],
                refused[start:stop],
                whole if count == size else [buffer[:count] for buffer in whole],
                truths if count == size else [buffer[:count] for buffer in truths],
                count,
            )
            pools.put((whole, truths))

        if workers <= 1:
            for start in starts:
                one(start)
        else:
            with ThreadPoolExecutor(workers) as executor:
                list(executor.map(one, starts))

    def _buffers(self, size: int) -> tuple[list[Numbers], list[Truths]]:
        whole = [np.empty(size, np.int64) for _ in range(self.code.whole_buffers)]
        return whole, [np.empty(size, np.bool_) for _ in range(self.code.truth_buffers)]


@lru_cache(maxsize=8192)
def kernel(program: Program, shape: Shape, ranges: Ranges) -> Kernel:
    """The kernel for a program; one is written for all programs of the same content.

    Raises `TooWide` where the scalar reading must do every row.
    """
    inputs = tuple(program.inputs.items())
    scales = tuple((name, program.scales[name]) for name in program.inputs if name in program.scales)
    limits = tuple(
        (name, ranges.of(program, name))
        for name in sorted(shape.given | shape.sometimes)
        if name in program.inputs or name in program.step_of
    )
    return _kernel(inputs, scales, program.steps, program.pack.quantum, shape, limits)


@lru_cache(maxsize=2048)
def _kernel(
    inputs: tuple[tuple[str, str], ...],
    scales: tuple[tuple[str, int], ...],
    steps: tuple[Step, ...],
    quantum: Fraction,
    shape: Shape,
    limits: tuple[tuple[str, tuple[int, int]], ...],
) -> Kernel:
    ends, fixed, own = dict(limits), dict(shape.fixed), dict(scales)
    writer = ColumnWriter({}, Graph())
    for name, type_text in inputs:
        scale = own.get(name) or input_scale(type_text, quantum)
        writer.names[name] = known(fixed[name]) if name in fixed else _given(writer, name, scale, ends[name])
    for step in steps:
        if step.name in fixed:
            writer.names[step.name] = known(fixed[step.name])
            continue
        scale = input_scale(step.type, quantum)
        if step.givable and step.name in shape.given:
            writer.names[step.name] = _given(writer, step.name, scale, ends[step.name])
            continue
        if step.givable and step.name in shape.sometimes:
            present = truth(writer.graph.input(f"{step.name}?", TRUTH))
            with writer.where(present, holds=False):
                column = _stored(writer, step)
            column = writer.calculator.at_scale(column, lowest_common_multiple(scale, column.scale))
            given = _given(writer, step.name, scale, ends[step.name])
            writer.names[step.name] = writer.calculator.selected(present, given, column)
        else:
            writer.names[step.name] = _stored(writer, step)
    return _finished(writer, shape, ends)


def _stored(writer: ColumnWriter, step: Step) -> Column:
    """The column of a step. Rows whose number is larger than any act's are left to the scalar reading."""
    column = writer.stored(step.form, step.rounding)
    if column.over is not None or not finite(column.scale) or column.scale > 10**12:
        raise Refused([unrounded(step)])
    if column.is_known or (column.live.low >= -LARGE and column.live.high <= LARGE):
        return column
    calculator, plain = writer.calculator, replace(column, scale=1)
    for word, limit in ((">", LARGE), ("<", -LARGE)):
        outside = calculator.compared(word, plain, known(limit))
        if not outside.is_known:
            writer.refuse(outside.node, "", BEYOND)
    ends = plain.live.within(Ends(-LARGE, LARGE))
    held = replace(plain, live=ends)
    if is_wide(plain):
        held = calculator.wide("minimum", (plain, known(LARGE)), Column(None, 1, ends, ends))
    return replace(calculator.clamped(held), scale=column.scale)


def _given(writer: ColumnWriter, name: str, scale: int, ends: tuple[int, int]) -> Column:
    low, high = ends
    return made(writer.graph.input(name), scale, Ends(low, high), Ends(low, high))


def _finished(writer: ColumnWriter, shape: Shape, limits: Mapping[str, tuple[int, int]]) -> Kernel:
    numbers = {}
    for name in shape.outputs:
        column = writer.calculator.whole(writer.names[name])
        if not column.live.fits:
            raise TooWide(name)
        numbers[name] = column.number
    code = written(writer.graph.items, writer.graph.inputs, numbers)
    return Kernel(
        shape,
        code.reads,
        {name: writer.names[name].scale for name in shape.outputs},
        limits,
        tuple(writer.refusals),
        code,
        _executed(code),
    )


def _executed(code: Code) -> Block:
    names: dict[str, object] = {**NAMES, **code.names}
    exec(compile(code.source, "<columns>", "exec"), names)  # noqa: S102 - our own text, made from checked forms only
    return cast("Block", names["run"])
