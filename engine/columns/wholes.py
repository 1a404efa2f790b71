"""Whole numbers of columns: every sum and product with the ends that prove that 64 bits hold it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from engine.columns.column import Column, Ends, known, made
from engine.columns.graph import WHOLE, WIDE, Graph, Node, Recipe
from engine.columns.wide import decision
from engine.intervals import bounds

Refuse = Callable[[Node | None, str, str], None]
"""Refuse the rows of a mask (of the whole path if None), for a name and a reason."""


def _sum_ends(left: Ends, right: Ends) -> Ends:
    return Ends(left.low + right.low, left.high + right.high)


def _difference_ends(left: Ends, right: Ends) -> Ends:
    return Ends(left.low - right.high, left.high - right.low)


def _product_ends(left: Ends, right: Ends) -> Ends:
    return Ends(*bounds.product(left.low, left.high, right.low, right.high))


def _minimum_ends(left: Ends, right: Ends) -> Ends:
    return Ends(min(left.low, right.low), min(left.high, right.high))


def _maximum_ends(left: Ends, right: Ends) -> Ends:
    return Ends(max(left.low, right.low), max(left.high, right.high))


ENDS: dict[str, Callable[[Ends, Ends], Ends]] = {
    "add": _sum_ends,
    "subtract": _difference_ends,
    "multiply": _product_ends,
    "minimum": _minimum_ends,
    "maximum": _maximum_ends,
}


@dataclass(slots=True)
class WholeNumbers:
    """Writes operations on the numbers of columns into a graph."""

    graph: Graph
    refuse: Refuse

    def whole(self, column: Column) -> Column:
        """The column as whole numbers: truths become 1 and 0."""
        if not column.is_truth or column.node is None:
            return column
        return replace(column, node=self.graph.make("as_whole", column.node))

    def clamped(self, column: Column) -> Column:
        """The column with its numbers held inside the ends of the rows that count."""
        if column.node is None or is_wide(column):
            return column
        node, live, full = column.node, column.live, column.full
        if full.high > live.high:
            node = self.graph.make("minimum", node, live.high)
        if full.low < live.low:
            node = self.graph.make("maximum", node, live.low)
        return replace(column, node=node, full=live)

    def combined(self, word: str, left: Column, right: Column, scale: int, over: Column | None = None) -> Column:
        """`word` on the numbers of two columns, in 64 bits where the ends prove that they hold it."""
        left, right = self.whole(left), self.whole(right)
        ends = ENDS[word]
        live, full = ends(left.live, right.live), ends(left.full, right.full)
        if left.node is None and right.node is None:
            return Column(None, scale, live, live, over)
        narrow = live.fits and left.live.fits and right.live.fits and not (is_wide(left) or is_wide(right))
        if narrow and not full.fits:
            left, right = self.clamped(left), self.clamped(right)
            full = live
        if narrow:
            return made(self.graph.make(word, left.number, right.number), scale, live, full, over)
        return self.wide(word, (left, right), Column(None, scale, live, live, over))

    def wide(self, word: str, parts: tuple[Column, ...], result: Column) -> Column:
        """A result of numbers that 64 bits may not hold: a recipe, or decided at once where it is small again."""
        arguments: tuple[Node | int, ...] = tuple(part.number for part in parts)
        live = result.live
        if not live.fits:
            return replace(result, node=self.graph.recipe(word, arguments))
        if not word.startswith("floor_divide"):
            word, arguments = "floor_divide", (self.graph.recipe(word, arguments), 1)
        node = self.decided(Recipe(word, arguments), live, WHOLE)
        return made(node, result.scale, live, live, result.over)

    def decided(self, recipe: Recipe, ends: Ends, kind: str) -> Node:
        decided, leaves = decision(self.graph.recipes, recipe, ends.low, ends.high)
        return self.graph.make("decide", decided, *leaves, kind=kind)

    def at_scale(self, column: Column, scale: int) -> Column:
        """The same values at a multiple of the scale."""
        factor = scale // column.scale
        if column.node is None and column.over is None:
            number = column.live.low * factor
            return replace(column, scale=scale, live=Ends(number, number), full=Ends(number, number))
        if factor == 1:
            return column
        return self.combined("multiply", column, known(factor), scale, column.over)

    def times_over(self, column: Column, over: Column | None) -> Column:
        column = replace(column, over=None)
        return column if over is None else self.combined("multiply", column, over, column.scale)

    def over_product(self, left: Column | None, right: Column | None) -> Column | None:
        if left is None or right is None:
            return left or right
        return self.combined("multiply", left, right, 1)


def is_wide(column: Column) -> bool:
    return column.node is not None and column.node.kind == WIDE
