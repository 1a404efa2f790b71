"""The plain way to solve: try every cent of a range, and keep what each goal needs to know.

One pass over the range serves all goals, so that a table of millions of figures is never held.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Point = Callable[[int], int | None]
Reached = tuple[int, int]
"""A figure and the smallest unknown that reaches it."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the table says of one goal: every run of unknowns that gives it, and the nearest figures beside it."""

    runs: tuple[tuple[int, int], ...]
    below: Reached | None
    above: Reached | None


@dataclass(slots=True)
class _Slot:
    """Figures equal to a goal, or between two goals: the greatest, the least, and the runs of unknowns."""

    greatest: Reached | None = None
    least: Reached | None = None
    runs: array[int] = field(default_factory=lambda: array("q"))

    def meet(self, figure: int, unknown: int, *, is_goal: bool) -> None:
        if self.greatest is None or figure > self.greatest[0]:
            self.greatest = (figure, unknown)
        if self.least is None or figure < self.least[0]:
            self.least = (figure, unknown)
        if is_goal:
            if self.runs and self.runs[-1] == unknown - 1:
                self.runs[-1] = unknown
            else:
                self.runs.extend((unknown, unknown))


def brute_force(point: Point, low: int, high: int, goals: Iterable[int]) -> dict[int, Expected]:
    """What every unknown from `low` to `high`, tried one by one, says of each goal."""
    ordered = sorted(set(goals))
    slots = [_Slot() for _ in range(2 * len(ordered) + 1)]
    for unknown in range(low, high + 1):
        figure = point(unknown)
        if figure is not None:
            place = bisect_left(ordered, figure)
            is_goal = place < len(ordered) and ordered[place] == figure
            slots[2 * place + is_goal].meet(figure, unknown, is_goal=is_goal)
    return {
        goal: Expected(
            tuple(zip(slots[2 * place + 1].runs[::2], slots[2 * place + 1].runs[1::2], strict=True)),
            _best(slots[: 2 * place + 1], below=True),
            _best(slots[2 * place + 2 :], below=False),
        )
        for place, goal in enumerate(ordered)
    }


def _best(slots: list[_Slot], *, below: bool) -> Reached | None:
    """The nearest figure of the slots on one side; slots further away hold figures further away."""
    for slot in reversed(slots) if below else slots:
        found = slot.greatest if below else slot.least
        if found is not None:
            return found
    return None
