"""Values with their moves: the arithmetic of the difference reading.

Everything is in whole numbers at the scale FINE, rounded outward.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from engine.intervals import bounds
from engine.intervals.bounds import FINE, UNBOUNDED

Cell = tuple[int, int, int, int, str]
"""Least and greatest value, least and greatest move by one step of the unknown, roundings left out.

Last the name whose very value it is, if it is one's: what is taken from itself leaves exactly nothing.
"""
Reading = Callable[[dict[str, Cell]], Cell]
Truth = Callable[[dict[str, Cell]], tuple[bool, bool]]
"""Whether a condition may hold, and whether it may fail."""
SAME_SLOPE = FINE // 10**6
"""Two sides of a minimum that move alike make no kink where they meet."""
ANYTHING: Cell = (-UNBOUNDED, UNBOUNDED, -UNBOUNDED, UNBOUNDED, "")
NOTHING: Cell = (0, 0, 0, 0, "")


def outward(value: Fraction) -> tuple[int, int]:
    scaled = value * FINE
    floor = scaled.numerator // scaled.denominator
    return floor, floor if scaled.denominator == 1 else floor + 1


def negated(operand: Reading) -> Reading:
    def run(cells: dict[str, Cell]) -> Cell:
        low, high, fall, rise, _ = operand(cells)
        return -high, -low, -rise, -fall, ""

    return run


def _sum(left: Reading, right: Reading) -> Reading:
    def run(cells: dict[str, Cell]) -> Cell:
        a, b = left(cells), right(cells)
        return a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3], ""

    return run


def _less(left: Reading, right: Reading) -> Reading:
    def run(cells: dict[str, Cell]) -> Cell:
        a, b = left(cells), right(cells)
        if a[4] and a[4] == b[4]:
            return NOTHING
        return a[0] - b[1], a[1] - b[0], a[2] - b[3], a[3] - b[2], ""

    return run


def _times(a: int, b: int, c: int, d: int) -> tuple[int, int]:
    low, high = bounds.product(a, b, c, d)
    return low // FINE, -(-high // FINE)


def _product(left: Reading, right: Reading) -> Reading:
    def run(cells: dict[str, Cell]) -> Cell:
        a, b = left(cells), right(cells)
        low, high = _times(a[0], a[1], b[0], b[1])
        fall, rise = _times(a[0], a[1], b[2], b[3])
        other_fall, other_rise = _times(b[0], b[1], a[2], a[3])
        return low, high, fall + other_fall, rise + other_rise, ""

    return run


def _quotient(left: Reading, right: Reading) -> Reading:
    def run(cells: dict[str, Cell]) -> Cell:
        a, b = left(cells), right(cells)
        if b[0] <= 0 <= b[1]:
            return ANYTHING
        low, high = bounds.quotient(a[0], a[1], b[0], b[1], FINE)
        fall, rise = _times(low, high, b[2], b[3])
        return low, high, *bounds.quotient(a[2] - rise, a[3] - fall, b[0], b[1], FINE), ""

    return run


ARITHMETIC: dict[str, Callable[[Reading, Reading], Reading]] = {
    "+": _sum,
    "-": _less,
    "*": _product,
    "/": _quotient,
}


def powered(base: Reading, exponent: Fraction) -> Reading:
    parts, below = exponent.as_integer_ratio(), (exponent - 1).as_integer_ratio()
    factor = outward(exponent)

    def run(cells: dict[str, Cell]) -> Cell:
        low, high, fall, rise, _ = base(cells)
        if low < 0 or (exponent < 1 and low == 0):
            return ANYTHING
        value = bounds.broken_power(low, high, FINE, parts)
        slope = bounds.broken_power(low, high, FINE, below) if exponent >= 1 else _steepest(low, high, below)
        return *value, *_times(*_times(*slope, *factor), fall, rise), ""

    return run


def _steepest(low: int, high: int, exponent: tuple[int, int]) -> tuple[int, int]:
    """A power below zero: one over the opposite power."""
    least, most = bounds.broken_power(low, high, FINE, (-exponent[0], exponent[1]))
    return bounds.quotient(FINE, FINE, max(least, 1), most, FINE)


def compared(word: str, left: Reading, right: Reading) -> Truth:
    if word in (">", ">="):
        return compared("<" if word == ">" else "<=", right, left)

    def run(cells: dict[str, Cell]) -> tuple[bool, bool]:
        a, b = left(cells), right(cells)
        if a[4] and a[4] == b[4]:
            return word in ("==", "<="), word in ("!=", "<")
        if word == "<":
            return a[0] < b[1], a[1] >= b[0]
        if word == "<=":
            return a[0] <= b[1], a[1] > b[0]
        overlap = a[0] <= b[1] and b[0] <= a[1]
        apart = not a[0] == a[1] == b[0] == b[1]
        return (overlap, apart) if word == "==" else (apart, overlap)

    return run


def joined(word: str, left: Truth, right: Truth) -> Truth:
    def run(cells: dict[str, Cell]) -> tuple[bool, bool]:
        first, second = left(cells), right(cells)
        if word == "and":
            return first[0] and second[0], first[1] or second[1]
        return first[0] or second[0], first[1] and second[1]

    return run
