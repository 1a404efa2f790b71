"""Rounding of columns: a floor division by a known number wherever there is one, exact for either sign."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from engine.columns.arithmetic import Calculator
from engine.columns.column import Column, Ends, known, made
from engine.columns.wholes import is_wide
from engine.program.exact import Rounding, divide_rounded, round_fraction


def rounded(calculator: Calculator, rounding: Rounding, column: Column) -> Column:
    """The column rounded to a multiple: a whole number of multiples over the multiple's own scale."""
    if column.is_known:
        return known(round_fraction(column.value, rounding))
    multiple = rounding.multiple
    units = calculator.by_factor(column, 1 / multiple)
    whole = _whole(calculator, rounding.mode, calculator.whole(units))
    return calculator.by_factor(whole, multiple)


def _whole(calculator: Calculator, mode: str, units: Column) -> Column:
    """The whole number that `number / (scale * over)` rounds to."""
    if units.is_known:
        return known(round_fraction(units.value, Rounding(mode, Fraction(1))))
    over = units.over
    if over is None:
        if units.scale == 1:
            return units
        low, high = (divide_rounded(mode, end, units.scale) for end in (units.live.low, units.live.high))
        return _by_known(calculator, mode, units, Ends(low, high))
    divisor = calculator.combined("multiply", over, known(units.scale), 1)
    return _by_column(calculator, mode, replace(units, over=None, scale=1), divisor)


def _shift(mode: str, divisor: int, negative: bool) -> int:
    """What is added before a floor division so that it rounds as `mode` says, for one sign of the number."""
    half = divisor // 2
    if mode == "ceil":
        return divisor - 1
    if mode == "truncate":
        return divisor - 1 if negative else 0
    if mode in ("round", "round_half_down") and divisor % 2 == 0:
        return half - 1 if negative == (mode == "round") else half
    return 0 if mode == "floor" else half


def _by_known(calculator: Calculator, mode: str, units: Column, live: Ends) -> Column:
    divisor = units.scale
    plain = replace(units, scale=1)
    up, down = _shift(mode, divisor, negative=False), _shift(mode, divisor, negative=True)
    if plain.live.low >= 0 or up == down:
        moved = calculator.combined("add", plain, known(up), 1) if up else plain
    elif plain.live.high <= 0:
        moved = calculator.combined("add", plain, known(down), 1) if down else plain
    else:
        moved = calculator.combined("add", plain, known(up), 1) if up else plain
        moved = calculator.combined("add", moved, _sign_part(calculator, plain, down - up), 1)
    if moved.node is None:
        return known(moved.live.low // divisor)
    even = mode == "round_half_even" and divisor % 2 == 0
    return _floored(calculator, moved, known(divisor), live, even)


def _sign_part(calculator: Calculator, column: Column, amount: int) -> Column:
    """`amount` in the rows of a negative number, else 0."""
    if column.node is None:
        return known(amount if column.live.low < 0 else 0)
    ends = Ends(min(amount, 0), max(amount, 0))
    if not is_wide(column):
        signs = calculator.graph.make("right_shift", column.node, 63)
        if amount == -1:
            return Column(signs, 1, ends, ends)
        return Column(calculator.graph.make("bitwise_and", signs, amount), 1, ends, ends)
    negative = calculator.compared("<", column, known(0))
    return calculator.selected(negative, known(amount), known(0))


def _by_column(calculator: Calculator, mode: str, number: Column, divisor: Column) -> Column:
    """A division by a column of numbers of at least 1."""
    if divisor.node is None:
        return _whole(calculator, mode, replace(number, scale=divisor.live.low))
    live = _quotient_ends(mode, number.live, divisor.live)
    if mode == "ceil":
        inverse = _by_column(calculator, "floor", calculator.negated(number), divisor)
        return replace(calculator.negated(inverse), live=live)
    if mode == "truncate":
        up = known(0)
        below = calculator.combined("subtract", divisor, known(1), 1)
        return _floored(calculator, _signed(calculator, number, up, below), divisor, live)
    if mode == "floor":
        return _floored(calculator, number, divisor, live)
    twice, double = (calculator.combined("multiply", part, known(2), 1) for part in (number, divisor))
    moved = calculator.combined("add", twice, divisor, 1)
    if mode == "round":
        moved = _with_sign(calculator, moved, number, 0, -1)
    elif mode == "round_half_down":
        moved = _with_sign(calculator, moved, number, -1, 0)
    return _floored(calculator, moved, double, live, mode == "round_half_even")


def _signed(calculator: Calculator, number: Column, positive: Column, negative: Column) -> Column:
    if number.live.low >= 0:
        return calculator.added("add", number, positive)
    is_negative = calculator.compared("<", number, known(0))
    return calculator.added("add", number, calculator.selected(is_negative, negative, positive))


def _with_sign(calculator: Calculator, moved: Column, number: Column, positive: int, negative: int) -> Column:
    if number.live.low >= 0:
        return calculator.added("add", moved, known(positive))
    if positive:
        moved = calculator.added("add", moved, known(positive))
    return calculator.combined("add", moved, _sign_part(calculator, number, negative - positive), 1)


def _floored(calculator: Calculator, number: Column, divisor: Column, live: Ends, even: bool = False) -> Column:
    """The quotient by the number line; with `even`, of a number moved up by half, ties taken to the even side."""
    if number.node is None and divisor.node is None and not even:
        return known(number.live.low // divisor.live.low)
    if is_wide(number) or is_wide(divisor) or not (number.live.fits and divisor.live.fits):
        word = "floor_divide_even" if even else "floor_divide"
        return calculator.wide(word, (number, divisor), Column(None, 1, live, live))
    size = max(abs(number.full.low), abs(number.full.high)) // divisor.full.low + 1
    node = calculator.graph.make("floor_divide", number.number, divisor.number)
    if even:
        node = calculator.graph.make("to_even", number.number, node, divisor.number)
    return made(node, 1, live, Ends(-size, size))


def _quotient_ends(mode: str, number: Ends, divisor: Ends) -> Ends:
    low = divide_rounded(mode, number.low, divisor.high if number.low >= 0 else divisor.low)
    high = divide_rounded(mode, number.high, divisor.low if number.high >= 0 else divisor.high)
    return Ends(low, high)
