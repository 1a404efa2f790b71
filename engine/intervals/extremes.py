"""The least and the greatest figure over a range of one unknown, by branch and bound: exact, or a proven enclosure."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

from engine.intervals.solving import Bound, Point

BUDGET = 300
"""Stretches opened on each side before the bounds that are proven so far are given."""


@dataclass(frozen=True, slots=True)
class Extreme:
    """An end of the figure: the value reached with its unknown, and the bound that is proven beyond it."""

    figure: int
    unknown: int
    bound: int

    @property
    def exact(self) -> bool:
        return self.figure == self.bound


def extremes(point: Point, bound: Bound, low: int, high: int, budget: int = BUDGET) -> tuple[Extreme, Extreme] | None:
    """The least and the greatest figure from `low` to `high`; None where the law gives no value at any point tried."""
    least = _greatest(lambda x: _negative(point(x)), lambda a, b: _turned(bound(a, b)), low, high, budget)
    greatest = _greatest(point, bound, low, high, budget)
    if least is None or greatest is None:
        return None
    return Extreme(-least.figure, least.unknown, -least.bound), greatest


def _negative(figure: int | None) -> int | None:
    return None if figure is None else -figure


def _turned(ends: tuple[int, int]) -> tuple[int, int]:
    return -ends[1], -ends[0]


def _greatest(point: Point, bound: Bound, low: int, high: int, budget: int) -> Extreme | None:
    best: tuple[int, int] | None = None
    for place in dict.fromkeys((low, (low + high) // 2, high)):
        figure = point(place)
        if figure is not None and (best is None or figure > best[0]):
            best = figure, place
    heap = [(-bound(low, high)[1], low, high)]
    while heap:
        ceiling = -heap[0][0]
        if best is not None and ceiling <= best[0]:
            return Extreme(best[0], best[1], best[0])
        if budget <= 0:
            return Extreme(best[0], best[1], ceiling) if best is not None else None
        _, first, last = heapq.heappop(heap)
        budget -= 1
        middle = (first + last) // 2
        figure = point(middle)
        if figure is not None and (best is None or figure > best[0]):
            best = figure, middle
        for start, end in ((first, middle - 1), (middle + 1, last)):
            if start <= end:
                heapq.heappush(heap, (-bound(start, end)[1], start, end))
    return Extreme(best[0], best[1], best[0]) if best is not None else None
