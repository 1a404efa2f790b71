"""How a figure moves when the unknown moves by one unit, bounded over a whole stretch at once.

The bounds leave the roundings out: within a stretch where every choice is decided a line
of law is smooth, so one reading proves for thousands of cents that the figure cannot
fall. Only stretches with an open choice, or where the figure may really fall, are halved.
What a single step owes to roundings is measured exactly in `steps`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from engine.intervals import bounds
from engine.intervals.bounds import FINE
from engine.intervals.cells import (
    ANYTHING,
    ARITHMETIC,
    NOTHING,
    SAME_SLOPE,
    Cell,
    Reading,
    Truth,
    compared,
    joined,
    negated,
    outward,
    powered,
)
from engine.program.exact import Rounding, divide_rounded
from engine.program.expansion import expanded_brackets, expanded_lookup
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
    Variable,
)
from engine.program.program import Program


@dataclass(frozen=True, slots=True)
class Move:
    """Bounds of the figure's move over a stretch, and the lines with a choice that is open in it."""

    low: int
    high: int
    open: frozenset[str]


@dataclass(slots=True)
class Differences:
    """The difference reading of a sliced program: its first input is the unknown, the others are known."""

    program: Program
    target: str
    _readings: list[tuple[str, Reading]] = field(default_factory=list)
    _open: set[str] = field(default_factory=set)
    _step: str = ""
    _grids: dict[str, Fraction] = field(default_factory=dict)
    """The multiple that each stored name is rounded to."""
    _temporary: int = 0

    def __post_init__(self) -> None:
        for step in self.program.steps:
            if step.rounding is not None:
                self._grids[step.name] = step.rounding.multiple
        for step in self.program.steps:
            reading = self._reading(step.form)
            self._readings.append((step.name, self._rounded(step.rounding, reading)))

    def move(self, low: Fraction, high: Fraction, unit: Fraction, known: Mapping[str, Fraction]) -> Move:
        """Bounds of `target(x + unit) - target(x)` for x from `low` to `high`."""
        unknown = next(iter(self.program.inputs))
        step = outward(unit)
        cells: dict[str, Cell] = {}
        self._grids[unknown] = unit
        for name in self.program.inputs:
            if name != unknown:
                floor, ceiling = outward(known[name])
                cells[name] = (floor, ceiling, 0, 0, name)
        cells[unknown] = (outward(low)[0], outward(high + unit)[1], *step, unknown)
        self._open.clear()
        for name, reading in self._readings:
            self._step = name
            cell = reading(cells)
            cells[name] = cell if cell[4] else (*cell[:4], name)
        _, _, floor, ceiling, _ = cells[self.target]
        return Move(floor, ceiling, frozenset(self._open))

    # ---- forms -------------------------------------------------------------------

    def _reading(self, form: Form) -> Reading:
        match form:
            case Constant(value):
                cell: Cell = (*outward(value), 0, 0, "")
                return lambda _cells: cell
            case Variable(name):
                return lambda cells: cells[name]
            case Negate(operand):
                return negated(self._reading(operand))
            case Arithmetic(word, left, right):
                return ARITHMETIC[word](self._reading(left), self._reading(right))
            case Extreme(word, operands):
                return self._extreme(word, [self._reading(operand) for operand in operands])
            case Compare() | Logic() | Not():
                return self._as_number(self._truth(form))
            case Choose(condition, then, otherwise):
                return self._choice(self._truth(condition), self._reading(then), self._reading(otherwise))
            case Round(rounding, operand):
                return self._rounded(rounding, self._reading(operand))
            case Power(base, exponent):
                return powered(self._reading(base), exponent)
            case Brackets():
                return self._over_name(form.operand, lambda base: expanded_brackets(form, base))
            case Lookup():
                return self._over_name(form.key, lambda key: expanded_lookup(form, key))
            case DateWord(word, operands):
                return self._date_word(word, [self._reading(operand) for operand in operands])
            case Local():
                return self._local(form)
            case Missing():
                return lambda _cells: ANYTHING

    def _rounded(self, rounding: Rounding | None, operand: Reading) -> Reading:
        if rounding is None:
            return operand
        mode, multiple = rounding.mode, rounding.multiple
        top, bottom = multiple.numerator, multiple.denominator

        def run(cells: dict[str, Cell]) -> Cell:
            cell = operand(cells)
            low, high, fall, rise, name = cell
            grid = self._grids.get(name)
            if grid is not None and (grid / multiple).denominator == 1:
                return cell
            first = divide_rounded(mode, low * bottom, FINE * top) * top * FINE
            last = divide_rounded(mode, high * bottom, FINE * top) * top * FINE
            return first // bottom, -(-last // bottom), fall, rise, ""

        return run

    def _local(self, form: Local) -> Reading:
        steps = [(step.name, self._rounded(step.rounding, self._reading(step.form))) for step in form.steps]
        result = self._reading(form.result)

        def run(cells: dict[str, Cell]) -> Cell:
            for name, reading in steps:
                cells[name] = reading(cells)
            return result(cells)

        return run

    def _over_name(self, operand: Form, expand: Callable[[Variable], Form]) -> Reading:
        self._temporary += 1
        name = f"@{self._temporary}"
        base, expanded = self._reading(operand), self._reading(expand(Variable(name)))

        def run(cells: dict[str, Cell]) -> Cell:
            cells[name] = base(cells)
            return expanded(cells)

        return run

    def _date_word(self, word: str, operands: list[Reading]) -> Reading:
        def run(cells: dict[str, Cell]) -> Cell:
            ends = [operand(cells)[:2] for operand in operands]
            low, high = bounds.date_bounds(word, *((low // FINE, high // FINE) for low, high in ends))
            if low != high:
                self._open.add(self._step)
            return low * FINE, high * FINE, (low - high) * FINE, (high - low) * FINE, ""

        return run

    # ---- choices -----------------------------------------------------------------

    def _extreme(self, word: str, operands: list[Reading]) -> Reading:
        greatest = word == "max"
        pick = max if greatest else min

        def run(cells: dict[str, Cell]) -> Cell:
            best = operands[0](cells)
            for operand in operands[1:]:
                other = operand(cells)
                upper, lower = (best, other) if greatest else (other, best)
                if upper[0] >= lower[1]:
                    continue
                if lower[0] >= upper[1]:
                    best = other
                    continue
                fall, rise = min(best[2], other[2]), max(best[3], other[3])
                if rise - fall > SAME_SLOPE:
                    self._open.add(self._step)
                best = pick(best[0], other[0]), pick(best[1], other[1]), fall, rise, ""
            return best

        return run

    def _as_number(self, truth: Truth) -> Reading:
        def run(cells: dict[str, Cell]) -> Cell:
            possible, deniable = truth(cells)
            if possible and deniable:
                self._open.add(self._step)
                return 0, FINE, -FINE, FINE, ""
            return (FINE, FINE, 0, 0, "") if possible else NOTHING

        return run

    def _choice(self, condition: Truth, then: Reading, otherwise: Reading) -> Reading:
        def run(cells: dict[str, Cell]) -> Cell:
            possible, deniable = condition(cells)
            if not deniable:
                return then(cells)
            if not possible:
                return otherwise(cells)
            self._open.add(self._step)
            first, second = then(cells), otherwise(cells)
            low, high = min(first[0], second[0]), max(first[1], second[1])
            jump = 2 * (high - low)
            return low, high, min(first[2], second[2], 0) - jump, max(first[3], second[3], 0) + jump, ""

        return run

    def _truth(self, form: Form) -> Truth:
        match form:
            case Compare(word, left, right):
                return compared(word, self._reading(left), self._reading(right))
            case Not(operand):
                inner = self._truth(operand)
                return lambda cells: inner(cells)[::-1]
            case Logic(word, left, right):
                return joined(word, self._truth(left), self._truth(right))
        reading = self._reading(form)

        def is_true(cells: dict[str, Cell]) -> tuple[bool, bool]:
            low, high = reading(cells)[:2]
            return high != 0 or low != 0, low <= 0 <= high

        return is_true
