"""What a form means: its value by exact fractions, as plainly as possible.

This is the definition of the language. The compiled, interval and columnar
readings are tested against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from engine.program import calendar
from engine.program.exact import Rounding, round_fraction, round_power
from engine.program.folding import COMPARISONS
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

LONGEST = 100_000
"""Bits of a power that are still computed."""
TOO_LONG = "a number grows beyond any amount"
NEGATIVE_BASE = "a broken power of an amount below zero"


@dataclass(slots=True)
class NoValue(Exception):
    """Evaluation reached a rule that does not hold on the date asked, or a division by zero."""

    name: str
    reason: str


def value(form: Form, known: Mapping[str, Fraction]) -> Fraction:
    """The exact value of `form`, given the values of the names it reads."""
    match form:
        case Constant():
            return form.value
        case Variable(name):
            return known[name]
        case Negate(operand):
            return -value(operand, known)
        case Arithmetic("+", left, right):
            return value(left, known) + value(right, known)
        case Arithmetic("-", left, right):
            return value(left, known) - value(right, known)
        case Arithmetic("*", left, right):
            return value(left, known) * value(right, known)
        case Arithmetic(_, left, right):
            divisor = value(right, known)
            if divisor == 0:
                raise NoValue("", "a division by zero")
            return value(left, known) / divisor
        case Extreme("min", operands):
            return min(value(operand, known) for operand in operands)
        case Extreme(_, operands):
            return max(value(operand, known) for operand in operands)
        case Compare(word, left, right):
            return Fraction(int(COMPARISONS[word](value(left, known), value(right, known))))
        case Logic("and", left, right):
            return value(right, known) if value(left, known) else Fraction(0)
        case Logic(_, left, right):
            return Fraction(1) if value(left, known) else value(right, known)
        case Not(operand):
            return Fraction(int(not value(operand, known)))
        case Choose(condition, then, otherwise):
            return value(then if value(condition, known) else otherwise, known)
        case Round(rounding, operand):
            return stored(operand, rounding, known)
        case Power(base, exponent):
            if exponent.denominator != 1:
                raise NoValue("", "a broken power that no rounding decides")
            return _power(value(base, known), int(exponent))
        case Brackets():
            return bracket_value(form, value(form.operand, known))
        case Lookup():
            return lookup_value(form, value(form.key, known))
        case DateWord(word, operands):
            return Fraction(calendar.WORDS[word](*(int(value(operand, known)) for operand in operands)))
        case Local(_, steps, result):
            inner = dict(known)
            for step in steps:
                inner[step.name] = stored(step.form, step.rounding, inner)
            return value(result, inner)
        case Missing(name, reason):
            raise NoValue(name, reason)


def _power(base: Fraction, exponent: int) -> Fraction:
    size = max(base.numerator.bit_length(), base.denominator.bit_length())
    if size * exponent > LONGEST:
        raise NoValue("", TOO_LONG)
    return base**exponent


def stored(form: Form, rounding: Rounding | None, known: Mapping[str, Fraction]) -> Fraction:
    """The value a step keeps: its form rounded once, here."""
    if rounding is None:
        return value(form, known)
    broken = broken_power(form)
    if broken is None:
        return round_fraction(value(form, known), rounding)
    base = value(broken.base, known)
    if base < 0:
        raise NoValue("", NEGATIVE_BASE)
    return round_power(value(broken.constant, known), value(broken.factor, known), base, broken.exponent, rounding)


def bracket_value(scale: Brackets, base: Fraction) -> Fraction:
    """A scale at `base`: the row it falls in, the rows before it already summed in `amount`."""
    if scale.marginal and base <= 0:
        return Fraction(0)
    for row in scale.rows:
        if row.upper is None or base < row.upper or (base == row.upper and row.included):
            part = (base - row.lower) * row.rate
            return row.amount + (part if scale.each is None else round_fraction(part, scale.each))
    raise NoValue(scale.name, "the scale has no row for this amount")


def lookup_value(table: Lookup, key: Fraction) -> Fraction:
    rows = dict(table.rows)
    if key in rows:
        return rows[int(key)]
    last = max(rows, default=0)
    if table.each_further is not None and key > last:
        return rows.get(last, Fraction(0)) + (key - last) * table.each_further
    if table.otherwise is not None:
        return table.otherwise
    raise NoValue(table.name, "the table has no row for this key")
