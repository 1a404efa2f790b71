"""Solving against every cent of a window around each target: `make windows-campaign COUNTRY=be`.

For every contract type and every segment of its timeline, net pay is given and the act's starting figure
is sought. Around a figure that is known to give the target, every cent within 100 is tried.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random

from engine.evaluation.scalar import compiled
from engine.intervals.solution import Gap, Solution, independent, readings, slice_of, solve
from engine.program.meaning import NoValue
from engine.program.program import Program
from engine.program.timeline import Dates
from simulator.facts import declared_range
from simulator.registry import Country, Registry
from tests.support.acts import covered
from tests.support.brute_force import brute_force
from tests.support.scenarios import acts_and_contracts

ROOT = Path(__file__).resolve().parents[2]
PAID, TARGET = ("job", "hire"), "net_pay"
HALF = Fraction(100)
LARGEST = (500, 5_000, 20_000)
"""Roots are drawn from zero to one of these."""


@dataclass(slots=True)
class Windows:
    """What came of the targets of one act and contract type."""

    segments: Counter[tuple[str, str]] = field(default_factory=Counter)
    targets: Counter[tuple[str, str]] = field(default_factory=Counter)
    tried: int = 0
    faults: list[str] = field(default_factory=list)


def segments(country: Country, act: str, contract: str | None) -> Iterator[tuple[Program, date]]:
    """Every program of the act over the days it covers, with the first day it holds."""
    for first, last in covered(country.pack, act, contract):
        on = first
        while on <= last:
            program = country.programs.program(act, contract, Dates(on, on, on))
            yield program, on
            segment = program.segment
            ends = [stretch.until for stretch in (segment.work, segment.payment, segment.contract_start)]
            on = min([*(end for end in ends if end is not None and end > on), last + timedelta(days=1)])


def campaign(registry: Registry, code: str, each: int, seed: int, half: Fraction = HALF, step: int = 1) -> Windows:
    """`each` targets in every `step`-th segment of pay under every contract type."""
    country, chance, found = registry.country(code), Random(seed), Windows()
    for act, contract in acts_and_contracts(country.pack):
        if act in PAID:
            for program, on in list(segments(country, act, contract))[::step]:
                kind = (act, contract or "")
                found.segments[kind] += 1
                for _ in range(each):
                    found.targets[kind] += tried(program, on, chance, half, found)
    return found


def tried(program: Program, on: date, chance: Random, half: Fraction, found: Windows) -> bool:
    """One target: what the solver says within the window, against every step of it."""
    whole, root, day = compiled(program), program.root, Fraction(on.toordinal())
    limits = declared_range(program.pack, root)
    assert limits is not None
    low, high = Fraction(limits[0]), Fraction(limits[1])
    unit, scale = whole.scales[root], whole.scales[TARGET]
    middle = Fraction(chance.randint(0, chance.choice(LARGEST) * unit), unit)
    given: dict[str, Fraction] = {name: day for name in ("date", "payment_date") if name in whole.slots}
    try:
        goal = whole.values({**given, root: middle})[TARGET]
        others = independent(whole, root, given, (low, high))
    except NoValue:
        return False
    goal += Fraction(chance.choice((0, 0, 0, 1, -1)), scale)
    if goal < 0:
        return False
    answer = solve(program, root, TARGET, goal, given, low, high)
    first, last = int(max(middle - half, low) * unit), int(min(middle + half, high) * unit)
    point = readings(slice_of(program, root, TARGET, others))[0]
    expected = brute_force(point, first, last, [int(goal * scale)])[int(goal * scale)].runs
    inside = clipped(answer, first, last, unit)
    found.tried += last - first + 1
    beyond = isinstance(answer, Solution) and answer.cut and int(answer.runs[-1][1] * unit) < last
    if inside != expected and not (beyond and expected[: len(inside)] == inside):
        where = f"{program.act} {program.contract} {on}, {TARGET} {float(goal):.2f}"
        found.faults.append(f"{where}: the solver says {inside[:3]}, the window has {expected[:3]}")
    return True


def clipped(answer: Solution | Gap, first: int, last: int, unit: int) -> tuple[tuple[int, int], ...]:
    """The part of an answer that lies in the window, in whole units."""
    if isinstance(answer, Gap):
        return ()
    runs = ((int(start * unit), int(end * unit)) for start, end in answer.runs)
    return tuple((max(start, first), min(end, last)) for start, end in runs if start <= last and end >= first)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make windows-campaign", description=__doc__)
    parser.add_argument("--country", default="be")
    parser.add_argument("--each", type=int, default=20, help="targets in every segment")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    began = time.perf_counter()
    found = campaign(Registry(ROOT / "rules"), arguments.country, arguments.each, arguments.seed)
    for kind, number in found.segments.items():
        print(f"{kind[0]:<5} {kind[1]:<20} {number:>4} segments {found.targets[kind]:>6} targets")
    print(
        f"{sum(found.targets.values())} targets in {sum(found.segments.values())} segments, {found.tried} figures "
        f"tried, {len(found.faults)} failures, {time.perf_counter() - began:.0f} s"
    )
    for fault in found.faults[:20]:
        print(fault)
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
