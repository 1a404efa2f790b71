"""On which grid a value must lie: a difference of cents is a number of cents, however floats come to it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import gcd

from engine.program.form import (
    Arithmetic,
    Choose,
    Compare,
    Constant,
    Extreme,
    Form,
    Local,
    Negate,
    Round,
    Step,
    Variable,
    walk,
)
from engine.program.program import Program

Grids = Mapping[int, float]
"""The grid of the difference that a comparison or an extreme decides, by the identity of the form."""


def grids(program: Program, scales: Mapping[str, int]) -> Grids:
    """The grids of a program whose inputs are whole numbers over their scales."""
    named = {name: Fraction(1, scales[name]) for name in program.inputs}
    found: dict[int, float] = {}
    for step in program.steps:
        _of_step(step, named, found)
    return found


def _of_step(step: Step, named: dict[str, Fraction], found: dict[int, float]) -> None:
    for form in walk(step.form):
        if isinstance(form, Local):
            for inner in form.steps:
                _of_step(inner, named, found)
    for form in walk(step.form):
        operands: tuple[Form, ...] = (form.left, form.right) if isinstance(form, Compare) else ()
        if isinstance(form, Extreme):
            operands = form.operands
        grid = _common([_grid(operand, named) for operand in operands]) if operands else None
        if grid is not None:
            found[id(form)] = float(grid)
    own = step.rounding.multiple if step.rounding is not None else _grid(step.form, named)
    if own is not None:
        named[step.name] = own


def _grid(form: Form, named: Mapping[str, Fraction]) -> Fraction | None:
    match form:
        case Constant(value):
            return Fraction(1, value.denominator)
        case Variable(name):
            return named.get(name)
        case Negate(operand):
            return _grid(operand, named)
        case Round(rounding, _):
            return rounding.multiple
        case Arithmetic("+" | "-", left, right):
            return _common([_grid(left, named), _grid(right, named)])
        case Arithmetic("*", left, right):
            first, second = _grid(left, named), _grid(right, named)
            return None if first is None or second is None else first * second
        case Extreme(_, operands):
            return _common([_grid(operand, named) for operand in operands])
        case Choose(_, then, otherwise):
            return _common([_grid(then, named), _grid(otherwise, named)])
    return None


def _common(parts: list[Fraction | None]) -> Fraction | None:
    """The coarsest grid that all parts lie on."""
    grid = Fraction(0)
    for part in parts:
        if part is None:
            return None
        numerator = gcd(grid.numerator * part.denominator, part.numerator * grid.denominator)
        grid = Fraction(numerator, grid.denominator * part.denominator)
    return grid
