"""One act by the compiled program: exact, every line's value kept, in whole numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import cast

from engine.evaluation import runtime
from engine.evaluation.operands import Operand, constant, finite, scaled
from engine.evaluation.writer import ScalarWriter
from engine.language import codes
from engine.language.diagnostic import Diagnostic, Place, Refused
from engine.program import calendar
from engine.program.exact import lowest_common_multiple
from engine.program.form import Step
from engine.program.program import Program

Run = Callable[[Sequence[int | None]], tuple[int, ...]]
INPUT_SCALES = {"rate": 1_000_000, "number": 1_000_000, "days": 100, "hours": 100}


@dataclass(frozen=True)
class ScalarProgram:
    """`run` takes one whole number (or None) per slot and gives one per name of the program.

    A whole number stands for `number / scale` of its slot or name.
    """

    program: Program
    slots: tuple[str, ...]
    scales: Mapping[str, int]
    run: Run
    source: str

    def values(self, given: Mapping[str, Fraction]) -> dict[str, Fraction]:
        """Every value of the program for exact givens; `NoValue` where the law gives none."""
        result = self.run([self.whole(name, given.get(name)) for name in self.slots])
        return {
            name: Fraction(number, self.scales[name]) for name, number in zip(self.program.names, result, strict=True)
        }

    def whole(self, name: str, amount: Fraction | None) -> int | None:
        """The whole number that stands for an amount; `ValueError` if it is finer than the slot's scale."""
        if amount is None:
            return None
        scaled = amount * self.scales[name]
        if scaled.denominator != 1:
            raise ValueError(name)
        return int(scaled)


def input_scale(type_text: str, quantum: Fraction) -> int:
    base = type_text.partition("/")[0]
    return quantum.denominator if base == "money" else INPUT_SCALES.get(base, 1)


@lru_cache(maxsize=512)
def compiled(program: Program) -> ScalarProgram:
    """The program as one Python function; compiled once per program."""
    quantum = program.pack.quantum
    variables = {name: f"v{index}" for index, name in enumerate(program.names)}
    scales = {name: program.scales.get(name) or input_scale(kind, quantum) for name, kind in program.inputs.items()}
    slots = (*program.inputs, *(step.name for step in program.steps if step.givable))
    writer = ScalarWriter({name: Operand(variables[name], scale) for name, scale in scales.items()})
    given = {name: variables[name] if name in program.inputs else f"g{index}" for index, name in enumerate(slots)}
    if slots:
        writer.emit(f"({', '.join(given[name] for name in slots)},) = given")
    for step in program.steps:
        _write_step(writer, step, variables[step.name], given.get(step.name), program)
        scales[step.name] = writer.names[step.name].scale
    writer.emit(f"return ({''.join(f'{variables[name]}, ' for name in program.names)})")
    source = "def run(given):\n" + "\n".join(writer.lines) + "\n"
    return ScalarProgram(program, slots, scales, _executed(source), source)


def _write_step(writer: ScalarWriter, step: Step, variable: str, given: str | None, program: Program) -> None:
    if given is None:
        operand = _stored(writer, step)
        writer.emit(f"{variable} = {operand.code}")
    else:
        writer.emit(f"if {given} is None:")
        writer.depth += 1
        operand = _stored(writer, step)
        scale = lowest_common_multiple(input_scale(step.type, program.pack.quantum), operand.scale)
        writer.emit(f"{variable} = {scaled(operand, scale)}")
        writer.depth -= 1
        writer.emit("else:")
        writer.emit(f"    {variable} = {given}")
        operand = Operand(variable, scale)
    known = operand.value if given is None else None
    writer.names[step.name] = constant(known) if known is not None else Operand(variable, operand.scale)


def _stored(writer: ScalarWriter, step: Step) -> Operand:
    operand = writer.operand(step.form) if step.rounding is None else writer.rounded(step.rounding, step.form)
    if operand.over is not None or not finite(operand.scale) or operand.scale > 10**12:
        raise Refused([unrounded(step)])
    return operand


def unrounded(step: Step) -> Diagnostic:
    """A line whose exact value may have no end and that says no rounding."""
    return Diagnostic(
        codes.NEEDS_ROUNDING,
        Place(step.name),
        f"the exact value of `{step.name}` can have no end: nothing says how it is rounded",
        "say it on the line: `round: round to 0.0001`",
    )


def _executed(source: str) -> Run:
    names: dict[str, object] = {
        "divide": runtime.divide,
        "positive": runtime.positive,
        "power": runtime.power,
        "missing": runtime.missing,
        **{f"date_{word}": function for word, function in calendar.WORDS.items()},
    }
    exec(compile(source, "<program>", "exec"), names)  # noqa: S102 - our own text, made from checked forms only
    return cast("Run", names["run"])
