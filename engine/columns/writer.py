"""Writes forms as operations on columns: the third reading of the form that is generated as code.

Both sides of a choice may be computed for every row, so each column knows two
pairs of ends: those of the rows that count here, which decide what is known, and
those of all rows, which must not overflow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from fractions import Fraction

from engine.columns.arithmetic import Calculator
from engine.columns.choices import MIRRORED, both_truths, kind_of, overs
from engine.columns.column import Column, Ends, TooWide, known, narrowed, truth
from engine.columns.graph import WIDE, Graph, Guard, Item, Node, operations
from engine.columns.powers import power_column
from engine.columns.rounding import rounded
from engine.columns.scales import bracket_column, lookup_column
from engine.columns.words import date_column
from engine.intervals.writer import OPPOSITE
from engine.program.exact import Rounding, lowest_common_multiple
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
from engine.program.powers import broken_power

GUARDED = 10
"""A choice whose sides need at least this many operations skips the side that no row of a block takes."""
WORDS = {"+": "add", "-": "subtract"}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row has no value."""

    name: str
    reason: str


class ColumnWriter:
    """Turns forms into columns, writing the operations they need into a graph."""

    def __init__(self, names: Mapping[str, Column], graph: Graph | None = None) -> None:
        self.names: dict[str, Column] = dict(names)
        self.graph = graph or Graph()
        self.calculator = Calculator(self.graph, self.refuse)
        self.refusals: list[Refusal] = []
        self._path: list[tuple[Column, bool]] = []

    # ---- refusals ------------------------------------------------------------------

    def refuse(self, mask: Node | None, name: str, reason: str) -> None:
        """Refuse the rows of the mask that come this way."""
        refusal = Refusal(name, reason)
        if refusal not in self.refusals:
            self.refusals.append(refusal)
        rows = known(1) if mask is None else truth(mask)
        for condition, holds in self._path:
            rows = self.calculator.both(rows, condition if holds else self.calculator.denied(condition))
        code = self.refusals.index(refusal) + 1
        if not rows.is_known:
            self.graph.act("refuse", self.calculator.mask(rows), code)
        elif rows.value:
            self.graph.act("refuse_all", code)

    @contextmanager
    def where(self, condition: Column, *, holds: bool) -> Iterator[None]:
        """What is written inside only counts for rows where the condition holds, or does not."""
        names = self.names
        self.names = dict(names)
        self._path.append((condition, holds))
        try:
            yield
        finally:
            self._path.pop()
            self.names = names

    # ---- forms -----------------------------------------------------------------------

    def column(self, form: Form) -> Column | None:
        """The column of a form; None where no row that comes this way has a value."""
        match form:
            case Constant(value):
                return known(value)
            case Variable(name):
                return self.names[name]
            case Negate(operand):
                return self._of(operand, self.calculator.negated)
            case Arithmetic(word, left, right):
                return self._arithmetic(word, left, right)
            case Extreme(word, parts):
                return self._extreme(word, [self.value(part) for part in parts])
            case Compare() | Logic() | Not():
                return self.condition(form)
            case Choose():
                return self._choice(form)
            case Round(rounding, operand):
                return self.rounded(rounding, operand)
            case Power(base, exponent):
                return self.calculator.powered(self.value(base), int(exponent))
            case Brackets():
                return self._brackets(form)
            case Lookup():
                return self._lookup(form)
            case DateWord(word, parts):
                return date_column(self.calculator, word, [self.value(part) for part in parts])
            case Local():
                for step in form.steps:
                    self.names[step.name] = self.stored(step.form, step.rounding)
                return self.column(form.result)
            case Missing(name, reason):
                self.refuse(None, name, reason)
                return None

    def value(self, form: Form) -> Column:
        """The column of a form; rows without a value are refused and count as 0."""
        found = self.column(form)
        return known(0) if found is None else found

    def stored(self, form: Form, rounding: Rounding | None) -> Column:
        """The column of a step, rounded once."""
        return self.value(form) if rounding is None else self.rounded(rounding, form)

    def _of(self, form: Form, operation: Callable[[Column], Column]) -> Column:
        return operation(self.value(form))

    def _arithmetic(self, word: str, left: Form, right: Form) -> Column:
        first, second = self.value(left), self.value(right)
        if word == "*":
            return self.calculator.multiplied(first, second)
        if word == "/":
            return self.calculator.quotient(first, second)
        return self.calculator.added(WORDS[word], first, second)

    def rounded(self, rounding: Rounding, form: Form) -> Column:
        broken = broken_power(form)
        if broken is None:
            return rounded(self.calculator, rounding, self.value(form))
        parts = [self.value(part) for part in (broken.constant, broken.factor, broken.base)]
        return power_column(self.calculator, parts, broken.exponent, rounding)

    def _extreme(self, word: str, parts: list[Column]) -> Column:
        best = parts[0]
        for other in parts[1:]:
            test = self.calculator.compared("<=" if word == "min" else ">=", best, other)
            if test.is_known:
                best = best if test.value else other
                continue
            over, other_over = overs(best, other)
            if over == other_over:
                scale = lowest_common_multiple(best.scale, other.scale)
                first, second = (self.calculator.fitted(part, scale, False) for part in (best, other))
                best = self.calculator.combined("minimum" if word == "min" else "maximum", first, second, scale, over)
            else:
                best = self.calculator.selected(test, best, other)
        return best

    def _brackets(self, form: Brackets) -> Column | None:
        base = self.value(form.operand)
        if base.over is None and not base.is_known and base.live.fits:
            with suppress(TooWide):
                return bracket_column(self.calculator, form, base)
        return self._over_name(base, lambda name: expanded_brackets(form, name))

    def _lookup(self, form: Lookup) -> Column | None:
        key = self.value(form.key)
        with suppress(TooWide):
            return lookup_column(self.calculator, form, key)
        return self._over_name(key, lambda name: expanded_lookup(form, name))

    def _over_name(self, column: Column, expand: Callable[[Variable], Form]) -> Column | None:
        name = f"@{len(self.names)}"
        self.names[name] = column
        return self.column(expand(Variable(name)))

    # ---- conditions ------------------------------------------------------------------

    def condition(self, form: Form) -> Column:
        """A truth per row; the right side of `and` and `or` only counts where it is read."""
        match form:
            case Compare(word, left, right):
                return self.calculator.compared(word, self.value(left), self.value(right))
            case Not(operand):
                return self.calculator.denied(self.condition(operand))
            case Logic(word, left, right):
                return self._logic(word, left, right)
        found = self.value(form)
        return known(int(found.value != 0)) if found.is_known else found

    def _logic(self, word: str, left: Form, right: Form) -> Column:
        first = self.condition(left)
        if first.is_known:
            return self.condition(right) if bool(first.value) == (word == "and") else first
        with self.where(first, holds=word == "and"):
            self._narrow(left, word == "and")
            second = self.condition(right)
        return self.calculator.both(first, second) if word == "and" else self.calculator.either(first, second)

    def _choice(self, form: Choose) -> Column | None:
        test = self.condition(form.condition)
        if test.is_known:
            return self.column(form.then if test.value else form.otherwise)
        then, then_items = self._side(form.condition, test, True, form.then)
        otherwise, otherwise_items = self._side(form.condition, test, False, form.otherwise)
        guarded = None
        if then is not None and otherwise is not None:
            if sum(1 for _ in operations([*then_items, *otherwise_items])) >= GUARDED:
                guarded = self._guarded(test, (then, then_items), (otherwise, otherwise_items))
            if guarded is not None:
                return guarded
        self.graph.keep(then_items)
        self.graph.keep(otherwise_items)
        if then is None or otherwise is None:
            return then or otherwise
        return self.calculator.selected(test, then, otherwise)

    def _side(self, condition: Form, test: Column, holds: bool, form: Form) -> tuple[Column | None, list[Item]]:
        with self.where(test, holds=holds), self.graph.side() as items:
            self._narrow(condition, holds)
            found = self.column(form)
        return found, items

    def _guarded(
        self, test: Column, then: tuple[Column, list[Item]], otherwise: tuple[Column, list[Item]]
    ) -> Column | None:
        """A choice whose sides are only done where some row of the block takes them; None for wide numbers."""
        scale = lowest_common_multiple(then[0].scale, otherwise[0].scale)
        as_truth = both_truths(then[0], otherwise[0])
        first, second = self._finished(then, scale, as_truth), self._finished(otherwise, scale, as_truth)
        pairs = [(first, second)]
        if then[0].over is not None or otherwise[0].over is not None:
            pairs.append((then[0].over or known(1), otherwise[0].over or known(1)))
        kinds = [kind_of(one, other) for one, other in pairs]
        if WIDE in kinds:
            return None
        nodes = [self.graph.node(kind) for kind in kinds]
        results = tuple((node, one.number, other.number) for node, (one, other) in zip(nodes, pairs, strict=True))
        self.graph.items.append(Guard(self.calculator.mask(test), tuple(then[1]), tuple(otherwise[1]), results))
        value, *divisor = (
            Column(node, one.scale, one.live.joined(other.live), one.full.joined(other.full))
            for node, (one, other) in zip(nodes, pairs, strict=True)
        )
        return replace(value, over=divisor[0]) if divisor else value

    def _finished(self, side: tuple[Column, list[Item]], scale: int, as_truth: bool) -> Column:
        """The column of a side at the scale of both; what that takes is done on that side."""
        column, items = side
        with self.graph.side() as more:
            fitted = self.calculator.fitted(column, scale, as_truth)
        items += more
        return fitted

    def _narrow(self, condition: Form, holds: bool) -> None:
        """Take from the names in a condition what it says about them."""
        match condition:
            case Not(operand):
                self._narrow(operand, not holds)
            case Logic(word, left, right) if (word == "and") == holds:
                self._narrow(left, holds)
                self._narrow(right, holds)
            case Variable(name):
                if self.names[name].is_truth:
                    self.names[name] = known(int(holds))
            case Compare(word, left, right):
                word = word if holds else OPPOSITE[word]
                if isinstance(left, Variable) and isinstance(right, Constant | Variable):
                    self._narrow_name(left.name, word, self.value(right))
                if isinstance(right, Variable) and isinstance(left, Constant | Variable):
                    self._narrow_name(right.name, MIRRORED[word], self.value(left))

    def _narrow_name(self, name: str, word: str, limit: Column) -> None:
        column = self.names[name]
        if column.node is None or column.over is not None or limit.over is not None or word == "!=":
            return
        low, high = column.live.low, column.live.high
        if word in ("<", "<=", "=="):
            end = Fraction(limit.live.high * column.scale, limit.scale)
            whole = end.numerator // end.denominator
            high = min(high, whole - 1 if word == "<" and end.denominator == 1 else whole)
        if word in (">", ">=", "=="):
            end = Fraction(limit.live.low * column.scale, limit.scale)
            whole = -(-end.numerator // end.denominator)
            low = max(low, whole + 1 if word == ">" and end.denominator == 1 else whole)
        if low <= high:
            self.names[name] = narrowed(column, Ends(low, high))
