"""Forms that are constants: the value of a parameter made from others."""

from __future__ import annotations

from fractions import Fraction

from engine.program.exact import Rounding, round_fraction
from engine.program.form import Form, Missing, Variable, walk
from engine.program.meaning import value


def value_of(form: Form) -> Fraction | Missing | None:
    """The value of a form that reads nothing; None if it reads an input or line."""
    for part in walk(form):
        if isinstance(part, Missing):
            return part
        if isinstance(part, Variable):
            return None
    return value(form, {})


def rounded(value: Fraction, rounding: Rounding | None) -> Fraction:
    return value if rounding is None else round_fraction(value, rounding)
