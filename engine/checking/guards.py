"""What stands in the way of reaching some part of a form, and what a form divides by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.intervals.writer import OPPOSITE
from engine.program.form import Arithmetic, Choose, Compare, Form, Logic, Missing, Not, children, variables

Guard = tuple[Form, ...]
"""Conditions that all hold where the part is reached, outermost first."""


def missing_under(form: Form, above: Guard = ()) -> Iterator[tuple[Missing, Guard]]:
    """Every rule without a value in a form, with the conditions that lead to it."""
    match form:
        case Missing():
            yield form, above
        case Choose(condition, then, otherwise):
            yield from missing_under(condition, above)
            yield from missing_under(then, (*above, condition))
            yield from missing_under(otherwise, (*above, negated(condition)))
        case Logic(word, left, right):
            yield from missing_under(left, above)
            yield from missing_under(right, (*above, left if word == "and" else negated(left)))
        case _:
            for child in children(form):
                yield from missing_under(child, above)


def negated(condition: Form) -> Form:
    """The opposite of a condition, as one would say it."""
    if isinstance(condition, Not):
        return condition.operand
    if isinstance(condition, Compare):
        return replace(condition, operator=OPPOSITE[condition.operator])
    return Not(condition)


def divisors(form: Form) -> Iterator[Form]:
    """What a form divides by, numbers left out."""
    if isinstance(form, Arithmetic) and form.operator == "/" and any(True for _ in variables(form.right)):
        yield form.right
    for child in children(form):
        yield from divisors(child)


def said_once(guard: Guard) -> Guard:
    """The conditions without those that others say already: what is equal to one thing is no other."""
    parts = [part for condition in guard for part in _conjoined(condition)]
    decided = {part.left for part in parts if isinstance(part, Compare) and part.operator == "=="}
    return tuple(
        part
        for part in dict.fromkeys(parts)
        if not (isinstance(part, Compare) and part.operator == "!=" and part.left in decided)
    )


def _conjoined(condition: Form) -> Iterator[Form]:
    if isinstance(condition, Logic) and condition.word == "and":
        yield from _conjoined(condition.left)
        yield from _conjoined(condition.right)
    else:
        yield condition
