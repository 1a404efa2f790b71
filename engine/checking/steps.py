"""The interval reading of single steps, each compiled once however many segments share it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import cast

from engine.checking.guards import Guard, divisors, missing_under
from engine.evaluation.operands import finite
from engine.intervals import bounds
from engine.intervals.writer import Ends, IntervalWriter
from engine.program.exact import Rounding, divide_rounded
from engine.program.form import Form, Missing, Round, Step
from engine.program.meaning import TOO_LONG
from engine.program.powers import misplaced_powers

Pair = tuple[int, int]
Finding = tuple[str, str, str]
"""Something met while a step was read over intervals: `missing` or `divisor`, the name, the reason."""


BITS = 1024
"""Whole numbers that a line may need; packs need less than a fifth. What grows further is refused."""
WIDEST = (-(1 << BITS), 1 << BITS)


class TooWide(ArithmeticError):
    """A product or power whose bounds are too long to be worked out."""


def _product(a: int, b: int, c: int, d: int) -> Pair:
    if max(abs(a), abs(b)).bit_length() + max(abs(c), abs(d)).bit_length() > 8 * BITS:
        raise TooWide
    return bounds.product(a, b, c, d)


def _whole_power(low: int, high: int, exponent: int) -> Pair:
    if max(abs(low), abs(high)).bit_length() * exponent > 8 * BITS:
        raise TooWide
    return bounds.whole_power(low, high, exponent)


def _broken_power(low: int, high: int, scale: int, exponent: tuple[int, int]) -> Pair:
    if max(abs(low), abs(high), scale).bit_length() * exponent[0] > 80 * BITS:
        raise TooWide
    return bounds.broken_power(low, high, scale, exponent)


@dataclass(frozen=True, slots=True)
class Reading:
    """A compiled step: bounds of its value for bounds of what it reads, and what was met on the way."""

    scale: int
    rounded: bool
    """Whether the stored value is known to have a finite decimal."""
    misplaced: bool
    run: Callable[[Sequence[Pair]], tuple[Pair, tuple[Finding, ...]]]


@dataclass(frozen=True, slots=True)
class Result:
    bounds: Pair
    bits: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A step with what can be said of it on any day; segments share their steps, so it is said once."""

    step: Step
    reads: tuple[str, ...]
    divisors: tuple[Form, ...]
    missing: tuple[tuple[Missing, Guard], ...]
    readings: dict[tuple[int, ...], Reading] = field(default_factory=dict)


@dataclass(slots=True)
class StepReadings:
    """Readings by the form of the step and the scales of what it reads."""

    ranges: dict[tuple[str, int], Pair] = field(default_factory=dict)
    """Declared ranges of inputs, by their scale."""
    _seen: dict[int, Seen] = field(default_factory=dict)
    _compiled: dict[tuple[Form, Rounding | None, tuple[int, ...]], Reading] = field(default_factory=dict)
    _results: dict[tuple[int, tuple[Pair, ...]], Result] = field(default_factory=dict)

    def seen(self, step: Step) -> Seen:
        found = self._seen.get(id(step))
        if found is None:
            reads = step.reads
            divides = tuple(dict.fromkeys(divisors(step.form)))
            found = self._seen[id(step)] = Seen(step, reads, divides, tuple(missing_under(step.form)))
        return found

    def reading(self, seen: Seen, scales: dict[str, int]) -> Reading:
        own = tuple([scales[name] for name in seen.reads])
        found = seen.readings.get(own)
        if found is None:
            key = (seen.step.form, seen.step.rounding, own)
            found = self._compiled.get(key)
            if found is None:
                found = self._compiled[key] = _compile(seen.step, seen.reads, scales)
            seen.readings[own] = found
        return found

    def result(self, reading: Reading, pairs: tuple[Pair, ...]) -> Result:
        key = (id(reading), pairs)
        found = self._results.get(key)
        if found is None:
            try:
                bounds, findings = reading.run(pairs)
                bits = max(abs(end).bit_length() for end in bounds)
            except TooWide:
                bounds, bits, findings = WIDEST, BITS + 1, ()
            if bits > BITS:
                bounds, findings = WIDEST, (*findings, ("wide", "", TOO_LONG))
            found = self._results[key] = Result(bounds, bits, findings)
        return found


def _compile(step: Step, reads: tuple[str, ...], scales: dict[str, int]) -> Reading:
    writer = IntervalWriter({name: Ends(f"l{i}", f"h{i}", scales[name]) for i, name in enumerate(reads)})
    for index in range(len(reads)):
        writer.emit(f"l{index}, h{index} = given[{index}]")
    ends = writer.ends(step.form) if step.rounding is None else writer.rounded(step.rounding, step.form)
    writer.emit(f"return ({ends.low}, {ends.high})")
    source = "def run(given):\n" + "\n".join(writer.lines) + "\n"
    met: list[Finding] = []

    def quotient(a: int, b: int, c: int, d: int, factor: int, _step: str) -> Pair:
        if c <= 0 <= d:
            met.append(("divisor", "", "a divisor may be zero"))
        return bounds.quotient(a, b, c, d, factor)

    def missing(name: str, reason: str, _step: str) -> None:
        met.append(("missing", name, reason))

    names: dict[str, object] = {
        "product": _product,
        "whole_power": _whole_power,
        "broken_power": _broken_power,
        "date_bounds": bounds.date_bounds,
        "divide_rounded": divide_rounded,
        "quotient": quotient,
        "missing": missing,
    }
    exec(compile(source, "<step>", "exec"), names)  # noqa: S102 - our own text, made from checked forms only
    evaluate = cast("Callable[[Sequence[Pair]], Pair]", names["run"])

    def run(pairs: Sequence[Pair]) -> tuple[Pair, tuple[Finding, ...]]:
        met.clear()
        found = evaluate(pairs)
        return found, tuple(dict.fromkeys(met))

    rounded = step.rounding is not None or (ends.grid and finite(ends.scale) and ends.scale <= 10**12)
    return Reading(ends.scale, rounded, bool(misplaced_powers(_whole(step))), run)


def _whole(step: Step) -> Form:
    return step.form if step.rounding is None else Round(step.rounding, step.form)
