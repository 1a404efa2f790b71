"""Conditions that are already decided when a program is compiled."""

from __future__ import annotations

import operator
from fractions import Fraction

from engine.program.form import Compare, Constant, Form, Logic, Not

COMPARISONS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def truth(value: bool) -> Constant:
    return Constant(Fraction(int(value)))


def fold(form: Form) -> Form:
    """`form`, or the constant that its own operands already decide."""
    match form:
        case Compare(word, Constant(left), Constant(right)):
            return truth(COMPARISONS[word](left, right))
        case Not(Constant(value)):
            return truth(not value)
        case Logic("and", Constant(value), other) | Logic("and", other, Constant(value)):
            return other if value else truth(False)
        case Logic("or", Constant(value), other) | Logic("or", other, Constant(value)):
            return truth(True) if value else other
    return form
