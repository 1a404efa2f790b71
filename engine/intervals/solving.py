"""Which value of one unknown gives a wanted figure: every one of them, or the proof that there is none.

Branch and prune: a stretch of the unknown is thrown away when the interval
reading proves that the figure cannot be met there, and halved otherwise, down to
single values that the scalar reading decides. Nothing is assumed of the law: not
that the figure rises, nor that it has one solution.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

LEAF = 6
"""Below this width every single value is tried."""

Point = Callable[[int], int | None]
"""The figure at one value of the unknown; None where the law refuses."""
Bound = Callable[[int, int], tuple[int, int]]
"""Ends that contain the figure over a stretch of the unknown."""

Goal = int | Fraction
"""The figure wanted; a broken one is met nowhere, but has neighbours."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The nearest figure that can be reached on one side, with the smallest unknown that reaches it."""

    unknown: int
    figure: int


@dataclass(frozen=True, slots=True)
class Found:
    """Runs of the unknown, in order, in which every value gives exactly the figure; `cut` if there may be more."""

    runs: tuple[tuple[int, int], ...]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class NoSolution:
    """No value of the range gives the figure: the nearest below and above."""

    below: Neighbour | None
    above: Neighbour | None


def search(point: Point, bound: Bound, low: int, high: int, goal: Goal, budget: int = 400_000) -> Found | NoSolution:
    """All solutions of `point(x) == goal` for whole x from `low` to `high`, or the nearest figures."""
    runs: list[tuple[int, int]] = []
    cut = False
    for first, last in _hits(point, bound, low, high, goal, budget):
        if first > last:
            cut = True
        elif runs and runs[-1][1] == first - 1:
            runs[-1] = (runs[-1][0], last)
        else:
            runs.append((first, last))
    if runs:
        return Found(tuple(runs), cut)
    return nearest(point, bound, low, high, goal)


def _hits(point: Point, bound: Bound, low: int, high: int, goal: Goal, budget: int) -> Iterator[tuple[int, int]]:
    """Stretches that give the goal, lowest first; (1, 0) where the search is cut, never before a first solution."""
    stack = [(low, high)]
    found = False
    while stack:
        first, last = stack.pop()
        if last - first < LEAF:
            for value in range(first, last + 1):
                if point(value) == goal:
                    found = True
                    yield value, value
            continue
        floor, ceiling = bound(first, last)
        if floor > goal or ceiling < goal:
            continue
        if floor == ceiling:
            found = True
            yield first, last
            continue
        budget -= 1
        if found and budget < 0:
            yield 1, 0
            return
        middle = (first + last) // 2
        stack.append((middle + 1, last))
        stack.append((first, middle))


def nearest(point: Point, bound: Bound, low: int, high: int, goal: Goal) -> NoSolution:
    """The greatest figure below the goal and the least above it, over the whole range."""
    return NoSolution(
        _nearest(point, bound, low, high, goal, below=True), _nearest(point, bound, low, high, goal, below=False)
    )


def _nearest(point: Point, bound: Bound, low: int, high: int, goal: Goal, *, below: bool) -> Neighbour | None:
    best: Neighbour | None = None

    def better(figure: int, unknown: int) -> bool:
        if (figure >= goal) if below else (figure <= goal):
            return False
        if best is None:
            return True
        if figure == best.figure:
            return unknown < best.unknown
        return figure > best.figure if below else figure < best.figure

    def useless(floor: int, ceiling: int, first: int) -> bool:
        if (floor >= goal) if below else (ceiling <= goal):
            return True
        if best is None:
            return False
        nearest_end = ceiling if below else floor
        if nearest_end == best.figure:
            return first > best.unknown
        return nearest_end < best.figure if below else nearest_end > best.figure

    stack = [(low, high)]
    while stack:
        first, last = stack.pop()
        if last - first < LEAF:
            for unknown in range(first, last + 1):
                figure = point(unknown)
                if figure is not None and better(figure, unknown):
                    best = Neighbour(unknown, figure)
            continue
        floor, ceiling = bound(first, last)
        if useless(floor, ceiling, first):
            continue
        middle = (first + last) // 2
        figure = point(middle)
        if figure is not None and better(figure, middle):
            best = Neighbour(middle, figure)
        stack.append((middle + 1, last))
        stack.append((first, middle))
    return best
