"""One Belgian job: evaluated with every line kept, explained, loaded, started; and the same for other engines.

    python -m bench.scalar [--strict]

With `--strict` a bar that is missed ends with 1. Other engines run where they are installed:
see `peers.py` for how they are named.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

from bench.scalar.peers import compared
from engine.evaluation.explanation import explain
from engine.evaluation.scalar import compiled
from simulator.evidence import Evidence
from simulator.explaining import explanation
from simulator.registry import Registry
from simulator.result import result
from simulator.running import Run, run
from simulator.scenario import Scenario

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "rules"
JOB = Scenario("be", "job", date(2026, 3, 10), "fixed_term", {"invoice.excl_vat": "1000", "days": "2"})
ASKED = ["be", "job", "--date", "2026-03-10", "--contract", "fixed_term", "--given", "invoice.excl_vat=1000"]
EXPLAINED = "net_pay"


@dataclass(frozen=True, slots=True)
class Measure:
    """What was measured, in microseconds: the median and the best of several times, and the bar if there is one."""

    what: str
    middle: float
    best: float
    bar: float | None = None

    @property
    def is_missed(self) -> bool:
        return self.bar is not None and self.middle >= self.bar

    def line(self) -> str:
        verdict = "" if self.bar is None else f"bar {shown(self.bar)}" + ("  MISSED" if self.is_missed else "")
        return f"{self.what:<64} {shown(self.middle):>9}  (best {shown(self.best):>9})  {verdict}".rstrip()


def shown(microseconds: float) -> str:
    if microseconds < 1000:
        return f"{microseconds:.1f} µs"
    return f"{microseconds / 1000:.2f} ms" if microseconds < 1_000_000 else f"{microseconds / 1_000_000:.2f} s"


def measured(what: str, action: Callable[[], object], times: int, repeat: int = 1, bar: float | None = None) -> Measure:
    """`action` timed `times` times, each `repeat` runs long, after one run to warm up."""
    action()
    found = []
    for _ in range(times):
        started = time.perf_counter()
        for _ in range(repeat):
            action()
        found.append((time.perf_counter() - started) / repeat * 1_000_000)
    return Measure(what, median(found), min(found), bar)


def tree(done: Run, names: tuple[str, ...]) -> None:
    """The explanation of a figure: every line under it, unfolded."""
    given = frozenset(done.given)
    for name in names:
        explain(done.program, done.values, given, name)


def started() -> None:
    command = [str(Path(sys.executable).with_name("bareme")), "simulate", *ASKED]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def measures() -> list[Measure]:
    done = run(Registry(RULES), JOB)
    program = compiled(done.program)
    slots = [program.whole(name, done.given.get(name)) for name in program.slots]
    names = tuple(line["name"] for line in explanation(Evidence(done), EXPLAINED)["lines"])
    registry = Registry(RULES)
    return [
        measured(
            f"one job, warm, all {len(program.program.names)} lines kept", lambda: program.run(slots), 200, 100, bar=50
        ),
        measured(f"the tree behind {EXPLAINED}, {len(names)} lines", lambda: tree(done, names), 100, bar=1000),
        measured(f"the same as a published trace, with sources, {EXPLAINED}", lambda: trace_of(done), 50),
        measured("one job from scenario to result object, warm", lambda: result(run(registry, JOB)), 20),
        measured("loading be", lambda: Registry(RULES).country("be"), 7, bar=150_000),
        measured("bareme simulate, from process start", started, 5, bar=400_000),
    ]


def trace_of(done: Run) -> object:
    return explanation(Evidence(done), EXPLAINED)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strict", action="store_true", help="end with 1 if a bar is missed")
    arguments = parser.parse_args()
    found = measures()
    for measure in found:
        sys.stdout.write(measure.line() + "\n")
    for sentence in compared(found[0].middle):
        sys.stdout.write(sentence + "\n")
    return int(arguments.strict and any(measure.is_missed for measure in found))


if __name__ == "__main__":
    sys.exit(main())
