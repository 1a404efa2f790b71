"""Why a value is what it is: the form that made it, unfolded with the numbers that were really used.

The trace is built from the values one evaluation kept; it evaluates nothing that
the act did not. Each node can be recomputed by hand from the nodes under it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from engine.program.exact import Rounding
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
from engine.program.meaning import stored, value
from engine.program.program import Program


@dataclass(frozen=True, slots=True)
class Trace:
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
            return Trace("choose", taken.value, "", (question, taken))
        case Logic(word, left, right):
            first = trace(left, known)
            if bool(first.value) == (word == "or"):
                return Trace(word, first.value, "", (first,))
            second = trace(right, known)
            return Trace(word, second.value, "", (first, second))
        case Round(rounding, operand):
            return Trace(rounding.mode, value(form, known), "", (trace(operand, known),), rounding)
        case Power(base, exponent):
            inner = trace(base, known)
            whole = inner.value ** int(exponent) if exponent.denominator == 1 else Fraction(0)
            return Trace("^", whole, str(exponent), (inner,))
        case Brackets():
            return _scale(form, trace(form.operand, known), value(form, known))
        case Lookup():
            return Trace("table", value(form, known), form.name, (trace(form.key, known),))
        case Local():
            return _local(form, known)
        case Missing(name, reason):
            return Trace("missing", Fraction(0), name, (), None, (("reason", reason),))
    return _plain(form, known)


def _plain(form: Form, known: Mapping[str, Fraction]) -> Trace:
    match form:
        case Negate(operand):
            inner = trace(operand, known)
            return Trace("negate", -inner.value, "", (inner,))
        case Not(operand):
            inner = trace(operand, known)
            return Trace("not", Fraction(int(not inner.value)), "", (inner,))
        case Arithmetic(word, left, right) | Compare(word, left, right):
            return Trace(word, value(form, known), "", (trace(left, known), trace(right, known)))
        case Extreme(word, parts) | DateWord(word, parts):
            return Trace(word, value(form, known), "", tuple(trace(part, known) for part in parts))
    raise TypeError(form)


def _scale(form: Brackets, base: Trace, result: Fraction) -> Trace:
    if form.marginal and base.value <= 0:
        return Trace("scale", result, form.name, (base,))
    row = next(
        row
        for row in form.rows
        if row.upper is None or base.value < row.upper or (base.value == row.upper and row.included)
    )
    detail = (("from", str(row.lower)), ("amount", str(row.amount)), ("rate", str(row.rate)))
    return Trace("scale", result, form.name, (base,), form.each, detail)


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
    return Trace("step", stored(exact.value, step.rounding), step.name, (exact,), step.rounding)


def nodes(root: Trace) -> Iterator[Trace]:
    """The trace and everything under it."""
    yield root
    for operand in root.operands:
        yield from nodes(operand)
