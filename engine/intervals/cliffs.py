"""Thresholds and cliffs of a figure over a range of one unknown, proven and not sampled.

A threshold is a step of the unknown at which a choice of the law changes. A cliff is a
step at which the figure falls further than the roundings on its path explain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from engine.evaluation.scalar import ScalarProgram, compiled
from engine.intervals.bounds import FINE
from engine.intervals.decisions import ways
from engine.intervals.differences import Differences
from engine.intervals.jumps import Jump
from engine.intervals.solution import independent
from engine.intervals.steps import explained_by_rounding
from engine.program.meaning import NoValue
from engine.program.program import Program, sliced

BUDGET = 60_000
"""Stretches looked at before the search says that it is not complete."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """The last unknown before a choice changes, and the lines that hold the choice."""

    at: Fraction
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cliff:
    """The figure falls from `before` to `after` between `at` and one unit more, by more than `explained`."""

    at: Fraction
    before: Fraction
    after: Fraction
    explained: Fraction
    causes: tuple[Jump, ...]


@dataclass(frozen=True, slots=True)
class Landscape:
    """Everything the search proved over the range; not `complete` if it was cut."""

    unit: Fraction
    thresholds: tuple[Threshold, ...]
    cliffs: tuple[Cliff, ...]
    complete: bool


@dataclass(slots=True)
class _Search:
    part: Program
    scalar: ScalarProgram
    differences: Differences
    target: str
    unknown: str
    unit: Fraction
    known: dict[str, Fraction]
    alike: bool
    """The unknown and the figure are of one kind, so that a fall of more than a unit per unit is a fall by itself."""
    left: int = BUDGET
    thresholds: list[Threshold] = field(default_factory=list)
    cliffs: list[Cliff] = field(default_factory=list)

    def over(self, first: int, last: int) -> Iterator[None]:
        """Look at every step from `first` to `last`, in units of the unknown; one turn per stretch."""
        unit = FINE * self.unit.numerator // self.unit.denominator
        stack = [(first, last)]
        while stack:
            low, high = stack.pop()
            yield
            move = self.differences.move(low * self.unit, high * self.unit, self.unit, self.known)
            if not move.open and (move.low >= -unit or not self.alike):
                continue
            if low == high:
                self._step(low, move.open)
                continue
            middle = (low + high) // 2
            stack.append((middle + 1, high))
            stack.append((low, middle))

    def _step(self, at: int, open_lines: frozenset[str]) -> None:
        before, after = self._values(at), self._values(at + 1)
        if before is None or after is None:
            return
        changing = tuple(
            step.name for step in self.part.steps if step.name in open_lines and ways(step, before) != ways(step, after)
        )
        if changing:
            self.thresholds.append(Threshold(at * self.unit, changing))
        drop = before[self.target] - after[self.target]
        if drop <= self.unit:
            return
        by_rounding = explained_by_rounding(self.part, before, after)
        explained = by_rounding[self.target] + self._own_step(at, before, after)
        if drop > explained:
            causes = self._causes(at, before, after, by_rounding)
            self.cliffs.append(Cliff(at * self.unit, before[self.target], after[self.target], explained, causes))

    def _own_step(self, at: int, before: Mapping[str, Fraction], after: Mapping[str, Fraction]) -> Fraction:
        """What the unknown's own unit explains: itself, or, where it is of another kind, the usual move beside."""
        if self.alike:
            return self.unit
        beside = self._values(at - 1) or before, self._values(at + 2) or after
        usual = before[self.target] - beside[0][self.target], beside[1][self.target] - after[self.target]
        return 2 * max(abs(move) for move in usual)

    def _values(self, at: int) -> dict[str, Fraction] | None:
        try:
            return self.scalar.values({**self.known, self.unknown: at * self.unit})
        except NoValue:
            return None

    def _causes(
        self,
        at: int,
        before: Mapping[str, Fraction],
        after: Mapping[str, Fraction],
        by_rounding: Mapping[str, Fraction],
    ) -> tuple[Jump, ...]:
        """Lines that move here as they move neither just before nor just after, although nothing they read does."""
        beside = self._values(at - 1) or before, self._values(at + 2) or after
        jumping: set[str] = set()
        causes = []
        for step in self.part.steps:
            name = step.name
            usual = max(abs(before[name] - beside[0][name]), abs(beside[1][name] - after[name]))
            if abs(after[name] - before[name]) > by_rounding[name] + 2 * usual:
                if not jumping.intersection(step.reads):
                    causes.append(Jump(name, before[name], after[name]))
                jumping.add(name)
        return tuple(causes) or self._steepest(before, after, by_rounding)

    def _steepest(
        self, before: Mapping[str, Fraction], after: Mapping[str, Fraction], by_rounding: Mapping[str, Fraction]
    ) -> tuple[Jump, ...]:
        """Where nothing jumps and the figure falls all the same: the first lines that move faster than the unknown."""
        fast: set[str] = set()
        causes = []
        for step in self.part.steps:
            if abs(after[step.name] - before[step.name]) > by_rounding[step.name] + self.unit:
                if not fast.intersection(step.reads):
                    causes.append(Jump(step.name, before[step.name], after[step.name]))
                fast.add(step.name)
        return tuple(causes)


@lru_cache(maxsize=64)
def _reading(program: Program, unknown: str, target: str) -> tuple[Program, Differences]:
    part = sliced(program, unknown, [target], compiled(program).scales)
    return part, Differences(part, target)


def landscape(
    program: Program, unknown: str, target: str, given: Mapping[str, Fraction], low: Fraction, high: Fraction
) -> Landscape:
    """Thresholds and cliffs of `target` for every unknown from `low` to `high`, all else given."""
    whole = compiled(program)
    unit = Fraction(1, whole.scales[unknown])
    first, last = -(-low // unit), high // unit
    part, differences = _reading(program, unknown, target)
    if target not in part.step_of:
        return Landscape(unit, (), (), complete=True)
    others = independent(whole, unknown, given, (low, high))
    known = {name: others[name] for name in part.inputs if name != unknown}
    alike = _kind(program, unknown) == _kind(program, target)
    search = _Search(part, compiled(part), differences, target, unknown, unit, known, alike)
    complete = True
    for _ in search.over(first, last - 1):
        search.left -= 1
        if search.left < 0:
            complete = False
            break
    return Landscape(unit, tuple(search.thresholds), tuple(search.cliffs), complete)


def _kind(program: Program, name: str) -> str:
    return program.type_of(name).partition("/")[0]
