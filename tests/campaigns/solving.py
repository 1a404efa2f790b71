"""Solve targets against a brute-force table over every cent: `make solve-campaign`.

Belgium, fixed term, from the net pay back to the invoice and to the gross, by the law of 2018
(pay floored to 15 euros, many solutions) and of 2025.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random
from statistics import median

from engine.evaluation.scalar import compiled
from engine.intervals.solution import Gap, Solution, independent, readings, slice_of, solve
from engine.program.program import Program
from engine.program.timeline import Dates
from simulator.facts import declared_range
from simulator.registry import Registry
from tests.support.brute_force import Expected, Point, Reached, brute_force

RULES = Path(__file__).resolve().parents[2] / "rules"
DAYS = (date(2018, 6, 15), date(2025, 3, 10))
TARGET = "net_pay"
DIRECTIONS = (("job", Fraction(5)), ("hire", Fraction(3)))
"""The act, whose root is sought, and how far above the largest target the table must go to have tried every root."""


@dataclass(frozen=True)
class Question:
    """One direction on one day, with what stays as it is."""

    program: Program
    given: Mapping[str, Fraction]
    target: str = TARGET

    @property
    def unknown(self) -> str:
        return self.program.root

    @property
    def name(self) -> str:
        return f"{self.target} → {self.unknown}, {date.fromordinal(int(self.given['date'])).year}"

    def range(self) -> tuple[Fraction, Fraction]:
        limits = declared_range(self.program.pack, self.unknown)
        assert limits is not None
        return Fraction(limits[0]), Fraction(limits[1])

    def solved(self, goal: Fraction, high: Fraction | None = None) -> Solution | Gap:
        """Over the declared range, or up to `high`."""
        low, most = self.range()
        return solve(self.program, self.unknown, self.target, goal, self.given, low, most if high is None else high)

    def point(self) -> Point:
        """The figure at one cent, by the same steps as the solver's, held to the whole program by `unfaithful`."""
        others = independent(compiled(self.program), self.unknown, self.given, self.range())
        return readings(slice_of(self.program, self.unknown, self.target, others))[0]

    def unfaithful(self, cents: Iterator[int]) -> list[int]:
        """Cents at which the steps that were cut out for solving differ from the whole program."""
        whole, point = compiled(self.program), self.point()
        return [
            cent
            for cent in cents
            if whole.values({**self.given, self.unknown: Fraction(cent, 100)})[self.target] * 100 != point(cent)
        ]


@dataclass
class Tally:
    """What came of the targets: counts by outcome, time of each solve in milliseconds, and the first faults."""

    counts: Counter[str] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def note(self, outcome: str, fault: str = "") -> None:
        self.counts[outcome] += 1
        if fault and len(self.faults) < 20:
            self.faults.append(fault)

    def add(self, other: Tally) -> None:
        self.counts.update(other.counts)
        self.milliseconds += other.milliseconds
        self.faults += other.faults

    def line(self, name: str) -> str:
        ordered = sorted(self.milliseconds)
        shown = ("solved", "gaps", "blank", "wrong", "dearer")
        counts = " · ".join(f"{self.counts[outcome]} {outcome}" for outcome in shown)
        p99 = ordered[int(len(ordered) * 0.99)]
        return f"{name:<36} {counts} · median {median(ordered):.2f} ms · p99 {p99:.2f} ms"


def questions(registry: Registry) -> Iterator[tuple[Question, Fraction]]:
    country = registry.country("be")
    for on in DAYS:
        for act, factor in DIRECTIONS:
            program = country.programs.program(act, "fixed_term", Dates(on, on, on))
            day = Fraction(on.toordinal())
            yield Question(program, {"date": day, "payment_date": day}), factor


def tried(question: Question, count: int, largest: int, top: int, seed: int) -> Tally:
    """`count` targets from 0 to `largest` cents, each compared with every root from 0 to `top` cents."""
    chosen = Random(f"{question.name} {seed}")
    goals = [chosen.randint(0, largest) for _ in range(count)]
    table = brute_force(question.point(), 0, top, goals)
    tally = Tally()
    question.solved(Fraction(0))
    for goal in goals:
        started = time.perf_counter()
        found = question.solved(Fraction(goal, 100))
        tally.milliseconds.append((time.perf_counter() - started) * 1000)
        compare(question, goal, found, table[goal], top, tally)
    return tally


def compare(question: Question, goal: int, found: Solution | Gap, expected: Expected, top: int, tally: Tally) -> None:
    """Count one answer; the table proves what lies within it, the declared range may hold more beyond."""
    where = f"{question.name}, target {goal / 100:.2f}"
    if isinstance(found, Gap):
        found = question.solved(Fraction(goal, 100), Fraction(top, 100))
        if isinstance(found, Solution) or expected.runs:
            tally.note("blank", f"{where}: no answer, the table has {expected.runs[:3]}")
        elif (_cents(found.below), _cents(found.above)) != (expected.below, expected.above):
            tally.note("wrong", f"{where}: neighbours {found.below} and {found.above}, not {expected}")
        else:
            tally.note("gaps")
        return
    runs = [(int(first * 100), int(last * 100)) for first, last in found.runs]
    inside = tuple((first, min(last, top)) for first, last in runs if first <= top)
    if expected.runs and (not inside or inside[0][0] > expected.runs[0][0]):
        tally.note("dearer", f"{where}: {inside[:1]}, the table has {expected.runs[:1]}")
    elif inside != expected.runs:
        tally.note("wrong", f"{where}: {inside[:4]}, the table has {expected.runs[:4]}")
    else:
        tally.note("solved")


def _cents(reached: object) -> Reached | None:
    figure, unknown = getattr(reached, "figure", None), getattr(reached, "unknown", None)
    return None if figure is None or unknown is None else (int(figure * 100), int(unknown * 100))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--targets", type=int, default=10_000)
    parser.add_argument("--largest", type=int, default=20_000, help="largest target in euros")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    whole = Tally()
    asked = list(questions(Registry(RULES)))
    for question, factor in asked:
        top = int(arguments.largest * 100 * factor)
        checked = Random(arguments.seed)
        unfaithful = question.unfaithful(checked.randint(0, top) for _ in range(2000))
        if unfaithful:
            whole.note("wrong", f"{question.name}: the steps cut out for solving differ at {unfaithful[:5]}")
        tally = tried(question, arguments.targets // len(asked), arguments.largest * 100, top, arguments.seed)
        sys.stdout.write(tally.line(question.name) + "\n")
        sys.stdout.flush()
        whole.add(tally)
    sys.stdout.write(whole.line("together") + "\n")
    for fault in whole.faults:
        sys.stdout.write(f"  {fault}\n")
    return int(any(whole.counts[outcome] for outcome in ("blank", "wrong", "dearer")))


if __name__ == "__main__":
    sys.exit(main())
