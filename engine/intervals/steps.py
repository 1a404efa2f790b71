"""One single step of the unknown: how much of a figure's move its roundings can explain.

Each rounding on the path explains at most its own quantum where the rounded amount
moved, and what it held back where it did not. Its share is carried on to the figure with
its sign, so that what comes by two ways and cancels out explains nothing. A move beyond
the sum of the shares is the law's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from engine.program import meaning
from engine.program.exact import Rounding, round_fraction
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
from engine.program.powers import broken_power
from engine.program.program import Program

Shares = dict[int, Fraction]
"""For each rounding met, the largest move it may cause, signed by the way it came."""
Known = dict[str, Fraction]


@dataclass(slots=True)
class SingleStep:
    """The values of a program before and after one step, and the shares of roundings in each move."""

    before: Known
    after: Known
    shares: dict[str, Shares] = field(default_factory=dict)
    _met: list[None] = field(default_factory=list)

    def at(self, form: Form) -> tuple[Fraction, Fraction]:
        return meaning.value(form, self.before), meaning.value(form, self.after)

    def of(self, form: Form) -> Shares:
        """The shares of roundings in the move of a form."""
        match form:
            case Variable(name):
                return self.shares.get(name, {})
            case Negate(operand):
                return _scaled(self.of(operand), Fraction(-1))
            case Arithmetic(word, left, right):
                return self._of_arithmetic(word, left, right)
            case Extreme(_, operands):
                return self._of_extreme(form, operands)
            case Choose(condition, then, otherwise):
                first, last = self.at(condition)
                if first == last:
                    return self.of(then if first else otherwise)
                return self._mixed(self._move(form), [then, otherwise])
            case Round(rounding, operand):
                return self.rounded(rounding, operand)
            case Power(base, exponent) if exponent.denominator == 1:
                largest = max(abs(value) for value in self.at(base))
                return _scaled(self.of(base), exponent * largest ** max(int(exponent) - 1, 0))
            case Brackets():
                return self._over_name(form.operand, lambda name: expanded_brackets(form, name))
            case Lookup():
                return self._over_name(form.key, lambda name: expanded_lookup(form, name))
            case Local(_, steps, result):
                return self._local(steps, result)
        return {}

    def of_step(self, step: Step) -> Shares:
        return self.of(step.form) if step.rounding is None else self.rounded(step.rounding, step.form)

    def rounded(self, rounding: Rounding, operand: Form) -> Shares:
        if broken_power(operand) is not None:
            return self._own(rounding.multiple)
        ends = self.at(operand)
        first, last = (round_fraction(end, rounding) for end in ends)
        inner = self.of(operand)
        if (first, last) == ends:
            return inner
        held_back = min(abs(ends[1] - ends[0]), rounding.multiple)
        return _together(inner, self._own(rounding.multiple if first != last else held_back))

    def _own(self, share: Fraction) -> Shares:
        self._met.append(None)
        return {len(self._met): share}

    def _of_arithmetic(self, word: str, left: Form, right: Form) -> Shares:
        first, second = self.of(left), self.of(right)
        match word:
            case "+":
                return _together(first, second)
            case "-":
                return _together(first, _scaled(second, Fraction(-1)))
            case "*":
                return _together(_scaled(second, self.at(left)[1]), _scaled(first, self.at(right)[0]))
        divisor, last = self.at(right)
        ratio = self.at(left)[0] / divisor
        return _scaled(_together(first, _scaled(second, -ratio)), 1 / last)

    def _of_extreme(self, form: Extreme, operands: tuple[Form, ...]) -> Shares:
        ends = self.at(form)
        for operand in operands:
            if self.at(operand) == ends:
                return self.of(operand)
        return self._mixed(ends[1] - ends[0], operands)

    def _move(self, form: Form) -> Fraction:
        first, last = self.at(form)
        return last - first

    def _mixed(self, move: Fraction, sides: Iterable[Form]) -> Shares:
        """Where a choice changes sides, the shares of both, each by its part in the move that lies between theirs."""
        found: list[tuple[Fraction, Shares]] = []
        for side in sides:
            try:
                found.append((self._move(side), self.of(side)))
            except meaning.NoValue:
                continue
        below = max((one for one in found if one[0] <= move), key=_first, default=None)
        above = min((one for one in found if one[0] >= move), key=_first, default=None)
        if below is None or above is None or below[0] == above[0]:
            nearest = below or above
            return nearest[1] if nearest is not None else {}
        part = (move - below[0]) / (above[0] - below[0])
        return _together(_scaled(above[1], part), _scaled(below[1], 1 - part))

    def _over_name(self, operand: Form, expand: Callable[[Variable], Form]) -> Shares:
        first, last = self.at(operand)
        shares = {**self.shares, "@": self.of(operand)}
        inner = SingleStep({**self.before, "@": first}, {**self.after, "@": last}, shares, self._met)
        return inner.of(expand(Variable("@")))

    def _local(self, steps: tuple[Step, ...], result: Form) -> Shares:
        inner = SingleStep(dict(self.before), dict(self.after), dict(self.shares), self._met)
        for step in steps:
            inner.shares[step.name] = inner.of_step(step)
            for known in (inner.before, inner.after):
                known[step.name] = meaning.stored(step.form, step.rounding, known)
        return inner.of(result)


def _first(one: tuple[Fraction, Shares]) -> Fraction:
    return one[0]


def _scaled(shares: Shares, factor: Fraction) -> Shares:
    return {met: share * factor for met, share in shares.items()} if factor else {}


def _together(first: Shares, second: Shares) -> Shares:
    total = dict(first)
    for met, share in second.items():
        total[met] = total.get(met, Fraction(0)) + share
    return total


def _sum(shares: Shares) -> Fraction:
    return sum((abs(share) for share in shares.values()), Fraction(0))


def explained_by_rounding(
    program: Program, before: Mapping[str, Fraction], after: Mapping[str, Fraction]
) -> dict[str, Fraction]:
    """For each step of a slice, how far it may move by one unit of the unknown for roundings' sake alone."""
    single = SingleStep(dict(before), dict(after))
    for step in program.steps:
        single.shares[step.name] = single.of_step(step)
    return {name: _sum(shares) for name, shares in single.shares.items()}
