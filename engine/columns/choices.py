"""Comparisons, conditions and choices of columns; what the ends already decide is not computed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from engine.columns.column import Column, Ends, known, made, truth
from engine.columns.graph import TRUTH, WHOLE, WIDE, Node, Recipe
from engine.columns.wholes import WholeNumbers, is_wide
from engine.program.exact import lowest_common_multiple
from engine.program.folding import COMPARISONS

UFUNC = {"==": "equal", "!=": "not_equal", "<": "less", "<=": "less_equal", ">": "greater", ">=": "greater_equal"}
MIRRORED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


@dataclass(slots=True)
class Choices(WholeNumbers):
    """Adds truths, and columns that are one of two."""

    # ---- comparisons -------------------------------------------------------------

    def compared(self, word: str, left: Column, right: Column) -> Column:
        """A truth per row, or the one that the ends already decide."""
        left, right = self._without_overs(left, right)
        if left.is_known and not right.is_known:
            left, right, word = right, left, MIRRORED[word]
        if right.is_known:
            return self._against_known(word, left, right.value)
        scale = lowest_common_multiple(left.scale, right.scale)
        left, right = self.whole(self.at_scale(left, scale)), self.whole(self.at_scale(right, scale))
        decided = _decided(word, left.live, right.live)
        if decided is not None:
            return known(int(decided))
        return self._test(word, left, right)

    def _test(self, word: str, left: Column, right: Column) -> Column:
        if not (is_wide(left) or is_wide(right)):
            return truth(self.graph.make(UFUNC[word], left.number, right.number, kind=TRUTH))
        recipe = Recipe(UFUNC[word], (left.number, right.number))
        return truth(self.decided(recipe, Ends(0, 1), TRUTH))

    def _without_overs(self, left: Column, right: Column) -> tuple[Column, Column]:
        if left.over == right.over:
            return replace(left, over=None), replace(right, over=None)
        scale = lowest_common_multiple(left.scale, right.scale)
        first = self.times_over(self.at_scale(left, scale), right.over)
        second = self.times_over(self.at_scale(right, scale), left.over)
        return first, second

    def _against_known(self, word: str, left: Column, value: Fraction) -> Column:
        """A comparison with a known value, as one with a whole number."""
        if left.is_known:
            return known(int(COMPARISONS[word](left.value, value)))
        limit = value * left.scale
        whole = limit.numerator // limit.denominator
        if limit.denominator != 1:
            if word in ("==", "!="):
                return known(int(word == "!="))
            word, whole = ("<=", whole) if word in ("<", "<=") else (">", whole)
        decided = _decided(word, left.live, Ends(whole, whole))
        if decided is not None:
            return known(int(decided))
        if left.is_truth and left.node is not None:
            one = word in ("==", ">=") if whole == 1 else word in ("!=", ">")
            return left if one else self.denied(left)
        return self._test(word, left, known(whole))

    def denied(self, condition: Column) -> Column:
        if condition.is_known:
            return known(int(not condition.value))
        return truth(self.graph.make("logical_not", self.mask(condition), kind=TRUTH))

    def both(self, left: Column, right: Column) -> Column:
        if left.is_known or right.is_known:
            first, other = (left, right) if left.is_known else (right, left)
            return other if first.value else known(0)
        return truth(self.graph.make("logical_and", self.mask(left), self.mask(right), kind=TRUTH))

    def either(self, left: Column, right: Column) -> Column:
        if left.is_known or right.is_known:
            first, other = (left, right) if left.is_known else (right, left)
            return known(1) if first.value else other
        return truth(self.graph.make("logical_or", self.mask(left), self.mask(right), kind=TRUTH))

    def mask(self, condition: Column) -> Node:
        """The truths of a condition that is not known."""
        if condition.node is None:
            raise TypeError(condition)
        if condition.node.kind == TRUTH:
            return condition.node
        return self.graph.make("not_equal", condition.node, 0, kind=TRUTH)

    # ---- choices -------------------------------------------------------------------

    def fitted(self, column: Column, scale: int, as_truth: bool) -> Column:
        """The column at a scale, without its divisor, as truths or as whole numbers."""
        column = self.at_scale(replace(column, over=None), scale)
        return column if as_truth else self.whole(column)

    def selected(self, mask: Column, then: Column, otherwise: Column) -> Column:
        """`then` where the mask holds, else `otherwise`."""
        if mask.is_known:
            return then if mask.value else otherwise
        scale = lowest_common_multiple(then.scale, otherwise.scale)
        first, second = overs(then, otherwise)
        over = None
        if first is not None and second is not None:
            over = first if first == second else self.selected(mask, first, second)
        as_truth = both_truths(then, otherwise)
        return self._chosen(mask, self.fitted(then, scale, as_truth), self.fitted(otherwise, scale, as_truth), over)

    def _chosen(self, mask: Column, then: Column, otherwise: Column, over: Column | None) -> Column:
        live, full = then.live.joined(otherwise.live), then.full.joined(otherwise.full)
        if then.number == otherwise.number:
            return replace(then, live=live, full=full, over=over)
        kind = kind_of(then, otherwise)
        if kind == TRUTH or (then.equals(1) and otherwise.equals(0)):
            return self._chosen_truth(mask, then, otherwise)
        if kind == WIDE:
            result = Column(None, then.scale, live, live, over)
            return self.wide("select", (truth(self.mask(mask)), then, otherwise), result)
        node = self.graph.make("select", self.mask(mask), then.number, otherwise.number)
        return made(node, then.scale, live, full, over)

    def _chosen_truth(self, mask: Column, then: Column, otherwise: Column) -> Column:
        if then.is_known:
            return self.either(mask, otherwise) if then.value else self.both(self.denied(mask), otherwise)
        if otherwise.is_known:
            return self.either(self.denied(mask), then) if otherwise.value else self.both(mask, then)
        return self.either(self.both(mask, then), self.both(self.denied(mask), otherwise))


def overs(left: Column, right: Column) -> tuple[Column | None, Column | None]:
    """The divisors of two columns, if one of them has one; a zero takes that of the other."""
    if left.over is None and right.over is None:
        return None, None
    zero_left, zero_right = left.equals(0), right.equals(0)
    return (
        (right.over if zero_left else left.over) or known(1),
        (left.over if zero_right else right.over) or known(1),
    )


def both_truths(then: Column, otherwise: Column) -> bool:
    """Whether both columns are truths, one of them at least of the rows."""
    truths = all(column.is_truth or (column.equals(0) or column.equals(1)) for column in (then, otherwise))
    return truths and (then.is_truth or otherwise.is_truth)


def kind_of(then: Column, otherwise: Column) -> str:
    """The kind of a node that is one of the two."""
    if is_wide(then) or is_wide(otherwise) or not (then.live.fits and otherwise.live.fits):
        return WIDE
    return TRUTH if then.is_truth or otherwise.is_truth else WHOLE


def _decided(word: str, left: Ends, right: Ends) -> bool | None:
    """Whether a comparison is already decided by the ends, and how."""
    if word in (">", ">="):
        left, right, word = right, left, MIRRORED[word]
    if word == "<":
        return True if left.high < right.low else False if left.low >= right.high else None
    if word == "<=":
        return True if left.high <= right.low else False if left.low > right.high else None
    apart = left.high < right.low or right.high < left.low
    equal = left.low == left.high == right.low == right.high
    if apart or equal:
        return equal == (word == "==")
    return None
