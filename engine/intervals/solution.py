"""Solving an act: the smallest value of one unknown that gives the wanted figure, the others, or the proven gap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from engine.evaluation.scalar import ScalarProgram, compiled
from engine.intervals.jumps import Jump, jumps
from engine.intervals.program import IntervalProgram, compile_intervals
from engine.intervals.solving import Bound, Found, Neighbour, Point, search
from engine.program.meaning import NoValue
from engine.program.program import Program, sliced
from engine.program.settled import settled


@dataclass(frozen=True, slots=True)
class Reached:
    """A figure that can be reached, and the smallest unknown that reaches it."""

    unknown: Fraction
    figure: Fraction


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
def _moving(program: Program, unknown: str, target: str) -> Program:
    return sliced(program, unknown, [target], compiled(program).scales)


@lru_cache(maxsize=512)
def _settled(part: Program, target: str, known: tuple[Fraction, ...]) -> Slice:
    names = list(part.inputs)[1:]
    decided = settled(part, dict(zip(names, known, strict=True)), target)
    return Slice(compiled(decided), compile_intervals(decided, [target]), target)


def slice_of(program: Program, unknown: str, target: str, others: Mapping[str, Fraction]) -> Slice:
    """The steps between unknown and target with every other value put in; made once for each set of values."""
    part = _moving(program, unknown, target)
    return _settled(part, target, tuple(others[name] for name in list(part.inputs)[1:]))


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
    part = slice_of(program, unknown, target, others)
    point, bound = readings(part)
    scale, unit = part.scalar.scales[target], part.scalar.scales[unknown]
    wanted = goal * scale
    goal_units = int(wanted) if wanted.denominator == 1 else wanted
    found = search(point, bound, _floor(low * unit), -_floor(-high * unit), goal_units)
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


def readings(part: Slice) -> tuple[Point, Bound]:
    """The figure at one unknown, and its bounds over a stretch, in whole numbers."""
    run, bounds = part.scalar.run, part.interval.run
    last = part.scalar.program.names.index(part.target)

    def point(unknown: int) -> int | None:
        try:
            return run([unknown])[last]
        except NoValue:
            return None

    def bound(low: int, high: int) -> tuple[int, int]:
        return bounds([(low, high)])[0]

    finer = Fraction(part.scalar.scales[part.target], part.interval.scales[part.target])

    def rescaled(low: int, high: int) -> tuple[int, int]:
        floor, ceiling = bound(low, high)
        return _floor(floor * finer), -_floor(-ceiling * finer)

    return point, bound if finer == 1 else rescaled


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
    part = _moving(whole.program, unknown, target)
    try:
        while high - low > unit:
            middle = Fraction(_floor((low + high) / 2 / unit)) * unit
            under = whole.values({**given, unknown: middle})[target] < goal
            low, high = (middle, high) if under == rising else (low, middle)
        return jumps(part, unknown, whole.values({**given, unknown: low}), whole.values({**given, unknown: high}))
    except NoValue:
        return ()
