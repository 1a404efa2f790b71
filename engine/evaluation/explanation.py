"""Why a value is what it is: the form that made it, unfolded with the numbers that were really used.

The trace is built from the values one evaluation kept; it evaluates nothing that
the act did not. Each node can be recomputed by hand from the nodes under it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

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
    Step,
    Variable,
)
from engine.program.meaning import NoValue, bracket_value, lookup_value, stored
from engine.program.powers import broken_power
from engine.program.program import Program

SHOWN = Rounding("truncate", Fraction(1, 10**20))
"""How far a broken power is written out."""


class Trace(NamedTuple):
    """One operation with its exact value: `word` is the operator or kind, `name` what it is about."""

    word: str
    value: Fraction
    name: str = ""
    operands: tuple[Trace, ...] = ()
    rounding: Rounding | None = None
    detail: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Explained:
    """A stored value: its trace before rounding, and the rounding. `given` values have no trace."""

    name: str
    value: Fraction
    type: str
    text: str
    rounding: Rounding | None
    trace: Trace | None


def explain(program: Program, values: Mapping[str, Fraction], given: frozenset[str], name: str) -> Explained:
    """How `name` got its value in a run that kept `values`."""
    step = program.step_of.get(name)
    if step is None or (step.givable and name in given):
        return Explained(name, values[name], program.type_of(name), "", None, None)
    return Explained(name, values[name], step.type, step.text, step.rounding, trace(step.form, values))


def trace(form: Form, known: Mapping[str, Fraction]) -> Trace:
    """The trace of a form, given the values of the names it reads."""
    match form:
        case Constant(number, name):
            return Trace("parameter" if name else "number", number, name)
        case Variable(name):
            return Trace("name", known[name], name)
        case Choose(condition, then, otherwise):
            question = trace(condition, known)
            taken = trace(then if question.value else otherwise, known)
            label = form.labels[0 if question.value else 1]
            return Trace("choose", taken.value, "", (question, taken), None, (("row", label),) if label else ())
        case Logic(word, left, right):
            first = trace(left, known)
            if bool(first.value) == (word == "or"):
                return Trace(word, first.value, "", (first,))
            second = trace(right, known)
            return Trace(word, second.value, "", (first, second))
        case Round(rounding, operand):
            inner = trace(operand, known)
            return Trace(rounding.mode, _rounded(inner, rounding, operand, known), "", (inner,), rounding)
        case Power(base, exponent):
            return _power(trace(base, known), exponent)
        case Brackets():
            return _scale(form, trace(form.operand, known))
        case Lookup():
            return _table(form, trace(form.key, known))
        case Local():
            return _local(form, known)
        case Missing(name, reason):
            raise NoValue(name, reason)
        case Extreme(word, parts) | DateWord(word, parts):
            return _applied(word, tuple(trace(part, known) for part in parts))
        case Negate(operand):
            return _applied("negate", (trace(operand, known),))
        case Not(operand):
            return _applied("not", (trace(operand, known),))
        case Arithmetic(word, left, right) | Compare(word, left, right):
            return _applied(word, (trace(left, known), trace(right, known)))


ARITHMETIC: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
FALSE, TRUE = Fraction(0), Fraction(1)


def _applied(word: str, operands: tuple[Trace, ...]) -> Trace:
    values = [operand.value for operand in operands]
    if word in ARITHMETIC:
        result = ARITHMETIC[word](*values)
    elif word in COMPARISONS:
        result = TRUE if COMPARISONS[word](*values) else FALSE
    elif word in ("min", "max"):
        result = min(values) if word == "min" else max(values)
    elif word in ("negate", "not"):
        result = -values[0] if word == "negate" else (FALSE if values[0] else TRUE)
    else:
        result = Fraction(calendar.WORDS[word](*(int(day) for day in values)))
    return Trace(word, result, "", operands)


def _power(base: Trace, exponent: Fraction) -> Trace:
    """A broken power has no last digit: it is shown cut, and only the rounding around it counts."""
    if exponent.denominator == 1:
        return Trace("^", base.value ** int(exponent), str(exponent), (base,))
    cut = round_power(Fraction(0), Fraction(1), base.value, exponent, SHOWN)
    return Trace("^", cut, str(exponent), (base,), None, (("cut", str(SHOWN.multiple)),))


def _scale(form: Brackets, base: Trace) -> Trace:
    result = bracket_value(form, base.value)
    if form.marginal and base.value <= 0:
        return Trace("scale", result, form.name, (base,))
    row = next(
        row
        for row in form.rows
        if row.upper is None or base.value < row.upper or (base.value == row.upper and row.included)
    )
    detail = (
        ("row", str(form.rows.index(row))),
        ("from", str(row.lower)),
        ("amount", str(row.amount)),
        ("rate", str(row.rate)),
    )
    return Trace("scale", result, form.name, (base,), form.each, detail)


def _table(form: Lookup, key: Trace) -> Trace:
    result = lookup_value(form, key.value)
    last = max((number for number, _ in form.rows), default=0)
    if form.each_further is None or key.value <= last:
        return Trace("table", result, form.name, (key,))
    detail = (
        ("last", str(last)),
        ("amount", str(dict(form.rows).get(last, Fraction(0)))),
        ("each_further", str(form.each_further)),
    )
    return Trace("table", result, form.name, (key,), None, detail)


def _local(form: Local, known: Mapping[str, Fraction]) -> Trace:
    inner = dict(known)
    steps = []
    for step in form.steps:
        steps.append(_inner_step(step, inner))
        inner[step.name] = steps[-1].value
    result = trace(form.result, inner)
    return Trace("function", result.value, form.name, (*steps, result))


def _inner_step(step: Step, known: Mapping[str, Fraction]) -> Trace:
    exact = trace(step.form, known)
    return Trace("step", _rounded(exact, step.rounding, step.form, known), step.name, (exact,), step.rounding)


def _rounded(exact: Trace, rounding: Rounding | None, form: Form, known: Mapping[str, Fraction]) -> Fraction:
    if rounding is None:
        return exact.value
    return stored(form, rounding, known) if broken_power(form) else round_fraction(exact.value, rounding)


def nodes(root: Trace) -> Iterator[Trace]:
    """The trace and everything under it."""
    yield root
    for operand in root.operands:
        yield from nodes(operand)
