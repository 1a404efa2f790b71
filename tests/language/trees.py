"""Generated formulas: every tree that the grammar can write."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from engine.language.syntax import (
    ROUNDING_WORDS,
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
    Span,
    Unary,
    Under,
)

NOWHERE = Span(0, 0)
WORDS = ["a", "gross", "fee.rate", "month", "x_1", "tax.from", "to_date", "iffy", "year_to_date.gross"]
OPERATORS = ["+", "-", "*", "/", "^", "==", "!=", "<", "<=", ">", ">=", "and", "or"]
UNITS = ["money", "rate", "money/month", "hours/week", "civil_status"]

names = st.sampled_from(WORDS).map(lambda word: Name(word, NOWHERE))
dates = st.dates(date(1000, 1, 1)).map(lambda day: Date(day, NOWHERE))
numbers = st.builds(
    lambda digits, places, percentage: Number(
        Fraction(digits, 10 ** (places + 2 * percentage)), bool(percentage), NOWHERE
    ),
    st.integers(0, 10**12),
    st.integers(0, 6),
    st.integers(0, 1),
)
leaves: st.SearchStrategy[Any] = st.one_of(
    names, dates, numbers, st.booleans().map(lambda value: Boolean(value, NOWHERE))
)


def _larger(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    def several(least: int) -> st.SearchStrategy[tuple[Expression, ...]]:
        return st.lists(inner, min_size=least, max_size=3).map(tuple)

    return st.one_of(
        st.builds(lambda sign, operand: Unary(sign, operand, NOWHERE), st.sampled_from(["-", "not"]), inner),
        st.builds(lambda sign, a, b: Binary(sign, a, b, NOWHERE), st.sampled_from(OPERATORS), inner, inner),
        st.builds(lambda operand, members: Membership(operand, members, NOWHERE), inner, several(1)),
        st.builds(lambda a, b, c: Conditional(a, b, c, NOWHERE), inner, inner, inner),
        st.builds(lambda word, arguments: Call(word, arguments, NOWHERE), st.sampled_from(WORDS), several(1)),
        st.builds(lambda word, arguments: Call(word, arguments, NOWHERE), st.sampled_from(["min", "max"]), several(2)),
        st.builds(lambda word, a, b: Rounding(word, a, b, NOWHERE), st.sampled_from(ROUNDING_WORDS), inner, inner),
        st.builds(lambda operand, unit: Cast(operand, unit, NOWHERE), inner, st.sampled_from(UNITS)),
        st.builds(lambda operand, when: AsAt(operand, when, NOWHERE), names, st.one_of(names, dates)),
        st.builds(
            lambda operand, settings: Under(operand, tuple(settings), NOWHERE),
            names,
            st.lists(st.tuples(st.sampled_from(WORDS), inner), min_size=1, max_size=3),
        ),
    )


trees: st.SearchStrategy[Any] = st.recursive(leaves, _larger, max_leaves=12)


def without_spans(node: Any) -> Any:
    """The same tree as if it had been written nowhere."""
    if isinstance(node, Span):
        return NOWHERE
    if isinstance(node, tuple):
        return tuple(without_spans(part) for part in node)
    if not dataclasses.is_dataclass(node) or isinstance(node, type):
        return node
    build: Callable[..., Any] = type(node)
    return build(*(without_spans(getattr(node, part.name)) for part in dataclasses.fields(node)))
