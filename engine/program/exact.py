"""Exact rounding and broken powers, decided with integers only.

`round` is half away from zero, `truncate` towards zero, `floor` and `ceil` by
the number line: the definition every reading of the form shares.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import gcd


@dataclass(frozen=True, slots=True)
class Rounding:
    """A rounding word and the multiple it rounds to."""

    mode: str
    multiple: Fraction


def divide_rounded(mode: str, numerator: int, denominator: int) -> int:
    """The integer that `numerator / denominator` rounds to; the denominator is positive.

    >>> [divide_rounded("round", n, 2) for n in (-3, -1, 1, 3)]
    [-2, -1, 1, 2]
    """
    if mode == "floor":
        return numerator // denominator
    if mode == "ceil":
        return -(-numerator // denominator)
    size = abs(numerator)
    if mode == "truncate":
        result = size // denominator
    elif mode == "round":
        result = (2 * size + denominator) // (2 * denominator)
    elif mode == "round_half_down":
        result = -((denominator - 2 * size) // (2 * denominator))
    elif mode == "round_half_even":
        result, rest = divmod(size, denominator)
        if 2 * rest > denominator or (2 * rest == denominator and result % 2):
            result += 1
    else:
        raise ValueError(mode)
    return result if numerator >= 0 else -result


def round_fraction(value: Fraction, rounding: Rounding) -> Fraction:
    """`value` rounded to the multiple of `rounding`."""
    units = value / rounding.multiple
    return divide_rounded(rounding.mode, units.numerator, units.denominator) * rounding.multiple


def integer_root(value: int, degree: int) -> int:
    """The largest integer whose `degree`-th power does not exceed `value`."""
    if value < 2 or degree == 1:
        return value
    guess = 1 << -(-value.bit_length() // degree)
    while True:
        better = ((degree - 1) * guess + value // guess ** (degree - 1)) // degree
        if better >= guess:
            return guess
        guess = better


def round_power(
    constant: Fraction, factor: Fraction, base: Fraction, exponent: Fraction, rounding: Rounding
) -> Fraction:
    """`constant + factor * base ^ exponent` rounded, for a broken exponent and a base of at least 0.

    The root is enclosed between two fractions that are brought together until both
    round to the same value, or found to be exact.
    """
    if base < 0:
        raise ValueError("a broken power of a negative amount")
    root = _exact_power(base, exponent)
    if root is not None:
        return round_fraction(constant + factor * root, rounding)
    digits = 20
    while True:
        low, high = _enclose_power(base, exponent, 10**digits)
        ends = sorted((constant + factor * low, constant + factor * high))
        rounded = [round_fraction(end, rounding) for end in ends]
        if rounded[0] == rounded[1]:
            return rounded[0]
        digits *= 2


def _exact_power(base: Fraction, exponent: Fraction) -> Fraction | None:
    power = base**exponent.numerator
    numerator = integer_root(power.numerator, exponent.denominator)
    denominator = integer_root(power.denominator, exponent.denominator)
    root = Fraction(numerator, denominator)
    return root if root**exponent.denominator == power else None


def _enclose_power(base: Fraction, exponent: Fraction, scale: int) -> tuple[Fraction, Fraction]:
    power = base**exponent.numerator
    degree = exponent.denominator
    low = integer_root(power.numerator * scale**degree // power.denominator, degree)
    return Fraction(low, scale), Fraction(low + 1, scale)


def lowest_common_multiple(a: int, b: int) -> int:
    return a // gcd(a, b) * b
