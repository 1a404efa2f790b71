"""Writes a program as one straight Python function over intervals of whole numbers.

The same form as the scalar reading, each value a pair of ends that always
contain it. Both sides of an undecided choice are computed, each with the names
in its condition narrowed to what the condition says, and joined.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from engine.evaluation.operands import wrapped
from engine.intervals.bounds import FINE, UNBOUNDED
from engine.program.exact import Rounding, lowest_common_multiple, round_fraction
from engine.program.expansion import expanded_brackets, ordered_lookup
from engine.program.form import (
    Arithmetic,
    Brackets,
    Choose,
    Compare,
    Constant,
    DateWord,
    Extreme,
    Form,
    Local,
    Logic,
    Lookup,
    Missing,
    Negate,
    Not,
    Power,
    Round,
    Variable,
)
from engine.program.powers import broken_power

OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
MIRRORED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Ends:
    """The interval [low / scale, high / scale]; one name for both where it is a point.

    `grid` says that the value itself is a whole number over the scale.
    """

    low: str
    high: str
    scale: int = 1
    grid: bool = True
    value: Fraction | None = None

    @property
    def point(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Truth:
    """Code that says whether a condition can be true, and whether it can be false."""

    possible: str
    deniable: str


def known(value: Fraction) -> Ends:
    code = wrapped(str(value.numerator))
    return Ends(code, code, value.denominator, True, value)


class IntervalWriter:
    def __init__(self, names: Mapping[str, Ends]) -> None:
        self.names: dict[str, Ends] = dict(names)
        self.lines: list[str] = []
        self.depth = 1
        self._temps = 0
        self.step = ""
        """Name of the step that is being written, for what is recorded of it."""

    def emit(self, text: str) -> None:
        self.lines.append("    " * self.depth + text)

    def temp(self) -> str:
        self._temps += 1
        return f"t{self._temps}"

    def held(self, ends: Ends) -> Ends:
        """The ends under names, so that their code may be read more than once."""
        if ends.value is not None or (ends.low.isidentifier() and ends.high.isidentifier()):
            return ends
        low = self.temp()
        self.emit(f"{low} = {ends.low}")
        high = low
        if not ends.point:
            high = self.temp()
            self.emit(f"{high} = {ends.high}")
        return Ends(low, high, ends.scale, ends.grid)

    def _pair(self, call: str, scale: int, grid: bool) -> Ends:
        low, high = self.temp(), self.temp()
        self.emit(f"{low}, {high} = {call}")
        return Ends(low, high, scale, grid)

    # ---- forms -------------------------------------------------------------------

    def ends(self, form: Form) -> Ends:
        match form:
            case Constant(value):
                return known(value)
            case Variable(name):
                return self.names[name]
            case Negate(operand):
                return self._scaled_by(self.ends(operand), Fraction(-1))
            case Arithmetic("*", left, right):
                return self._product(self.ends(left), self.ends(right))
            case Arithmetic("/", left, right):
                return self._quotient(self.ends(left), self.ends(right))
            case Arithmetic(word, left, right):
                return self._sum(word, self.ends(left), self.ends(right))
            case Extreme(word, parts):
                return self._extreme(word, [self.held(self.ends(part)) for part in parts])
            case Compare() | Logic() | Not():
                truth = self.truth(form)
                return Ends(f"(0 if {truth.deniable} else 1)", f"(1 if {truth.possible} else 0)")
            case Choose():
                return self._choice(form)
            case Round(rounding, operand):
                return self.rounded(rounding, operand)
            case Power(base, exponent):
                return self._power(self.held(self.ends(base)), exponent)
            case Brackets():
                return self._over_name(form.operand, lambda base: expanded_brackets(form, base))
            case Lookup():
                return self._over_name(form.key, lambda key: ordered_lookup(form, key))
            case DateWord(word, parts):
                ends = [self.ends(part) for part in parts]
                pairs = ", ".join(f"({end.low}, {end.high})" for end in ends)
                return self._pair(f"date_bounds({word!r}, {pairs})", 1, True)
            case Local():
                for step in form.steps:
                    inner = self.ends(step.form) if step.rounding is None else self.rounded(step.rounding, step.form)
                    self.names[step.name] = self.held(inner)
                return self.ends(form.result)
            case Missing(name, reason):
                self.emit(f"missing({name!r}, {reason!r}, {self.step!r})")
                return Ends(f"(-{UNBOUNDED})", f"({UNBOUNDED})", 1, False)

    def rounded(self, rounding: Rounding, form: Form) -> Ends:
        multiple = rounding.multiple
        inner = self._scaled_by(self._with_broken_power(form), 1 / multiple)
        if inner.value is not None:
            return known(round_fraction(inner.value * multiple, rounding))
        if inner.scale == 1:
            whole = inner
        else:
            inner = self.held(inner)
            low = self.temp()
            high = low if inner.point else self.temp()
            self.emit(f"{low} = {self._end_rounded(rounding.mode, inner.low, inner.scale)}")
            if not inner.point:
                self.emit(f"{high} = {self._end_rounded(rounding.mode, inner.high, inner.scale)}")
            whole = Ends(low, high, 1, True)
        if multiple.numerator == 1:
            return Ends(whole.low, whole.high, multiple.denominator, True)
        low, high = (f"{wrapped(end)} * {multiple.numerator}" for end in (whole.low, whole.high))
        return Ends(low, high, multiple.denominator, True)

    @staticmethod
    def _end_rounded(mode: str, end: str, scale: int) -> str:
        if mode == "floor":
            return f"{end} // {scale}"
        if mode == "ceil":
            return f"-(-{end} // {scale})"
        if mode == "round":
            half = scale // 2
            return f"({end} + {half}) // {scale} if {end} >= 0 else -(({half} - {end}) // {scale})"
        return f"divide_rounded({mode!r}, {end}, {scale})"

    def _with_broken_power(self, form: Form) -> Ends:
        broken = broken_power(form)
        if broken is None:
            return self.ends(form)
        base = self.held(self.ends(broken.base))
        exponent = (broken.exponent.numerator, broken.exponent.denominator)
        power = self._pair(f"broken_power({base.low}, {base.high}, {base.scale}, {exponent})", FINE, False)
        return self._sum("+", self.ends(broken.constant), self._product(self.ends(broken.factor), power))

    # ---- arithmetic ----------------------------------------------------------------

    def at_scale(self, ends: Ends, scale: int) -> Ends:
        """The same interval at a multiple of its scale."""
        factor = scale // ends.scale
        if factor == 1:
            return ends
        if ends.value is not None:
            code = wrapped(str(ends.value.numerator * (scale // ends.value.denominator)))
            return Ends(code, code, scale, True, ends.value)
        low, high = (f"{wrapped(end)} * {factor}" for end in (ends.low, ends.high))
        return Ends(low, high, scale, ends.grid)

    def _sum(self, word: str, left: Ends, right: Ends) -> Ends:
        if left.value is not None and right.value is not None:
            return known(left.value + right.value if word == "+" else left.value - right.value)
        scale = lowest_common_multiple(left.scale, right.scale)
        left, right = self.at_scale(left, scale), self.at_scale(right, scale)
        first, second = (right.low, right.high) if word == "+" else (right.high, right.low)
        low = f"{wrapped(left.low)} {word} {wrapped(first)}"
        high = f"{wrapped(left.high)} {word} {wrapped(second)}"
        return Ends(low, high, scale, left.grid and right.grid)

    def _scaled_by(self, ends: Ends, factor: Fraction) -> Ends:
        if ends.value is not None:
            return known(ends.value * factor)
        if factor == 0:
            return known(factor)
        common = gcd(factor.numerator, ends.scale)
        numerator, scale = factor.numerator // common, ends.scale // common * factor.denominator
        low, high = ends.low, ends.high
        if numerator != 1:
            low, high = (f"{wrapped(end)} * {wrapped(str(numerator))}" for end in (low, high))
        if numerator < 0:
            low, high = high, low
        return Ends(low, high, scale, ends.grid)

    def _product(self, left: Ends, right: Ends) -> Ends:
        if right.value is not None:
            return self._scaled_by(left, right.value)
        if left.value is not None:
            return self._scaled_by(right, left.value)
        scale, grid = left.scale * right.scale, left.grid and right.grid
        if left.point and right.point:
            code = f"{wrapped(left.low)} * {wrapped(right.low)}"
            return Ends(code, code, scale, grid)
        return self._pair(f"product({left.low}, {left.high}, {right.low}, {right.high})", scale, grid)

    def _quotient(self, left: Ends, right: Ends) -> Ends:
        if right.value is not None and right.value != 0:
            return self._scaled_by(left, 1 / right.value)
        factor = FINE * right.scale
        call = f"quotient({left.low}, {left.high}, {right.low}, {right.high}, {factor}, {self.step!r})"
        return self._pair(call, left.scale * FINE, False)

    def _power(self, base: Ends, exponent: Fraction) -> Ends:
        if exponent.denominator != 1:
            parts = (exponent.numerator, exponent.denominator)
            return self._pair(f"broken_power({base.low}, {base.high}, {base.scale}, {parts})", FINE, False)
        power = int(exponent)
        return self._pair(f"whole_power({base.low}, {base.high}, {power})", base.scale**power, base.grid)

    def _extreme(self, word: str, parts: list[Ends]) -> Ends:
        scale = 1
        for part in parts:
            scale = lowest_common_multiple(scale, part.scale)
        parts = [self.held(self.at_scale(part, scale)) for part in parts]
        best = parts[0]
        sign = "<" if word == "min" else ">"
        for part in parts[1:]:
            low = f"({best.low} if {best.low} {sign} {part.low} else {part.low})"
            high = low
            if not (best.point and part.point):
                high = f"({best.high} if {best.high} {sign} {part.high} else {part.high})"
            best = self.held(Ends(low, high, scale, best.grid and part.grid))
        return best

    def _over_name(self, form: Form, expand: Callable[[Variable], Form]) -> Ends:
        if isinstance(form, Variable):
            return self.ends(expand(form))
        name = f"@{self.temp()}"
        self.names[name] = self.held(self.ends(form))
        return self.ends(expand(Variable(name)))

    # ---- choices -------------------------------------------------------------------

    def truth(self, form: Form) -> Truth:
        match form:
            case Compare(word, left, right):
                return self._compared(word, self.held(self.ends(left)), self.held(self.ends(right)))
            case Not(operand):
                inner = self.truth(operand)
                return Truth(inner.deniable, inner.possible)
            case Logic(word, left, right):
                first, second = self.truth(left), self.truth(right)
                other = "or" if word == "and" else "and"
                return Truth(
                    f"({first.possible} {word} {second.possible})", f"({first.deniable} {other} {second.deniable})"
                )
        ends = self.held(self.ends(form))
        return Truth(f"{ends.high} != 0", f"{ends.low} == 0")

    def _compared(self, word: str, left: Ends, right: Ends) -> Truth:
        scale = lowest_common_multiple(left.scale, right.scale)
        left, right = self.at_scale(left, scale), self.at_scale(right, scale)
        if word in (">", ">="):
            left, right, word = right, left, MIRRORED[word]
        if word in ("<", "<="):
            return Truth(f"({left.low} {word} {right.high})", f"(not {left.high} {word} {right.low})")
        overlap = f"({left.low} <= {right.high} and {right.low} <= {left.high})"
        apart = f"(not ({left.low} == {left.high} == {right.low} == {right.high}))"
        return Truth(overlap, apart) if word == "==" else Truth(apart, overlap)

    def _choice(self, form: Choose) -> Ends:
        truth = self.truth(form.condition)
        possible, deniable = self.temp(), self.temp()
        self.emit(f"{deniable} = {truth.deniable}")
        # a name narrowed to nothing makes neither side possible: no value comes here, any interval does
        self.emit(f"{possible} = {truth.possible} or not {deniable}")
        then, then_lines = self._branch(form.condition, True, form.then)
        otherwise, otherwise_lines = self._branch(form.condition, False, form.otherwise)
        scale = lowest_common_multiple(then.scale, otherwise.scale)
        then, otherwise = self.at_scale(then, scale), self.at_scale(otherwise, scale)
        low, high, other_low, other_high = (self.temp() for _ in range(4))
        self.emit(f"if {possible}:")
        self.lines += then_lines
        self.emit(f"    {low}, {high} = {then.low}, {then.high}")
        self.emit(f"if {deniable}:")
        self.lines += otherwise_lines
        self.emit(f"    {other_low}, {other_high} = {otherwise.low}, {otherwise.high}")
        self.emit(f"    if {possible}:")
        self.emit(f"        if {other_low} < {low}: {low} = {other_low}")
        self.emit(f"        if {other_high} > {high}: {high} = {other_high}")
        self.emit("    else:")
        self.emit(f"        {low}, {high} = {other_low}, {other_high}")
        return Ends(low, high, scale, then.grid and otherwise.grid)

    def _branch(self, condition: Form, holds: bool, form: Form) -> tuple[Ends, list[str]]:
        outer, self.lines = self.lines, []
        names = dict(self.names)
        self.depth += 1
        self._narrow(condition, holds)
        ends = self.ends(form)
        self.depth -= 1
        lines, self.lines = self.lines, outer
        self.names = names
        return ends, lines

    def _narrow(self, condition: Form, holds: bool) -> None:
        """Take from the names in a condition what it says about them."""
        match condition:
            case Not(operand):
                self._narrow(operand, not holds)
            case Logic(word, left, right) if (word == "and") == holds:
                self._narrow(left, holds)
                self._narrow(right, holds)
            case Compare(word, left, right):
                word = word if holds else OPPOSITE[word]
                if isinstance(left, Variable):
                    self._narrow_name(left.name, word, right)
                if isinstance(right, Variable):
                    self._narrow_name(right.name, MIRRORED[word], left)

    def _narrow_name(self, name: str, word: str, other: Form) -> None:
        ends = self.names[name]
        if ends.value is not None or ends.point or not isinstance(other, Constant | Variable):
            return
        bound = self.ends(other)
        if word == "!=":
            self._without(name, ends, bound.value)
            return
        low, high = ends.low, ends.high
        if word in ("<", "<=", "=="):
            limit = self._limit(bound.high, bound.scale, ends.scale, up=word == "<" or not ends.grid)
            limit = f"{limit} - 1" if word == "<" and ends.grid else limit
            high = self.temp()
            self.emit(f"{high} = {limit}")
            self.emit(f"if {high} > {ends.high}: {high} = {ends.high}")
        if word in (">", ">=", "=="):
            limit = self._limit(bound.low, bound.scale, ends.scale, up=word != ">" and ends.grid)
            limit = f"{limit} + 1" if word == ">" and ends.grid else limit
            low = self.temp()
            self.emit(f"{low} = {limit}")
            self.emit(f"if {low} < {ends.low}: {low} = {ends.low}")
        self.names[name] = Ends(low, high, ends.scale, ends.grid)

    def _without(self, name: str, ends: Ends, value: Fraction | None) -> None:
        """Take a value away that stands at an end; in the middle it cannot be left out."""
        if value is None or not ends.grid or (value * ends.scale).denominator != 1:
            return
        at, low, high = int(value * ends.scale), self.temp(), self.temp()
        self.emit(f"{low} = {ends.low} + ({ends.low} == {wrapped(str(at))})")
        self.emit(f"{high} = {ends.high} - ({ends.high} == {wrapped(str(at))})")
        self.names[name] = Ends(low, high, ends.scale, ends.grid)

    @staticmethod
    def _limit(end: str, from_scale: int, to_scale: int, *, up: bool) -> str:
        """An end at another scale, rounded outward for what it is used for."""
        common = gcd(from_scale, to_scale)
        factor, divisor = to_scale // common, from_scale // common
        code = wrapped(end) if factor == 1 else f"{wrapped(end)} * {factor}"
        if divisor == 1:
            return f"({code})"
        return f"-(-({code}) // {divisor})" if up else f"({code}) // {divisor}"
