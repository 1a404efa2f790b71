"""Solving in columns: for each row the smallest root that gives exactly the wanted figure, or the proof of none.

Branch and prune as for a single act, every row at its own stretch: a stretch that the
bounds exclude is dropped, others are halved, leftmost first, down to a few values that
the kernel decides exactly. A guess of the root only says where to cut.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from engine.columns.column import TooWide
from engine.columns.grids import Grids, grids
from engine.columns.hoisting import hoisted
from engine.columns.kernel import Kernel, Shape, kernel
from engine.columns.ranges import Ranges
from engine.columns.stretches import Line, bounds, still
from engine.evaluation.scalar import compiled, input_scale
from engine.language.diagnostic import Refused
from engine.program.program import Program, sliced

Numbers = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]
Reals = npt.NDArray[np.float64]

LEAF = 48
"""Below this width every value is tried."""
ROUNDS = 4000
"""Rows that are not decided after so many cuts are left to the search of a single act."""
ROWS = 8192
GUESSES = 6
TOGETHER = 8
FEW = 6
"""Fewer rows are sooner solved one by one."""
NEAR = 512
"""Half the width of the first stretch around the guess."""
SPARE = 40
"""Room for the halves of stretches."""
UNDECIDED, SOLVED, NONE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Solved:
    """Per row the root and whether it was found: UNDECIDED, SOLVED or NONE."""

    numbers: Numbers
    state: npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class _Act:
    """One program asked for its root: the exact figure of a root, and its bounds over stretches."""

    part: Program
    target: str
    point: Kernel
    others: Kernel
    low: int
    high: int
    unit: int
    """What a whole number of the root stands for."""
    scale: int
    """What a whole number of the figure stands for."""
    grids: Grids


def solve_rows(
    program: Program,
    target: str,
    goals: Numbers,
    columns: Mapping[str, Numbers],
    present: Mapping[str, Truths],
    ranges: Ranges,
) -> Solved:
    """Solve `target == goal` for the root of every row; goals are at the scale of the target's type.

    `columns` are the other facts; `present` says where those are given that not every row gives.
    """
    state = np.zeros(len(goals), np.int8)
    numbers = np.zeros(len(goals), np.int64)
    if len(goals) < FEW:
        return Solved(numbers, state)
    try:
        act = _written(program, target, frozenset(columns), frozenset(present), ranges)
    except (TooWide, Refused):
        return Solved(numbers, state)
    factor, rest = divmod(act.scale, input_scale(program.type_of(target), program.pack.quantum))
    if rest:
        return Solved(numbers, state)
    for start in range(0, len(goals), ROWS):
        rows = slice(start, start + ROWS)
        facts: dict[str, Numbers | Truths] = {name: column[rows] for name, column in columns.items()}
        facts |= {f"{name}?": mask[rows] for name, mask in present.items()}
        found = _search(act, goals[rows] * factor, facts)
        numbers[rows], state[rows] = found.numbers, found.state
    return Solved(numbers, state)


@lru_cache(maxsize=512)
def _written(program: Program, target: str, facts: frozenset[str], sometimes: frozenset[str], ranges: Ranges) -> _Act:
    root = program.root
    given = facts - sometimes
    found = hoisted(sliced(program, root, [target], compiled(program).scales), root)
    part = found.part
    read = {target, *(name for step in part.steps for name in step.reads)}
    names = tuple(name for name in part.inputs if name != root and name in read)
    whole = replace(program, steps=(*program.steps, *found.steps))
    point = kernel(program.restricted([target]), Shape((target,), given | {root}, sometimes), ranges)
    others = kernel(whole.restricted(names), Shape(names, given, sometimes), ranges)
    low, high = ranges.of(program, root)
    unit = input_scale(program.type_of(root), program.pack.quantum)
    on = grids(part, {**others.scales, **{name: 1 for name in part.inputs if name not in names}, root: unit})
    return _Act(part, target, point, others, low, high, unit, point.scales[target], on)


def _search(act: _Act, goals: Numbers, facts: Mapping[str, Numbers | Truths]) -> Solved:
    rows = len(goals)
    known, refused = act.others.run({name: facts[name] for name in act.others.columns}, rows, threads=1)
    search = _Search(act, goals, facts, _lines(known, act.others.scales), rows)
    search.active = np.flatnonzero(refused == 0)
    for _ in range(ROUNDS):
        if not len(search.active):
            break
        search.cut()
    return Solved(search.numbers, search.state)


def _lines(known: Mapping[str, Numbers], scales: Mapping[str, int]) -> dict[str, Reals]:
    return {name: numbers / scales[name] for name, numbers in known.items()}


class _Search:
    """The stretches still open of every row, leftmost on top."""

    def __init__(
        self,
        act: _Act,
        goals: Numbers,
        facts: Mapping[str, Numbers | Truths],
        known: Mapping[str, Reals],
        rows: int,
    ) -> None:
        self.act, self.goals, self.facts, self.known = act, goals, facts, known
        self.numbers = np.zeros(rows, np.int64)
        self.state = np.zeros(rows, np.int8)
        self.active = np.arange(rows)
        self.guess = self._guessed()
        self.first, self.last = self._around()
        self.depth = np.full(rows, len(self.first) - SPARE, np.int64)

    def _around(self) -> tuple[Numbers, Numbers]:
        """Stretches around the guess, each twice as wide as the one nearer to it, the leftmost on top."""
        low, high = self.act.low, self.act.high
        reach = [NEAR << power for power in range((high - low).bit_length() - NEAR.bit_length() + 2)]
        steps = list(pairwise(reach))
        right = [(self.guess + near + 1, self.guess + far) for near, far in reversed(steps)]
        left = [(self.guess - far, self.guess - near - 1) for near, far in steps]
        pieces = [*right, (self.guess - NEAR, self.guess + NEAR), *left]
        spare = [(self.guess, self.guess)] * SPARE
        first = np.stack([np.maximum(one, low) for one, _ in [*pieces, *spare]])
        return first, np.stack([np.minimum(other, high) for _, other in [*pieces, *spare]])

    def figure(self, rows: Numbers, roots: Numbers) -> tuple[Numbers, Truths]:
        """The exact figure at a root, and whether there is one."""
        columns: dict[str, Numbers | Truths] = {}
        for name in self.act.point.columns:
            columns[name] = roots if name == self.act.part.root else self.facts[name][rows]
        values, refused = self.act.point.run(columns, len(rows), threads=1)
        return values[self.act.target], refused == 0

    def _guessed(self) -> Numbers:
        """A root near the solution, by secants; it only steers the cuts."""
        rows = np.arange(len(self.goals))
        low, high = self.act.low, self.act.high
        one = np.clip(self.goals * self.act.unit // max(self.act.scale, 1), low, high)
        other = np.clip(one * 2 + self.act.unit, low, high)
        at_one, at_other = self.figure(rows, one)[0], self.figure(rows, other)[0]
        for _ in range(GUESSES):
            slope = (at_other - at_one) / np.where(other == one, 1, other - one)
            step = (self.goals - at_other) / np.where(np.abs(slope) < 1e-9, 1.0, slope)
            moved = np.clip(other + np.clip(step, -1e12, 1e12), low, high).astype(np.int64)
            one, at_one = other, at_other
            other, at_other = moved, self.figure(rows, moved)[0]
        return other

    def cut(self) -> None:
        """Take the leftmost stretch of every open row: drop it, try its values, or halve it."""
        rows = self.active
        self.depth[rows] -= 1
        first, last = self.first[self.depth[rows], rows], self.last[self.depth[rows], rows]
        small = last - first < LEAF
        if small.any():
            self._try(rows[small], first[small], last[small])
        wide = ~small
        if wide.any():
            self._halve(rows[wide], first[wide], last[wide])
        done = (self.depth[rows] == 0) & (self.state[rows] == UNDECIDED)
        self.state[rows[done]] = NONE
        full = self.depth[rows] >= len(self.first) - 2
        self.active = rows[(self.state[rows] == UNDECIDED) & ~full]

    def _try(self, rows: Numbers, first: Numbers, last: Numbers) -> None:
        """Try the values of short stretches, a few at a time, in order."""
        for start in range(0, LEAF, TOGETHER):
            inside = (first + start <= last) & (self.state[rows] == UNDECIDED)
            tried = rows[inside]
            if not len(tried):
                return
            roots = (first[inside] + start)[:, None] + np.arange(TOGETHER)
            figures, valued = self.figure(np.repeat(tried, TOGETHER), np.minimum(roots, self.act.high).reshape(-1))
            hits = valued.reshape(roots.shape) & (figures.reshape(roots.shape) == self.goals[tried][:, None])
            hits &= roots <= last[inside][:, None]
            found = hits.any(axis=1)
            place = hits.argmax(axis=1)
            self.numbers[tried[found]] = roots[found, place[found]]
            self.state[tried[found]] = SOLVED

    def _halve(self, rows: Numbers, first: Numbers, last: Numbers) -> None:
        scales, unit = self.act.others.scales, self.act.unit
        names = {name: still(values[rows], whole=scales[name] == 1) for name, values in self.known.items()}
        centre, half = (first + last) / (2 * unit), (last - first) / (2 * unit) * (1 + 1e-12)
        names[self.act.part.root] = Line(centre, np.ones(len(rows)), np.abs(centre) * 2.0**-50)
        low, high = bounds(self.act.part, names, half, self.act.target, self.act.grids)
        goal = self.goals[rows] / self.act.scale
        slack = np.abs(goal) * 1e-12 + 1e-9
        open_ = ~((low > goal + slack) | (high < goal - slack))
        rows, first, last = rows[open_], first[open_], last[open_]
        middle = (first + last) // 2
        depth = self.depth[rows]
        self.first[depth, rows], self.last[depth, rows] = middle + 1, last
        self.first[depth + 1, rows], self.last[depth + 1, rows] = first, middle
        self.depth[rows] = depth + 2
