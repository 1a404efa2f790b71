"""Bounds of a program's values over a stretch of one unknown, for many rows at once.

A value over the stretch is `centre + slope * t`, give or take `spread`, with `t` from
-half to +half: what is subtracted of one and the same unknown cancels, and only
roundings and undecided choices widen it. Floats compute it, and every spread is more
than their error: what the bounds exclude is excluded. They decide nothing alone;
single values are decided by the kernel.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from engine.columns.column import TooWide
from engine.columns.grids import Grids
from engine.program.exact import Rounding
from engine.program.expansion import expanded_brackets, expanded_lookup
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
from engine.program.program import Program

Reals = npt.NDArray[np.float64]
Real = Reals | float
Truths = npt.NDArray[np.bool_]
Truth = tuple[Truths | bool, Truths | bool]
"""Whether a condition can hold, and whether it can fail."""
ERROR = 1e-13
"""Far more than the relative error of the operations between two roundings."""


@dataclass(frozen=True, slots=True)
class Line:
    """A value over the stretch; a slope of exactly 0.0 says that it does not move."""

    centre: Real
    slope: Real
    spread: Real

    @property
    def is_still(self) -> bool:
        return isinstance(self.slope, float) and self.slope == 0.0


EVERYTHING = Line(0.0, 0.0, float("inf"))


def still(values: Reals, *, whole: bool) -> Line:
    """A value that does not depend on the unknown; whole numbers are exact."""
    return Line(values, 0.0, 0.0 if whole else np.abs(values) * 2.0**-52)


def bounds(program: Program, names: Mapping[str, Line], half: Reals, target: str, on: Grids) -> tuple[Reals, Reals]:
    """Ends that contain the target over the stretch; `on` are the grids of the program."""
    reading = _Reading(dict(names), half, on)
    with np.errstate(all="ignore"):
        for step in program.steps:
            reading.names[step.name] = reading.stored(step.form, step.rounding)
        low, high = reading.ends(reading.names[target])
    return np.broadcast_to(low, half.shape), np.broadcast_to(high, half.shape)


class _Reading:
    def __init__(self, names: dict[str, Line], half: Reals, on: Grids) -> None:
        self.names, self.half, self.on = names, half, on

    def ends(self, line: Line) -> tuple[Real, Real]:
        around = line.spread + np.abs(line.centre) * ERROR
        if not line.is_still:
            around = around + np.abs(line.slope) * self.half
        return line.centre - around, line.centre + around

    def stored(self, form: Form, rounding: Rounding | None) -> Line:
        found = self.line(form)
        return found if rounding is None else self._rounded(rounding, found)

    def line(self, form: Form) -> Line:
        match form:
            case Constant(value):
                number = float(value)
                return Line(number, 0.0, 0.0 if Fraction(number) == value else abs(number) * 2.0**-52)
            case Variable(name):
                return self.names[name]
            case Negate(operand):
                inner = self.line(operand)
                return Line(-inner.centre, 0.0 if inner.is_still else -inner.slope, inner.spread)
            case Arithmetic("*", left, right):
                return self._product(self.line(left), self.line(right))
            case Arithmetic("/", left, right):
                return self._product(self.line(left), self._inverse(self.line(right)))
            case Arithmetic(word, left, right):
                return _sum(word, self.line(left), self.line(right))
            case Extreme(word, parts):
                return self._extreme(word, [self.line(part) for part in parts], self.on.get(id(form)))
            case Compare() | Logic() | Not():
                possible, deniable = self.truth(form)
                low, high = np.where(deniable, 0.0, 1.0), np.where(possible, 1.0, 0.0)
                return Line((low + high) / 2, 0.0, (high - low) / 2)
            case Choose(condition, then, otherwise):
                return self._choice(self.truth(condition), lambda: self.line(then), lambda: self.line(otherwise))
            case Round(rounding, operand):
                return self._rounded(rounding, self.line(operand))
            case Power(base, exponent):
                return self._power(self.line(base), exponent)
            case Brackets():
                return self._named(form.operand, lambda name: expanded_brackets(form, name))
            case Lookup():
                return self._named(form.key, lambda name: expanded_lookup(form, name))
            case Local():
                for step in form.steps:
                    self.names[step.name] = self.stored(step.form, step.rounding)
                return self.line(form.result)
            case Missing():
                return EVERYTHING
            case DateWord(word, _):
                raise TooWide(word)

    def _named(self, operand: Form, expand: Callable[[Variable], Form]) -> Line:
        name = f"@{len(self.names)}"
        self.names[name] = self.line(operand)
        return self.line(expand(Variable(name)))

    # ---- conditions and choices --------------------------------------------------------

    def truth(self, form: Form) -> Truth:
        match form:
            case Compare(word, left, right):
                return self._against_zero(word, self.line(left), self.line(right), self.on.get(id(form)))
            case Not(operand):
                possible, deniable = self.truth(operand)
                return deniable, possible
            case Logic(word, left, right):
                first, second = self.truth(left), self.truth(right)
                if word == "and":
                    return np.logical_and(first[0], second[0]), np.logical_or(first[1], second[1])
                return np.logical_or(first[0], second[0]), np.logical_and(first[1], second[1])
        low, high = self.ends(self.line(form))
        return np.logical_or(low > 0, high > 0.5), low < 0.5

    def _choice(self, truth: Truth, then: Callable[[], Line], otherwise: Callable[[], Line]) -> Line:
        possible, deniable = truth
        if not np.any(deniable):
            return then()
        if not np.any(possible):
            return otherwise()
        return self._joined(possible, deniable, then(), otherwise())

    def _joined(self, possible: Truths | bool, deniable: Truths | bool, then: Line, otherwise: Line) -> Line:
        """One of two lines where it is decided, else a line around both."""
        chosen = Line(
            np.where(possible, then.centre, otherwise.centre),
            0.0 if then.is_still and otherwise.is_still else np.where(possible, then.slope, otherwise.slope),
            np.where(possible, then.spread, otherwise.spread),
        )
        open_ = np.logical_and(possible, deniable)
        if not np.any(open_):
            return chosen
        slope = (then.slope + otherwise.slope) / 2
        around = [(line.centre, line.spread + np.abs(line.slope - slope) * self.half) for line in (then, otherwise)]
        low = np.minimum(*(centre - spread for centre, spread in around))
        high = np.maximum(*(centre + spread for centre, spread in around))
        spread = (high - low) / 2
        centre = np.where(np.isfinite(spread), (low + high) / 2, 0.0)
        return Line(
            np.where(open_, centre, chosen.centre),
            np.where(open_, slope, chosen.slope),
            np.where(open_, np.where(np.isnan(spread), np.inf, spread), chosen.spread),
        )

    def _against_zero(self, word: str, left: Line, right: Line, grid: float | None) -> Truth:
        """Whether a comparison can hold and can fail; a difference that lies on a grid lies on it exactly."""
        low, high = self.ends(_sum("-", left, right))
        if grid is not None:
            low, high = (
                np.ceil(low / grid * (1 - np.sign(low) * 1e-12)),
                np.floor(high / grid * (1 + np.sign(high) * 1e-12)),
            )
        return _against_zero(word, low, high)

    def _extreme(self, word: str, parts: list[Line], grid: float | None) -> Line:
        best = parts[0]
        for other in parts[1:]:
            possible, deniable = self._against_zero("<=" if word == "min" else ">=", best, other, grid)
            kept, taken = best, other
            best = self._choice((possible, deniable), lambda kept=kept: kept, lambda taken=taken: taken)  # type: ignore[misc]
        return best

    def _rounded(self, rounding: Rounding, line: Line) -> Line:
        """A rounding moves a value by at most half its multiple; `floor`, `ceil` to one side, `truncate` to either."""
        step, mode = float(rounding.multiple), rounding.mode
        half = step * (1.0 + 1e-9 if mode == "truncate" else 0.5 + 1e-9)
        aside = {"floor": -step / 2, "ceil": step / 2}.get(mode, 0.0)
        error = line.spread + np.abs(line.centre) * ERROR
        reach = error if line.is_still else error + np.abs(line.slope) * self.half
        moved = Line(line.centre + aside if aside else line.centre, line.slope, error + half)
        if not np.any(reach < step / 2):
            return moved
        whole = _one_multiple(mode, line.centre / step, reach / step + 1e-6)
        one = np.isfinite(whole)
        centre = np.where(one, whole * step, moved.centre)
        slope = 0.0 if line.is_still else np.where(one, 0.0, line.slope)
        return Line(centre, slope, np.where(one, np.abs(centre) * 2.0**-52, moved.spread))

    # ---- products ----------------------------------------------------------------------

    def _product(self, left: Line, right: Line) -> Line:
        if left.is_still:
            left, right = right, left
        centre = left.centre * right.centre
        spread = np.abs(left.centre) * right.spread + np.abs(right.centre) * left.spread + left.spread * right.spread
        if right.is_still:
            if left.is_still:
                return Line(centre, 0.0, _no_nan(spread))
            spread = spread + np.abs(left.slope) * right.spread * self.half
            return Line(centre, left.slope * right.centre, _no_nan(spread))
        bend = left.slope * right.slope * self.half**2 / 2
        spread = (
            spread + np.abs(bend) + self.half * (np.abs(left.slope) * right.spread + np.abs(right.slope) * left.spread)
        )
        slope = left.centre * right.slope + right.centre * left.slope
        return Line(centre + bend, slope, _no_nan(spread))

    def _inverse(self, line: Line) -> Line:
        low, high = self.ends(line)
        split = np.logical_and(low <= 0, high >= 0)
        first, second = 1 / np.where(split, 1.0, low), 1 / np.where(split, 1.0, high)
        spread = np.abs(first - second) / 2 + np.abs(first) * ERROR
        return Line((first + second) / 2, 0.0, np.where(split, np.inf, spread))

    def _power(self, base: Line, exponent: Fraction) -> Line:
        if exponent.denominator == 1 and exponent >= 0:
            result = Line(1.0, 0.0, 0.0)
            for _ in range(int(exponent)):
                result = self._product(base, result)
            return result
        low, high = self.ends(base)
        ends = [np.maximum(end, 0.0) ** float(exponent) for end in (low, high)]
        spread = np.abs(ends[0] - ends[1]) / 2 + (ends[0] + ends[1]) * ERROR
        return Line((ends[0] + ends[1]) / 2, 0.0, _no_nan(spread))


def _one_multiple(mode: str, units: Real, reach: Real) -> Reals:
    """The one multiple that everything within reach rounds to; not a number where there are several."""
    up = {"floor": 0.0, "ceil": 1.0}.get(mode, 0.5)
    low, high = np.floor(units - reach + up), np.floor(units + reach + up)
    one = low == high
    if mode == "truncate":
        low, high = np.trunc(units - reach), np.trunc(units + reach)
        one = low == high
    return np.where(one, low, np.nan)


def _no_nan(spread: Real) -> Real:
    """No number at all is the widest spread: infinity times nothing says nothing."""
    return np.where(np.isnan(spread), np.inf, spread)


def _sum(word: str, left: Line, right: Line) -> Line:
    still_both = left.is_still and right.is_still
    # what cancels leaves the error of what was there
    spread = left.spread + right.spread + (np.abs(left.centre) + np.abs(right.centre)) * 2.0**-52
    if word == "+":
        return Line(left.centre + right.centre, 0.0 if still_both else left.slope + right.slope, spread)
    return Line(left.centre - right.centre, 0.0 if still_both else left.slope - right.slope, spread)


def _against_zero(word: str, low: Real, high: Real) -> Truth:
    """Whether a difference between these ends can be, and can not be, as the word says of it and zero."""
    if word == "<":
        return low < 0, high >= 0
    if word == "<=":
        return low <= 0, high > 0
    if word == ">":
        return high > 0, low <= 0
    if word == ">=":
        return high >= 0, low < 0
    touching = np.logical_and(low <= 0, high >= 0)
    apart = np.logical_or(low != 0, high != 0)
    return (touching, apart) if word == "==" else (apart, touching)
