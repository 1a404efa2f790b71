"""Writes a tree as text: one spelling for each meaning, with the fewest brackets.

`parse(to_text(tree))` is the same tree but for its spans.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from engine.language.grammar import BINDING, COMPARISON, NEGATION, NOT, POWER, PRODUCT, SUM
from engine.language.syntax import (
    AsAt,
    Binary,
    Boolean,
    Call,
    Cast,
    Conditional,
    Date,
    Expression,
    Membership,
    Name,
    Number,
    Rounding,
    Unary,
    Under,
)
from engine.language.units import PERIODS

_TIGHT: Final = POWER + 1
_ENDS_IN_UNIT: Final = re.compile(r" as [a-z0-9_.]+\Z")
_FIRST_WORD: Final = re.compile(r"[a-z0-9_.]*")


def to_text(expression: Expression) -> str:
    """The canonical text of a formula."""
    return _at(expression, 0)


def _at(expression: Expression, loosest: int) -> str:
    """The text of a part that stands where only `loosest` and tighter may stand bare."""
    text, level = _text(expression)
    return f"({text})" if level < loosest else text


def _text(expression: Expression) -> tuple[str, int]:
    """A text and how tightly its outermost sign binds."""
    match expression:
        case Name(name):
            return name, _TIGHT
        case Number():
            return _number(expression)
        case Boolean(value):
            return ("true" if value else "false"), _TIGHT
        case Date(value):
            return value.isoformat(), _TIGHT
        case Unary("-", operand):
            return f"-{_at(operand, NEGATION)}", NEGATION
        case Unary(operator, operand):
            return f"{operator} {_at(operand, NOT)}", NOT
        case Binary():
            return _binary(expression)
        case Membership(operand, members):
            return f"{_at(operand, SUM)} in [{_listed(members)}]", COMPARISON
        case Conditional(condition, then, otherwise):
            return f"if {_at(condition, 0)} then {_at(then, 0)} else {_at(otherwise, 0)}", 0
        case Call(function, arguments):
            return f"{function}({_listed(arguments)})", _TIGHT
        case Rounding(mode, operand, multiple):
            return f"{mode}({_at(operand, 0)} to {_at(multiple, 0)})", _TIGHT
        case Cast(operand, unit):
            return f"{_at(operand, _TIGHT)} as {unit}", _TIGHT
        case AsAt(operand, when):
            return f"{operand.name} at {_at(when, _TIGHT)}", _TIGHT
        case Under(operand, settings):
            written = ", ".join(f"{name}: {_at(value, 0)}" for name, value in settings)
            return f"{operand.name} with {{{written}}}", _TIGHT


def _binary(expression: Binary) -> tuple[str, int]:
    operator = expression.operator
    level = BINDING[operator]
    left, right = level, level + 1
    if level == COMPARISON:
        left = right = SUM
    elif level == POWER:
        left, right = _TIGHT, NEGATION
    before, after = _at(expression.left, left), _at(expression.right, right)
    if operator == "/" and _ENDS_IN_UNIT.search(before) and _first_word(after) in PERIODS:
        before = f"({before})"
    return f"{before} {operator} {after}", level


def _first_word(text: str) -> str:
    match = _FIRST_WORD.match(text)
    return match[0] if match else ""


def _listed(expressions: tuple[Expression, ...]) -> str:
    return ", ".join(_at(expression, 0) for expression in expressions)


def _number(number: Number) -> tuple[str, int]:
    text = decimal_text(number.value * 100 if number.is_percentage else number.value)
    if text is None:
        return f"{number.value.numerator} / {number.value.denominator}", PRODUCT
    if text.startswith("-"):
        return (f"{text} %" if number.is_percentage else text), NEGATION
    return (f"{text} %" if number.is_percentage else text), _TIGHT


def decimal_text(value: Fraction) -> str | None:
    """A fraction as a decimal without needless zeros, or None if it has no end."""
    denominator = value.denominator
    twos = (denominator & -denominator).bit_length() - 1
    rest = denominator >> twos
    fives = 0
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    if rest != 1:
        return None
    places = max(twos, fives)
    digits = str(abs(value.numerator) * 10**places // denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits
