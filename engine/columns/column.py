"""A column while its code is written: which node, at which scale, between which ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from engine.columns.graph import TRUTH, Node

LARGEST = 2**63 - 1


class TooWide(Exception):
    """Numbers that this reading cannot hold: the scalar reading decides such rows."""


@dataclass(frozen=True, slots=True)
class Ends:
    """The lowest and the highest whole number that can occur."""

    low: int
    high: int

    @property
    def fits(self) -> bool:
        """Whether 64 bits hold every number between them."""
        return self.low >= -LARGEST and self.high <= LARGEST

    def joined(self, other: Ends) -> Ends:
        return Ends(min(self.low, other.low), max(self.high, other.high))

    def within(self, other: Ends) -> Ends:
        """What both allow; `self` where they exclude each other (no row comes this way)."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Ends(low, high) if low <= high else self


@dataclass(frozen=True, slots=True)
class Column:
    """The value `number / (scale * over)` of every row.

    `live` bounds the numbers of rows for which the law asks this value; `full` those of
    every row of the block, also where another side of a choice was taken. A column
    without a node is the same known value in every row.
    """

    node: Node | None
    scale: int
    live: Ends
    full: Ends
    over: Column | None = None

    @property
    def is_known(self) -> bool:
        """Whether every row has one value, and it is known."""
        return self.node is None and self.over is None

    @property
    def value(self) -> Fraction:
        """The value of every row of a known column."""
        if not self.is_known:
            raise TypeError(self)
        return Fraction(self.live.low, self.scale)

    def equals(self, number: int) -> bool:
        """Whether every row is known to be this number."""
        return self.is_known and self.live.low == number * self.scale

    @property
    def number(self) -> Node | int:
        """What operations read: the node, or the known whole number."""
        return self.live.low if self.node is None else self.node

    @property
    def is_truth(self) -> bool:
        return self.node is not None and self.node.kind == TRUTH


def known(value: Fraction | int) -> Column:
    ends = Ends(value.numerator, value.numerator)
    return Column(None, value.denominator, ends, ends)


def made(node: Node, scale: int, live: Ends, full: Ends, over: Column | None = None) -> Column:
    """The column of a node; a known value where its ends leave only one."""
    if live.low == live.high and (over is None or live.low == 0):
        return known(Fraction(live.low, scale))
    return Column(node, scale, live, full, over)


def truth(node: Node) -> Column:
    return Column(node, 1, Ends(0, 1), Ends(0, 1))


def narrowed(column: Column, live: Ends) -> Column:
    """The column for rows of which more is known."""
    live = column.live.within(live)
    if live.low == live.high and column.over is None:
        return known(Fraction(live.low, column.scale))
    return replace(column, live=live)
