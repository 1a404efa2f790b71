"""What the compiled interval program calls, and the size at which an interval stops being one."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from engine.program import calendar
from engine.program.exact import integer_root

UNBOUNDED = 10**40
"""Beyond any amount: an interval that reaches it says nothing."""
FINE = 10**12
"""Scale at which quotients and broken powers are enclosed."""


def product(a: int, b: int, c: int, d: int) -> tuple[int, int]:
    """[a, b] × [c, d]."""
    if a >= 0 and c >= 0:
        return a * c, b * d
    corners = (a * c, a * d, b * c, b * d)
    return min(corners), max(corners)


def quotient(a: int, b: int, c: int, d: int, factor: int, _step: str = "") -> tuple[int, int]:
    """factor × [a, b] ÷ [c, d], enclosed by whole numbers; unbounded if the divisor may be zero."""
    if c <= 0 <= d or c > d:
        return -UNBOUNDED * factor, UNBOUNDED * factor
    if d < 0:
        a, b, c, d = -b, -a, -d, -c
    low = a * factor // (d if a >= 0 else c)
    high = -(-b * factor // (c if b >= 0 else d))
    return low, high


def missing(_name: str, _reason: str, _step: str) -> None:
    """A rule that does not hold is met: the value may be anything, and the scalar reading refuses."""


def whole_power(low: int, high: int, exponent: int) -> tuple[int, int]:
    if exponent % 2 or low >= 0:
        return low**exponent, high**exponent
    ends = (low**exponent, high**exponent)
    return (0 if high >= 0 else min(ends)), max(ends)


def broken_power(low: int, high: int, scale: int, exponent: tuple[int, int]) -> tuple[int, int]:
    """[low, high] / scale to a broken power, at scale FINE; negative bases count as 0."""
    numerator, degree = exponent

    def root(end: int) -> int:
        base = Fraction(max(end, 0), scale) ** numerator
        return integer_root(base.numerator * FINE**degree // base.denominator, degree)

    return root(low), root(high) + 1


def _within(low: int, high: int) -> Callable[[list[tuple[int, int]]], tuple[int, int]]:
    return lambda _ends: (low, high)


def _monotone(word: str, *rising: bool) -> Callable[[list[tuple[int, int]]], tuple[int, int]]:
    function = calendar.WORDS[word]

    def bounds(ends: list[tuple[int, int]]) -> tuple[int, int]:
        lowest = [end[0] if up else end[1] for end, up in zip(ends, rising, strict=True)]
        highest = [end[1] if up else end[0] for end, up in zip(ends, rising, strict=True)]
        return function(*lowest), function(*highest)

    return bounds


DATE_BOUNDS: dict[str, Callable[[list[tuple[int, int]]], tuple[int, int]]] = {
    "year": _monotone("year", True),
    "month": _within(1, 12),
    "day": _within(1, 31),
    "quarter": _within(1, 4),
    "age": _monotone("age", False, True),
    "days_between": _monotone("days_between", False, True),
    "months_between": _monotone("months_between", False, True),
    "weekdays_between": _monotone("weekdays_between", False, True),
    "days_in_month": _within(28, 31),
    "weekdays_in_month": _within(20, 23),
    "first_of_month": _monotone("first_of_month", True),
    "last_of_month": _monotone("last_of_month", True),
}


def date_bounds(word: str, *ends: tuple[int, int]) -> tuple[int, int]:
    """A date word over intervals of days; exact where every end is known."""
    if all(low == high for low, high in ends):
        day = calendar.WORDS[word](*(low for low, _ in ends))
        return day, day
    return DATE_BOUNDS[word](list(ends))
