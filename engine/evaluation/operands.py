"""Operands of generated code: a whole number over a divisor that is known, or partly known, when compiling."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from engine.program.exact import lowest_common_multiple


@dataclass(frozen=True, slots=True)
class Operand:
    """The value `code / (scale * over)`: `scale` is known, `over` is code for a divisor above zero, or None."""

    code: str
    scale: int = 1
    over: str | None = None
    value: Fraction | None = None
    """Set where the whole operand is known."""


def constant(value: Fraction) -> Operand:
    return Operand(str(value.numerator), value.denominator, None, value)


def scaled(operand: Operand, scale: int) -> str:
    """Code of the operand's whole number at a multiple of its scale."""
    factor = scale // operand.scale
    if operand.value is not None:
        return str(operand.value.numerator * (scale // operand.value.denominator))
    return wrapped(operand.code) if factor == 1 else f"{wrapped(operand.code)} * {factor}"


def wrapped(code: str) -> str:
    return code if code.isidentifier() or code.isdigit() else f"({code})"


def times(code: str, other: str | None) -> str:
    return code if other is None else f"{wrapped(code)} * {wrapped(other)}"


def negated(operand: Operand) -> Operand:
    if operand.value is not None:
        return constant(-operand.value)
    return Operand(f"-{wrapped(operand.code)}", operand.scale, operand.over)


def added(word: str, left: Operand, right: Operand) -> Operand:
    if left.value is not None and right.value is not None:
        return constant(left.value + right.value if word == "+" else left.value - right.value)
    if right.value == 0:
        return left
    scale = lowest_common_multiple(left.scale, right.scale)
    if left.over == right.over:
        return Operand(f"{scaled(left, scale)} {word} {scaled(right, scale)}", scale, left.over)
    first, second = times(scaled(left, scale), right.over), times(scaled(right, scale), left.over)
    return Operand(f"{first} {word} {second}", scale, product_code(left.over, right.over))


def product_code(first: str | None, second: str | None) -> str | None:
    if first is None or second is None:
        return first or second
    return f"{wrapped(first)} * {wrapped(second)}"


def multiplied(left: Operand, right: Operand) -> Operand:
    if left.value is not None and right.value is not None:
        return constant(left.value * right.value)
    if left.value is not None:
        left, right = right, left
    if right.value is not None:
        return by_constant(left, right.value)
    return Operand(
        f"{wrapped(left.code)} * {wrapped(right.code)}",
        left.scale * right.scale,
        product_code(left.over, right.over),
    )


def by_constant(operand: Operand, factor: Fraction) -> Operand:
    """The operand times a known factor, its scale kept as small as it can be."""
    if factor == 0:
        return constant(factor)
    common = gcd(factor.numerator, operand.scale)
    numerator, scale = factor.numerator // common, operand.scale // common * factor.denominator
    code = operand.code if numerator == 1 else f"{wrapped(operand.code)} * {numerator}"
    return Operand(code, scale, operand.over)


def finite(scale: int) -> bool:
    """Whether a whole number over `scale` always has a finite decimal."""
    for prime in (2, 5):
        while scale % prime == 0:
            scale //= prime
    return scale == 1
