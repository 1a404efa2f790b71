"""The tree of a formula as its author wrote it.

Every node knows the span of characters it was read from, so that a message can
underline it. Columns count characters of the formula's own text, from 0.
Numbers are exact fractions from the first character on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Number:
    value: Fraction
    is_percentage: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Date:
    value: date
    span: Span


@dataclass(frozen=True, slots=True)
class Boolean:
    value: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Name:
    """An input, parameter, line, enum member or local name of a function."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Unary:
    """`-x` or `not x`."""

    operator: str
    operand: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Binary:
    """`+ - * / ^`, comparisons `== != < <= > >=`, `and`, `or`."""

    operator: str
    left: Expression
    right: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Membership:
    """`contract in [student, flexi_job]`."""

    operand: Expression
    members: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Conditional:
    """`if c then a else b`."""

    condition: Expression
    then: Expression
    otherwise: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Call:
    """`min(a, b)`, a scale, a table, a function of the pack, a date word."""

    function: str
    arguments: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Rounding:
    """`round(x to 0.01)`; mode is `round`, `floor`, `ceil`, `truncate`, `round_half_even`, `round_half_down`."""

    mode: str
    operand: Expression
    multiple: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Cast:
    """`x as money/month`: the declared change of a unit or period, without a factor."""

    operand: Expression
    unit: str
    span: Span


@dataclass(frozen=True, slots=True)
class AsAt:
    """`minimum_wage at 2023-12-31`, `minimum_wage at contract_start`: a dated value on another date."""

    operand: Name
    when: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Under:
    """`annual.tax with {family.children: 0, x: y + 1}`: the same lines under other inputs."""

    operand: Name
    settings: tuple[tuple[str, Expression], ...]
    span: Span


Expression = (
    Number | Date | Boolean | Name | Unary | Binary | Membership | Conditional | Call | Rounding | Cast | AsAt | Under
)

ROUNDING_WORDS = ("round", "floor", "ceil", "truncate", "round_half_even", "round_half_down")
