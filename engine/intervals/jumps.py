"""Lines that jump: they move further for one unit of the unknown than slopes and roundings explain.

A slope carries a small move on as a small move, and a rounding adds at most its own
quantum, so every line has a limit to what the lines above it can make of one unit. Beyond
it stands the law: a choice, a step table, or a rounding coarser than the currency. Such a
rounding of an amount counts as the currency's quantum, else its steps would hide
themselves; that of a rate is carried on, until it shows in an amount.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from engine.program.exact import Rounding
from engine.program.expansion import expanded_brackets, expanded_lookup
from engine.program.form import (
    Arithmetic,
    Brackets,
    Choose,
    Extreme,
    Form,
    Local,
    Lookup,
    Negate,
    Power,
    Round,
    Step,
    Variable,
)
from engine.program.meaning import NoValue, stored, value
from engine.program.powers import broken_power
from engine.program.program import Program

NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Jump:
    """A line with its values on both sides; a cause if nothing that it reads jumps."""

    name: str
    before: Fraction
    after: Fraction
    is_cause: bool = True


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a value may move: by slopes, by roundings of amounts, by roundings of rates and numbers."""

    slopes: Fraction = NONE
    amounts: Fraction = NONE
    rates: Fraction = NONE

    def __add__(self, other: Reach) -> Reach:
        return Reach(self.slopes + other.slopes, self.amounts + other.amounts, self.rates + other.rates)

    def times(self, factor: Fraction) -> Reach:
        size = abs(factor)
        return Reach(self.slopes * size, self.amounts * size, self.rates * size)

    def limit(self, quantum: Fraction, *, is_amount: bool) -> Fraction:
        return self.slopes + self.amounts + (min(self.rates, quantum) if is_amount else self.rates)


@dataclass(slots=True)
class _Pair:
    """The values before and after one step of the unknown, and how far each name may move."""

    before: dict[str, Fraction]
    after: dict[str, Fraction]
    reach: dict[str, Reach]
    quantum: Fraction

    def ends(self, form: Form) -> tuple[Fraction, Fraction]:
        return value(form, self.before), value(form, self.after)

    def largest(self, form: Form) -> Fraction:
        return max(abs(end) for end in self.ends(form))

    def of(self, form: Form, is_amount: bool) -> Reach:
        match form:
            case Variable(name):
                return self.reach.get(name, Reach())
            case Negate(operand):
                return self.of(operand, is_amount)
            case Arithmetic("+" | "-", left, right):
                return self.of(left, is_amount) + self.of(right, is_amount)
            case Arithmetic("*", left, right):
                first = self.of(left, is_amount).times(self.largest(right))
                return first + self.of(right, is_amount).times(self.largest(left))
            case Arithmetic(_, left, right):
                least = min(abs(end) for end in self.ends(right))
                ratio = self.largest(left) / least
                return (self.of(left, is_amount) + self.of(right, is_amount).times(ratio)).times(1 / least)
            case Extreme(_, operands):
                sides = [self._attaining(form, operands, known) for known in (self.before, self.after)]
                return self._widest([self.of(side, is_amount) for side in sides])
            case Choose(condition, then, otherwise):
                held, holds = self.ends(condition)
                if bool(held) == bool(holds):
                    return self.of(then if held else otherwise, is_amount)
                return self._reached_side(then, is_amount) + self._reached_side(otherwise, is_amount)
            case Round(rounding, operand):
                return self.rounded(rounding, operand, is_amount)
            case Power(base):
                return self.of(base, is_amount).times(self._secant(form, base))
            case Brackets():
                return self._over_name(form.operand, lambda name: expanded_brackets(form, name), is_amount)
            case Lookup():
                return self._over_name(form.key, lambda name: expanded_lookup(form, name), is_amount)
            case Local(_, steps, result):
                return self._local(steps, result, is_amount)
        return Reach()

    def rounded(self, rounding: Rounding, operand: Form, is_amount: bool) -> Reach:
        own = Reach(amounts=min(rounding.multiple, self.quantum)) if is_amount else Reach(rates=rounding.multiple)
        if broken_power(operand) is None:
            return self.of(operand, is_amount) + own
        ends = [stored(operand, rounding, known) for known in (self.before, self.after)]
        return Reach(slopes=abs(ends[1] - ends[0])) + own

    def of_step(self, step: Step) -> Reach:
        is_amount = step.type.startswith("money")
        return (
            self.of(step.form, is_amount)
            if step.rounding is None
            else self.rounded(step.rounding, step.form, is_amount)
        )

    def _secant(self, form: Form, base: Form) -> Fraction:
        (first, last), (low, high) = self.ends(form), self.ends(base)
        return (last - first) / (high - low) if high != low else NONE

    @staticmethod
    def _attaining(form: Extreme, operands: tuple[Form, ...], known: Mapping[str, Fraction]) -> Form:
        best = value(form, known)
        return next(operand for operand in operands if value(operand, known) == best)

    @staticmethod
    def _widest(reaches: list[Reach]) -> Reach:
        return Reach(
            max(reach.slopes for reach in reaches),
            max(reach.amounts for reach in reaches),
            max(reach.rates for reach in reaches),
        )

    def _reached_side(self, form: Form, is_amount: bool) -> Reach:
        """What a side that is left or entered may move; nothing where it has no value at the other end."""
        try:
            return self.of(form, is_amount)
        except NoValue:
            return Reach()

    def _inner(self) -> _Pair:
        return _Pair(dict(self.before), dict(self.after), dict(self.reach), self.quantum)

    def _over_name(self, operand: Form, expand: Callable[[Variable], Form], is_amount: bool) -> Reach:
        inner = self._inner()
        inner.before["@"], inner.after["@"] = self.ends(operand)
        inner.reach["@"] = self.of(operand, is_amount)
        return inner.of(expand(Variable("@")), is_amount)

    def _local(self, steps: tuple[Step, ...], result: Form, is_amount: bool) -> Reach:
        inner = self._inner()
        for step in steps:
            inner.reach[step.name] = inner.of_step(step)
            for known in (inner.before, inner.after):
                known[step.name] = stored(step.form, step.rounding, known)
        return inner.of(result, is_amount)


def jumps(
    part: Program, unknown: str, before: Mapping[str, Fraction], after: Mapping[str, Fraction]
) -> tuple[Jump, ...]:
    """The lines of a slice that jump between two values of its unknown, causes first, else in their order."""
    pair = _Pair(dict(before), dict(after), {unknown: Reach(abs(after[unknown] - before[unknown]))}, part.pack.quantum)
    found: list[Jump] = []
    for step in part.steps:
        pair.reach[step.name] = pair.of_step(step)
        limit = pair.reach[step.name].limit(pair.quantum, is_amount=step.type.startswith("money"))
        if abs(after[step.name] - before[step.name]) > limit:
            jumping = {jump.name for jump in found}
            is_cause = jumping.isdisjoint(step.reads)
            found.append(Jump(step.name, before[step.name], after[step.name], is_cause))
    return tuple(sorted(found, key=lambda jump: not jump.is_cause))
