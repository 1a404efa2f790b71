"""Numbers beyond 64 bits: nearly every row is decided by floats, the rows too near to a limit by Python's integers.

A wide number is never kept. It stays a recipe over columns that fit, until a
rounding or a comparison makes it small; the error of the floats is bounded when
the recipe is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.columns.graph import WIDE, Argument, Node, Recipe

Array = npt.NDArray[Any]
UNIT = Fraction(1, 2**52)
"""More than the relative error of one operation on floats."""

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
    """Steps that end in a division or a comparison, and how near to its limit a row must be decided exactly.

    `band` is None where floats say nothing.
    """

    steps: tuple[Step, ...]
    band: float | None
    low: int
    high: int


@dataclass(slots=True)
class _Builder:
    recipes: Mapping[Node, Recipe]
    steps: list[Step]
    leaves: dict[Node, int]
    places: dict[Node, int]
    sizes: list[tuple[Fraction, Fraction] | None]
    """Of every step the largest number and the largest error; None where a floor stands inside."""

    def operand(self, argument: Argument, size: int) -> tuple[tuple[str, int], tuple[Fraction, Fraction] | None]:
        magnitude = Fraction(size)
        if isinstance(argument, int):
            return ("known", argument), (magnitude, magnitude * UNIT)
        if not isinstance(argument, Node):
            raise TypeError(argument)
        if argument.kind == WIDE:
            place = self.place(argument)
            return ("step", place), self.sizes[place]
        index = self.leaves.setdefault(argument, len(self.leaves))
        return ("column", index), (magnitude, magnitude * UNIT)

    def place(self, node: Node) -> int:
        if node not in self.places:
            self.places[node] = self.step(self.recipes[node])
        return self.places[node]

    def step(self, recipe: Recipe) -> int:
        found = [self.operand(*pair) for pair in zip(recipe.arguments, recipe.sizes, strict=True)]
        self.steps.append(Step(recipe.word, tuple(operand for operand, _ in found)))
        self.sizes.append(_size(recipe.word, [size for _, size in found]))
        return len(self.steps) - 1


def _size(word: str, parts: Sequence[tuple[Fraction, Fraction] | None]) -> tuple[Fraction, Fraction] | None:
    known = [part for part in parts if part is not None]
    if len(known) != len(parts) or word not in FLOATS:
        return None
    if word == "select":
        known = known[1:]
    if word in ("add", "subtract"):
        size = known[0][0] + known[1][0]
        return size, known[0][1] + known[1][1] + size * UNIT
    if word == "multiply":
        (first, first_error), (second, second_error) = known
        size = first * second
        return size, first_error * second + second_error * first + first_error * second_error + size * UNIT
    return max(size for size, _ in known), max(error for _, error in known)


def decision(recipes: Mapping[Node, Recipe], last: Recipe, low: int, high: int) -> tuple[Decision, tuple[Node, ...]]:
    """The decision that a recipe ends in, and the columns it reads."""
    builder = _Builder(recipes, [], {}, {}, [])
    builder.step(last)
    first, second = builder.steps[-1].operands
    left, right = _bound(builder, first, last.sizes[0]), _bound(builder, second, last.sizes[1])
    band = None
    if left is not None and right is not None:
        error = left[1] + right[1] if last.word in COMPARISONS else left[1] + left[0] * 4 * UNIT
        known_divisor = last.word in COMPARISONS or second[0] == "known"
        band = float(error) * 1.01 if known_divisor else None
    return Decision(tuple(builder.steps), band, low, high), tuple(builder.leaves)


def _bound(builder: _Builder, operand: tuple[str, int], size: int) -> tuple[Fraction, Fraction] | None:
    kind, place = operand
    return builder.sizes[place] if kind == "step" else (Fraction(size), size * UNIT)


def decide(decision: Decision, *columns: Array) -> Array:
    """The whole numbers or truths of every row."""
    last = decision.steps[-1]
    if decision.band is None:
        return _exact(decision, columns)
    left, right = (_floats(decision, operand, columns) for operand in last.operands[:2])
    if last.word in COMPARISONS:
        result: Array = getattr(np, last.word)(left, right)
        near = np.abs(left - right) <= decision.band
    else:
        units = left / right
        result = np.clip(np.floor(units), decision.low, decision.high).astype(np.int64)
        near = np.abs(units - np.rint(units)) * right <= decision.band
    rows = np.flatnonzero(near)
    if len(rows):
        result[rows] = _exact(decision, [column[rows] for column in columns])
    return result


def _floats(decision: Decision, operand: tuple[str, int], columns: Sequence[Array]) -> Any:
    kind, place = operand
    if kind == "known":
        return float(place)
    if kind == "column":
        return columns[place]
    step = decision.steps[place]
    parts = [_floats(decision, part, columns) for part in step.operands]
    mask = parts[:1] if step.word == "select" else []
    return FLOATS[step.word](*mask, *(np.asarray(part, np.float64) for part in parts[len(mask) :]))


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
        return np.where(*parts)
    return getattr(np, word)(*parts)
