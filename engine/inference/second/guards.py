"""What may cross over to the second engine: whole numbers of bounded size under plain names, nothing else.

A value becomes twice its millionths, or, where it lies between two millionths,
the odd number between theirs. Held against constants of at most six decimals
that keeps the exact order of all fractions.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

MILLIONTHS: Final = 1_000_000
MOST: Final = 2**53
MOST_ATTRIBUTES: Final = 60
MOST_SUBJECTS: Final = 500
MOST_RULES_IN_A_SET: Final = 48


class NotAdmitted(ValueError):
    """A value or a number of values that is never passed on; the message says which."""


def encoded_value(name: str, value: object) -> int:
    """A fact as the second engine sees it."""
    exact = _exact(name, value)
    millionths = exact * MILLIONTHS
    whole = millionths.numerator // millionths.denominator
    return _bounded(name, 2 * whole + (millionths.denominator != 1))


def encoded_constant(name: str, constant: Fraction) -> int:
    """What a fact is held against."""
    millionths = constant * MILLIONTHS
    if millionths.denominator != 1:
        raise NotAdmitted(f"`{name}` is held against {constant}, which is finer than a millionth")
    return _bounded(name, 2 * millionths.numerator)


def _exact(name: str, value: object) -> Fraction:
    if isinstance(value, bool | int | Fraction):
        return Fraction(value)
    shown = type(value).__name__
    if isinstance(value, str):
        shown = f"a text of {len(value)} characters"
    raise NotAdmitted(f"`{name}` is {shown}: rules compare exact numbers, dates, truths and members of lists only")


def _bounded(name: str, number: int) -> int:
    if abs(number) >= MOST:
        raise NotAdmitted(f"`{name}` is too large to be compared by the second engine")
    return number
