"""The interval reading of a program: bounds of its values for bounds of its inputs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from engine.evaluation.scalar import input_scale
from engine.intervals import bounds
from engine.intervals.writer import Ends, IntervalWriter, known
from engine.program.exact import divide_rounded, lowest_common_multiple
from engine.program.form import Step
from engine.program.program import Program

Pair = tuple[int, int]
Run = Callable[[Sequence[Pair | None]], tuple[Pair, ...]]


@dataclass(frozen=True)
class IntervalProgram:
    """`run` takes a pair of whole numbers (or None) per slot and gives one per output."""

    program: Program
    slots: tuple[str, ...]
    outputs: tuple[str, ...]
    scales: Mapping[str, int]
    run: Run
    source: str

    def bounds(self, given: Mapping[str, tuple[Fraction, Fraction]]) -> dict[str, tuple[Fraction, Fraction]]:
        """Ends that contain the value of every output for any givens within the given ends."""
        pairs = [self._pair(name, given.get(name)) for name in self.slots]
        found = self.run(pairs)
        return {
            name: (Fraction(low, self.scales[name]), Fraction(high, self.scales[name]))
            for name, (low, high) in zip(self.outputs, found, strict=True)
        }

    def _pair(self, name: str, ends: tuple[Fraction, Fraction] | None) -> Pair | None:
        if ends is None:
            return None
        low, high = (end * self.scales[name] for end in ends)
        return low.numerator // low.denominator, -(-high.numerator // high.denominator)


def compile_intervals(
    program: Program,
    outputs: Iterable[str] | None = None,
    watch: Mapping[str, Callable[..., object]] | None = None,
) -> IntervalProgram:
    """The interval reading of `program`.

    `watch` replaces functions that the program calls, to record what it meets.
    """
    quantum = program.pack.quantum
    outputs = tuple(program.names if outputs is None else outputs)
    scales = {name: program.scales.get(name) or input_scale(kind, quantum) for name, kind in program.inputs.items()}
    slots = (*program.inputs, *(step.name for step in program.steps if step.givable))
    writer = IntervalWriter({})
    for index, name in enumerate(program.inputs):
        writer.emit(f"l{index}, h{index} = given[{index}]")
        writer.names[name] = Ends(f"l{index}", f"h{index}", scales[name])
    for number, step in enumerate(program.steps):
        slot = slots.index(step.name) if step.givable else None
        writer.step = step.name
        _write_step(writer, step, f"s{number}", slot, quantum)
        scales[step.name] = writer.names[step.name].scale
    found = "".join(f"({writer.names[name].low}, {writer.names[name].high}), " for name in outputs)
    writer.emit(f"return ({found})")
    source = "def run(given):\n" + "\n".join(writer.lines) + "\n"
    return IntervalProgram(program, slots, outputs, scales, _executed(source, watch or {}), source)


def _write_step(writer: IntervalWriter, step: Step, name: str, slot: int | None, quantum: Fraction) -> None:
    if slot is None:
        ends = writer.ends(step.form) if step.rounding is None else writer.rounded(step.rounding, step.form)
        writer.names[step.name] = writer.held(ends)
        return
    scale = input_scale(step.type, quantum)
    writer.emit(f"if given[{slot}] is None:")
    writer.depth += 1
    ends = writer.ends(step.form) if step.rounding is None else writer.rounded(step.rounding, step.form)
    scale = lowest_common_multiple(scale, ends.scale)
    ends = writer.at_scale(known(ends.value) if ends.value is not None else ends, scale)
    writer.emit(f"l{name}, h{name} = {ends.low}, {ends.high}")
    writer.depth -= 1
    writer.emit("else:")
    writer.emit(f"    l{name}, h{name} = given[{slot}]")
    writer.names[step.name] = Ends(f"l{name}", f"h{name}", ends.scale)


def _executed(source: str, watch: Mapping[str, Callable[..., object]]) -> Run:
    names: dict[str, object] = {
        "product": bounds.product,
        "quotient": bounds.quotient,
        "whole_power": bounds.whole_power,
        "broken_power": bounds.broken_power,
        "date_bounds": bounds.date_bounds,
        "divide_rounded": divide_rounded,
        "missing": bounds.missing,
        **watch,
    }
    exec(compile(source, "<intervals>", "exec"), names)  # noqa: S102 - our own text, made from checked forms only
    return cast("Run", names["run"])
