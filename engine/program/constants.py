"""Forms that are constants: the value of a parameter made from others."""

from __future__ import annotations

from fractions import Fraction

from engine.program.exact import Rounding
from engine.program.form import Form, Missing, Variable, walk
from engine.program.meaning import TOO_LONG, NoValue, stored

BITS = 4096
"""A figure of the law has far fewer; chains of figures that grow further are refused."""


def value_of(form: Form, rounding: Rounding | None = None) -> Fraction | Missing | None:
    """The rounded value of a form that reads nothing; None if it reads an input or line."""
    for part in walk(form):
        if isinstance(part, Missing):
            return part
        if isinstance(part, Variable):
            return None
    try:
        found = stored(form, rounding, {})
    except NoValue as none:
        return Missing(none.name, none.reason)
    longest = max(found.numerator.bit_length(), found.denominator.bit_length())
    return Missing("", TOO_LONG) if longest > BITS else found
