"""Exact arithmetic on columns: a fraction stays a fraction until it is rounded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd

from engine.columns.choices import Choices
from engine.columns.column import Column, Ends, known
from engine.columns.graph import WIDE, Node
from engine.program.exact import lowest_common_multiple


@dataclass(slots=True)
class Calculator(Choices):
    """Adds sums, products, quotients and whole powers of fractions."""

    def added(self, word: str, left: Column, right: Column) -> Column:
        if left.is_known and right.is_known:
            return known(left.value + right.value if word == "add" else left.value - right.value)
        if right.equals(0):
            return left
        if left.equals(0) and word == "add":
            return right
        if word == "subtract" and left.number == right.number and (left.scale, left.over) == (right.scale, right.over):
            return known(0)
        scale = lowest_common_multiple(left.scale, right.scale)
        left, right = self.at_scale(left, scale), self.at_scale(right, scale)
        if left.over == right.over:
            return self.combined(word, left, right, scale, left.over)
        first, second = self.times_over(left, right.over), self.times_over(right, left.over)
        return self.combined(word, first, second, scale, self.over_product(left.over, right.over))

    def by_factor(self, column: Column, factor: Fraction) -> Column:
        """The column times a known factor, its scale kept as small as it can be."""
        if column.is_known:
            return known(column.value * factor)
        if factor == 0:
            return known(0)
        common = gcd(factor.numerator, column.scale)
        numerator, scale = factor.numerator // common, column.scale // common * factor.denominator
        if numerator == 1:
            return replace(self.whole(column), scale=scale)
        return self.combined("multiply", column, known(numerator), scale, column.over)

    def multiplied(self, left: Column, right: Column) -> Column:
        if left.is_known:
            left, right = right, left
        if right.is_known:
            return self.by_factor(left, right.value)
        if right.is_truth:
            left, right = right, left
        if left.is_truth:
            return self.selected(left, right, known(0))
        over = self.over_product(left.over, right.over)
        left, right = replace(left, over=None), replace(right, over=None)
        return self.combined("multiply", left, right, left.scale * right.scale, over)

    def quotient(self, left: Column, right: Column) -> Column:
        if right.is_known:
            if right.equals(0):
                self.refuse(None, "", "a division by zero")
                return known(0)
            return self.by_factor(left, 1 / right.value)
        numerator = self.times_over(self.at_scale(left, left.scale), right.over)
        if right.scale != 1:
            numerator = self.combined("multiply", numerator, known(right.scale), numerator.scale)
        divisor = self.whole(replace(right, over=None, scale=1))
        numerator, divisor = self._positive(numerator, divisor)
        over = self.over_product(divisor, left.over)
        if numerator.live == Ends(0, 0):
            return known(0)
        if over is None or over.node is None:
            return self.by_factor(replace(numerator, over=None), Fraction(1, over.live.low if over else 1))
        return replace(numerator, over=over)

    def _positive(self, numerator: Column, divisor: Column) -> tuple[Column, Column]:
        """The same quotient over a divisor of at least 1; rows that divide by zero are refused."""
        if divisor.live.low <= 0 <= divisor.live.high:
            zero = self.compared("==", divisor, known(0))
            self.refuse(zero.node, "", "a division by zero")
        if divisor.live.low < 0:
            if divisor.live.high > 0:
                negative = self.compared("<", divisor, known(0))
                numerator = self.selected(negative, self.negated(numerator), numerator)
                divisor = self.selected(negative, self.negated(divisor), divisor)
            else:
                numerator, divisor = self.negated(numerator), self.negated(divisor)
        node, live, full = divisor.node, _at_least_one(divisor.live), _at_least_one(divisor.full)
        if node is not None and divisor.full.low < 1:
            node = self.graph.make("maximum", node, 1) if node.kind != WIDE else self._wide_divisor(divisor)
        return numerator, replace(divisor, node=node, live=live, full=full)

    def _wide_divisor(self, divisor: Column) -> Node:
        return self.graph.recipe("maximum", (divisor.number, 1))

    def negated(self, column: Column) -> Column:
        return self.by_factor(column, Fraction(-1))

    def powered(self, base: Column, exponent: int) -> Column:
        result = known(1)
        for _ in range(abs(exponent)):
            result = self.multiplied(base, result)
        if exponent % 2 == 0 and result.over is None and result.node is not None:
            low = Ends(max(result.live.low, 0), max(result.live.high, 0))
            result = replace(result, live=low)
        return result if exponent >= 0 else self.quotient(known(1), result)


def _at_least_one(ends: Ends) -> Ends:
    return Ends(max(ends.low, 1), max(ends.high, 1))
