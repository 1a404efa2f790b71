"""Numbers beyond 64 bits: nearly every row is decided by floats, the rows too near to a limit by Python's integers.

A wide number is never kept. It stays a recipe over columns that fit, until a
rounding or a comparison makes it small; the floats carry their own error along.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.columns.graph import WIDE, Argument, Node, Recipe

Array = npt.NDArray[Any]
UNIT = 2.0**-52
"""More than the relative error of one operation on floats."""
SURE = 1.01

FLOATS: dict[str, Callable[..., Any]] = {
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "minimum": np.minimum,
    "maximum": np.maximum,
    "select": np.where,
}
COMPARISONS = frozenset(("equal", "not_equal", "less", "less_equal", "greater", "greater_equal"))


@dataclass(frozen=True, slots=True)
class Step:
    """One operation of a recipe: operands are places of earlier steps, columns (`~place`), or known numbers."""

    word: str
    operands: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """Steps that end in a division or a comparison; `exact` where floats say nothing."""

    steps: tuple[Step, ...]
    exact: bool
    low: int
    high: int


@dataclass(slots=True)
class _Builder:
    recipes: Mapping[Node, Recipe]
    steps: list[Step] = field(default_factory=list)
    leaves: dict[Node, int] = field(default_factory=dict)
    places: dict[Node, int] = field(default_factory=dict)

    def operand(self, argument: Argument) -> tuple[str, int]:
        if isinstance(argument, int):
            return "known", argument
        if not isinstance(argument, Node):
            raise TypeError(argument)
        if argument.kind == WIDE:
            if argument not in self.places:
                self.places[argument] = self.step(self.recipes[argument])
            return "step", self.places[argument]
        return "column", self.leaves.setdefault(argument, len(self.leaves))

    def step(self, recipe: Recipe) -> int:
        operands = tuple(self.operand(argument) for argument in recipe.arguments)
        self.steps.append(Step(recipe.word, operands))
        return len(self.steps) - 1


def decision(recipes: Mapping[Node, Recipe], last: Recipe, low: int, high: int) -> tuple[Decision, tuple[Node, ...]]:
    """The decision that a recipe ends in, and the columns it reads."""
    builder = _Builder(recipes)
    builder.step(last)
    inner = builder.steps[:-1]
    exact = any(step.word not in FLOATS for step in inner)
    return Decision(tuple(builder.steps), exact, low, high), tuple(builder.leaves)


def decide(decision: Decision, *columns: Array) -> Array:
    """The whole numbers or truths of every row."""
    if decision.exact:
        return _exact(decision, columns)
    with np.errstate(all="ignore"):
        result, near = _by_floats(decision, columns)
    rows = np.flatnonzero(near)
    if len(rows):
        result[rows] = _exact(decision, [column[rows] for column in columns])
    return result


def _by_floats(decision: Decision, columns: Sequence[Array]) -> tuple[Array, Array]:
    """What floats decide, and the rows that they do not."""
    last, values = decision.steps[-1], _Floats(decision, columns)
    (left, left_error), (right, right_error) = (values.of(operand) for operand in last.operands)
    if last.word in COMPARISONS:
        result: Array = np.atleast_1d(getattr(np, last.word)(left, right))
        near = ~(np.abs(left - right) > (left_error + right_error) * SURE)
    else:
        units = left / right
        error = (left_error + np.abs(units) * right_error) / right + np.abs(units) * UNIT
        result = np.atleast_1d(np.clip(np.floor(units), decision.low, decision.high)).astype(np.int64)
        near = ~(np.abs(units - np.rint(units)) > error * SURE)
    return result, near


class _Floats:
    """Values of steps as floats, each with how far it may be off."""

    def __init__(self, decision: Decision, columns: Sequence[Array]) -> None:
        self.columns, self.steps = columns, decision.steps
        self.known: dict[int, tuple[Any, Any]] = {}

    def of(self, operand: tuple[str, int]) -> tuple[Any, Any]:
        kind, place = operand
        if kind == "known":
            return float(place), abs(float(place)) * UNIT
        if kind == "column":
            column = self.columns[place]
            number = column.astype(np.float64)
            return number, np.abs(number) * UNIT
        if place not in self.known:
            self.known[place] = self._of_step(self.steps[place])
        return self.known[place]

    def _of_step(self, step: Step) -> tuple[Any, Any]:
        if step.word == "select":
            mask = self.columns[step.operands[0][1]]
            parts = [self.of(operand) for operand in step.operands[1:]]
            return np.where(mask, parts[0][0], parts[1][0]), np.where(mask, parts[0][1], parts[1][1])
        (left, left_error), (right, right_error) = (self.of(operand) for operand in step.operands)
        value = FLOATS[step.word](left, right)
        if step.word == "multiply":
            error = np.abs(left) * right_error + np.abs(right) * left_error + left_error * right_error
            return value, error + np.abs(value) * UNIT
        if step.word in ("add", "subtract"):
            return value, left_error + right_error + np.abs(value) * UNIT
        return value, np.maximum(left_error, right_error)


def _exact(decision: Decision, columns: Sequence[Array]) -> Array:
    """Every row by Python's integers; numbers of rows that do not count are held inside the ends."""
    values: list[Any] = []
    for step in decision.steps:
        parts = [_wide(operand, columns, values) for operand in step.operands]
        values.append(_exactly(step.word, parts))
    result = np.atleast_1d(np.asarray(values[-1]))
    if decision.steps[-1].word in COMPARISONS:
        return np.asarray(result, np.bool_)
    held: Array = np.minimum(np.maximum(result, decision.low), decision.high).astype(np.int64)
    return held


def _wide(operand: tuple[str, int], columns: Sequence[Array], values: Sequence[Any]) -> Any:
    kind, place = operand
    if kind == "known":
        return place
    if kind == "step":
        return values[place]
    column = columns[place]
    return column if column.dtype == np.bool_ else column.astype(object)


def _exactly(word: str, parts: Sequence[Any]) -> Any:
    if word == "floor_divide":
        return parts[0] // parts[1]
    if word == "floor_divide_even":
        quotient = parts[0] // parts[1]
        tie = (parts[0] == quotient * parts[1]) & (quotient % 2 == 1)
        return quotient - np.asarray(tie).astype(object)
    if word == "select":
        return np.where(parts[0], *(np.asarray(part, object) for part in parts[1:]))
    return getattr(np, word)(*parts)
