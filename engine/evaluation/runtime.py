"""What the compiled scalar program calls: roundings by a divisor that varies, broken powers, refusals."""

from __future__ import annotations

from fractions import Fraction
from typing import NoReturn

from engine.program.exact import Rounding, divide_rounded, round_power
from engine.program.meaning import NEGATIVE_BASE, NoValue


def divide(mode: str, numerator: int, divisor: int) -> int:
    """`numerator / divisor` rounded to a whole number, for a divisor of either sign."""
    if divisor == 0:
        raise NoValue("", "a division by zero")
    return divide_rounded(mode, numerator, divisor) if divisor > 0 else divide_rounded(mode, -numerator, -divisor)


def positive(numerator: int, divisor: int) -> tuple[int, int]:
    """The same quotient over a divisor above zero."""
    if divisor == 0:
        raise NoValue("", "a division by zero")
    return (numerator, divisor) if divisor > 0 else (-numerator, -divisor)


def power(
    constant: tuple[int, int],
    factor: tuple[int, int],
    base: tuple[int, int],
    exponent: tuple[int, int],
    mode: str,
    multiple: tuple[int, int],
) -> int:
    """`constant + factor * base ^ exponent` rounded, as a count of multiples."""
    step = Fraction(*multiple)
    if base[0] < 0:
        raise NoValue("", NEGATIVE_BASE)
    result = round_power(
        Fraction(*constant), Fraction(*factor), Fraction(*base), Fraction(*exponent), Rounding(mode, step)
    )
    return int(result / step)


def missing(name: str, reason: str) -> NoReturn:
    raise NoValue(name, reason)
