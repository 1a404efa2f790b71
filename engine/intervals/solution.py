"""Solving an act: the smallest value of one unknown that gives the wanted figure, the others, or the proven gap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from engine.evaluation.scalar import ScalarProgram, compiled
from engine.intervals.program import IntervalProgram, compile_intervals
from engine.intervals.solving import Bound, Found, Neighbour, Point, search
from engine.program.form import variables
from engine.program.meaning import NoValue
from engine.program.program import Program, sliced


@dataclass(frozen=True, slots=True)
class Reached:
    """A figure that can be reached, and the smallest unknown that reaches it."""

    unknown: Fraction
    figure: Fraction


@dataclass(frozen=True, slots=True)
class Jump:
    """A line that moves more than its neighbours' rounding explains, between two values a unit apart."""

    name: str
    before: Fraction
    after: Fraction


@dataclass(frozen=True, slots=True)
class Solution:
    """Runs of the unknown, smallest first, that give exactly the figure."""

    runs: tuple[tuple[Fraction, Fraction], ...]
    cut: bool

    @property
    def smallest(self) -> Fraction:
        return self.runs[0][0]


@dataclass(frozen=True, slots=True)
class Gap:
    """No value of the unknown gives the figure: proven over the whole range."""

    below: Reached | None
    above: Reached | None
    jumps: tuple[Jump, ...]


@dataclass(frozen=True)
class Slice:
    """The steps between the unknown and the figure, in both readings."""

    scalar: ScalarProgram
    interval: IntervalProgram
    target: str


@lru_cache(maxsize=256)
def slice_of(program: Program, unknown: str, target: str) -> Slice:
    part = sliced(program, unknown, [target], compiled(program).scales)
    return Slice(compiled(part), compile_intervals(part, [target], points=True), target)


def solve(
    program: Program,
    unknown: str,
    target: str,
    goal: Fraction,
    given: Mapping[str, Fraction],
    low: Fraction,
    high: Fraction,
) -> Solution | Gap:
    """Every unknown from `low` to `high` that gives `target == goal`, all else given.

    Raises NoValue where the law gives no value at any point of the range.
    """
    whole = compiled(program)
    others = independent(whole, unknown, given, (low, high))
    part = slice_of(program, unknown, target)
    point, bound = _readings(part, others)
    scale, unit = part.scalar.scales[target], part.scalar.scales[unknown]
    wanted = goal * scale
    found = search(
        point, bound, _floor(low * unit), -_floor(-high * unit), int(wanted) if wanted.denominator == 1 else -(10**30)
    )
    if isinstance(found, Found):
        return Solution(tuple((Fraction(a, unit), Fraction(b, unit)) for a, b in found.runs), found.cut)
    below, above = _reached(found.below, unit, scale), _reached(found.above, unit, scale)
    return Gap(below, above, _jumps_between(whole, unknown, target, goal, given, below, above))


def _floor(amount: Fraction) -> int:
    return amount.numerator // amount.denominator


def independent(
    whole: ScalarProgram, unknown: str, given: Mapping[str, Fraction], ends: tuple[Fraction, Fraction]
) -> dict[str, Fraction]:
    """One run of the program: the values that do not depend on the unknown are right at any point."""
    low, high = ends
    refusals = []
    for at in (low, high, (low + high) / 2):
        try:
            rounded = Fraction(_floor(at * whole.scales[unknown]), whole.scales[unknown])
            return whole.values({**given, unknown: rounded})
        except NoValue as refusal:
            refusals.append(refusal)
    raise refusals[0]


def _readings(part: Slice, others: Mapping[str, Fraction]) -> tuple[Point, Bound]:
    scalar, interval = part.scalar, part.interval
    rest = [scalar.whole(name, others[name]) or 0 for name in scalar.slots[1:]]
    pairs = [(number, number) for number in rest]
    run, bounds, last = scalar.run, interval.run, scalar.program.names.index(part.target)

    def point(unknown: int) -> int | None:
        try:
            return run([unknown, *rest])[last]
        except NoValue:
            return None

    def bound(low: int, high: int) -> tuple[int, int]:
        return bounds([(low, high), *pairs])[0]

    return point, bound


def _reached(neighbour: Neighbour | None, unit: int, scale: int) -> Reached | None:
    if neighbour is None:
        return None
    return Reached(Fraction(neighbour.unknown, unit), Fraction(neighbour.figure, scale))


def _jumps_between(
    whole: ScalarProgram,
    unknown: str,
    target: str,
    goal: Fraction,
    given: Mapping[str, Fraction],
    below: Reached | None,
    above: Reached | None,
) -> tuple[Jump, ...]:
    """The lines that jump where the figure crosses the goal, causes first."""
    if below is None or above is None:
        return ()
    unit = Fraction(1, whole.scales[unknown])
    low, high = sorted((below.unknown, above.unknown))
    rising = below.unknown < above.unknown
    while high - low > unit:
        middle = Fraction(_floor((low + high) / 2 / unit)) * unit
        under = whole.values({**given, unknown: middle})[target] < goal
        low, high = (middle, high) if under == rising else (low, middle)
    return jumps(whole, whole.values({**given, unknown: low}), whole.values({**given, unknown: high}), unit)


def jumps(
    whole: ScalarProgram, before: Mapping[str, Fraction], after: Mapping[str, Fraction], unit: Fraction
) -> tuple[Jump, ...]:
    """Lines that move by more than the sum of the rounding quanta on their path and the step of the unknown.

    A line is a cause if it jumps although nothing that it reads does.
    """
    slack: dict[str, Fraction] = {}
    jumping: set[str] = set()
    causes: list[Jump] = []
    for step in whole.program.steps:
        read = set(variables(step.form))
        quantum = step.rounding.multiple if step.rounding is not None else Fraction(0)
        slack[step.name] = 2 * quantum + sum((slack.get(name, unit) for name in read), Fraction(0))
        moved = abs(after[step.name] - before[step.name])
        coarse = quantum > unit and moved >= quantum
        if moved > min(slack[step.name], Fraction(len(read) + 2) * max(unit, Fraction(1, 100))) or coarse:
            jumping.add(step.name)
            if not read & jumping - {step.name}:
                causes.append(Jump(step.name, before[step.name], after[step.name]))
    return tuple(causes)
