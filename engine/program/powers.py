"""A broken power inside a rounding, taken apart as constant + factor × base ^ exponent."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from engine.program.form import Arithmetic, Constant, Form, Negate, Power, Round, children

ZERO = Constant(Fraction(0))
ONE = Constant(Fraction(1))


@dataclass(frozen=True, slots=True)
class BrokenPower:
    constant: Form
    factor: Form
    base: Form
    exponent: Fraction


def is_broken(form: Form) -> bool:
    return isinstance(form, Power) and form.exponent.denominator != 1


def broken_power(form: Form) -> BrokenPower | None:
    """The parts of a form that is linear in one broken power; None where there is none.

    The checker refuses a broken power that stands anywhere else.
    """
    if isinstance(form, Power) and is_broken(form):
        return BrokenPower(ZERO, ONE, form.base, form.exponent)
    if isinstance(form, Negate):
        inner = broken_power(form.operand)
        return inner and BrokenPower(Negate(inner.constant), Negate(inner.factor), inner.base, inner.exponent)
    if not isinstance(form, Arithmetic):
        return None
    left, right = broken_power(form.left), broken_power(form.right)
    if left is not None and right is None:
        return _with_power_left(form, left)
    if right is not None and left is None:
        return _with_power_right(form, right)
    return None


def _with_power_left(form: Arithmetic, power: BrokenPower) -> BrokenPower:
    constant = Arithmetic(form.operator, power.constant, form.right)
    factor = power.factor
    if form.operator in ("*", "/"):
        factor = Arithmetic(form.operator, power.factor, form.right)
    return BrokenPower(constant, factor, power.base, power.exponent)


def _with_power_right(form: Arithmetic, power: BrokenPower) -> BrokenPower | None:
    if form.operator == "/":
        return None
    constant = Arithmetic(form.operator, form.left, power.constant)
    factor: Form = power.factor
    if form.operator == "*":
        factor = Arithmetic("*", form.left, power.factor)
    elif form.operator == "-":
        factor = Negate(power.factor)
    return BrokenPower(constant, factor, power.base, power.exponent)


def misplaced_powers(form: Form) -> list[Power]:
    """Broken powers that no rounding decides."""

    if isinstance(form, Round):
        inner = broken_power(form.operand)
        if inner is not None:
            return [p for part in (inner.constant, inner.factor, inner.base) for p in misplaced_powers(part)]
    own = [form] if isinstance(form, Power) and is_broken(form) else []
    return own + [power for child in children(form) for power in misplaced_powers(child)]
