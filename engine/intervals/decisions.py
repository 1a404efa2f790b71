"""Which way each choice of a form goes at one point: two points with equal ways follow the same rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from engine.program import meaning
from engine.program.form import Brackets, Choose, Extreme, Form, Local, Lookup, Step, children


def ways(step: Step, known: Mapping[str, Fraction]) -> tuple[int, ...]:
    """The sides taken by every choice of a step that is really reached, in order."""
    return tuple(_ways(step.form, known))


def _ways(form: Form, known: Mapping[str, Fraction]) -> Iterator[int]:
    match form:
        case Choose(condition, then, otherwise):
            holds = bool(meaning.value(condition, known))
            yield int(holds)
            yield from _ways(condition, known)
            yield from _ways(then if holds else otherwise, known)
        case Extreme(_, operands):
            best = meaning.value(form, known)
            yield next(place for place, operand in enumerate(operands) if meaning.value(operand, known) == best)
            for operand in operands:
                yield from _ways(operand, known)
        case Brackets():
            yield _row(form, meaning.value(form.operand, known))
            yield from _ways(form.operand, known)
        case Lookup():
            yield int(meaning.value(form.key, known))
        case Local(_, steps, result):
            inner = dict(known)
            for step in steps:
                yield from _ways(step.form, inner)
                inner[step.name] = meaning.stored(step.form, step.rounding, inner)
            yield from _ways(result, inner)
        case _:
            for child in children(form):
                yield from _ways(child, known)


def _row(scale: Brackets, base: Fraction) -> int:
    if scale.marginal and base <= 0:
        return -1
    for place, row in enumerate(scale.rows):
        if row.upper is None or base < row.upper or (base == row.upper and row.included):
            return place
    return len(scale.rows)
